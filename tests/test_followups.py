"""A follow-up is understood as a question that stands alone, or asked back; another subject is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.followups import Understood, understand

TRAINING = "When was the first military training agreement between Azerbaijan and Türkiye signed?"
PIPELINE = "How long is the pipeline from Baku to Ceyhan?"


def turns(*texts: str) -> list[dict[str, str]]:
    """Make a conversation: the reader and the assistant in turn, the reader first."""
    return [{"role": "assistant" if at % 2 else "user", "text": text} for at, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("history", "question", "understood"),
    [
        # A pronoun gets the name that fits it.
        (
            turns(TRAINING, "In 1992."),
            "who signed it?",
            "who signed the first military training agreement between Azerbaijan and Türkiye?",
        ),
        (turns(PIPELINE, "1,768 kilometres."), "Who owns it?", "Who owns the pipeline from Baku to Ceyhan?"),
        (
            turns("Who signed the Aktau convention for Kazakhstan?", "President Nursultan Nazarbayev."),
            "When was he born?",
            "When was President Nursultan Nazarbayev born?",
        ),
        (
            turns("Who is Ursula von der Leyen?", "President of the European Commission."),
            "What is her view?",
            "What is Ursula von der Leyen's view?",
        ),
        (
            turns("What distance does TAP cover inside Albania?", "215 kilometres."),
            "How high does it climb there?",
            "How high does TAP climb in Albania?",
        ),
        (
            turns("What distance does TAP cover inside Albania?", "215 kilometres."),
            "How far is it from there to Italy?",
            "How far is TAP from Albania to Italy?",
        ),
        (
            turns("Who ordered that the Karabakh Armenian state bodies be abolished?", "Samvel Shahramanyan."),
            "By when were they to be gone?",
            "By when were the Karabakh Armenian state bodies to be gone?",
        ),
        # Dates.
        (
            turns("Who signed the Aktau convention in 2018?", "President Nursultan Nazarbayev."),
            "Who was president of Iran that year?",
            "Who was president of Iran in 2018?",
        ),
        # A piece takes the place of its like.
        (
            turns("How much oil did Kazakhstan export in 2010?", "70 million tonnes."),
            "and in 2015?",
            "How much oil did Kazakhstan export in 2015?",
        ),
        (turns(TRAINING, "In 1992."), "and in 2010?", f"{TRAINING[:-1]} in 2010?"),
        (turns(TRAINING, "In 1992."), "What about Georgia?", TRAINING.replace("Türkiye", "Georgia")),
        (turns("When was TANAP opened?", "In 2018."), "And TAP?", "When was TAP opened?"),
        (
            turns("On which day did the Turkish legislature approve the Shusha Declaration?", "On 3 February."),
            "And Azerbaijan's parliament?",
            "On which day did Azerbaijan's parliament approve the Shusha Declaration?",
        ),
        (turns(TRAINING, "In 1992."), "the second one", TRAINING.replace("first", "second")),
        # The question turned round.
        (turns(TRAINING, "In 1992."), "Why?", TRAINING.replace("When", "Why")),
        (turns("When was the Treaty of Kars signed?", "In 1921."), "who?", "Who signed the Treaty of Kars?"),
        (
            turns("Who signed the Shusha Declaration?", "The two presidents."),
            "When was that?",
            "When was the Shusha Declaration signed?",
        ),
        (
            turns("How long is TANAP?", "1,850 kilometres."),
            "why?",
            "How long is TANAP, and why?",
        ),
        # What comes in front is what the rest points to.
        (
            turns("When was the summit of the EU and Central Asia?", "In April 2025."),
            "What about China: where was its first summit?",
            "Where was China's first summit?",
        ),
        (
            turns("How long is TAP?", "878 kilometres."),
            "Now the other line, TANAP. Who owns the majority of that one?",
            "Who owns the majority of TANAP?",
        ),
        # Yes to an offer.
        (
            turns("When was the Treaty of Kars signed?", "In 1921. Would you like to know who signed it?"),
            "yes, please",
            "who signed the Treaty of Kars?",
        ),
        # Without a name or a pronoun: what the conversation is about is said after the question.
        (
            turns("Which foreign company was hired to put up the Rogun dam?", "Salini Impregilo."),
            "And what was the contract worth?",
            "What was the contract worth (about: Salini Impregilo, Rogun dam, foreign, company, hired)?",
        ),
    ],
)
def test_a_follow_up_stands_alone(history: list[dict[str, str]], question: str, understood: str) -> None:
    assert understand(question, history) == (understood, None)


@pytest.mark.parametrize(
    "question",
    [
        PIPELINE,
        "Did Iran say that it would ratify the convention?",
        "Is it true that the European Union opened a mission in Armenia?",
        "how many people died in the great famine of the last century?",
        "  Who   is Ilham Aliyev ?",
    ],
)
def test_another_subject_is_left_alone(question: str) -> None:
    assert understand(question, turns(TRAINING, "In 1992.")) == (question, None)
    assert understand(question, []) == (question, None)


def test_a_word_that_only_says_which_thing_is_meant_points_at_nothing() -> None:
    question = "What was the fort that was being built to be named?"
    assert understand(question, []) == (question, None)
    assert understand("What was the fort before that was built?", []).asks_back == "What do you mean by “that”?"


@pytest.mark.parametrize("question", ["Who owns it?", "And what was the contract worth?", "and in 2015?", "why?"])
def test_what_was_understood_is_understood_as_it_is(question: str) -> None:
    history = turns("How much oil did Kazakhstan export in 2010?", "70 million tonnes.", PIPELINE, "1,768 kilometres.")
    understood = understand(question, history).question
    assert understand(understood, history) == (understood, None)


def test_the_subject_is_carried_through_a_long_conversation() -> None:
    history = turns("Who led Kazakhstan in 1995?", "Nursultan Nazarbayev.")
    for _ in range(8):
        history += turns("What did he say?", "He said that the harvest was good.")
    assert understand("Where was he born?", history).question == "Where was Nursultan Nazarbayev born?"


@pytest.mark.parametrize(
    ("history", "question", "asks_back"),
    [
        ([], "yes", "What would you like to know about the articles?"),
        ([], "Hello!", "What would you like to know about the articles?"),
        ([], "why?", "Which agreement, person or place do you mean?"),
        ([], "the second one", "Which one do you mean? Name it, please."),
        ([], "When was he born?", "Who do you mean by “he”?"),
        ([], "Who signed it?", "What do you mean by “it”?"),
        ([], "When was this treaty signed?", "Which treaty do you mean?"),
        ([], "Who signed that agreement?", "Which agreement do you mean?"),
        (turns("Where is Aktau?", "On the Caspian."), "Who runs this plan?", "Which plan do you mean?"),
        ([], "what about Georgia?", "What would you like to know about Georgia?"),
        ([], "and in 2010?", "What would you like to know about 2010?"),
        (
            turns("When was the Treaty of Kars signed?", "In 1921."),
            "ok",
            "What else would you like to know about the Treaty of Kars?",
        ),
        (
            turns("When was the Treaty of Kars signed?", "In 1921. Would you like to know who signed it?"),
            "no",
            "What would you like to know instead?",
        ),
        (
            turns("Which agreements did they sign?", "The Shusha Declaration and the Kars Treaty."),
            "When was it signed?",
            "Which agreement do you mean: the Shusha Declaration or the Kars Treaty?",
        ),
        (
            turns("Who signed the border treaty?", "Sadyr Japarov and Emomali Rahmon."),
            "When was he born?",
            "Who do you mean: Sadyr Japarov or Emomali Rahmon?",
        ),
    ],
)
def test_what_cannot_be_understood_is_asked_back(history: list[dict[str, str]], question: str, asks_back: str) -> None:
    assert understand(question, history) == (question, asks_back)


def test_they_who_are_anyone_are_not_asked_back() -> None:
    question = "Why should someone stay when they protest?"
    assert understand(question, []) == (question, None)


@pytest.mark.parametrize(
    ("asked", "asks_back", "reply", "understood"),
    [
        ("When was this treaty signed?", "Which treaty do you mean?", "the Treaty of Kars", "the Treaty of Kars"),
        ("When was this treaty signed?", "Which treaty do you mean?", "the one of 1992", "the treaty of 1992"),
        ("When was it signed?", "What do you mean by “it”?", "I mean the Treaty of Kars.", "the Treaty of Kars"),
    ],
)
def test_a_name_in_reply_takes_the_place_of_what_was_not_understood(
    asked: str, asks_back: str, reply: str, understood: str
) -> None:
    assert understand(reply, turns(asked, asks_back)) == (f"When was {understood} signed?", None)


@pytest.mark.parametrize(
    "reply",
    [
        *("Where is Aktau?", "TANAP length", "Summarise the Aktau convention", "Compare Georgia and Armenia"),
        *("Georgia joined NATO", "Thanks Anna", "Never mind, TANAP", "Kars Treaty vs Moscow Treaty"),
    ],
)
def test_another_question_in_reply_stands_alone(reply: str) -> None:
    assert understand(reply, turns("When was it signed?", "What do you mean by “it”?")) == (reply, None)


@pytest.mark.parametrize(
    "question",
    [
        *("Who said that war was inevitable?", "Which states fear that strategy will fail?"),
        *("Who claimed that treaty was void?", "When did the caspian convention and this treaty start?"),
    ],
)
def test_a_clause_or_what_the_question_names_is_not_asked_back(question: str) -> None:
    assert understand(question, []) == (question, None)


@pytest.mark.parametrize("chosen", ["the second one", "Rahmon", "the latter", "Emomali Rahmon."])
def test_what_was_asked_back_is_answered_by_place_or_by_name(chosen: str) -> None:
    asked = turns("Who signed the border treaty?", "Sadyr Japarov and Emomali Rahmon.", "When was he born?")
    assert understand(chosen, asked).question == "When was Emomali Rahmon born?"
    answered = [*asked, {"role": "assistant", "text": "Who do you mean: Sadyr Japarov or Emomali Rahmon?"}]
    assert understand(chosen, answered).question == "When was Emomali Rahmon born?"


WORDS = (
    "and what about who when why how it its he her they them there that this the second one next first yes no in 2010 "
    "Georgia Azerbaijan's the treaty of Kars signed ? . : , \" ( ) President Ilham Aliyev was 12 May 1992 years"
).split()
TEXTS = st.one_of(st.text(), st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join))
TURNS = st.one_of(
    st.builds(lambda role, text: {"role": role, "text": text}, st.sampled_from(["user", "assistant", "x"]), TEXTS),
    st.dictionaries(st.sampled_from(["role", "text", "other"]), st.one_of(st.none(), st.integers(), TEXTS)),
)


@given(TEXTS, st.lists(TURNS, max_size=8))
def test_whatever_was_said_a_question_is_understood_or_asked_back(
    question: str, history: list[dict[str, object]]
) -> None:
    understood = understand(question, history)
    assert understood == understand(question, history)
    assert understood.asks_back is None or understood.question == question
    assert not question or understood.question


@pytest.mark.parametrize(
    "text", ["x" * 100_000, "The Treaty of Kars " * 6000, "\0\x07\ud800\n", "", "he it they " * 9000]
)
@pytest.mark.parametrize("role", ["user", "assistant"])
def test_a_turn_of_any_length_is_looked_at_in_part(text: str, role: str) -> None:
    history: list[dict[str, object]] = [{"role": role, "text": text}] * 40
    assert len(understand("Who signed it, and why?", history).question) < 1000


def test_turns_without_a_text_or_a_role_are_passed_over() -> None:
    history: list[dict[str, object]] = [{}, {"role": "user"}, {"text": None}, {"role": "user", "text": 3}]
    assert understand(PIPELINE, history) == (PIPELINE, None)
    assert understand("yes", history).asks_back == "What would you like to know about the articles?"


@pytest.mark.parametrize(
    ("asked", "answered", "question", "asks_back"),
    [
        ("Which two lines bring gas to Italy?", "TANAP and TAP.", "How long is it?", "Which of the lines do you mean?"),
        ("Which ports has Kazakhstan?", "Aktau and Kuryk.", "When was it built?", "Which of the ports do you mean?"),
        (
            "Who signed the charter in January?",
            "On 14 January Foreign Minister Ararat Mirzoyan and Secretary of State Antony Blinken signed it.",
            "What else did he sign?",
            "Who do you mean: Foreign Minister Ararat Mirzoyan or Secretary of State Antony Blinken?",
        ),
        ("Which states signed the Treaty of Kars?", "Russia and Turkey.", "When was it signed?", None),  # the treaty
        ("Which two lines bring gas to Italy?", "TANAP and TAP.", "How long is TAP?", None),
        ("Which line brings gas to Italy?", "TAP.", "How long is it?", None),
        ("Which towns were retaken?", "Shusha and Fuzuli.", "Is it true?", None),
        ("In which years was the treaty amended?", "In 2004 and 2010.", "Was it ratified?", None),
        ("Which states signed the convention?", "Iran and Georgia.", "When was it signed?", None),
        ("Who is president?", "Omar Bek, of the Justice Party and Development Movement.", "When was he elected?", None),
    ],
)  # fmt: skip
def test_it_and_he_after_an_answer_of_several_are_asked_back(
    asked: str, answered: str, question: str, asks_back: str | None
) -> None:
    assert understand(question, turns(asked, answered)).asks_back == asks_back


@pytest.mark.parametrize(
    ("history", "question", "understood"),
    [
        (
            ("When did the parliament approve the declaration?", "Do you mean the Shusha Declaration of 2021?"),
            "yes",
            "When did the parliament approve the Shusha Declaration of 2021?",
        ),
        (("How long is the canal?", "Do you mean the Rasht canal?"), "Yes, that one", "How long is the Rasht canal?"),
        (("How long is it?", "Do you mean the Qosh Tepa canal?"), "yes", "How long is the Qosh Tepa canal?"),
        (("How much gas was sold in 2020?", "4 bcm."), "And the year before that?", "How much gas was sold in 2019?"),
        (("How much gas was sold in 2020?", "4 bcm."), "the following year", "How much gas was sold in 2021?"),
        (
            ("How many soldiers did Armenia send to Kazakhstan?", "A hundred."),
            "and Kyrgyzstan?",
            "How many soldiers did Kyrgyzstan send to Kazakhstan?",
        ),
        (
            ("Who was elected president of Georgia?", "Mikheil Kavelashvili was elected president."),
            "When was he inaugurated?",
            "When was Mikheil Kavelashvili inaugurated?",
        ),
    ],
)  # fmt: skip
def test_what_was_confirmed_or_asked_of_another_takes_its_place(
    history: tuple[str, str], question: str, understood: str
) -> None:
    assert understand(question, turns(*history)) == Understood(understood)
