"""Rows in; every measure with its interval, over all and by group, out."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evals.calibration import auroc, calibration_error, reliability, risk_coverage, risk_coverage_area
from evals.statistics import Estimate, estimate, estimate_mean

STAGES = ("understand", "retrieve", "answer")
LOWER_IS_BETTER = {"wrong first claim", "withheld", "invented", "calibration error", "risk-coverage area"}
BY_GROUP = (
    "R@1", "R@5", "MRR@10", "evidence R@5", "article R@5", "holds@1", "holds@3", "citation precision",
    "both sides", "wrong first claim", "withheld", "invented",
)  # fmt: skip
"""What is measured by group; everything is measured over all."""
WRONG = {"late", "wrong", "invented"}
"""The verdicts on answers whose first claim is not right."""

Row = Mapping[str, Any]


def summarise(rows: Sequence[Row]) -> dict[str, Any]:
    """Return every measure over all rows and by group, the curves, and what it cost."""
    return {
        "questions": len(rows),
        "measures": measure_all(rows) | measure_confidence(rows),
        "groups": {name: measure_groups(rows, belongs) for name, belongs in _GROUPS.items()},
        "verdicts": dict(sorted(Counter(row["verdict"] for row in rows).items())),
        "rejected_by_verify": sum(bool(row["rejected"]) for row in rows),
        "curves": draw_curves(rows),
        "seconds": {stage: _spread([row["seconds"].get(stage, 0.0) for row in rows]) for stage in STAGES}
        | {"all": _spread([sum(row["seconds"].values()) for row in rows])},
    }


def measure_all(rows: Sequence[Row]) -> dict[str, Any]:
    """Return the mean of every score, its bootstrap interval, and how many questions it is over."""
    names = dict.fromkeys(name for row in rows for name in row["scores"])
    return {
        name: asdict(estimate_mean([row["scores"][name] for row in rows if name in row["scores"]])) for name in names
    }


def measure_confidence(rows: Sequence[Row]) -> dict[str, Any]:
    """Return what the confidence is worth: calibration, risk and coverage, answerable or not."""
    answered = [row for row in rows if "wrong first claim" in row["scores"]]
    sure = np.array([row["answer"]["confidence"] for row in answered])
    wrong = np.array([row["scores"]["wrong first claim"] for row in answered])
    known = [row for row in rows if row["verdict"] != "unjudged" or "asked back" in row["scores"]]
    every = np.array([row["answer"]["confidence"] for row in known])
    answerable = np.array([row["answerable"] for row in known], bool)
    measures: dict[str, Estimate] = {}
    if answered:
        measures["calibration error"] = estimate(lambda n: calibration_error(sure[n], 1 - wrong[n]), len(answered))
        measures["risk-coverage area"] = estimate(lambda n: risk_coverage_area(sure[n], wrong[n]), len(answered))
    if answerable.any() and not answerable.all():
        measures["AUROC answerable"] = estimate(
            lambda n: auroc(every[n][answerable[n]], every[n][~answerable[n]]), len(known)
        )
    return {name: asdict(value) for name, value in measures.items() if not math.isnan(value.mean)}


def draw_curves(rows: Sequence[Row]) -> dict[str, Any]:
    """Return the reliability and the risk-coverage curve of the judged answers."""
    judged = [row for row in rows if row["verdict"] != "unjudged"]
    answered = [row for row in judged if "wrong first claim" in row["scores"]]
    sure = [row["answer"]["confidence"] for row in answered]
    wrong = [row["scores"]["wrong first claim"] for row in answered]
    if not answered:
        return {"reliability": [], "risk_coverage": []}
    curve = risk_coverage(sure, wrong, len(judged))
    kept = sorted({round(i) for i in np.linspace(0, len(curve) - 1, 200)})  # as many points as a plot shows
    return {
        "reliability": [item._asdict() for item in reliability(sure, [1 - value for value in wrong])],
        "risk_coverage": [[round(curve[i].coverage, 4), round(curve[i].risk, 4)] for i in kept],
    }


def measure_groups(rows: Sequence[Row], belongs: Callable[[Row], Iterable[str]]) -> dict[str, Any]:
    """Return the chief measures of each group of rows; a row may belong to several."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        for group in belongs(row):
            groups.setdefault(group, []).append(
                {"scores": {m: row["scores"][m] for m in BY_GROUP if m in row["scores"]}}
            )
    return {group: measure_all(own) | {"questions": len(own)} for group, own in sorted(groups.items(), key=_natural)}


def first_claim_scores(verdict: str) -> dict[str, float]:
    """Return whether the first claim is wrong, where there is one that can be judged: 1 is an error."""
    return {"wrong first claim": float(verdict in WRONG)} if verdict in {"right", *WRONG} else {}


_GROUPS: Mapping[str, Callable[[Row], Iterable[str]]] = {
    "type": lambda row: filter(None, [row["type"]]),
    "kind": lambda row: filter(None, [row["kind"]]),
    "turn": lambda row: [str(row["turn"])],
    "year": lambda row: row["years"],
    "article": lambda row: row["gold_article_ids"],
}


def _natural(item: tuple[str, Any]) -> tuple[int, str]:
    """Order numbers by their value: turn 2 before turn 10."""
    return (int(item[0]), "") if item[0].isdecimal() else (-1, item[0])


def _spread(seconds: Sequence[float]) -> dict[str, float]:
    if not seconds:
        return {"p50": 0.0, "p95": 0.0, "sum": 0.0}
    array = np.array(seconds)
    spread = {"sum": round(float(array.sum()), 2)}
    for name, share in (("p50", 0.5), ("p95", 0.95)):
        value = estimate(partial(_quantile, array, share), len(array), resamples=200)
        spread |= {name: value.mean, f"{name}_low": value.low, f"{name}_high": value.high}
    return spread


def _quantile(values: NDArray[np.float64], share: float, numbers: NDArray[np.int64]) -> float:
    return float(np.quantile(values[numbers], share))
