"""Is this name a place here, and how does it stand in its sentence? Read from the words right before and after it.

Each sign adds to or takes from the mention's evidence; `verdict` compares the sum with what such a name needs.
"""

from __future__ import annotations

import re
from functools import lru_cache

from monitor.detection.places.gazetteer import Found, Kind
from monitor.detection.places.mention import Mention, ToponymRole
from monitor.detection.places.names import key_of
from monitor.detection.places.seats import SITES
from monitor.detection.places.spot import is_word, state_after
from monitor.detection.places.surroundings import (
    Surroundings,
    dateline_span,
    governing,
    outlet_start,
    surroundings,
)
from monitor.detection.places.verdict import GOVERNING, GREAT_CITY, VERY_GREAT_CITY, Known, governs, stands
from monitor.detection.places.words import demonyms, words
from monitor.detection.text import Text

_LARGER = (Kind.COUNTRY, Kind.REGION)
_STATED = frozenset({"US", "CA", "AU"})
"""Countries whose towns are given with their states."""
_LONG = re.compile(r"(?<!\S)([^\W\d_])\S{3}")
"""A long word, by its first letter."""
_SMALL = re.compile(r"[a-zß-öø-ÿ]")
"""Words of four letters and more, and those in small letters."""
_NOUNS = frozenset({"attack", "strike", "bomb", "fire"})
_COUNTY = " county"
_CORNER = re.compile(r"\b(?:at|of) [A-Z][a-z]+ and $")
_HEADLINE = 250
"""Characters; no headline is longer."""
_FRENCH = frozenset({"du", "des"})
_FIXED_ROLES = (ToponymRole.DATELINE, ToponymRole.CONTAINER)


@lru_cache(maxsize=4096)
def _key(word: str) -> str:
    return key_of(word)


class Judge:
    """Judges the mentions of one text."""

    def __init__(self, text: Text, mentions: list[Mention]) -> None:
        self.text, self.full, self.mentions = text, text.full, mentions
        self.words = words()
        self.known = Known(text.upper_case)
        self.states: list[Mention] = []
        self._title_case: dict[int, bool] = {}
        self._dateline = dateline_span(text)
        self._outlet = outlet_start(text)

    def judge(self) -> list[Mention]:
        """The mentions that are places, in order, with roles and evidence."""
        for index, mention in enumerate(self.mentions):
            self._look(index, mention)
        self.known.sure = {m.key for m in self.mentions if m.evidence >= 1.0}
        standing = [m for m in self.mentions if stands(m, self.known)]
        taken = {m.start for m in standing}
        return sorted(standing + [s for s in self.states if s.start not in taken], key=lambda m: m.start)

    def _look(self, index: int, m: Mention) -> None:
        around = surroundings(self.full, m.start, m.end)
        m.extra["noun"] = around.after.lower()
        if around.possessive:
            m.extra["possessive"] = "yes"
        if m.role is ToponymRole.DEMONYM:
            m.preposition, m.extra["before"] = governing(self.text.folded, m.start)
            return
        m.extra["noun"] = m.extra["noun"].removesuffix("'s")
        if around.owned and index and m.start - self.mentions[index - 1].end == 3:
            m.extra["owner"] = self.mentions[index - 1].found[0].row.country if self.mentions[index - 1].found else ""
        self._place_in_text(index, m)
        if self._at_corner(index, m) or _in_french_name(m, around):
            m.evidence -= 4
        self._governed(m)
        if m.key.endswith(_COUNTY) and not _key(m.text).endswith(_COUNTY):
            m.evidence += 1.0  # read with the words after it already
            return
        if self._joined(index, m):
            m.evidence += 1.0
        if self.text.upper_case or self._titled(m.sentence):
            self._without_case(m, around)
            return
        if around.before[:1].isupper() and not (around.owned or around.mark == "," or self._touches(index - 1)):
            self._after_capital(m, around)
        if around.after and not self._touches(index):
            self._before_word(m, around)

    def _at_corner(self, index: int, m: Mention) -> bool:
        """Whether it is the second of two streets, the first no place: "at Flamingo and Durango"."""
        match = _CORNER.search(self.full, max(0, m.start - 30), m.start)
        return match is not None and (index == 0 or self.mentions[index - 1].end <= match.start())

    def _joined(self, index: int, m: Mention) -> bool:
        """Whether "and" alone stands between it and a place: "in Bakhmut and Soledar"."""
        last = self.mentions[index - 1] if index else None
        return last is not None and last.role is ToponymRole.LOCATIVE and self.full[last.end : m.start] == " and "

    def _touches(self, index: int) -> bool:
        """Whether the candidates at `index` and after it stand side by side: the UK Cyprus base."""
        if index < 0 or index + 1 >= len(self.mentions):
            return False
        a, b = self.mentions[index], self.mentions[index + 1]
        return b.start - a.end == 1 and _firm(a) and _firm(b)

    def _titled(self, sentence: int) -> bool:
        """Whether the sentence is a headline with most words capitalised."""
        known = self._title_case.get(sentence)
        if known is None:
            text = self.text.sentences[sentence].text if self.text.sentences else ""
            text = text if len(text) < _HEADLINE else ""
            letters = "".join(_LONG.findall(text))
            known = len(letters) >= 3 and len(_SMALL.findall(letters)) < 0.25 * len(letters)
            self._title_case[sentence] = known
        return known

    # What the place in the text says.

    def _place_in_text(self, index: int, m: Mention) -> None:
        self._contained(index, m)
        if self._outlet <= m.start < self.text.body_start:
            m.extra["outlet"] = "yes"
        if self._heads(m):
            m.extra["heads"] = "yes"
            filed = m.start == self.text.body_start and m.text.isupper() and not self.text.upper_case
            m.role, m.evidence = ToponymRole.DATELINE if filed else ToponymRole.LOCATIVE, m.evidence + 2.5
            return
        if m.start == self.text.body_start and self.full[m.end : m.end + 2] == ": " and self._is_filed(m):
            m.role, m.evidence = ToponymRole.DATELINE, m.evidence + 2.5
            return
        start, end = self._dateline
        if start <= m.start and m.end <= end and m.role is not ToponymRole.CONTAINER:
            m.role, m.evidence = ToponymRole.DATELINE, m.evidence + 2

    def _is_filed(self, m: Mention) -> bool:
        """Whether it is a capital in capitals, which heads a text as where it was filed: "KABUL: A bomb"."""
        capital = bool(m.found) and m.found[0].row.kind is Kind.CAPITAL
        return capital and m.text.isupper() and not self.text.upper_case

    def _heads(self, m: Mention) -> bool:
        """Whether a town's name and a colon head the title or the text: "Basra: advocate killed", "BANNU: Two died"."""
        heads = m.start in (0, self.text.body_start) and self.full[m.end : m.end + 2] == ": "
        if not heads or not m.found or m.found[0].row.name in SITES:
            return False  # "Kremlin: ..." heads what a government says
        return m.found[0].row.kind not in (Kind.COUNTRY, Kind.CAPITAL)

    def _contained(self, index: int, m: Mention) -> None:
        """The state or country right after: "Dayton, Ohio", "Paris, Texas", "Gary, Ind."."""
        short = state_after(self.full, m.end, capitals=self.text.upper_case)
        if short is not None:
            m.hint, m.evidence = short[2].row, m.evidence + 3
            self._add_state(m, *short)
            return
        following = self.mentions[index + 1] if index + 1 < len(self.mentions) else None
        if following is None or following.role is ToponymRole.DEMONYM:
            return
        gap = self.full[m.end : following.start]
        if gap not in (", ", " (", ",") and not (gap == " " and _unparted(m, following)):
            return
        larger = next((f for f in following.found if _holds(f, m)), None) or self._state_of_unknown(m, following)
        if larger is not None:
            m.hint, m.evidence = larger.row, m.evidence + 3
            following.role, following.evidence = ToponymRole.CONTAINER, following.evidence + 2

    def _state_of_unknown(self, m: Mention, following: Mention) -> Found | None:
        """The state of a town whose namesakes alone are known: "Carlton, Georgia" where none is known there."""
        local = m.found and m.found[0].row.kind in (Kind.CITY, Kind.COUNTY)
        between, after = self.full[m.end : following.start], self.full[following.end : following.end + 1]
        if not local or (between, after) != (", ", ","):
            return None
        return next((f for f in following.found if f.row.kind is Kind.REGION and f.row.country in _STATED), None)

    def _add_state(self, m: Mention, start: int, end: int, found: Found) -> None:
        text = self.full[start:end]
        state = Mention(start, end, text, key_of(text), m.sentence, (found,), ToponymRole.CONTAINER, words=text)
        state.evidence = 2.0
        self.states.append(state)

    # What the words before it say.

    def _governed(self, m: Mention) -> None:
        if m.role in _FIXED_ROLES or "heads" in m.extra:
            return
        preposition, before = governing(self.text.folded, m.start)
        if preposition is None:
            return
        m.extra["before"] = before
        if preposition == "to" and before == "according":
            m.evidence -= 0.0 if m.extra["noun"] in self.words.town_bodies else 1.0
            m.extra["speech"] = "said"
            return
        if before in self.words.corner and preposition != "in":
            m.evidence -= 4
            return
        m.preposition, m.role = preposition, ToponymRole.LOCATIVE
        m.evidence += 1.5 if preposition in self.words.strong else 0.8 if preposition == "of" else 0.6

    def _after_capital(self, m: Mention, around: Surroundings) -> None:
        """After another capitalised word: a surname, another place's name, or an adjective that only looks so."""
        low, lists = around.before.lower().rstrip("."), self.words
        if low in lists.qualifier or low in lists.site or _key(around.before) in demonyms():
            return
        opens = self._opens(m, around.before)
        if low in lists.title or (low in lists.first and not opens):
            m.evidence -= 4
            self.known.persons.add(m.key)
        elif low in lists.feature and not around.mark:
            m.evidence -= 4
        elif opens or (low in lists.hard and low not in lists.org):
            return
        elif low in lists.org or low in lists.team:
            m.evidence -= 1
        elif m.preposition not in lists.strong and m.hint is None and not self._country(m):
            # A capitalised word that is no known one: most likely a first name, and this the surname.
            m.evidence -= 3
            self.known.persons.add(m.key)

    def _country(self, m: Mention) -> bool:
        """Whether it is a country's name that nobody bears: "Widespread Iran protests"."""
        named_so = m.key in self.words.first or m.key in self.words.soft
        return bool(m.found) and m.found[0].row.kind is Kind.COUNTRY and not named_so

    def _opens(self, m: Mention, before: str) -> bool:
        """Whether the word before begins the sentence and so has its capital from there."""
        sentence = self.text.sentences[m.sentence]
        compound = "-" in before and not before.rpartition("-")[2][:1].isupper()
        return m.start - len(before) - 2 <= sentence.start and (compound or before.lower() in self.words.opening)

    # What the words after it say.

    def _before_word(self, m: Mention, around: Surroundings) -> None:
        low = around.after.lower().rstrip(".")
        if m.key.startswith("st ") and (low in self.words.saintly or self._is_parish(m, around)):
            m.evidence -= 5
        if around.possessive:
            m.evidence += 0.3
            if low in self.words.site:
                m.extra["org"] = low
        elif around.after[:1].isupper():
            self._before_capital(m, around.after, low)
        else:
            self._before_lower(m, low)
        if self._acts(m, low) and not around.possessive:
            m.extra["speech"] = low

    def _well_known(self, m: Mention) -> bool:
        """Whether the name is no usual word or surname, or a very great city's all the same."""
        return m.key not in self.words.soft or (bool(m.found) and m.found[0].row.population > VERY_GREAT_CITY)

    def _in_title(self, m: Mention) -> bool:
        return self.text.sentences[m.sentence].in_title and m.key not in self.words.first

    def _is_parish(self, m: Mention, around: Surroundings) -> bool:
        """Whether it is a church, school or square by its saint alone: "gunmen walked into St Mary's"."""
        if around.possessive and is_word(around.after.lower(), "street"):
            return True  # "St Mark's Square" in any town
        bare = around.possessive and not around.after[:1].isupper() and not is_word(around.after, "org")
        return bare and bool(m.found) and m.found[0].row.population < GREAT_CITY / 4

    def _before_lower(self, m: Mention, low: str) -> None:
        if low in self.words.unplaced:
            m.evidence -= 4
        elif low in self.words.site or low in self.words.org:
            m.evidence += 1.0
            m.extra["org"] = low
        elif low in self.words.dwellers or low in self.words.acts:
            m.evidence += 1.0 if self._well_known(m) else 0.5 if m.role is ToponymRole.LOCATIVE else 0.0
            m.evidence += 0.5 if self._in_title(m) and not self._well_known(m) else 0.0
        elif low in self.words.speech and m.role is ToponymRole.OTHER and not governs(m):
            m.evidence -= 1.0
        elif self._in_title(m):
            m.evidence += 0.5  # "tram hit in Trier" or "Trier tram hit": headlines leave out the preposition

    def _before_capital(self, m: Mention, after: str, low: str) -> None:
        lists, strong = self.words, m.preposition in self.words.strong
        if (low in lists.team and after not in ("Press", "Today")) or low in lists.unplaced:
            m.evidence -= 4
        elif low in lists.street:
            m.evidence -= 4 if " " not in m.key or after.endswith(".") else 2
        elif low in lists.org or low in lists.site or _key(after) in demonyms():
            m.evidence += 1.0
            m.extra["org"] = low
            if m.role is ToponymRole.OTHER:
                m.role = ToponymRole.ORGANISATION
        elif m.key in lists.first and not strong:
            m.evidence -= 4
            self.known.persons.update((_key(after), m.key))
        elif low in lists.hard and low not in lists.title:
            m.evidence -= 0.5 if m.preposition is None else 0.0
        elif not governs(m):
            m.evidence -= 2.5
        elif strong:
            m.role = ToponymRole.ORGANISATION
        else:
            m.evidence -= 1.5

    def _without_case(self, m: Mention, around: Surroundings) -> None:
        """Where every word is a capital only the gazetteer, the lists and prepositions tell."""
        before, after, lists = around.before.lower().rstrip("."), around.after.lower(), self.words
        if before in lists.title or (before in lists.first and m.found and m.found[0].row.kind is not Kind.COUNTRY):
            m.evidence -= 2.5
            self.known.persons.add(m.key)
        elif before in lists.feature or after in lists.street or after in lists.team or after in lists.unplaced:
            m.evidence -= 2.0
        if after in lists.org or after in lists.site:
            m.evidence += 1.0
            m.extra["org"] = after
        if self._acts(m, after) and not around.possessive:
            m.extra["speech"] = after

    def _acts(self, m: Mention, after: str) -> bool:
        if after in _NOUNS and m.found and m.found[0].row.kind in (Kind.CAPITAL, Kind.REGION):
            return False  # a city attacks; "Paris attack" is one in Paris
        return after in self.words.speech and m.role not in (ToponymRole.LOCATIVE, ToponymRole.DATELINE)


def _in_french_name(m: Mention, around: Surroundings) -> bool:
    """Whether a town's name is a word of another in French: Gare du Midi."""
    town = bool(m.found) and m.found[0].row.kind in (Kind.CITY, Kind.COUNTY)
    return town and (around.before in _FRENCH or around.after in _FRENCH)


def _firm(m: Mention) -> bool:
    return bool(m.found) and (m.found[0].row.kind in GOVERNING or m.role is ToponymRole.DEMONYM)


def _unparted(m: Mention, following: Mention) -> bool:
    """Whether a town's state may follow without a comma, as headlines have it: "Dayton Ohio"."""
    town = bool(m.found) and m.found[0].row.kind in (Kind.CITY, Kind.COUNTY)
    return town and any(f.row.kind is Kind.REGION and f.row.country in _STATED for f in following.found)


def _holds(larger: Found, m: Mention) -> bool:
    """Whether a reading of `m` lies in the state or country `larger`; an unknown name may lie in any state."""
    row = larger.row
    if row.kind not in _LARGER:
        return False
    if not m.found:
        return row.kind is Kind.REGION
    inner = (f.row for f in m.found if f.row.kind is not Kind.COUNTRY and f.row.number != row.number)
    if row.kind is Kind.COUNTRY:
        return any(r.country == row.country for r in inner)
    return any(r.country == row.country and r.region == row.region for r in inner)
