"""What is quoted: the best sentences, neighbours as one quote, and none that lacks what alone answers."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.evidence import Evidence
from assistant.quotes import choose_quotes
from assistant.sentences import split_sentences
from assistant.types import Article, Chunk, Passage

WHO = "Who opened the port?"
WHEN = "When was the port opened?"


def score(texts: dict[str, str], scores: dict[str, float]) -> list[tuple[float, Evidence]]:
    """Return the sentences that begin as `scores` says, best first; `texts` is of articles, by id."""
    found = []
    for id, text in texts.items():
        article = Article(id=id, title="Ports", text=text)
        passage = Passage.of(article, Chunk(id, 0, len(text), text), 0.5)
        before = ""
        for span in split_sentences(text, "en"):
            said = text[span.start : span.end]
            value = next(value for start, value in scores.items() if said.startswith(start))
            alike = np.ones((1, 1), np.float32)
            found.append(
                (value, Evidence(passage, span, said, value, value, (span,), np.array([span], np.int32), alike, before))
            )
            before = said
    return sorted(found, key=lambda pair: -pair[0])


def quoted(question: str, texts: dict[str, str], scores: dict[str, float]) -> list[str]:
    quotes = choose_quotes(question, score(texts, scores))
    for quote in quotes:
        assert quote.text == texts[quote.best.passage.chunk.article_id][slice(*quote.span)]
    return [quote.text for quote in quotes]


@pytest.mark.parametrize(
    ("text", "scores", "quotes"),
    [
        # Neighbours near the best are one quote, in the order of the article; three sentences are enough.
        ("Aktau grew. Kim opened it.", {"Aktau": 0.8, "Kim": 0.9}, ["Aktau grew. Kim opened it."]),
        ("Kim opened Aktau. Many came.", {"Kim": 0.9, "Many": 0.7}, ["Kim opened Aktau."]),
        ("Kim. Lee. Ann. Bob.", {"Kim": 0.9, "Lee": 0.89, "Ann": 0.88, "Bob": 0.87}, ["Kim. Lee. Ann.", "Bob."]),
        ("Kim. Lee. Ann.", {"Kim": 0.9, "Ann": 0.89, "Lee": 0.88}, ["Kim. Lee. Ann."]),
        ("Ann. It was Kim. She led.", {"Ann": 0.2, "It": 0.75, "She": 0.9}, ["It was Kim. She led."]),
        ("Rain fell. It is good that Kim won.", {"Rain": 0.65, "It": 0.9}, ["It is good that Kim won."]),
        # What says whom "she" means may score much less, but not any less.
        ("Kim was a minister. She opened Aktau.", {"Kim": 0.65, "She": 0.9}, ["Kim was a minister. She opened Aktau."]),
        ("Kim was a minister. She opened Aktau.", {"Kim": 0.55, "She": 0.9}, ["She opened Aktau."]),
        # Apart, or in another paragraph, they are two.
        ("Kim came. It rained. Lee did.", {"Kim": 0.9, "It": 0.2, "Lee": 0.89}, ["Kim came.", "Lee did."]),
        ("Kim opened Aktau.\n\nMany came.", {"Kim": 0.9, "Many": 0.85}, ["Kim opened Aktau.", "Many came."]),
    ],
)  # fmt: skip
def test_neighbours_are_one_quote(text: str, scores: dict[str, float], quotes: list[str]) -> None:
    assert quoted(WHO, {"a": text}, scores) == quotes


def test_a_text_is_quoted_once_and_three_quotes_are_enough() -> None:
    texts = {"a": "Kim opened it.", "b": "Kim opened it.", "c": "Lee did.", "d": "Ann did.", "e": "Bob did."}
    scores = {"Kim": 0.9, "Lee": 0.89, "Ann": 0.88, "Bob": 0.87}
    assert quoted(WHO, texts, scores) == ["Kim opened it.", "Lee did.", "Ann did."]


def test_only_the_eight_best_are_quoted_beside_what_explains_them() -> None:
    text = "Ann. Bob.\n\nIt rained. Kim. Lee. Mia.\n\nShe led. Noa. Ora.\n\nPia. Quo."
    scores = {"Ann": 0.9, "Kim": 0.895, "Noa": 0.89, "Bob": 0.885, "Lee": 0.88, "Mia": 0.875, "Ora": 0.87, "Pia": 0.865}
    assert quoted(WHO, {"a": text}, scores | {"Quo": 0.86, "She": 0.85, "It": 0.2}) == [
        "Ann. Bob.",
        "Kim. Lee. Mia.",
        "Noa. Ora.",
    ]
    assert quoted(WHO, {"a": text}, scores | {"Quo": 0.86, "She": 0.866, "It": 0.2})[2] == "She led. Noa. Ora."


def test_beside_the_best_stands_nothing_that_lacks_what_alone_answers() -> None:
    texts = {"a": "The port was opened early.", "b": "The port was opened by Kim.", "c": "It was opened in 1963."}
    scores = {"The port was opened early": 0.9, "The port was opened by": 0.89, "It": 0.88}
    assert quoted(WHEN, texts, scores) == ["The port was opened early.", "It was opened in 1963."]
    assert quoted(WHO, texts, scores) == list(texts.values())


def test_without_sentences_nothing_is_quoted() -> None:
    assert choose_quotes(WHO, []) == []
