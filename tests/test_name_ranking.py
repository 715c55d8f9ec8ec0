"""Each phrase of a sentence is as likely as its signs say."""

from __future__ import annotations

import pytest

from assistant.evidence import Evidence, find_evidence
from assistant.name_ranking import COLUMNS, WEIGHTS, Column, find_column, rank_names
from assistant.name_rules import CANNOT
from assistant.name_signs import read_name_signs
from assistant.question import Kind
from assistant.types import Article, Chunk, Passage
from tests.word_encoder import WordEncoder


def evidence_of(question: str, text: str, words: WordEncoder) -> Evidence:
    article = Article(id="a", title="Title", text=text)
    (evidence,) = find_evidence(question, [Passage.of(article, Chunk.of(article, 0, len(text)), 1.0)], words)
    return evidence


def test_all_phrases_together_are_certain_and_the_likeliest_is_first(words: WordEncoder) -> None:
    question = "Who signed the treaty?"
    evidence = evidence_of(question, "Ilham Aliyev signed the treaty with Armenia beside Baku.", words)
    ranked = rank_names("person", question, evidence)
    assert [evidence.text[slice(*span)] for _, span in ranked] == ["Ilham Aliyev", "Armenia", "Baku"]
    assert sum(sure for sure, _ in ranked) == pytest.approx(1.0, abs=0.001)
    assert [sure for sure, _ in ranked] == sorted((sure for sure, _ in ranked), reverse=True)


@pytest.mark.parametrize(
    ("question", "text", "phrase", "signs"),
    [
        (
            "Who signed it?",
            "It was signed by Aliyev.",
            "Aliyev",
            {"after by", "is a name", "before a mark", "its preposition follows an asked word"},
        ),
        ("Who signed it?", "Aliyev signed it.", "Aliyev", {"does it", "begins the sentence", "is one word"}),
        ("Who did Guler meet?", "Guler happened to meet Aliyev in Baku.", "Aliyev", {"is a name", "is one word"}),
        (
            "Where did he go to?",
            "He went to Baku and Ganja.",
            "Baku and Ganja",
            {"is a list", "after the asked preposition"},
        ),
        (
            "Which river is it?",
            "It is (near the Kura River).",
            "Kura River",
            {"in brackets", "ends with the asked sort"},
        ),
        ("Who is the envoy?", "The envoy, Omar, met Aliyev.", "Omar", {"after a comma after an asked word"}),
        ("Who is the envoy?", "Omar, the envoy, met Aliyev.", "Omar", {"before a comma before an asked word"}),
        ("Who is the envoy?", "Omar is the envoy.", "Omar", {"is what is asked", "before a verb"}),
        ("Who rules it?", "It is ruled by Omar, who met Aliyev.", "Omar", {"before who", "after by"}),
        (
            "Where did they live?",
            "They lived in Karakorum in Mongolia.",
            "Mongolia",
            {"its preposition follows a name"},
        ),
        ("Who did it?", "They are members of the old party.", "members of the old party", {"has of", "has no name"}),
    ],
)
def test_a_phrase_has_these_signs(words: WordEncoder, question: str, text: str, phrase: str, signs: set[str]) -> None:
    evidence = evidence_of(question, text, words)
    read = {evidence.text[slice(*span)]: found for span, found in read_name_signs(question, evidence)}
    assert signs <= set(read[phrase])


@pytest.mark.parametrize(
    ("kind", "question", "column"),
    [
        ("person", "Who signed it?", "person"),
        ("place", "Where was it signed?", "where"),
        ("place", "In which city was it signed?", "place"),
        ("name", "Which treaty was signed?", "name"),
        ("date", "When was it signed?", None),
        (None, "Why was it signed?", None),
    ],
)
def test_phrases_are_ranked_by_these_weights(kind: Kind | None, question: str, column: Column | None) -> None:
    assert find_column(kind, question) == column


def test_every_sign_has_a_weight_for_each_kind(words: WordEncoder) -> None:
    text = (
        "Led by Osama bin Laden’s men, the Kura River (in France), old cities, Baku, Ganja and towns of the Union "
        "are visited by the new president, who signed it with rising costs of"
    )
    evidence = evidence_of("Who visited the river?", text, words)
    signs = {sign for _, found in read_name_signs("Who visited the river?", evidence) for sign in found}
    assert len(signs) > 25
    assert signs - {CANNOT} <= set(WEIGHTS)
    assert {len(weights) for weights in WEIGHTS.values()} == {len(COLUMNS)}
