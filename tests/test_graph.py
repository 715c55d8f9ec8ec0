"""A text has as many tokens as the model's own tokenizer says, however they are counted."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from assistant.embed import SentenceEncoder
from assistant.graph import TOKENIZER

ODD = "\t\n\r\x00\x1c\x1f\x85\xa0\u00ad\u200b\u2003\u2028\u3000\ufeff\u0301\u0345中ก½¨İıΣ😀\u200d"
TEXTS = st.lists(st.sampled_from([*ODD, *"aB1 2.,'’- []<>_", "[SEP]", "[MASK]", "don't", "unbelievably"])).map("".join)


@pytest.fixture(scope="module")
def tokenizer(encoder: SentenceEncoder) -> Tokenizer:
    found: Tokenizer = Tokenizer.from_file(str(encoder.graph_folder / TOKENIZER))
    found.no_truncation()
    found.no_padding()
    return found


@settings(max_examples=300)
@given(text=st.one_of(TEXTS, st.text()))
@example(text="The 38.5% of 1,200 km² — “Nakhchivan’s” — state-owned e-mail@example.org [1]")
@example(text="")
@example(text="x" * 300)
@example(text="[CLS] [SEP][MASK] a[SEP]b")
def test_a_text_has_the_tokens_of_its_words(encoder: SentenceEncoder, tokenizer: Tokenizer, text: str) -> None:
    expected = len(tokenizer.encode(text).ids)
    assert encoder.count_tokens([text, "Grain.", text]) == [expected, 4, expected]
