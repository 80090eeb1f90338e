"""Bytes of a feed to text: what it says of its encoding is weighed against what its bytes show.

Order: byte-order mark, UTF-16 by its zero bytes, valid UTF-8 with at least one character beyond ASCII (which other
encodings practically never are), the HTTP charset, the XML declaration, and at last UTF-8 with Windows-1252 standing in
for the bytes that are not valid: what a feed is that was pasted together from two sources.
"""

from __future__ import annotations

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_DECLARED = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_.:-]{1,40})[\"']", re.IGNORECASE)
_ALIASES = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252"}
# As browsers do: who says ISO-8859-1 and uses 0x80–0x9F means Windows-1252.
_ALIASES |= {"gb2312": "gb18030", "gbk": "gb18030", "iso-8859-9": "cp1254", "utf8": "utf-8", "ks_c_5601-1987": "cp949"}
_TWICE = re.compile("[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]")
_WIDE = ("utf-16", "utf-32", "ucs-2", "ucs-4", "utf16", "utf32")


def decode(data: bytes, content_type: str | None = None) -> tuple[str, str | None]:
    """The text of `data`, and a warning where what it says of its encoding is not what it is. Never raises."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _lenient(data[len(mark) :], name), None
    if wide := _zero_bytes(data):
        return _lenient(data, wide), f"decoded as {wide} without a byte-order mark"
    if not data.isascii():
        try:
            return data.decode(), None
        except UnicodeDecodeError:
            pass
    return _by_declaration(data, content_type)


def undone_twice(text: str) -> str:
    """`text`, or what it was before somebody read its UTF-8 as Windows-1252 and encoded that again ("donâ€™t").

    Only where every character beyond ASCII takes part, which text that is meant as it stands does not manage.
    """
    if text.isascii() or not _TWICE.search(text):
        return text
    try:
        return text.encode("cp1252", "monitor-c1").decode()
    except UnicodeError:
        return text


def _by_declaration(data: bytes, content_type: str | None) -> tuple[str, str | None]:
    declared = _declared(data)
    for name in (_http_charset(content_type), declared):
        if name and not name.startswith(_WIDE):
            try:
                return data.decode(_ALIASES.get(name, name)), None
            except (UnicodeError, LookupError):  # "undefined" and "idna" are codecs that raise errors of their own
                continue
    if data.isascii():
        return data.decode("ascii"), None
    return data.decode("utf-8", "monitor-cp1252"), f"invalid bytes for {declared or 'utf-8'}: read as windows-1252"


def _http_charset(content_type: str | None) -> str | None:
    match = _CHARSET.search(content_type or "")
    return match[1].lower() if match else None


def _declared(data: bytes) -> str | None:
    match = _DECLARED.match(data[:400])
    return match[1].decode("ascii").lower() if match else None


def _zero_bytes(data: bytes) -> str | None:
    head = data[:4]
    if head[:2] in (b"<\x00", b"{\x00") and head[2:] != b"\x00\x00":
        return "utf-16-le"
    return "utf-16-be" if head[:2] in (b"\x00<", b"\x00{") else None


def _lenient(data: bytes, name: str) -> str:
    return data.decode(name, "monitor-cp1252" if name == "utf-8" else "replace")


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


def _as_c1(error: UnicodeError) -> tuple[bytes, int]:
    """The five bytes that Windows-1252 leaves open stand for themselves."""
    assert isinstance(error, UnicodeEncodeError)
    characters = error.object[error.start : error.end]
    if any(not 0x80 <= ord(character) <= 0x9F for character in characters):
        raise error
    return characters.encode("latin-1"), error.end


codecs.register_error("monitor-cp1252", _as_cp1252)
codecs.register_error("monitor-c1", _as_c1)
