"""What the token vectors of late interaction would take if an index kept them, and what smaller ones would cost.

python -m benchmarks.stored_tokens ../shared/corpora --set squad2-dev --fit histstate-rdcr --limit 1000

The same questions are asked with the token vectors of passages as they are computed, in fewer bits (turned
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

from assistant.retrieval import retrieve
from assistant.types import AssistantError, Encoder, Index, Progress, Tokens, Vectors
from benchmarks.sets import CACHE, SETS, Asked, describe_asked, keys_of, make_encoder, read_set
from evals.machine import describe_commit, describe_machine
from evals.ranking import measure_ranking
from evals.statistics import compare_means, estimate_mean

K = 10
FITTED = 500  # passages whose tokens the components are those of
SCALE = 4  # bytes a token, of its own scale
BITS, PARTS = (8, 4, 3, 2), (2, 3, 4)
COMPONENTS_BITS = 4  # of fewer components
MEASURES = ("R@1", "R@5", "MRR@10")

Shrink = Callable[[Vectors], Vectors]


@dataclass(frozen=True, slots=True)
class Way:
    """A way of keeping token vectors: `turn` is of a question's and a passage's, `shrink` of a passage's alone."""

    name: str
    turn: Shrink
    shrink: Shrink
    bytes_a_token: int


class ShrunkEncoder:
    """An encoder whose token vectors of passages come out as if they had been kept in some way."""

    def __init__(self, encoder: Encoder, way: Way) -> None:
        self._encoder, self._way, self._kept = encoder, way, dict[str, Tokens]()
        self.name, self.sha256, self.graph = encoder.name, encoder.sha256, encoder.graph
        self.dimension, self.max_tokens = encoder.dimension, encoder.max_tokens

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Count each text's tokens."""
        return self._encoder.count_tokens(texts)

    def embed(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Embed articles' texts."""
        return self._encoder.embed(texts, progress)

    def embed_question(self, question: str) -> Vectors:
        """Embed one question."""
        return self._encoder.embed_question(question)

    def embed_tokens(self, text: str) -> Tokens:
        """Embed the tokens of a text; a passage's, which have a title's line above, are shrunk."""
        if text not in self._kept:
            spans, vectors = self._encoder.embed_tokens(text)
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
    rows = measure_ways(asked, make_ways(embed_some(fitted_on), encoder.dimension))
    print(
        f"{'':<22}{'KB a chunk':>11}" + "".join(f"{measure:>9}" for measure in MEASURES) + "   MRR@10 beside computed"
    )
    for row in rows:
        figures = "".join(f"{row[measure]:>9.3f}" for measure in MEASURES)
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


def measure_ways(asked: Asked, ways: Sequence[Way]) -> list[dict[str, Any]]:
    """Ask all questions in each way; the first is what the others are compared with."""
    rows: list[dict[str, Any]] = []
    computed: list[float] = []
    for way in ways:
        encoder = ShrunkEncoder(asked.index.encoder, way)
        started = time.perf_counter()
        scores = _score(asked, replace(asked.index, encoder=encoder))
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


def embed_some(index: Index) -> Vectors:
    """Return the token vectors (n, d) of some passages, evenly chosen."""
    step = max(len(index.chunks) // FITTED, 1)
    chosen = [index.chunks[row] for row in range(0, len(index.chunks), step)]
    texts = [f"{index.articles[chunk.article_id].title}\n{chunk.text}" for chunk in chosen]
    return np.concatenate([index.encoder.embed_tokens(text).vectors for text in texts])


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
    scores: dict[str, list[float]] = {measure: [] for measure in MEASURES}
    for pair in asked.pairs:
        passages = retrieve(pair.question.question, index, k=K)
        measured = measure_ranking(keys_of(passages, pair), pair.relevant, k=K)
        for measure in MEASURES:
            scores[measure].append(measured[measure])
    return scores


if __name__ == "__main__":
    sys.exit(main())
