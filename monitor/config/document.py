"""YAML into plain data that remembers its lines: `${ENV}` filled in, `*_file` read, doubled keys refused.

Scalars follow YAML 1.2's core schema: `NO` is Norway and `22:00` a time, not a truth value and a number.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

Path_ = tuple[str | int, ...]
_ENV = re.compile(r"\$(\$)?\{(?P<name>[A-Za-z_][A-Za-z0-9_]*)(?::-(?P<default>[^}]*))?\}")
_MAX_SECRET = 64 * 1024


class _Loader(yaml.SafeLoader):
    """SafeLoader with the scalars of YAML 1.2; aliases are refused (a few lines can unfold to gigabytes)."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - PyYAML's own way of saying it

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.events.AliasEvent):
            event = self.peek_event()  # type: ignore[no-untyped-call]
            raise yaml.composer.ComposerError(None, None, "aliases (*name) are not supported", event.start_mark)
        return super().compose_node(parent, index)


_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:~|null|Null|NULL|)$"), ["~", "n", "N", ""])
_Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^[-+]?(?:0|[1-9]\d*)$"), list("-+0123456789"))
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"^[-+]?(?:\d+\.\d*|\.\d+|\d+)(?:[eE][-+]?\d+)?$"), list("-+.0123456789")
)


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: where in the data (and so on which line), and what was expected."""

    path: Path_
    text: str
    line: int | None = None


@dataclass
class Document:
    """Plain data, the line of every path in it, and what was wrong while reading."""

    data: Any = None
    lines: dict[Path_, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def line_of(self, path: Path_) -> int | None:
        """The line of `path`, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path)


def read_document(text: str, *, base: Path, environ: Mapping[str, str] = os.environ) -> Document:
    """The data of YAML `text`; `*_file` paths are relative to `base`. Faults are collected, not raised."""
    document = Document()
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else None
        document.problems.append(Problem((), f"not valid YAML: {error.problem or error.context}", line))
        return document
    except yaml.YAMLError as error:
        document.problems.append(Problem((), f"not valid YAML: {error}"))
        return document
    except RecursionError:
        document.problems.append(Problem((), "not valid YAML: nested too deeply"))
        return document
    if node is not None:
        document.data = _Reader(document, base, environ).value(node, ())
    return document


class _Reader:
    """Walks YAML nodes into `document`."""

    def __init__(self, document: Document, base: Path, environ: Mapping[str, str]) -> None:
        self._document, self._base, self._environ = document, base, environ
        self._scalars = _Loader("")

    def value(self, node: yaml.Node, path: Path_) -> Any:
        self._document.lines.setdefault(path, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*path, index)) for index, item in enumerate(node.value)]
        if isinstance(node, yaml.ScalarNode) and isinstance(node.value, str) and "${" in node.value:
            return self._filled(node, path)
        return self._scalar(node, path)

    def _scalar(self, node: yaml.Node, path: Path_) -> Any:
        """What a scalar stands for; tags (`!!int x`, `!anything`) and endless numbers may stand for nothing."""
        try:
            return self._scalars.construct_object(node)
        except (yaml.YAMLError, ValueError, AttributeError):
            self._fault(path, "cannot be read as what its tag or its form says", node.start_mark.line + 1)
            return None

    def _mapping(self, node: yaml.MappingNode, path: Path_) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            here = (*path, key)
            line = key_node.start_mark.line + 1
            if key in found:
                self._fault(here, f"given twice (first on line {self._document.lines[here]})", line)
                continue
            self._document.lines[here] = line
            found[key] = self.value(value_node, here)
        return self._with_files(found, path)

    def _with_files(self, found: dict[str, Any], path: Path_) -> dict[str, Any]:
        """`webhook_url_file: PATH` becomes `webhook_url:` with what the file holds."""
        for key in [key for key in found if key.endswith("_file") and key != "_file"]:
            name = key.removesuffix("_file")
            place = found.pop(key)
            if name in found:
                self._fault((*path, key), f"given beside {name}: expected one of the two")
            elif (secret := self._read(place, (*path, key))) is not None:
                found[name] = secret
                self._document.lines[(*path, name)] = self._document.lines[(*path, key)]
        return found

    def _read(self, place: object, path: Path_) -> str | None:
        if not isinstance(place, str):
            self._fault(path, "expected the path of a file")
            return None
        try:
            with (self._base / Path(place).expanduser()).open(encoding="utf-8") as stream:
                return stream.read(_MAX_SECRET).strip()
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "not UTF-8 text"
            self._fault(path, f"cannot read {place}: {reason}")
            return None

    def _filled(self, node: yaml.ScalarNode, path: Path_) -> Any:
        """The text with its `${NAME}` and `${NAME:-default}` filled in; `$${` stands for `${`.

        What stands in quotes stays text, as everywhere in YAML: a password may be all digits. Nothing at all is null.
        """

        def fill(match: re.Match[str]) -> str:
            if match[1]:
                return match[0][1:]
            value = self._environ.get(match["name"]) or match["default"]
            if value is None:
                self._fault(path, f"environment variable {match['name']} is not set")
            return value or ""

        filled = _ENV.sub(fill, node.value)
        if filled and node.style is not None:
            return filled
        tag = self._scalars.resolve(yaml.ScalarNode, filled, (True, False))  # type: ignore[no-untyped-call]
        return self._scalar(yaml.ScalarNode(tag, filled, node.start_mark, node.end_mark), path)

    def _fault(self, path: Path_, text: str, line: int | None = None) -> None:
        self._document.problems.append(Problem(path, text, line or self._document.line_of(path)))
