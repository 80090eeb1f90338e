"""What detection reads: one news item as text, and how a line of JSON gives one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One news item. Offsets elsewhere are code points into `full_text`."""

    id: str
    title: str = ""
    text: str = ""
    summary: str | None = None
    published: datetime | None = None
    """Aware; None means that nothing is too old and weekdays stay unresolved."""
    url: str | None = None
    outlet: str | None = None
    language: str | None = None
    country: str | None = None
    """ISO 3166-1 alpha-2 of the outlet, where configured: a weak hint for ambiguous place names."""

    @property
    def body(self) -> str:
        """The text, or the summary where the text is empty."""
        return self.text or self.summary or ""

    @property
    def full_text(self) -> str:
        """Title, blank line, body: what every evidence offset counts into."""
        return f"{self.title}\n\n{self.body}"


_FIRST_YEAR, _LAST_YEAR = 1900, 2200
_NO_TIME = frozenset({"", "None", "null", "NaT", "nan"})
"""What exports of news archives write where an item has no time: met in real files, and no reason to lose the item."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLine:
    """A document as `monitor detect`, `explain` and `replay` read it: null stands for absent, further keys are let be.

    A time without a zone is taken as UTC. Raises ValueError for one that no news item has.
    """

    id: str
    title: str | None = None
    text: str | None = None
    summary: str | None = None
    published: str | None = None
    url: str | None = None
    outlet: str | None = None
    language: str | None = None
    country: str | None = None

    def __post_init__(self) -> None:
        moment = self.published_at
        if moment is not None and not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
            raise ValueError(f"published: expected a year from {_FIRST_YEAR} to {_LAST_YEAR}, found {moment.year}")

    @property
    def published_at(self) -> datetime | None:
        """The time of publication, aware; None where the line gives none. Raises ValueError where it is no time."""
        if self.published is None or self.published in _NO_TIME:
            return None
        try:
            moment = datetime.fromisoformat(self.published)
        except ValueError as error:
            raise ValueError(f"published: expected an RFC 3339 time, found {self.published[:40]!r}") from error
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

    def to_document(self) -> Document:
        """The domain's document."""
        return Document(
            id=self.id,
            title=self.title or "",
            text=self.text or "",
            summary=self.summary,
            published=self.published_at,
            url=self.url,
            outlet=self.outlet,
            language=self.language,
            country=self.country,
        )
