"""Noun phrases in front of a head word, by walking over the words beside it: no grammar, a list of stops."""

from __future__ import annotations

import re

from monitor.detection.actors.wordsets import words_of
from monitor.detection.lexicon import read_tsv
from monitor.detection.numerals import CARDINALS
from monitor.detection.text import Sentence, Text, kept_with_text

_WORD = re.compile(r"[^\s,;:()\[\]\"“”]+")
_STOP = frozenset(word for (line,) in read_tsv("phrase_stops.tsv") for word in line.split())
_NOUNS_IN_ING = frozenset(words_of("noun_in_ing"))
_OWNERS = frozenset("his her its their our my your this that these those".split())
"""Words in front of a phrase that stay outside of it: whose it is stands elsewhere."""
_OUTSIDE = _STOP | _OWNERS
_NOUNS_IN_S = frozenset(words_of("noun_in_s"))
"""Words in -s that are no verb before a noun: "arms depot", "Los Angeles church"."""
_UNSEEN = "\u200b\u200c\u200d\u2060\ufeff"
_GLUED = re.compile(r"\w{2,}[.!?](?=\d|[A-Z][a-z])")
"""Where a blank is missing behind a full stop."""
_ARTICLE = re.compile(r"\b(?:an?|the) $")
_PLAIN = frozenset(words_of("small_before_persons"))
_GROWS = re.compile(r"(?:\b(?:the|these|those|all|other|first|last) |-|\d )$")
"""Before a number these still belong to its phrase."""
_ARTICLES = frozenset({"a", "an", "the", "some", "this", "another", "these", "those", "least"})
_LONGEST_WORD = 60
_QUOTED = re.compile(r"^'|(?<!s)'$|^\W+$")
"""A word that a quotation opens or closes, or no word at all."""
_MAX_WORDS = 6


def phrase_before(text: Text, start: int, end: int, first: int) -> tuple[int, int]:
    """The span of the noun phrase that ends with the head [start, end), not reaching before `first`.

    Found once: sources, suspects and each event's targets ask for the same heads.
    """
    return _begin(text, start, first), end


@kept_with_text
def _begin(text: Text, start: int, first: int) -> int:
    left = start
    for _ in range(_MAX_WORDS):
        word = _previous(text, left, first)
        if word is None or word.group().strip(_UNSEEN) in _OUTSIDE or _QUOTED.search(word.group()):
            break
        begin = left - len(text.folded[max(first, left - _LONGEST_WORD) : left]) + word.start()
        if _is_verbal(word.group()) and not _ARTICLE.search(text.folded[max(first, begin - 6) : begin]):
            break
        if word.group().endswith((".", "!", "?")) and len(word.group()) > 4:
            break
        if word.group() in ("a", "an", "the"):
            return begin
        number = word.group() in CARDINALS or word.group().isdigit()
        if number and not _GROWS.search(text.folded[max(first, begin - 16) : begin]):
            return begin  # "saved 31 pupils"
        if _may_be_verb(text, begin, word.group()):
            break
        glued = _GLUED.match(text.full, begin, left)
        left = glued.end() if glued else begin
        if glued:
            break
    return left


def described(text: Text, start: int, end: int, sentence: Sentence) -> str:
    """Whom the head [start, end) stands for in the text's words: "two masked men", "33-year-old Afghan national".

    Without an article and without whose they are, for that may be a victim's name.
    """
    first, _ = phrase_before(text, start, end, sentence.start)
    owner = max(text.folded.rfind("'s ", first, start) + 3, text.folded.rfind("s' ", first, start) + 3)
    words = text.full[max(first, owner) if owner > 2 else first : end].split()
    marks = [at for at, word in enumerate(words) if not (word[0].isalnum() or any(map(str.isalnum, word)))]
    words = words[marks[-1] + 1 :] if marks else words
    while len(words) > 1 and words[0].lower().strip("'\"") in _ARTICLES:
        words = words[1:]
    opens = first == sentence.start or is_headline(text, first)
    if words and not text.upper_case and (words[0].lower() in _PLAIN or (opens and len(words) == 1)):
        words[0] = words[0].lower()
    return " ".join(words).strip("'\"‘’“”")


def is_stop(word: str) -> bool:
    """Whether the word cannot stand inside a noun phrase."""
    return word in _STOP


def _may_be_verb(text: Text, begin: int, word: str) -> bool:
    """Whether a word in -s may be the verb in front of the phrase: "pounds a ship"; not "Paris suburb"."""
    if word == "force":
        return not text.folded.endswith(("air ", "task ", "police "), 0, begin)
    if not word.endswith("s") or word.endswith(("ss", "us", "is", "as", "os", "'s")) or word in _NOUNS_IN_S:
        return False
    return not text.full[begin].isupper() or is_headline(text, begin)


def is_headline(text: Text, at: int) -> bool:
    """Whether `at` stands in a title that capitalises its words, where capitals tell no names."""
    words = text.document.title.split()
    return at <= len(text.document.title) and sum(word[0].isupper() for word in words) > 0.6 * len(words)


def _is_verbal(word: str) -> bool:
    """A participle or gerund that begins a clause: "seizing a tanker"; not "building", "shopping"."""
    return word.endswith("ing") and word not in _NOUNS_IN_ING


def _previous(text: Text, left: int, first: int) -> re.Match[str] | None:
    """The word before `left`, if only blanks stand between; its offsets count from the window before `left`."""
    first = max(first, left - _LONGEST_WORD)
    head = text.folded[first:left]
    stripped = head.rstrip(" ")
    if not stripped or (len(stripped) == len(head) and left > first and head[-1] != "-"):
        return None
    begin = max(stripped.rfind(" "), stripped.rfind('"'), stripped.rfind("(")) + 1
    return _WORD.fullmatch(stripped, begin, len(stripped))
