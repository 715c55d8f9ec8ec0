"""Runs that answered everything in; what a threshold on the confidence would withhold and decline, out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.types import AssistantError
from evals.calibration import auroc
from evals.results import read_result

LEVELS = (0.05, 0.10, 0.15, 0.20, 0.25, 0.30, 0.40, 0.50, 0.60, 0.70, 0.80)

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
    sure = {"answerable": read_sure(answerable), "unanswerable": read_sure(near), "foreign": read_sure(foreign)}
    counted = ", ".join(f"{len(values)} {name}" for name, values in sure.items())
    lines = [
        counted,
        "confidence  answerable withheld  right of answered  unanswerable declined  foreign declined",
    ]
    for level in LEVELS:
        kept = sure["answerable"] >= level
        lines.append(
            f"{level:<10.2f}  {_share(~kept):<19}  {_share(right[kept]):<17}  "
            f"{_share(sure['unanswerable'] < level):<21}  {_share(sure['foreign'] < level)}"
        )
    for name in ("unanswerable", "foreign"):
        if len(sure[name]):
            lines.append(f"AUROC answerable against {name}: {auroc(sure['answerable'], sure[name]):.3f}")
    return "\n".join(lines)


def read_sure(rows: Rows) -> NDArray[np.float64]:
    """Return the confidence of each row."""
    return np.array([row["answer"]["confidence"] for row in rows], np.float64)


def _share(values: NDArray[np.bool_]) -> str:
    return f"{values.mean():.3f}" if len(values) else "-"
