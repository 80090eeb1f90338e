"""How likely two reports tell of one attack: a logistic model of a few readable features.

`features` turns a pair into numbers, `score` weighs them into log-odds: above 0 the pair is more likely one attack
than two. Both are symmetric. The weights are data (data/similarity.tsv) with their provenance; docs/incidents.md says
what each feature means and how they were learned.
"""

from __future__ import annotations

import math
from datetime import date
from functools import cache

from monitor.domain.geography import distance_km
from monitor.incidents.copies import compare
from monitor.incidents.tables import read_rows
from monitor.incidents.traits import FAMILIES, Spot, Traits

PAST_HOURS = 30.0
"""An attack still told of so long after its day is a large one: two reports on that day are likely on it."""
HOURS = 5.0
"""How fast it wears off that two reports came at nearly the same time."""
_EPOCH = date(1970, 1, 1).toordinal()
SAME_KM, NEAR_KM, FAR_KM = 12.0, 45.0, 120.0
"""A city and its districts; a city and its surroundings; another place."""


def score(a: Traits, b: Traits) -> float:
    """Log-odds that the two tell of one attack; the same either way round."""
    weights = _weights()
    return weights["bias"] + sum(weights.get(name, 0.0) * value for name, value in features(a, b).items())


@cache
def _weights() -> dict[str, float]:
    return {name: float(value) for name, value in read_rows("similarity.tsv")}


def features(a: Traits, b: Traits) -> dict[str, float]:
    """The features of a pair that are not 0, by name. Symmetric."""
    found: dict[str, float] = {}
    _compare_places(a, b, found)
    _compare_times(a, b, found)
    _compare_types(a, b, found)
    _compare_tolls(a, b, found)
    _compare_parties(a, b, found)
    _compare_words(a, b, found)
    _combine(a, b, found)
    return found


def _combine(a: Traits, b: Traits, found: dict[str, float]) -> None:
    """What tells only together: terse reports on one operation name the sides, the country, the hour, and no more."""
    if {"far", "apart", "other_country", "other_type", "other_name", "place_unknown"} & found.keys():
        return
    if "same_doers" in found and a.countries & b.countries:
        found["same_campaign"] = 1.0
    if a.type and b.type and "days_apart" not in found and "next_day" not in found:
        found["same_hours"] = math.exp(-abs(a.hour - b.hour) / HOURS)


def _compare_places(a: Traits, b: Traits, found: dict[str, float]) -> None:
    if not a.spots or not b.spots:
        found["place_unknown"] = 1.0
        return
    fine_a = [spot for spot in a.spots if spot.fine]
    fine_b = [spot for spot in b.spots if spot.fine]
    closeness = _closeness(fine_a, fine_b) if fine_a and fine_b else None
    if closeness:
        found[closeness] = 1.0
        if any(s.site and t.site and s.name == t.name for s in fine_a for t in fine_b):
            found["same_site"] = 1.0
    elif a.countries and b.countries and not a.countries & b.countries:
        found["other_country"] = 1.0
    elif {s.name for s in a.spots} & {t.name for t in b.spots}:
        found["same_region"] = 1.0
    else:
        found["same_country"] = 1.0


def _closeness(left: list[Spot], right: list[Spot]) -> str | None:
    """How near the towns and sites of two reports are to each other, by name and distance.

    None where no gazetteer has those of one report: such a village may lie in the town that the other one names.
    """
    pairs = [(s, t) for s in left for t in right]
    if any(s.name == t.name and (not s.country or not t.country or s.country == t.country) for s, t in pairs):
        return "same_city"
    distances = [d for s, t in pairs if (d := between_km(s, t)) is not None]
    if not distances:
        return "other_name" if _located(left) == _located(right) else None
    nearest = min(distances)
    if nearest <= SAME_KM:
        return "same_city"
    if nearest <= NEAR_KM:
        return "near"
    return "apart" if nearest <= FAR_KM else "far"


def _located(spots: list[Spot]) -> bool:
    return any(spot.lat is not None for spot in spots)


def conflict(a: Traits, b: Traits) -> bool | None:
    """Whether two reports name other towns; None where one names none. (Days are read wrong too often for this.)"""
    fine_a = [spot for spot in a.spots if spot.fine]
    fine_b = [spot for spot in b.spots if spot.fine]
    if not fine_a or not fine_b:
        return None
    return _closeness(fine_a, fine_b) in ("apart", "far")


def contrary(a: Traits, b: Traits) -> bool | None:
    """Whether two reports name other towns or other days; None where they name neither both."""
    towns = conflict(a, b)
    if a.day and b.day:
        return bool(towns) or a.day != b.day
    return towns


def apart(a: Traits, b: Traits) -> bool:
    """Whether what two reports name of where cannot be one place: other towns, other regions, or other countries."""
    if conflict(a, b):
        return True
    if a.countries and b.countries and not a.countries & b.countries:
        return True
    regions_a, regions_b = _regions(a), _regions(b)
    return bool(regions_a and regions_b and not regions_a & regions_b)


def _regions(traits: Traits) -> frozenset[str]:
    """The first-level divisions that a report's places lie in, or are."""
    return frozenset(spot.region for spot in traits.spots if spot.region)


def between_km(a: Spot, b: Spot) -> float | None:
    """Great-circle distance; None where either has no coordinates."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    return distance_km(a.lat, a.lon, b.lat, b.lon)


def _compare_times(a: Traits, b: Traits, found: dict[str, float]) -> None:
    gap = abs(a.hour - b.hour)
    found["gap"] = math.log1p(gap / 12)
    if a.day and b.day:
        days = abs((a.day - b.day).days)
        found["same_day" if days == 0 else "next_day" if days == 1 else "days_apart"] = 1.0
        if days > 1:
            found["days_log"] = math.log(days)
        elif days == 0 and min(_hours_after(a), _hours_after(b)) > PAST_HOURS and a.countries & b.countries:
            found["same_past_day"] = 1.0
        return
    outside = _days_outside(a, b)
    if outside:
        found["date_conflict"] = math.log1p(outside)


def _hours_after(traits: Traits) -> float:
    """How long after the end of its day a report was published."""
    assert traits.day is not None
    return traits.hour - 24.0 * (traits.day.toordinal() + 1 - _EPOCH)


def _days_outside(a: Traits, b: Traits) -> int:
    """Days between one's day and the span that the other leaves open; 0 where they agree or nothing is known."""
    left = (a.day, a.day) if a.day else a.coarse
    right = (b.day, b.day) if b.day else b.coarse
    if left is None or right is None:
        return 0
    return max(0, (left[0] - right[1]).days, (right[0] - left[1]).days)


def _compare_types(a: Traits, b: Traits, found: dict[str, float]) -> None:
    if a.type is None or b.type is None:
        return
    if a.type is b.type:
        found["same_type"] = 1.0
    elif FAMILIES[a.type] and FAMILIES[b.type] and not FAMILIES[a.type] & FAMILIES[b.type]:
        found["other_type"] = 1.0


def _compare_tolls(a: Traits, b: Traits, found: dict[str, float]) -> None:
    for name, left, right in (("killed", a.killed, b.killed), ("injured", a.injured, b.injured)):
        if left is None or right is None:
            continue
        if left == right:
            found[f"same_{name}"] = min(3.0, math.log2(1 + left)) if left else 0.3
        else:
            found[f"other_{name}"] = abs(math.log1p(left) - math.log1p(right))


def _compare_parties(a: Traits, b: Traits, found: dict[str, float]) -> None:
    if a.parties and b.parties:
        both = len(a.parties & b.parties)
        found["parties"] = both / math.sqrt(len(a.parties) * len(b.parties))
        if both > 1:
            found["same_sides"] = 1.0
    for name in ("weapon", "target", "actor", "doers"):
        left, right = getattr(a, name), getattr(b, name)
        if left and right:
            found[f"same_{name}" if left & right else f"other_{name}"] = 1.0


def _compare_words(a: Traits, b: Traits, found: dict[str, float]) -> None:
    found["words"] = _cosine(a.words, b.words)
    found["bits"] = math.sqrt(math.fsum(w for word, w in a.words.items() if word in b.words and w > 2.0))
    found["title"] = _cosine(a.title, b.title)
    if a.names and b.names:
        found["names"] = _cosine(a.names, b.names)
        found["name_bits"] = math.sqrt(math.fsum(w for word, w in a.names.items() if word in b.names and w > 4.0))
    contained, _ = compare(a.print, b.print)
    if contained > 0.1:
        found["text"] = contained


def _cosine(a: dict[str, float], b: dict[str, float]) -> float:
    if not a or not b:
        return 0.0
    if len(b) < len(a):
        a, b = b, a
    dot = math.fsum(w * w for word, w in a.items() if word in b)
    return dot / math.sqrt(math.fsum(w * w for w in a.values()) * math.fsum(w * w for w in b.values()))


def agree(a: Traits, b: Traits) -> bool:
    """Whether two reports are so alike that they may be on one attack however far apart in time they are.

    They name one place and one day (a day either side, for the clock), or one place and a name that hardly any other
    story has, or several such names.
    """
    found: dict[str, float] = {}
    _compare_places(a, b, found)
    here = bool({"same_city", "near"} & found.keys())
    if here and a.day and b.day and abs((a.day - b.day).days) <= 1:
        return True
    elsewhere = bool({"far", "apart", "other_country"} & found.keys())
    return len(a.rare & b.rare) >= (1 if here else 4 if elsewhere else 2)
