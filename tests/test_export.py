"""A graph agrees with the model it was made of, and is made again when it is not as it was made."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest

from assistant.embed import SentenceEncoder
from assistant.export import graph_key, is_graph, make_graph
from assistant.graph import DESCRIPTION, GRAPH, TOKENIZER, read_description
from assistant.models import DEFAULT_MODEL, find_model
from assistant.tracing import load_reference
from tests.tiny_models import make_tiny_model

TEXTS = [
    "Shah Deniz gas reached Italy through the Southern Gas Corridor on 31 December 2020.",
    "How long is the pipeline?",
    "The water level of the Caspian Sea has fallen since 1996. " * 12,
]


@pytest.fixture(scope="module")
def graphs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with the graph of the default model, made here."""
    folder = tmp_path_factory.mktemp("graphs")
    SentenceEncoder(graphs=folder).embed_question("made at the first use")
    return folder


@pytest.mark.slow
def test_its_vectors_are_those_of_the_model_itself(graphs: Path) -> None:
    reference = load_reference(DEFAULT_MODEL, find_model(DEFAULT_MODEL))
    expected = np.asarray(reference.encode(TEXTS, normalize_embeddings=True))
    found = SentenceEncoder(graphs=graphs).embed(TEXTS)
    assert (found * expected).sum(axis=1).min() > 0.98


@pytest.mark.slow
def test_it_is_three_files_that_say_what_they_are(graphs: Path) -> None:
    (folder,) = graphs.iterdir()
    assert folder.name == graph_key(SentenceEncoder().sha256)
    assert sorted(file.name for file in folder.iterdir()) == sorted((GRAPH, TOKENIZER, DESCRIPTION))
    description = read_description(folder)
    assert (description.dimension, description.max_tokens, description.precision) == (384, 256, "int8")
    assert description.inputs == ("input_ids",)
    assert description.agreement >= 0.97


@pytest.mark.slow
@pytest.mark.parametrize("name", [GRAPH, TOKENIZER, DESCRIPTION])
def test_a_changed_file_is_no_graph(graphs: Path, tmp_path: Path, name: str) -> None:
    (folder,) = graphs.iterdir()
    copied = tmp_path / "graph"
    copied.mkdir()
    for file in folder.iterdir():
        content = bytearray(file.read_bytes())
        content[len(content) // 2] ^= 1
        (copied / file.name).write_bytes(content if file.name == name else file.read_bytes())
    assert is_graph(folder)
    assert not is_graph(copied)


@pytest.mark.slow
def test_a_damaged_graph_is_made_again(graphs: Path) -> None:
    (folder,) = graphs.iterdir()
    before = SentenceEncoder(graphs=graphs).embed_question("gas").tobytes()
    (folder / GRAPH).write_bytes(b"damaged")
    assert SentenceEncoder(graphs=graphs).embed_question("gas").tobytes() == before
    assert is_graph(folder)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "inputs", "fused"),
    [
        ("bert", ("input_ids",), 2),
        ("mpnet", ("input_ids",), 0),  # its attention adds what depends on the distance of two tokens
        ("weighted words", ("input_ids", "attention_mask", "token_type_ids"), 0),  # reads the mask
        ("near words", ("input_ids", "attention_mask"), 0),  # attends within a window
    ],
)
def test_a_model_is_traced_the_fastest_way_that_gives_its_vectors(
    tmp_path: Path, kind: str, inputs: tuple[str, ...], fused: int
) -> None:
    encoder = SentenceEncoder(str(make_tiny_model(kind, tmp_path)), graphs=tmp_path / "graphs")
    description = read_description(encoder.graph_folder)
    assert (description.inputs, description.precision, description.dimension) == (inputs, "int8", 32)
    assert description.agreement > 0.999
    nodes = onnx.load(str(encoder.graph_folder / GRAPH)).graph.node
    assert sum(node.op_type == "MultiHeadAttention" for node in nodes) == fused


@pytest.mark.slow
def test_a_graph_can_be_asked_for_in_float32(tmp_path: Path) -> None:
    make_graph("tiny", make_tiny_model("bert", tmp_path), tmp_path / "graph", precisions=("float32",))
    assert read_description(tmp_path / "graph").precision == "float32"
    assert is_graph(tmp_path / "graph")


def test_another_model_has_another_graph() -> None:
    assert graph_key("a" * 64) != graph_key("b" * 64)
