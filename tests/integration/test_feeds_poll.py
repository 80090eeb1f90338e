"""Polls against a server that behaves as feeds do, with a real store and a clock that the test moves."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from datetime import timedelta
from email.utils import format_datetime

import pytest
from contract.feed_server import Answer, FeedServer, conditional, feed_server, fixed, item, raw, redirect, rss
from contract.polling import DAY, START, Rig, rig

from monitor.config.schema import ArticlesConfig, FeedConfig
from monitor.domain.article import ReadyEntry
from monitor.domain.polling import FeedStatus, PollDisposition
from monitor.storage.codec import unpack

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


@pytest.fixture
async def server() -> AsyncIterator[FeedServer]:
    async with feed_server() as serving:
        yield serving


@pytest.fixture
async def polls(redis_server: str) -> AsyncIterator[Rig]:
    async with rig(redis_server) as made:
        yield made


def story(number: int, *, minutes_old: float = 5, text: str = "", guid: str | None = None) -> str:
    """An item on an attack that never was, with an address of its own."""
    at = START - timedelta(minutes=minutes_old)
    return item(f"Shells hit district {number} of the town", f"/story/{number}", guid or f"id-{number}", at, text)


def scripted(*answers: Answer) -> Answer:
    """One answer after the other; the last one stays."""
    turn = itertools.chain(answers[:-1], itertools.repeat(answers[-1]))

    async def answer(asked, writer):
        await next(turn)(asked, writer)

    return answer


async def test_new_items_become_entries_once(server: FeedServer, polls: Rig) -> None:
    """Three items are three ready entries with the feed's particulars; the same document again is nothing."""
    url = server.serve("/feed", rss(story(1), story(2), story(3)))
    [feed] = await polls.watch(FeedConfig(url=url, outlet="Herald", country="GB", tags=("world",)))
    [first] = await polls.poll()
    assert (first.disposition, first.changed, first.ready) == (PollDisposition.NEW_ENTRIES, 3, 3)
    [again] = await polls.poll_times(1)
    assert again.disposition is PollDisposition.UNCHANGED
    work = await polls.client.zrange(polls.keys.entries_work, 0, -1)
    payload = await polls.client.hget(polls.keys.entry(work[0].decode()), "payload")
    entry = unpack(payload, ReadyEntry)
    assert (entry.outlet, entry.country, entry.tags, entry.feed_id) == ("Herald", "GB", ("world",), feed.id)
    assert entry.url in {server.url(f"/story/{n}") for n in (1, 2, 3)}


async def test_validators_are_echoed_verbatim(server: FeedServer, polls: Rig) -> None:
    """ETag and Last-Modified come back byte for byte, odd ones too, and a 304 costs nothing downstream (R36)."""
    etag, modified = 'W/"a b;c"', "Sun, 06 Nov 1994 8:49:37 GMT+1"
    server.routes["/feed"] = conditional(lambda: rss(story(1)), etag, modified)
    [feed] = await polls.watch(FeedConfig(url=server.url("/feed")))
    await polls.poll()
    results = await polls.poll_times(3)
    assert [result.disposition for result in results] == [PollDisposition.NOT_MODIFIED] * 3
    assert {asked.headers.get("if-none-match") for asked in server.asked[1:]} == {etag}
    assert {asked.headers.get("if-modified-since") for asked in server.asked[1:]} == {modified}
    assert (await polls.state(feed)).etag == etag


async def test_body_counts_where_validators_lie(server: FeedServer, polls: Rig) -> None:
    """A repeated ETag over a changed body is read; a new ETag over the same body is stored and costs no parsing (R36)."""
    url = server.url("/feed")
    server.routes["/feed"] = scripted(
        fixed(rss(story(1)), ETag='"1"'), fixed(rss(story(2), story(1)), ETag='"1"'),
        fixed(rss(story(2), story(1)), ETag='"2"', Last_Modified="Sun, 22 Nov 2026 11:00:00 GMT"),
        fixed(rss(story(2), story(1)), Last_Modified="Sun, 22 Nov 2026 11:30:00 GMT"),
    )  # fmt: skip
    [feed] = await polls.watch(FeedConfig(url=url))
    found = [(await polls.poll_times(1))[0].disposition.value for _ in range(4)]
    assert found == ["new_entries", "new_entries", "unchanged", "unchanged"]
    state = await polls.state(feed)
    assert (state.etag, state.last_modified) == (None, "Sun, 22 Nov 2026 11:30:00 GMT")


async def test_requests_are_clean(server: FeedServer, polls: Rig) -> None:
    """Whatever the server sends: no cookie, no Referer, no query of our own, one User-Agent, one request a poll (R37)."""
    server.routes["/moved"] = fixed(rss(story(1)), Set_Cookie="id=1; Path=/", ETag='"x"')
    server.routes["/feed"] = fixed(b"", status=302, Location="/moved", Set_Cookie="id=2; Path=/")
    await polls.watch(FeedConfig(url=server.url("/feed")))
    await polls.poll_times(4)
    assert [asked.path for asked in server.asked] == ["/feed", "/moved"] * 4
    for asked in server.asked:
        assert not {"cookie", "referer", "authorization", "x-forwarded-for"} & set(asked.headers)
        assert asked.headers["user-agent"] == polls.polling.user_agent


async def test_headers_of_the_feed_stay_with_its_origin(server: FeedServer, polls: Rig) -> None:
    """A key in the configured headers goes to the feed's own origin, and never along a redirect to another."""
    async with feed_server() as other:
        other.serve("/feed", rss(story(1)))
        server.routes["/feed"] = redirect(other.url("/feed"))
        await polls.watch(FeedConfig(url=server.url("/feed"), headers={"X-Key": "secret"}))
        await polls.poll()
        assert server.asked[0].headers["x-key"] == "secret"
        assert "x-key" not in other.asked[0].headers


@pytest.mark.parametrize(
    ("value", "waits"),
    [
        ("1800", timedelta(minutes=30)),
        (format_datetime(START + timedelta(minutes=20), usegmt=True), timedelta(minutes=20)),
        ("99999999999999", timedelta(hours=24)),
        ("0", None),
        ("soon", None),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
async def test_retry_after_makes_the_host_wait(
    server: FeedServer, polls: Rig, status: int, value: str, waits: timedelta | None
) -> None:
    """429 and 503: seconds, a date, absurd, none; all feeds of the host wait, and 24 hours at most (R38)."""
    server.serve("/busy", "", status=status, Retry_After=value)
    server.serve("/other", rss(story(1)))
    await polls.watch(FeedConfig(url=server.url("/busy")), FeedConfig(url=server.url("/other")))
    [result] = await polls.poll()
    assert result.disposition is PollDisposition.RATE_LIMITED
    polls.clock.advance((waits or MINUTE) - timedelta(seconds=1))
    assert await polls.poll() == []
    assert server.count("/other") == 0
    for _ in range(4):
        await polls.poll_after(timedelta(seconds=1))
    assert (server.count("/other"), server.count("/busy")) == (1, 2 if waits else 1)


@pytest.mark.parametrize(("status", "moves"), [(301, True), (308, True), (302, False), (307, False)])
async def test_permanent_redirects_are_remembered_when_stable(
    server: FeedServer, polls: Rig, status: int, moves: bool
) -> None:
    """After three polls that a 301 or 308 led elsewhere the target is asked; a 302 or 307 is followed for ever (R39)."""
    server.serve("/new", rss(story(1)))
    server.routes["/old"] = redirect("/new", status)
    [feed] = await polls.watch(FeedConfig(url=server.url("/old")))
    await polls.poll_times(6)
    assert server.count("/old") == (3 if moves else 6)
    assert (await polls.state(feed)).moved_to == (server.url("/new") if moves else None)


async def test_a_remembered_redirect_that_dies_is_forgotten(server: FeedServer, polls: Rig) -> None:
    """When the new address fails twice, the configured one is asked again."""
    server.serve("/new", rss(story(1)))
    server.routes["/old"] = redirect("/new", 301)
    await polls.watch(FeedConfig(url=server.url("/old")))
    await polls.poll_times(4)
    server.routes["/new"] = fixed(b"", status=404)
    server.serve("/old", rss(story(1), story(2)))
    results = await polls.poll_times(3)
    assert [result.disposition.value for result in results] == ["failed", "failed", "new_entries"]


async def test_gone_retires_the_feed_over_restarts(server: FeedServer, polls: Rig) -> None:
    """410: one notice, no further request, not after a restart either; adding it anew asks again (R39)."""
    server.serve("/feed", "", status=410)
    feed = FeedConfig(url=server.url("/feed"))
    await polls.watch(feed)
    [result] = await polls.poll()
    assert (result.disposition, result.after.status) == (PollDisposition.GONE, FeedStatus.GONE)
    await polls.watch(feed)
    assert await polls.poll_after(30 * DAY) == []
    assert len(server.asked) == 1


async def test_missing_feed_backs_off_and_dies(server: FeedServer, polls: Rig) -> None:
    """404: the interval doubles to the longest; after a day the feed is dead and asked twice a day (R39)."""
    server.serve("/feed", "", status=404)
    [feed] = await polls.watch(FeedConfig(url=server.url("/feed")))
    results = await polls.poll_times(8)
    minutes = [round(result.next.delay / MINUTE) for result in results]
    assert minutes == [5, 10, 20, 40, 60, 60, 60, 60]
    while (await polls.state(feed)).status is not FeedStatus.DEAD:
        await polls.poll_times(1)
    assert polls.clock.now() - START < 26 * HOUR
    [last] = await polls.poll_times(1)
    assert last.next.delay == 12 * HOUR


async def test_a_web_page_changes_nothing(server: FeedServer, polls: Rig) -> None:
    """A challenge page with 200 and validators of its own: an error, the old validators and items stay (R35)."""
    page = "<!doctype html><html><head><link rel=alternate type=application/rss+xml href=/real></head><body>Hi</body></html>"
    server.routes["/feed"] = scripted(
        fixed(rss(story(1)), ETag='"good"'), fixed(page, ETag='"page"'), fixed(rss(story(1), story(2)), ETag='"good2"')
    )
    [feed] = await polls.watch(FeedConfig(url=server.url("/feed")))
    await polls.poll()
    [failed] = await polls.poll_times(1)
    assert (failed.disposition, failed.after.reason) == (PollDisposition.FAILED, "web_page")
    assert server.url("/real") in (failed.after.detail or "")
    assert (await polls.state(feed)).etag == '"good"'
    [healed] = await polls.poll_times(1)
    assert (healed.changed, server.asked[2].headers["if-none-match"]) == (1, '"good"')


async def test_ids_that_change_at_every_fetch(server: FeedServer, polls: Rig) -> None:
    """R52: ten polls, new guids (and for half of the items new addresses) each time: no second entry."""
    turn = itertools.count()

    def document() -> str:
        now = next(turn)
        return rss(
            *(item(f"Shells hit district {n} of the town", f"/story/{n}", f"{now}-{n}", START) for n in range(3)),
            *(item(f"Gunmen stormed checkpoint {n} near the border", f"/s/{now}/{n}", f"{now}-{n}x", START) for n in range(3)),
        )

    async def answer(asked, writer):
        await fixed(document())(asked, writer)

    server.routes["/feed"] = answer
    await polls.watch(FeedConfig(url=server.url("/feed")))
    results = await polls.poll_times(10)
    assert [result.changed for result in results] == [6] + [0] * 9
    assert len(await polls.entry_ids()) == 6


async def test_edited_story_is_looked_at_again(server: FeedServer, polls: Rig) -> None:
    """A changed headline or summary: the same entry with the next revision, at work again; a new date alone: nothing."""
    server.routes["/feed"] = scripted(
        fixed(rss(story(1, text="Three people died."))),
        fixed(rss(story(1, text="Five people died."))),
        fixed(rss(story(1, text="Five people died.", minutes_old=1))),
    )
    await polls.watch(FeedConfig(url=server.url("/feed")))
    await polls.poll()
    [entry_id] = await polls.entry_ids()
    await polls.client.zrem(polls.keys.entries_work, entry_id)
    await polls.client.hset(polls.keys.entry(entry_id), "state", "done")
    [edited] = await polls.poll_times(1)
    assert (edited.changed, await polls.entry_ids()) == (1, {entry_id})
    held = await polls.client.hmget(polls.keys.entry(entry_id), "revision", "state")
    assert held == [b"2", b"ready"]
    assert await polls.client.zscore(polls.keys.entries_work, entry_id) is not None
    [dated] = await polls.poll_times(1)
    assert dated.disposition is PollDisposition.NOTHING_NEW


async def test_two_feeds_of_one_outlet_share_an_article(server: FeedServer, polls: Rig) -> None:
    """One address in two feeds of an outlet is one entry; with tracking parameters too."""
    server.serve("/world", rss(item("Shells hit the town hall", "/story/1?utm_source=world", "a", START)))
    server.serve("/asia", rss(item("Shells hit the town hall", "/story/1?utm_source=asia", "b", START)))
    await polls.watch(
        FeedConfig(url=server.url("/world"), outlet="Herald"), FeedConfig(url=server.url("/asia"), outlet="Herald")
    )
    polls.clock.advance(MINUTE)
    assert sorted(result.changed for result in await polls.poll()) == [0, 1]


async def test_another_outlet_cannot_take_an_address(server: FeedServer, polls: Rig) -> None:
    """A feed that claims another outlet's address with another headline does not hide the real article."""
    server.serve("/forger", rss(item("Nothing at all happened today", server.url("/story/1"), "f", START)))
    server.serve("/herald", rss(item("Shells hit the town hall", "/story/1", "a", START)))
    await polls.watch(FeedConfig(url=server.url("/forger"), outlet="Forger"))
    await polls.poll()
    await polls.watch(FeedConfig(url=server.url("/herald"), outlet="Herald"))
    [result] = await polls.poll()
    assert result.changed == 1
    assert len(await polls.entry_ids()) == 2


async def test_first_poll_marks_the_backlog(server: FeedServer, polls: Rig) -> None:
    """At a feed's first poll items older than the grace are recorded as backlog, last in the queue; later ones are not."""
    server.routes["/feed"] = scripted(
        fixed(rss(story(1, minutes_old=10), story(2, minutes_old=60 * 24 * 3))),
        fixed(rss(story(3, minutes_old=60 * 24 * 2), story(1, minutes_old=10))),
    )
    await polls.watch(FeedConfig(url=server.url("/feed")))
    await polls.poll_times(2)
    work = [name.decode() for name in await polls.client.zrange(polls.keys.entries_work, 0, -1)]
    entries = [unpack(await polls.client.hget(polls.keys.entry(name), "payload"), ReadyEntry) for name in work]
    assert [(entry.title.split()[3], entry.backlog) for entry in entries] == [("1", False), ("3", False), ("2", True)]


async def test_entries_that_want_a_page_wait_for_it(server: FeedServer, redis_server: str) -> None:
    """With articles.fetch: always an entry is pending until a deadline, and the poll names it."""
    server.serve("/feed", rss(story(1)))
    async with rig(redis_server, articles=ArticlesConfig(fetch="always", max_wait=timedelta(seconds=10))) as polls:
        await polls.watch(FeedConfig(url=server.url("/feed")))
        [result] = await polls.poll()
        [(entry_id, deadline)] = await polls.client.zrange(polls.keys.entries_pending, 0, -1, withscores=True)
        assert [entry.id for entry in result.wanting_page] == [entry_id.decode()]
        assert deadline == (START.timestamp() + 10) * 1000


@pytest.mark.parametrize(
    ("extra", "headers", "expected", "reason"),
    [
        ("<ttl>30</ttl>", {}, 30, "feed_ttl"),
        ("<ttl>30</ttl>", {"Cache_Control": "public, max-age=2400"}, 40, "cache_headers"),
        ("", {"Cache_Control": "max-age=1200", "Age": "600"}, 10, "cache_headers"),
        ("", {"Cache_Control": "no-cache, max-age=1200"}, 5, "base_interval"),
        ("", {"Cache_Control": "max-age=31536000"}, 60, "cache_headers"),
        ("", {"Expires": format_datetime(START + 25 * MINUTE, usegmt=True)}, 25, "cache_headers"),
        ("", {"Expires": "0"}, 5, "base_interval"),
        ("<skipHours><hour>12</hour><hour>13</hour></skipHours>", {}, 120, "skip_times"),
        ("<skipDays><day>Sunday</day></skipDays>", {}, 720, "skip_times"),
        ("<ttl>1</ttl>", {}, 5, "base_interval"),
    ],
)
async def test_what_the_feed_asks_for_is_a_floor(
    server: FeedServer, polls: Rig, extra: str, headers: dict[str, str], expected: int, reason: str
) -> None:
    """ttl, max-age less Age, Expires, skipHours, skipDays: never sooner, never absurdly later (R40)."""
    server.serve("/feed", rss(story(1), extra=extra), **headers)
    await polls.watch(FeedConfig(url=server.url("/feed")))
    [result] = await polls.poll()
    assert (round(result.next.delay / MINUTE), result.next.reason.value) == (expected, reason)


async def test_own_interval_beats_what_the_feed_asks_for(server: FeedServer, polls: Rig) -> None:
    """CONTRACT's order: the interval of the configuration comes before ttl and cache headers."""
    server.serve("/feed", rss(story(1), extra="<ttl>30</ttl>"), Cache_Control="max-age=2400")
    await polls.watch(FeedConfig(url=server.url("/feed"), interval=timedelta(seconds=5)))
    [result] = await polls.poll()
    assert result.next.delay == timedelta(seconds=5)


async def test_counters_name_each_disposition_once(server: FeedServer, polls: Rig) -> None:
    """Each poll is counted under exactly one disposition."""
    server.serve("/ok", rss(story(1)))
    server.serve("/bad", "", status=500)
    await polls.watch(FeedConfig(url=server.url("/ok")), FeedConfig(url=server.url("/bad")))
    polls.clock.advance(MINUTE)
    await polls.poll()
    held = await polls.client.hgetall(polls.keys.counters("2026-11-22"))
    assert held == {b"feed.new_entries": b"1", b"feed.failed": b"1", b"entry.new": b"1"}


async def test_odd_bytes_in_headers_harm_nothing(server: FeedServer, polls: Rig) -> None:
    """Validators that are no text cannot be sent back and are left out; UTF-8 ones go back as they came."""
    raw_head = b'HTTP/1.1 200 OK\r\nConnection: close\r\nETag: "\xff\xfe"\r\nLast-Modified: caf\xc3\xa9\r\n\r\n'
    server.routes["/feed"] = raw(raw_head + rss(story(1)).encode())
    [feed] = await polls.watch(FeedConfig(url=server.url("/feed")))
    await polls.poll_times(2)
    state = await polls.state(feed)
    assert (state.etag, state.last_modified, state.polls) == (None, "café", 2)


async def test_redirect_with_spaces_is_followed(server: FeedServer, polls: Rig) -> None:
    """A Location that was never escaped leads there all the same."""
    server.serve("/new%20place/feed", rss(story(1)))
    server.routes["/feed"] = redirect("/new place/feed")
    await polls.watch(FeedConfig(url=server.url("/feed")))
    assert (await polls.poll())[0].changed == 1


@pytest.mark.parametrize(("mode", "wanted"), [("always", True), ("never", False), ("candidates", True)])
async def test_pages_by_configuration(server: FeedServer, redis_server: str, mode: str, wanted: bool) -> None:
    """always, never, and candidates (the rig's promise is high)."""
    server.serve("/feed", rss(story(1)))
    async with rig(redis_server, articles=ArticlesConfig(fetch=mode)) as polls:  # type: ignore[arg-type]
        await polls.watch(FeedConfig(url=server.url("/feed")))
        [result] = await polls.poll()
        assert (len(result.wanting_page), result.ready) == ((1, 0) if wanted else (0, 1))
