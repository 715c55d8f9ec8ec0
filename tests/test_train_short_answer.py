"""The weights of a short answer's signs are learnt from which phrases are right."""

from __future__ import annotations

import numpy as np
import pytest

from evals.train_short_answer import MEASURED, TRAINED, Case, describe, fit, predict, tabulate

NAMES = ("after by", "is one word")


def case(column: str, *phrases: dict[str, float], right: int) -> Case:
    return Case(MEASURED, "a", column, True, phrases, np.arange(len(phrases)) == right)


def test_a_sign_of_the_right_phrases_weighs_for_a_phrase_and_one_of_the_wrong_against() -> None:
    cases = [case("person", {"after by": 1.0}, {"is one word": 1.0}, right=0) for _ in range(20)]
    tables = [tabulate(one, NAMES) for one in cases]
    beta = fit(tables, cases).reshape(1 + len(TRAINED), len(NAMES))
    person = beta[0] + beta[1]
    assert person[0] == pytest.approx(-person[1], abs=1e-4)
    assert person[0] > 1.0
    assert not beta[2:].any()  # no place and no other name was seen
    sure, right = predict(tables[0], cases[0], beta.ravel())
    assert right
    assert sure == pytest.approx(1 / (1 + np.exp(-2 * person[0])), abs=1e-4)


def test_a_sentence_without_phrases_is_not_right() -> None:
    empty = case("place", right=0)
    assert predict(tabulate(empty, NAMES), empty, np.zeros((1 + len(TRAINED)) * len(NAMES))) == (0.0, False)


def test_the_figures_are_those_of_a_person_with_a_pencil() -> None:
    cases = [
        case("place", {"after by": 1.0}, right=0),
        case("place", {"after by": 1.0}, right=1),
        case("place", right=0),
    ]
    lines = describe("by hand", cases, [(0.5, True), (0.3, False), (0.0, False)]).splitlines()
    assert lines[0] == "by hand"
    assert lines[4].startswith("place  3  0.333 | 0.00: 0.67 0.50 0.333 |")
    assert " | 0.40: 0.33 1.00 0.333 | " in lines[4]
