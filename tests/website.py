"""A small think tank's site, served for real on loopback, that counts what it is asked for."""

from __future__ import annotations

import hashlib
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ROBOTS = "User-agent: *\nDisallow: /drafts/\n"


@dataclass
class Site:
    """The pages of a site by their paths, and the requests so far: `(path, status)`."""

    address: str = ""
    pages: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    redirects: dict[str, str] = field(default_factory=dict)
    failing: set[str] = field(default_factory=set)
    slow: set[str] = field(default_factory=set)
    requests: Counter[tuple[str, int]] = field(default_factory=Counter)
    stopping: threading.Event = field(default_factory=threading.Event)

    def put(self, path: str, content: str | bytes, kind: str = "text/html; charset=utf-8") -> None:
        """Publish a page."""
        self.pages[path] = (kind, content.encode() if isinstance(content, str) else content)

    def count(self) -> dict[str, int]:
        """Return the requests by status since the last count."""
        counted = Counter(str(status) for (_, status), n in self.requests.items() for _ in range(n))
        self.requests.clear()
        return dict(sorted(counted.items()))


def article(number: int, text: str | None = None) -> str:
    """Write a page as sites do: menus, cookie notice, share bar, related articles and a newsletter around it."""
    body = text or " ".join(
        f"The {word} route carried {number * 7 + i} trains in the year." for i, word in enumerate(WORDS)
    )
    return f"""<!doctype html><html lang="en"><head><title>Route {number} and its trains | Corridor Institute</title>
<meta property="og:site_name" content="Corridor Institute">
<script type="application/ld+json">{{"@type": "Article", "headline": "Route {number} and its trains",
"author": {{"name": "Writer {chr(64 + number % 20 + 1)}. Example"}},
"datePublished": "2024-01-{number:02}T09:00:00Z"}}</script></head>
<body><nav><a href="/">Home</a> <a href="/about">About us</a></nav>
<div class="cookie-notice">We use cookies. Accept all</div>
<article><h1>Route {number} and its trains</h1><div class="share-bar">Share on Facebook</div>
<p>{body}</p>
<p>Nobody expected the {number}th route to matter so much, the ministry said in its yearly report on transit.</p>
</article>
<section class="related-posts"><h3>Related Articles</h3><a href="/a/1">Another route</a></section>
<div class="newsletter-box">Sign up for our newsletter</div><footer>All rights reserved</footer></body></html>"""


WORDS = "northern southern eastern western middle coastal inland upper lower inner outer old new".split()


def feed(site: Site, numbers: list[int]) -> str:
    """Write an RSS feed of articles."""
    items = "".join(
        f"<item><title>Route {n} and its trains</title><link>{site.address}/a/{n}</link>"
        f"<pubDate>{n:02} Jan 2024 09:00:00 GMT</pubDate></item>"
        for n in numbers
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Corridor Institute</title>{items}</channel></rss>'


@contextmanager
def serve_site() -> Iterator[Site]:
    """Serve a site with twenty articles, a feed, a sitemap, and all that can go wrong."""
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path
            if path in site.slow:
                site.stopping.wait(30)
            if path in site.redirects:
                self._answer(301, {"Location": site.redirects[path]})
            elif path in site.failing:
                self._answer(500, {})
            elif path not in site.pages:
                self._answer(404, {})
            else:
                kind, content = site.pages[path]
                tag = f'"{hashlib.sha256(content).hexdigest()[:12]}"'
                if self.headers.get("If-None-Match") == tag:
                    self._answer(304, {"ETag": tag})
                else:
                    self._answer(200, {"ETag": tag, "Content-Type": kind}, content)

        def _answer(self, status: int, headers: dict[str, str], content: bytes = b"") -> None:
            site.requests[self.path, status] += 1
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(content))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site.address = f"http://127.0.0.1:{server.server_port}"
    site.put("/", '<html><head><title>Corridor Institute</title></head><body><a href="/a/1">One</a></body></html>')
    site.put("/robots.txt", ROBOTS, "text/plain")
    for number in range(1, 21):
        site.put(f"/a/{number}", article(number))
    site.put("/feed.xml", feed(site, list(range(1, 21))), "application/rss+xml")
    urls = "".join(f"<url><loc>{site.address}/a/{n}</loc><lastmod>2030-01-01</lastmod></url>" for n in range(1, 21))
    site.put(
        "/sitemap.xml",
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>',
        "application/xml",
    )
    site.put("/chart.png", b"\x89PNG", "image/png")
    site.put("/drafts/1", article(21))
    site.redirects["/old"] = "/a/1"
    site.failing.add("/broken")
    site.slow.add("/slow")
    site.put("/slow", article(22))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.stopping.set()
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)
