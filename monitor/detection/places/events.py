"""Where each event was: the place that the words about the attack name.

Not the speaker's, the doer's, the victim's home or the dateline's, unless the text has nothing else.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from monitor.detection.draft import Anchor, Draft
from monitor.detection.places.asides import is_carrier, takes_side
from monitor.detection.places.gazetteer import country_row, population_of, state_row, timezone_at, to_place
from monitor.detection.places.governments import ACTS, BY, ONLY_ACTORS, Governments
from monitor.detection.places.implied import implied_country, implied_targets
from monitor.detection.places.inside import Quarters, holds, identity, kilometres, recode
from monitor.detection.places.mention import OUTLET, Toponym, ToponymRole
from monitor.detection.places.names import key_of
from monitor.detection.places.parts import does, is_object, patient
from monitor.detection.places.shore import with_shore
from monitor.detection.places.standing import FAR, Standing, context
from monitor.detection.places.struck import struck_targets
from monitor.detection.places.words import words
from monitor.detection.text import Text
from monitor.domain.detection import Evidence, Place
from monitor.domain.taxonomy import PlacePrecision, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """Where one event was; `places` where one operation hit several, else empty."""

    place: Place | None = None
    places: tuple[Place, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    timezone: str | None = None


_SAME = re.compile(
    r"\b(?:the same|that|this) (?:site|base|place|area|town|city|village|neighbou?rhood|district|spot|location|camp|"
    r"facility|region|province|airport|hospital|school|compound|road|street|market|mosque|church|checkpoint|post|depot|"
    r"station|building|house|prison|jail|stadium|hotel|mall|bridge|port|plant|refinery|border crossing|"
    r"island)\b|\bthere\b"
)
_NEARBY = re.compile(
    r"\b(?:a|another|the|an) nearby\b|\bnearby (?:base|village|town|site|building|area|camp|post|checkpoint)"
)
_LIST_GAP = re.compile(r"\s*(?:,|and|, and|&|as well as|/)\s+(?:(?:in|on|at|the|near) )*", re.IGNORECASE)
_CLAUSE = re.compile(r"[,;:.]|\b(?:as|while|after|and|amid|but|says?)\b")
_PERSONAL = re.compile(r"\b(?:kill|stab|shoot|murder|kidnap|abduct|behead|slay|execut)\w*$|\b(?:shot|slain)(?: dead)?$")
"""Words of attack whose object is a person, so that a country's name after them is a nationality: "kills US surfer"."""
_RANK = {
    PlacePrecision.UNKNOWN: 0, PlacePrecision.COUNTRY: 1, PlacePrecision.REGION: 2,
    PlacePrecision.CITY: 3, PlacePrecision.SITE: 4,
}  # fmt: skip
_NEVER_LISTED = frozenset({ToponymRole.DEMONYM, ToponymRole.SUBJECT, ToponymRole.SPEAKER, ToponymRole.DATELINE})
_SURE = 0.9
_WEAK = -0.2
_DOES = -1.2
"""At most this where the country's name is the subject of the verb of attack."""
_PEOPLE = 0.5
"""Above this it is a state's own things or servants that are struck, not only people of that nation."""
_STRUCK = -0.8
"""Whose soldiers are struck counts at least as much as whose people are, whatever the name's own standing."""
_VOTE = 0.8
_ENOUGH = 3
_TOLD = 1.2
"""From this on "there" and "the same site" may point to it."""
_LIVES = 0.7
_LEAD = 14
"""Local news names the town within so many sentences."""
_AT_ONCE = 5
_OBJECT = 25
"""A verb's object begins within so many characters."""
_BESIDE = 120
_COARSE_KM = 15.0
_MILE = 1.609
_BOROUGH_KM = 20.0
_METROPOLIS = 1_500_000


class Placing:
    """Places all events of one text."""

    def __init__(self, text: Text, toponyms: Sequence[Toponym], territories: Mapping[str, str], *, alone: bool) -> None:
        self.text, self.toponyms, self.territories = text, _with_implied(text, toponyms), territories
        self.alone = alone
        """No event is called the news, so that the title's and the text's place is theirs."""
        self.standing = Standing(text, self.toponyms).weigh()
        self.governments = Governments(text, self.standing)
        self.quarters = Quarters(toponyms)
        self.share = self._shares()
        self._known: dict[tuple[int, int], float] = {}

    def locate(self, draft: Draft, located: Sequence[Location] = ()) -> Location:
        """The location of one event; `located` are those of the drafts before it."""
        own = sorted(self._own(draft), key=lambda t: (-self._weight(t, draft), t.start))
        best = self._weight(own[0], draft) if own else ONLY_ACTORS
        told = [t for t in own if t.sentence in draft.sentences] if draft.like is not None else own
        if not told or self._weight(told[0], draft) < _SURE:
            # Of an event told by the one before it, words elsewhere that recall it name that one's place, not its own.
            referred = self._referred(draft, located)
            if referred is not None:
                return referred
        if best >= _WEAK:
            return self._ashore(self._location(own[0], draft, own), draft, own)
        return self._fallback(draft, own)

    def _ashore(self, found: Location, draft: Draft, own: Sequence[Toponym]) -> Location:
        """What happened at sea is given the country whose ship or port it struck, where the text lets one know."""
        if found.place is None or found.place.country_code is not None:
            return found
        place, told = with_shore(found.place, own, lambda t: self._patient(t, draft) > _PEOPLE)
        if told is None:
            return found
        return replace(found, place=place, places=(), evidence=(*found.evidence, *_evidence([told])))

    def _patient(self, t: Toponym, draft: Draft) -> float:
        return max((patient(self.text, t, anchor) for anchor in _beside(t, draft)), default=0.0)

    def _shares(self) -> dict[str | None, float]:
        """Which part of the names that may be a place of attacks lies in each country: what the text is about."""
        votes = Counter(
            t.place.country_code for t in self.toponyms
            if self.standing[t.start] > 0 and t.role not in _NEVER_LISTED and t.place.country_code
        )  # fmt: skip
        total = votes.total()
        return {code: count / total for code, count in votes.items()} if total >= _ENOUGH else {}

    def _leads(self, draft: Draft) -> bool:
        return draft.role is Role.NEWS or self.alone

    def _own(self, draft: Draft) -> list[Toponym]:
        """Toponyms of the sentences that tell the event; of the title too where it is the news."""
        sentences = set(draft.sentences) | {a.sentence for a in draft.anchors}
        if self._leads(draft):
            sentences |= {s.index for s in self.text.sentences[:3] if s.in_title}
        return [t for t in self.toponyms if t.sentence in sentences]

    def _weight(self, t: Toponym, draft: Draft) -> float:
        """How much speaks for `t` as the place of `draft`; remembered, since it is asked for at each step."""
        key = id(draft), t.start
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._weighed(t, draft)
        return known

    def _weighed(self, t: Toponym, draft: Draft) -> float:
        standing, close = self.standing[t.start], self._closeness(t, draft)
        if t.place.precision is PlacePrecision.COUNTRY:
            struck = self._patient(t, draft)
            if struck > _PEOPLE:
                return max(standing, _STRUCK) + struck + close
            if any(does(self.text, t, anchor) for anchor in _beside(t, draft)):
                standing = min(standing, _DOES)
        origin = t.preposition in ("from", "by", "of") and standing < 0.6
        close = min(close, 0.4) if standing < ACTS or origin else close
        return standing + close + _VOTE * self.share.get(t.place.country_code, 0.0)

    def _closeness(self, t: Toponym, draft: Draft) -> float:
        """How the words of the attack stand to the name: in its sentence, right before it, in the title."""
        best = -0.6
        for rank, anchor in enumerate(draft.anchors):
            if anchor.sentence != t.sentence:
                continue
            gap = t.start - anchor.end
            if anchor.start <= t.start < anchor.end:
                gap = 1 if is_object(self.text, t, anchor) else -1
            near = 1.0 - min(abs(gap), 150) / 150
            bonus = 0.5 + 0.6 * near + (0.3 if gap > 0 else 0.0) + (0.2 if rank == 0 else 0.0)
            if 0 <= gap <= 14 and self._is_next(t, anchor.end):
                bonus += 1.4 if gap <= _AT_ONCE else 0.8
            best = max(best, bonus)
        if not self.text.sentences:
            return best
        sentence = self.text.sentences[t.sentence]
        return best + (0.2 if sentence.in_title else -0.02 * min(sentence.index, 25))

    def _is_next(self, t: Toponym, end: int) -> bool:
        """Whether the name goes on from the words of attack, as what they struck and not as whose people."""
        if t.role is not ToponymRole.OTHER or t.noun in context()["victim"]:
            return False
        if t.place.precision is PlacePrecision.COUNTRY and _PERSONAL.search(self.text.folded, max(0, end - 14), end):
            return t.noun in words().site or t.noun in context()["thing"]
        return _CLAUSE.search(self.text.folded, end, t.start) is None

    # From the best name to the location.

    def _location(self, best: Toponym, draft: Draft | None, own: Sequence[Toponym]) -> Location:
        best = self._filed_there(self._refined(best, draft, own)) if draft is not None else best
        if is_carrier(self.text.folded, best):
            return self._at_level(_country, best)
        listed = self._listed(best, own)
        places = tuple(self._shown(t) for t in listed) if len(listed) > 1 else ()
        told = listed if places else [best]
        place = places[0] if places else self._shown(best)
        return Location(place=place, places=places, evidence=_evidence(told), timezone=_zone(place))

    def _refined(self, best: Toponym, draft: Draft, own: Sequence[Toponym]) -> Toponym:
        """A finer place inside the best one that the text gives for the event: the town where a state stands first."""
        rank, region = _RANK[best.place.precision], best.place.precision is PlacePrecision.REGION
        if rank == _RANK[PlacePrecision.SITE]:
            return best
        county = region and best.place.name != best.place.admin1
        least = _TOLD if county or best.place.precision is PlacePrecision.CITY else 0.5
        if county and best.role is ToponymRole.ORGANISATION:
            least = _LIVES  # the sheriff's county, and whoever is called a man of one of its towns
        pool = [t for t in self.toponyms if t.sentence <= _LEAD] if region and self._leads(draft) else own
        fit = [
            t for t in pool
            if (_RANK[t.place.precision] > rank or self._borough(best, t)) and holds(best.place, t.place)
            and (self.standing[t.start] > least or t.noun in words().homes or t.place == self.quarters.home)
        ]  # fmt: skip
        return max(fit, key=lambda t: (self._weight(t, draft), -t.start), default=best)

    def _filed_there(self, best: Toponym) -> Toponym:
        """The dateline's town where the text gives a distance from another, and it lies so far from that one."""
        far = FAR.search(self.text.folded, max(0, best.start - 60), best.start)
        if far is None:
            return best
        told = _kilometres_told(far)
        filed = (t for t in self.toponyms if t.role is ToponymRole.DATELINE)
        towns = (t for t in filed if t.place.precision is PlacePrecision.CITY)
        fits = (t for t in towns if 0.5 * told < kilometres(t.place, best.place) < 1.4 * told)
        return next(fits, best)

    def _borough(self, city: Toponym, t: Toponym) -> bool:
        """Whether `t` is a part of a great city with a name of its own: the Bronx, where the title has New York."""
        if t.place.precision is not city.place.precision or t.role is not ToponymRole.LOCATIVE:
            return False
        near = kilometres(city.place, t.place) < _BOROUGH_KM and identity(city.place) != identity(t.place)
        return near and population_of(city.place) > _METROPOLIS

    def _shown(self, t: Toponym) -> Place:
        """The place as the text gives it: coarser where the text says that the event was some way off."""
        place = recode(self.quarters.city_of(t), self.territories)
        match = FAR.search(self.text.folded, max(0, t.start - 60), t.start)
        if match is None or place.precision not in (PlacePrecision.CITY, PlacePrecision.SITE):
            return place
        precision = PlacePrecision.REGION if _kilometres_told(match) > _COARSE_KM else PlacePrecision.CITY
        told = " ".join(self.text.full[match.start() : t.end].split())
        return replace(place, precision=precision, text=told)

    def _listed(self, best: Toponym, own: Sequence[Toponym]) -> list[Toponym]:
        """Places named in a row with the best: "in A, B and C"; one operation hit them all."""
        row = sorted(
            (t for t in own if t.sentence == best.sentence and t.role not in _NEVER_LISTED), key=lambda t: t.start
        )
        if best not in row:
            return [best]
        first = last = row.index(best)
        while first > 0 and self._in_row(row[first - 1], row[first]):
            first -= 1
        while last + 1 < len(row) and self._in_row(row[last], row[last + 1]):
            last += 1
        found = {identity(t.place): t for t in reversed(row[first : last + 1])}
        return sorted(found.values(), key=lambda t: t.start)

    def _in_row(self, a: Toponym, b: Toponym) -> bool:
        if a.place.precision is not b.place.precision or holds(b.place, a.place):
            return False
        if self.standing[a.start] < 0 or self.standing[b.start] < 0:
            return False
        return _LIST_GAP.fullmatch(self.text.full, a.end, b.start) is not None

    # Where the event's own words name no place.

    def _referred(self, draft: Draft, located: Sequence[Location]) -> Location | None:
        """The place of an earlier sentence that "at the same site" or "a nearby base" points to."""
        if not draft.sentences:
            return None
        told = " ".join(s.folded for s in self.text.sentences if s.index in draft.sentences)
        nearby = _NEARBY.search(told) is not None
        if not nearby and not _SAME.search(told):
            return None
        if not nearby and draft.like is not None and draft.like < len(located) and located[draft.like].place:
            return located[draft.like]
        place = self._told_before(min(draft.sentences))
        if place is None:
            return None
        found = self._location(place, None, ())
        if nearby and found.place is not None and found.place.precision is PlacePrecision.SITE:
            return replace(found, place=replace(found.place, precision=PlacePrecision.CITY))
        return found

    def _told_before(self, first: int) -> Toponym | None:
        """What speaks most for a place in the last sentence before `first` that names one finer than a country."""
        earlier = [
            t for t in self.toponyms
            if t.sentence < first and self.standing[t.start] >= _TOLD
            and t.place.precision is not PlacePrecision.COUNTRY
        ]  # fmt: skip
        last = earlier[-1].sentence if earlier else -1
        return max((t for t in earlier if t.sentence == last), key=lambda t: self.standing[t.start], default=None)

    def _fallback(self, draft: Draft, own: Sequence[Toponym]) -> Location:
        """The news has the text's main place, background the town, state or country that the text keeps to."""
        if not self._leads(draft):
            return self._location(own[0], draft, ()) if own and self._speaks(own[0], 0.0) else self._main_place()
        rest = sorted(self.toponyms, key=lambda t: (-self.standing[t.start] + 0.04 * t.sentence, t.start))
        if rest and self._speaks(rest[0], 0.3):
            return self._location(rest[0], draft, ())
        by_government = self._by_government(draft, own)
        if by_government is not None:
            return by_government
        for t in (own[:1], rest[:1]):
            if t and self._speaks(t[0], ONLY_ACTORS):
                return self._location(t[0], draft, ())
        struck = self._struck(draft, own)
        return self._location(struck, None, ()) if struck else self._outlets()

    def _by_government(self, draft: Draft, own: Sequence[Toponym]) -> Location | None:
        """The country that tells of it, else one that the words imply, else the one whose government acts on it."""
        told = self.governments.told(own)
        implied = self._implied(draft) if told is None else None
        if implied is not None:
            return implied
        told = told or self.governments.acting(own)
        return self._at_level(_country, told) if told is not None else None

    def _outlets(self) -> Location:
        """The state of the station that names itself with its town: local news is of its state."""
        named = (t for t in self.toponyms if t.noun == OUTLET and t.place.country_code == "US" and t.place.admin1)
        t = next(named, None)
        return self._at_level(_state, t) if t else Location()

    def _implied(self, draft: Draft) -> Location | None:
        """The country that the words of the event, or else of the text's beginning, imply."""
        first = {s.index for s in self.text.sentences[:_LEAD]} if self._leads(draft) else set()
        found = implied_country(self.text, sorted(set(draft.sentences) | first))
        return self._location(found, None, ()) if found else None

    def _struck(self, draft: Draft, own: Sequence[Toponym]) -> Toponym | None:
        """Whose the thing struck is, where the text says no more: "sank nine Iranian ships" leaves Iran."""
        after = [
            (t.start - a.end, t) for t in own for a in draft.anchors
            if t.sentence == a.sentence and 0 <= t.start - a.end <= _OBJECT and t.preposition not in BY
            and t.role is ToponymRole.DEMONYM and t.noun not in context()["actor"]
            and _CLAUSE.search(self.text.folded, a.end, t.start) is None
        ]  # fmt: skip
        return min(after, key=lambda pair: pair[0])[1] if after else None

    def _speaks(self, t: Toponym, least: float) -> bool:
        return self.standing[t.start] > least

    def _main_place(self) -> Location:
        """The town, else the state, else the country that the whole text keeps to."""
        good = [t for t in self.toponyms if self.standing[t.start] > 0 and t.place.country_code]
        towns = [t for t in good if _RANK[t.place.precision] >= _RANK[PlacePrecision.CITY]]
        steps: tuple[tuple[Callable[[Place], object], float, list[Toponym]], ...] = (
            (identity, 0.6, towns), (_state, 0.8, good), (_country, 0.0, good),
        )  # fmt: skip
        for same, least, pool in steps:
            votes = Counter(same(t.place) for t in pool).most_common(1)
            if votes and votes[0][1] >= least * len(pool):
                first = next(t for t in pool if same(t.place) == votes[0][0])
                return self._at_level(same, first)
        return Location()

    def _at_level(self, same: Callable[[Place], object], first: Toponym) -> Location:
        code, region = first.place.country_code or "", first.place.admin1
        if same is identity:
            return self._location(first, None, ())
        row = state_row(code, region) if same is _state and region else country_row(code)
        if row is None:
            return Location()
        place = recode(to_place(row, first.text), self.territories)
        return Location(place=place, evidence=_evidence([first]), timezone=_zone(place))


def assign_places(
    text: Text,
    drafts: Sequence[Draft],
    toponyms: Sequence[Toponym],
    territories: Mapping[str, str] | None = None,
) -> list[Location]:
    """One location a draft, in their order.

    `territories` are corrections of the territory table (name to country code, as `detection.territories` has them).
    """
    if not drafts:
        return []
    alone = all(draft.role is not Role.NEWS for draft in drafts)
    placing = Placing(text, toponyms, territories or {}, alone=alone)
    located: list[Location] = []
    for draft in drafts:
        located.append(placing.locate(draft, located))
    return located


def _beside(t: Toponym, draft: Draft) -> list[Anchor]:
    """The words of attack so near that `t` may be what they struck or who did it."""
    start, end = t.start - _BESIDE, t.end + _BESIDE
    return [a for a in draft.anchors if a.sentence == t.sentence and a.end > start and a.start < end]


def _with_implied(text: Text, toponyms: Sequence[Toponym]) -> list[Toponym]:
    """The toponyms and what the text implies was struck, in order; an implied one takes the place of a name in it."""
    placing = [t for t in toponyms if not takes_side(text.folded, t)]
    targets = implied_targets(text)
    others = (t for t in struck_targets(text, placing) if not any(i.start <= t.start < i.end for i in targets))
    implied = (*targets, *others)
    named = [t for t in placing if not any(i.start <= t.start < i.end for i in implied)]
    return sorted([*named, *implied], key=lambda t: t.start)


def _evidence(told: Sequence[Toponym]) -> tuple[Evidence, ...]:
    return tuple(Evidence(field="place", start=t.start, end=t.end, text=t.text) for t in told)


def _kilometres_told(far: re.Match[str]) -> float:
    return _figure(far[1]) * (_MILE if far[2].startswith("mi") else 1.0)


def _figure(text: str) -> float:
    digits = text.strip(".,").replace(",", "")
    return float(digits) if digits.count(".") <= 1 and digits else 0.0


def _state(place: Place) -> tuple[str | None, str | None]:
    return place.country_code, place.admin1


def _country(place: Place) -> str | None:
    return place.country_code


def _zone(place: Place) -> str | None:
    return timezone_at(place.lat or 0.0, place.lon or 0.0, place.country_code, key_of(place.name))


__all__ = ["Location", "Placing", "assign_places", "recode"]
