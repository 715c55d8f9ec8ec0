"""Articles as they were found in, each once out; which of two was kept, and why; and which are nearly the same.

The same article is: the same text; the same address (`addresses.same_address`) or the same title, and a
text that the other holds but for its edges, numbers and negations included. What is alike with another
title or address is kept, and marked. One title alone is never enough. Alike is measured on runs of five
words (Broder, "On the resemblance and containment of documents", 1997); candidates share a part of their
64 smallest hashes, so that not every pair is compared.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from assistant.articles.addresses import is_address, same_address
from assistant.articles.draft import Found
from assistant.types import Article

RUN = 5  # words
SKETCH = 64  # hashes a text is known by
SHARED = 12  # hashes of two sketches in common that make a pair worth comparing
MOST_ALIKE = 50  # articles with one hash in common; more, and it is of a site's own phrase
SAME = 0.9  # of the shorter text's runs stand in the other one
SAME_AT_ONE_ADDRESS = 0.5  # the page may have been changed since it was saved
NEARLY_SAME = 0.6  # of all runs of both are common

Hashes = NDArray[np.uint64]
_NEGATIONS = frozenset(
    "not no never none nor cannot without nicht kein keine nie sans ne pas jamais не нет değil yok".split()
)


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A source that holds an article found elsewhere too, the article that was kept, and why that one."""

    source: str
    kept: str
    kept_source: str
    why: str


@dataclass(frozen=True, slots=True)
class NearDuplicate:
    """Two articles that were both kept, and the share of their text that is the same (0 to 1)."""

    article: str
    like: str
    share: float


@dataclass(slots=True)
class _Known:
    """An article that is kept so far, and what it is compared by."""

    found: Found
    runs: Hashes
    facts: Counter[str]


def merge(found: Iterable[Found]) -> tuple[list[Found], list[Duplicate], list[tuple[Found, Found, float]]]:
    """Keep each article once: the one that says most about itself, then the lowest id.

    Return them in the order of their ids, the others, and the pairs that are nearly the same.
    """
    kept: list[_Known] = []
    dropped: list[tuple[Found, Found, str]] = []
    near: list[tuple[Found, Found, float]] = []
    by_text: dict[str, list[int]] = defaultdict(list)
    by_address: dict[str | None, list[int]] = defaultdict(list)
    by_hash: dict[int, list[int]] = defaultdict(list)
    for one in sorted(found, key=_rank):
        runs = _runs(one.article.text)
        facts = _facts(one.article.text)
        address = same_address(one.article.url) if one.article.url else None
        shared = Counter(i for value in runs[:SKETCH].tolist() for i in by_hash[value])
        likely = [i for i, count in shared.items() if count >= min(SHARED, max(1, len(runs) // 2))]
        candidates = dict.fromkeys([*by_text[one.article.sha256], *by_address[address], *sorted(likely)])
        alike: list[tuple[Found, float]] = []
        for i in candidates:
            share, why = _compare(kept[i], one, runs, facts)
            if why:
                dropped.append((one, kept[i].found, why))
                break
            if share >= NEARLY_SAME:
                alike.append((kept[i].found, share))
        else:
            near += [(one, other, share) for other, share in alike]
            by_text[one.article.sha256].append(len(kept))
            if address:
                by_address[address].append(len(kept))
            for value in runs[:SKETCH].tolist():
                if len(by_hash[value]) < MOST_ALIKE:
                    by_hash[value].append(len(kept))
            kept.append(_Known(one, runs, facts))
    articles = sorted((known.found for known in kept), key=lambda f: (f.article.id, f.article.sha256))
    duplicates = [Duplicate(one.source, other.article.id, other.source, why) for one, other, why in dropped]
    return articles, duplicates, near


def _compare(known: _Known, one: Found, runs: Hashes, facts: Counter[str]) -> tuple[float, str]:
    """Return the share of two texts that is common, and why they are one article, if they are."""
    first, second = known.found.article, one.article
    is_one_address = bool(first.url and second.url) and same_address(first.url or "") == same_address(second.url or "")
    is_one_title = not (first.is_titled and second.is_titled) or _is_one_title(first.title, second.title)
    if first.sha256 == second.sha256:
        if is_one_title or is_one_address:
            return 1.0, f"the same text; {_why(known.found, one)}"
        return 1.0, ""
    common = len(np.intersect1d(known.runs, runs, assume_unique=True))
    shorter, both = min(len(known.runs), len(runs)), len(known.runs) + len(runs) - common
    if not shorter or (first.date and second.date and not _is_one_date(first.date, second.date)):
        return (common / both if both else 0.0), ""
    fewer, more = (facts, known.facts) if len(runs) <= len(known.runs) else (known.facts, facts)
    if is_one_address and common / shorter >= SAME_AT_ONE_ADDRESS:
        return common / both, f"the same address; {_why(known.found, one)}"
    is_titled = first.is_titled and second.is_titled
    is_denied = any(not word[0].isdigit() for word in more - fewer)
    if is_titled and is_one_title and common / shorter >= SAME and not fewer - more and not is_denied:
        return common / both, f"the same title and text, but for what stands around it; {_why(known.found, one)}"
    return common / both, ""


def _why(kept: Found, other: Found) -> str:
    more = [name for name in _FIELDS if getattr(kept.article, name) and not getattr(other.article, name)]
    if known_fields(kept.article) > known_fields(other.article):
        return f"{kept.source} says more about itself ({', '.join(more)})"
    if _rank(kept)[1] != _rank(other)[1]:
        return f"{kept.source} has a secure address"
    return f"{kept.source} comes first by its id"


_FIELDS = ("author", "date", "publisher", "url", "language")


def known_fields(article: Article) -> int:
    """Count what an article says about itself."""
    return sum(getattr(article, name) is not None for name in _FIELDS)


def _rank(found: Found) -> tuple[int, bool, str, str, str]:
    """Order what is kept first; the same on every machine."""
    is_insecure = is_address(found.source) and not found.source.lower().startswith("https:")
    return -known_fields(found.article), is_insecure, found.article.id, found.article.sha256, found.source


def _is_one_title(first: str, second: str) -> bool:
    one, other = (re.sub(r"[\W_]+", "", title.casefold()) for title in (first, second))
    return one == other or (min(len(one), len(other)) >= 12 and (one in other or other in one))


def _is_one_date(first: str, second: str) -> bool:
    """Say whether two dates may be the same one, at different precision."""
    return first.startswith(second) or second.startswith(first)


@lru_cache(maxsize=100_000)
def _hash(word: str) -> int:
    return zlib.crc32(word.encode("utf-8", "replace"))


def _runs(text: str) -> Hashes:
    """Return the hashes of a text's runs of words, each once, in order."""
    words = np.array([_hash(word) for word in re.findall(r"\w+", text.casefold())], np.uint64)
    if len(words) < RUN:
        return np.unique(words)
    multiplier = np.uint64(0x9E3779B97F4A7C15)
    runs = np.zeros(len(words) - RUN + 1, np.uint64)
    for i in range(RUN):
        runs = (runs ^ words[i : len(runs) + i]) * multiplier
        runs ^= runs >> np.uint64(29)
    return np.unique(runs)


def _facts(text: str) -> Counter[str]:
    """Count a text's numbers and negations: two texts that differ in one say different things."""
    words: Sequence[str] = re.findall(r"\d[\d.,]*\d|\d|\w+(?:['’]t)?", text.casefold())
    return Counter(word for word in words if word[0].isdigit() or word in _NEGATIONS or word.endswith(("'t", "’t")))
