"""What the token vectors of late interaction take as they are kept, and what larger and smaller ones would change.

python -m benchmarks.stored_tokens ../shared/corpora --set squad2-dev --fit histstate-rdcr --limit 1000

The same questions are asked with the token vectors of passages as the model computes them, in fewer bits (turned
by a random rotation first, so that no component is larger than the others; each token has its own scale),
and in fewer components, the first of another set's principal components. Those of a question stay whole.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from assistant.answers import rank_evidence
from assistant.embed import SentenceEncoder
from assistant.evidence import Evidence
from assistant.graph import Graph
from assistant.retrieval import retrieve
from assistant.types import AssistantError, Encoder, Index, TokenEncoder, Tokens, Vectors
from assistant.wrapped_encoder import WrappedEncoder
from benchmarks.sets import CACHE, SETS, Asked, describe_asked, keys_of, make_encoder, read_set
from evals.machine import describe_commit, describe_machine
from evals.measures import holds_all
from evals.questions import Question
from evals.ranking import measure_ranking
from evals.statistics import compare_means, estimate_mean

K = 10
FITTED = 500  # passages whose tokens the components are those of
SCALE = 4  # bytes a token, of its own scale
BITS, PARTS = (8, 4, 3, 2), (2, 3, 4)
COMPONENTS_BITS = 4  # of fewer components
KEPT = "as they are kept"
MEASURES = ("R@1", "R@5", "MRR@10")
SENTENCE = "sentence"  # whether the first sentence of what is found holds an answer

Shrink = Callable[[Vectors], Vectors]


@dataclass(frozen=True, slots=True)
class Way:
    """A way of keeping token vectors: `turn` is of a question's and a passage's, `shrink` of a passage's alone."""

    name: str
    turn: Shrink
    shrink: Shrink
    bytes_a_token: int


class ShrunkEncoder(WrappedEncoder):
    """An encoder whose token vectors of passages come out as if they had been kept in some way.

    `whole` gives the vectors as the model computes them.
    """

    def __init__(self, encoder: Encoder, whole: TokenEncoder, way: Way) -> None:
        super().__init__(encoder)
        self._whole, self._way, self._kept = whole, way, dict[str, Tokens]()

    def embed_tokens(self, text: str) -> Tokens:
        """Embed the tokens of a text; a passage's, which have a title's line above, are shrunk."""
        if text not in self._kept:
            spans, vectors = self._whole.embed_tokens(text)
            turned = self._way.turn(vectors)
            self._kept[text] = Tokens(spans, self._way.shrink(turned) if "\n" in text else turned)
        return self._kept[text]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(prog="benchmarks.stored_tokens", description=__doc__.split("\n")[0])
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--set", choices=SETS, default="squad2-dev")
    parser.add_argument("--fit", choices=SETS, default="histstate-rdcr", help="whose components")
    parser.add_argument("--limit", type=int, metavar="N", help="only N questions, drawn by a seed")
    parser.add_argument("--cache", type=Path, default=CACHE, metavar="DIR", help=f"what was built ({CACHE})")
    parser.add_argument("--out", type=Path, help="also write the figures here, as JSON")
    options = parser.parse_args(arguments)
    commit, machine = describe_commit(), describe_machine()
    print(f"{machine['processor']}, {machine['cores']} cores; commit {commit['commit'][:12]}")
    try:
        encoder = make_encoder(None, cache=options.cache)
        fitted_on = read_set(options.fit, options.corpora, encoder, cache=options.cache).index
        asked = read_set(options.set, options.corpora, encoder, limit=options.limit, cache=options.cache)
    except AssistantError as error:
        print(f"benchmarks.stored_tokens: {error}", file=sys.stderr)
        return 2
    print(describe_asked(options.set, asked))
    whole = Graph(SentenceEncoder().graph_folder)
    rows = measure_ways(asked, whole, make_ways(embed_some(fitted_on, whole), encoder.dimension))
    measures = (*MEASURES, SENTENCE)
    print(f"{'':<22}{'KB a chunk':>11}" + "".join(f"{m:>9}" for m in measures) + "   MRR@10 beside computed")
    for row in rows:
        figures = "".join(f"{row[measure]:>9.3f}" for measure in measures)
        print(f"{row['way']:<22}{row['bytes_a_chunk'] / 1000:>11.1f}{figures}   {row['change']}")
    if options.out:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text(json.dumps({**commit, "machine": machine, "rows": rows}, indent=1) + "\n", "utf-8")
    return 0


def make_ways(sample: Vectors, dimension: int) -> list[Way]:
    """Return the ways to compare; the components are those of a sample of token vectors (n, d)."""
    rotation = np.linalg.qr(np.random.default_rng(0).normal(size=(dimension, dimension)))[0].astype(np.float32)
    ways = [Way("computed", lambda v: v, lambda v: v, 2 * dimension)]
    for bits in BITS:
        size = dimension * bits // 8 + SCALE
        ways.append(Way(f"{bits} bits", lambda v: v @ rotation, lambda v, b=bits: round_to(v, b), size))  # type: ignore[misc]
    _, axes = np.linalg.eigh(sample.T @ sample)
    for count in (dimension // part for part in PARTS):
        first = axes[:, ::-1][:, :count].astype(np.float32)
        turned = first @ np.linalg.qr(np.random.default_rng(0).normal(size=(count, count)))[0].astype(np.float32)
        ways.append(
            Way(
                f"{count} components",
                lambda v, t=turned: unit(v @ t),  # type: ignore[misc]
                lambda v: round_to(v, COMPONENTS_BITS),
                count * COMPONENTS_BITS // 8 + SCALE,
            )
        )
    return ways


def measure_ways(asked: Asked, whole: TokenEncoder, ways: Sequence[Way]) -> list[dict[str, Any]]:
    """Ask all questions in each way, and as tokens are kept; the first is what the others are compared with.

    `whole` gives the vectors as the model computes them.
    """
    rows: list[dict[str, Any]] = []
    computed: list[float] = []
    own = asked.index.encoder
    kept = Way(KEPT, lambda v: v, lambda v: v, own.token_bytes)
    for way in (*ways, *([kept] if own.token_bytes else [])):
        encoder = own if way is kept else ShrunkEncoder(own, whole, way)
        started = time.perf_counter()
        scores = _score(asked, replace(asked.index, encoder=encoder, tokens=None))
        computed = computed or scores["MRR@10"]
        change = compare_means(computed, scores["MRR@10"])
        verdict = f"{change.mean:+.3f} ({change.low:+.3f} to {change.high:+.3f})"
        rows.append(
            {
                "way": way.name,
                "bytes_a_chunk": way.bytes_a_token * count_tokens(asked.index),
                **{measure: estimate_mean(values).mean for measure, values in scores.items()},
                "change": "" if way is ways[0] else verdict,
            }
        )
        print(f"{way.name}: {time.perf_counter() - started:.0f} s", file=sys.stderr)
    return rows


def count_tokens(index: Index) -> float:
    """Return the mean number of tokens that are embedded of a chunk, its title included."""
    texts = [f"{index.articles[chunk.article_id].title}\n{chunk.text}" for chunk in index.chunks]
    return float(np.minimum(index.encoder.count_tokens(texts), index.encoder.max_tokens).mean())


def embed_some(index: Index, encoder: TokenEncoder) -> Vectors:
    """Return the token vectors (n, d) of some passages, evenly chosen."""
    step = max(len(index.chunks) // FITTED, 1)
    chosen = [index.chunks[row] for row in range(0, len(index.chunks), step)]
    texts = [f"{index.articles[chunk.article_id].title}\n{chunk.text}" for chunk in chosen]
    return np.concatenate([encoder.embed_tokens(text).vectors for text in texts])


def round_to(vectors: Vectors, bits: int) -> Vectors:
    """Round each vector's components to as many steps as the bits have, of its own largest one."""
    steps = 2 ** (bits - 1) - 1
    scale = np.maximum(np.abs(vectors).max(axis=1, keepdims=True), np.float32(1e-12)) / steps
    rounded: Vectors = (np.round(vectors / scale) * scale).astype(np.float32)
    return rounded


def unit(vectors: Vectors) -> Vectors:
    """Make every vector as long as the others."""
    whole: Vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), np.float32(1e-12))
    return whole


def _score(asked: Asked, index: Index) -> dict[str, list[float]]:
    scores: dict[str, list[float]] = {measure: [] for measure in (*MEASURES, SENTENCE)}
    for pair in asked.pairs:
        passages = retrieve(pair.question.question, index, k=K)
        measured = measure_ranking(keys_of(passages, pair), pair.relevant, k=K)
        for measure in MEASURES:
            scores[measure].append(measured[measure])
        sentences, _ = rank_evidence(pair.question.question, passages, index)
        scores[SENTENCE].append(float(bool(sentences) and _is_right(pair.question, sentences[0][1])))
    return scores


def _is_right(question: Question, sentence: Evidence) -> bool:
    return sentence.passage.chunk.article_id in question.articles and holds_all(question, [sentence.text])


if __name__ == "__main__":
    sys.exit(main())
