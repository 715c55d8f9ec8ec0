"""The rows of two results in; whether the confidence of one is worth more than that of the other, out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evals.calibration import auroc, calibration_error, risk_coverage_area
from evals.statistics import Difference, OfSides, compare_statistics

Row = Mapping[str, Any]


def compare_confidence(pairs: Sequence[tuple[Row, Row]]) -> dict[str, Difference]:
    """Compare what is no mean over questions: calibration, risk and coverage, answerable or not."""
    differing = sum(_counts(old) != _counts(new) for old, new in pairs)
    compared = {name: compare_statistics(measure, len(pairs), differing) for name, measure in _measures(pairs).items()}
    return {name: difference for name, difference in compared.items() if difference is not None}


def _counts(row: Row) -> tuple[float, float | None]:
    return row["answer"]["confidence"], row["scores"].get("wrong first claim")


def _measures(pairs: Sequence[tuple[Row, Row]]) -> dict[str, OfSides]:
    """Return each measure as a function of the questions' numbers and sides."""
    sure = np.array([[row["answer"]["confidence"] for row in pair] for pair in pairs])
    wrong = np.array([[row["scores"].get("wrong first claim", np.nan) for row in pair] for pair in pairs])
    answerable = np.array([old["answerable"] for old, _ in pairs], bool)
    known = np.array([old["verdict"] != "unjudged" or "asked back" in old["scores"] for old, _ in pairs], bool)

    def judged(numbers: NDArray[np.int64], sides: NDArray[np.int64]) -> tuple[Any, Any]:
        picked = wrong[numbers, sides]
        answered = ~np.isnan(picked)
        return sure[numbers, sides][answered], picked[answered]

    def error(numbers: NDArray[np.int64], sides: NDArray[np.int64]) -> float:
        confidence, errors = judged(numbers, sides)
        return calibration_error(confidence, 1 - errors)

    def area(numbers: NDArray[np.int64], sides: NDArray[np.int64]) -> float:
        return risk_coverage_area(*judged(numbers, sides))

    def apart(numbers: NDArray[np.int64], sides: NDArray[np.int64]) -> float:
        confidence, is_known, is_answerable = sure[numbers, sides], known[numbers], answerable[numbers]
        return auroc(confidence[is_known & is_answerable], confidence[is_known & ~is_answerable])

    return {"calibration error": error, "risk-coverage area": area, "AUROC answerable": apart}
