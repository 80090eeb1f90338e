"""States and armed groups that a text names, under one name each: "Israeli", "Tel Aviv's army" and "the IDF" differ,
"Iran", "Iranian" and "Iranians" do not. For comparing reports only; who did what to whom is detection's business.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from monitor.detection.lexicon import PhraseMatcher, read_tsv
from monitor.detection.text import fold

LEAD = 600
"""Characters of the body, from its beginning, that are searched."""
MOST = 6
SHORTEST = 4
"""Letters below which a form means too many other things in lower case ("is", "us", "pa")."""
# Up to two words may stand between the party and its deed: "Hamas' surprise terror attack".
_DEEDS = re.compile(
    r"(?:'s?)?(?:[ -](?:[a-z]+[ -])?(?:[a-z]+[ -])?)"
    r"(?:attacks?|assaults?|strikes?|air ?strikes?|massacres?|raids?|offensive|invasion|incursion|onslaught|rampage|"
    r"missiles?|drones?|rockets?|shelling|bombings?|bombardment|barrages?|salvos?|aggression|atrocities)\b"
)


def doers(title: str, body: str) -> tuple[str, ...]:
    """Parties whose attack the title or the lead speaks of: "Hamas' surprise attack", "Iranian missile strikes"."""
    folded = fold(f"{title}\n{body[:LEAD]}")
    found = [match.payload for match in _matcher().find_longest(folded) if _DEEDS.match(folded, match.end)]
    return tuple(dict.fromkeys(found))[:MOST]


def parties(title: str, body: str) -> tuple[str, ...]:
    """Names of the states and groups in the title and the lead, the first named first."""
    found = _matcher().find_longest(fold(f"{title}\n{body[:LEAD]}"))
    return tuple(dict.fromkeys(match.payload for match in found))[:MOST]


@cache
def _matcher() -> PhraseMatcher[str]:
    return PhraseMatcher(_forms())


def _forms() -> Iterator[tuple[str, str]]:
    for code, names, people, *_ in read_tsv("states.tsv"):
        for form in (*names.split("|"), *people.split("|")):
            if len(form) >= SHORTEST:
                yield form, code
    yield from (("u.s.", "US"), ("u.s", "US"), ("u.k.", "GB"))
    for name, others, *_ in read_tsv("armed_groups.tsv"):
        for form in (name, *others.split("|")):
            if len(form) >= SHORTEST and not form.endswith("?"):
                yield form, name
