"""What this machine can do at most: matrix products of an encoder's shapes, memory and disk.

python -m benchmarks.limits

A benchmark that says "75 chunks a second" says nothing to somebody with another machine; one that says
"70 % of what the runtime multiplies here" does.
"""

from __future__ import annotations

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
SECONDS = 0.2  # that each kind of product is measured for at least
REPEATS = 3  # the best of so many counts: a limit is what is reached undisturbed
BLOCK = 2**28  # bytes copied and read: far more than any cache holds
_ALIKE = 4  # products in a graph, of different weights: a call's own cost is spread over them

Shape = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """The matrix products of one encoder: how often each shape of weights stands in it, and its attention.

    `attentions` are products of two activations, each of 2 · n · n · `width` operations for n tokens.
    """

    weights: Mapping[Shape, int]
    attentions: int
    width: int

    def operations(self, tokens: Sequence[int]) -> int:
        """Count the multiplications and additions for texts of so many tokens, each text alone."""
        a_token = sum(2 * rows * columns * times for (rows, columns), times in self.weights.items())
        return sum(n * a_token + 2 * n * n * self.width * self.attentions for n in tokens)


def read_arithmetic(folder: Path) -> Arithmetic:
    """Read the products of an exported graph."""
    import onnx

    graph = onnx.load(str(folder / GRAPH)).graph
    shapes = {weight.name: tuple(weight.dims) for weight in graph.initializer}
    weights: Counter[Shape] = Counter()
    attentions = 0
    for node in graph.node:
        if node.op_type in ("MatMul", "MatMulInteger"):
            shape = shapes.get(node.input[1])
            if shape is None:
                attentions += 1
            else:
                weights[shape[0], shape[1]] += 1
    return Arithmetic(weights, attentions, width=min(min(shape) for shape in weights))


def measure_limits(arithmetic: Arithmetic, folder: Path) -> dict[str, float]:
    """Measure all; operations and bytes a second, on all cores. `folder` is on the disk that is meant.

    The operations of a core are those a second of its own time, whoever else has the rest of it.
    """
    products = {precision: _multiply(arithmetic, precision) for precision in ("float32", "int8")}
    return {
        **{f"{precision}_operations": rate.all for precision, rate in products.items()},
        **{f"{precision}_core_operations": rate.core for precision, rate in products.items()},
        "memory_copied": _best(_copy),
        "memory_read": _best(_read),
        "disk_read": read_disk(folder),
    }


def describe_limits(limits: Mapping[str, float]) -> str:
    """Return them as lines."""
    names = {
        "float32_operations": "multiplied in float32, 10^9 operations a second",
        "int8_operations": "multiplied in int8, 10^9 operations a second",
        "float32_core_operations": "  float32, of a second of one core's time",
        "int8_core_operations": "  int8, of a second of one core's time",
        "memory_copied": "copied in memory, GB a second (read and written)",
        "memory_read": "read from memory, GB a second",
        "disk_read": "read from disk, GB a second",
    }
    return "\n".join(f"{text:<52}{limits[name] / 1e9:>10.1f}" for name, text in names.items())


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


def _multiply(arithmetic: Arithmetic, precision: str) -> _Rate:
    """Return the rate over all shapes, each for as much of the time as the encoder has it."""
    operations = 0
    seconds = [0.0, 0.0]
    for shape, times in arithmetic.weights.items():
        product = _product(shape, precision)
        rates = [_on_cores(product) for _ in range(REPEATS)]
        operations += shape[0] * shape[1] * times
        for i in range(len(seconds)):
            seconds[i] += shape[0] * shape[1] * times / max(rate[i] for rate in rates)
    return _Rate(operations / seconds[0], operations / seconds[1])


def _on_cores(product: Callable[[], _Rate]) -> _Rate:
    """Multiply on every core at once."""
    cores = os.cpu_count() or 1
    with ThreadPoolExecutor(cores) as pool:
        rates = list(pool.map(lambda _: product(), range(cores)))
    return _Rate(sum(rate.all for rate in rates), max(rate.core for rate in rates))


def _product(shape: Shape, precision: str) -> Callable[[], _Rate]:
    """Return what multiplies on one core for a while, and returns its rate."""
    session, given = _session(shape, precision)
    operations = 2 * TOKENS * shape[0] * shape[1] * _ALIKE

    def multiply() -> _Rate:
        session.run(None, given)
        started, processor, times = time.perf_counter(), time.thread_time(), 0
        while time.perf_counter() - started < SECONDS:
            session.run(None, given)
            times += 1
        done = times * operations
        return _Rate(done / (time.perf_counter() - started), done / (time.thread_time() - processor))

    return multiply


def _session(shape: Shape, precision: str) -> tuple[Any, dict[str, Any]]:
    """Make a graph of a few products of a shape, as the encoder's own graph has them."""
    import onnxruntime
    from onnx import TensorProto, helper, numpy_helper

    draw = np.random.default_rng(0)
    is_int8 = precision == "int8"
    kind, result = (TensorProto.UINT8, TensorProto.INT32) if is_int8 else (TensorProto.FLOAT, TensorProto.FLOAT)
    given: Any = draw.integers(0, 255, (TOKENS, shape[0])) if is_int8 else draw.standard_normal((TOKENS, shape[0]))
    given = given.astype(np.uint8 if is_int8 else np.float32)
    nodes, constants, outputs = [], [], []
    if is_int8:
        constants = [
            numpy_helper.from_array(np.array(128, np.uint8), "zero"),
            numpy_helper.from_array(np.zeros(shape[1], np.int8), "zeros"),
        ]
    for i in range(_ALIKE):
        weights: Any = draw.integers(-63, 64, shape) if is_int8 else draw.standard_normal(shape)
        constants.append(numpy_helper.from_array(weights.astype(np.int8 if is_int8 else np.float32), f"w{i}"))
        inputs = ["a", f"w{i}", *(["zero", "zeros"] if is_int8 else [])]
        nodes.append(helper.make_node("MatMulInteger" if is_int8 else "MatMul", inputs, [f"y{i}"]))
        outputs.append(helper.make_tensor_value_info(f"y{i}", result, [TOKENS, shape[1]]))
    graph = helper.make_graph(
        nodes, "products", [helper.make_tensor_value_info("a", kind, list(given.shape))], outputs, constants
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return (
        onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"]),
        {"a": given},
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
