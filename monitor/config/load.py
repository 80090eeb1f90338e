"""config.yaml read and checked: all faults at once, each with file, line, key and what was expected.

No message holds a value that may be a secret.
"""

from __future__ import annotations

import difflib
import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from email.utils import parseaddr
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, SecretStr, ValidationError

from monitor.config.document import Document, Path_, Problem, read_document
from monitor.config.schema import Config, EmailSink, Sink
from monitor.errors import ConfigError

DEFAULT = "config.yaml"


def load_config(path: str | None = None, *, required: bool = True, environ: Mapping[str, str] = os.environ) -> Config:
    """The configuration in `path`, else in $MONITOR_CONFIG, else in ./config.yaml.

    Where none of these is there, the defaults if not `required`. Relative paths inside are relative to the file.
    Raises ConfigError with every problem found.
    """
    named = path or environ.get("MONITOR_CONFIG")
    file = Path(named or DEFAULT)
    if not named and not required and not file.exists():
        return Config()
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ConfigError([f"{file}: cannot be read: {error.strerror}"], subject=str(file)) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ConfigError([f"{file}:{line}: not UTF-8 text"], subject=str(file)) from error
    return parse_config(text, file=file, environ=environ)


def parse_config(text: str, *, file: Path, environ: Mapping[str, str] = os.environ) -> Config:
    """The configuration that `text` holds. Raises ConfigError; `file` names it there and anchors relative paths."""
    document = read_document(text, base=file.parent, environ=environ)
    problems = list(document.problems)
    config = None
    if not any(problem.path == () for problem in problems):
        config, faults = _validated(document)
        known = {problem.path for problem in problems}
        known |= {(*path[:-1], str(path[-1]).removesuffix("_file")) for path in known}
        problems += [fault for fault in faults if fault.path not in known]
    if config is not None:
        problems += _disagreements(config, document)
    if problems or config is None:
        raise ConfigError(_lines(problems, file), subject=str(file))
    return _anchored(config, file.parent)


def _lines(problems: list[Problem], file: Path) -> list[str]:
    """Messages in the order of the file's lines."""
    return [
        f"{file}{f':{problem.line}' if problem.line else ''}: {_key(problem.path)}{problem.text}"
        for problem in sorted(problems, key=lambda problem: problem.line or 0)
    ]


def _key(path: Path_) -> str:
    written = ""
    for part in path:
        written += f"[{part}]" if isinstance(part, int) else f".{part}" if written else str(part)
    return f"{written}: " if written else ""


def _validated(document: Document) -> tuple[Config | None, list[Problem]]:
    data = {} if document.data is None else document.data
    if not isinstance(data, dict):
        return None, [Problem((), "expected keys such as feeds:, found something else", 1)]
    try:
        return Config.model_validate(data), []
    except ValidationError as error:
        return None, _joined([_problem(dict(fault), data, document) for fault in error.errors(include_url=False)])


def _joined(problems: list[Problem]) -> list[Problem]:
    """One problem a place: what each member of a union would have taken is one expectation."""
    by_path: dict[Path_, list[Problem]] = {}
    for problem in problems:
        by_path.setdefault(problem.path, []).append(problem)
    return [Problem(path, _either([p.text for p in found]), found[0].line) for path, found in by_path.items()]


def _either(texts: list[str]) -> str:
    return ", or ".join([text.partition(", found")[0] for text in texts[:-1]] + texts[-1:])


def _problem(fault: dict[str, Any], data: Any, document: Document) -> Problem:
    path = _data_path(fault["loc"], data)
    return Problem(path, _told(fault, path), document.line_of(path))


def _data_path(loc: tuple[str | int, ...], data: Any) -> Path_:
    """`loc` without the parts that pydantic adds for union members, which are not in the file."""
    path: list[str | int] = []
    for place, part in enumerate(loc):
        inside = (isinstance(data, dict) and part in data) or (isinstance(data, list) and isinstance(part, int))
        last = place == len(loc) - 1
        if inside:
            path.append(part)
            data = data[part]
        elif last and isinstance(data, dict) and part not in _MEMBERS:
            path.append(part)
    return tuple(path)


_MEMBERS = frozenset({"int", "literal['auto']", "constrained-int", "slack", "email", "webhook", "apprise"})
"""What pydantic calls the members of our unions."""


_IN_YAML = {
    "tuple_type": "expected a list",
    "model_type": "expected keys with values",
    "model_attributes_type": "expected keys with values",
    "dict_type": "expected keys with values",
    "too_short": "expected at least one entry",
    "string_too_short": "expected some text",
    "path_type": "expected a path",
}
"""What pydantic says in Python's words, in those of the file."""


def _told(fault: dict[str, Any], path: Path_) -> str:
    """The fault in words: what was expected, and what stands there unless that may be a secret."""
    kind, context = fault["type"], fault.get("ctx", {})
    if kind == "extra_forbidden":
        return _unknown(path)
    if kind == "missing":
        return "missing: this key is required"
    if kind == "union_tag_not_found":
        return "missing key type: expected one of slack, email, webhook, apprise"
    if kind == "union_tag_invalid":
        return f"unknown type: expected one of {context.get('expected_tags', '')}".replace("'", "")
    message = str(context["error"]) if "error" in context else _IN_YAML.get(kind, fault["msg"])
    message = message.replace("Input should be", "expected").replace("a valid integer", "an integer")
    message = message.replace("a valid ", "a ", 1)
    if kind == "string_pattern_mismatch":
        message = f"expected text of the form {context['pattern']}"
    if _may_be_secret(path):
        return message
    near = difflib.get_close_matches(str(fault.get("input")), re.findall(r"'([^']+)'", message), n=1)
    return f"{message}, found {_shown(fault.get('input'))}{f'; did you mean {near[0]}?' if near else ''}"


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…"


def _may_be_secret(path: Path_) -> bool:
    words = ("secret", "password", "token", "url", "headers", "key")
    return any(word in str(part).lower() for part in path for word in words)


def _unknown(path: Path_) -> str:
    known = sorted(_keys_at(path[:-1]))
    if path[-1] in known:
        return "unknown key here: it belongs to another type of sink"
    near = difflib.get_close_matches(str(path[-1]), known, n=1, cutoff=0.6)
    return f"unknown key; did you mean {near[0]}?" if near else f"unknown key; expected one of {', '.join(known)}"


def _keys_at(path: Path_) -> set[str]:
    """The keys that the model at `path` has; of all members where it is a union."""
    models: list[Any] = [Config]
    for part in path:
        following: list[Any] = []
        for model in models:
            if isinstance(part, int):
                following += _members(model)
            elif isinstance(model, type) and issubclass(model, BaseModel) and part in model.model_fields:
                following += _members(model.model_fields[part].annotation)
        models = following
    found = [model for model in models if isinstance(model, type) and issubclass(model, BaseModel)]
    return {field.alias or name for model in found for name, field in model.model_fields.items()}


def _members(annotation: Any) -> list[Any]:
    """The models inside an annotation: through Annotated, unions, tuples and the like."""
    if get_origin(annotation) in (Annotated, Union, UnionType, tuple, list, dict):
        return [inner for member in get_args(annotation) for inner in _members(member)]
    return [] if get_origin(annotation) is Literal else [annotation]


def _disagreements(config: Config, document: Document) -> list[Problem]:
    """Faults between keys, each of which is right by itself."""
    return [Problem(path, text, document.line_of(path)) for path, text in _faults_between(config)]


def _faults_between(config: Config) -> Iterator[tuple[Path_, str]]:
    yield from _doubled("feeds", [feed.url for feed in config.feeds], "url")
    yield from _doubled("watchlists", [watchlist.name for watchlist in config.watchlists], "name")
    yield from _doubled("sinks", [sink.name for sink in config.sinks], "name")
    known = [watchlist.name for watchlist in config.watchlists]
    for index, sink in enumerate(config.sinks):
        for name in sink.watchlists:
            if name not in known:
                text = f"names watchlist {name!r}, which is not defined{_nearest(name, known)}"
                yield ("sinks", index, "watchlists"), text
    polling = config.polling
    if polling.min_interval > polling.max_interval:
        yield ("polling", "min_interval"), "is above polling.max_interval"
    if config.web.enabled:
        yield ("web", "enabled"), "the web page is not built in this version"
    yield from _unanswerable(config)


def _unanswerable(config: Config) -> Iterator[tuple[Path_, str]]:
    """Secrets and addresses whose form can be checked without telling them."""
    schemes = {
        "redis": ("redis://", "rediss://", "unix://", "redis+sentinel://"),
        "slack": ("https://", "http://"),
        "webhook": ("https://", "http://"),
        "email": ("smtp://", "smtps://", "smtp+starttls://"),
    }
    if config.redis.url is not None and not _begins(config.redis.url, schemes["redis"]):
        yield ("redis", "url"), f"expected a URL that begins with {', '.join(schemes['redis'])}"
    for index, sink in enumerate(config.sinks):
        key = {"slack": "webhook_url", "email": "smtp_url"}.get(sink.type, "url")
        if sink.type in schemes and not _begins(getattr(sink, key), schemes[sink.type]):
            yield ("sinks", index, key), f"expected a URL that begins with {', '.join(schemes[sink.type])}"
        elif isinstance(sink, EmailSink):
            yield from _no_addresses(sink, index)


def _no_addresses(sink: EmailSink, index: int) -> Iterator[tuple[Path_, str]]:
    for path, text in ((("from",), sink.sender), *((("to", place), text) for place, text in enumerate(sink.to))):
        user, at, domain = parseaddr(text)[1].rpartition("@")
        if not (user and at and domain and text.isprintable()):
            yield ("sinks", index, *path), "expected an e-mail address such as duty@example.org"


def _begins(secret: SecretStr, schemes: tuple[str, ...]) -> bool:
    return secret.get_secret_value().lower().startswith(schemes)


def _doubled(section: str, names: list[str], key: str) -> Iterator[tuple[Path_, str]]:
    counted = Counter(names)
    for index, name in enumerate(names):
        if counted[name] > 1 and names.index(name) != index:
            yield (section, index, key), f"the same {key} as {section}[{names.index(name)}]"


def _nearest(name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    return f"; did you mean {near[0]!r}?" if near else ""


def _anchored(config: Config, base: Path) -> Config:
    """The configuration with its relative paths made relative to the file that they stand in."""
    return config.model_copy(
        update={
            "data_dir": base / config.data_dir.expanduser(),
            "feeds_opml": tuple(base / path.expanduser() for path in config.feeds_opml),
            "sinks": tuple(_anchored_sink(sink, base) for sink in config.sinks),
        }
    )


def _anchored_sink(sink: Sink, base: Path) -> Sink:
    if not isinstance(sink, EmailSink) or sink.ca_bundle is None:
        return sink
    return sink.model_copy(update={"ca_bundle": base / sink.ca_bundle.expanduser()})
