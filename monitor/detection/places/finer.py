"""The event's place in the text's own words, where those are finer than the gazetteer: a village, a quarter, a school.

A village that the gazetteer lacks becomes the place, in the region and country found; without coordinates, since the
region's would say more than the text. A part of a town, or what stands in it, stays the town with its coordinates, in
the words of the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from monitor.detection.draft import Draft
from monitor.detection.places.gazetteer import population_of
from monitor.detection.places.inside import holds, identity, kilometres
from monitor.detection.places.location import RANK, Location, evidence_of
from monitor.detection.places.mention import Toponym, ToponymRole
from monitor.detection.places.named import Sort, is_called
from monitor.detection.places.names import key_of
from monitor.detection.places.standing import context
from monitor.detection.places.unlisted import LOCAL, Unlisted, unlisted_places
from monitor.detection.places.weighing import Weighing
from monitor.detection.places.words import words
from monitor.detection.text import Text
from monitor.domain.detection import Place
from monitor.domain.taxonomy import PlacePrecision

_MOST = 16
"""Sentences that are read: a report tells where it was before it tells of those who lived there."""
_TOWNS = frozenset({Sort.SETTLEMENT, Sort.BARE})
_TOWN = RANK[PlacePrecision.CITY]
_OWNER = 30
"""Characters between a district's name and that of its town: "Moscow's Khamovniki district"."""
_LEAST = 5
"""Letters of a quarter's name; what is shorter is an abbreviation of the town: D.C., NYC."""
_FIRST = 4
"""The title's sentence or two, and the first of the text."""
_NEAR_KM = 40.0
_STANDS = 1.2
_SURE = 1.6
_GREAT_CITY = 300_000
_PLACING = frozenset("in at near inside outside on along off across around into".split())
_WORTH = {Sort.UNIT: -0.8, Sort.SITE: 0.2}
_FINEST = 0.8
"""For "the 300 block of Elm Street", an address."""
_CALLED = frozenset({"called", "responded", "dispatched", "summoned", "rushed", "scrambled"})
"""Before "to" and a street: that is where it happened."""
_WENT = frozenset({"walking", "walked", "fleeing", "fled", "escaped", "escaping", "ran", "running"})
_SLAIN = re.compile(r"\b(?:shot|gunned|stabbed|hacked|beaten|found|left|bludgeoned) dead [^.;]*$")
_NAMESAKE = -2.5
_SOMEONE = re.compile(r"(?<![^\W_])[A-Z][\w'’.-]+ [A-Z][\w'’-]+,? of (?:the )?$")
"""Before the home of someone named: "Ali Aden of Bura"."""
_FROM = re.compile(
    r",? (?:(?:some|about|just|around) )?(?:[\d.]+ ?(?:km|kilomet(?:er|re)s|miles) )?(?:to the )?"
    r"(?:(?:north|south|east|west)[\w-]* of|outside|near|close to|not far from) (?:the )?"
    r"(?:port |northern |southern |eastern |western )?(?:(?:city|town) of )?"
)
"""Between a village's name and that of the town it lies beside."""


class Finer:
    """Refines the locations of one text's events."""

    def __init__(self, text: Text, toponyms: Sequence[Toponym], drafts: Sequence[Draft], *, alone: bool) -> None:
        self.text, self.drafts, self.toponyms = text, drafts, toponyms
        self.lead = [s.index for s in text.sentences[:_FIRST] if not s.in_title]
        told = sorted({index for draft in drafts for index in draft.sentences} | set(self.lead))[:_MOST]
        self.found = {u.toponym.start: u for u in unlisted_places(text, toponyms, told)}
        if self.found:
            together = sorted([*toponyms, *(u.toponym for u in self.found.values())], key=lambda t: t.start)
            self.weighing = Weighing(text, together, alone=alone)

    def refine(self, known: Location, draft: Draft, told: Sequence[Toponym]) -> Location:
        """`known` in finer words where the event has them; `told` are the event's names of it."""
        place = known.place
        if not self.found or place is None or not place.country_code or known.places or _is_finest(place):
            return known
        own = self._own(draft, place)
        weight = max((self.weighing.weight(t, draft) for t in told), default=0.0)
        if RANK[place.precision] < _TOWN or all(t.noun in words().region_word for t in told):
            weight = _SURE
        town = self._best([u for u in own if u.sort in _TOWNS], draft)
        if town is not None and self._weight(town, draft) > weight:
            return self._named(known, place, town, beside=self._lies_beside(town, told) or _only_filed(told, place))
        if town is not None and self._is_inside(town, place, draft, told):
            local = place.country_code in LOCAL and place.precision is PlacePrecision.CITY
            if local and not self._lies_beside(town, told):
                return self._shown(known, place, town)  # local news names a quarter so
            return self._named(known, place, town, beside=self._lies_beside(town, told) or _only_filed(told, place))
        part = self._best([u for u in own if u.sort not in _TOWNS and self._is_part(u, place, weight)], draft)
        return self._shown(known, place, part) if part is not None else known

    def _weight(self, u: Unlisted, draft: Draft) -> float:
        return self.weighing.weight(u.toponym, draft)

    def _is_inside(self, u: Unlisted, place: Place, draft: Draft, told: Sequence[Toponym]) -> bool:
        """Whether the text says so, or the known place is that of the title, and the sentence tells of the attack."""
        if self._is_within(u, place) or self._lies_beside(u, told):
            return True
        anchored = any(a.sentence == u.toponym.sentence for a in draft.anchors) or (
            u.toponym.preposition in _PLACING and u.toponym.sentence in self.lead
        )
        others = (t for t in told if t.sentence == u.toponym.sentence and t.role is not ToponymRole.DATELINE)
        return anchored and all(t.place.precision is PlacePrecision.COUNTRY for t in others)

    def _lies_beside(self, u: Unlisted, told: Sequence[Toponym]) -> bool:
        """Whether the text says in which direction from the known town it lies."""
        return any(_FROM.fullmatch(self.text.folded, u.toponym.end, t.start) for t in told if t.start > u.toponym.end)

    @staticmethod
    def _is_within(u: Unlisted, place: Place) -> bool:
        """Whether the text says that it lies in the known place, or in a region and then in that place of it."""
        return u.within is not None and (identity(u.within) == identity(place) or u.within.name == place.admin1)

    def _own(self, draft: Draft, place: Place) -> list[Unlisted]:
        """Those that the event's sentences name, not said to lie in another place than `place`."""
        own = [self.found[t.start] for t in self.weighing.own(draft) if t.start in self.found]
        told = {u.toponym.sentence for u in own}
        goes_on = [s for s in self.lead if s not in told and self._goes_on(s, draft)]
        own += [u for u in self.found.values() if u.toponym.sentence in goes_on]
        return [u for u in own if u.within is None or holds(place, u.within) or holds(u.within, place)]

    def _goes_on(self, sentence: int, draft: Draft) -> bool:
        """Whether it is of the text's first sentences, which tell more of the news, and of no other attack."""
        others = (d for d in self.drafts if d is not draft)
        return self.weighing.leads(draft) and not any(a.sentence == sentence for d in others for a in d.anchors)

    def _best(self, own: list[Unlisted], draft: Draft) -> Unlisted | None:
        fit = [u for u in own if self._stands(u) and not self._recalled(u, draft)]
        return max(fit, key=lambda u: (self._worth(u, draft), -u.toponym.start), default=None)

    def _recalled(self, u: Unlisted, draft: Draft) -> bool:
        """Whether it, or the town that it is named for, is where an earlier attack was."""
        named = (t for t in self.toponyms if t.start == u.toponym.start)
        return any(self.weighing.recalled(t, draft) for t in (u.toponym, *named))

    def _worth(self, u: Unlisted, draft: Draft) -> float:
        finest = _FINEST if u.sort is Sort.STREET and u.toponym.text[0].isdigit() else _WORTH.get(u.sort, 0.0)
        return self._weight(u, draft) + finest + (_NAMESAKE if self._is_namesake(u) else 0.0)

    def _is_namesake(self, u: Unlisted) -> bool:
        """Whether it bears only the name of a place known here: "a Plateau community", "Croydon bus stop"."""
        key = key_of(u.toponym.place.name)
        return any(name == key or name.startswith(f"{key} ") for name in self._names)

    @cached_property
    def _names(self) -> frozenset[str]:
        """The keys of all places known here, and of their regions."""
        return frozenset(key_of(name or "") for t in self.toponyms for name in (t.place.name, t.place.admin1))

    def _stands(self, u: Unlisted) -> bool:
        """Whether the text puts something there that is not told apart from the attack."""
        t = u.toponym
        if self.weighing.standing[t.start] < _STANDS or self._belongs(t):
            return False
        if t.before in (_CALLED if t.preposition == "to" else _WENT):
            return t.preposition == "to" and u.sort is Sort.STREET
        if t.preposition == "of":
            someones = _SOMEONE.search(self.text.full, max(0, t.start - 40), t.start) is not None
            return is_called(t.before) or (u.sort in _TOWNS and not someones)
        return t.role is not ToponymRole.LOCATIVE or t.preposition in _PLACING or u.sort in _TOWNS

    def _belongs(self, t: Toponym) -> bool:
        """Whether only someone of the place, or someone's later fate, is told of: not "shot dead in"."""
        if t.before not in context()["belongs"]:
            return False
        head = self.text.folded[max(0, t.start - 50) : t.start]
        return t.before != "dead" or _SLAIN.search(head) is None

    def _is_part(self, u: Unlisted, place: Place, weight: float) -> bool:
        """Whether it may lie in `place`: of a town, a district is a part only where the text says so."""
        if any(kilometres(t.place, place) < _NEAR_KM for t in self._known_as(u)):
            return False  # the town of that name, which was not chosen
        if u.sort is not Sort.UNIT or RANK[place.precision] < _TOWN or weight <= _SURE:
            return True
        beside = self.text.full[max(0, u.toponym.start - _OWNER) : u.toponym.end + _OWNER]
        return self._is_within(u, place) or place.text in beside

    def _known_as(self, u: Unlisted) -> list[Toponym]:
        return [t for t in self.toponyms if t.start == u.toponym.start] if u.sort is Sort.QUARTER else []

    def _named(self, known: Location, place: Place, u: Unlisted, *, beside: bool) -> Location:
        """The village as the place; or as a part of a large town, but for one that it is `beside` or was filed in."""
        city = place.precision is PlacePrecision.CITY and not beside
        if city and (self._is_local(u, place) or population_of(place) > _GREAT_CITY):
            return self._shown(known, place, u)
        larger = u.within if u.within is not None and u.within.country_code == place.country_code else place
        region = larger.admin1 or (larger.name if larger.precision is PlacePrecision.REGION else None) or place.admin1
        found = Place(
            text=u.toponym.text, name=u.toponym.place.name, admin1=region, country=place.country,
            country_code=place.country_code, precision=PlacePrecision.CITY,
        )  # fmt: skip
        return replace(known, place=found, evidence=evidence_of([u.toponym]))

    @staticmethod
    def _is_local(u: Unlisted, place: Place) -> bool:
        """Whether it is called a community of a town where local news calls quarters so."""
        return u.sort is Sort.SETTLEMENT and place.country_code in LOCAL

    @staticmethod
    def _shown(known: Location, place: Place, u: Unlisted) -> Location:
        """The known place under the words of its part."""
        return replace(
            known, place=replace(place, text=u.toponym.text), evidence=(*evidence_of([u.toponym]), *known.evidence)
        )


def _only_filed(told: Sequence[Toponym], place: Place) -> bool:
    """Whether the place is only that of the dateline, in news that is not local."""
    return place.country_code not in LOCAL and all(t.role is ToponymRole.DATELINE for t in told)


def _is_finest(place: Place) -> bool:
    """Whether it is a site, or a quarter under its own name, already."""
    quarter = place.precision is PlacePrecision.CITY and place.country_code in LOCAL and _other_words(place)
    return quarter or RANK[place.precision] > _TOWN


def _other_words(place: Place) -> bool:
    named = set(key_of(place.name).split())
    return named.isdisjoint(key_of(place.text).split()) and not place.text.isupper() and len(place.text) >= _LEAST
