"""`monitor explain`: a text with its evidence marked, its events, what was turned down and why, the score in words."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click
import msgspec
from rich.console import Console
from rich.table import Table
from rich.text import Text as Styled

from monitor.cli import config_option
from monitor.cli.detect import detector_of
from monitor.config.load import load_config
from monitor.config.schema import Config
from monitor.domain.detection import Detection, Event, Figure
from monitor.domain.document import Document, DocumentLine
from monitor.errors import InputError
from monitor.storage.codec import to_json

_STYLES = {
    "trigger": "bold red",
    "killed": "magenta",
    "injured": "magenta",
    "abducted": "magenta",
    "missing": "magenta",
    "place": "green",
    "date": "cyan",
    "weapon": "yellow",
    "target": "yellow",
    "perpetrator": "blue",
}


@click.command("explain")
@click.argument("source")
@click.option("--json", "as_json", is_flag=True, help="The detection as JSON, as `monitor detect` gives it.")
@click.option("--published", metavar="RFC3339", help="When the text was published; weekdays are counted from it.")
@config_option
def explain_command(source: str, as_json: bool, published: str | None, config_path: str | None) -> None:
    """Show why a text did or did not raise an alert.

    SOURCE is a file (plain text whose first line is the title, or one JSON document), `-` for standard input, a URL, or
    the id of an article that the system has read.

    Example: monitor explain story.txt --published 2026-03-18T06:00:00Z
    """
    config = load_config(config_path, required=False)
    document = read_source(source, config, _moment(published))
    detection = detector_of(config).detect(document)
    if as_json:
        sys.stdout.buffer.write(to_json(detection) + b"\n")
        return
    _show(document, detection, Console())


def read_source(source: str, config: Config, published: datetime | None) -> Document:
    """The document that SOURCE names. Raises InputError where there is none."""
    if source == "-":
        return parse_document(sys.stdin.buffer.read(), "stdin", published)
    path = Path(source)
    if path.is_file():
        return parse_document(path.read_bytes(), path.name, published)
    return _elsewhere(source, config)


def _elsewhere(source: str, config: Config) -> Document:
    """A page on the web, or an article in the store."""
    if source.startswith(("http://", "https://")):
        from monitor.cli.sources import fetch_document

        return fetch_document(source, config)
    from monitor.cli.sources import stored_document

    return stored_document(source, config)


def parse_document(data: bytes, name: str, published: datetime | None) -> Document:
    """A JSON document, or plain text whose first line is the title. Raises InputError on neither."""
    if data.lstrip()[:1] == b"{":
        try:
            found = msgspec.json.decode(data, type=DocumentLine).to_document()
        except msgspec.MsgspecError as error:
            raise InputError(f"{name}: {error}", subject=name) from error
        return found if published is None else replace(found, published=published)
    try:
        title, _, body = data.decode("utf-8-sig").strip().partition("\n")
    except UnicodeDecodeError as error:
        raise InputError(f"{name}: not UTF-8 text: {error.reason}", subject=name) from error
    return Document(id=name, title=title.strip(), text=body.strip(), published=published)


def _moment(value: str | None) -> datetime | None:
    if value is None:
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError as error:
        raise click.BadParameter("expected a time such as 2026-03-18T06:00:00Z", param_hint="--published") from error
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _show(document: Document, detection: Detection, console: Console) -> None:
    console.print(_marked(document, detection))
    console.print()
    console.print(_verdict(detection))
    if detection.events:
        console.print(_events(detection))
    if detection.escalation:
        console.print(_escalation(detection))
    if detection.rejected:
        console.print(_rejected(detection))
    for line in detection.why:
        console.print(Styled(f"  - {line}"))


def _marked(document: Document, detection: Detection) -> Styled:
    """The whole text, evidence in colour; what was turned down struck through."""
    text = Styled(document.full_text)
    for event in detection.events:
        for evidence in event.evidence:
            text.stylize(_STYLES.get(evidence.field, "underline"), evidence.start, evidence.end)
    for escalation in detection.escalation:
        text.stylize("bold yellow", escalation.start, escalation.end)
    for rejected in detection.rejected:
        text.stylize("strike dim", rejected.start, rejected.end)
    return text


def _verdict(detection: Detection) -> Styled:
    if detection.unsupported_language:
        return Styled(f"Language {detection.language} is not supported: nothing was decided.", style="yellow")
    said = "An attack is its news" if detection.attack else "No attack is its news"
    style = "bold red" if detection.attack else "bold"
    return Styled(
        f"{said}: score {detection.score:.2f}, severity {detection.severity}, rules {detection.rules}", style=style
    )


def _events(detection: Detection) -> Table:
    table = Table(title="Events", title_justify="left")
    for column in ("role", "stage", "type", "date", "place", "killed", "injured", "by", "sure", "words"):
        table.add_column(column)
    for event in detection.events:
        table.add_row(*_event_row(event))
    return table


def _event_row(event: Event) -> tuple[str | Styled, ...]:
    words = "; ".join(e.text for e in event.evidence if e.field == "trigger")
    doer = f"{event.perpetrator.name or '-'} ({event.perpetrator.basis})"
    place = event.place.name if event.place else "-"
    return (
        event.role, event.stage, event.type, event.date or "-", Styled(place), _count(event.killed),
        _count(event.injured), Styled(doer), f"{event.confidence:.0%}", Styled(words[:90]),
    )  # fmt: skip


def _count(figure: Figure | None) -> str:
    if figure is None:
        return "-"
    if figure.min == figure.max:
        return str(figure.min)
    return f"{figure.min or 0}+" if figure.max is None else f"{figure.min or 0}-{figure.max}"


def _escalation(detection: Detection) -> Table:
    table = Table(title="Escalation", title_justify="left")
    for column in ("kind", "actor", "target", "words"):
        table.add_column(column)
    for found in detection.escalation:
        table.add_row(found.kind, Styled(found.actor or "-"), Styled(found.target or "-"), Styled(found.text))
    return table


def _rejected(detection: Detection) -> Table:
    table = Table(title="Turned down", title_justify="left")
    table.add_column("words")
    table.add_column("reason")
    for found in detection.rejected:
        table.add_row(Styled(found.text), found.reason)
    return table
