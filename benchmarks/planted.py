"""Ask a set again and again, and with something planted: what compare and the gate say of it.

python -m benchmarks.planted --out results/planted

Ten runs of the unchanged program, each a process of its own, must be no change; BM25 switched off must be
caught as worse; and switched on again, against a baseline without it, as better. Exits with 1 where one
of the three is not so.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from evals.gate import GUARDED

QUESTIONS, ARTICLES = Path("evals/questions/gate.jsonl"), Path("data/articles")


def main() -> int:
    """Run all of it, and print what was found."""
    parser = argparse.ArgumentParser(prog="benchmarks.planted", description=__doc__)
    parser.add_argument("--questions", type=Path, default=QUESTIONS, metavar="FILE", help=f"({QUESTIONS})")
    parser.add_argument("--articles", type=Path, default=ARTICLES, metavar="PATH", help=f"({ARTICLES})")
    parser.add_argument("--runs", type=int, default=10, help="of the unchanged program (10)")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    options = parser.parse_args()
    first, dense = options.out / "first.json", options.out / "dense.json"
    ask(options, first, "hybrid", "baseline", "--accept")
    alarms = 0
    for number in range(1, options.runs + 1):
        again = options.out / f"again-{number}.json"
        judged, compared = ask(options, again, "hybrid", "baseline"), compare(first, again)
        found = judged["fallen"] + judged["risen"] + changes(compared)
        alarms += bool(found)
        print(f"run {number}: {compared['answers_changed']} answers differ; {said(found)}", flush=True)
    fell = ask(options, dense, "dense", "baseline")["fallen"]
    worse = changes(compare(first, dense))
    print(f"BM25 off, gate: {said(fell)}\nBM25 off, compare: {said(worse)}", flush=True)
    ask(options, dense, "dense", "baseline-dense", "--accept")
    rose = ask(options, options.out / "on.json", "hybrid", "baseline-dense")["risen"]
    better = changes(compare(dense, first))
    print(f"BM25 on, gate: {said(rose)}\nBM25 on, compare: {said(better)}")
    caught = fell and rose and any(item.startswith("WORSE") for item in worse) and better
    print(f"{alarms} of {options.runs} runs of the unchanged program were reported as a change")
    return 0 if caught and not alarms else 1


def ask(options: argparse.Namespace, out: Path, mode: str, baseline: str, *more: str) -> dict[str, Any]:
    """Run the gate on the questions; return what it prints."""
    written = run(
        "gate", "--questions", str(options.questions), "--articles", str(options.articles), "--mode", mode,
        "--baseline", str(options.out / f"{baseline}.json"), "--out", str(out), "--json", *more,
    )  # fmt: skip
    found: dict[str, Any] = json.loads(written)
    return found


def compare(before: Path, after: Path) -> dict[str, Any]:
    """Return the comparison of two results."""
    found: dict[str, Any] = json.loads(run("compare", str(before), str(after), "--json"))
    return found


def changes(comparison: dict[str, Any]) -> list[str]:
    """Return the measures that compare calls better or worse; those of the gate first."""
    moved = {name: m for name, m in comparison["measures"].items() if m["verdict"] != "no change"}
    ordered = sorted(moved, key=lambda name: GUARDED.index(name) if name in GUARDED else len(GUARDED))
    return [f"{moved[name]['verdict']} {name} {moved[name]['mean']:+.3f} (p {moved[name]['p']})" for name in ordered]


def said(found: list[str]) -> str:
    """Return what was found on one line."""
    return "; ".join(found) or "no change"


def run(*arguments: str) -> str:
    """Run a command of evals; its exit code may be 0 or 1."""
    done = subprocess.run([sys.executable, "-m", "evals", *arguments], stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode not in (0, 1):
        raise SystemExit(done.returncode)
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
