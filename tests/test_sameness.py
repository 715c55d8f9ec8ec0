"""Two values may be of one thing, or cannot; how likely it is takes no more than its bound."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.comparable import may_be_same
from assistant.embed import SentenceEncoder
from assistant.evidence import find_evidence
from assistant.sameness import FITTEST, Sameness, may_reach, read_sameness, weigh_sameness
from assistant.types import Article, Chunk, Passage
from assistant.values_said import Value, read_values


def values_of(question: str, encoder: SentenceEncoder, *texts: str) -> list[Value]:
    passages = []
    for i, text in enumerate(texts):
        article = Article(id=f"a{i}", title="On the region", text=text)
        passages.append(Passage.of(article, Chunk.of(article, 0, len(text)), 1.0))
    found = {e.passage.chunk.article_id: e for e in find_evidence(question, passages, encoder)}
    return [read_values(question, found[f"a{i}"])[0] for i in range(len(texts))]


@pytest.mark.parametrize(
    ("question", "one", "other", "may_be"),
    [
        ("How long is the river Aras?", "The river Aras is 1,072 km long.", "The river has 995 km.", True),
        ("How long is the river Aras?", "The river Aras is 1,072 km long.", "The river Kura is 995 km long.", False),
        ("How many ships sailed?", "In spring 40 ships sailed.", "In spring 400 ships sailed.", False),
        ("How long is the Aras line?", "The Aras line is 826 km long.", "In Georgia, the line is 504 km long.", False),
        (
            "When was the port of Aktau opened?",
            "Aktau was opened in 1963.",
            "The port of Poti was opened in 1905.",
            False,
        ),
        ("When was the summit held?", "The summit was on 9 May 2020.", "The summit was on 9 May 2021.", False),
        ("When was the pact signed?", "The pact was signed on 9 May 2020.", "It was signed on 9 May 2021.", True),
        ("Who signed the pact?", "Ilham Aliyev signed the pact.", "Serzh Sargsyan signed the pact.", False),
        ("Who signed it for the Turkish side?", "Ali Bek signed it.", "Omar Can signed it.", True),
        (
            "Where was the pact signed?",
            "On 9 May 2020 it was signed in Baku.",
            "On 3 June 1998 it was signed in Kars.",
            False,
        ),
        ("How much does the line carry?", "It carries 40 tonnes a year.", "It carries 65 tonnes.", False),
        ("How much does the line carry a year?", "It carries 40 tonnes a year.", "It carries 65 tonnes.", True),
        ("In which city was it signed?", "It was signed in Baku.", "It was signed in Kars.", True),
        ("How long is TAPI?", "TAPI would run for 1,735 km.", "TAP runs for 878 km.", False),
        ("How many sailed in 2015?", "In 2015 some 40 ships sailed.", "In 2021 some 65 ships sailed.", False),
    ],
)
def test_what_cannot_be_one_thing_is_not_compared(
    question: str, one: str, other: str, may_be: bool, encoder: SentenceEncoder
) -> None:
    first, second = values_of(question, encoder, one, other)
    assert may_be_same(question, first, second) is may_be
    assert (weigh_sameness(question, first, second, 1) > 0) is may_be


def test_a_nearer_number_of_a_likelier_sentence_is_likelier_of_the_same(encoder: SentenceEncoder) -> None:
    question = "How long is the river Aras?"
    first, near, far = values_of(
        question,
        encoder,
        "The river Aras is 1,072 km long.",
        "The river Aras has 995 km.",
        "The river Aras has 2,300 km.",
    )
    assert weigh_sameness(question, first, near, 1) > weigh_sameness(question, first, far, 1)
    assert weigh_sameness(question, first, near, 1) > weigh_sameness(question, first, near, 20)


def test_signs_are_of_the_kind_that_is_asked_for(encoder: SentenceEncoder) -> None:
    question = "When was the port of Aktau opened?"
    first, second = values_of(
        question, encoder, "The port of Aktau was opened on 1 May 1963.", "The port was opened on 4 May 1963."
    )
    signs = read_sameness(question, first, second, 2)
    assert (signs.is_date, signs.is_number, signs.as_close, signs.same_year, signs.rank) == (1.0, 0.0, 1.0, 1.0, 2.0)
    assert signs.days == pytest.approx(1.3863, abs=1e-4)  # the logarithm of three days and one
    assert signs.names == 0.0
    assert signs.times == 0.0
    assert len(signs) == len(Sameness._fields) == 20


@pytest.mark.parametrize("rank", [0, 5, 29])
def test_no_value_is_likelier_than_its_sentence_may_reach(rank: int, encoder: SentenceEncoder) -> None:
    for question, *texts in (
        ("How long is the river Aras?", "The river Aras is 1,072 km long.", "The Aras has 995 km."),
        ("When was the pact signed?", "The pact was signed on 9 May 2020.", "It was signed on 9 May 2021."),
        ("Where was the pact signed?", "The pact was signed in Baku.", "It was signed in Kars."),
    ):
        first, second = values_of(question, encoder, *texts)
        sure = weigh_sameness(question, first, second, rank)
        assert may_reach(question, first, second.evidence, rank, sure)


@pytest.mark.parametrize("kind", ["number", "date"])
def test_a_value_that_fits_more_than_a_name_can_is_read_too(kind: str, encoder: SentenceEncoder) -> None:
    question, one, other = {
        "number": ("How many kilometres long is the Aras line?", "The Aras line is 90 km long.", "The line has 95 km."),
        "date": (
            "When was the Aras pact signed?",
            "The Aras pact was signed on 9 May 2020.",
            "The pact was signed on 8 May 2020.",
        ),
    }[kind]
    first, second = values_of(question, encoder, one, other)
    fitting = replace(second, fit=FITTEST)
    assert weigh_sameness(question, first, fitting, 9) > weigh_sameness(question, first, second, 9)
    assert may_reach(question, first, second.evidence, 9, weigh_sameness(question, first, fitting, 9))
