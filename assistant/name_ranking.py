"""A question for a person, a place or another name, and a sentence, in; how likely each of its phrases answers, out.

A log-linear model: the signs of a phrase (`assistant.name_signs`) are added up, each times its weight, and the sums of
a sentence's phrases become probabilities (a softmax). `python -m evals.train_short_answer` fits the weights.
"""

from __future__ import annotations

import math
from typing import Literal, get_args

from assistant.asked import read_asked
from assistant.evidence import Evidence
from assistant.name_rules import CANNOT
from assistant.name_signs import read_name_signs
from assistant.question import Kind
from assistant.types import Span

Column = Literal["person", "where", "place", "name"]
"""What a weight is for: "where" asks for any place, "which city" for one that is told by its sort."""
COLUMNS: tuple[Column, ...] = get_args(Column)
WEIGHTS: dict[str, tuple[float, float, float, float]] = {
    "after a comma after an asked word": (0.22, 0.34, 0.25, 0.51),
    "after a conjunction": (-0.43, -0.49, -0.14, -0.41),
    "after a determiner": (-0.20, 0.60, 0.11, 0.03),
    "after a noun": (-0.28, -1.37, -0.75, -0.13),
    "after a noun of people": (0.72, -0.27, -0.23, -0.09),
    "after a preposition of place": (-0.61, 1.41, 0.08, -0.02),
    "after a verbal": (-0.20, 0.93, 0.01, 0.13),
    "after an asked word": (-0.23, -0.30, -0.04, -0.53),
    "after by": (0.66, -0.08, 0.18, -0.15),
    "after of": (-0.36, -0.08, 0.26, -0.04),
    "after part of its name": (-1.85, -1.61, -1.65, -1.88),
    "after the asked preposition": (2.28, 2.19, 1.36, 1.42),
    "after the asked title": (1.08, 1.15, 1.23, 1.54),
    "asked near": (1.85, 1.63, 1.03, 1.01),
    "asked words": (-0.98, -1.28, -0.75, -0.88),
    "before a comma before an asked word": (0.38, 0.60, 0.58, 0.79),
    "before a conjunction": (-0.19, 1.31, 0.87, 0.57),
    "before a mark": (0.98, 1.48, 1.05, 0.91),
    "before a noun": (-1.18, -1.13, -0.86, -0.98),
    "before a possessive": (0.89, -0.75, -0.75, -1.04),
    "before a preposition": (0.72, 0.69, 0.73, 0.37),
    "before a verb": (0.45, 0.04, 0.64, 0.99),
    "before a verbal": (0.94, 0.11, 0.03, -0.29),
    "before an asked word": (-0.62, -0.59, -1.01, -0.60),
    "before of": (-1.17, -1.17, -1.04, -0.80),
    "before who": (1.11, 0.80, 0.97, 1.07),
    "begins the sentence": (0.88, -0.09, 1.13, 0.39),
    "begins with a verbal": (-0.25, -0.44, -0.47, 0.05),
    "beside a comma, where who it is is asked": (0.94, 0.68, 1.07, 0.68),
    "does it": (2.87, 1.69, 1.72, 1.47),
    "done to it": (1.40, 0.83, 1.16, 0.89),
    "ends with a noun of people": (1.04, -0.01, -0.12, 0.09),
    "ends with a noun of places": (-0.57, 0.58, -0.09, -0.03),
    "ends with an asked word": (-0.65, -0.74, -0.57, 0.23),
    "ends with the asked sort": (0.78, 0.81, 0.98, 1.55),
    "fit around": (3.57, 3.17, 2.61, 2.95),
    "has a possessive": (-1.05, 0.07, -0.50, -1.04),
    "has four words or more": (-0.37, 0.18, -0.39, -0.17),
    "has no name": (-1.37, -0.99, -0.96, -0.70),
    "has no name, where the question has none": (0.41, 0.54, 0.16, 0.48),
    "has of": (-0.44, -0.54, -0.57, -0.10),
    "in brackets": (-1.63, -1.21, -1.67, -1.93),
    "in the clause of what is asked": (1.29, 1.59, 1.61, 1.06),
    "is a country": (-0.43, 0.52, 0.41, -0.89),
    "is a list": (-0.92, -0.08, -0.58, -0.83),
    "is a name": (2.42, 2.21, 2.73, 2.61),
    "is a name of several words": (0.54, -0.40, 0.16, 0.49),
    "is a named body": (-1.09, -0.37, -1.02, -0.56),
    "is a named place": (-0.57, 0.76, 0.15, 0.17),
    "is names beside a comma": (-0.68, -0.36, -0.71, -0.84),
    "is of a list": (-0.79, -1.48, -1.26, -1.02),
    "is of the title": (-0.68, -0.53, -0.43, -0.86),
    "is one word": (-1.28, -0.44, 0.26, 0.07),
    "is what is asked": (0.45, 0.16, 0.75, 0.72),
    "is what the question says": (-1.39, -1.18, -0.98, -1.44),
    "its preposition follows a name": (-1.10, -0.68, -0.79, -0.84),
    "its preposition follows a noun": (-0.19, 0.33, -0.21, -0.25),
    "its preposition follows an asked word": (0.71, 0.73, 0.23, 0.31),
    "like the asked sort": (1.70, 1.84, 2.67, 2.70),
    "like the word that asks": (1.46, 1.14, 1.04, 0.82),
    "says it most": (-0.52, -0.34, 0.44, 0.42),
}
"""Of each sign, where a person, any place, a place of a sort, another name is asked for."""


def find_column(kind: Kind | None, question: str) -> Column | None:
    """Say by which weights a question's phrases are ranked; none where no name is asked for."""
    if kind == "place" and read_asked(question).is_where:
        return "where"
    return _COLUMNS_OF.get(kind) if kind else None


_COLUMNS_OF: dict[Kind, Column] = {"person": "person", "place": "place", "name": "name"}


def rank_names(kind: Kind, question: str, evidence: Evidence) -> list[tuple[float, Span]]:
    """Return the phrases of a sentence that may answer, each with its probability, most likely first.

    The probabilities are less than 1 together where the likeliest phrases may not (`assistant.name_rules`).
    """
    name = find_column(kind, question)
    if name is None:
        return []
    column = COLUMNS.index(name)
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
