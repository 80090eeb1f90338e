"""Deliveries to a server that acts as Slack: its limits, its error words, its pace."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import redis
from alert_samples import an_alert
from outbox_kit import delivering, eventually, owe, state
from receivers import HANG, RESET, HttpReceiver, Reply, slack_judge

from monitor.config.schema import Config
from monitor.domain.taxonomy import Severity


@pytest.fixture
def configured(tmp_path: Path, redis_server: str, redis_client: redis.Redis, config_for: Callable[..., Config]) -> Any:
    def make(url: str, **sink: Any) -> Config:
        base = {"name": "ops", "type": "slack", "webhook_url": url, "timeout": "500ms"}
        return config_for(tmp_path, redis_server, sinks=[{**base, **sink}])

    return make


async def test_slack_takes_the_message(redis_server: str, redis_client: redis.Redis, configured: Any) -> None:
    """A server with Slack's limits accepts it at once."""
    async with HttpReceiver(judge=slack_judge) as slack, delivering(configured(slack.url), redis_server):
        (delivery,) = owe(redis_client, an_alert(headline="<!channel> & more " * 100), "ops")
        await slack.until_accepted(1)
        await eventually(lambda: state(redis_client, delivery)["state"] == "delivered")
    assert state(redis_client, delivery)["attempts"] == "1"


@pytest.mark.parametrize(
    "fault",
    [Reply(429, "rate_limited", {"Retry-After": "0"}), Reply(500, "internal_error"), Reply(503), HANG, RESET],
    ids=["429", "500", "503", "hang", "reset"],
)
async def test_faults_that_pass(redis_server: str, redis_client: redis.Redis, configured: Any, fault: Reply) -> None:
    """Each is tried again until Slack takes it."""
    async with HttpReceiver(fault, judge=slack_judge) as slack, delivering(configured(slack.url), redis_server):
        (delivery,) = owe(redis_client, an_alert(), "ops")
        await slack.until_accepted(1)
        await eventually(lambda: state(redis_client, delivery)["state"] == "delivered")
    assert len(slack.got) == 2


async def test_refused_blocks_still_tell_the_person(
    redis_server: str, redis_client: redis.Redis, configured: Any
) -> None:
    """invalid_blocks: the plain text goes alone, at once."""
    async with HttpReceiver(Reply(400, "invalid_blocks")) as slack, delivering(configured(slack.url), redis_server):
        (delivery,) = owe(redis_client, an_alert(), "ops")
        await slack.until_accepted(1)
        await eventually(lambda: state(redis_client, delivery)["state"] == "delivered")
    assert "blocks" not in slack.accepted[0].json
    assert "Rocket attack in Basmaya" in slack.accepted[0].json["text"]


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (Reply(400, "invalid_blocks"), "HTTP 400: invalid_blocks"),
        (Reply(400, "no_text"), "HTTP 400: no_text"),
        (Reply(403, "action_prohibited"), "HTTP 403: action_prohibited"),
        (Reply(404, "no_service"), "HTTP 404: no_service"),
        (Reply(200, "invalid_payload"), "HTTP 200: invalid_payload"),
    ],
)
async def test_final_refusals_are_dead_letters_with_slacks_word(
    redis_server: str, redis_client: redis.Redis, configured: Any, reply: Reply, error: str
) -> None:
    """Slack's error word stands in the dead letter."""
    async with HttpReceiver(judge=lambda _got: reply) as slack, delivering(configured(slack.url), redis_server):
        (delivery,) = owe(redis_client, an_alert(), "ops")
        await eventually(lambda: state(redis_client, delivery)["state"] == "dead")
    assert state(redis_client, delivery)["last_error"] == error


@pytest.mark.slow
async def test_one_message_a_second_the_severe_first(
    redis_server: str, redis_client: redis.Redis, configured: Any
) -> None:
    """Slack's pace is kept, and a critical alert overtakes what waits."""
    async with HttpReceiver(judge=slack_judge) as slack:
        for number, severity in enumerate((Severity.LOW, Severity.LOW, Severity.LOW, Severity.CRITICAL)):
            owe(redis_client, an_alert(incident_id=f"inc-{number}", severity=severity), "ops", ring=False)
        async with delivering(configured(slack.url), redis_server, unpaced=False):
            await slack.until_accepted(3)
    times = [got.at for got in slack.accepted[:3]]
    assert all(later - earlier > 0.9 for earlier, later in itertools.pairwise(times))
    assert "CRITICAL" in slack.accepted[0].json["text"]
