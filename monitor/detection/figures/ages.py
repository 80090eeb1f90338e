"""Reads the ages that go with people: "19-year-old", "ages 3 and 5", "a woman in her 30s", "a man of 50"."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.detection.figures.names import NameReader
from monitor.detection.figures.quantity import Form, read_quantity
from monitor.detection.figures.words import letters, nouns, word_set
from monitor.detection.numerals import cardinal
from monitor.detection.text import Token

DASHES = "-‑–"
_PARENTS = frozenset({"father", "mother", "dad", "mom", "mum", "parent", "grandfather", "grandmother"})
_BODIES = _PARENTS | {"member", "one", "part", "leader", "head", "crew", "team", "group", "family", "gang", "unit"}
"""Behind these "of" goes on to how many there are, not to an age."""
POSSESSIVES = frozenset({"his", "her", "their"})
_DECADES = frozenset("teens twenties thirties forties fifties sixties seventies eighties nineties".split())
_STILL = frozenset({"remains", "remained", "bled", "lay", "lies"})
_ROUGHLY = frozenset({"about", "around", "some", "roughly", "nearly", "almost"})
_OLDEST = 110
COUNTED = (Form.NUMBER, Form.VAGUE, Form.NONE)


class Ages:
    """The tokens of one sentence, and the ages told in them. `verbs` are the starts of its casualty words."""

    def __init__(self, tokens: Sequence[Token], verbs: frozenset[int], *, cased: bool) -> None:
        self.tokens = tokens
        self.blocked = frozenset(i for i, t in enumerate(tokens) if t.start in verbs)
        self.names = NameReader(tokens, self.blocked, cased=cased)
        self.table = letters()
        self.nouns = nouns()
        self.stop, self.measure = word_set("stop"), word_set("measure")

    def _over_dash(self, at: int) -> int:
        return at + 1 if at < len(self.tokens) and self.tokens[at].text in DASHES else at

    def _lower(self, at: int) -> str:
        return self.tokens[at].lower if at < len(self.tokens) else ""

    def _is_noun(self, at: int) -> bool:
        return at < len(self.tokens) and at not in self.blocked and self.tokens[at].lower in self.nouns

    def _age(self, at: int) -> tuple[int, int] | None:
        """ "19-year-old" at `at`: the age in years (0 for a baby's) and the token after it."""
        value = cardinal(self.tokens[at].lower)
        if value is None:
            return None
        nxt = self._over_dash(at + 1)
        if nxt < len(self.tokens) and self.tokens[nxt].lower in ("yo", "yos"):
            return value, nxt + 1
        if nxt >= len(self.tokens) or self.tokens[nxt].lower.rstrip("s") not in ("year", "month", "week", "day"):
            return None
        years = self.tokens[nxt].lower.startswith("year")
        if self.tokens[nxt].lower.endswith("s") and nxt == at + 1:
            return None
        nxt = self._over_dash(nxt + 1)
        if nxt >= len(self.tokens) or self.tokens[nxt].lower not in ("old", "olds"):
            return None
        return (value if years else 0), nxt + 1

    def _ages(self, at: int) -> tuple[int, int]:
        """How many ages ", ages 3, 5 and 9" lists, and the token after them."""
        nxt = at
        while nxt < len(self.tokens) and self.tokens[nxt].text in ",(":
            nxt += 1
        if nxt >= len(self.tokens) or self.tokens[nxt].lower not in ("ages", "aged"):
            return 0, at
        count, nxt = 0, nxt + 1
        while nxt < len(self.tokens):
            if cardinal(self.tokens[nxt].lower) is not None:
                count += 1
            elif self.tokens[nxt].lower not in (",", "and"):
                break
            nxt += 1
        return count, nxt

    def _age_behind(self, head: int, nxt: int) -> tuple[int | None, int]:
        """ "A man of 50": the age that "of" goes on to, and the token after it (else `nxt`)."""
        if self._lower(nxt) == "in" and self._lower(nxt + 1) in POSSESSIVES:
            return None, self._over_decade(nxt + 2) or nxt
        if self._lower(nxt) != "of" or self.tokens[head].lower in _BODIES:
            return None, nxt
        nxt += self._lower(nxt + 1) in _ROUGHLY  # "a woman of about 60"
        years = cardinal(self._lower(nxt + 1))
        ends = self._lower(nxt + 2)
        known = nxt + 2 in self.blocked or ends in self.stop or ends in self.table or ends in _STILL
        counts = ends[:1].isalnum() and not known
        return (None, nxt) if years is None or counts or not 0 < years < _OLDEST else (years, nxt + 2)

    def _over_decade(self, at: int) -> int:
        """The token after "60s", "late thirties", "mid-20s", "teens"; 0 where none of these stands."""
        while self._lower(at) in ("early", "late", "mid", "-"):
            at += 1
        if self._lower(at) in _DECADES:
            return at + 1
        return at + 2 if self._lower(at).isdigit() and self._lower(at + 1).strip("'") == "s" else 0

    def _over_children(self, head: int) -> int:
        """The token after "father of two children": whose father he is counts nobody."""
        nxt = self._over_dash(head + 1)
        if nxt < len(self.tokens) and self.tokens[nxt].lower != "of":
            nxt = head + 1
        if self.tokens[head].lower not in _PARENTS or nxt >= len(self.tokens) or self.tokens[nxt].lower != "of":
            return nxt
        children = read_quantity(self.tokens, self._over_dash(nxt + 1))
        if children is None or children.form not in COUNTED:
            return head + 1
        return children.next + self._is_noun(children.next)
