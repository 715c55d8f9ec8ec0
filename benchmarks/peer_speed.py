"""Build and search collections of several sizes with the libraries that people would use instead.

python -m benchmarks.peer_speed ../shared/corpora --python PEERS/bin/python --sizes 1000 10000 --json results/peers.json

PEERS is an environment with the libraries that benchmarks/peer.py names. Everybody gets the same chunks,
questions and model. Up to `--embed` chunks everybody embeds them; beyond, the vectors are given, and the
build is without them. The others are given the chunks, and ours cuts the articles in its build: what that takes
is measured apart, in turn with the builds, and the second row of ours is without it. Ours is split by stage. The
collections are those of benchmarks/speed.py.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from assistant.chunks import CutSettings
from assistant.embed import SentenceEncoder
from assistant.index import build_index
from assistant.retrieval import retrieve
from assistant.sharing import LEAST_SHARED, cut_articles, share_work
from assistant.types import Article, UnusableQuestion
from benchmarks.peer import PEERS
from benchmarks.peers import OURS, K, make_task, run_peer
from benchmarks.scale import KEPT, collect, make_index, open_made, read_corpora, row_vectors
from benchmarks.stages import STAGES, timing
from evals.machine import describe_commit, describe_machine

LONGEST_ASKING = 120.0  # seconds; who is slower than that is asked fewer questions
LONGEST_RUN = 3600.0  # seconds, building included; who takes longer has no figures


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and print a table a size."""
    parser = argparse.ArgumentParser(prog="benchmarks.peer_speed", description=__doc__.split("\n")[0])
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--python", type=Path, required=True, help="of the environment with the other libraries")
    parser.add_argument("--peers", nargs="+", choices=PEERS, default=list(PEERS))
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000, 100_000], metavar="CHUNKS")
    parser.add_argument("--embed", type=int, default=1000, metavar="CHUNKS", help="the largest size that is embedded")
    parser.add_argument("--vectors", type=int, metavar="N", help="embedded chunks; around theirs the others are drawn")
    parser.add_argument("--questions", type=int, default=200, metavar="N")
    parser.add_argument("--kept", type=Path, default=KEPT, metavar="DIR", help=f"what was built ({KEPT})")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures here")
    options = parser.parse_args(arguments)
    machine = describe_machine()
    result: dict[str, Any] = {**describe_commit(), "machine": machine, "sizes": {}}
    print(f"{machine['processor']}, {machine['cores']} cores; commit {result['commit'][:12]}")
    encoder = SentenceEncoder()
    corpora = read_corpora(options.corpora, encoder, options.kept)
    for size in sorted(options.sizes):
        embeds = size <= options.embed
        folder, made = make_index(corpora, size, encoder, options.kept, most=None if embeds else options.vectors)
        what = "building" if embeds else "building but for embedding"
        print(f"\n{made['chunks']:,} chunks ({made['real_chunks']:,} of real text); {what}")
        print(f"{'':<14}{'build s':>10}{'asked':>8}{'p50 ms':>10}{'p95 ms':>10}{'load':>7}")
        questions = corpora.questions[: options.questions]
        rows = result["sizes"][str(size)] = {"chunks": made["chunks"], "embedded": embeds}
        articles = collect(corpora, size).articles
        ours = _ask_ours(folder, questions)
        ours["build_seconds"] = _build(articles) if embeds else made["seconds"]
        rows[OURS] = _print(OURS, ours)
        rows[OURS]["cutting_seconds"] = cutting = _cut(articles, encoder)
        print(f"  {'but for cutting':<12}{ours['build_seconds'] - cutting:>9.1f}", flush=True)
        rows[OURS]["stages"] = _print_stages(ours["stages"])
        for peer in options.peers:
            rows[peer] = _print(peer, _ask_peer(peer, folder, questions, options.python, embeds=embeds))
            if options.json:
                options.json.parent.mkdir(parents=True, exist_ok=True)
                options.json.write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    return 0


def _ask_ours(folder: Path, questions: Sequence[str]) -> dict[str, Any]:
    """Ask with an encoder that has read no passage yet; the first question is asked twice, as the others' is."""
    seconds: list[float] = []
    stages: list[dict[str, float]] = []
    with timing(open_made(folder, SentenceEncoder())) as (index, clock):
        retrieve(questions[0], index, k=K)
        for question in questions:
            clock.take()
            started = time.perf_counter()
            try:
                retrieve(question, index, k=K)
            except UnusableQuestion:
                continue
            seconds.append(time.perf_counter() - started)
            taken = clock.take()
            stages.append(taken | {"rest": seconds[-1] - sum(taken.values())})
    return {"seconds": seconds, "stages": stages}


def _print_stages(stages: Sequence[Mapping[str, float]]) -> dict[str, list[float]]:
    """Print p50 and p95 of each stage that took any time, in ms; they do not add up to those of a question."""
    shown = {}
    for stage in STAGES:
        values = [1000 * taken.get(stage, 0.0) for taken in stages]
        if any(values):
            shown[stage] = [float(np.percentile(values, q)) for q in (50, 95)]
            print(f"  {stage:<30}{shown[stage][0]:>10.1f}{shown[stage][1]:>10.1f}", flush=True)
    return shown


def _build(articles: Sequence[Article]) -> float:
    """Return the seconds of a build that embeds everything; cutting the articles is in it."""
    encoder = SentenceEncoder()
    encoder.embed_question("ready")
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        build_index(articles, folder, encoder=encoder)
        return time.perf_counter() - started


def _cut(articles: Sequence[Article], encoder: SentenceEncoder) -> float:
    """Return the seconds of cutting alone, as a build does it: by as many processes, with starting them."""
    started = time.perf_counter()
    with share_work(articles, encoder, LEAST_SHARED) as workers:
        cut_articles(articles, CutSettings(), encoder, workers)
        return time.perf_counter() - started


def _ask_peer(peer: str, folder: Path, questions: Sequence[str], python: Path, *, embeds: bool) -> dict[str, Any]:
    index = open_made(folder, SentenceEncoder())
    task: dict[str, Any] = {**make_task(index, questions), "seconds": LONGEST_ASKING}
    with tempfile.TemporaryDirectory() as given:
        if not embeds:
            task["vectors"] = str(Path(given) / "vectors.npy")
            np.save(task["vectors"], row_vectors(index))
        del index
        try:
            return run_peer(peer, python, task, LONGEST_RUN)
        except subprocess.TimeoutExpired:
            return {"over": LONGEST_RUN}


def _print(who: str, record: Mapping[str, Any]) -> dict[str, Any]:
    if "over" in record:
        print(f"{who:<14} not done in {record['over']:.0f} s", flush=True)
        return dict(record)
    p50, p95 = (1000 * float(np.percentile(record["seconds"], q)) for q in (50, 95))
    row = {
        "build_seconds": record["build_seconds"], "asked": len(record["seconds"]), "p50_ms": p50, "p95_ms": p95,
        "load": os.getloadavg()[0],
    }  # fmt: skip
    print(
        f"{who:<14}{row['build_seconds']:>10.1f}{row['asked']:>8}{p50:>10.1f}{p95:>10.1f}{row['load']:>7.1f}",
        flush=True,
    )
    return row


if __name__ == "__main__":
    sys.exit(main())
