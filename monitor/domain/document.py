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


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLine:
    """A document as `monitor detect`, `explain` and `replay` read it: null stands for absent, further keys are let be.

    A time without a zone is taken as UTC. Raises ValueError for one that no news item has.
    """

    id: str
    title: str | None = None
    text: str | None = None
    summary: str | None = None
    published: datetime | None = None
    url: str | None = None
    outlet: str | None = None
    language: str | None = None
    country: str | None = None

    def __post_init__(self) -> None:
        moment = self.published
        if moment is None:
            return
        if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
            raise ValueError(f"published: expected a year from {_FIRST_YEAR} to {_LAST_YEAR}, found {moment.year}")
        object.__setattr__(self, "published", moment if moment.tzinfo else moment.replace(tzinfo=UTC))

    def to_document(self) -> Document:
        """The domain's document."""
        return Document(
            id=self.id,
            title=self.title or "",
            text=self.text or "",
            summary=self.summary,
            published=self.published,
            url=self.url,
            outlet=self.outlet,
            language=self.language,
            country=self.country,
        )
