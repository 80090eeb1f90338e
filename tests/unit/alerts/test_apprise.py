"""Apprise is an extra: imported late, and missed with clear words."""

from __future__ import annotations

import io
import logging
import subprocess
import sys

import pytest
from alert_samples import NOON, an_alert

from monitor.alerts.channels import build_channel
from monitor.alerts.channels.apprise import to_text
from monitor.alerts.message import AlertMessage, OpsMessage, SummaryMessage
from monitor.clock import SystemClock
from monitor.config.schema import AppriseSink
from monitor.errors import DeliveryError

SINK = AppriseSink.model_validate({"name": "phone", "type": "apprise", "url": "json://127.0.0.1/"})
ALERT = an_alert()


def test_missing_extra_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the package the sink is unusable, and the message names the extra."""
    monkeypatch.setitem(sys.modules, "apprise", None)
    with pytest.raises(DeliveryError, match=r"phone.*monitor\[apprise\]"):
        build_channel(SINK, SystemClock())


def test_registry_imports_no_channel_that_is_not_used() -> None:
    """Loading the registry loads no channel: the extra is asked for by those who use it."""
    code = "import sys, monitor.alerts.channels; assert 'apprise' not in sys.modules and 'aiosmtplib' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


@pytest.mark.parametrize("name", ["apprise", "apprise.plugins.custom_json"])
def test_the_library_keeps_silent(name: str) -> None:
    """Its warnings and errors quote the URL with its secret: none of them may reach a handler."""
    lines = io.StringIO()
    handler = logging.StreamHandler(lines)
    logging.getLogger().addHandler(handler)
    try:
        for level in (logging.WARNING, logging.ERROR):
            logging.getLogger(name).log(level, "could not send to %s", "json://user:s3cret@host.example/")
        logging.getLogger("another").error("this one is heard")
    finally:
        logging.getLogger().removeHandler(handler)
    assert lines.getvalue() == "this one is heard\n"


def test_texts() -> None:
    """Title and text of each kind of message."""
    title, body = to_text(AlertMessage(delivery_id="x", sink="s", alert=ALERT, body=b""))
    assert title == "🟠 HIGH · Rocket attack in Basmaya, Iraq: 3 to 5 killed"
    assert "Toll: 3–5 killed" in body
    summary = SummaryMessage(delivery_id="x", sink="s", alerts=(ALERT, ALERT), bodies=(), at=NOON)
    assert to_text(summary)[0] == "2 alerts held back"
    fault = OpsMessage(delivery_id="x", sink="s", kind="k", subject="BBC", state="raised", text="410", at=NOON, body=b"")
    assert to_text(fault) == ("raised: BBC", "410")
