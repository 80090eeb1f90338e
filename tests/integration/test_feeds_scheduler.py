"""The scheduler role as it runs: processes that share the work, die, stop, and an event loop whose clock steps."""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import redis
import redis.asyncio
from contract.feed_server import Answer, FeedServer, feed_server, fixed, head, item, rss
from pydantic import SecretStr
from test_feeds_hostile import FETCHED, PARSED

from monitor.clock import SystemClock
from monitor.config.schema import Config, FeedConfig
from monitor.feeds.parsers import ParserPool
from monitor.feeds.roster import RuntimeFeeds
from monitor.scheduler import run_scheduler
from monitor.storage.entries import EntryStore
from monitor.storage.keys import Keys

KEYS = Keys()
PAGE = "<html><head><title>T</title></head><body>" + "<p>Shells fell on the town at dawn.</p>" * 30 + "</body></html>"
_PROCESS = """
import sys
from pathlib import Path
from monitor.config.load import load_config
from monitor.scheduler import main
sys.exit(main(load_config(sys.argv[1])))
"""


@pytest.fixture
async def server() -> AsyncIterator[FeedServer]:
    async with feed_server() as serving:
        yield serving


def config(redis_server: str, urls: list[str], **sections: object) -> Config:
    polling = {"allow_private_networks": True, "interval": "2s", "timeout": "2s", **sections.pop("polling", {})}  # type: ignore[dict-item]
    return Config.model_validate(
        {"redis": {"url": SecretStr(redis_server)}, "polling": polling, "feeds": [{"url": url} for url in urls], **sections}
    )


@asynccontextmanager
async def scheduler(made: Config, **options: object) -> AsyncIterator[None]:
    """A scheduler on this event loop, stopped in the end."""
    stop = asyncio.Event()
    task = asyncio.create_task(run_scheduler(made, stop=stop, **options))  # type: ignore[arg-type]
    try:
        yield
    finally:
        stop.set()
        await asyncio.wait_for(task, 10)


async def until(holds: Callable[[], bool], seconds: float = 60) -> None:
    """Waits until `holds()`; fails after so many seconds."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it never came to hold"
        await asyncio.sleep(0.02)


def paged(server: FeedServer, page: Answer | str = PAGE, count: int = 1) -> str:
    """A feed of `count` stories with a page each; returns its address."""
    for number in range(count):
        server.routes[f"/story/{number}"] = fixed(page, Content_Type="text/html") if isinstance(page, str) else page
    return server.serve("/feed", rss(*(item(f"Shells hit district {n}", f"/story/{n}", f"id-{n}") for n in range(count))))


def leased(client: redis.Redis, count: int) -> list[tuple[str, int, bytes | None, str | None]]:
    """What a worker would get: page state, revision, page, note."""
    store = EntryStore(client, KEYS, holder="test", retention=timedelta(days=1))
    taken = store.lease(count, timedelta(seconds=5), datetime.now(UTC)).entries
    return [(entry.page_state.value, entry.revision, entry.page_html, entry.page_note) for entry in taken]


async def test_an_entry_goes_to_work_with_its_page(
    server: FeedServer, redis_server: str, redis_client: redis.Redis
) -> None:
    """From the feed to the work set: the page is with it, a ticket waits, the heartbeat beats."""
    made = config(redis_server, [paged(server)])
    async with scheduler(made):
        await until(lambda: redis_client.zcard(KEYS.entries_work) == 1)
        await until(lambda: redis_client.llen("rq:queue:monitor") > 0)
        beat = json.loads(redis_client.get(KEYS.heartbeat))
    assert set(beat) == {"at", "last_poll", "lag_seconds", "feeds_ok", "feeds_failing"}
    assert 0 < redis_client.pttl(KEYS.heartbeat) <= 95_000
    assert leased(redis_client, 5) == [("fetched", 1, PAGE.encode(), None)]


async def test_a_late_page_is_a_revision(server: FeedServer, redis_server: str, redis_client: redis.Redis) -> None:
    """The entry goes on without its page after max_wait; the page then comes as its next revision."""
    release = asyncio.Event()

    async def slow(asked, writer):
        await release.wait()
        await fixed(PAGE)(asked, writer)

    made = config(redis_server, [paged(server, slow)], articles={"max_wait": "200ms", "timeout": "9s"})
    async with scheduler(made):
        await until(lambda: redis_client.zcard(KEYS.entries_work) == 1)
        assert leased(redis_client, 5) == [("not_yet", 1, None, None)]
        release.set()
        await until(lambda: redis_client.zcard(KEYS.entries_work) == 1)
        assert leased(redis_client, 5) == [("fetched", 2, PAGE.encode(), None)]


FAILED_PAGES = {
    "forbidden": (fixed("no", status=403), "failed", "denied"),
    "payment required": (fixed("pay", status=402), "paywalled", "HTTP 402"),
    "missing": (fixed("no", status=404), "failed", "not_found"),
    "fault": (fixed("no", status=500), "failed", "server_error"),
    "empty": (fixed(""), "empty", None),
    "a film": (fixed(b"x" * 500, Content_Type="video/mp4"), "failed", "wrong_type"),
    "to a private address": (fixed("", status=302, Location="http://169.254.169.254/"), "refused", "forbidden_address"),
    "too large": (fixed("", Content_Length="9999999"), "failed", "too_large"),
}  # fmt: skip


@pytest.mark.parametrize("case", FAILED_PAGES)
async def test_a_page_that_fails_never_loses_the_entry(
    server: FeedServer, redis_server: str, redis_client: redis.Redis, case: str
) -> None:
    """403, 402, 404, 500, empty, no HTML, forbidden, too large: title and summary go on at once, marked."""
    answer, state, note = FAILED_PAGES[case]
    async with scheduler(config(redis_server, [paged(server, answer)])):
        await until(lambda: redis_client.zcard(KEYS.entries_work) == 1, 5)
    assert leased(redis_client, 5) == [(state, 1, None, note)]


async def test_charset_of_the_header_is_heeded(
    server: FeedServer, redis_server: str, redis_client: redis.Redis
) -> None:
    """A page whose encoding only the HTTP header names comes as UTF-8."""
    text = "<html><body>" + "<p>Обстрел города на рассвете.</p>" * 20 + "</body></html>"
    page = fixed(text.encode("cp1251"), Content_Type="text/html; charset=windows-1251")
    async with scheduler(config(redis_server, [paged(server, page)])):
        await until(lambda: redis_client.zcard(KEYS.entries_work) == 1)
    assert leased(redis_client, 1)[0][2] == text.encode()


async def test_an_overloaded_site_is_left_alone(
    server: FeedServer, redis_server: str, redis_client: redis.Redis
) -> None:
    """After a 429 on one page no further page of the host is asked for; all entries go on."""
    page = fixed("", status=429, Retry_After="600")
    made = config(redis_server, [paged(server, page, count=12)], polling={"per_host_concurrency": 1})
    async with scheduler(made):
        await until(lambda: redis_client.zcard(KEYS.entries_work) == 12)
    assert {(state, note) for state, _, _, note in leased(redis_client, 20)} == {("failed", "rate_limited")}
    assert sum(asked.path.startswith("/story/") for asked in server.asked) < 12


ROBOTS = {
    "none": (fixed("", status=404), True), "forbidden itself": (fixed("", status=403), True),
    "in trouble": (fixed("", status=500), False), "overloaded": (fixed("", status=503), False),
    "allows": (fixed("User-agent: *\nDisallow: /private"), True),
    "disallows": (fixed("User-agent: *\nDisallow: /story"), False),
    "disallows us": (fixed("User-agent: monitor\nDisallow: /"), False),
    "disallows another": (fixed("User-agent: other\nDisallow: /"), True),
    "a web page": (fixed("<html><body>" + "x" * 3000), True),
}  # fmt: skip


@pytest.mark.parametrize("case", ROBOTS)
async def test_robots_are_heeded(server: FeedServer, redis_server: str, redis_client: redis.Redis, case: str) -> None:
    """R42: 4xx allows, 5xx denies, rules rule, for pages; asked once for a site; the entry goes on either way."""
    server.routes["/robots.txt"], allowed = ROBOTS[case]
    async with scheduler(config(redis_server, [paged(server, count=3)])):
        await until(lambda: redis_client.zcard(KEYS.entries_work) == 3)
    states = {state for state, *_ in leased(redis_client, 5)}
    assert states == ({"fetched"} if allowed else {"refused"})
    assert server.count("/robots.txt") == 1
    assert (server.count("/story/1") == 1) is allowed


async def test_robots_may_be_overruled(server: FeedServer, redis_server: str, redis_client: redis.Redis) -> None:
    """`articles.respect_robots: false` asks nobody."""
    server.serve("/robots.txt", "User-agent: *\nDisallow: /")
    async with scheduler(config(redis_server, [paged(server)], articles={"respect_robots": False})):
        await until(lambda: redis_client.zcard(KEYS.entries_work) == 1)
    assert (server.count("/robots.txt"), server.count("/story/0")) == (0, 1)


async def test_one_host_is_never_crowded(server: FeedServer, redis_server: str, redis_client: redis.Redis) -> None:
    """R55 in small: 300 feeds of one host with pages, never more than two requests in flight."""
    paged(server, count=3)
    urls = [server.serve(f"/feed/{n}", rss(item(f"Story {n}", f"/story/{n % 3}?x={n}"))) for n in range(300)]
    made = config(redis_server, urls, polling={"interval": "60s", "timeout": "5s"})
    async with scheduler(made):
        await until(lambda: sum(asked.path.startswith("/feed/") for asked in server.asked) == 300, 40)
    assert server.most_in_flight <= 2


async def test_operators_hear_of_a_retired_feed(
    server: FeedServer, redis_server: str, redis_client: redis.Redis
) -> None:
    """410: one message on the channel that says what to do."""
    server.serve("/feed", "", status=410)
    listener = redis_client.pubsub(ignore_subscribe_messages=True)
    listener.subscribe(KEYS.ops)
    async with scheduler(config(redis_server, [server.url("/feed")])):
        await until(lambda: redis_client.hlen(KEYS.ops_state) == 1)
    message = json.loads(next(filter(None, (listener.get_message(timeout=1) for _ in range(3))))["data"])
    assert (message["kind"], message["state"], message["subject"]) == ("feed_gone", "raised", server.url("/feed"))


async def test_clock_that_steps_back_does_not_stop_the_ticks(
    server: FeedServer, redis_server: str, redis_client: redis.Redis
) -> None:
    """R53: APScheduler waits for wall-clock times; when they move away by an hour the jobs are called anew."""

    class Stepping(SystemClock):
        back = timedelta(0)

        def now(self) -> datetime:
            return super().now() - self.back

    clock = Stepping()
    server.serve("/feed", rss(item("T", "/t")))
    made = config(redis_server, [server.url("/feed")], articles={"fetch": "never"})
    async with scheduler(made, clock=clock):
        await until(lambda: server.count("/feed") == 1)
        clock.back = timedelta(hours=1)
        await until(lambda: server.count("/feed") >= 3, 60)


async def test_store_that_goes_away_is_waited_for(server: FeedServer, redis_server: str, redis_client: redis.Redis) -> None:
    """R11 in small: while the store refuses, nothing exits; afterwards polling goes on."""
    server.serve("/feed", rss(item("T", "/t")))
    async with scheduler(config(redis_server, [server.url("/feed")], articles={"fetch": "never"})):
        await until(lambda: server.count("/feed") == 1)
        for connection in redis_client.client_list():
            if connection["id"] != str(redis_client.client_id()):
                redis_client.client_kill_filter(_id=connection["id"])
        await until(lambda: server.count("/feed") >= 3, 60)


def write(tmp_path: Path, redis_server: str, urls: list[str], interval: str = "2s", **more: object) -> Path:
    path = tmp_path / "config.yaml"
    polling = {"allow_private_networks": True, "interval": interval, "min_interval": interval, "timeout": "2s", **more}
    sections = {"redis": {"url": redis_server}, "polling": polling, "articles": {"fetch": "never"}}
    path.write_text(json.dumps({**sections, "feeds": [{"url": url} for url in urls]}))
    return path


def start(path: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", _PROCESS, str(path)], stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


@pytest.mark.slow
async def test_two_schedulers_share_and_outlive_each_other(
    server: FeedServer, redis_server: str, redis_client: redis.Redis, tmp_path: Path
) -> None:
    """R19, R20: no feed is polled twice at a time by two processes; one is killed, and none is missed."""
    for number in range(40):
        server.serve(f"/{number}", rss(item(f"T{number}", f"/t/{number}")))
    path = write(tmp_path, redis_server, [server.url(f"/{number}") for number in range(40)], "3s")
    one, two = start(path), start(path)
    try:
        await until(lambda: len(server.asked) >= 80, 90)
        one.send_signal(signal.SIGKILL)
        counted = Counter(asked.path for asked in server.asked)
        await until(lambda: all(server.count(f"/{n}") >= counted[f"/{n}"] + 1 for n in range(40)), 120)
    finally:
        for process in (one, two):
            process.kill()
            process.wait()
    times: dict[str, list[float]] = {}
    for asked in server.asked:
        times.setdefault(asked.path, []).append(asked.at)
    assert min(b - a for listed in times.values() for a, b in itertools.pairwise(listed)) > 2.5


@pytest.mark.slow
async def test_term_ends_an_idle_scheduler_quickly(
    server: FeedServer, redis_server: str, redis_client: redis.Redis, tmp_path: Path
) -> None:
    """R54: SIGTERM ends it within five seconds, status 0, and no parser process stays behind."""
    server.serve("/feed", rss(item("T", "/t")))
    process = start(write(tmp_path, redis_server, [server.url("/feed")]))
    try:
        await until(lambda: server.count("/feed") >= 1, 60)
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        process.send_signal(signal.SIGTERM)
        assert await asyncio.to_thread(process.wait, 10) == 0
        assert not [child for child in children if os.path.exists(f"/proc/{child}")]
    finally:
        process.kill()


@pytest.mark.slow
async def test_restarts_ask_nothing_early(
    server: FeedServer, redis_server: str, redis_client: redis.Redis, tmp_path: Path
) -> None:
    """R41: several restarts within an interval, one request."""
    server.serve("/feed", rss(item("T", "/t")))
    path = write(tmp_path, redis_server, [server.url("/feed")], "60s")
    for _ in range(4):
        process = start(path)
        await until(lambda: redis_client.exists(KEYS.heartbeat) == 1, 60)
        await until(lambda: server.count("/feed") == 1, 60)
        process.terminate()
        await asyncio.to_thread(process.wait, 10)
        redis_client.delete(KEYS.heartbeat, KEYS.heartbeat_turn)
    assert server.count("/feed") == 1


@pytest.mark.slow
async def test_memory_under_attack(
    server: FeedServer, redis_server: str, redis_client: redis.Redis, tmp_path: Path
) -> None:
    """R30–R35: each hostile answer and document thrice, all at once; scheduler and parsers below 300 MB."""
    cases = {name: answer for name, (answer, _) in FETCHED.items()}
    cases |= {name: fixed(data, Content_Type="text/xml") for name, (data, _) in PARSED.items()}
    urls = []
    for number, answer in enumerate(cases.values()):
        for copy in range(3):
            server.routes[f"/{number}/{copy}"] = answer
            urls.append(server.url(f"/{number}/{copy}"))
    process = start(write(tmp_path, redis_server, urls, "5s", per_host_concurrency=100))
    try:
        await until(lambda: judged(redis_client) == len(urls), 120)
        assert peak_megabytes(process.pid) < 300
    finally:
        process.kill()
        process.wait()


def judged(client: redis.Redis) -> int:
    """Feeds whose last poll the heartbeat counts."""
    beat = json.loads(client.get(KEYS.heartbeat) or "{}")
    return sum(beat.get(name, 0) for name in ("feeds_ok", "feeds_failing"))


def peak_megabytes(pid: int) -> float:
    """Of a process and its children, each at its highest."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    peak = int(Path(f"/proc/{pid}/status").read_text().split("VmHWM:")[1].split()[0]) / 1024
    return peak + sum(peak_megabytes(int(child)) for child in children)


async def test_parser_processes_answer_and_are_killed() -> None:
    """Documents go through; one that takes too long costs its process alone, and has a name."""
    now = datetime.now(UTC)
    flood = b"<rss><channel><item><title>" + b"<a " * 400_000
    async with ParserPool(1) as pool:
        parsed = await pool.parse(rss(item("T", "/t")).encode(), url="http://o.example/", content_type=None, now=now)
        assert [entry.url for entry in parsed.entries] == ["http://o.example/t"]
    async with ParserPool(1, limit=timedelta(seconds=1.5)) as pool:
        await pool.parse(b"<rss/>", url="http://o.example/", content_type=None, now=now)
        slow = await pool.parse(flood, url="http://o.example/", content_type=None, now=now)
        assert slow.error_reason == "parse_timeout"
    async with ParserPool(1) as pool:
        again = await pool.parse(rss(item("T", "/t")).encode(), url="http://o.example/", content_type=None, now=now)
        assert len(again.entries) == 1


async def test_flood_of_headers_is_cut_while_others_are_served(server: FeedServer, redis_server: str, redis_client: redis.Redis) -> None:
    """A feed that never ends its headers, one that hangs, one of 50 MB: reported, and the good one is polled on."""
    async def headers(asked, writer):
        writer.write(b"HTTP/1.1 200 OK\r\n")
        while not writer.is_closing():
            writer.write(b"X-More: yes\r\n" * 500)
            await writer.drain()

    async def hang(asked, writer):
        await asyncio.Event().wait()

    server.routes |= {"/headers": headers, "/hang": hang, "/big": fixed(b"", Content_Length="50000000"),
                      "/html": fixed("<html><body>Hello</body></html>"), "/nothing": fixed(""), "/500": fixed("", status=500),
                      "/cut": fixed(head()[:20])}  # fmt: skip
    server.serve("/good", rss(item("T", "/t")))
    urls = [server.url(path) for path in server.routes]
    made = config(redis_server, urls, articles={"fetch": "never"}, polling={"per_host_concurrency": 10})
    async with scheduler(made):
        await until(lambda: server.count("/good") >= 3, 60)
        await until(lambda: redis_client.scard(KEYS.feeds_failing) == len(urls) - 1)
    states = [json.loads(redis_client.hget(name, "state")) for name in redis_client.scan_iter(KEYS.feed("*"))]
    reasons = {state["reason"] for state in states}
    named = {"headers_too_large", "timeout", "too_large", "web_page", "empty", "server_error"}
    assert named < reasons - {None}


async def test_feeds_follow_people_and_configuration(
    server: FeedServer, redis_server: str, redis_client: redis.Redis
) -> None:
    """A feed added in the store is polled within seconds, as is one that a reload brings; a removed one no more."""
    for name in ("one", "two", "three"):
        server.serve(f"/{name}", rss(item(name, f"/{name}/1")))
    made = config(redis_server, [server.url("/one")], articles={"fetch": "never"}, polling={"interval": "1s"})
    reload: asyncio.Queue[Config] = asyncio.Queue()
    client = redis.asyncio.Redis.from_url(redis_server)
    async with scheduler(made, reload=reload):
        await until(lambda: server.count("/one") >= 1)
        await RuntimeFeeds(client, KEYS).add(FeedConfig(url=server.url("/two")))
        await until(lambda: server.count("/two") >= 1)
        reload.put_nowait(config(redis_server, [], feeds_opml=["/no/such/file.opml"]))  # refused: all stays
        reload.put_nowait(config(redis_server, [server.url("/three")], articles={"fetch": "never"}))
        await until(lambda: server.count("/three") >= 1)
        await until(lambda: redis_client.hlen(KEYS.feeds_hosts) == 2)
    await client.aclose()


async def test_one_of_two_schedulers_beats(server: FeedServer, redis_server: str, redis_client: redis.Redis) -> None:
    """Two schedulers, one heartbeat."""
    listener = redis_client.pubsub(ignore_subscribe_messages=True)
    listener.subscribe(KEYS.heartbeat)
    server.serve("/feed", rss(item("T", "/t")))
    made = config(redis_server, [server.url("/feed")], articles={"fetch": "never"})
    async with scheduler(made), scheduler(made):
        await until(lambda: server.count("/feed") >= 2)
    beats = [message for message in (listener.get_message(timeout=0.2) for _ in range(6)) if message]
    assert len(beats) == 1
