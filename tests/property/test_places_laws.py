"""Laws of places: whatever the text, spans are true, order is the text's, and nothing is finer than it can be."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from monitor.detection.draft import Anchor, Draft
from monitor.detection.places.names import key_of
from monitor.detection.text import Text
from monitor.detection.where import assign_places, distance_km, find_toponyms
from monitor.domain.document import Document
from monitor.domain.taxonomy import EventType, PlacePrecision, Role, Stage

_WORDS = st.sampled_from(
    ["In", "near", "The", "Baghdad", "Paris", "Texas,", "Ill.", "Springfield", "Iraqi", "Israel's", "U.S.-led", "strike", "on", "hit", "20", "km", "north", "of", "Rafah", "crossing", "St.", "Louis", "al-Tanf", "(AP)", "—", "said.", "KYIV", "\n\n", "Deir", "ez-Zor", "W.Va.", "Georgia", "Jordan", "and", ",", "Lake", "Mr.", "Houston", "“Gaza”", "Côte", "d'Ivoire"]
)
_TEXTS = st.one_of(st.lists(_WORDS, max_size=40).map(" ".join), st.text(max_size=120))
_COORDINATES = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


@settings(max_examples=150, deadline=None)
@given(title=_TEXTS, body=_TEXTS)
def test_toponyms_are_words_of_the_text_in_its_order(title: str, body: str) -> None:
    """Spans are in the text, hold the words given, follow one another without overlap, and are the same twice."""
    text = Text(Document(id="t", title=title, text=body))
    found = find_toponyms(text)
    assert found == find_toponyms(text)
    at = 0
    for toponym in found:
        assert at <= toponym.start < toponym.end <= len(text.full)
        assert text.full[toponym.start : toponym.end] == toponym.text
        assert 0.0 <= toponym.score <= 1.0
        at = toponym.end


@settings(max_examples=100, deadline=None)
@given(body=_TEXTS)
def test_one_location_a_draft(body: str) -> None:
    """Any draft gets one location; its evidence is in the text, and its places hold the place."""
    text = Text(Document(id="t", title="", text=body))
    sentences = tuple(s.index for s in text.sentences)
    anchors = tuple(Anchor(s.start, s.end, s.index, EventType.ATTACK, "hit") for s in text.sentences[:2])
    drafts = [
        Draft(type=EventType.ATTACK, stage=Stage.ACCOMPLISHED, role=role, anchors=anchors, sentences=sentences)
        for role in Role
    ]
    found = assign_places(text, drafts, find_toponyms(text))
    assert len(found) == len(drafts)
    for location in found:
        assert location.places == () or location.place in location.places
        assert all(text.full[e.start : e.end] == e.text for e in location.evidence)
        if location.place is not None and location.place.precision is PlacePrecision.COUNTRY:
            assert location.place.country_code is not None


@given(_COORDINATES, _COORDINATES)
def test_distance_is_symmetric_and_bounded(a: tuple[float, float], b: tuple[float, float]) -> None:
    """Distance is the same both ways, never negative, and at most half way round."""
    assert abs(distance_km(*a, *b) - distance_km(*b, *a)) < 1e-6
    assert 0 <= distance_km(*a, *b) <= 20_016


@given(st.text(max_size=40))
@example("\U0001d434")  # a mathematical A, which has no small letter until it is decomposed
def test_a_key_is_its_own_key(name: str) -> None:
    """Making a key of a key changes nothing."""
    assert key_of(key_of(name)) == key_of(name)
