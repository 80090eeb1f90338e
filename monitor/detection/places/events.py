"""Where each event was: the place that the words about the attack name.

Not the speaker's, the doer's, the victim's home or the dateline's, unless the text has nothing else.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from monitor.detection.draft import Draft
from monitor.detection.places.asides import takes_side
from monitor.detection.places.finer import Finer
from monitor.detection.places.governments import BY, ONLY_ACTORS, Governments
from monitor.detection.places.implied import implied_country, implied_targets
from monitor.detection.places.inside import Quarters, identity, recode
from monitor.detection.places.location import RANK, TOLD, Location, Locator, country_of, evidence_of, state_of
from monitor.detection.places.mention import OUTLET, Toponym, ToponymRole
from monitor.detection.places.shore import with_shore
from monitor.detection.places.standing import FAR, context
from monitor.detection.places.struck import struck_targets
from monitor.detection.places.weighing import CLAUSE, PEOPLE, Weighing
from monitor.detection.text import Text
from monitor.domain.detection import Place
from monitor.domain.taxonomy import PlacePrecision, Role

_SAME = re.compile(
    r"\b(?:the same|that|this) (?:site|base|place|area|town|city|village|neighbou?rhood|district|spot|location|camp|"
    r"facility|region|province|airport|hospital|school|compound|road|street|market|mosque|church|checkpoint|post|depot|"
    r"station|building|house|prison|jail|stadium|hotel|mall|bridge|port|plant|refinery|border crossing|"
    r"island)\b|\bthere\b"
)
_NEARBY = re.compile(
    r"\b(?:a|another|the|an) nearby\b|\bnearby (?:base|village|town|site|building|area|camp|post|checkpoint)"
)
_SURE = 0.9
_WEAK = -0.2
_LEAD = 14
"""Local news names the town within so many sentences."""
_FAR_BACK = 60
_OBJECT = 25
"""A verb's object begins within so many characters."""


class Placing:
    """Places all events of one text."""

    def __init__(
        self,
        text: Text,
        toponyms: Sequence[Toponym],
        territories: Mapping[str, str],
        drafts: Sequence[Draft],
        *,
        alone: bool,
    ) -> None:
        """`alone`: no event is called the news, so that the title's and the text's place is theirs."""
        self.text, self.toponyms = text, _with_implied(text, toponyms)
        self.weighing = Weighing(text, self.toponyms, alone=alone)
        self.standing = self.weighing.standing
        self.governments = Governments(text, self.standing)
        self.locator = Locator(text, self.weighing, Quarters(toponyms), territories, drafts)
        self.finer = Finer(text, self.toponyms, drafts, alone=alone)

    def locate(self, draft: Draft, located: Sequence[Location] = ()) -> Location:
        """The location of one event; `located` are those of the drafts before it."""
        known = self._known(draft, located)
        name = known.place.name if known.place is not None else None
        return self.finer.refine(known, draft, [t for t in self.weighing.own(draft) if t.place.name == name])

    def _known(self, draft: Draft, located: Sequence[Location]) -> Location:
        """By the names of the gazetteer."""
        own = sorted(self.weighing.own(draft), key=lambda t: (-self.weighing.weight(t, draft), t.start))
        best = self.weighing.weight(own[0], draft) if own else ONLY_ACTORS
        told = [t for t in own if t.sentence in draft.sentences] if draft.like is not None else own
        if not told or self.weighing.weight(told[0], draft) < _SURE:
            # Of an event told by the one before it, words elsewhere that recall it name that one's place, not its own.
            referred = self._referred(draft, located)
            if referred is not None:
                return referred
        if best >= _WEAK:
            return self._ashore(self.locator.location(own[0], draft, own), draft, own)
        return self._fallback(draft, own)

    def _ashore(self, found: Location, draft: Draft, own: Sequence[Toponym]) -> Location:
        """What happened at sea is given the country whose ship or port it struck, where the text lets one know."""
        if found.place is None or found.place.country_code is not None:
            return found
        place, told = with_shore(found.place, own, lambda t: self.weighing.patient(t, draft) > PEOPLE, self._is_far_off)
        if told is None:
            return found
        return replace(found, place=place, places=(), evidence=(*found.evidence, *evidence_of([told])))

    def _is_far_off(self, t: Toponym) -> bool:
        """Whether the text gives a distance from it: "48 nautical miles south of Brass"."""
        return FAR.search(self.text.folded, max(0, t.start - _FAR_BACK), t.start) is not None

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
        found = self.locator.location(place, None, ())
        if nearby and found.place is not None and found.place.precision is PlacePrecision.SITE:
            return replace(found, place=replace(found.place, precision=PlacePrecision.CITY))
        return found

    def _told_before(self, first: int) -> Toponym | None:
        """What speaks most for a place in the last sentence before `first` that names one finer than a country."""
        earlier = [
            t for t in self.toponyms
            if t.sentence < first and self.standing[t.start] >= TOLD
            and t.place.precision is not PlacePrecision.COUNTRY
        ]  # fmt: skip
        last = earlier[-1].sentence if earlier else -1
        return max((t for t in earlier if t.sentence == last), key=lambda t: self.standing[t.start], default=None)

    def _fallback(self, draft: Draft, own: Sequence[Toponym]) -> Location:
        """The news has the text's main place, background the town, state or country that the text keeps to."""
        if not self.weighing.leads(draft):
            return self.locator.location(own[0], draft, ()) if own and self._speaks(own[0], 0.0) else self._main_place()
        rest = sorted(self.toponyms, key=lambda t: (-self.standing[t.start] + 0.04 * t.sentence, t.start))
        if rest and self._speaks(rest[0], 0.3):
            return self.locator.location(rest[0], draft, ())
        by_government = self._by_government(draft, own)
        if by_government is not None:
            return by_government
        for t in (own[:1], rest[:1]):
            if t and self._speaks(t[0], ONLY_ACTORS):
                return self.locator.location(t[0], draft, ())
        struck = self._struck(draft, own)
        return self.locator.location(struck, None, ()) if struck else self._outlets()

    def _by_government(self, draft: Draft, own: Sequence[Toponym]) -> Location | None:
        """The country that tells of it, else one that the words imply, else the one whose government acts on it."""
        told = self.governments.told(own)
        implied = self._implied(draft) if told is None else None
        if implied is not None:
            return implied
        told = told or self.governments.acting(own)
        return self.locator.at_level(country_of, told) if told is not None else None

    def _outlets(self) -> Location:
        """The state of the station that names itself with its town: local news is of its state."""
        named = (t for t in self.toponyms if t.noun == OUTLET and t.place.country_code == "US" and t.place.admin1)
        t = next(named, None)
        return self.locator.at_level(state_of, t) if t else Location()

    def _implied(self, draft: Draft) -> Location | None:
        """The country that the words of the event, or else of the text's beginning, imply."""
        first = {s.index for s in self.text.sentences[:_LEAD]} if self.weighing.leads(draft) else set()
        found = implied_country(self.text, sorted(set(draft.sentences) | first))
        return self.locator.location(found, None, ()) if found else None

    def _struck(self, draft: Draft, own: Sequence[Toponym]) -> Toponym | None:
        """Whose the thing struck is, where the text says no more: "sank nine Iranian ships" leaves Iran."""
        after = [
            (t.start - a.end, t) for t in own for a in draft.anchors
            if t.sentence == a.sentence and 0 <= t.start - a.end <= _OBJECT and t.preposition not in BY
            and t.role is ToponymRole.DEMONYM and t.noun not in context()["actor"]
            and CLAUSE.search(self.text.folded, a.end, t.start) is None
        ]  # fmt: skip
        return min(after, key=lambda pair: pair[0])[1] if after else None

    def _speaks(self, t: Toponym, least: float) -> bool:
        return self.standing[t.start] > least

    def _main_place(self) -> Location:
        """The town, else the state, else the country that the whole text keeps to."""
        good = [t for t in self.toponyms if self.standing[t.start] > 0 and t.place.country_code]
        towns = [t for t in good if RANK[t.place.precision] >= RANK[PlacePrecision.CITY]]
        steps: tuple[tuple[Callable[[Place], object], float, list[Toponym]], ...] = (
            (identity, 0.6, towns), (state_of, 0.8, good), (country_of, 0.0, good),
        )  # fmt: skip
        for same, least, pool in steps:
            votes = Counter(same(t.place) for t in pool).most_common(1)
            if votes and votes[0][1] >= least * len(pool):
                first = next(t for t in pool if same(t.place) == votes[0][0])
                return self.locator.at_level(same, first)
        return Location()


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
    placing = Placing(text, toponyms, territories or {}, drafts, alone=alone)
    located: list[Location] = []
    for draft in drafts:
        located.append(placing.locate(draft, located))
    return located


def _with_implied(text: Text, toponyms: Sequence[Toponym]) -> list[Toponym]:
    """The toponyms and what the text implies was struck, in order; an implied one takes the place of a name in it."""
    placing = [t for t in toponyms if not takes_side(text.folded, t)]
    targets = implied_targets(text)
    others = (t for t in struck_targets(text, placing) if not any(i.start <= t.start < i.end for i in targets))
    implied = (*targets, *others)
    named = [t for t in placing if not any(i.start <= t.start < i.end for i in implied)]
    return sorted([*named, *implied], key=lambda t: t.start)


__all__ = ["Location", "Placing", "assign_places", "recode"]
