"""YAML into plain data: scalars of YAML 1.2, lines of every path, the environment, files of secrets, hostile forms."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from monitor.config.document import Document, read_document

HERE = Path("/etc/monitor")


def read(text: str, environ: dict[str, str] | None = None, base: Path = HERE) -> Document:
    """A document, with an environment of the test's own."""
    return read_document(text, base=base, environ=environ or {})


def faults(document: Document) -> list[tuple[str, int | None]]:
    """What is wrong with a document, and on which line."""
    return [(problem.text, problem.line) for problem in document.problems]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("NO", "NO"), ("no", "no"), ("yes", "yes"), ("on", "on"), ("off", "off"), ("y", "y"), ("true", True), ("FALSE", False), ("tRUE", "tRUE"),
        ("22:00", "22:00"), ("1_000", "1_000"), ("010", 10.0), ("0o17", "0o17"), ("0x1f", "0x1f"), ("12", 12), ("-3", -3), ("+3", 3),
        ("0", 0), ("1.5", 1.5), (".5", 0.5), ("1e3", 1000.0), (".inf", ".inf"), (".nan", ".nan"), ("~", None), ("null", None), ("", None),
        ("2026-05-04", "2026-05-04"), ("'12'", "12"), ('"true"', "true"), ("=", "="), ("5m", "5m"), ("1.2.3", "1.2.3"),
    ],
)  # fmt: skip
def test_scalars_are_those_of_yaml_1_2(written: str, value: object) -> None:
    """Only true and false are truth values; no octal (010 is ten), sexagesimal, dates, infinities; quotes keep text."""
    data = read(f"key: {written}").data
    assert data == {"key": value}
    assert type(data["key"]) is type(value)


@pytest.mark.parametrize("text", ["", "# nothing\n", "---\n", "\n\n"])
def test_nothing_is_nothing(text: str) -> None:
    """An empty file has neither data nor faults."""
    document = read(text)
    assert (document.data, document.problems) == (None, [])


def test_every_path_has_its_line() -> None:
    """Keys, items of lists, flow style; what is not there has the line of what is around it."""
    document = read("a: 1\nb:\n  - x: 1\n    y: 2\n  - {x: 3,\n     y: 4}\n")
    lines = {("a",): 1, ("b",): 2, ("b", 0, "x"): 3, ("b", 0, "y"): 4, ("b", 1): 5, ("b", 1, "y"): 6}
    assert {path: document.line_of(path) for path in lines} == lines
    assert document.line_of(("b", 0, "none")) == 3
    assert document.line_of(("none",)) == 1


@pytest.mark.parametrize(
    ("text", "environ", "value"),
    [
        ("${A}", {"A": "x"}, "x"), ("a-${A}-${B}", {"A": "1", "B": "2"}, "a-1-2"), ("${A:-y}", {}, "y"), ("${A:-y}", {"A": "x"}, "x"),
        ("${A:-y}", {"A": ""}, "y"), ("${A:-}", {}, None), ("'${A:-}'", {}, None), ("${A}", {"A": "7"}, 7), ("'${A}'", {"A": "7"}, "7"),
        ('"${A}"', {"A": "true"}, "true"), ("${A}", {"A": "true"}, True), ("${A}", {"A": "NO"}, "NO"), ("$${A}", {"A": "x"}, "${A}"),
        ("${A:-a b}", {}, "a b"), ("$A", {"A": "x"}, "$A"), ("${}", {}, "${}"), ("${1A}", {}, "${1A}"), ("${A", {"A": "x"}, "${A"),
        ("${A:-${B}}", {"B": "x"}, "${B}"), ("${A}", {"A": "${B}", "B": "no"}, "${B}"),
    ],
)  # fmt: skip
def test_the_environment_is_filled_in(text: str, environ: dict[str, str], value: object) -> None:
    """Defaults stand in for what is unset or empty; quotes keep text; what is filled in is not filled again."""
    document = read(f"key: {text}", environ)
    assert document.data == {"key": value}
    assert document.problems == []


def test_each_variable_that_is_not_set_is_told_at_its_line() -> None:
    """By name; nothing of the text around it, which may be a secret."""
    document = read("a: x\nb: 'https://h/${ONE}/${TWO}'\n")
    assert faults(document) == [
        ("environment variable ONE is not set", 2),
        ("environment variable TWO is not set", 2),
    ]


FORMS = {
    "an unknown tag": ("a: 1\nb: !foo bar\n", 2),
    "a Python object": ("b: !!python/name:os.system ''\n", 1),
    "a number that is none": ("b: !!int abc\n", 1),
    "a date that is none": ("\n\nb: !!timestamp nope\n", 3),
    "a number of 5,000 digits": (f"b: {'9' * 5000}\n", 1),
}


@pytest.mark.parametrize("name", FORMS)
def test_a_scalar_that_stands_for_nothing_is_one_fault_at_its_line(name: str) -> None:
    """Tags run nothing and bring nothing down; the rest of the file is read on."""
    text, line = FORMS[name]
    document = read(text + "c: 3\n")
    assert faults(document) == [("cannot be read as what its tag or its form says", line)]
    assert document.data["b"] is None
    assert document.data["c"] == 3


@pytest.mark.parametrize(
    ("text", "told", "line"),
    [
        ("a: [1, 2", "not valid YAML", 1),
        ("a: 1\n\tb: 2\n", "not valid YAML: found character '\\t'", 2),
        ("a: 1\n---\nb: 2\n", "not valid YAML: but found another document", 2),
        ("a: &x 1\nb: *x\n", "not valid YAML: aliases (*name) are not supported", 2),
        ("a: *gone\n", "not valid YAML: aliases (*name) are not supported", 1),
        ("a: 'open\n", "not valid YAML", 2),
        ("a: b: c\n", "not valid YAML: mapping values are not allowed here", 1),
        ("a: \x00\n", "not valid YAML: unacceptable character #x0000", None),
        ("[" * 5000, "not valid YAML: nested too deeply", None),
    ],
)
def test_what_is_no_yaml_is_one_fault_with_its_line(text: str, told: str, line: int | None) -> None:
    """Never an exception; there is no data then."""
    document = read(text)
    ((found, where),) = faults(document)
    assert found.startswith(told)
    assert where == line
    assert document.data is None


def test_a_bomb_of_aliases_unfolds_to_nothing() -> None:
    """Nine lines that would be gigabytes are refused at the first alias."""
    rows = ["a: &a [x, x, x, x, x, x, x, x, x]"] + [f"{k}: &{k} [{', '.join(['*' + j] * 9)}]" for j, k in zip("abcdefg", "bcdefgh", strict=True)]
    assert faults(read("\n".join(rows))) == [("not valid YAML: aliases (*name) are not supported", 2)]


def test_keys_are_text_and_the_first_of_two_counts() -> None:
    """A number as key is its text; a key that is given again is a fault at its second line."""
    document = read("1: x\ntrue: y\na: 1\nb: 2\na: 3\n")
    assert document.data == {"1": "x", "true": "y", "a": 1, "b": 2}
    assert faults(document) == [("given twice (first on line 3)", 5)]


@pytest.fixture
def secrets(tmp_path: Path) -> Path:
    """A folder with files that hold, and do not hold, secrets."""
    (tmp_path / "good").write_text("  s3cret\n\n")
    (tmp_path / "empty").write_text("")
    (tmp_path / "long").write_text("x" * 70_000)
    (tmp_path / "bytes").write_bytes(b"\xff\xfe")
    (tmp_path / "dollar").write_text("${HOME}")
    return tmp_path


@pytest.mark.parametrize(
    ("place", "value"), [("good", "s3cret"), ("./good", "s3cret"), ("empty", ""), ("long", "x" * 65_536), ("dollar", "${HOME}")]
)
def test_a_file_stands_for_its_key(secrets: Path, place: str, value: str) -> None:
    """Stripped, bounded, relative to the configuration, and not filled in: a secret may hold any character."""
    document = read(f"secret_file: {place}\n", base=secrets)
    assert (document.data, document.problems) == ({"secret": value}, [])
    assert document.line_of(("secret",)) == 1


def test_the_name_of_a_file_is_filled_in(secrets: Path) -> None:
    """`secret_file: ${DIR}/good`, as containers mount them."""
    assert read("secret_file: ${DIR}/good", {"DIR": str(secrets)}).data == {"secret": "s3cret"}


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("gone", "cannot read gone: No such file or directory"),
        (".", "cannot read .: Is a directory"),
        ("bytes", "cannot read bytes: not UTF-8 text"),
        ("[good]", "expected the path of a file"),
        ("7", "expected the path of a file"),
        ("", "expected the path of a file"),
    ],
)
def test_a_file_that_cannot_be_read_is_told(secrets: Path, place: str, told: str) -> None:
    """With what the system says; the key then is not there at all."""
    document = read(f"a: 1\nsecret_file: {place}\n", base=secrets)
    assert faults(document) == [(told, 2)]
    assert document.data == {"a": 1}


def test_a_key_beside_its_file_is_a_fault_in_either_order(secrets: Path) -> None:
    """Which of the two was meant is not guessed; the value itself stays."""
    for text in ("secret: x\nsecret_file: good\n", "secret_file: good\nsecret: x\n"):
        document = read(text, base=secrets)
        assert [problem.text for problem in document.problems] == ["given beside secret: expected one of the two"]
        assert document.data == {"secret": "x"}


@pytest.mark.parametrize(("text", "data"), [("_file: x", {"_file": "x"}), ("profile: x", {"profile": "x"}), ("file: x", {"file": "x"})])
def test_only_the_ending_marks_a_file(text: str, data: dict[str, Any]) -> None:
    """A key that merely sounds like it is left alone."""
    assert read(text).data == data
