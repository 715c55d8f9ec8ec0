"""A claim is supported by a quote that says it in any of its forms, and by no other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.embed import SentenceEncoder
from assistant.support import check_support

SAID = [
    ("Kazakhstan ratified the convention in 2019.", "Kazakhstan ratified the convention on 6 February 2019."),
    (
        "The convention was signed by five states in 2018.",
        "Five states signed the convention in Aktau on 12 August 2018.",
    ),
    ("Turkey recognised Azerbaijan.", "Azerbaijan was recognised by Türkiye in 1991."),
    ("Aliyev visited Ankara.", "President Ilham Aliyev visited Ankara on 14 Feb 2024."),
    (
        "The EU signed a memorandum with Azerbaijan in July 2022.",
        "On 18 July 2022 the European Union signed a memorandum with Azerbaijan.",
    ),
    ("Iran didn't ratify it.", "Iran did not ratify it."),
    ("Iran did not ratify the convention.", "Iran has not ratified the convention."),
    ("Georgia and Azerbaijan signed the agreement.", "Azerbaijan and Georgia signed the agreement."),
    ("The treaty was signed in the 1990s.", "The treaty was signed in 1994."),
    ("The leaders will meet in Baku in May.", "The leaders will meet in Baku on 5 May 2025."),
    ("The line carried 1.2bn cubic metres.", "The line carried 1,200 million cubic metres of gas in 2021."),
    ("Half a million people fled.", "Some 500,000 people fled."),
    ("The talks between Armenia and Azerbaijan ended.", "The talks between Azerbaijan and Armenia ended."),
    ("Two thirds of the lorries were Turkish.", "Of the lorries, two-thirds came from Turkey and were Turkish."),
    ("The president said the border would open.", "The president said that the border would open in spring."),
    ("Armenia rejected the offer.", "The offer was rejected by Armenia."),
    ("Uzbekistan joined the OTS in 2019.", "Uzbekistan joined the Organization of Turkic States in 2019."),
    ("The summit was held in Naxçıvan.", "The summit was held in Nakhchivan in 2009."),
    ("US exports rose.", "Exports of the United States rose."),
]
"""Claims that their quotes say in other forms of dates, numbers, names and voice."""

NOT_SAID = [
    ("The pipeline is 1,768 miles long.", "The 1,768-kilometre pipeline runs from Baku to Ceyhan."),
    (
        "The five states signed the convention on 13 August 2018.",
        "Five states signed the convention in Aktau on 12 August 2018.",
    ),
    (
        "The convention was signed in August 2018 in Baku.",
        "Five states signed the convention in Aktau on 12 August 2018.",
    ),
    ("Six states signed the convention.", "Five states signed the convention in Aktau on 12 August 2018."),
    ("Kazakhstan ratified the convention on 6 February 2019.", "Kazakhstan ratified the convention in 2019."),
    ("Azerbaijan recognised Turkey.", "Azerbaijan was recognised by Türkiye in 1991."),
    ("Azerbaijan recognised Turkey first.", "Türkiye recognised Azerbaijan first."),
    ("Iran ratified the convention.", "Iran has not ratified the convention."),
    ("Iran has ratified the convention.", "Iran has yet to ratify the convention."),
    ("Iran ratified the convention.", "Iran refused to ratify the convention."),
    ("Iran will ratify the convention.", "Iran may ratify the convention."),
    ("Iran ratified the convention.", "Iran plans to ratify the convention next year."),
    ("The parties agreed on a ceasefire.", "The Union called for the parties to agree on a ceasefire."),
    ("The parties withdrew their troops.", "The Council called for the withdrawal of troops."),
    ("Trade fell by 12 per cent.", "Trade rose by 12 per cent."),
    ("Armenia left the union in 2015.", "Armenia joined the union in 2015."),
    ("Fewer than 100 people died.", "More than 100 people died."),
    ("The second summit took place in Bodrum.", "The first summit took place in Bodrum."),
    ("Heydar Aliyev signed the decree.", "Ilham Aliyev signed the decree."),
    ("Georgia sold gas to Armenia.", "Armenia sold gas to Georgia."),
    ("Russia told Ukraine to withdraw.", "Ukraine told Russia to withdraw."),
    ("The train runs from Kars to Baku.", "The train runs from Baku to Kars."),
    ("The agreement has been signed.", "No agreement has been signed."),
    ("The two sides have never met.", "The two sides have met twice."),
    ('The minister "welcomed the peace deal".', 'The minister said that he "regretted the peace deal".'),
    ("Exports were 7 in 2010 and 5 in 2011.", "Exports were 5 in 2010 and 7 in 2011."),
    ("It cost 38 million dollars.", "It cost 38 billion dollars."),
    ("It cost 38 million euros.", "It cost 38 million dollars."),
    ("Azerbaijan imports gas from Turkmenistan.", "Azerbaijan exports gas to Turkmenistan."),
    ("The deal was illegal.", "The deal was legal."),
    ("Members must pay a fee.", "Members may pay a fee."),
    ("The president denied that troops entered, and troops entered.", "The president said nothing of it."),
    ("Troops crossed the border.", "The minister denied that troops crossed the border."),
    ("All of the states ratified it.", "None of the states ratified it."),
    ("Kazakhstan was the last state to recognise it.", "Kazakhstan was the first state to recognise it."),
    ("If it rains, the summit will move.", "The summit moved."),
    ("The bridge opened in spring.", "The bridge would have opened in spring if the money had come."),
    ("Poland invaded Germany.", "In September 1939 Germany invaded Poland."),
    ("Tokayev succeeded Nazarbayev's successor Putin.", "Tokayev succeeded Nazarbayev."),
    ("The Turkish minister met the Armenian president.", "The Armenian minister met the Turkish president."),
    (
        "The port handled 12 million tonnes in 2021.",
        "The port handled 12 million tonnes in 2020 and 15 million in 2021.",
    ),
    ("The committee unanimously approved the plan.", "The committee rejected the plan."),
]
"""Claims that differ from their quotes in a value, a name, a negation, a modal verb, a role or a word."""


@pytest.mark.parametrize(("claim", "quote"), SAID)
def test_other_forms_of_the_same_are_supported(claim: str, quote: str) -> None:
    support = check_support(claim, quote)
    assert support.verdict == "supported", support.because


@pytest.mark.parametrize(("claim", "quote"), NOT_SAID)
def test_what_differs_is_not_supported(claim: str, quote: str) -> None:
    support = check_support(claim, quote)
    assert support.verdict == "not_supported", support.because


def test_a_quote_supports_itself_word_for_word() -> None:
    support = check_support("The summit was held in Baku.", "the  summit was held in Baku")
    assert (support.verdict, support.words) == ("supported", ())


def test_the_words_that_decide_are_given() -> None:
    support = check_support("The summit was held in 2010.", "The summit was held in 2009.")
    assert support.words == ("2010", "2009")
    assert support.because == "the date “2010” is not in the quote; it has “2009”"


def test_the_article_resolves_what_the_quote_points_to() -> None:
    claim, quote = "Azerbaijan signed the treaty in 1992.", "The two countries signed the treaty in 1992."
    context = "Azerbaijan and Türkiye are neighbours. The two countries signed the treaty in 1992."
    assert check_support(claim, quote).verdict == "not_supported"
    assert check_support(claim, quote, context=context).verdict == "supported"


def test_the_article_gives_the_year_of_a_day_and_nothing_more() -> None:
    quote, context = "They met on 14 February in Baku.", "The year 2024 was full of summits."
    assert check_support("They met on 14 February 2024.", quote, context=context).verdict == "supported"
    assert check_support("They met on 15 February 2024.", quote, context=context).verdict == "not_supported"


def test_a_claim_that_states_nothing_cannot_be_told() -> None:
    assert check_support("...", "The summit was held in Baku.").verdict == "cannot_tell"


def test_other_words_of_the_same_meaning_need_the_encoder(encoder: SentenceEncoder) -> None:
    claim, quote = "The ship sank in a storm.", "The vessel sank during a storm."
    assert check_support(claim, quote).verdict == "cannot_tell"
    assert check_support(claim, quote, encoder=encoder).verdict == "supported"


def test_what_has_nothing_to_do_with_it_is_not_supported(encoder: SentenceEncoder) -> None:
    claim, quote = "Whales feed on krill in cold seas.", "The parliament approved the budget."
    assert check_support(claim, quote, encoder=encoder).verdict == "not_supported"


@given(claim=st.text(max_size=80), quote=st.text(max_size=80), context=st.text(max_size=40))
def test_any_text_has_a_verdict(claim: str, quote: str, context: str) -> None:
    support = check_support(claim, quote, context=context)
    assert support.verdict in ("supported", "not_supported", "cannot_tell")
    assert support.because


@given(
    claim=st.lists(
        st.sampled_from(WORDS := "A Georgia Iran not signed will 5 km 2010 May in the treaty by , . “ ”".split()),
        min_size=1,
        max_size=14,
    )
)
def test_a_claim_with_words_is_supported_by_itself(claim: list[str]) -> None:
    text = " ".join(claim)
    expected = "supported" if any(character.isalnum() for character in text) else "cannot_tell"
    assert check_support(text, text).verdict == expected
