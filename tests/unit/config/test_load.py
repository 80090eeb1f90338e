"""config.yaml: what is right is taken, what is wrong is told with file, line, key and what was expected."""

from datetime import timedelta
from pathlib import Path

import pytest

from monitor.config.load import load_config, parse_config
from monitor.config.schema import Config
from monitor.errors import ConfigError

FILE = Path("/etc/monitor/config.yaml")
CANARY = "hunter2-canary"

BROKEN = {
    "unknown key": ("feeds:\n  - {url: https://a.example/f, intervall: 5m}\n", ["config.yaml:2: feeds[0].intervall: unknown key; did you mean interval?"]),
    "unknown section": ("poling: {}\n", ["config.yaml:1: poling: unknown key; did you mean polling?"]),
    "bad URL": ("feeds: [{url: ftp://a.example}]\n", ["config.yaml:1: feeds[0].url: expected a URL that begins with http:// or https://"]),
    "bad duration": ("polling:\n  interval: 5 parsecs\n", ["config.yaml:2: polling.interval: expected a duration such as 30s, 5m, 72h or 14d, found '5 parsecs'"]),
    "bad size": ("polling:\n  max_bytes: lots\n", ["config.yaml:2: polling.max_bytes: expected a size such as 500kB, 10MB or 2MiB, found 'lots'"]),
    "zero duration": ("polling: {timeout: 0s}\n", ["polling.timeout: expected a duration above zero"]),
    "bad country": ("feeds: [{url: https://a.example, country: GBR}]\n", ["feeds[0].country: expected an ISO 3166-1 alpha-2 country code such as GB, found 'GBR'"]),
    "unknown type of sink": ("sinks: [{name: s, type: slak, webhook_url: https://a}]\n", ["sinks[0]: unknown type: expected one of slack, email, webhook, apprise"]),
    "sink without type": ("sinks: [{name: s}]\n", ["sinks[0]: missing key type"]),
    "missing key": ("sinks: [{name: s, type: email, smtp_url: 'smtp://h', from: a@b.example}]\n", ["sinks[0].to: missing: this key is required"]),
    "unknown event type": ("watchlists: [{name: w, types: [sheling]}]\n", ["watchlists[0].types[0]: expected", "did you mean shelling?"]),
    "out of range": ("detection: {threshold: 3}\n", ["detection.threshold: expected less than or equal to 1, found 3"]),
    "neither auto nor a number": ("workers: {count: many}\n", ["workers.count: expected 'auto', or expected an integer"]),
    "not YAML": ("feeds: [\n", ["config.yaml:2: not valid YAML"]),
    "not a mapping": ("- a\n", ["config.yaml:1: expected keys such as feeds:"]),
    "key twice": ("polling: {}\npolling: {}\n", ["config.yaml:2: polling: given twice (first on line 1)"]),
    "environment variable": ("redis: {url: '${NO_SUCH}'}\n", ["config.yaml:1: redis.url: environment variable NO_SUCH is not set"]),
    "missing secret file": ("sinks: [{name: s, type: slack, webhook_url_file: /nowhere/x}]\n", ["sinks[0].webhook_url_file: cannot read /nowhere/x: No such file or directory"]),
    "secret and its file": ("sinks: [{name: s, type: slack, webhook_url: https://x, webhook_url_file: /x}]\n", ["given beside webhook_url: expected one of the two"]),
    "unknown watchlist": ("watchlists: [{name: iraq}]\nsinks: [{name: s, type: slack, webhook_url: https://x, watchlists: [irak]}]\n", ["config.yaml:2: sinks[0].watchlists: names watchlist 'irak', which is not defined; did you mean 'iraq'?"]),
    "feed twice": ("feeds:\n  - {url: https://a.example/f}\n  - {url: https://a.example/f}\n", ["config.yaml:3: feeds[1].url: the same url as feeds[0]"]),
    "name twice": ("watchlists: [{name: w}, {name: w}]\n", ["watchlists[1].name: the same name as watchlists[0]"]),
    "intervals crossed": ("polling: {min_interval: 2h, max_interval: 1h}\n", ["polling.min_interval: is above polling.max_interval"]),
    "place of nothing": ("watchlists: [{name: w, places: [{radius: 5km}]}]\n", ["watchlists[0].places[0]: expected a name, or lat and lon"]),
    "time of day": ("sinks: [{name: s, type: slack, webhook_url: https://x, quiet_hours: {start: 22:00, end: 25:00}}]\n", ["sinks[0].quiet_hours.end: expected text of the form"]),
    "time zone": ("sinks: [{name: s, type: slack, webhook_url: https://x, quiet_hours: {start: 22:00, end: 06:00, timezone: Mars}}]\n", ["quiet_hours.timezone: expected a time zone such as Europe/Berlin, found 'Mars'"]),
    "scheme of the store": (f"redis: {{url: 'mysql://u:{CANARY}@h'}}\n", ["redis.url: expected a URL that begins with redis://"]),
    "scheme of a mail server": (f"sinks: [{{name: s, type: email, smtp_url: 'http://{CANARY}', from: a, to: [b]}}]\n", ["sinks[0].smtp_url: expected a URL that begins with smtp://"]),
    "not built": ("web:\n  enabled: true\n", ["config.yaml:2: web.enabled: the web page is not built in this version"]),
    "alias": ("a: &x [1]\nfeeds: *x\n", ["config.yaml:2: not valid YAML: aliases (*name) are not supported"]),
    "secret of the wrong type": (f"sinks: [{{name: s, type: webhook, url: https://x, secret: [{CANARY}]}}]\n", ["sinks[0].secret: expected a string"]),
}


@pytest.mark.parametrize("name", BROKEN)
def test_each_fault_is_told_with_its_place(name: str) -> None:
    """One fault a configuration: its message names file, line, key and what was expected, and no secret."""
    text, expected = BROKEN[name]
    with pytest.raises(ConfigError) as caught:
        parse_config(text, file=FILE, environ={})
    for part in expected:
        assert part in str(caught.value)
    assert CANARY not in str(caught.value)
    assert len(caught.value.problems) == 1


def test_all_faults_come_at_once_in_the_order_of_lines() -> None:
    """A person repairs the whole file in one go."""
    with pytest.raises(ConfigError) as caught:
        parse_config("polling: {interval: x}\nworkers: {count: 0}\nfedes: []\n", file=FILE, environ={})
    assert [problem.split(":")[1] for problem in caught.value.problems] == ["1", "2", "3"]


def test_the_smallest_file_works() -> None:
    """`feeds: [{url}]` is a whole configuration; outlet and name come from the host."""
    config = parse_config("feeds: [{url: https://www.example.org/rss}]", file=FILE, environ={})
    feed = config.feeds[0].to_feed()
    assert (feed.outlet, feed.name, feed.owner, feed.interval) == ("example.org", "example.org", "example.org", None)
    assert config.polling.interval == timedelta(minutes=5)
    assert config.data_dir == Path("/etc/monitor/var")


def test_an_empty_file_is_the_defaults() -> None:
    """Comments alone are no fault."""
    assert parse_config("# nothing yet\n", file=FILE, environ={}).feeds == ()


def test_norway_and_ten_at_night_keep_their_meaning() -> None:
    """YAML 1.1 would read NO as false and 22:00 as 1320."""
    config = parse_config(
        "feeds: [{url: https://a.example, country: NO}]\n"
        "sinks: [{name: s, type: slack, webhook_url: https://x, quiet_hours: {start: 22:00, end: 06:30}}]\n",
        file=FILE,
        environ={},
    )
    quiet = config.sinks[0].quiet_hours
    assert config.feeds[0].country == "NO"
    assert quiet is not None
    assert (quiet.start, quiet.end) == ("22:00", "06:30")


def test_environment_fills_in_with_defaults_and_types() -> None:
    """${NAME}, ${NAME:-default} and $${literal}; a number stays a number."""
    config = parse_config(
        "workers: {count: '${N}'}\npolling: {user_agent: '${UA:-reader/1}'}\n"
        "sinks: [{name: s, type: webhook, url: https://x, secret: 'a$${b}'}]\n",
        file=FILE,
        environ={"N": "3"},
    )
    assert config.workers.count == 3
    assert config.polling.user_agent == "reader/1"
    assert config.sinks[0].secret.get_secret_value() == "a${b}"  # type: ignore[union-attr]


def test_a_secret_may_be_a_file(tmp_path: Path) -> None:
    """`secret_file` is read relative to the configuration, stripped, and shows in no dump."""
    (tmp_path / "secret").write_text(CANARY + "\n")
    config = parse_config(
        "sinks: [{name: s, type: webhook, url: https://x, secret_file: secret}]", file=tmp_path / "c.yaml", environ={}
    )
    assert config.sinks[0].secret.get_secret_value() == CANARY  # type: ignore[union-attr]
    assert CANARY not in repr(config) + config.model_dump_json() + str(config.model_dump())


def test_where_the_file_is_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Named path first, then $MONITOR_CONFIG, then ./config.yaml; batch commands do without."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "other.yaml").write_text("workers: {count: 2}")
    assert load_config(None, required=False, environ={}) == Config()
    assert load_config(None, environ={"MONITOR_CONFIG": str(tmp_path / "other.yaml")}).workers.count == 2
    assert load_config("other.yaml", environ={"MONITOR_CONFIG": "/nowhere"}).workers.count == 2
    (tmp_path / "config.yaml").write_text("workers: {count: 5}")
    assert load_config(None, required=False, environ={}).workers.count == 5


@pytest.mark.parametrize("required", [True, False])
def test_a_named_file_must_be_there(required: bool) -> None:
    """A mistyped path never means the defaults."""
    with pytest.raises(ConfigError, match=r"/nowhere/c\.yaml: cannot be read"):
        load_config("/nowhere/c.yaml", required=required, environ={})


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    """The line of the first bad byte is told."""
    (tmp_path / "c.yaml").write_bytes(b"feeds: []\n# \xff\n")
    with pytest.raises(ConfigError, match=r"c\.yaml:2: not UTF-8 text"):
        load_config(str(tmp_path / "c.yaml"))


def test_every_key_is_documented() -> None:
    """docs/configuration.md names each key of each section."""
    text = (Path(__file__).parents[3] / "docs/configuration.md").read_text()
    for section, field in Config.model_fields.items():
        assert section in text
        for key in getattr(field.annotation, "model_fields", {}):
            assert f"{section}.{key}" in text
