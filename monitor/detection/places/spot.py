"""Spots names that are in the gazetteer, with what surrounds them; which place each means is `resolve`'s question."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache, cached_property, lru_cache

from monitor.detection.lexicon import read_tsv
from monitor.detection.places.gazetteer import Found, Gazetteer, Kind, gazetteer, state_row
from monitor.detection.places.mention import Mention, ToponymRole
from monitor.detection.places.names import key_of
from monitor.detection.places.words import abbreviations, demonyms, words
from monitor.detection.text import Text

# The capital first, then what must not stand before it: three times as fast as the other way round.
_NAME = re.compile(
    r"[A-ZÀ-ÖØ-ÞĀ-Ž](?<![^\W\d_].)(?:\.(?:[A-Z]\.)+(?:[A-Z]\b)?|\.\s?Va\.|[^\W\d_]*(?:['’ʼ‘][^\W\d_]+)*)"
)
# What may stand between the words of one name: Strait of Hormuz, Deir ez-Zor, Rio de Janeiro, St. Louis.
_JOIN = re.compile(
    r"[ \u00a0]|-|/|\. |"
    r"[ -](?:of|the|de|del|della|do|da|dos|du|di|la|las|los|le|les|el|al|as|ad|ar|at|an|az|ez|es|ash|esh|en|e|i|y|and|"
    r"&|au|aux|on|upon|sur|sous|am|an der|ul|ol|bin|of the|de la|de los|de las|and the)[ -](?:al-|el-)?|"
    r"[ -](?:al|el|ad|ar|as|az|ez|ash|an|at)-"
)
_ABBREVIATED = frozenset(["st", "ft", "mt", "ste", "n", "s", "e", "w", "pt"])
_PARTICLE = re.compile(r"(?:^|(?<=[\s(\"'“‘]))(?:al|el|ad|ar|as|az|ez|ash|an|at)-$")
_LONGEST = 5
_STATE_AFTER = re.compile(
    r"(?:,|\s\()\s*((?:[A-Z]\.\s?){2}|P\.E\.I\.|N\.W\.T\.|W\.\s?Va\.|[A-Z][a-z]{1,5}\.|[A-Z]{2,3})(?![\w])"
)

_TWO_WORDS = re.compile(r", ([A-Z][a-z]+)(?: ([A-Z][a-z]+))?")
_STATE_MAY_FOLLOW = re.compile(r", \s*[A-Z]")
"""Where alone `named_state` can find one."""
_OF_A_CONTINENT = re.compile(r"(?:South|Latin|Central|North|SOUTH|LATIN|CENTRAL|NORTH)[ -]$")
"""Before "American", which then is no citizen of the United States."""
_SPOKEN = re.compile(
    r"\b(?:(?:speak|speaks|spoke|speaking|fluent|broken)(?: only)?|in|into|only)(?: \w+ (?:and|or))? $"
)
_LANGUAGE_ENDS = re.compile(r"[,.;:)\"”?!]|$| (?:and|or) [A-Z]\w+(?:[,.;:)\"”]|$)| language\b")
"""Around the name of a language: "spoke in English." """
_UNKNOWN_REACH = 60
"""Characters within which the comma behind an unknown town's name must stand."""
_UNKNOWN_SPACES = 4
"""Most spaces in a name of three words: two between them, and "W. Va." has one itself."""


@lru_cache(maxsize=8192)
def _key(name: str) -> str:
    return key_of(name)


@lru_cache(maxsize=16384)
def _reach(word: str) -> int:
    """How many words a name may have that begins with `word`, as written; 0 where none does.

    Most capitalised words begin no name, and the same ones come again and again: remembered, they cost a tenth.
    """
    first, known = _key(_bare(word)), gazetteer().longest
    longest = max(known.get(first.partition(" ")[0], 0), _bare(word) in codes())
    return max(2, longest) if first in _demonym_starts() else longest


@lru_cache(maxsize=16384)
def _is_known(words: str) -> bool:
    """Whether the gazetteer or the demonyms have these words, as written, or a name that goes on in lower case."""
    key = _key(_bare(words))
    return _bare(words) in codes() or key in gazetteer() or key in demonyms() or key in gazetteer().extensions


_COUNTY_NEXT = re.compile(
    r" Co\.|(?:,? [A-Z][a-z]+)*,? and [A-Z][a-z]+(?: [A-Z][a-z]+)? [Cc]ounties\b|"
    r" (?:[Ss]heriff(?:['’]s)?|[Dd]eputies|[Dd]eputy|[Dd]etectives|[Cc]ounties)\b"
)
"""After a county's name that goes without the word: "Pasco deputies", "Orange and Lake counties", "Boyle Co."."""
_SHORT_KINDS = frozenset({Kind.COUNTRY, Kind.AREA})


@cache
def _tail_pattern(tail: str) -> re.Pattern[str]:
    return re.compile(r"(?:['’]s)?[ -]" + tail.replace(" ", "[ -]") + r"\b", re.IGNORECASE)


@cache
def _demonym_starts() -> frozenset[str]:
    return frozenset(key.partition(" ")[0] for key in demonyms())


class Spotter:
    """Reads one text once."""

    def __init__(self, text: Text) -> None:
        self.text, self.full = text, text.full
        self.gazetteer: Gazetteer = gazetteer()
        self.capitals = text.upper_case
        self.names = [m.span() for m in _NAME.finditer(self.full)]
        self.mentions: list[Mention] = []

    def spot(self) -> list[Mention]:
        """All candidates in order, none overlapping another."""
        at, names = 0, self.names
        while at < len(names):
            used = self._match(at)
            at += used or 1
        return self.mentions

    def _match(self, at: int) -> int:
        """Takes the longest name from word `at`; how many words it took."""
        full = self.full
        start, end = self.names[at]
        reach = _reach(full[start:end])
        if full[start - 1 : start] == "-":
            reach = max(2, reach)  # With "al-" before it the name is another.
        if reach:
            ends = self._ends(at, reach) if reach > 1 else [end]
            for count in range(len(ends), 0, -1):
                if self._take_county(start, ends[count - 1]) or self._take(start, ends[count - 1], count):
                    return count
        if full.find(", ", end, end + _UNKNOWN_REACH) < 0:
            return 0  # most words: the quick look
        return self._take_unknown(start, at) if full[end : end + 1] in (",", " ") else 0

    def _ends(self, at: int, longest: int) -> list[int]:
        """Where a name from word `at` may end: after it, and after each word that is joined to it."""
        full, names = self.full, self.names
        ends = [names[at][1]]
        for index in range(at + 1, min(at + min(longest, _LONGEST), len(names))):
            gap = full[names[index - 1][1] : names[index][0]]
            if gap != " " and (len(gap) > 8 or not _JOIN.fullmatch(gap)):
                break
            if gap == ". " and _key(full[names[index - 1][0] : names[index - 1][1]]) not in _ABBREVIATED:
                break
            ends.append(names[index][1])
        return ends

    @cached_property
    def _commas(self) -> list[int]:
        """Offsets of the commas that a state's name may follow."""
        return [match.start() for match in _STATE_MAY_FOLLOW.finditer(self.full)]

    def _take_unknown(self, start: int, at: int) -> int:
        """A name the gazetteer lacks before a state: "Traer, Iowa", "Eureka Springs, Ark."."""
        end = self.names[at][1]
        if self.capitals or not self._comma_near(end):
            return 0
        for count in range(1, 4):
            if self.full[end : end + 2] == ", " and named_state(self.full, end):
                return self._add_unknown(start, end, count)
            after = at + count
            if after >= len(self.names) or self.names[after][0] != end + 1 or self.full[end] != " ":
                return 0
            end = self.names[after][1]
        return 0

    def _comma_near(self, end: int) -> bool:
        """Whether such a comma stands so near behind `end` that a name of three words may lie before it."""
        index = bisect_left(self._commas, end)
        return index < len(self._commas) and self.full.count(" ", end, self._commas[index]) <= _UNKNOWN_SPACES

    def _add_unknown(self, start: int, end: int, count: int) -> int:
        name = self.full[start:end]
        first = name.split()[0]
        last = name.rsplit(" ", 1)[-1]
        if is_word(last, "org") or is_word(last, "site") or is_word(name, "hard"):
            return 0
        if any(is_word(part, "lead") for part in name.split()):
            return 0  # "Earlier Friday, Michigan State Police", "Deaths In Bedford, N.H."
        if _key(name) in demonyms() or (count > 1 and first.isupper() and len(first) < 6):
            return 0
        self._add(start, end, _key(name), (), ToponymRole.OTHER)
        return count

    def _take(self, start: int, end: int, count: int) -> bool:
        name = self.full[start:end]
        if not _is_known(name) and self.full[start - 1 : start] != "-":
            return False
        name = _bare(name)
        end = start + len(name)
        if name in codes() and not self.capitals:
            self._add(start, end, key_of(codes()[name].row.name), (codes()[name],), ToponymRole.OTHER)
            return True
        key = _key(name)
        if count <= 2 and (known := demonyms().get(key)) is not None:
            return self._take_demonym(start, end, key, known)
        start, end, key = self._with_particle(start, end, key)
        end, key = self._extended(end, key)
        found = self.gazetteer.find(key)
        if not found or self._is_code(name, key, found[0]):
            return False
        self._add(start, end, key, found, ToponymRole.OTHER)
        return True

    def _take_demonym(self, start: int, end: int, key: str, known: tuple[str, str]) -> bool:
        if known[0] == "US" and _OF_A_CONTINENT.search(self.full, max(0, start - 9), start):
            return False
        if _LANGUAGE_ENDS.match(self.full, end) and _SPOKEN.search(self.text.folded, max(0, start - 24), start):
            return False
        self._add(start, end, key, _rows_of(*known), ToponymRole.DEMONYM)
        return True

    def _take_county(self, start: int, end: int) -> bool:
        """A county's name without the word county."""
        if self.capitals or not _COUNTY_NEXT.match(self.full, end):
            return False
        name = self.full[start:end]
        found = tuple(f for f in self.gazetteer.find(f"{_key(name)} county") if f.row.kind is Kind.COUNTY)
        if not found or state_of(name):
            return False
        self._add(start, end, f"{_key(name)} county", found, ToponymRole.OTHER)
        return True

    def _with_particle(self, start: int, end: int, key: str) -> tuple[int, int, str]:
        """With the article before it where that is the name: al-Tanf."""
        if self.full[start - 1 : start] != "-":
            return start, end, key
        particle = _PARTICLE.search(self.full, max(0, start - 4), start)
        if particle is None:
            return start, end, key
        longer = _key(self.full[particle.start() : end])
        if key in self.gazetteer and longer not in self.gazetteer and longer not in self.gazetteer.extensions:
            return start, end, key
        return particle.start(), end, longer

    def _is_code(self, name: str, key: str, best: Found) -> bool:
        """Abbreviations in capitals that are only by chance a place's name."""
        if key == "us":  # in capitals, "US" is the pronoun
            return name not in (("U.S", "U.S.") if self.capitals else ("US", "U.S", "U.S."))
        if key in ("dc", "d c"):
            return not name.isupper()
        if len(key) < 3 and not name[:2].isupper():
            return True
        return name.isupper() and len(name) <= 4 and not self.capitals and best.row.kind not in _SHORT_KINDS

    def _extended(self, end: int, key: str) -> tuple[int, str]:
        """The name with lower-case words that belong to it: Rafah crossing, Zaporizhzhia nuclear plant."""
        for tail in self.gazetteer.extensions.get(key, ()):
            match = _tail_pattern(tail).match(self.full, end)
            if match:
                return match.end(), f"{key} {tail}"
        return end, key

    def _add(self, start: int, end: int, key: str, found: tuple[Found, ...], role: ToponymRole) -> None:
        sentence = self.text.sentence_at(start)
        index = sentence.index if sentence else 0
        text = self.full[start:end]
        self.mentions.append(Mention(start, end, text, key, index, found, role, words=text))


@cache
def codes() -> dict[str, Found]:
    """Short names in capitals, as written, to their places: LA, NSW."""
    rows = ((code, gazetteer().find(key_of(name)), country) for code, name, country in read_tsv("places_codes.tsv"))
    return {code: next(f for f in found if f.row.country == country) for code, found, country in rows}


def _bare(name: str) -> str:
    """Without the possessive."""
    if name[-2:] in ("'s", "’s") or (name[-2:] in ("'S", "’S")):
        return name[:-2]
    return name


@cache
def _rows_of(country: str, place: str) -> tuple[Found, ...]:
    from monitor.detection.places.gazetteer import country_row

    if not place:
        row = country_row(country)
        return (Found(row, False),) if row else ()
    if country == "US" and place == "Georgia":
        return ()
    found = gazetteer().find(key_of(place))
    return tuple(f for f in found if f.row.country == country)[:1]


def spot(text: Text) -> list[Mention]:
    """Candidates of `text`: see `Spotter`."""
    return Spotter(text).spot()


def state_after(full: str, end: int, *, capitals: bool = False) -> tuple[int, int, Found] | None:
    """An abbreviated state after a comma at `end`: its span and place. In `capitals`, IN and OR are words."""
    match = _STATE_AFTER.match(full, end)
    if match is None or (capitals and match[1].isalpha()):
        return None
    known = abbreviations().get(match[1]) or abbreviations().get(match[1].replace(" ", ""))
    row = state_row(*known) if known else None
    return (match.start(1), match.end(1), Found(row, False)) if row else None


@cache
def _states() -> dict[str, Found]:
    rows = read_tsv("places_states.tsv")
    found = ((key_of(r[2]), state_row(r[0], r[2])) for r in rows if r[0] in ("US", "CA"))
    return {key: Found(row, False) for key, row in found if row is not None}


def state_of(name: str) -> Found | None:
    """The American or Canadian state of that name."""
    return _states().get(_key(name))


def named_state(full: str, end: int) -> Found | None:
    """The state after ", " at `end`, in full or abbreviated."""
    short = state_after(full, end)
    if short is not None:
        return short[2]
    match = _TWO_WORDS.match(full, end)
    if match is None:
        return None
    both = f"{match[1]} {match[2]}" if match[2] else ""
    return _states().get(key_of(both)) or _states().get(key_of(match[1]))


def is_word(word: str, kind: str) -> bool:
    """Whether `word` is of a kind of places_words.tsv."""
    return word.lower().rstrip(".") in getattr(words(), kind)
