"""What a reader found in a source, and how it becomes an Article."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.articles.dates import parse_date
from assistant.articles.languages import detect_language
from assistant.types import Article, UnreadableArticle

_LINE_END = re.compile(r"\r\n?|[\u2028\u2029\x85\x0b\x0c]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufeff]")
_WHITE_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Draft:
    """An article as one reader found it; any field but the text may be missing or untidy."""

    text: str
    title: object = None
    author: object = None
    date: object = None
    publisher: object = None
    url: object = None
    language: object = None
    tags: object = None
    pages: tuple[tuple[int, int], ...] = ()
    """Where which page begins in `text`, which must be canonical already; for what has pages."""


@dataclass(frozen=True, slots=True)
class Found:
    """An article, where it was found, and in which format."""

    article: Article
    source: str
    suffix: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """A source that gave no article, and why."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Old:
    """A source that could not be fetched now and was read as it was fetched before, and why."""

    source: str
    reason: str


def make_article(id: str, draft: Draft, title: str) -> Article:
    """Make the Article of a draft; `title`, which is only a name, is used where the draft has none."""
    text = canonical(draft.text)
    if not text:
        raise UnreadableArticle("no text in it")
    own_title = one_line(draft.title)
    return Article(
        id=_encodable(id),
        title=own_title or one_line(title) or "Untitled",
        text=text,
        author=one_line(draft.author),
        date=parse_date(draft.date),
        publisher=one_line(draft.publisher),
        url=one_line(draft.url),
        language=one_line(draft.language) or detect_language(text),
        tags=_tags(draft.tags),
        pages=draft.pages if text == draft.text else (),
        is_titled=own_title is not None,
    )


def canonical(text: str) -> str:
    r"""Return a text in NFC with `\n` line ends, without control characters or outer white space.

    White space within lines stays as it is: quotes from the source still match.
    """
    lines = _CONTROL.sub("", _LINE_END.sub("\n", _encodable(text))).split("\n")
    return unicodedata.normalize("NFC", "\n".join(line.rstrip() for line in lines).strip())


def _encodable(text: str) -> str:
    """Replace halves of characters, which JSON and names of files may hold, and no file can."""
    return text.encode("utf-8", "replace").decode()


def one_line(value: object) -> str | None:
    """Return a value from metadata as one line of text, or none where it says nothing."""
    if isinstance(value, (list, tuple)):
        value = ", ".join(str(item) for item in value if isinstance(item, (str, int, float)))  # no lists of lists
    if value is None or isinstance(value, (dict, bool)):
        return None
    return _WHITE_SPACE.sub(" ", canonical(str(value))).strip() or None


def _tags(value: object) -> tuple[str, ...]:
    items: Iterable[object] = value if isinstance(value, (list, tuple)) else (one_line(value) or "").split(",")
    return tuple(dict.fromkeys(tag for item in items if (tag := one_line(item))))
