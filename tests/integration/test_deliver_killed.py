"""A thousand alerts, three sinks, receivers that fail at random, and a deliverer that is killed again and again."""

from __future__ import annotations

import asyncio
import random
import re
import signal
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
import redis
from alert_samples import an_alert
from outbox_kit import KEYS, owe
from receivers import RESET, Got, HttpReceiver, Reply
from smtp_receiver import Mailbox, SmtpReceiver

from monitor.domain.alert import Alert, AlertKind

ALERTS, SINKS = 1000, ("soc", "slack", "duty")
FAILING = 0.3
DELAYS = ["0"] + ["0.05"] * 5 + ["0.2"] * 10
"""More attempts than in earnest: with 30 % failures at random, eight would lose one delivery in 15,000."""
PER_SECOND = 25
SCRIPT = Path(__file__).parents[1] / "deliverer_process.py"
PLACE = re.compile(r"Incident (inc-\d+), alert (\d+)")


def schedule_of_alerts(chance: random.Random) -> list[Alert]:
    """1,000 alerts of some 400 incidents, revisions in order, incidents mixed."""
    revisions: Counter[str] = Counter()
    alerts = []
    for _ in range(ALERTS):
        incident = f"inc-{chance.randrange(400)}"
        revisions[incident] += 1
        kind = AlertKind.NEW if revisions[incident] == 1 else AlertKind.UPDATE
        alerts.append(an_alert(incident_id=incident, revision=revisions[incident], kind=kind))
    return alerts


class FlakyMailbox(Mailbox):
    """Answers some messages with a passing failure."""

    chance = random.Random(3)

    async def handle_DATA(self, server: object, session: object, envelope: object) -> str:
        self.fail = ["451 try later"] if self.chance.random() < FAILING else []
        return await super().handle_DATA(server, session, envelope)


def flaky(chance: random.Random) -> Reply:
    return chance.choice([Reply(500), Reply(429, headers={"Retry-After": "0"}), RESET, Reply(503)])


async def chaos(command: Sequence[str], done: asyncio.Event, chance: random.Random) -> int:
    """Runs the deliverer, kills it with SIGKILL at a random moment, and again; returns how often. Ends with SIGTERM."""
    kills = 0
    while True:
        process = await asyncio.create_subprocess_exec(
            *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
        )
        assert process.stdout is not None
        assert await process.stdout.readline() == b"started\n"
        try:
            async with asyncio.timeout(chance.uniform(2.0, 8.0)):
                await done.wait()
        except TimeoutError:
            process.kill()
            kills += 1
            await process.wait()
            continue
        process.send_signal(signal.SIGTERM)
        assert await process.wait() == 0
        return kills


def check(name: str, taken: list[tuple[str, int]], last: dict[str, int]) -> int:
    """Every incident's last revision arrived, none went out of order; returns how many were repeats."""
    seen: dict[str, int] = {}
    repeats = 0
    for incident, revision in taken:
        assert revision >= seen.get(incident, 0), f"{name}: {incident} went back to {revision}"
        repeats += revision == seen.get(incident)
        seen[incident] = revision
    assert seen == last, f"{name}: {[i for i in last if seen.get(i) != last[i]][:5]} did not arrive"
    return repeats


def arrived(got: list[Got]) -> list[tuple[str, int]]:
    return [(one.json["incident_id"], one.json["revision"]) for one in got]


def read(texts: list[str]) -> list[tuple[str, int]]:
    found = [PLACE.search(text) for text in texts]
    return [(match[1], int(match[2])) for match in found if match]


@pytest.mark.slow
async def test_nothing_is_lost_repeated_or_out_of_order(
    tmp_path: Path, redis_server: str, redis_client: redis.Redis
) -> None:
    """Every alert or its successor reaches every sink; repeats have the same key and are below 1 %; order is kept."""
    chance = random.Random(20)
    alerts = schedule_of_alerts(chance)
    last = {alert.incident_id: alert.revision for alert in alerts}
    judge = lambda _got: flaky(chance) if chance.random() < FAILING else Reply()  # noqa: E731
    done = asyncio.Event()
    with SmtpReceiver(tmp_path) as relay:
        relay._controller.handler.__class__ = FlakyMailbox
        async with HttpReceiver(judge=judge) as soc, HttpReceiver(judge=judge) as slack:
            config = tmp_path / "config.yaml"
            config.write_text(f"""
redis: {{url: "{redis_server}"}}
sinks:
  - {{name: soc, type: webhook, url: "{soc.url}", allow_private_networks: true, timeout: 1s, concurrency: 2}}
  - {{name: slack, type: slack, webhook_url: "{slack.url}", timeout: 1s, concurrency: 2}}
  - {{name: duty, type: email, smtp_url: "{relay.url()}", from: m@example.org, to: [a@b.example], timeout: 1s, concurrency: 2}}
""")
            killer = asyncio.create_task(chaos([sys.executable, str(SCRIPT), str(config), *DELAYS], done, chance))
            for alert in alerts:
                owe(redis_client, alert, *SINKS)
                await asyncio.sleep(1 / PER_SECOND)
            async with asyncio.timeout(120):
                while waiting(redis_client):
                    await asyncio.sleep(0.1)
            done.set()
            kills = await killer
        mails = read([mail.data.decode() for mail in relay.box.mails])
        ids = [mail.parsed["Message-ID"] for mail in relay.box.mails]
    assert redis_client.zcard(KEYS.deliveries_dead) == 0
    posts = read([got.body.decode() for got in slack.accepted])
    sent = {"soc": arrived(soc.accepted), "slack": posts, "duty": mails}
    repeats = sum(check(name, taken, last) for name, taken in sent.items())
    total = sum(len(taken) for taken in sent.values())
    same_key = (len(soc.accepted) - len({got.key for got in soc.accepted})) + (len(ids) - len(set(ids)))
    assert same_key == repeats - (len(posts) - len(set(posts)))
    summary = f"kills {kills}, delivered {total}, repeats {repeats}"
    assert kills >= 5, summary
    assert repeats < 0.01 * total, summary


def waiting(client: redis.Redis) -> int:
    return client.zcard(KEYS.deliveries_due) + sum(client.zcard(KEYS.delivery_queue(sink)) for sink in SINKS)
