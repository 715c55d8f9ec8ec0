"""A question and its Passages in, the sentences that answer it out, best first.

A sentence is matched by late interaction: each token of the question takes its most similar token
of the sentence, both embedded in context, and the match is the mean of these similarities
(Khattab and Zaharia 2020, "ColBERT", SIGIR, with the encoder's own token vectors). A sentence
rarely repeats what its passage is about: what the passage says around it counts too, for less.
So do the question's stop words in what orders the sentences.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.lexical import words_of
from assistant.sentences import is_heading, split_sentences
from assistant.types import Passage, Span, TokenEncoder, Tokens, Vectors

ELSEWHERE = 0.7  # what a token's similarity counts where it is the passage's, not the sentence's
STOP_WEIGHT = 0.3  # of a token of a stop word, where one of another word is 1
PASSAGE_SHARE = 0.3  # of the passage's match (-1 to 1) in a sentence's score
PASSAGE_WEIGHT = 0.1  # of the passage's own score (0 to 1), beside these
UNREAD = -8.0  # log odds of a sentence that was not: less than nearly all that were
DECIMALS = 4  # scores closer than this are equal: the last bits differ between machines


@dataclass(frozen=True)  # without slots: `tokens` is made once, of the few sentences that anybody asks for them
class Evidence:
    """A sentence of a passage. `span` is in the article; `similarity` is (question tokens, its tokens).

    `match` is the mean similarity, -1 to 1, higher is closer; `score` orders sentences. `before` is
    the sentence before it in the passage, or nothing.
    """

    passage: Passage
    span: Span
    text: str
    match: float
    score: float
    question_tokens: tuple[Span, ...]
    places: NDArray[np.int32]
    """Characters of `text` (n, 2), one row a column of `similarity`; `tokens` are the same."""
    similarity: Vectors
    before: str = ""
    odds: float = UNREAD
    """The log odds that it answers, where it was read together with the question (`reread.py`)."""

    @functools.cached_property
    def tokens(self) -> tuple[Span, ...]:
        """Characters of `text`, one a column of `similarity`."""
        return tuple(Span(*span) for span in self.places.tolist())


def find_evidence(question: str, passages: Sequence[Passage], encoder: TokenEncoder) -> list[Evidence]:
    """Score every sentence of the passages, best first; a sentence in two passages counts once."""
    asked = encoder.embed_tokens(question)
    if not len(asked.spans):
        return []
    question_tokens = _spans(asked)
    weights = _weigh(question, question_tokens)
    found: dict[tuple[str, Span], Evidence] = {}
    for passage in passages:
        chunk = passage.chunk
        before = f"{passage.title}\n" if passage.is_titled else ""  # the title is context: it often names the subject
        tokens = encoder.embed_tokens(before + chunk.text)
        if not len(tokens.spans):
            continue
        similarity = asked.vectors @ tokens.vectors.T
        around = similarity.max(axis=1)
        base = PASSAGE_SHARE * float(weights @ around) + PASSAGE_WEIGHT * passage.score
        said = ""
        for sentence in split_sentences(chunk.text, passage.language):
            text = chunk.text[sentence.start : sentence.end]
            if is_heading(text) or not any(letter.isalnum() for letter in text):  # "* * *" says nothing
                continue
            start, end = sentence.start + len(before), sentence.end + len(before)
            columns = np.flatnonzero((start <= tokens.spans[:, 0]) & (tokens.spans[:, 1] <= end))
            if not len(columns):
                continue
            own = similarity[:, columns]
            inside = own.max(axis=1)
            match = round(float(inside.mean()), DECIMALS)
            score = (1 - PASSAGE_SHARE) * float(weights @ np.maximum(inside, ELSEWHERE * around)) + base
            span = Span(chunk.start + sentence.start, chunk.start + sentence.end)
            evidence = Evidence(
                passage=passage,
                span=span,
                text=text,
                match=match,
                score=round(score, DECIMALS),
                question_tokens=question_tokens,
                places=tokens.spans[columns] - start,
                similarity=own,
                before=said,
            )
            said = text
            key = (chunk.article_id, span)
            if key not in found or found[key].score < evidence.score:
                found[key] = evidence
    return sorted(found.values(), key=lambda e: (-e.score, e.passage.chunk.article_id, e.span))


def _spans(tokens: Tokens) -> tuple[Span, ...]:
    return tuple(Span(*span) for span in tokens.spans.tolist())


def _weigh(question: str, tokens: Sequence[Span]) -> Vectors:
    """Weigh a question's tokens: those of stop words little, and all together 1."""
    weights = np.array([1.0 if words_of(question[t.start : t.end]) else STOP_WEIGHT for t in tokens], np.float32)
    weights /= weights.sum()
    return weights
