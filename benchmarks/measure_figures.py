"""Measures dates and casualty counts alone, without the rest of detection: one event a document.

    python benchmarks/measure_figures.py SHARED [--wrong killed|injured|date|news] [--limit N]

SHARED is the folder that holds corpus/. Texts are printed for reading only, never kept.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from monitor.detection.draft import Anchor, Draft
from monitor.detection.howmany import Figures, assign_figures, find_casualties
from monitor.detection.text import Text
from monitor.detection.when import Dated, assign_dates, find_dates
from monitor.domain.document import Document
from monitor.domain.taxonomy import EventType, Role, Stage

_SHOOTING = re.compile(r"\b(?:shooting|shot|shoots|gunfire|gunned|gunman|homicide|murder|killed|slain)\b")
_ATTACK = re.compile(
    r"\b(?:shooting|shot|shoots|gunfire|attack(?:s|ed)?|strikes?|struck|bomb\w*|blast|explo\w+|stab\w*|drones?|missiles?"
    r"|rockets?|shell\w*|kill\w*|raids?|clash\w*|hit|abduct\w*|kidnap\w*|murder\w*)\b"
)


def rows(shared: Path, name: str) -> Iterator[dict[str, Any]]:
    with gzip.open(shared / "corpus" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def document(row: dict[str, Any]) -> Document:
    published = datetime.fromisoformat(row["published"]) if row.get("published") else None
    return Document(id=row["id"], title=row["title"], text=row["text"], published=published)


def whole_text_draft(text: Text, words: re.Pattern[str], kind: EventType) -> Draft:
    """One event that owns every sentence, with an anchor at every attack word."""
    anchors = []
    for match in words.finditer(text.folded):
        sentence = text.sentence_at(match.start())
        if sentence is not None:
            anchors.append(Anchor(match.start(), match.end(), sentence.index, kind, match[0]))
    return Draft(
        type=kind,
        stage=Stage.ACCOMPLISHED,
        role=Role.NEWS,
        anchors=tuple(anchors) or (Anchor(0, 1, 0, kind, ""),),
        sentences=tuple(range(len(text.sentences))),
    )


def read(row: dict[str, Any], words: re.Pattern[str], kind: EventType, zone: str | None) -> tuple[Figures, Dated, Text]:
    doc = document(row)
    text = Text(doc)
    drafts = [whole_text_draft(text, words, kind)]
    dated = assign_dates(text, drafts, find_dates(text, doc.published), doc.published, [zone])[0]
    return assign_figures(text, drafts)[0], dated, text


def least(figures: Figures, fate: str) -> int:
    figure = getattr(figures, fate)
    return figure.min if figure is not None and figure.min is not None else 0


def gun_violence(shared: Path, wrong: str | None, limit: int) -> None:
    count: Counter[str] = Counter()
    started = time.perf_counter()
    for row in rows(shared, "gun_violence_dev"):
        figures, dated, text = read(row, _SHOOTING, EventType.SHOOTING, "America/Chicago")
        count["n"] += 1
        for fate, usual in (("killed", 1), ("injured", 0)):
            want, got = row[f"num_{fate}"], least(figures, fate)
            count[fate] += got == want
            count[f"{fate} unusual"] += want != usual
            count[f"{fate} unusual right"] += want != usual and got == want
            if wrong == fate and got != want and count["shown"] < limit:
                count["shown"] += 1
                show(row, text, f"want {fate} {want}, got {getattr(figures, fate)}")
        try:
            day = datetime.strptime(row["date"], "%B %d, %Y").date().isoformat()  # noqa: DTZ007
        except (TypeError, ValueError):
            continue
        count["date"] += dated.date == day
        if wrong == "date" and dated.date != day and count["shown"] < limit:
            count["shown"] += 1
            show(row, text, f"published {row['published'][:10]} want {day}, got {dated.date} {dated.date_text!r}")
    seconds = time.perf_counter() - started
    n = count["n"]
    print(f"gun_violence_dev: {', '.join(f'{k} {count[k] / n:.3f}' for k in ('killed', 'injured', 'date'))}")
    for fate in ("killed", "injured"):
        part, whole = count[f"{fate} unusual right"], count[f"{fate} unusual"]
        print(f"  where {fate} is unusual: {part}/{whole} = {part / whole:.3f}")
    print(f"  {seconds / n * 1000:.2f} ms a document, sentences and tokens included")


def news(shared: Path, wrong: str | None, limit: int) -> None:
    count: Counter[str] = Counter()
    for row in rows(shared, "news_dev"):
        labels = row["labels"]
        if row["half"] != "a" or labels["attack"] != "yes":
            continue
        kind = EventType(labels["type"]) if labels["type"] else EventType.ATTACK
        figures, dated, text = read(row, _ATTACK, kind, None)
        for fate in ("killed", "injured"):
            want, figure = labels[fate], getattr(figures, fate)
            if want is None:
                bad = bool(figure and not figure.stated_none)
                count[f"{fate} none"] += 1
                count[f"{fate} invented"] += bad
            else:
                bad = not (figure and figure.min == want[0] and (want[1] is None or figure.max == want[1]))
                count[f"{fate} labelled"] += 1
                count[f"{fate} right"] += not bad
            if bad and wrong == "news" and count["shown"] < limit:
                count["shown"] += 1
                show(row, text, f"want {fate} {want}, got {figure} | {dated.date} {dated.date_text!r}")
    for fate in ("killed", "injured"):
        print(
            f"news_dev a {fate}: right {count[f'{fate} right']}/{count[f'{fate} labelled']}, "
            f"invented {count[f'{fate} invented']}/{count[f'{fate} none']}"
        )


def show(row: dict[str, Any], text: Text, what: str) -> None:
    print(f"--- {row['id']} {what}\n    {row['title'][:150]}")
    for casualty in find_casualties(text):
        marks = {"T": casualty.toll, "C": casualty.cumulative, "+": casualty.additional, "0": casualty.none}
        flags = "".join(mark for mark, on in marks.items() if on)
        words = text.full[casualty.start : casualty.end]
        around = text.sentences[casualty.sentence].text[:200]
        print(f"    {casualty.sentence} {casualty.fate} {casualty.low}-{casualty.high} {flags} [{words}] {around!r}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--wrong", choices=["killed", "injured", "date", "news"])
    parser.add_argument("--limit", type=int, default=40)
    args = parser.parse_args()
    gun_violence(args.shared, args.wrong, args.limit)
    news(args.shared, args.wrong, args.limit)


if __name__ == "__main__":
    main()
