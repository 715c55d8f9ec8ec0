from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assistant.answers import rank_evidence
from assistant.evidence import UNREAD, Evidence, find_evidence
from assistant.quotes import Quote
from assistant.reread import FEW, WEIGHT, in_context, judge, reread
from assistant.types import Article, Chunk, InContext, Passage, Vectors
from tests.word_encoder import WordEncoder

OTHER = -1.0  # log odds of a sentence that none are given for
TEXT = "Kars is a town. The line was opened in Kars. It was begun in 2007. The line is long."


class OddsEncoder(WordEncoder):
    """Knows words, and the odds of some sentences."""

    def __init__(self, odds: dict[str, float]) -> None:
        super().__init__()
        self.odds, self.asked = odds, list[InContext]()

    def score_answers(self, question: str, texts: Sequence[InContext]) -> Vectors:
        self.asked += texts
        return np.array([self.odds.get(text.text, OTHER) for text in texts], np.float32)


def read(question: str, text: str = TEXT) -> list[tuple[float, Evidence]]:
    passage = Passage.of(article := Article(id="a", title="The line", text=text), Chunk.of(article, 0, len(text)), 1.0)
    return [(item.score, item) for item in find_evidence(question, [passage], WordEncoder())]


def texts(scored: Sequence[tuple[float, Evidence]]) -> list[str]:
    return [item.text for _, item in scored]


def test_what_more_likely_answers_comes_first_by_its_odds() -> None:
    scored = [(1.0 - 0.01 * rank, item) for rank, (_, item) in enumerate(read("When was the line begun?"))]
    first, *rest, last = texts(scored)
    gap = (scored[0][0] - scored[-1][0]) / WEIGHT
    again = reread("When was the line begun?", scored, OddsEncoder({last: OTHER + gap + 0.1}))
    assert texts(again) == [last, first, *rest]
    again = reread("When was the line begun?", scored, OddsEncoder({last: OTHER + gap - 0.1}))
    assert texts(again) == [first, last, *rest]


def test_an_encoder_that_reads_no_two_texts_together_changes_nothing() -> None:
    scored = read("When was the line begun?")
    assert texts(reread("When was the line begun?", scored, WordEncoder())) == texts(scored)
    assert reread("When?", [], WordEncoder()) == []


def test_only_the_best_few_are_read_and_then_those_below_them() -> None:
    scored = read("Where is it?", " ".join(f"Town number {n} lies there." for n in range(1, FEW + 4)))
    encoder = OddsEncoder(dict.fromkeys(texts(scored), 1.0))
    again = reread("Where is it?", scored, encoder)
    assert [text.text for text in encoder.asked] == texts(scored[:FEW])
    assert [item.odds for _, item in again] == [1.0] * FEW + [UNREAD] * 3
    assert texts(again[FEW:]) == texts(scored[FEW:])
    whole = reread("Where is it?", again, encoder)
    assert [text.text for text in encoder.asked[FEW:]] == texts(scored[FEW:])
    assert [item.odds for _, item in whole] == [1.0] * len(scored)


def test_what_was_said_by_a_day_is_read_where_much_was_said_later() -> None:
    said = {f"y{n}": f"The capacity of the port is {n} million tonnes." for n in range(3, 3 + FEW + 2)}
    articles = [Article(id=name, title="Port", text=text, date="2023-05-01") for name, text in said.items()]
    articles.append(Article(id="old", title="Port", text="The capacity of the port is 2 tonnes.", date="2015-05-01"))
    passages = [Passage.of(a, Chunk.of(a, 0, len(a.text)), 1.0) for a in articles]
    question = "What was the capacity of the port as of 2015?"
    encoder = OddsEncoder(dict.fromkeys(said.values(), 3.0))
    scored, note = rank_evidence(question, passages, encoder, k=len(passages))
    assert [item.passage.chunk.article_id for _, item in scored] == ["old"]
    assert note is None


def test_odds_of_nothing_are_read_like_others() -> None:
    scored = read("Where is it?", " ".join(f"Town number {n} lies there." for n in range(1, 5)))
    even = OddsEncoder(dict.fromkeys(texts(scored), 0.0))
    assert [item.odds for _, item in reread("Where is it?", scored, even)] == [0.0] * 4


def test_a_sentence_is_read_with_its_title_and_the_one_before_it() -> None:
    scored = {item.text: (below, item) for below, item in read("When was the line begun?")}
    assert in_context(scored["It was begun in 2007."][1]) == InContext(
        "The line. The line was opened in Kars.", "It was begun in 2007."
    )
    quote = Quote([scored["It was begun in 2007."], scored["The line was opened in Kars."]])
    joined = "The line was opened in Kars. It was begun in 2007."
    encoder = OddsEncoder({joined: 1.5})
    assert judge("When was the line begun?", quote, encoder) == 1.5
    assert encoder.asked == [InContext("The line. Kars is a town.", joined)]


def test_what_cannot_become_the_best_is_not_read() -> None:
    scored = read("When was the line begun?")
    far = [(score - (2.0 if rank > 1 else 0.0), item) for rank, (score, item) in enumerate(scored)]
    encoder = OddsEncoder({far[0][1].text: 3.0})
    again = reread("When was the line begun?", far, encoder)
    assert [text.text for text in encoder.asked] == texts(far[:2])
    assert [item.odds for _, item in again] == [3.0, OTHER, UNREAD, UNREAD]
