"""Counts shared among several events, repeated, contradicted, credited, and people told one by one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.detection.draft import Anchor, Draft
from monitor.detection.howmany import Figures, assign_figures
from monitor.detection.text import Text
from monitor.domain.detection import Figure, Group
from monitor.domain.document import Document
from monitor.domain.taxonomy import EventType, Role, Stage


def figures(
    body: str, events: list[tuple[str, ...]], *, title: str = "", kind: EventType = EventType.SHELLING
) -> list[Figures]:
    """The figures of the events whose anchors' words are given (each stands once in the text)."""
    text = Text(Document(id="t", title=title, text=body))
    drafts = [_draft(text, words, kind) for words in events]
    return assign_figures(text, drafts)


def _draft(text: Text, words: tuple[str, ...], kind: EventType) -> Draft:
    anchors = []
    for word in words:
        assert text.folded.count(word.lower()) == 1, word
        at = text.folded.index(word.lower())
        sentence = text.sentence_at(at)
        assert sentence is not None
        anchors.append(Anchor(at, at + len(word), sentence.index, kind, word))
    sentences = tuple(sorted({a.sentence for a in anchors}))
    return Draft(
        type=kind, stage=Stage.ACCOMPLISHED, role=Role.NEWS, anchors=tuple(anchors), sentences=sentences
    )


def killed(found: list[Figures]) -> list[tuple[int | None, int | None] | None]:
    """Least and most killed of each event."""
    return [(f.killed.min, f.killed.max) if f.killed else None for f in found]


def injured(found: list[Figures]) -> list[tuple[int | None, int | None] | None]:
    """Least and most injured of each event."""
    return [(f.injured.min, f.injured.max) if f.injured else None for f in found]


def test_each_count_goes_to_the_nearest_event() -> None:
    """In one sentence with two events, each figure belongs to the event that stands before it."""
    body = (
        "Mortars landed on the port, killing two dockers. "
        "It was the worst barrage since a rocket strike on a camp last winter, which killed a contractor."
    )
    assert killed(figures(body, [("landed", "barrage"), ("rocket strike",)])) == [(2, 2), (1, 1)]


CAUSES = [
    ("Mortars landed on the port after the general was killed.", None),
    ("Mortars landed on the port. It came a day after the general was killed.", None),
    ("Mortars landed on the port. The barrage was to avenge the killing of the general.", None),
    ("Mortars landed on the port in retaliation for the deaths of three fighters.", None),
    ("Mortars landed on the port. In those strikes, Supreme Leader Omar Aziz was killed.", None),
    ("Mortars landed on the port. The general was killed on Sunday, prompting the barrage.", None),
    ("Mortars landed on the port. The general was killed.", (1, 1)),
    ("Mortars landed on the port, and a general was killed.", (1, 1)),
    ("Mortars landed on the port after dawn. Two dockers were killed.", (2, 2)),
    ("Two dockers died after mortars landed on the port.", (2, 2)),
    ("A docker was killed after mortars landed on the port.", (1, 1)),
]


@pytest.mark.parametrize(("body", "expected"), CAUSES)
def test_a_death_that_the_event_followed_is_not_its_own(body: str, expected: tuple[int, int] | None) -> None:
    """Who was killed before, and is avenged, is no victim of the barrage; who is killed by it is."""
    assert killed(figures(body, [("landed",)])) == [expected]


def test_a_repeated_count_brings_its_sentence_to_the_news() -> None:
    """A sentence given to a recalled event that repeats the news' four dead tells of the news, and so of its wounded."""
    body = "Mortars killed four dockers. A strike on Sunday drew protests. The strike killed four dockers, with another six wounded."
    text = Text(Document(id="t", title="", text=body))
    news, recalled = _draft(text, ("Mortars",), EventType.SHELLING), _draft(text, ("A strike",), EventType.SHELLING)
    drafts = [news, replace(recalled, role=Role.BACKGROUND, sentences=(1, 2))]
    assert injured(assign_figures(text, drafts)) == [(6, 6), None]


def test_a_later_sentence_speaks_of_its_own_event() -> None:
    """A raid's dead are not the shelling's."""
    body = "Mortars landed on the port, wounding four. The army answered with a raid. The raid's men killed seven rebels."
    found = figures(body, [("landed",), ("answered with a raid", "raid's men")])
    assert (killed(found), injured(found)) == ([None, (7, 7)], [(4, 4), None])


def test_no_count_is_given_twice() -> None:
    """The evidence of two events never overlaps."""
    body = "Mortars landed on the port, killing two. Drones hit a depot, killing five and wounding nine."
    found = figures(body, [("landed",), ("drones hit",)])
    spans = [(e.start, e.end) for f in found for e in f.evidence]
    assert len(spans) == len(set(spans)) == 3


REPEATS = [
    ("Shelling kills four", "Four people were killed when mortars landed on the port.", (4, 4)),
    ("Shelling kills four", "At least four people were killed when mortars landed on the port.", (4, None)),
    ("Shelling kills a docker", "A docker was killed when mortars landed on the port. He died at once.", (1, 1)),
    ("Two dead in shelling", "A docker and a sailor were killed when mortars landed on the port.", (2, 2)),
    ("Docker dies in shelling", "Ilya Brod, 52, was killed when mortars landed on the port. Brod was a docker.", (1, 1)),
    (
        "Shelling hits port",
        "A 20-year-old man and a 44-year-old woman were killed when mortars landed on the port.",
        (2, 2),
    ),
    ("Shelling hits port", "A man was killed when mortars landed on the port. A second man died in hospital.", (2, 2)),
]


@pytest.mark.parametrize(("title", "body", "expected"), REPEATS)
def test_the_same_victims_told_twice_count_once(title: str, body: str, expected: tuple[int, int]) -> None:
    """Title and lead tell one toll; a name later given to "a docker" is the same person."""
    assert killed(figures(body, [("landed",)], title=title)) == [expected]


def test_two_sources_that_differ_make_a_range() -> None:
    """Both figures are kept, with the words and the names of both who gave them."""
    body = (
        "Mortars landed on the port and killed nine people, the health ministry said. "
        "The governor said that seven people were killed."
    )
    figure = figures(body, [("landed",)])[0].killed
    assert figure is not None
    assert (figure.min, figure.max) == (7, 9)
    assert figure.attributed_to == "the health ministry; The governor"
    assert "nine people" in figure.text
    assert "seven people" in figure.text


CREDITS = [
    ("Mortars landed on the port, killing two, according to the coast guard.", "the coast guard"),
    ("The coast guard said mortars landed on the port, killing two.", "The coast guard"),
    ("Mortars landed on the port, killing two.", None),
    ("However, the port's army said mortars landed there, killing two.", "the port's army"),
]


@pytest.mark.parametrize(("body", "source"), CREDITS)
def test_a_figure_names_its_source(body: str, source: str | None) -> None:
    """Who gives the figure is told in the text's own words, or not at all."""
    figure = figures(body, [("landed",)])[0].killed
    assert figure is not None
    assert figure.attributed_to == source


GROUPS = [
    (
        "Mortars landed on a camp, killing three servicemen, including one British and two American soldiers.",
        (Group(who="British", count=1), Group(who="American soldiers", count=2)),
    ),
    (
        "Mortars landed on a camp and killed five soldiers - three Poles and two Czechs.",
        (Group(who="Poles", count=3), Group(who="Czechs", count=2)),
    ),
    (
        "Mortars landed on a camp and killed four guards and a cook.",
        (Group(who="guards", count=4), Group(who="cook", count=1)),
    ),
    ("Mortars landed on a camp and killed ten people, three of them children.", (Group(who="children", count=3),)),
    ("Mortars landed on a camp and killed ten people.", ()),
]


@pytest.mark.parametrize(("body", "groups"), GROUPS)
def test_the_parts_of_a_count_are_kept(body: str, groups: tuple[Group, ...]) -> None:
    """Who makes up the count is told beside it, and never added to it."""
    figure = figures(body, [("landed",)])[0].killed
    assert figure is not None
    assert figure.groups == groups


def test_a_suspected_attacker_among_the_dead_opens_the_range() -> None:
    """Six with a suspected gunman are five or six; six with the gunman are five."""
    suspected = "Six people, including a suspected gunman, were killed in a shooting."
    certain = "Six people, including the gunman, were killed in a shooting."
    assert killed(figures(suspected, [("shooting",)], kind=EventType.SHOOTING)) == [(5, 6)]
    assert killed(figures(certain, [("shooting",)], kind=EventType.SHOOTING)) == [(5, 5)]


def test_in_a_clash_all_sides_count() -> None:
    """Gunmen killed in a gunfight are among its dead; in an attack of theirs they are not."""
    body = "A gunfight broke out. Three gunmen and two soldiers were killed."
    assert killed(figures(body, [("gunfight",)], kind=EventType.ARMED_CLASH)) == [(5, 5)]


def test_attackers_count_in_a_clash() -> None:
    """By the contract all sides count there, by whatever noun they go."""
    body = "Two soldiers and six attackers were killed in the gunfight."
    assert killed(figures(body, [("gunfight",)], kind=EventType.ARMED_CLASH)) == [(8, 8)]
    assert killed(figures(body, [("gunfight",)], kind=EventType.SHOOTING)) == [(2, 2)]


def test_what_the_text_does_not_say_is_absent() -> None:
    """Without a word on casualties every figure is None."""
    assert figures("Mortars landed on the port.", [("landed",)]) == [Figures()]
    assert assign_figures(Text(Document(id="t", text="Two were killed.")), []) == []


def test_a_survivor_is_not_the_one_who_died() -> None:
    """ "was shot" of the person who later died counts no injured; another one does."""
    same = "A man was hit in a shooting on Elm Street. The man was shot twice and died."
    other = "A man was killed in a shooting on Elm Street and his wife was wounded."
    assert injured(figures(same, [("shooting",)], kind=EventType.SHOOTING)) == [None]
    assert injured(figures(other, [("shooting",)], kind=EventType.SHOOTING)) == [(1, 1)]


def test_mishaps_are_no_attack() -> None:
    """People who died in a crash are not the attack's dead."""
    body = "Mortars landed on the port. Nine sailors died in a plane crash."
    assert figures(body, [("landed",)]) == [Figures()]


def test_a_record_since_is_no_sum() -> None:
    """ "the deadliest attack since 2019" dates a record; "killed since 2019" sums up a war."""
    record = "Mortars landed on the port, killing nine in the deadliest attack since 2019."
    war = "Mortars landed on the port. Shelling has killed 900 people since 2019."
    assert killed(figures(record, [("landed",)])) == [(9, 9)]
    assert killed(figures(war, [("landed",)])) == [None]


def test_figures_are_what_the_schema_wants() -> None:
    """A plain figure has its words, is not "stated none", and carries no groups."""
    found = figures("Mortars landed on the port and killed two people.", [("landed",)])[0]
    assert found.killed == Figure(min=2, max=2, text="killed two people")
    assert [(e.field, e.text) for e in found.evidence] == [("killed", "killed two people")]
