"""How long a fresh process takes until it has answered, against what sentence-transformers takes to begin.

python -m benchmarks.starting --index data/index
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from assistant.models import DEFAULT_MODEL, find_model

TIMES = 5  # processes of each kind, in turn; the median counts
ROOT = Path(__file__).parents[1]
LOADED = """
from sentence_transformers import SentenceTransformer
SentenceTransformer(MODEL, device="cpu", local_files_only=True).encode(QUESTION)
"""


def main() -> int:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(prog="benchmarks.starting", description=__doc__.split("\n")[0])
    parser.add_argument("--index", type=Path, default=Path("data/index"), metavar="DIR")
    parser.add_argument("--question", default="when was the first military training agreement?")
    options = parser.parse_args()
    for what, seconds in measure_starts(options.index, options.question).items():
        print(f"{what:<58}{seconds:>8.2f} s")
    return 0


def measure_starts(index: Path, question: str, times: int = TIMES) -> dict[str, float]:
    """Return the median seconds of each kind of process, from its start to its end."""
    loaded = LOADED.replace("MODEL", repr(str(find_model(DEFAULT_MODEL)))).replace("QUESTION", repr(question))
    return time_processes(
        {
            "python alone": ["-c", "pass"],
            "--help": ["-m", "assistant", "--help"],
            "usage error": ["-m", "assistant", "ask"],
            "retrieve": ["-m", "assistant", "retrieve", question, "--index", str(index), "--json"],
            "ask": _ask(index, question),
            "sentence-transformers imported": ["-c", "import sentence_transformers"],
            "sentence-transformers, its model, the question's vector": ["-c", loaded],
        },
        times,
    )


def time_asking(index: Path, question: str) -> dict[str, float]:
    """Return the median seconds of a process that asks one question of an index."""
    return time_processes({"ask": _ask(index, question)}, TIMES)


def time_processes(commands: Mapping[str, Sequence[str]], times: int) -> dict[str, float]:
    """Run Python with each of the arguments in turn, `times` times; return the median seconds of each."""
    seconds: dict[str, list[float]] = {what: [] for what in commands}
    for _ in range(times):
        for what, arguments in commands.items():
            started = time.perf_counter()
            subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, check=False)
            seconds[what].append(time.perf_counter() - started)
    return {what: statistics.median(values) for what, values in seconds.items()}


def _ask(index: Path, question: str) -> list[str]:
    return ["-m", "assistant", "ask", question, "--index", str(index), "--json"]


if __name__ == "__main__":
    sys.exit(main())
