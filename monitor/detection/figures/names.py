"""Reads persons' names by their capitals: no gazetteer of names, so only where the grammar asks for a person."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.detection.figures.words import letters, nations, no_names, word_set
from monitor.detection.text import Token

_LONGEST = 7
_PARTICLES = frozenset({"al", "el", "ul", "ad", "ar", "as", "az", "ur"})


class NameReader:
    """Reads the names of one sentence; with `cased` False only names with an age after them are trusted."""

    def __init__(self, tokens: Sequence[Token], blocked: frozenset[int], *, cased: bool) -> None:
        self.tokens = tokens
        self.blocked = blocked
        self.cased = cased

    def read(self, at: int) -> tuple[str, int | None, int] | None:
        """The name at `at`, the age after it, and the token after both; not one that a preposition governs."""
        if not self._is_name(at) or self._governed(at):
            return None
        end = self._run(at)
        age, nxt = self._age_after(end)
        if end == at + 1 and age is None and self.tokens[at].lower in nations():
            return None  # "the German | city"
        if age is None and (not self.cased or (at == 0 and end == 1 and not self._starts_well(end))):
            return None
        if age is None and self._is_possessive_or_title(end):
            return None
        return self._words(at, end), age, nxt

    def apposition(self, at: int) -> tuple[str | None, int | None, int]:
        """The name and age behind a noun ("his wife, Jane Doe, 34,"), and the token after them."""
        comma = at < len(self.tokens) and self.tokens[at].text == ","
        first = at + comma
        name, nxt = None, at
        if self.cased and first < len(self.tokens) and self._is_name(first):
            end = self._run(first)
            if not comma or self._closed(end) or end - first > 1:
                name, nxt = self._words(first, end), end
        age, nxt = self._age_after(nxt)
        return name, age, nxt

    def _words(self, start: int, end: int) -> str:
        return " ".join(t.text for t in self.tokens[start:end])

    def _governed(self, at: int) -> bool:
        """Whether the run of capitals that holds `at` follows a preposition: "in Tarpon Springs"."""
        first = at
        while first > 0 and (self.tokens[first - 1].text[0].isupper() or self._joins_names(first - 1)):
            first -= 1
        if first == 0:
            return False
        if self.tokens[first - 1].lower in ("the", "a", "an"):
            return True
        governors = word_set("preposition")
        return self.tokens[first - 1].lower in governors or self.tokens[first].lower in governors

    def _joins_names(self, at: int) -> bool:
        mark = self.tokens[at].text
        return mark in ".-&" or (mark == "," and at > 0 and self.tokens[at - 1].text[0].isupper())

    def _run(self, at: int) -> int:
        nxt = at
        while nxt < min(len(self.tokens), at + _LONGEST):
            token = self.tokens[nxt]
            joint = nxt > at and (token.text in "\"“”-" or (token.text == "." and len(self.tokens[nxt - 1].text) <= 2))
            if not joint and not self._is_name(nxt) and not self._is_second_half(nxt, at):
                break
            nxt += 1
        while nxt > at and not self.tokens[nxt - 1].text[0].isalpha():
            nxt -= 1
        return nxt

    def _is_second_half(self, at: int, first: int) -> bool:
        """ "Ji-ho", "al-Gourmi": a small letter behind the hyphen of a name, or a particle that a hyphen follows."""
        if at <= first or at in self.blocked:
            return False
        if self.tokens[at].lower in _PARTICLES:
            return at + 1 < len(self.tokens) and self.tokens[at + 1].text == "-"
        hyphen = self.tokens[at - 1]
        glued = self.tokens[at - 2].end == hyphen.start and hyphen.end == self.tokens[at].start
        return hyphen.text == "-" and glued and self.tokens[at].text.isalpha()

    def _is_name(self, at: int) -> bool:
        token = self.tokens[at]
        return (
            token.text[0].isupper()
            and at not in self.blocked
            and token.lower not in no_names()
            and not token.lower.endswith(("'s", "s'"))
        )

    def _age_after(self, at: int) -> tuple[int | None, int]:
        """ ", 34," or "(34)" after a name, and the token after it."""
        if at + 1 >= len(self.tokens) or self.tokens[at].text not in ",(":
            return None, at
        value = self.tokens[at + 1].text
        if not value.isdigit() or int(value) > 109 or not self._closed(at + 2, "and", "of", "was", "were"):
            return None, at
        nxt = at + 2
        if nxt < len(self.tokens) and self.tokens[nxt].text in ",)" and not self._list_goes_on(nxt + 1):
            nxt += 1
        return int(value), nxt

    def _closed(self, at: int, *words: str) -> bool:
        return at >= len(self.tokens) or self.tokens[at].text in ",.;)" or self.tokens[at].lower in words

    def _list_goes_on(self, at: int) -> bool:
        """Whether another person of a list follows the comma, so that the comma parts them."""
        if at >= len(self.tokens):
            return False
        token = self.tokens[at]
        return token.lower in ("and", "a", "an") or token.text[0].isupper()

    def _starts_well(self, at: int) -> bool:
        """Whether one capitalised word that opens a sentence goes on as a name does: into a verb or a list."""
        listed = at + 1 < len(self.tokens) and self.tokens[at].text == "," and self.tokens[at + 1].text[0].isupper()
        return listed or self._is_subject(at)

    def _is_subject(self, at: int) -> bool:
        if at >= len(self.tokens):
            return False
        return at in self.blocked or letters().get(self.tokens[at].lower) in ("B", "V", "W")

    def _is_possessive_or_title(self, at: int) -> bool:
        """A capitalised run that goes on into an office or institution: "Cook County Sheriff"."""
        return at < len(self.tokens) and self.tokens[at].text[0].isupper() and at not in self.blocked
