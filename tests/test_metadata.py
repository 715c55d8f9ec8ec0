"""A page says what it is in several places; the most trusted one is believed, and nothing is made up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import document_fromstring

from assistant.articles.metadata import About, read_metadata

JSON_LD = (
    '<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [{"@type": "WebSite",'
    '"name": "Site"},'
    '{"@type": "NewsArticle", "headline": "By JSON-LD",'
    '"author": [{"@id": "#ada"}, {"name": "Bo"}], "datePublished": "2023-08-29T23:00:00-05:00",'
    '"dateModified": "2024-01-01", "publisher": {"name": "Press"}, "inLanguage": "en-GB"},'
    '{"@id": "#ada", "@type": "Person", "name": "Ada Writer"}]}</script>'
)
OPEN_GRAPH = (
    '<meta property="og:title" content="By OpenGraph"><meta property="article:author" content="https://example.org/ada">'
    '<meta property="article:published_time" content="2022-02-02"><meta '
    'property="article:modified_time" content="2024-01-01">'
)
DUBLIN_CORE = (
    '<meta name="DC.title" content="By Dublin Core"><meta name="DC.creator" content="Cy Dublin">'
    '<meta name="dc.date" content="2021-01-01">'
)
MICRODATA = (
    '<div itemscope><h2 itemprop="headline">By Microdata</h2><span itemprop="author" itemscope>By '
    '<b itemprop="name">Di Micro</b></span>'
    '<time itemprop="datePublished" datetime="2020-02-02">2 Feb</time></div>'
)


def read(head: str, body: str = "") -> About:
    return read_metadata(document_fromstring(f"<html><head>{head}</head><body>{body}<p>Text.</p></body></html>"))


def test_json_ld_is_believed_before_all_others() -> None:
    about = read(OPEN_GRAPH + DUBLIN_CORE + JSON_LD, MICRODATA)
    assert (about.title, about.authors, about.date) == ("By JSON-LD", ("Ada Writer", "Bo"), "2023-08-29")
    assert (about.publisher, about.language) == ("Press", "en")


def test_then_opengraph_then_dublin_core_then_microdata() -> None:
    about = read(DUBLIN_CORE + OPEN_GRAPH, MICRODATA)
    assert (about.title, about.authors, about.date) == ("By OpenGraph", ("Cy Dublin",), "2022-02-02")
    about = read(DUBLIN_CORE, MICRODATA)
    assert (about.title, about.authors, about.date) == ("By Dublin Core", ("Cy Dublin",), "2021-01-01")
    about = read("", MICRODATA)
    assert (about.title, about.authors, about.date) == ("By Microdata", ("Di Micro",), "2020-02-02")


def test_a_change_is_no_publication() -> None:
    head = (
        '<meta property="article:modified_time" content="2024-01-01"><meta name="last-modified" content="2024-01-01">'
    )
    about = read(head, '<time class="updated" datetime="2024-01-01">1 Jan</time><footer>© 2024</footer>')
    assert about.date is None


def test_nothing_is_made_up() -> None:
    assert read("") == About(None, (), None, None, None, None, None)


def test_a_value_may_stand_in_the_wrong_attribute() -> None:
    head = '<meta name="author" value="Ada Writer"><meta property="article:published_time" value="2023-08-29">'
    assert (read(head).authors, read(head).date) == (("Ada Writer",), "2023-08-29")
    assert read('<meta name="author" content="Bo Editor" value="Ada Writer">').authors == ("Bo Editor",)


@pytest.mark.parametrize(
    ("seen", "address"),
    [
        ('<meta name="date" content="Tue, 29 Aug 2023 00:30:00 +0200">', ""),
        ('<h1>Ports</h1><p class="meta">29 August 2023</p>', ""),
        ("", '<link rel="canonical" href="https://example.org/2023/08/29/ports">'),
    ],
)
def test_a_moment_in_utc_is_on_the_day_that_it_has_where_it_was_written(seen: str, address: str) -> None:
    declared = '<meta property="article:published_time" content="2023-08-28T22:30:00Z">'
    assert read(f"{declared}{address}", seen).date == "2023-08-29"
    assert read(declared).date == "2023-08-28"
    other = '<link rel="canonical" href="https://example.org/2023/09/05/ports">'
    assert read(f"{declared}{other}").date == "2023-08-28"  # a week off is another thing's date


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("By Ada Writer", ("Ada Writer",)),
        ("Von Ada Writer und Bo Editor", ("Ada Writer", "Bo Editor")),
        ("Par Ada Writer", ("Ada Writer",)),
        ("By Ada Writer, Bo Editor, and Cy Reader", ("Ada Writer", "Bo Editor", "Cy Reader")),
        ("By the sea", ()),
        ("By Ada Writer, who has followed the ports of the Caspian for many years", ()),
        ("von Trapp", ()),
    ],
)
def test_a_byline_at_the_headline_names_the_authors(line: str, authors: tuple[str, ...]) -> None:
    assert read("", f"<h1>Ports and Rails</h1><p>{line}</p>").authors == authors
    assert read("", f"<h1>Ports and Rails</h1><nav><p>{line}</p></nav>").authors == ()


def test_a_name_keeps_its_von() -> None:
    assert read('<meta name="author" content="von Trapp">').authors == ("von Trapp",)
    assert read('<meta name="author" content="von Ada Writer">').authors == ("Ada Writer",)


@pytest.mark.parametrize(
    ("title", "heading", "read_as"),
    [
        ("Ports and Rails of the Sea | Corridor Institute", "Ports and Rails of the Sea", "Ports and Rails of the Sea"),
        ("Corridor Institute", "Ports and Rails of the Sea", "Ports and Rails of the Sea"),
        ("Ports &amp; Rails – a long view", "", "Ports & Rails – a long view"),
        ("Ports and Rails | Corridor Institute", "Corridor Institute", "Ports and Rails"),
    ],
)
def test_the_title_is_without_the_sites_name(title: str, heading: str, read_as: str) -> None:
    assert read(f"<title>{title}</title>", f"<h1>{heading}</h1>").title == read_as


def test_the_address_is_the_canonical_one() -> None:
    head = '<link rel="canonical" href="/ports"><meta property="og:url" content="https://example.org/x?utm_source=a">'
    assert read(head).url == "https://example.org/ports"
    assert read('<link rel="canonical" href="javascript:alert(1)">').url is None


@pytest.mark.parametrize(
    "written", ["admin", "https://example.org/ada", "ada@example.org", "By", "example.org", "All posts by Ada"]
)
def test_what_is_no_name_is_no_author(written: str) -> None:
    assert read(f'<meta name="author" content="{written}">').authors == ()


def test_an_author_of_a_comment_or_a_picture_is_not_the_articles() -> None:
    body = (
        '<div class="comments"><span itemprop="author">Troll</span></div>'
        '<figure itemtype="https://schema.org/ImageObject"><span itemprop="author">Photographer</span></figure>'
    )
    assert read("", body).authors == ()


@pytest.mark.parametrize(
    "script",
    ["{", "[" * 5000, '{"@type": "Article", "author": {"name": {"name": []}}}', '{"@type": 5, "@graph": null}', "null"],
)
def test_json_ld_that_is_not_is_nothing(script: str) -> None:
    assert read(f'<script type="application/ld+json">{script}</script>').authors == ()


@given(st.text())
def test_any_page_says_something_or_nothing(content: str) -> None:
    about = read_metadata(document_fromstring(f"<html><body>{content}</body></html>"))
    assert about.date is None or about.date[:4].isdigit()
