"""Reads a sentence's chunks: which people are the object or subject of which casualty word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from monitor.detection.figures.attribution import attribution
from monitor.detection.figures.casualty import Casualty, Fate
from monitor.detection.figures.chunks import ALONG, Chunk
from monitor.detection.figures.clause import (
    ACCUSED,
    ACTIVE,
    CLAUSE,
    PARTICIPLES,
    PEOPLE,
    REACH,
    SINGULAR,
    STATES,
    VERBS,
    Clause,
)
from monitor.detection.figures.lists import (
    all_of,
    last_of_range,
    past,
    same_person,
    up_to,
    with_groups,
    with_what_follows,
)
from monitor.detection.figures.nothing import stated_none
from monitor.detection.figures.parts import Parts, read_parts
from monitor.detection.figures.people import People
from monitor.detection.figures.quantity import Form, Quantity
from monitor.detection.figures.scope import (
    cumulative_spans,
    is_cumulative,
    is_mishap,
    is_obituary,
    is_stopped,
    is_stopped_after,
    names_killing,
    shot_by_guards,
)
from monitor.detection.text import Sentence

_FATES = {
    **dict.fromkeys("KkDNTF", Fate.KILLED),
    **dict.fromkeys("IiJUy", Fate.INJURED),
    **dict.fromkeys("Hh", Fate.HIT),
    **dict.fromkeys("Aa", Fate.ABDUCTED),
    "M": Fate.MISSING,
}
_NUMBER_OF = re.compile(r"\bnumber of (?:[\w'-]+ ){1,3}$")
_TENDING = re.compile(
    r"\b(?:evacuat\w+|carr(?:y|ies|ied|ying)|help\w*|treat\w*|transport\w*|tend\w*|assist\w*|rescu\w+|comfort\w*) "
    r"(?:an? |the |some )?$"
)
_DOERS = frozenset({"suspect", "suspects", "killer", "killers"})
_DENIALS = ("deni", "deny", "disput", "reject", "whether", "if ")
_OBJECT = re.compile(r" (?:two|three|four|five|six|\d+) of (?:his|her|their|its) [a-z]| (?:his|her|their) [a-z]{4,}")
_DENIED = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|disput(?:es|ed|ing)|rejects? (?:reports|claims))\b[^.;,]{0,60}$"
    r"|\b(?:whether|(?<!as )if) (?:[\w'-]+ ){0,3}$"
)
_BEARING = ("with ", "nursing ")
_PASSING = frozenset({"passes", "passed", "tops", "topped", "exceeds", "exceeded", "surpasses", "surpassed"})
_NOW = frozenset({"remains", "remain"})
_RECOVERS = ("out of danger", "no longer in danger", "expected to", "is expected", "are expected")
_SOMEBODY = frozenset({"assassination of", "murder of", "killing of", "slaying of", "assassination"})
_FINITE = (
    *("fell", "drowned", "escape", "has ", "have "),
    *("died", "dies", "perished", "succumbed", "lost ", "bled", "pronounced", "declared"),
    *("suffer", "sustain", "received", "survived with", "escaped with"),
)


class Reader(Clause):
    """Reads one sentence's casualty words, each with the people that it is said of."""

    def __init__(self, sentence: Sentence, chunks: Sequence[Chunk]) -> None:
        super().__init__(sentence, [with_what_follows(sentence, c) if c.letter in "Ycflsq" else c for c in chunks])
        self.found: list[Casualty] = []
        self._numbers = "number of" in sentence.folded
        self._denials = any(hint in sentence.folded for hint in _DENIALS)

    @cached_property
    def cumulative(self) -> list[tuple[int, int]]:
        """Spans that make a count near them a sum; sought only where something is counted."""
        return cumulative_spans(self.sentence)

    @cached_property
    def source(self) -> str | None:
        """Who says it; sought only where something is counted."""
        return attribution(self.sentence)

    def run(self) -> list[Casualty]:
        """All counts of the sentence, in order of their spans."""
        for at, letter in enumerate(self.letters):
            if letter in "Ty":
                self._toll(at)
        for at, letter in enumerate(self.letters):
            if letter in ACTIVE and not self.unreal(at):
                self._active(at)
            elif letter in PARTICIPLES:
                self._participle(at)
            elif letter in STATES:
                self._state(at)
            elif letter in "NUF":
                self._counted_noun(at)
            elif letter.isdigit():
                self._implied(at, int(letter))
            elif letter == "Z" and self._names_killing(at):
                self._implied(at, 1, exact=False)
        self.found += stated_none(self.sentence)
        return sorted(self.found, key=lambda c: c.start)

    def _names_killing(self, at: int) -> bool:
        chunk, begin = self.chunks[at], self.sentence.start
        return names_killing(self.sentence.folded, chunk.start - begin, chunk.end - begin)

    def _active(self, at: int) -> None:
        """ "Killing three"; "the assassination of the bishops" killed somebody, however many they were."""
        objects = self._them(at) or self.objects(at + 1)
        if not objects and self.words(at) in _SOMEBODY:
            self._implied(at, 1, exact=False)
        self._emit(at, objects)

    def _participle(self, at: int) -> None:
        """Passive with a form of "be", active with an object, else a headline's "3 killed"."""
        if self.words(at - 1).endswith(" of the"):
            if self._still_hurt(at):
                self._emit(at, [at - 1])
            return  # "two of the wounded died"
        if self._is_tended(at):
            return
        if self._numbers and _NUMBER_OF.search(self.sentence.folded, 0, self.chunks[at].start - self.sentence.start):
            self._toll(at)  # "the number of Americans killed has reached 27"
            return
        auxiliary = self.auxiliary(at)
        if auxiliary is not None:
            unreal = "!" in self.letters[auxiliary:at] or self.letter(self.back_over(auxiliary, "BV-!")) in "mt"
            if not unreal and self.letter(self.back_over(auxiliary, "BV-")) != "!":
                near = self.words(at).startswith(("set ", "doused"))  # houses are, too
                run = self.subject(auxiliary, far=not near)
                self._emit(at, run + self._along(at) if run else run)
            return
        if self.unreal(at):
            return
        objects = self._told_behind(at)
        if objects or self._has_them(at):
            self._emit(at, objects)
        elif self.letter(self.over(at + 1, "-")) != "g" and not self._has_other_object(at):
            if self.letter(at + 1) == "G" and self.letter(at + 2) in "DJ":
                return  # "toll at six as injured | boy dies"
            run = self.bare_subject(at) or self._before_participle(at)
            if not run and self.letter(at - 1) == "&":
                run = self._clause_subject(at - 1)  # "two men were dragged out and | beaten"
            self._emit(at, run, whole=not self.sentence.in_title)

    def _before_participle(self, at: int) -> list[int]:
        """ "A fourth man, | slashed in the neck, got away": whom a participle between commas tells of."""
        apart = self.letter(at - 1) == "," and self.letter(at - 2) in "GP" and not self.sentence.in_title
        closed = "," in self.letters[at + 1 : at + 9]
        return [at - 2] if apart and closed and at - 2 not in self.used else []

    def _told_behind(self, at: int) -> list[int]:
        """The people behind a participle: its object, whom "them" means, or the subject of "also hurt were …"."""
        objects = self._them(at)
        if objects is None:
            objects = self.objects(at + 1)
        return self._named_after(at + 2) if not objects and self.letter(at + 1) == "B" else objects

    def _has_them(self, at: int) -> bool:
        return self.letter(at + 1) == "x" and self.words(at + 1) == "them" and self.letters[at] not in "Aa"

    def _them(self, at: int) -> list[int] | None:
        """ "Took five passengers off a bus and shot | them": the counted objects of the verb before, else none.

        None where no "them" follows.
        """
        if not self._has_them(at):
            return None
        for back in range(at - 1, max(0, at - CLAUSE - REACH), -1):
            people = self.chunks[back].people if self.letters[back] == "G" else None
            if self.letters[back] in ";S":
                break
            if people is not None and people.plural and self.letter(back - 1) == "x" and back not in self.used:
                counted = people.quantity.form in (Form.NUMBER, Form.VAGUE)
                doer = any(letter in "GPg" for letter in self.letters[:back])
                return [back] if counted and doer else []
        return []

    def _along(self, at: int) -> list[int]:
        """ "The boys were killed along with | their mother": who shared the fate of the verb's subject."""
        places, place = list[int](), self._at_next_place(at)
        while place is not None and self.letter(place + 1) in "pJ":
            places.append(place)  # "two were killed in one town, | one in another and | three in a third"
            place = self._at_next_place(place)
        if places:
            return places
        joins = self.letter(at + 1) == "&" and self.words(at + 1) in ALONG
        people = self.chunks[at + 2].people if joins and self.letter(at + 2) in "GP" else None
        return [at + 2] if people is not None else []

    def _still_hurt(self, at: int) -> bool:
        """ "Thirty of the wounded remain in hospital", not "two of the wounded died"."""
        nxt = self.over(at + 1, "-xB")
        return self.letters[at] == "I" and self.letter(at - 1) in "GQ" and self.letter(nxt) == "J"

    def _is_tended(self, at: int) -> bool:
        """ "Medics carry a wounded man": one of the hurt, seen, not counted."""
        if self.letters[at] != "I" or self.letter(at + 1) not in PEOPLE:
            return False
        return _TENDING.search(self.sentence.folded, 0, self.chunks[at].start - self.sentence.start) is not None

    def _has_other_object(self, at: int) -> bool:
        """ "A boy shot two of his rivals": whom the lexicon does not know, but no passive."""
        nxt = self.sentence.folded[self.chunks[at].end - self.sentence.start :]
        return self.letters[at] in "HIK" and _OBJECT.match(nxt) is not None

    def _named_after(self, at: int) -> list[int]:
        """ "Also wounded were four patrons": the subject behind the verb, where it is counted."""
        run = self.objects(at)
        people = [p for i in run if (p := self.chunks[i].people)]
        return run if all(p.quantity.form in (Form.NUMBER, Form.ARTICLE) or p.age is not None for p in people) else []

    def _state(self, at: int) -> None:
        """ "three people died", "left two dead", "four hospitalized", "two missing"."""
        before = self.back_over(at - 1, "BV-!")
        has_auxiliary = "B" in self.letters[before + 1 : at] or "V" in self.letters[before + 1 : at]
        if self.letters[at] == "J" and self.words(at).endswith("hospital") and self.letter(at - 1) in "KkD":
            return  # "twelve killed | in hospital"
        if "!" in self.letters[before + 1 : at] or self.letter(before) == "m" or self.unreal(at):
            return
        if self.letters[at] == "D" and self.letter(at - 1) == "Q" and self.letter(at - 2) == "C":
            self._emit(at, [at - 1])  # "among the four | dead was a child"
        elif self.letters[at] == "D" and self._is_among(at):
            self._emit(at, self._named_after(self.letters.find("B", at) + 1), some=True)
        elif self.words(at) == "dead" and self.letter(at + 1) == "C" and self.words(at - 1) == "the":
            self._emit(at, self._named_after(at + 2), some=True)
        elif self.words(at) in ("dead", "deceased") and self._is_named(at):
            self._emit(at, self.objects(at + 4))
        elif has_auxiliary or self.words(at).startswith(_FINITE):
            run = self.subject(at, far=True)
            dead = self.letters[at] == "D"
            self._emit(at, run + self._along(at) if run and dead else run, so_far=dead)
        else:
            run = self.bare_subject(at)
            if not run and self.words(at).startswith(_BEARING):
                run = self.subject(at, far=True)  # "the driver reached a checkpoint with gunshot wounds"
            self._emit(at, run, whole=self.letter(self.over(at + 1, "x")) in "BV" and not self.sentence.in_title)

    def _is_named(self, at: int) -> bool:
        """ "The dead were | identified as …": those whom the list names are all of them."""
        named = at + 3 < len(self.chunks) and self.words(at + 2) in ("identified", "named")
        return named and self.letter(at + 1) == "B" and self.words(at - 1) == "the"

    def _is_among(self, at: int) -> bool:
        """ "Among the dead in the strike were …": those named behind the verb."""
        among = "C" in self.letters[max(0, at - 2) : at]
        return among and 0 < self.letters.find("B", at) - at < REACH and ";" not in self.letters[at : at + REACH]

    def _counted_noun(self, at: int) -> None:
        """ "five deaths", "3 injuries", "two of them fatally"."""
        back = at - 1
        if self.letter(back) == "x":
            back -= 1
        people = self.chunks[back].people if self.letter(back) in "GQ" and back not in self.used else None
        if people is None:
            return
        forms = (Form.NUMBER,) if self.letters[at] == "U" else (Form.NUMBER, Form.VAGUE)
        if people.quantity.form in forms:
            self._emit(at, [back])

    def _implied(self, at: int, least: int, *, exact: bool = True) -> None:
        """ "deadly shooting", "triple murder"."""
        quantity = Quantity(least, least if exact else None, Form.VAGUE, at)
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
        if self._is_of_more(at):
            return
        ahead = range(at + 1, min(at + 14, len(self.letters)))
        for nxt in ahead:
            if self.letters[nxt] in ";v":
                break
            if self._is_number(nxt):
                if self._is_older(nxt):
                    return
                later = nxt + 2
                is_from = self.letter(nxt + 1) == "t" and self._is_number(later)
                self._emit(at, [later if is_from else nxt], toll=True, passed=self._is_passed(nxt))
                return
        if self.letter(at - 2) == "Q" and "R" in self.letters[max(0, at - 6) : at]:
            self._emit(at, [at - 2], toll=True)

    def _is_passed(self, at: int) -> bool:
        """ "Number of wounded | passes 80": one more at least."""
        return self.words(at - 1) in _PASSING

    def _is_of_more(self, at: int) -> bool:
        """ "Two shot dead, taking the city's toll to 40": a place's or a year's, where the event's own is told."""
        owned = self.words(at - 1).endswith(("'s", "s'")) and self.letters[at] == "T"
        return owned and any(letter in "KkD" for letter in self.letters[:at])

    def _is_older(self, at: int) -> bool:
        """ "raising the toll from one", with nothing said behind it: what the toll was."""
        people = self.chunks[at].people
        alone = people is not None and people.quantity.max == people.quantity.min
        return alone and self.words(at).startswith("from ") and self.letter(at + 1) != "t"

    def _is_number(self, at: int) -> bool:
        people = self.chunks[at].people if self.letter(at) in "GQ" else None
        return people is not None and people.quantity.form in (Form.NUMBER, Form.VAGUE) and at not in self.used

    def _emit(
        self,
        at: int,
        run: list[int],
        *,
        toll: bool = False,
        so_far: bool = False,
        some: bool = False,
        whole: bool = False,
        passed: bool = False,
    ) -> None:
        people = self._without_appositions(run, at)
        if whole:
            people = tuple(all_of(p) for p in people)
        if not people or self._either_or(at) or self._by_mishap(at) or self._stopped(at, run) or self._denied(run):
            return
        if self.letters[at] == "J" and any(r == run and self.letters[v] in "KkD" for v, r in self.said_of.items()):
            return  # "were found dead with | gunshot wounds"
        self.said_of[at] = run
        self.used.update(run)
        if self.letters[at] in "Kk" and len(run) == 1 and run[0] > at and self._did_it(run[0]):
            people = (replace(people[0], attacker=True),)
        if self.letters[at] == "D":
            people = tuple(self._known_doer(p, run[-1], at) for p in people)
        people, listed = with_groups(people, self.sentence.text)
        none = all(p.quantity.form is Form.NONE for p in people)
        if none:
            return  # the pattern of what is said not to be reads these
        if toll:
            people = tuple(past(p) if passed else last_of_range(p) for p in people)
        if so_far and len(people) == 1:
            people = (up_to(people[0]),)
        if some:
            people = (replace(people[0], quantity=replace(people[0].quantity, max=None)), *people[1:])
        start = min(self.chunks[run[0]].start, self.chunks[at].start)
        end = max(self.chunks[run[-1]].end, self.chunks[at].end)
        inner = self.letters[run[-1] + 1 : run[-1] + 3] == ",C"
        parts = self._parts(run[-1] if inner else max(run[-1], at), sum(p.quantity.min for p in people))
        self.found.append(
            Casualty(
                fate=self._fate(at, end, run),
                people=people,
                groups=parts.groups or listed,
                start=start,
                end=end,
                sentence=self.sentence.index,
                toll=toll,
                also=self._says_also(at, run),
                apart=self.letters[at] == "H" and self._is_apart(at, run),
                alive=self.letters[at] == "J" and self._is_alive(at),
                cumulative=is_cumulative(self.cumulative, start, end),
                attributed_to=self.source,
            )
        )

    def _is_apart(self, at: int, run: list[int]) -> bool:
        """ "Two died and three were taken to hospital", unlike "one dead, four shot", which may count the dead, too."""
        dead = [v for v, r in self.said_of.items() if v < run[0] and self.letters[v] in "KD" and r[-1] < v]
        return bool(dead) and not self.words(at).startswith(("shot", "stabbed", "hit", "struck", "slashed"))

    def _is_alive(self, at: int) -> bool:
        """ "Remains in intensive care", "is out of danger": nobody says so of the dead."""
        back = self.back_over(at - 1, "-")
        if self.words(at).startswith(_BEARING):
            return self.letter(at - 1) not in PEOPLE  # who reaches a checkpoint with wounds lives
        return self.words(back) in _NOW or self.words(at).startswith(_RECOVERS)

    def _says_also(self, at: int, run: list[int]) -> bool:
        first, last = sorted((at, run[0]))
        return any(self.letters[i] == "-" and self.words(i) == "also" for i in range(max(0, first - 1), last))

    def _known_doer(self, people: People, last: int, at: int) -> People:
        """ "The suspect was found dead", "the man accused of it died": the attacker, unless it was police who shot."""
        word = people.who.rsplit(" ", 1)[-1]
        turned = self._turned_on_self(last) if people.pronoun else self._turned_on_self(at, self.chunks[last].end)
        thought = not people.plural and self.letter(last + 1) != "." and self.words(last + 1) in ACCUSED
        called = any(c.people is not None and c.people.who.endswith("suspect") for c in self.chunks[last + 1 : at])
        if turned:
            return replace(people, attacker=True)
        named = called and not people.plural
        if (word in _DOERS or thought or named) and not shot_by_guards(self.sentence.folded):
            return replace(people, attacker=True, who="suspect" if named else people.who)
        return people

    def _did_it(self, at: int) -> bool:
        """ "Police kill man | who stabbed three": whether those killed had attacked people themselves."""
        verb = self.over(at + 2, "-V")
        hit = self.letter(at + 1) == "W" and self.letter(verb) in "KkHhIi"
        return hit and self.letter(verb + 1) in PEOPLE + "g"

    def _turned_on_self(self, at: int, start: int | None = None) -> bool:
        """ "… before turning the gun on himself; he died": whether who is meant has shot himself."""
        first = 0 if start is None else start - self.sentence.start
        head = self.sentence.folded[first : self.chunks[at].start - self.sentence.start]
        return " on himself" in head or " on herself" in head

    def _denied(self, run: list[int]) -> bool:
        """ "The army denies that a child was killed", "it is not clear whether people were hurt"."""
        if not self._denials:
            return False
        return _DENIED.search(self.sentence.folded, 0, self.chunks[run[0]].start - self.sentence.start) is not None

    def _stopped(self, at: int, run: list[int]) -> bool:
        """ "The gunman shot two guards before he was killed by police": the attacker's own death."""
        people = self.chunks[run[0]].people
        if people is None or people.plural:
            return False
        end = self.chunks[at].end - self.sentence.start
        if self.letters[at] in "KHI" and is_stopped_after(self.sentence.folded, end):
            return True
        if not people.pronoun:
            return False
        attackers = any(c.people is not None and c.people.attacker for c in self.chunks[: run[0]])
        return attackers and is_stopped(self.sentence.folded, self.chunks[at].end - self.sentence.start)

    def _fate(self, at: int, end: int, run: list[int]) -> Fate:
        """The word's own fate; "shot dead" is killed, and "were shot and taken away with wounds" tells of the shot."""
        if self._to_death(at, end):
            return Fate.KILLED
        hit = self.letters[at] == "J" and any(self.letters[v] in "Hh" and r is run for v, r in self.said_of.items())
        return Fate.HIT if hit else _FATES[self.letters[at]]

    def _to_death(self, at: int, end: int) -> bool:
        """ "shot his brother to death", "shot him dead"."""
        if self.letters[at] not in "Hh":
            return False
        them = (" them to death", " them dead")
        return self.sentence.folded.startswith((" to death", " dead", *them), end - self.sentence.start)

    def _by_mishap(self, at: int) -> bool:
        """ "died in a crash", "killed in the earthquake": no attack's dead."""
        folded, end = self.sentence.folded, self.chunks[at].end - self.sentence.start
        return is_mishap(folded, end) or (self.letters[at] == "D" and is_obituary(folded, end))

    def _either_or(self, at: int) -> bool:
        """ "17 missing or dead": how many of each is not said."""
        return any(self.letter(at + way) == "O" and self.letter(at + 2 * way) in VERBS for way in (1, -1))

    def _without_appositions(self, run: list[int], at: int) -> tuple[People, ...]:
        """ "Erica Robinson, a nurse, was killed", "a husband and father": one person in two phrases."""
        kept: list[People] = []
        previous = -1
        one = any(self.words(i) in SINGULAR for i in range(run[-1] + 1, at)) if run else False
        for i in run:
            people = self.chunks[i].people
            assert people is not None
            between = self.letters[previous + 1 : i] if previous >= 0 else ""
            pair = len(run) == 2 or (bool(kept) and (people.name is None) != (kept[-1].name is None))
            alone = one and between == "," and bool(kept) and not kept[-1].plural and not people.plural
            same = bool(kept) and pair and (alone or same_person(kept[-1], people, between))
            if not same or self.sentence.in_title:
                kept.append(people)
            previous = i
        return tuple(kept)

    def _parts(self, at: int, total: int) -> Parts:
        """ "…, including one British and two American …" or "— three X and two Y" behind the count."""
        for nxt in range(at + 1, min(at + 16, len(self.letters))):
            letter = self.letters[nxt]
            if letter in VERBS + ";vS":
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
