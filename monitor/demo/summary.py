"""What the demonstration shows at the end: each story beside what the system made of it. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from monitor.demo.stories import Story
from monitor.detection.pipeline import Detector
from monitor.domain.detection import Detection
from monitor.domain.document import Document
from monitor.domain.incident import Incident

ESCALATION = "escalation"


class Verdict(StrEnum):
    """How an outcome compares with what a careful reader would do."""

    RIGHT = "right"
    MISSED = "missed"
    FALSE_ALARM = "false alarm"
    SPLIT = "split"
    """Told, but in another incident than the first report of the same event."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One story, the incident that it went to, and why it went to none."""

    story: Story
    incident_id: str | None
    alerted: bool
    reason: str
    verdict: Verdict


def to_outcomes(stories: Iterable[Story], incidents: Iterable[Incident], detector: Detector) -> list[Outcome]:
    """The outcomes in order of the stories."""
    homes: dict[str, tuple[str, bool]] = {}
    for incident in incidents:
        for report in incident.reports:
            homes[(report.url or "").rsplit("/", 1)[-1]] = (incident.id, incident.revision > 0)
    found: list[Outcome] = []
    first: dict[str, str | None] = {}
    for story in stories:
        home, alerted = homes.get(story.id, (None, False))
        first.setdefault(story.expect, home)
        found.append(
            Outcome(
                story=story,
                incident_id=home,
                alerted=alerted,
                reason=_reason(detector.detect(Document(id=story.id, title=story.title, text=story.text))),
                verdict=_verdict(story, home, alerted, first[story.expect]),
            )
        )
    return found


def is_trap(story: Story) -> bool:
    """Whether the story must not alert: traps are named by one word, incidents by place and kind."""
    return story.expect != ESCALATION and "-" not in story.expect


def _verdict(story: Story, home: str | None, alerted: bool, first: str | None) -> Verdict:
    if is_trap(story):
        return Verdict.FALSE_ALARM if alerted else Verdict.RIGHT
    if home is None:
        return Verdict.MISSED
    if story.expect != ESCALATION and home != first:
        return Verdict.SPLIT
    return Verdict.RIGHT


def _reason(detection: Detection) -> str:
    """Why a text is no attack, in a few words: what was turned down, and on what ground."""
    if detection.rejected:
        worst = detection.rejected[0]
        return f"{worst.reason.replace('_', ' ')}: “{worst.text}”"
    return "no sign of an attack" if not detection.events else "not its news"
