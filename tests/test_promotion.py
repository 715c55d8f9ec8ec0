"""A sentence that has what alone answers is put before a slightly better one that lacks it."""

from __future__ import annotations

from dataclasses import replace

from assistant.evidence import Evidence, find_evidence
from assistant.promotion import promote_whole
from assistant.types import Article, Chunk, Passage
from tests.word_encoder import WordEncoder

QUESTION = "In which languages was the pact drawn up?"
WITHOUT, WITH, NEITHER = (
    "The pact was drawn up in the city of Brussels by two clerks.",
    "The pact is in Russian and in English.",
    "The pact was drafted by two clerks.",
)


def rank(*scored: tuple[float, str]) -> list[tuple[float, Evidence]]:
    found = []
    for number, (score, text) in enumerate(scored):
        article = Article(id=f"a{number}", title="The pact", text=text)
        (evidence,) = find_evidence(
            QUESTION, [Passage.of(article, Chunk.of(article, 0, len(text)), 1.0)], WordEncoder()
        )
        found.append((score, replace(evidence, score=score)))
    return found


def order(*scored: tuple[float, str]) -> list[tuple[float, str]]:
    return [(score, item.text) for score, item in promote_whole(QUESTION, rank(*scored))]


def test_the_first_that_lacks_nothing_is_first_and_scores_as_the_best_did() -> None:
    assert order((0.8, WITHOUT), (0.79, NEITHER), (0.78, WITH)) == [(0.8, WITH), (0.8, WITHOUT), (0.79, NEITHER)]


def test_one_that_is_far_behind_stays_there() -> None:
    scored = [(0.8, WITHOUT), (0.7, WITH)]
    assert order(*scored) == scored


def test_the_order_stays_where_the_best_lacks_nothing_or_all_do() -> None:
    for scored in ([(0.8, WITH), (0.79, WITHOUT)], [(0.8, WITHOUT), (0.79, NEITHER)]):
        assert order(*scored) == scored
    assert promote_whole(QUESTION, []) == []
