"""Which language a text is in: a cheap look at its letters and commonest words, else py3langid, loaded at need."""

from __future__ import annotations

import re

from monitor.domain.document import Document

_ENGLISH_WORDS = (
    "the of and to in a is for on that with was as by at from it he his has are an be after this have "
    "said not who were their they over but its will had new been up out more than when no what how first "
    "two says us near dead killed"
)
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
_FOREIGN_WORDS = (
    "el la los las de del que en un una por con para su se y al le les des du et une est dans pour sur "
    "qui au aux ce der die das und den von mit ist im auf ein eine nach dem il di che per non gli della "
    "nel sono da do dos das em uma com na ao os het een van voor met op te ve bir bu da için ile na w z "
    "się nie do że je i o og av til er på som att för och det den tras entre sobre muertos morts gegen "
    "dan yang di ini untuk dengan pada dari sa ng mga ang"
)
_FOREIGN = frozenset(_FOREIGN_WORDS.split())
_POLISH = "ąćęłńśźż"
"""Letters that no other language of feeds has so often; half of the texts that are not English hold many of them."""
_POLISH_LEAST, _POLISH_SHARE = 4, 0.18
"""How many of them tell Polish at once: at least so many, and so many for each word."""
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 600


def find_language(document: Document) -> str:
    """The ISO 639-1 code of the document's language. What it says of itself is hardly heard: feeds are wrong."""
    sample = f"{document.title} {document.body[:_SAMPLE]}"
    lower = sample.lower()
    words = _WORD.findall(lower)
    if not words:
        return (document.language or "en").split("-")[0].lower()
    plain = sum(map(str.isascii, words)) / len(words)
    english = sum(map(_ENGLISH.__contains__, words))
    foreign = sum(map(_FOREIGN.__contains__, words))
    if plain > 0.95 and not foreign and english >= 2:
        return "en"
    if plain > 0.8 and english >= foreign and (english >= 0.12 * len(words) or len(words) < 12):
        return "en"
    if plain > 0.9 and english > foreign and len(words) < 30:
        return "en"  # in doubt
    return "pl" if _is_polish(lower, len(words)) else _identify(sample)


def _is_polish(lower: str, words: int) -> bool:
    """Whether a text of so many words is Polish by its letters: microseconds, where py3langid takes half of one of
    thousands."""
    return sum(map(lower.count, _POLISH)) >= max(_POLISH_LEAST, _POLISH_SHARE * words)


def _identify(sample: str) -> str:
    from py3langid.langid import classify

    return str(classify(sample)[0])  # type: ignore[no-untyped-call]
