"""By what one name a party goes in every text, whatever words a text has for it."""

from __future__ import annotations

from functools import cache, lru_cache

from monitor.detection.actors.doers import Doer, find_doers
from monitor.detection.actors.mentions import ActorKind, Mention, find_mentions, state_of
from monitor.detection.lexicon import read_tsv
from monitor.detection.text import Text
from monitor.domain.document import Document


@lru_cache(maxsize=4096)
def party_of(name: str) -> str | None:
    """The party that a perpetrator's name stands for: of "Syrian government forces" Syria, of "armed men" gunmen.

    A state's forces are the state, so that "Israel", "the Israeli army" and "Israeli troops" are one. None for a person
    or a group of whom nothing but a description is known ("33-year-old man"): two texts that describe their man in
    other words may mean one man, and two that say "man" may not.
    """
    doer = doer_in(name)
    if doer is None:
        return name
    if doer.kind in ("person", "anonymous"):
        return None
    return _states(Text(Document(id="", text=name)), doer) or doer.name


@lru_cache(maxsize=4096)
def doer_in(name: str) -> Doer | None:
    """The doer whom a perpetrator's name tells, as a sentence of its own would; None of a name that no lexicon has."""
    group = _groups().get(name)
    if group is not None:
        return Doer(0, len(name), name, group)
    text = Text(Document(id="", text=name))
    return next((d for sentence in text.sentences for d in find_doers(text, sentence)), None)


@cache
def _groups() -> dict[str, str]:
    """The kind of each armed organisation by the name given out, also of one whose name counts only in its country."""
    rows = read_tsv("armed_groups.tsv")
    return {row[0].rstrip("?!"): "force" if row[2] == "force" else "organisation" for row in rows}


def _states(text: Text, doer: Doer) -> str | None:
    """The states whose force it is, by their names in order; none of an organisation, nor of NATO or the like."""
    if doer.kind not in ("state", "force"):
        return None
    homes = {state_of(m.country).name for m in find_mentions(text) if _is_national(text, m)}
    return " and ".join(sorted(homes)) or None


def _is_national(text: Text, mention: Mention) -> bool:
    """Whether the mention is a state or its people, or a force called by its state's name."""
    if mention.actor.kind in (ActorKind.STATE, ActorKind.NATION):
        return True
    if mention.actor.kind is not ActorKind.FORCE:
        return False
    called = f"{mention.actor.name} {text.full[mention.start : mention.end]}".lower().replace("'s", "").split()
    return not _forms()[mention.country].isdisjoint(called)


@cache
def _forms() -> dict[str, frozenset[str]]:
    """The names of each state and its people in lower case, by its code."""
    rows = read_tsv("states.tsv")
    return {code: frozenset(form.lower() for cell in cells[:2] for form in cell.split("|")) for code, *cells in rows}
