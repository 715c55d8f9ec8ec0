"""What sites set around an article is dropped, and no sentence of the article is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.articles.boilerplate import drop_boilerplate

FIRST = (
    "The two ministers met in Baku on Monday and spoke about the port, the railway and the "
    "pipeline of the region, at length."
)
MIDDLE = (
    "Neither of them would say afterwards how much it is to cost, or who is to pay for it when "
    "all of it has been built."
)
LAST = (
    "They will meet again in Ankara in spring, when the railway is to be opened, and the port "
    "will have been dredged by then."
)


@pytest.mark.parametrize(
    "aside",
    [
        "Read more: Five ports to watch", "Also read: What the ports cost", "Lesen Sie auch: Fünf Häfen",
        "Share this article",
        "Facebook | Twitter | LinkedIn", "Photo: Somebody / Agency", "Image credit: Agency", "Advertisement",
        "Sign up for our weekly newsletter", "This website uses cookies to improve your experience. Accept",
        "Follow us on Twitter",
        "Story continues below", "© 2023 Corridor Institute. All rights reserved.", "Enter your email address",
    ],
)  # fmt: skip
def test_a_line_between_paragraphs_is_dropped(aside: str) -> None:
    assert drop_boilerplate([FIRST, aside, MIDDLE, LAST]) == [FIRST, MIDDLE, LAST]


@pytest.mark.parametrize(
    "heading",
    [
        "Related Articles",
        "You may also like",
        "Comments (3)",
        "About the author",
        "Weitere Artikel",
        "İlgili haberler",
        "Читайте также",
    ],
)
def test_what_follows_a_heading_under_the_article_is_dropped(heading: str) -> None:
    assert drop_boilerplate([FIRST, MIDDLE, LAST, heading, "Another title", "A teaser that stops in the mid"]) == [
        FIRST,
        MIDDLE,
        LAST,
    ]


def test_a_box_in_the_middle_ends_with_the_next_paragraph() -> None:
    assert drop_boilerplate([FIRST, MIDDLE, "Read also", "Another title", "A third title", LAST]) == [
        FIRST,
        MIDDLE,
        LAST,
    ]


def test_the_authors_biography_at_the_end_is_dropped() -> None:
    biography = "Ada Writer is a senior fellow at the Corridor Institute and the author of three books."
    assert drop_boilerplate([FIRST, LAST, biography], authors=["Ada Writer"]) == [FIRST, LAST]
    assert drop_boilerplate([FIRST, LAST, biography], authors=["Bo Editor"]) == [FIRST, LAST, biography]


def test_the_title_and_the_byline_above_the_text_are_dropped() -> None:
    assert drop_boilerplate(
        ["Ports and Rails", "By Ada Writer", FIRST], title="Ports and rails", authors=["Ada Writer"]
    ) == [FIRST]


@pytest.mark.parametrize(
    "sentence",
    [
        "Read more books, the minister told the students.", "Comments by both sides were few.",
        "Share prices fell by five per cent.",
        "Related talks on water took place in Astana.", "Sign up, the posters said, and thousands did.",
        "Photo archives were burnt.",
        "Tags on the wagons showed where they came from.", "Subscribe to peace, she said.",
        "Advertisement spending doubled in 2023.",
        "Cookies were served after the ceremony.",
        "More from the east than the west is sold there, and has been for years.",
    ],
)  # fmt: skip
def test_a_sentence_that_begins_like_one_stays(sentence: str) -> None:
    assert drop_boilerplate([FIRST, sentence, LAST]) == [FIRST, sentence, LAST]


@given(st.lists(st.text(max_size=90), max_size=9))
def test_blocks_are_kept_or_dropped_whole_and_in_order(blocks: list[str]) -> None:
    kept = drop_boilerplate(blocks)
    rest = iter(block for block in blocks)
    assert all(any(block == other for other in rest) for block in kept)
    assert bool(kept) == any(block.strip() for block in blocks)
