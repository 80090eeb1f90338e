"""Whatever is logged is one valid, harmless line of JSON in UTF-8 (R49, R56), without secrets (R48)."""

from __future__ import annotations

import io
import json
import logging
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.config.schema import Config
from monitor.observability.logs import configure, get_logger

CANARY = "canary-8d1f00"
text = st.text(st.characters(codec=None, exclude_categories=()), max_size=40) | st.sampled_from(
    ["a\nb", "\x1b[31mred", "\r", "\x00", "\u2028", "\x85", "\u202egnp", "\ud800", "\x9b2J", "\ufeff"]
)
leaf = text | st.binary(max_size=20) | st.floats() | st.integers() | st.none() | st.booleans() | st.datetimes()
value = st.recursive(leaf, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(leaf, inner, max_size=4), max_leaves=12)
UNSAFE = {chr(code) for code in (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029, *range(0x202A, 0x202F), 0xFEFF)}


@pytest.fixture
def log_lines(tmp_path: Path) -> Iterator[Callable[[Callable[[], None]], list[str]]]:
    """Logs as a service does, into memory; gives the lines that an action wrote."""
    config = Config.model_validate({"data_dir": tmp_path, "redis": {"url": f"redis://:{CANARY}@localhost/0"}})
    stream = io.StringIO()
    before = logging.getLogger().handlers[:], sys.excepthook
    configure(config, role="test", stream=stream, terminal=False)

    def capture(action: Callable[[], None]) -> list[str]:
        stream.seek(0)
        stream.truncate()
        action()
        return stream.getvalue().split("\n")

    yield capture
    logging.getLogger().handlers[:], sys.excepthook = before
    logging.captureWarnings(False)
    structlog.reset_defaults()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(event=text, field=value)
def test_any_field_gives_one_valid_line(log_lines: Any, event: str, field: object) -> None:
    """One JSON object, one line, encodable, no character that a terminal or a line reader acts upon."""
    *lines, rest = log_lines(lambda: get_logger().info(event, field=field))
    assert (len(lines), rest) == (1, "")
    line = lines[0].encode("utf-8").decode("utf-8")
    assert not UNSAFE & set(line)
    strict = json.loads(line, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
    assert strict["role"] == "test"


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=text, after=text)
def test_no_secret_gets_out(log_lines: Any, before: str, after: str) -> None:
    """A configured secret is masked inside any text, key, list, bytes or exception."""
    secret = f"{before}{CANARY}{after}"

    def act() -> None:
        error = ValueError(secret)
        get_logger().error(secret, exc_info=error, error=error, deep=[{secret: secret.encode("utf-8", "replace")}])
        logging.getLogger("some.library").warning("seen %s", secret)

    assert CANARY not in "".join(log_lines(act))


class _Rude:
    def __repr__(self) -> str:
        raise RuntimeError("no")


@pytest.mark.parametrize(
    ("field", "shown"),
    [
        (float("nan"), "nan"),
        (float("-inf"), "-inf"),
        (b"\xff\xfe", "\\xff\\xfe"),
        ("\ud800", "\\ud800"),
        ("a\x1b[2Jb", "a\\u001b[2Jb"),
        (10**400, "huge"),
        (2**70, "1.18059e+21"),
        (True, True),
        (7, 7),
    ],
)
def test_how_awkward_values_are_shown(log_lines: Any, field: object, shown: object) -> None:
    """Values that JSON or a terminal cannot take are shown, not lost."""
    assert json.loads(log_lines(lambda: get_logger().info("x", field=field))[0])["field"] == shown


def test_foreign_objects_and_deep_nests_survive(log_lines: Any) -> None:
    """An object whose repr raises, and a list that holds itself."""
    nest: list[object] = [_Rude()]
    nest.append(nest)
    line = log_lines(lambda: get_logger().info("x", field=nest))[0]
    assert "_Rude instance" in json.loads(line)["field"][0]


def test_traceback_has_no_local_variables(log_lines: Any) -> None:
    """A traceback names lines of code, never what the variables held."""

    def act() -> None:
        password_in_a_local = "correct horse"  # noqa: F841 - the point is that it does not show
        try:
            {}["x"]
        except KeyError:
            get_logger().error("failed", exc_info=True)

    line = log_lines(act)[0]
    assert "KeyError" in line
    assert "= 'correct horse'" not in line


def test_secret_by_name(log_lines: Any) -> None:
    """A field called password is masked whatever it holds, at any depth."""
    line = json.loads(log_lines(lambda: get_logger().info("x", password="p", deep={"api_key": 1}))[0])
    assert (line["password"], line["deep"]["api_key"]) == ("***", "***")


def test_uncaught_exception_is_a_log_line(log_lines: Any) -> None:
    """What would have been a bare traceback on stderr is one line like all others."""
    error = RuntimeError(f"bad {CANARY}")
    line = json.loads(log_lines(lambda: sys.excepthook(RuntimeError, error, None))[0])
    assert (line["event"], line["level"]) == ("uncaught", "error")
    assert CANARY not in json.dumps(line)
