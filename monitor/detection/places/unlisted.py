"""Places that no gazetteer has, known by the words around them: villages, quarters, schools, streets.

They come as toponyms without coordinates, of the country that the text keeps to until the event says better.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

from monitor.detection.places.mention import Toponym, ToponymRole
from monitor.detection.places.named import Named, Sort, named_places
from monitor.detection.places.names import key_of
from monitor.detection.places.spot import is_word
from monitor.detection.places.standing import context
from monitor.detection.places.surroundings import governing
from monitor.detection.places.words import demonyms
from monitor.detection.text import Text
from monitor.domain.detection import Place
from monitor.domain.taxonomy import PlacePrecision

_WITHIN = re.compile(
    r"(?: (?:village|town|community|area|district|lga|county|territory|division|local government area))?,?"
    r"(?: (?:in|of|on|within))?(?: the)?(?: outskirts of| outskirts)?"
    r"(?: (?:central|rural|upper|lower|(?:north|south|east|west)\w*))? "
)
"""Between a village's name and that of the region it lies in."""
_INSIDE = frozenset({"in", "at", "near", "outside", "inside", "above", "around"})
_ENDS = re.compile(
    r"[.,;:)]|$|\s\s| (?:on|at|in|around|when|while|after|and|before|during|late|early|by|who|where|killing|wounding|"
    r"leaving|this|last|overnight|today|yesterday|from|for|with|as|since|until|near|said|also|"
    r"has|have|had|was|were|is|to|left|killed)\b"
)
"""After the name of a place that goes without a word for what it is."""
_ENTERED = re.compile(r"\b(?:raid|inva|overr|storm|reta|reto|reca)[a-z]+ $|\bout of $")
"""The verbs of places_words.tsv (`enters`) before a name."""
_WHOSE = re.compile(r"\b(?:his|her|their|the couple's|(?:the|his|her) (?:family|parents)(?:'s?)?|the victim's) $")
_AT_HOME = re.compile(r" (?:home|house|apartment|flat|residence|townhouse)\b")
"""Around the town of someone's home: "outside his Dover home"."""
_IN_UNIT = re.compile(
    r",? (?:in|of)(?: the)? (?:[A-ZÀ-Þ][\w'’-]+ ){1,3}(?:LGA|Local Government|[Cc]ount(?:y|ies)|[Dd]istrict|"
    r"[Pp]rovince|[Ss]ub-?county|[Tt]erritory|[Pp]refecture|[Tt]ehsil|[Tt]aluka?|[Ss]tate|[Uu]pazila|[Gg]overnorate|[Rr]egion)\b"
)
"""After a village's name, what it lies in."""
_NO_NAME = re.compile(r"^\d|^[A-Z]['’]|['’]s?$|-[a-z]{3}|[.@]|\d{3}")
"""A year, an owner, "Hamas-run", an address."""
_AT_PERSON = re.compile(
    r"\b(?:shots?|shoot\w*|fir(?:ed|ing|es)|open\w* fire|gun|looked|angry|aimed|pointed) (?:at|in|near) $"
)
_BESIDE = re.compile(r", (?:near|close to|outside|not far from|(?:north|south|east|west)[\w-]* of) (?:the )?")
_STREET = re.compile(r"\b(?:block|street|avenue|road|drive|st\.|ave\.)\b")
LOCAL = frozenset({"US", "CA", "GB", "AU", "NZ", "IE"})
"""Countries whose local news tells of shops and streets, and names a town's quarters as others name villages."""
_OTHER_KINDS = ("lead", "hard", "first", "title", "org", "team", "site")
_PARTS = (Sort.SITE, Sort.STREET)
"""What bears the name of a place that it may be in: Kisangani airport."""
_PRECISION = {Sort.SITE: PlacePrecision.SITE, Sort.STREET: PlacePrecision.SITE, Sort.UNIT: PlacePrecision.REGION}
_OWNS = re.compile(r"['’]s? ")
_NEXT = re.compile(r"(?:['’]s)? ([a-z]+)")
_CARE = re.compile(r"\b(?:hospital|medical|clinic)\b", re.IGNORECASE)
_LEAST = 4
_LONGEST = 3
_NO_VOTE = frozenset({ToponymRole.SUBJECT, ToponymRole.SPEAKER, ToponymRole.DEMONYM})


class Unlisted(NamedTuple):
    """One of them, and what the words call it."""

    toponym: Toponym
    sort: Sort
    within: Place | None
    """The known place that the text says it lies in, right behind it."""


class Finder:
    """Finds them in one text; `toponyms` are those that the gazetteer has."""

    def __init__(self, text: Text, toponyms: Sequence[Toponym]) -> None:
        self.text, self.toponyms = text, toponyms
        self.starts = [t.start for t in toponyms]

    def find(self, sentences: Sequence[int]) -> Iterator[Unlisted]:
        """Those of these sentences, in order."""
        for index in sentences:
            for named in named_places(self.text, self.text.sentences[index]):
                if self._is_new(named) and (found := self._read(named)) is not None:
                    yield found

    def _is_new(self, named: Named) -> bool:
        """Whether it is no known place, no person and no body."""
        known = self._known_in(named)
        shouted = named.name.isupper() and len(named.name) > _LEAST
        if shouted or named.sort is Sort.BODY or (named.sort is not Sort.STREET and _NO_NAME.search(named.name)):
            return False
        if named.sort in _PARTS:
            return all(named.start <= t.start and t.end < named.end for t in known) and not self._qualifies(named)
        if named.name.isupper():
            return False
        if named.sort is Sort.QUARTER:
            return all(t.start == named.start or t.role is ToponymRole.DEMONYM for t in known)
        longer = named.sort is Sort.SETTLEMENT and all(
            t.start == named.start and t.text != named.name and named.name.startswith(t.text) for t in known
        )  # "the village of Tongo Tongo Koira", where the gazetteer has another Tongo Tongo
        if not longer and any(t.role is not ToponymRole.DEMONYM or t.start == named.start for t in known):
            return False
        return named.sort is Sort.UNIT or self._is_town(named)

    def _is_town(self, named: Named) -> bool:
        """Whether the name may be a town's: not long, no word that is mostly another's."""
        parts = named.name.split()
        if len(parts) > _LONGEST or len(named.name) < _LEAST:
            return False
        enough = all if named.sort is Sort.SETTLEMENT else any
        return not enough(self._is_other(part) for part in {parts[0], parts[-1]})

    def _qualifies(self, named: Named) -> bool:
        """Whether the school or street only says whose people they are: "Dover High School students"."""
        match = _NEXT.match(self.text.folded, named.end)
        return match is not None and match[1] in context()["belongs"]

    def _known_in(self, named: Named) -> list[Toponym]:
        at = max(0, bisect_left(self.starts, named.start) - 1)
        until = bisect_left(self.starts, named.end)
        return [t for t in self.toponyms[at:until] if t.end > named.start]

    @staticmethod
    def _is_other(part: str) -> bool:
        return any(is_word(part, kind) for kind in _OTHER_KINDS) or key_of(part) in demonyms()

    def _read(self, named: Named) -> Unlisted | None:
        if named.sort is Sort.BARE and self._is_home(named):
            named = named._replace(sort=Sort.QUARTER)
        preposition, before = governing(self.text.folded, self._owner_start(named))
        within = self._within(named)
        if named.sort is Sort.BARE and not self._may_be(named, preposition, within):
            return None
        home = self._country
        if home is None:
            return None
        words = self.text.full[named.start : named.end]
        place = replace(home, text=words, name=named.name, precision=_PRECISION.get(named.sort, PlacePrecision.CITY))
        toponym = Toponym(
            start=named.start, end=named.end, text=words, sentence=named.sentence, place=place,
            role=ToponymRole.LOCATIVE if preposition else ToponymRole.OTHER, preposition=preposition, score=0.5,
            before=before, noun=_noun(words) if named.sort is Sort.SITE else "",
        )  # fmt: skip
        return Unlisted(toponym, named.sort, within.place if within else None)

    def _owner_start(self, named: Named) -> int:
        """Where the town begins that owns it: before "Moscow's Khamovniki district" the preposition is Moscow's."""
        last = bisect_left(self.starts, named.start) - 1
        if last >= 0 and _OWNS.fullmatch(self.text.folded, self.toponyms[last].end, named.start):
            return self.toponyms[last].start
        return named.start

    def _is_home(self, named: Named) -> bool:
        """Whether someone's home is named by its quarter or town: "his Millbrae home"."""
        head = self.text.folded[max(0, named.start - 20) : named.start]
        at_home = _AT_HOME.match(self.text.folded, named.end) is not None and _WHOSE.search(head) is not None
        return at_home and not self._is_person(named)

    def _may_be(self, named: Named, preposition: str | None, within: Toponym | None) -> bool:
        """Whether a bare name is one: in a known region right after it, or after a preposition and before a pause.

        Where local news is of shops and streets too, "at" and "near" stand before those as often.
        """
        head = self.text.folded[max(0, named.start - 40) : named.start]
        if _ENTERED.search(head):
            return True
        if preposition == "of" and _IN_UNIT.match(self.text.full, named.end):
            return True
        if preposition not in _INSIDE or not head.endswith(f" {preposition} ") or _AT_PERSON.search(head):
            return False
        home = self._country
        local = home is not None and home.country_code in LOCAL
        street = (preposition == "at" and not self._is_beside(named)) or _STREET.search(head)
        if (local and street) or self._is_person(named):
            return False
        return within is not None or _ENDS.match(self.text.folded, named.end) is not None

    def _is_beside(self, named: Named) -> bool:
        """Whether the text says beside which known town it lies: "at Killea, near Derry"."""
        match = _BESIDE.match(self.text.folded, named.end)
        return match is not None and any(t.start == match.end() for t in self.toponyms)

    def _is_person(self, named: Named) -> bool:
        """Whether the text has the name behind a first name elsewhere."""
        name = re.escape(named.name)
        return " " not in named.name and re.search(rf"[A-Z][a-z]+ {name}\b", self.text.full) is not None

    def _within(self, named: Named) -> Toponym | None:
        """The known place that the text says it lies in, right behind it."""
        at = bisect_left(self.starts, named.end)
        following = self.toponyms[at] if at < len(self.toponyms) else None
        if following is None or following.sentence != named.sentence or following.role is ToponymRole.DEMONYM:
            return None
        return following if _WITHIN.fullmatch(self.text.folded, named.end, following.start) else None

    @cached_property
    def _country(self) -> Place | None:
        """The country that the text names most."""
        pool = [t for t in self.toponyms if t.role not in _NO_VOTE and t.place.country_code] or [
            t for t in self.toponyms if t.place.country_code
        ]
        votes = Counter(t.place.country_code for t in pool)
        if not votes:
            return None
        code = votes.most_common(1)[0][0]
        first = next(t.place for t in pool if t.place.country_code == code)
        return Place(text="", name="", country=first.country, country_code=code)


def _noun(words: str) -> str:
    """What the site is, a hospital before all."""
    return "hospital" if _CARE.search(words) else words.rsplit(" ", 1)[-1].lower()


def unlisted_places(text: Text, toponyms: Sequence[Toponym], sentences: Sequence[int]) -> tuple[Unlisted, ...]:
    """Places that `sentences` name and the gazetteer lacks: see `Finder`."""
    return tuple(Finder(text, toponyms).find(sentences)) if toponyms else ()
