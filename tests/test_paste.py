"""A pasted article is what stands between the lines around it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant.articles.draft import canonical
from assistant.articles.paste import read_paste

FIRST = (
    "The two ministers met in Baku on Monday and spoke about the port, the railway and the pipeline, "
    "which carry most of what the region sells."
)
LAST = "They will meet again in Ankara in spring, when the railway is to be opened."
PASTE = f"""RP - Region Press

the railway and the port

The Railway and the Port

By: Ada Writer

Published on: Aug 29, 2023

Photo credit: Somebody / Agency

{FIRST}

Image: the port at night

{LAST}

Related Articles

Something else

Another article begins here and its teaser is cut off in the middl"""


def test_a_paste_is_its_first_sentence_to_its_last() -> None:
    assert read_paste(PASTE).text == f"{FIRST}\n\n{LAST}"


def test_the_lines_above_say_what_it_is() -> None:
    draft = read_paste(PASTE)
    assert (draft.title, draft.author, draft.date) == ("The Railway and the Port", "Ada Writer", "2023-08-29")
    assert draft.publisher == "Region Press"


def test_a_site_name_keeps_initials_that_are_not_its_own() -> None:
    assert read_paste(f"BBC - Region Press\n\nThe Title of the Article\n\n{FIRST}").publisher == "BBC - Region Press"


def test_without_a_repeated_line_the_longest_is_the_title() -> None:
    draft = read_paste(f"Region Press\n\nThe Railway and the Port\n\nNews\n\n{FIRST}")
    assert (draft.title, draft.publisher) == ("The Railway and the Port", "Region Press")


def test_plain_prose_is_all_text() -> None:
    draft = read_paste(f"{FIRST}\n\n{LAST}\n")
    assert (draft.text, draft.title, draft.author, draft.date, draft.publisher) == (
        f"{FIRST}\n\n{LAST}", None, None, None, None,
    )  # fmt: skip


def test_short_lines_without_prose_are_all_text() -> None:
    assert read_paste("One.\n\nTwo.").text == "One.\n\nTwo."


def test_a_date_is_taken_from_above_the_text_only() -> None:
    assert read_paste(f"{FIRST}\n\nAug 29, 2023\n\n{LAST}").date is None


def test_a_heading_within_the_text_stays() -> None:
    assert read_paste(f"{FIRST}\n\nThe railway\n\n{LAST}").text == f"{FIRST}\n\nThe railway\n\n{LAST}"


def test_windows_line_ends_change_nothing() -> None:
    assert read_paste(PASTE.replace("\n", "\r\n")) == read_paste(PASTE)


@given(st.text())
def test_the_text_of_any_paste_stands_in_it(content: str) -> None:
    whole = canonical(content)
    assert all(paragraph in whole for paragraph in read_paste(content).text.split("\n\n"))
