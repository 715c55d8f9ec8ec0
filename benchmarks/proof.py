"""Run all that retrieval is shown by, one part after the other, and keep what each printed.

python -m benchmarks.proof ../shared/corpora --python PEERS/bin/python --out results/proof

The sets part by part, one index of all corpora, names, other libraries, and their speed beside ours; PEERS is an
environment with the libraries that benchmarks/peer.py names, and without one what needs it is left out. A part that was
finished at this commit, with the same questions, is not run again.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from evals.machine import describe_commit

LARGE = 100_000  # chunks; their vectors are given


class Part(NamedTuple):
    """A benchmark to run: what its files are called, its module, and how it is called."""

    name: str
    module: str
    arguments: tuple[str, ...]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the parts; 1 where one of them failed."""
    parser = argparse.ArgumentParser(prog="benchmarks.proof", description=__doc__.split("\n")[0])
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="a text a part, and its figures as JSON")
    parser.add_argument("--python", type=Path, help="of the environment with the other libraries")
    parser.add_argument("--limit", type=int, default=250, metavar="N", help="questions of each set (250)")
    parser.add_argument("--only", nargs="+", metavar="PART", help="these parts")
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    parts = list_parts(options.corpora, options.out, options.limit, options.python)
    chosen = [part for part in parts if options.only is None or part.name in options.only]
    return 1 if [part for part in chosen if not run(part, options.out)] else 0


def list_parts(corpora: Path, out: Path, limit: int, python: Path | None) -> list[Part]:
    """List what is run, in this order."""
    named = ("--limit", str(limit))
    parts = [
        Part("names", "benchmarks.names", ()),
        Part("sets", "benchmarks.retrieval", (str(corpora), *named, "--out", str(out / "sets.json"))),
        Part(
            "together",
            "benchmarks.retrieval",
            (str(corpora), "--together", *named, "--out", str(out / "together.json")),
        ),
    ]
    if python is None:
        return parts
    beside = (str(corpora), "--python", str(python))
    speed = ("--questions", "100", "--json")
    return [
        *parts,
        Part("peers", "benchmarks.peers", (*beside, *named, "--out", str(out / "peers.json"))),
        Part(
            "speed", "benchmarks.peer_speed", (*beside, "--sizes", "1000", "10000", *speed, str(out / "speed.json"))
        ),
        Part(
            "large",
            "benchmarks.peer_speed",
            (*beside, "--sizes", str(LARGE), "--embed", "0", *speed, str(out / "large.json")),
        ),
    ]  # fmt: skip


def run(part: Part, out: Path) -> bool:
    """Run a part that was not finished so at this commit, show what it printed, and say whether it succeeded."""
    text, done = out / f"{part.name}.txt", out / f"{part.name}.done"
    so = f"{describe_commit()['commit']} {' '.join(part.arguments)}"
    if not (done.is_file() and done.read_text("utf-8") == so):
        print(f"{part.name}: python -m {part.module} {' '.join(part.arguments)}", file=sys.stderr)
        with text.open("w", encoding="utf-8") as file:
            code = subprocess.run(
                [sys.executable, "-m", part.module, *part.arguments], stdout=file, check=False
            ).returncode
        if code:
            print(f"{part.name} ended with {code}; what it printed is in {text}", file=sys.stderr)
            return False
        done.write_text(so, "utf-8")
    print(f"== {part.name}\n{text.read_text('utf-8')}")
    return True


if __name__ == "__main__":
    sys.exit(main())
