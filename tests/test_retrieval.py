"""A question finds the passages that fit it, among those that pass the filters, the same every time."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.embed import SentenceEncoder
from assistant.index import build_index, open_index
from assistant.retrieval import LONGEST_QUESTION, read_question, retrieve
from assistant.types import MODES, Article, Index, Mode, Passage, UnusableQuestion
from tests.word_encoder import WordEncoder

DATES = {
    "day": "2023-08-29",
    "early": "2023-01-01",
    "month": "2023-08",
    "year": "2023",
    "old": "2022-12-31",
    "none": None,
}


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """Give an index of one-sentence articles that differ in their dates and in one word."""
    path = tmp_path_factory.mktemp("dated") / "index"
    articles = [
        Article(
            id=id,
            title="Treaty",
            text=f"The treaty of {id} was signed in Aktau.",
            date=date,
            publisher="Region Press" if date else None,
            author="Ada Writer" if id == "day" else "Bo Writer",
        )
        for id, date in DATES.items()
    ]
    build_index(articles, path, encoder=WordEncoder())
    return open_index(path, encoder=WordEncoder())


def ids(passages: Collection[Passage]) -> list[str]:
    return [passage.chunk.article_id for passage in passages]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"since": "2023"}, {"day", "early", "month", "year"}),
        ({"since": "2023-08"}, {"day", "month", "year"}),
        ({"since": "2023-08-29"}, {"day", "month", "year"}),
        ({"since": "2023-08-30"}, {"month", "year"}),
        ({"since": "2024"}, set()),
        ({"until": "2022"}, {"old"}),
        ({"until": "2022-12-30"}, set()),
        ({"until": "2023"}, {"day", "early", "month", "year", "old"}),
        ({"until": "2023-08"}, {"day", "early", "month", "year", "old"}),
        ({"until": "2023-07"}, {"early", "year", "old"}),
        ({"until": "2023-08-28"}, {"early", "month", "year", "old"}),
        ({"since": "2023-01-01", "until": "2023-01-01"}, {"early", "year"}),
        ({"publisher": " region PRESS "}, set(DATES) - {"none"}),
        ({"author": "Ada Writer"}, {"day"}),
        ({"author": "Ada"}, set()),
        ({"articles": ["none", "day", "gone"]}, {"none", "day"}),
        ({"articles": []}, set()),
        ({"articles": ["none"], "since": "2000"}, set()),
    ],
)
@pytest.mark.parametrize("mode", MODES)
def test_only_what_passes_every_filter_is_found(
    dated: Index, mode: Mode, filters: dict[str, Any], expected: set[str]
) -> None:
    found = retrieve("treaty signed in Aktau", dated, k=10, mode=mode, **filters)
    assert set(ids(found)) == expected
    assert len(found) == len(expected)


@pytest.mark.parametrize("mode", MODES)
def test_k_passages_come_back_where_k_pass_the_filter(dated: Index, mode: Mode) -> None:
    assert len(retrieve("treaty signed in Aktau", dated, k=3, mode=mode, since="2023")) == 3
    assert len(retrieve("treaty signed in Aktau", dated, k=100, mode=mode)) == len(DATES)


def test_the_passage_that_holds_the_rare_word_is_first(dated: Index) -> None:
    for mode in MODES:
        assert ids(retrieve("treaty of early", dated, k=6, mode=mode))[0] == "early"


def test_a_passage_carries_what_a_reader_needs(dated: Index) -> None:
    (first,) = retrieve("treaty of day", dated, k=1)
    article = dated.articles["day"]
    assert (first.title, first.author, first.date, first.publisher, first.url) == (
        "Treaty", "Ada Writer", "2023-08-29", "Region Press", None,
    )  # fmt: skip
    assert first.article_sha256 == article.sha256
    assert first.chunk.text == article.text[first.chunk.start : first.chunk.end]


def test_scores_are_of_the_modes_scale_best_first(dated: Index) -> None:
    modes: list[Mode] = ["average", "dense", "lexical"]
    average, dense, lexical = ([p.score for p in retrieve("treaty of early", dated, k=6, mode=m)] for m in modes)
    assert average[0] == 1.0 > average[-1] >= 0.0
    hybrid = [p.score for p in retrieve("treaty of early", dated, k=6)]
    assert 0 <= hybrid[-1] < hybrid[0] <= 1
    assert all(-1 <= score <= 1 for score in dense)
    assert all(score > 0 for score in lexical)
    assert all(scores == sorted(scores, reverse=True) for scores in (hybrid, average, dense, lexical))


def test_only_the_best_of_the_average_are_ordered_anew(index: Index) -> None:
    question = "who ratified the convention?"
    average = ids(retrieve(question, index, mode="average"))
    none, two, default = (retrieve(question, index, reordered=n, explain=True) for n in (0, 2, 12))
    assert ids(none) == average
    assert [sum(p.explanation.late is not None for p in found if p.explanation) for found in (none, two)] == [0, 2]
    assert set(ids(two)[:2]) == set(average[:2])
    assert default == retrieve(question, index, explain=True)


def test_equal_passages_are_in_the_order_of_their_articles(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("ties") / "index"
    articles = [Article(id=f"{i:03}", title="T", text="One and the same text.") for i in range(150)]
    build_index(articles, path, encoder=WordEncoder())
    index = open_index(path, encoder=WordEncoder())
    for mode in MODES:
        assert ids(retrieve("the same text", index, k=4, mode=mode)) == ["000", "001", "002", "003"]


@pytest.mark.parametrize("question", ["", " ", "?!", "…", "\u200b", "\n\t", "🙂"])
def test_a_question_without_words_is_refused(dated: Index, question: str) -> None:
    with pytest.raises(UnusableQuestion, match="the question has no words; ask with some"):
        retrieve(question, dated)


@pytest.mark.parametrize("name", ["since", "until"])
@pytest.mark.parametrize("date", ["", "29.08.2023", "2023-13", "2023-02-30", "last year"])
def test_a_filter_that_is_no_date_is_refused(dated: Index, name: str, date: str) -> None:
    with pytest.raises(
        UnusableQuestion, match=f"{name} is '{date}', expected a date such as 2023-08-29, 2023-08 or 2023"
    ):
        retrieve("treaty", dated, **{name: date})  # type: ignore[arg-type]  # since or until


def test_a_mistake_of_the_program_is_a_value_error(dated: Index) -> None:
    with pytest.raises(ValueError, match="k is 0, expected 1 or more"):
        retrieve("treaty", dated, k=0)
    with pytest.raises(ValueError, match="mode is 'both', expected one of hybrid, average, ranks, dense, lexical"):
        retrieve("treaty", dated, mode="both")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="reordered is -1, expected 0 or more"):
        retrieve("treaty", dated, reordered=-1)


def test_a_question_is_one_line_of_limited_length() -> None:
    assert read_question("  When\n was\tit\x00 signed? ") == "When was it signed?"
    assert read_question("a \ud800 b") == "a ? b"
    assert len(read_question("word " * 20_000)) == LONGEST_QUESTION


def test_a_very_long_question_is_searched_in_a_moment(index: Index) -> None:
    assert ids(retrieve("wheat harvest " * 7000, index, k=1)) == ["undated"]


def test_a_decomposed_question_is_the_composed_one() -> None:
    assert read_question(unicodedata.normalize("NFD", "Güler’s visit?")) == "Güler’s visit?"


@settings(max_examples=200, deadline=None)
@given(question=st.text(alphabet=st.characters()), mode=st.sampled_from(MODES), k=st.integers(1, 9))
def test_any_question_is_answered_with_passages_or_refused(dated: Index, question: str, mode: Mode, k: int) -> None:
    try:
        found = retrieve(question, dated, k=k, mode=mode)
    except UnusableQuestion:
        assert not any(character.isalnum() for character in question)
    else:
        assert len(found) <= k
        assert found == retrieve(question, dated, k=k, mode=mode)


def test_the_same_question_finds_the_same_on_one_thread_or_eight(index: Index) -> None:
    questions = ["when was the first military training agreement?", "who ratified the convention?", "wheat"]
    alone = [retrieve(question, index) for question in questions]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda question: retrieve(question, index), questions * 8)) == alone * 8


def test_what_tells_of_the_time_goes_before_what_reads_more_alike(tmp_path: Path, encoder: SentenceEncoder) -> None:
    articles = [
        Article(id="alike", title="Note 1", text="Lee was minister of trade in 1999."),
        Article(id="timely", title="Note 2", text="Between 1990 and 1995 Kim held the ministry of trade."),
    ]
    build_index(articles, tmp_path / "index", encoder=encoder)
    index = open_index(tmp_path / "index", encoder=encoder)
    question = "Who was minister of trade in 1992?"
    order = [[p.chunk.article_id for p in retrieve(question, index, times=times)] for times in (False, True)]
    assert order == [["alike", "timely"], ["timely", "alike"]]


def test_the_real_encoder_finds_what_shares_no_word_with_the_question(index: Index) -> None:
    assert ids(retrieve("army exercises", index, k=1, mode="dense")) == ["training"]
    assert retrieve("army exercises", index, mode="lexical") == []


class PieceEncoder(WordEncoder):
    """Cuts every word into so many pieces, and those of other scripts into as many as it is told."""

    def __init__(self, pieces: int, of_scripts: int) -> None:
        super().__init__()
        self.pieces, self.of_scripts = pieces, of_scripts

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [
            words * (self.pieces if text.isascii() else self.of_scripts)
            for text, words in zip(texts, super().count_tokens(texts), strict=True)
        ]


@pytest.mark.parametrize(
    ("pieces", "of_scripts", "dense"),
    [(1, 5, True), (4, 5, False), (4, 2, True)],
    ids=["its own language", "a language it does not know", "an encoder of many languages"],
)
def test_vectors_count_where_the_encoder_knows_the_language(
    pieces: int, of_scripts: int, dense: bool, tmp_path: Path
) -> None:
    encoder = PieceEncoder(pieces, of_scripts)
    articles = [Article(id=name, title=name, text=f"{name} buğdayı limana götürdü.") for name in ("Aktau", "Poti")]
    build_index(articles, tmp_path / "index", encoder=encoder)
    found = retrieve("Aktau limana", open_index(tmp_path / "index", encoder=encoder), k=1, explain=True)
    assert found[0].explanation is not None
    assert (found[0].explanation.late is not None) is dense
