"""Markdown becomes plain text: its words as a reader sees them, none of its marks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.articles.markdown import read_markdown
from assistant.types import UnreadableArticle


def test_front_matter_says_what_an_article_is() -> None:
    draft = read_markdown(
        "---\ntitle: Güler’s visit\nauthor: Josephine Freund\ndate: 2023-08-29\npublisher: Caspian Policy Center\n"
        "url: https://example.org/a\nlanguage: en\ntags: [defense, Turkey]\n---\n\nThe text.\n"
    )
    assert (draft.title, draft.author, draft.date) == ("Güler’s visit", "Josephine Freund", "2023-08-29")
    assert (draft.publisher, draft.url, draft.language) == ("Caspian Policy Center", "https://example.org/a", "en")
    assert (draft.tags, draft.text) == (["defense", "Turkey"], "The text.")


@pytest.mark.parametrize("written", ["1.10", "No", "0x1F", "2023-08-29", "007", "1e3"])
def test_a_field_is_read_as_it_was_written(written: str) -> None:
    assert read_markdown(f"---\ntitle: {written}\n---\nText.").title == written


@pytest.mark.parametrize("written", ["null", "~", "", '""'])
def test_a_title_that_says_nothing_leaves_the_first_heading_as_title(written: str) -> None:
    draft = read_markdown(f"---\ntitle: {written}\n---\n# The heading\n\nText.")
    assert (draft.title, draft.text) == ("The heading", "Text.")


def test_a_heading_under_a_given_title_stays_in_the_text() -> None:
    draft = read_markdown("---\ntitle: Given\n---\n# The heading\n\nText.")
    assert (draft.title, draft.text) == ("Given", "The heading\n\nText.")


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("One *two* **three** `four` ~~five~~.", "One two three four five."),
        ("See [the treaty](https://example.org) and ![a map](map.png).", "See the treaty and ."),
        ("A line\nand its\nwrapped rest.", "A line and its wrapped rest."),
        ("First.\n\n## Second\n\nThird.", "First.\n\nSecond\n\nThird."),
        ("- one\n- two", "- one\n\n- two"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "| a | b |\n| 1 | 2 |"),
        ("> quoted", "quoted"),
        ("```\ncode *as is*\n```", "code *as is*"),
        ("Caf&eacute; &amp; bar", "Café & bar"),
        ("<div>Seen <b>by</b> readers</div>", "Seen by readers"),
        ("<!-- not seen -->\n\nSeen.", "Seen."),
        ("one<br>two", "one two"),
        ('See [the guide]({{< ref "a.md" >}} "Guide").', "See the guide."),
        ("{{< note >}}Kept.{{< /note >}}\n\n{% include x.html %}", "Kept."),
        ("`{{< code >}}` stays", "{{< code >}} stays"),
        ("<div>\n\n    <p>Old &#8211; blog.</p>\n\n    <p>Its end.</p>\n\n</div>", "Old – blog.\n\nIts end."),
        ("<table><tr><td>a</td><td>1</td></tr></table>", "| a | 1 |"),
    ],
)
def test_marks_are_gone_and_words_stay(written: str, text: str) -> None:
    assert read_markdown(written).text == text


def test_a_line_of_dashes_is_no_front_matter() -> None:
    assert read_markdown("---\nJust a paragraph.\n---\nAnother.").text == "Just a paragraph.\n\nAnother."
    assert read_markdown("---\nonly: one line of dashes").title is None


@pytest.mark.parametrize(
    "front",
    ["title: [", "title: " + "[" * 3000 + "]" * 3000, "a: *b", "title: &a [*a]", "? [a]\n: b", 'title: "\\U00110000"'],
    ids=["open bracket", "nested brackets", "unknown alias", "alias of itself", "list as name", "no character"],
)
def test_front_matter_that_is_not_yaml_is_said_in_one_sentence(front: str) -> None:
    with pytest.raises(UnreadableArticle, match=r"its front matter is not YAML .*; repair the lines between") as caught:
        read_markdown(f"---\n{front}\n---\nText.")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "value", ["!!bool foo", "!!timestamp foo", "!!int ''", "!!float x", "!!python/object:os.system x"]
)
def test_a_tag_of_yaml_runs_nothing(value: str) -> None:
    assert read_markdown(f"---\ntitle: {value}\n---\nText.").text == "Text."


WORDS = st.lists(st.from_regex(r"[a-z]{1,8}", fullmatch=True), min_size=1, max_size=8).map(" ".join)


@given(st.lists(WORDS, min_size=1, max_size=6))
def test_paragraphs_of_words_are_read_back(paragraphs: list[str]) -> None:
    assert read_markdown("\n\n".join(paragraphs)).text == "\n\n".join(paragraphs)


@given(st.one_of(st.text(), st.text(alphabet="#*_`[](){}<>|-~!&;\\ \n\tab1.:'\"")))
def test_any_text_is_read_or_refused(content: str) -> None:
    for whole in (content, f"---\n{content}\n---\nText."):
        try:
            assert isinstance(read_markdown(whole).text, str)
        except UnreadableArticle as error:
            assert "\n" not in str(error)
