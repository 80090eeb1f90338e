"""Bytes to text: who is believed about an encoding, in which order, and that nothing a feed says raises."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.feeds.encoding import decode, undone_twice

DECLARED = '<?xml version="1.0" encoding="{}"?><t>{}</t>'
CAFE = "<t>café — “naïve”</t>"

ORDER = [
    ("a mark outranks the header", codecs.BOM_UTF8 + CAFE.encode(), "text/xml; charset=iso-8859-1", CAFE),
    ("a mark outranks the declaration", codecs.BOM_UTF16_LE + CAFE.encode("utf-16-le"), None, CAFE),
    ("big-endian by its mark", codecs.BOM_UTF16_BE + CAFE.encode("utf-16-be"), "text/xml; charset=utf-8", CAFE),
    ("four bytes a letter are not two", codecs.BOM_UTF32_LE + CAFE.encode("utf-32-le"), None, CAFE),
    ("four bytes, big end first", codecs.BOM_UTF32_BE + CAFE.encode("utf-32-be"), None, CAFE),
    ("UTF-8 outranks the header", CAFE.encode(), "text/xml; charset=iso-8859-1", CAFE),
    ("the header where it is no UTF-8", "<t>łódź</t>".encode("iso-8859-2"), "text/xml; charset=ISO-8859-2", "<t>łódź</t>"),
    ("a quoted header", "<t>мир</t>".encode("koi8-r"), 'text/xml; charset="koi8-r"', "<t>мир</t>"),
    ("ISO-8859-1 is read as browsers do", "<t>“x”</t>".encode("cp1252"), "text/xml; charset=ISO-8859-1", "<t>“x”</t>"),
    ("us-ascii is a wish, too", "<t>é</t>".encode("cp1252"), "text/xml; charset=us-ascii", "<t>é</t>"),
    ("Turkish by its old name", "<t>şı</t>".encode("cp1254"), "text/xml; charset=iso-8859-9", "<t>şı</t>"),
    ("Chinese by its small set", "<t>鿿龥</t>".encode("gb18030"), "text/xml; charset=gb2312", "<t>鿿龥</t>"),
    ("Korean", "<t>한국</t>".encode("cp949"), "text/xml; charset=ks_c_5601-1987", "<t>한국</t>"),
    ("a declaration alone", DECLARED.format("koi8-r", "мир").encode("koi8-r"), None, DECLARED.format("koi8-r", "мир")),
    (
        "the header over the declaration",
        DECLARED.format("iso-8859-5", "мир").encode("koi8-r"), "text/xml; charset=koi8-r",
        DECLARED.format("iso-8859-5", "мир"),
    ),
    (
        "an unknown header, then the declaration",
        DECLARED.format("koi8-r", "мир").encode("koi8-r"), "text/xml; charset=x-none",
        DECLARED.format("koi8-r", "мир"),
    ),
    (
        "a wide one that one byte a letter refutes",
        DECLARED.format("utf-16", "plain").encode(), None, DECLARED.format("utf-16", "plain"),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("data", "content_type", "text"), [case[1:] for case in ORDER], ids=[case[0] for case in ORDER])
def test_who_is_believed(data: bytes, content_type: str | None, text: str) -> None:
    """Mark, zero bytes, valid UTF-8, header, declaration: in that order, without a warning."""
    assert decode(data, content_type) == (text, None)


@pytest.mark.parametrize(("name", "mark"), [("utf-16-le", "<t/>"), ("utf-16-be", "<t/>"), ("utf-16-le", '{"a":1}'), ("utf-16-be", '{"a":1}')])
def test_utf_16_without_a_mark_shows_by_its_zeros(name: str, mark: str) -> None:
    """An XML or JSON document in UTF-16 is read, and the missing mark is told."""
    text, warning = decode(mark.encode(name))
    assert text == mark
    assert warning is not None
    assert name in warning


ODD_CODECS = [
    "undefined", "idna", "punycode", "hex", "base64", "zlib", "bz2", "rot13", "uu", "quopri", "utf-16", "utf-32", "ucs-2",
    "mbcs", "oem", "..", "a.b", "none", "unicode_internal", "string_escape", "x" * 40,
]  # fmt: skip


@pytest.mark.parametrize("charset", ODD_CODECS)
@pytest.mark.parametrize("data", [b"<t>plain</t>", b"<t>caf\xe9</t>", b"xn--\\u.xn--a-\xff", b""], ids=["ascii", "latin", "odd", "empty"])
def test_no_name_of_an_encoding_raises(charset: str, data: bytes) -> None:
    """Python's codecs raise more than UnicodeDecodeError: "undefined" (met in real headers), "idna", "punycode"."""
    for content_type, document in ((f"text/xml; charset={charset}", data), (None, DECLARED.format(charset, "").encode() + data)):
        text, _ = decode(document, content_type)
        assert text.isascii() == document.isascii()


def test_pasted_bytes_are_told_by_the_declared_name() -> None:
    """What is neither UTF-8 nor what it says is read byte by byte, and the warning names what it said."""
    text, warning = decode(b'<?xml version="1.0" encoding="ascii-not"?>caf\xc3\xa9 caf\xe9 \x93x\x94')
    assert text.endswith("café café “x”")
    assert warning == "invalid bytes for ascii-not: read as windows-1252"


def test_a_declaration_far_inside_is_none() -> None:
    """Only the first bytes declare; an article on encodings does not."""
    data = b"<t>" + b"x" * 500 + b'<?xml encoding="koi8-r"?>\xed\xc9\xd2</t>'
    assert decode(data)[0].endswith("íÉÒ</t>")


@given(data=st.binary(max_size=300), charset=st.none() | st.sampled_from(["utf-8", "koi8-r", "undefined", "utf-16", "idna"]))
def test_any_bytes_give_text(data: bytes, charset: str | None) -> None:
    """Law: decoding is total."""
    text, warning = decode(data, f"text/xml; charset={charset}" if charset else None)
    assert isinstance(text, str)
    assert warning is None or warning


@given(text=st.text(st.characters(exclude_categories=["Cs"], min_codepoint=0xA0, max_codepoint=0x17F), min_size=1, max_size=40))
def test_utf_8_is_never_doubted(text: str) -> None:
    """Law: what is valid UTF-8 beyond ASCII comes back as it is, whatever the header says."""
    body = f"<t>{text}</t>"
    assert decode(body.encode(), "text/xml; charset=koi8-r") == (body, None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("donâ€™t", "don’t"),
        ("CafÃ© and naÃ¯ve", "Café and naïve"),
        ("â€œquotedâ€\x9d", "“quoted”"),
        ("plain", "plain"),
        ("Café", "Café"),
        ("Ã© beside an honest é", "Ã© beside an honest é"),
        ("Ã© beside 東京", "Ã© beside 東京"),
        ("São Paulo — Ã", "São Paulo — Ã"),
        ("", ""),
    ],
)
def test_text_encoded_twice_is_undone_once(text: str, expected: str) -> None:
    """Only where every character beyond ASCII takes part; a mixture is left as it stands."""
    assert undone_twice(text) == expected


@given(text=st.text(st.characters(exclude_categories=["Cs", "Cc"], max_codepoint=0x24F), max_size=30))
def test_what_was_encoded_twice_comes_back(text: str) -> None:
    """Law: reading UTF-8 as Windows-1252 is undone wherever that lost nothing; ASCII is left alone."""
    twice = text.encode().decode("cp1252", "replace")
    if "\ufffd" not in twice:
        assert undone_twice(twice) == text
