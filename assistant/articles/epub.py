"""An EPUB in, a Draft of its text out: its chapters in the order of reading, as one article.

An EPUB is a zip of XHTML pages with a list of them, so the standard library and lxml read it. Nothing
is unpacked to the disk, and nothing that a page points at is opened.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from assistant.articles.archive import open_archive, read_entry
from assistant.articles.blocks import join_blocks, read_blocks
from assistant.articles.draft import Draft
from assistant.articles.xml import name_of, parse_xml
from assistant.types import UnreadableArticle

LARGEST_CHAPTER = 16 * 2**20  # bytes
_PAGES = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")


def read_epub(content: bytes) -> Draft:
    """Read a book's chapters and what it says of itself (Dublin Core); its contents and cover are left out."""
    archive = open_archive(content)
    try:
        package, folder = _open_package(archive)
        about = _read_about(package)
        blocks = [block for page in _list_pages(package) for block in _read_page(archive, posixpath.join(folder, page))]
    except KeyError as error:
        raise UnreadableArticle(f"not an EPUB, or a broken one: {error}") from error
    if not blocks:
        raise UnreadableArticle("no text in its chapters")
    return Draft(
        text=join_blocks(blocks),
        title=next(iter(about.get("title", [])), None),
        author=", ".join(about.get("creator", [])),
        date=next(iter(about.get("date", [])), None),
        publisher=next(iter(about.get("publisher", [])), None),
        language=next(iter(about.get("language", [])), None),
        tags=about.get("subject"),
    )


def _open_package(archive: zipfile.ZipFile) -> tuple[Any, str]:
    """Return the package document, and the folder that its addresses are relative to."""
    container = parse_xml(read_entry(archive, "META-INF/container.xml", LARGEST_CHAPTER))
    for element in container.iter():
        if name_of(element) == "rootfile" and (path := element.get("full-path")):
            return parse_xml(read_entry(archive, path, LARGEST_CHAPTER)), posixpath.dirname(path)
    raise UnreadableArticle("not an EPUB: its container names no package")


def _read_about(package: Any) -> dict[str, list[str]]:
    about: dict[str, list[str]] = {}
    for element in package.iter():
        is_dublin_core = isinstance(element.tag, str) and "purl.org/dc/elements" in element.tag
        is_change = any(name.endswith("event") and value != "publication" for name, value in element.attrib.items())
        if is_dublin_core and not is_change and (element.text or "").strip():
            about.setdefault(name_of(element), []).append(" ".join(element.text.split()))
    return about


def _list_pages(package: Any) -> Iterator[str]:
    """List the chapters' addresses in the order of reading, without the table of contents and the cover."""
    items = {e.get("id"): e for e in package.iter() if name_of(e) == "item" and e.get("href")}
    for reference in package.iter():
        if name_of(reference) == "itemref" and reference.get("linear") != "no":
            item = items.get(reference.get("idref"))
            properties = (item.get("properties") or "").split() if item is not None else ["nav"]
            if item is not None and item.get("media-type") in _PAGES and not {"nav", "cover-image"} & set(properties):
                yield unquote(item.get("href").split("#")[0])


def _read_page(archive: zipfile.ZipFile, path: str) -> list[str]:
    from lxml.html import document_fromstring

    page = read_entry(archive, posixpath.normpath(path), LARGEST_CHAPTER)
    if not page.strip():
        return []
    return read_blocks(document_fromstring(page))
