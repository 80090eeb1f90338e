"""The sentence around a trigger and what it and its document are about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from monitor.detection.actors.mentions import ActorKind, Mention, find_mentions
from monitor.detection.escalating.rules import Lexeme
from monitor.detection.lexicon import Match
from monitor.detection.text import Sentence, Text
from monitor.domain.taxonomy import EscalationKind


class Surroundings:
    """Topics of a whole document, by sentence, from one pass over its lexemes."""

    def __init__(self, text: Text, hits: Sequence[Match[Lexeme]]) -> None:
        self.text = text
        self._words: dict[int, dict[str, set[str]]] = {}
        for hit in hits:
            if hit.payload.topics:
                self._add(hit)

    def _add(self, hit: Match[Lexeme]) -> None:
        sentence = self.text.sentence_at(hit.start)
        if sentence is None:
            return
        topics = self._words.setdefault(sentence.index, {})
        for topic in hit.payload.topics:
            topics.setdefault(topic, set()).add(self.text.folded[hit.start : hit.end])

    def topics(self, indexes: Iterable[int]) -> Counter[str]:
        """How many different words of each topic these sentences hold."""
        found: dict[str, set[str]] = {}
        for index in indexes:
            for topic, words in self._words.get(index, {}).items():
                found.setdefault(topic, set()).update(words)
        return Counter({topic: len(words) for topic, words in found.items()})

    @cached_property
    def whole(self) -> Counter[str]:
        """Topics of the document."""
        return self.topics(self._words)


@dataclass(frozen=True, slots=True)
class Finding:
    """An escalation found: where, of what kind, in which words, and between whom where its finder knows."""

    passage: Passage
    kind: EscalationKind
    start: int
    end: int
    parties: tuple[str | None, str | None] | None = None
    """Actor and target."""
    sure: bool = True
    """Whether all that the rules ask for is there; else only a word that could begin it."""


@dataclass(eq=False)
class Passage:
    """One sentence with its surroundings."""

    surroundings: Surroundings
    sentence: Sentence

    @property
    def text(self) -> Text:
        """The document."""
        return self.surroundings.text

    @property
    def document_topics(self) -> Counter[str]:
        """Topics of the whole document."""
        return self.surroundings.whole

    @cached_property
    def topics(self) -> Counter[str]:
        """Topics of this sentence."""
        return self.surroundings.topics((self.sentence.index,))

    @cached_property
    def near_conflict(self) -> bool:
        """Whether this sentence, one beside it or the title speaks of attack or war."""
        index = self.sentence.index
        return self.surroundings.topics((0, index - 1, index, index + 1))["conflict"] > 0

    @cached_property
    def mentions(self) -> list[Mention]:
        """States and armed organisations that the sentence names."""
        return find_mentions(self.text, self.sentence.start, self.sentence.end)

    @cached_property
    def _verdicts(self) -> dict[EscalationKind, bool]:
        return {}

    def allows(self, kind: EscalationKind, decide: Callable[[Passage, EscalationKind], bool]) -> bool:
        """What `decide` says of this sentence and kind, asked once: a sentence may hold thousands of triggers."""
        if kind not in self._verdicts:
            self._verdicts[kind] = decide(self, kind)
        return self._verdicts[kind]

    @property
    def has_party(self) -> bool:
        """Whether the sentence names a state, an armed organisation or someone who acts for one."""
        return self.topics["party"] > 0 or self.has_state

    @cached_property
    def has_state(self) -> bool:
        """Whether the sentence names a state, its seat or an armed organisation."""
        return any(m.actor.kind is not ActorKind.NATION for m in self.mentions)

    def before(self, start: int, width: int) -> str:
        """Up to `width` folded code points of the sentence before `start`."""
        return self.text.folded[max(self.sentence.start, start - width) : start]
