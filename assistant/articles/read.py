"""Paths and addresses in, Articles, the skipped sources and the duplicates out."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath

from assistant.articles.addresses import is_address
from assistant.articles.draft import Found, Old, Skipped, one_line
from assistant.articles.duplicates import Duplicate, NearDuplicate, merge
from assistant.articles.formats import SUFFIXES
from assistant.articles.process import TIME_LIMIT, ReadingProcess
from assistant.articles.visits import Visits, Web
from assistant.articles.web import read_web
from assistant.types import Article, Progress

__all__ = ["SUFFIXES", "Reading", "read_articles"]

LEADS_OUT = "a link that leads out of its folder; to read what it leads to, name that itself"


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read: articles in the order of their ids, what was skipped, and what was found twice."""

    articles: tuple[Article, ...]
    skipped: tuple[Skipped, ...]
    merged: tuple[Duplicate, ...] = ()
    near_duplicates: tuple[NearDuplicate, ...] = ()
    old: tuple[Old, ...] = ()
    filled: Mapping[str, int] = field(default_factory=dict)
    """How many articles did not say their author, or publisher, and were given the one that the reader named."""

    @property
    def duplicates(self) -> int:
        """Count the sources that hold an article which was found elsewhere too."""
        return len(self.merged)

    @property
    def undated(self) -> tuple[str, ...]:
        """List the articles that do not say when they were published."""
        return tuple(article.id for article in self.articles if article.date is None)

    @property
    def without_author(self) -> tuple[str, ...]:
        """List the articles that do not say who wrote them."""
        return tuple(article.id for article in self.articles if article.author is None)


def read_articles(
    paths: Sequence[Path | str],
    progress: Progress | None = None,
    *,
    notice: Callable[[str], None] | None = None,
    web: Web | None = None,
    seconds: float = TIME_LIMIT,
    author: str | None = None,
    publisher: str | None = None,
) -> Reading:
    """Read files, folders and addresses (pages, feeds, sitemaps) of articles. The same article twice is one.

    An article's id is its path within the folder that was named, without the suffix, what a line of
    JSON gives as its id, or its address; none depends on the machine. `notice` is told the source that
    is being read, `web` says how addresses are fetched; a file that takes longer than `seconds` is skipped.
    `author` and `publisher` are those of the articles that name none themselves.
    """
    addresses = [str(path) for path in paths if is_address(str(path))]
    files = [(root, file) for path in paths if not is_address(str(path)) for root, file in _list_files(Path(path))]
    tell = notice or (lambda source: None)
    found: list[Found] = []
    skipped: list[Skipped] = []
    old: list[Old] = []
    with ReadingProcess(seconds) as process:
        for done, items in enumerate(_read(files, addresses, process, web or Web(), tell), 1):
            for item in items:
                if isinstance(item, Found):
                    found.append(item)
                else:
                    (old if isinstance(item, Old) else skipped).append(item)  # type: ignore[arg-type]
            if progress:
                progress(done, len(files) + len(addresses))
    kept, merged, near = merge(found)
    ids = _tell_apart([one.article for one in kept])
    articles = tuple(replace(one.article, id=id) for one, id in zip(kept, ids, strict=True))
    articles, filled = _fill(articles, one_line(author), one_line(publisher))
    names = {id(one): article.id for one, article in zip(kept, articles, strict=True)}
    return Reading(
        articles=articles,
        skipped=tuple(skipped),
        old=tuple(old),
        merged=tuple(merged),
        filled=filled,
        near_duplicates=tuple(NearDuplicate(names[id(a)], names[id(b)], round(share, 2)) for a, b, share in near),
    )


def _fill(
    articles: Sequence[Article], author: str | None, publisher: str | None
) -> tuple[tuple[Article, ...], dict[str, int]]:
    """Give articles what they do not say themselves, and count them; nothing that one says is replaced."""
    filled = {}
    if author is not None:
        filled["author"] = sum(article.author is None for article in articles)
        articles = [replace(article, author=article.author or author) for article in articles]
    if publisher is not None:
        filled["publisher"] = sum(article.publisher is None for article in articles)
        articles = [replace(article, publisher=article.publisher or publisher) for article in articles]
    return tuple(articles), filled


def _read(
    files: Sequence[tuple[Path, Path]],
    addresses: Sequence[str],
    process: ReadingProcess,
    web: Web,
    notice: Callable[[str], None],
) -> Iterator[Iterator[Found | Skipped | Old]]:
    """Read every file, then every address."""
    for root, file in files:
        name = file.relative_to(root) if root.is_dir() else PurePath(file.name)
        notice(str(file))
        yield iter([Skipped(str(file), LEADS_OUT)]) if _leads_out(root, file) else process.read(file, name)
    visits = Visits(process, web)
    for address in addresses:
        notice(address)
        yield read_web(address, process, visits, notice)


def _list_files(root: Path) -> list[tuple[Path, Path]]:
    """List the files of a folder, in the order of names; hidden ones and an index's own are left out.

    A folder that cannot be listed and a link that leads nowhere, or out of the folder, are in the list:
    reading them says why.
    """
    if not root.is_dir():
        return [(root, root)]
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
    return [(root, file) for file in sorted([*found, *(Path(error.filename) for error in errors)])]


def _leads_out(root: Path, file: Path) -> bool:
    """Say whether a file of a folder is a link to something that is not in that folder."""
    if not root.is_dir() or not file.is_symlink():
        return False
    return not Path(os.path.realpath(file)).is_relative_to(os.path.realpath(root))


def _tell_apart(articles: list[Article]) -> list[str]:
    """Give articles with one id and different texts ids of their own."""
    counts = Counter(article.id for article in articles)
    taken = {id for id, count in counts.items() if count == 1}
    ids = []
    for article in articles:
        id = article.id if counts[article.id] == 1 else f"{article.id}~{article.sha256[:8]}"
        while counts[article.id] > 1 and id in taken:
            id += "~"
        taken.add(id)
        ids.append(id)
    return ids
