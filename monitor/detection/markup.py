"""Mark-up left in a feed's text, made blank without moving anything: offsets stay those of the document."""

from __future__ import annotations

import re
from dataclasses import replace

from monitor.domain.document import Document

_TAG = re.compile(r"<(?:[a-zA-Z/!][^<>]{0,2000})>")
_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9a-fA-F]{1,5}|[a-zA-Z]{2,8});")
_LINK = re.compile(r"https?://\S+")
_MEANING = {
    "&#8217;": "'", "&#8216;": "'", "&#039;": "'", "&#39;": "'", "&#x27;": "'", "&apos;": "'", "&rsquo;": "'",
    "&lsquo;": "'", "&#8220;": '"', "&#8221;": '"', "&quot;": '"', "&ldquo;": '"', "&rdquo;": '"', "&amp;": "&",
    "&#38;": "&", "&#8211;": "-", "&#8212;": "-", "&ndash;": "-", "&mdash;": "-", "&hellip;": "…", "&#8230;": "…",
}  # fmt: skip
_BLOCK = re.compile(r"</?(?:p|br|li|ul|ol|div|h\d|blockquote|tr|table)\b", re.IGNORECASE)


def without_markup(document: Document) -> Document:
    """The document with tags, links and entities blanked, each to as many code points as it had."""
    if not any(mark in document.body or mark in document.title for mark in ("<", "&", "://")):
        return document
    return replace(
        document,
        title=_blank(document.title).replace("\n", " "),
        text=_blank(document.text),
        summary=None if document.summary is None else _blank(document.summary),
    )


def _blank(text: str) -> str:
    text = _TAG.sub(_of_tag, text)
    text = _LINK.sub(lambda m: " " * len(m[0]), text)
    return _ENTITY.sub(_of_entity, text)


def _of_tag(match: re.Match[str]) -> str:
    """Spaces; where the tag ends a block also a line break, so that sentences do not run into each other."""
    size = len(match[0])
    return "\n\n" + " " * (size - 2) if size >= 3 and _BLOCK.match(match[0]) else " " * size


def _of_entity(match: re.Match[str]) -> str:
    return _MEANING.get(match[0], " ").ljust(len(match[0]))
