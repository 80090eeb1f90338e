"""Text from strangers made inert: markup, control characters, terminal escapes and direction overrides taken out.

What comes out is plain text. It still has to be escaped for wherever it is shown; it just cannot do anything by itself.
Cheaper than a sanitiser (no tree is built), and linear in the length of what comes in.
"""

from __future__ import annotations

import html
import re

from monitor.feeds.encoding import undone_twice

TITLE_LIMIT = 1_000
SUMMARY_LIMIT = 20_000
CONTENT_LIMIT = 300_000
"""Code points kept; longer texts are cut, with an ellipsis."""

_UNSEEN_ELEMENTS = re.compile(
    r"<(script|style|template|iframe|object|svg|noembed|head)\b[^<>]*>.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL
)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)|<!\[CDATA\[|\]\]>", re.DOTALL)
_BLOCK = re.compile(
    r"</?(?:p|div|br|li|ul|ol|h[1-6]|tr|table|blockquote|section|article|figure|figcaption|hr|dd|dt|pre)\b[^<>]*>",
    re.IGNORECASE,
)
# A quoted attribute may hold ">"; none may hold "<", so that no attempt to match runs past the next tag (linear time).
_TAG = re.compile(r"""<[/!?]?[a-zA-Z](?:"[^"<]*"|'[^'<]*'|[^<>"'])*>""")
_BROKEN_TAG = re.compile(r"<[/!?]?[a-zA-Z][^<>]*(?:>|\Z)")
_OPENING = re.compile(r"<[</!?]*+([a-zA-Z])?")
_ANSI = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?|\x1b[@-Z\\^_]")
# The one-byte forms (0x9B, 0x9D) are only dropped, not what follows: misread quotation marks hold them.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad"  # control characters but tab and line ends, soft hyphens
    "\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"  # direction marks, overrides and isolates, zero-width spaces
    "\ufeff\ufff9-\uffff\ud800-\udfff\U000e0000-\U000e0fff]"  # byte-order mark, non-characters, surrogates, tags
)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{1,8}){0,3}")
_SPACE = re.compile(r"\s+")
_BLANK = re.compile(r"[^\S\n]+")
_LINES = re.compile(r" ?\n[ \n]*")


def without_escapes(text: str) -> str:
    """`text` without terminal escape sequences, what they carry included."""
    return _ANSI.sub("", text) if "\x1b" in text else text


def inert(text: str) -> str:
    """`text` without terminal escapes, control characters and characters that reorder or hide others."""
    return _UNSAFE.sub("", without_escapes(text)) if not text.isascii() or not text.isprintable() else text


def without_markup(text: str) -> str:
    """`text` without tags, comments, scripts and styles; blocks end lines. Entities stay as they are."""
    if "<" not in text and "]]>" not in text:
        return text
    text = _UNSEEN_ELEMENTS.sub(" ", text)
    text = _BLOCK.sub("\n", _COMMENT.sub("", text))
    text = _BROKEN_TAG.sub("", _TAG.sub("", text))
    if _BROKEN_TAG.search(text):  # tags within tags: what stood around one that is gone has become one itself
        # Only the brackets go. To take tags off until none is left would be quadratic in how deep they are nested.
        text = _OPENING.sub(lambda opening: opening[1] or opening[0], text)
    return text


def plain_text(text: str, limit: int = CONTENT_LIMIT) -> str:
    """Markup as plain text with its line breaks: tags off, entities resolved once, all made inert, cut at `limit`.

    Feeds that escape twice are common, so tags that appear only after the entities are resolved go too. So do those
    that unseen characters kept apart: made inert is what markup is looked for in.
    """
    text = without_markup(inert(text[: limit * 4]))
    text = without_markup(inert(undone_twice(html.unescape(text))))
    return shortened(_LINES.sub("\n", _BLANK.sub(" ", text)).strip(), limit)


def one_line(text: str, limit: int = TITLE_LIMIT) -> str:
    """The same on one line: for titles, names and authors."""
    return shortened(_SPACE.sub(" ", plain_text(text, limit)).strip(), limit)


def shortened(text: str, limit: int) -> str:
    """`text`, or its first `limit` code points with an ellipsis as the last."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def language_code(text: str) -> str | None:
    """A language tag such as `en` or `pt-br`, in lower case; None for anything else."""
    code = text.strip().lower().replace("_", "-")
    return code if _LANGUAGE.fullmatch(code) else None
