"""Texts that no person writes cost no more than they are long."""

from __future__ import annotations

import time

import pytest

from monitor.detection.pipeline import Detector
from monitor.detection.text import Text
from monitor.domain.document import Document


def sentences(body: str) -> list[str]:
    """The body's sentences as cut."""
    return [sentence.text for sentence in Text(Document(id="x", title="", text=body)).sentences]


def test_a_text_without_stops_is_read_in_pieces_cut_at_spaces() -> None:
    """No piece is longer than 1,500 characters, none cuts a word, and together they are the text."""
    body = " ".join(f"word{number}" for number in range(2_000))
    pieces = sentences(body)
    assert max(map(len, pieces)) <= 1_500
    assert " ".join(pieces) == body


def test_a_word_without_end_is_cut_where_it_must() -> None:
    """Without a space there is no good place; the whole is kept all the same."""
    assert "".join(sentences("a" * 4_000)) == "a" * 4_000


def test_sentences_of_people_stay_whole() -> None:
    """A long sentence of a lawyer is one sentence."""
    body = "The court found, " + "having heard the parties, " * 40 + "that the claim fails."
    assert sentences(body) == [body]


@pytest.mark.parametrize("body", ["." * 100_000, "?! " * 30_000, "a. " + " " * 100_000, ".\u2026" * 50_000, '."' * 50_000])
def test_rows_of_marks_take_linear_time(body: str) -> None:
    """A hundred thousand dots or spaces are cut in well under a second of work (they took minutes)."""
    began = time.process_time()
    sentences(body)
    assert time.process_time() - began < 1.0


@pytest.mark.parametrize("dateline", ["KANO, Nigeria — ", "KANO, Nigeria (AP) — ", "KANO, Nigeria - ", "Kano, Nigeria -- "])
def test_the_country_of_a_dateline_did_nothing(dateline: str) -> None:
    """Where a story was written is not who did it."""
    text = f"{dateline}Gunmen on motorcycles shot dead six traders at a market in Kano on Monday, police said."
    found = Detector(0.5).detect(Document(id="x", title="Gunmen kill six at market in Kano", text=text))
    assert [event.perpetrator.name for event in found.events] == ["gunmen"]


def test_a_limit_of_length_is_told_and_keeps_offsets_true() -> None:
    """Beyond 200,000 characters nothing is read; the answer says so, and what it gives stands where it says."""
    lead = "Gunmen on motorcycles killed five people at a market in Kano on Monday, police said. Traders fled. " * 8
    body = lead + "The harvest was good this year.\n" * 8_000
    found = Detector(0.5).detect(Document(id="x", title="Gunmen kill five in Kano", text=body))
    assert (found.truncated, found.attack) == (True, True)
    assert "only the first 200,000 of" in found.why[-1]
    assert all(f"Gunmen kill five in Kano\n\n{body}"[e.start : e.end] == e.text for event in found.events for e in event.evidence)
    assert Detector(0.5).detect(Document(id="x", title="Attack", text=body[:1_000])).truncated is False
