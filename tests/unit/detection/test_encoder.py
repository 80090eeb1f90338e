"""The encoder: word pieces, what it reads of a text, and that it answers alike wherever it runs."""

from __future__ import annotations

import os
import string
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.detection.encoder.model import DOUBT, MOST_PIECES, Encoder, Impression, encoder
from monitor.detection.encoder.wordpiece import WordPiece
from monitor.domain.taxonomy import EscalationKind, EventType

PIECES = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "rocket", "##s", "fell", "on", "kh", "##ark", "##iv", ".", "'", "e", "a"]
SPLIT = WordPiece(PIECES)
ATTACK = "Rockets hit a market in Kharkiv on Tuesday, killing four people, officials said."
REVIEW = "The new thriller is a blast: our critic gives the explosive finale five stars."


def pieces(title: str, body: str, most: int = 50) -> list[str]:
    ids, _ = SPLIT.encode(title, body, most)
    return [PIECES[i] for i in ids]


@pytest.mark.parametrize(
    ("title", "body", "expected"),
    [
        ("Rockets fell", "", "[CLS] rocket ##s fell [SEP]"),
        ("", "ROCKETS fell on Kharkiv.", "[CLS] rocket ##s fell on kh ##ark ##iv . [SEP]"),
        ("Rocket", "Rocket. Fell", "[CLS] rocket [SEP] fell [SEP]"),
        ("Rocket", "Rocket", "[CLS] rocket [SEP]"),
        ("é", "ê", "[CLS] e [SEP] e [SEP]"),
        ("zebra", "fell'on", "[CLS] [UNK] [SEP] fell ' on [SEP]"),
        ("x" * 5000, "", "[CLS] [UNK] [SEP]"),
        ("", "", "[CLS] [SEP]"),
    ],
)  # fmt: skip
def test_pieces(title: str, body: str, expected: str) -> None:
    """Lower case, no accents, greedy longest pieces, marks alone; a repeated title once; what is unknown is one piece."""
    assert " ".join(pieces(title, body)) == expected


def test_segments_tell_title_from_body() -> None:
    """The title with its marks is segment 0, the body segment 1."""
    assert SPLIT.encode("Rocket fell", "on Kharkiv", 50)[1] == [0, 0, 0, 0, 1, 1, 1, 1, 1]


def test_a_long_title_leaves_room_for_the_body() -> None:
    """Half of the room at most is the title's, and the whole never exceeds the room."""
    ids, segments = SPLIT.encode("rocket " * 100, "fell " * 100, 40)
    assert (len(ids), segments.count(0), segments.count(1)) == (40, 20, 20)


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_has_pieces_within_the_room(title: str, body: str) -> None:
    """No text raises, none exceeds the room, and ids are of the vocabulary."""
    ids, segments = SPLIT.encode(title, body, 30)
    assert 2 <= len(ids) == len(segments) <= 30
    assert set(ids) <= set(range(len(PIECES)))


def test_shipped_vocabulary_knows_each_letter() -> None:
    """No plain word falls to the unknown piece."""
    split = encoder()._pieces
    ids, _ = split.encode("", " ".join(string.ascii_lowercase) + " 0123456789 xqzjkvw", 100)
    assert 1 not in ids


def test_an_attack_is_told_from_a_review() -> None:
    """Not the words alone: a market hit by rockets against a thriller that is a blast."""
    attack, review = encoder().read("", ATTACK), encoder().read("", REVIEW)
    assert attack.attack > 1 > -1 > review.attack
    assert max(attack.types, key=attack.types.__getitem__) is EventType.SHELLING


def test_an_ultimatum_is_heard() -> None:
    """The kind that is plainly told stands out from the others."""
    heard = encoder().read("Army gives rebels 48 hours to leave the city or face attack", "")
    assert max(heard.escalation, key=heard.escalation.__getitem__) is EscalationKind.ULTIMATUM


def test_only_the_beginning_is_read() -> None:
    """What stands behind the last piece read changes nothing."""
    body = "The council met on Monday to speak of drains. " * 40
    assert encoder().read("Drains", body) == encoder().read("Drains", body + ATTACK)
    assert len(body.split()) > MOST_PIECES


def test_threads_and_forks_answer_alike() -> None:
    """The answer is the same from eight threads, and in a forked child, as workers are."""
    alone = encoder().read("", ATTACK)
    with ThreadPoolExecutor(8) as pool:
        assert set(map(_sum, pool.map(lambda _: encoder().read("", ATTACK), range(32)))) == {_sum(alone)}
    child = os.fork()
    if child == 0:
        os._exit(0 if _sum(encoder().read("", ATTACK)) == _sum(alone) else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def _sum(impression: Impression) -> float:
    return impression.attack + sum(impression.types.values()) + sum(impression.escalation.values())


@pytest.mark.parametrize("text", ["", " ", "\ud800", "\x00\x01", "😀" * 50, "كلمات", "a" * 10_000, "'" * 500])
def test_odd_texts_have_an_impression(text: str) -> None:
    """Empty, surrogate, control, emoji, foreign, endless: a finite answer, never an exception."""
    found = encoder().read(text, text)
    assert abs(_sum(found)) < 1e4


def alone(name: str) -> Encoder:
    """One of the shipped models without the other."""
    folder = files("monitor.detection.encoder")
    vocabulary = folder.joinpath("vocabulary.txt").read_text(encoding="utf-8").rstrip("\n")
    return Encoder(folder.joinpath(name).read_bytes(), vocabulary)


UNCERTAIN = [
    "Two hurt as quarrel at wedding turns violent",
    "Gunfire heard near barracks in the capital, cause unclear",
    "Man found dead with wounds in park",
    "Explosion at fuel depot, officials look into sabotage",
    "Protest ends with stones thrown at police",
    "Body of missing trader found in river, police suspect foul play",
]


def test_in_doubt_a_second_model_is_heard_as_well() -> None:
    """Where the first is sure its answer stands alone; else the mean of both is given."""
    first, second = alone("encoder.onnx"), alone("second.onnx")
    split = WordPiece(files("monitor.detection.encoder").joinpath("vocabulary.txt").read_text("utf-8").split("\n"))
    doubtful = 0
    for title in (ATTACK, REVIEW, *UNCERTAIN):
        ids, segments = split.encode(title, "", MOST_PIECES)
        one, other, both = (model.log_odds(ids, segments) for model in (first, second, encoder()))
        doubtful += abs(one[0]) < DOUBT
        assert np.allclose(both, one if abs(one[0]) >= DOUBT else (one + other) / 2, atol=1e-4), title
        assert not np.allclose(one, other, atol=0.01), title
    assert 0 < doubtful < 8
