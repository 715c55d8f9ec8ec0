"""A question for a person, a place or another name, and a sentence, in; how likely each of its phrases answers, out.

A log-linear model: the signs of a phrase (`assistant.name_signs`) are added up, each times its weight, and the sums of
a sentence's phrases become probabilities (a softmax). `python -m evals.train_short_answer` fits the weights.
"""

from __future__ import annotations

import math

from assistant.evidence import Evidence
from assistant.name_signs import read_name_signs
from assistant.question import Kind
from assistant.types import Span

KINDS: tuple[Kind, ...] = ("person", "place", "name")
WEIGHTS: dict[str, tuple[float, float, float]] = {
    "after a conjunction": (-0.59, -0.39, -0.48),
    "after a determiner": (-0.04, 0.55, 0.13),
    "after a preposition of place": (-0.62, 0.98, -0.15),
    "after a verbal": (-0.33, 0.47, 0.12),
    "after by": (0.83, -0.02, -0.12),
    "after of": (-0.53, 0.09, -0.32),
    "after part of its name": (-1.30, -1.27, -1.62),
    "after the asked preposition": (2.41, 1.47, 1.45),
    "after what it does": (0.45, 0.38, 0.56),
    "asked near": (3.03, 2.71, 1.98),
    "asked words": (-1.55, -1.21, -1.00),
    "before a conjunction": (-0.23, 1.07, 0.42),
    "before a mark": (1.05, 1.24, 0.90),
    "before a noun": (-1.24, -0.84, -0.98),
    "before a possessive": (1.06, -0.67, -0.70),
    "before a preposition": (0.73, 0.74, 0.48),
    "before a verb": (0.79, 0.49, 1.03),
    "before a verbal": (0.84, 0.16, -0.24),
    "before an asked word": (-0.80, -1.09, -0.64),
    "before of": (-1.02, -1.15, -0.63),
    "begins the sentence": (0.91, 1.04, 0.42),
    "begins with a verbal": (-0.38, -0.89, 0.06),
    "beside a comma, where who it is is asked": (0.93, 1.29, 0.86),
    "does it": (2.56, 2.00, 1.40),
    "done by it": (1.08, 0.54, 0.56),
    "done to it": (0.74, 1.25, 0.75),
    "ends with a noun of people": (1.01, -0.21, 0.14),
    "ends with a noun of places": (-0.27, 0.60, 0.26),
    "ends with an asked word": (-0.92, -0.60, 0.16),
    "ends with the asked sort": (0.87, 1.24, 1.79),
    "fit around": (3.73, 3.21, 2.93),
    "has a possessive": (-1.00, -0.17, -1.11),
    "has four words or more": (-0.33, -0.04, -0.11),
    "has no name": (-1.23, -0.83, -0.57),
    "has of": (-0.32, -0.65, -0.08),
    "in brackets": (-1.69, -1.78, -1.93),
    "is a country": (-0.60, 0.57, -0.87),
    "is a list": (-1.26, -0.52, -0.99),
    "is a name": (2.40, 2.39, 2.67),
    "is a name of several words": (0.65, -0.38, 0.44),
    "is a named body": (-1.18, -1.03, -0.54),
    "is a named place": (-0.74, 0.55, 0.03),
    "is names beside a comma": (-0.67, -0.42, -0.75),
    "is of a list": (-0.73, -1.37, -0.90),
    "is one word": (-1.18, -0.39, -0.03),
    "like the asked sort": (1.11, 1.78, 2.52),
    "like the word that asks": (1.51, 1.41, 0.98),
}
"""Of each sign, where a person, a place, another name is asked for."""


def rank_names(kind: Kind, question: str, evidence: Evidence) -> list[tuple[float, Span]]:
    """Return the phrases of a sentence that may answer, each with its probability, most likely first."""
    column = KINDS.index(kind)
    phrases = [
        (sum(WEIGHTS[sign][column] * value for sign, value in signs.items()), span)
        for span, signs in read_name_signs(question, evidence)
    ]
    if not phrases:
        return []
    most = max(score for score, _ in phrases)
    whole = sum(math.exp(score - most) for score, _ in phrases)
    ranked = [(round(math.exp(score - most) / whole, 4), span) for score, span in phrases]
    return sorted(ranked, key=lambda pair: (-pair[0], pair[1]))
