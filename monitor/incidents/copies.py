"""Copies: which earlier article this one repeats, in constant time and bounded memory.

A bottom-k sketch is looked up by each of its `KEYS` smallest hashes: at a resemblance of .6 the chance that two texts
share none of them is below one in 100,000, where a 16×8 band index of MinHash finds a quarter of such pairs. What a
hash finds is then verified by containment, so that a story cut by half or with a paragraph added is still a copy.

Memory: numpy arrays of fixed rows; a row costs `BYTES_PER_ARTICLE` and the oldest row gives way to the newest, so the
index never holds more than `capacity` articles. A hash that too many texts share (a masthead, a newsletter's foot)
fills its bucket and is then ignored: it tells nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from monitor.domain.report import Fingerprint
from monitor.incidents.fingerprint import SKETCH

KEYS = 14
"""Of a sketch's hashes, how many it is found by."""
SLOTS = 8
"""Entries in a bucket: one cache line."""
SAME_TEXT = 0.7
"""Resemblance from which a copy need not be remembered itself: what copies it copies the first one too. So a wire
story that two hundred outlets carry is one entry, and does not crowd its own hashes out."""
HOT = 6
"""A hash that leads to more articles than this is furniture, not text."""
CONTAINED = 0.56
"""Share of the smaller text's shingles that the larger must hold: 6 % of words replaced leave .78, chance and quotes
in two outlets' own reports on one attack seldom reach .3 (docs/incidents.md)."""
MOSTLY_CONTAINED = 0.75
"""The same where the two resemble each other below `RESEMBLE`: then it must be a cut, not an update on shared
paragraphs."""
RESEMBLE = 0.4
SHORTEST = 0.28
"""Least size of the smaller text against the larger: a long report that takes in a brief is no copy of it."""
FEWEST = 5
"""Shingles below which a text is too short to tell a copy by."""
BYTES_PER_ARTICLE = SKETCH * 4 + 4 + 2 * SLOTS * 8 * KEYS // (SLOTS * 2) * 2
"""Sketch, size, and its keys' share of the buckets at half load: 196 + 224 bytes, and the article's id beside."""

_GOLDEN = np.uint32(2654435769)
_EMPTY = np.uint32(0xFFFFFFFF)


@dataclass(frozen=True, slots=True)
class Copy:
    """An earlier article with the same text."""

    article_id: str
    original_id: str
    """The earliest of its line; `article_id` itself where it copies nothing."""
    containment: float
    resemblance: float


@dataclass(frozen=True, slots=True)
class Sketch:
    """What the index holds of one article, as the store keeps it."""

    article_id: str
    original_id: str
    hashes: tuple[int, ...]
    size: int

    def to_bytes(self) -> bytes:
        """The hashes as 32-bit little-endian words."""
        return np.array(self.hashes, dtype="<u4").tobytes()

    @staticmethod
    def hashes_of(data: bytes) -> tuple[int, ...]:
        """What `to_bytes` made of them."""
        return tuple(np.frombuffer(data, dtype="<u4").tolist())


def compare(a: Fingerprint, b: Fingerprint) -> tuple[float, float]:
    """(containment of the smaller in the larger, resemblance) of two texts, each 0..1; symmetric."""
    if not a.shingles or not b.shingles:
        return 0.0, 0.0
    limit = min(_horizon(a), _horizon(b))
    left = {h for h in a.shingles if h <= limit}
    right = {h for h in b.shingles if h <= limit}
    both = len(left & right)
    smaller = min(len(left), len(right))
    return (both / smaller if smaller else 0.0), both / max(1, len(left | right))


def _horizon(print_: Fingerprint) -> int:
    """Up to which hash the sketch holds all of the text's shingles."""
    return print_.shingles[-1] if print_.size > len(print_.shingles) else 0xFFFFFFFF


def is_copy(a: Fingerprint, b: Fingerprint) -> bool:
    """Whether one of the two texts is a copy of the other: equal, cut, extended, lightly edited or reordered."""
    if a.text_hash == b.text_hash and a.size >= 2:
        return True
    small, large = sorted((a.size, b.size))
    if small < FEWEST or small < SHORTEST * large:
        return False
    return _convinces(*compare(a, b))


def _convinces(contained: float, resemblance: float) -> bool:
    return contained >= (CONTAINED if resemblance >= RESEMBLE else MOSTLY_CONTAINED)


class CopyIndex:
    """The sketches of the articles of the last days, and the way from a hash to them."""

    def __init__(self, capacity: int = 1 << 20, *, initial: int = 1 << 12) -> None:
        self._capacity = capacity
        self._allocate(min(initial, capacity))
        self._ids: list[str] = []
        self._originals: list[str] = []
        self._count = 0

    def _allocate(self, rows: int) -> None:
        self._rows = rows
        self._sketches: npt.NDArray[np.uint32] = np.full((rows, SKETCH), _EMPTY, dtype=np.uint32)
        self._sizes: npt.NDArray[np.int32] = np.zeros(rows, dtype=np.int32)
        bits = max(4, int(np.ceil(np.log2(max(16, rows * KEYS * 2 / SLOTS)))))
        self._shift = np.uint32(32 - bits)
        self._keys: npt.NDArray[np.uint32] = np.full((1 << bits, SLOTS), _EMPTY, dtype=np.uint32)
        self._owners: npt.NDArray[np.uint32] = np.zeros((1 << bits, SLOTS), dtype=np.uint32)

    def __len__(self) -> int:
        """Articles held now."""
        return min(self._count, self._rows)

    @property
    def nbytes(self) -> int:
        """Bytes of the arrays (article ids not counted)."""
        return self._sketches.nbytes + self._sizes.nbytes + self._keys.nbytes + self._owners.nbytes

    def find(self, print_: Fingerprint, own_id: str | None = None) -> Copy | None:
        """The best earlier article with this text, other than `own_id` itself. Ties go to the earlier article."""
        if print_.size < FEWEST or not self._count:
            return None
        sketch = np.array(print_.shingles, dtype=np.uint32)
        rows = self._candidates(sketch[:KEYS])
        best: Copy | None = None
        for row in rows:
            found = self._verify(int(row), sketch, print_.size)
            if found and found.article_id != own_id and (best is None or found.containment > best.containment):
                best = found
        return best

    def add(self, article_id: str, print_: Fingerprint, original_id: str | None = None) -> None:
        """Remembers an article; the oldest is forgotten where the index is full."""
        self.put(Sketch(article_id, original_id or article_id, print_.shingles, print_.size))

    def put(self, sketched: Sketch) -> None:
        """Remembers an article by its sketch; one too short to tell a copy by is left out."""
        if sketched.size < FEWEST:
            return
        if self._count == self._rows and self._rows < self._capacity:
            self._grow()
        row = self._count % self._rows
        self._count += 1
        if row < len(self._ids):
            self._ids[row], self._originals[row] = sketched.article_id, sketched.original_id
        else:
            self._ids.append(sketched.article_id)
            self._originals.append(sketched.original_id)
        sketch = np.array(sketched.hashes, dtype=np.uint32)
        self._sketches[row, : len(sketch)] = sketch
        self._sketches[row, len(sketch) :] = _EMPTY
        self._sizes[row] = sketched.size
        self._insert(row, sketch[:KEYS])

    def _buckets(self, keys: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
        # Smallest hashes lie close together by their nature; the multiplication spreads them over the buckets.
        spread: npt.NDArray[np.uint32] = np.right_shift(keys * _GOLDEN, self._shift)
        return spread

    def _candidates(self, keys: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
        buckets = self._buckets(keys)
        hits = self._keys[buckets] == keys[:, None]
        hits[hits.sum(axis=1) > HOT] = False
        return np.unique(self._owners[buckets][hits])

    def _verify(self, row: int, sketch: npt.NDArray[np.uint32], size: int) -> Copy | None:
        other_size = int(self._sizes[row])
        small, large = (size, other_size) if size < other_size else (other_size, size)
        if small < SHORTEST * large:
            return None
        other = self._sketches[row, : min(other_size, SKETCH)]
        limit = min(
            int(sketch[-1]) if size > len(sketch) else 0xFFFFFFFF,
            int(other[-1]) if other_size > len(other) else 0xFFFFFFFF,
        )
        left, right = int((sketch <= limit).sum()), int((other <= limit).sum())
        both = int(np.isin(sketch, other, assume_unique=True, kind="sort").sum())
        contained = both / max(1, min(left, right))
        resemblance = both / max(1, left + right - both)
        if not _convinces(contained, resemblance):
            return None
        return Copy(self._ids[row], self._originals[row], contained, resemblance)

    def _insert(self, row: int, keys: npt.NDArray[np.uint32]) -> None:
        """Into the first free slot of each key's bucket, or over the row written longest ago: rows go in a circle.

        Two keys of one article that meet in one bucket cost it one of the two: it has others.
        """
        buckets = self._buckets(keys)
        free = self._keys[buckets] == _EMPTY
        age = (np.int64(self._count - 1) - self._owners[buckets].astype(np.int64)) % self._rows
        slots = np.where(free.any(axis=1), free.argmax(axis=1), age.argmax(axis=1))
        self._keys[buckets, slots] = keys
        self._owners[buckets, slots] = row

    def _grow(self) -> None:
        """Doubles the rows and lays the buckets out anew, all at once in numpy (0.3 s at half a million articles)."""
        sketches, sizes, filled = self._sketches, self._sizes, self._count
        self._allocate(min(self._rows * 2, self._capacity))
        self._sketches[:filled], self._sizes[:filled] = sketches[:filled], sizes[:filled]
        keys = self._sketches[:filled, :KEYS].reshape(-1)
        owners = np.repeat(np.arange(filled, dtype=np.uint32), KEYS)
        keep = keys != _EMPTY
        keys, owners = keys[keep], owners[keep]
        buckets = self._buckets(keys)
        order = np.lexsort((np.iinfo(np.uint32).max - owners, buckets))
        keys, owners, buckets = keys[order], owners[order], buckets[order]
        starts = np.flatnonzero(np.r_[True, buckets[1:] != buckets[:-1]])
        rank = np.arange(len(buckets)) - np.repeat(starts, np.diff(np.r_[starts, len(buckets)]))
        room = rank < SLOTS
        self._keys[buckets[room], rank[room]] = keys[room]
        self._owners[buckets[room], rank[room]] = owners[room]
