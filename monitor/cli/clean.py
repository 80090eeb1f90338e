"""`monitor clean`: HTML pages in, article texts out."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime

import click

from monitor.articles.clean import Page, clean_page
from monitor.cli import config_option
from monitor.cli.batch import read_lines, run_batch
from monitor.detection.language import find_language
from monitor.domain.document import Document
from monitor.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class _PageIn:
    id: str
    url: str | None = None
    html: str | None = None
    html_base64: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _TextOut:
    id: str | None
    title: str | None = None
    text: str | None = None
    published: datetime | None = None
    author: str | None = None
    language: str | None = None
    error: str | None = None
    canonical_url: str | None = None
    paywalled: bool = False
    live: bool = False


@click.command("clean")
@click.argument("file", default="-")
@config_option
def clean_command(file: str, config_path: str | None) -> int:  # noqa: ARG001 - every command takes --config
    """Extract the article of each page in FILE (or standard input).

    Each line is {"id", "url", "html"} or {"id", "url", "html_base64"}; each answer is {"id", "title", "text",
    "published", "author", "language", "error"}, null where nothing was found; `error` says why there is no text. Exits
    with 1 where a line is no page at all.

    Example: monitor clean pages.jsonl > texts.jsonl
    """
    return run_batch(read_lines(file), _PageIn, _clean, failed=lambda id_, error: _TextOut(id=id_, error=error))


def _clean(page: _PageIn) -> _TextOut:
    found = clean_page(_html(page), url=page.url)
    return _TextOut(
        id=page.id,
        title=found.title or None,
        text=found.text or None,
        published=found.published,
        author=found.author,
        language=_language(page.id, found),
        error=found.error.value if found.error else None,
        canonical_url=found.canonical,
        paywalled=found.paywalled,
        live=found.live,
    )


def _language(id_: str, page: Page) -> str | None:
    """The language of the text itself: what pages declare is often their template's."""
    return find_language(Document(id=id_, title=page.title, text=page.text)) if page.text else page.language


def _html(page: _PageIn) -> bytes | str:
    if page.html is not None:
        return page.html
    if page.html_base64 is None:
        raise InputError("expected html or html_base64", subject=page.id)
    try:
        return base64.b64decode(page.html_base64, validate=True)
    except (binascii.Error, ValueError) as error:
        raise InputError(f"html_base64: {error}", subject=page.id) from error
