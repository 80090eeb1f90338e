"""The small readers under the counts: number words, quantities, people's phrases, names in capitals, lexicons."""

from __future__ import annotations

import pytest

from monitor.detection.figures.chunks import cut, title_case
from monitor.detection.figures.parts import read_parts
from monitor.detection.figures.quantity import Form, read_quantity
from monitor.detection.figures.words import casualty_words, letters, nouns, word_set
from monitor.detection.howmany import find_casualties
from monitor.detection.lexicon import read_tsv
from monitor.detection.numerals import cardinal
from monitor.detection.text import Sentence, Text
from monitor.domain.detection import Group
from monitor.domain.document import Document


def sentence(words: str) -> Sentence:
    """The one sentence of a text."""
    return Text(Document(id="t", text=words)).sentences[0]


CARDINALS = [
    ("zero", 0),
    ("seven", 7),
    ("nineteen", 19),
    ("ninety-nine", 99),
    ("forty two", 42),
    ("12", 12),
    ("1,204", 1204),
    ("12,34", None),
    ("many", None),
    ("", None),
]


@pytest.mark.parametrize(("words", "value"), CARDINALS)
def test_cardinals(words: str, value: int | None) -> None:
    """Digits with thousands commas and words up to ninety-nine are read; nothing else is."""
    assert cardinal(words) == value


QUANTITIES = [
    ("at least 12 people", 12, None, Form.NUMBER),
    ("no fewer than six men", 6, None, Form.NUMBER),
    ("more than 40 people", 41, None, Form.NUMBER),
    ("up to 40 people", 0, 40, Form.NUMBER),
    ("fewer than 10 people", 0, 9, Form.NUMBER),
    ("10+ people", 10, None, Form.NUMBER),
    ("two dozen people", 24, 24, Form.NUMBER),
    ("a hundred people", 100, 100, Form.NUMBER),
    ("three hundred and six people", 306, 306, Form.NUMBER),
    ("twenty-one people", 21, 21, Form.NUMBER),
    ("5-8 people", 5, 8, Form.NUMBER),
    ("between five and eight people", 5, 8, Form.NUMBER),
    ("dozens of people", 24, None, Form.VAGUE),
    ("scores of people", 40, None, Form.VAGUE),
    ("hundreds of people", 200, None, Form.VAGUE),
    ("several people", 3, None, Form.VAGUE),
    ("half a dozen people", 6, 6, Form.NUMBER),
    ("both men", 2, 2, Form.NUMBER),
    ("another man", 1, 1, Form.ARTICLE),
    ("a second man", 1, 1, Form.ARTICLE),
    ("a man", 1, 1, Form.ARTICLE),
    ("the man", 1, 1, Form.DEFINITE),
    ("his wife", 1, 1, Form.DEFINITE),
    ("no people", 0, 0, Form.NONE),
]


@pytest.mark.parametrize(("words", "low", "high", "form"), QUANTITIES)
def test_quantities(words: str, low: int, high: int | None, form: Form) -> None:
    """Each way of counting gives its least, its most (None where open) and its form."""
    quantity = read_quantity(sentence(words).tokens, 0)
    assert quantity is not None
    assert (quantity.min, quantity.max, quantity.form) == (low, high, form)


NOT_COUNTS = ["$5 people", "K7 people", "19-year-old man", "20% people", "June 7"]


@pytest.mark.parametrize("words", NOT_COUNTS)
def test_numbers_that_count_nobody(words: str) -> None:
    """Sums, names' tails, ages, shares and days of a month are not counts."""
    tokens = sentence(words).tokens
    found = [read_quantity(tokens, at) for at in range(len(tokens))]
    assert all(q is None or q.form not in (Form.NUMBER, Form.VAGUE) for q in found)


def test_beside_and_among_those_told() -> None:
    """ "another" and "two more" add to those told; "two of them" are part of them."""
    more, them = (read_quantity(sentence(words).tokens, 0) for words in ("two more people", "two of them were"))
    assert read_quantity(sentence("five others").tokens, 0) is not None
    assert more is not None
    assert them is not None
    assert (more.additional, more.subset) == (True, False)
    assert (them.additional, them.subset) == (False, True)


CHUNKS = [
    ("Three people were killed.", "GBKx"),
    ("A 19-year-old man was killed and two other people were injured.", "GBK&GBIx"),
    ("Gunmen kidnapped his wife, Ana Ruiz, 34, on Sunday.", "gAGpxx"),
    ("The toll rose from 5 to 8.", "xTRQx"),
    ("Nobody was hurt.", "GBIx"),
    ("Mr Hale told police he fired.", "xPSgGxx"),
]


@pytest.mark.parametrize(("words", "expected"), CHUNKS)
def test_a_sentence_is_cut_into_letters(words: str, expected: str) -> None:
    """People, verbs and function words become one letter each."""
    text = Text(Document(id="t", text=words))
    chunks = cut(text, text.sentences[0], casualty_words().find_longest(text.folded))
    assert "".join(c.letter for c in chunks) == expected


def test_title_case_is_seen() -> None:
    """In a headline in capitals, capitals tell no names."""
    assert title_case(sentence("Gunman Kills Three Near Market"))
    assert not title_case(sentence("A gunman killed three near the market"))


def test_parts_of_a_count() -> None:
    """A list of counted groups is read up to the first word that is none."""
    whole = sentence("two Poles, a Czech and three civilians in the town")
    parts = read_parts(whole, whole.start)
    expected = (Group(who="Poles", count=2), Group(who="Czech", count=1), Group(who="civilians", count=3))
    assert parts.groups == expected
    assert read_parts(sentence("two tanks"), 2).groups == ()


CAPITALS = [
    ("REBELS KILLED JUAN RIVAS, A MAYOR, YESTERDAY NEAR THE OLD CAPITAL.", 1),
    ("JUAN RIVAS DIED IN THE BLAST AT THE OFFICE OF THE PARTY.", 1),
    ("THE ASSASSINATION OF DR RIVAS WAS CONDEMNED BY ALL OF THE PARTIES.", 1),
    ("THE OLD EMBASSY WAS HIT BY A BOMB THAT DAMAGED SEVERAL OF ITS ROOMS.", 0),
    ("THE BOMB KILLED TWO PEASANTS YESTERDAY IN THE TOWN OF SAN ANDRES.", 2),
]


@pytest.mark.parametrize(("words", "count"), CAPITALS)
def test_names_in_capitals(words: str, count: int) -> None:
    """In copy all in capitals a plain run of words that is killed is a person."""
    assert sum(c.low for c in find_casualties(Text(Document(id="t", text=words)))) == count


def test_the_lexicons_are_sound() -> None:
    """Every row has its cells, every class is known, and no phrase stands twice."""
    classes = set("KkDNIiJUHhAaMFTRyxCYZcdflqsuzj1234")
    rows = read_tsv("casualty_words.tsv")
    assert {row[1] for row in rows} <= classes
    assert len({row[0] for row in rows}) == len(rows)
    for word, number, gender, role in read_tsv("persons.tsv"):
        assert word == word.lower()
        assert number in ("s", "p") or number.isdigit()
        assert gender in "mf-"
        assert role in "a-"
    assert all(len(row) == 3 for row in read_tsv("quantities.tsv"))
    assert nouns()["gunman"].attacker
    assert letters()["were"] == "B"
    assert "hours" in word_set("measure")
