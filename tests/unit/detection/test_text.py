"""A document is cut once, and every offset stays true to it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.detection.text import Text, fold
from monitor.domain.document import Document


def text(body: str, title: str = "") -> Text:
    """A cut document."""
    return Text(Document(id="d", title=title, text=body))


def sentences(body: str) -> list[str]:
    """The body's sentences as written."""
    return [s.text for s in text(body).sentences if not s.in_title]


SPLITS = [
    ("One fell. Two rose.", ["One fell.", "Two rose."]),
    ("Gen. Ade Bello spoke. He left.", ["Gen. Ade Bello spoke.", "He left."]),
    ("The U.S. Army fired. It hit.", ["The U.S. Army fired.", "It hit."]),
    ("It came at 9 p.m. The blast hit.", ["It came at 9 p.m.", "The blast hit."]),
    ("He flew to the U.S. The visit ended.", ["He flew to the U.S.", "The visit ended."]),
    ('"We saw it." He ran.', ['"We saw it."', "He ran."]),
    ("Was it a bomb? Nobody knew!", ["Was it a bomb?", "Nobody knew!"]),
    ("It cost 3.5 million. Nobody paid.", ["It cost 3.5 million.", "Nobody paid."]),
    ("First\nSecond", ["First", "Second"]),
    ("First line of it.\n\nSecond one.", ["First line of it.", "Second one."]),
    ("On Jan. 5 it fell. J. R. Smith saw it.", ["On Jan. 5 it fell.", "J. R. Smith saw it."]),
    ("Killed near St. Bruno on Mon. Police came.", ["Killed near St. Bruno on Mon. Police came."]),
    ("", []),
    ("   \n \n ", []),
]


@pytest.mark.parametrize(("body", "expected"), SPLITS)
def test_sentences(body: str, expected: list[str]) -> None:
    """Abbreviations, initials and decimals end nothing; quotes, questions and paragraphs do."""
    assert sentences(body) == expected


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    """Old wire copy breaks lines at a column: the break is a space."""
    body = "SHELLS FELL ON THE OLD PORT OF ARDALA ON MONDAY NIGHT, AND TWO\nDOCKERS WERE HURT BY FLYING GLASS, THE HARBOUR MASTER SAID, AS\nFERRIES WERE SENT ELSEWHERE. NOBODY CLAIMED IT."
    assert len(sentences(body)) == 2
    assert text(body).upper_case


def test_the_title_comes_first() -> None:
    """Paragraph 0 is the title; the body counts from 1."""
    cut = text("Body here.\n\nMore.", title="A title")
    assert [(s.paragraph, s.text) for s in cut.sentences] == [(0, "A title"), (1, "Body here."), (2, "More.")]
    assert not cut.upper_case


def test_tokens() -> None:
    """Abbreviations, possessives, numbers and marks are one token each."""
    found = text("Iraq’s U.S. base: 1,200 men at 9:30, isn't it: M-16").sentences[0].tokens
    assert [t.text for t in found] == ["Iraq’s", "U.S.", "base", ":", "1,200", "men", "at", "9:30", ",", "isn't", "it", ":", "M", "-", "16"]
    assert found[0].lower == "iraq's"


@given(st.text(), st.text())
def test_offsets_are_true(title: str, body: str) -> None:
    """Laws: folding keeps length; spans give back their text, in order, without overlap; `sentence_at` agrees."""
    cut = text(body, title)
    assert len(cut.folded) == len(cut.full) == len(fold(cut.full))
    last = 0
    for sentence in cut.sentences:
        assert last <= sentence.start < sentence.end <= len(cut.full)
        assert cut.sentence_at(sentence.start) is sentence
        assert not cut.full[sentence.start].isspace()
        for token in sentence.tokens:
            assert cut.full[token.start : token.end] == token.text
            assert sentence.start <= token.start < token.end <= sentence.end
        last = sentence.end


@pytest.mark.parametrize(("raw", "plain"), [("It’s “X”–Y", 'it\'s "x"-y'), ("İSTANBUL", "istanbul"), ("a\u00a0b\nc", "a b c"), ("ẞ", "ß")])
def test_fold(raw: str, plain: str) -> None:
    """Typographic marks become plain ones, code point for code point."""
    assert fold(raw) == plain
