"""Scores in; means with intervals, and differences with how sure they are, out.

Every draw is seeded: the same scores give the same figures.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 2000
FLIPS = 10_000  # sign flips drawn; all of them where there are no more
RARE_RESAMPLES = 300  # of what is no mean: each is computed anew
RARE_FLIPS = 500
SEED = 20230829
DECIMALS = 9  # scores closer than this are the same: the last bits differ between machines
LEVEL = 0.95

Values = NDArray[np.float64]
OfSides = Callable[[NDArray[np.int64], NDArray[np.int64]], float]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure over n questions, and its 95 % interval."""

    mean: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class Difference:
    """After minus before over the same n questions, its interval, and how often chance does as much."""

    mean: float
    low: float
    high: float
    p: float
    n: int
    differing: int

    @property
    def is_change(self) -> bool:
        """Say whether this is more than chance: the interval leaves out 0, and p is below 5 %."""
        return self.p < 1 - LEVEL and not self.low <= 0 <= self.high


def estimate_mean(values: Sequence[float]) -> Estimate:
    """Estimate a mean with its percentile bootstrap interval (Efron and Tibshirani 1993, chapter 13).

    Questions are drawn again with replacement. Equal scores are drawn together, as multinomial
    counts: the same distribution, in a fraction of the time.
    """
    array = np.asarray(values, np.float64)
    low, high = _interval(_resample_means(array))
    return Estimate(round(float(array.mean()), 4), low, high, len(array))


def estimate(measure: Callable[[NDArray[np.int64]], float], n: int, *, resamples: int = RARE_RESAMPLES) -> Estimate:
    """Estimate a measure of n questions that is no mean; it is given the numbers of those drawn."""
    drawn = np.random.default_rng(SEED).integers(0, n, (resamples, n))
    figures = np.array([measure(numbers) for numbers in drawn])
    figures = figures[~np.isnan(figures)]
    value = measure(np.arange(n))
    low, high = _interval(figures) if len(figures) else (math.nan, math.nan)
    return Estimate(round(value, 4), low, high, n)


def compare_means(before: Sequence[float], after: Sequence[float]) -> Difference:
    """Compare the scores of the same questions before and after.

    The interval is the paired bootstrap's; p is the two-sided sign-flip permutation test's (Smucker,
    Allan and Carterette 2007, "A Comparison of Statistical Significance Tests for Information
    Retrieval Evaluation", CIKM): exact for up to 13 differing questions, else over 10,000 flips.
    """
    differences = np.round(np.asarray(after, np.float64) - np.asarray(before, np.float64), DECIMALS)
    low, high = _interval(_resample_means(differences))
    differing = differences[differences != 0]
    return Difference(
        round(float(differences.mean()), 4), low, high, _permute(differing), len(differences), len(differing)
    )


def compare_statistics(measure: OfSides, n: int, differing: int) -> Difference | None:
    """Compare what is no mean over n questions, before and after, as `compare_means` compares means.

    `measure` is given the numbers of the questions and the side that each is on: 0 is before, 1 is
    after. None where it has no value on a side. `differing` questions have not the same two sides.
    """
    every, before, after = np.arange(n), np.zeros(n, np.int64), np.ones(n, np.int64)
    mean = measure(every, after) - measure(every, before)
    if math.isnan(mean):
        return None
    if not differing:
        return Difference(0.0, 0.0, 0.0, 1.0, n, 0)
    random = np.random.default_rng(SEED)
    drawn = random.integers(0, n, (RARE_RESAMPLES, n))
    changes = np.array([measure(numbers, after) - measure(numbers, before) for numbers in drawn])
    sides = random.integers(0, 2, (RARE_FLIPS, n))
    flipped = np.array([measure(every, side) - measure(every, 1 - side) for side in sides])
    extreme = int((np.abs(flipped[~np.isnan(flipped)]) >= abs(mean) - 1e-9).sum())
    low, high = _interval(changes[~np.isnan(changes)])
    p = (extreme + 1) / (len(sides) + 1)  # what was seen is one of the permutations
    return Difference(round(mean, 4), low, high, round(p, 4), n, differing)


def _resample_means(values: Values) -> Values:
    unique, counts = np.unique(values, return_counts=True)
    drawn = np.random.default_rng(SEED).multinomial(len(values), counts / len(values), RESAMPLES)
    return np.asarray(drawn @ unique / len(values))


def _permute(differing: Values) -> float:
    if not len(differing):
        return 1.0
    if 2 ** len(differing) <= FLIPS:
        signs = np.array(list(product((-1.0, 1.0), repeat=len(differing))))
        drawn_again = 0
    else:
        signs = np.random.default_rng(SEED).choice((-1.0, 1.0), (FLIPS, len(differing)))
        drawn_again = 1  # what was seen is one of the permutations
    extreme = int((np.abs(signs @ differing) >= abs(differing.sum()) - 1e-9).sum())
    return round((extreme + drawn_again) / (len(signs) + drawn_again), 4)


def _interval(figures: Values) -> tuple[float, float]:
    low, high = np.quantile(figures, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return round(float(low), 4), round(float(high), 4)
