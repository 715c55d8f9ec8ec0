"""Measure how long an index takes to open, and which part of it is the checking.

python -m benchmarks.opening data/index --times 5
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from assistant.bm25 import open_word_store
from assistant.contents import Shelf
from assistant.generations import read_pointer
from assistant.manifest import (
    GENERATIONS,
    WORDS,
    check_files,
    read_manifest,
)
from assistant.opening import open_index
from assistant.store import open_store
from assistant.types import Encoder


class NoEncoder:
    """Stands for the index's own encoder, which opening never asks for a vector."""

    def __init__(self, name: str, sha256: str) -> None:
        self.name, self.sha256 = name, sha256


def main() -> int:
    """Print the median seconds of each part."""
    parser = argparse.ArgumentParser(prog="benchmarks.opening", description=__doc__)
    parser.add_argument("index", type=Path, metavar="DIR")
    parser.add_argument("--times", type=int, default=5, metavar="N")
    options = parser.parse_args()
    for what, seconds in measure(options.index, options.times).items():
        print(f"{what:<36} {seconds:8.3f} s")
    return 0


def measure(path: Path, times: int) -> dict[str, float]:
    """Return the median seconds of opening an index as a whole, and of its parts one after another."""
    served = read_pointer(path)
    manifest = read_manifest(path, *served)
    folder = path / GENERATIONS / served.name
    counts, model = manifest["counts"], manifest["model"]
    encoder: Encoder = NoEncoder(model["name"], model["sha256"])  # type: ignore[assignment]  # never asked
    print(f"{counts['articles']} articles, {counts['chunks']} chunks", file=sys.stderr)
    parts: dict[str, Callable[[], object]] = {
        "all of it": lambda: open_index(path, encoder=encoder),
        "manifest": lambda: read_manifest(path, *served),
        "names and sizes": lambda: check_files(path, served.name, manifest, sums=False),
        "checksums (beside what is done next)": lambda: check_files(path, served.name, manifest, sums=True),
        "articles and chunks": lambda: Shelf(path, folder, lambda: None),
        "vectors": lambda: open_store(folder, manifest["settings"]["search"]),
        "words": lambda: open_word_store(folder / WORDS, counts["chunks"]),
    }
    return {what: statistics.median(_time(part) for _ in range(times)) for what, part in parts.items()}


def _time(part: Callable[[], object]) -> float:
    started = time.perf_counter()
    part()
    return time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main())
