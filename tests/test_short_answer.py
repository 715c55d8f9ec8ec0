"""The few words of a sentence that answer, where the question asks for a date, a number or a name."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.articles.draft import canonical
from assistant.embed import SentenceEncoder
from assistant.evidence import find_evidence
from assistant.short_answer import holds_kind, short_answer, short_answer_of
from assistant.types import Article, Chunk, Encoder, Passage
from tests.word_encoder import WordEncoder


def answer_from(question: str, sentence: str, encoder: Encoder) -> str | None:
    article = Article(id="a", title="The region", text=sentence)
    evidence = find_evidence(question, [Passage.of(article, Chunk.of(article, 0, len(sentence)), 1.0)], encoder)
    return short_answer(question, evidence[0])


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("When was the agreement signed?", "Azerbaijan and Türkiye signed the agreement in 1992.", "1992"),
        ("When was it signed?", "It was signed on 12 August 2018 in Aktau.", "12 August 2018"),
        ("In what year was it signed?", "It was signed on 12 August 2018 in Aktau.", "2018"),
        ("When was it signed?", "The treaty was signed in June 2021 at Shusha.", "June 2021"),
        (
            "When was the first agreement signed?",
            "The first agreement was signed in 1992, and a strategic partnership followed much later, in 2010.",
            "1992",
        ),
        ("How long is the pipeline?", "The pipeline is 1,768 kilometres long.", "1,768 kilometres"),
        ("What share of it was lost?", "About a third of it was lost.", "About a third"),
        ("What share of it was lost?", "About 30% of it was lost.", "30%"),
        ("How many states signed?", "Five states signed the convention.", "Five"),
        ("What percentage of exports is oil?", "Oil is 92.5 per cent of exports.", "92.5 per cent"),
        ("Who signed the decree?", "The decree was signed by Ilham Aliyev.", "Ilham Aliyev"),
        ("Who visited Baku?", "Yasar Guler visited Baku before Zakir Hasanov spoke.", "Yasar Guler"),
        ("Where was the agreement signed?", "The agreement was signed in Baku by two ministers.", "Baku"),
        (
            "When was the fund at its height?",
            "The fund was at its height between 1945 and 1970.",
            "between 1945 and 1970",
        ),
        ("When did Wei Yilin die?", "The physician Wei Yilin (1277–1347) invented it.", "1347"),
        ("How many protestants live there?", "One million protestants live there, or 2% of all.", "One million"),
        ("What share of it is water?", "Some 86 square miles, or 13.34%, of it is water.", "13.34%"),
        ("Which agreement was signed?", "The Treaty of Kars was signed.", "Treaty of Kars"),
        ("Who brought the plague?", "The plague was brought by Genoese traders in 1347.", "Genoese traders"),
        ("Who was the leader?", "Rollo, the leader, swore fealty to King Charles.", "Rollo"),
        ("Who led the party in Sudan?", "The party was led by Hassan al-Turabi in Sudan.", "Hassan al-Turabi"),
        ("Who manages the job?", "An architect normally manages the job in a city.", "architect"),
        ("Where was it built?", "It was built in Khanbaliq by the Song.", "Khanbaliq"),
        ("Which river crosses Georgia?", "The Kura River crosses Georgia and reaches Baku.", "Kura River"),
        ("How many workers has it?", "It has fewer than 10 workers.", "fewer than 10"),
        ("How many members has it?", "It has no more than 10 members.", "no more than 10"),
        ("How high is the dam?", "The dam took three years to build.", None),
        ("How many states met?", "The C5+1 summit brought 6 states together.", "6"),
        ("Who signed it?", "The prime minister Theresa May signed it.", "Theresa May"),
        ("Who is building the dam?", "Tajikistan is building the dam on a river of Iran.", "Tajikistan"),
        ("How long did it last?", "It lasted many years.", "many years"),
        ("What was the rate in 2017?", "In 2017 the rate fell from 4,210 to 8,100 som.", "8,100"),
        ("How many miles is it?", "It is 340 miles from here.", "340"),
        ("By how much did he win?", "He won by 151 votes.", "151 votes"),
        (
            "How much of it belongs to Eni?",
            "BP holds 51 per cent of it, Omv 30 per cent and Eni 9 per cent.",
            "9 per cent",
        ),
        ("How long ago did it begin?", "It began 3.5 billion years ago.", "3.5 billion years ago"),
        ("How much was the fine?", "The court imposed a fine of 200,000 roubles.", "200,000 roubles"),
        ("Which treaty came first?", "Armenia visited Georgia, Iran visited Turkey, and Russia visited Iraq.", None),
        ("When the law is broken, what is this called?", "In 1920 it was called disobedience.", None),
        ("When was it signed?", "It was signed by both states.", None),
        ("How many states signed?", "The convention was signed in 2018.", None),
        ("Why was it signed?", "It was signed in 1992 to end the war.", None),
        ("What happened in 1992 and when?", "It began in 1992.", None),
    ],
)
def test_the_words_that_answer_are_these(
    encoder: SentenceEncoder, question: str, sentence: str, expected: str | None
) -> None:
    assert answer_from(question, sentence, encoder) == expected


@pytest.mark.parametrize(
    ("question", "text", "holds"),
    [
        ("When was it?", "In 1992.", True),
        ("When was it?", "Long ago.", False),
        ("How many?", "Five states.", True),
        ("Who was it?", "nobody at all", False),
        ("Why was it?", "Anything.", True),
    ],
)
def test_a_sentence_holds_the_kind_that_is_asked_for_or_not(question: str, text: str, holds: bool) -> None:
    assert holds_kind(question, text) is holds


PHRASES = ["1992", "12 August 2018", "five", "2,5", "%", "Aliyev", "the", "in", "by", "and", "-", "."]
TEXTS = st.one_of(
    st.text(),
    st.lists(st.sampled_from(PHRASES)).map(" ".join),
)


@settings(deadline=None)
@given(
    text=TEXTS.map(canonical).filter(str.strip),
    question=st.sampled_from(["When was it?", "How many were there?", "Who did it?", "Where?", "Which year?"]),
)
def test_a_short_answer_stands_in_its_sentence(text: str, question: str) -> None:
    article = Article(id="a", title="T", text=text)
    passage = Passage.of(article, Chunk.of(article, 0, len(text)), 1.0)
    for evidence in find_evidence(question, [passage], WordEncoder()):
        found = short_answer(question, evidence)
        assert found is None or (found in evidence.text and found.strip() == found != "")


def test_many_names_and_numbers_are_looked_through_in_a_moment() -> None:
    text = "A Ba Of The " * 2000 + "one hundred and " * 2000 + "1992."
    assert all(holds_kind(question, text) for question in ("When?", "How many?", "Who?"))


@pytest.mark.parametrize(
    ("question", "text", "answer"),
    [
        ("How many epochs are there?", "The epochs are divided in the fourth scale.", None),
        ("How many were killed?", "Catholics killed thousands of Huguenots.", "thousands"),
        ("Which year did the price of oil fall?", "The price of oil fell during the 1980s.", "1980s"),
        ("How much did Sky bid?", "Sky bid £4.2bn for the rights.", "£4.2bn"),
    ],
)
def test_a_short_answer_is_whole_words(words: WordEncoder, question: str, text: str, answer: str | None) -> None:
    article = Article(id="a", title="Title", text=text)
    passage = Passage.of(article, Chunk.of(article, 0, len(text)), 1.0)
    (evidence,) = find_evidence(question, [passage], words)
    assert short_answer(question, evidence) == answer


def test_of_sentences_side_by_side_the_likeliest_phrase_answers(encoder: SentenceEncoder) -> None:
    first, second = "The port grew for many years.", "It was opened in 1963."
    text = f"{first} {second}"
    passage = Passage.of(article := Article(id="a", title="The port", text=text), Chunk.of(article, 0, len(text)), 1.0)

    def ask(question: str) -> str | None:
        found = {item.text: item for item in find_evidence(question, [passage], encoder)}
        return short_answer_of(question, [(0.0, found[first]), (0.01, found[second])])

    assert ask("When was the port opened?") == "1963"
    assert ask("Why was the port opened?") is None


def test_of_two_dates_the_one_answers_whose_clause_says_what_is_asked(encoder: SentenceEncoder) -> None:
    text = (
        "They signed the charter of the council on 7 October 2002 in Baku, and it came into force on 18 September 2003."
    )
    for question, date in (
        ("When did the charter of the council come into force?", "18 September 2003"),
        ("When was the charter of the council signed?", "7 October 2002"),
    ):
        assert answer_from(question, text, encoder) == date
