"""The default model and what was fitted in, a graph that reads two texts together out; made once, as others are."""

from __future__ import annotations

import functools
import hashlib
import math
from collections.abc import Callable
from pathlib import Path

from assistant.cross_encoder import CrossEncoder
from assistant.export import graph_key, hash_files, make_folder, tidy
from assistant.graph import GRAPH, TOKENIZER, Description
from assistant.models import WEIGHTS_SHA256
from assistant.rewriting import optimise, quantise, settle
from assistant.types import InContext, UnusableModel

WEIGHTS = Path(__file__).parent / "answering.safetensors"
LEAST_AGREEMENT = 0.9  # 1 less the largest difference of the odds, as probabilities, from the model itself
CHECKED = (
    (
        "when was the first military training agreement?",
        InContext("Ties", "Azerbaijan and Türkiye signed their first agreement on military training in 1992."),
    ),
    ("Who signed it for Iran?", InContext("The sea. It was signed in Aktau.", "Its text has 24 articles.")),
    ("how many?", InContext("", "38 per cent.")),
    (
        "In which city does the secretariat have its seat?",
        InContext(
            "A union of five. They met in spring.", "The secretariat moved from Tashkent to Samarkand in 2019. " * 4
        ),
    ),
)
"""What a graph is checked with."""
_TRACED, _SETTLED, _QUANTISED = "traced.onnx", "settled.onnx", "quantised.onnx"


def cross_key() -> str:
    """Name the graph by all that decides what is in it; raises `UnusableModel` where the weights are not there."""
    try:
        fitted = hashlib.sha256(WEIGHTS.read_bytes()).hexdigest()
    except OSError as error:
        raise UnusableModel(f"{WEIGHTS}, which is part of this program, cannot be read; reinstall: make env") from error
    return graph_key(f"{WEIGHTS_SHA256} {fitted}")


def make_cross_graph(model: Path, target: Path) -> None:
    """Export it into the folder `target`, complete or not at all; takes some twenty seconds.

    Raises `UnusableModel` where the graph does not say what the model does.
    """
    make_folder(target, lambda work: _export(model, work))


def _export(model: Path, work: Path) -> None:
    from assistant.cross_tracing import (
        INPUTS,
        describe_tokenizer,
        load_cross_encoder,
        score_reference,
        trace_cross_encoder,
    )

    reference = load_cross_encoder(model, WEIGHTS)
    (work / TOKENIZER).write_text(describe_tokenizer(model), "utf-8")
    trace_cross_encoder(reference, work / _TRACED)
    settle(work / _TRACED, work / _SETTLED)
    quantise(work / _SETTLED, work / _QUANTISED)
    optimise(work / _QUANTISED, work / GRAPH, "extended")
    agreement = _compare(functools.partial(score_reference, reference), work)
    if agreement < LEAST_AGREEMENT:
        raise UnusableModel(
            f"the graph that reads a question and a text together says something else than its model (they agree to "
            f"{agreement:.2f}, expected {LEAST_AGREEMENT}); reinstall: make env"
        )
    description = Description(1, 0, INPUTS, {}, "int8", round(agreement, 4), hash_files(work))
    description.save(work)
    tidy(work)


def _compare(reference: Callable[[list[int], list[int]], float], work: Path) -> float:
    """Return how near a graph's odds are to the model's own."""
    graph = CrossEncoder(work, threads=1)
    apart = [
        abs(_odds(graph.score(question, [text])[0]) - _odds(reference(*graph.join(question, text))))
        for question, text in CHECKED
    ]
    return 1 - max(apart)


def _odds(score: float) -> float:
    return 1 / (1 + math.exp(-score))
