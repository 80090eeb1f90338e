"""The rules of escalation, read from lexicons/escalation_*.tsv: triggers, what stands around them, what they need."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from monitor.detection.lexicon import PhraseMatcher, read_tsv
from monitor.domain.taxonomy import EscalationKind

_MACRO = re.compile(r"\{([A-Z]+)\}")
_SENTENCE_PART = 180
"""Code points before a trigger in which its `before` pattern is looked for."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of escalation_rules.tsv. The patterns are tried on folded text."""

    kind: EscalationKind
    after: re.Pattern[str] | None
    before: re.Pattern[str] | None
    needs: frozenset[str]

    def span(self, folded: str, start: int, end: int, first: int, last: int) -> tuple[int, int] | None:
        """What the rule matches around the trigger [start, end) within the sentence [first, last), or None."""
        if self.after is not None:  # first, since it is tried at one place, and `before` at each
            follows = self.after.match(folded, end, last)
            if follows is None:
                return None
            end = follows.end()
        if self.before is not None:
            head = max(first, start - _SENTENCE_PART)
            found = self.before.search(folded[head:start].rstrip("\"'"))  # would "avenge"
            if found is None:
                return None
            start = head + found.start()
        return start, end


@dataclass(frozen=True, slots=True)
class Lexeme:
    """What one phrase means to escalation: the rules that it triggers, the topics that it tells of."""

    rules: tuple[Rule, ...]
    topics: tuple[str, ...]


@cache
def lexemes() -> PhraseMatcher[Lexeme]:
    """Every trigger and every context word, found in one pass."""
    rules: dict[str, list[Rule]] = {}
    topics: dict[str, list[str]] = {}
    for forms, rule in _rules():
        for form in forms:
            rules.setdefault(form, []).append(rule)
    for topic, words in read_tsv("escalation_contexts.tsv"):
        for word in words.split("|"):
            topics.setdefault(word, []).append(topic)
    return PhraseMatcher(
        (form, Lexeme(tuple(rules.get(form, ())), tuple(topics.get(form, ())))) for form in {**rules, **topics}
    )


@cache
def triggers() -> PhraseMatcher[str]:
    """The rules' triggers alone, each with itself: what a cheap look before anything else may search for."""
    return PhraseMatcher((form, form) for forms, _ in _rules() for form in forms)


@cache
def _rules() -> tuple[tuple[tuple[str, ...], Rule], ...]:
    macros = _macros()
    found = []
    for kind, forms, after, before, needs in read_tsv("escalation_rules.tsv"):
        rule = Rule(
            EscalationKind(kind),
            None if after == "-" else re.compile(_expand(_after(after), macros)),
            None if before == "-" else re.compile(_expand(before, macros)),
            frozenset() if needs == "-" else frozenset(needs.split(",")),
        )
        found.append((tuple(form for cell in forms.split("|") for form in _inflected(cell)), rule))
    return tuple(found)


def _macros() -> dict[str, str]:
    """Macros with the macros inside them filled in, in the order of the file."""
    macros: dict[str, str] = {}
    for name, pattern in read_tsv("escalation_macros.tsv"):
        macros[name] = _expand(pattern, macros)
    return macros


def _after(cell: str) -> str:
    """`after` begins behind a space; + in front: at the trigger's very end."""
    return cell[1:] if cell.startswith("+") else f" {cell}"


def _expand(pattern: str, macros: dict[str, str]) -> str:
    return _MACRO.sub(lambda match: macros[match[1]], pattern)


def _inflected(cell: str) -> Iterator[str]:
    """A trigger as written, or the verb's forms where it ends in ~ (`vow~`, `step~ up`)."""
    base, mark, rest = cell.partition("~")
    if not mark:
        yield cell
        return
    yield base + rest
    stem = base.removesuffix("e")
    if base.endswith("y") and base[-2:-1] not in "aeiou":
        yield from (f"{base[:-1]}ies{rest}", f"{base[:-1]}ied{rest}", f"{base}ing{rest}")
        return
    third = "es" if base.endswith(("s", "sh", "ch", "x", "z")) else "s"
    yield from (f"{base}{third}{rest}", f"{stem}ed{rest}", f"{stem}ing{rest}")
