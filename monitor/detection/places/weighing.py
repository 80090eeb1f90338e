"""How much speaks for each name as the place of one event: its standing in the text, and words of attack near it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from monitor.detection.draft import Anchor, Draft
from monitor.detection.places.governments import ACTS
from monitor.detection.places.mention import Toponym, ToponymRole
from monitor.detection.places.parts import does, is_afloat, is_object, patient
from monitor.detection.places.recalled import is_recalled
from monitor.detection.places.standing import Standing, context
from monitor.detection.places.words import words
from monitor.detection.text import Text
from monitor.domain.taxonomy import PlacePrecision, Role

CLAUSE = re.compile(r"[,;:.]|\b(?:as|while|after|and|amid|but|says?)\b")
"""What parts a name from the words of attack."""
NOT_PLACED = frozenset({ToponymRole.DEMONYM, ToponymRole.SUBJECT, ToponymRole.SPEAKER, ToponymRole.DATELINE})
"""Roles of names that are in no row of places hit."""
PEOPLE = 0.5
"""Above this it is a state's own things or servants that are struck, not only people of that nation."""
_PERSONAL = re.compile(r"\b(?:kill|stab|shoot|murder|kidnap|abduct|behead|slay|execut)\w*$|\b(?:shot|slain)(?: dead)?$")
"""Words of attack whose object is a person, so that a country's name after them is a nationality: "kills US surfer"."""
_DOES = -1.2
"""At most this where the country's name is the subject of the verb of attack."""
_STRUCK = -0.8
"""Whose soldiers are struck counts at least as much as whose people are, whatever the name's own standing."""
_RECALLED = -2.4
"""For the place of an earlier attack, so that whatever else is named for the news comes before it."""
_FINE = frozenset({PlacePrecision.CITY, PlacePrecision.SITE})
_PUT = 2.0
"""Above this something is put in a town."""
_VOTE = 0.8
_ENOUGH = 3
_AT_ONCE = 5
_BESIDE = 120


class Weighing:
    """Weighs the toponyms of one text for its events."""

    def __init__(self, text: Text, toponyms: Sequence[Toponym], *, alone: bool) -> None:
        self.text, self.toponyms, self.alone = text, toponyms, alone
        self.standing = Standing(text, toponyms).weigh()
        """What speaks for each toponym whichever the event, by its start."""
        self._share = self._shares()
        self._known: dict[tuple[int, int], float] = {}

    def leads(self, draft: Draft) -> bool:
        """Whether the event is the news, or none is called so: the title's place is then its own."""
        return draft.role is Role.NEWS or self.alone

    def own(self, draft: Draft) -> list[Toponym]:
        """Toponyms of the sentences that tell the event; of the title too where it is the news."""
        sentences = set(draft.sentences) | {a.sentence for a in draft.anchors}
        if self.leads(draft):
            sentences |= {s.index for s in self.text.sentences[:3] if s.in_title}
        return [t for t in self.toponyms if t.sentence in sentences]

    def weight(self, t: Toponym, draft: Draft) -> float:
        """How much speaks for `t` as the place of `draft`; remembered, since it is asked for at each step."""
        key = id(draft), t.start
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._weighed(t, draft)
        return known

    def patient(self, t: Toponym, draft: Draft) -> float:
        """What speaks for `t` since what is its own was struck in this event."""
        return max((patient(self.text, t, anchor) for anchor in _beside(t, draft)), default=0.0)

    def _weighed(self, t: Toponym, draft: Draft) -> float:
        standing, close = self.standing[t.start], self._closeness(t, draft)
        if t.place.precision is PlacePrecision.COUNTRY:
            struck = self.patient(t, draft)
            if struck > PEOPLE and not (is_afloat(self.text, t) and self._is_off_a_town(t)):
                return max(standing, _STRUCK) + struck + close
            if any(does(self.text, t, anchor) for anchor in _beside(t, draft)):
                standing = min(standing, _DOES)
        origin = t.preposition in ("from", "by", "of") and standing < 0.6
        close = min(close, 0.4) if standing < ACTS or origin else close
        cost = _RECALLED if self.recalled(t, draft) else 0.0
        return standing + close + cost + _VOTE * self._share.get(t.place.country_code, 0.0)

    def _is_off_a_town(self, flag: Toponym) -> bool:
        """Whether the text itself puts something in or off a town of another country than the ship's."""
        others = (t for t in self.toponyms if t.place.country_code not in (None, flag.place.country_code))
        return any(t.place.precision in _FINE and self.standing[t.start] > _PUT for t in others)

    def recalled(self, t: Toponym, draft: Draft) -> bool:
        """Whether it is the place of an earlier attack, named beside the news that `draft` tells."""
        return self.leads(draft) and is_recalled(self.text, t, draft, self.own)

    def _closeness(self, t: Toponym, draft: Draft) -> float:
        """How the words of the attack stand to the name: in its sentence, right before it, in the title."""
        best = -0.6
        for rank, anchor in draft.anchors_by_sentence.get(t.sentence, ()):
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
        return CLAUSE.search(self.text.folded, end, t.start) is None

    def _shares(self) -> dict[str | None, float]:
        """Which part of the names that may be a place of attacks lies in each country: what the text is about."""
        votes = Counter(
            t.place.country_code for t in self.toponyms
            if self.standing[t.start] > 0 and t.role not in NOT_PLACED and t.place.country_code
        )  # fmt: skip
        total = votes.total()
        return {code: count / total for code, count in votes.items()} if total >= _ENOUGH else {}


def _beside(t: Toponym, draft: Draft) -> list[Anchor]:
    """The words of attack so near that `t` may be what they struck or who did it."""
    start, end = t.start - _BESIDE, t.end + _BESIDE
    return [a for a in draft.anchors_in(t.sentence) if a.end > start and a.start < end]
