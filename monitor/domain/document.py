"""What detection reads: one news item as text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


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
