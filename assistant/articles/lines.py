"""JSON Lines in, an article or a reason a line out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from assistant.articles.draft import Draft, Found, Skipped, make_article, one_line
from assistant.types import UnreadableArticle


def read_lines(content: str, source: str, name: str) -> Iterator[Found | Skipped]:
    """Read the articles of JSON Lines; a line without an id has the file's name and its number for one.

    `"is_titled": false` says that a line's title is only a name, as `Article.is_titled` does.
    """
    found: list[Found | Skipped] = []
    for number, line in enumerate(content.split("\n"), 1):
        if line.strip():
            try:
                found.append(_read_line(line, f"{name}/{number}", f"{source}:{number}"))
            except UnreadableArticle as error:
                found.append(Skipped(f"{source}:{number}", str(error)))
    if not any(isinstance(item, Found) for item in found):
        raise UnreadableArticle(f"none of its {len(found)} lines is an article: an object with a text")
    yield from found


def _read_line(line: str, id: str, source: str) -> Found:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UnreadableArticle(f"not JSON: {error}") from error
    if not isinstance(record, Mapping) or not isinstance(record.get("text"), str):
        raise UnreadableArticle("expected an object with a text")
    is_titled = record.get("is_titled") is not False
    draft = Draft(
        text=record["text"],
        title=record.get("title") if is_titled else None,
        author=record.get("author"),
        date=record.get("date"),
        publisher=record.get("publisher", record.get("source")),
        url=record.get("url"),
        language=record.get("language"),
        tags=record.get("tags"),
    )
    given = record.get("id")
    id = str(given) if isinstance(given, (str, int)) and str(given).strip() else id
    name = id if is_titled else one_line(record.get("title")) or id
    return Found(make_article(id, draft, name), source, ".jsonl")
