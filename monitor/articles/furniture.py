"""Lines of a page that are no part of its article: the headline again, share buttons, newsletters, links onward.

Rules look at one line and where it stands. A line that tells something is kept in doubt: losing a sentence of a
report costs more than reading a button's label.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

_NEAR_HEAD = 4
_TAIL_SHARE = 0.4


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """The sections of furniture.txt, each as one pattern."""
    sections: dict[str, list[str]] = {}
    for line in files("monitor.articles").joinpath("furniture.txt").read_text(encoding="utf-8").splitlines():
        if match := re.match(r"\[(\w+)\]", line):
            current = sections.setdefault(match[1], [])
        elif line and not line.startswith("#"):
            current.append(line)
    return {name: re.compile("|".join(lines), re.IGNORECASE) for name, lines in sections.items()}


def _is(kind: str, line: str) -> bool:
    return _patterns()[kind].fullmatch(line) is not None


def without_furniture(text: str, *, titles: tuple[str, ...] = ()) -> str:
    """`text` (a paragraph a line) without lines that are furniture; `titles` are the page's own names for itself."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    lines = _without_head(lines, {_key(title) for title in titles if title})
    lines = _without_tail(lines)
    return "\n".join(line for line in lines if not _is("anywhere", line))


def _key(line: str) -> str:
    return re.sub(r"\W+", " ", line).strip().lower()


def _without_head(lines: list[str], titles: set[str]) -> list[str]:
    """Without the headline, byline and date lines that stand before the article."""
    head = [line for line in lines[:_NEAR_HEAD] if _key(line) not in titles and not _is("head", line)]
    return head + lines[_NEAR_HEAD:]


def _without_tail(lines: list[str]) -> list[str]:
    """Cut at a heading that opens the links onward, where it stands in the last part and no long text follows."""
    first = int(len(lines) * (1 - _TAIL_SHARE))
    for index in range(first, len(lines)):
        if _is("tail_heading", lines[index]) and not _tells(lines[index + 1 :]):
            lines = lines[:index]
            break
    while len(lines) > 1 and (_is("signature", lines[-1]) or _is("anywhere", lines[-1])):
        lines = lines[:-1]
    return lines


def _tells(rest: list[str]) -> bool:
    """Whether an article seems to go on: several paragraphs of running text."""
    return sum(len(line) > 200 and line.count(". ") >= 1 for line in rest) >= 2
