"""Evaluate on every corpus of a folder: a result and a report each, one table of all, and their answers in one report.

python -m benchmarks.corpora ../shared/corpora --out results/corpora --also starter data/articles dev.jsonl --limit 200

A corpus is a folder with articles.jsonl and questions.jsonl; its questions are asked of the index of its
own articles. What was done is kept: run it again to go on. `answers.md` has what each set's answers are worth,
with intervals, and by type of question.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant.progress import Bar
from evals.asking import build_cached, sample, tell_gaps
from evals.questions import hash_questions, read_questions
from evals.report import write_report
from evals.results import Result, read_result
from evals.run import hash_program, run_questions

RANKED = ("R@1", "R@5", "MRR@10")
JUDGED = ("holds@1", "holds@3", "citation precision", "withheld", "invented")
MEANINGS = {"answer": "", "quote": "evidence ", "article": "article "}
"""What a passage is judged by, and what stands before its measures' names."""
FEWEST = 20  # questions; a mean over fewer says nothing of a set, and is left out
ANSWERS = (
    "holds@1", "holds@3", "exact", "F1", "exact, where given", "citation precision", "citation recall",
    "wrong first claim", "withheld", "declined", "asked back", "risk-coverage area", "calibration error",
    "AUROC answerable",
)  # fmt: skip
BY_TYPE = ("holds@1", "holds@3", "exact", "citation precision", "withheld", "invented")


def main(arguments: Sequence[str] | None = None) -> int:
    """Evaluate, and print the table."""
    parser = argparse.ArgumentParser(prog="benchmarks.corpora", description=__doc__)
    parser.add_argument("corpora", type=Path, metavar="FOLDER")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument(
        "--also", nargs=3, action="append", default=[], metavar=("NAME", "ARTICLES", "QUESTIONS"), help="another set"
    )
    parser.add_argument("--only", nargs="+", metavar="NAME", help="these corpora, in this order")
    parser.add_argument("--limit", type=int, metavar="N", help="only N questions of each, drawn by the seed")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    found = sorted(file.parent for file in options.corpora.glob("*/questions.jsonl"))
    found = [folder for folder in found if (folder / "articles.jsonl").is_file()]
    if options.only:
        found = [options.corpora / name for name in options.only]
    if not found:
        print(f"no */questions.jsonl beside articles.jsonl in {options.corpora}", file=sys.stderr)
        return 2
    names = "".join(f"{name[:12]:>13}" for name in (*RANKED, *JUDGED))
    print(f"{'corpus':<22}{'chunks':>8}{'asked':>7}{'judged by':>14}{names}{'index s':>9}{'ask s':>8}")
    sets = [(folder.name, folder / "articles.jsonl", folder / "questions.jsonl") for folder in found]
    results = {}
    for name, articles, questions in [*sets, *((name, Path(a), Path(q)) for name, a, q in options.also)]:
        results[name] = evaluate(name, articles, questions, options.out, options.limit, options.seed)
        print(describe(name, results[name]), flush=True)
        (options.out / "answers.md").write_text(describe_answers(results), "utf-8")
    return 0


def evaluate(name: str, articles: Path, file: Path, out: Path, limit: int | None, seed: int) -> Result:
    """Return the result of a set: the one that is there, if it is of this program, or a new one."""
    path = out / f"{name}.json"
    source = {"questions": name, "questions_sha256": hash_questions(file), "limit": limit, "seed": seed}
    if path.is_file():
        kept = read_result(path)
        if kept["program"] == hash_program() and kept["settings"].items() >= source.items():
            return kept
    from assistant.articles import read_articles

    started = time.monotonic()
    index = build_cached(read_articles([articles]).articles, out / "indexes")
    questions = sample(read_questions(file), limit, seed)
    tell_gaps(questions, index)
    with Bar(name) as bar:
        result = run_questions(
            questions,
            index,
            path,
            source={**source, "index_seconds": round(time.monotonic() - started, 1)},
            progress=bar,
        )
    path.with_suffix(".html").write_text(write_report(result), "utf-8")
    return result


def describe(name: str, result: dict[str, Any]) -> str:
    """Return a result on one line; passages are judged by what most questions have gold for, and by how many."""
    measures = result["summary"]["measures"]
    counts = {meaning: measures.get(f"{before}R@1", {"n": 0})["n"] for meaning, before in MEANINGS.items()}
    by = max(counts, key=lambda meaning: counts[meaning])
    judged = f"{by} {counts[by]}" if counts[by] else "-"
    names = [*(MEANINGS[by] + name for name in RANKED), *JUDGED]
    known = {name: value["mean"] for name, value in measures.items() if value["n"] >= FEWEST}
    figures = "".join(f"{known[name]:>13.3f}" if name in known else f"{'-':>13}" for name in names)
    return (
        f"{name:<22}{result['chunks']:>8}{result['summary']['questions']:>7}{judged:>14}{figures}"
        f"{result['settings']['index_seconds']:>9.0f}{result['seconds']['all']:>8.0f}"
    )


def describe_answers(results: Mapping[str, Result]) -> str:
    """Return what the answers of each set are worth, as Markdown: means with 95 % intervals; then by type."""
    first = next(iter(results.values()))
    lines = [f"{first['machine']['processor']}; commit {first['commit'][:12]}; {first['model']['name']}", ""]
    lines += _head("set", "questions", *ANSWERS, "rejected by verify")
    for name, result in results.items():
        summary = result["summary"]
        cells = [_cell(summary["measures"].get(measure)) for measure in ANSWERS]
        lines.append(_row(name, str(summary["questions"]), *cells, str(summary["rejected_by_verify"])))
    lines += ["", *_head("set", "type", *BY_TYPE)]
    for name, result in results.items():
        for kind, measures in result["summary"]["groups"].get("type", {}).items():
            cells = [_cell(measures.get(measure)) for measure in BY_TYPE]
            if any(cells):
                lines.append(_row(name, kind, *cells))
    return "\n".join(lines) + "\n"


def _head(*names: str) -> list[str]:
    return [_row(*names), "|---" * len(names) + "|"]


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(value: Mapping[str, float] | None) -> str:
    if value is None or value["n"] < FEWEST:
        return ""
    return f"{value['mean']:.3f} ({value['low']:.3f} to {value['high']:.3f}; {value['n']})"


if __name__ == "__main__":
    sys.exit(main())
