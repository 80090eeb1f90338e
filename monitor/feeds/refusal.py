"""What no parser should be given: entity bombs, external entities, trees without end, web pages, floods of items.

All checks are scans of the text, linear in its length; the parser behind them never sees what they refuse.
"""

from __future__ import annotations

import re
from enum import StrEnum

MAX_DEPTH = 200
"""Elements within each other; real feeds stay below 20, embedded XHTML below 60."""
MAX_ITEMS = 10_000
KEPT_ITEMS = 1_000
MAX_ENTITIES = 400
"""Declarations of simple entities; the HTML Latin-1, symbol and special sets have 253."""


class ParseReason(StrEnum):
    """Why a document gives no entries."""

    EMPTY = "empty"
    WEB_PAGE = "web_page"
    UNKNOWN_FORMAT = "unknown_format"
    BAD_JSON = "bad_json"
    ENTITY_BOMB = "entity_bomb"
    EXTERNAL_ENTITY = "external_entity"
    TOO_DEEP = "too_deep"
    TOO_LARGE = "too_large"
    TOO_MANY_ITEMS = "too_many_items"
    MALFORMED = "malformed"
    PARSE_TIMEOUT = "parse_timeout"


Refusal = tuple[ParseReason, str]

_ROOTS = frozenset({"rss", "rdf", "feed", "channel", "rss2"})
_PROLOGUE = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.IGNORECASE | re.DOTALL)
_ROOT = re.compile(r"<\s*(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|script|meta|title|div)\b", re.IGNORECASE)
_ENTITY = re.compile(r"<!ENTITY\s+(%\s+)?([^\s>]+)\s+(?:(SYSTEM|PUBLIC)\b|\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_HEAD = 200_000
_ITEM = re.compile(r"<(?:[A-Za-z]+:)?(?:item|entry)[\s>/]", re.IGNORECASE)
_DEPTH_TOKEN = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|<(/?)([A-Za-z_][\w:.-]*+)[^<>]*+>", re.DOTALL)
_VOID = frozenset(["br", "img", "hr", "input", "meta", "link", "area", "base", "col", "embed", "wbr", "p", "li"])


def refuse_xml(text: str) -> Refusal | None:
    """Why `text` is not to be parsed as an XML feed; None where nothing speaks against it."""
    start = _after_prologue(text)
    return (
        _refuse_entities(text[: max(start, 1)] if start else text[:_HEAD])
        or _refuse_root(text, start)
        or _refuse_size(text)
    )


def _after_prologue(text: str) -> int:
    position = 0
    while match := _PROLOGUE.match(text, position):
        position = match.end()
    return position


def _refuse_entities(head: str) -> Refusal | None:
    """Simple named characters pass (the parser resolves them); what refers to entities or to files does not."""
    declarations = _ENTITY.findall(head)
    for parameter, _name, outside, double, single in declarations:
        if outside and not parameter:
            return ParseReason.EXTERNAL_ENTITY, "an entity names a file or an address"
        if re.search(r"[&%](?!#|(?:amp|lt|gt|quot|apos);)\w", double or single):
            return ParseReason.ENTITY_BOMB, "an entity is made of other entities"
    if len(declarations) > MAX_ENTITIES:
        return ParseReason.ENTITY_BOMB, f"{len(declarations)} entities are declared"
    return None


def _refuse_root(text: str, start: int) -> Refusal | None:
    match = _ROOT.match(text, start)
    if match and match[1].lower() in _ROOTS:
        return None
    # Some servers print a warning before the document: a feed that begins within the first kilobytes is one.
    if re.search(r"<(?:rss|rdf:RDF|feed)[\s>]", text[start : start + 4_000]):
        return None
    if _HTML.search(text[start : start + 4_000]):
        return ParseReason.WEB_PAGE, "this is a web page, not a feed"
    if not text.strip():
        return ParseReason.EMPTY, "the document is empty"
    if match:
        return ParseReason.UNKNOWN_FORMAT, f"the root element <{match[1][:40]}> is no feed's"
    return ParseReason.UNKNOWN_FORMAT, "this is neither XML nor JSON"


def _refuse_size(text: str) -> Refusal | None:
    items = sum(1 for _ in _ITEM.finditer(text))
    if items > MAX_ITEMS:
        return ParseReason.TOO_MANY_ITEMS, f"{items} items, where {MAX_ITEMS} are allowed"
    if text.count("<") > MAX_DEPTH and _is_deep(text):
        return ParseReason.TOO_DEEP, f"elements within elements, more than {MAX_DEPTH} deep"
    return None


def _is_deep(text: str) -> bool:
    """Whether elements stand within each other beyond the limit, by tags opened and not closed (markup that HTML
    leaves open, and CDATA sections, aside)."""
    depth = 0
    for match in _DEPTH_TOKEN.finditer(text):
        name = match[2]
        if name is None or name.lower() in _VOID or text[match.end() - 2] == "/":
            continue
        depth = max(depth - 1, 0) if match[1] else depth + 1
        if depth > MAX_DEPTH:
            return True
    return False
