"""Different values for one thing are both given; a newer state is told from a contradiction."""

from __future__ import annotations

import pytest

from assistant.answers import answer_from
from assistant.disagreement import choose_first
from assistant.embed import SentenceEncoder
from assistant.evidence import find_evidence
from assistant.records import answer_record
from assistant.types import Answer, Article, Chunk, Passage


def ask(question: str, encoder: SentenceEncoder, *texts: str) -> Answer:
    articles = [
        Article(id=f"a{i}", title="The river Aras", text=text, date=f"202{i}-01-01", publisher=f"Paper {i}")
        for i, text in enumerate(texts)
    ]
    passages = [Passage.of(article, Chunk.of(article, 0, len(article.text)), 1.0) for article in articles]
    return answer_from(question, question, passages, encoder, "fingerprint")


def test_both_values_are_given_each_with_its_publisher_and_date(encoder: SentenceEncoder) -> None:
    reply = ask(
        "How long is the river Aras?",
        encoder,
        "The river Aras is 1,072 kilometres long.",
        "The length of the river Aras is 995 km.",
    )
    assert (reply.form, reply.short_answer) == ("disagreement", None)
    assert {claim.value for claim in reply.claims} == {"1,072 kilometres", "995 km"}
    assert len({claim.citations[0].article_id for claim in reply.claims}) == 2
    assert reply.note is not None
    assert "Paper 0, “The river Aras”, 2020-01-01" in reply.note
    assert answer_record("1", reply)["form"] == "disagreement"


def test_a_newer_state_is_told_from_a_contradiction(encoder: SentenceEncoder) -> None:
    reply = ask(
        "How many ships sailed on the river Aras?",
        encoder,
        "In 2015 some 40 ships sailed on the river Aras.",
        "In 2021 some 65 ships sailed on the river Aras.",
    )
    assert (reply.form, reply.short_answer) == (
        "disagreement",
        "65",
    )
    assert reply.note is not None
    assert reply.note.startswith("Figures of different times, the newest is 65")
    assert [claim.value for claim in reply.claims] == ["65", "40"]  # the short answer is quoted first


@pytest.mark.parametrize(
    ("other", "short"),
    [
        ("The river Aras is 1072 km long.", "1072 km"),  # the same, in the sentence that scores as much
        ("The river Kura is 1,515 kilometres long.", "1,072 kilometres"),  # of another thing
        ("The river Aras carries 285 cubic metres.", "1,072 kilometres"),  # another unit
        ("The river Aras is long.", "1,072 kilometres"),
    ],
)
def test_what_does_not_differ_or_is_of_something_else_is_no_disagreement(
    encoder: SentenceEncoder, other: str, short: str
) -> None:
    reply = ask("How long is the river Aras?", encoder, "The river Aras is 1,072 kilometres long.", other)
    assert (reply.form, reply.short_answer) == ("sentences", short)


@pytest.mark.parametrize(
    "other",
    [
        "The river Aras is more than 1,000 kilometres long.",  # a bound that the other keeps
        "The river Aras is about 1,070 kilometres long.",  # rounded
    ],
)
def test_a_bound_or_a_rounded_figure_is_no_other_value(encoder: SentenceEncoder, other: str) -> None:
    assert (
        ask("How long is the river Aras?", encoder, "The river Aras is 1,072 kilometres long.", other).form
        == "sentences"
    )


def test_a_bound_is_shown_with_its_value(encoder: SentenceEncoder) -> None:
    reply = ask(
        "How long is the river Aras?",
        encoder,
        "The river Aras is 872 kilometres long.",
        "The river Aras is more than 1,000 kilometres long.",
    )
    assert {claim.value for claim in reply.claims} == {"872 kilometres", "more than 1,000 kilometres"}


def test_numbers_in_words_and_of_a_scale_are_compared(encoder: SentenceEncoder) -> None:
    reply = ask(
        "How much money did the Aras dam cost?",
        encoder,
        "The Aras dam cost fifty million dollars.",
        "The cost of the Aras dam was $43 million.",
        "Building the Aras dam cost 50,000,000 dollars.",
    )
    assert [claim.value for claim in reply.claims] == ["$43 million", "fifty million dollars"]


def test_different_dates_of_one_event_are_given_and_those_of_two_are_not(encoder: SentenceEncoder) -> None:
    question = "When was the port of Aktau opened?"
    first = "The port of Aktau was opened in 1963."
    reply = ask(question, encoder, first, "Officials say that the port of Aktau was opened in 1961.")
    assert (reply.form, reply.short_answer) == ("disagreement", None)
    assert [claim.value for claim in reply.claims] == ["1961", "1963"]
    assert reply.note is not None
    assert reply.note.startswith("The articles do not agree: 1961 (Paper 1, “The river Aras”, 2021-01-01); 1963 (")
    for other in (
        "The port of Aktau was opened on 12 May 1963.",  # the same, more closely
        "The port of Poti was opened in 1905.",
        "The port of Aktau was enlarged in 1999.",
    ):
        assert ask(question, encoder, first, other).form == "sentences"


def test_a_sentence_without_what_is_asked_dates_nothing_else(encoder: SentenceEncoder) -> None:
    question = "When did Uzbekistan join the treaty organisation?"
    other = "The treaty organisation of Uzbekistan had troops in January 2022."
    assert ask(question, encoder, "Uzbekistan and the treaty organisation met in 2002.", other).form == "sentences"


def test_who_and_where_that_differ_for_one_event_are_both_given(encoder: SentenceEncoder) -> None:
    where = "Where was the Aras Protocol signed?"
    first = "The Aras Protocol was signed in Vienna on 10 July 2022."
    reply = ask(where, encoder, first, "The Aras Protocol was signed in Zurich on 1 July 2022.")
    assert (reply.form, reply.short_answer) == ("disagreement", None)
    assert {claim.value for claim in reply.claims} == {"Vienna", "Zurich"}
    who = "Who led the talks on the Aras Protocol?"
    first_led = "The talks on the Aras Protocol were led by Taalai Imanov."
    reply = ask(who, encoder, first_led, "Nurlan Sadyrov led the talks on the Aras Protocol.")
    assert {claim.value for claim in reply.claims} == {"Taalai Imanov", "Nurlan Sadyrov"}
    for question, one, other in (
        (where, first, "The Aras Protocol was signed in the Austrian capital, Vienna, on 10 July 2022."),
        (where, first, "The Kura Protocol was signed in Geneva on 10 July 2022."),
        (where, first, "An older accord on the Aras Protocol was signed in Geneva on 3 May 1998."),
        (who, first_led, "The talks on the Aras Protocol were led by Mr Imanov."),
    ):
        assert ask(question, encoder, one, other).form == "sentences"


def test_dates_that_differ_as_those_of_one_event_are_given_though_the_words_are_others(
    encoder: SentenceEncoder,
) -> None:
    reply = ask(
        "When did Turkey and Uzbekistan become strategic partners?",
        encoder,
        "Turkey and Uzbekistan became strategic partners on 25 October 2017.",
        "The strategic partnership of Turkey and Uzbekistan was proclaimed on October 25, 2016.",
    )
    assert {claim.value for claim in reply.claims} == {"25 October 2017", "October 25, 2016"}


def test_what_is_so_now_is_of_when_its_article_was_published(encoder: SentenceEncoder) -> None:
    texts = (
        "The Aras Council has five full members.",
        "The Aras Council now has eight full members.",
    )
    reply = ask("How many full members does the Aras Council have?", encoder, *texts)
    assert (reply.form, reply.short_answer) == ("disagreement", "eight")
    assert reply.note == (
        "Figures of different times, the newest is eight: eight (published 2021-01-01); five (published 2020-01-01)."
    )
    reply = ask(
        "Who leads the Aras Council?",
        encoder,
        "Ali Omarov leads the Aras Council.",
        "Rustam Bek leads the Aras Council.",
    )
    assert (reply.form, reply.short_answer) == ("disagreement", "Rustam Bek")
    assert reply.note is not None
    assert reply.note.startswith("Said at different times, the newest is Rustam Bek: ")


def test_one_in_capitals_is_not_another_that_begins_with_it(encoder: SentenceEncoder) -> None:
    first = "The TAPI gas line would run for 1,735 kilometres."
    assert (
        ask("How long is the TAPI gas line?", encoder, first, "The TAP gas line runs for 878 kilometres.").form
        == "sentences"
    )


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        (  # two may sign
            "Who signed the Aras Declaration?",
            "Ilham Aliyev signed the Aras Declaration.",
            "Recep Tayyip Erdogan signed the Aras Declaration.",
        ),
        (  # two delegations
            "Who led the delegation to the Aras talks?",
            "Omar Bek led the delegation of Armenia to the Aras talks.",
            "Rustam Ali led the delegation of Georgia to the Aras talks.",
        ),
        (  # a part and the whole
            "How long is the Aras railway?",
            "The Aras railway is 826 kilometres long.",
            "In Georgia, the Aras railway is 504 kilometres long.",
        ),
        (  # what was not so
            "How many ships does the Aras fleet have?",
            "The Aras fleet has 28 ships.",
            "The Aras fleet does not have 50 ships, as was said.",
        ),
        (  # what was to be
            "When was the Aras terminal opened?",
            "The Aras terminal was opened on 5 May 2018.",
            "The Aras terminal was to be opened on 1 March 2018.",
        ),
        (  # another office
            "Who is the head of the Aras project?",
            "Rashid Mammadov is the head of the Aras project.",
            "Annagul Berdiyeva is the deputy head of the Aras project.",
        ),
        (  # those of two sides
            "How many soldiers died in the Aras clashes?",
            "Twelve Azerbaijani soldiers died in the Aras clashes.",
            "Eight Armenian soldiers died in the Aras clashes.",
        ),
        (  # a section
            "How long is the Aras pipeline?",
            "The Aras pipeline is 1,841 km long.",
            "The Turkish section of the Aras pipeline is 1,334 km long.",
        ),
        (  # every year
            "When was the Aras summit held?",
            "The Aras summit was held on 9 May 2020.",
            "The Aras summit was held on 9 May 2021.",
        ),
        (  # signed, then approved
            "When was the Aras declaration signed?",
            "The Aras declaration of 15 June 2021 was signed in Kars.",
            "The parliament approved the Aras declaration on 1 February 2022.",
        ),
        (
            "When was the Aras declaration approved?",
            "The parliament approved the Aras declaration on 1 February 2022.",
            "The Aras declaration of 15 June 2021 was signed in Kars.",
        ),
    ],
)
def test_what_may_both_be_so_is_no_disagreement(question: str, one: str, other: str, encoder: SentenceEncoder) -> None:
    assert ask(question, encoder, one, other).form == "sentences"


def test_a_population_is_of_its_time_and_a_length_is_not(encoder: SentenceEncoder) -> None:
    reply = ask(
        "How large is the population of Aras?",
        encoder,
        "The population of Aras was 16.4 million in 1989.",
        "The population of Aras was 20 million in 2024.",
    )
    assert (reply.form, reply.short_answer) == ("disagreement", "20 million")


def test_a_day_without_its_year_leaves_the_first_value_to_the_next_sentence(encoder: SentenceEncoder) -> None:
    question, texts = (
        "When was the bridge opened?",
        ("It was opened on 5 May.", "They say it was opened on 5 May 2018."),
    )
    articles = [Article(id=text, title="A", text=text) for text in texts]
    passages = [Passage.of(article, Chunk.of(article, 0, len(article.text)), 1.0) for article in articles]
    found = {item.text: item for item in find_evidence(question, passages, encoder)}
    first = choose_first(question, [(0.8, found[texts[0]]), (0.79, found[texts[1]])])
    assert first is not None
    assert first.phrase == "5 May 2018"
