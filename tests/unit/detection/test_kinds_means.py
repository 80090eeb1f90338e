"""Which words tell of which kind: ships held, crews led away, the ranked in their cars, acid, what was blown up."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.detection.context import Study, read_context
from monitor.detection.encoder.model import Impression
from monitor.detection.kinds import UNSAID, likeliest
from monitor.detection.model import Features, Weights
from monitor.detection.pipeline import Detector
from monitor.detection.text import Text
from monitor.domain.document import Document
from monitor.domain.taxonomy import EscalationKind, Stage
from monitor.domain.taxonomy import EventType as T

TOLD = [
    (T.HIJACKING, "Pirates seized a bulk carrier off Eyl"),
    (T.HIJACKING, "The dhow was captured by pirates"),
    (T.HIJACKING, "Rebels blew up the rails, held a passenger train"),
    (T.ABDUCTION, "Pirates carried off six sailors"),
    (T.ABDUCTION, "Crew taken from coaster in the bay"),
    (T.ASSASSINATION, "Bomb rips general's convoy: governor's convoy attacked"),
    (T.ASSASSINATION, "Car of the mayor bombed at dawn"),
    (T.ASSASSINATION, "Attack on the senator's house"),
    (T.ASSASSINATION, "Rear admiral killed in blast"),
    (T.ASSASSINATION, "Mayor, driver gunned down"),
    (T.SUICIDE_BOMBING, "The man set off his vest in the hall"),
    (T.CHEMICAL_ATTACK, "Student blinded in acid attack"),
    (T.BOMBING, "Railway line blown up in the gorge"),
    (T.STABBING, "Clerk was attacked with an umbrella"),
    (T.SHELLING, "The town was attacked with rockets"),
    (T.AIR_DRONE_STRIKE, "The port was attacked by enemy drones"),
    (T.ARSON, "A mob set fire to the sawmill"),
    (T.ABDUCTION, "Pirates seize two sailors from tanker"),
]

NOT_TOLD = [
    (T.HIJACKING, "Gunmen boarded a bus and shot the driver"),
    (T.HIJACKING, "Navy seized a tanker"),
    (T.HIJACKING, "Pirates seize two sailors from tanker"),
    (T.ARMED_CLASH, "Militia kills nine in refugee camp"),
    (T.ABDUCTION, "Crew taken to hospital after the storm"),
    (T.ABDUCTION, "Sailors taken aboard a frigate"),
    (T.ASSASSINATION, "Officials name teacher shot dead by thieves"),
    (T.ASSASSINATION, "Mayor's cousin killed at a crossing"),
    (T.ASSASSINATION, "Bomb wounds ten, governor says"),
    (T.CHEMICAL_ATTACK, "Tear gas grenades fired at the crowd"),
    (T.MOB_VIOLENCE, "Settlers torch a mosque"),
    (T.SABOTAGE, "Police van blown up"),
]


def types_in(title: str) -> set[T]:
    return {c.type for c in Study(Text(Document(id="t", title=title))).candidates}


@pytest.mark.parametrize(("kind", "title"), TOLD)
def test_the_kind_is_among_what_the_words_tell(kind: T, title: str) -> None:
    """Each wording gives a mention of the kind that the contract means."""
    assert kind in types_in(title)


@pytest.mark.parametrize(("kind", "title"), NOT_TOLD)
def test_words_that_look_like_the_kind_do_not_tell_it(kind: T, title: str) -> None:
    """Boarding a bus holds none, a kinsman is no mayor, a navy no pirate."""
    assert kind not in types_in(title)


@pytest.mark.parametrize(
    ("title", "stage"),
    [
        ("Seven gunned down in a tavern", Stage.ACCOMPLISHED),
        ("Man guns down his brother", Stage.ACCOMPLISHED),
        ("Army downed nine drones", Stage.ATTEMPTED),
        ("Car bomb made safe by army", Stage.ATTEMPTED),
        ("The bomb planted at the gate did not go off", Stage.ATTEMPTED),
        ("Pilot told to down a drone", Stage.ATTEMPTED),
    ],
)
def test_what_was_stopped_in_the_act(title: str, stage: Stage) -> None:
    """To gun a man down is not to stop an attack; to make a bomb safe is."""
    study = Study(Text(Document(id="t", title=title)))
    assert {read_context(study, c).stage for c in study.candidates} == {stage}


def test_a_captain_is_no_sportsman_unless_of_a_team() -> None:
    """Captains of ships and villages are shot; a team's captain is not."""
    told = Study(Text(Document(id="t", title="Ship's captain shot dead in the harbour")))
    assert [read_context(told, c).reason for c in told.candidates] == [None]


def hearing(**odds: float) -> Impression:
    types = dict.fromkeys(T, -5.0) | {T(name): value for name, value in odds.items()}
    return Impression(0.0, 0.0, types, dict.fromkeys(EscalationKind, 0.0))


@pytest.mark.parametrize(
    ("impression", "kind"),
    [
        (None, T.ATTACK),
        (hearing(shooting=3.0, attack=2.5), T.ATTACK),
        (hearing(shooting=5.0, attack=1.0), T.SHOOTING),
        (hearing(shooting=5.0, stabbing=2.0, attack=4.9), T.ATTACK),
    ],
)
def test_a_type_without_words_needs_the_encoder_to_be_sure(impression: Impression | None, kind: T) -> None:
    """A type that no word tells of begins behind by UNSAID, and wins where the encoder hears little else."""
    assert UNSAID < 0
    assert likeliest(Weights(bias=0.0, weights={}), {T.ATTACK: Features({})}, impression) is kind


def test_what_the_encoder_alone_hears_is_not_in_sight_where_it_is_not_asked() -> None:
    """Of a long report the encoder has read the beginning only: types without a word are given as none."""
    impression = hearing(shooting=5.0, attack=1.0)
    assert likeliest(Weights(bias=0.0, weights={}), {T.ATTACK: Features({})}, impression, unsaid=[]) is T.ATTACK


@pytest.mark.parametrize(
    ("title", "text", "kind", "stage"),
    [
        ("Soldiers clash with rebels", "Soldiers clashed with rebels near Mopti on Monday; two were shot dead.",
         T.ARMED_CLASH, Stage.ACCOMPLISHED),
        ("Troops repel raid", "Troops repelled a militant attack on a base in Borno on Monday. Two soldiers were killed.",
         T.ARMED_CLASH, Stage.ACCOMPLISHED),
        ("Air defences intercept missile", "Air defences intercepted a missile over Riyadh on Monday. Debris wounded two.",
         T.SHELLING, Stage.ATTEMPTED),
    ],
)  # fmt: skip
def test_lives_lost_are_no_repulse(title: str, text: str, kind: T, stage: Stage) -> None:
    """A repelled assault that killed was carried out, an interception whose debris hurt people was not."""
    published = datetime(2026, 2, 4, 9, tzinfo=UTC)
    event = Detector().detect(Document(id="x", title=title, text=text, published=published)).events[0]
    assert (event.type, event.stage) == (kind, stage)


def test_what_is_said_holds_before_what_is_unsaid_and_ranks_behind_it() -> None:
    """By the contract's order a ranked victim makes an assassination, whatever means the encoder hears."""
    heard = hearing(air_drone_strike=9.0)
    flat = Weights(bias=0.0, weights={})
    assert likeliest(flat, {T.ASSASSINATION: Features({})}, heard) is T.ASSASSINATION
    assert likeliest(flat, {T.ATTACK: Features({})}, heard) is T.AIR_DRONE_STRIKE
