"""What of a report is compared, what it contributes, and what it is found by."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportmaking import NOON, event, minutes, place, report

from monitor.domain.detection import Event, Rejected
from monitor.domain.geography import EARTH_KM, distance_km
from monitor.domain.incident import Bearing, Incident, IncidentKind, SourceReport
from monitor.domain.report import Cue, Fingerprint, Report
from monitor.domain.taxonomy import Certainty, DatePrecision, EscalationKind, EventType, PlacePrecision, Role, Stage
from monitor.incidents.archive import Archive
from monitor.incidents.copies import CopyIndex, compare, is_copy
from monitor.incidents.corroborate import certainty, origins
from monitor.incidents.fingerprint import NAMES, SKETCH, WORDS, fingerprint, names, stem
from monitor.incidents.reconcile import reconcile
from monitor.incidents.sources import MOST, SECOND, contributions
from monitor.incidents.traits import FAMILIES, traits


def pieces(one: Report, *, duplicate_of: str | None = None) -> tuple[SourceReport, ...]:
    return contributions(one, NOON, duplicate_of)


def only(*events: Event, **fields: Any) -> SourceReport:
    """The main piece of a report with these events."""
    return pieces(report("a", events=events, **fields))[0]


# --- contributions --------------------------------------------------------------------------------------------------
FAR, NEAR = "Telmuk", "Karsova"
BEARINGS = [
    ("an attack", {"events": (event(),)}, [Bearing.NEWS]),
    ("an attempt", {"events": (event(stage=Stage.ATTEMPTED),)}, [Bearing.NEWS]),
    ("a foiled plot is news of no event", {"events": (event(stage=Stage.FOILED),)}, [Bearing.NEWS]),
    ("two towns far apart", {"events": (event(NEAR), event(FAR))}, [Bearing.NEWS, Bearing.NEWS]),
    ("twice the same town", {"events": (event(NEAR), event(NEAR))}, [Bearing.NEWS]),
    ("the second unsure", {"events": (event(NEAR), event(FAR, confidence=SECOND - 0.01))}, [Bearing.NEWS]),
    ("the second just sure", {"events": (event(NEAR), event(FAR, confidence=SECOND))}, [Bearing.NEWS, Bearing.NEWS]),
    ("the second only recalled", {"events": (event(NEAR), event(FAR, role=Role.BACKGROUND))}, [Bearing.NEWS]),
    ("the second without a place", {"events": (event(NEAR), event(None))}, [Bearing.NEWS]),
    ("the second a country", {"events": (event(NEAR), replace(event(FAR), place=place(FAR, PlacePrecision.COUNTRY)))}, [Bearing.NEWS]),
    ("an operation over several towns", {"events": (replace(event(NEAR), places=(place(NEAR), place(FAR))), event(FAR))}, [Bearing.NEWS]),
    ("a threat", {"events": (), "escalation": (EscalationKind.ULTIMATUM,), "attack": False}, [Bearing.ESCALATION]),
    ("a threat on an attack recalled", {"events": (event(role=Role.BACKGROUND),), "escalation": (EscalationKind.ULTIMATUM,), "attack": False}, [Bearing.ESCALATION]),
    ("an attack recalled", {"events": (event(role=Role.BACKGROUND),), "attack": False, "score": 0.0}, [Bearing.FOLLOW_UP]),
    ("a plot recalled", {"events": (event(stage=Stage.FOILED),), "attack": False, "score": 0.0}, []),
    ("nothing, but nearly", {"events": (), "attack": False, "score": 0.15}, [Bearing.FOLLOW_UP]),
    ("nothing", {"events": (), "attack": False, "score": 0.149}, []),
    ("a correction", {"events": (), "attack": False, "score": 0.0, "title": "Correction: harbour story"}, [Bearing.FOLLOW_UP]),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "bearings"), [case[1:] for case in BEARINGS], ids=[case[0] for case in BEARINGS])
def test_what_a_report_contributes(fields: dict[str, Any], bearings: list[Bearing]) -> None:
    """News, escalation, follow-up or nothing; a further attack only where it surely is another."""
    assert [piece.bearing for piece in pieces(report("a", **fields))] == bearings


def test_a_roundup_of_twenty_towns_is_no_twenty_alerts() -> None:
    """The first few, each a key of its own; the report's words go with the first alone."""
    towns = tuple(
        replace(event(), place=replace(place(NEAR), name=f"T{n}", text=f"T{n}", lat=float(n), lon=0.0)) for n in range(20)
    )
    made = pieces(report("a", events=towns), duplicate_of="o")
    assert [piece.key for piece in made] == ["a", *(f"a#{n}" for n in range(1, MOST))]
    assert {piece.article_id for piece in made} == {"a"}
    assert {piece.duplicate_of for piece in made} == {"o"}
    assert made[0].fingerprint.words
    assert all(not piece.fingerprint.words and not piece.fingerprint.shingles for piece in made[1:])


@pytest.mark.parametrize(("reason", "follows"), [("court", True), ("accident", True), ("history", True), ("fiction", False)])
def test_which_rejected_texts_may_follow_up(reason: str, follows: bool) -> None:
    """A trial, an accident, an anniversary may be on an attack told before; a film is not."""
    one = report("a", events=(), attack=False, score=0.0)
    rejected = replace(one.detection, rejected=(Rejected(text="x", start=0, end=1, reason=reason),))
    assert bool(pieces(replace(one, detection=rejected))) is follows


@pytest.mark.parametrize(
    ("outlet", "url", "named"),
    [("Herald", "https://h.example/a", "Herald"), ("", "https://www.h.example:8080/a", "h.example"), ("", None, "a")],
)
def test_an_outlet_always_has_a_name(outlet: str, url: str | None, named: str) -> None:
    """Its own, its host's, or the article's id: origins are told apart by it."""
    one = report("a")
    assert pieces(replace(one, article=replace(one.article, outlet=outlet, url=url)))[0].outlet == named


# --- traits ---------------------------------------------------------------------------------------------------------
DATES = [
    ("2026-05-04", DatePrecision.DAY, date(2026, 5, 4), None),
    ("2026-05-04T22:40+03:00", DatePrecision.MINUTE, date(2026, 5, 4), None),
    ("2026-05-04T22", DatePrecision.HOUR, date(2026, 5, 4), None),
    ("2026-W19", DatePrecision.WEEK, None, (date(2026, 5, 4), date(2026, 5, 10))),
    ("2026-05-04", DatePrecision.WEEK, None, (date(2026, 5, 4), date(2026, 5, 10))),
    ("2026-02", DatePrecision.MONTH, None, (date(2026, 2, 1), date(2026, 2, 28))),
    ("2024-02", DatePrecision.MONTH, None, (date(2024, 2, 1), date(2024, 2, 29))),
    ("2026-12", DatePrecision.MONTH, None, (date(2026, 12, 1), date(2026, 12, 31))),
    ("2026", DatePrecision.YEAR, None, (date(2026, 1, 1), date(2026, 12, 31))),
    (None, DatePrecision.UNKNOWN, None, None),
]


@pytest.mark.parametrize(("written", "precision", "day", "coarse"), DATES)
def test_days_and_spans(written: str | None, precision: DatePrecision, day: date | None, coarse: tuple[date, date] | None) -> None:
    """The day where the text gives one; else the first and last day that it leaves open."""
    marks = traits(only(replace(event(), date=written, date_precision=precision)))
    assert (marks.day, marks.coarse) == (day, coarse)


def test_means_are_told_alike_by_every_type() -> None:
    """Each type has its family; an attack by unsaid means none."""
    assert set(FAMILIES) == set(EventType)
    assert [kind for kind, family in FAMILIES.items() if not family] == [EventType.ATTACK]


@pytest.mark.parametrize(
    ("precision", "fine", "site"),
    [(PlacePrecision.SITE, True, True), (PlacePrecision.CITY, True, False), (PlacePrecision.REGION, False, False), (PlacePrecision.COUNTRY, False, False)],
)
def test_only_towns_and_sites_find_each_other(precision: PlacePrecision, fine: bool, site: bool) -> None:
    """A country is a key only together with a day."""
    marks = traits(only(replace(event(), place=place(NEAR, precision))))
    assert (marks.spots[0].fine, marks.spots[0].site) == (fine, site)
    assert any(key.startswith("@karsova") for key in marks.keys) is fine
    assert "=VD|2026-05-04" in marks.keys


@pytest.mark.parametrize(("title", "leads"), [("Rockets hit Karsova", True), ("Live blog: rockets hit Karsova", False)])
def test_groups_do_not_form_around_a_roundup(title: str, leads: bool) -> None:
    """Nor around a sequel."""
    one = only(event(), title=title)
    assert (Cue.ROUNDUP not in one.fingerprint.cues) is leads
    assert traits(one).leads is leads
    assert not traits(replace(one, bearing=Bearing.FOLLOW_UP)).leads


# --- words ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("word", "stemmed"),
    [("rockets", "rocket"), ("cities", "city"), ("gas", "gas"), ("gases", "gase"), ("virus", "virus"), ("crisis", "crisis"), ("press", "press"), ("ties", "tie"), ("is", "is"), ("bus", "bus"), ("flies", "fly")],
)  # fmt: skip
def test_stems(word: str, stemmed: str) -> None:
    """Plural and possessive s, and no more."""
    assert stem(word) == stemmed


@given(st.text(alphabet="abcies", min_size=1, max_size=8))
def test_stems_are_shorter_by_little(word: str) -> None:
    """Law: a stem is a beginning of its word, or that with y."""
    short = stem(word)
    assert word.startswith(short.removesuffix("y"))
    assert 0 <= len(word) - len(short) <= 2


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Rockets hit Karsova", {"karsova"}), ("They fled. Karsova burned", set()), ("said Dravec's aide", {"dravec"}), ("said Dravec’s aide", {"dravec"}),
        ("in “Karsova” today", set()), ("the UN met", set()), ("the OSCE met", {"osce"}), ("", set()), ("near Port-Asle now", {"port-asle"}),
    ],
)  # fmt: skip
def test_names_are_capitals_within_a_sentence(text: str, found: set[str]) -> None:
    """A word that begins one may be any word."""
    assert names(text) == found


@given(st.text(max_size=400), st.text(max_size=60))
def test_a_fingerprint_is_bounded_and_of_the_text_alone(text: str, title: str) -> None:
    """Laws: within its sizes, ascending, and the same for dress that says nothing."""
    one = report("a", title=title, text=text)
    print_ = one.fingerprint
    assert len(print_.shingles) <= min(SKETCH, print_.size)
    assert list(print_.shingles) == sorted(set(print_.shingles))
    assert len(print_.words) <= WORDS
    assert len(print_.names) <= NAMES
    dressed = replace(one.article, title=f" {title} ", text=f"{text}\n\n", outlet="Other")
    assert fingerprint(dressed, one.detection).text_hash == print_.text_hash


def test_nothing_is_kept_of_a_text_without_any_finding() -> None:
    """But its hash and sketch, for copies."""
    print_ = report("a", events=(), attack=False).fingerprint
    assert (print_.words, print_.names, print_.parties) == ((), (), ())
    assert print_.shingles


# --- copies ---------------------------------------------------------------------------------------------------------
def a_print(hashes: set[int]) -> Fingerprint:
    """The fingerprint of a text with these shingles."""
    spread = sorted(n * 2_654_435_761 % 2**32 for n in hashes)
    return Fingerprint(text_hash=f"{hash(tuple(spread)):x}", shingles=tuple(spread[:SKETCH]), size=len(spread))


prints = st.sets(st.integers(1, 150), min_size=5, max_size=120).map(a_print)


@given(prints, prints)
def test_comparison_is_symmetric_and_within_bounds(a: Fingerprint, b: Fingerprint) -> None:
    """Laws: either way round the same, 0..1, containment at least resemblance; a text is a copy of itself."""
    assert compare(a, b) == compare(b, a)
    contained, resemblance = compare(a, b)
    assert 0 <= resemblance <= contained <= 1
    assert is_copy(a, b) == is_copy(b, a)
    assert compare(a, a) == (1.0, 1.0)
    assert is_copy(a, replace(a, text_hash="other"))


@given(prints)
def test_what_was_added_is_found_and_nothing_else(print_: Fingerprint) -> None:
    """Law: an article is found by its own text under another id, never by its own id."""
    index = CopyIndex(64, initial=16)
    assert index.find(print_) is None
    index.add("a", print_)
    found = index.find(print_, "b")
    assert found is not None
    assert (found.article_id, found.original_id, found.containment) == ("a", "a", 1.0)
    assert index.find(print_, "a") is None


@given(st.lists(prints, min_size=1, max_size=6), st.integers(1, 4))
@settings(max_examples=40)
def test_the_index_holds_the_last_so_many(listed: list[Fingerprint], capacity: int) -> None:
    """Law: never more than its capacity; the last one is always found (or an equal one that is still held)."""
    index = CopyIndex(capacity, initial=4)
    for number, print_ in enumerate(listed):
        index.add(str(number), print_)
        assert len(index) == min(number + 1, capacity)
        found = index.find(print_)
        assert found is not None
        assert number - capacity < int(found.article_id) <= number


@pytest.mark.parametrize(("size", "copy"), [(4, False), (5, True)])
def test_a_text_too_short_is_no_copy_by_its_shingles(size: int, copy: bool) -> None:
    """Five shingles; below, only an equal text is one, and of one shingle not even that."""
    print_ = a_print(set(range(1, size + 1)))
    assert is_copy(print_, replace(print_, text_hash="other")) is copy
    assert is_copy(print_, print_)
    assert not is_copy(a_print({1}), a_print({1}))


def test_a_long_report_that_takes_in_a_brief_is_no_copy() -> None:
    """The smaller must be a good quarter of the larger."""
    long = a_print(set(range(1, 101)))
    assert not is_copy(long, a_print(set(range(1, 28))))
    assert is_copy(long, a_print(set(range(1, 81))))


# --- the archive ----------------------------------------------------------------------------------------------------
def put_away(*reports: SourceReport) -> Incident:
    return Incident(id="i", kind=IncidentKind.ATTACK, opened_at=NOON, updated_at=NOON, reports=reports)


@pytest.mark.parametrize(
    ("day", "town", "found"),
    [("2026-05-04", NEAR, True), ("2026-05-03", NEAR, True), ("2026-05-05", NEAR, True), ("2026-05-06", NEAR, False), ("2026-05-02", NEAR, False), ("2026-05-04", FAR, False), (None, NEAR, False)],
)  # fmt: skip
def test_what_is_put_away_is_found_by_place_and_day(day: str | None, town: str, found: bool) -> None:
    """A day either side, for the clock; taken out, it is there no more."""
    plain = {"title": "Blast", "text": "A blast, he said."}
    archive = Archive()
    archive.add(put_away(only(event(), **plain)))
    assert len(archive) == 1
    asked = traits(only(event(town, day=day), **plain))
    assert [one.id for one in archive.thaw(asked)] == ["i"] * found
    assert len(archive) == (not found)
    assert archive.thaw(asked) == []


def test_what_cannot_be_found_again_is_not_kept() -> None:
    """Neither place and day nor rare names; and what is forgotten twice is forgotten."""
    archive = Archive()
    archive.add(put_away(only(event(None, day=None), title="Blast", text="A blast, he said.")))
    assert len(archive) == 0
    archive.remove("i")


# --- origins and the picture ----------------------------------------------------------------------------------------
outlets = st.lists(
    st.tuples(st.sampled_from("ABCDEF"), st.sampled_from(["", "AP", "Reuters"]), st.sampled_from(["", "A", "B"]), st.floats(0, 3), st.booleans()),
    min_size=1, max_size=8,
)  # fmt: skip


def sources(rows: list[tuple[str, str, str, float, bool]]) -> list[SourceReport]:
    return [
        replace(
            only(event(killed=n)), key=f"k{n}", article_id=f"k{n}", outlet=outlet, owner=outlet, published=NOON + minutes(n),
            received=NOON + minutes(n), credit=(agency,) if agency else (), cites=(cited,) if cited else (), weight=weight, official=official,
        )
        for n, (outlet, agency, cited, weight, official) in enumerate(rows)
    ]  # fmt: skip


@given(rows=outlets, chance=st.randoms())
@settings(max_examples=40)
def test_origins_are_parts_whatever_the_order(rows: list[tuple[str, str, str, float, bool]], chance: Any) -> None:
    """Laws: every report in one origin, an outlet never in two, and the order of arrival says nothing."""
    reports = sources(rows)
    found = origins(reports)
    assert sorted(one.key for part in found for one in part.reports) == sorted(one.key for one in reports)
    assert sum(len(set(part.outlets)) for part in found) == len({one.outlet for one in reports})
    shuffled = list(reports)
    chance.shuffle(shuffled)
    assert origins(shuffled) == found


@given(rows=outlets)
@settings(max_examples=40)
def test_a_further_independent_source_never_lowers_certainty(rows: list[tuple[str, str, str, float, bool]]) -> None:
    """Law: monotony."""
    fewer = certainty(origins(sources(rows)))
    more = certainty(origins(sources([*rows, ("Z", "", "", 1.0, False)])))
    assert more.rank >= fewer.rank


@given(rows=outlets, chance=st.randoms())
@settings(max_examples=40)
def test_the_picture_does_not_depend_on_the_order(rows: list[tuple[str, str, str, float, bool]], chance: Any) -> None:
    """Law: a pure function of the reports; and its toll lies between the lowest and the highest told."""
    reports = sources(rows)
    shuffled = list(reports)
    chance.shuffle(shuffled)
    drawn = reconcile(put_away(*reports))
    assert reconcile(put_away(*shuffled)) == drawn
    assert drawn.event is not None
    killed = drawn.event.killed
    assert killed is not None
    assert (killed.conservative or 0) <= (killed.told or 0) <= len(rows) - 1


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("A", "", "", 1.0, False)], Certainty.UNCONFIRMED), ([("A", "", "", 3.0, False)], Certainty.UNCONFIRMED),
        ([("A", "", "", 1.0, False), ("B", "", "", 1.0, False)], Certainty.CORROBORATED), ([("A", "", "", 1.0, False), ("B", "", "", 0.9, False)], Certainty.UNCONFIRMED),
        ([(name, "", "", 1.0, False) for name in "ABC"], Certainty.CONFIRMED), ([(name, "AP", "", 1.0, False) for name in "ABC"], Certainty.UNCONFIRMED),
        ([("A", "", "", 0.5, True), ("B", "", "", 0.5, False)], Certainty.CONFIRMED), ([("A", "", "", 0.0, True), ("B", "", "", 1.0, False)], Certainty.UNCONFIRMED),
        ([("A", "", "", 1.0, True), ("B", "", "", 0.4, False)], Certainty.UNCONFIRMED), ([("A", "", "", 1.0, True), ("B", "", "", 1.0, True)], Certainty.CORROBORATED),
        ([("A", "", "", 0.0, False)] * 5, Certainty.UNCONFIRMED), ([("A", "", "B", 1.0, False), ("B", "", "", 1.0, False)], Certainty.UNCONFIRMED),
    ],
)  # fmt: skip
def test_certainty_by_weight(rows: list[tuple[str, str, str, float, bool]], expected: Certainty) -> None:
    """Two make it corroborated, three or an official with another confirmed; copies, agencies and citations are one."""
    assert certainty(origins(sources(rows))) is expected


# --- distance -------------------------------------------------------------------------------------------------------
points = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


@given(points, points, points)
def test_distance_is_one(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> None:
    """Laws: none to itself, the same back, at most half around, never longer than by a third place."""
    assert distance_km(*a, *a) == 0
    assert distance_km(*a, *b) == pytest.approx(distance_km(*b, *a), abs=1e-6)
    assert distance_km(*a, *b) <= EARTH_KM * 3.1416
    assert distance_km(*a, *c) <= distance_km(*a, *b) + distance_km(*b, *c) + 1e-3


@pytest.mark.parametrize(
    ("a", "b", "km"),
    [((0, 0), (0, 1), 111.2), ((0, 179.5), (0, -179.5), 111.2), ((90, 0), (90, 120), 0.0), ((51.5, -0.13), (48.86, 2.35), 343), ((0, 0), (0, 180), 20_015)],
)
def test_known_distances(a: tuple[float, float], b: tuple[float, float], km: float) -> None:
    """A degree, over the date line, at the pole, London to Paris, to the other side."""
    assert distance_km(*a, *b) == pytest.approx(km, abs=1.0)
