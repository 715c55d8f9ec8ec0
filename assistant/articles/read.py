"""Paths in, Articles and the skipped sources out."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.articles.draft import Draft, canonical, make_article
from assistant.articles.markdown import read_markdown
from assistant.articles.paste import read_paste
from assistant.articles.webpage import read_webpage
from assistant.types import Article, Progress, UnreadableArticle

READERS = {
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".txt": read_paste,
    ".html": read_webpage,
    ".htm": read_webpage,
}
SUFFIXES = (*READERS, ".jsonl")
LARGEST_FILE = 64 * 2**20  # bytes; an article is some thousand characters
BINARY_SHARE = 0.1  # of control characters in a file's first bytes; text has hardly any


@dataclass(frozen=True, slots=True)
class Skipped:
    """A source that gave no article, and why."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read: articles in the order of their ids, and what was skipped."""

    articles: tuple[Article, ...]
    skipped: tuple[Skipped, ...]
    duplicates: int


def read_articles(paths: Sequence[Path], progress: Progress | None = None) -> Reading:
    """Read files and folders of articles. The same text twice is one article.

    An article's id is its path within the folder that was named, without the suffix, or what a
    line of JSON gives as its id; neither depends on the machine.
    """
    files = [(root, file) for root in paths for file in _list_files(root)]
    articles: list[Article] = []
    skipped: list[Skipped] = []
    for done, (root, file) in enumerate(files, 1):
        name = file.relative_to(root) if root.is_dir() else Path(file.name)
        for found in _read_file(file, name):
            (articles if isinstance(found, Article) else skipped).append(found)  # type: ignore[arg-type]
        if progress:
            progress(done, len(files))
    kept = _drop_duplicates(articles)
    return Reading(_tell_apart(kept), tuple(skipped), len(articles) - len(kept))


def _list_files(root: Path) -> list[Path]:
    """List the files of a folder, in the order of names; hidden ones and an index's own are left out.

    A folder that cannot be listed and a link that leads nowhere are in the list: reading them says why.
    """
    if not root.is_dir():
        return [root]
    errors: list[OSError] = []
    found: list[Path] = []
    for folder, folders, files in os.walk(root, onerror=errors.append):
        here = Path(folder)
        if "CURRENT" in files and "generations" in folders:
            folders.clear()
            continue
        links = [name for name in folders if (here / name).is_symlink()]
        folders[:] = [name for name in folders if not name.startswith(".") and name not in links]
        found += [here / name for name in (*files, *links) if not name.startswith(".")]
    return sorted([*found, *(Path(error.filename) for error in errors)])


def _read_file(file: Path, name: Path) -> Iterator[Article | Skipped]:
    try:
        if file.is_dir():
            raise UnreadableArticle("a folder that cannot be listed, or a link to one; name it itself")
        if file.suffix.lower() not in SUFFIXES:
            raise UnreadableArticle(f"unknown format {file.suffix!r}; known are {', '.join(SUFFIXES)}")
        content = _read_text(file)
        if file.suffix.lower() == ".jsonl":
            yield from _read_lines(content, str(file), name)
        else:
            draft = READERS[file.suffix.lower()](content)
            title = name.stem.replace("-", " ").replace("_", " ").strip().capitalize() or str(name)
            yield make_article(_id_of(name), draft, title)
    except UnreadableArticle as error:
        yield Skipped(str(file), str(error))
    except OSError as error:
        yield Skipped(str(file), f"cannot be read: {error.strerror or error}")


def _id_of(name: Path) -> str:
    """Make an id of a file's name: the same where file systems compose letters and where they do not."""
    return canonical(name.with_suffix("").as_posix()) or "article"


def _read_text(file: Path) -> str:
    size = file.stat().st_size
    if size > LARGEST_FILE:
        raise UnreadableArticle(f"{size:,} bytes are more than the {LARGEST_FILE:,} that an article may have")
    content = file.read_bytes()
    if not content.strip():
        raise UnreadableArticle("the file is empty")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decode(content, "utf-16")
    sample = content[:4096]
    odd = sum(byte < 32 and byte not in b"\t\n\r\f\x0b\x1b" for byte in sample)
    if b"\0" in sample or odd > BINARY_SHARE * len(sample):
        raise UnreadableArticle("a binary file, not text")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _guess_encoding(content)


def _decode(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableArticle(f"not {encoding} as its first bytes say; save it as UTF-8") from error


def _guess_encoding(content: bytes) -> str:
    from charset_normalizer import from_bytes

    guess = from_bytes(content).best()
    if guess is None:
        raise UnreadableArticle("neither UTF-8 nor another known encoding; save it as UTF-8")
    return str(guess)


def _read_lines(content: str, source: str, name: Path) -> Iterator[Article | Skipped]:
    found: list[Article | Skipped] = []
    for number, line in enumerate(content.split("\n"), 1):
        if line.strip():
            try:
                found.append(_read_line(line, f"{_id_of(name)}/{number}"))
            except UnreadableArticle as error:
                found.append(Skipped(f"{source}:{number}", str(error)))
    if not any(isinstance(item, Article) for item in found):
        raise UnreadableArticle(f"none of its {len(found)} lines is an article: an object with a text")
    yield from found


def _read_line(line: str, id: str) -> Article:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UnreadableArticle(f"not JSON: {error}") from error
    if not isinstance(record, Mapping) or not isinstance(record.get("text"), str):
        raise UnreadableArticle("expected an object with a text")
    draft = Draft(
        text=record["text"],
        title=record.get("title"),
        author=record.get("author"),
        date=record.get("date"),
        publisher=record.get("publisher", record.get("source")),
        url=record.get("url"),
        language=record.get("language"),
        tags=record.get("tags"),
    )
    given = record.get("id")
    id = str(given) if isinstance(given, (str, int)) and str(given).strip() else id
    return make_article(id, draft, id)


def _drop_duplicates(articles: list[Article]) -> list[Article]:
    """Keep one article of each text: the one that says most about itself, then the lowest id."""
    kept: dict[str, Article] = {}
    for article in sorted(articles, key=lambda a: (-_known_fields(a), a.id)):
        kept.setdefault(article.sha256, article)
    return sorted(kept.values(), key=lambda a: (a.id, a.sha256))


def _known_fields(article: Article) -> int:
    fields = (article.author, article.date, article.publisher, article.url, article.language)
    return sum(field is not None for field in fields)


def _tell_apart(articles: list[Article]) -> tuple[Article, ...]:
    """Give articles with one id and different texts ids of their own."""
    counts = Counter(article.id for article in articles)
    taken = {id for id, count in counts.items() if count == 1}
    told_apart = []
    for article in articles:
        id = article.id if counts[article.id] == 1 else f"{article.id}~{article.sha256[:8]}"
        while counts[article.id] > 1 and id in taken:
            id += "~"
        taken.add(id)
        told_apart.append(replace(article, id=id))
    return tuple(told_apart)
