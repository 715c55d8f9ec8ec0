"""Compare retrieval with the libraries that people would use instead: same chunks, questions and encoder.

python -m benchmarks.peers ../shared/corpora --python PEERS/bin/python --sets squad2-dev

PEERS is an environment with the libraries that benchmarks/peer.py names.
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
from benchmarks.retrieval import SETS, K, Pair, keys_of, read_set
from evals.gold import key
from evals.machine import describe_commit, describe_machine
from evals.ranking import measure_ranking
from evals.statistics import estimate_mean

MEASURES = ("R@1", "R@5", "MRR@10", "nDCG@10")


def main() -> int:
    """Measure, and print a table a set, and the means over sets."""
    parser = argparse.ArgumentParser(prog="benchmarks.peers", description=__doc__.split("\n")[0])
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--python", type=Path, required=True, help="of the environment with the other libraries")
    parser.add_argument("--sets", nargs="+", choices=SETS, default=["squad2-dev", "histstate-rdcr", "clapnq"])
    parser.add_argument("--limit", type=int, metavar="N", help="only N questions of each set, drawn by a seed")
    parser.add_argument("--out", type=Path, help="also write the figures here, as JSON")
    options = parser.parse_args()
    machine, commit = describe_machine(), describe_commit()
    print(f"{machine['processor']}, {machine['cores']} cores; commit {commit['commit'][:12]}; {DEFAULT_MODEL}")
    result: dict[str, Any] = {**commit, "machine": machine, "sets": {}}
    for name in options.sets:
        index, pairs = read_set(name, options.corpora, options.limit, None)
        print(f"\n{name}: {len(pairs)} questions, {len(index.chunks)} chunks, index {index.fingerprint[:12]}")
        print(f"{'':<14}" + "".join(f"{m:>16}" for m in MEASURES) + f"{'p50 ms':>9}{'p95 ms':>9}")
        result["sets"][name] = {"ours": _row("ours", pairs, *_ask_ours(index, pairs))}
        for peer in PEERS:
            result["sets"][name][peer] = _row(peer, pairs, *_ask_peer(peer, options.python, index, pairs))
    print("\nmean over sets")
    for who in ("ours", *PEERS):
        means = [np.mean([rows[who][m] for rows in result["sets"].values()]) for m in MEASURES]
        print(f"{who:<14}" + "".join(f"{mean:>16.3f}" for mean in means))
    if options.out:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    return 0


def _ask_ours(index: Index, pairs: Sequence[Pair]) -> tuple[list[list[str]], list[float]]:
    retrieve(pairs[0].question.question, index, k=K)
    found, seconds = [], []
    for pair in pairs:
        started = time.perf_counter()
        passages = retrieve(pair.question.question, index, k=K)
        seconds.append(time.perf_counter() - started)
        found.append(keys_of(passages, pair))
    return found, seconds


def _ask_peer(peer: str, python: Path, index: Index, pairs: Sequence[Pair]) -> tuple[list[list[str]], list[float]]:
    record = run_peer(peer, python, make_task(index, [pair.question.question for pair in pairs]))
    chunks = [[index.chunks[row] for row in rows] for rows in record["rankings"]]
    found = [
        [chunk.article_id if pair.by_article else key(chunk) for chunk in row]
        for row, pair in zip(chunks, pairs, strict=True)
    ]
    return found, record["seconds"]


def make_task(index: Index, questions: Sequence[str]) -> dict[str, Any]:
    """Return what benchmarks/peer.py is to do: the same chunks, questions and model."""
    return {
        "texts": [f"{index.articles[chunk.article_id].title}\n{chunk.text}" for chunk in index.chunks],
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
