"""Scores the facts of alerts against readers' answers: what of the news event is right, missing, wrong or invented.

    python -m benchmarks.measure_facts SHARED [--set held|seen|all] [--source feed|lgl|plover|written] [--wrong FIELD]

benchmarks/facts holds the answers (see benchmarks/answered.py; SHARED holds corpus/), names of over four words left
out. Detection was developed and its encoder trained on seen_*; held_* was measured only.

`attack` and `escalation` are F1, precision and recall; every other line is of items where reader and detector both see
an attack. Types, stages, countries and counts are right if equal; a date if one names the other's day at its own
precision; names in the text's words (place, perpetrator, target, weapon) if they share a telling word. Where the reader
gives nothing, an answer counts as invented.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from benchmarks.answered import items
from monitor.detection.pipeline import Detector
from monitor.domain.detection import Detection, Event, Figure
from monitor.domain.document import Document
from monitor.domain.taxonomy import Role

_SLIGHT = frozenset({"the", "and", "for", "with", "from", "near"})
EXACT = ("type", "stage", "country", "killed", "injured", "basis")
LIKE = ("place", "perpetrator", "target", "weapon")


class Tally:
    """Counts of answers by field, and the wrong ones of one field printed as they come."""

    def __init__(self, wrong: str | None) -> None:
        self.counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._wrong = wrong

    def note(self, field: str, verdict: str, document: Document, ours: object, theirs: object) -> None:
        """Counts one answer. Verdicts: hit, extra, missed, quiet (of sets); right, wrong, none, absent, invented."""
        self.counts[field][verdict] += 1
        if field == self._wrong and verdict not in {"hit", "quiet", "right", "absent"}:
            print(f"--- {document.id} {verdict}: reader {theirs}, we {ours}")
            print(f"{document.title} || {document.body[:900]}\n")

    def show(self) -> None:
        """One line a field."""
        for field, seen in self.counts.items():
            if seen.keys() & {"hit", "extra", "missed"}:
                precision = seen["hit"] / max(1, seen["hit"] + seen["extra"])
                recall = seen["hit"] / max(1, seen["hit"] + seen["missed"])
                f1 = 2 * precision * recall / max(1e-9, precision + recall)
                total = seen["hit"] + seen["missed"]
                print(f"{field:12} F1 {f1:.3f} precision {precision:.3f} recall {recall:.3f} of {total}")
            else:
                given = seen["right"] + seen["wrong"] + seen["none"]
                blank = seen["absent"] + seen["invented"]
                told = f"{seen['right'] / max(1, given):.3f} of {given} (none {seen['none']}, wrong {seen['wrong']})"
                print(f"{field:12} right {told}, invented {seen['invented']} of {blank}")


def score(detection: Detection, document: Document, answer: dict[str, Any], tally: Tally, *, dated: bool) -> None:
    """Counts one detection against the reader's answer; what the reader calls borderline is left out."""
    if answer["attack"] == "borderline":
        return
    attack = answer["attack"] == "yes"
    verdict = ("hit" if attack else "extra") if detection.attack else ("missed" if attack else "quiet")
    tally.note("attack", verdict, document, detection.score, answer["attack"])
    ours = {told.kind.value for told in detection.escalation}
    theirs = {told["kind"] for told in answer.get("escalation") or []}
    for kind in ours | theirs:
        tally.note("escalation", _of_sets(kind, ours, theirs), document, ours, theirs)
    if attack and detection.attack and detection.events:
        event = next((e for e in detection.events if e.role is Role.NEWS), detection.events[0])
        _score_event(event, document, answer, tally, dated=dated)


def _of_sets(kind: str, ours: set[str], theirs: set[str]) -> str:
    if kind in ours:
        return "hit" if kind in theirs else "extra"
    return "missed"


def _score_event(event: Event, document: Document, answer: dict[str, Any], tally: Tally, *, dated: bool) -> None:
    given = _answers(event)
    for field in EXACT:
        theirs = answer.get(field)
        if field != "basis" or answer.get("perpetrator"):
            verdict = _verdict(given[field], theirs, same=given[field] == theirs)
            tally.note(field, verdict, document, given[field], theirs)
    for field in filter(answer.__contains__, LIKE):
        ours, theirs = given[field], answer.get(field)
        tally.note(field, _verdict(ours, theirs, same=bool(_words(ours) & _words(theirs))), document, ours, theirs)
    if dated and answer.get("date"):
        ours, theirs = event.date, answer["date"][:10]
        same = ours is not None and (ours.startswith(theirs) or theirs.startswith(ours))
        tally.note("date", _verdict(ours, theirs, same=same), document, ours, theirs)


def _answers(event: Event) -> dict[str, Any]:
    place = event.place
    return {
        "type": event.type.value,
        "stage": event.stage.value,
        "country": place.country_code if place else None,
        "killed": _range(event.killed),
        "injured": _range(event.injured),
        "basis": event.perpetrator.basis.value if event.perpetrator else None,
        "place": " ".join(filter(None, (place.name, place.text))) if place else None,
        "perpetrator": event.perpetrator.name if event.perpetrator else None,
        "target": event.target,
        "weapon": event.weapon,
    }


def _verdict(ours: object, theirs: object, *, same: bool) -> str:
    if theirs in (None, ""):
        return "absent" if ours in (None, "") else "invented"
    if same:
        return "right"
    return "none" if ours in (None, "") else "wrong"


def _range(figure: Figure | None) -> list[int | None] | None:
    return [figure.min, figure.max] if figure is not None else None


def _words(name: str | None) -> set[str]:
    return {word for word in re.findall(r"\w+", (name or "").lower()) if len(word) > 2 and word not in _SLIGHT}


def main() -> None:
    """Prints a line for each field."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path, help="folder with the corpora")
    parser.add_argument("--set", dest="chosen", choices=("held", "seen", "all"), default="held")
    parser.add_argument("--source", choices=("feed", "lgl", "plover", "written"))
    parser.add_argument("--wrong", help="print the items where this field is not right")
    args = parser.parse_args()
    detector, tally = Detector(), Tally(args.wrong)
    for source, document, answer in items(args.shared, args.chosen):
        if args.source in (source, None):
            score(detector.detect(document), document, answer, tally, dated=source != "plover")
    tally.show()


if __name__ == "__main__":
    main()
