"""`make evaluate`: detection's figures on the project's own labelled set, by class; with a corpus also its scorer's.

python -m benchmarks.evaluate [--mistakes] [--shared PATH]
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.quality.measure import by_class, detect, figures, items

SCORES = ("detection --half a", "detection --half b", "escalation", "facts", "muc", "plover", "seed")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mistakes", action="store_true", help="print each item that was got wrong")
    parser.add_argument("--shared", type=Path, help="folder with tools/score.py and its corpora")
    args = parser.parse_args()
    pairs = detect(items())
    for name, part in (
        ("held out", [p for p in pairs if p[0].held_out]),
        ("trained on", [p for p in pairs if not p[0].held_out]),
    ):
        f = figures(part)
        print(
            f"{name} ({len(part)}): attack P {f.precision:.3f} R {f.recall:.3f} F1 {f.f1:.3f}; "
            f"type right {f.type_right:.3f}; escalation F1 {f.escalation_f1:.3f}"
        )
    print("right by class, held out:")
    for trap, (right, count) in by_class([p for p in pairs if p[0].held_out]).items():
        print(f"  {trap:12} {right}/{count}")
    if args.mistakes:
        for item, found in pairs:
            if item.attack != found.attack or (item.attack and (not found.news or found.news[0].type is not item.type)):
                kinds = [e.type.value for e in found.events]
                print(f"{item.id} {item.trap} want {item.attack} {item.type} got {found.score} {kinds}: {item.title}")
    if args.shared:
        monitor = Path(sys.executable).with_name("monitor")
        for score in SCORES:
            subprocess.run(
                [sys.executable, args.shared / "tools/score.py", *score.split(), "--monitor", monitor], check=False
            )


if __name__ == "__main__":
    main()
