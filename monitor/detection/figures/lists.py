"""What a list of people comes to: groups that make up a count, one person in two phrases, a count so far."""

from __future__ import annotations

from dataclasses import replace

from monitor.detection.figures.chunks import Chunk
from monitor.detection.figures.clause import Clause
from monitor.detection.figures.meant import (
    bullets_after,
    captives_after,
    injuries_after,
    lives_after,
    men_after,
    part_after,
    patients_after,
    receives_patients,
)
from monitor.detection.figures.people import People
from monitor.detection.figures.quantity import ORDINALS, Form
from monitor.detection.figures.walk import SINGULAR
from monitor.detection.figures.words import nouns
from monitor.detection.text import Sentence
from monitor.domain.detection import Group

_ANYBODY = frozenset({"people", "persons", "victims", "others", "individuals", "casualties"})
_VICTIM = frozenset({"victim", "person", "man", "woman", "teen", "teenager", "boy", "girl", "child", "officer"})
_OFFSPRING = frozenset({"son", "daughter", "baby", "child", "brother", "sister", "nephew", "niece", "grandson",
                        "granddaughter"})  # fmt: skip
"""Whom "a father and son" adds, as "a husband and father" does not."""


def with_groups(people: tuple[People, ...], told: str) -> tuple[tuple[People, ...], tuple[Group, ...]]:
    """ "Two soldiers, one Dutch and one Italian": the whole, and the groups that make it up.

    A list whose counts add up to its first is one where the first says no more than "people", or the rest say only
    of which nation (a capital in `told`).
    """
    first, rest = people[0], people[1:]
    total = first.quantity.min
    if len(rest) < 2 or not first.plural or total < 2 or sum(p.quantity.min for p in rest) != total:
        return people, ()
    last = [p.who.rsplit(" ", 1)[-1] for p in rest]
    headless = all(p.name is None for p in rest) and all(w not in nouns() or w.capitalize() in told for w in last)
    named = all(p.name is not None and p.who == p.name for p in rest)  # "three brothers, Tariq, Nasir and Imran"
    if not (headless or named) and first.who.rsplit(" ", 1)[-1] not in _ANYBODY:
        return people, ()
    return (first,), tuple(Group(who=p.who, count=p.quantity.min) for p in rest)


def with_what_follows(sentence: Sentence, chunk: Chunk) -> Chunk:
    """ "took", "claimed", "suffered", "with" and "shooting" with the letter that the words behind them give."""
    if chunk.letter in "Yz":
        return _with_injuries(sentence, chunk)
    letter = _letter_of_lives(sentence, chunk) if chunk.letter == "l" else _letter_of_deed(sentence, chunk)
    return chunk._replace(letter=letter)


def _letter_of_deed(sentence: Sentence, chunk: Chunk) -> str:
    """What falling, cutting down, hitting, burning to death and taking to hospital come to."""
    start = chunk.start - sentence.start
    if chunk.letter in "uj":
        return "I" if chunk.letter == "u" else "J"
    if chunk.letter == "c" and sentence.folded.startswith("massacre", start):
        return "k"
    if chunk.letter == "f":
        return "D"
    past = chunk.letter == "q" or sentence.folded.startswith(("hacked", "chopped", "burned", "burnt"), start)
    return "H" if past else "h"


def _letter_of_lives(sentence: Sentence, chunk: Chunk) -> str:
    """What "took", "cost" and "sent" do to the people behind them: kill, have treated, take captive, or nothing."""
    folded, end = sentence.folded, chunk.end - sentence.start
    if lives_after(folded, end) or men_after(folded, end):
        return "k"
    if patients_after(folded, end):
        return "h"
    if bullets_after(folded, end) or part_after(folded, end):
        return "J"
    return "a" if captives_after(folded, end) else "x"


def _with_injuries(sentence: Sentence, chunk: Chunk) -> Chunk:
    """ "suffered", "sustained": a state of being hurt where injuries follow, any other word where not."""
    end = injuries_after(sentence.folded, chunk.end - sentence.start)
    if end is None and receives_patients(sentence.folded, chunk.end - sentence.start):
        return chunk._replace(letter="h")
    return chunk._replace(letter="x") if end is None else chunk._replace(letter="J", end=sentence.start + end)


def place_of(people: People) -> int:
    """Which one of a row "a third person" is; 0 where the words do not number one person."""
    return ORDINALS.get(people.who.split(" ", 1)[0], 0) if people.quantity.form is Form.ARTICLE else 0


def up_to(people: People) -> People:
    """ "The second victim has died": two have by now."""
    words = people.who.split()
    place = ORDINALS.get(words[0], 0) if len(words) == 2 and words[1] in _VICTIM else 0
    if not place or (people.quantity.form is Form.ARTICLE and words[1] != "victim"):
        return people
    return replace(people, quantity=replace(people.quantity, min=place, max=place, form=Form.NUMBER, additional=False))


def all_of(people: People) -> People:
    """ "Two of the seven people wounded are …": the seven were."""
    quantity = people.quantity
    if quantity.whole <= quantity.min:
        return people
    return replace(people, quantity=replace(quantity, min=quantity.whole, max=quantity.whole, subset=False))


def past(people: People) -> People:
    """ "The toll has passed 80": 81 and more."""
    return replace(people, quantity=replace(people.quantity, min=people.quantity.min + 1, max=None))


def last_of_range(people: People) -> People:
    """In a toll, "from 5 to 8" means 8."""
    quantity = people.quantity
    if quantity.form is Form.NUMBER and quantity.max is not None and quantity.max > quantity.min > 0:
        return replace(people, quantity=replace(quantity, min=quantity.max))
    return people


def without_appositions(clause: Clause, run: list[int], at: int) -> tuple[People, ...]:
    """ "Erica Robinson, a nurse, was killed", "a husband and father": one person in two phrases."""
    kept: list[People] = []
    previous = -1
    one = any(clause.words(i) in SINGULAR for i in range(run[-1] + 1, at)) if run else False
    for i in run:
        people = clause.chunks[i].people
        assert people is not None
        between = clause.letters[previous + 1 : i] if previous >= 0 else ""
        pair = len(run) == 2 or (bool(kept) and (people.name is None) != (kept[-1].name is None))
        alone = one and between == "," and bool(kept) and not kept[-1].plural and not people.plural
        same = bool(kept) and pair and (alone or same_person(kept[-1], people, between))
        if not same or clause.sentence.in_title:
            kept.append(people)
        previous = i
    return tuple(kept)


def same_person(first: People, second: People, between: str) -> bool:
    """Whether two phrases of a list, joined by `between`, stand for one person."""
    if first.plural or second.plural or second.quantity.additional or first.pronoun:
        return False
    forms = (first.quantity.form, second.quantity.form)
    if between == ",":
        if second.name is not None and (second.who == second.name or forms[1] is Form.BARE):
            bare = second.age is not None and forms[0] is Form.BARE and first.who.rsplit(" ", 1)[-1] in nouns()
            return first.name is None and first.age is None and (bare or forms[0] in (Form.DEFINITE, Form.ARTICLE))
        agree = second.gender in ("-", first.gender) or place_of(first) > 0  # "a third, a mother of two"
        return second.name is None and forms[1] in (Form.ARTICLE, Form.BARE) and agree
    kin = second.who.rsplit(" ", 1)[-1] in _OFFSPRING
    return (
        between == "&" and forms == (Form.ARTICLE, Form.BARE) and second.gender == first.gender != "-" and not kin
    )
