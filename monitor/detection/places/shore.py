"""Whose an attack at sea is: the state on that sea whose ship or port was struck, or which tells of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

from monitor.detection.lexicon import read_tsv
from monitor.detection.places.gazetteer import country_names
from monitor.detection.places.mention import Toponym, ToponymRole
from monitor.domain.detection import Place


@cache
def _shores() -> dict[str, frozenset[str]]:
    """The seas and straits of places_shores.tsv, and the states on them."""
    return {name: frozenset(codes.split()) for name, codes in read_tsv("places_shores.tsv")}


def with_shore(
    sea: Place, own: Sequence[Toponym], struck: Callable[[Toponym], bool], off: Callable[[Toponym], bool]
) -> tuple[Place, Toponym | None]:
    """`sea` under the country that the text lets a reader know, and the name that says so; as it is where none does.

    A country's things that were struck come first, then the coast that it was off or that a distance is given from
    (`off`), then the country that speaks of an attack it does not own to. A state that does not lie on the sea only
    comments.
    """
    shore = _shores().get(sea.name, frozenset())
    if sea.country_code is not None or not shore:
        return sea, None
    doers = {t.place.country_code for t in own if t.role is ToponymRole.SUBJECT}
    by_words = [t for t in own if struck(t)] + [t for t in own if t.preposition == "off" or off(t)]
    by_speech = [t for t in own if t.role is ToponymRole.SPEAKER and t.place.country_code not in doers]
    told = next((t for t in (*by_words, *by_speech) if t.place.country_code in shore), None)
    code = told.place.country_code if told else None
    return (replace(sea, country_code=code, country=country_names()[code]), told) if code else (sea, None)
