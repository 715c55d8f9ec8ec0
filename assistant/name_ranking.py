"""A question for a person, a place or another name, and a sentence, in; how likely each of its phrases answers, out.

A log-linear model: the signs of a phrase (`assistant.name_signs`) are added up, each times its weight, and the sums of
a sentence's phrases become probabilities (a softmax). `python -m evals.train_short_answer` fits the weights.
"""

from __future__ import annotations

import math

from assistant.evidence import Evidence
from assistant.name_rules import CANNOT
from assistant.name_signs import read_name_signs
from assistant.question import Kind
from assistant.types import Span

KINDS: tuple[Kind, ...] = ("person", "place", "name")
WEIGHTS: dict[str, tuple[float, float, float]] = {
    "after a conjunction": (-0.57, -0.38, -0.47),
    "after a determiner": (-0.04, 0.55, 0.14),
    "after a preposition of place": (-0.61, 1.00, -0.13),
    "after a verbal": (-0.31, 0.49, 0.15),
    "after by": (0.82, -0.02, -0.10),
    "after of": (-0.53, 0.10, -0.27),
    "after part of its name": (-1.29, -1.27, -1.62),
    "after the asked preposition": (2.42, 1.50, 1.45),
    "after the asked title": (0.59, 0.60, 0.75),
    "after what it does": (0.38, 0.37, 0.36),
    "asked near": (3.03, 2.70, 1.99),
    "asked words": (-1.55, -1.16, -0.98),
    "before a conjunction": (-0.22, 1.05, 0.42),
    "before a mark": (1.05, 1.23, 0.90),
    "before a noun": (-1.25, -0.92, -0.98),
    "before a possessive": (1.05, -0.67, -0.70),
    "before a preposition": (0.74, 0.74, 0.48),
    "before a verb": (0.80, 0.61, 1.04),
    "before a verbal": (0.84, 0.18, -0.23),
    "before an asked word": (-0.80, -1.09, -0.64),
    "before of": (-1.02, -1.16, -0.64),
    "begins the sentence": (0.90, 1.00, 0.42),
    "begins with a verbal": (-0.37, -0.88, 0.06),
    "beside a comma, where who it is is asked": (0.94, 1.29, 0.84),
    "does it": (2.54, 1.93, 1.41),
    "done by it": (1.09, 0.55, 0.58),
    "done to it": (0.74, 1.25, 0.75),
    "ends with a noun of people": (1.01, -0.19, 0.16),
    "ends with a noun of places": (-0.27, 0.60, 0.28),
    "ends with an asked word": (-0.92, -0.59, 0.14),
    "ends with the asked sort": (0.87, 1.24, 1.76),
    "fit around": (3.73, 3.20, 2.94),
    "has a possessive": (-0.99, -0.16, -1.11),
    "has four words or more": (-0.34, -0.03, -0.08),
    "has no name": (-1.23, -0.80, -0.61),
    "has of": (-0.31, -0.65, -0.07),
    "in brackets": (-1.67, -1.77, -1.81),
    "is a country": (-0.61, 0.54, -0.87),
    "is a list": (-1.24, -0.50, -0.99),
    "is a name": (2.41, 2.44, 2.63),
    "is a name of several words": (0.64, -0.40, 0.45),
    "is a named body": (-1.19, -1.04, -0.54),
    "is a named place": (-0.74, 0.60, 0.03),
    "is names beside a comma": (-0.68, -0.43, -0.75),
    "is of a list": (-0.75, -1.35, -0.88),
    "is one word": (-1.19, -0.37, -0.01),
    "like the asked sort": (1.04, 1.75, 2.50),
    "like the word that asks": (1.50, 1.41, 0.97),
}
"""Of each sign, where a person, a place, another name is asked for."""


def rank_names(kind: Kind, question: str, evidence: Evidence) -> list[tuple[float, Span]]:
    """Return the phrases of a sentence that may answer, each with its probability, most likely first.

    The probabilities are less than 1 together where the likeliest phrases may not (`assistant.name_rules`).
    """
    column = KINDS.index(kind)
    phrases = [
        (sum(WEIGHTS[sign][column] * value for sign, value in signs.items() if sign != CANNOT), CANNOT in signs, span)
        for span, signs in read_name_signs(question, evidence)
    ]
    if not phrases:
        return []
    most = max(score for score, *_ in phrases)
    whole = sum(math.exp(score - most) for score, *_ in phrases)
    ranked = [(round(math.exp(score - most) / whole, 4), span) for score, cannot, span in phrases if not cannot]
    return sorted(ranked, key=lambda pair: (-pair[0], pair[1]))
