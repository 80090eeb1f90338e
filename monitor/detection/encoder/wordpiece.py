"""WordPiece: a text as ids of word pieces (Schuster & Nakajima, ICASSP 2012), as uncased BERT models read it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+|[^\w\s]|_")
_LONGEST = 60
"""Letters of a word; a longer one is none."""
_BEGIN, _END, _UNKNOWN = "[CLS]", "[SEP]", "[UNK]"


class WordPiece:
    """Splits by greedy longest match over `vocabulary`, one piece a line number; pieces inside a word begin with ##."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._ids: Mapping[str, int] = {piece: number for number, piece in enumerate(vocabulary)}
        self._begin, self._end, self._unknown = (self._ids[name] for name in (_BEGIN, _END, _UNKNOWN))
        self._pieces = lru_cache(maxsize=20_000)(self._split)

    def encode(self, title: str, body: str, most: int) -> tuple[list[int], list[int]]:
        """Ids of at most `most` pieces of "[CLS] title [SEP] body [SEP]", and for each its segment: 0 or 1.

        The title gets half of the room at most; where the body repeats the title it is left out there. A body without
        a title stands in its place: titles are what the model always saw.
        """
        if not title.strip():
            title, body = body, ""
        first = self._ids_of(title, most // 2 - 2 if body else most - 2)
        rest = _without(title, body)
        second = self._ids_of(rest, most - len(first) - 3) if rest else []
        if not second:
            return [self._begin, *first, self._end], [0] * (len(first) + 2)
        ids = [self._begin, *first, self._end, *second, self._end]
        return ids, [0] * (len(first) + 2) + [1] * (len(second) + 1)

    def _ids_of(self, text: str, most: int) -> list[int]:
        found: list[int] = []
        known = self._ids
        for match in _WORD.finditer(_plain(text[: most * 12])):
            word = match[0]
            if word in known:  # most are whole; to ask the cache for them costs five times as much
                found.append(known[word])
            else:
                found += self._pieces(word)
            if len(found) >= most:
                break
        return found[:most]

    def _split(self, word: str) -> tuple[int, ...]:
        if len(word) > _LONGEST:
            return (self._unknown,)
        found, start = [], 0
        while start < len(word):
            end = len(word)
            while end > start:
                piece = word[start:end] if start == 0 else "##" + word[start:end]
                if piece in self._ids:
                    break
                end -= 1
            else:
                return (self._unknown,)
            found.append(self._ids[piece])
            start = end
        return tuple(found)


def _plain(text: str) -> str:
    """Lower case, without accents."""
    plain = unicodedata.normalize("NFD", text.lower())
    if plain.isascii():
        return plain
    for accent in [c for c in set(plain) if unicodedata.category(c) == "Mn"]:
        plain = plain.replace(accent, "")
    return plain


def _without(title: str, body: str) -> str:
    """`body` without a repetition of the title at its head."""
    return body[len(title) :].lstrip(" .:-\n") if title and body.startswith(title) else body
