"""What a question wants all of is read from its words; any other question wants no list."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.listing import read_listing


@pytest.mark.parametrize(
    ("question", "of", "names", "counts"),
    [
        ("Which articles mention Güler?", "articles", ("Güler",), False),
        ("How many of the briefs name Stanislav Zas?", "articles", ("Stanislav Zas",), True),
        ("In how many briefs is Islam Karimov named?", "articles", ("Islam Karimov",), True),
        ("Which briefs refer to the 1921 Treaty of Kars?", "articles", ("Treaty of Kars",), False),
        ("List the briefs that quote figures given by Josep Borrell.", "articles", ("Josep Borrell",), False),
        ("In how many briefs does Lachin occur, as a Road or a town?", "articles", ("Lachin", "Road"), True),
        ("Which briefs contain the name Shusha, in whatever spelling?", "articles", ("Shusha",), False),
        ('Which articles mention "allied relations"?', "articles", ("allied relations",), False),
        ("How many articles mention the word corridor?", "articles", ("corridor",), True),
        ("List the briefs about uranium", "articles", ("uranium",), False),
        ("Which briefs published in 2023 mention gas?", "articles", ("gas",), False),
        ("List the visits in 2023", "events", (), False),
        ("List all agreements between Azerbaijan and Turkey since 2010", "events", ("Azerbaijan", "Turkey"), False),
        ("How many agreements did Azerbaijan sign?", "events", ("Azerbaijan",), True),
    ],
)
def test_a_question_wants_all_of_this(question: str, of: str, names: tuple[str, ...], counts: bool) -> None:
    listing = read_listing(question)
    assert listing is not None
    assert (listing.of, listing.names, listing.counts) == (of, names, counts)


@pytest.mark.parametrize(
    "question",
    [
        "How many states signed the treaty?",
        "How many articles does the treaty contain?",
        "How many soldiers died in the 2020 war?",
        "Which articles of the treaty bind the parties?",
        "When was the visit?",
        "How many carriers was the truce force permitted?",
    ],
)
def test_any_other_question_wants_no_list(question: str) -> None:
    assert read_listing(question) is None


@given(
    st.one_of(
        st.text(),
        st.lists(st.sampled_from("how many which list articles mention X visits in 2023 of".split())).map(" ".join),
    )
)
def test_whatever_is_asked_is_read(question: str) -> None:
    listing = read_listing(question)
    assert listing is None or listing.names or listing.scope.event
