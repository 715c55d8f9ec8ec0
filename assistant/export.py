"""A sentence-transformers model in, a graph that runs without it out. The only importer of torch.

The model is traced once and its matrix products are quantised to int8 (dynamically: the weights of
each output channel in 7 bits, activations by their own range in every text). Seven bits, since with
eight the sums of processors without VNNI instructions saturate, and the same index would give other
answers there. The graph is checked against the model before anybody uses it; where int8 is too far
off, float32 is kept.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import shutil
import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.graph import (
    DESCRIPTION,
    GRAPH,
    TEXT_OUTPUT,
    TOKEN_OUTPUT,
    TOKENIZER,
    Description,
    Graph,
    read_description,
)
from assistant.types import UnusableModel, Vectors

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

VERSION = 1  # of what this module makes; another one makes every graph anew
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
_LONGEST_DEFAULT = 512  # tokens; of models that do not say


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


def make_graph(name: str, model: Path, target: Path) -> None:
    """Export a model's folder into the folder `target`, complete or not at all; takes some ten seconds.

    Raises `UnusableModel` where the model cannot be loaded, or no graph of it agrees with it.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=".making-", dir=target.parent))
    try:
        _export(name, load_reference(name, model), work)
        shutil.rmtree(target, ignore_errors=True)
        try:
            work.replace(target)
        except OSError:
            if not is_graph(target):  # else another process was faster
                raise
    finally:
        shutil.rmtree(work, ignore_errors=True)


def load_reference(name: str, model: Path) -> SentenceTransformer:
    """Load the model itself, as its library does."""
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # theirs
    try:
        return SentenceTransformer(str(model), device="cpu", local_files_only=True)
    except (OSError, ValueError, KeyError) as error:
        reason = " ".join(str(error).split())  # that it needs code of its own, say, which is not run
        raise UnusableModel(f"the model {name} in {model} cannot be loaded: {reason}") from error


def _export(name: str, reference: SentenceTransformer, work: Path) -> None:
    tokenizer = getattr(reference.tokenizer, "backend_tokenizer", None)
    if tokenizer is None:
        raise UnusableModel(f"the model {name} has no fast tokenizer, which tells where tokens stand; choose another")
    (work / TOKENIZER).write_text(tokenizer.to_str(), "utf-8")
    inputs = [n for n in ("input_ids", "attention_mask", "token_type_ids") if n in reference.preprocess(["text"])]
    _trace(reference, inputs, work / "float32.onnx")
    _quantise(work / "float32.onnx", work / "int8.onnx")
    expected = _unit_vectors(reference)
    for precision, least in LEAST_AGREEMENT.items():
        shutil.copyfile(work / f"{precision}.onnx", work / GRAPH)
        description = Description(
            dimension=int(reference.get_embedding_dimension() or expected.shape[1]),
            max_tokens=int(reference.max_seq_length or _LONGEST_DEFAULT),
            inputs=tuple(inputs),
            prompts={kind: text for kind, text in (reference.prompts or {}).items() if text},
            precision=precision,
            agreement=0.0,
            files={file: _hash(work / file) for file in (GRAPH, TOKENIZER)},
        )
        description.save(work)
        found = np.stack([Graph(work).encode(text).vector for text in CHECKED])
        agreement = float((found * expected).sum(axis=1).min())
        if agreement >= least:
            Description(**{**_fields(description), "agreement": round(agreement, 4)}).save(work)
            for file in work.iterdir():
                if file.name not in (GRAPH, TOKENIZER, DESCRIPTION):
                    file.unlink()
            return
    raise UnusableModel(
        f"the graph of {name} gives other vectors than the model itself (cosine {agreement:.3f}); "
        "choose another --model"
    )


def _trace(reference: SentenceTransformer, inputs: Sequence[str], target: Path) -> None:
    """Write the model as an ONNX graph of any number of texts and tokens."""
    import torch

    class Traced(torch.nn.Module):
        """Takes tensors, returns tensors."""

        def __init__(self) -> None:
            super().__init__()
            self.model = reference

        def forward(self, *tensors: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
            output: Any = self.model(dict(zip(inputs, tensors, strict=True)))
            return output[TOKEN_OUTPUT], output[TEXT_OUTPUT]

    features: Any = reference.preprocess(["two texts", "of different length"])
    axes = {name: {0: "texts", 1: "tokens"} for name in (*inputs, TOKEN_OUTPUT)} | {TEXT_OUTPUT: {0: "texts"}}
    with warnings.catch_warnings(), torch.inference_mode():
        warnings.simplefilter("ignore")  # tracing warns of every branch on a shape; the check below decides
        torch.onnx.export(
            Traced().eval(),
            tuple(features[name] for name in inputs),
            str(target),
            input_names=inputs,
            output_names=[TOKEN_OUTPUT, TEXT_OUTPUT],
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,  # the other exporter needs onnxscript, and gives the same graph
        )


def _quantise(source: Path, target: Path) -> None:
    import logging

    from onnxruntime.quantization import QuantType, quantize_dynamic

    logging.disable(logging.WARNING)  # it recommends what has been done
    try:
        quantize_dynamic(source, target, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
    finally:
        logging.disable(logging.NOTSET)


def _unit_vectors(reference: SentenceTransformer) -> Vectors:
    vectors: Any = reference.encode(list(CHECKED), prompt="", normalize_embeddings=True, show_progress_bar=False)
    return np.asarray(vectors, np.float32)


def _fields(description: Description) -> dict[str, Any]:
    return {name: getattr(description, name) for name in Description.__dataclass_fields__}


def _hash(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
