"""What: wordings of older and translated agency reports, and the near ones that are no mention of their kind."""

from __future__ import annotations

import pytest

from monitor.detection.context import Study
from monitor.detection.text import Text
from monitor.domain.document import Document
from monitor.domain.taxonomy import EventType

T = EventType


def types_in(title: str) -> set[EventType]:
    return {c.type for c in Study(Text(Document(id="t", title=title))).candidates}


TOLD = [
    (T.ARSON, "THE REBELS SET TWO SUGAR MILLS AND A BARN ON FIRE, KILLING CATTLE"),
    (T.ARSON, "A bus was burned by masked men near the pass"),
    (T.ARSON, "Police look into the burning of four buses by rebels"),
    (T.ARSON, "Guerrillas burned half the coffee harvest"),
    (T.BOMBING, "Guerrillas dynamited a relay station above the valley"),
    (T.BOMBING, "A KIOSK IN THE SOUTH WAS DESTROYED BY A BOMB"),
    (T.BOMBING, "Rebels blew up a small plane on the airstrip"),
    (T.SABOTAGE, "Subversives toppled eleven pylons with saws"),
    (T.ABDUCTION, "THE MAYOR IS STILL IN THE HANDS OF GUERRILLAS WHO KILLED HIS GUARD"),
    (T.ABDUCTION, "Guerrillas took three farmers away after killing their guard"),
    (T.SHOOTING, "HIS CAR WAS MACHINEGUNNED AT THE CORNER"),
    (T.ASSASSINATION, "An attempt against the life of the consul failed"),
]


@pytest.mark.parametrize(("kind", "title"), TOLD)
def test_agency_wordings_are_mentions_of_their_kind(kind: EventType, title: str) -> None:
    """Fire set at a distance from its verb, works of public use brought down, people led away."""
    assert kind in types_in(title)


NEAR = [
    (T.ARSON, "The band set the old hall alive with song"),
    (T.ARSON, "Chef set a new record on Friday"),
    (T.SABOTAGE, "Storm knocked down two pylons along the coast"),
    (T.ABDUCTION, "The decision is in the hands of voters"),
    (T.ABDUCTION, "Nurses took the children away from the window"),
    (T.BOMBING, "The plane was destroyed by hail"),
    (T.HIJACKING, "Gunmen attacked a bus near the border"),
    (T.HIJACKING, "Rebels blew up a small plane on the airstrip"),
]


@pytest.mark.parametrize(("kind", "title"), NEAR)
def test_near_wordings_are_none(kind: EventType, title: str) -> None:
    """The same verbs without a doer of violence, or of other things, give no mention of the kind."""
    assert kind not in types_in(title)
