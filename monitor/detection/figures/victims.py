"""Who counts as a victim of an event, and what "shot" makes of those who did not die of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from monitor.detection.draft import Draft
from monitor.detection.figures.casualty import Casualty, Fate
from monitor.detection.figures.lists import place_of
from monitor.detection.figures.parts import is_attacker
from monitor.detection.figures.people import last_word
from monitor.detection.figures.persons import Person, persons_of
from monitor.detection.figures.quantity import Form
from monitor.detection.figures.words import word_set
from monitor.domain.taxonomy import EventType

_CHILD = re.compile(
    r"\b(?:boy|girl|toddler|child|kid|(?:[1-9]|1[0-2]|two|three|four|five|six|seven|eight|nine|ten)[- ]year[- ]old)\b"
    r"[^.;]{0,60}\b(?:shoots?|shot|shooting|kills?|killed|killing) (?:himself|herself|self)\b"
    r"|\b(?:girl|boy), (?:[1-9]|1[0-2]), [^.;]{0,30}\b(?:shoots?|shot|kills?|killed) (?:himself|herself|self)\b"
)
_ANYBODY = frozenset({"", "people", "person", "victim"})
_JOINED = len(" and ") + 1
"""Characters between two counts that nothing but "and" parts."""
_SUSPECTS = frozenset({"suspects", "terrorist", "terrorists", "robber", "robbers"})
_DOERS = {EventType.VEHICLE_RAMMING: _SUSPECTS | {"driver"}}
"""Nouns that tell the attackers of these apart, where others are counted; elsewhere `_SUSPECTS`. In a clash all sides
count, as the contract has it."""
_ALL_SIDES = frozenset({EventType.ARMED_CLASH, EventType.AIR_DRONE_STRIKE, EventType.SHELLING, EventType.ASSASSINATION})


def settle(draft: Draft, casualties: Sequence[Casualty], lead: int, *, own_hand: bool) -> dict[Fate, list[Casualty]]:
    """The event's counts by fate: attackers left out, and people shot but not killed among the injured.

    `lead` is the index of the sentence where the event's first telling ends. In an accident, and where it was a child,
    who shot himself is no attacker (`own_hand`).
    """
    victims = [v for c in casualties if (v := _victims(draft, c)) is not None]
    victims = _same_totals(casualties, victims)
    if draft.type is not EventType.MOB_VIOLENCE:  # whom a mob kills is a suspect only to the mob
        victims = _without_suspects(victims, draft.type)
    if own_hand and not any(c.fate is Fate.KILLED and c.people and not c.implied for c in victims):
        victims += [c for c in casualties if c.fate is Fate.KILLED and _is_self(c)]
    if any(c.people for c in victims):
        victims = [c for c in victims if not (c.none and c.implied)]  # "he was unhurt, two of his guards died"
    victims = _with_names_of_dead(victims)
    killed = [c for c in victims if c.fate is Fate.KILLED]
    injured = [c for c in victims if c.fate is Fate.INJURED]
    hit = [c for c in victims if c.fate is Fate.HIT and not c.cumulative]
    plain = [c for c in injured if c.explicit or c.none]
    alone = [c for c in injured if not (c.explicit or c.none)]
    early = lead if any(_is_counted(c) and c.sentence < lead for c in hit) else None
    most = max((c.low for c in hit if _is_counted(c)), default=0)
    parts = [c for c in plain if c.low < most and (_is_of_known(c) or any(_is_behind(c, h) for h in hit))]
    counted = any(_is_counted(c) and c not in parts and (early is None or c.sentence < early) for c in plain)
    if not any(c.people for c in killed):
        plain = [_with_hit(c, [*hit, *alone]) for c in plain]
    plain = [_fewer(c, sum(k.low for k in killed if _is_part(k, c))) for c in plain]
    in_order = sorted(alone + hit, key=lambda c: c.start)  # who is one more is told behind the others
    if _died_of_it(plain, killed):
        plain = []
    return {
        Fate.KILLED: killed,
        Fate.INJURED: plain + _survivors(alone if counted else in_order, killed, lead),
        Fate.ABDUCTED: [c for c in victims if c.fate is Fate.ABDUCTED],
        Fate.MISSING: [c for c in victims if c.fate is Fate.MISSING],
    }


def _same_totals(told: Sequence[Casualty], victims: list[Casualty]) -> list[Casualty]:
    """ "Six dead … six people, including the gunman, are dead": the total is five wherever it is told."""
    by_span = {(c.start, c.end, c.fate): c for c in told}
    less = {}
    for victim in victims:
        whole = by_span.get((victim.start, victim.end, victim.fate))
        if whole is not None and whole.groups and victim.low < whole.low and victim.high is not None:
            less[(whole.fate, whole.low)] = whole.low - victim.low
    if not less:
        return victims
    return [_fewer(c, less.get((c.fate, c.low), 0)) if c.explicit and not c.groups else c for c in victims]


def _with_names_of_dead(victims: list[Casualty]) -> list[Casualty]:
    """ "The toddler was taken to hospital, where she died": whom the pronoun means is dead, and no longer hurt."""
    found: list[Casualty] = []
    for casualty in victims:
        last = found[-1] if found else None
        if last is not None and _is_meant_by(casualty, last):
            found[-1] = replace(casualty, people=last.people, start=last.start)
        else:
            found.append(casualty)
    return found


def _is_meant_by(death: Casualty, hurt: Casualty) -> bool:
    if death.fate is not Fate.KILLED or hurt.fate not in (Fate.HIT, Fate.INJURED) or death.sentence != hurt.sentence:
        return False
    if len(death.people) != 1 or len(hurt.people) != 1 or not death.people[0].pronoun or hurt.end > death.start:
        return False
    one = hurt.people[0]
    return hurt.low == hurt.high == 1 and not one.pronoun and one.gender in ("-", death.people[0].gender)


def _with_hit(hurt: Casualty, hit: Sequence[Casualty]) -> Casualty:
    """ "Teacher stabbed, two pupils hurt": the count with one more whom its own sentence told of before."""
    told = [c for c in hit if not c.explicit and c.sentence == hurt.sentence and c.end <= hurt.start]
    told = [c for c in told if c.fate is Fate.HIT or hurt.start - c.end < _JOINED]
    if len(told) != 1 or not _is_counted(hurt) or not _are_strangers(told[0], hurt):
        return hurt
    return replace(hurt, people=(*told[0].people, *hurt.people), start=told[0].start)


def _are_strangers(one: Casualty, other: Casualty) -> bool:
    """Whether the nouns of two counts cannot mean the same people: "teacher", "two pupils", "two others"."""
    nouns = [{p.who.rsplit(" ", 1)[-1].rstrip("s") for p in c.people} for c in (one, other)]
    return not any(p.pronoun for p in one.people) and not nouns[0] & nouns[1] and not nouns[1] & _ANYBODY


def _is_part(dead: Casualty, hurt: Casualty) -> bool:
    """ "Six people were wounded, one of whom died": whether the dead are some of those counted as hurt."""
    some = bool(dead.people) and all(p.quantity.subset for p in dead.people)
    if dead.sentence == hurt.sentence and 0 < len(dead.people) < len(hurt.people):
        some = some or all(any(p is q for q in hurt.people) for p in dead.people)  # "two men and a boy, who died"
        return some and hurt.start <= dead.start and hurt.low > dead.low == dead.high
    return some and dead.sentence == hurt.sentence and hurt.end <= dead.start and hurt.low > dead.low == dead.high


def _is_behind(part: Casualty, hit: Casualty) -> bool:
    """ "Six were taken to hospital, one in critical condition": a part told behind its whole, without a noun."""
    nameless = all(not p.who for p in part.people) and not part.additional
    return nameless and part.sentence - hit.sentence in (0, 1) and hit.end <= part.start and hit.low > part.low


def _is_of_known(casualty: Casualty) -> bool:
    """ "One of the victims was flown out": nobody new, and not all of them."""
    return all(p.quantity.subset for p in casualty.people)


def _is_counted(casualty: Casualty) -> bool:
    """Whether words of number count the people of one event, so that nothing else need be asked."""
    return casualty.explicit and not casualty.cumulative and not casualty.implied


def _without_suspects(victims: list[Casualty], kind: EventType) -> list[Casualty]:
    """The counts without a suspect's own fate, where the event has other victims: "two officers shot, suspect dead"."""
    told = frozenset({"suspect"}) | _DOERS.get(kind, frozenset() if kind in _ALL_SIDES else _SUSPECTS)
    others = [c for c in victims if not _of_suspect(c, told)]
    return others if any(c.people and not c.cumulative for c in others) else victims


def _of_suspect(casualty: Casualty, told: frozenset[str]) -> bool:
    return bool(casualty.people) and all(p.who.rsplit(" ", 1)[-1] in told for p in casualty.people)


def _died_of_it(injured: Sequence[Casualty], killed: Sequence[Casualty]) -> bool:
    """ "One person was wounded … the teenager has died": whether the only one hurt is the one whose death is told."""
    dead = [c for c in killed if not c.cumulative and not c.implied]
    known = all(p.quantity.form is Form.DEFINITE for c in dead for p in c.people) and not any(c.none for c in dead)
    return bool(dead) and known and all(c.low == c.high == 1 and not c.additional for c in injured)


def by_own_hand(folded: str) -> bool:
    """Whether the text (folded) tells of somebody, most likely a child, whom a gun in their own hand hit by mishap."""
    return "accident" in folded or ("self" in folded and _CHILD.search(folded) is not None)


def _victims(draft: Draft, casualty: Casualty) -> Casualty | None:
    """The count without the attackers; in a clash, and where fighters are the target, all sides count."""
    if draft.type in _ALL_SIDES or casualty.none:
        return casualty
    left = tuple(p for p in casualty.people if not p.attacker)
    if not left:
        return None
    told = casualty if len(left) == len(casualty.people) else replace(casualty, people=left)
    return _without_attackers(told)


def _without_attackers(casualty: Casualty) -> Casualty:
    """ "Six people, including a suspected gunman": five, or six where he is only suspected."""
    attackers = [g for g in casualty.groups if is_attacker(g.who)]
    count = sum(g.count for g in attackers)
    if not attackers or casualty.low <= count or len(casualty.people) != 1:
        return casualty
    sure = not any(word in g.who.lower() for g in attackers for word in ("suspect", "alleged", "possible", "presumed"))
    first, high = casualty.people[0], casualty.high
    top = high - count if sure and high is not None else high
    people = replace(first, quantity=replace(first.quantity, min=casualty.low - count, max=top))
    return replace(casualty, people=(people,), groups=tuple(g for g in casualty.groups if g not in attackers))


def _is_self(casualty: Casualty) -> bool:
    """ "the boy killed himself": a victim where nobody else is."""
    return any(p.who.rsplit(" ", 1)[-1] in ("himself", "herself", "themselves", "self") for p in casualty.people)


def _survivors(hurt: list[Casualty], killed: list[Casualty], lead: int) -> list[Casualty]:
    """ "Five were shot, two fatally" leaves three; a person shot who may be the one that died is no survivor."""
    told = [c for c in killed if not c.cumulative and not c.none and not c.implied]
    dead = persons_of(told)
    further = [c for c in told if c.additional]
    counts = [c.low + sum(other.is_other_of(c) for other in further) for c in told if c.explicit]
    toll = max([*counts, len(dead)], default=0)
    explicit = [c for c in hurt if _is_counted(c) and c.fate is Fate.HIT and not _is_of_known(c)]
    if explicit:
        return _left_of(explicit, told, toll)
    strangers = [c for c in hurt if not any(p is q for k in told for p in k.people for q in c.people)]
    if not toll and any(c.implied and c.high == c.low for c in killed):
        # "shot his wife in a murder-suicide", but "double murder … a third cousin was grazed"
        return [c for c in strangers if c.fate is Fate.INJURED and any(place_of(p) for p in c.people)]
    if not toll:
        return strangers
    unknown = toll > len(dead)
    near = [c for c in strangers if c.sentence < lead or c.alive or (c.sentence < lead + 2 and _is_newcomer(c, killed))]
    return [c for c in near if _survived(c, killed, None if unknown else dead)]


def _left_of(explicit: Sequence[Casualty], told: Sequence[Casualty], toll: int) -> list[Casualty]:
    """Those of the counted as hit who live: all that are told beside the dead or behind them, else all but `toll`."""
    most = max(explicit, key=lambda c: c.low)
    others = most.additional or most.apart or all(p.who == "others" for p in most.people)
    if others and any(most.sentence - k.sentence in (0, 1) and k.end <= most.start for k in told):
        return [most]  # "four died, another six were shot", "… killed six. Several others were taken to hospital"
    if most.away and told and all(k.end <= most.start for k in told):
        return [most]  # "eleven have died. Twenty-nine were taken to hospitals"
    if told and all(k.additional and most.end <= k.start for k in told):
        return [most]  # "five were shot. Two others were killed"
    if not told and any(c.additional for c in explicit):
        return list(explicit)  # "two men were stabbed. Three others were beaten"
    return [_fewer(most, toll)] if most.low > toll else []


def _survived(hurt: Casualty, killed: Sequence[Casualty], dead: Sequence[Person] | None) -> bool:
    """Whether `hurt` tells of somebody who is not among the dead (None where the text does not say who they were)."""
    late = any(k.start > hurt.start and all(p.quantity.form is Form.DEFINITE for p in k.people) for k in killed)
    if (hurt.alive and not late) or hurt.also:
        return True
    if any(_beside(hurt, k) for k in killed) and not _found_dead(hurt, killed):
        return True
    kin = _is_kin_of_dead(hurt, killed, known=dead is not None)
    if kin or _all_new_after(hurt, killed) or (not late and _is_newcomer(hurt, killed)):
        return True
    if hurt.additional:
        return any(hurt.sentence - 1 <= k.sentence and k.start < hurt.start for k in killed)
    if dead is None or all(p.quantity.form is Form.DEFINITE for p in hurt.people):
        return False
    return not any(d.may_be(p) for p in hurt.people for d in dead)


def _found_dead(hurt: Casualty, killed: Sequence[Casualty]) -> bool:
    """ "Man shot in car, woman dies | a man was found shot dead": whether the body tells the death of the title's."""
    if hurt.sentence > 0 or hurt.fate is not Fate.HIT or len(hurt.people) != 1 or hurt.explicit:
        return False
    later = [p for k in killed if k.sentence > 0 and not k.explicit for p in k.people]
    return any(p.who == hurt.people[0].who and p.quantity.form is Form.ARTICLE for p in later)


def _is_kin_of_dead(hurt: Casualty, killed: Sequence[Casualty], *, known: bool) -> bool:
    """ "A man was shot dead. His brother was wounded": one who is told as another's, and not among the dead.

    Who was only hit may be dead, unless all the dead are `known`.
    """
    if not (hurt.fate is Fate.INJURED or known) or not all(p.owned for p in hurt.people):
        return False
    kin = {p.who.rsplit(" ", 1)[-1] for p in hurt.people}
    dead = {p.who.rsplit(" ", 1)[-1] for k in killed for p in k.people}
    if hurt.fate is Fate.HIT and (dead & word_set("kin") or all(hurt.sentence - k.sentence > 1 for k in killed)):
        return False  # "a father was shot dead. … her husband had been shot" are one
    return not kin & dead and any(k.start < hurt.start for k in killed)


def _all_new_after(hurt: Casualty, killed: Sequence[Casualty]) -> bool:
    """ "Wounding him in the arm. A campaign aide died": whether all the dead are brought in behind, as somebody new."""
    told = [k for k in killed if not k.implied and k.people]
    new = all(p.quantity.form is Form.ARTICLE and p.age is None for k in told for p in k.people)
    return hurt.fate is Fate.INJURED and bool(told) and new and all(k.sentence > hurt.sentence > 0 for k in told)


def _is_newcomer(hurt: Casualty, killed: Sequence[Casualty]) -> bool:
    """ "Two men were shot dead. A bystander was hit": one brought in behind the dead, by another word than theirs."""
    sure = hurt.fate is Fate.INJURED and not any(p.who in _ANYBODY or p.pronoun for k in killed for p in k.people)
    told = [k for k in killed if (k.explicit or (sure and k.people)) and not k.implied and not k.cumulative]
    if not told or len(hurt.people) != 1 or hurt.people[0].quantity.form is not Form.ARTICLE:
        return False
    words = {last_word(p) for k in told for p in k.people if p.who} or {""}
    one = hurt.people[0]
    word = last_word(one)
    sexes = {p.gender for k in told for p in k.people}
    other = one.gender in ("m", "f") and sexes <= {"m", "f"} and one.gender not in sexes
    sides = word in word_set("bystander") and not any(w.startswith(word) for w in words)
    unlike = word not in word_set("anyone") and not words & _ANYBODY and not words & {word, word + "s"}
    apart = other or sides or unlike
    return apart and all(k.end <= hurt.start and k.sentence < hurt.sentence for k in told if k.sentence > 0)


def _beside(hurt: Casualty, killed: Casualty) -> bool:
    """ "girl killed, grandmother injured": two fates told of two people in one sentence."""
    if killed.implied or hurt.sentence != killed.sentence or any(p.pronoun for p in (*hurt.people, *killed.people)):
        return False
    apart = hurt.end <= killed.start or killed.end <= hurt.start
    ages = {p.age for p in hurt.people if p.age is not None} & {p.age for p in killed.people}
    return apart and not ages and not {p.who for p in hurt.people} & {p.who for p in killed.people}


def _fewer(casualty: Casualty, dead: int) -> Casualty:
    """The count with `dead` people taken out."""
    if not dead:
        return casualty
    first, high = casualty.people[0], casualty.high
    top = None if high is None else high - dead
    quantity = replace(first.quantity, min=casualty.low - dead, max=top, form=Form.NUMBER)
    return replace(casualty, people=(replace(first, quantity=quantity),), groups=())
