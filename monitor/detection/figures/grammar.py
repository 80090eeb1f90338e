"""Reads a sentence's chunks: which people are the object or subject of which casualty word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from monitor.detection.figures.casualty import Casualty, Fate
from monitor.detection.figures.chunks import Chunk, People
from monitor.detection.figures.quantity import Form
from monitor.detection.text import Sentence

_FATES = {
    **dict.fromkeys("KkDNTF", Fate.KILLED),
    **dict.fromkeys("IiJUy", Fate.INJURED),
    **dict.fromkeys("Hh", Fate.HIT),
    **dict.fromkeys("Aa", Fate.ABDUCTED),
    "M": Fate.MISSING,
}
_PEOPLE = "GPQ"
_PARTICIPLES = "KIHA"
_ACTIVE = "kiha"
_SUBJECT_ONLY = "DJM"
_VERBS = _PARTICIPLES + _ACTIVE + _SUBJECT_ONLY
_NONE = re.compile(
    r"\bno (?:\w+ ){0,3}?(?:reports? of (?:any )?(?:\w+ ){0,2}?)?(?P<what>casualt(?:y|ies)|injuries|injury|deaths?|fatalit(?:y|ies)|wounded"
    r"|victims|loss of life|one (?:\w+ ){0,2}(?:hurt|injured|wounded|killed|harmed|shot|hit|struck))\b"
    r"|\b(?:nobody|no one|no-one|none) (?:\w+ ){0,4}?(?P<how>hurt|injured|wounded|killed|harmed|died)\b"
    r"|\bwithout (?:causing )?(?:any )?(?P<without>casualties|injuries|injury|injuring anyone|hurting anyone|killing anyone)\b"
    r"|\b(?:did not|didn't|have not|had not) (?:cause|report|suffer|result in|reported|caused) (?:any )?(?P<not>casualties|injuries|deaths)\b"
    r"|\bno (?P<nor>(?:dead|deaths|killed|fatalities) or (?:wounded|injured|injuries))\b"
)
_OTHER_NONE = re.compile(r"\bno (?:other|further|additional|more|serious|major|life)\b")
_CUMULATIVE = re.compile(
    r"(?<!deadliest )\bsince (?:\w+ ){0,3}?(?:\d{4}|the (?:\w+ ){0,3}(?:war|conflict|invasion|ceasefire|truce|fighting|start|beginning|offensive|outbreak|coup|uprising)|"
    r"january|february|march|april|may|june|july|august|september|october|november|december|then|last|it|its|israel|russia|hamas|he|they)\b"
    r"|\b(?:in|over|during|within) (?:the )?(?:past|last|recent) (?:\w+ )?(?:days|weeks|weekend|months|years|decade|year|month|week|decades)\b"
    r"|\b(?:so far|already) this (?:year|month|week)|\bthis year\b|\blast (?:year|month)\b|\beach year\b|\bper year\b|\bannually\b|\bevery (?:year|day|week|month)\b"
    r"|\b(?:in|during|throughout|of) (?:all of )?(?:19|20)\d\d\b|\b(?:during|in|of|throughout) the (?:\w+[ -]){0,3}(?:war|conflict|insurgency|genocide|uprising|campaign)\b"
    r"|\bhas killed\b.{0,60}\bsince\b|\b(?:months|years|weeks) of (?:war|fighting|conflict|violence)\b|\bwar (?:has )?killed\b|\bnationwide\b"
    r"|\btotal (?:number|death toll)\b|\b(?:a|one|two|three|four|five|\d+) (?:years?|months?|weeks?) (?:ago|earlier|before)\b"
)
_RECORD = re.compile(
    r"\b(?:deadliest|worst|first|biggest|largest|most|heaviest|highest|attack|assault|strike)\b[^,;]{0,50}\Z"
)
_SAYS = re.compile(
    r"(?:according to (?P<after>[^,.;]{3,60}))"
    r"|(?P<before>(?:[\w'.-]+ ){1,6}?)(?:said|says|reported|confirmed|told|announced|added|stated|claimed)\b"
    r"|\b(?:said|says|reported) (?P<inverted>(?:the |a |an )?[\w'. -]{3,50}?)(?:[,.;]|\Z| on | in )"
)
_SKIP_BEFORE_AUX = "xpo,E-S()"
_SKIP_NEAR = "-x"


class Reader:
    """Walks the casualty words of one sentence and collects the people that each is said of."""

    def __init__(self, sentence: Sentence, chunks: Sequence[Chunk]) -> None:
        self.sentence = sentence
        self.chunks = chunks
        self.letters = [c.letter for c in chunks]
        self.used: set[int] = set()
        self.subjects: dict[int, list[int]] = {}
        self.found: list[Casualty] = []

    def run(self) -> list[Casualty]:
        """All counts of the sentence, in order of their spans."""
        for at, letter in enumerate(self.letters):
            if letter in "Ty":
                self._toll(at)
        for at, letter in enumerate(self.letters):
            if letter in _VERBS or letter in "NUF":
                self._word(at, letter)
        self.found += _stated_none(self.sentence)
        return sorted(self.found, key=lambda c: c.start)

    def _word(self, at: int, letter: str) -> None:
        if letter in _ACTIVE:
            self._emit(at, self._objects(at))
        elif letter in _PARTICIPLES:
            self._participle(at)
        elif letter in _SUBJECT_ONLY:
            self._emit(at, self._subject(at, far=letter != "M"))
        else:
            self._counted_noun(at)

    def _participle(self, at: int) -> None:
        aux = self._auxiliary(at)
        if aux is not None:
            if "!" not in self.letters[aux:at]:
                self._emit(at, self._subject(aux, far=True))
            return
        objects = self._objects(at)
        if objects:
            self._emit(at, objects)
        else:
            self._emit(at, self._subject(at, far=self.sentence.in_title))

    def _auxiliary(self, at: int) -> int | None:
        """The form of "be" that makes the participle passive."""
        back = at - 1
        steps = 0
        while back >= 0 and steps < 3:
            letter = self.letters[back]
            if letter == "B":
                return back
            if letter not in "-x!":
                return None
            back, steps = back - 1, steps + 1
        return None

    def _objects(self, at: int) -> list[int]:
        """The list of people right after the verb."""
        nxt = at + 1
        while nxt < len(self.letters) and self.letters[nxt] in "-":
            nxt += 1
        if nxt >= len(self.letters) or self.letters[nxt] not in _PEOPLE or nxt in self.used:
            return []
        if self._begins_clause(nxt):
            return []
        run = [nxt]
        while (following := self._next_in_list(run[-1])) is not None and not self._begins_clause(following):
            run.append(following)
        return run

    def _next_in_list(self, at: int) -> int | None:
        nxt = at + 1
        joined = False
        while nxt < len(self.letters) and self.letters[nxt] in ",&" and nxt - at <= 2:
            nxt, joined = nxt + 1, True
        while joined and nxt < len(self.letters) and self.letters[nxt] == "-":
            nxt += 1
        if joined and nxt < len(self.letters) and self.letters[nxt] in _PEOPLE and nxt not in self.used:
            return nxt
        return None

    def _begins_clause(self, at: int) -> bool:
        """Whether the people at `at` are the subject of what follows, not the object of what went before."""
        nxt = at + 1
        while nxt < len(self.letters) and self.letters[nxt] in "-":
            nxt += 1
        if nxt >= len(self.letters):
            return False
        letter = self.letters[nxt]
        if letter in "BV":
            return True
        return letter in _PARTICIPLES + "DJ" and not (letter in _PARTICIPLES and self._has_object(nxt))

    def _has_object(self, at: int) -> bool:
        return at + 1 < len(self.letters) and self.letters[at + 1] in _PEOPLE and not self._begins_clause(at + 1)

    def _subject(self, at: int, *, far: bool) -> list[int]:
        """The list of people that ends before chunk `at`, over a relative pronoun or a short phrase."""
        back = at - 1
        while back >= 0 and self.letters[back] in "BV-!":
            back -= 1
        if back >= 0 and self.letters[back] == "W":
            back -= 1
            far = False
            while back >= 0 and self.letters[back] in ",-":
                back -= 1
        if far:
            limit = back - 9
            while back > limit and back >= 0 and self.letters[back] in _SKIP_BEFORE_AUX:
                back -= 1
        else:
            while back >= 0 and self.letters[back] in _SKIP_NEAR and at - back <= 2:
                back -= 1
        if back >= 0 and self.letters[back] in _PEOPLE:
            return self._list_ending(back)
        return self._shared(at)

    def _shared(self, at: int) -> list[int]:
        """ "was shot and later died", "died after being shot": the subject of the verb before."""
        for verb in range(at - 1, max(-1, at - 8), -1):
            if verb in self.subjects and not any(
                self.letters[i] in ";S" and self.letters[i] != ";" for i in range(verb, at)
            ):
                return self.subjects[verb]
        return []

    def _list_ending(self, at: int) -> list[int]:
        if at in self.used:
            return [at] if self._is_shared_verb(at) else []
        run = [at]
        back = at
        while True:
            before = back - 1
            joined = False
            while before >= 0 and self.letters[before] in ",&" and back - before <= 2:
                before, joined = before - 1, True
            if not joined or before < 0 or self.letters[before] not in _PEOPLE or before in self.used:
                return run
            if self._is_object(before):
                return run
            run.insert(0, before)
            back = before

    def _is_shared_verb(self, at: int) -> bool:
        return any(at in people for people in self.subjects.values())

    def _is_object(self, at: int) -> bool:
        return at > 0 and self.letters[at - 1] in _ACTIVE

    def _counted_noun(self, at: int) -> None:
        """ "five deaths", "3 injuries", "two of them fatally"."""
        back = at - 1
        while back >= 0 and self.letters[back] == "x" and at - back <= 2:
            back -= 1
        if back < 0 or self.letters[back] not in "GQ" or back in self.used:
            return
        people = self.chunks[back].people
        if people and people.quantity.form in (Form.NUMBER, Form.VAGUE):
            self._emit(at, [back])

    def _toll(self, at: int) -> None:
        """ "the toll rose to 8", "raising the death toll from 5 to 8", "a death toll of 15"."""
        for nxt in range(at + 1, min(at + 14, len(self.letters))):
            letter = self.letters[nxt]
            if letter in ";":
                return
            if letter in "GQ":
                later = nxt + 2
                if later < len(self.letters) and self.letters[nxt + 1] == "t" and self.letters[later] in "GQ":
                    nxt = later
                self._emit(at, [nxt], toll=True)
                return

    def _emit(self, at: int, run: list[int], *, toll: bool = False) -> None:
        if not run:
            return
        self.subjects[at] = run
        self.used.update(run)
        fate = _FATES[self.letters[at]]
        people = tuple(p for i in run if (p := self.chunks[i].people))
        if toll:
            people = tuple(_last_of_range(p) for p in people)
        subsets = tuple(p for p in people if p.quantity.subset and len(people) > 1)
        people = tuple(p for p in people if p not in subsets)
        subsets += self._parts(max(run[-1], at), people)
        start = min(self.chunks[run[0]].start, self.chunks[at].start)
        end = max(self.chunks[run[-1]].end, self.chunks[at].end)
        none = bool(people) and all(p.quantity.form is Form.NONE for p in people)
        if none and any(p.who not in ("no one", "nobody", "none", "people", "person", "civilians") for p in people):
            return
        self.found.append(
            Casualty(
                fate=fate, people=people, subsets=subsets, start=start, end=end, sentence=self.sentence.index, toll=toll,
                none=none, cumulative=_is_cumulative(self.sentence, start, end),
                attributed_to=attribution(self.sentence, start, end),
            )
        )  # fmt: skip

    def _parts(self, at: int, people: tuple[People, ...]) -> tuple[People, ...]:
        """ "…, including one British and two American …" or "— three X and two Y" behind the count."""
        nxt = at + 1
        while nxt < len(self.letters) and self.letters[nxt] in ",-(" and nxt - at <= 3:
            nxt += 1
        if nxt >= len(self.letters) or self.letters[nxt] not in "CE:":
            return ()
        run, following = [], nxt + 1
        if following < len(self.letters) and self.letters[following] in _PEOPLE:
            run = [following]
            while (more := self._next_in_list(run[-1])) is not None:
                run.append(more)
        parts = tuple(p for i in run if (p := self.chunks[i].people))
        if self.letters[nxt] != "C" and sum(p.quantity.min for p in parts) != sum(p.quantity.min for p in people):
            return ()
        self.used.update(run)
        return parts


def _last_of_range(people: People) -> People:
    """In a toll, "from 5 to 8" means 8."""
    quantity = people.quantity
    if quantity.form is Form.NUMBER and quantity.max is not None and quantity.max > quantity.min > 0:
        return replace(people, quantity=replace(quantity, min=quantity.max))
    return people


def _stated_none(sentence: Sentence) -> list[Casualty]:
    found: list[Casualty] = []
    folded = sentence.folded
    if (
        " no" not in folded
        and not folded.startswith("no")
        and "without" not in folded
        and "n't" not in folded
        and "not " not in folded
    ):
        return found
    for match in _NONE.finditer(folded):
        if _OTHER_NONE.match(match[0]):
            continue
        for fate in _fates_denied(match):
            found.append(
                Casualty(
                    fate=fate, people=(), start=sentence.start + match.start(), end=sentence.start + match.end(),
                    sentence=sentence.index, none=True, attributed_to=attribution(sentence, sentence.start + match.start(), sentence.start + match.end()),
                )
            )  # fmt: skip
    return found


def _fates_denied(match: re.Match[str]) -> tuple[Fate, ...]:
    words = next(g for g in match.groups() if g)
    if words.startswith(("casualt", "victims")) or " or " in words or words in ("harmed", "hurt") or "harm" in words:
        return (Fate.KILLED, Fate.INJURED) if words != "hurt" else (Fate.KILLED, Fate.INJURED)
    if "kill" in words or "death" in words or "fatalit" in words or "died" in words or "loss" in words:
        return (Fate.KILLED,)
    return (Fate.INJURED,)


def _is_cumulative(sentence: Sentence, start: int, end: int) -> bool:
    folded = sentence.folded
    for match in _CUMULATIVE.finditer(folded):
        if match[0].startswith("since") and _RECORD.search(folded, max(0, match.start() - 60), match.start()):
            continue
        if abs(match.start() + sentence.start - end) < 110 or abs(start - match.end() - sentence.start) < 60:
            return True
    return False


def attribution(sentence: Sentence, start: int, end: int) -> str | None:
    """Who gives the figure, as written: the subject of "said" or the object of "according to" in its sentence."""
    for match in _SAYS.finditer(sentence.folded):
        name = next(n for n in ("after", "before", "inverted") if match[n])
        words = sentence.text[match.start(name) : match.end(name)].strip(" ,\"'“”‘’")
        words = (
            re.sub(r"^.*?(?:[,;:—–]|\b(?:and|but|as|while|that|however)\b)\s+", "", words)
            if name == "before"
            else words
        )
        if 2 < len(words) <= 60 and words.lower() not in ("he", "she", "they", "it", "who", "which"):
            return words
    return None
