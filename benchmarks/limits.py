"""What this machine can do at most: matrix products of an encoder's shapes, memory and disk.

python -m benchmarks.limits

A benchmark that says "75 chunks a second" says nothing to somebody with another machine; one that says
"70 % of what the runtime multiplies here" does.

Each product of the encoder is measured as it is in its graph: those with weights in the precision of
the weights (in int8 with what is multiplied already quantised, `MatMulInteger` of uint8 with packed
int8), those of attention in float32, which they are in the int8 graph too, for each head. Both for a
text's tokens and for a question's, since a short product does less with each weight that it reads. The
limit of a text is the time that all its products take at these rates, and nothing else.
"""

from __future__ import annotations

import math
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from assistant.graph import GRAPH

TOKENS = 160  # of a text, in the products measured: about a chunk's
QUESTION_TOKENS = 14  # of a question, likewise
SECONDS = 0.2  # that each kind of product is measured for at least
REPEATS = 3  # the best of so many counts: a limit is what is reached undisturbed
BLOCK = 2**28  # bytes copied and read: far more than any cache holds
_ALIKE = 4  # products in a graph, of different weights: a call's own cost is spread over them

_WITH_WEIGHTS = ("MatMul", "MatMulInteger", "FusedMatMul", "MatMulIntegerToFloat", "DynamicQuantizeMatMul", "Gemm")
_ATTENTION = ("MultiHeadAttention", "Attention", "QAttention")  # of two products each
_USUAL_HEAD = 64  # numbers of one, where no operation says how many heads there are

Shape = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """The matrix products of one encoder: how often each shape of weights stands in it, and its attention.

    `attentions` are products of two activations, each of 2 · n · n · `width` operations for n tokens,
    in `heads` parts.
    """

    weights: Mapping[Shape, int]
    attentions: int
    width: int
    heads: int

    def weight_operations(self, tokens: Sequence[int]) -> int:
        """Count the multiplications and additions with weights, for texts of so many tokens."""
        return sum(tokens) * sum(2 * rows * columns * times for (rows, columns), times in self.weights.items())

    def attention_operations(self, tokens: Sequence[int]) -> int:
        """Count those of attention, each text alone."""
        return sum(2 * n * n * self.width * self.attentions for n in tokens)

    def operations(self, tokens: Sequence[int]) -> int:
        """Count both."""
        return self.weight_operations(tokens) + self.attention_operations(tokens)


def read_arithmetic(folder: Path) -> Arithmetic:
    """Read the products of an exported graph, whatever operations they were joined with."""
    import onnx

    graph = onnx.load(str(folder / GRAPH)).graph
    shapes = {weight.name: tuple(weight.dims) for weight in graph.initializer}
    weights: Counter[Shape] = Counter()
    attentions, heads = 0, 0
    for node in graph.node:
        shape = shapes.get(node.input[1]) if len(node.input) > 1 else None
        if node.op_type in _ATTENTION:
            attentions += 2
            heads = next(attribute.i for attribute in node.attribute if attribute.name == "num_heads")
        if node.op_type in (*_WITH_WEIGHTS, *_ATTENTION) and shape is not None:
            weights[shape[0], shape[1]] += 1
        elif node.op_type in _WITH_WEIGHTS:
            attentions += 1
    width = min(min(shape) for shape in weights)
    return Arithmetic(weights, attentions, width, heads or max(1, width // _USUAL_HEAD))


def measure_limits(arithmetic: Arithmetic, folder: Path) -> dict[str, float]:
    """Measure all; operations and bytes a second, on all cores. `folder` is on the disk that is meant.

    The operations of a core are those a second of its own time, whoever else has the rest of it; the
    operations of a question are of one core too.
    """
    limits = {}
    for kind in ("float32", "int8", "attention"):
        text, question = (_multiply(arithmetic, kind, tokens) for tokens in (TOKENS, QUESTION_TOKENS))
        limits[f"{kind}_operations"] = text.all
        limits[f"{kind}_core_operations"] = text.core
        limits[f"{kind}_question_operations"] = question.core
    return {
        **limits,
        "memory_copied": _best(_copy),
        "memory_read": _best(_read),
        "disk_read": read_disk(folder),
    }


def describe_limits(limits: Mapping[str, float]) -> str:
    """Return them as lines."""
    kinds = {"float32": "with weights in float32", "int8": "with weights in int8", "attention": "in attention"}
    names = {
        **{f"{kind}_operations": f"multiplied {text}, 10^9 operations a second" for kind, text in kinds.items()},
        **{f"{kind}_core_operations": f"  {kind}, of a second of one core's time" for kind in kinds},
        **{f"{kind}_question_operations": f"  {kind}, the same, of {QUESTION_TOKENS} tokens" for kind in kinds},
        "memory_copied": "copied in memory, GB a second (read and written)",
        "memory_read": "read from memory, GB a second",
        "disk_read": "read from disk, GB a second",
    }
    return "\n".join(f"{text:<58}{limits[name] / 1e9:>10.1f}" for name, text in names.items())


def forget(file: Path) -> None:
    """Have the operating system drop what it keeps of a file: it is read from disk then."""
    with file.open("rb") as opened:
        os.fsync(opened.fileno())
        os.posix_fadvise(opened.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def read_disk(folder: Path) -> float:
    """Return the bytes a second at which a file is read that is not in memory."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder) as file:
        file.write(np.random.default_rng(0).bytes(BLOCK))
        file.flush()
        forget(Path(file.name))
        started = time.perf_counter()
        with Path(file.name).open("rb", buffering=0) as opened:
            while opened.read(2**22):
                pass
        return BLOCK / (time.perf_counter() - started)


class _Rate(NamedTuple):
    """Operations a second: of all cores together, and of a second of one core's own time."""

    all: float
    core: float


def _multiply(arithmetic: Arithmetic, kind: str, tokens: int) -> _Rate:
    """Return the rate over all products of a kind, each for as much of the time as the encoder has it."""
    if kind == "attention":
        n, head = tokens, arithmetic.width // arithmetic.heads
        products = {(n, head, n): 1, (n, n, head): 1}  # queries by keys, and by what is attended to the values
        batch = arithmetic.heads
    else:
        products = {(tokens, *shape): times for shape, times in arithmetic.weights.items()}
        batch = 1
    operations = 0
    seconds = [0.0, 0.0]
    for (n, rows, columns), times in products.items():
        product = _product((batch, n, rows, columns), kind)
        rates = [_on_cores(product) for _ in range(REPEATS)]
        done = n * rows * columns * times
        operations += done
        for i in range(len(seconds)):
            seconds[i] += done / max(rate[i] for rate in rates)
    return _Rate(operations / seconds[0], operations / seconds[1])


def _on_cores(product: Callable[[], _Rate]) -> _Rate:
    """Multiply on every core at once."""
    cores = os.cpu_count() or 1
    with ThreadPoolExecutor(cores) as pool:
        rates = list(pool.map(lambda _: product(), range(cores)))
    return _Rate(sum(rate.all for rate in rates), max(rate.core for rate in rates))


def _product(sizes: tuple[int, int, int, int], kind: str) -> Callable[[], _Rate]:
    """Return what multiplies on one core for a while, and returns its rate: so many of (n, rows) by (rows, columns)."""
    session, given = _session(sizes, kind)
    operations = 2 * math.prod(sizes) * _ALIKE

    def multiply() -> _Rate:
        session.run(None, given)
        started, processor, times = time.perf_counter(), time.thread_time(), 0
        while time.perf_counter() - started < SECONDS:
            session.run(None, given)
            times += 1
        done = times * operations
        return _Rate(done / (time.perf_counter() - started), done / (time.thread_time() - processor))

    return multiply


def _session(sizes: tuple[int, int, int, int], kind: str) -> tuple[Any, dict[str, Any]]:
    """Make a graph of a few products, as the encoder's own graph has them: with weights, or of two activations."""
    import onnxruntime
    from onnx import TensorProto, helper, numpy_helper

    draw = np.random.default_rng(0)
    batch, n, rows, columns = sizes
    is_int8 = kind == "int8"
    result = TensorProto.INT32 if is_int8 else TensorProto.FLOAT
    given: dict[str, Any] = {"a": draw.integers(0, 255, (batch, n, rows)).astype(np.uint8 if is_int8 else np.float32)}
    nodes, constants, outputs = [], [], []
    if is_int8:
        constants = [
            numpy_helper.from_array(np.array(128, np.uint8), "zero"),
            numpy_helper.from_array(np.zeros(columns, np.int8), "zeros"),
        ]
    for i in range(_ALIKE):
        factor = draw.integers(-63, 64, (batch, rows, columns)).astype(np.int8 if is_int8 else np.float32)
        if kind == "attention":
            given[f"w{i}"] = factor
        else:
            constants.append(numpy_helper.from_array(factor[0], f"w{i}"))
        inputs = ["a", f"w{i}", *(["zero", "zeros"] if is_int8 else [])]
        nodes.append(helper.make_node("MatMulInteger" if is_int8 else "MatMul", inputs, [f"y{i}"]))
        outputs.append(helper.make_tensor_value_info(f"y{i}", result, [batch, n, columns]))
    kinds = {name: helper.np_dtype_to_tensor_dtype(value.dtype) for name, value in given.items()}
    inputs_ = [helper.make_tensor_value_info(name, kinds[name], value.shape) for name, value in given.items()]
    graph = helper.make_graph(nodes, "products", inputs_, outputs, constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return (
        onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"]),
        given,
    )


def _copy() -> float:
    half = BLOCK // 2
    return 2 * _pass_over(lambda source, target: np.copyto(target, source), half)


def _read() -> float:
    return _pass_over(lambda source, target: np.dot(source, source), BLOCK)


def _pass_over(work: Callable[[Any, Any], object], size: int) -> float:
    """Return the bytes a second that pass when every core works on a part of its own."""
    cores = os.cpu_count() or 1
    parts = [(np.ones(size // cores // 4, np.float32), np.ones(size // cores // 4, np.float32)) for _ in range(cores)]
    with ThreadPoolExecutor(cores) as pool:
        started = time.perf_counter()
        list(pool.map(lambda pair: work(*pair), parts))
        return sum(source.nbytes for source, _ in parts) / (time.perf_counter() - started)


def _best(measure: Callable[[], float]) -> float:
    return max(measure() for _ in range(REPEATS))


def main() -> int:
    """Print the limits for the default model."""
    from assistant.embed import SentenceEncoder

    print(describe_limits(measure_limits(read_arithmetic(SentenceEncoder().graph_folder), Path("results"))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
