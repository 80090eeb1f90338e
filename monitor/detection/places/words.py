"""Words that tell whether a name is a place, and how the place stands in its sentence; data in places_words.tsv."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import NamedTuple

from monitor.detection.lexicon import read_tsv
from monitor.detection.places.names import key_of


class Words(NamedTuple):
    """The kinds of places_words.tsv, each explained there."""

    hard: frozenset[str]
    soft: frozenset[str]
    first: frozenset[str]
    title: frozenset[str]
    site: frozenset[str]
    org: frozenset[str]
    team: frozenset[str]
    street: frozenset[str]
    feature: frozenset[str]
    qualifier: frozenset[str]
    speech: frozenset[str]
    locative: frozenset[str]
    middle: frozenset[str]
    strong: frozenset[str]
    saintly: frozenset[str]
    opening: frozenset[str]
    people: frozenset[str]
    defends: frozenset[str]
    town_bodies: frozenset[str]
    quarter: frozenset[str]
    homes: frozenset[str]
    dwellers: frozenset[str]
    acts: frozenset[str]
    missions: frozenset[str]
    region_word: frozenset[str]
    generic: frozenset[str]
    corner: frozenset[str]
    district: frozenset[str]
    saying: frozenset[str]
    unplaced: frozenset[str]
    lead: frozenset[str]
    enters: frozenset[str]
    quarter_of_town: frozenset[str]


@cache
def words() -> Words:
    """The word lists, read once."""
    found: dict[str, set[str]] = defaultdict(set)
    for kind, line in read_tsv("places_words.tsv"):
        found[kind].update(line.split())
    return Words(**{kind: frozenset(found[kind]) for kind in Words._fields})


@cache
def demonyms() -> dict[str, tuple[str, str]]:
    """Key of a demonym to (country, name of the state or nothing): Iraqi, Gazan, Minnesotans."""
    found: dict[str, tuple[str, str]] = {}
    for row in read_tsv("places_states.tsv"):
        for name in filter(None, row[4].split(";")):
            found[key_of(name)] = (row[0], row[2])
    for row in read_tsv("places_countries.tsv"):
        for name in filter(None, row[3].split(";")):
            found[key_of(name)] = (row[0], "")
    for name, country, *place in read_tsv("places_demonyms.tsv"):
        found[key_of(name)] = (country, place[0] if place else "")
    return found


@cache
def abbreviations() -> dict[str, tuple[str, str]]:
    """Abbreviation of a state, as written, to (country, name): Ala. and AL."""
    found: dict[str, tuple[str, str]] = {}
    for row in read_tsv("places_states.tsv"):
        for abbreviation in filter(None, row[3].split(";")):
            # The first wins: WA is Washington before Western Australia.
            found.setdefault(abbreviation, (row[0], row[2]))
    return found
