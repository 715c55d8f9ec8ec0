"""Compare retrieval with the libraries that people would use instead: same chunks, questions and vectors.

python -m benchmarks.peers ../shared/corpora --python PEERS/bin/python --limit 300 --out results/peers.json

PEERS is an environment with the libraries that benchmarks/peer.py names. Everybody gets the vectors of
our encoder, of texts and questions; with `--own-vectors` each embeds them itself, by sentence-transformers.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from assistant.models import DEFAULT_MODEL, find_model
from assistant.retrieval import retrieve
from assistant.types import Index
from benchmarks.peer import PEERS
from benchmarks.scale import chunk_texts, row_vectors
from benchmarks.sets import CACHE, ENGLISH, SETS, Asked, Pair, describe_asked, keys_of, make_encoder, read_set
from evals.gold import key
from evals.machine import describe_commit, describe_machine
from evals.ranking import measure_ranking
from evals.statistics import estimate_mean

MEASURES = ("R@1", "R@5", "MRR@10", "nDCG@10")
JUDGED = ("R@1", "R@5")
POINT = 0.01  # what ours may be behind a library on one set
OURS = "ours"
K = 10  # passages

Rows = Mapping[str, Mapping[str, float]]
"""Of one set: who, and the mean of each measure."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and print a table a set, one of all sets, and who is ahead."""
    parser = argparse.ArgumentParser(prog="benchmarks.peers", description=__doc__.split("\n")[0])
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--python", type=Path, required=True, help="of the environment with the other libraries")
    parser.add_argument("--peers", nargs="+", choices=PEERS, default=list(PEERS))
    parser.add_argument("--sets", nargs="+", choices=SETS, default=list(ENGLISH), help="the English ones")
    parser.add_argument("--limit", type=int, metavar="N", help="only N questions of each set, drawn by a seed")
    parser.add_argument("--own-vectors", action="store_true", help="everybody embeds texts and questions")
    parser.add_argument("--cache", type=Path, default=CACHE, metavar="DIR", help=f"what was built ({CACHE})")
    parser.add_argument("--out", type=Path, help="also write the figures here, as JSON")
    options = parser.parse_args(arguments)
    machine, commit = describe_machine(), describe_commit()
    print(f"{machine['processor']}, {machine['cores']} cores; commit {commit['commit'][:12]}; {DEFAULT_MODEL}")
    result: dict[str, Any] = {**commit, "machine": machine, "own_vectors": options.own_vectors, "sets": {}}
    encoder = make_encoder(cache=options.cache)
    for name in options.sets:
        asked = read_set(name, options.corpora, encoder, limit=options.limit, cache=options.cache)
        print(f"\n{describe_asked(name, asked)}")
        print(f"{'':<14}" + "".join(f"{m:>16}" for m in MEASURES) + f"{'p50 ms':>9}{'p95 ms':>9}")
        rows = result["sets"][name] = {OURS: _row(OURS, asked.pairs, *_ask_ours(asked))}
        for peer in options.peers:
            found = _ask_peer(peer, options.python, asked, own_vectors=options.own_vectors)
            rows[peer] = _row(peer, asked.pairs, *found)
        if options.out:
            options.out.parent.mkdir(parents=True, exist_ok=True)
            options.out.write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    print("\n" + "\n".join(describe_sets(result["sets"])))
    return 0


def describe_sets(sets: Mapping[str, Rows]) -> list[str]:
    """Return the table of all sets (R@1 / R@5), with the means, and a line a library on whether ours is ahead."""
    who = list(next(iter(sets.values())))
    means = {name: {m: float(np.mean([rows[name][m] for rows in sets.values()])) for m in JUDGED} for name in who}
    lines = [f"{'R@1 / R@5':<22}" + "".join(f"{name:>16}" for name in who)]
    for set_name, rows in [*sets.items(), ("mean", means)]:
        cells = (" / ".join(f"{rows[name][measure]:.3f}" for measure in JUDGED) for name in who)
        lines.append(f"{set_name:<22}" + "".join(f"{cell:>16}" for cell in cells))
    for peer in who[1:]:
        ahead = ", ".join(f"{m} {means[OURS][m] - means[peer][m]:+.3f}" for m in JUDGED)
        is_ahead = all(means[OURS][m] > means[peer][m] for m in JUDGED)
        behind = [
            f"{set_name} {m} {rows[OURS][m] - rows[peer][m]:+.3f}"
            for set_name, rows in sets.items()
            for m in JUDGED
            if round(rows[peer][m] - rows[OURS][m], 9) > POINT
        ]
        lines.append(
            f"ours beside {peer}: {'ahead' if is_ahead else 'not ahead'} on the mean ({ahead}); "
            + (f"behind by more than a point: {', '.join(behind)}" if behind else "nowhere behind by more than a point")
        )
    return lines


def _ask_ours(asked: Asked) -> tuple[list[list[str]], list[float]]:
    retrieve(asked.pairs[0].question.question, asked.index, k=K)
    found, seconds = [], []
    for pair in asked.pairs:
        started = time.perf_counter()
        passages = retrieve(pair.question.question, asked.index, k=K)
        seconds.append(time.perf_counter() - started)
        found.append(keys_of(passages, pair))
    return found, seconds


def _ask_peer(peer: str, python: Path, asked: Asked, *, own_vectors: bool) -> tuple[list[list[str]], list[float]]:
    questions = [pair.question.question for pair in asked.pairs]
    task = make_task(asked.index, questions)
    with tempfile.TemporaryDirectory() as folder:
        if not own_vectors:
            arrays = {
                "vectors": row_vectors(asked.index),
                "asked_vectors": np.stack([asked.index.encoder.embed_question(question) for question in questions]),
            }
            for name, vectors in arrays.items():
                task[name] = str(Path(folder) / f"{name}.npy")
                np.save(task[name], vectors)
        record = run_peer(peer, python, task)
    chunks = [[asked.index.chunks[row] for row in rows] for rows in record["rankings"]]
    found = [
        [chunk.article_id if pair.by_article else key(chunk) for chunk in row]
        for row, pair in zip(chunks, asked.pairs, strict=True)
    ]
    return found, record["seconds"]


def make_task(index: Index, questions: Sequence[str]) -> dict[str, Any]:
    """Return what benchmarks/peer.py is to do: the same chunks, questions and model."""
    return {
        "texts": chunk_texts(index),
        "questions": list(questions),
        "model": str(find_model(DEFAULT_MODEL)),
        "k": K,
    }


def run_peer(peer: str, python: Path, task: Mapping[str, Any], seconds: float | None = None) -> dict[str, Any]:
    """Run benchmarks/peer.py in its environment; raises `subprocess.TimeoutExpired` after so many seconds."""
    with tempfile.TemporaryDirectory() as folder:
        given, out = Path(folder) / "task.json", Path(folder) / "rankings.json"
        given.write_text(json.dumps(task), "utf-8")
        command = [str(python), str(Path(__file__).with_name("peer.py")), peer, str(given), str(out)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=seconds)
        if done.returncode:
            raise RuntimeError(f"{peer} failed: {done.stderr[-2000:]}")
        record: dict[str, Any] = json.loads(out.read_text("utf-8"))
        return record


def _row(who: str, pairs: Sequence[Pair], found: Sequence[Sequence[str]], seconds: Sequence[float]) -> dict[str, float]:
    scores = [measure_ranking(ids, pair.relevant, k=K) for ids, pair in zip(found, pairs, strict=True)]
    estimates = {measure: estimate_mean([score[measure] for score in scores]) for measure in MEASURES}
    p50, p95 = (1000 * float(np.percentile(seconds, q)) for q in (50, 95))
    cells = "".join(f"{f'{e.mean:.3f} ±{(e.high - e.low) / 2:.3f}':>16}" for e in estimates.values())
    print(f"{who:<14}{cells}{p50:>9.1f}{p95:>9.1f}", flush=True)
    return {**{measure: e.mean for measure, e in estimates.items()}, "p50_ms": p50, "p95_ms": p95}


if __name__ == "__main__":
    sys.exit(main())
