"""An answer quotes sentences of the articles, or says that they do not say."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answers import answer, answer_from
from assistant.embed import SentenceEncoder
from assistant.index import build_index, open_index
from assistant.records import answer_record
from assistant.types import Article, Index, UnusableQuestion
from assistant.verification import verify
from tests.conftest import AKTAU, TRAINING
from tests.word_encoder import WordEncoder

QUESTION = "when was the first military training agreement?"
WORDS = [*TRAINING.text.split(), *AKTAU.text.split(), "when", "who", "how many", "?"]
SENTENCE = "Azerbaijan and Türkiye signed their first military training agreement in 1992."


@pytest.fixture(scope="module")
def of_words(tmp_path_factory: pytest.TempPathFactory) -> Index:
    path = tmp_path_factory.mktemp("words") / "index"
    build_index([AKTAU, TRAINING], path, encoder=WordEncoder())
    return open_index(path, encoder=WordEncoder())


def test_the_answer_is_the_sentence_the_words_and_the_place(index: Index) -> None:
    reply = answer(QUESTION, index)
    assert reply.answered
    assert reply.short_answer == "1992"
    assert reply.claims[0].text == SENTENCE
    (citation,) = reply.claims[0].citations
    assert (citation.article_id, citation.start, citation.end) == ("training", 0, len(SENTENCE))
    assert (citation.quote, citation.date, citation.publisher) == (SENTENCE, "2023", "Notes")
    assert citation.article_sha256 == TRAINING.sha256
    assert (reply.question, reply.understood_as, reply.answerer) == (QUESTION, QUESTION, "extractive")
    assert reply.index == index.fingerprint
    assert reply.confidence > 0.5


def test_what_no_article_says_has_no_claims_and_the_nearest_passages(index: Index) -> None:
    reply = answer("Who won the 2018 World Cup in football?", index)
    assert (reply.answered, reply.claims, reply.short_answer) == (False, (), None)
    assert reply.confidence < 0.5
    assert len(reply.passages) == 3


def test_where_nothing_was_published_then_that_is_said(index: Index) -> None:
    reply = answer("What do articles published before 1990 say of training?", index)
    assert (reply.claims, reply.passages) == ((), ())
    assert reply.missing == "No article that is searched was published before 1990."
    two = answer("What do articles published in 1989 and articles published in 2023 say of training?", index)
    assert (two.passages, two.missing) == ((), None)  # neither alone is why there are none
    named = answer("What did the ministry's report in 1992 say of military training?", index)
    assert named.passages


def test_a_threshold_that_nothing_reaches_answers_nothing(index: Index) -> None:
    assert not answer(QUESTION, index, threshold=1.1).answered
    assert answer("Who won the 2018 World Cup in football?", index, threshold=-1.0).answered


def test_a_misspelt_question_is_answered_as_the_articles_spell_it(index: Index) -> None:
    asked = "When did Azerbajan sign the first militery trainning agreemnt?"
    reply = answer(asked, index)
    assert reply.short_answer == "1992"
    assert (reply.question, reply.understood_as) == (asked, asked)
    right = answer("When did Azerbaijan sign the first military training agreement?", index)
    assert (reply.claims, reply.confidence > 0.75) == (right.claims, True)


def test_a_follow_up_is_understood_with_its_subject(index: Index) -> None:
    asked = "When was the first military training agreement between Azerbaijan and Türkiye?"
    reply = answer("and in 2010?", index, history=[{"role": "user", "text": asked}])
    assert reply.question == "and in 2010?"
    assert reply.understood_as == f"{asked[:-1]} in 2010?"
    assert {claim.citations[0].article_id for claim in reply.claims} == {"training"}


def test_a_turn_that_cannot_be_understood_asks_back_and_claims_nothing(index: Index) -> None:
    reply = answer("When was he born?", index)
    assert (reply.asks_back, reply.understood_as) == ("Who do you mean by “he”?", "When was he born?")
    assert (reply.claims, reply.short_answer, reply.confidence, reply.passages) == ((), None, 0.0, ())


def test_what_was_said_before_is_never_quoted(index: Index) -> None:
    said = "Azerbaijan and Türkiye signed their first military training agreement in 1066."
    history = [{"role": "user", "text": QUESTION}, {"role": "assistant", "text": said}]
    reply = answer("Who signed it?", index, history=history)
    assert reply.claims
    assert all("1066" not in citation.quote for claim in reply.claims for citation in claim.citations)


def test_the_filters_are_those_of_retrieve(index: Index) -> None:
    reply = answer(QUESTION, index, until="2019")
    assert {passage.chunk.article_id for passage in reply.passages} == {"aktau"}
    assert SENTENCE not in [claim.text for claim in reply.claims]
    assert answer(QUESTION, index, articles=[]).passages == ()


def test_a_text_is_claimed_once_although_two_articles_say_it(
    tmp_path_factory: pytest.TempPathFactory, encoder: SentenceEncoder
) -> None:
    path = tmp_path_factory.mktemp("twice") / "index"
    again = Article(id="again", title="Again", text=f"{SENTENCE} Nothing else happened.")
    build_index([TRAINING, again], path, encoder=encoder)
    texts = [claim.text for claim in answer(QUESTION, open_index(path, encoder=encoder)).claims]
    assert texts.count(SENTENCE) == 1


def test_a_question_without_words_is_refused(index: Index) -> None:
    with pytest.raises(UnusableQuestion):
        answer("?", index)


def test_no_passages_give_no_answer(encoder: SentenceEncoder) -> None:
    reply = answer_from(QUESTION, QUESTION, [], encoder, "fingerprint")
    assert (reply.answered, reply.confidence, reply.index) == (False, 0.0, "fingerprint")


def test_the_same_question_has_the_same_answer_on_one_thread_or_eight(index: Index) -> None:
    questions = [QUESTION, "How many nautical miles are territorial waters?", "Has Iran ratified the convention?"]
    alone = [answer(question, index) for question in questions]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda question: answer(question, index), questions * 8)) == alone * 8


@settings(deadline=None, max_examples=150)
@given(
    question=st.one_of(
        st.text(alphabet=st.characters()),
        st.lists(st.sampled_from(WORDS)).map(" ".join),
    ),
    history=st.lists(st.builds(dict, role=st.sampled_from(["user", "assistant"]), text=st.text()), max_size=3),
    threshold=st.floats(-1, 1),
)
def test_whatever_is_asked_every_claim_quotes_an_article_and_verifies(
    of_words: Index, question: str, history: list[dict[str, str]], threshold: float
) -> None:
    try:
        reply = answer(question, of_words, history=history, threshold=threshold)
    except UnusableQuestion:
        return
    for claim in reply.claims:
        for citation in claim.citations:
            assert of_words.articles[citation.article_id].text[citation.start : citation.end] == citation.quote
    assert verify(answer_record("1", reply), of_words) == []
