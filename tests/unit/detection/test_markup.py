"""Raw mark-up in a document's text: what detection reads, and that every span still stands in the document as it came."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.detection.markup import plain, without_markup
from monitor.detection.pipeline import Detector
from monitor.domain.detection import Detection
from monitor.domain.document import Document

READ = [
    ("Kyiv&#8217;s forces", "Kyiv's forces"),
    ("Kyiv&#039;s &amp; Moscow&apos;s", "Kyiv's & Moscow's"),
    ("Bogot&aacute; and S&#227;o Paulo", "Bogotá and São Paulo"),
    ("&ldquo;We will hit back&rdquo; &ndash; he said", '"We will hit back" - he said'),
    ("Israel&amp;#8217;s army", "Israel's army"),
    ("two&nbsp;dead", "two dead"),
    ("AT&T and R&D; so on", "AT&T and R&D; so on"),
    ("a < b &amp;&amp; c", "a < b && c"),
    ("&#x1F4A5; blast", "\U0001f4a5 blast"),
    ("plain words", "plain words"),
]


@pytest.mark.parametrize(("raw", "read"), READ)
def test_entities_are_read(raw: str, read: str) -> None:
    """Named, by number, written twice; what only looks like one stays."""
    made = without_markup(Document(id="t", title=raw, text=raw))
    assert (made.title, made.body) == (read, read)


@pytest.mark.parametrize("raw", ["<p>Two <b>men</b></p>", "see https://x.example/a?b=c now", "a < b and c > d", "<"])
def test_tags_and_links_keep_their_length(raw: str) -> None:
    """They become blank, so that nothing behind them moves."""
    assert len(without_markup(Document(id="t", title=raw, text=raw)).full_text) == len(f"{raw}\n\n{raw}")


def test_the_end_of_a_block_is_a_break() -> None:
    """Sentences of two paragraphs do not run into each other."""
    assert "\n\n" in without_markup(Document(id="t", text="<p>One</p><p>Two</p>")).body


def test_a_summary_is_read_where_the_text_is_empty() -> None:
    """As everywhere else."""
    assert without_markup(Document(id="t", title="a", summary="Bogot&aacute;")).body == "Bogotá"


pieces = st.lists(st.sampled_from(["a", "bc ", "&#8217;", "&amp;", "&amp;#39;", "&nbsp;", "<b>", "</p>", "&x;", "é", " "]), max_size=12).map("".join)


@given(title=pieces, text=pieces)
def test_every_offset_leads_back(title: str, text: str) -> None:
    """Offsets rise with the words, whatever stands before; letters outside of mark-up are found where they came from."""
    document = Document(id="t", title=title, text=text)
    made = plain(document)
    read = made.document.full_text
    back = [made.at(offset) for offset in range(len(read) + 1)]
    assert back == sorted(back)
    assert (back[0], back[-1]) == (0, len(document.full_text))
    assert all(document.full_text[back[i]] == letter for i, letter in enumerate(read) if letter in "abcé")


RAW = Document(
    id="t",
    title="Rebels&#8217; car bomb kills four at army&#8217;s gate in Bogot&aacute;",
    text="<p>The guerrillas&#8217; bomb went off at the base&#8217;s gate on Monday, killing four soldiers.</p> <p>&ldquo;We vow to avenge them,&rdquo; the army&#8217;s chief said.</p>",
    published=datetime(2026, 3, 3, tzinfo=UTC),
)


def spans(found: Detection) -> list[tuple[int, int, str]]:
    evidence = [(e.start, e.end, e.text) for event in found.events for e in event.evidence]
    return evidence + [(e.start, e.end, e.text) for e in (*found.escalation, *found.rejected)]


def test_what_is_found_stands_in_the_document_as_it_came() -> None:
    """Each span cuts its own words out of title, blank line and text; the facts are read from the words without mark-up."""
    found = Detector().detect(RAW)
    assert found.attack
    assert found.escalation
    assert all(RAW.full_text[start:end] == text for start, end, text in spans(found))
    event = found.events[0]
    assert event.place is not None
    assert (event.place.text, event.place.country_code) == ("Bogotá", "CO")
    assert event.killed is not None
    assert event.killed.min == 4
