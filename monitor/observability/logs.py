"""Logs: one JSON object a line on stderr, or readable lines where a person sits at a terminal.

Whatever is logged comes out as one valid line: control characters, lone surrogates, NaN, bytes and foreign objects are
made harmless, secrets masked, tracebacks printed without local variables, long values cut.
"""

from __future__ import annotations

import json
import logging
import math
import re
import reprlib
import sys
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import Enum
from types import TracebackType
from typing import Any, Protocol

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from monitor.config.schema import Config
from monitor.observability.redaction import MASK, Redactor, find_secrets, is_secret_name

_LONGEST = 8_000
"""Characters of one value; a traceback is longer than any honest field."""
_LONGEST_TRACEBACK = 20_000
_DEEPEST = 6
_MOST_ITEMS = 200
_LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}
# What a terminal or a line reader would act upon: C0, DEL, C1, line and paragraph separators, direction overrides.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_UNSAFE_IN_BLOCK = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_repr = reprlib.Repr()
_repr.maxother = 300


class LogStream(Protocol):
    """Where lines go."""

    def write(self, text: str, /) -> object:
        """Takes a line with its newline."""
        ...

    def flush(self) -> object:
        """Sends on what is held back."""
        ...


def configure(config: Config, *, role: str, stream: LogStream | None = None, terminal: bool | None = None) -> None:
    """Sends all logs of this process, structlog's and the standard library's, to `stream` (stderr where None).

    `terminal` None: readable where stderr is a terminal, JSON elsewhere.
    """
    target: LogStream = sys.stderr if stream is None else stream
    readable = sys.stderr.isatty() if terminal is None else terminal
    level = _LEVELS[config.logging.level]
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
        _Role(role),
        structlog.processors.format_exc_info,
        _clean,
    ]
    _secrets.clear()
    learn_secrets(config)
    renderer: Processor = structlog.dev.ConsoleRenderer() if readable else _to_json_line
    _route_standard_library(shared, renderer, target)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    sys.excepthook = _log_uncaught


def learn_secrets(config: Config) -> None:
    """Masks the secrets of a configuration that was read anew, too; those known before stay masked."""
    _secrets.update(find_secrets(config))
    _clean.use(Redactor(_secrets))


def _route_standard_library(shared: list[Processor], renderer: Processor, target: LogStream) -> None:
    """Libraries' own warnings go the same way, through the same cleaning."""
    handler = logging.StreamHandler(target)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[_name_logger, *shared],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    # structlog's filter has decided already: its records pass whatever the root's level is.
    logging.getLogger("monitor").setLevel(logging.DEBUG)
    logging.captureWarnings(True)


def get_logger(name: str = "monitor") -> Any:
    """A structlog logger; call it as `log.info("event_name", field=value)`."""
    return structlog.get_logger(name if name.startswith("monitor") else f"monitor.{name}")


class _Role:
    """Adds which role speaks."""

    def __init__(self, role: str) -> None:
        self._role = role

    def __call__(self, _logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        event.setdefault("role", self._role)
        return event


class Cleaner:
    """Makes every field harmless and free of secrets; the event itself too."""

    def __init__(self, redact: Redactor) -> None:
        self._redact = redact

    def use(self, redact: Redactor) -> None:
        """Redacts by `redact` from now on."""
        self._redact = redact

    def __call__(self, _logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        """The event with clean keys and values; structlog's own bookkeeping is left alone."""
        clean: EventDict = {}
        for key, value in event.items():
            if key in {"_record", "_from_structlog"}:
                clean[key] = value
            elif key == "exception":
                clean[key] = _UNSAFE_IN_BLOCK.sub(_escape, self._redact(_encodable(str(value)))[:_LONGEST_TRACEBACK])
            else:
                clean[self._text(key)] = MASK if is_secret_name(str(key)) else self._value(value, _DEEPEST)
        return clean

    def _value(self, value: object, depth: int) -> object:
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, Enum):
            return self._value(value.value, depth)
        if isinstance(value, int | float):
            return _number(value)
        if isinstance(value, Mapping | list | tuple | set | frozenset):
            return self._container(value, depth - 1) if depth else self._text("…")
        return self._text(_as_text(value))

    def _container(self, value: Any, depth: int) -> object:
        if isinstance(value, Mapping):
            items = list(value.items())[:_MOST_ITEMS]
            return {
                self._text(_as_text(key)): MASK if is_secret_name(_as_text(key)) else self._value(item, depth)
                for key, item in items
            }
        return [self._value(item, depth) for item in list(value)[:_MOST_ITEMS]]

    def _text(self, text: str) -> str:
        return _UNSAFE.sub(_escape, self._redact(_encodable(text))[:_LONGEST])


_secrets: set[str] = set()
"""Of all configurations that this process has read."""
_clean = Cleaner(Redactor())


def _as_text(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value)[: _LONGEST * 4].decode("utf-8", "backslashreplace")
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return f"{value.total_seconds():g}s"
    if isinstance(value, BaseException):
        return f"{type(value).__name__}: {value}"
    return _repr.repr_instance(value, 1)  # survives a __repr__ that raises


def _number(value: int | float) -> int | float | str:
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else str(float(value))
    # Other readers of JSON have 64 bits at most; Python itself refuses to print very long integers.
    return int(value) if abs(value) < 2**63 else f"{float(value):g}" if abs(value) < 2**1000 else "huge"


def _encodable(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def _to_json_line(_logger: WrappedLogger, _method: str, event: EventDict) -> str:
    first = {name: event.pop(name) for name in ("at", "level", "role", "event") if name in event}
    return json.dumps({**first, **event}, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _name_logger(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    record: logging.LogRecord | None = event.get("_record")
    if record is not None:
        event["logger"] = record.name
    return event


def _log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    get_logger().error("uncaught", exc_info=(kind, error, trace))
