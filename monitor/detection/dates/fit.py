"""How well each date phrase of a text fits each of its events: by nearness, and by what else it may date.

How the weights were found: docs/decisions/0030.
"""

from __future__ import annotations

from collections.abc import Sequence

from monitor.detection.dates.mention import DIRECT, DateMention, MentionKind
from monitor.detection.dates.telling import DATELINE, acts_next, owns_attack, telling_weight
from monitor.detection.draft import Anchor, Draft
from monitor.detection.text import Text, gap
from monitor.domain.taxonomy import DatePrecision, Role

_BY_PLACE = {"anchor": 10.0, "own": 6.0, "free": 3.0}
"""What a phrase starts with: in an anchor's sentence, in another of the event's, in one that no event owns."""
_VAGUE = {DatePrecision.DAY: 0.0, DatePrecision.WEEK: 1.5, DatePrecision.MONTH: 1.5}
_NOUN_PHRASE = 32
"""Characters from a phrase to the anchor that it modifies: "Friday's brazen daylight attack"."""
_OTHER_NOUN, _OTHER_VERB = 2.0, 1.5
_BESIDE = 6
"""Characters between a phrase and the words of attack that it surely dates."""

Ranked = list[tuple[float, DateMention]]
"""Phrases with their scores, the best first."""


class Fit:
    """Scores the phrases of one text for its events."""

    def __init__(self, text: Text, drafts: Sequence[Draft], mentions: Sequence[DateMention]) -> None:
        self.text, self.drafts, self.mentions = text, drafts, mentions
        self._telling: dict[int, float] = {}
        self.owners: dict[int, set[int]] = {}
        for index, draft in enumerate(drafts):
            for sentence in draft.sentences:
                self.owners.setdefault(sentence, set()).add(index)
        starts = [(min(a.start for a in d.anchors), i) for i, d in enumerate(drafts) if d.anchors]
        self.lead = min(starts)[1] if starts else 0
        """The event told first: what no event owns may speak of it."""

    def ranked(self, index: int) -> Ranked:
        """The phrases that may date the event, the best first, each with its score above 0."""
        scored = [(self._score(index, mention), mention) for mention in self.mentions]
        return sorted((s for s in scored if s[0] > 0), key=lambda s: (-s[0], s[1].start))

    def _score(self, index: int, mention: DateMention) -> float:
        if mention.kind in (MentionKind.DURATION, MentionKind.FUTURE):
            return 0.0
        draft = self.drafts[index]
        if mention.since and not any(0 <= a.start - mention.end < 12 for a in draft.anchors):
            return 0.0
        place = self._by_place(index, mention)
        if place < 0:
            return place  # nothing below adds to it
        score = place - self._against(index, mention)
        return score - min(2.0, 0.05 * mention.sentence) - _VAGUE.get(mention.precision, 2.0)

    def _against(self, index: int, mention: DateMention) -> float:
        """What speaks for the phrase dating something else: the telling, or another noun ("Sunday's election")."""
        anchors = self.drafts[index].anchors
        ahead = (a.start - mention.end for a in anchors)
        possessive = self.text.folded.startswith(("'s ", "’s "), mention.end)
        if not possessive:
            other = acts_next(self.text, mention) and not any(_touches(mention, a) for a in anchors)
            return self.told(mention) + (_OTHER_VERB if other else 0.0)
        if owns_attack(self.text, mention):
            return 0.0
        if any(0 <= gap < _NOUN_PHRASE for gap in ahead):
            return 0.0
        return self.told(mention) + _OTHER_NOUN

    def told(self, mention: DateMention) -> float:
        """`telling_weight`, sought once, and only for phrases that an event may take."""
        weight = self._telling.get(mention.start)
        if weight is None:
            weight = self._telling[mention.start] = telling_weight(self.text, mention)
        return weight

    def _by_place(self, index: int, mention: DateMention) -> float:
        """What the phrase's place in the text says for the event; far below zero where it cannot be its own."""
        near = self._nearest_anchor(index, mention)
        if near is not None:
            if self._is_whole(index, mention):
                return _BY_PLACE["own"] if self.told(mention) < DATELINE else -100.0
            taken = any(self._takes(other, mention, near) for other in range(len(self.drafts)) if other != index)
            return _BY_PLACE["anchor"] - min(3.0, near / 40) - (6.0 if taken else 0.0)
        owners = self.owners.get(mention.sentence, set())
        leads = self.drafts[index].role is Role.NEWS or index == self.lead
        if owners - {index} or not (leads or index in owners):
            return -100.0
        if mention.precision is DatePrecision.YEAR:
            return -100.0  # "arrived there 30 years ago": no part of the attack's telling
        return _BY_PLACE["own" if index in owners else "free"]

    def _takes(self, other: int, mention: DateMention, near: int) -> bool:
        """Whether another event stands nearer to the phrase than `near`, and to no other phrase yet nearer."""
        apart = self._nearest_anchor(other, mention)
        if apart is None or apart >= near:
            return False
        rest = (m for m in self.mentions if m.sentence == mention.sentence and m.kind in DIRECT and not m.since)
        return not any((self._nearest_anchor(other, m) or 0) < apart for m in rest if m is not mention)

    def _is_whole(self, index: int, mention: DateMention) -> bool:
        """Whether the sentence as a whole stands for the words of attack: nearness then says nothing."""
        sentence = self.text.sentences[mention.sentence]
        whole = (sentence.start, sentence.end)
        return any((a.start, a.end) == whole for a in self.drafts[index].anchors_in(mention.sentence))

    def _nearest_anchor(self, index: int, mention: DateMention) -> int | None:
        """Characters between the phrase and the event's nearest anchor in its sentence."""
        anchors = (a for a in self.drafts[index].anchors if a.sentence == mention.sentence)
        return min((gap((mention.start, mention.end), (a.start, a.end)) for a in anchors), default=None)


def _touches(mention: DateMention, anchor: Anchor) -> bool:
    return gap((mention.start, mention.end), (anchor.start, anchor.end)) <= _BESIDE
