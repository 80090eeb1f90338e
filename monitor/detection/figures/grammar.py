"""Reads a sentence's chunks: which people are the object or subject of which casualty word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from monitor.detection.figures.attribution import attribution
from monitor.detection.figures.casualty import Casualty, Fate
from monitor.detection.figures.chunks import Chunk
from monitor.detection.figures.nothing import stated_none
from monitor.detection.figures.parts import Parts, read_parts
from monitor.detection.figures.people import People
from monitor.detection.figures.quantity import Form, Quantity
from monitor.detection.figures.scope import is_cumulative, is_mishap, is_obituary, names_killing
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
_STATES = "DJM"
_VERBS = _PARTICIPLES + _ACTIVE + _STATES
_BETWEEN_SUBJECT_AND_AUXILIARY = "xpot,E-S()"
_FINITE = ("died", "dies", "perished", "succumbed", "lost ", "bled", "pronounced", "declared")
_INFINITIVES = frozenset({"kill", "hurt", "wound", "injure", "abduct", "kidnap", "die", "gun down", "murder"})
_NONE_OF_PEOPLE = frozenset({"no one", "nobody", "none", "people", "person", "civilians", "one", "no-one"})
_REACH = 9
_CLAUSE = 16
"""Chunks back to where the subject of a clause may stand."""


class Reader:
    """Walks the casualty words of one sentence and collects the people that each is said of."""

    def __init__(self, sentence: Sentence, chunks: Sequence[Chunk]) -> None:
        self.sentence = sentence
        self.chunks = chunks
        self.letters = "".join(c.letter for c in chunks)
        self.used: set[int] = set()
        self.said_of: dict[int, list[int]] = {}
        self.found: list[Casualty] = []

    def run(self) -> list[Casualty]:
        """All counts of the sentence, in order of their spans."""
        for at, letter in enumerate(self.letters):
            if letter in "Ty":
                self._toll(at)
        for at, letter in enumerate(self.letters):
            if letter in _ACTIVE and not self._unreal(at):
                self._emit(at, self._objects(at + 1))
            elif letter in _PARTICIPLES:
                self._participle(at)
            elif letter in _STATES:
                self._state(at)
            elif letter in "NUF":
                self._counted_noun(at)
            elif letter.isdigit():
                self._implied(at, int(letter))
            elif letter == "Z" and names_killing(self.sentence.folded, self.chunks[at].end - self.sentence.start):
                self._implied(at, 1)
        self.found += stated_none(self.sentence)
        return sorted(self.found, key=lambda c: c.start)

    def _letter(self, at: int) -> str:
        return self.letters[at] if 0 <= at < len(self.letters) else "."

    def _back_over(self, at: int, letters: str) -> int:
        while at >= 0 and self.letters[at] in letters:
            at -= 1
        return at

    def _unreal(self, at: int) -> bool:
        """ "to kill", "could have killed", "did not hurt": no one was."""
        before = self._back_over(at - 1, "-V")
        if self._letter(before) in "m!":
            return True
        return self._letter(before) == "t" and self._words(at) in _INFINITIVES

    def _words(self, at: int) -> str:
        chunk = self.chunks[at]
        return self.sentence.folded[chunk.start - self.sentence.start : chunk.end - self.sentence.start]

    def _participle(self, at: int) -> None:
        """Passive with a form of "be", active with an object, else a headline's "3 killed"."""
        auxiliary = self._auxiliary(at)
        if auxiliary is not None:
            unreal = "!" in self.letters[auxiliary:at] or self._letter(self._back_over(auxiliary, "BV-!")) in "mt"
            if not unreal and self._letter(self._back_over(auxiliary, "BV-")) != "!":
                self._emit(at, self._subject(auxiliary, far=True))
            return
        if self._unreal(at):
            return
        objects = self._objects(at + 1)
        if not objects and self._letter(at + 1) == "B":
            objects = self._named_after(at + 2)
        if objects:
            self._emit(at, objects)
        elif self._letter(self._over(at + 1, "-")) != "g":
            self._emit(at, self._bare_subject(at))

    def _named_after(self, at: int) -> list[int]:
        """ "Also wounded were four patrons": the subject behind the verb, where it is counted."""
        run = self._objects(at)
        people = [p for i in run if (p := self.chunks[i].people)]
        return run if all(p.quantity.form in (Form.NUMBER, Form.ARTICLE) or p.age is not None for p in people) else []

    def _state(self, at: int) -> None:
        """ "three people died", "left two dead", "four hospitalized", "two missing"."""
        before = self._back_over(at - 1, "BV-!")
        has_auxiliary = "B" in self.letters[before + 1 : at] or "V" in self.letters[before + 1 : at]
        if "!" in self.letters[before + 1 : at] or self._letter(before) == "m" or self._unreal(at):
            return
        if has_auxiliary or self._words(at).startswith(_FINITE):
            self._emit(at, self._subject(at, far=True))
        else:
            self._emit(at, self._bare_subject(at))

    def _auxiliary(self, at: int) -> int | None:
        """The form of "be" that makes the participle passive."""
        for back in range(at - 1, max(-1, at - 4), -1):
            if self.letters[back] == "B":
                return back
            if self.letters[back] not in "-x!":
                return None
        return None

    def _over(self, at: int, letters: str) -> int:
        while at < len(self.letters) and self.letters[at] in letters:
            at += 1
        return at

    def _objects(self, at: int) -> list[int]:
        """The list of people that begins at `at`; after "killing of" a verb behind it has another subject."""
        nxt = self._over(at, "-")
        of = self._words(at - 1).endswith(" of")
        if self._letter(nxt) not in _PEOPLE or nxt in self.used or (not of and self._begins_clause(nxt)):
            return []
        run = [nxt]
        while (following := self._next_in_list(run[-1])) is not None and (of or not self._begins_clause(following)):
            run.append(following)
        return self._trusted(run)

    def _next_in_list(self, at: int) -> int | None:
        nxt = self._over(at + 1, ",&;")
        if nxt == at + 1 or nxt - at > 3:
            return None
        nxt = self._over(nxt, "-")
        people = self.chunks[nxt].people if self._letter(nxt) in _PEOPLE and nxt not in self.used else None
        return nxt if people is not None and not people.quantity.subset else None

    def _trusted(self, run: list[int]) -> list[int]:
        """Bare numbers in a row are ages or years: "17, 19 and 20"."""
        bare = sum(self.letters[i] == "Q" for i in run)
        return [] if bare > 1 else run

    def _begins_clause(self, at: int) -> bool:
        """Whether the people at `at` are the subject of what follows, not the object of what went before."""
        letter = self._letter(self._over(at + 1, "-"))
        if letter in "BVm":
            return True
        if letter == "D" and self._letter(at - 1) in "Hh" and self._words(at + 1) == "dead":
            return False
        return letter in _PARTICIPLES + "DJ" and not (letter in _PARTICIPLES and self._has_object(at + 1))

    def _has_object(self, at: int) -> bool:
        return self._letter(at + 1) in _PEOPLE + "g" and not self._begins_clause(at + 1)

    def _subject(self, at: int, *, far: bool) -> list[int]:
        """The list of people before chunk `at`, over a relative pronoun or a short phrase."""
        back = self._back_over(at, "BV-!") if self._letter(at) in "BV-!" else self._back_over(at - 1, "BV-!")
        if self._letter(back) in "Ww":
            back = self._back_over(back - 1, ",-")
        elif far:
            limit = back - _REACH
            while back > max(limit, -1) and self._may_part(back):
                back -= 1
        if self._letter(back) in _PEOPLE:
            return self._list_ending(self._before_including(back))
        return self._shared(at) or (self._clause_subject(back) if self._letter(back) == "&" else [])

    def _clause_subject(self, at: int) -> list[int]:
        """ "the man was taken to hospital and died": the subject of the verb that "and" joins this one to."""
        for back in range(at - 1, max(-1, at - _CLAUSE), -1):
            if self.letters[back] in ";vWS":
                return []
            if self.letters[back] in "GP" and self._letter(self._over(back + 1, "-")) in "BV":
                return self._list_ending(back)
        return []

    def _may_part(self, at: int) -> bool:
        """Whether the chunk can stand between a subject and its verb: "two men, police said, were killed"."""
        return self.letters[at] in _BETWEEN_SUBJECT_AND_AUXILIARY or self.letters[at : at + 2] == "gS"

    def _before_including(self, at: int) -> int:
        """ "Six people, including a gunman, are dead": the whole, not the part."""
        if self._letter(at - 1) != "C":
            return at
        whole = self._back_over(at - 2, ",-")
        return whole if self._letter(whole) in _PEOPLE else at

    def _bare_subject(self, at: int) -> list[int]:
        """The people right before a participle or state without an auxiliary; in a title over "in Kabul"."""
        back = self._back_over(at - 1, "-")
        if self._letter(back) == "x" or (self._letter(back) == "," and self._has_age(back - 1)):
            back -= 1
        if self.sentence.in_title and self._letter(back) not in _PEOPLE:
            back = self._back_over(back, "xpo-")
        if self._letter(back) == "W":
            return []
        people = self.chunks[back].people if self._letter(back) in _PEOPLE else None
        if people is None:
            return self._shared(at)
        one_shot = self.letters[at] == "H" and self.letters[back] == "Q" and people.quantity.max == 1
        if one_shot and not self.sentence.in_title:
            return []
        named = self.letters[back] == "P" and not self.sentence.in_title
        if people.pronoun or (named and (people.age is None or self.letters[at] == "H")):
            return []
        return self._list_ending(back)

    def _has_age(self, at: int) -> bool:
        people = self.chunks[at].people if self._letter(at) in "GP" else None
        return people is not None and people.age is not None

    def _shared(self, at: int) -> list[int]:
        """ "was shot and later died", "died after being shot": whom the verb before was said of."""
        for verb in range(at - 1, max(-1, at - _REACH), -1):
            if verb in self.said_of:
                return self.said_of[verb]
            if self.letters[verb] in _PEOPLE + "g;vWS":
                return []
        return []

    def _list_ending(self, at: int) -> list[int]:
        if at in self.used:
            return next(([at] for run in self.said_of.values() if at in run), [])
        run = [at]
        while True:
            before = self._back_over(run[0] - 1, ",&")
            joined = 1 <= run[0] - 1 - before <= 2
            if not joined or self._letter(before) not in _PEOPLE or before in self.used:
                return self._trusted(run)
            loose = self.letters[before + 1 : run[0]] == "," and self._letter(before - 1) in "tpob"
            if loose or self._letter(before - 1) in _ACTIVE + _PARTICIPLES:
                return self._trusted(run)
            run.insert(0, before)

    def _counted_noun(self, at: int) -> None:
        """ "five deaths", "3 injuries", "two of them fatally"."""
        back = at - 1
        if self._letter(back) == "x":
            back -= 1
        people = self.chunks[back].people if self._letter(back) in "GQ" and back not in self.used else None
        if people is None:
            return
        forms = (Form.NUMBER,) if self.letters[at] == "U" else (Form.NUMBER, Form.VAGUE)
        if people.quantity.form in forms:
            self._emit(at, [back])

    def _implied(self, at: int, least: int) -> None:
        """ "deadly shooting", "triple murder"."""
        quantity = Quantity(least, None if least == 1 else least, Form.VAGUE, at)
        self.found.append(
            Casualty(
                fate=Fate.KILLED,
                people=(People(quantity=quantity, who=""),),
                start=self.chunks[at].start,
                end=self.chunks[at].end,
                sentence=self.sentence.index,
                implied=True,
            )
        )

    def _toll(self, at: int) -> None:
        """ "the toll rose to 8", "raising the death toll from 5 to 8", "bringing to 12 the number of dead"."""
        ahead = range(at + 1, min(at + 14, len(self.letters)))
        for nxt in ahead:
            if self.letters[nxt] in ";v":
                break
            if self._is_number(nxt):
                later = nxt + 2
                is_from = self._letter(nxt + 1) == "t" and self._is_number(later)
                self._emit(at, [later if is_from else nxt], toll=True)
                return
        if self._letter(at - 2) == "Q" and "R" in self.letters[max(0, at - 6) : at]:
            self._emit(at, [at - 2], toll=True)

    def _is_number(self, at: int) -> bool:
        people = self.chunks[at].people if self._letter(at) in "GQ" else None
        return people is not None and people.quantity.form in (Form.NUMBER, Form.VAGUE) and at not in self.used

    def _emit(self, at: int, run: list[int], *, toll: bool = False) -> None:
        people = self._without_appositions(run)
        if not people or self._either_or(at) or self._by_mishap(at):
            return
        self.said_of[at] = run
        self.used.update(run)
        none = all(p.quantity.form is Form.NONE for p in people)
        if none:
            return  # the pattern of what is said not to be reads these
        if toll:
            people = tuple(_last_of_range(p) for p in people)
        start = min(self.chunks[run[0]].start, self.chunks[at].start)
        end = max(self.chunks[run[-1]].end, self.chunks[at].end)
        inner = self.letters[run[-1] + 1 : run[-1] + 3] == ",C"
        parts = self._parts(run[-1] if inner else max(run[-1], at), sum(p.quantity.min for p in people))
        self.found.append(
            Casualty(
                fate=Fate.KILLED if self._to_death(at, end) else _FATES[self.letters[at]],
                people=people,
                groups=parts.groups,
                start=start,
                end=end,
                sentence=self.sentence.index,
                toll=toll,
                cumulative=is_cumulative(self.sentence, start, end),
                attributed_to=attribution(self.sentence),
            )
        )

    def _to_death(self, at: int, end: int) -> bool:
        """ "shot his brother to death", "shot him dead"."""
        if self.letters[at] not in "Hh":
            return False
        return self.sentence.folded[end - self.sentence.start :].startswith((" to death", " dead"))

    def _by_mishap(self, at: int) -> bool:
        """ "died in a crash", "killed in the earthquake": no attack's dead."""
        folded, end = self.sentence.folded, self.chunks[at].end - self.sentence.start
        return is_mishap(folded, end) or (self.letters[at] == "D" and is_obituary(folded, end))

    def _either_or(self, at: int) -> bool:
        """ "17 missing or dead": how many of each is not said."""
        return any(self._letter(at + way) == "O" and self._letter(at + 2 * way) in _VERBS for way in (1, -1))

    def _without_appositions(self, run: list[int]) -> tuple[People, ...]:
        """ "Erica Robinson, a nurse, was killed", "a husband and father": one person in two phrases."""
        kept: list[People] = []
        previous = -1
        for i in run:
            people = self.chunks[i].people
            assert people is not None
            between = self.letters[previous + 1 : i] if previous >= 0 else ""
            pair = len(run) == 2 or (bool(kept) and (people.name is None) != (kept[-1].name is None))
            if not (kept and pair and not self.sentence.in_title and _same_person(kept[-1], people, between)):
                kept.append(people)
            previous = i
        return tuple(kept)

    def _parts(self, at: int, total: int) -> Parts:
        """ "…, including one British and two American …" or "— three X and two Y" behind the count."""
        for nxt in range(at + 1, min(at + 16, len(self.letters))):
            letter = self.letters[nxt]
            if letter in _VERBS + ";vS":
                break
            if letter in "C:E(" or (letter == "," and nxt - at < 3):
                parts = read_parts(self.sentence, self.chunks[nxt].end)
                whole = letter in "E(:" and nxt - at < 3 and sum(g.count for g in parts.groups) == total
                if parts.groups and (letter == "C" or parts.of_them or whole):
                    self._spend(self.chunks[nxt].end, parts.end)
                    return parts
        return Parts()

    def _spend(self, start: int, end: int) -> None:
        """Marks the people between two offsets as told."""
        for i, chunk in enumerate(self.chunks):
            if chunk.people is not None and start <= chunk.start < end:
                self.used.add(i)


def _last_of_range(people: People) -> People:
    """In a toll, "from 5 to 8" means 8."""
    quantity = people.quantity
    if quantity.form is Form.NUMBER and quantity.max is not None and quantity.max > quantity.min > 0:
        return replace(people, quantity=replace(quantity, min=quantity.max))
    return people


def _same_person(first: People, second: People, between: str) -> bool:
    """Whether two phrases of a list, joined by `between`, stand for one person."""
    if first.plural or second.plural or second.quantity.additional or first.pronoun:
        return False
    forms = (first.quantity.form, second.quantity.form)
    if between == ",":
        if second.name is not None and second.who == second.name:
            return first.name is None and forms[0] in (Form.DEFINITE, Form.ARTICLE)
        return second.name is None and forms[1] in (Form.ARTICLE, Form.BARE) and second.gender in ("-", first.gender)
    return between == "&" and forms == (Form.ARTICLE, Form.BARE) and second.gender == first.gender != "-"
