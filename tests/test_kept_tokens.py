"""The tokens of chunks are read where they were kept, and are what the encoder would say."""

from __future__ import annotations

import shutil
import zlib
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.answers import answer
from assistant.doctor import examine
from assistant.embed import SentenceEncoder
from assistant.generations import current_name
from assistant.index import build_index, open_index
from assistant.kept_tokens import LATEST, ORDER, STARTS, SUMS, KeptTokens, TextTokens, write_tokens
from assistant.manifest import GENERATIONS, ROWS
from assistant.retrieval import retrieve
from assistant.token_codes import pack
from assistant.types import Article, Embedded, Index, Progress, Tokens, UnusableIndex
from tests.conftest import AKTAU, TRAINING, UNDATED
from tests.word_encoder import WordEncoder

ASKED = "When was the first military training agreement?"
LONG = Article(id="long", title="Long", text=f"The word {'x' * 300} is long.")


class Counting(SentenceEncoder):
    """Writes down the texts whose tokens it is asked for, and those it embeds for an index."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.embedded: list[str] = []

    def embed_tokens(self, text: str) -> Tokens:
        self.asked.append(text)
        return super().embed_tokens(text)

    def embed_with_tokens(self, texts: Sequence[str], progress: Progress | None = None) -> list[Embedded]:
        self.embedded += texts
        return super().embed_with_tokens(texts, progress)


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory, encoder: SentenceEncoder) -> Index:
    """Give the index of conftest's articles without tokens."""
    path: Path = tmp_path_factory.mktemp("bare") / "index"
    build_index([AKTAU, TRAINING, UNDATED], path, encoder=encoder, largest_kept=2)
    return open_index(path, encoder=encoder)


def token_bytes(index: Index) -> Any:
    return index.settings["token_bytes"]


def test_a_chunk_s_tokens_are_those_that_the_encoder_gives_it(index: Index, encoder: SentenceEncoder) -> None:
    assert token_bytes(index) == 194
    for chunk in index.chunks:
        text = f"{index.articles[chunk.article_id].title}\n{chunk.text}"
        assert index.tokens is not None
        kept, computed = index.tokens.find(text), encoder.embed_tokens(text)
        assert kept is not None
        assert kept.spans.tolist() == computed.spans.tolist()
        assert kept.vectors.tobytes() == computed.vectors.tobytes()


def test_the_tokens_of_the_last_texts_are_at_hand_and_of_no_more(tmp_path: Path) -> None:
    rows = pack(np.array([[0, 1]], np.int32), np.full((1, 3), 0x97, np.uint8)).tobytes()
    keys = np.frombuffer(b"".join(i.to_bytes(32, "big") for i in range(LATEST + 1)), np.uint8).reshape(-1, 32)
    write_tokens(tmp_path, keys, [1] * len(keys), [rows] * len(keys), len(rows))
    tokens = TextTokens(tmp_path, tmp_path, keys, lambda text: int(text).to_bytes(32, "big"))
    first = tokens.find("0")
    assert tokens.find("0") is first
    for i in range(1, LATEST):
        tokens.find(str(i))
    assert tokens.find("0") is first
    tokens.find(str(LATEST))
    assert tokens.find("0") is not first


def test_nothing_of_an_article_is_embedded_for_a_question(index: Index) -> None:
    encoder = Counting()
    answer(ASKED, open_index(index.path, encoder=encoder))
    assert set(encoder.asked) == {ASKED}


def test_an_answer_is_the_same_without_them(index: Index, bare: Index) -> None:
    assert (token_bytes(bare), bare.tokens) == (0, None)
    assert bare.fingerprint == index.fingerprint
    for question in (ASKED, "Who ratified the convention?", "How far did the harvest fall?"):
        assert retrieve(question, bare, explain=True) == retrieve(question, index, explain=True)
        assert answer(question, bare) == answer(question, index)


def test_a_text_that_is_no_chunk_s_is_embedded(index: Index) -> None:
    assert index.tokens is not None
    assert index.tokens.find("The wheat harvest") is None
    assert len(index.embed_tokens("The wheat harvest").spans) == 3


def test_an_article_whose_title_is_a_file_s_name_has_its_tokens_without_it(tmp_path: Path) -> None:
    note = Article(id="note.txt", title="note.txt", text=UNDATED.text, is_titled=False)
    build_index([note], tmp_path, encoder=SentenceEncoder())
    encoder = Counting()
    (passage,) = retrieve("How far did the harvest fall?", open_index(tmp_path, encoder=encoder))
    assert passage.chunk.text == UNDATED.text
    assert encoder.asked == ["How far did the harvest fall?"]


def test_a_chunk_with_too_long_a_word_is_embedded_when_it_is_asked_about(tmp_path: Path) -> None:
    encoder = Counting()
    assert build_index([LONG, UNDATED], tmp_path, encoder=encoder).embedded == 2
    index = open_index(tmp_path, encoder=encoder)
    assert index.tokens is not None
    texts = [f"{index.articles[chunk.article_id].title}\n{chunk.text}" for chunk in index.chunks]
    assert [index.tokens.find(text) is None for text in texts] == [True, False]
    assert build_index([LONG], tmp_path, encoder=encoder).embedded == 0


def test_only_what_is_new_is_embedded_and_a_collection_may_grow_beyond_and_shrink_again(tmp_path: Path) -> None:
    encoder = Counting()
    counts = [
        build_index(articles, tmp_path, encoder=encoder, largest_kept=2).embedded
        for articles in ([AKTAU], [AKTAU, TRAINING], [AKTAU, TRAINING, UNDATED], [AKTAU])
    ]
    assert counts == [1, 1, 1, 1]  # none of three is kept, and then that of one again
    assert token_bytes(open_index(tmp_path, encoder=encoder)) == 194


def test_an_index_of_an_encoder_whose_tokens_are_not_kept_has_none(tmp_path: Path) -> None:
    build_index([AKTAU], tmp_path, encoder=WordEncoder())
    index = open_index(tmp_path, encoder=WordEncoder())
    assert (token_bytes(index), index.tokens) == (0, None)
    assert not (tmp_path / GENERATIONS / current_name(tmp_path) / "tokens").exists()


def copied(index: Index, target: Path) -> Path:
    """Copy an index, and return the folder of the copy's generation."""
    shutil.copytree(index.path, target)
    return target / GENERATIONS / current_name(target)


def test_tokens_of_another_text_are_refused(index: Index) -> None:
    folder = index.path / GENERATIONS / current_name(index.path)
    keys = np.load(folder / "keys.npy")
    other = TextTokens(index.path, folder, keys, lambda _: keys[0].tobytes())
    with pytest.raises(UnusableIndex, match=r"tokens/rows.npy has tokens of chunk 0 that are not its text's; build it"):
        other.find("short")


def test_a_flipped_byte_is_found_when_its_chunk_is_read_and_a_build_repairs_it(index: Index, tmp_path: Path) -> None:
    folder, encoder = copied(index, tmp_path / "copy"), Counting()
    content = (folder / ROWS).read_bytes()
    (folder / ROWS).write_bytes(content[:-1] + bytes([content[-1] ^ 1]))  # of the last chunk, on wheat
    broken = open_index(tmp_path / "copy", encoder=encoder)
    training = retrieve(ASKED, broken, k=1, articles=["training"])
    assert [passage.chunk.article_id for passage in training] == ["training"]
    with pytest.raises(UnusableIndex, match=r"rows.npy does not match its checksum at chunk 2; build it again"):
        retrieve("How far did the wheat harvest fall?", broken)
    problems = examine(tmp_path / "copy", encoder=encoder).problems
    assert len(problems) == 1
    assert "tokens/rows.npy does not match its checksum; build it again" in problems[0]
    assert build_index([AKTAU, TRAINING, UNDATED], tmp_path / "copy", encoder=encoder).embedded == 3
    assert examine(tmp_path / "copy", encoder=encoder).problems == ()


def test_a_cut_off_file_is_refused_at_the_opening(index: Index, tmp_path: Path) -> None:
    folder = copied(index, tmp_path / "copy")
    (folder / ROWS).write_bytes((folder / ROWS).read_bytes()[:-1])
    with pytest.raises(UnusableIndex, match=r"rows.npy has \d+ bytes, and its manifest says"):
        open_index(tmp_path / "copy")


def test_files_that_do_not_fit_each_other_are_refused(index: Index, tmp_path: Path) -> None:
    folder = copied(index, tmp_path / "copy")
    keys, starts, order = (np.load(folder / name) for name in ("keys.npy", STARTS, ORDER))
    with pytest.raises(ValueError, match="the tokens of 3 chunks are not those of 2"):
        TextTokens(index.path, folder, keys[:2], lambda _: b"")
    np.save(folder / ORDER, np.roll(order, 1))
    with pytest.raises(ValueError, match=r"heads.npy is not of the keys that tokens/order.npy says"):
        TextTokens(index.path, folder, keys, lambda _: b"").prove()
    for wrong in (starts[[0, 2, 1, 3]], [0, -5, starts[2], starts[3]], [0, 2**60, starts[2], starts[3]]):
        np.save(folder / STARTS, np.array(wrong, np.int64))
        with pytest.raises(UnusableIndex, match=r"starts.npy does not say where the tokens of the chunks 0 to"):
            KeptTokens(index.path, folder).prove()
    for name, array in ((STARTS, starts), (ORDER, order)):
        np.save(folder / name, array)
    sums, rows = np.load(folder / SUMS), np.load(folder / ROWS)
    rows[:, 1] = 0  # tokens without characters
    for chunk, (start, end) in enumerate(pairwise(starts.tolist())):
        sums[chunk] = zlib.crc32(rows[start:end].tobytes())
    np.save(folder / SUMS, sums)
    np.save(folder / ROWS, rows)
    found = TextTokens(index.path, folder, keys, lambda _: keys[0].tobytes()).find("A long enough text. " * 200)
    assert found is not None
    assert (found.spans.shape, found.vectors.shape) == ((0, 2), (0, 384))
    np.save(folder / ROWS, np.zeros((4, 194), np.uint8))
    with pytest.raises(ValueError, match="does not say where the 4 tokens of 3 chunks are"):
        KeptTokens(index.path, folder)
    np.save(folder / ROWS, np.zeros(4, np.uint8))
    with pytest.raises(ValueError, match=r"holds uint8 of the shape \(4,\), expected rows of uint8"):
        KeptTokens(index.path, folder)
