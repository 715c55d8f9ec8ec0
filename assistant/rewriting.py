"""A traced graph in, one that computes the same in fewer and faster operations out.

What reshapes a tensor is worked out again for every text, although only the number of tokens differs:
`settle` writes the shapes into the graph, and leaves out a reshape that changes nothing. `quantise`
makes products of activations with weights int8, and `fuse` lets ONNX Runtime join operations, once,
so that opening the graph does not do it again.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

LENGTHS = (5, 7)  # tokens of two texts: what their shapes share holds for all; the caller checks with longer ones
SLOWER = (
    "SkipLayerNormFusion",
)  # the joined operation takes an eighth of a text's time; apart, they take a third of it


def settle(source: Path, target: Path) -> None:
    """Write the shapes of all reshapes into the graph of one text, and join those that follow each other."""
    import onnx
    from onnx import numpy_helper

    optimise(source, target, "basic")  # drops transpositions that undo each other from between reshapes
    model = onnx.load(str(target))
    graph = model.graph
    reshapes = [node for node in graph.node if node.op_type == "Reshape"]
    shapes = _shapes(model, sorted({name for node in reshapes for name in (node.input[0], node.output[0])}))
    outputs = {output.name for output in graph.output}
    source_of: dict[str, str] = {}  # of what a reshape gives: what the first of its row was given
    same: dict[str, str] = {}
    for node in reshapes:
        made, found = node.output[0], shapes[node.output[0]]
        given = source_of.get(node.input[0], node.input[0])
        source_of[made] = given
        if found == shapes[given] and made not in outputs:
            same[made] = given
        elif found.count(-1) <= 1:
            graph.initializer.append(numpy_helper.from_array(np.array(found, np.int64), f"{made}_shape"))
            node.input[:] = [given, f"{made}_shape"]
    for node in graph.node:
        node.input[:] = [same.get(name, name) for name in node.input]
    _prune(graph)
    onnx.save(model, str(target))


def quantise(source: Path, target: Path) -> None:
    """Make the weights int8, 7 bits of each output channel; activations are quantised as they come."""
    from onnx import TensorProto
    from onnxruntime.quantization import QuantType, quantize_dynamic

    logging.disable(logging.WARNING)  # it recommends what has been done
    try:
        quantize_dynamic(
            source,
            target,
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
            extra_options={"DefaultTensorType": TensorProto.FLOAT},  # of what the runtime's own operations give
        )
    finally:
        logging.disable(logging.NOTSET)


def optimise(source: Path, target: Path, level: str) -> None:
    """Let the runtime rewrite a graph: `basic` leaves only standard operations, `extended` uses its own."""
    import onnxruntime

    levels = onnxruntime.GraphOptimizationLevel
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.graph_optimization_level = {"basic": levels.ORT_ENABLE_BASIC, "extended": levels.ORT_ENABLE_EXTENDED}[level]
    options.optimized_model_filepath = str(target)
    onnxruntime.InferenceSession(
        str(source), options, providers=["CPUExecutionProvider"], disabled_optimizers=list(SLOWER)
    )


def _shapes(model: Any, names: Sequence[str]) -> Mapping[str, list[int]]:
    """Return the shapes that tensors have in a graph of one text, -1 where they differ with its tokens."""
    import onnx
    import onnxruntime
    from onnx import helper

    watched = onnx.ModelProto.FromString(model.SerializeToString())
    known = {output.name for output in watched.graph.output}
    watched.graph.output.extend(helper.make_empty_tensor_value_info(name) for name in names if name not in known)
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(watched.SerializeToString(), options, providers=["CPUExecutionProvider"])
    inputs = [given.name for given in model.graph.input]
    first, second = (
        [tensor.shape for tensor in session.run(list(names), {i: np.ones((1, n), np.int64) for i in inputs})]
        for n in LENGTHS
    )
    return {
        name: [a if a == b else -1 for a, b in zip(one, other, strict=True)]
        for name, one, other in zip(names, first, second, strict=True)
    }


def _prune(graph: Any) -> None:
    """Drop what no output needs."""
    needed, kept = {output.name for output in graph.output}, []
    for node in reversed(graph.node):
        if needed & set(node.output):
            needed |= set(node.input)
            kept.append(node)
    weights = [weight for weight in graph.initializer if weight.name in needed]
    del graph.node[:], graph.initializer[:]
    graph.node.extend(reversed(kept))
    graph.initializer.extend(weights)


def untraceable() -> tuple[type[Exception], ...]:
    """Return the errors by which torch, transformers and the runtime say that a graph cannot be made or run."""
    from onnxruntime.capi import onnxruntime_pybind11_state as runtime

    return (
        *(RuntimeError, ValueError, TypeError, KeyError, AttributeError, IndexError),
        *(runtime.Fail, runtime.InvalidArgument, runtime.InvalidGraph, runtime.NotImplemented),
        *(runtime.RuntimeException, runtime.InvalidProtobuf),
    )
