"""What the desk compares articles by: a sketch of the text for copies, telling words and names for the same attack.

The sketch is a bottom-k sketch of hashed word shingles (A. Broder, On the resemblance and containment of documents,
1997): of the shingles' hashes the k smallest. Two sketches give both resemblance and containment, and a single equal
hash is enough to find a candidate, where a band index of MinHash needs several at once.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import xxhash

from monitor.domain.article import Article
from monitor.domain.detection import Detection
from monitor.domain.report import Fingerprint
from monitor.incidents.cues import cues
from monitor.incidents.parties import doers, parties
from monitor.incidents.words import most_telling

SKETCH = 48
"""Hashes kept of a text: containment is then known to about 7 points (one standard deviation at .6)."""
SHINGLE = 4
"""Words in a shingle: two outlets' own words on one attack share few runs of four, copies most."""
LONG = 60
"""Words from which a body stands for itself; a shorter one is compared together with its title."""
LEAD = 140
"""Words of the body, from its beginning, that are searched for telling words."""
WORDS = 64
NAMES = 48

_WORD = re.compile(r"\w+")
_WRITTEN = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*|[.!?:\n“\"]")
_AGE = re.compile(r"\b(\d{1,3})(?:[- ]years?[- ]old\b|(?=-year-old))|, (\d{1,2})(?=,| and\b|\.)")
_ENDS = frozenset('.!?:\n“"')


def fingerprint(article: Article, detection: Detection) -> Fingerprint:
    """The fingerprint of a cleaned article. Words and names are left out where detection saw nothing at all."""
    body = article.text or article.summary
    normal = tokens(body)
    seen = bool(detection.events or detection.escalation or detection.rejected)
    hashes = _shingles(tokens(article.title), normal)
    return Fingerprint(
        text_hash=xxhash.xxh3_64_hexdigest("\x1f".join((" ".join(tokens(article.title)), *normal)).encode()),
        shingles=tuple(hashes[:SKETCH]),
        size=len(hashes),
        words=telling_words(article.title, body) if seen else (),
        names=most_telling(names(body), NAMES) if seen else (),
        parties=parties(article.title, body) if seen else (),
        doers=doers(article.title, body) if seen else (),
        cues=cues(article.title, body),
    )


def tokens(text: str) -> list[str]:
    """Words and numbers in lower case, without marks."""
    return _WORD.findall(text.lower().replace("’", "").replace("'", ""))


def _shingles(title: list[str], body: list[str]) -> list[int]:
    """All different shingle hashes, ascending, 32 bits each. A run never crosses from the title into the body."""
    runs = [body] if len(body) >= LONG else [title, body]
    digest = xxhash.xxh32_intdigest
    found: set[int] = set()
    for run in runs:
        for at in range(max(1, len(run) - SHINGLE + 1) if run else 0):
            found.add(digest(" ".join(run[at : at + SHINGLE]).encode()))
    return sorted(found)


def telling_words(title: str, body: str) -> tuple[str, ...]:
    """The most telling words of the title and the lead, and the ages of people ("69y")."""
    lead = body.split(maxsplit=LEAD)[:LEAD]
    text = f"{title}\n{' '.join(lead)}"
    ages = {f"{m[1] or m[2]}y" for m in _AGE.finditer(text)}
    return most_telling({stem(word) for word in tokens(text) if _tells(word)} | ages, WORDS)


def _tells(word: str) -> bool:
    return (len(word) > 2 or (len(word) == 2 and word.isdigit())) and word not in _YEARS and word not in stop_words()


def stem(word: str) -> str:
    """The word without a plural or possessive s: enough to bring "rockets" and "rocket" together."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def names(text: str) -> set[str]:
    """Words with a capital where no sentence begins, in lower case: names of people, places, streets, units."""
    found, fresh = set(), True
    for match in _WRITTEN.finditer(text):
        word = match[0]
        if word in _ENDS:
            fresh = True
            continue
        if word[0].isupper() and not fresh and len(word) > 2:
            plain = word.lower().removesuffix("'s").removesuffix("’s")
            if plain not in stop_words():
                found.add(stem(plain))
        fresh = False
    return found


@cache
def stop_words() -> frozenset[str]:
    """Words that tell nothing of which attack it is: grammar and the furniture of news prose."""
    text = files("monitor.incidents").joinpath("data", "stop_words.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


_YEARS = frozenset(str(year) for year in range(1990, 2040))
