"""How many were hurt, where a text tells of wounds, parts of the body and treatment instead of "injured"."""

from __future__ import annotations

import pytest
from howmany_kit import NONE, Count, count, figures

from monitor.detection.figures.words import word_set
from monitor.detection.figures.wounds import body_after, wounds_after

Case = tuple[str, str, Count, Count]

WOUNDS: list[Case] = [
    ("", "Gunmen attacked a bank. The clerk has a bullet in the hip.", None, (1, 1)),
    ("", "Gunmen attacked a bank. The clerk has a bullet in the drawer.", None, None),
    ("", "A bomb went off in a cafe. A waiter was led out with glass in his arm.", None, (1, 1)),
    ("", "A bomb went off in a cafe. A waiter was led out with glass in his bag.", None, None),
    ("", "A bomb went off in a cafe. A barber got away with a bruised jaw.", None, (1, 1)),
    ("", "A bomb went off in a cafe. A barber got away with a stolen purse.", None, None),
    ("", "A man attacked a tram with a knife. A girl has a deep cut on the cheek.", None, (1, 1)),
    ("", "A man attacked a tram with a knife. A girl has a ticket.", None, None),
    ("", "A bomb went off in a cafe. A waiter was arrested with a cut on his hand.", None, None),
    ("", "The attack came as the mayor was threatened with budget cuts.", None, None),
    ("", "A shell hit a house; rescuers freed nine people, four of whom had injuries.", None, (4, 4)),
    ("", "A shell hit a house; rescuers freed nine people, none of whom had injuries.", None, None),
    ("", "The attack hurt nobody. An actor with an old knee injury watched.", None, NONE),
    ("", "In the attack two residents breathed in smoke and three needed oxygen.", None, (3, 3)),
]

BODY: list[Case] = [
    ("", "Three men were shot dead in a bar, and a passing cyclist was nicked in the ear.", (3, 3), (1, 1)),
    ("", "Three men were shot dead in a bar, and power was cut in the street.", (3, 3), None),
    ("", "In the attack a nurse was cut on the hand.", None, (1, 1)),
    ("", "In the attack a nurse was caught on the stairs.", None, None),
]

TREATED: list[Case] = [
    ("", "Five soldiers were killed in a raid. A farmer was airlifted with a chest wound.", (5, 5), (1, 1)),
    ("", "Five soldiers were killed in a raid. A farmer was airlifted with his tools.", (5, 5), None),
    ("", "A woman was shot dead by her son. He died later. A cook was treated for cuts.", (1, 1), (1, 1)),
    ("", "A man was stabbed in a bar. He was treated for cuts and sent home.", None, (1, 1)),
    ("", "Twelve people died in the blast; 35 wounded persons were taken to town.", (12, 12), (35, 35)),
    ("", "The strike killed nine. About a dozen or so guests were wounded.", (9, 9), (12, 12)),
    ("", "Twelve people died in the blast; medics carried a wounded man.", (12, 12), None),
    ("", "The strike killed nine. Another 20 or so villagers were hurt.", (9, 9), (20, 20)),
    ("", "Five were found dead after the attack. All five had gunshot wounds.", (5, 5), None),
]

BESIDE: list[Case] = [
    ("", "A boy was stabbed at school in an attack. A teacher who stepped in suffered a broken wrist.", None, (2, 2)),
    ("", "A boy was stabbed at school in an attack. The pupil suffered a broken wrist.", None, (1, 1)),
    ("Leader murdered", "Raul Nunez, 49, was found with two gunshot wounds after the attack.", (1, 1), None),
    ("", "A constable was badly hurt and a man in his 50s lightly injured in the attack.", None, (2, 2)),
    ("", "One woman is clinging to life after the attack and a teenager has a broken wrist.", None, (2, 2)),
    ("", "Two men were shot in the attack: one was hit in the leg and the other in the arm.", None, (2, 2)),
    ("", "Acid was thrown at a girl in an attack. A boy who pulled her away was treated for sore hands.", None, (1, 1)),
    ("", "The mayor was gunned down, and a driver died with him in the attack.", (2, 2), None),
    ("", "A grandfather and a florist are dead after the attack.", (2, 2), None),
    ("", "A grandfather and a lorry are missed after the attack.", None, None),
    ("", "Two constables of the Border Force and the cook of their camp were killed in a blast.", (3, 3), None),
    ("", "Rebels attacked a camp and killed 20 soldiers and civilian auxiliaries.", (20, 20), None),
    ("", "A mob attacked and burned two men to death.", (2, 2), None),
    ("", "A mob attacked and burned two houses.", None, None),
    ("", "Three drones attacked the port and caused neither casualties nor damage.", NONE, NONE),
    ("", "The attack caused neither damage nor delay.", None, None),
    ("", "A rocket attack caused neither deaths nor injuries.", NONE, NONE),
    ("", "A farmer was shot dead in an attack. A herder was found with a gash on the forehead.", (1, 1), (1, 1)),
    ("Bar attack brings weekend toll to nine", "Three men were shot dead in a bar.", (3, 3), None),
    ("Bar attack toll climbs to nine", "Three more men died of their wounds after the attack.", (9, 9), None),
]


@pytest.mark.parametrize(("title", "body", "killed", "injured"), WOUNDS)
def test_wounds(title: str, body: str, killed: Count, injured: Count) -> None:
    """Who has a wound is hurt; the same verbs with other things behind them tell of nobody."""
    told = figures(title, body)
    assert (count(told.killed), count(told.injured)) == (killed, injured)


@pytest.mark.parametrize(("title", "body", "killed", "injured"), BODY)
def test_parts_of_the_body(title: str, body: str, killed: Count, injured: Count) -> None:
    """Cutting and the like hurt people only where a part of the body follows."""
    told = figures(title, body)
    assert (count(told.killed), count(told.injured)) == (killed, injured)


@pytest.mark.parametrize(("title", "body", "killed", "injured"), TREATED)
def test_treated(title: str, body: str, killed: Count, injured: Count) -> None:
    """Whoever is treated or flown out for a wound is hurt, once, and beside the dead; wounds of the dead are not."""
    told = figures(title, body)
    assert (count(told.killed), count(told.injured)) == (killed, injured)


@pytest.mark.parametrize(("title", "body", "killed", "injured"), BESIDE)
def test_beside(title: str, body: str, killed: Count, injured: Count) -> None:
    """Two people, each by a noun and a verb of their own, are two; sums of a weekend and burned houses are none."""
    told = figures(title, body)
    assert (count(told.killed), count(told.injured)) == (killed, injured)


@pytest.mark.parametrize(
    ("words", "wound"),
    [
        ("with deep cuts to his face and hands", True),
        ("with burns on both hands", True),
        ("with two bullets in the chest", True),
        ("with an old leg injury", False),
        ("with no injuries", False),
        ("with tax cuts", False),
        ("with a bullet in the chamber", False),
    ],
)
def test_wound_phrases(words: str, wound: bool) -> None:
    """A wound is a noun for one, a broken part, or what lodges in a part; old ones and cuts in money are none."""
    assert (wounds_after(words, len("with")) is not None) is wound


@pytest.mark.parametrize(
    ("words", "part"), [("cut on the left hand", True), ("cut in the ear", True), ("cut in the price", False)]
)
def test_parts_follow(words: str, part: bool) -> None:
    """A part of the body behind the verb, with a word or two before it."""
    assert body_after(words, len("cut")) is part


def test_sets_hold_single_words() -> None:
    """The patterns of wounds are built from sets that are there, each of plain words."""
    for name in ("wound", "wound_one", "broken", "lodged", "body"):
        assert word_set(name)
        assert all(word.isalpha() for word in word_set(name))
