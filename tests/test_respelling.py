from assistant.respelling import capitalise

TEXTS = (
    "Iran signed the Convention in Aktau. The Turkish and Armenian ministers met; the convention is not in force.",
    "(Baku-Tbilisi-Kars opened in May 2017.) May the line carry more, it may not. Trains from Kars are rare.",
)


def test_a_question_in_small_letters_has_the_capitals_of_the_texts_names() -> None:
    asked = "who signed the convention for iran in aktau, and what of armenia's turkish envoy and kars?"
    expected = "who signed the convention for iran in Aktau, and what of armenia's Turkish envoy and Kars?"
    assert capitalise(asked, TEXTS) == expected  # "Iran" stands at the beginning of a sentence alone
    assert capitalise(asked, (*TEXTS, "It was said in Iran.")) == expected.replace("iran", "Iran")


def test_a_word_that_the_texts_write_both_ways_stays_as_it_is() -> None:
    assert capitalise("what may the convention say", TEXTS) == "what may the convention say"


def test_a_question_with_a_capital_letter_stays_as_it_is() -> None:
    assert capitalise("who met in Aktau on the turkish side", TEXTS) == "who met in Aktau on the turkish side"
