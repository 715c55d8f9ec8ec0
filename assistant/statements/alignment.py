"""A claim and a quote in; how well the claim's words are met by the quote's out.

With an encoder each token of the claim takes the most similar token of the quote, both in context
(Zhang et al. 2020, "BERTScore", ICLR); without one only words of the same base form meet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.sentences import split_sentences
from assistant.statements.terms import Term
from assistant.types import Encoder, Span, Vectors

PIECE = 600  # characters of a quote that are embedded at once: well within what an encoder reads


@dataclass(frozen=True, slots=True)
class Alignment:
    """How well a claim's terms with content are met.

    `shared`: the share of them that the quote has in some form;
    `similarity`: the mean over them of the closest token of the quote (1 where shared), cosine;
    `sentence`: the claim's cosine to the nearest sentence of the quote (0 without an encoder);
    `apart`: the terms that the quote meets worst, worst first, each with its similarity.
    """

    shared: float
    similarity: float
    sentence: float
    apart: tuple[tuple[Term, float], ...]


def align(
    claim: str, claim_terms: Sequence[Term], quote: str, met: Sequence[bool], encoder: Encoder | None
) -> Alignment:
    """Align the terms of a claim; `met` says of each of its terms whether the quote has it in some form."""
    wanted = [(term, is_met) for term, is_met in zip(claim_terms, met, strict=True) if term.says]
    if not wanted:
        return Alignment(0.0, 0.0, 0.0, ())
    close = [1.0 if is_met else 0.0 for _, is_met in wanted]
    sentence = 0.0
    if encoder is not None:
        nearest = _similarities(claim, quote, [term.span for term, _ in wanted], encoder)
        close = [1.0 if is_met else value for (_, is_met), value in zip(wanted, nearest, strict=True)]
        pieces = encoder.embed([quote[piece.start : piece.end] for piece in _pieces(quote)])
        sentence = float((pieces @ encoder.embed([claim])[0]).max())
    apart = sorted(
        ((term, value) for (term, is_met), value in zip(wanted, close, strict=True) if not is_met),
        key=lambda item: (item[1], item[0].span),
    )
    return Alignment(sum(is_met for _, is_met in wanted) / len(wanted), sum(close) / len(close), sentence, tuple(apart))


def word_similarity(first: str, second: str, encoder: Encoder) -> float:
    """Return the cosine of two words out of context."""
    a, b = encoder.embed([first, second])
    return float(a @ b)


def _similarities(claim: str, quote: str, spans: Sequence[Span], encoder: Encoder) -> list[float]:
    """Return each span's best cosine to a token of the quote: of its worst token."""
    said = encoder.embed_tokens(claim)
    best = np.full(len(said.spans), -1.0, np.float32)
    for piece in _pieces(quote):
        vectors: Vectors = encoder.embed_tokens(quote[piece.start : piece.end]).vectors
        if len(vectors) and len(best):
            best = np.maximum(best, (said.vectors @ vectors.T).max(axis=1))
    result = []
    for span in spans:
        own = best[(said.spans[:, 0] < span.end) & (span.start < said.spans[:, 1])]
        result.append(round(float(own.min()), 4) if len(own) else 0.0)
    return result


def _pieces(quote: str) -> list[Span]:
    """Cut a quote into runs of sentences that the encoder reads whole."""
    pieces: list[Span] = []
    for sentence in split_sentences(quote):
        if pieces and sentence.end - pieces[-1].start <= PIECE:
            pieces[-1] = Span(pieces[-1].start, sentence.end)
        else:
            pieces.append(sentence)
    return pieces or [Span(0, len(quote))]
