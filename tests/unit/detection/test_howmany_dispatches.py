"""Casualties as local, wire and translated reports tell them: what counts, what adds up, what is another attack's."""

from __future__ import annotations

import pytest
from howmany_kit import NONE, Count, count, figures

from monitor.detection.draft import Anchor, Draft
from monitor.detection.howmany import assign_figures
from monitor.detection.text import Text
from monitor.domain.document import Document
from monitor.domain.taxonomy import EventType, Role, Stage

# title, body, killed, injured
PEOPLE: list[tuple[str, str, Count, Count]] = [
    # an age behind "of" is no count, a number of members is
    ("Tram attack", "A widow of 81 was killed in the attack and a boy of nine was wounded.", (1, 1), (1, 1)),
    ("Raid", "The raid killed a family of six.", (6, 6), None),
    ("Raid", "A father of three was killed in the attack.", (1, 1), None),
    # one more by the place in a row
    ("Ambush", "Two rangers were killed and a third was wounded in the attack.", (2, 2), (1, 1)),
    ("Shooting", "Two clerks were wounded in the shooting. A third person suffered cuts.", None, (3, 3)),
    ("Shooting", "Two clerks were killed in the attack. A fourth man was arrested.", (2, 2), None),
    ("Shooting", "Two clerks were shot dead. A third, a young mother, is on admission at a clinic.", (2, 2), (1, 1)),
    # one number for two nouns, not for what has a word of its own
    ("Raid", "At least 30 patients and nurses were shot dead in the raid.", (30, None), None),
    ("Raid", "The attack killed two guards and their sons.", (2, 2), None),
    # parents are two
    ("Shooting", "Lena Moss, 31, and her parents lay dead after the shooting.", (3, 3), None),
    ("Shooting", "Her parents' home was shot at. A man was wounded.", None, (1, 1)),
    # quoted counts
    ("Battle", "The army spoke of an attack, killing 'hundreds of rebels' near the town.", (200, None), None),
    # the whole of which some are told
    ("Mall attack", "Three of the nine people wounded in the attack are still in hospital.", None, (9, 9)),
    ("Mall attack", "Three of the nine people were wounded in the attack.", None, (3, 3)),
    ("Camp attack", "A bomb went off at the camp. Thirty of the wounded remain under treatment.", None, (30, 30)),
    ("Camp attack", "A bomb went off at the camp. Two of the wounded died.", None, None),
    # a bare number in a title is short for the floor of the telling
    ("Strike kills 14", "At least 14 people were killed in the strike on a market.", (14, None), None),
    ("Strike kills 14", "Fourteen people were killed in the strike on a market.", (14, 14), None),
    ("Strike kills 14", "At least nine people were killed in the strike. It is now 14 dead.", (14, 14), None),
    # a second headline behind a comma
    ("Blast wounds three, 60 neighbours evacuated", "Police sealed off the street.", None, (3, 3)),
    ("Blast wounds three, 60 neighbours", "Police sealed off the street.", None, (63, 63)),
    # several places, kin and companions of one verb
    ("Shelling", "Shells killed a woman on one bank and two men on the other.", (3, 3), None),
    ("Shelling", "Two people were killed in Sumy and one in Konotop by shelling.", (3, 3), None),
    ("Shelling", "Shells killed two in Sumy and wounded four in Konotop.", (2, 2), (4, 4)),
    ("Strike", "The strike killed a mayor along with two guards.", (3, 3), None),
    ("Raid", "Ann and Bea Moss were shot dead along with their mother, Nora, 41.", (2, 2), None),
    ("Strike", "The strike killed an entire family: a father, a mother and their four children.", (6, 6), None),
    ("Strike", "A woman in her 60s and her grandson, 9, were killed in the strike.", (2, 2), None),
    ("Attack", "A woman accused of sorcery and her son died after the attack.", (2, 2), None),
    ("Clashes: five dead, of them two civilians, and 22 injured", "The attack lasted an hour.", (5, 5), (22, 22)),
    ("Attack", "Among the four dead in the attack was a nephew of the mayor.", (4, 4), None),
    # attackers in a total, the hurt boy who is no count
    ("Gunman among six dead", "Six people, including the gunman, are dead after the attack.", (5, 5), None),
    ("Blast toll at six as injured boy dies", "The bomb exploded on Monday.", (6, 6), None),
    ("Two shot dead, taking the city's toll to 90", "The shooting was on Monday.", (2, 2), None),
    ("Fort", "Since 2024 it has counted 61 raids, attacks and ambushes here, in which 88 died.", None, None),
    # headlines of two, datelines, parts told after a further count
    ("Trader shot dead; child hit in crossfire dies", "The attack was on Monday.", (2, 2), None),
    ("Trader shot dead; victim dies at clinic", "The attack was on Monday.", (1, 1), None),
    ("Clinic attack", "NAIROBI - More than 40 patients were shot dead in the attack.", (41, None), None),
    ("Port attack", "One man died in the attack. Another seven people suffered, five of them are hospitalized.", (1, 1),
     (7, 7)),
    ("Mine kills two guards, three others airlifted", "The mine exploded on Monday.", (2, 2), (3, 3)),
    ("Ambush", "Two men were shot dead in the attack. The driver managed to reach a post with gunshot wounds.", (2, 2),
     (1, 1)),
    ("Lynching", "A man was beaten in the attack. He was rescued by guards, who fired in the air, and was injured.",
     None, (1, 1)),
    # vague words that the contract does not count
    ("Attack on market", "Seven people were killed and many others wounded in the attack.", (7, 7), None),
    ("Attack on market", "A number of shoppers were wounded in the attack.", None, None),
    ("Attack on market", "Several shoppers were wounded in the attack.", None, (3, None)),
]  # fmt: skip

FATES: list[tuple[str, str, Count, Count]] = [
    ("Ambush", "Two soldiers paid the supreme price in the attack and five sustained injuries.", (2, 2), (5, 5)),
    ("Shelling of camp", "Three martyrs and a number of wounded in the shelling of a camp.", (3, 3), None),
    ("Village buries 12 after attack", "Gunmen attacked the mosque.", (12, 12), None),
    ("Village buries its dead after attack", "Gunmen attacked the mosque.", None, None),
    ("Mine maims shepherd", "The mine exploded near a well.", None, (1, 1)),
    ("Trader hacked to death, son loses hand", "Rivals attacked the two with cleavers.", (1, 1), (1, 1)),
    ("Mob attack", "Villagers beat to death two men in the attack.", (2, 2), None),
    ("Drive-by", "A passer-by was hit in the leg in the shooting.", None, (1, 1)),
    ("Drive-by", "A parked car was hit in the shooting.", None, None),
    ("Bus attack", "Six people were taken to Green Valley Medical Centre after the attack.", None, (6, 6)),
    ("Bus attack", "The attackers were taken to court, the bus to a garage.", None, None),
    ("Shots at agent", "The agent was not hit by gunfire, but was cut by flying glass in the attack.", None, (1, 1)),
    ("Ambush", "A truck was attacked. The driver reached a checkpoint with gunshot wounds.", None, (1, 1)),
    # those told as alive, or as another's, are hurt beside a dead person
    ("Man killed", "A man was stabbed to death. A neighbour who was stabbed is out of danger.", (1, 1), (1, 1)),
    ("Man killed", "A man was shot dead in the attack. His brother was wounded.", (1, 1), (1, 1)),
    ("Man killed", "A man was shot in the attack. He was badly wounded. The man died.", (1, 1), None),
    ("Two men killed", "Two men were shot dead in the attack. A bystander, a woman of 70, was hit in the leg.", (2, 2),
     (1, 1)),
    ("Three killed", "Three fishermen were killed in the attack. A fourth man, slashed in the neck, swam off.", (3, 3),
     (1, 1)),
    ("Candidate attacked", "Gunmen fired at a candidate, wounding him in the arm. An aide died.", (1, 1), (1, 1)),
    ("Flat attack", "A couple were found dead with gunshot wounds after the attack.", (2, 2), None),
    ("Hospital attack", "Twelve killed in hospital in an attack.", (12, 12), None),
    ("Attack on post", "Six soldiers fell and two were wounded in the attack. The officers fell from a roof.", (6, 6),
     (2, 2)),
    ("Mob", "Two men were dragged out of a bus and beaten in the attack.", None, (2, 2)),
    ("Bus attack", "Six people were taken to hospital after the attack, one in critical condition.", None, (6, 6)),
    ("Bomb attack", "The bomb wounded two policemen and a boy, who later died.", (1, 1), (2, 2)),
    ("Raid", "Ten villagers, mostly women, were massacred in the attack.", (10, 10), None),
    ("Attack", "Two people died and three were taken to hospital after the attack.", (2, 2), (3, 3)),
    ("Attack", "One man was killed and four people were shot in the attack.", (1, 1), (3, 3)),
    # told as one more
    ("Bomb kills general", "A bomb killed the general. His aide, who held the door, also died.", (2, 2), None),
    ("Bomb kills mayor", "The mayor was killed in the attack. Two passers-by were also killed.", (3, 3), None),
    ("Bomb kills mayor", "The mayor was killed in the attack. The mayor was also a doctor.", (1, 1), None),
    # the one who turned the gun on himself
    (
        "Teacher wounded at school",
        "A pupil shot the teacher before turning the gun on himself; he died in hospital.",
        None,
        (1, 1),
    ),
    # unhurt
    ("House set on fire", "A man set fire to a house. The family got out and were not injured.", None, NONE),
    ("Ship attacked", "Gunmen attacked a ship. All 20 sailors are held but unharmed.", None, NONE),
    ("Ship attacked", "Gunmen attacked a ship and took two men. The remaining crew are unharmed.", None, None),
    ("Bus held, all 30 passengers safe", "A man attacked the driver and gave up.", NONE, NONE),
]  # fmt: skip

ELSEWHEN: list[tuple[str, str, Count, Count]] = [
    ("Bomb attack hurts two", "Two men were hurt on Sunday. In January the group killed 27 at a fort.", None, (2, 2)),
    ("Bomb attack hurts two", "Two men were hurt. A week earlier a bomb had wounded 12 there.", None, (2, 2)),
    ("Raid", "Raiders shot dead four on Sunday - seven months after some 90 people were slain.", (4, 4), None),
    ("Ramming attack hurts two", "Two were hurt in the attack on Sunday. On Friday a boy was stabbed to death.", None,
     (2, 2)),
    ("Attack", "Gunmen attacked a bank on Friday. On Sunday a wounded guard died.", (1, 1), None),
    ("Attack kills two", "A blast killed two on Sunday. In November a bomb in the same street killed seven.", (2, 2),
     None),
    # the event itself may be told by its month, and a count told before is known again
    ("Man charged with attack", "In January the attack killed two guards.", (2, 2), None),
    ("Attack kills nine", "Nine people were killed on Sunday. The nine were killed weeks after a truce.", (9, 9), None),
]  # fmt: skip


@pytest.mark.parametrize(("title", "body", "killed", "injured"), PEOPLE)
def test_people_are_counted_once_and_whole(title: str, body: str, killed: Count, injured: Count) -> None:
    """Ages, ordinals, parts and wholes, joined nouns and headlines give the number that their grammar gives."""
    found = figures(title, body)
    assert (count(found.killed), count(found.injured)) == (killed, injured)


@pytest.mark.parametrize(("title", "body", "killed", "injured"), FATES)
def test_every_way_of_telling_a_fate_is_read(title: str, body: str, killed: Count, injured: Count) -> None:
    """Words for death, hurt and escape beyond the wires' own; what only looks like them counts nobody."""
    found = figures(title, body)
    assert (count(found.killed), count(found.injured)) == (killed, injured)


@pytest.mark.parametrize(("title", "body", "killed", "injured"), ELSEWHEN)
def test_the_dead_of_another_time_are_not_the_news(title: str, body: str, killed: Count, injured: Count) -> None:
    """A count that its sentence dates to another month, or to a day before the event, is left out; its own is not."""
    found = figures(title, body)
    assert (count(found.killed), count(found.injured)) == (killed, injured)


def test_both_sides_of_a_clash_add_up() -> None:
    """Rebels and soldiers told apart are one toll of a clash; a total told beside them is the toll itself."""
    apart = "Rebels attacked a base in a clash. Seventeen of the rebels were killed. Two soldiers died in the clash."
    total = "Rebels attacked a base in a clash. Nineteen were killed: two soldiers died. Seventeen rebels were killed."
    for body in (apart, total):
        text = Text(Document(id="t", title="", text=body))
        anchor = Anchor(0, 15, 0, EventType.ARMED_CLASH, "attacked")
        draft = Draft(
            type=EventType.ARMED_CLASH,
            stage=Stage.ACCOMPLISHED,
            role=Role.NEWS,
            anchors=(anchor,),
            sentences=tuple(range(len(text.sentences))),
        )
        assert count(assign_figures(text, [draft])[0].killed) == (19, 19)


def _news(text: Text, words: str, kind: EventType) -> Draft:
    start = text.folded.index(words)
    sentence = text.sentence_at(start)
    index = sentence.index if sentence is not None else 0
    anchor = Anchor(start, start + len(words), index, kind, words)
    return Draft(type=kind, stage=Stage.ACCOMPLISHED, role=Role.NEWS, anchors=(anchor,), sentences=(index,))


def test_the_body_tells_the_event_of_its_title() -> None:
    """Counts of an event that begins in the body's first sentence go to the title's, if that has none of its own."""
    text = Text(Document(id="t", title="Raid on fort", text="Gunmen stormed the fort, killing six. A truck burned."))
    drafts = [_news(text, "raid", EventType.ATTACK), _news(text, "stormed", EventType.ARMED_CLASH)]
    assert [count(f.killed) for f in assign_figures(text, drafts)] == [(6, 6), None]
    text = Text(Document(id="t", title="Raid on fort kills two", text="Gunmen stormed the fort, killing six."))
    drafts = [_news(text, "raid", EventType.ATTACK), _news(text, "stormed", EventType.ARMED_CLASH)]
    assert [count(f.killed) for f in assign_figures(text, drafts)] == [(2, 2), (6, 6)]


def test_what_came_after_an_attack_is_not_its_own() -> None:
    """Who is hurt in the next sentence was hurt by what the sentence before tells, not by what that followed."""
    body = "Rockets were fired at the port, hours after a raid killed an officer. A man of 50 died and 22 were hurt."
    text = Text(Document(id="t", title="", text=body))
    drafts = [_news(text, "rockets were fired", EventType.SHELLING), _news(text, "raid", EventType.ATTACK)]
    assert [(count(f.killed), count(f.injured)) for f in assign_figures(text, drafts)] == [
        ((1, 1), (22, 22)),
        ((1, 1), None),
    ]
