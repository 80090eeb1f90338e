"""With what, how many, against whom, and by whose account."""

import pytest
from who_kit import read

from monitor.detection.actors.weapons import weapon_in
from monitor.detection.lexicon import read_tsv
from monitor.domain.taxonomy import EventType

WEAPONS = [
    ("At least three rockets [[struck]] the compound.", "shelling", "rockets", (3, None)),
    ("More than two dozen rockets [[hit]] the base.", "shelling", "rockets", (25, None)),
    ("Two Grad rockets [[landed]] near the town.", "shelling", "Grad rockets", (2, 2)),
    ("A missile [[hit]] the hangar.", "shelling", "missile", (1, 1)),
    ("Russia [[fired]] 14 ballistic missiles at the city.", "shelling", "ballistic missiles", (14, 14)),
    ("Dozens of mortar shells [[fell]] on the market.", "shelling", "mortar shells", (24, None)),
    ("Up to ten missiles [[were fired]] at the port.", "shelling", "missiles", (0, 10)),
    ("Artillery fire [[hit]] a school.", "shelling", "artillery", None),
    ("The army [[fired]] several Katyusha rockets.", "shelling", "Katyusha rockets", (3, None)),
    ("Over 100 drones [[attacked]] the capital.", "air_drone_strike", "drones", (101, None)),
    ("Ten Shahed drones [[struck]] a depot.", "air_drone_strike", "Shahed drones", (10, 10)),
    ("A drone [[hit]] a bus.", "air_drone_strike", "drone", (1, 1)),
    ("An FPV drone [[killed]] a driver.", "air_drone_strike", "FPV drone", (1, 1)),
    ("Warplanes [[bombed]] two villages.", "air_drone_strike", "warplanes", None),
    ("Glide bombs [[hit]] an apartment block.", "air_drone_strike", "glide bombs", None),
    ("A car bomb [[exploded]] outside the ministry.", "bombing", "car bomb", (1, 1)),
    ("A roadside bomb [[tore through]] a van.", "bombing", "roadside bomb", (1, 1)),
    ("An improvised explosive device [[went off]].", "bombing", "improvised explosive device", (1, 1)),
    ("Two grenades [[were thrown]] into a bar.", "bombing", "grenades", (2, 2)),
    ("A landmine [[killed]] three herders.", "bombing", "landmine", (1, 1)),
    ("A parcel bomb [[maimed]] a clerk.", "bombing", "parcel bomb", (1, 1)),
    ("Four sticks of dynamite [[blew up]] a pylon.", "bombing", "sticks of dynamite", (4, 4)),
    ("A bomber in an explosive vest [[blew himself up]].", "suicide_bombing", "explosive vest", (1, 1)),
    ("He [[opened fire]] with an AR-15 at a mall.", "shooting", "AR-15", (1, 1)),
    ("Two men with assault rifles [[shot]] a judge.", "shooting", "assault rifles", None),
    ("She was [[shot]] with a handgun.", "shooting", "handgun", (1, 1)),
    ("A man with a knife [[stabbed]] two people.", "stabbing", "knife", (1, 1)),
    ("Attackers with machetes [[hacked]] a family.", "stabbing", "machetes", None),
    ("He was [[attacked]] with an axe.", "stabbing", "axe", (1, 1)),
    ("Petrol bombs [[set fire to]] a hostel.", "arson", "petrol bombs", None),
    ("Sarin was [[used]] against the suburb.", "chemical_attack", "sarin", None),
    ("A drone boat [[hit]] a tanker.", "maritime_attack", "drone boat", (1, 1)),
    ("Two rocket attacks [[hit]] the town.", "shelling", "rocket", None),
    ("A barrage of rockets [[hit]] the town.", "shelling", "rockets", None),
    ("The [[blast]] hit a weapons factory near a missile depot.", "shelling", None, None),
    ("Gunmen [[attacked]] the village.", "shooting", None, None),
    ("A driver [[ploughed]] a delivery van into a queue.", "vehicle_ramming", "delivery van", (1, 1)),
    ("A clerk was [[attacked]] in her car.", "attack", None, None),
    ("He was [[shot]]; a bullet was found.", "shooting", None, None),
    ("Bullets flew as he [[fired]] an M16 rifle.", "shooting", "M16 rifle", (1, 1)),
    ("He was [[stabbed]] with a box cutter.", "stabbing", "box cutter", (1, 1)),
    ("Drone attack [[kills]] two", "air_drone_strike", "drone", None),
    ("The [[shooting]] renewed debate on gun control.", "shooting", None, None),
    ("Three people were [[stabbed]].", "stabbing", None, None),
]
"""Text with its trigger marked, event type, weapon, count from–to."""

TARGETS = [
    ("Rockets [[hit]] the US embassy.", "US embassy", "embassy"),
    ("Gunmen [[attacked]] a police station in Kano.", "police station", "police"),
    ("A missile [[struck]] a children's hospital.", "children's hospital", "hospital"),
    ("Shells [[hit]] a primary school.", "primary school", "school"),
    ("Drones [[attacked]] the international airport.", "international airport", "airport"),
    ("A drone [[hit]] an oil refinery.", "oil refinery", "energy"),
    ("Rebels [[shelled]] a crowded market.", "crowded market", "market"),
    ("A bomber [[attacked]] a Shiite mosque.", "Shiite mosque", "place_of_worship"),
    ("Militants [[stormed]] an army base.", "army base", "military_base"),
    ("Missiles [[struck]] the nuclear power plant.", "nuclear power plant", "nuclear_site"),
    ("Pirates [[seized]] a cargo ship.", "cargo ship", "ship"),
    ("Gunmen [[ambushed]] a military convoy.", "military convoy", "military_personnel"),
    ("Jets [[bombed]] an apartment building.", "apartment building", "residential"),
    ("A bomb [[damaged]] a railway bridge.", "railway bridge", "infrastructure"),
    ("Attackers [[burned]] two lorries and a bus.", "bus", "transport"),
    ("Gunmen [[killed]] three aid workers.", "three aid workers", "aid_worker"),
    ("A sniper [[shot]] a television journalist.", "television journalist", "journalist"),
    ("The mayor was [[shot]] at his desk.", "mayor", "politician"),
    ("A senator was [[assassinated]] in the capital.", "senator", "politician"),
    ("Two policemen were [[killed]].", "Two policemen", "police"),
    ("Five soldiers were [[wounded]].", "Five soldiers", "military_personnel"),
    ("A Catholic priest was [[kidnapped]].", "Catholic priest", "religious_figure"),
    ("The parliament was [[attacked]] with rockets.", "parliament", "government"),
    ("A passenger train was [[derailed]].", "passenger train", "transport"),
    ("Rockets [[struck]] Camp Example north of the capital.", "Camp Example", "military_base"),
    ("Villagers were [[massacred]] at dawn.", "Villagers", "civilians"),
    ("The [[attack]] on a wedding party killed nine.", "wedding party", "civilians"),
    ("An [[attack]] against a gas pipeline cut supplies.", "gas pipeline", "energy"),
    ("A container port was [[hit]] by drones.", "container port", "port"),
    ("The refugee camp was [[shelled]].", "refugee camp", "residential"),
    ("A union leader was [[gunned down]].", "union leader", "activist"),
    ("Settlers [[set fire to]] a family's house.", "family's house", "residential"),
    ("The [[blast]] was heard for miles.", None, None),
    ("A [[bomb exploded]] at noon.", None, None),
]
"""Text with its trigger marked, the target's words, its kind."""

SOURCES = [
    ("Rockets [[hit]] the base, two Iraqi security officials said.", ("two Iraqi security officials",)),
    ("The health ministry said a [[strike]] killed four.", ("The health ministry",)),
    ("According to witnesses, gunmen [[shot]] at shoppers.", ("witnesses",)),
    ("A bomb [[exploded]], police said.", ("police",)),
    ("The [[attack]] killed nine, a hospital official told reporters.", ("a hospital official",)),
    ("The governor's office confirmed the [[raid]].", ("The governor's office",)),
    ("A drone [[hit]] a depot, the regional governor said.", ("the regional governor",)),
    ("The [[shelling]] went on, residents said.", ("residents",)),
    ("The army said in a statement that rebels [[attacked]] a post.", ("The army",)),
    ("A missile [[fell]] in a field, according to the defence ministry.", ("the defence ministry",)),
    ("State television reported a [[blast]].", ("State television",)),
    ("A monitoring group said jets [[bombed]] the town.", ("A monitoring group",)),
    ("The [[ambush]] killed two, a local official and a medic said.", ("a medic",)),
    ("Three people were [[stabbed]], officers said.", ("officers",)),
    ("The Red Crescent said crews found bodies after the [[strike]].", ("The Red Crescent",)),
    ("No group claimed responsibility for the [[attack]].", ()),
    ("A [[bomb exploded]] near a police station.", ()),
    ("Gunmen [[killed]] a ministry official.", ()),
]


@pytest.mark.parametrize(("marked", "kind", "weapon", "count"), WEAPONS)
def test_weapon_as_a_plain_noun_and_its_count(
    marked: str, kind: str, weapon: str | None, count: tuple[int, int | None] | None
) -> None:
    """The weapon that fits the event's type, counted only where the words count it."""
    found = read(marked, kind)
    assert found.weapon == weapon
    assert (found.weapon_count and (found.weapon_count.min, found.weapon_count.max)) == count


@pytest.mark.parametrize(("marked", "target", "kind"), TARGETS)
def test_target_in_the_texts_words_and_its_kind(marked: str, target: str | None, kind: str | None) -> None:
    """What was hit, without its article, on the receiving side of the verb."""
    found = read(marked)
    assert (found.target, found.target_kind) == (target, kind)


@pytest.mark.parametrize(("marked", "sources"), SOURCES)
def test_sources_are_those_who_are_cited(marked: str, sources: tuple[str, ...]) -> None:
    """Who says so, in the text's words; never a victim, a place or one who says nothing."""
    assert read(marked).sources == sources


def test_lexicons_of_actors_are_sound() -> None:
    """Names are unique, countries are known, kinds are of the closed lists, no form is empty."""
    codes = {row[0] for row in read_tsv("states.tsv")} | {"EH"}
    kinds = {"jihadist", "insurgent", "separatist", "militia", "paramilitary", "cartel", "gang", "contractor", "force"}
    rows = read_tsv("armed_groups.tsv")
    assert len(rows) >= 250
    assert len({row[0] for row in rows}) == len(rows)
    for _, _, kind, countries in rows:
        assert kind in kinds
        assert set(countries.split(",")) <= codes


def test_weapon_classes_cover_the_types_of_attack() -> None:
    """Every weapon has a known class, so that no weapon is lost to a typing error."""
    classes = {row[0] for row in read_tsv("weapons.tsv")}
    assert classes == {
        "shell", "air", "explosive", "suicide", "firearm", "bow", "blade", "vehicle", "fire", "chemical", "sea", "tool", "other",
        "ramming",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("words", "noun"), [("drone", "drones"), ("M16 rifle", "M-16"), ("assault rifles", "rifle"), ("a secret ray", None)]
)
def test_a_weapon_has_one_noun_in_every_text(words: str, noun: str | None) -> None:
    """Reports are compared by it, whatever words each has."""
    weapon = weapon_in(words)
    assert (weapon.noun if weapon else None) == noun


@pytest.mark.parametrize("kind", list(EventType))
def test_every_type_of_event_can_be_read(kind: EventType) -> None:
    """No type lacks an answer, however little the text says."""
    assert read("Something [[happened]] there.", kind).sources == ()
