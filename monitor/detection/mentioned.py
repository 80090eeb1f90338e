"""Mentions with what their own words say: their day, and whether they bring in another attack or tell one again."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from monitor.detection.apart import Sites
from monitor.detection.context import Study
from monitor.detection.dates.mention import DIRECT
from monitor.detection.dates.telling import BEHIND, telling_weight
from monitor.detection.items import items_of
from monitor.detection.judge import Judgement
from monitor.detection.sequel import is_answer, is_twin
from monitor.detection.when import DateMention, MentionKind
from monitor.detection.whom import Names, is_one, named_victim
from monitor.domain.taxonomy import EventType

_DOERS = frozenset({"ATTACKER", "FORCES", "REBEL"})
"""Classes of words.tsv."""
_NO_MODIFIER = (
    r"(?:an?|the|his|her|their|its|and|or|of|in|at|on|to|for|with|by|from|who|that|was|were|is|are|been|has|had|have"
    r"|man|woman|men|women|boy|girl|child|children|teen|teenager|person|people|victim|victims|suspect|family|friend)"
)
"""Words that part a determiner from the mention: "another man was | shot" is no other shooting."""
_TELLS = "report|learn|know|announc|sa[iy]|stat|confirm|indicat|reveal|not|add|claim|warn|told|tell"
_OCCASION = "develop|incident|action|attack|case|occasion|source|communique"
_ITEM = (
    r"^\W*(?:and |but )?(?:separately|in other (?:news|developments|incidents|attacks|violence)"
    r"|in (?:an?|two) (?:separate|unrelated) [a-z]+)\b[^.;]{0,90}$"
)
"""With what a sentence goes over to another story."""
_FRONTED = re.compile(r"^\W*(?:and |but )?(?:in|at|near|outside) (?:the )?(?:[\w'-]+ ){0,4}?[\w'-]+, ")
_OPENS_ITEM = re.compile(_ITEM)
_NEW = re.compile(
    r"\b(?:meanwhile|elsewhere|also|(?:minute|hour|day|week|month|year|night|morning|evening)s? later|earlier)\b"
    r"[^.;]{0,30}$|^\W*(?:meanwhile|in addition|similarly|likewise|furthermore|moreover|subsequently|simultaneously|"
    r"at the same time|on the other hand|finally|elsewhere|in (?:an)?other|also)\b[^.;]{0,90}$"
    r"|^\W*(?:(?:and|but|then) )?later\b[^.;]{0,30}$"
    rf"|{_ITEM}"
    r"|^\W*(?:it (?:was|is|has been) also|another (?:report|source|dispatch|communique)|(?:in|on) another|"
    rf"according to (?:an)?other) (?:[\w'-]+ ){{0,3}}?(?:{_TELLS}|{_OCCASION})\w*\b[^.;]{{0,120}}$"
    r"|\b(?:another|separate|second|third|previous|other|further|similar|identical)(?! degree)"
    rf"(?: (?!{_NO_MODIFIER}\b)[\w'-]+){{0,3}} $"
)
"""What opens a new event: words for a whole clause, or a determiner of the mention itself ("another shooting").

Reports of many attacks tell one a sentence and begin each with a word that adds: "In addition, …", "Similarly, …".
"""
AFTER = re.compile(
    r"\b(?:hours after|day after|days after|week after|weeks after|month after|months after|year after|years after|"
    r"(?:days?|weeks?|months?|years?) earlier|since|followed by|triggered by|in response to|in reply to|in answer to|"
    r"in the wake of|in retaliation for|retaliation to|revenge for|prompted)"
    r"\b[^.;]{0,40}$"
)
_SINCE = re.compile(r"\bsince (?:the|a|an)\b")
"""Within a mention: "the deadliest attack in | Russia since the school siege"."""
DEFINITE = re.compile(r"\b(?:the|this|that|those|these|it was|which|its|their)\b[^.;,]{0,25}$")
_KNOWN = re.compile(
    r"^(?:which|that|it was)\b|\b(?:attack|blast|explosion|bombing|shooting|strike|raid|assault|incident|ambush)\b"
)
"""What "the" makes known where a verb follows: "the blast | killed 42"."""
_TELLING = re.compile(rf"\b(?:{_TELLS})\w* (?:\w+ )?$")
"""Before "that" it begins a clause: "reported today that men | attacked"."""
THAT = re.compile(r"\b(?:that|this|those|these) (?:\w+ )?$")
"""What was told last: "claimed that | bombing"."""
_ANOTHER = re.compile(
    r"\bfollowed (?:\w+ )?by (?:another|a (?:second|third|similar|further|new))\b"
)
"""A later attack told by the one that it followed: "Friday's barrage was followed by another attack"."""
RECORD = re.compile(
    r"^\W*(?:it|this|that|the (?:attack|assault|bombing|strike|shooting|incident)) (?:was|is) (?:\w+ ){0,2}?"
    r"the (?:\w+ )?"
    r"(?:deadliest|worst|bloodiest|biggest|largest|heaviest|fiercest|most \w+)\b(?!.*\b(?:since|than|after)\b)"
)
_ALSO = re.compile(r"\balso [a-z ]{0,12}$")
_ALSO_DID = re.compile(r"(?:\w+ ){1,3}also (?!\w*(?:was|were|been|being|shot|wound|injur|hurt|kill|die)\w*\b)")
"""A doer's further deed: "rebels also blew up two pylons"; one more victim is none."""
_SUFFERED = re.compile(r"(?:was|were|been|being|gunshot|gun shot|shot|wound|injur|hurt)")
_PERSON = re.compile(
    r"(?:person|people|man|woman|men|women|boy|girl|child|children|teen|teenager|victim|officer|civilian)s?\b"
)
"""One more victim, no further attack: "his brother was also | shot", "a second | person was killed"."""
_MORE = re.compile(r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?) ")
"""Behind "another": "two killed and another | five wounded in the attack"."""
_VICTIMS = re.compile(r"\w+ (?:was|were) (?:hurt|injured|wounded|killed|shot)\b")
"""Further victims: "three other | soldiers were hurt"."""
OUTCOME = re.compile(r"\b(?:died|dies|dead|death|charged|arrested|identified|recovering|convicted|sentenced)\b")
"""What comes days after an attack and is its own aftermath."""
_NOUN = 20
"""Characters: "another deadly drone | attack"."""
_TOLD = 2.5
"""The least weight at which a phrase dates the telling."""
_TOLL = re.compile(r"\btoll\b[^.;]{0,90}\b(?:rose|risen|climbed|jumped) to\b[^.;,]{0,30}$")
_AFTERMATH = re.compile(r"\b(?:after|over|following|for|since)\b")
"""In a title it brings in an attack whose day is not that of the lead: "envoy expelled after | raid"."""
_PARTS = re.compile(r"[,;:()]")
NEWS_DAYS = 7
"""An attack older than this is news only by fresh facts on it (LABELLING guide: within about a week)."""
_OPENING = 6
"""Sentences of the body with which it opens."""
DIRECTLY = 5
"""Characters: "since a late May ambush" dates the ambush."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One accepted mention, and what its sentence says of it."""

    judged: Judgement
    date: DateMention | None
    """The phrase nearest to it that dates it."""
    before: str
    """What stands before it in its sentence, back to the mention before, folded."""
    words: str
    """The mention itself, folded."""
    does: bool = False
    """Whether it begins with who did it: "guerrillas blew up"."""
    another: bool = False
    """Whether it is told as one that followed another."""
    sites: Sites = ()
    """The places that its sentence puts it at."""
    titled: bool = False
    """Whether it stands in the title."""
    leads: bool = False
    """Whether it stands in the first sentence behind the title."""
    old: bool = False
    """Whether its day is older than news."""
    opening: bool = False
    """Whether it stands in the title or the first sentences, in which a text tells of its news."""
    victim: Names = frozenset()
    """The name of whom it says it was done to."""
    named: bool = False
    """Whether it stands in the lead, and the title names the same victim."""
    item: int = 0
    """Which item of a digest it stands in."""
    listed: bool = False
    """Whether that item is one of a list in the body."""
    fronted: bool = False
    """Whether its sentence begins with the place of it: "In Borno, militants | attacked"."""
    twin: bool = False
    """Whether it is told as the second blow of the same attack: "minutes later", "as rescuers gathered"."""
    answer: bool = False
    """Whether it is what was done to the attacker: "before officers | shot him"."""


def without_heads(accepted: list[Judgement]) -> list[Judgement]:
    """The mentions, without a "followed by another" whose noun is a mention itself: "followed by another | attack"."""
    heads = {
        id(one) for one, other in pairwise(accepted)
        if one.candidate.rule.startswith("followed by") and 0 <= other.candidate.start - one.candidate.end <= 1
    }  # fmt: skip
    return [j for j in accepted if id(j) not in heads]


def with_dates(study: Study, accepted: Sequence[Judgement], dates: Sequence[DateMention]) -> list[Mention]:
    """Each mention with the date phrase nearest to it, each phrase given once."""
    owner: dict[int, tuple[int, DateMention]] = {}
    by_sentence: dict[int, list[tuple[int, Judgement]]] = defaultdict(list)
    for i, judged in enumerate(accepted):
        by_sentence[judged.candidate.sentence].append((i, judged))
    for phrase in dates:
        beside = by_sentence.get(phrase.sentence, ())
        near = [(_distance(phrase, j), i) for i, j in beside if not _names_other(phrase, j)]
        if not near or phrase.kind in (MentionKind.DURATION, MentionKind.FUTURE):
            continue
        distance, at = min(near)
        if distance > DIRECTLY and (phrase.since or _dates_telling(study, phrase)):
            continue  # "police said Tuesday" parts no events
        if at not in owner or distance < owner[at][0]:
            owner[at] = (distance, phrase)
    _share(study, accepted, owner)
    first = sum(1 for sentence in study.text.sentences if sentence.in_title)
    _lend_lead(study, first, by_sentence, dates, owner)
    items = items_of(study.text)
    found = []
    for i, judged in enumerate(accepted):
        start = study.text.sentences[judged.candidate.sentence].start
        if i and accepted[i - 1].candidate.sentence == judged.candidate.sentence:
            start = accepted[i - 1].candidate.end
        held = owner.get(i)
        phrase_held = held[1] if held else None
        told = _ANOTHER.search(study.flat, start, judged.candidate.end)
        another = told is not None and told.end() >= judged.candidate.start - _NOUN
        at, end = judged.candidate.start, judged.candidate.end
        before, words = study.flat[start:at], study.flat[at:end]
        victim = named_victim(study, judged.candidate, before)
        doer = _begins_with_doer(study, judged)
        body = judged.candidate.sentence - first
        found.append(
            Mention(
                judged, phrase_held, before, words, doer, another, titled=body < 0, leads=body == 0,
                old=_is_old(study, phrase_held), opening=body < _OPENING, victim=victim, item=items.at(at),
                listed=body >= 0 and items.at(at) > items.clauses,
                named=body == 0 and _is_titled(study, victim),
                fronted=_FRONTED.match(before) is not None, twin=is_twin(study, judged.candidate),
                answer=is_answer(study, judged.candidate),
            )
        )  # fmt: skip
    return found


def _is_titled(study: Study, victim: Names) -> bool:
    return bool(victim) and is_one(victim, frozenset(study.flat[: study.text.body_start].split()))


def _dates_telling(study: Study, phrase: DateMention) -> bool:
    """Whether the phrase dates the telling; in "killed on Tuesday, police said" the comma parts it from that.

    Nor is the day on which a toll rose the day of the attack.
    """
    weight = telling_weight(study.text, phrase)
    start = study.text.sentences[phrase.sentence].start
    if weight >= _TOLD:
        ends = phrase.start - start > DIRECTLY and study.flat.startswith(",", phrase.end)
        return not (ends and weight == BEHIND)
    return _TOLL.search(study.flat, start, phrase.start) is not None


def _is_old(study: Study, phrase: DateMention | None) -> bool:
    published = study.text.document.published
    if phrase is None or phrase.latest is None or published is None:
        return False
    return (published.date() - phrase.latest).days > NEWS_DAYS


def _share(study: Study, accepted: Sequence[Judgement], owner: dict[int, tuple[int, DateMention]]) -> None:
    """Gives the day of a verb to its subject, where it stands between them: "an attack in April 2024 | killed nine"."""
    for i, (one, other) in enumerate(pairwise(accepted)):
        if one.candidate.sentence != other.candidate.sentence or i in owner or i + 1 not in owner:
            continue
        phrase = owner[i + 1][1]
        between = one.candidate.end <= phrase.start and 0 <= other.candidate.start - phrase.end <= 1
        if between and not _PARTS.search(study.flat, one.candidate.end, phrase.start):
            owner[i] = owner[i + 1]


def _lend_lead(
    study: Study,
    first: int,
    by_sentence: Mapping[int, Sequence[tuple[int, Judgement]]],
    dates: Sequence[DateMention],
    owner: dict[int, tuple[int, DateMention]],
) -> None:
    """Gives the title's mention the day of a lead that tells of it in words of its own."""
    told = [i for sentence in range(first) for i, _ in by_sentence.get(sentence, ())]
    if not told or any(i in owner for i in told) or by_sentence.get(first):
        return
    start, end = study.text.sentences[0].start, by_sentence[0][0][1].candidate.start if 0 in by_sentence else 0
    if _AFTERMATH.search(study.flat, start, end):
        return
    days = [d for d in dates if d.sentence == first and d.kind in DIRECT and not d.since]
    days = [d for d in days if not _dates_telling(study, d)]
    if len(days) == 1 and not _is_old(study, days[0]):
        owner[told[0]] = (0, days[0])


def _names_other(phrase: DateMention, judged: Judgement) -> bool:
    """Whether the phrase is of what follows it: "the | attack came a day after another one" gives the first no day."""
    counted = phrase.kind is MentionKind.ANAPHORIC and phrase.words.lower().endswith(("after", "following"))
    return counted and judged.candidate.end <= phrase.start


def _begins_with_doer(study: Study, judged: Judgement) -> bool:
    candidate = judged.candidate
    if "past" not in candidate.forms:
        return False
    entry = study.readings[candidate.sentence].units[candidate.first].entry
    return entry is not None and not _DOERS.isdisjoint(entry.classes)


def _distance(phrase: DateMention, judged: Judgement) -> int:
    candidate = judged.candidate
    if phrase.start >= candidate.end:
        return phrase.start - candidate.end
    # What follows a date is a little less likely its own than what precedes it, but "Wednesday's barrage" is.
    return max(0, candidate.start - phrase.end) + (0 if candidate.start - phrase.end < 5 else 12)


def is_definite(mention: Mention) -> bool:
    """Whether it is told as known: "the attack"; in "the guerrillas blew up" it is the doer who is."""
    found = DEFINITE.search(mention.before)
    if found is None or mention.does:
        return False
    if "past" in mention.judged.candidate.forms and mention.old and not _KNOWN.search(found[0]):
        return False  # "in June 2023, rebels from across the border | killed 42": the border is known, no attack
    return not (found[0].startswith("that ") and _TELLING.search(mention.before, 0, found.start()))


def is_earlier(mention: Mention) -> bool:
    """Whether it is told as what came before another: "in retaliation for an attack"."""
    if _SINCE.search(mention.words):
        return True
    return AFTER.search(mention.before) is not None and not OUTCOME.search(mention.before)


def is_news(mention: Mention) -> bool:
    """Whether the words before the mention, or its own "also", bring in another event."""
    if mention.twin:
        return False
    if mention.does and _ALSO_DID.match(mention.words):
        return True
    if _NEW.search(mention.before):
        victim = _ALSO.search(mention.before) and _SUFFERED.match(mention.words)
        return not (victim or any(more.match(mention.words) for more in (_MORE, _PERSON, _VICTIMS)))
    return is_earlier(mention)


def opens_item(mention: Mention) -> bool:
    """Whether its sentence says that it goes over to another story: "in other news"."""
    return _OPENS_ITEM.search(mention.before) is not None


def refers_back(mention: Mention) -> bool:
    """Whether this is no more than "the attack", without a day of its own."""
    generic = mention.judged.candidate.type is EventType.ATTACK
    return generic and mention.date is None and DEFINITE.search(mention.before) is not None
