"""A small set of questions and a stored baseline in; whether a measure fell beyond its interval, out."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from assistant.types import AssistantError
from evals.compare import compare_measures, is_worse
from evals.results import FORMAT, Result, reason
from evals.summary import LOWER_IS_BETTER

GUARDED = ("R@1", "R@5", "MRR@10", "nDCG@10", "holds@1", "holds@3", "citation precision", "withheld", "invented")


def gate_from_options(options: argparse.Namespace) -> int:
    """Run the gate command: 1 where a measure fell; with --accept, write what was measured instead."""
    from assistant.progress import Bar
    from evals.asking import build_cached, read_folder
    from evals.questions import hash_questions, read_questions
    from evals.run import run_questions

    baseline = None if options.accept else read_baseline(options.baseline)
    questions = read_questions(options.questions)
    index = build_cached(read_folder(options.articles), options.cache)
    source = {"questions": options.questions.name, "questions_sha256": hash_questions(options.questions)}
    with Bar("asking") as bar:
        result = run_questions(questions, index, options.out, mode=options.mode, source=source, progress=bar)
    if baseline is None and result["summary"]["rejected_by_verify"]:
        raise AssistantError("verification rejects an answer; repair that before it becomes the baseline")
    if baseline is None:
        write_baseline(options.baseline, result)
        accepted = {"accepted": str(options.baseline), "questions": len(questions)}
        said = f"{options.baseline} is what {len(questions)} questions measure now; commit it with the reason"
        print(json.dumps(accepted, ensure_ascii=False) if options.json else said)
        return 0
    lines, fallen, risen = judge_gate(baseline, result)
    if options.json:
        print(json.dumps({"passed": not fallen, "fallen": fallen, "risen": risen}, ensure_ascii=False))
    else:
        print("\n".join(lines))
    return 1 if fallen else 0


def judge_gate(baseline: Mapping[str, Any], result: Mapping[str, Any]) -> tuple[list[str], list[str], list[str]]:
    """Return a line for each guarded measure, and the sentences on those that fell and on those that rose.

    A measure falls when it is beyond the baseline's interval on the bad side, or when the same
    questions score worse by more than chance (a paired test: it sees smaller losses). An answer
    that verification rejects fails too. It rises when the paired test finds it better.
    """
    rows = {row["id"]: row for row in result["rows"]}
    pairs = [({"scores": scores}, rows[id]) for id, scores in baseline["scores"].items() if id in rows]
    if not pairs:
        raise AssistantError("the baseline has none of these questions; write it anew: python -m evals gate --accept")
    paired = compare_measures(pairs)
    lines = [f"{'':<20} {'now':>6}  {'baseline':>8}  interval        paired"]
    fallen: list[str] = []
    risen: list[str] = []
    for name, old in baseline["measures"].items():
        new = result["summary"]["measures"].get(name)
        now = new["mean"] if new else 0.0
        beyond = new is None or (now > old["high"] if name in LOWER_IS_BETTER else now < old["low"])
        difference = paired.get(name)
        falls = beyond or (difference is not None and is_worse(name, difference))
        rises = not falls and difference is not None and difference.is_change
        change = f"{difference.mean:+.3f}, p {difference.p:.3f}" if difference else "-"
        said = "  FELL" if falls else "  ROSE" if rises else ""
        lines.append(
            f"{name:<20} {now:>6.3f}  {old['mean']:>8.3f}  [{old['low']:.3f}, {old['high']:.3f}]  {change}{said}"
        )
        if falls or rises:
            (fallen if falls else risen).append(f"{name} was {old['mean']:.3f} and is {now:.3f}")
    rejected = result["summary"]["rejected_by_verify"]
    if rejected:
        fallen.append(f"verification rejects {rejected} answers")
    if risen:
        lines.append(f"BETTER: {'; '.join(risen)}; keep it with: python -m evals gate --accept")
    lines.append(f"FAILED: {'; '.join(fallen)}" if fallen else f"passed on {len(pairs)} questions")
    return lines, fallen, risen


def read_baseline(path: Path) -> dict[str, Any]:
    """Read a baseline."""
    try:
        baseline = json.loads(path.read_text("utf-8"))
        if baseline["format"] != FORMAT:
            raise ValueError(f"it is of format {baseline['format']}")
        if not isinstance(baseline["measures"], dict) or not isinstance(baseline["scores"], dict):
            raise ValueError("it has no measures and scores by name")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise AssistantError(
            f"{path} is no baseline ({reason(error)}); write one: python -m evals gate --accept"
        ) from error
    assert isinstance(baseline, dict)
    return baseline


def write_baseline(path: Path, result: Result) -> None:
    """Write what a result measures, and each question's guarded scores, a line each."""
    measures = {name: result["summary"]["measures"][name] for name in GUARDED if name in result["summary"]["measures"]}
    scores = {
        row["id"]: {name: row["scores"][name] for name in measures if name in row["scores"]} for row in result["rows"]
    }
    heading = {name: result[name] for name in ("format", "commit", "dirty", "index", "settings")}
    blocks = [f"{json.dumps(name)}: {json.dumps(value)}" for name, value in heading.items()]
    for title, items in (("measures", measures), ("scores", scores)):
        inner = ",\n".join(f" {json.dumps(name, ensure_ascii=False)}: {json.dumps(v)}" for name, v in items.items())
        blocks.append(f'"{title}": {{\n{inner}\n}}')
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("{\n" + ",\n".join(blocks) + "\n}\n", "utf-8")
