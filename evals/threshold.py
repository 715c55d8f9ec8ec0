"""Runs that answered everything in; what a threshold on the confidence would withhold and decline, out."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.answers import OFFSET, SLOPE
from assistant.types import AssistantError
from evals.calibration import auroc
from evals.results import read_result

MATCHES = (0.40, 0.42, 0.44, 0.46, 0.48, 0.50, 0.52, 0.55, 0.60)

Rows = Sequence[Mapping[str, Any]]


def read_rows(paths: Sequence[Path]) -> list[dict[str, Any]]:
    """Read the rows of results; they must come from runs with a threshold of -1."""
    rows: list[dict[str, Any]] = []
    for path in paths:
        result = read_result(path)
        if result["settings"]["threshold"] > -1:
            raise AssistantError(f"{path} is of a run that declined questions; run it again with --threshold -1")
        rows += result["rows"]
    return rows


def describe_thresholds(own: Rows, foreign: Rows) -> str:
    """Return, for each threshold, the share of questions it withholds or declines, and of answers that are right."""
    answerable = [row for row in own if row["answerable"]]
    near = [row for row in own if not row["answerable"]]
    right = np.array([bool(row["scores"].get("holds@1")) for row in answerable])
    matches = {"answerable": matches_of(answerable), "unanswerable": matches_of(near), "foreign": matches_of(foreign)}
    counted = ", ".join(f"{len(values)} {name}" for name, values in matches.items())
    lines = [
        counted,
        "match  confidence  answerable withheld  right of answered  unanswerable declined  foreign declined",
    ]
    for match in MATCHES:
        kept = matches["answerable"] >= match
        lines.append(
            f"{match:.2f}   {1 / (1 + math.exp(-SLOPE * match - OFFSET)):<10.3f}  {_share(~kept):<19}  "
            f"{_share(right[kept]):<17}  {_share(matches['unanswerable'] < match):<21}  "
            f"{_share(matches['foreign'] < match)}"
        )
    for name in ("unanswerable", "foreign"):
        if len(matches[name]):
            lines.append(f"AUROC answerable against {name}: {auroc(matches['answerable'], matches[name]):.3f}")
    return "\n".join(lines)


def matches_of(rows: Rows) -> NDArray[np.float64]:
    """Return the match of each row's best sentence, from its confidence."""
    confidence = np.clip([row["answer"]["confidence"] for row in rows], 1e-4, 1 - 1e-4)
    return np.asarray((np.log(confidence / (1 - confidence)) - OFFSET) / SLOPE)


def _share(values: NDArray[np.bool_]) -> str:
    return f"{values.mean():.3f}" if len(values) else "-"
