"""What was embedded survives a build that dies, and damage ends it where it begins."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.journal import Journal
from assistant.types import Embedded

DIMENSION = 4
TOKEN = 3  # bytes
TOKENS = 2
RECORD = 32 + 4 + 4 * DIMENSION + TOKENS * TOKEN + 4  # bytes: key, count, vector, tokens, check


def key(i: int) -> bytes:
    return hashlib.sha256(str(i).encode()).digest()


def embedded(i: int, tokens: int = TOKENS) -> Embedded:
    return Embedded(np.full(DIMENSION, i, np.float32), np.full((tokens, TOKEN), i, np.uint8))


def write(path: Path, count: int) -> None:
    with Journal(path, DIMENSION, TOKEN) as journal:
        for i in range(count):
            journal.append(key(i), embedded(i))


def kept(path: Path) -> dict[bytes, tuple[list[float], list[list[int]]]]:
    with Journal(path, DIMENSION, TOKEN) as journal:
        return {name: (vector.tolist(), tokens.tolist()) for name, (vector, tokens) in journal.items()}


def expected(count: int) -> dict[bytes, tuple[list[float], list[list[int]]]]:
    return {key(i): ([float(i)] * DIMENSION, [[i] * TOKEN] * TOKENS) for i in range(count)}


def test_what_was_appended_is_kept(tmp_path: Path) -> None:
    write(tmp_path / "journal", 3)
    assert (tmp_path / "journal").stat().st_size == 3 * RECORD
    assert kept(tmp_path / "journal") == expected(3)


def test_what_was_flushed_is_there_before_the_journal_is_closed(tmp_path: Path) -> None:
    with Journal(tmp_path / "journal", DIMENSION, TOKEN) as journal:
        journal.append(key(0), embedded(0))
        journal.flush()
        assert (tmp_path / "journal").stat().st_size == RECORD


def test_a_key_is_written_once(tmp_path: Path) -> None:
    write(tmp_path / "journal", 2)
    write(tmp_path / "journal", 3)
    assert (tmp_path / "journal").stat().st_size == 3 * RECORD
    assert kept(tmp_path / "journal") == expected(3)


@pytest.mark.parametrize("torn", [1, RECORD - 1])
def test_a_torn_record_is_forgotten_and_the_next_goes_in_its_place(tmp_path: Path, torn: int) -> None:
    path = tmp_path / "journal"
    write(path, 3)
    path.write_bytes(path.read_bytes()[:-torn])
    assert kept(path) == expected(2)
    write(path, 5)
    assert kept(path) == expected(5)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(0, 5 * RECORD - 1), flip=st.integers(1, 255))
def test_a_flipped_byte_ends_the_journal_before_its_record(tmp_path: Path, at: int, flip: int) -> None:
    path = tmp_path / "journal"
    path.unlink(missing_ok=True)
    write(path, 5)
    content = bytearray(path.read_bytes())
    content[at] ^= flip
    path.write_bytes(content)
    assert kept(path) == expected(at // RECORD)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300))
def test_a_file_of_anything_else_is_an_empty_journal(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "journal").write_bytes(content)
    assert kept(tmp_path / "journal") == {}


@pytest.mark.parametrize(("dimension", "token"), [(2 * DIMENSION, TOKEN), (DIMENSION, 2 * TOKEN), (DIMENSION, 0)])
def test_a_journal_of_another_dimension_or_of_other_tokens_is_begun_anew(
    tmp_path: Path, dimension: int, token: int
) -> None:
    write(tmp_path / "journal", 3)
    with Journal(tmp_path / "journal", dimension, token) as journal:
        assert not journal
    assert (tmp_path / "journal").read_bytes() == b""


def test_texts_have_as_many_tokens_as_they_have(tmp_path: Path) -> None:
    with Journal(tmp_path / "journal", DIMENSION, TOKEN) as journal:
        for i, tokens in enumerate((0, 5, 1)):
            journal.append(key(i), embedded(i, tokens))
        journal.flush()
        assert [len(found.tokens) for found in journal.values()] == [0, 5, 1]
    with Journal(tmp_path / "journal", DIMENSION, TOKEN) as journal:
        assert [found.tokens.tolist() for found in journal.values()] == [[], [[1] * TOKEN] * 5, [[2] * TOKEN]]


def test_vectors_are_kept_without_tokens_where_these_take_no_bytes(tmp_path: Path) -> None:
    with Journal(tmp_path / "journal", DIMENSION) as journal:
        journal.append(key(1), Embedded(embedded(1).vector, np.empty((0, 0), np.uint8)))
        journal.flush()
        vector, tokens = journal[key(1)]
        assert (vector.tolist(), tokens.shape) == ([1.0] * DIMENSION, (0, 0))
    assert (tmp_path / "journal").stat().st_size == RECORD - TOKENS * TOKEN


def test_a_vector_and_the_tokens_of_a_text_are_read_apart(tmp_path: Path) -> None:
    with Journal(tmp_path / "journal", DIMENSION, TOKEN) as journal:
        for i, tokens in enumerate((0, 5, 1)):
            journal.append(key(i), embedded(i, tokens))
        journal.flush()
        assert [journal.vector(key(i)).tolist() for i in range(3)] == [[float(i)] * DIMENSION for i in range(3)]
        assert [journal.count(key(i)) for i in range(3)] == [0, 5, 1]
        assert [journal.tokens(key(i)) for i in range(3)] == [b"", bytes([1] * TOKEN * 5), bytes([2] * TOKEN)]
