"""How well each passage matches a question: token by token, and by the words that stand side by side in both.

Late interaction: each token of the question takes its most similar token of the passage, both embedded
in context by the one encoder (Khattab and Zaharia 2020, "ColBERT", SIGIR, without a second model). Tokens
of rare words weigh more: "agreement" says less about which passage is meant than "Aktau" does. What
answers stands together, so half of the match is that of the passage's best run of tokens: a passage that
has each of the question's words somewhere does not beat the one with a sentence about them. Of pairs of
words (Metzler and Croft 2005, "A Markov random field model for term dependencies", SIGIR, whose ordered
pairs these are) similarity knows little: "Central Secretariat" is not "a secretariat in the central region".
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from assistant.lexical import words_of
from assistant.types import LexicalStore, TokenEncoder, Tokens, TokenStore, Vectors

BASE_WEIGHT = 1.0  # of a token of no rare word, beside the inverse document frequency of its word
HALF_RUN = 16  # tokens; runs are of twice as many, about a sentence, and overlap by half
TITLE_SHARE = 0.8  # of a token's similarity where it is the title's, not the run's: a sentence rarely repeats it


class Titled(NamedTuple):
    """What is matched of a passage: its title, if it has one, and its text, in a language, where that is known."""

    title: str
    text: str
    language: str | None = None

    def __str__(self) -> str:
        return f"{self.title}\n{self.text}" if self.title else self.text


def match_passages(
    question: str,
    passages: Sequence[Titled],
    encoder: TokenEncoder,
    words: LexicalStore,
    kept: TokenStore | None = None,
) -> Vectors:
    """Return each passage's match, -1 to 1, higher is closer.

    It is the weighted mean over the question's tokens, half of it with all of the passage's, half with its best run.
    Passages whose tokens are not `kept` are embedded, several at once.
    """
    asked = encoder.embed_tokens(question)
    if not len(asked.spans) or not passages:
        return np.zeros(len(passages), np.float32)
    weights = weigh_tokens(question, asked, words)
    weights /= weights.sum()
    found = _embed([str(passage) for passage in passages], encoder, kept)
    matches = [_match(asked, found[str(passage)], weights, len(passage.title)) for passage in passages]
    return np.array(matches, np.float32)


def _embed(texts: Sequence[str], encoder: TokenEncoder, kept: TokenStore | None) -> dict[str, Tokens]:
    """Return the tokens of each text."""
    at_hand = {text: kept.find(text) if kept is not None else None for text in texts}
    missing = [text for text, tokens in at_hand.items() if tokens is None]
    found = {text: tokens for text, tokens in at_hand.items() if tokens is not None}
    if missing:
        with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            found.update(zip(missing, pool.map(encoder.embed_tokens, missing), strict=True))
    return found


def match_pairs(question: str, passages: Sequence[Titled], words: LexicalStore) -> list[float]:
    """Return how much of the question's pairs of words each passage or its title has, 0 to 1.

    A pair is two words side by side, stop words left out, in their order; it weighs as rare as its words are.
    """
    asked = {language: words_of(question, language) for language in dict.fromkeys(p.language for p in passages)}
    idf = {word: words.idf(word) for language in asked for word in asked[language]}
    shares = []
    for title, text, language in passages:
        whole = 2 * sum(idf[word] for word in dict.fromkeys(asked[language]))
        held = set(pairwise(asked[language])) & set(pairwise(words_of(f"{title}\n{text}", language)))
        shares.append(min(sum(idf[one] + idf[other] for one, other in sorted(held)) / whole, 1.0) if whole else 0.0)
    return shares


def weigh_tokens(question: str, tokens: Tokens, words: LexicalStore) -> Vectors:
    """Return the weight of each of a question's tokens: that of the word it is a part of."""
    weights = [
        BASE_WEIGHT + max((words.idf(w) for w in words_of(_word_at(question, *s))), default=0.0)
        for s in tokens.spans.tolist()
    ]
    return np.array(weights, np.float32)


def _match(asked: Tokens, tokens: Tokens, weights: Vectors, title: int) -> float:
    """Match one passage, whose first `title` characters are its title; the weights sum to 1."""
    if not len(tokens.spans):
        return 0.0
    similarity = asked.vectors @ tokens.vectors.T
    whole = float(weights @ similarity.max(axis=1))
    first = int((tokens.spans[:, 1] <= title).sum())
    if first == len(tokens.spans):
        return whole
    halves = np.maximum.reduceat(similarity, np.arange(first, len(tokens.spans), HALF_RUN), axis=1)
    runs = np.maximum(halves[:, :-1], halves[:, 1:]) if halves.shape[1] > 1 else halves
    if first:
        runs = np.maximum(runs, TITLE_SHARE * similarity[:, :first].max(axis=1, keepdims=True))
    return (whole + float((weights @ runs).max())) / 2


def _word_at(text: str, start: int, end: int) -> str:
    while start > 0 and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return text[start:end]
