"""A message as Block Kit, within Slack's limits, with nothing in it that Slack would act upon. Pure.

Slack's rule for text is to escape `& < >` and nothing else; texts are cut after escaping, never inside an entity.
`verbatim` keeps it from making links and mentions of its own out of a headline.
"""

from __future__ import annotations

import re
from typing import Any

from monitor.alerts.card import MARK, Card, Fact, SourceLine, one_line, to_card
from monitor.alerts.message import AlertMessage, Message, OpsMessage, SummaryMessage

HEADER, SECTION, FIELD, FALLBACK = 150, 3000, 2000, 1000
"""Most characters after escaping; the fallback could be 40,000, but phones show a few lines."""
_SUMMARY_LINES = 20
_HALF_ENTITY = re.compile(r"&[a-z]{0,3}$")

Block = dict[str, Any]


def to_payload(message: Message) -> dict[str, Any]:
    """What is posted to an incoming webhook."""
    match message:
        case AlertMessage():
            text, blocks = _alert(to_card(message.alert, message.changes))
        case SummaryMessage():
            text, blocks = _summary(message)
        case OpsMessage():
            text, blocks = _ops(message)
    return {"text": fit(escape(text), FALLBACK), "blocks": blocks, "unfurl_links": False, "unfurl_media": False}


def escape(text: str) -> str:
    """Slack's three control characters as entities; a back-tick would start code, and swallow what follows."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("`", "'")


def fit(escaped: str, most: int) -> str:
    """`escaped` cut to `most` characters, with an ellipsis, and without half an entity before it."""
    if len(escaped) <= most:
        return escaped
    return _HALF_ENTITY.sub("", escaped[: most - 1]).rstrip() + "…"


def _alert(card: Card) -> tuple[str, list[Block]]:
    fallback = f"{MARK[card.severity]} {card.title} · {card.label}"
    changes = "; ".join(card.changes)
    blocks = [
        _header(f"{MARK[card.severity]} {card.title}"),
        _context(f"*{escape(card.label)}* · *{escape(card.certainty)}* · {escape(card.told_at)}"),
        *([_section(f"*{'Withdrawn' if card.withdrawn else 'Changed'}:* {escape(changes)}")] if changes else []),
        _fields(card.facts),
        *([_section(escape(card.summary))] if card.summary and _needs_summary(card) else []),
        *([_section(_sources(card))] if card.sources else []),
        _context(escape(card.footer)),
    ]
    return f"{fallback}: {changes}" if changes else fallback, blocks


def _needs_summary(card: Card) -> bool:
    """The facts tell all, but for what was withdrawn, and for words and threats."""
    return card.withdrawn or not any(fact.name == "Where" for fact in card.facts)


def _sources(card: Card) -> str:
    """One line a source; lines that do not fit are left out whole, so that no link is cut."""
    text = "*Sources*"
    for source in card.sources:
        line = f"\n• {_source(source)}"
        if len(text) + len(line) > SECTION - 40:
            break
        text += line
    return text + (f"\n… and {card.more_sources} more" if card.more_sources else "")


def _source(source: SourceLine) -> str:
    title = fit(escape(source.title or "report"), 200)
    linked = f"<{escape(source.url)}|{title.replace('|', '¦')}>" if source.url else title
    return f"{escape(source.outlet)}{' (copy)' if source.copy else ''}: {linked}"


def _summary(message: SummaryMessage) -> tuple[str, list[Block]]:
    count = len(message.alerts)
    title = f"{count} alert{'s' if count != 1 else ''} held back"
    blocks = [_header(f"🗂 {title}"), _context("Quiet hours, rate cap or digest · the most severe first")]
    for alert in message.alerts[:_SUMMARY_LINES]:
        card = to_card(alert, ())
        url = next((source.url for source in card.sources if source.url), None)
        link = f" · <{escape(url)}|source>" if url else ""
        line = f"{MARK[card.severity]} *{card.severity.value.upper()}* {fit(escape(card.headline), 300)}"
        if len(line) + len(link) <= SECTION - 100:
            line += link
        blocks.append(_section(f"{line}\n{escape(card.label)} · {escape(card.told_at)}"))
    if count > _SUMMARY_LINES:
        blocks.append(_context(f"… and {count - _SUMMARY_LINES} more: monitor alerts"))
    return _within(title, blocks)


def _within(text: str, blocks: list[Block], *, most: int = 11_000) -> tuple[str, list[Block]]:
    """Blocks from the first on that together stay below what Slack takes of a whole message."""
    kept, length = [], 0
    for block in blocks:
        length += len(str(block))
        if length > most:
            break
        kept.append(block)
    return text, kept


def _ops(message: OpsMessage) -> tuple[str, list[Block]]:
    mark, word = ("🛠", "FAULT") if message.state == "raised" else ("✅", "WELL AGAIN")
    title = f"{mark} {word} · {one_line(message.subject, 'headline')}"
    text = one_line(message.text, "summary")
    kind = one_line(message.kind.replace("_", " "), "name")
    return f"{title}: {text}", [
        _header(title),
        _section(escape(text or kind)),
        _context(f"{escape(kind)} · {message.at:%H:%M} UTC, {message.at.day} {message.at:%B %Y}"),
    ]


def _header(text: str) -> Block:
    return {"type": "header", "text": {"type": "plain_text", "text": fit(escape(text), HEADER), "emoji": True}}


def _mrkdwn(text: str, most: int) -> Block:
    return {"type": "mrkdwn", "text": fit(text, most), "verbatim": True}


def _section(text: str) -> Block:
    return {"type": "section", "text": _mrkdwn(text, SECTION)}


def _context(text: str) -> Block:
    return {"type": "context", "elements": [_mrkdwn(text, FIELD)]}


def _fields(facts: tuple[Fact, ...]) -> Block:
    return {"type": "section", "fields": [_mrkdwn(_field(fact), FIELD) for fact in facts[:10]]}


def _field(fact: Fact) -> str:
    link = f" <{escape(fact.url)}|{escape(fact.link)}>" if fact.url else ""
    return f"*{escape(fact.name)}*\n{fit(escape(fact.text), FIELD - len(link) - 100)}{link}"
