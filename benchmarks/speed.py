"""Measure starting, encoding, building, searching, answering, memory and size, beside what this machine can do at most.

python -m benchmarks.speed ../shared/corpora --sizes 1000 10000 100000 1000000 --json results/speed.json --resume

A size is a number of chunks. The text is real as far as the corpora go; beyond, articles are repeated
under other titles, and the vectors of the repetitions are drawn around real ones. What was embedded and
built is kept in results/indexes/speed, and with --reuse taken again whatever program built it. The JSON is
written anew after each part; with --resume the parts that it has are not measured again.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from assistant.answers import answer
from assistant.embed import SentenceEncoder
from assistant.generations import current_name
from assistant.index import open_index
from assistant.manifest import GENERATIONS
from assistant.retrieval import retrieve
from assistant.types import AssistantError, Index, UnusableQuestion
from benchmarks.clients import CLIENTS, measure_clients
from benchmarks.encoding import measure_encoding
from benchmarks.limits import forget, measure_limits, read_arithmetic
from benchmarks.memory import measure_memory
from benchmarks.nearest import measure_nearest
from benchmarks.scale import KEPT, Corpora, chunk_texts, make_index, open_made, read_corpora, row_vectors
from benchmarks.speed_table import describe_head, describe_size
from benchmarks.stages import STAGES, timing
from benchmarks.starting import measure_starts, time_asking
from evals.machine import describe_commit, describe_machine
from evals.run import hash_program

SIZES = (1000, 10_000)
PARTS = ("start", "encode", "build", "open", "retrieve", "answer", "nearest", "memory", "clients")
K = 10  # passages of `retrieve`
OPENINGS = 3  # the median counts
QUANTILES = (50, 95, 99)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(prog="benchmarks.speed", description=__doc__.split("\n")[0])
    parser.add_argument("corpora", type=Path, help="a folder of corpora, each with articles.jsonl and questions.jsonl")
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), metavar="CHUNKS")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--questions", type=int, default=200, metavar="N", help="for each of the latencies (200)")
    parser.add_argument("--embed", type=int, metavar="N", help="chunks at most; other vectors are drawn")
    parser.add_argument("--searches", type=int, default=1000, metavar="N", help="searches of vectors (1000)")
    parser.add_argument("--texts", type=int, default=512, metavar="N", help="chunks to encode with each encoder (512)")
    parser.add_argument("--ask", type=int, nargs="+", default=[1, 100, 1000], metavar="N", help="memory after as many")
    parser.add_argument("--seconds", type=float, default=15.0, help="that each number of clients asks for (15)")
    parser.add_argument("--kept", type=Path, default=KEPT, metavar="DIR", help=f"what was built ({KEPT})")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures here")
    parser.add_argument("--resume", action="store_true", help="go on with the figures that the JSON has")
    parser.add_argument("--reuse", action="store_true", help="take indexes that an earlier program built")
    options = parser.parse_args(arguments)
    encoder = SentenceEncoder()
    try:
        corpora = read_corpora(options.corpora, encoder, options.kept)
        result = _begin(_describe(corpora, encoder), options.json if options.resume else None)
    except (FileNotFoundError, AssistantError) as error:
        print(f"benchmarks.speed: {error}", file=sys.stderr)
        return 2
    result.setdefault("limits", measure_limits(read_arithmetic(encoder.graph_folder), options.kept))
    for size in sorted(options.sizes):
        _say(f"{size:,} chunks: the index")
        folder, made = make_index(corpora, size, encoder, options.kept, reuse=options.reuse, most=options.embed)
        if size == min(options.sizes):
            _measure_once(result, folder, corpora, options)
            print(describe_head(result), flush=True)
        _measure_size(result, folder, made, corpora, options)
        print(describe_size(result["sizes"][str(size)]), flush=True)
    return 0


def _begin(described: dict[str, Any], file: Path | None) -> dict[str, Any]:
    """Return the figures to go on with: none, or those of a file if this program measured them here."""
    if file is None or not file.is_file():
        return described
    found: dict[str, Any] = json.loads(file.read_text("utf-8"))
    for name in ("program", "machine", "model", "corpora"):
        if found.get(name) != described[name]:
            raise AssistantError(f"the {name} of {file} is another one now; name another file with --json")
    return found


def _describe(corpora: Corpora, encoder: SentenceEncoder) -> dict[str, Any]:
    return {
        **describe_commit(),
        "program": hash_program(),
        "begun": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "machine": describe_machine(),
        "load": os.getloadavg()[0],
        "model": {"name": encoder.name, "sha256": encoder.sha256},
        "corpora": {
            "sha256": corpora.sha256, "articles": len(corpora.articles), "chunks": sum(corpora.chunks),
            "questions": len(corpora.questions),
        },
        "sizes": {},
    }  # fmt: skip


def _measure_once(result: dict[str, Any], folder: Path, corpora: Corpora, options: argparse.Namespace) -> None:
    """Measure what does not depend on the size: starting, and encoding."""

    def encode() -> dict[str, Any]:
        encoder = SentenceEncoder()
        texts = chunk_texts(open_made(folder, encoder))
        return measure_encoding(
            texts[:: max(len(texts) // options.texts, 1)][: options.texts],
            corpora.questions[: options.questions],
            encoder,
            read_arithmetic(encoder.graph_folder),
            result["limits"],
            graphs=options.kept,
        )

    measures = {"start": lambda: measure_starts(folder, corpora.questions[0]), "encode": encode}
    _measure(result, result, measures, options)


def _measure_size(
    result: dict[str, Any], folder: Path, made: dict[str, Any], corpora: Corpora, options: argparse.Namespace
) -> None:
    """Measure all that depends on the size, each part with an index that is opened anew."""
    n, questions, limits = options.questions, corpora.questions, result["limits"]
    size = result["sizes"].setdefault(str(made["size"]), {})
    size |= {
        "chunks": made["chunks"], "real_chunks": made["real_chunks"], "real_vectors": made["real_vectors"],
        "articles": made["articles"],
        "load": os.getloadavg()[0], "index": _measure_files(folder),
    }  # fmt: skip
    built = ("seconds", "processor_seconds", "rebuild_seconds", "peak_memory", "commit")
    measures: dict[str, Callable[[], Any]] = {
        "start": lambda: time_asking(folder, questions[0]),
        "build": lambda: {name: made[name] for name in built if name in made},
        "open": lambda: _measure_opening(folder, size["index"]["bytes"], limits),
        "retrieve": lambda: _measure_stages(folder, questions[:n], lambda text, index: retrieve(text, index, k=K)),
        "answer": lambda: _measure_stages(folder, questions[n : 2 * n], answer),
        "nearest": lambda: _measure_nearest(folder, questions[: options.searches], limits),
        "memory": lambda: measure_memory(folder, questions, options.ask, options.kept),
        "clients": lambda: measure_clients(folder, questions[2 * n :] or questions, CLIENTS, options.seconds),
    }
    _measure(result, size, measures, options)


def _measure(
    result: dict[str, Any], into: dict[str, Any], measures: dict[str, Callable[[], Any]], options: argparse.Namespace
) -> None:
    """Measure each part that is wanted and not there yet, and keep it."""
    for part, measure in measures.items():
        if part in options.parts and part not in into:
            _say(f"{into['chunks']:,} chunks: {part}" if "chunks" in into else part)
            into[part] = measure()
            _write(result, options.json)


def _measure_files(folder: Path) -> dict[str, Any]:
    """Return the bytes of the generation that is served."""
    served = folder / GENERATIONS / current_name(folder)
    files = {
        file.relative_to(served).as_posix(): file.stat().st_size for file in served.rglob("*") if file.is_file()
    }  # fmt: skip
    return {"bytes": sum(files.values()), "files": files}


def _measure_opening(folder: Path, size: int, limits: dict[str, float]) -> dict[str, float]:
    """Return the seconds of opening an index of which nothing is in memory, and of one of which all is.

    `share` is of the speed of the disk: what it takes to read every byte once.
    """
    encoder = SentenceEncoder()

    def opening() -> float:
        started = time.perf_counter()
        open_index(folder, encoder=encoder)
        return time.perf_counter() - started

    for file in (folder / GENERATIONS / current_name(folder)).rglob("*"):
        if file.is_file():
            forget(file)
    cold = opening()
    warm = statistics.median(opening() for _ in range(OPENINGS))
    return {"cold_seconds": cold, "seconds": warm, "share": size / limits["disk_read"] / cold}


def _measure_stages(folder: Path, questions: Sequence[str], ask: Callable[[str, Index], object]) -> dict[str, Any]:
    """Ask each question once, none of whose passages has been read before; return milliseconds, whole and by stage."""
    whole: list[float] = []
    by_stage: dict[str, list[float]] = {stage: [] for stage in STAGES}
    encoder = SentenceEncoder()
    encoder.embed_question("ready")
    with timing(open_made(folder, encoder)) as (index, stages):
        for question in questions:
            stages.take()
            started = time.perf_counter()
            try:
                ask(question, index)
            except UnusableQuestion:
                continue
            seconds = time.perf_counter() - started
            taken = stages.take()
            whole.append(seconds)
            for stage in STAGES:
                by_stage[stage].append(taken.get(stage, 0.0))
            by_stage["rest"][-1] = seconds - sum(taken.values())
    return {
        "questions": len(whole),
        **_milliseconds(whole),
        "stages": {stage: _milliseconds(seconds) for stage, seconds in by_stage.items() if any(seconds)},
    }


def _measure_nearest(folder: Path, questions: Sequence[str], limits: dict[str, float]) -> dict[str, Any]:
    encoder = SentenceEncoder()
    index = open_made(folder, encoder)
    vectors = row_vectors(index)
    found = measure_nearest(index.vectors, vectors, np.stack([encoder.embed_question(q) for q in questions]))
    return {**found, "share": vectors.nbytes / (found["store"]["p50_ms"] / 1000) / limits["memory_read"]}


def _milliseconds(seconds: Sequence[float]) -> dict[str, float]:
    return {"mean": 1000 * statistics.fmean(seconds)} | {
        f"p{q}": 1000 * float(np.percentile(seconds, q)) for q in QUANTILES
    }


def _say(what: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {what}", file=sys.stderr, flush=True)


def _write(result: dict[str, Any], file: Path | None) -> None:
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(result, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
