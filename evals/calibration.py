"""Confidences and whether they were right in; what the confidence is worth, out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

BINS = 10

Values = NDArray[np.float64]


class Bin(NamedTuple):
    """Answers of like confidence: how many, how sure on average, and the share that was right."""

    low: float
    high: float
    n: int
    confidence: float
    right: float


class Point(NamedTuple):
    """The share of all questions that is answered, and the share of these answers that is wrong."""

    coverage: float
    risk: float


def reliability(confidence: Sequence[float] | Values, right: Sequence[float] | Values) -> list[Bin]:
    """Sort answers into ten bins of equal width; an empty bin is left out. 1.0 is in the last."""
    sure, correct = np.asarray(confidence, np.float64), np.asarray(right, np.float64)
    number = np.minimum((sure * BINS + 1e-9).astype(int), BINS - 1)
    return [
        Bin(i / BINS, (i + 1) / BINS, int(own.sum()), float(sure[own].mean()), float(correct[own].mean()))
        for i in range(BINS)
        if (own := number == i).any()
    ]


def calibration_error(confidence: Sequence[float] | Values, right: Sequence[float] | Values) -> float:
    """Return the expected calibration error: the mean gap of the bins, each by its size.

    Guo et al. 2017, "On Calibration of Modern Neural Networks", ICML. 0 is perfect.
    """
    bins = reliability(confidence, right)
    total = sum(item.n for item in bins)
    return sum(item.n * abs(item.confidence - item.right) for item in bins) / total if total else float("nan")


def risk_coverage(confidence: Sequence[float] | Values, wrong: Sequence[float] | Values, asked: int) -> list[Point]:
    """Return the curve of answering only the surest 1, 2, ... of the answers; `asked` counts all questions.

    Among answers of equal confidence any may come first: their wrong ones are spread evenly.
    """
    return [Point(n / asked, float(risk)) for n, risk in enumerate(_risks(confidence, wrong), 1)]


def risk_coverage_area(confidence: Sequence[float] | Values, wrong: Sequence[float] | Values) -> float:
    """Return the mean risk over all coverages of what was answered (AURC); lower is better.

    Geifman, Uziel and El-Yaniv 2019, "Bias-Reduced Uncertainty Estimation", ICLR.
    """
    return float(_risks(confidence, wrong).mean()) if len(confidence) else float("nan")


def _risks(confidence: Sequence[float] | Values, wrong: Sequence[float] | Values) -> Values:
    """Return the share wrong of the surest 1, 2, ... answers."""
    sure, errors = np.asarray(confidence, np.float64), np.asarray(wrong, np.float64)
    levels, number = np.unique(-sure, return_inverse=True)
    mean = np.bincount(number, errors, len(levels)) / np.maximum(np.bincount(number, minlength=len(levels)), 1)
    return np.asarray(mean[np.sort(number)].cumsum() / np.arange(1, len(sure) + 1))


def auroc(positive: Sequence[float] | Values, negative: Sequence[float] | Values) -> float:
    """Return the chance that a positive is above a negative; a tie counts half (Mann and Whitney 1947)."""
    if not len(positive) or not len(negative):
        return float("nan")
    ordered = np.sort(np.asarray(negative, np.float64))
    below = np.searchsorted(ordered, positive, "left")
    not_above = np.searchsorted(ordered, positive, "right")
    return float((below + not_above).mean() / 2 / len(negative))
