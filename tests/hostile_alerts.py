"""Alerts as strangers would have them: every text of theirs drawn from what breaks markup, mail and terminals."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from alert_samples import an_alert
from hypothesis import strategies as st

from monitor.domain.alert import Alert, AlertKind, AlertSource
from monitor.domain.incident import IncidentStatus
from monitor.domain.taxonomy import Certainty, Severity

BITS = [
    "<!channel>", "<!here|x>", "<@U123>", "<https://evil.example|click>", "&", "&amp;", "&lt", "<", ">", "|", "`", "```",
    "*b*", "_i_", "@channel", "=?utf-8?q?a=0ABcc=3A_eve=40evil.example?=", "=?utf-8?b?", "?=", "\r\nBcc: eve@evil.example",
    "\n\n", "\x00", "\x1b[31m", "\x1b]0;t\x07", "\u202e", "\u2066", "\u200f", "\ufeff", "\u2028", "\ud800",
    "<script>alert(1)</script>", "<img src=x onerror=1>", '"><b>', "]]>", "{{7*7}}", "%s", "é", "漢字", "🔥", "a" * 300,
]  # fmt: skip
texts = st.lists(st.one_of(st.sampled_from(BITS), st.text(max_size=12)), max_size=6).map("".join)
huge = st.sampled_from([bit * 5_000 for bit in ("&", "<", "x", "é", "=?", "🔥", "`", "a b ")])
anything = st.one_of(texts, texts, texts, huge)
urls = st.one_of(st.none(), texts.map("https://x.example/".__add__), texts, st.just("javascript:alert(1)"))


@st.composite
def alerts(draw: Any) -> Alert:
    """A hostile alert of any kind, severity and certainty."""
    event = an_alert().event
    assert event is not None
    assert event.place is not None
    place = replace(event.place, text=draw(texts), name=draw(texts), country=draw(texts), admin1=draw(texts))
    killed = replace(event.killed, outlets=tuple(draw(st.lists(texts, max_size=5)))) if event.killed else None
    event = replace(event, place=place, target=draw(anything), date_text=draw(texts), weapon=draw(texts), killed=killed,
                    date=draw(st.one_of(st.none(), st.just("2026-13-77"), texts)))  # fmt: skip
    sources = tuple(
        AlertSource(outlet=draw(texts), url=draw(urls), title=draw(anything), published=None)
        for _ in range(draw(st.integers(0, 7)))
    )
    return an_alert(
        event=draw(st.sampled_from([event, None])),
        kind=draw(st.sampled_from(list(AlertKind))),
        status=draw(st.sampled_from([IncidentStatus.ACTIVE, IncidentStatus.WITHDRAWN])),
        severity=draw(st.sampled_from(list(Severity))),
        certainty=draw(st.sampled_from(list(Certainty))),
        revision=draw(st.integers(1, 9)),
        headline=draw(anything),
        summary=draw(anything),
        changes=tuple(draw(st.lists(texts, max_size=12))),
        sources=sources,
        supersedes=tuple(draw(st.lists(texts, max_size=3))),
        watchlists=tuple(draw(st.lists(texts, max_size=3))),
        test=draw(st.booleans()),
    )
