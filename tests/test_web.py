"""Pages, feeds and sitemaps are read from a real server: politely, and only as far as was allowed."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from assistant.articles import Reading, Web, read_articles
from assistant.articles.addresses import is_private, name_page, same_address
from assistant.articles.feeds import list_links
from assistant.articles.process import ReadingProcess
from assistant.articles.visits import Visits
from assistant.articles.worker import answer
from assistant.types import UnreadableArticle
from tests.serving import ROOT
from tests.website import Site, article, feed, serve_site


@pytest.fixture
def site() -> Iterator[Site]:
    with serve_site() as site:
        yield site


@pytest.fixture
def web(tmp_path: Path) -> Web:
    return Web(cache=tmp_path / "fetched", delay=0, allow_private=True)


def reason(reading: Reading) -> str:
    assert not reading.articles
    (skipped,) = reading.skipped
    return skipped.reason


def test_a_page_is_an_article_without_what_stands_around_it(site: Site, web: Web) -> None:
    (found,) = read_articles([f"{site.address}/a/3"], web=web).articles
    assert found.id == f"{site.address.removeprefix('http://')}/a/3"
    assert (found.title, found.author, found.date) == ("Route 3 and its trains", "Writer D. Example", "2024-01-03")
    assert (found.publisher, found.language, found.url) == ("Corridor Institute", "en", f"{site.address}/a/3")
    assert found.text.startswith("The northern route carried 21 trains in the year.")
    assert found.text.endswith("the ministry said in its yearly report on transit.")
    assert not any(word in found.text for word in ("cookies", "Facebook", "Related", "newsletter", "rights", "About"))


def test_a_feed_is_read_and_then_only_what_changed_is_sent_again(site: Site, web: Web) -> None:
    address = f"{site.address}/feed.xml"
    first = read_articles([address], web=web)
    assert (len(first.articles), first.skipped, first.duplicates) == (20, (), 0)
    assert site.count() == {"200": 22}  # robots.txt, the feed, twenty articles

    again = read_articles([address], web=web)
    assert again == first
    assert site.count() == {"304": 22}

    site.put(
        "/a/2",
        article(2, "The second route was closed for the whole of the year, and all its trains went by sea instead."),
    )
    del site.pages["/a/5"]
    site.put("/a/21", article(21))
    site.put("/feed.xml", feed(site, [21, *(n for n in range(1, 21) if n != 5)]), "application/rss+xml")
    third = read_articles([address], web=web)
    assert site.count() == {"200": 3, "304": 19, "404": 1}  # the feed, the changed and the new one; the vanished one
    before, now = ({a.id.rpartition("/")[2]: a for a in reading.articles} for reading in (first, third))
    assert (now.keys() - before.keys(), before.keys() - now.keys(), third.skipped) == ({"21"}, {"5"}, ())
    assert [n for n in now.keys() & before.keys() if now[n] != before[n]] == ["2"]
    assert now["2"].text.startswith("The second route was closed")
    read_articles([address], web=web)
    assert site.count() == {"304": 22}  # the vanished one is not asked for any more


def test_an_article_that_only_left_the_feed_stays(site: Site, web: Web) -> None:
    site.put("/feed.xml", feed(site, [1, 2]), "application/rss+xml")
    read_articles([f"{site.address}/feed.xml"], web=web)
    site.put("/feed.xml", feed(site, [2, 3]), "application/rss+xml")
    articles = read_articles([f"{site.address}/feed.xml"], web=web).articles
    assert [a.title for a in articles] == [f"Route {n} and its trains" for n in (1, 2, 3)]


def test_without_a_network_the_cache_is_read_and_that_is_said(web: Web) -> None:
    with serve_site() as site:
        address = f"{site.address}/feed.xml"
        site.put("/feed.xml", feed(site, [1, 2]), "application/rss+xml")
        first = read_articles([address], web=web)
    again = read_articles([address], web=web)
    assert again.articles == first.articles
    assert {old.source for old in again.old} == {f"{site.address}/a/{n}" for n in (1, 2)}
    assert all("cannot be reached" in old.reason for old in again.old)
    offline = read_articles([address], web=replace(web, offline=True))
    assert (offline.articles, offline.old[0].reason) == (first.articles, "--offline was given")


def test_a_sitemap_is_read_and_its_dates_of_change_are_no_dates(site: Site, web: Web) -> None:
    (found,) = read_articles([f"{site.address}/sitemap.xml"], web=replace(web, max_pages=1)).articles
    assert (found.title, found.date) == ("Route 1 and its trains", "2024-01-01")


def test_a_sitemap_of_sitemaps_is_opened(site: Site, web: Web) -> None:
    site.put(
        "/index.xml",
        f"<sitemapindex><sitemap><loc>{site.address}/sitemap.xml</loc></sitemap></sitemapindex>",
        "text/xml",
    )
    assert len(read_articles([f"{site.address}/index.xml"], web=replace(web, max_pages=2)).articles) == 2


def test_no_more_pages_than_allowed(site: Site, web: Web) -> None:
    reading = read_articles([f"{site.address}/feed.xml"], web=replace(web, max_pages=3))
    assert len(reading.articles) == 3
    assert [s.reason for s in reading.skipped] == ["17 of its pages are more than the 3 that --max-pages allows"]
    assert site.count() == {"200": 5}


def test_a_redirect_is_followed(site: Site, web: Web) -> None:
    (found,) = read_articles([f"{site.address}/old"], web=web).articles
    assert (found.title, found.url) == ("Route 1 and its trains", f"{site.address}/a/1")


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/nothing", "its server says 404 Not Found"),
        ("/broken", "its server says 500 Internal Server Error, and it is not in the cache"),
        ("/chart.png", "it is image/png, not an article"),
        ("/drafts/1", "its site's robots.txt asks not to read it"),
        ("/circle", "it redirects more than 5 times"),
        ("/elsewhere", "it redirects to ftp://example.org/a: only http and https are followed, not ftp"),
    ],
)
def test_what_cannot_be_read_is_said(site: Site, web: Web, path: str, said: str) -> None:
    site.redirects |= {"/circle": "/circle", "/elsewhere": "ftp://example.org/a"}
    assert reason(read_articles([site.address + path], web=web)) == said


def test_a_page_that_does_not_come_is_given_up(site: Site, web: Web) -> None:
    said = reason(read_articles([f"{site.address}/slow"], web=web, seconds=4))
    assert said == "reading it took longer than 4 seconds, and it is not in the cache"


def test_what_failed_now_is_read_as_it_was_fetched_before(site: Site, web: Web) -> None:
    read_articles([f"{site.address}/a/1"], web=web)
    site.failing.add("/a/1")
    reading = read_articles([f"{site.address}/a/1"], web=web)
    assert len(reading.articles) == 1
    assert [(old.source, old.reason) for old in reading.old] == [
        (f"{site.address}/a/1", "its server says 500 Internal Server Error")
    ]


def test_a_damaged_copy_is_fetched_again(site: Site, web: Web) -> None:
    first = read_articles([f"{site.address}/a/1"], web=web)
    for body in web.cache.glob("*.body"):
        body.write_bytes(b"damaged")
    assert read_articles([f"{site.address}/a/1"], web=web) == first


def test_a_private_address_is_refused_before_it_is_asked(site: Site, web: Web) -> None:
    said = reason(read_articles([f"{site.address}/a/1"], web=replace(web, allow_private=False)))
    assert said.startswith("it leads to 127.0.0.1, a private address; give --allow-private if that is meant")
    assert site.count() == {}


class PublicServer:
    """A server on a public address that redirects to a private one; what is asked of others is really fetched."""

    def __init__(self, target: str) -> None:
        self.target = target

    def ask(self, request: dict[str, Any]) -> Iterator[dict[str, Any]]:
        if request["url"] == "http://example.org/robots.txt":
            yield {"response": {"status": 404, "headers": {}}}
        elif request["url"].startswith("http://example.org/"):
            yield {"response": {"status": 302, "headers": {"location": self.target}}}
        else:
            yield from answer(request)


def test_a_redirect_to_a_private_address_is_refused_before_it_is_asked(site: Site, web: Web) -> None:
    target = f"{site.address}/a/1"
    process = cast(ReadingProcess, PublicServer(target))
    with pytest.raises(UnreadableArticle) as refused:
        Visits(process, replace(web, allow_private=False)).get("http://example.org/a")
    assert str(refused.value) == (
        f"it redirects to {target}: it leads to 127.0.0.1, a private address; give --allow-private if that is meant"
    )
    assert site.count() == {}
    assert Visits(process, web).get("http://example.org/a").kept.final_url == target


@pytest.mark.parametrize("name", ["localhost", "127.1", "0", "[::1]", "[::ffff:127.0.0.1]", "2130706433"])
def test_another_spelling_of_this_machine_is_refused_too(site: Site, web: Web, name: str) -> None:
    address = f"http://{name}:{site.address.rpartition(':')[2]}/a/1"
    assert "private address" in reason(read_articles([address], web=replace(web, allow_private=False)))
    assert site.count() == {}


@pytest.mark.parametrize(
    ("address", "is_one"),
    [
        ("127.0.0.1", True), ("10.1.2.3", True), ("172.16.0.1", True), ("192.168.1.1", True), ("169.254.169.254", True),
        ("100.64.0.1", True), ("0.0.0.0", True), ("224.0.0.1", True), ("::1", True), ("fe80::1%eth0", True),
        ("fc00::1", True),
        ("::ffff:10.0.0.1", True), ("64:ff9b::7f00:1", True), ("2002:7f00:1::", True),
        ("93.184.216.34", False), ("2606:2800:220:1::", False), ("::ffff:93.184.216.34", False),
    ],
)  # fmt: skip
def test_private_addresses_are_known(address: str, is_one: bool) -> None:
    assert is_private(address) is is_one


@pytest.mark.parametrize(
    "written",
    [
        "https://www.example.org/a/b?utm_source=x&id=7#part", "http://example.org/a/b/?id=7&fbclid=1",
        "HTTPS://Example.org:443/a//b/index.html?id=7",
    ],
)  # fmt: skip
def test_spellings_of_one_address_are_one(written: str) -> None:
    assert same_address(written) == "example.org/a/b?id=7"


def test_a_page_is_named_by_its_address() -> None:
    assert name_page("https://www.example.org/2023/ports.html?utm_medium=feed") == "example.org/2023/ports"


ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Notes</title><entry><title>One</title>
<link rel="self" href="/self"/><link href="/one"/>
<published>2023-08-29T10:00:00Z</published><updated>2024-01-01T00:00:00Z</updated>
<author><name>Ada</name></author></entry></feed>"""


def test_an_atom_feed_says_what_its_pages_are() -> None:
    assert list_links(ATOM, "https://example.org/feed") == {
        "kind": "feed",
        "links": [
            {
                "url": "https://example.org/one",
                "title": "One",
                "author": "Ada",
                "date": "2023-08-29",
                "publisher": "Notes",
            }
        ],
    }


@pytest.mark.parametrize(
    "content", [b"", b"<html><body>no list</body></html>", b"\x1f\x8b broken", b"<rss", b"\x00\xff"]
)
def test_what_is_no_list_lists_nothing(content: bytes) -> None:
    assert list_links(content, "https://example.org/")["links"] == []


def test_an_external_entity_in_a_feed_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret words", "utf-8")
    content = f'<!DOCTYPE r [<!ENTITY x SYSTEM "file://{tmp_path}/secret">]><rss><channel><item><title>&x;</title><link>/a</link></item></channel></rss>'
    assert "secret words" not in str(list_links(content.encode(), "https://example.org/"))


@pytest.mark.slow
def test_the_command_builds_from_a_feed(site: Site, tmp_path: Path) -> None:
    def build() -> dict[str, Any]:
        command = [sys.executable, "index_build.py", "--articles", f"{site.address}/feed.xml", "--index",
        str(tmp_path / "index"),
                   "--cache", str(tmp_path / "fetched"), "--delay", "0", "--allow-private", "--json"]  # fmt: skip
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        report: dict[str, Any] = json.loads(done.stdout)
        return report

    assert (build()["added"], site.count()) == (20, {"200": 22})
    site.put(
        "/a/2",
        article(2, "The second route was closed for the whole of the year, and all its trains went by sea instead."),
    )
    del site.pages["/a/5"]
    site.put("/a/21", article(21))
    site.put("/feed.xml", feed(site, [21, *(n for n in range(1, 21) if n != 5)]), "application/rss+xml")
    report = build()
    assert {name: report[name] for name in ("added", "changed", "removed", "unchanged", "skipped")} == {
        "added": 1, "changed": 1, "removed": 1, "unchanged": 18, "skipped": [],
    }  # fmt: skip
    assert site.count() == {"200": 3, "304": 19, "404": 1}
