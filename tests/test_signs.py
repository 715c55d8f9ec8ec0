"""Signs: what of the question stands in the sentence, and what the sentence lacks that alone would answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.evidence import Evidence, find_evidence
from assistant.held import asked_terms, held_keys, stands, stands_in_any
from assistant.lacking import find_absent_country, find_absent_doer, find_lacking
from assistant.retrieval import retrieve
from assistant.signs import Signs, read_signs
from assistant.types import Article, Chunk, Index, Passage
from tests.word_encoder import WordEncoder


def rank_all(question: str, index: Index) -> list[Evidence]:
    return find_evidence(question, retrieve(question, index, k=3), index.encoder)


def best_of(question: str, index: Index) -> Evidence:
    return rank_all(question, index)[0]


def signs_of(question: str, index: Index) -> Signs:
    passages = retrieve(question, index, k=3)
    return read_signs(question, find_evidence(question, passages, index.encoder), passages)


def test_every_name_of_the_question_is_looked_for_in_all_its_forms(index: Index) -> None:
    assert signs_of("When did Turkish and Azeri officials sign the agreement?", index).names_in_sentence == 1.0
    assert signs_of("When did Turkey and Georgia sign the training agreement?", index).names_anywhere == 0.5


def test_the_kind_that_is_asked_for_is_a_sign(index: Index) -> None:
    assert signs_of("When did Kazakhstan ratify the convention?", index).kind == 1.0
    assert signs_of("Why did Kazakhstan ratify the convention?", index).kind == 0.5


def test_an_opposite_is_a_sign(index: Index) -> None:
    assert signs_of("By how much did the wheat harvest in Kazakhstan rise?", index).opposed == 1.0
    assert signs_of("By how much did the wheat harvest in Kazakhstan fall?", index).opposed == 0.0


@pytest.mark.parametrize(
    ("question", "lacking"),
    [
        ("How many nautical miles of territorial waters does the convention give?", None),
        ("How many soldiers does the convention give each state?", "number for “soldiers”"),
        ("What did the wheat harvest in Kazakhstan cost?", "price"),
        ("Where was the convention signed?", None),
    ],
)
def test_what_alone_would_answer_and_is_not_there_is_named(question: str, lacking: str | None, index: Index) -> None:
    assert find_lacking(question, best_of(question, index)) == lacking
    assert signs_of(question, index).lacking == (lacking is not None)


@pytest.mark.parametrize(
    ("question", "absent"),
    [
        ("When did Kazakhstan ratify the convention?", None),
        ("When did the Kazakhs ratify the convention?", None),
        ("When did Astana ratify the convention?", None),
        ("When did Georgia ratify the convention?", "Georgia"),
        ("When did the United States ratify the convention?", "United States"),
        ("When will the convention be ratified by Georgia?", None),
        ("When was the convention ratified?", None),
    ],
)
def test_a_sentence_that_tells_of_others_is_known_by_who_is_asked_about(
    question: str, absent: str | None, index: Index
) -> None:
    best = next(item for item in rank_all(question, index) if item.text.startswith("Kazakhstan ratified"))
    assert find_absent_doer(question, best) == absent


def test_the_title_and_the_sentence_before_may_tell_of_whom_is_asked(words: WordEncoder) -> None:
    article = Article(
        id="a", title="Georgia", text="Iran waited. It joined in 2004. It left with Cuba in 2010. It left."
    )
    passage = Passage.of(article, Chunk.of(article, 0, len(article.text)), 1.0)
    joined, left = (
        next(item for item in find_evidence("joined left", [passage], words) if word in item.text)
        for word in ("joined", "left")
    )
    assert find_absent_doer("When did Georgia leave?", left) is None
    assert find_absent_doer("When did Iran join?", joined) is None
    assert find_absent_doer("When did Iran leave?", left) == "Iran"
    alone = next(item for item in find_evidence("joined left", [passage], words) if item.text == "It left.")
    assert find_absent_doer("When did Iran leave?", alone) is None  # who "it" is, no name says


@pytest.mark.parametrize(
    ("question", "text", "lacking"),
    [
        ("When did plants evolve?", "Plants evolved about 3.5 billion years ago.", None),
        ("When did plants evolve?", "Plants evolved during the Roman Empire.", None),
        ("When did plants evolve?", "Plants evolved slowly during their youth.", "date"),
        ("When did plants evolve?", "Plants evolved well before Braddock's departure.", None),
        ("How many empires are there?", "The empires number in the dozens.", None),
        ("How much does it cost to visit?", "A visit is free, but book in advance.", None),
        ("How much does it cost to visit?", "The free trade zone can be visited.", "price"),
        ("How many empires are there?", "Of the empires much is known.", "number"),
        ("How large was the loan?", "The loan was 500 million.", None),
        ("How large was the loan?", "The loan was paid in May.", "price"),
        ("Which loan did Kyrgyzstan repay?", "Kyrgyzstan repaid the Chinese loan.", None),
        ("What is the loan for?", "The loan is for a new road.", None),
        ("How many villages were returned?", "Four were returned in May 2024: Kheyrimli, Askipara and others.", None),
    ],
)
def test_what_is_no_date_and_no_number_may_still_say_when_or_how_many(
    question: str, text: str, lacking: str | None, words: WordEncoder
) -> None:
    passage = Passage.of(article := Article(id="a", title="A", text=text), Chunk.of(article, 0, len(text)), 1.0)
    (best,) = find_evidence(question, [passage], words)
    assert find_lacking(question, best) == lacking


@pytest.mark.parametrize(
    ("question", "absent"),
    [
        ("What share of the pipeline belongs to Uzbekistan?", "Uzbekistan"),
        ("What share of the pipeline belongs to the Uzbeks?", "Uzbeks"),
        ("What share of the pipeline belongs to Kazakhstan?", None),
        ("What share of the pipeline belongs to Astana?", None),
        ("What share of the pipeline belongs to Chevron?", None),
    ],
)
def test_a_country_that_another_stands_for_is_named(question: str, absent: str | None, words: WordEncoder) -> None:
    article = Article(id="a", title="The pipeline", text="The pipeline carries two thirds of what Kazakhstan exports.")
    passage = Passage.of(article, Chunk.of(article, 0, len(article.text)), 1.0)
    (best,) = find_evidence(question, [passage], words)
    assert find_absent_country(question, best) == absent
    assert read_signs(question, [best], [passage]).elsewhere == (absent is not None)


def test_what_is_claimed_may_be_another_than_what_matches_best(index: Index) -> None:
    question = "When did Iran ratify the convention?"
    passages = retrieve(question, index, k=3)
    evidence = find_evidence(question, passages, index.encoder)
    dated = next(item for item in evidence if item.text.startswith("Kazakhstan ratified"))
    undated = next(item for item in evidence if item.text == "Iran has not ratified it.")
    assert read_signs(question, [dated], passages, [undated]).lacking == 1.0
    assert read_signs("When did Kazakhstan ratify the convention?", [dated], passages).lacking == 0.0


def test_where_a_date_alone_would_answer_a_sentence_without_one_lacks_it(index: Index) -> None:
    question = "When did Iran ratify the convention?"
    evidence = find_evidence(question, retrieve(question, index, k=3), index.encoder)
    undated = next(item for item in evidence if item.text == "Iran has not ratified it.")
    assert find_lacking(question, undated) == "date"


@pytest.mark.parametrize(
    ("question", "text", "held"),
    [
        ("What did Ankara sign?", "Turkey signed the treaty.", True),
        ("What did Turkey sign?", "The treaty was signed in Ankara.", True),
        ("What did the ADB lend?", "The Asian Development Bank lent 165 million dollars.", True),
        ("How long is the BTC line?", "The Baku-Tbilisi-Ceyhan line crosses Georgia.", True),
        ("When did Mirzioyev visit?", "Shavkat Mirziyoyev came in May.", True),
        ("What did Armenia sign?", "Turkey signed the treaty.", False),
        ("What did the OTS decide?", "The Asian Development Bank lent 165 million dollars.", False),
    ],
)
def test_a_name_stands_by_its_capital_its_initials_or_its_sound(question: str, text: str, held: bool) -> None:
    names = [term for term in asked_terms(question) if term.kind == "name"]
    assert [stands(term, held_keys(text)) for term in names] == [held]


@given(
    asked=st.sampled_from(["Aliyev met Turkish officials in 1998.", "Did the UN lend $5 million in March?", "Moscow"]),
    texts=st.lists(
        st.sampled_from(
            ["Əliyev left.", "United Nations", "It was in March 2020.", "Russia rose.", "5 million", "1998"]
        )
    ),
)
def test_a_term_stands_in_one_of_several_texts_where_it_stands_in_all_of_them_together(
    asked: str, texts: list[str]
) -> None:
    anywhere = frozenset[str]().union(*map(held_keys, texts))
    assert [stands_in_any(term, texts) for term in asked_terms(asked)] == [
        stands(term, anywhere) for term in asked_terms(asked)
    ]


def test_texts_are_read_no_further_than_to_the_term() -> None:
    (term,) = asked_terms("Kazakhstan")
    held_keys.cache_clear()
    assert stands_in_any(term, ["Kazakhstan ratified it.", "A text that nobody reads."])
    assert held_keys.cache_info().currsize == 1
    assert not stands_in_any(term, ["A text that is read.", "And another."])
    assert held_keys.cache_info().currsize == 3


@pytest.mark.parametrize(
    ("question", "text", "lacking"),
    [
        ("When did Azerbaijan join?", "Georgia joined in 2000, while Azerbaijan is still an observer.", True),
        ("When did Azerbaijan join?", "Georgia joined in 2000, while Azerbaijan joined in 2003.", False),
        ("When did Georgia join?", "Georgia joined in 2000, while Azerbaijan is still an observer.", False),
        ("When did Georgia open talks?", "Georgia would not open talks before 2028.", True),
        ("When did Georgia open talks?", "Georgia did not open talks until 2003.", False),
        (
            "When was the pact of 1998 approved?",
            "The pact, never approved by Iran, was signed on 12 August 2018.",
            True,
        ),
        ("When was the pact signed?", "Georgia was not present when the pact was signed on 12 August 2018.", False),
        ("When did Georgia not open talks?", "Georgia would not open talks in 2028.", False),
    ],
)
def test_a_date_of_another_or_of_what_did_not_happen_is_no_answer(
    question: str, text: str, lacking: bool, words: WordEncoder
) -> None:
    article = Article(id="a", title="The talks", text=text)
    passage = Passage.of(article, Chunk.of(article, 0, len(article.text)), 1.0)
    (best,) = find_evidence(question, [passage], words)
    assert read_signs(question, [best], [passage]).lacking == float(lacking)


def test_a_name_in_the_question_may_be_who_published_it(words: WordEncoder) -> None:
    question = "What did the Baku Herald report on the port?"
    for publisher, share in (("The Baku Herald", 1.0), ("The Times", 0.0), (None, 0.0)):
        article = Article(id="a", title="The port", text="The port was opened.", publisher=publisher)
        passage = Passage.of(article, Chunk.of(article, 0, len(article.text)), 1.0)
        (best,) = find_evidence(question, [passage], words)
        signs = read_signs(question, [best], [passage])
        assert (signs.names_in_context, signs.names_in_passage, signs.names_anywhere) == (share, share, share)
