"""Files become Articles; what cannot be read is skipped with its reason, and nothing raises."""

from __future__ import annotations

import json
import os
from pathlib import Path, PurePath
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.articles import SUFFIXES, Reading, Skipped, read_articles
from assistant.articles.draft import canonical
from assistant.articles.formats import list_sources, read_source

HTML = (
    "<html lang='en'><head><title>The Treaty of Aktau</title><meta name='author' content='Ada Writer'></head><body>"
    "<nav><a href='/'>Home</a></nav><article><h1>The Treaty of Aktau</h1><p>{text}</p></article>"
    "<footer>All rights reserved</footer></body></html>"
)
PROSE = "The five coastal states signed the treaty in Aktau on 12 August 2018, after more than twenty years of talks. "


def write(folder: Path, **files: str | bytes) -> Path:
    """Write files; an underscore in a name stands for the dot."""
    for name, content in files.items():
        file = folder / name.replace("_", ".")
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def read_line(folder: Path, **fields: Any) -> Reading:
    (folder / "lines.jsonl").write_text(json.dumps({"text": "One.", **fields}) + "\n", "utf-8")
    return read_articles([folder / "lines.jsonl"])


def reasons(reading: Reading) -> dict[str, str]:
    return {Path(skipped.source).name: skipped.reason for skipped in reading.skipped}


def test_an_id_is_the_path_within_the_folder_that_was_named(tmp_path: Path) -> None:
    (tmp_path / "ports").mkdir()
    write(tmp_path, b_md="# B\n\nOf b.")
    write(tmp_path / "ports", a_md="# A\n\nOf a.")
    assert [article.id for article in read_articles([tmp_path]).articles] == ["b", "ports/a"]
    assert [article.id for article in read_articles([tmp_path / "ports" / "a.md"]).articles] == ["a"]


def test_every_format_is_read(tmp_path: Path) -> None:
    write(
        tmp_path,
        a_md="---\ntitle: Aktau\ndate: 2018-08\n---\nMarkdown text.",
        b_txt="Plain text.",
        c_html=HTML.format(text=PROSE * 3),
        d_jsonl='{"id": "d/1", "title": "D", "date": "2018", "source": "Press", "text": "A line of JSON."}\n',
    )
    a, b, c, d = read_articles([tmp_path]).articles
    assert (a.id, a.title, a.date, a.text) == ("a", "Aktau", "2018-08", "Markdown text.")
    assert (b.id, b.title, b.is_titled, b.text) == ("b", "B", False, "Plain text.")
    assert (c.id, c.title, c.is_titled, c.author) == ("c", "The Treaty of Aktau", True, "Ada Writer")
    assert PROSE.strip() in c.text
    assert "rights reserved" not in c.text
    assert (d.id, d.title, d.date, d.publisher, d.text) == ("d/1", "D", "2018", "Press", "A line of JSON.")


def test_what_cannot_be_read_is_skipped_with_its_reason_and_the_rest_is_read(tmp_path: Path) -> None:
    write(
        tmp_path,
        good_md="Text.",
        empty_md=" \n",
        blank_md="---\ntitle: No text\n---\n",
        binary_txt=b"\x89PNG\x00\x00",
        image_png=b"\x89PNG",
        broken_md="---\ntitle: [\n---\nText.",
        page_html="<html></html>",
        lines_jsonl='{"text": 5}\n[]\n',
    )
    reading = read_articles([tmp_path, tmp_path / "missing.md"])
    assert [article.id for article in reading.articles] == ["good"]
    found = reasons(reading)
    assert found.pop("broken.md").startswith("its front matter is not YAML")
    assert found == {
        "empty.md": "the file is empty",
        "blank.md": "no text in it",
        "binary.txt": "a binary file, not text",
        "image.png": f"unknown format '.png'; known are {', '.join(SUFFIXES)}",
        "page.html": "no article found in this HTML page",
        "lines.jsonl": "none of its 2 lines is an article: an object with a text",
        "missing.md": "cannot be read: No such file or directory",
    }


def test_a_bad_line_is_skipped_by_its_number(tmp_path: Path) -> None:
    write(tmp_path, a_jsonl='{"text": "One."}\n\nnot json\n{"title": "no text"}\n')
    reading = read_articles([tmp_path])
    assert [(article.id, article.text) for article in reading.articles] == [("a/1", "One.")]
    assert list(reasons(reading)) == ["a.jsonl:3", "a.jsonl:4"]


def test_hidden_files_are_not_read(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "a.md").write_text("Text.", "utf-8")
    (tmp_path / ".b.md").write_text("Text.", "utf-8")
    assert read_articles([tmp_path]) == Reading((), ())


def test_the_same_text_twice_is_the_article_that_says_more(tmp_path: Path) -> None:
    write(tmp_path, a_md="The same text.", b_md="---\nauthor: Ada\n---\nThe same text.", c_md="The same text.")
    reading = read_articles([tmp_path])
    assert ([article.id for article in reading.articles], reading.duplicates) == (["b"], 2)


def test_two_texts_with_one_id_are_told_apart_by_their_hashes(tmp_path: Path) -> None:
    write(tmp_path, a_md="One text.", a_txt="Another text.")
    found = read_articles([tmp_path]).articles
    assert [article.id for article in found] == [f"a~{article.sha256[:8]}" for article in found]
    assert len({article.id for article in found}) == 2


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-8"])
def test_the_encoding_of_a_file_changes_nothing(tmp_path: Path, encoding: str) -> None:
    write(tmp_path, a_md="Güler’s visit to Azərbaycan.".encode(encoding))
    assert read_articles([tmp_path]).articles[0].text == "Güler’s visit to Azərbaycan."


def test_an_older_encoding_is_recognised(tmp_path: Path) -> None:
    text = "The minister’s visit reinforced “two states, one nation” – and the café at the port of Batumi opened again."
    write(tmp_path, a_txt=text.encode("cp1252"))
    assert read_articles([tmp_path]).articles[0].text == text


def test_a_file_name_that_is_not_unicode_gives_an_id_that_is(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9.md")).write_text("Text.", "utf-8")
    (article,) = read_articles([tmp_path]).articles
    assert (article.id.encode(), article.title.encode()) == (b"caf?", b"Caf?")


def test_a_decomposed_file_name_gives_the_composed_id(tmp_path: Path) -> None:
    write(tmp_path, **{"Gu\u0308ler_md": "Text."})
    assert [article.id for article in read_articles([tmp_path]).articles] == ["Güler"]


@pytest.mark.parametrize(
    ("given", "id"),
    [
        ("x", "x"),
        (7, "7"),
        (None, "lines/1"),
        ("  ", "lines/1"),
        ([], "lines/1"),
        ("\ud800", "?"),
        ("u\u0308", "u\u0308"),
    ],
)
def test_an_id_in_a_line_is_taken_where_it_is_one(tmp_path: Path, given: object, id: str) -> None:
    assert [article.id for article in read_line(tmp_path, id=given).articles] == [id]


@pytest.mark.parametrize(
    ("field", "written", "read"),
    [
        ("author", ["Ada", "Bo"], "Ada, Bo"),
        ("author", {"name": "Ada"}, None),
        ("author", [["Ada"], None], None),
        ("publisher", True, None),
        ("publisher", 24, "24"),
        ("title", "  A\n title ", "A title"),
        ("title", None, "lines/1"),
        ("date", [2023], None),
        ("date", "Aug 29, 2023", "2023-08-29"),
        ("tags", "a, b,a", ("a", "b")),
        ("tags", ["a", None, ["b"], {"c": 1}], ("a", "b")),
        ("tags", {"a": "b"}, ()),
        ("tags", None, ()),
    ],
)
def test_a_field_of_an_odd_type_is_read_or_left_out(tmp_path: Path, field: str, written: object, read: object) -> None:
    (article,) = read_line(tmp_path, **{field: written}).articles
    assert getattr(article, field) == read


@pytest.mark.parametrize(
    ("text", "is_canonical_as"),
    [
        ("One.\r\nTwo.\rThree.", "One.\nTwo.\nThree."),
        ("Gu\u0308ler", "Güler"),
        (" \n One. \t\n\n Two.\n", "One.\n\n Two."),
        ("One\x00.\ufeff\u2028Two\x0c.", "One.\nTwo\n."),
        ("One \ud800 two", "One ? two"),
        ("One  two", "One  two"),
    ],
)
def test_a_text_is_canonical(text: str, is_canonical_as: str) -> None:
    assert canonical(text) == is_canonical_as


@given(st.text(alphabet=st.characters()))
def test_a_canonical_text_is_canonical(text: str) -> None:
    once = canonical(text)
    assert canonical(once) == once
    assert once.encode().decode() == once  # no half of a character is left


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_long_white_space_is_read_within_the_limit(tmp_path: Path, suffix: str) -> None:
    content = "a" + " " * 200_000 + "a" + "\n" * 200_000 + "a"
    body = json.dumps({"text": content}) if suffix == ".jsonl" else content
    (tmp_path / f"a{suffix}").write_text(body, "utf-8")
    assert not any("took longer" in skipped.reason for skipped in read_articles([tmp_path]).skipped)


def test_a_line_can_say_that_its_title_is_only_a_name(tmp_path: Path) -> None:
    for fields, title, is_titled in (
        ({"title": "Scan 7"}, "Scan 7", True),
        ({"title": "Scan 7", "is_titled": False}, "Scan 7", False),
        ({"id": "scan-7"}, "scan-7", False),
    ):
        (article,) = read_line(tmp_path, **fields).articles
        assert (article.title, article.is_titled) == (title, is_titled)


MARKUP = ["---\n", "title: ", "date: ", "<p>", "</p>", "<!--", "-->", "&#", "{", "}", "[", '"', "a", "\n"]
TEXTS = st.one_of(
    st.text(alphabet=st.characters(codec="utf-8")),
    st.text(alphabet="ab1 \n\r\t.,:;!?-#*_`~|<>[]{}()&%'\"\\/=+@$^"),
    st.lists(st.sampled_from(MARKUP)).map("".join),
)
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(alphabet=st.characters())),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=5), inner, max_size=4)),
    max_leaves=10,
)
FIELDS = st.sampled_from(["id", "title", "author", "date", "source", "publisher", "url", "language", "tags", "text"])


def check_reading(file: Path, content: bytes) -> None:
    """Check that a file gives articles that can be written down, or reasons of one line; in this process."""
    file.write_bytes(content)
    sources = list_sources(file, PurePath(file.name))
    found = [item for name, source, content in sources for item in read_source(content, name, source)]
    assert found
    for item in found:
        if isinstance(item, Skipped):
            assert "\n" not in item.reason
            assert not item.reason.startswith("its reader failed")
            continue
        article = item.article
        facts = (article.id, article.title, article.author, article.publisher, article.url, article.language)
        assert json.dumps([*facts, *article.tags], ensure_ascii=False).encode()
        assert canonical(article.text) == article.text


@pytest.mark.parametrize("suffix", SUFFIXES)
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.one_of(st.binary(), TEXTS.map(str.encode), st.binary().map(b"\xff\xfe".__add__)))
def test_any_content_is_read_or_skipped(tmp_path: Path, suffix: str, content: bytes) -> None:
    check_reading(tmp_path / f"any{suffix}", content)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(
        JSON,
        st.dictionaries(FIELDS, JSON),
        st.fixed_dictionaries(
            {"text": st.text(min_size=1)},
            optional={"id": JSON, "title": JSON, "author": JSON, "date": JSON, "tags": JSON},
        ),
    )
)
def test_any_line_of_json_is_read_or_skipped(tmp_path: Path, record: object) -> None:
    check_reading(tmp_path / "any.jsonl", json.dumps(record).encode() + b"\n")


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(["title", "author", "date", "tags", "url"]), TEXTS | JSON.map(str))))
def test_any_front_matter_is_read_or_skipped(tmp_path: Path, fields: list[tuple[str, str]]) -> None:
    front = "".join(f"{name}: {value}\n" for name, value in fields)
    check_reading(tmp_path / "any.md", f"---\n{front}---\nText.".encode("utf-8", "replace"))


@pytest.mark.parametrize(
    "line", ["[" * 100_000, '{"text":' * 50_000, '{"id": 1' + "0" * 5000 + ', "text": "a"}', "NaN"]
)
def test_a_line_that_json_cannot_hold_is_skipped(tmp_path: Path, line: str) -> None:
    check_reading(tmp_path / "deep.jsonl", line.encode())
    assert read_articles([tmp_path]).articles == ()


def test_aliases_of_aliases_are_read_within_the_limit(tmp_path: Path) -> None:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [
        f"{after}: &{after} [{', '.join([f'*{before}'] * 9)}]"
        for before, after in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    write(tmp_path, a_md="---\n" + "\n".join([*lines, "title: *i", "tags: *i"]) + "\n---\nText.")
    assert [article.title for article in read_articles([tmp_path]).articles] == ["A"]


@pytest.mark.parametrize("control", ["&#12;", "&#1;", "\x0c", "\x01"])
def test_a_control_character_in_a_page_is_dropped(tmp_path: Path, control: str) -> None:
    write(tmp_path, a_html=HTML.format(text=f"{PROSE}{control}{PROSE * 2}"))
    assert read_articles([tmp_path]).articles[0].text.count(PROSE.strip()) == 3


def test_open_shortcodes_are_read_within_the_limit(tmp_path: Path) -> None:
    write(tmp_path, a_md="{{<" * 60_000)
    assert not any("took longer" in skipped.reason for skipped in read_articles([tmp_path]).skipped)


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    write(tmp_path, secret_txt="A secret of this machine.")
    write(folder, a_txt="The port of Baku is deep.")
    (folder / "b.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "c.txt").symlink_to("c.txt")
    (folder / "d.txt").symlink_to("a.txt")
    reading = read_articles([folder])
    assert [article.text for article in reading.articles] == ["The port of Baku is deep."]
    assert reasons(reading) == {
        "b.txt": "a link that leads out of its folder; to read what it leads to, name that itself",
        "c.txt": "cannot be read: Too many levels of symbolic links",
    }
    assert [article.id for article in read_articles([folder / "b.txt"]).articles] == ["b"]


def test_what_articles_leave_out_can_be_said_and_what_they_say_stands(tmp_path: Path) -> None:
    write(tmp_path, a_md="---\ntitle: A\nauthor: Bo\n---\nOf a.", b_md="---\ntitle: B\npublisher: Press\n---\nOf b.")
    reading = read_articles([tmp_path], author="  Ada Writer ", publisher="Institute")
    assert [(article.author, article.publisher) for article in reading.articles] == [
        ("Bo", "Institute"),
        ("Ada Writer", "Press"),
    ]
    assert reading.filled == {"author": 1, "publisher": 1}
    assert reading.without_author == ()
    assert read_articles([tmp_path]).filled == {}
