"""An incident in words: a headline and a summary in plain wire English, put together from the facts alone.

Nothing is said that the facts do not hold; what is uncertain is said to be so. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from importlib.resources import files

from monitor.detection.actors.party import party_of
from monitor.domain.alert import AlertEvent, AlertFigure, AlertKind
from monitor.domain.detection import Escalation, Perpetrator, Place, Range
from monitor.domain.taxonomy import Basis, Certainty, DatePrecision, EscalationKind, EventType, PlacePrecision, Stage
from monitor.incidents.reconcile import Picture

_VERBS = {"killed": "killed", "injured": "injured", "abducted": "abducted", "missing": "missing"}
_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_MONTHS = tuple(date(2000, month, 1).strftime("%B") for month in range(1, 13))
_CLAIM = (EscalationKind.CLAIM_OF_RESPONSIBILITY,)
NAMED = 3
"""Outlets named in a summary; the others are counted."""
HEADLINE, SUMMARY = 160, 1200
"""Most characters of each; longer ones are cut at a word."""


@cache
def _phrases() -> dict[tuple[str, str], tuple[str, ...]]:
    text = files("monitor.alerts").joinpath("phrases.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {(kind, name): tuple(words) for kind, name, *words in rows}


def headline(picture: Picture, kind: AlertKind, *, withdrawn: bool = False) -> str:
    """One line: what, where, how many, and how sure."""
    event = picture.event
    line = _attack_line(event) if event else _escalation_line(picture.escalation)
    if withdrawn:
        line = f"Withdrawn: {line}"
    elif kind is AlertKind.CORRECTION:
        line = f"Correction: {line}"
    elif kind is AlertKind.UPDATE:
        line = f"Update: {line}"
    if picture.certainty is Certainty.UNCONFIRMED and not withdrawn:
        line += " (unconfirmed)"
    return _cut(line, HEADLINE)


def summary(picture: Picture, changes: Sequence[str], related: Sequence[str], *, withdrawn: str | None = None) -> str:
    """A few sentences: what changed, what happened, the toll, who did it, who reports it, and what it is tied to."""
    event = picture.event
    sentences = [_withdrawal(withdrawn) or _changes(changes)]
    if event:
        sentences += [_what(event), _toll(event), doer_words(event.perpetrator)[0]]
    claimed = event is not None and event.perpetrator.basis is Basis.CLAIMED
    told = [item for item in picture.escalation if not (claimed and item.kind in _CLAIM)]
    sentences += [*_escalations(told), *related, _sources(picture)]
    return _cut(" ".join(sentence for sentence in sentences if sentence), SUMMARY)


# --- headline ----------------------------------------------------------------------------------------------------
def _attack_line(event: AlertEvent) -> str:
    where = place_words(event.place, event.places)
    line = _upper(noun(event)) + (f" in {where}" if where else "")
    counts = [words for kind in _VERBS if (words := _count(getattr(event, kind), kind))]
    if counts:
        return f"{line}: {', '.join(counts)}"
    if event.killed is not None and event.killed.stated_none:
        return f"{line}: no deaths reported"
    return line


def noun(event: AlertEvent) -> str:
    """What kind of attack, in words; by its weapon where the text names one."""
    told = EventType.ATTACK if _is_beating(event) else event.type
    plain, _, attempted = _phrases()["attack", told.value]
    by_weapon = _by_weapon(event)
    if event.stage is Stage.ACCOMPLISHED:
        return by_weapon or plain
    return f"attempted {by_weapon}" if by_weapon else attempted


_BLADES = re.compile(
    r"stab|kni[fv]|blade|machete|sword|slash|hack|axe|dagger|cleaver|scissors|behead|throat", re.IGNORECASE
)


def _is_beating(event: AlertEvent) -> bool:
    """Whether the type for knives and blunt weapons alike stands for no knife here."""
    told = [event.weapon or "", *(e.text for e in event.evidence if e.field in {"trigger", "weapon"})]
    return event.type is EventType.STABBING and not any(_BLADES.search(words) for words in told)


def _by_weapon(event: AlertEvent) -> str | None:
    weapon = (event.weapon or "").split(" and ")[0].split(", ")[0].strip()
    if not weapon or len(weapon) > 30 or event.type not in _NAMED_BY_WEAPON:
        return None
    singular = weapon[:-1] if _is_many(weapon) else weapon
    if "strike" in singular or "attack" in singular:
        return singular
    return f"{singular} attack"


_NAMED_BY_WEAPON = frozenset({EventType.SHELLING, EventType.AIR_DRONE_STRIKE, EventType.BOMBING, EventType.ATTACK})


def place_words(place: Place | None, places: tuple[Place, ...] = ()) -> str:
    """A place and its country; "Odesa and 3 other places" where an operation hit several. Empty where unknown."""
    if place is None or not (place.name or place.text):
        return ""
    name = place.name or place.text
    others = len({other.name for other in places} - {place.name})
    if others:
        name += f" and {others} other place{'s' if others > 1 else ''}"
    if place.precision is PlacePrecision.SITE and place.admin1 and place.admin1 not in name:
        name += f", {place.admin1}"
    if place.country and place.country != place.name and place.country not in name:
        name += f", {place.country}"
    return name


def _count(figure: AlertFigure | None, kind: str) -> str:
    """ "at least 3 killed", "3 to 5 killed"; empty for none."""
    if figure is None or not figure.told:
        return ""
    low, told = figure.conservative, figure.told
    verb = _VERBS[kind]
    if low is not None and low < told:
        return f"{low} to {told} {verb}"
    return f"at least {told} {verb}" if figure.max is None or figure.max > told else f"{told} {verb}"


def _escalation_line(items: tuple[Escalation, ...]) -> str:
    if not items:
        return "Escalation reported"
    item = items[0]
    pattern = _phrases()["escalation", item.kind.value][0]
    actor, target = item.actor or "", item.target or ""
    line = pattern.replace("{actor}", actor or "A party").replace("{s}", "" if _is_many(actor) else "s")
    for word in ("against", "to", "on", "at"):
        line = line.replace(f"{{{word}}}", f" {word} {target}" if target else "")
    line = line.replace("{by}", f" by {actor}" if actor else "")
    return line.replace("{between}", f" between {actor} and {target}" if actor and target else "")


_ONE = frozenset(
    {
        "Bahamas", "Emirates", "ISIS", "Islands", "Maldives", "Netherlands", "Nations", "Philippines", "Seychelles",
        "States", "US",
    }
)  # fmt: skip
"""Last words of names in -s that stand for one state or group."""


def _is_many(name: str) -> bool:
    """Whether a name or noun is a plural: "Houthis", "rockets"; not "Hamas", "tear gas", "United States"."""
    many = name.endswith("s") and not name.endswith(("ss", "us", "as", "os"))
    return many and name.rsplit(maxsplit=1)[-1] not in _ONE


# --- summary ------------------------------------------------------------------------------------------------------
def _withdrawal(reason: str | None) -> str:
    return f"Withdrawn: {reason}. What follows is what had been reported." if reason else ""


def _changes(changes: Sequence[str]) -> str:
    return f"Changed: {'; '.join(changes)}." if changes else ""


def _what(event: AlertEvent) -> str:
    _, verb, _ = _phrases()["attack", event.type.value]
    where, when = place_words(event.place, event.places), date_words(event.date, event.date_precision)
    target = f"Target: {event.target}." if event.target else ""
    count = _rounds(event.weapon_count, event.weapon)
    subject = _upper(_article(noun(event)))
    if event.stage is Stage.ACCOMPLISHED and verb == "hit" and where:
        said = f"{subject} hit {where}"
    elif event.stage is Stage.ACCOMPLISHED:
        said = f"{subject} took place{f' in {where}' if where else ''}"
    else:
        said = f"{subject} was reported{f' in {where}' if where else ''}"
    return " ".join(part for part in (f"{said}{f' {when}' if when else ''}.", count, target) if part)


def _rounds(count: Range | None, weapon: str | None) -> str:
    if count is None or count.min is None or not weapon:
        return ""
    least = "" if count.max == count.min else "at least "
    return f"{_upper(least + _number(count.min))} {weapon} {'was' if count.min == 1 else 'were'} used."


def _toll(event: AlertEvent) -> str:
    told = {kind: figure for kind in _VERBS if (figure := getattr(event, kind)) is not None and figure.told}
    by = {figure.attributed_to for figure in told.values()}
    # One source for all of it is named once, at the end.
    shared = by.pop() if len(by) == 1 else None
    parts = [_spelt(figure, kind, named=not shared) for kind, figure in told.items()]
    none = [k for k in ("killed", "injured") if (f := getattr(event, k)) is not None and f.stated_none]
    text = f"{_upper(_join(parts))}{f', according to {shared}' if shared else ''}." if parts else ""
    if none and not parts:
        text = "No casualties were reported." if len(none) == 2 else f"Nobody was reported {none[0]}."
    elif event.killed is None and not parts:
        text = "No toll has been given."
    differing = [
        f"{kind}: {figure.conservative} to {figure.told}, latest {figure.latest}"
        for kind in _VERBS
        if (figure := getattr(event, kind)) and figure.told and (figure.conservative or 0) < figure.told
    ]
    return f"{text} Sources differ ({'; '.join(differing)})." if differing else text


def _spelt(figure: AlertFigure, kind: str, *, named: bool) -> str:
    """ "at least three people were killed, according to the police"."""
    count = figure.told or 0
    verb = "is" if kind == "missing" else "was"
    people = f"person {verb}" if count == 1 else f"people {'are' if kind == 'missing' else 'were'}"
    least = "at least " if figure.max is None or figure.max > count else ""
    by = f", according to {figure.attributed_to}" if named and figure.attributed_to else ""
    return f"{least}{_number(count)} {people} {_VERBS[kind]}{by}"


def doer_words(who: Perpetrator) -> tuple[str, str]:
    """Who did it and on whose word, as a sentence and as a phrase, in wordings that fit one doer and many; empty where
    nothing is known."""
    told = _phrases().get(("doer", _doer_form(who)))
    if told is None:
        return "", ""
    by = f", {who.by} says" if who.by else ""
    sentence, phrase = (words.format(by=by, who=who.name) for words in told)
    return sentence, phrase


def _doer_form(who: Perpetrator) -> str:
    """The row of phrases.tsv that fits."""
    if who.basis is Basis.UNCLAIMED:
        return "unclaimed_as" if who.name else "unclaimed"
    if not who.name:
        return ""
    if who.name in ("suspect", "suspects"):
        return "held"
    return "described" if who.basis is Basis.STATED and party_of(who.name) is None else who.basis.value


def _escalations(items: Sequence[Escalation]) -> list[str]:
    return [f"{_escalation_line((item,))}." for item in items[:3]]


def _sources(picture: Picture) -> str:
    outlets = list(dict.fromkeys(outlet for origin in picture.origins for outlet in origin.outlets if outlet))
    independent = len(picture.origins)
    if not outlets:
        return f"Certainty: {picture.certainty.value}."
    named, rest = outlets[:NAMED], len(outlets) - NAMED
    listed = _join([*named, f"{rest} other{'s' if rest > 1 else ''}"] if rest > 0 else named)
    origin = "one independent source" if independent == 1 else f"{_number(independent)} independent sources"
    return f"Reported by {listed}; {origin}: {picture.certainty.value}."


def date_words(day: str | None, precision: DatePrecision) -> str:
    """ "on 17 March 2020 at 22:40 local time", "in December 2019"; empty where unknown."""
    if not day:
        return ""
    parts = day[:10].split("-")
    if not all(part.isdigit() for part in parts):
        return ""
    if len(parts) == 1:
        return f"in {parts[0]}"
    month = _MONTHS[int(parts[1]) - 1]
    if len(parts) == 2:
        return f"in {month} {parts[0]}"
    words = f"{int(parts[2])} {month} {parts[0]}"
    if precision is DatePrecision.WEEK:
        return f"in the week of {words}"
    exact = precision is DatePrecision.MINUTE and len(day) >= 16
    return f"on {words} at {day[11:16]} local time" if exact else f"on {words}"


def _number(value: int) -> str:
    return _SMALL[value] if 0 <= value < len(_SMALL) else f"{value:,}"


def _join(parts: Sequence[str]) -> str:
    return " and ".join(parts) if len(parts) < 3 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _article(words: str) -> str:
    if words in ("mob violence", "sabotage", "shelling"):
        return words
    return f"{'an' if words[0].lower() in 'aeiou' else 'a'} {words}"


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]


def _cut(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    return text[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
