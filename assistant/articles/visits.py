"""Addresses in, fetched pages out: politely, conditionally, and from the cache where the network is gone."""

from __future__ import annotations

import time
from collections import defaultdict
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from assistant.articles.cache import Cache, Kept
from assistant.articles.fetch import AGENT
from assistant.articles.process import Ended, ReadingProcess
from assistant.types import UnreadableArticle

MOST_REDIRECTS = 5
LONGEST_DELAY = 30.0  # seconds; a robots.txt that asks for more is not waited for, and its site not read
GONE = (404, 410)


@dataclass(frozen=True, slots=True)
class Web:
    """How the web is read: at most `max_pages` pages an address named, `delay` seconds between two requests to a host.

    With `offline` nothing is fetched: what the `cache` folder holds is read.
    """

    cache: Path = Path("data/fetched")
    max_pages: int = 200
    delay: float = 1.0
    allow_private: bool = False
    offline: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A page that was fetched now or before; `old` says why the one from before was taken, where it was."""

    kept: Kept
    body: Path
    old: str | None = None


class NotThere(UnreadableArticle):
    """The server says that there is no such page (any more)."""


class _Refused(UnreadableArticle):
    """It is not asked for: it is private, of a kind that is not followed, or its site wants it so."""


class _NoAnswer(UnreadableArticle):
    """Nobody answered, or with an error that may pass."""


class Visits:
    """The requests of one reading: what each host's robots.txt says, and when it was last asked."""

    def __init__(self, process: ReadingProcess, web: Web) -> None:
        self.web, self.cache = web, Cache(web.cache)
        self._process = process
        self._asked: dict[str, float] = {}
        self._delays: dict[str, float] = defaultdict(lambda: web.delay)
        self._robots: dict[str, Path | str | None] = {}
        self._unreachable: dict[str, str] = {}

    def get(self, url: str) -> Page:
        """Return the page of an address, asking for it only if it has changed since it was kept.

        Raises `UnreadableArticle` where there is none: `NotThere` if its server says so.
        """
        url = urldefrag(url).url
        kept = self.cache.find(url)
        host = urlsplit(url).netloc
        reason = "--offline was given" if self.web.offline else self._unreachable.get(host)
        try:
            if reason:
                raise _NoAnswer(reason)
            return self._follow(url, kept, is_robots=False)
        except NotThere:
            self.cache.drop(url)
            raise
        except _NoAnswer as error:
            if kept is None:
                raise UnreadableArticle(f"{error}, and it is not in the cache") from error
            return Page(kept, self.cache.path(url), old=str(error))

    def _follow(self, url: str, kept: Kept | None, *, is_robots: bool) -> Page:
        here = url
        for hop in range(MOST_REDIRECTS + 1):
            headers = {}
            if kept is not None and kept.final_url == here:
                known = {"If-None-Match": kept.etag, "If-Modified-Since": kept.last_modified}
                headers = {name: value for name, value in known.items() if value}
            try:
                if not is_robots:
                    self._check_robots(here)
                answer = self._ask(url, here, headers)
            except _Refused as error:
                raise _Refused(f"it redirects to {here}: {error}" if hop else str(error)) from error
            status, said = answer["status"], answer["headers"]
            if status == 304 and kept is not None and headers:
                return Page(kept, self.cache.path(url))
            if status in (301, 302, 303, 307, 308) and said.get("location"):
                here = urldefrag(urljoin(here, said["location"])).url
                continue
            if status != 200:
                raise _say(status)
            links = kept.links if kept else ()
            validators = said.get("etag"), said.get("last-modified")
            fresh = Kept(url, here, said.get("content-type", ""), *validators, sha256="", links=links)
            return Page(self.cache.keep(fresh), self.cache.path(url))
        raise UnreadableArticle(f"it redirects more than {MOST_REDIRECTS} times")

    def _ask(self, url: str, here: str, headers: dict[str, str]) -> dict[str, Any]:
        host = urlsplit(here).netloc
        wait = self._asked.get(host, -1e9) + self._delays[host] - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        request = {"task": "fetch", "url": here, "headers": headers, "to": str(self.cache.part(url))}
        try:
            (reply,) = self._process.ask({**request, "allow_private": self.web.allow_private})
        except Ended as error:
            raise _NoAnswer(str(error)) from error
        finally:
            self._asked[host] = time.monotonic()
        answer: dict[str, Any] = reply["response"]
        if answer.get("is_refused"):
            raise _Refused(answer["error"])
        if "error" in answer:
            if "cannot be reached" in answer["error"] or "not found" in answer["error"]:
                self._unreachable[host] = answer["error"]
            raise _NoAnswer(answer["error"])
        return answer

    def _check_robots(self, url: str) -> None:
        """Refuse an address that its site's robots.txt wants nobody to ask for."""
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https"):
            raise _Refused(f"only http and https are followed, not {parts.scheme}")
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._robots:
            self._robots[origin] = self._read_robots(origin)
        robots = self._robots[origin]
        if isinstance(robots, str):
            raise _NoAnswer(robots)
        if robots is None:
            return
        request = {"task": "robots", "path": str(robots), "url": url, "agent": AGENT.split("/")[0]}
        try:
            (reply,) = self._process.ask(request)
        except Ended as error:
            raise UnreadableArticle(f"its robots.txt cannot be read: {error}") from error
        self._delays[parts.netloc] = max(self.web.delay, reply["delay"])
        if not reply["is_allowed"] or reply["delay"] > LONGEST_DELAY:
            raise _Refused("its site's robots.txt asks not to read it")

    def _read_robots(self, origin: str) -> Path | str | None:
        """Return the file of a site's robots.txt; none where it has none; a reason where nobody can say.

        As RFC 9309 has it: a site whose robots.txt cannot be had for its own fault is not read.
        """
        url = f"{origin}/robots.txt"
        kept = self.cache.find(url)
        try:
            return self._follow(url, kept, is_robots=True).body
        except _NoAnswer as error:
            return self.cache.path(url) if kept else f"{error} (asked for its robots.txt)"
        except NotThere:
            return None


def _say(status: int) -> UnreadableArticle:
    try:
        said = f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        said = str(status)
    if status in GONE:
        return NotThere(f"its server says {said}")
    if status == 429 or status >= 500:
        return _NoAnswer(f"its server says {said}")
    return UnreadableArticle(f"its server says {said}")
