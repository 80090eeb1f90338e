"""`monitor parse`, `monitor check` and `monitor feeds` as people call them."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import redis
from contract.feed_server import FeedServer, feed_server, fixed, item, rss

from monitor.cli import main
from monitor.storage.keys import Keys

KEYS = Keys()


@pytest.fixture
def server() -> Iterator[FeedServer]:
    """A feed server in a thread: the commands run their own event loops."""
    ready, stop, made = threading.Event(), asyncio.Event(), []
    loop = asyncio.new_event_loop()

    async def serve() -> None:
        async with feed_server() as serving:
            made.append(serving)
            ready.set()
            await stop.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    ready.wait(5)
    yield made[0]
    loop.call_soon_threadsafe(stop.set)
    thread.join(5)
    loop.close()


@pytest.fixture
def call(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    """Calls `monitor` with arguments; returns exit status, stdout, stderr."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(list(arguments))
        captured = capsys.readouterr()
        return int(ended.value.code or 0), captured.out, captured.err

    return run


def configure(tmp_path: Path, redis_server: str, *feeds: str, **extra: Any) -> None:
    """A config.yaml in the current folder."""
    sections = {"redis": {"url": redis_server}, "polling": {"allow_private_networks": True, "timeout": "2s"}}
    text = json.dumps({**sections, "feeds": [{"url": url} for url in feeds], **extra})
    (tmp_path / "config.yaml").write_text(text)


def test_parse_prints_an_object_a_file(tmp_path: Path, call: Any) -> None:
    """Entries of a good file, an error for a page and for a file that is not there; exit 1 for these."""
    (tmp_path / "good.xml").write_text(rss(item("Shells hit the town", "http://o.example/1", "g")))
    (tmp_path / "page.html").write_text("<html></html>")
    status, out, _ = call("parse", "good.xml")
    [good] = [json.loads(line) for line in out.splitlines()]
    assert (status, set(good)) == (0, {"file", "title", "entries", "warnings", "error"})
    assert set(good["entries"][0]) == {"id", "url", "title", "summary", "published", "updated", "author"}
    status, out, _ = call("parse", "good.xml", "page.html", "missing.xml")
    errors = [json.loads(line)["error"] for line in out.splitlines()]
    assert (status, errors[0], errors[1].split(":")[0]) == (1, None, "web_page")
    assert "cannot be read" in errors[2]


def test_check_lists_without_asking(tmp_path: Path, call: Any, redis_server: str) -> None:
    """Without --online nothing is fetched; a broken configuration is status 2."""
    configure(tmp_path, redis_server, "https://herald.example/feed")
    status, out, err = call("check")
    assert (status, "herald.example" in out, "valid" in err) == (0, True, True)
    (tmp_path / "config.yaml").write_text("feeds: [{uri: x}]")
    assert call("check")[0] == 2


@pytest.mark.parametrize(
    ("sink", "told"),
    [
        ({"name": "soc", "type": "webhook", "url": "https://soc.example", "secret": "whsec_no base64!"}, "sink soc: "),
        ({"name": "duty", "type": "email", "smtp_url": "smtps://mail.example", "from": "a@o.example", "to": ["b@o.example"], "ca_bundle": "gone.pem"}, "gone.pem: No such file"),
        ({"name": "duty", "type": "email", "smtp_url": "smtps://mail.example", "from": "a@o.example", "to": ["b@o.example"], "ca_bundle": "config.yaml"}, "sink duty: ca_bundle"),
        ({"name": "any", "type": "apprise", "url": "gossip://canary-31b"}, "Apprise does not know"),
    ],
)
def test_check_names_a_sink_that_cannot_be_used(tmp_path: Path, call: Any, redis_server: str, sink: dict[str, Any], told: str) -> None:
    """Before the first alert becomes a dead letter; one that is switched off is not looked at. Nothing is sent."""
    good = {"name": "chat", "type": "slack", "webhook_url": "https://chat.example/x"}
    configure(tmp_path, redis_server, "https://one.example/f", sinks=[good, sink])
    status, _, err = call("check")
    assert status == 1
    assert told in err
    assert "canary" not in err
    assert "1 feed, 0 watchlists, 2 sinks: 1 of the sinks cannot be used" in " ".join(err.split())
    configure(tmp_path, redis_server, "https://one.example/f", sinks=[good, {**sink, "enabled": False}])
    assert call("check")[0] == 0


def test_check_online_reports_each_feed(tmp_path: Path, call: Any, redis_server: str, server: FeedServer) -> None:
    """Items and newest of the good one, reason and advice of the bad ones, status 1."""
    good = server.serve("/good", rss(item("T", "/1"), item("U", "/2")))
    page = server.serve("/page", '<html><link rel=alternate type=application/rss+xml href=/good></html>')
    configure(tmp_path, redis_server, good, page, server.url("/none"))
    status, out, _ = call("check", "--online", "--json")
    rows = {row["url"]: row for row in map(json.loads, out.splitlines())}
    assert status == 1
    assert (rows[good]["ok"], rows[good]["items"], rows[page]["reason"]) == (True, 2, "web_page")
    assert good in rows[page]["advice"]
    assert rows[server.url("/none")]["reason"] == "not_found"
    configure(tmp_path, redis_server, good)
    status, out, err = call("check", "--online")
    assert (status, "just now" in out, "all feeds answer" in err) == (0, True, True)


def test_add_discovers_shows_and_keeps(
    tmp_path: Path, call: Any, redis_server: str, redis_client: redis.Redis, server: FeedServer
) -> None:
    """A page's address finds its feed, the last items are shown, it is listed, and can be removed again."""
    feed = server.serve("/rss", rss(item("Shells hit the town", "/1"), title="The Herald"))
    page = server.serve("/", '<html><link rel="alternate" type="application/rss+xml" href="/rss"></html>')
    configure(tmp_path, redis_server)
    status, _, err = call("feeds", "add", page, "--country", "GB", "--tag", "world", "--yes")
    assert (status, "Shells hit the town" in err, feed in err) == (0, True, True)
    [listed] = [json.loads(line) for line in call("feeds", "list", "--json")[1].splitlines()]
    assert (listed["url"], listed["name"], listed["country"], listed["tags"]) == (feed, "The Herald", "GB", ["world"])
    assert call("feeds", "remove", feed)[0] == 0
    assert call("feeds", "list", "--json")[1] == ""
    assert call("feeds", "remove", feed)[0] == 1


def test_add_finds_feeds_in_the_usual_places(
    tmp_path: Path, call: Any, redis_server: str, redis_client: redis.Redis, server: FeedServer
) -> None:
    """A page that names none: /feed and its like are tried; nothing at all is an error with advice."""
    configure(tmp_path, redis_server)
    page = server.serve("/news", "<html><body>News</body></html>")
    status, _, err = call("feeds", "add", page, "--yes")
    assert (status, "web_page" in err) == (1, True)
    server.serve("/rss.xml", rss(item("T", "/1")))
    assert call("feeds", "add", page, "--yes")[0] == 0
    assert call("feeds", "add", "ftp://x.example/")[0] == 2


def test_removing_a_configured_feed_is_remembered(
    tmp_path: Path, call: Any, redis_server: str, redis_client: redis.Redis
) -> None:
    """It is polled no more though config.yaml names it, and `add` brings it back."""
    configure(tmp_path, redis_server, "https://a.example/feed", "https://b.example/feed")
    assert "config.yaml" in call("feeds", "remove", "https://a.example/feed")[2]
    assert [json.loads(line)["url"] for line in call("feeds", "list", "--json")[1].splitlines()] == ["https://b.example/feed"]


def test_opml_in_and_out(tmp_path: Path, call: Any, redis_server: str, redis_client: redis.Redis) -> None:
    """What is exported can be imported; doubles are counted as there already; a broken file is an error."""
    configure(tmp_path, redis_server, "https://a.example/feed")
    (tmp_path / "in.opml").write_text('<opml version="2.0"><body><outline text="World"><outline text="B" '
                                      'xmlUrl="https://b.example/"/></outline></body></opml>')  # fmt: skip
    assert "1 feeds added, 0 were" in call("feeds", "import", "in.opml")[2]
    assert "0 feeds added, 1 were" in call("feeds", "import", "in.opml")[2]
    out = call("feeds", "export")[1]
    assert 'xmlUrl="https://a.example/feed"' in out
    assert '<outline text="World" title="World">' in out
    (tmp_path / "bad.opml").write_text("<rss/>")
    assert call("feeds", "import", "bad.opml")[0] == 1
    assert call("feeds", "import", "none.opml")[0] == 1


def test_health_puts_trouble_first(
    tmp_path: Path, call: Any, redis_server: str, redis_client: redis.Redis, server: FeedServer
) -> None:
    """A failing feed with its reason and advice; status 1 where there is one, 0 where all is well."""
    configure(tmp_path, redis_server, "https://a.example/feed", "https://b.example/feed")
    assert call("feeds", "health")[0] == 0
    from monitor.config.schema import FeedConfig

    feed_id = FeedConfig(url="https://b.example/feed").to_feed().id
    state = {"status": "failing", "reason": "dns", "failures": 3, "polls": 3}
    redis_client.hset(KEYS.feed(feed_id), "state", json.dumps(state))
    status, out, err = call("feeds", "health")
    assert (status, "does not resolve" in out, "1 of 2 feeds are well" in err) == (1, True, True)
    rows = [json.loads(line) for line in call("feeds", "health", "--json")[1].splitlines()]
    assert [(row["status"], row["failures"]) for row in rows] == [("failing", 3), ("waiting", 0)]


def test_without_a_store_lists_and_exports_still_work(tmp_path: Path, call: Any) -> None:
    """The configuration alone is listed; what needs the store says so."""
    (tmp_path / "config.yaml").write_text("feeds: [{url: 'https://a.example/feed', name: A}]")
    assert json.loads(call("feeds", "list", "--json")[1])["name"] == "A"
    assert "https://a.example/feed" in call("feeds", "export", "-")[1]
    status, _, err = call("feeds", "health")
    assert (status, "monitor run" in err) == (1, True)


def test_titles_cannot_write_to_the_terminal(
    tmp_path: Path, call: Any, redis_server: str, redis_client: redis.Redis, server: FeedServer
) -> None:
    """R59: escapes in a feed's title do not reach the screen."""
    server.routes["/f"] = fixed(rss(item("Red &amp;#27;[31m \x1b[2J alert", "/1"), title="Evil \x1b]0;pwned\x07"))
    configure(tmp_path, redis_server)
    status, out, err = call("feeds", "add", server.url("/f"), "--yes")
    assert status == 0
    assert "\x1b" not in out + err
