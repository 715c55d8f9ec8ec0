"""One question to one index: which rows fit it best, and why.

Chunks near the question's vector and chunks that hold its words are fused into one ranking; the first
of it are ordered anew by late interaction and by pairs of words; a time that the question names lifts
what tells of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.fusion import CANDIDATES, DECIMALS, fuse, fuse_ranks
from assistant.in_time import is_in_time
from assistant.interaction import Titled, match_pairs, match_passages
from assistant.lexical import words_asked, words_of
from assistant.manifest import misfit
from assistant.respelling import find_others, is_read
from assistant.spellings import respell
from assistant.times import TimeScope, read_scope
from assistant.types import Explanation, Hits, Index, Mode, Passage

Reranker = Callable[[str, Sequence[str]], Sequence[float]]
"""A question and passages in, a score for each out, higher is better; a cross-encoder, say."""

REORDERED = 12  # passages; 20 put .003 more right ones among the first five of squad2-dev, for 70 % more time
LATE_WEIGHT = 8.0  # of late interaction (-1 to 1) beside the average (0 to 1)
PAIRS_WEIGHT = 1.5  # of the share of the question's pairs of words (0 to 1), beside these
TIME_WEIGHT = 0.15  # of telling of the time that is asked about, beside the average (0 to 1)
REORDERED_TIME_WEIGHT = 0.8  # the same again beside late interaction, which weighs eight times the average


class Search:
    """One question to one index: its rankings, which `explain` tells of afterwards."""

    def __init__(
        self,
        question: str,
        index: Index,
        mode: Mode,
        rows: NDArray[np.int64] | None,
        names: bool,
        times: bool,
        reordered: int,
        reranker: Reranker | None,
    ) -> None:
        self._question, self._index, self._mode, self._rows = question, index, mode, rows
        self._reordered, self._reranker = reordered, reranker
        self._scope = read_scope(question) if times else TimeScope()
        self._others = find_others(question, index) if names else {}
        asked = words_asked(question, index.words.languages)
        self._words = [*asked, *(word for words in self._others.values() for word in words)]
        self._is_read = is_read(question, index.encoder)
        self._dense: dict[int, float] = {}
        self._lexical: dict[int, float] = {}
        self._late: dict[int, float] = {}
        self._pairs: dict[int, float] = {}

    def rank(self, k: int) -> list[tuple[int, float]]:
        """Return the k best rows and their scores, best first."""
        nothing = Hits(np.empty(0, np.int64), np.empty(0))
        depth = max(k, CANDIDATES)
        dense = lexical = nothing
        if self._mode != "dense":
            lexical = _round(self._index.words.search(self._words, depth, self._rows))
        if self._mode != "lexical":
            asked = dict.fromkeys((self._question, self._as_spelt(lexical)))
            dense = _round(_closest([self._search_vectors(question, depth) for question in asked], depth))
        self._dense, self._lexical = _by_row(dense), _by_row(lexical)
        if self._mode in ("dense", "lexical"):
            return list((self._dense or self._lexical).items())[:k]
        if self._mode == "hybrid" and not self._is_read:  # the vectors mean nothing: words first, the rest behind
            ranked = [(row, round(score / lexical.scores[0], DECIMALS)) for row, score in self._lexical.items()]
            return (ranked + [(row, 0.0) for row in self._dense if row not in self._lexical])[:k]
        near, worded = (Hits(hits.rows[:CANDIDATES], hits.scores[:CANDIDATES]) for hits in (dense, lexical))
        fused = (fuse_ranks if self._mode == "ranks" else fuse)(near, worded, 2 * CANDIDATES)
        ranked = list(_by_row(fused).items())
        if self._mode == "hybrid":
            ranked = self._reorder(self._lift(ranked, max(k, self._reordered)))
        seen = {row for row, _ in ranked}
        return (ranked + [(row, 0.0) for row in self._dense if row not in seen])[:k]

    def _as_spelt(self, lexical: Hits) -> str:
        """Return the question as the first passage that holds its words writes it."""
        if not (self._others and self._is_read and len(lexical.rows)):
            return self._question
        return respell(self._question, self._others, self._index.chunks[int(lexical.rows[0])].text)

    def _search_vectors(self, question: str, k: int) -> Hits:
        vector = self._index.encoder.embed_question(question)
        if len(vector) != self._index.vectors.dimension:  # a stranger's index: opening it loads no model
            raise misfit(self._index.path, self._index.vectors.dimension, len(vector))
        return self._index.vectors.search(vector, k, self._rows)

    def _lift(self, ranked: list[tuple[int, float]], first: int) -> list[tuple[int, float]]:
        """Lift what tells of the time that the question asks about; nothing is left out.

        The dates of a passage are read only where it could come to be among the first so many.
        """
        if not self._scope.conditions:
            return ranked
        least = ranked[min(first, len(ranked)) - 1][1] - TIME_WEIGHT if ranked else 0.0
        lifted = [
            (row, round(score + TIME_WEIGHT * (score >= least and self._is_in_time(row)), DECIMALS))
            for row, score in ranked
        ]
        return sorted(lifted, key=lambda pair: (-pair[1], pair[0]))

    def _is_in_time(self, row: int) -> bool:
        chunk = self._index.chunks[row]
        return is_in_time(self._scope, chunk.text, self._index.articles[chunk.article_id].date)

    def _reorder(self, ranked: list[tuple[int, float]]) -> list[tuple[int, float]]:
        """Order the first passages anew, by late interaction and their score before; the rest keep theirs below."""
        first, rest = ranked[: self._reordered], ranked[self._reordered :]
        if not first:
            return ranked
        rows = [row for row, _ in first]
        self._late, self._pairs = self._match(rows)
        lift = REORDERED_TIME_WEIGHT if self._scope.conditions else 0.0
        whole = 1 + LATE_WEIGHT + PAIRS_WEIGHT + TIME_WEIGHT + lift
        scored = [(row, round(self._sum(row, score, lift) / whole, DECIMALS)) for row, score in first]
        scored.sort(key=lambda pair: (-pair[1], pair[0]))
        lowest, highest = max(scored[-1][1], 0.0), max((score for _, score in rest), default=1.0) or 1.0
        return scored + [(row, round(lowest * score / highest, DECIMALS)) for row, score in rest]

    def _sum(self, row: int, score: float, lift: float) -> float:
        """Add to the average of a row how it matches, and a lift where it tells of the time that is asked about."""
        matched = LATE_WEIGHT * self._late[row] + PAIRS_WEIGHT * self._pairs[row]
        return score + matched + (lift if lift and self._is_in_time(row) else 0.0)

    def _match(self, rows: list[int]) -> tuple[dict[int, float], dict[int, float]]:
        """Return the late interaction (or what a reranker gives), and the share of pairs of words, of each row."""
        chunks = [self._index.chunks[row] for row in rows]
        articles = [self._index.articles[chunk.article_id] for chunk in chunks]
        titles = [article.title if article.is_titled else "" for article in articles]
        texts = [Titled(t, c.text, a.language) for t, c, a in zip(titles, chunks, articles, strict=True)]
        if self._reranker is not None:
            scores = np.asarray(self._reranker(self._question, [str(text) for text in texts]), np.float64)
            return _rounded(rows, 2 / (1 + np.exp(-scores)) - 1), dict.fromkeys(rows, 0.0)
        asked = [respell(self._question, self._others, str(text)) for text in texts]
        pairs, matches = np.zeros(len(rows)), np.ones(len(rows))
        for question in dict.fromkeys(asked):
            own = [i for i, as_asked in enumerate(asked) if as_asked == question]
            pairs[own] = match_pairs(question, [texts[i] for i in own], self._index.words)
            read = [i for i in range(len(rows)) if asked[i] == question or self._is_nameless(texts[i], asked[i])]
            matched = match_passages(
                question, [texts[i] for i in read], self._index.encoder, self._index.words, self._index.tokens
            )
            matches[read] = np.minimum(matches[read], matched)
        return _rounded(rows, matches), _rounded(rows, pairs)

    def _is_nameless(self, text: Titled, asked: str) -> bool:
        """Say whether a passage has a name in no spelling: then it is as close as the least of them says.

        Turkmenbashi is like Türkiye in its letters alone, which asking for Turkey shows.
        """
        held = str(text).casefold()
        return asked == self._question and not any(written.casefold() in held for written in self._others)

    def passage(self, row: int, score: float) -> Passage:
        """Make the passage of a row."""
        chunk = self._index.chunks[row]
        return Passage.of(self._index.articles[chunk.article_id], chunk, score)

    def explain(self, passage: Passage) -> Explanation:
        """Say why a passage was found."""
        row = self._row_of(passage)
        asked = set(self._words)
        held = [word for word in dict.fromkeys(words_of(f"{passage.title}\n{passage.chunk.text}")) if word in asked]
        return Explanation(
            dense=self._dense.get(row),
            lexical=self._lexical.get(row),
            late=self._late.get(row),
            pairs=self._pairs.get(row),
            in_time=bool(self._scope.conditions) and self._is_in_time(row),
            words=tuple(held),
        )

    def _row_of(self, passage: Passage) -> int:
        rows = (*self._late, *self._dense, *self._lexical)
        return next(row for row in rows if self._index.chunks[row] == passage.chunk)


def _rounded(rows: Sequence[int], scores: NDArray[np.float64]) -> dict[int, float]:
    return {row: round(float(score), DECIMALS) for row, score in zip(rows, scores, strict=True)}


def _closest(found: Sequence[Hits], k: int) -> Hits:
    """Join several rankings into one: the highest score of each row."""
    if len(found) == 1:
        return found[0]
    best: dict[int, float] = {}
    for row, score in (pair for hits in found for pair in _by_row(hits).items()):
        best[row] = max(score, best.get(row, score))
    return Hits.best(np.array(list(best), np.int64), np.array(list(best.values())), k)


def _round(hits: Hits) -> Hits:
    return Hits(hits.rows, np.round(hits.scores, DECIMALS))


def _by_row(hits: Hits) -> dict[int, float]:
    return dict(zip(hits.rows.tolist(), hits.scores.tolist(), strict=True))
