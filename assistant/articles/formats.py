"""One source's bytes and name in, its articles, or why there are none, out.

Everything here runs in the reading process (`worker.py`), which is ended when a file takes too long.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path, PurePath

from assistant.articles.archive import list_entries
from assistant.articles.dateline import date_in_address
from assistant.articles.dates import date_of_post
from assistant.articles.draft import Draft, Found, Skipped, canonical, make_article, one_line
from assistant.articles.encoding import decode
from assistant.articles.epub import read_epub
from assistant.articles.lines import read_lines
from assistant.articles.markdown import read_markdown
from assistant.articles.paste import read_paste
from assistant.articles.pdf import read_pdf
from assistant.articles.webpage import read_webpage
from assistant.articles.word import read_word
from assistant.types import UnreadableArticle

TEXT_READERS: dict[str, Callable[[str], Draft]] = {
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".txt": read_paste,
}
BINARY_READERS: dict[str, Callable[[bytes], Draft]] = {
    ".html": read_webpage,
    ".htm": read_webpage,
    ".xhtml": read_webpage,
    ".pdf": read_pdf,
    ".docx": read_word,
    ".epub": read_epub,
}
SUFFIXES = (*TEXT_READERS, *BINARY_READERS, ".jsonl", ".zip")
LARGEST_FILE = 64 * 2**20  # bytes; an article is some thousand characters
DEEPEST_ARCHIVE = 4  # archives within archives; a bomb has no end

Source = tuple[PurePath, str, bytes | Skipped]
"""The name that gives the id, the source to name in a report, and what it holds (or why not)."""


def list_sources(file: Path, name: PurePath, suffix: str | None = None) -> Iterator[Source]:
    """List what a file holds: itself, or, for an archive, its entries, those of archives within it too."""
    source = str(file)
    try:
        if file.is_dir():
            raise UnreadableArticle("a folder that cannot be listed, or a link to one; name it itself")
        check_suffix(suffix or file.suffix)
        size = file.stat().st_size
        if not file.is_file():
            raise UnreadableArticle("not a file with a content: a device, a socket or a pipe")
        if size > LARGEST_FILE:
            raise UnreadableArticle(f"{size:,} bytes are more than the {LARGEST_FILE:,} that an article may have")
        content = file.read_bytes()
    except UnreadableArticle as error:
        yield name, source, Skipped(source, str(error))
    except OSError as error:
        yield name, source, Skipped(source, f"cannot be read: {error.strerror or error}")
    else:
        yield from _unpack(content, name, source, (suffix or file.suffix).lower(), 1)


def _unpack(content: bytes, name: PurePath, source: str, suffix: str, depth: int) -> Iterator[Source]:
    if suffix != ".zip":
        yield name, source, content
        return
    try:
        if depth > DEEPEST_ARCHIVE:
            raise UnreadableArticle(f"an archive in an archive, more than {DEEPEST_ARCHIVE} deep; unpack it")
        if not content:
            raise UnreadableArticle("the file is empty")
        for entry, found in list_entries(content, LARGEST_FILE):
            within, inner = name.with_suffix("") / entry, f"{source}:{entry}"
            if isinstance(found, str):
                yield within, inner, Skipped(inner, found)
            else:
                yield from _unpack(found, within, inner, within.suffix.lower(), depth + 1)
    except UnreadableArticle as error:
        yield name, source, Skipped(source, str(error))


def check_suffix(suffix: str) -> None:
    """Refuse a format that nobody here reads."""
    if suffix.lower() not in SUFFIXES:
        raise UnreadableArticle(f"unknown format {suffix!r}; known are {', '.join(SUFFIXES)}")


def read_source(
    content: bytes | Skipped, name: PurePath, source: str, suffix: str | None = None, known: Draft | None = None
) -> Iterator[Found | Skipped]:
    """Read the articles of one file's content; `known` says of them what they do not say themselves."""
    if isinstance(content, Skipped):
        yield content
        return
    suffix = (suffix or name.suffix).lower()
    try:
        check_suffix(suffix)
        if not content.strip():
            raise UnreadableArticle("the file is empty")
        if suffix == ".jsonl":
            yield from read_lines(decode(content), source, id_of(name))
            return
        draft = TEXT_READERS[suffix](decode(content)) if suffix in TEXT_READERS else BINARY_READERS[suffix](content)
        if not draft.date and suffix in (".md", ".markdown"):
            draft = replace(draft, date=date_of_post(name.stem))
        if known is not None:
            draft = _complete(draft, known)
            draft = replace(draft, date=draft.date or date_in_address(one_line(known.url)))
        title = name.stem.replace("-", " ").replace("_", " ").strip().capitalize() or str(name)
        yield Found(make_article(id_of(name), draft, title), source, suffix)
    except UnreadableArticle as error:
        yield Skipped(source, str(error))
    except MemoryError:
        yield Skipped(source, "reading it takes more memory than a file may")
    except Exception as error:  # whatever a stranger's file makes a library raise, the build goes on without it
        reason = canonical(" ".join(f"{type(error).__name__}: {error}".split())[:200])
        yield Skipped(source, f"its reader failed ({reason})")


def _complete(draft: Draft, known: Draft) -> Draft:
    """Fill in what a document does not say of itself."""
    fields = ("title", "author", "date", "publisher", "url", "language", "tags")
    return replace(draft, **{name: getattr(known, name) for name in fields if not getattr(draft, name)})


def id_of(name: PurePath) -> str:
    """Make an id of a file's name: the same where file systems compose letters and where they do not."""
    return canonical(name.with_suffix("").as_posix()) or "article"
