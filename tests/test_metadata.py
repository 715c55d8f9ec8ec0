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
