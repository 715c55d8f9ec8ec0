"""Late interaction: how well each passage matches a question, token by token.

Each token of the question takes its most similar token of the passage, both embedded in context by
the one encoder (Khattab and Zaharia 2020, "ColBERT", SIGIR, without a second model). Tokens of rare
words weigh more: "agreement" says less about which passage is meant than "Aktau" does.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from assistant.lexical import words_of
from assistant.types import Encoder, LexicalStore, Tokens, Vectors

BASE_WEIGHT = 1.0  # of a token of no rare word, beside the inverse document frequency of its word


def match_passages(question: str, passages: Sequence[str], encoder: Encoder, words: LexicalStore) -> Vectors:
    """Return each passage's match, -1 to 1, higher is closer: the weighted mean over the question's tokens."""
    asked = encoder.embed_tokens(question)
    if not asked.spans or not passages:
        return np.zeros(len(passages), np.float32)
    weights = weigh_tokens(question, asked, words)
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        found = pool.map(encoder.embed_tokens, passages)
        matches = [_match(asked, tokens, weights) for tokens in found]
    return np.array(matches, np.float32)


def weigh_tokens(question: str, tokens: Tokens, words: LexicalStore) -> Vectors:
    """Return the weight of each of a question's tokens: that of the word it is a part of."""
    weights = [
        BASE_WEIGHT + max((words.idf(w) for w in words_of(_word_at(question, *s))), default=0.0) for s in tokens.spans
    ]
    return np.array(weights, np.float32)


def _match(asked: Tokens, tokens: Tokens, weights: Vectors) -> float:
    if not tokens.spans:
        return 0.0
    best = (asked.vectors @ tokens.vectors.T).max(axis=1)
    return float(best @ weights / weights.sum())


def _word_at(text: str, start: int, end: int) -> str:
    while start > 0 and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return text[start:end]
