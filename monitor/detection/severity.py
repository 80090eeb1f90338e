"""How much a text matters: a policy table in data (lexicons/severity.tsv) that the configuration may correct.

The highest rule that holds decides. Rules on attacks look at the news events that happened or were attempted; rules on
escalation at what the text says of it. docs/reference/severity.md documents every row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from monitor.detection.lexicon import read_tsv
from monitor.domain.detection import Escalation, Event, Figure
from monitor.domain.taxonomy import HAPPENED, Role, Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the policy."""

    name: str
    severity: Severity
    subject: str
    values: tuple[str, ...]


@cache
def policy() -> tuple[Rule, ...]:
    """The policy as shipped."""
    return tuple(_rule(name, severity, condition) for name, severity, condition in read_tsv("severity.tsv"))


@cache
def _unconditional() -> tuple[Rule, ...]:
    """The rules that hold of any text: of nearly all texts nothing else does."""
    return tuple(rule for rule in policy() if rule.subject == "always")


def _rule(name: str, severity: str, condition: str) -> Rule:
    subject, _, values = condition.partition(" ")
    return Rule(name, Severity(severity), subject, tuple(values.split("|")))


def decide_severity(
    attack: bool,
    events: Sequence[Event],
    escalation: Sequence[Escalation],
    corrections: Mapping[str, Severity] | None = None,
) -> tuple[Severity, Rule]:
    """The severity of a text and the rule that gave it (of several as high, the first of the table)."""
    news = [e for e in events if attack and e.role is Role.NEWS and e.stage in HAPPENED]
    kinds = {e.kind.value for e in escalation}
    held = [rule for rule in (policy() if news or kinds else _unconditional()) if _holds(rule, news, kinds)]
    given = [(_severity(rule, corrections or {}), rule) for rule in held]
    return max(given, key=lambda pair: pair[0].rank)


def _severity(rule: Rule, corrections: Mapping[str, Severity]) -> Severity:
    return corrections.get(rule.name, rule.severity)


def _holds(rule: Rule, news: Sequence[Event], kinds: set[str]) -> bool:
    if rule.subject == "always":
        return True
    if rule.subject == "escalation":
        return not kinds.isdisjoint(rule.values)
    return bool(news) and any(_fits(rule, event) for event in news)


def _fits(rule: Rule, event: Event) -> bool:
    if rule.subject == "news":
        return True
    if rule.subject in {"killed", "injured", "abducted", "missing"}:
        figure: Figure | None = getattr(event, rule.subject)
        return figure is not None and (figure.min or 0) >= int(rule.values[0])
    told: str = getattr(event, rule.subject) or ""
    return told in rule.values
