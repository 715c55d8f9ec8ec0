"""Measures have the values that a person computes by hand."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.index import build_index, open_index
from assistant.types import Article, Index, Span
from evals.calibration import auroc, calibration_error, reliability, risk_coverage, risk_coverage_area
from evals.gold import Gold, Place, find_folded, find_gold, find_quote, overlap, settle
from evals.measures import holds_all, judge, normal, outcome, score_answer, score_passages, token_f1
from evals.questions import Question, Value
from evals.ranking import measure_ranking
from evals.statistics import compare_means, compare_statistics, estimate_mean
from evals.summary import first_claim_scores, measure_all, measure_groups, summarise
from tests.word_encoder import WordEncoder

GOLD = Question(id="q", question="When?", answers=("1992", "in 1992"), articles=("a",))
RELEVANT = Gold((), True, {"holds": {"a:2-3": 1}, "article": {"a": 1}})


def passages(*places: tuple[str, int]) -> list[dict[str, Any]]:
    return [{"article_id": id, "start": start, "end": start + 1, "text": f"text {start}"} for id, start in places]


def record(*claims: tuple[str, str], short: str | None = None, start: int = 0) -> dict[str, Any]:
    cited = [(id, text, {"article_id": id, "start": start, "end": start + len(text)}) for id, text in claims]
    return {
        "answered": bool(claims),
        "short_answer": short,
        "confidence": 0.5,
        "claims": [{"text": text, "citations": [citation]} for _, text, citation in cited],
    }


def test_a_ranking_is_measured_as_by_hand() -> None:
    scores = measure_ranking(["x", "r1", "y", "r2", "z"], {"r1": 1, "r2": 1, "r3": 1}, k=10)
    gain = 1 / math.log2(3) + 1 / math.log2(5)
    ideal = 1 + 1 / math.log2(3) + 1 / math.log2(4)
    assert scores == pytest.approx(
        {
            "R@1": 0, "R@3": 1, "R@5": 1, "R@10": 1, "recall@3": 1 / 3, "recall@5": 2 / 3, "recall@10": 2 / 3,
            "P@3": 1 / 3, "P@5": 2 / 5, "P@10": 2 / 10, "MRR@10": 1 / 2, "nDCG@10": gain / ideal,
            "MAP@10": (1 / 2 + 2 / 4) / 3,
        }
    )  # fmt: skip


def test_no_passages_and_no_relevant_passages_score_0() -> None:
    assert set(measure_ranking([], {"r": 1}, k=5).values()) == {0.0}
    assert set(measure_ranking(["a", "b"], {}, k=5).values()) == {0.0}


def test_an_id_that_comes_again_counts_once_at_its_first_place() -> None:
    scores = measure_ranking(["a", "a", "a", "r", "r"], {"r": 1}, k=5)
    assert [scores["MRR@5"], scores["recall@3"], scores["P@3"]] == pytest.approx([1 / 2, 1.0, 1 / 3])


def test_the_order_given_decides_and_no_tie_is_broken_by_name() -> None:
    for ids in (["b", "a"], ["a", "b"]):
        assert measure_ranking(ids, {"a": 1}, k=5)["R@1"] == float(ids[0] == "a")


def test_a_relevant_passage_at_rank_11_is_none() -> None:
    scores = measure_ranking([*map(str, range(10)), "r"], {"r": 1}, k=11)
    assert [scores["R@10"], scores["MRR@10"], scores["MAP@11"]] == pytest.approx([0.0, 0.0, 1 / 11])


def test_graded_gold_weighs_in_ndcg() -> None:
    scores = measure_ranking(["low", "high"], {"high": 2, "low": 1, "zero": 0}, k=5)
    assert scores["nDCG@5"] == pytest.approx((1 + 2 / math.log2(3)) / (2 + 1 / math.log2(3)))
    assert scores["recall@3"] == 1.0


@given(
    ranking=st.lists(st.sampled_from("abcdefghijkl"), max_size=12, unique=True),
    relevant=st.dictionaries(st.sampled_from("abcdefghijklmn"), st.integers(1, 3), max_size=5),
)
def test_values_are_those_of_pytrec_eval(ranking: list[str], relevant: dict[str, int]) -> None:
    import pytrec_eval

    ours = measure_ranking(ranking, relevant, k=10)
    if not ranking or not relevant:
        return
    names = {"success_1,3,5,10", "recall_3,5,10", "P_3,5,10", "ndcg_cut_10", "map_cut_10", "recip_rank"}
    run = {"q": {id: 1.0 / rank for rank, id in enumerate(ranking, 1)}}
    theirs = pytrec_eval.RelevanceEvaluator({"q": relevant}, names).evaluate(run)["q"]
    assert ours["nDCG@10"] == pytest.approx(theirs["ndcg_cut_10"])
    assert ours["MAP@10"] == pytest.approx(theirs["map_cut_10"])
    first = next((rank for rank, id in enumerate(ranking[:10], 1) if id in relevant), None)
    assert ours["MRR@10"] == pytest.approx(theirs["recip_rank"] if first else 0.0)
    for depth in (3, 5, 10):
        assert ours[f"R@{depth}"] == theirs[f"success_{depth}"]
        assert ours[f"recall@{depth}"] == pytest.approx(theirs[f"recall_{depth}"])
        assert ours[f"P@{depth}"] == pytest.approx(theirs[f"P_{depth}"])


def test_each_meaning_of_relevant_is_measured_by_its_name() -> None:
    scores = score_passages(GOLD, RELEVANT, passages(("b", 2), ("a", 1), ("a", 2)))
    assert [scores["R@1"], scores["R@3"], scores["MRR@10"]] == pytest.approx([0.0, 1.0, 1 / 3])
    assert (scores["article R@1"], scores["article MRR@10"]) == (0.0, 0.5)
    assert "article nDCG@10" not in scores
    assert not any(name.startswith("evidence") for name in scores)


def test_without_gold_nothing_is_scored() -> None:
    unknown, none = Question(id="q", question="When?"), Question(id="q", question="When?", answerable=False)
    empty = Gold((), False, {})
    assert score_passages(unknown, empty, passages(("a", 2))) == {}
    assert score_passages(none, empty, passages(("a", 2))) == {}
    assert score_answer(unknown, empty, record(("a", "1992"))) == {}
    assert judge(unknown, record(), {}) == "unjudged"


def test_claims_hold_the_answer_in_a_gold_article() -> None:
    answer = record(("b", "in 1992"), ("a", "It was 1992."), short="in 1992")
    scores = score_answer(GOLD, RELEVANT, answer)
    assert scores == {
        "asked back": 0.0, "answered": 1.0, "withheld": 0.0, "holds@1": 0.0, "holds@3": 1.0,
        "exact": 1.0, "F1": 1.0, "exact, where given": 1.0, "F1, where given": 1.0,
    }  # fmt: skip
    assert judge(GOLD, answer, scores) == "late"


def test_an_answerable_question_that_is_declined_holds_nothing() -> None:
    scores = score_answer(GOLD, RELEVANT, record())
    assert scores == {
        "asked back": 0.0, "answered": 0.0, "withheld": 1.0, "holds@1": 0.0, "holds@3": 0.0, "exact": 0.0, "F1": 0.0,
    }  # fmt: skip
    assert judge(GOLD, record(), scores) == "withheld"


def test_an_unanswerable_question_is_scored_by_whether_it_is_declined() -> None:
    question, gold = Question(id="q", question="Who?", answerable=False), Gold((), False, {})
    assert score_answer(question, gold, record()) == {"asked back": 0.0, "declined": 1.0, "invented": 0.0}
    answered = score_answer(question, gold, record(("a", "Somebody.")))
    assert answered == {"asked back": 0.0, "declined": 0.0, "invented": 1.0}
    assert judge(question, record(), {}) == "rightly declined"
    assert judge(question, record(("a", "Somebody.")), {}) == "invented"


def test_asking_back_is_neither_answering_nor_declining() -> None:
    asked = record() | {"asks_back": "Which one?"}
    assert outcome(asked) == "asked back"
    assert judge(GOLD, asked, {}) == "withheld"
    none = Question(id="q", question="Who?", answerable=False)
    assert score_answer(none, Gold((), False, {}), asked) == {"asked back": 1.0, "declined": 0.0, "invented": 0.0}
    assert score_answer(GOLD, RELEVANT, asked)["asked back"] == 1.0


def test_answers_in_other_words_are_judged_by_the_gold_quotes() -> None:
    gold = Gold((Place("a", 0, 20),), False, {})
    answer = record(("a", "ten chars."), ("a", "elsewhere"))
    scores = score_answer(GOLD, gold, answer)
    assert scores == {
        "citation precision": 1.0, "citation recall": 1.0, "asked back": 0.0, "answered": 1.0, "withheld": 0.0,
    }  # fmt: skip
    assert judge(GOLD, answer, scores) == "right"


def test_citations_are_precise_and_complete_against_gold_quotes() -> None:
    gold = Gold((Place("a", 0, 10), Place("a", 50, 60)), True, {})
    answer = record(("a", "0123456789"), ("b", "0123456789"))
    scores = score_answer(GOLD, gold, answer, supports=lambda text, citation: citation["article_id"] == "b")
    assert (scores["citation precision"], scores["citation recall"], scores["citation support"]) == (0.5, 0.5, 0.5)
    declined = score_answer(GOLD, gold, record())
    assert declined["citation recall"] == 0.0
    assert "citation precision" not in declined


def test_half_of_the_shorter_is_an_overlap() -> None:
    assert overlap(Place("a", 0, 10), Place("a", 5, 100))
    assert not overlap(Place("a", 0, 10), Place("a", 6, 100))
    assert not overlap(Place("a", 0, 10), Place("b", 0, 10))
    assert not overlap(Place("a", 0, 10), Place("a", 10, 20))


def test_where_all_answers_are_needed_all_must_be_held() -> None:
    question = Question(id="q", question="Which?", answers=("17 km", "11 km"), articles=("a",), needs_all=True)
    assert not holds_all(question, ["17 km"])
    assert holds_all(question, ["17 km", "and 11 KM"])
    found = [{"article_id": "a", "start": i, "end": i + 1, "text": text} for i, text in enumerate(("17 km", "11 km"))]
    scores = score_passages(question, Gold((), True, {}), found, k=5)
    assert scores == {"complete@1": 0.0, "complete@3": 1.0, "complete@5": 1.0}


def test_both_sides_of_a_disagreement_must_be_claimed_with_their_articles() -> None:
    question = Question(
        id="q", question="How many?", answers=("6", "7"), articles=("a", "b"), values=(Value("6", "a"), Value("7", "b"))
    )
    assert score_answer(question, RELEVANT, record(("a", "6"), ("b", "7")))["both sides"] == 1.0
    assert score_answer(question, RELEVANT, record(("a", "6"), ("a", "7")))["both sides"] == 0.0


@pytest.mark.parametrize(
    ("given", "gold", "f1"),
    [
        ("The treaty of 1992", "treaty of 1992", 1.0),
        ("12 August 2018", "August 2018", 0.8),  # 2 shared of 3 and 2 words: 2 * 2 / 5
        ("1992", "1993", 0.0),
        ("the", "a", 1.0),  # both say nothing
        ("the", "1992", 0.0),
        ("two two", "two", pytest.approx(2 / 3)),
    ],
)
def test_token_f1_is_squads(given: str, gold: str, f1: float) -> None:
    assert token_f1(given, gold) == f1


def test_answers_are_compared_without_case_punctuation_and_articles() -> None:
    assert normal("The  U.S.-Türkiye Accord!") == "ustürkiye accord"


def test_gold_is_found_in_an_index(index_of_two: Index) -> None:
    question = Question(
        id="q", question="When?", answers=("1992",), articles=("a", "gone"), evidence=("signed  in\n1992.", "nowhere")
    )
    gold = find_gold(question, index_of_two)
    assert gold.quotes == (Place("a", 7, 22),)
    assert gold.relevant == {"holds": {"a:0-22": 1}, "evidence": {"a:0-22": 1}, "article": {"a": 1, "gone": 1}}
    paraphrased = find_gold(Question(id="q", question="When?", answers=("soon",), articles=("a",)), index_of_two)
    assert not paraphrased.verbatim
    assert list(paraphrased.relevant) == ["article"]


@pytest.fixture(scope="module")
def index_of_two(tmp_path_factory: pytest.TempPathFactory) -> Index:
    articles = [Article(id="a", title="A", text="It was signed in 1992."), Article(id="b", title="B", text="In 1992.")]
    path, encoder = tmp_path_factory.mktemp("two"), WordEncoder()
    build_index(articles, path, encoder=encoder)
    return open_index(path, encoder=encoder)


def test_gold_goes_by_the_names_of_the_index(index_of_two: Index) -> None:
    a, b = index_of_two.articles.values()
    articles = {"a": a, "b~0123abcd": b, "b~4567cdef~": a, "b~no": b}
    question = Question(id="q", question="When?", articles=("a",))
    assert settle(question, articles) is question

    def names(id: str, *evidence: str) -> tuple[str, ...]:
        return settle(Question(id="q", question="When?", articles=(id,), evidence=evidence), articles).articles

    assert names("b") == ("b~0123abcd", "b~4567cdef~")  # texts that shared an id
    assert names("b", "In 1992.") == ("b~0123abcd",)  # of them, the one that holds the quote
    assert names("reprint", "It was signed in") == ("a", "b~4567cdef~")
    assert names("gone", "nowhere") == names("gone") == ("gone",)


def test_a_quote_is_found_but_for_its_white_space() -> None:
    assert find_quote("a  b\nc", "b c") == Span(3, 6)
    assert find_quote("abc", "") is None
    assert find_quote("abc", "abd") is None


@given(before=st.text(), answer=st.text(min_size=1), after=st.text())
def test_every_answer_is_found_whatever_its_case(before: str, answer: str, after: str) -> None:
    text = before + answer + after
    assert any(text[span.start : span.end].casefold() == answer.casefold() for span in find_folded(text, [answer]))


def test_a_letter_that_folds_to_two_keeps_its_place() -> None:
    assert find_folded("ß in Straße STRASSE", ["strasse"]) == [Span(5, 11), Span(12, 19)]


def test_reliability_and_calibration_error_by_hand() -> None:
    confidence, right = [0.92, 0.98, 0.35, 1.0], [1, 0, 0, 1]
    bins = reliability(confidence, right)
    assert [(b.low, b.n) for b in bins] == [(0.3, 1), (0.9, 3)]
    assert bins[1].confidence == pytest.approx(2.9 / 3)
    assert calibration_error(confidence, right) == pytest.approx((0.35 + 3 * (2.9 / 3 - 2 / 3)) / 4)
    assert math.isnan(calibration_error([], []))


def test_risk_and_coverage_by_hand() -> None:
    points = risk_coverage([0.9, 0.5, 0.7], [0, 1, 1], asked=4)
    assert points == [(0.25, 0.0), (0.5, 0.5), (0.75, pytest.approx(2 / 3))]
    assert risk_coverage_area([0.9, 0.5, 0.7], [0, 1, 1]) == pytest.approx((0 + 1 / 2 + 2 / 3) / 3)
    assert math.isnan(risk_coverage_area([], []))


def test_ties_of_confidence_spread_their_errors() -> None:
    assert risk_coverage_area([0.5, 0.5], [1, 0]) == risk_coverage_area([0.5, 0.5], [0, 1]) == 0.5


def test_auroc_counts_a_tie_half() -> None:
    assert auroc([0.9, 0.5], [0.5, 0.1]) == (2 + 0.5 + 1) / 4
    assert auroc([1.0], [0.0]) == 1.0
    assert math.isnan(auroc([], [0.5]))


def test_a_mean_is_over_the_questions_that_have_the_score() -> None:
    measured = measure_all([{"scores": {"R@1": 1.0}}, {"scores": {"R@1": 0.0}}, {"scores": {}}])
    assert measured == {"R@1": {"mean": 0.5, "low": 0.0, "high": 1.0, "n": 2}}
    assert measure_all([]) == {}


def test_the_interval_of_a_mean_is_that_of_a_binomial_share() -> None:
    estimate = estimate_mean([1.0] * 80 + [0.0] * 20)
    assert (estimate.mean, estimate.n) == (0.8, 100)
    assert (estimate.low, estimate.high) == pytest.approx((0.72, 0.88), abs=0.011)  # 0.8 +- 1.96 * sqrt(.8 * .2 / 100)
    assert estimate_mean([0.5]).low == estimate_mean([0.5]).high == 0.5


def test_the_permutation_test_is_exact_where_few_questions_differ() -> None:
    assert compare_means([0.0] * 5, [1.0] * 5).p == 2 / 2**5
    assert compare_means([0.0, 0.0, 1.0], [1.0, 1.0, 0.0]).p == 1.0
    assert compare_means([0.0] * 4 + [1.0], [1.0] * 4 + [0.0]).p == 12 / 2**5  # |sum| >= 3: 2 * (1 + 5) of 32
    same = compare_means([0.3, 0.4], [0.3, 0.4])
    assert (same.mean, same.p, same.differing, same.is_change) == (0.0, 1.0, 0, False)


def test_a_clear_difference_is_a_change_and_noise_is_none() -> None:
    assert compare_means([0.0] * 30, [1.0] * 20 + [0.0] * 10).is_change
    assert not compare_means([0.0, 1.0] * 15, [1.0, 0.0] * 15).is_change
    assert not compare_means([0.1 + 0.2] * 9, [0.3] * 9).is_change


def test_a_figure_that_is_no_mean_is_compared_by_swapping_sides() -> None:
    sure = np.array([[0.9, 0.9]] * 20 + [[0.1, 0.8]] * 20)  # before, after

    def spread(numbers: Any, sides: Any) -> float:
        return float(np.ptp(sure[numbers, sides]))

    found = compare_statistics(spread, 40, 20)
    assert found is not None
    assert found.mean == pytest.approx(-0.7)
    assert (found.n, found.differing, found.is_change) == (40, 20, True)
    assert compare_statistics(lambda numbers, sides: math.nan, 40, 20) is None


def test_only_a_first_claim_that_can_be_judged_is_right_or_wrong() -> None:
    assert first_claim_scores("right") == {"wrong first claim": 0.0}
    assert all(first_claim_scores(v) == {"wrong first claim": 1.0} for v in ("late", "wrong", "invented"))
    assert (
        first_claim_scores("withheld") == first_claim_scores("rightly declined") == first_claim_scores("unjudged") == {}
    )


def test_a_row_counts_in_each_of_its_groups() -> None:
    rows = [{"scores": {"R@1": 1.0, "P@3": 1.0}, "g": ["x", "y"]}, {"scores": {"R@1": 0.0}, "g": ["y"]}]
    groups = measure_groups(rows, lambda row: row["g"])
    assert list(measure_groups(rows, lambda row: ["10", "9", "2 b", "2"])) == ["2 b", "2", "9", "10"]
    assert {name: (own["questions"], own["R@1"]["mean"]) for name, own in groups.items()} == {
        "x": (1, 1.0),
        "y": (2, 0.5),
    }
    assert "P@3" not in groups["x"]


def test_no_rows_have_a_summary_too() -> None:
    summary = summarise([])
    assert (summary["questions"], summary["measures"], summary["curves"]["risk_coverage"]) == (0, {}, [])
