"""What cannot answer is no short answer, however likely its signs make it."""

from __future__ import annotations

import pytest

from assistant.asked import read_asked
from assistant.name_rules import has_origin, may_answer
from assistant.noun_phrases import read_words


@pytest.mark.parametrize(
    ("question", "sentence", "phrase", "may"),
    [
        ("Who left?", "The last Russian peacekeepers left.", "Russian", False),
        ("Who left?", "The last Russian peacekeepers left.", "Russian peacekeepers", True),
        ("Where was it held?", "It was planned for 11 to 22 November.", "11", False),
        (
            "Where does it go?",
            "The line to the Black Sea 1,511 kilometres long is new.",
            "Black Sea 1,511 kilometres",
            False,
        ),
        ("Where does it go?", "The line to the Black Sea 1,511 kilometres long is new.", "Black Sea", True),
        ("Which country left?", "According to the World Factbook, Armenia left.", "Armenia", True),
        ("Which country left?", "According to the World Factbook, Armenia left.", "World Factbook", False),
        ("Which country builds it?", "Tajikistan builds it on the Vakhsh.", "Vakhsh", False),
        ("Which country builds it?", "The United States builds it.", "United States", True),
        ("Which city hosted it?", "Tashkent in Uzbekistan hosted it.", "Uzbekistan", False),
        ("Which city hosted it?", "Tashkent in Uzbekistan hosted it.", "Tashkent", True),
        ("Which port opened?", "Works on the beach began.", "beach", False),
        ("Which river is it?", "Mr Mirziyoyev told the summit.", "Mr Mirziyoyev", False),
        ("Who trained the officers of Azerbaijan?", "The new army lacked officers.", "new army", False),
        ("Who manages the job?", "An architect manages the job.", "architect", True),
        ("Which two states signed it?", "Georgia signed it with Iran and Iraq.", "Georgia", False),
        ("Which two states signed it?", "Georgia signed it with Iran and Iraq.", "Iran and Iraq", True),
        ("Which came first: Iran or Iraq?", "Iran came first.", "Iran", False),
        ("Who was the first head of it?", "Armenia chose its head.", "Armenia", False),
        ("Who recognised it?", "Armenia recognised it.", "Armenia", True),
        ("Who is the president of it?", "President Ilham Aliyev met him at the White House.", "White House", False),
        ("Who is the president of it?", "President Ilham Aliyev met him at the White House.", "Ilham Aliyev", True),
        ("Who is the president of it?", "Omar met him at the White House, where he lives.", "White House", False),
        ("Who was secretary of it?", "It met when Azerbaijani troops, the first, moved.", "Azerbaijani troops", False),
        ("Who was secretary of it?", "It met when Omar Bek, the secretary, moved.", "Omar Bek", True),
        ("Who was the leader?", "Rollo, the leader, swore fealty.", "Rollo", True),
        ("Where was it signed?", "The Milli Shura of Azerbaijan approved it.", "Milli Shura of Azerbaijan", False),
        ("Where was it signed?", "The Georgian town saw it signed.", "Georgian town", True),
        ("Where does it start?", "The line does not pass through Armenia.", "Armenia", False),
        ("Which bank lent it?", "The European Bank for Reconstruction lent it.", "Reconstruction", False),
        ("Which city has the canal?", "The canal ends in Beijing.", "Beijing", True),
        ("Which country thought of it?", "It was the U.S. who did.", "U.S.", True),
        ("In which state is the society?", "The society is the largest in Texas.", "Texas", True),
        ("Which states signed it?", "The society is the largest in Texas.", "Texas", False),
        ("Where was its home?", "Its home was the General Assembly Hall.", "General Assembly Hall", True),
        ("Where has it not been held?", "It was not held in Armenia.", "Armenia", True),
        ("Who was the second largest producer?", "Iran was the second largest.", "Iran", True),
        ("Who was the leader?", "They sailed under the leadership of Jean Ribault.", "Jean Ribault", True),
        ("Which country builds it?", "No dam of Central Asia is as high.", "Central Asia", False),
        ("Who owns it?", "Georgia's new company owns it.", "Georgia", False),
        ("Whose company owns it?", "Georgia's new company owns it.", "Georgia", True),
        ("Who signed it?", "Its preamble names the Treaty of Kars.", "Treaty of Kars", False),
        (
            "Which bank lent it?",
            "The European Bank for Reconstruction lent it.",
            "European Bank for Reconstruction",
            True,
        ),
    ],
)
def test_a_phrase_may_answer_or_not(question: str, sentence: str, phrase: str, may: bool) -> None:
    words = read_words(sentence, sentence)
    start = sentence.index(phrase)
    i = next(n for n, word in enumerate(words) if word.span.start == start)
    j = next(n for n, word in enumerate(words) if word.span.end == start + len(phrase))
    assert may_answer(read_asked(question), words, i, j) is may


@pytest.mark.parametrize(
    ("sentence", "phrase", "may"),
    [
        ("Jan Kubis, the envoy, spoke to Omar.", "envoy", True),
        ("The envoy, Jan Kubis, spoke to Omar.", "envoy", True),
        ("Jan Kubis was envoy in 2001.", "envoy", True),
        ("Jan Kubis met Omar.", "Omar", False),
    ],
)
def test_who_somebody_is_stands_beside_the_name(sentence: str, phrase: str, may: bool) -> None:
    words = read_words(sentence, sentence)
    asked = {n for n, word in enumerate(words) if word.text in ("Jan", "Kubis")}
    i = next(n for n, word in enumerate(words) if word.text == phrase)
    assert may_answer(read_asked("Who was Jan Kubis?"), words, i, i, asked) is may


@pytest.mark.parametrize(
    ("phrase", "origin"),
    [
        ("Omar Bek of Kazakhstan", True),
        ("Omar Bek", False),
        ("King of Spain", False),
        ("Duke William of Orange", False),
    ],
)
def test_where_a_person_is_from_is_no_part_of_the_name(phrase: str, origin: bool) -> None:
    assert has_origin(read_words(phrase, phrase)) is origin


@pytest.mark.parametrize(
    ("question", "sentence", "phrase", "may"),
    [
        ("Where did the capital move to?", "It moved from Karakorum to Khanbaliq.", "Karakorum", False),
        ("Where did the capital move to?", "It moved from Karakorum to Khanbaliq.", "Khanbaliq", True),
        ("Where did they come from?", "They came from Karakorum to Khanbaliq.", "Khanbaliq", False),
        ("Where is the fort?", "It stands at the mouth of the Volga.", "Volga", False),
        ("Where is the fort?", "It stands at the mouth of the Volga.", "mouth of the Volga", True),
        ("Where do dikes form?", "They form in large numbers in basins.", "large numbers", False),
        ("Where did they go?", "They went to Baku, Ganja and Shaki.", "Baku, Ganja", False),
        ("Where did they go?", "They went to Baku, Ganja and Shaki.", "Baku, Ganja and Shaki", True),
        ("Who found it?", "This led Maxwell to find it.", "led Maxwell", False),
        ("Who travelled there?", "The Venetian Marco Polo travelled there.", "Venetian Marco Polo", False),
        ("Who travelled there?", "The Venetian Marco Polo travelled there.", "Marco Polo", True),
        ("Who measured it?", "It was unknown in Newton's lifetime.", "Newton's lifetime", False),
        ("Who built it?", "Work on the Vakhsh river began in 1976.", "Vakhsh river", False),
        ("Who runs it?", "The operator of the terminal near Baku runs it.", "Baku", False),
        ("Who founded it?", "It was founded in the exclave of Nakhchivan.", "Nakhchivan", False),
        ("Who founded it?", "It was founded with the help of Nakhchivan.", "Nakhchivan", True),
        ("Who was it invested in?", "It was invested in Lukoil.", "Lukoil", True),
    ],
)  # fmt: skip
def test_what_is_no_place_or_no_person_may_not_answer(question: str, sentence: str, phrase: str, may: bool) -> None:
    words = read_words(sentence, sentence)
    start = sentence.index(phrase)
    i = next(n for n, word in enumerate(words) if word.span.start == start)
    j = next(n for n, word in enumerate(words) if word.span.end == start + len(phrase))
    assert may_answer(read_asked(question), words, i, j) is may
