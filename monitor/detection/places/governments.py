"""The country of an attack whose place is told only by which government speaks of it or acts on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from monitor.detection.places.gazetteer import is_capital
from monitor.detection.places.implied import implied_country
from monitor.detection.places.mention import Toponym, ToponymRole
from monitor.detection.places.parts import fights_abroad, reports, serves_at_home
from monitor.detection.text import Text
from monitor.domain.taxonomy import PlacePrecision

ACTS = -0.3
"""Below this standing a toponym is a doer's."""
ONLY_ACTORS = -0.9
"""At and below this a toponym is only the doer's or the speaker's: no place is better than theirs."""
BY = frozenset({"by", "from"})
_SPEAKS = -1.2
"""Above this a speaker may tell of what happened at home."""
_DENIALS = frozenset({"denied", "denies", "rejected", "rejects", "vow", "vowed", "vows", "threatened", "threatens"})


class Governments:
    """Those that speak and act in one text; `standing` is what speaks for each toponym, by its start."""

    def __init__(self, text: Text, standing: Mapping[int, float]) -> None:
        self.text, self.standing = text, standing

    def told(self, own: Sequence[Toponym]) -> Toponym | None:
        """Who tells of an attack not called its own, or whose police did it at home; `own` are the event's names."""
        return self._said(own) or self._at_home(own)

    def acting(self, own: Sequence[Toponym]) -> Toponym | None:
        """The one government that acts on an attack, where it has no war abroad: "Kenya plans fences after"."""
        roles = (ToponymRole.SUBJECT, ToponymRole.SPEAKER)
        acting = [t for t in own if t.role in roles and _governs(t)]
        one = len({t.place.country_code for t in acting}) == 1
        return acting[0] if one and not fights_abroad(acting[0]) else None

    def _said(self, own: Sequence[Toponym]) -> Toponym | None:
        """The country that tells of an attack which it does not call its own: "shrapnel hits a tank, Kuwait says"."""
        others = (t for t in own if t.role is not ToponymRole.SPEAKER)
        doers = {t.place.country_code for t in others if self.standing[t.start] < ACTS}
        for t in sorted(own, key=lambda t: t.start):
            told = t.role is ToponymRole.SPEAKER and self._speaks(t, _SPEAKS) and t.noun not in _DENIALS
            told = (told and t.place.country_code not in doers) or reports(self.text, t)
            if told and _governs(t) and not (fights_abroad(t) and self._elsewhere(t, own)):
                return t
        return None

    def _elsewhere(self, speaker: Toponym, own: Sequence[Toponym]) -> bool:
        """Whether anything else may tell where the speaker's forces struck: another country, named or implied."""
        others = (o for o in own if o.place.country_code != speaker.place.country_code and o.preposition not in BY)
        if any(self._speaks(o, ONLY_ACTORS) for o in others):
            return True
        implied = implied_country(self.text, sorted({t.sentence for t in own}))
        return implied is not None and implied.place.country_code != speaker.place.country_code

    def _at_home(self, own: Sequence[Toponym]) -> Toponym | None:
        """The country whose police or army did it, where it has no war abroad: "Kenyan police shoot protesters"."""
        return next((t for t in sorted(own, key=lambda t: t.start) if serves_at_home(self.text, t)), None)

    def _speaks(self, t: Toponym, least: float) -> bool:
        return self.standing[t.start] > least


def _governs(t: Toponym) -> bool:
    return t.place.precision is PlacePrecision.COUNTRY or is_capital(t.place)
