"""Section 5 of the contract: the example is taken as it stands, every key of it; what is wrong is told with its place."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from command_line import CommandLine

from monitor.config.load import load_config
from monitor.config.schema import EmailSink, SlackSink, WebhookSink

EXAMPLE = """
redis: {url: null}              # null = embedded
data_dir: ./var
polling: {interval: 5m, min_interval: 1m, max_interval: 1h, timeout: 20s, max_bytes: 10MB, per_host_concurrency: 2, user_agent: desk/1, allow_private_networks: false}
articles: {fetch: always, respect_robots: true, max_bytes: 5MB, timeout: 20s, max_wait: 10s}
detection: {threshold: 0.5, max_event_age: 72h}
incidents: {window: 72h}
workers: {count: auto}
feeds:
  - {url: https://herald.example/rss, name: Herald, outlet: The Herald, country: GB, language: en, owner: Herald Group, official: false, tags: [uk, world], interval: 2m, weight: 1.0, enabled: true, headers: {X-Key: secret}}
feeds_opml: [more/feeds.opml]
watchlists:
  - {name: baghdad, countries: [IQ], places: [{name: Baghdad, radius: 50km}], types: [shelling], min_severity: low, keywords: [embassy]}
sinks:
  - {name: ops-slack, type: slack, webhook_url: https://slack.example/x, watchlists: [baghdad], min_severity: moderate, kinds: [new, escalation], operator: true}
  - {name: duty, type: email, smtp_url: smtp://relay.example, from: m@herald.example, to: [duty@herald.example], digest: null}
  - {name: soc, type: webhook, url: https://soc.example/in, secret: whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw}
retention: {articles: 14d, incidents: 90d, alerts: 90d}
web: {enabled: false, listen: 127.0.0.1:8470}
"""
OPML = """<?xml version="1.0"?><opml version="2.0"><head/><body><outline text="Africa"><outline text="West">
<outline type="rss" text="Asle Post" xmlUrl="https://asle.example/feed"/></outline></outline></body></opml>"""


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """The contract's example with its blanks filled in, and the OPML file that it names, beside it."""
    place = tmp_path / "etc"
    (place / "more").mkdir(parents=True)
    (place / "more" / "feeds.opml").write_text(OPML)
    (place / "config.yaml").write_text(EXAMPLE)
    return place / "config.yaml"


def test_the_example_is_taken_key_for_key(example: Path) -> None:
    """Each value of it arrives, in our types."""
    config = load_config(str(example))
    assert config.redis.url is None
    assert config.data_dir == example.parent / "var"
    assert (config.polling.interval, config.polling.max_bytes) == (timedelta(minutes=5), 10_000_000)
    assert (config.articles.fetch, config.articles.max_wait) == ("always", timedelta(seconds=10))
    assert (config.detection.max_event_age, config.incidents.window) == (timedelta(hours=72), timedelta(hours=72))
    assert (config.workers.count, config.web.enabled, config.retention.articles) == ("auto", False, timedelta(days=14))
    feed = config.feeds[0].to_feed()
    assert (feed.outlet, feed.owner, feed.interval, feed.tags) == ("The Herald", "Herald Group", timedelta(minutes=2), ("uk", "world"))
    slack, email, webhook = config.sinks
    assert isinstance(slack, SlackSink)
    assert isinstance(email, EmailSink)
    assert isinstance(webhook, WebhookSink)
    assert (slack.operator, [kind.value for kind in slack.kinds], email.digest) == (True, ["new", "escalation"], None)
    assert config.watchlists[0].places[0].radius == 50.0


def test_the_smallest_file_works(monitor: CommandLine) -> None:
    """One feed with an address is a configuration."""
    Path("config.yaml").write_text("feeds: [{url: https://herald.example/rss}]")
    assert monitor("check").status == 0


def test_opml_files_are_read_beside_the_configuration_from_anywhere(example: Path, monitor: CommandLine) -> None:
    """The path is relative to the file that names it; folders become tags; all feed commands see the feeds."""
    feeds = {feed["url"]: feed for feed in monitor("feeds", "list", "--json", "--config", str(example)).lines}
    assert set(feeds) == {"https://herald.example/rss", "https://asle.example/feed"}
    assert feeds["https://asle.example/feed"]["tags"] == ["Africa", "West"]
    assert [line["outlet"] for line in monitor("check", "--json", "--config", str(example)).lines] == ["The Herald", "Asle Post"]
    assert "https://asle.example/feed" in monitor("feeds", "export", "-", "--config", str(example)).out


@pytest.mark.parametrize("content", [None, "", "<html/>", "<opml><body><outline"])
def test_opml_that_is_not_there_or_none_is_bad_configuration(content: str | None, monitor: CommandLine) -> None:
    """Status 2, and the file is named."""
    Path("config.yaml").write_text("feeds_opml: [feeds.opml]")
    if content is not None:
        Path("feeds.opml").write_text(content)
    told = monitor("check")
    assert told.status == 2
    assert "feeds.opml" in told.err
    assert told.out == ""


@pytest.mark.parametrize(
    "url",
    [
        "redis://h", "redis://:p@h:6379/2", "rediss://u:p@h:6380/0", "unix:///run/redis.sock", "unix:///run/redis.sock?db=3",
        "redis+sentinel://a:26379,b:26379/mymaster/0",
    ],
)  # fmt: skip
def test_addresses_of_stores(url: str, monitor: CommandLine) -> None:
    """All forms of the contract are taken; `doctor` finds no store there and says so without the password."""
    Path("config.yaml").write_text(f"redis: {{url: '{url}'}}")
    told = monitor("check")
    assert told.status == 0
    assert ":p@" not in told.out + told.err


def test_all_faults_come_at_once_with_line_key_and_expectation(monitor: CommandLine) -> None:
    """Three faults, three lines on stderr, in the order of the file; status 2 for whatever command."""
    Path("config.yaml").write_text("polling:\n  intervall: 5m\ndetection: {threshold: 7}\nfeeds:\n  - {url: gopher://x}\n")
    for command in (["check"], ["run"], ["status"], ["detect"], ["feeds", "list"], ["worker"]):
        told = monitor(*command)
        assert (told.status, told.out) == (2, "")
        assert ["config.yaml:2: polling.intervall" in told.err, "config.yaml:3: detection.threshold" in told.err] == [True, True]
        assert "did you mean interval?" in told.err
        assert "config.yaml:5: feeds[0].url: expected a URL" in told.err


def test_environment_and_secret_files(monitor: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    """`${NAME}`, `${NAME:-default}` and `key_file:`; none of the secrets is shown by `check`."""
    Path("hook").write_text("https://slack.example/t0ken\n")
    Path("config.yaml").write_text(
        "data_dir: ${PLACE:-elsewhere}\npolling: {user_agent: '${AGENT}'}\n"
        "sinks: [{name: s, type: slack, webhook_url_file: hook}]\n"
    )
    assert "AGENT is not set" in monitor("check").err
    monkeypatch.setenv("AGENT", "desk/1")
    config = load_config("config.yaml")
    assert (config.data_dir.name, config.polling.user_agent) == ("elsewhere", "desk/1")
    assert isinstance(config.sinks[0], SlackSink)
    assert config.sinks[0].webhook_url.get_secret_value() == "https://slack.example/t0ken"
    told = monitor("check")
    assert told.status == 0
    assert "t0ken" not in told.out + told.err + repr(config)


def test_schema_of_the_configuration_names_every_section(monitor: CommandLine) -> None:
    """`monitor schema config` is a JSON Schema that refuses unknown keys and knows the contract's."""
    schema = json.loads(monitor("schema", "config").out)
    sections = "redis data_dir polling articles detection incidents workers feeds feeds_opml watchlists sinks retention web"
    assert set(sections.split()) <= set(schema["properties"])
    assert schema["additionalProperties"] is False
    assert schema["$schema"].startswith("https://json-schema.org/")
