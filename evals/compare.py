"""Two results in; what got better, what got worse, and whether that is more than chance, out."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from assistant.types import AssistantError
from evals.compare_confidence import compare_confidence
from evals.results import Result, read_result
from evals.statistics import Difference, compare_means
from evals.summary import LOWER_IS_BETTER

JUDGED_BY = ("holds@1", "holds@3", "MRR@10", "evidence MRR@10", "article MRR@10", "declined")
"""What decides whether a question got better or worse: the first of these that differs."""

CHIEF = {"R@1", "R@5", "MRR@10", "nDCG@10", "holds@1", "holds@3", "citation precision", "withheld", "invented"}
"""What is always shown; another measure is where it changed."""

_RULE = re.compile(r"(.+?) worse(?: by (\d*\.?\d+)(%?))?\Z")


@dataclass(frozen=True, slots=True)
class Moved:
    """A question whose score went up or down, with both answers."""

    id: str
    question: str
    measure: str
    before: float
    after: float
    answer_before: str
    answer_after: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two results of the same questions."""

    shared: int
    only_before: int
    only_after: int
    relabelled: int
    """Questions of one id whose text or gold differs: they are left out."""
    measures: Mapping[str, Difference]
    better: tuple[Moved, ...]
    worse: tuple[Moved, ...]
    answers_changed: int


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> Comparison:
    """Compare two results, question by question; a measure is compared where both have it."""
    old, new = ({row["id"]: row for row in result["rows"]} for result in (before, after))
    shared = [id for id in old if id in new and _label(old[id]) == _label(new[id])]
    if not shared:
        raise AssistantError("the two results share no question; compare runs of the same file")
    pairs = [(old[id], new[id]) for id in shared]
    moved = [item for pair in pairs if (item := _move(*pair))]
    moved.sort(key=lambda item: (JUDGED_BY.index(item.measure), -abs(item.after - item.before), item.id))
    return Comparison(
        shared=len(shared),
        only_before=len(old.keys() - new.keys()),
        only_after=len(new.keys() - old.keys()),
        relabelled=len(old.keys() & new.keys()) - len(shared),
        measures=compare_measures(pairs) | compare_confidence(pairs),
        better=tuple(item for item in moved if item.after > item.before),
        worse=tuple(item for item in moved if item.after < item.before),
        answers_changed=sum(old["answer"] != new["answer"] for old, new in pairs),
    )


def compare_measures(pairs: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]]) -> dict[str, Difference]:
    """Compare every score that both rows of a pair have; the rows need only `scores`."""
    names = dict.fromkeys(name for old, new in pairs for name in old["scores"] if name in new["scores"])
    found = {}
    for name in names:
        own = [(o["scores"][name], n["scores"][name]) for o, n in pairs if name in o["scores"] and name in n["scores"]]
        found[name] = compare_means([o for o, _ in own], [n for _, n in own])
    return found


def is_worse(name: str, difference: Difference) -> bool:
    """Say whether a measure got worse, by more than chance."""
    return difference.is_change and _loss(name, difference) > 0


def broken_rules(rules: Sequence[str], measures: Mapping[str, Difference], before: Mapping[str, Any]) -> list[str]:
    """Return the rules that hold, a sentence each.

    `MEASURE worse` holds when it is worse by more than chance; `MEASURE worse by 0.01` when the
    means are apart by as much or more (`by 2%`: of the mean before), whatever chance says; `any
    worse` is the first for every measure.
    """
    broken = []
    for rule in rules:
        match = _RULE.match(rule.strip())
        name = match.group(1) if match else ""
        if not match or (name != "any" and name not in measures):
            known = ", ".join(measures)
            raise AssistantError(f'no rule {rule!r}: expected "MEASURE worse" or "MEASURE worse by 0.01" of: {known}')
        for measure in measures if name == "any" else [name]:
            difference, by = measures[measure], match.group(2)
            if by is None:
                holds = is_worse(measure, difference)
            else:
                amount = float(by) / 100 * before[measure]["mean"] if match.group(3) else float(by)
                holds = _loss(measure, difference) >= amount - 1e-9 and _loss(measure, difference) > 0
            if holds:
                broken.append(f"{rule}: {measure} went {_loss(measure, difference):.4f} the wrong way")
    return broken


def compare_from_options(options: argparse.Namespace) -> int:
    """Run the compare command: 1 where a rule to fail by holds."""
    before, after = read_result(options.before), read_result(options.after)
    comparison = compare(before, after)
    broken = broken_rules(options.fail_if, comparison.measures, before["summary"]["measures"])
    if options.json:
        record = asdict(comparison)
        for name, difference in comparison.measures.items():
            record["measures"][name]["verdict"] = _verdict(name, difference)
        print(json.dumps(record | {"failed": broken}, ensure_ascii=False))
    else:
        print(describe_comparison(before, after, comparison, options.show))
        for sentence in broken:
            print(f"FAILED {sentence}")
    return 1 if broken else 0


def describe_comparison(before: Result, after: Result, comparison: Comparison, show: int) -> str:
    """Return the comparison as a person reads it in the terminal."""
    lines = [f"before    {_name(before)}", f"after     {_name(after)}"]
    lines.append(f"questions {comparison.shared} in both, {comparison.answers_changed} of their answers differ")
    if comparison.only_before or comparison.only_after or comparison.relabelled:
        lines.append(
            f"left out  {comparison.only_before} only before, {comparison.only_after} only after, "
            f"{comparison.relabelled} whose text or gold differs"
        )
    lines += ["", f"{'':<22} {'before':>7} {'after':>7} {'change':>8}  95 % interval        p"]
    alike = []
    for name, difference in comparison.measures.items():
        if difference.is_change or name in CHIEF:
            old, new = (result["summary"]["measures"][name]["mean"] for result in (before, after))
            interval = f"[{difference.low:+.3f}, {difference.high:+.3f}]"
            lines.append(
                f"{name:<22} {old:>7.3f} {new:>7.3f} {difference.mean:>+8.3f}  {interval}  {difference.p:<7.4f} "
                + _verdict(name, difference)
            )
        else:
            alike.append(name)
    lines += ["no change in " + ", ".join(alike)] if alike else []
    for stage, was in before["summary"]["seconds"].items():
        now = after["summary"]["seconds"][stage]
        lines.append(
            f"{stage + ' seconds':<22} p50 {was['p50']:.4f} to {now['p50']:.4f}, "
            f"p95 {was['p95']:.4f} to {now['p95']:.4f}"
        )
    for title, moved in (("worse", comparison.worse), ("better", comparison.better)):
        lines += ["", f"{len(moved)} questions got {title}"]
        for item in moved[:show]:
            lines += [f"  {item.id}: {item.question}", f"    {item.measure} {item.before:.2f} to {item.after:.2f}"]
            lines += [f"    before: {item.answer_before}", f"    after:  {item.answer_after}"]
    return "\n".join(lines)


def show_answer(row: Mapping[str, Any]) -> str:
    """Return a row's answer on one line."""
    answer = row["answer"]
    if not answer["answered"]:
        return "the articles do not say"
    short = f"{answer['short_answer']} — " if answer["short_answer"] else ""
    return short + " ".join(answer["claims"][0]["text"].split())


def _loss(name: str, difference: Difference) -> float:
    return difference.mean if name in LOWER_IS_BETTER else -difference.mean


def _verdict(name: str, difference: Difference) -> str:
    if not difference.is_change:
        return "no change"
    return "WORSE" if _loss(name, difference) > 0 else "better"


def _label(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(json.dumps(row[name]) for name in ("question", "history", "answers", "gold_article_ids", "answerable"))


def _move(old: Mapping[str, Any], new: Mapping[str, Any]) -> Moved | None:
    for name in JUDGED_BY:
        before, after = old["scores"].get(name), new["scores"].get(name)
        if before is not None and after is not None and before != after:
            return Moved(old["id"], old["question"], name, before, after, show_answer(old), show_answer(new))
    return None


def _name(result: Result) -> str:
    changes = " and changes" if result["dirty"] else ""
    return f"{result['commit'][:12]}{changes}, index {result['index'][:12]}, mode {result['settings']['mode']}"
