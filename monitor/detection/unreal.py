"""Mentions that no context of their sentence gives away: teams named for arms, what players do, things as captors."""

from __future__ import annotations

import re

from monitor.detection.context import RejectReason, Study
from monitor.detection.triggers import Candidate

_ARMS = "Rockets|Bombers|Raiders|Bullets|Blasters|Strikers|Snipers|Gunners|Cannons|Missiles|Shooters|Attackers|Barrage"
_TEAM = re.compile(rf"({_ARMS})\b(?! (?:Force|Command|Corps))")
_IN_SENTENCE = re.compile(r"(?<=[a-z,] )|(?<=\bThe )|(?<=\b[A-Z][a-z]{5} )")
"""What stands before a team's name: within a sentence arms have a capital only where they are a name."""
_SUBJECT = 12
"""Characters before a mention in which a team's name is who does it: "Raiders ambush", not "Raiders fans shot"."""
_PLAYERS = re.compile(r"\b(?:players?|gamers?|lets? you)\b[^.;]{0,90}$")
_SCORES = re.compile(r"\b\d{2,3}-\d{2,3}\b|\b(?:basket|quarter|touchdowns?|three-pointers?|home runs?|overtime)\b")
_SCORED = ("basket", "quarter", "touchdown", "three-pointer", "home run", "overtime")
_RANGE = re.compile(r"\d-\d")
"""A quick look before _SCORES, which tries every letter of the text."""
_GAME = re.compile(
    r"\b(?:(?:video|computer|board|mobile|online) ?games?|game of the (?:week|month|year)|gameplay|gamers?|multiplayer|"
    r"single-player|first-person|open-world|(?:new|year's \w+|latest|hit|online|tactical) shooter|"
    r"playstation|xbox|nintendo)\b"
)
_THING_DID = re.compile(
    r"(?:kidnapped|abducted|hijacked|hostage|ambushed) by (?:my|his|her|our|their|your|an?|the) "
    r"(?:[\w-]+ ){0,4}?(?:cars?|phones?|smartphones?|apps?|algorithms?|computers?|robots?|vacuums?|laptops?|lifts?|"
    r"elevators?|weather|traffic|emails?|software|chatbots?|fridge|washing machine|satnavs?|jeans|hormones|grief|"
    r"nostalgia|memories|allerg\w+)\b(?! \w+(?:er|or|ist|man|men)s?\b| bomb)"
)


def unreal(study: Study, candidate: Candidate) -> RejectReason | None:
    """Why the mention is nothing that happened to anybody, if the document as a whole says so."""
    words = study.flat[candidate.start : candidate.end]
    sentence = study.text.sentences[candidate.sentence]
    if _THING_DID.search(study.text.folded, candidate.start, sentence.end) is not None:
        return RejectReason.FIGURATIVE
    does = study.flat[max(sentence.start, candidate.start - _SUBJECT) : candidate.start].rstrip()
    if any(name in words or does.endswith(name) for name in _teams(study)):
        return RejectReason.SPORT
    before = study.text.folded[sentence.start : candidate.end]
    if "past" not in candidate.forms and _PLAYERS.search(before) and _GAME.search(study.text.folded):
        return RejectReason.FICTION
    return None


def _teams(study: Study) -> frozenset[str]:
    """Names of arms that the body writes as names, where any sentence speaks of sport; found once."""
    kept = study.text.kept
    if _teams not in kept:
        told = any(cue.kind == "sport" for cues in study.cues.values() for cue in cues)
        full = study.text.full
        found = _TEAM.finditer(full, study.text.body_start) if told or _tells_scores(study.text.folded) else ()
        named = (match[1] for match in found if _IN_SENTENCE.match(full, match.start()))
        kept[_teams] = frozenset(name.lower() for name in named)
    teams: frozenset[str] = kept[_teams]
    return teams


def _tells_scores(folded: str) -> bool:
    may = _RANGE.search(folded) is not None or any(word in folded for word in _SCORED)
    return may and _SCORES.search(folded) is not None
