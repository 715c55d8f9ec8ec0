"""Files and links from readers in, articles in the served index out.

What is read is kept as JSON Lines under the hash of its content: the file itself is not kept, and
no name from outside becomes a name here. An index is built of the articles that it holds and these.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from assistant.articles import SUFFIXES, Web, read_articles
from assistant.index import LiveIndex, build_index
from assistant.types import Article, AssistantError, Progress

LARGEST_UPLOAD = 16 * 2**20  # bytes of one file or page; an article is some thousand characters
MOST_PAGES = 20  # of a feed or a sitemap behind a link
CACHE = "fetched"  # beside the folder of what was added: what index_build.py fetches lies there too


@dataclass(frozen=True, slots=True)
class Received:
    """What came of one file or link: the articles read, and why something was not."""

    source: str
    articles: tuple[Article, ...]
    skipped: tuple[str, ...]


class Uploads:
    """The folder of what readers added, and the index it goes into.

    `private_links` lets links lead to this machine and its network: right only where the server
    answers nobody else.
    """

    def __init__(self, folder: Path, live: LiveIndex, index: Path, *, private_links: bool) -> None:
        self._folder, self._live, self._index, self._private_links = folder, live, index, private_links

    def receive(self, name: str, content: bytes, url: str | None = None) -> Received:
        """Read one file and keep what is in it for the next build; `name` gives its format and nothing else."""
        suffix = PurePosixPath(name.replace("\\", "/")).suffix.lower()
        if suffix not in SUFFIXES:
            raise AssistantError(f"{suffix or 'no format'} is not read; known are {', '.join(SUFFIXES)}")
        if len(content) > LARGEST_UPLOAD:
            raise AssistantError(f"it is larger than the {LARGEST_UPLOAD // 2**20} MB that an article may have")
        stem = hashlib.sha256(content).hexdigest()[:16]
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / f"{stem}{suffix}"
            file.write_bytes(content)
            reading = read_articles([file])
        articles = tuple(_titled(article, stem, name, url) for article in reading.articles)
        self._keep(articles)
        return Received(name, articles, tuple(skipped.reason for skipped in reading.skipped))

    def fetch(self, url: str) -> Received:
        """Read the page behind a link, or the pages of a feed or a sitemap."""
        if not url.startswith(("https://", "http://")):
            raise AssistantError("this is no link to a page; it begins with https:// or http://")
        web = Web(cache=self._folder.with_name(CACHE), max_pages=MOST_PAGES, allow_private=self._private_links)
        reading = read_articles([url], web=web)
        self._keep(reading.articles)
        return Received(url, reading.articles, tuple(skipped.reason for skipped in reading.skipped))

    def build(self, progress: Progress | None = None) -> int:
        """Serve the articles of the index and what was added; return how many there are."""
        added = read_articles([self._folder]).articles if self._folder.is_dir() else ()
        index = self._live.get()
        articles = dict(index.articles) | {article.id: article for article in added}
        texts: dict[str, Article] = {}
        for article in articles.values():
            texts.setdefault(article.sha256, article)  # the same text twice is one article
        build_index(list(texts.values()), self._index, encoder=index.encoder, progress=progress)
        return len(self._live.get().articles)

    def remove(self, id: str) -> int:
        """Serve the index without an article; return how many there are left."""
        index = self._live.get()
        left = [article for article in index.articles.values() if article.id != id]
        if not left:
            raise AssistantError("the last article cannot be removed; add another one first")
        if self._folder.is_dir():
            for file in self._folder.glob("*.jsonl"):
                if json.loads(file.read_text("utf-8")).get("id") == id:
                    file.unlink()
        build_index(left, self._index, encoder=index.encoder)
        return len(self._live.get().articles)

    def _keep(self, articles: Sequence[Article]) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        for article in articles:
            self._write(article)

    def _write(self, article: Article) -> None:
        kept = {
            "id": article.id, "title": article.title, "author": article.author, "date": article.date,
            "publisher": article.publisher, "url": article.url, "language": article.language,
            "tags": list(article.tags), "is_titled": article.is_titled, "text": article.text,
        }  # fmt: skip
        target = self._folder / f"{hashlib.sha256(article.id.encode()).hexdigest()[:24]}.jsonl"
        partial = target.with_suffix(".partial")
        partial.write_text(json.dumps(kept, ensure_ascii=False) + "\n", "utf-8", newline="\n")
        partial.replace(target)


def _titled(article: Article, stem: str, name: str, url: str | None) -> Article:
    """Give an article that has no title of its own the name of its file, and the link it came from."""
    title = article.title
    if title.casefold() == stem:
        title = PurePosixPath(unicodedata.normalize("NFC", name.replace("\\", "/"))).stem.replace("-", " ").strip()
        title = " ".join("".join(c if c.isprintable() else " " for c in title).split()) or "Untitled"
    return replace(article, title=title, url=article.url or url)
