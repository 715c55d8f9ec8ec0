"""The support check refuses altered claims and accepts other forms of true ones, on our own articles."""

from __future__ import annotations

from collections import Counter

import pytest

from assistant.articles import read_articles
from evals.alterations import Pair, make_pairs, measure, sample_pairs
from tests.serving import ROOT


@pytest.fixture(scope="module")
def pairs() -> list[Pair]:
    return sample_pairs(make_pairs(read_articles([ROOT / "data" / "articles"]).articles), 60)


@pytest.mark.parametrize(("true", "wanted", "least"), [(False, "not_supported", 0.98), (True, "supported", 0.97)])
def test_nearly_every_pair_has_the_right_verdict(pairs: list[Pair], true: bool, wanted: str, least: float) -> None:
    own = [pair for pair in pairs if pair.true is true]
    verdicts = sum(measure(own, None).values(), Counter[str]())
    assert verdicts.total() >= 300
    assert verdicts[wanted] / verdicts.total() >= least


def test_an_altered_claim_differs_from_its_quote(pairs: list[Pair]) -> None:
    assert all(pair.claim != pair.quote for pair in pairs if not pair.true)
    assert {pair.kind for pair in pairs if not pair.true} == {
        "number", "date", "name", "negation", "modality", "roles",
    }  # fmt: skip
