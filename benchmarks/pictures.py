"""Pictures of what people get: docs/images/email.png (light and dark) and slack.png, by headless Chromium.

    python -m benchmarks.pictures [--chromium /usr/bin/chromium]

The Slack page is our own imitation of how Slack lays out Block Kit; the e-mail is the real HTML part.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

from monitor.alerts.channels.email_message import Letterhead, to_email
from monitor.alerts.channels.slack_blocks import to_payload
from monitor.alerts.message import AlertMessage
from monitor.alerts.sample import sample_alert
from monitor.domain.alert import Alert, AlertKind

IMAGES = Path(__file__).parents[1] / "docs" / "images"
NOW = datetime(2026, 3, 17, 22, 14, tzinfo=UTC)
QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
STYLE = """<meta charset=utf-8><style>
body{font:15px/1.46 Lato,'Liberation Sans',Arial,'Noto Color Emoji',sans-serif;color:#1d1c1d;margin:14px;width:612px}
.row{display:flex;gap:10px}.icon{width:36px;height:36px;border-radius:6px;background:#334155;color:#fff;
text-align:center;line-height:36px;font-weight:900;flex:none}.name{font-weight:900}
.name span{font-weight:400;color:#616061;font-size:11px;background:#eee;border-radius:3px;padding:0 4px;margin-left:5px}
.header{font-weight:900;font-size:18px;line-height:1.3;margin:4px 0 6px}
.context{color:#616061;font-size:13px;margin:4px 0}
.section{margin:8px 0}.fields{display:grid;grid-template-columns:1fr 1fr;gap:8px 16px;margin:8px 0}
a{color:#1264a3;text-decoration:none}</style>"""


def example() -> Alert:
    """An update, as one would come in the night."""
    alert = sample_alert(NOW, incident_id="260317-1f2e3d4c")
    sources = tuple(replace(s, title="Rockets hit training base south of Baghdad") for s in alert.sources)
    return replace(
        alert,
        id="260317-1f2e3d4c.2",
        revision=2,
        kind=AlertKind.UPDATE,
        test=False,
        headline="Update: Rocket attack in Basmaya, Iraq: 3 to 5 killed",
        summary="A rocket attack hit Basmaya, Iraq, on 17 March 2026. At least 12 rockets were used. "
        "At least five people were killed, according to security officials. Sources differ (killed: 3 to 5, latest 5).",
        sources=sources,
        watchlists=("iraq",),
    )


def slack_page(payload: dict[str, Any]) -> str:
    parts = []
    for block in payload["blocks"]:
        if block["type"] == "header":
            parts.append(f"<div class=header>{block['text']['text']}</div>")
        elif block["type"] == "context":
            parts.append(f"<div class=context>{mrkdwn(block['elements'][0]['text'])}</div>")
        elif "fields" in block:
            cells = "".join(f"<div>{mrkdwn(field['text'])}</div>" for field in block["fields"])
            parts.append(f"<div class=fields>{cells}</div>")
        else:
            parts.append(f"<div class=section>{mrkdwn(block['text']['text'])}</div>")
    name = "<div class=name>monitor<span>APP</span></div>"
    return f"{STYLE}<div class=row><div class=icon>M</div><div>{name}{''.join(parts)}</div></div>"


def mrkdwn(text: str) -> str:
    text = re.sub(r"<(https?://[^|>]+)\|([^>]*)>", r'<a href="\1">\2</a>', text)
    return re.sub(r"\*([^*\n]+)\*", r"<b>\1</b>", text).replace("\n", "<br>")


def email_page(message: AlertMessage) -> str:
    raw = to_email(message, Letterhead(sender="Monitor <monitor@example.org>", to=("duty@example.org",)), NOW)
    part = message_from_bytes(raw, policy=policy.default).get_body(("html",))
    assert part is not None
    return str(part.get_content())


def shoot(chromium: str, page: str, target: Path, size: str, *, dark: bool = False) -> None:
    with tempfile.TemporaryDirectory() as directory:
        source = Path(directory) / "page.html"
        source.write_text(page)
        own = [f"--user-data-dir={directory}/profile", f"--window-size={size}", f"--screenshot={target}"]
        scheme = ["--blink-settings=preferredColorScheme=0"] if dark else []
        command = [chromium, *QUIET, *own, *scheme, source.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=90)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chromium", default="chromium")
    chromium = parser.parse_args().chromium
    alert = example()
    message = AlertMessage(delivery_id=f"{alert.id}:duty", sink="duty", alert=alert, body=b"", missed=())
    IMAGES.mkdir(parents=True, exist_ok=True)
    shoot(chromium, email_page(message), IMAGES / "email.png", "640,760")
    shoot(chromium, email_page(message), IMAGES / "email-dark.png", "640,760", dark=True)
    shoot(chromium, slack_page(to_payload(message)), IMAGES / "slack.png", "640,520")


if __name__ == "__main__":
    main()
