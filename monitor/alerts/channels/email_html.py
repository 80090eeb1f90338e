"""The HTML part of an e-mail: tables and inline styles that old clients show, dark mode for those that know it. Pure.

No images, scripts, fonts or style sheets are loaded from anywhere; every text is escaped.
"""

from __future__ import annotations

from html import escape

from monitor.alerts.card import COLOUR, Card, Fact, SourceLine

_STYLE = """
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  .page { background: #16181d !important; }
  .card { background: #22252c !important; }
  .text { color: #eceef2 !important; }
  .soft { color: #a8adb8 !important; }
  .changed { background: #3a3110 !important; color: #ffe9a3 !important; }
  .rule { border-color: #3b404a !important; }
  .link { color: #8ab4ff !important; }
}
"""
_SOFT, _SLATE, _GREEN = "#667085", "#334155", "#15803d"
_LINE = "1px solid #e4e7ec"
_FONT = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"


def card_html(card: Card) -> str:
    """One alert as a page."""
    return _page(card.title, _banner(card) + _body(card), card.footer)


def summary_html(title: str, intro: str, cards: tuple[Card, ...]) -> str:
    """Several alerts as a list, in the order given."""
    rows = "".join(_line(card) for card in cards)
    listed = _row("", "padding:8px 24px 20px", _table(rows))
    return _page(title, _bar(_SLATE, escape(title), escape(intro)) + listed, "")


def notice_html(title: str, text: str, *, well: bool) -> str:
    """An operator message."""
    body = _row("text", "padding:18px 24px 22px;font-size:16px;line-height:1.5", escape(text))
    return _page(title, _bar(_GREEN if well else _SLATE, escape(title), "") + body, "")


def _page(title: str, rows: str, footer: str) -> str:
    style = f"padding:12px 24px;font-size:12px;color:{_SOFT};line-height:1.5;border-top:{_LINE}"
    foot = _row("soft rule", style, escape(footer)) if footer else ""
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">
<title>{escape(title)}</title><style>{_STYLE}</style></head>
<body class="page" style="margin:0;padding:0;background:#f2f4f7">
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" style="background:#f2f4f7">
<tr><td align="center" style="padding:16px 8px">
<table role="presentation" class="card text" width="100%" cellpadding="0" cellspacing="0"
 style="max-width:600px;background:#ffffff;color:#101828;border-radius:10px;overflow:hidden;{_FONT}">
{rows}{foot}</table></td></tr></table></body></html>
"""


def _row(classes: str, style: str, content: str) -> str:
    """A row of one cell; `content` is HTML."""
    return f'<tr><td class="{classes}" style="{style}">{content}</td></tr>\n'


def _div(style: str, content: str) -> str:
    return f'<div style="{style}">{content}</div>'


def _soft(content: str) -> str:
    return f'<span class="soft" style="color:{_SOFT};font-size:13px">{content}</span>'


def _table(rows: str) -> str:
    return f'<table role="presentation" width="100%" cellpadding="0" cellspacing="0">{rows}</table>'


def _link(url: str, text: str) -> str:
    return f'<a class="link" href="{escape(url)}" style="color:#1a56db" rel="noreferrer">{escape(text)}</a>'


def _banner(card: Card) -> str:
    above = " · ".join(escape(word.upper()) for word in (card.severity.value, card.label, card.certainty))
    return _bar(COLOUR[card.severity], escape(card.headline), above, struck=card.withdrawn)


def _bar(colour: str, large: str, above: str, *, struck: bool = False) -> str:
    small = _div("font-size:13px;font-weight:700;letter-spacing:.06em", above) if above else ""
    line = "text-decoration:line-through;" if struck else ""
    big = _div(f"{line}font-size:22px;line-height:1.3;font-weight:700;padding-top:4px", large)
    return _row("", f"background:{colour};color:#ffffff;padding:16px 24px 18px", small + big)


def _body(card: Card) -> str:
    """What changed comes first: who got the last alert needs nothing else."""
    facts = _row("", "padding:14px 24px 4px", _table("".join(_fact(fact) for fact in card.facts)))
    summary = _row("text", "padding:8px 24px 12px;font-size:15px;line-height:1.5", escape(card.summary))
    told = _row("", "padding:2px 24px 14px", _soft(f"Told at {escape(card.told_at)}"))
    return "".join([_changes(card), facts, summary if card.summary else "", _sources(card), told])


def _changes(card: Card) -> str:
    if not card.changes:
        return ""
    items = "".join(_div("padding:2px 0", escape(change)) for change in card.changes)
    style = "background:#fff6d6;color:#4a3b00;padding:12px 24px;font-size:16px;line-height:1.4"
    return _row("changed", style, f"<b>{'Withdrawn' if card.withdrawn else 'Changed'}</b>{items}")


def _fact(fact: Fact) -> str:
    link = f" &nbsp;{_link(fact.url, fact.link)}" if fact.url else ""
    strong = "font-weight:600;" if fact.name in ("Where", "Toll") else ""
    name = f"padding:5px 12px 5px 0;font-size:13px;line-height:1.5;color:{_SOFT}"
    text = f"{strong}padding:4px 0;font-size:16px;line-height:1.4"
    return (
        f'<tr><td class="soft" width="86" valign="top" style="{name}">{escape(fact.name)}</td>'
        f'<td class="text" valign="top" style="{text}">{escape(fact.text)}{link}</td></tr>\n'
    )


def _sources(card: Card) -> str:
    if not card.sources:
        return ""
    lines = "".join(_source(source) for source in card.sources)
    more = _div("padding:3px 0", _soft(f"… and {card.more_sources} more")) if card.more_sources else ""
    style = f"padding:12px 24px;font-size:14px;line-height:1.5;border-top:{_LINE}"
    return _row("text rule", style, f"<b>Sources</b>{lines}{more}")


def _source(source: SourceLine) -> str:
    title = _link(source.url, source.title or "report") if source.url else escape(source.title)
    return _div("padding:3px 0", f"{escape(source.outlet)}{' ' + _soft('(copy)') if source.copy else ''}: {title}")


def _line(card: Card) -> str:
    """One alert of a summary."""
    url = next((source.url for source in card.sources if source.url), None)
    head = _link(url, card.headline) if url else escape(card.headline)
    tag = f'<b style="color:{COLOUR[card.severity]}">{card.severity.value.upper()}</b>'
    below = _soft(f"{escape(card.label)} · {escape(card.told_at)}")
    style = f"padding:10px 0;font-size:15px;line-height:1.45;border-bottom:{_LINE}"
    return _row("text rule", style, f"{tag} {head}<br>{below}")
