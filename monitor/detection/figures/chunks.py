"""Cuts a sentence into chunks of one letter each, so that rules over letters can read its grammar.

The method is that of cascaded finite-state readers (FASTUS, Hobbs et al. 1993): words to phrases, phrases to a string
of classes, rules over the string. The letters of casualty words are explained in lexicons/casualty_words.tsv. The
others: G people counted, Q a bare number, P a person by name, g people not counted ("his sons"), B forms of "be",
V of "have", m a modal verb, t "to", & and, O or, W who, w which, S a verb of saying, L left, C including, E a dash,
b by, p a preposition, v a conjunction, o of, - an adverb, ! a negation; commas, colons, semicolons and brackets as
they are; x any other word.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from monitor.detection.figures.people import People
from monitor.detection.figures.phrases import PeopleReader
from monitor.detection.figures.unlisted import unlisted
from monitor.detection.figures.words import letters
from monitor.detection.lexicon import Match
from monitor.detection.text import Sentence, Text, Token

ALONG = ("along with", "together with", "as well as", "alongside")
_OF_BEINGS = ("stabb", "knif")
"""Beginnings of words that may leave one alive, and that nobody says of things."""
_NAMED = 5
"""Words of a place's name, and one."""
_SPEAKERS = 8
"""Chunks that two who speak may take: "a resident and a member of the council said"."""
_OWNERS = ("his ", "her ", "their ", "its ", "the ", "these ", "those ", "some ", "other ")


class Chunk(NamedTuple):
    """One phrase: its letter, its span in the document, and the people it counts, if any.

    A tuple, since each word of a sentence makes one, and a frozen dataclass takes twice as long.
    """

    letter: str
    start: int
    end: int
    people: People | None = None


def cut(text: Text, sentence: Sentence, words: Sequence[Match[str]]) -> list[Chunk]:
    """The chunks of `sentence`; `words` are its casualty words, in order, spans counting into the document."""
    tokens, table = sentence.tokens, letters()
    verbs = {match.start: match for match in words if match.payload != "x"}
    cased = not text.upper_case and not title_case(sentence)
    fated = {m.start for m in words if m.payload in "KIki" or text.folded.startswith(_OF_BEINGS, m.start)}
    beings = unlisted(tokens, fated, in_title=sentence.in_title) if fated else {}
    reader = PeopleReader(tokens, frozenset(verbs), cased=cased, unlisted=beings)
    chunks: list[Chunk] = []
    at, may_open = 0, reader.may_open
    while at < len(tokens):
        _, lower, start, end = tokens[at]
        if (match := verbs.get(start)) is not None:
            chunks.append(Chunk(match.payload, match.start, match.end))
            while at < len(tokens) and tokens[at].start < match.end:
                at += 1
        elif may_open[at] and (found := reader.read(at)) is not None:
            at = _over_by(tokens, found.next)
            chunks.append(Chunk(found.letter, start, tokens[at - 1].end, found.people))
        else:
            chunks.append(Chunk(table.get(lower, "x"), start, end))
            at += 1
    if any(word in sentence.folded for word in ALONG):
        chunks = _with_along(sentence, chunks)
    return _with_companions(sentence, _without_speakers(chunks))


def _with_along(sentence: Sentence, chunks: list[Chunk]) -> list[Chunk]:
    """ "Killed along with her aide": the words that join one more to those told, as one chunk."""
    joined = list(chunks)
    for at in range(len(joined) - 2, -1, -1):
        start = joined[at].start - sentence.start
        words = next((word for word in ALONG if sentence.folded.startswith(word, start)), "")
        if words and joined[at].letter in "xpv-":
            end = joined[at].start + len(words)
            last = next((i for i in range(at, len(joined)) if joined[i].end >= end), at)
            rest = [joined[last]._replace(start=end + 1)] if joined[last].end > end else []  # "as well | as 65"
            joined[at : last + 1] = [Chunk("&", joined[at].start, end), *rest]
    return joined


def _over_by(tokens: Sequence[Token], at: int) -> int:
    """The token after "passer-by", "mother-in-law", "mayor-elect" where the first part has been read, else `at`."""
    if at + 1 >= len(tokens) or tokens[at].text != "-":
        return at
    if tokens[at + 1].lower == "elect":
        return at + 2
    if at + 3 < len(tokens) and tokens[at + 1].lower == "in" and tokens[at + 3].lower == "law":
        return at + 4
    halves = tokens[at + 1].lower == "by"
    return at + 2 if halves and tokens[at - 1].lower.startswith("passer") else at


def _with_companions(sentence: Sentence, chunks: list[Chunk]) -> list[Chunk]:
    """ "Thirty patients and nurses": one count of both, where no word of its own parts the second."""
    joined = [i for i, c in enumerate(chunks[:-2]) if c.letter == "G" and chunks[i + 1].letter == "&"]
    for at in reversed(joined):
        people, second = chunks[at].people, chunks[at + 2]
        counted = people is not None and people.plural and people.quantity.min > 1 and not people.name
        owned = sentence.folded.startswith(_OWNERS, second.start - sentence.start)
        if counted and second.letter == "g" and not owned:
            chunks[at : at + 3] = [chunks[at]._replace(end=second.end)]
    return chunks


def _without_speakers(chunks: list[Chunk]) -> list[Chunk]:
    """ "…, wounding 16, a hospital spokesman said": who tells of the victims is not one more of them."""
    for at in [i - 1 for i, chunk in enumerate(chunks) if chunk.letter == "S"]:
        speaker = _office(chunks, at)
        if speaker > 0 and chunks[speaker].letter in "GP" and chunks[speaker - 1].letter == ",":
            chunks[speaker] = Chunk("g", chunks[speaker].start, chunks[speaker].end)
            continue
        first = at
        while first > 0 and at - first < _SPEAKERS and chunks[first - 1].letter in "GPgx&ot":
            first -= 1
        several = any(c.letter == "&" for c in chunks[first:at]) and chunks[first].letter in "GPg"
        if several and chunks[first - 1].letter == "," and _ends_there(chunks, at + 2):
            for i in range(first, at + 1):
                if chunks[i].letter in "GP":
                    chunks[i] = Chunk("g", chunks[i].start, chunks[i].end)
    return chunks


def _office(chunks: Sequence[Chunk], at: int) -> int:
    """ "The governor | of Lower Shabelle": the one whom a place's name ends; else `at`."""
    of = at
    while of > 0 and at - of < _NAMED and chunks[of].letter in "xPg":
        of -= 1
    return of - 1 if of > 1 and chunks[of].letter == "o" and chunks[of - 1].letter == "G" else at


def _ends_there(chunks: Sequence[Chunk], at: int) -> bool:
    """Whether the sentence ends behind a verb of saying, or goes on to a day."""
    return at >= len(chunks) or chunks[at].letter in "xp"


def title_case(sentence: Sentence) -> bool:
    """Whether most long words are capitalised, so that capitals tell nothing of names."""
    words = [t.text for t in sentence.tokens if len(t.text) > 3 and t.text[0].isalpha()]
    return len(words) >= 3 and sum(w[0].isupper() for w in words) > 0.7 * len(words)
