"""Document in, Detection out: the questions of detection in their order. Pure and without state between documents."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from monitor.detection.assemble import cluster, sentences_of, with_recalled
from monitor.detection.context import Study
from monitor.detection.draft import Anchor, Draft
from monitor.detection.encoder.model import Impression, encoder
from monitor.detection.escalating.passages import Finding
from monitor.detection.escalation import find_findings, may_escalate, tell
from monitor.detection.gate import NOTHING, is_closed
from monitor.detection.homes import Cluster
from monitor.detection.howmany import Figures, assign_figures
from monitor.detection.judge import Judgement, judge, settle
from monitor.detection.kinds import codes, kind_after, kind_of
from monitor.detection.language import find_language
from monitor.detection.markup import plain
from monitor.detection.model import log_odds, models, probability
from monitor.detection.roles import NEWS_SCORE, ages_of, decide_roles, fallback
from monitor.detection.score import attack_features, verdict, words_of
from monitor.detection.sensed import after_all, sense
from monitor.detection.severity import decide_severity
from monitor.detection.text import Text
from monitor.detection.version import rules_version
from monitor.detection.when import Dated, DateMention, assign_dates, find_dates
from monitor.detection.where import Location, Toponym, assign_places, find_toponyms
from monitor.detection.who import Actors, assign_actors
from monitor.detection.why import explain_score
from monitor.detection.wordlist import flatten, wordlist
from monitor.domain.detection import Detection, Event, Evidence, Rejected
from monitor.domain.document import Document
from monitor.domain.taxonomy import EventType, Role, Severity, Stage

MAX_CHARACTERS = 200_000
"""Of title and text together: far above any article, below what costs a worker more than some seconds."""

SCREEN = -5.0
"""Log-odds of the screen below which no encoder is asked: of 2,907 texts judged on folds 481, two of them attacks."""
LANGUAGES = frozenset({"en"})
_RANK = {Role.NEWS: 0, Role.BACKGROUND: 1}


class Detector:
    """Reads documents. Safe to use from several threads; keeps nothing of what it read."""

    def __init__(
        self,
        threshold: float = 0.5,
        severity: Mapping[str, Severity] | None = None,
        territories: Mapping[str, str] | None = None,
    ) -> None:
        self.threshold = threshold
        self._severity = dict(severity or {})
        self._territories = dict(territories or {})
        self._rules = rules_version()

    def detect(self, document: Document) -> Detection:
        """All that the document says of attacks and escalation. Never raises on any text.

        Of a document of more than MAX_CHARACTERS only the beginning is read; `truncated` and `why` say so.
        """
        if len(document.full_text) <= MAX_CHARACTERS:
            return self._detect(document)
        found = self._detect(_beginning(document))
        told = f"only the first {MAX_CHARACTERS:,} of {len(document.full_text):,} characters were read"
        return replace(found, truncated=True, why=(*found.why, told))

    def _detect(self, document: Document) -> Detection:
        language = find_language(document)
        if language not in LANGUAGES:
            return Detection(id=document.id, language=language, unsupported_language=True, rules=self._rules)
        text = Text(document)
        triggered = next(wordlist().quick.find(flatten(text.folded)), None) is not None
        if not triggered and not may_escalate(text.folded):
            return Detection(id=document.id, language=language, rules=self._rules)
        plainly = plain(document)
        text = text if plainly.document is document else Text(plainly.document)
        found = self._read(Study(text), language) if triggered else self._read_escalation(text, language)
        return plainly.restore(found)

    def _read_escalation(self, text: Text, language: str) -> Detection:
        """What a text without a word of attack tells."""
        found = find_findings(text)
        escalation = tell(text, found, _hear(text, found, (), words_of(text))) if found else ()
        severity, _ = decide_severity(False, (), escalation, self._severity)
        return Detection(
            id=text.document.id, language=language, rules=self._rules, severity=severity, escalation=escalation
        )

    def _read(self, study: Study, language: str) -> Detection:
        document = study.text.document
        judgements = judge(study)
        dates = find_dates(study.text, document.published) if judgements else ()
        features = attack_features(study, judgements, ages_of(study, dates, document.published))
        screened = log_odds(models().screen, *features)
        found = find_findings(study.text)
        impression = _hear(study.text, found, judgements, features.words) if screened > SCREEN else None
        score = probability(screened if impression is None else verdict(screened, judgements, impression))
        if impression is not None:
            judgements = settle(study, judgements, impression)
        heard = impression
        if found and heard is None:
            heard = _hear(study.text, found, (), features.words)
        escalation = tell(study.text, found, heard)
        accepted, score = self._agree(study, judgements, score, impression)
        score = round(score, 4)  # what is shown decides
        attack = score >= self.threshold
        accepted = with_recalled(accepted, dates)
        if not judgements and accepted:
            dates = find_dates(study.text, document.published)  # a sentence that the encoder reads has its day, too
        told = any(j.reason is None for j in accepted)
        toponyms = find_toponyms(study.text, outlet_country=document.country) if told else ()
        clusters = cluster(study, accepted, dates, toponyms)
        roles = decide_roles(study, clusters, attack or score >= NEWS_SCORE, document.published)
        events = self._events(
            study, accepted, clusters, roles, dates, toponyms=toponyms, impression=impression
        )
        severity, rule = decide_severity(attack, events, escalation, self._severity)
        return Detection(
            id=document.id,
            language=language,
            attack=attack,
            score=score,
            severity=severity,
            events=events,
            escalation=escalation,
            rejected=_rejected(study, accepted),
            why=explain_score(study, accepted, features.named, score, rule=rule, impression=impression),
            rules=self._rules,
        )

    def _agree(
        self, study: Study, judgements: list[Judgement], score: float, impression: Impression | None
    ) -> tuple[list[Judgement], float]:
        """Mentions and score made to agree: an attack needs an event, if need be the best doubtful mention, one that
        was foiled or denied, or, where no pattern knows its words, the sentence in which the encoder reads it."""
        if score < NEWS_SCORE or any(j.happened for j in judgements):
            return judgements, score
        if score < self.threshold and impression is not None and impression.event < 0:
            return judgements, score  # neither side hears an event: none is made of a doubtful word
        best = fallback(judgements)
        if best is not None:
            return [replace(j, reason=None, cue=None) if j is best else j for j in judgements], score
        if impression is not None:
            if (told := after_all(judgements, impression)) is not None:
                return told, score
            if (sensed := sense(study, judgements, impression)) is not None:
                return [*judgements, sensed], score
        return judgements, min(score, self.threshold * 0.8, 0.4)

    def _events(
        self,
        study: Study,
        judgements: Sequence[Judgement],
        clusters: Sequence[Cluster],
        roles: Sequence[Role],
        dates: Sequence[DateMention],
        *,
        toponyms: Sequence[Toponym],
        impression: Impression | None,
    ) -> tuple[Event, ...]:
        if not clusters:
            return ()
        text = study.text
        drafts: list[Draft] = []
        for home, role, told in zip(clusters, roles, sentences_of(study, clusters), strict=True):
            like = next((i for i, c in enumerate(clusters[: len(drafts)]) if c is home.like), None)
            if like is None:
                kind = kind_of(study, home.mentions, judgements, impression if role is Role.NEWS else None)
            else:
                kind = kind_after(study, home.mentions, drafts[like].type)
            drafts.append(replace(_draft(study, home, kind, role, told), like=like))
        places = assign_places(text, drafts, toponyms, self._territories)
        dated = assign_dates(text, drafts, dates, text.document.published, [p.timezone for p in places])
        figures = assign_figures(text, drafts)
        actors = assign_actors(text, drafts)
        answers = zip(clusters, drafts, places, dated, figures, actors, strict=True)
        events = [_event(study, _Facts(*facts)) for facts in answers]
        return tuple(sorted(events, key=lambda e: _RANK[e.role]))


def _hear(
    text: Text, found: Sequence[Finding], judgements: Sequence[Judgement], words: Collection[int]
) -> Impression:
    """The encoder's impression; NOTHING, unread, where neither mention nor sure word waits for it and it would be."""
    waits = any(j.probability > 0 for j in judgements) or any(f.sure for f in found)
    return impression_of(text) if waits or not is_closed(words) else NOTHING


def impression_of(text: Text) -> Impression:
    """The encoder's impression of a text."""
    return encoder().read(text.document.title, text.document.body)


def _draft(
    study: Study, home: Cluster, kind: EventType, role: Role, sentences: tuple[int, ...]
) -> Draft:
    ordered = sorted(
        home.mentions, key=lambda m: (m.candidate.type is not kind, m.candidate.sentence, m.candidate.start)
    )
    return Draft(
        type=kind,
        stage=home.stage,
        role=role,
        anchors=tuple(_anchor(study, m) for m in ordered),
        sentences=sentences,
        confidence=round(max(m.probability for m in home.mentions), 3),
    )


def _anchor(study: Study, mention: Judgement) -> Anchor:
    c = mention.candidate
    return Anchor(c.start, c.end, c.sentence, c.type, study.flat[c.start : c.end])


class _Facts(NamedTuple):
    """One event with the answers to each question about it."""

    home: Cluster
    draft: Draft
    place: Location
    dated: Dated
    figures: Figures
    actors: Actors


_INTERCEPTED = (EventType.SHELLING, EventType.AIR_DRONE_STRIKE)


def _stage(draft: Draft, figures: Figures) -> Stage:
    """How far the event got: an assault that was repelled and yet cost lives was not stopped; debris is no hit."""
    harmed = any(count is not None and (count.min or 0) > 0 for count in (figures.killed, figures.injured))
    met = draft.stage is Stage.ATTEMPTED and harmed and draft.type not in _INTERCEPTED
    return Stage.ACCOMPLISHED if met else draft.stage


def _event(study: Study, facts: _Facts) -> Event:
    home, draft, place, dated, figures, actors = facts
    acled, plover = codes(study, draft.type, home.mentions)
    triggers = tuple(
        Evidence(field="trigger", start=a.start, end=a.end, text=study.text.full[a.start : a.end])
        for a in draft.anchors
    )
    return Event(
        role=draft.role,
        stage=_stage(draft, figures),
        type=draft.type,
        acled=acled,
        plover=plover,
        date=dated.date,
        date_precision=dated.precision,
        date_text=dated.date_text,
        place=place.place,
        places=place.places,
        weapon=actors.weapon,
        weapon_count=actors.weapon_count,
        target=actors.target,
        target_kind="ship"
        if draft.type is EventType.MARITIME_ATTACK and not actors.target_kind
        else actors.target_kind,
        killed=figures.killed,
        injured=figures.injured,
        abducted=figures.abducted,
        missing=figures.missing,
        perpetrator=actors.perpetrator,
        sources=actors.sources,
        confidence=draft.confidence,
        evidence=(*triggers, *place.evidence, *dated.evidence, *figures.evidence, *actors.evidence),
    )


def _beginning(document: Document) -> Document:
    """The document cut at MAX_CHARACTERS; offsets stay true, since what is left is the beginning of its full text."""
    title = document.title[:MAX_CHARACTERS]
    return replace(document, title=title, text=document.body[: MAX_CHARACTERS - len(title)], summary=None)


def _rejected(study: Study, judgements: Sequence[Judgement]) -> tuple[Rejected, ...]:
    return tuple(
        Rejected(
            text=study.text.full[j.candidate.start : j.candidate.end],
            start=j.candidate.start,
            end=j.candidate.end,
            reason=j.reason.value,
        )
        for j in judgements
        if j.reason is not None
    )
