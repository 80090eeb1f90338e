"""The desk's decisions: one report after another becomes incidents and alerts. No I/O.

`Desk` holds what it knows in memory and answers each report with a `Filed`: which incidents changed, which alerts go
out, and why or why not. `replay` keeps that in memory; the live desk commits each `Filed` to the store and rebuilds a
`Desk` from there after a fault (`restore`). The same reports in the same order give the same answers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

import xxhash

from monitor.alerts.changes import standing_of
from monitor.alerts.policy import Hush, Reason, Rules, Speak, decide
from monitor.alerts.publish import Route, WatchlistsOf, address, compose
from monitor.domain.alert import AlertKind
from monitor.domain.incident import (
    Bearing,
    HistoryItem,
    Incident,
    IncidentKind,
    IncidentStatus,
    SourceReport,
    Verdict,
)
from monitor.domain.report import Report
from monitor.incidents.archive import Archive
from monitor.incidents.assign import Assignment, Outcome, assign
from monitor.incidents.copies import SAME_TEXT, CopyIndex, Sketch
from monitor.incidents.filing import DeskRules, Disposition, Filed, Order
from monitor.incidents.grouping import SETTLE, Grouping
from monitor.incidents.reconcile import Picture, reconcile
from monitor.incidents.relations import Landmark, in_words, landmark, relate
from monitor.incidents.sources import MOST, contributions
from monitor.incidents.taken_back import as_told, is_told_again, mark_retracted, takes_back
from monitor.incidents.traits import traits

ALIKE = -1.6
"""Log-odds above which an incident is too like one told before to be told as a new one: a repeated alert costs more
than a late one, and the next report that sets it apart (another town, a toll of its own) still alerts."""
HISTORY = 200
"""Steps kept of an incident's life; the first and the latest."""


class Desk:
    """All that the desk knows, and its decisions on it."""

    def __init__(self, rules: DeskRules, *, watchlists_of: WatchlistsOf, route: Route) -> None:
        self._rules = rules
        self._policy = Rules(max_event_age=rules.max_event_age, cooldown=rules.cooldown)
        self._watchlists_of, self._route = watchlists_of, route
        self.incidents: dict[str, Incident] = {}
        self.incident_of: dict[str, str] = {}
        """Report key → incident."""
        self.copies = CopyIndex(rules.copies)
        self._grouping = Grouping(window=rules.window)
        self._archive = Archive()
        self._landmarks: dict[str, Landmark] = {}
        self._due: dict[str, datetime] = {}
        self._swept: datetime | None = None

    # --- taking things in ---------------------------------------------------------------------------------------
    def take(self, report: Report, now: datetime) -> Filed:
        """Decides on one report that arrives at `now`."""
        filed = self.tick(now)
        filed.article_id, filed.attack = report.article.id, report.detection.attack
        known = self._contributed(report.article.id)
        if known and known.report_id == report.id:
            filed.disposition, filed.duplicate_of = Disposition.REPEATED, known.duplicate_of
            return filed
        filed.duplicate_of = self._find_copy(report, known, filed)
        pieces = contributions(report, now, filed.duplicate_of)
        filed.disposition = self._dispose(pieces, known)
        if self._end_taken_back(report, now, filed):
            pieces = tuple(piece for piece in pieces if piece.bearing is not Bearing.FOLLOW_UP)
        self._withdraw_pieces(report.article.id, {piece.key for piece in pieces}, filed)
        for piece in pieces:
            self._add(piece, now, filed)
        return filed

    def order(self, order: Order, now: datetime) -> Filed:
        """Carries out what a person said of an incident; unknown incidents change nothing."""
        filed = Filed()
        incident = self.incidents.get(order.incident_id)
        if incident is None or incident.status is IncidentStatus.MERGED:
            return filed
        if order.op == "ack":
            text = f"taken care of by {order.by}" if order.by else "taken care of"
            self._keep(_noted(replace(incident, acked_at=now), now, "acked", text), filed)
        elif order.verdict is not None:
            text = " – ".join(part for part in (order.verdict.value, order.note) if part)
            self._keep(_noted(replace(incident, verdict=order.verdict), now, "verdict", text), filed)
            if order.verdict is Verdict.FALSE_ALARM:
                why = f"false alarm – {order.note}" if order.note else "false alarm"
                self._withdraw(incident.id, Reason.FALSE_ALARM, why, now, filed)
        return filed

    def tick(self, now: datetime) -> Filed:
        """Tells what had to wait for a cool-down that is over at `now`, and puts old incidents away."""
        filed = Filed()
        for id_ in sorted(id_ for id_, due in self._due.items() if due <= now):
            del self._due[id_]
            if id_ in self.incidents:
                self._consider(id_, now, filed)
        if self._swept is None or now - self._swept > timedelta(hours=1):
            self._swept = now
            self._sweep(now)
        return filed

    @property
    def next_due(self) -> datetime | None:
        """When `tick` has something to tell, if nothing else comes."""
        return min(self._due.values(), default=None)

    def restore(self, incidents: Iterable[Incident], now: datetime) -> None:
        """Takes up incidents from the store. What is settled is not compared anew: only fresh reports may regroup."""
        ordered = sorted(incidents, key=lambda incident: (incident.opened_at, incident.id))
        self.incidents.update((incident.id, incident) for incident in ordered)
        fresh: list[tuple[SourceReport, frozenset[str]]] = []
        for incident in ordered:
            if incident.status is IncidentStatus.MERGED:
                continue
            if mark := landmark(incident, reconcile(incident)):
                self._landmarks[incident.id] = mark
            if now - incident.updated_at > 2 * self._rules.window:
                self.incident_of.update((report.key, incident.id) for report in incident.reports)
                self._archive.add(incident)
                continue
            if incident.due:
                self._due[incident.id] = incident.due
            fresh += self._restore_reports(incident, now)
        for report, keys in fresh:
            self._grouping.restore(traits(report), report.received.timestamp(), keys)

    def _restore_reports(self, incident: Incident, now: datetime) -> list[tuple[SourceReport, frozenset[str]]]:
        """Puts an incident's settled reports back into comparison; returns the fresh ones, which come after."""
        keys = frozenset(report.key for report in incident.reports)
        fresh = []
        for report in incident.reports:
            self.incident_of[report.key] = incident.id
            if now - report.received <= SETTLE:
                fresh.append((report, keys))
            else:
                self._grouping.restore(traits(report), report.received.timestamp(), keys, compare=False)
        return fresh

    # --- a report's pieces --------------------------------------------------------------------------------------
    def _contributed(self, article_id: str) -> SourceReport | None:
        id_ = self.incident_of.get(article_id)
        if id_ is None:
            return None
        return next((r for r in self.incidents[id_].reports if r.key == article_id), None)

    def _find_copy(self, report: Report, known: SourceReport | None, filed: Filed) -> str | None:
        article_id, print_ = report.article.id, report.fingerprint
        found = self.copies.find(print_, article_id)
        original = found.original_id if found and found.original_id != article_id else None
        if known is not None and known.duplicate_of:
            original = known.duplicate_of
        if found is None or found.resemblance < SAME_TEXT:
            filed.sketch = Sketch(article_id, original or article_id, print_.shingles, print_.size)
            self.copies.put(filed.sketch)
        return original

    def _dispose(self, pieces: tuple[SourceReport, ...], known: SourceReport | None) -> Disposition:
        if known is not None:
            return Disposition.REVISED
        if not pieces:
            return Disposition.NO_ATTACK
        return Disposition.OPENED if pieces[0].bearing is Bearing.NEWS else Disposition.NOTED

    def _keys_of(self, article_id: str) -> list[str]:
        """The pieces of an article that are in incidents."""
        keys = (article_id, *(f"{article_id}#{n}" for n in range(1, MOST)))
        return [key for key in keys if key in self.incident_of]

    def _end_taken_back(self, report: Report, now: datetime, filed: Filed) -> bool:
        """Withdraws the incidents that rest on this article alone, where it tells of them no more.

        They lose their reports, so that nothing joins them: if the attack is told again after all, it is a new one.
        """
        article_id = report.article.id
        held = (self.incidents[self.incident_of[key]] for key in self._keys_of(article_id))
        ended = {incident.id: incident for incident in held if takes_back(report, incident)}
        for id_, incident in ended.items():
            why = f"{incident.reports[0].outlet} revised its report and tells of it no more"
            self._withdraw(id_, Reason.STORY_WITHDRAWN, why, now, filed)
            self._archive.remove(id_)
            self._landmarks.pop(id_, None)
            for piece in incident.reports:
                del self.incident_of[piece.key]
                if piece.key in self._grouping:
                    self._grouping.remove(piece.key)
            self._keep(replace(self.incidents[id_], reports=()), filed)
            filed.links[article_id] = None
        return bool(ended)

    def _withdraw_pieces(self, article_id: str, kept: set[str], filed: Filed) -> None:
        """Takes an article's earlier pieces out: it was revised."""
        for key in self._keys_of(article_id):
            if key in self._grouping:
                self._grouping.remove(key)
            if key not in kept:
                incident = self.incidents[self.incident_of[key]]
                rest = tuple(r for r in incident.reports if r.key != key)
                if rest:  # the last report stays with its incident, so that it is no new one if it is told again
                    del self.incident_of[key]
                    self._keep(replace(incident, reports=rest), filed)
                    filed.links |= {article_id: None} if key == article_id else {}

    def _add(self, piece: SourceReport, now: datetime, filed: Filed) -> None:
        marks = traits(piece)
        for incident in self._archive.thaw(marks):
            self._restore_reports(incident, now)
        pieces = {piece.key: piece}
        regrouped = self._grouping.add(marks, piece.received.timestamp())
        assignments = [
            assignment
            for assignment in assign(regrouped.groups, self.incident_of, self.incidents)
            if self._changes(assignment, piece.key)
        ]
        # All reports are looked up before any incident changes: the next assignment may move what this one held.
        held = {key: pieces.get(key) or self._report(key) for assigned in assignments for key in assigned.keys}
        for assignment in assignments:
            self._carry_out(assignment, held, piece.key, now, filed)
        id_ = self.incident_of[piece.key]
        if filed.disposition is Disposition.OPENED and len(self.incidents[id_].reports) > 1:
            filed.disposition = Disposition.JOINED
        for changed in sorted(filed.incidents):
            if self.incidents[changed].status is IncidentStatus.ACTIVE:
                self._consider(changed, now, filed)

    def _changes(self, assignment: Assignment, key: str) -> bool:
        if assignment.outcome is not Outcome.KEPT or key in assignment.keys:
            return True
        assert assignment.incident_id is not None
        return {r.key for r in self.incidents[assignment.incident_id].reports} != assignment.keys

    def _carry_out(
        self, assignment: Assignment, held: dict[str, SourceReport], arrived: str, now: datetime, filed: Filed
    ) -> None:
        ordered = tuple(sorted((held[key] for key in assignment.keys), key=lambda report: report.order))
        incident = self._incident_for(assignment, ordered, now)
        joined = [r for r in ordered if self.incident_of.get(r.key) != incident.id or r.key == arrived]
        for absorbed in assignment.absorbed:
            incident = self._absorb(incident, absorbed, now, filed)
        incident = replace(incident, reports=mark_retracted(ordered), kind=_kind(ordered), updated_at=now)
        if is_told_again(incident):
            incident = _noted(replace(incident, status=IncidentStatus.ACTIVE), now, "reopened", "told again")
        for report in joined:
            incident = _noted(incident, now, "joined", f"{report.outlet}: {report.title}", article_id=report.article_id)
        for report in ordered:
            self.incident_of[report.key] = incident.id
            if report.key == report.article_id:
                filed.links[report.article_id] = incident.id
        self._keep(incident, filed)

    def _report(self, key: str) -> SourceReport:
        incident = self.incidents[self.incident_of[key]]
        return next(report for report in incident.reports if report.key == key)

    def _incident_for(self, assignment: Assignment, ordered: tuple[SourceReport, ...], now: datetime) -> Incident:
        if assignment.incident_id is not None:
            return self.incidents[assignment.incident_id]
        first = next((r for r in ordered if r.bearing is Bearing.NEWS), ordered[0])
        opened = Incident(id=self._new_id(first), kind=_kind(ordered), opened_at=now, updated_at=now)
        if assignment.split_from:
            return _noted(opened, now, "split", f"split from {', '.join(assignment.split_from)}")
        return _noted(opened, now, "opened", f"{first.outlet}: {first.title}", article_id=first.article_id)

    def _new_id(self, first: SourceReport) -> str:
        """Day of the first report and a hash of its article: the same after a crash, and fit for a URL."""
        for salt in range(1000):
            digest = xxhash.xxh3_64_hexdigest(f"{first.key}:{salt}".encode())
            name = f"{first.when:%y%m%d}-{digest[:8]}"
            if name not in self.incidents:
                return name
        raise AssertionError("a thousand incidents with one first report")

    def _absorb(self, incident: Incident, absorbed: str, now: datetime, filed: Filed) -> Incident:
        other = self.incidents[absorbed]
        self._due.pop(absorbed, None)
        self._landmarks.pop(absorbed, None)
        gone = replace(other, status=IncidentStatus.MERGED, merged_into=incident.id, updated_at=now)
        gone = replace(gone, due=None, reports=())
        self._keep(_noted(gone, now, "merged", f"merged into {incident.id}"), filed)
        incident = replace(incident, told=tuple(dict.fromkeys((*incident.told, *other.told))))
        if other.revision:
            incident = replace(incident, supersedes=(*incident.supersedes, absorbed, *other.supersedes))
        return _noted(incident, now, "merged", f"took in {absorbed}")

    # --- alerts -------------------------------------------------------------------------------------------------
    def _consider(self, id_: str, now: datetime, filed: Filed) -> None:
        """Decides whether an incident alerts now."""
        incident = self.incidents[id_]
        picture = reconcile(incident)
        decision = decide(incident, picture, now, self._policy, alike=self._alike(incident))
        filed.reasons.append((id_, decision.reason.value))
        if mark := landmark(incident, picture):
            self._landmarks[id_] = mark
        if isinstance(decision, Speak):
            self._speak(incident, picture, decision, now, filed)
        else:
            self._hush(incident, picture, decision, now, filed)

    def _alike(self, incident: Incident) -> str | None:
        """An incident told before that this one is probably the same as, though not surely enough to join it."""
        if incident.revision or incident.kind is not IncidentKind.ATTACK:
            return None
        likes = self._grouping.likes(frozenset(report.key for report in incident.reports))
        told = [
            (weight, id_)
            for key, weight in likes.items()
            if weight > ALIKE and (id_ := self.incident_of[key]) != incident.id and self.incidents[id_].revision
        ]
        return max(told)[1] if told else None

    def _speak(
        self, incident: Incident, picture: Picture, said: Speak, now: datetime, filed: Filed, *, note: str = ""
    ) -> None:
        mark = self._landmarks.get(incident.id)
        related = relate(mark, self._landmarks.values()) if mark else ()
        incident = replace(incident, related=related)
        shown = reconcile(as_told(incident)) if said.withdrawn else picture
        alert = compose(incident, shown, said, now=now, ties=in_words(related), note=note or None)
        published = address(alert, self._watchlists_of, self._route, frozenset(incident.told))
        filed.published.append(published)
        self._due.pop(incident.id, None)
        incident = replace(
            incident,
            revision=alert.revision,
            standing=standing_of(picture, alert.revision, now, incident.supersedes, withdrawn=said.withdrawn),
            silent=None,
            due=None,
            status=alert.status,
            told=tuple(dict.fromkeys((*incident.told, *published.sinks))),
        )
        text = f"{said.kind.value}: {'; '.join(said.changes) or alert.headline}"
        self._keep(_noted(incident, now, "withdrawn" if said.withdrawn else "alerted", text, alert_id=alert.id), filed)

    def _hush(self, incident: Incident, picture: Picture, decision: Hush, now: datetime, filed: Filed) -> None:
        if decision.due is not None:
            self._due[incident.id] = decision.due
            self._keep(replace(incident, due=decision.due), filed)
        elif incident.standing is None and decision.reason in _TAKEN_NOTE:
            # Known as if told: only what is new about it may alert later.
            standing = standing_of(picture, 0, now, incident.supersedes)
            self._keep(replace(incident, standing=standing, silent=decision.reason.value), filed)

    def _withdraw(self, id_: str, reason: Reason, why: str, now: datetime, filed: Filed) -> None:
        """Ends an incident; where it was told, a correction says so to all who got it."""
        incident = self.incidents[id_]
        if incident.revision and incident.status is IncidentStatus.ACTIVE:
            said = Speak(AlertKind.CORRECTION, reason, (why,), withdrawn=True)
            self._speak(incident, reconcile(incident), said, now, filed, note=why)
        else:
            self._keep(replace(incident, status=IncidentStatus.WITHDRAWN), filed)

    # --- keeping ------------------------------------------------------------------------------------------------
    def _keep(self, incident: Incident, filed: Filed) -> None:
        self.incidents[incident.id] = incident
        filed.incidents[incident.id] = incident

    def _sweep(self, now: datetime) -> None:
        """Takes incidents past the window out of comparison, and forgets those past keeping."""
        for incident in list(self.incidents.values()):
            quiet = now - incident.updated_at
            if quiet > self._rules.keep:
                self._forget(incident)
            elif quiet > 2 * self._rules.window and any(r.key in self._grouping for r in incident.reports):
                self._put_away(incident)

    def _put_away(self, incident: Incident) -> None:
        for report in incident.reports:
            self._grouping.remove(report.key)
        if incident.kind is IncidentKind.ATTACK:
            self._archive.add(incident)
        else:
            self._forget(incident)

    def _forget(self, incident: Incident) -> None:
        for report in incident.reports:
            self.incident_of.pop(report.key, None)
            if report.key in self._grouping:
                self._grouping.remove(report.key)
        self._archive.remove(incident.id)
        self._landmarks.pop(incident.id, None)
        self._due.pop(incident.id, None)
        del self.incidents[incident.id]


_TAKEN_NOTE = frozenset(
    {
        Reason.BACKLOG,
        Reason.TOO_OLD,
        Reason.RETROSPECT,
        Reason.WEAK_ESCALATION,
        Reason.NO_ATTACK,
        Reason.LIKE_TOLD,
    }
)


def _kind(reports: tuple[SourceReport, ...]) -> IncidentKind:
    bearings = {report.bearing for report in reports}
    if Bearing.NEWS in bearings:
        return IncidentKind.ATTACK
    return IncidentKind.ESCALATION if Bearing.ESCALATION in bearings else IncidentKind.FOLLOW_UP


def _noted(incident: Incident, now: datetime, what: str, text: str, **whose: str | None) -> Incident:
    item = HistoryItem(at=now, what=what, text=text, **whose)
    history = (*incident.history, item)
    if len(history) > HISTORY:
        history = (*history[: HISTORY // 2], *history[-HISTORY // 2 :])
    return replace(incident, history=history)
