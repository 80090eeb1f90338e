"""What goes on within one attack: its second blow, and what police or its victims did to the attacker.

A second bomb for the rescuers and the shots that ended a rampage have words of attack of their own, and are no attacks
of their own.
"""

from __future__ import annotations

import re

from monitor.detection.actors.lawmen import ATTACKERS
from monitor.detection.context import Study
from monitor.detection.triggers import Candidate
from monitor.domain.taxonomy import EventType

_TWICE = re.compile(r"\b(?:second|third|another|more|other|again|later|follow\w*|same)\b")
"""The literal without which no sentence is asked whether it tells of a second blow."""
_RESCUERS = r"(?:rescue\w*|responders|medics|ambulances|paramedics|firefighters|people|crowds?|police|officers|helpers)"
_SOON = re.compile(
    r"\b(?:seconds|moments|minutes|half an hour|half-hour|an hour) (?:later|after|afterwards|apart)\b"
    rf"|\b(?:as|when|while|after) (?:[\w'-]+ ){{0,3}}{_RESCUERS} (?:\w+ ){{0,2}}(?:gather|arriv|rush|came|were helping)"
    r"|\b(?:at|on|near|hit|struck|targeted) the same (?:spot|site|place|building|base|house|target|street|school"
    r"|hospital|mosque|church|hotel|market|location|area|bridge|village|camp|checkpoint|station|post|ship|vessel|scene)\b"
    r"|\bdouble[- ]tap\b"
)
"""What tells that a second blow followed at once, or fell where the first did."""
_TWINS = re.compile(
    r"\b(?:twin|double|dual|back-to-back|successive|consecutive|two|three|coordinated) (?:[\w-]+ ){0,2}?"
    r"(?:blasts|explosions|bombs|bombings|bombers)\b"
)
"""In the title it tells of one attack by several bombs."""
_BOMBS = frozenset({EventType.BOMBING, EventType.SUICIDE_BOMBING, EventType.ATTACK})

_LAW = (
    r"(?:police\w*|cops?|officers?|guards?|guardsmen|troops|soldiers?|agents?|deput(?:y|ies)|troopers?|marshals?|sniper"
    r"|security forces|homeowner|bystander|shopkeeper|resident)"
)
_ATTACKER = rf"(?:{ATTACKERS}|suspects?|perpetrators?|intruders?)"
_SHOT = r"(?:shot|shoots?|shooting|killed|kills?|killing|gunned|neutrali[sz]ed?|wounded)"
_AND = r"(?: and (?:fatally )?(?:killed|wounded|injured))?(?: dead| down)?"
_BEING = r"(?:(?:was|were|is|has|had|been|being|then|later|also|fatally|himself) ){0,4}"
_ANSWER = re.compile(
    rf"\b{_LAW} (?:[\w-]+ ){{0,3}}?{_SHOT}{_AND} (?:him|her|them|(?:the|their) (?:[\w-]+ ){{0,2}}?{_ATTACKER})\b"
    rf"|\b(?:{_ATTACKER}|he|she)(?: who [\w ]{{3,30}})?,? {_BEING}{_SHOT}{_AND}"
    rf" (?:by|in a (?:shoot-?out|gunfight) with) (?:[\w-]+ ){{0,2}}?{_LAW}"
)
_RAMPAGE = re.compile(
    rf"\b(?:{ATTACKERS}|(?:opened|opening|open|opens) fire|(?:began|started) (?:shooting|firing|stabbing)|stabbed"
    r"|rammed|hostages?)\b"
)
"""What must be told before of one whom only a pronoun or "the suspect" names: police shoot others too."""
_REACH = 120
"""Characters before a mention from which such a clause may begin."""


def is_twin(study: Study, candidate: Candidate) -> bool:
    """Whether the mention's sentence tells it as a second blow of the attack told before."""
    sentence = study.text.sentences[candidate.sentence]
    if sentence.in_title or study.text.upper_case or not _TWICE.search(study.flat, sentence.start, sentence.end):
        return False
    if _SOON.search(study.flat, sentence.start, sentence.end):
        return True
    titled = study.text.body_start - 2
    return candidate.type in _BOMBS and _TWINS.search(study.flat, 0, titled) is not None


def is_answer(study: Study, candidate: Candidate) -> bool:
    """Whether the mention tells what police, guards or victims did to the attacker: "officers | shot the gunman"."""
    sentence = study.text.sentences[candidate.sentence]
    start = max(sentence.start, candidate.start - _REACH)
    for found in _ANSWER.finditer(study.flat, start, sentence.end):
        if found.start() < candidate.end and candidate.start < found.end():
            return _RAMPAGE.search(study.flat, 0, found.end()) is not None
    return False
