"""The real encoder: the same vector for the same text, on every thread and beside every neighbour."""

from __future__ import annotations

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from threadpoolctl import threadpool_info

from assistant.embed import SentenceEncoder
from assistant.models import DEFAULT_MODEL, WEIGHT_FILES, WEIGHTS_SHA256, find_model, hash_files
from assistant.types import Tokens, UnusableModel
from tests.serving import ROOT

SIGNED = "Azerbaijan and Türkiye signed a military training agreement in 1992."
ASKED = "When was the first military training agreement?"
WHEAT = "The wheat harvest fell."


def test_the_default_model_is_the_pinned_one(encoder: SentenceEncoder) -> None:
    assert WEIGHTS_SHA256 == "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
    assert encoder.sha256 == hash_files(find_model(DEFAULT_MODEL), WEIGHT_FILES) == WEIGHTS_SHA256
    assert (encoder.name, encoder.dimension, encoder.max_tokens) == ("all-MiniLM-L6-v2", 384, 256)
    assert encoder.graph == "int8 graph 2, tokens 1"


def test_these_two_sentences_have_this_cosine(encoder: SentenceEncoder) -> None:
    signed, wheat = encoder.embed([SIGNED, WHEAT])
    asked = encoder.embed_question(ASKED)
    assert float(asked @ signed) == pytest.approx(0.5504, abs=0.01)  # as in float32, and nearly so in int8
    assert float(asked @ wheat) == pytest.approx(0.0484, abs=0.01)


def test_a_vector_has_the_length_one(encoder: SentenceEncoder) -> None:
    vectors = encoder.embed([SIGNED, "", " ", "🙂", "word " * 2000])
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)


def test_a_text_has_the_same_vector_whatever_its_neighbours_and_threads(encoder: SentenceEncoder) -> None:
    alone = encoder.embed([SIGNED])[0].tobytes()
    assert encoder.embed(["short", WHEAT * 30, SIGNED, ""])[2].tobytes() == alone
    assert encoder.embed_question(SIGNED).tobytes() == alone
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(encoder.embed_question, [SIGNED, WHEAT] * 12))
    assert {vector.tobytes() for vector in found[::2]} == {alone}
    assert len({vector.tobytes() for vector in found[1::2]}) == 1


def test_products_of_numpy_run_on_one_thread_beside_it(encoder: SentenceEncoder) -> None:
    encoder.embed_question(ASKED)
    assert {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"} == {1}


def test_vectors_are_in_the_order_of_their_texts_and_progress_counts_them(encoder: SentenceEncoder) -> None:
    seen: list[tuple[int, int]] = []
    vectors = encoder.embed([WHEAT, SIGNED, WHEAT], progress=lambda done, total: seen.append((done, total)))
    assert vectors[0].tobytes() == vectors[2].tobytes() != vectors[1].tobytes()
    assert seen == [(1, 3), (2, 3), (3, 3)]
    assert encoder.embed([]).shape == (0, 384)


def test_tokens_are_counted_with_the_special_ones(encoder: SentenceEncoder) -> None:
    assert encoder.count_tokens(["", "wheat", "the wheat harvest"]) == [2, 3, 5]
    assert encoder.count_tokens(["word " * 500]) == [502]
    assert encoder.count_tokens([]) == []


def test_the_tokens_of_a_text_stand_where_their_spans_say(encoder: SentenceEncoder) -> None:
    text = "Güler’s visit to Baku"
    spans, vectors = encoder.embed_tokens(text)
    assert [text[start:end] for start, end in spans.tolist()] == ["Gü", "ler", "’", "s", "visit", "to", "Baku"]
    assert vectors.shape == (7, 384)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)


def test_tokens_from_the_cache_are_those_that_were_computed(encoder: SentenceEncoder) -> None:
    text = "A sentence that no other test embeds."
    first, again = encoder.embed_tokens(text), encoder.embed_tokens(text)
    assert first.spans.tobytes() == again.spans.tobytes()
    assert first.vectors.tobytes() == again.vectors.tobytes()


def test_a_text_that_many_ask_for_at_once_is_not_embedded_for_each() -> None:
    forgetful, text = SentenceEncoder(token_cache=0), "The parties agreed on grain transit through Aktau. " * 20
    start = threading.Barrier(8)

    def ask(_: int) -> Tokens:
        start.wait()
        return forgetful.embed_tokens(text)

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(ask, range(8)))
    assert len({id(tokens.spans) for tokens in found}) < 8  # who waited has what was made for another
    assert all(np.array_equal(tokens.vectors, found[0].vectors) for tokens in found)
    assert np.array_equal(forgetful.embed_tokens(text).spans, found[0].spans)


@settings(max_examples=40, deadline=None)
@given(text=st.text(alphabet=st.characters(codec="utf-8")))
def test_any_text_has_a_vector_and_tokens_within_it(encoder: SentenceEncoder, text: str) -> None:
    assert np.isfinite(encoder.embed_question(text)).all()
    spans, vectors = encoder.embed_tokens(text)
    assert len(spans) == len(vectors)
    assert all(0 <= start < end <= len(text) for start, end in spans.tolist())


def test_a_graph_that_no_place_takes_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder", "utf-8")
    with pytest.raises(UnusableModel, match=r"cannot be written to .*file \(File exists\); make room there"):
        SentenceEncoder(graphs=tmp_path / "file").embed_question("Who?")


def test_answering_imports_no_library_that_models_are_trained_with(encoder: SentenceEncoder) -> None:
    encoder.embed_question(ASKED)  # its graph is made
    program = (
        "import sys; from assistant.embed import SentenceEncoder; SentenceEncoder().embed_question('gas');"
        "print(sorted({'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout == "[]\n"
