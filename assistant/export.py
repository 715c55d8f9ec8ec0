"""A sentence-transformers model in, a graph that runs without it out.

The model is traced once (`tracing.py`) and its matrix products are quantised to int8 (`rewriting.py`;
dynamically: the weights of each output channel in 7 bits, activations by their own range in every
text). Seven bits, since with eight the sums of processors without VNNI instructions saturate, and the
same index would give other answers there. Every graph is checked against the model before anybody
uses it. Of the ways to trace a model the first is kept that gives its vectors in float32: without the
mask and with attention as one operation, without the mask, as it is. Where int8 is then too far off,
float32 is kept.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.graph import DESCRIPTION, GRAPH, TOKENIZER, Description, Graph, read_description
from assistant.rewriting import optimise, quantise, settle, untraceable
from assistant.tracing import Trace, load_reference, reference_vectors, trace, ways_to_trace
from assistant.types import UnusableModel

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

VERSION = 2  # of what this module makes; another one makes every graph anew
RUNTIME = "onnxruntime"
LEAST_AGREEMENT = {"int8": 0.97, "float32": 0.9999}
"""Cosine to the reference's vector that every checked text must reach.

all-MiniLM-L6-v2 in int8 has .987 at least and .993 on average over chunks of squad2-dev, and
retrieves as float32 does (benchmarks/README.md).
"""
CHECKED = (
    "Azerbaijan and Türkiye signed their first agreement on military training in 1992.",
    "when was the first military training agreement?",
    "gas",
    "The five coastal states signed the Convention on the Legal Status of the Caspian Sea in Aktau on 12 August 2018. "
    "It gives each state territorial waters of 15 nautical miles and a fishery zone of ten more. " * 3,
    "Exports rose by 38 per cent, to $1.6 billion; imports fell (see table 2).",
    "Türkiye ile Azerbaycan arasındaki ilk askerî eğitim anlaşması 1992 yılında imzalandı.",
    "Ратификация конвенции пяти государств продолжается.",
    "? 🙂 —",
)
"""What a graph is checked with: short and long, a question, figures, other scripts."""
PRECISIONS = ("int8", "float32")  # the first that agrees is kept
_LONGEST_DEFAULT = 512  # tokens; of models that do not say
_TRACED, _SETTLED, _QUANTISED = "traced.onnx", "settled.onnx", "quantised.onnx"
_SHOWN = 200  # characters of a library's error


def graph_key(model_sha256: str) -> str:
    """Name a graph by all that decides what is in it: the model, this module's version, the runtime's."""
    words = f"{model_sha256} {VERSION} {importlib.metadata.version(RUNTIME)}"
    return hashlib.sha256(words.encode()).hexdigest()[:32]


def is_graph(folder: Path) -> bool:
    """Say whether a folder holds a graph as it was made: every file with its hash."""
    try:
        files = read_description(folder).files
        return set(files) == {GRAPH, TOKENIZER} and all(_hash(folder / name) == files[name] for name in files)
    except (OSError, ValueError, TypeError, KeyError):
        return False


def name_graph(description: Description) -> str:
    """Say what a graph is: its precision, and the version of what made it."""
    return f"{description.precision} graph {VERSION}"


def make_graph(name: str, model: Path, target: Path, *, precisions: Sequence[str] = PRECISIONS) -> None:
    """Export a model's folder into the folder `target`, complete or not at all; takes some twenty seconds.

    Raises `UnusableModel` where the model cannot be loaded, or no graph of it agrees with it.
    """
    make_folder(target, lambda work: _export(name, load_reference(name, model), work, precisions))


def make_folder(target: Path, write: Callable[[Path], None]) -> None:
    """Have a graph written into the folder `target`, complete or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=".making-", dir=target.parent))
    try:
        write(work)
        shutil.rmtree(target, ignore_errors=True)
        try:
            work.replace(target)
        except OSError:
            if not is_graph(target):  # else another process was faster
                raise
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _export(name: str, reference: SentenceTransformer, work: Path, precisions: Sequence[str]) -> None:
    tokenizer = getattr(reference.tokenizer, "backend_tokenizer", None)
    if tokenizer is None:
        raise UnusableModel(f"the model {name} has no fast tokenizer, which tells where tokens stand; choose another")
    (work / TOKENIZER).write_text(tokenizer.to_str(), "utf-8")
    way = _trace(name, reference, work)
    for precision in precisions:
        if precision == "int8":
            quantise(work / _TRACED, work / _QUANTISED)
        optimise(work / (_QUANTISED if precision == "int8" else _TRACED), work / GRAPH, "extended")
        description = _describe(reference, way, precision, work)
        if description.agreement >= LEAST_AGREEMENT[precision]:
            break
    tidy(work)


def tidy(work: Path) -> None:
    """Remove what was only needed to make the graph in a folder."""
    for file in work.iterdir():
        if file.name not in (GRAPH, TOKENIZER, DESCRIPTION):
            file.unlink()


def _trace(name: str, reference: SentenceTransformer, work: Path) -> Trace:
    """Leave in the folder the fastest graph in float32 that gives the model's own vectors."""
    problem = ""
    ways = ways_to_trace(reference)
    for way in ways:
        try:
            trace(reference, way, work / _TRACED)
            if way is not ways[-1]:  # the last is left as the model is
                settle(work / _TRACED, work / _SETTLED)
                (work / _SETTLED).replace(work / _TRACED)
            optimise(work / _TRACED, work / GRAPH, "extended")
            agreement = _describe(reference, way, "float32", work).agreement
        except untraceable() as error:
            problem = " ".join(str(error).split())[:_SHOWN]
            continue
        if agreement >= LEAST_AGREEMENT["float32"]:
            return way
        problem = f"other vectors than the model itself, cosine {agreement:.3f}"
    raise UnusableModel(f"no graph of {name} computes what the model does ({problem}); choose another --model")


def _describe(reference: SentenceTransformer, way: Trace, precision: str, work: Path) -> Description:
    """Describe the graph in the folder, with how near it is to its reference."""
    expected = reference_vectors(reference, CHECKED)
    description = Description(
        dimension=int(reference.get_embedding_dimension() or expected.shape[1]),
        max_tokens=int(reference.max_seq_length or _LONGEST_DEFAULT),
        inputs=way.inputs,
        prompts={kind: text for kind, text in (reference.prompts or {}).items() if text},
        precision=precision,
        agreement=0.0,
        files=hash_files(work),
    )
    description.save(work)
    graph = Graph(work)
    found = np.stack([graph.embed(text) for text in CHECKED])
    described = replace(description, agreement=round(float((found * expected).sum(axis=1).min()), 4))
    described.save(work)
    return described


def hash_files(work: Path) -> dict[str, str]:
    """Return the SHA-256 of the files of a graph."""
    return {file: _hash(work / file) for file in (GRAPH, TOKENIZER)}


def _hash(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
