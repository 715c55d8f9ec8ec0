"""The sentences of passages are weighed against a question, each once, where it stands in its article."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.articles.draft import canonical
from assistant.embed import SentenceEncoder
from assistant.evidence import find_evidence
from assistant.types import Article, Chunk, Passage
from tests.conftest import AKTAU, TRAINING
from tests.word_encoder import WordEncoder

QUESTION = "When was the first military training agreement?"


def whole(article: Article, score: float = 1.0) -> Passage:
    return Passage.of(article, Chunk.of(article, 0, len(article.text)), score)


def test_the_sentence_that_answers_is_first(encoder: SentenceEncoder) -> None:
    best = find_evidence(QUESTION, [whole(AKTAU), whole(TRAINING)], encoder)[0]
    assert best.text == "Azerbaijan and Türkiye signed their first military training agreement in 1992."
    assert best.passage == whole(TRAINING)


def test_a_sentence_stands_where_its_span_says() -> None:
    for evidence in find_evidence(QUESTION, [whole(AKTAU), whole(TRAINING)], WordEncoder()):
        article = {"aktau": AKTAU, "training": TRAINING}[evidence.passage.chunk.article_id]
        assert article.text[evidence.span.start : evidence.span.end] == evidence.text
        assert all(evidence.text[start:end].isalnum() for start, end in evidence.tokens)
        assert evidence.similarity.shape == (len(evidence.question_tokens), len(evidence.tokens))


def test_a_heading_is_no_evidence() -> None:
    texts = [evidence.text for evidence in find_evidence("Ratification", [whole(AKTAU)], WordEncoder())]
    assert len(texts) == 4
    assert "Ratification" not in texts


def test_a_row_of_marks_is_no_evidence(encoder: SentenceEncoder) -> None:
    article = Article(id="notes", title="Notes", text="The port was opened in 1963.\n\n* * *\n\nIt grew for years.")
    texts = {evidence.text for evidence in find_evidence("When was the port opened?", [whole(article)], encoder)}
    assert texts == {"The port was opened in 1963.", "It grew for years."}


def test_a_sentence_in_two_passages_counts_once() -> None:
    end = AKTAU.text.index(" It gives")
    passages = [whole(AKTAU), Passage.of(AKTAU, Chunk.of(AKTAU, 0, end), 0.5)]
    assert len(find_evidence(QUESTION, passages, WordEncoder())) == 4


def test_the_match_of_a_sentence_that_says_every_word_is_1() -> None:
    article = Article(id="a", title="T", text="Wheat fell. Gas rose.")
    found = {e.text: e.match for e in find_evidence("gas rose", [whole(article)], WordEncoder())}
    assert found["Gas rose."] == 1.0
    assert found["Wheat fell."] < 0.5


def test_a_better_passage_makes_better_evidence_of_the_same_sentence() -> None:
    (low,) = find_evidence("gas", [whole(Article(id="a", title="T", text="Gas rose."), 0.0)], WordEncoder())
    (high,) = find_evidence("gas", [whole(Article(id="a", title="T", text="Gas rose."), 1.0)], WordEncoder())
    assert (low.match == high.match, low.score < high.score) == (True, True)


@pytest.mark.parametrize("question", ["", "?!"])
def test_a_question_without_tokens_has_no_evidence(question: str) -> None:
    assert find_evidence(question, [whole(AKTAU)], WordEncoder()) == []
    assert find_evidence(QUESTION, [], WordEncoder()) == []


@settings(deadline=None)
@given(text=st.text().map(canonical).filter(str.strip), title=st.text(), question=st.text())
def test_evidence_of_any_text_quotes_it(text: str, title: str, question: str) -> None:
    article = Article(id="a", title=title, text=text)
    for evidence in find_evidence(question, [whole(article)], WordEncoder()):
        assert whole(article).cite(*evidence.span).quote == evidence.text
