"""Names of states, their people and seats, and of armed organisations, where a text mentions them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from monitor.detection.lexicon import PhraseMatcher, read_tsv
from monitor.detection.text import Text, kept_with_text


class ActorKind(StrEnum):
    """What sort of name an actor was mentioned by."""

    STATE = "state"
    NATION = "nation"
    """An adjective or its nationals: "Israeli", "Russians"."""
    SEAT = "seat"
    """A capital that may stand for its government."""
    GROUP = "group"
    FORCE = "force"
    """A state's army, guard or service."""


@dataclass(frozen=True, slots=True)
class Actor:
    """An entry of the lexicons: the name given out, its kind and the countries where it acts (home first)."""

    name: str
    kind: ActorKind
    countries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """An actor mentioned at [start, end) of the document."""

    start: int
    end: int
    actor: Actor

    @property
    def country(self) -> str:
        """The actor's home, ISO 3166-1 alpha-2."""
        return self.actor.countries[0]


# Names that are common words too in lower case.
_COMMON_WORDS = frozenset({"Turkey", "Poles", "Polish", "Chad", "Jordan", "Lao"})


@dataclass(frozen=True, slots=True)
class _Name:
    actor: Actor
    exact: str | None
    """Only where the text writes it so: short names of several capitals ("ADF", "LeT", "US")."""
    local: bool
    """Only where the text names a country of the actor."""
    initial: bool
    """Only where the text writes it with a capital."""


def find_mentions(text: Text, start: int = 0, end: int | None = None) -> list[Mention]:
    """Actors named in [start, end), longest names first where they overlap, in order; the text is read once."""
    known, starts = _known(text)
    if start == 0 and end is None:
        return known
    last = len(text.full) if end is None else end
    found = known[bisect_left(starts, start) : bisect_left(starts, last)]
    return [mention for mention in found if mention.end <= last]


@kept_with_text
def _known(text: Text) -> tuple[list[Mention], list[int]]:
    """All mentions of the text, and where they start."""
    mentions = list(_read_mentions(text))
    return mentions, [mention.start for mention in mentions]


def _read_mentions(text: Text) -> Iterator[Mention]:
    for match in _matcher().find_longest(text.folded):
        name = next((name for name in match.payload if _counts(text, match.start, match.end, name)), None)
        if name is not None:
            yield Mention(match.start, match.end, name.actor)


def state_of(code: str) -> Actor:
    """The state with this ISO 3166-1 alpha-2 code."""
    return _states()[code]


@cache
def _states() -> dict[str, Actor]:
    return {row[0]: Actor(row[1].split("|")[0], ActorKind.STATE, (row[0],)) for row in read_tsv("states.tsv")}


def _counts(text: Text, start: int, end: int, name: _Name) -> bool:
    written = text.full[start:end]
    if name.exact and not (len(written) > 2 if text.upper_case else written == name.exact):
        return False  # in capitals "US" may be the pronoun
    if name.initial and not any(c.isupper() for c in written):
        return False
    return not name.local or any(code in _countries_named(text) for code in name.actor.countries)


@kept_with_text
def _countries_named(text: Text) -> frozenset[str]:
    """Countries that the text names in any way."""
    hits = _countries().find(text.folded)
    return frozenset(m.payload for m in hits if m.end - m.start > 2 or text.full[m.start : m.end].isupper())


@cache
def _countries() -> PhraseMatcher[str]:
    return PhraseMatcher(
        (form, row[0]) for row in read_tsv("states.tsv") for cell in row[1:] for form in cell.split("|") if form
    )


@cache
def _matcher() -> PhraseMatcher[tuple[_Name, ...]]:
    names: dict[str, list[_Name]] = {}
    for form, name in _names():
        names.setdefault(form.lower(), []).append(name)
    return PhraseMatcher((form, tuple(found)) for form, found in names.items())


def _names() -> Iterator[tuple[str, _Name]]:
    yield from _group_names()
    yield from _state_names()


def _group_names() -> Iterator[tuple[str, _Name]]:
    for name, aliases, kind, countries in read_tsv("armed_groups.tsv"):
        force = ActorKind.FORCE if kind == "force" else ActorKind.GROUP
        actor = Actor(name.rstrip("?!"), force, tuple(countries.split(",")))
        for form in [name, *filter(None, aliases.split("|"))]:
            plain = form.rstrip("?!")
            short = len(plain) <= 5 and sum(c.isupper() for c in plain) > 1
            local = form.endswith("?") or (short and len(plain) <= 3 and not form.endswith("!"))
            yield plain, _Name(actor, plain if short else None, local, initial=False)


def _state_names() -> Iterator[tuple[str, _Name]]:
    for code, *cells in read_tsv("states.tsv"):
        for cell, kind in zip(cells, (ActorKind.STATE, ActorKind.NATION, ActorKind.SEAT), strict=False):
            for form in filter(None, cell.split("|")):
                actor = Actor(cells[0].split("|")[0], kind, (code,))
                exact = form if form.isupper() and len(form) <= 4 else None
                yield form, _Name(actor, exact, local=False, initial=form in _COMMON_WORDS)
