"""What no parser is given: each refusal by its reason, and each limit from both sides."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.feeds.refusal import MAX_DEPTH, MAX_ENTITIES, MAX_ITEMS, ParseReason, refuse_xml

RSS = "<rss><channel>{}</channel></rss>"


def deep(count: int, name: str = "a") -> str:
    """A feed whose deepest element stands within `count` others (rss and channel among them)."""
    inner = count - 2
    return RSS.format(f"<{name}>" * inner + f"</{name}>" * inner)


CASES = [
    ("an empty channel", RSS.format(""), None),
    ("Atom in a name space", '<a:feed xmlns:a="x"></a:feed>', None),
    ("RDF", "<rdf:RDF></rdf:RDF>", None),
    ("upper case", "<RSS></RSS>", None),
    ("after comments and instructions", "<?xml version='1.0'?><!-- a --><?xml-stylesheet x?>\n<rss/>", None),
    ("after a plain DOCTYPE", '<!DOCTYPE rss PUBLIC "-//N//DTD" "http://x.example/rss.dtd"><rss/>', None),
    ("after a DOCTYPE with characters", '<!DOCTYPE rss [<!ENTITY nbsp "&#160;">]><rss/>', None),
    ("characters of XML itself", '<!DOCTYPE rss [<!ENTITY both "&amp;&lt;">]><rss/>', None),
    ("after a warning of the server", "Warning: x in /y.php\n<rss><channel/></rss>", None),
    ("nothing", "", ParseReason.EMPTY),
    ("blanks", " \n\t ", ParseReason.EMPTY),
    ("a page", "<!doctype html><html><body>x</body></html>", ParseReason.WEB_PAGE),
    ("a page without a doctype", "<html><head></head></html>", ParseReason.WEB_PAGE),
    ("a piece of a page", "<div>Checking your browser</div>", ParseReason.WEB_PAGE),
    ("a sitemap", "<urlset><url/></urlset>", ParseReason.UNKNOWN_FORMAT),
    ("prose", "Just a moment", ParseReason.UNKNOWN_FORMAT),
    ("an entity of entities", '<!DOCTYPE r [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><rss/>', ParseReason.ENTITY_BOMB),
    ("in single quotes", "<!DOCTYPE r [<!ENTITY c '&a;'>]><rss/>", ParseReason.ENTITY_BOMB),
    ("by a parameter", '<!DOCTYPE r [<!ENTITY c "%a;">]><rss/>', ParseReason.ENTITY_BOMB),
    ("a file", '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss/>', ParseReason.EXTERNAL_ENTITY),
    ("an address", '<!DOCTYPE r [<!ENTITY a PUBLIC "x" "http://h.example/">]><rss/>', ParseReason.EXTERNAL_ENTITY),
    ("an entity in lower case", '<!doctype r [<!entity a system "file:///x">]><rss/>', ParseReason.EXTERNAL_ENTITY),
    ("the most entities", "<!DOCTYPE r [" + '<!ENTITY a "b">' * MAX_ENTITIES + "]><rss/>", None),
    ("one entity more", "<!DOCTYPE r [" + '<!ENTITY a "b">' * (MAX_ENTITIES + 1) + "]><rss/>", ParseReason.ENTITY_BOMB),
    ("the most items", RSS.format("<item/>" * MAX_ITEMS), None),
    ("one item more", RSS.format("<item/>" * (MAX_ITEMS + 1)), ParseReason.TOO_MANY_ITEMS),
    ("entries count alike", "<feed>" + "<a:entry></a:entry>" * (MAX_ITEMS + 1) + "</feed>", ParseReason.TOO_MANY_ITEMS),
    ("words that begin like an item", RSS.format("<itemized/>" * (MAX_ITEMS + 1)), None),
    ("the deepest", deep(MAX_DEPTH), None),
    ("deeper by one", deep(MAX_DEPTH + 1), ParseReason.TOO_DEEP),
    ("tags that HTML leaves open", RSS.format("<br><p><li>" * 500), None),
    ("tags that close themselves", RSS.format("<a/>" * 500), None),
    ("markup as characters", RSS.format("<d><![CDATA[" + "<a>" * 500 + "]]></d>"), None),
    ("markup in a comment", RSS.format("<!--" + "<a>" * 500 + "-->"), None),
    ("a section that never ends", RSS.format("<d><![CDATA[" + "<a>" * 500), None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "reason"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_is_refused(text: str, reason: ParseReason | None) -> None:
    """R33, R35: bombs, files, floods, pages; and nothing that a real feed does."""
    refusal = refuse_xml(text)
    assert (refusal[0] if refusal else None) is reason


@given(st.lists(st.sampled_from(["<rss>", "</rss>", "<!--", "-->", "<![CDATA[", "]]>", "<?", "?>", "<!DOCTYPE r [", "]>", '<!ENTITY a "', '">', "&", "<a", ">", "x", " "]), max_size=40))
def test_any_scraps_are_judged(parts: list[str]) -> None:
    """Law: the scan is total, and its reasons are of the closed set with words for people."""
    refusal = refuse_xml("".join(parts))
    assert refusal is None or (isinstance(refusal[0], ParseReason) and refusal[1])
