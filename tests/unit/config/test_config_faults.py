"""What a person may get wrong in config.yaml, key by key: each is told once, in words of the file, without secrets."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from monitor.config.load import load_config, parse_config
from monitor.config.schema import Config, EmailSink, FeedConfig
from monitor.errors import ConfigError

FILE = Path("/etc/monitor/config.yaml")
CANARY = "canary-2b9e"
SLACK = "sinks: [{{name: s, type: slack, webhook_url: 'https://x', {}}}]"
MAIL = "sinks: [{{name: m, type: email, smtp_url: 'smtp://h', {}}}]"
FEED = "feeds: [{{url: 'https://a.example/f', {}}}]"
PLACE = "watchlists: [{{name: w, places: [{{{}}}]}}]"


def problems(text: str) -> list[str]:
    """The faults of a configuration, without the file's folder."""
    with pytest.raises(ConfigError) as caught:
        parse_config(text, file=FILE, environ={})
    return [problem.removeprefix("/etc/monitor/config.yaml:") for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("polling: {max_bytes: 0}", "polling.max_bytes: expected greater than 0, found 0"),
        ("polling: {max_bytes: -5}", "polling.max_bytes: expected greater than 0, found -5"),
        ("polling: {per_host_concurrency: 0}", "polling.per_host_concurrency: expected greater than or equal to 1, found 0"),
        ("polling: {per_host_concurrency: 101}", "polling.per_host_concurrency: expected less than or equal to 100, found 101"),
        ("polling: {concurrency: 10001}", "polling.concurrency: expected less than or equal to 10000, found 10001"),
        ("polling: {user_agent: ''}", "polling.user_agent: expected some text, found ''"),
        ('polling: {user_agent: "a\\nX: y"}', "polling.user_agent: expected text of the form ^[\\x20-\\x7e]+$, found 'a\\nX: y'"),
        ("polling: {interval: -5m}", "polling.interval: expected a duration such as 30s, 5m, 72h or 14d, found '-5m'"),
        ("polling: {interval: 0}", "polling.interval: expected a duration above zero, found 0"),
        ("polling: {max_interval: 99999999999999d}", "polling.max_interval: expected a duration such as 30s, 5m, 72h or 14d, not one beyond"),
        ("polling: {allow_private_networks: perhaps}", "polling.allow_private_networks: expected a boolean"),
        ("articles: {fetch: sometimes}", "articles.fetch: expected 'always', 'candidates' or 'never', found 'sometimes'"),
        ("articles: {fetch: alway}", "found 'alway'; did you mean always?"),
        ("detection: {threshold: -0.1}", "detection.threshold: expected greater than or equal to 0, found -0.1"),
        ("detection: {threshold: nan}", "detection.threshold: expected less than or equal to 1, found 'nan'"),
        ("detection: {territories: {crimea: UKR}}", "detection.territories.crimea: expected an ISO 3166-1 alpha-2 country code such as GB, found 'UKR'"),
        ("detection: {severity: {toll: awful}}", "detection.severity.toll: expected 'info', 'low', 'moderate', 'high' or 'critical', found 'awful'"),
        ("workers: {count: 0}", "workers.count: expected 'auto', or expected greater than or equal to 1, found 0"),
        ("workers: {count: 257}", "workers.count: expected 'auto', or expected less than or equal to 256, found 257"),
        ("workers: {count: 1.5}", "workers.count: expected 'auto', or expected an integer"),
        ("logging: {level: INFO}", "logging.level: expected 'debug', 'info', 'warning' or 'error', found 'INFO'"),
        ("redis: {prefix: monitor}", "redis.prefix: expected text of the form"),
        ("redis: {prefix: 'a:b:'}", "redis.prefix: expected text of the form"),
        ("redis: {maxmemory: lots}", "redis.maxmemory: expected a size such as 500kB, 10MB or 2MiB, found 'lots'"),
        ("incidents: {cooldown: 0s}", "incidents.cooldown: expected a duration above zero"),
        ("retention: {alerts: never}", "retention.alerts: expected a duration such as"),
        ("polling:", "polling: expected keys with values, found None"),
        ("polling: [5m]", "polling: expected keys with values, found ['5m']"),
        ("feeds: 5", "feeds: expected a list, found 5"),
        ("feeds: {url: https://a.example}", "feeds: expected a list, found"),
        ("feeds: [https://a.example]", "feeds[0]: expected keys with values, found 'https://a.example'"),
        ("feeds_opml: feeds.opml", "feeds_opml: expected a list, found 'feeds.opml'"),
        ("feeds_opml: [7]", "feeds_opml[0]: expected a path, found 7"),
        ("sinks: [{name: a, type: slack, webhook_url: 'https://x'}, {name: a, type: slack, webhook_url: 'https://y'}]", "sinks[1].name: the same name as sinks[0]"),
        ("sinks: [slack]", "sinks[0]: expected keys with values, found 'slack'"),
    ],
)  # fmt: skip
def test_limits_and_kinds_of_each_section(text: str, told: str) -> None:
    """One value too far, or of another kind: one fault, at its key, with what was expected."""
    (found,) = problems(text)
    assert told in found


@pytest.mark.parametrize(
    ("inside", "told"),
    [
        ("weight: 11", "feeds[0].weight: expected less than or equal to 10, found 11"),
        ("weight: -1", "feeds[0].weight: expected greater than or equal to 0, found -1"),
        ("weight: nan", "feeds[0].weight: expected less than or equal to 10, found 'nan'"),
        ("language: EN", "feeds[0].language: expected text of the form"),
        ("language: english", "feeds[0].language: expected text of the form"),
        ("country: G", "feeds[0].country: expected an ISO 3166-1"),
        ("country: G1", "feeds[0].country: expected an ISO 3166-1"),
        ("country: ГБ", "feeds[0].country: expected an ISO 3166-1"),
        ("interval: 0s", "feeds[0].interval: expected a duration above zero"),
        ("tags: uk", "feeds[0].tags: expected a list, found 'uk'"),
        ("enabled: maybe", "feeds[0].enabled: expected a boolean"),
        ("official: 2", "feeds[0].official: expected a boolean"),
        ("wieght: 1", "feeds[0].wieght: unknown key; did you mean weight?"),
        ("zzz: 1", "feeds[0].zzz: unknown key; expected one of country, enabled, headers,"),
    ],
)
def test_limits_of_a_feed(inside: str, told: str) -> None:
    """The same for what stands with a feed."""
    (found,) = problems(FEED.format(inside))
    assert told in found


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("ftp://a.example", "begins with http:// or https://"), ("a.example/feed", "begins with http:// or https://"), ("", "begins with"),
        ("file:///etc/passwd", "begins with"), ("https://", "expected a URL with a host"), ("https:///feed", "expected a URL with a host"),
        ("https://[::1/feed", "expected a URL with a host"), ("http://?x", "expected a URL with a host"), ("https://user@/f", "expected a URL with a host"),
    ],
)  # fmt: skip
def test_addresses_that_lead_nowhere(url: str, told: str) -> None:
    """An address without a host would only fail at its first poll."""
    (found,) = problems(f"feeds: [{{url: '{url}'}}]")
    assert found.startswith("1: feeds[0].url: ")
    assert told in found


@pytest.mark.parametrize(
    ("inside", "told"),
    [
        ("lat: 91, lon: 0", "places[0].lat: expected less than or equal to 90, found 91"),
        ("lat: 0, lon: -181", "places[0].lon: expected greater than or equal to -180, found -181"),
        ("lat: nan, lon: 0", "places[0].lat: expected less than or equal to 90"),
        ("lat: 1", "places[0]: expected a name, or lat and lon"),
        ("lon: 1", "places[0]: expected a name, or lat and lon"),
        ("name: X, radius: 0km", "places[0].radius: expected greater than 0, found '0km'"),
        ("name: X, radius: '50'", "places[0].radius: expected a distance such as 50km or 30mi, found '50'"),
        ("name: X, radius: 1e999", "places[0].radius: expected a finite number, found inf"),
        ("name: X, radius: -1", "places[0].radius: expected greater than 0, found -1"),
    ],
)
def test_limits_of_a_watched_place(inside: str, told: str) -> None:
    """Coordinates on the globe, a radius that is a length: an endless one would match the whole world."""
    (found,) = problems(PLACE.format(inside))
    assert told in found


@pytest.mark.parametrize("name", ["''", "'a:b'", "' '", "'-a'", "'*'", "'ä'", '"a\\nb"', "x" * 101])
def test_names_that_would_not_do_in_keys(name: str) -> None:
    """Names stand in Redis channels: no colon, no star, no line break, a hundred characters at most."""
    (found,) = problems(f"watchlists: [{{name: {name}}}]")
    assert "watchlists[0].name: " in found


@pytest.mark.parametrize("name", ["a", "Port-au-Prince", "red sea_2.0", "0", "x" * 100])
def test_names_that_do(name: str) -> None:
    """Letters, digits, spaces, dots, dashes and underscores, to the hundredth character."""
    assert parse_config(f"watchlists: [{{name: '{name}'}}]", file=FILE, environ={}).watchlists[0].name == name


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (SLACK.format("rate_cap: {count: 0}"), "sinks[0].rate_cap.count: expected greater than or equal to 1, found 0"),
        (SLACK.format("rate_cap: {count: 1, per: 0s}"), "sinks[0].rate_cap.per: expected a duration above zero"),
        (SLACK.format("rate_cap: {per: 1h}"), "sinks[0].rate_cap.count: missing: this key is required"),
        (SLACK.format("quiet_hours: {start: 24:00, end: 06:00}"), "sinks[0].quiet_hours.start: expected text of the form"),
        (SLACK.format("quiet_hours: {start: 9:00, end: 10:00}"), "sinks[0].quiet_hours.start: expected text of the form"),
        (SLACK.format("quiet_hours: {start: 22:00}"), "sinks[0].quiet_hours.end: missing: this key is required"),
        (SLACK.format("quiet_hours: {start: 22:00, end: 06:00, days: [monday]}"), "days[0]: expected 'mon', 'tue'"),
        (SLACK.format("quiet_hours: {start: 22:00, end: 06:00, timezone: ../etc/passwd}"), "timezone: expected a time zone such as Europe/Berlin"),
        (SLACK.format("kinds: [nw]"), "sinks[0].kinds[0]: expected 'new', 'update', 'escalation' or 'correction', found 'nw'; did you mean new?"),
        (SLACK.format("min_severity: hihg"), "sinks[0].min_severity: expected"),
        (SLACK.format("concurrency: 0"), "sinks[0].concurrency: expected greater than or equal to 1"),
        (SLACK.format("watchlists: [nope]"), "sinks[0].watchlists: names watchlist 'nope', which is not defined"),
        (SLACK.format("to: [a@b.example]"), "sinks[0].to: unknown key here: it belongs to another type of sink"),
        (SLACK.format("webhok_url: x"), "sinks[0].webhok_url: unknown key; did you mean webhook_url?"),
        (MAIL.format("from: a@b.example, to: []"), "sinks[0].to: expected at least one entry, found []"),
        (MAIL.format("from: a@b.example, to: a@b.example"), "sinks[0].to: expected a list"),
        (MAIL.format("from: nobody, to: [a@b.example]"), "sinks[0].from: expected an e-mail address such as duty@example.org"),
        (MAIL.format("from: a@b.example, to: [a@b.example, '@b.example']"), "sinks[0].to[1]: expected an e-mail address"),
        (MAIL.format("from: a@b.example, to: [a@]"), "sinks[0].to[0]: expected an e-mail address"),
        (MAIL.format('from: "a@b.example\\nBcc: x@y.example", to: [a@b.example]'), "sinks[0].from: expected an e-mail address"),
        (MAIL.format('from: a@b.example, to: ["a@b.example\\r\\nBcc: x@y"]'), "sinks[0].to[0]: expected an e-mail address"),
        (MAIL.format("to: [a@b.example]"), "sinks[0].from: missing: this key is required"),
        ("sinks: [{name: w, type: webhook}]", "sinks[0].url: missing: this key is required"),
        ("sinks: [{type: slack, webhook_url: 'https://x'}]", "sinks[0].name: missing: this key is required"),
        ("sinks: [{name: w, type: webhook, url: 'hooks.example/x'}]", "sinks[0].url: expected a URL that begins with https://, http://"),
        ("sinks: [{name: w, type: slack, webhook_url: 'smtp://x'}]", "sinks[0].webhook_url: expected a URL that begins with https://, http://"),
    ],
)  # fmt: skip
def test_limits_of_a_sink(text: str, told: str) -> None:
    """Caps, quiet hours, kinds, addresses; a key of another type of sink is said to be that."""
    (found,) = problems(text)
    assert told in found


@pytest.mark.parametrize("sender", ["a@b.example", "Desk <a@b.example>", '"Desk, night" <a.b+c@d.example>'])
def test_addresses_of_people_that_do(sender: str) -> None:
    """With and without a name before them."""
    sink = parse_config(MAIL.format(f"from: '{sender}', to: [a@b.example]"), file=FILE, environ={}).sinks[0]
    assert isinstance(sink, EmailSink)
    assert sink.sender == sender


@pytest.mark.parametrize(
    "text",
    [
        f"redis: {{url: [{CANARY}]}}",
        f"sinks: [{{name: s, type: slack, webhook_url: {{a: {CANARY}}}}}]",
        f"sinks: [{{name: s, type: slack, webhook_url: '{CANARY}'}}]",
        f"sinks: [{{name: w, type: webhook, url: 'https://x', secrets: {CANARY}}}]",
        f"sinks: [{{name: w, type: webhook, url: 'https://x', headers: [{CANARY}]}}]",
        f"sinks: [{{name: m, type: email, smtp_url: '{CANARY}', from: a@b.example, to: [a@b.example]}}]",
        f"feeds: [{{url: 'https://a.example', headers: {{X-Key: [{CANARY}]}}}}]",
        f"feeds: [{{url: 'ftp://user:{CANARY}@a.example'}}]",
        f"sinks: [{{name: a, type: apprise, url: [{CANARY}]}}]",
    ],
)
def test_no_fault_shows_what_may_be_a_secret(text: str) -> None:
    """Wherever a password, token or address with credentials may stand, the value is not repeated."""
    (found,) = problems(text)
    assert CANARY not in found


def test_a_long_value_is_cut_in_its_fault() -> None:
    """A page pasted into the wrong place does not fill the terminal."""
    (found,) = problems(f"polling: {{interval: '{'z' * 5000}'}}")
    assert len(found) < 200
    assert found.endswith("…")


def test_faults_of_reading_and_of_meaning_come_together() -> None:
    """A variable that is not set is one fault, not two, and hides no other fault; lines are in order."""
    found = problems("detection: {threshold: 7}\nredis: {url: '${GONE}'}\nfeeds:\n  - {url: 'ftp://x'}\nworkers: {}\nworkers: {}\n")
    assert [line.split(": ")[0] for line in found] == ["1", "2", "4", "6"]
    assert "environment variable GONE is not set" in found[1]


def test_two_feeds_twice_and_intervals_are_all_told() -> None:
    """Faults between keys come all at once too."""
    text = "polling: {min_interval: 2h}\nfeeds:\n" + "".join(f"  - {{url: 'https://{host}.example'}}\n" for host in "abab")
    assert [line.split(": ", 1)[1] for line in problems(text)] == [
        "polling.min_interval: is above polling.max_interval",
        "feeds[2].url: the same url as feeds[0]",
        "feeds[3].url: the same url as feeds[1]",
    ]


@pytest.mark.parametrize(("least", "most", "right"), [("1h", "1h", True), ("61m", "1h", False)])
def test_intervals_may_be_equal(least: str, most: str, right: bool) -> None:
    """The bound itself is allowed."""
    text = f"polling: {{min_interval: {least}, max_interval: {most}}}"
    assert (parse_config(text, file=FILE, environ={}) is not None) if right else problems(text)


def test_relative_paths_are_beside_the_file_and_home_is_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """data_dir, OPML files and certificates; absolute ones stay, `~` is the home of whoever runs it."""
    monkeypatch.setenv("HOME", "/home/desk")
    config = parse_config(
        "data_dir: ~/news\nfeeds_opml: [a.opml, /b.opml, ~/c.opml]\n"
        "sinks: [{name: m, type: email, smtp_url: 'smtp://h', from: a@b.example, to: [a@b.example], ca_bundle: ca.pem}]\n",
        file=FILE,
        environ={},
    )
    assert config.data_dir == Path("/home/desk/news")
    assert config.feeds_opml == (Path("/etc/monitor/a.opml"), Path("/b.opml"), Path("/home/desk/c.opml"))
    sink = config.sinks[0]
    assert isinstance(sink, EmailSink)
    assert sink.ca_bundle == Path("/etc/monitor/ca.pem")


@pytest.mark.parametrize(
    ("given", "name", "outlet", "owner"),
    [
        ({"url": "https://www.a.example/f"}, "a.example", "a.example", "a.example"),
        ({"url": "https://user:pw@a.example:8080/f"}, "a.example:8080", "a.example:8080", "a.example:8080"),
        ({"url": "https://a.example/f", "name": "N"}, "N", "N", "N"),
        ({"url": "https://a.example/f", "outlet": "O"}, "O", "O", "O"),
        ({"url": "https://a.example/f", "name": "N", "outlet": "O"}, "N", "O", "O"),
        ({"url": "https://a.example/f", "name": "N", "outlet": "O", "owner": "W"}, "N", "O", "W"),
    ],
)
def test_what_stands_in_for_a_feeds_missing_names(given: dict[str, str], name: str, outlet: str, owner: str) -> None:
    """Outlet for name and owner, name for outlet, host for both; never the credentials."""
    feed = FeedConfig.model_validate(given).to_feed()
    assert (feed.name, feed.outlet, feed.owner) == (name, outlet, owner)


def test_a_feed_is_known_by_its_address_alone() -> None:
    """Renaming an outlet keeps what is known of its items; another address is another feed."""
    one, renamed, other = (FeedConfig(url=url, name=name).to_feed() for url, name in [("https://a.example/f", "A"), ("https://a.example/f", "B"), ("https://a.example/g", "A")])
    assert one.id == renamed.id != other.id


def test_countries_are_written_large_and_spaces_go() -> None:
    """`gb ` is GB."""
    config = parse_config(FEED.format("country: gb, name: '  Herald '"), file=FILE, environ={})
    assert (config.feeds[0].country, config.feeds[0].name) == ("GB", "Herald")


def test_a_configuration_cannot_be_changed() -> None:
    """Roles share it; a new one is read, not the old one altered."""
    with pytest.raises(ValueError, match="frozen"):
        Config().data_dir = Path("/tmp")  # type: ignore[misc]


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    """As editors on Windows write it; line ends of there as well."""
    (tmp_path / "c.yaml").write_bytes(b"\xef\xbb\xbfpolling:\r\n  interval: 7m\r\n")
    assert load_config(str(tmp_path / "c.yaml")).polling.interval == timedelta(minutes=7)


def test_an_empty_variable_names_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """MONITOR_CONFIG="" is as if it were not set."""
    monkeypatch.chdir(tmp_path)
    assert load_config(None, required=False, environ={"MONITOR_CONFIG": ""}) == Config()
    with pytest.raises(ConfigError, match=r"config\.yaml: cannot be read: No such file"):
        load_config(None, environ={"MONITOR_CONFIG": ""})


def test_a_broken_file_is_never_taken_for_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands that do without a configuration refuse a faulty one all the same."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config.yaml").write_text("workers: {count: 0}")
    with pytest.raises(ConfigError, match=r"config\.yaml:1: workers\.count"):
        load_config(None, required=False, environ={})
