"""One attack told twice is one event, two attacks are two: what parts mentions and what does not."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from monitor.detection.assemble import cluster, sentences_of
from monitor.detection.context import Study
from monitor.detection.judge import Judgement
from monitor.detection.roles import decide_roles
from monitor.detection.text import Text
from monitor.detection.when import find_dates
from monitor.detection.where import find_toponyms
from monitor.domain.document import Document
from monitor.domain.taxonomy import Role, Stage

FRIDAY = datetime(2026, 3, 6, 15, tzinfo=UTC)


def events(title: str, body: str) -> list[tuple[date, date] | None]:
    """The days of the events that all mentions of a text make, whatever the event model thinks of each."""
    study = Study(Text(Document(id="t", title=title, text=body, published=FRIDAY)))
    accepted = [Judgement(candidate, Stage.ACCOMPLISHED, 0.9) for candidate in study.candidates]
    return [home.days for home in cluster(study, accepted, find_dates(study.text, FRIDAY))]


ONE = [
    # the day of the telling parts nothing
    ("Man shot dead in Dayton", "A man was shot dead on Wednesday. Police said Friday that the shooting began with a quarrel."),
    ("Two shot in Tulsa", "Two women were shot on Monday. On Thursday, detectives identified the victims of the shooting."),
    ("Bomb kills guard", "A bomb exploded on Tuesday. A spokesman confirmed Friday that the blast killed a guard."),
    ("Shooting in Reno", "A boy was shot on Sunday. A man arrested Thursday is charged with the shooting."),
    ("Killing shocks town", "The killing on Monday shocked the town. A vigil for the man who was shot dead was held Wednesday."),
    # one more victim is no other attack
    ("Brothers shot", "A man was shot at a petrol station. His brother was also shot."),
    ("Shooting at club", "Gunmen opened fire at a club. Another man was shot in the leg."),
    ("Shooting at club", "Gunmen opened fire at a club. A second person was killed as he fled."),
    ("Woman shot in car", "A woman was shot in her car. A third victim, aged 12, was shot in the arm."),
    ("Two shot in Gary", "Two men were shot. Police later found a woman who had been shot in the house."),
    # a charge is no other killing
    ("Man shot dead", "A man was shot dead on Monday. A neighbour was charged with second degree murder."),
    # what comes of an attack days after it
    ("Girl dies", "A girl has died, days after she was shot on Monday."),
    # told without a day, and again with it
    ("Girl shot", "A girl was shot. She was playing. Her mother ran out. Help came. The girl was shot on Thursday."),
    ("Attack on convoy", "Gunmen attacked a convoy. The road was shut. Traffic backed up. The attack took place on Tuesday."),
    # hours are no days
    ("Two shot in Boise", "Two men were shot on Monday. A man was held two hours after the shooting."),
]  # fmt: skip

TWO = [
    # a word that adds also parts where only the second has a day
    ("Attacks", "A bomb exploded near a bank. In addition, a bomb exploded on Tuesday at a mosque."),
    ("Attacks", "Gunmen attacked a mill. It was also reported that unknown men attacked a village school."),
    ("Bombs in two cities", "A bomb exploded in Quetta on Monday. On Wednesday, a bomb exploded in Lahore."),
    ("Attacks", "Gunmen shot two guards on Monday. Another shooting on Tuesday killed a clerk."),
    ("Attacks", "A bomb exploded near a bank. A second bomb exploded near a school."),
    ("Attacks", "Gunmen shot a guard in the north. Meanwhile, gunmen opened fire on a bus in the south."),
    ("Attacks", "Rockets hit a base on Tuesday. An earlier rocket attack killed a soldier."),
    ("Attacks", "A bomb exploded near a bank. Elsewhere, a bomb exploded at a mosque."),
    ("Attacks", "A policeman was shot dead on Monday. A separate shooting left two women hurt."),
    ("Attacks", "A bomb killed a union leader. Later, a bomb exploded at a newspaper."),
    ("Attacks", "A bomb exploded near the ministry. Gunmen shot dead a judge."),
    ("Attacks", "A union leader was killed when a bomb exploded. A watchman was shot dead."),
    ("Attacks", "Rockets hit Erbil on Thursday. The strike came two days after rockets hit a camp."),
]


@pytest.mark.parametrize(("title", "body"), ONE)
def test_one_attack_is_one_event(title: str, body: str) -> None:
    """Neither the day of the telling, nor another victim, nor a charge makes a second event."""
    assert len(events(title, body)) == 1


@pytest.mark.parametrize(("title", "body"), TWO)
def test_two_attacks_are_two_events(title: str, body: str) -> None:
    """Another day, another means, or a word that says so opens an event of its own."""
    assert len(events("", body)) == 2


def test_that_attack_is_the_one_told_last() -> None:
    """ "That bombing" after a suicide bombing is no mention of the car bomb told before it."""
    text = "A car bomb exploded in Quetta on Monday. On Wednesday, a suicide bomber struck Lahore. Rebels claimed that bombing."
    study = Study(Text(Document(id="t", title="", text=text, published=FRIDAY)))
    accepted = [Judgement(candidate, Stage.ACCOMPLISHED, 0.9) for candidate in study.candidates]
    homes = cluster(study, accepted, find_dates(study.text, FRIDAY))
    last = [any(m.candidate.sentence == 2 for m in home.mentions) for home in homes]
    assert last == [False, True]


def test_the_day_of_the_telling_is_not_the_events() -> None:
    """An event told by police on Friday keeps the Wednesday on which it happened."""
    days = events("", "Police said Friday that a man was shot dead. He was shot on Wednesday.")
    assert days == [(date(2026, 3, 4), date(2026, 3, 4))]


def placed(body: str) -> list[tuple[str, ...]]:
    """The triggers of the events of a text whose places are known too."""
    study = Study(Text(Document(id="t", title="", text=body, published=FRIDAY)))
    accepted = [Judgement(candidate, Stage.ACCOMPLISHED, 0.9) for candidate in study.candidates]
    homes = cluster(study, accepted, find_dates(study.text, FRIDAY), find_toponyms(study.text))
    return [tuple(study.flat[m.candidate.start : m.candidate.end] for m in home.mentions) for home in homes]


@pytest.mark.parametrize(
    ("count", "body"),
    [
        (2, "GUNMEN SHOT DEAD A MAYOR IN CALI. TWO FARMERS WERE SHOT BY GUNMEN IN PASTO."),
        (1, "A man was shot dead in Reno. The victim was shot in the chest, a hospital in Elko said."),
        (2, "A car bomb went off in Trujillo on Monday. In Arequipa, a car bomb went off at a bank on Monday."),
        (2, "Rebels attacked a police post in Cauca. Rebels attacked a village in Antioquia."),
        (1, "Gunmen shot dead a mayor in Cali. The attack shocked the town. Police in Pasto promised help."),
        (1, "Gunmen attacked a post near Soacha. Three officers were killed in the attack in Bogota."),
        (1, "Rockets hit Kharkiv on Monday. Rockets fell on Odesa on Monday."),
        (1, "Bombs went off in Cali and Pasto. The bomb in Pasto exploded at a bank."),
        (1, "Rebels attacked a village in Antioquia. Four farmers were killed in the attack in Medellin."),
    ],
)
def test_another_place_is_another_attack(count: int, body: str) -> None:
    """Towns far apart and different states part mentions; suburbs, a state's own town, barrages and lists do not."""
    assert len(placed(body)) == count


def test_what_is_told_again_of_a_place_joins_the_attack_there() -> None:
    """Of two attacks of a kind, a third mention with the place of the first is the first's."""
    first, second = placed(
        "A car bomb went off in Trujillo. A car bomb went off in Arequipa. A car bomb exploded in Trujillo at noon."
    )
    assert (len(first), len(second)) == (2, 1)


@pytest.mark.parametrize(("likely", "number"), [(0.45, 1), (0.9, 2)])
def test_a_doubtful_mention_opens_no_further_event(likely: float, number: int) -> None:
    """What is doubted as much as believed parts no second attack from the first; alone it would be one."""
    body = "A bomb exploded in Quetta on Monday. On Wednesday, a bomb exploded in Lahore."
    study = Study(Text(Document(id="t", title="", text=body, published=FRIDAY)))
    chances = [0.45, likely]
    accepted = [Judgement(c, Stage.ACCOMPLISHED, p) for c, p in zip(study.candidates, chances, strict=True)]
    assert len(cluster(study, accepted, find_dates(study.text, FRIDAY))) == number


SHORT = [
    # one attack by whatever was done in it
    (1, "Gunmen storm bus in Mali", "Gunmen stopped a bus on Monday, set fire to a lorry and shot dead its driver."),
    (1, "Army and rebels clash", "A grenade wounded two traders near the market. A stray bullet killed a boy."),
    (1, "Drone attack hits port", "An attack on Monday set the quay ablaze. Two dockers were hurt as it burned."),
    # the lead says more exactly where it was
    (1, "Ambush near Cali", "Four officers were killed in an ambush in Popayan on Monday."),
    # further victims of one attack
    (1, "Bomb hits patrol", "A bomb killed a sergeant on Monday. Three other soldiers were hurt, one badly."),
    # the day on which a toll rose is not the attack's
    (1, "Rockets hit flats; toll climbs", "The toll of a rocket attack on the flats rose to six on Thursday. Rockets hit them on Tuesday."),
    # the day before a comma is the attack's, not its telling's; of an older one a day tells
    (2, "Bomb kills six in Kabul", "A bomb exploded at a gate in Kabul on Thursday, police said. In 2024 a bomb killed four there."),
    (2, "Car bomb kills six in Kabul", "Six people died at a gate in Kabul, police said. In 2024 a bomb exploded there."),
    (2, "Jets bomb camps", "Jets bombed camps overnight in reply to mortar shells that landed on a town. Ten men died in the raid."),
    (2, "Gunmen kill nine", "Gunmen shot dead nine men at a well on Monday. In May a similar attack left four dead."),
]  # fmt: skip


@pytest.mark.parametrize(("count", "title", "body"), SHORT)
def test_a_short_item_tells_one_attack(count: int, title: str, body: str) -> None:
    """Means, finer places and further victims part nothing; an older day, a cause and a similar attack do."""
    assert len(events(title, body)) == count


def test_what_went_before_is_background_and_takes_no_toll() -> None:
    """An attack that the lead tells as the cause of another is recalled, and the sentences behind are of the news."""
    body = "Jets bombed camps at Taiz overnight in reply to shells that landed in Jizan on Monday. Ten men died."
    study = Study(Text(Document(id="t", title="", text=body, published=FRIDAY)))
    accepted = [Judgement(candidate, Stage.ACCOMPLISHED, 0.9) for candidate in study.candidates]
    homes = cluster(study, accepted, find_dates(study.text, FRIDAY))
    assert [home.earlier for home in homes] == [False, True]
    assert decide_roles(study, homes, True, FRIDAY) == [Role.NEWS, Role.BACKGROUND]
    assert [1 in told for told in sentences_of(study, homes)] == [True, False]
