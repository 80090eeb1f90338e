"""An event while it is put together: what the rooms of detection pass among themselves."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.domain.taxonomy import EventType, Role, Stage


@dataclass(frozen=True, slots=True)
class Anchor:
    """One mention of an attack: the trigger's span and sentence, and what it says of the means."""

    start: int
    end: int
    sentence: int
    type: EventType
    lemma: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One event: its mentions, and the sentences that tell it, in order of the text.

    The questions where, when, how many and who are answered for all drafts of a text at once
    (`assign(text, drafts, …)` gives one answer a draft), so that no fact is given to two events.
    """

    type: EventType
    stage: Stage
    role: Role
    anchors: tuple[Anchor, ...]
    """The mention that tells most first."""
    sentences: tuple[int, ...]
    """Indexes of sentences that speak of this event, anchors' sentences among them."""
    confidence: float = 0.5
    like: int | None = None
    """Which of the text's drafts it is told to have followed: "the same site" is that one's."""
