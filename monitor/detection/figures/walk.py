"""The chunks of one sentence, and what can be seen of them one by one: letters, words, auxiliaries, what begins."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from monitor.detection.figures.chunks import Chunk
from monitor.detection.text import Sentence

PEOPLE = "GPQ"
PARTICIPLES = "KIHA"
ACTIVE = "kiha"
STATES = "DJM"
VERBS = PARTICIPLES + ACTIVE + STATES
"""Letters of the casualty words that are verbs or states: lexicons/casualty_words.tsv."""
TOLD = frozenset({"reported", "confirmed"})
_INFINITIVES = frozenset({"kill", "hurt", "wound", "injure", "abduct", "kidnap", "die", "gun down", "murder", "shoot"})
SINGULAR = frozenset({"was", "is", "has", "remains"})
ACCUSED = frozenset({"accused", "suspected", "wanted", "sought", "blamed", "charged"})
"""Behind a person who is thought to have done it."""
REACH = 9
"""Chunks: no phrase that belongs to a verb is farther."""
CLAUSE = 16
"""Chunks back to where the subject of a clause may stand."""


class Walk:
    """A sentence's chunks, and which people have been given to which verb so far."""

    def __init__(self, sentence: Sentence, chunks: Sequence[Chunk]) -> None:
        self.sentence = sentence
        self.chunks = chunks
        self.letters = "".join(c.letter for c in chunks)
        self.used: set[int] = set()
        self.said_of: dict[int, list[int]] = {}

    def letter(self, at: int) -> str:
        """The letter at `at`; a full stop off the ends."""
        return self.letters[at] if 0 <= at < len(self.letters) else "."

    def back_over(self, at: int, letters: str) -> int:
        """The first index at or before `at` whose letter is none of `letters`; -1 off the start."""
        while at >= 0 and self.letters[at] in letters:
            at -= 1
        return at

    def over(self, at: int, letters: str) -> int:
        """The first index at or after `at` whose letter is none of `letters`."""
        while at < len(self.letters) and self.letters[at] in letters:
            at += 1
        return at

    def words(self, at: int) -> str:
        """The chunk's words in lower case."""
        chunk = self.chunks[at]
        return self.sentence.folded[chunk.start - self.sentence.start : chunk.end - self.sentence.start]

    def unreal(self, at: int) -> bool:
        """ "to kill", "could have killed", "did not hurt": no one was."""
        before = self.back_over(at - 1, "-V")
        if self.letter(before) in "m!":
            return True
        return self.letter(before) == "t" and self.words(at) in _INFINITIVES

    def auxiliary(self, at: int) -> int | None:
        """The form of "be" that makes the participle passive."""
        for back in range(at - 1, max(-1, at - 4), -1):
            if self.letters[back] == "B":
                return back
            if self.letters[back] not in "-x!L" and self.words(back) not in TOLD:
                return None
        return None

    def _is_many(self, at: int) -> bool:
        people = self.chunks[at].people
        return people is not None and people.plural

    def _is_singular(self, at: int, back: int) -> bool:
        """ "… who led the murder of nine officers has been killed": the verb is not the nine's."""
        verb = self.words(self.over(back + 1, ",-!"))
        return self._is_many(back) and verb in SINGULAR and self.letter(at) in "BVD"

    def _is_accused(self, at: int) -> bool:
        return self.words(at) in ACCUSED and self.letter(self.back_over(at - 1, ",-")) in "GP"

    def _is_deed(self, at: int) -> bool:
        """Whether the verb is what somebody is accused of: "a man accused of | stabbing a woman was shot"."""
        return at > 2 and self.letters[at] in ACTIVE and self.letters[at - 1] in "op" and self.words(at - 2) in ACCUSED

    def _has_age(self, at: int) -> bool:
        people = self.chunks[at].people if self.letter(at) in "GP" else None
        return people is not None and people.age is not None

    def _trusted(self, run: list[int]) -> list[int]:
        """Bare numbers in a row are ages or years: "17, 19 and 20"."""
        bare = sum(self.letters[i] == "Q" for i in run)
        near = all(second - first < 4 for first, second in pairwise(run))
        return [] if bare > 1 and near else run

    def _begins_clause(self, at: int) -> bool:
        """Whether the people at `at` are the subject of what follows, not the object of what went before."""
        verb = self.over(at + 1, "-")
        letter = self.letter(verb)
        if letter in "BV" and self._is_many(at) and self.words(verb) in SINGULAR:
            return False  # "the man accused of killing 18 | was found dead"
        if letter in "BVm":
            return True
        if letter == "D" and self.letter(at - 1) in "Hh" and self.words(at + 1) == "dead":
            return False
        return letter in PARTICIPLES + "DJ" and not (letter in PARTICIPLES and self._has_object(at + 1))

    def _has_object(self, at: int) -> bool:
        return self.letter(at + 1) in PEOPLE + "g" and not self._begins_clause(at + 1)
