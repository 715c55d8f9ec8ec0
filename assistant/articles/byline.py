"""What a page, or a document, says of its authors in, their names out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape
from typing import Any

from assistant.articles.draft import one_line
from assistant.articles.headline import Line

LONGEST_AUTHOR = 120  # characters of one author; longer is a biography
LONGEST_BYLINE = 60  # characters of a line that is guessed to be one

_BYLINE = re.compile(
    r"\A(?:(?:written )?by\b\s*:?|(?:von|par|por|di|yazan|автор|作者|文)\s*[:：])\s*"
    r"|\A(?:von|par|por)\s+(?=(?-i:[^\W\d_a-zäöüéèñç])\S*\s+(?-i:[^\W\d_a-zäöüéèñç]))",  # not the name of a "von"
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"https?:|www\.|@|[{}<>]|copyright|all rights|\A[\W\d_]*\Z|\A\S+\.[a-z]{2,6}\Z"
    r"|\b(?:all|more|view) (?:articles|posts|stories|author)|\A(?:(?:wordpress)?admin(?:istrator)?|root|user|username"
    r"|webmaster|null|none|no author|undefined|unknown|guest|author|editor|publisher|about the author|default)\Z",
    re.IGNORECASE,
)
_AND = re.compile(r",\s+(?:and\s+)?|\s+(?:and|und|et|y|e|ve|и)\s+")
_PERSON = re.compile(r"(?:[^\W\d_][\w.’'-]*\s+){1,4}[^\W\d_][\w.’'-]*\Z")


def read_names(values: Iterable[str]) -> tuple[str, ...]:
    """Read the names of authors: without "By", addresses, and what is no name."""
    names: list[str] = []
    for value in values:
        line = _BYLINE.sub("", one_line(unescape(value)) or "").strip(" ,;|·•-–—")
        if line and len(line) <= LONGEST_AUTHOR and not _NO_NAME.search(line):
            names.append(line)
    return tuple(dict.fromkeys(names))


def first_words(element: Any) -> str:
    """Return the first line that is set in an element, without what introduces it ("By") or links on from it."""
    if element.get("content"):
        return str(element.get("content"))
    for text in element.itertext():
        line = _BYLINE.sub("", one_line(text) or "").strip(" ,|·•")
        if line and not _NO_NAME.search(line):
            return line
    return ""


def find_byline(tree: Any, near: Iterable[Line]) -> tuple[str, ...]:
    """Guess the authors: a short line that begins with "By" and names nobody but people.

    It is marked as theirs, or stands at the headline.
    """
    for element in tree.xpath("//*[@class or @id]"):
        marks = re.split(r"[\s_-]+", f"{element.get('class') or ''} {element.get('id') or ''}".lower())
        if ("byline" in marks or "author" in marks or "authors" in marks) and (
            found := _read_byline(element.text_content())
        ):
            return found
    return next((found for line in near if (found := _read_byline(line.text))), ())


def _read_byline(text: str) -> tuple[str, ...]:
    line = one_line(text) or ""
    if not _BYLINE.match(line) or len(line) > LONGEST_BYLINE:
        return ()
    names = _AND.split(_BYLINE.sub("", line))
    persons = guess_persons(names)
    return persons if len(persons) == len(names) else ()


def _is_person(name: str) -> bool:
    """Say whether a line looks like somebody's name: two to five words, the first and last with a capital.

    One word is enough in a script that has no capitals.
    """
    words = name.split()
    is_long_enough = _PERSON.match(name) or (len(words) == 1 and len(name) > 2 and name.lower() == name.upper())
    return (
        bool(is_long_enough) and not _NO_NAME.search(name) and not words[0][0].islower() and not words[-1][0].islower()
    )


def guess_persons(names: Iterable[str]) -> tuple[str, ...]:
    """Keep those of guessed authors that look like names."""
    return tuple(name for name in read_names(names) if _is_person(name))
