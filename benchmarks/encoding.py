"""Chunks and questions encoded a second, against sentence-transformers and against the machine's limit."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant.embed import SentenceEncoder
from assistant.export import graph_key, is_graph, make_graph
from assistant.models import find_model, hash_model
from assistant.tracing import load_reference
from benchmarks.limits import Arithmetic

ROUNDS = 3  # of each encoder in turn; the median counts
REFERENCE = "sentence-transformers"


def measure_encoding(
    texts: Sequence[str],
    questions: Sequence[str],
    encoder: SentenceEncoder,
    arithmetic: Arithmetic,
    limits: Mapping[str, float],
    *,
    graphs: Path,
    reference: bool = True,
) -> dict[str, Any]:
    """Encode the same texts, and the same questions one by one, with each encoder.

    `share` is the time that the products alone would take on all cores, each at the rate that was
    measured for its kind, of the time that it took; `weights_share` counts only the products with
    weights. `processor_share` leaves out the time that the cores were taken by somebody else, or idle;
    `question_share` is of one core. `graphs` is where the float32 graph is kept.
    """
    kept = [min(n, encoder.max_tokens) for n in encoder.count_tokens(texts)]
    asked = [min(n, encoder.max_tokens) for n in encoder.count_tokens(questions)]
    full = float32_encoder(encoder.name, graphs)
    embed: dict[str, Callable[[Sequence[str]], object]] = {"int8": encoder.embed, "float32": full.embed}
    one: dict[str, Callable[[str], object]] = {"int8": encoder.embed_question, "float32": full.embed_question}
    if reference:
        model = load_reference(encoder.name, find_model(encoder.name))
        embed[REFERENCE] = lambda texts: model.encode(list(texts), show_progress_bar=False)
        one[REFERENCE] = lambda question: model.encode(question, show_progress_bar=False)
    rows = {}
    seconds = _in_turn({name: lambda function=function: function(texts) for name, function in embed.items()})  # type: ignore[misc]  # mypy knows no such lambda
    for name, rounds in seconds.items():
        wall, processor = (statistics.median(pair[i] for pair in rounds) for i in (0, 1))
        precision = "int8" if name == "int8" else "float32"
        each = [_time(lambda q=q, name=name: one[name](q))[0] for q in questions]  # type: ignore[misc]
        median = statistics.median(each)
        rows[name] = {
            "chunks_a_second": len(texts) / wall,
            "tokens_a_second": sum(kept) / wall,
            "operations_a_second": arithmetic.operations(kept) / wall,
            "share": _least_seconds(arithmetic, limits, precision, kept, "operations") / wall,
            "weights_share": arithmetic.weight_operations(kept) / limits[f"{precision}_operations"] / wall,
            "processor_share": _least_seconds(arithmetic, limits, precision, kept, "core_operations") / processor,
            "question_ms": 1000 * median,
            "question_share": _least_seconds(arithmetic, limits, precision, asked, "question_operations")
            / len(asked)
            / median,
        }
    return {"texts": len(texts), "tokens": sum(kept), "questions": len(questions), **rows}


def _least_seconds(
    arithmetic: Arithmetic, limits: Mapping[str, float], precision: str, tokens: Sequence[int], rate: str
) -> float:
    """Return the time of the products alone: those with weights, and attention, which is in float32 in every graph."""
    with_weights = arithmetic.weight_operations(tokens) / limits[f"{precision}_{rate}"]
    return with_weights + arithmetic.attention_operations(tokens) / limits[f"attention_{rate}"]


def float32_encoder(name: str, graphs: Path) -> SentenceEncoder:
    """Return the encoder whose graph was kept in float32."""
    model, kept = find_model(name), graphs / "float32"
    graph = kept / graph_key(hash_model(name, model))
    if not is_graph(graph):
        make_graph(name, model, graph, precisions=("float32",))
    encoder = SentenceEncoder(name, graphs=kept)
    encoder.embed_question("ready")
    return encoder


def _in_turn(work: Mapping[str, Callable[[], object]]) -> dict[str, list[tuple[float, float]]]:
    """Do each thing in turn, several times; return the seconds of each time, and the processor's."""
    seconds: dict[str, list[tuple[float, float]]] = {name: [] for name in work}
    for _ in range(ROUNDS):
        for name, function in work.items():
            seconds[name].append(_time(function))
    return seconds


def _time(function: Callable[[], object]) -> tuple[float, float]:
    processor, started = time.process_time(), time.perf_counter()
    function()
    return time.perf_counter() - started, time.process_time() - processor
