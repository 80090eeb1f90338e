"""`monitor schema`: the JSON Schemas of what goes in and out."""

from __future__ import annotations

import json
from typing import Any

import click
import msgspec

from monitor.cli import config_option

_DRAFT = "https://json-schema.org/draft/2020-12/schema"


def schema_of(what: str) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of alert, article (a line of `monitor detect`) or config."""
    if what == "config":
        from monitor.config.schema import Config

        return {"$schema": _DRAFT, **Config.model_json_schema(by_alias=True)}
    from monitor.domain.alert import Alert
    from monitor.domain.detection import Detection

    return {"$schema": _DRAFT, **msgspec.json.schema({"alert": Alert, "article": Detection}[what])}


@click.command("schema")
@click.argument("what", type=click.Choice(["alert", "article", "config"]))
@config_option
def schema_command(what: str, config_path: str | None) -> int:  # noqa: ARG001 - every command takes --config
    """Print the JSON Schema of an alert, of an article's detection, or of config.yaml.

    Example: monitor schema alert > alert.schema.json
    """
    click.echo(json.dumps(schema_of(what), indent=2, ensure_ascii=False))
    return 0
