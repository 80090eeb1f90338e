"""Whom a text tells to be suspected: arrested, charged, sought or accused, in the text's words and never by his name.

A private person's name is not taken (docs/decisions/0086-doers.md): "33-year-old man", and where the text has but the
name "suspect".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain

from monitor.detection.actors.index import Lexicon
from monitor.detection.actors.mentions import ActorKind, find_mentions
from monitor.detection.actors.persons import find_named
from monitor.detection.actors.phrases import described, is_stop
from monitor.detection.actors.voice import deeds
from monitor.detection.actors.wordsets import words_of
from monitor.detection.lexicon import read_tsv
from monitor.detection.text import Sentence, Text, fold, kept_with_text

_HELD = (
    r"(?:arrest(?:ed)?|nicked(?! (?:in|on|by (?!police|officers)|h[ie][sr])\b)|overpowered|"
    r"charged|detained|remanded|indicted|booked|apprehended|nabbed|"
    r"taken into custody|picked up (?:\w+ )?(?:by police|and (?:remain|are|is|were|was)\b)|jailed|"
    r"held(?! (?:hostage|captive|at|up|in (?:a|the|his|her)\b|his\b|her\b|their\b|the\b|an?\b|by (?!police))))"
)
_AFTER = re.compile(
    r"(?:,? (?:aged )?\d{1,2}(?: and \d{1,2})?\b,?| in (?:his|her|their) \w+|"
    r",? (?:from|of) [\w' -]{2,30},?|, [^,.;]{2,60},)?"
    r"(?: (?:who )?(?:fled|ran|drove|turned)\b[^,.;]{0,40}? and)?"
    r"(?: (?:who|has|have|had|was|were|is|are|been|being|also|since|now|later|already|quickly|reportedly|both|all|"
    r"remains?|remained))*"
    rf" (?:appear(?:s|ed)? (?:in|before) (?:[\w']+ ){{0,2}}?(?:court|magistrates|judge)|"
    rf"{_HELD}|in (?:police )?custody|under arrest|accused|suspected|sought(?! to\b)|"
    r"(?:the|an?) (?:prime |main |key )?suspect|wanted by|on the run|"
    r"due (?:to appear )?(?:in|before|at) (?:[\w']+ ){0,3}?(?:court|magistrates|judge)|"
    r"turned (?:himself|herself|themselves) in|fac(?:es|e|ing) [^.,;]{0,30}?(?:charges?|counts?|trial)|"
    r"admitted (?:to )?(?:kill|shoot|stabb|attack)ing)\b(?! by (?!police|officers))"
)
"""Behind a person these make him the suspect."""
_TAKEN = r"(?:police|officers|agents|detectives|troopers) (?:have |had )?(?:captured|caught|picked up)"
_BEFORE = re.compile(
    r"\b(?:arrest(?:ed|s|ing)?(?: of)?|detain(?:ed|s|ing)?|charg(?:ed|es|ing)|accus(?:ed|es|ing)|apprehend(?:ed|s)?|"
    r"nab(?:s|bed)?|nicked|overpowered|looking for|searching for|search for|"
    rf"{_TAKEN}|"
    r"(?:lodged|registered|booked) against|in custody:?|hunt(?:ing)?(?: for)?|"
    r"manhunt for|seek(?:s|ing)?|believe)\s+(?:that )?"
    r"(?:the |an? |another |some |at least )*$"
)
_ALIAS = re.compile(
    r"\b(?:suspects?|gunm[ae]n|shooter|attackers?|assailants?|knifeman|killer|bomber|stabber|perpetrators?|arsonist|driver)"
    r"(?: in [^,.;]{3,40})?, (?:(?:identified|described) (?:by \w+ )?(?:only )?as )?an? (?P<who>[^,.;:]{3,60}?)"
    r"(?=,| (?:who|whose|that|from|with)\b|[.;]|$)"
)
""""The gunman, a fired employee, …": the second says who he is."""
_IS_HIT = re.compile(rf"(?:{deeds().pattern})(?<!ing)(?: (?:the|an?|at least|against|on|of|to death))* $")
_AGED = re.compile(r"\b(?:\d{1,2}|[a-z]{3,9}teen|twelve)-year-olds?\b")
_COUNTED = re.compile(
    r"(?<![\w-])(?P<who>(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,3}) (?:people |suspects )?)"
    r"(?:(?:have |has |had |were |are )?(?:been )?)?"
    r"(?:arrested|charged|detained|remanded|held(?= (?:over|after|for|in connection)))"
)
_HINTS = (
    "arrest", "charge", "suspect", "custody", "detain", "held", "accus", "hunt", "seek", "sought", "remand", "indict",
    "booked", "nab", "apprehend", "gunm", "shooter", "attacker", "killer", "driver", "assailant", "stabber", "wanted",
    "court", "believe", "nicked", "overpower",
    "lodged", "knifeman", "bomber", "arsonist", "facing", "faces", "turned", "admitted", "perpetrator",
    "on the run", "looking for", "search", "picked up", "captured", "caught",
)  # fmt: skip
_HINT = re.compile(
    r"suspect|arrest|charge|detain|identif|named|accused|gunman|shooter|shot|stabbed|killed|opened fire|rammed|attack|"
    rf"murder|wanted|sought|hunted|{_HELD}"
)
"""Words for a suspect whose name is not given out: the evidence points to them."""
_IS_HELD = re.compile(rf"\b(?:{_HELD}|suspect\w*|accused|custody|believed?)\b")
_HUNTED = re.compile(r"\b(?:hunt\w*|manhunt|seek\w*)\b")
_SOUGHT = re.compile(r"\b(?:(?:looking|search\w*) for|(?:man)?hunt(?:s|ing)?(?: for)?) (?:[\w-]+ )?$")
_LOST = ("missing", "abduct", "kidnap", "hostage", "captive", "taken from", "rescue")
"""Words beside which one who is searched for was taken or is lost."""
_AGE = re.compile(r",? (?:aged )?(\d\d)\b(?! years in)")
_SAYS_NOTHING = frozenset(words_of("says_nothing"))
_SAYS_LITTLE = _SAYS_NOTHING | frozenset(words_of("says_little"))
"""Words that tell of a doer no more than the attack does."""
_NUMBERS = frozenset("two three four five six seven eight nine ten eleven twelve".split())


@dataclass(frozen=True, slots=True)
class Suspect:
    """Who is suspected, in words, and where [start, end) the text tells it."""

    words: str
    start: int
    end: int
    held: bool = True
    """Whether the law has him or the text suspects him; one who is hunted, or dead, may be known for the doer."""


def find_suspect(text: Text, sentences: Iterable[Sentence]) -> Suspect | None:
    """The suspect whom these sentences tell most of, the first of equals."""
    told = [suspect for sentence in sentences for suspect in _told(text, sentence)]
    best = max(told, key=lambda suspect: tells(suspect.words), default=None)
    return best and replace(best, held=any(suspect.held for suspect in told))


def tells(words: str) -> int:
    """How much a description says: "gunman" nothing, "two men" little, "neighbour" more, an age most."""
    folded = words.lower().split()
    telling = sum(word not in _SAYS_LITTLE and word not in _NUMBERS and not word[0].isdigit() for word in folded)
    counted = any(word in _NUMBERS or word.isdigit() for word in folded)
    return 2 * min(2, telling) + counted + 5 * ("-year-old" in words)


def _says_no_doer(sentence: Sentence, words: str) -> bool:
    """Whether one who is searched for may be the victim, or is told by no more than that he is searched for."""
    return words.lower() in _SAYS_NOTHING or any(word in sentence.source.folded for word in _LOST)


@kept_with_text
def _told(text: Text, sentence: Sentence) -> list[Suspect]:
    """The suspects of a sentence: each event asks."""
    return list(_found(text, sentence))


def _found(text: Text, sentence: Sentence) -> Iterator[Suspect]:
    if any(hint in sentence.folded for hint in _HINTS):
        yield from _described(text, sentence)
    named = find_named(text, sentence)
    hint = _HINT.search(sentence.folded) if named else None
    if named and hint:
        aged = _AGE.match(text.folded, named[1], sentence.end)
        words = f"{aged[1]}-year-old" if aged else "suspect"
        held = _IS_HELD.search(sentence.folded) is not None
        yield Suspect(words, sentence.start + hint.start(), sentence.start + hint.end(), held)


def _described(text: Text, sentence: Sentence) -> Iterator[Suspect]:
    alias = _ALIAS.search(sentence.folded)
    if alias:
        span = sentence.start + alias.start("who"), sentence.start + alias.end("who")
        yield Suspect(_plain(text, *span), *span, held=False)
    yield from _held(text, sentence)
    counted = _COUNTED.search(sentence.folded)
    if counted:
        start = sentence.start + counted.start("who")
        number = text.full[start : sentence.start + counted.end("who")].split()[0]
        yield Suspect(f"{number} people", start, start + len(number))


def _held(text: Text, sentence: Sentence) -> Iterator[Suspect]:
    """Persons who are told to be arrested, charged, sought or accused."""
    for start, end in _persons(text, sentence):
        if text.folded.startswith(("'s ", "' "), end):
            continue
        words = described(text, start, end, sentence)
        begin = text.folded.find(fold(words.split()[0]), max(sentence.start, end - len(words) - 12), end)
        lead = text.folded[max(sentence.start, begin - 30) : begin]
        hit = _IS_HIT.search(lead) is not None and re.search(_TAKEN, lead) is None
        if hit or lead.endswith("no ") or (_SOUGHT.search(lead) and _says_no_doer(sentence, words)):
            continue  # "lynched two men accused of theft", "no suspects were held"
        if begin >= 0 and (_AFTER.match(text.folded, end, sentence.end) or _BEFORE.search(lead)):
            yield Suspect(words, begin, end, held=_HUNTED.search(lead) is None)


def _plain(text: Text, start: int, end: int) -> str:
    return " ".join(text.full[start:end].split())


_MORE = re.compile(r" (?!two\b|on\b|in\b|at\b|after\b|near\b|who\b|for\b|over\b|was\b|has\b|is\b|with\b|and\b)\w")


def _persons(text: Text, sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Nouns for persons, and ages that stand for them: "a 36-year-old is due in court"."""
    for head in _heads.words_in(sentence):
        yield head.start, head.end
    for aged in _AGED.finditer(sentence.folded) if "year-old" in sentence.folded else ():
        end = sentence.start + aged.end()
        following = re.match(r" ([\w'-]+)", text.folded[end : end + 30])
        if following is None or is_stop(following[1]) or re.fullmatch(_HELD, following[1]):
            yield sentence.start + aged.start(), end
        else:
            nation = next((m for m in find_mentions(text, end + 1, end + 30) if m.start == end + 1), None)
            if nation and nation.actor.kind is ActorKind.NATION and not _MORE.match(text.folded, nation.end):
                yield sentence.start + aged.start(), nation.end


@Lexicon
def _heads() -> Iterator[tuple[str, str]]:
    never = frozenset(words_of("no_doer")) | frozenset(words_of("no_suspect"))
    own = [row[2].split("|") for row in read_tsv("doers.tsv") if row[0] in ("person", "described")]
    words = dict.fromkeys([*chain.from_iterable(own), *(row[0] for row in read_tsv("persons.tsv"))])
    return ((word, word) for word in words if word not in never)
