"""The only article of an incident is revised and tells of no attack: a correction withdraws it, where that is meant."""

from __future__ import annotations

from dataclasses import replace

import pytest
from reportmaking import NOON, event, minutes, report

from monitor.domain.alert import AlertKind
from monitor.domain.article import PageState
from monitor.domain.incident import IncidentStatus, Verdict
from monitor.domain.report import Report
from monitor.domain.taxonomy import EscalationKind, Role, Severity
from monitor.incidents.core import Desk
from monitor.incidents.filing import DeskRules, Disposition, Filed, Order

BLAST = "A bomb tore through the grain harbour of Karsova at dawn, the governor Milan Dravec said, and three dockers died."
LEAK = "What burnt in the grain harbour of Karsova at dawn was a gas main, the governor Milan Dravec said after a survey."


def new_desk() -> Desk:
    return Desk(DeskRules(), watchlists_of=lambda alert: (), route=lambda alert, told: tuple(sorted(told | {"soc"})))


def first(id_: str = "a", after: float = 0, **more: object) -> Report:
    """The bomb in the harbour."""
    fields: dict[str, object] = {"title": "Bomb kills three in harbour of Karsova", "text": BLAST, "events": (event(killed=3),)}
    return report(id_, published=NOON + minutes(after), **(fields | more))  # type: ignore[arg-type]


def revised(id_: str = "a", after: float = 20, **more: object) -> Report:
    """The same article: it was a gas main."""
    fields: dict[str, object] = {"title": "Gas main burns in harbour of Karsova", "text": LEAK, "events": (), "attack": False, "score": 0.05}
    return report(id_, published=NOON + minutes(after), **(fields | more))  # type: ignore[arg-type]


def take(desk: Desk, *reports: Report) -> list[Filed]:
    return [desk.take(one, one.article.published or NOON) for one in reports]


def said(*filed: Filed) -> list[tuple[AlertKind, IncidentStatus]]:
    return [(p.alert.kind, IncidentStatus(p.alert.status)) for one in filed for p in one.published]


def test_the_incident_ends_as_withdrawn_and_all_who_got_it_are_told() -> None:
    """One correction, to the sinks of the alert, on its channels, with what it was and why it is taken back."""
    desk = new_desk()
    told, ended = take(desk, first(), revised())
    [was], [now] = told.published, ended.published
    assert (now.alert.kind, now.alert.status, now.alert.id) == (AlertKind.CORRECTION, IncidentStatus.WITHDRAWN, f"{was.alert.incident_id}.2")
    assert set(was.sinks) <= set(now.sinks)
    assert set(was.channels) <= set(now.channels)
    assert now.alert.headline.startswith("Withdrawn: ")
    assert now.alert.changes == ("Herald revised its report and tells of it no more",)
    assert [source.outlet for source in now.alert.sources] == ["Herald"]
    assert ended.disposition is Disposition.REVISED
    assert ended.links == {"a": None}
    assert desk.incidents[was.alert.incident_id].status is IncidentStatus.WITHDRAWN


def test_it_is_told_once_and_a_second_revision_changes_nothing() -> None:
    """Polished wording of the withdrawn article is no news."""
    desk = new_desk()
    take(desk, first(), revised())
    assert said(*take(desk, revised(after=40, text=LEAK + " Nobody was hurt."))) == []


@pytest.mark.parametrize("restarted", [False, True])
def test_told_again_after_all_it_is_a_new_incident(restarted: bool) -> None:
    """By the same article or another one, before and after a restart: nothing joins what was withdrawn, so nothing is kept silent."""
    desk = new_desk()
    take(desk, first(), revised())
    if restarted:
        again = new_desk()
        again.restore(desk.incidents.values(), NOON + minutes(30))
        desk = again
    new, joined = take(desk, first(after=40, text=BLAST + " It was a bomb after all."), first("b", 50, outlet="Gazette", text="In Karsova police found bomb parts at the grain harbour, Milan Dravec said."))
    assert said(new)[0] == (AlertKind.NEW, IncidentStatus.ACTIVE)
    assert desk.incident_of["a"] == desk.incident_of["b"]
    assert joined.disposition is Disposition.JOINED


def test_with_another_source_the_incident_stands() -> None:
    """Only who took it back leaves."""
    desk = new_desk()
    filed = take(desk, first(), first("b", 5, outlet="Gazette", text="Police in Karsova say that a bomb went off at the grain harbour, killing three."), revised())
    assert AlertKind.CORRECTION not in [kind for kind, _ in said(*filed)]
    [incident] = desk.incidents.values()
    assert (incident.status, [one.key for one in incident.reports]) == (IncidentStatus.ACTIVE, ["b"])


DOUBTFUL = {
    "a score near the threshold": revised(score=0.4),
    "the attack as background": revised(score=0.2, events=(replace(event(killed=3), role=Role.BACKGROUND),)),
    "another story at the address": revised(title="Ferry timetable changes", text="Boats to the islands leave an hour later from Monday."),
    "a round-up": revised(title="Live: Karsova harbour after the fire"),
}


@pytest.mark.parametrize("again", DOUBTFUL.values(), ids=DOUBTFUL.keys())
def test_in_doubt_it_stays(again: Report) -> None:
    """None of these says that there was no attack."""
    desk = new_desk()
    filed = take(desk, first(), again)
    assert said(*filed) == [(AlertKind.NEW, IncidentStatus.ACTIVE)]
    assert IncidentStatus.WITHDRAWN not in {one.status for one in desk.incidents.values()}


@pytest.mark.parametrize("fields", [{"live": True}, *({"page_state": state} for state in PageState if state not in (PageState.FETCHED, PageState.NOT_WANTED))])
def test_a_page_that_was_not_read_in_full_takes_nothing_back(fields: dict[str, object]) -> None:
    """A live page's next entry, a wall, a failed download: the feed's few lines are not the article."""
    desk = new_desk()
    again = revised()
    filed = take(desk, first(), replace(again, article=replace(again.article, **fields)))  # type: ignore[arg-type]
    assert said(*filed) == [(AlertKind.NEW, IncidentStatus.ACTIVE)]


def test_one_that_says_that_it_takes_back_needs_no_likeness() -> None:
    """A retraction in place of the story."""
    desk = new_desk()
    filed = take(desk, first(), revised(title="Retraction", text="We have withdrawn this report."))
    assert said(*filed)[-1] == (AlertKind.CORRECTION, IncidentStatus.WITHDRAWN)


def test_an_incident_that_was_never_told_ends_silently() -> None:
    """What nobody got needs no correction."""
    desk = new_desk()
    filed = take(desk, first(backlog=True), revised())
    assert said(*filed) == []
    assert [one.status for one in desk.incidents.values()] == [IncidentStatus.WITHDRAWN]


def test_both_attacks_of_one_article_end_together() -> None:
    """An article on two towns that then tells of none."""
    desk = new_desk()
    both = (event("Karsova", killed=3), event("Telmuk", killed=1))
    told, ended = take(desk, first(events=both), revised())
    assert {p.alert.incident_id for p in told.published} == {p.alert.incident_id for p in ended.published}
    assert said(ended) == [(AlertKind.CORRECTION, IncidentStatus.WITHDRAWN)] * len(told.published)
    assert len(told.published) == len(desk.incidents) == 2


def test_a_threat_that_is_written_out_of_the_article_ends_and_one_that_is_left_alerts_by_itself() -> None:
    """An escalation's incident ends when its words are gone; an attack's ends, and its threat is one of its own."""
    threat = (EscalationKind.ULTIMATUM,)
    desk = new_desk()
    filed = take(desk, revised(escalation=threat, severity=Severity.HIGH, after=0), revised(text=LEAK + " Talks go on."))
    assert said(*filed) == [(AlertKind.ESCALATION, IncidentStatus.ACTIVE), (AlertKind.CORRECTION, IncidentStatus.WITHDRAWN)]
    desk = new_desk()
    filed = take(desk, first(), revised(escalation=threat, severity=Severity.HIGH))
    assert said(*filed)[1:] == [(AlertKind.CORRECTION, IncidentStatus.WITHDRAWN), (AlertKind.ESCALATION, IncidentStatus.ACTIVE)]


# --- an outlet says that it takes back ---------------------------------------------------------------------------------
def retraction(id_: str = "r", after: float = 20, **more: object) -> Report:
    """An article of its own that takes the story of the bomb back."""
    fields: dict[str, object] = {"title": "Outlet withdraws its report on a bomb in harbour of Karsova", "text": f"We have withdrawn our story. It said: {BLAST}"}
    return first(id_, after, **(fields | more))


def elsewhere(id_: str = "b", after: float = 40, **more: object) -> Report:
    """Another outlet's own report of the bomb."""
    fields: dict[str, object] = {"outlet": "Gazette", "text": "In Karsova police found bomb parts at the grain harbour, where three dockers died, Milan Dravec said."}
    return first(id_, after, **(fields | more))


def test_a_withdrawal_names_what_is_withdrawn() -> None:
    """On the channels and in the words of the alert that it takes back, though no report stands any more."""
    told, ended = take(new_desk(), first(), retraction())
    [was], [now] = told.published, ended.published
    assert (now.alert.kind, now.alert.status) == (AlertKind.CORRECTION, IncidentStatus.WITHDRAWN)
    assert now.alert.headline == f"Withdrawn: {was.alert.headline.removesuffix(' (unconfirmed)')}"
    assert now.alert.changes == ("Herald withdrew its report",)
    assert set(was.channels) <= set(now.channels)
    assert now.alert.severity is was.alert.severity


TOLD_AGAIN = {
    "by another outlet": elsewhere(),
    "by the outlet itself, after its retraction": first("c", 40, title="Bomb did kill three in Karsova, survey finds", text="The survey of the grain harbour at Karsova found explosives, so that it was a bomb that killed three men, Milan Dravec said."),
}


@pytest.mark.parametrize("again", TOLD_AGAIN.values(), ids=TOLD_AGAIN.keys())
@pytest.mark.parametrize("restarted", [False, True])
def test_what_was_withdrawn_and_is_reported_after_all_is_told_again(again: Report, restarted: bool) -> None:
    """As an update of the same incident, at once, to all who got the withdrawal: else a real attack would stay silent."""
    desk = new_desk()
    [was] = take(desk, first(), retraction())[0].published
    if restarted:
        fresh = new_desk()
        fresh.restore(desk.incidents.values(), NOON + minutes(30))
        desk = fresh
    [filed] = take(desk, again)
    [now] = filed.published
    assert (now.alert.incident_id, now.alert.revision) == (was.alert.incident_id, 3)
    assert (now.alert.kind, now.alert.status) == (AlertKind.UPDATE, IncidentStatus.ACTIVE)
    assert now.alert.changes == (f"reported again, by {again.article.outlet}",)
    assert now.alert.headline.startswith("Update: Rocket attack in Karsova")
    assert desk.incidents[was.alert.incident_id].status is IncidentStatus.ACTIVE
    assert "reopened" in [item.what for item in desk.incidents[was.alert.incident_id].history]


def test_after_that_it_lives_on() -> None:
    """A further retraction withdraws it again, and a second outlet's word reopens it again."""
    desk = new_desk()
    filed = take(desk, first(), retraction(), elsewhere(), retraction("r2", 60, outlet="Gazette"), elsewhere("d", 80, outlet="Courier", text="Divers at Karsova brought up a fuse from the grain harbour basin after the bomb that killed three, Milan Dravec said."))
    kinds = [(AlertKind.NEW, "active"), (AlertKind.CORRECTION, "withdrawn"), (AlertKind.UPDATE, "active"), (AlertKind.CORRECTION, "withdrawn"), (AlertKind.UPDATE, "active")]
    assert said(*filed) == [(kind, IncidentStatus(status)) for kind, status in kinds]


NOT_AGAIN = {
    "a late copy of the withdrawn text": first("c", 40, outlet="Mirror"),
    "a report that rests on the outlet that took it back": elsewhere(cites=("Herald",)),
    "a sequel": elsewhere(attack=False, score=0.3, title="Harbour of Karsova reopens after scare"),
}


@pytest.mark.parametrize("again", NOT_AGAIN.values(), ids=NOT_AGAIN.keys())
def test_what_rests_on_the_withdrawn_story_does_not_bring_it_back(again: Report) -> None:
    """A copy still on its way when the agency has taken its story back is no second word."""
    desk = new_desk()
    take(desk, first(), retraction())
    assert said(*take(desk, again)) == []


def test_a_false_alarm_stays_one() -> None:
    """A person said so: other outlets do not overrule him."""
    desk = new_desk()
    [told] = take(desk, first())[0].published
    desk.order(Order(incident_id=told.alert.incident_id, op="verdict", verdict=Verdict.FALSE_ALARM), NOON + minutes(10))
    assert said(*take(desk, elsewhere())) == []
