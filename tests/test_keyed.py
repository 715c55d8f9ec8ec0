"""What is embedded of texts is read where it is, in the order that is asked for, and what lies together at once."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest

from assistant.journal import Journal
from assistant.kept_tokens import SUMS, KeptTokens, write_tokens
from assistant.keyed import KEY, Known, Sources, write_vectors
from assistant.manifest import ROWS
from assistant.types import Embedded, UnusableIndex

DIMENSION, TOKEN = 2, 3


def key(i: int) -> bytes:
    return hashlib.sha256(str(i).encode()).digest()


def vector(i: int) -> list[float]:
    return [float(i), float(-i)]


def tokens(i: int) -> bytes:
    """Give a text as many tokens as its number says: none, one, two or three."""
    return bytes([i % 256] * TOKEN * (i % 4))


def make_known(folder: Path, *generations: list[int]) -> Known:
    known = Known()
    for number, held in enumerate(generations):
        place = folder / str(number)
        place.mkdir()
        keys = np.frombuffer(b"".join(map(key, held)), np.uint8).reshape(-1, KEY)
        write_tokens(place, keys, (i % 4 for i in held), map(tokens, held), TOKEN)
        known.add([key(i) for i in held], np.array([vector(i) for i in held], np.float32), KeptTokens(folder, place))
    return known


def make_journal(file: Path, held: list[int]) -> Journal:
    journal = Journal(file, DIMENSION, TOKEN)
    for i in held:
        rows = np.frombuffer(tokens(i), np.uint8).reshape(-1, TOKEN)
        journal.append(key(i), Embedded(np.array(vector(i), np.float32), rows))
    journal.flush()
    return journal


def test_what_lies_together_is_one_run(tmp_path: Path) -> None:
    known = make_known(tmp_path, [1, 2, 3, 4], [5, 6])
    asked = [2, 3, 4, 9, 1, 5, 6, 6, 3]
    runs = [(run, held is not None, row) for run, held, row in known.runs([key(i) for i in asked])]
    assert runs == [
        ([key(2), key(3), key(4)], True, 1),
        ([key(9)], False, 0),
        ([key(1)], True, 0),
        ([key(5), key(6)], True, 0),
        ([key(6)], True, 1),
        ([key(3)], True, 2),
    ]


def test_a_run_is_no_longer_than_what_is_read_at_once(tmp_path: Path) -> None:
    many = list(range(600))
    runs = [len(run) for run, _, _ in make_known(tmp_path, many).runs([key(i) for i in many])]
    assert runs == [256, 256, 88]


def test_texts_are_written_in_the_order_that_is_asked_for_whatever_holds_them(tmp_path: Path) -> None:
    with make_journal(tmp_path / "journal", [8, 7, 9]) as journal:
        sources = Sources(make_known(tmp_path, [1, 2, 3, 4], [5, 6]), journal)
        asked = [7, 2, 3, 4, 8, 1, 5, 6, 9, 3]
        keys = [key(i) for i in asked]
        write_vectors(tmp_path / "vectors.npy", keys, sources, DIMENSION)
        assert np.load(tmp_path / "vectors.npy").tolist() == [vector(i) for i in asked]
        assert list(sources.counts(keys)) == [i % 4 for i in asked]
        assert [bytes(found) for found in sources.tokens(keys)] == [tokens(i) for i in asked]


def test_a_flipped_byte_of_a_run_is_named_by_its_chunk(tmp_path: Path) -> None:
    known = make_known(tmp_path, [1, 2, 3])
    rows = tmp_path / "0" / ROWS
    content = bytearray(rows.read_bytes())
    content[-1] ^= 1
    rows.write_bytes(bytes(content))
    with pytest.raises(UnusableIndex, match="does not match its checksum at chunk 2"):
        list(Sources(known).tokens([key(i) for i in (1, 2, 3)]))
    assert [bytes(found) for found in Sources(known).tokens([key(1), key(2)])] == [tokens(1), tokens(2)]


def test_a_text_without_tokens_has_a_checksum_too(tmp_path: Path) -> None:
    make_known(tmp_path, [4, 1, 8])
    assert np.load(tmp_path / "0" / SUMS).tolist()[::2] == [0, 0]
