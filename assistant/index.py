"""Articles in, an index on disk out: only what changed is embedded, and a build that dies is gone on with."""

from __future__ import annotations

import errno
import hashlib
import importlib.metadata
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant import fusion
from assistant.arrays import map_array
from assistant.bm25 import join_counted
from assistant.chunks import CutSettings
from assistant.clusters import LARGEST_FLAT, plan_search, write_clusters
from assistant.contents import details_line, write_contents
from assistant.embed import SentenceEncoder
from assistant.generations import read_pointer, remove_generations, served_name, write_generation
from assistant.journal import Journal
from assistant.kept_tokens import LARGEST_KEPT, write_tokens
from assistant.keyed import (
    KEY,
    Cut,
    Known,
    Sources,
    embed_missing,
    read_known,
    write_vectors,
)
from assistant.lexical import ENGLISH
from assistant.manifest import FORMAT, GENERATIONS, KEYS, VECTORS, WORDS, Manifest, read_manifest
from assistant.opening import LiveIndex, load, open_index, prove
from assistant.sharing import LEAST_SHARED, count_words, cut_articles, share_work
from assistant.types import Article, AssistantError, Chunk, Details, Encoder, InContext, Index, Progress, UnusableIndex
from assistant.workers import Workers

__all__ = ["Build", "LiveIndex", "build_index", "make_fingerprint", "open_index"]

JOURNAL, REBUILT, LOCK = "embedded.journal", "rebuilt.journal", "lock"
LIBRARIES = ("faiss-cpu", "PyStemmer", "onnxruntime", "tokenizers", "tiktoken", "sentencex")

_KEEPS = "the index being served is untouched, and what was embedded is kept"
_WRITABLE = "name a folder that you may write to with --index"
REPAIRS = {
    errno.ENOSPC: f"make room, and run it again: {_KEEPS}",
    errno.EDQUOT: f"make room, and run it again: {_KEEPS}",
    errno.EACCES: _WRITABLE,
    errno.EPERM: _WRITABLE,
    errno.EROFS: _WRITABLE,
    errno.EEXIST: "this is a file; name a folder with --index",
    errno.ENOTDIR: "a part of this is a file; name a folder with --index",
}
"""What to do where the operating system does not let us write."""

_READY = ("ready?", [InContext("", "ready")])
"""Has the graph that reads two texts together made now, and not while somebody waits for the first answer.

Before the build: where it cannot be made nothing is built."""

Keys = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Build:
    """What a build did. The counts are of articles, but for `chunks` and `embedded` (chunks)."""

    articles: int
    chunks: int
    added: int
    changed: int
    unchanged: int
    removed: int
    embedded: int
    fingerprint: str


def build_index(
    articles: Sequence[Article],
    path: str | Path,
    *,
    encoder: Encoder | None = None,
    settings: CutSettings | None = None,
    rebuild: bool = False,
    progress: Progress | None = None,
    largest_flat: int = LARGEST_FLAT,
    largest_kept: int = LARGEST_KEPT,
    least_shared: int = LEAST_SHARED,
) -> Build:
    """Build the index of articles in a folder, or bring it up to date: only new texts are embedded.

    With `rebuild` nothing of the old index is used. `progress` counts the chunks to embed. A build
    that is stopped leaves the old index being served and goes on, when it is run again, where it was:
    a rebuild where the rebuild was. Above `largest_flat` chunks their vectors are searched by clusters,
    and above `largest_kept` the tokens of none are kept: they are embedded again for a question that comes near them.
    From `least_shared` characters on, processes cut the articles and count their words, one a core.
    """
    from filelock import FileLock, Timeout

    path = Path(path)
    if not articles:
        raise AssistantError("there is no article to index; name files or folders that hold some")
    if len({article.id for article in articles}) < len(articles):
        raise ValueError("two articles have one id; read_articles tells them apart")
    try:
        path.mkdir(parents=True, exist_ok=True)
        encoder = encoder or SentenceEncoder()
        with FileLock(path / LOCK, timeout=0):
            encoder.score_answers(*_READY)
            return _build(
                articles,
                path,
                encoder,
                settings or CutSettings(),
                rebuild=rebuild,
                progress=progress,
                largest_flat=largest_flat,
                largest_kept=largest_kept,
                least_shared=least_shared,
            )
    except Timeout as error:
        raise AssistantError(f"another build of {path} is running; wait for it, or stop it") from error
    except OSError as error:
        code = error.errno or errno.ENOSPC  # numpy says nothing but how much it wrote
        what, repair = os.strerror(code), REPAIRS.get(code, "repair that, and run it again")
        raise AssistantError(f"the index cannot be written to {path}: {what}; {repair}") from error


def _build(
    articles: Sequence[Article],
    path: Path,
    encoder: Encoder,
    settings: CutSettings,
    *,
    rebuild: bool,
    progress: Progress | None,
    largest_flat: int,
    largest_kept: int,
    least_shared: int,
) -> Build:
    old = _open_old(path, encoder, settings)
    ordered = sorted(articles, key=lambda article: article.id)
    fingerprint = make_fingerprint(map(Details.of, ordered), encoder.sha256, settings)
    counts = _compare(old.index.details if old else (), ordered)
    served = served_name(path)
    if old and not rebuild and old.is_made_alike and old.index.fingerprint == fingerprint:
        _clean(path, served)
        return Build(len(ordered), len(old.index.chunks), **counts, embedded=0, fingerprint=fingerprint)
    recut = rebuild or old is None or not old.is_made_alike
    embedded = 0
    with ExitStack() as opened:
        workers = opened.enter_context(share_work(ordered, encoder, least_shared))
        kept_cuts = {} if recut or old is None else {a.id: old.reuse(a) for a in ordered}
        cuts = _cut(ordered, kept_cuts, settings, encoder, workers)
        count = sum(len(item.keys) for item in cuts)
        token_bytes = encoder.token_bytes if count <= largest_kept else 0
        sources = Sources(Known() if rebuild else read_known(path, encoder, token_bytes))
        if served:  # else CURRENT is damaged, and the vectors of what it named are still to be used
            remove_generations(path, served)  # what a build that died left
        name = hashlib.sha256(f"{fingerprint} {served}".encode()).hexdigest()[:16]
        if not all(key in sources.known for item in cuts for key in item.keys):  # else the model is not even loaded
            journal = Journal(path / (REBUILT if rebuild else JOURNAL), encoder.dimension, token_bytes)
            sources = Sources(sources.known, opened.enter_context(journal))
            embedded = embed_missing(cuts, sources.known, journal, encoder, settings, token_bytes, progress)
        kept = None if rebuild or old is None else old.index
        search = plan_search(count, kept.settings["search"] if kept else None, largest_flat=largest_flat)
        manifest = _describe(fingerprint, cuts, encoder, settings, {"search": search, "token_bytes": token_bytes})
        write_generation(
            path,
            name,
            manifest,
            write=lambda folder: _write(folder, cuts, sources, manifest, kept, workers),
            check=lambda folder: prove(load(path, folder, manifest, encoder)),
        )
    if old:
        old.release()
    _clean(path, name)
    return Build(len(ordered), manifest["counts"]["chunks"], **counts, embedded=embedded, fingerprint=fingerprint)


def _cut(
    articles: Sequence[Article],
    kept: Mapping[str, Cut | None],
    settings: CutSettings,
    encoder: Encoder,
    workers: Workers,
) -> list[Cut]:
    """Return every article cut: as it is kept, by its id, or anew."""
    new = iter(cut_articles([a for a in articles if not kept.get(a.id)], settings, encoder, workers))
    return [kept.get(article.id) or next(new) for article in articles]


def _clean(path: Path, served: str) -> None:
    """Remove what a build needed, once it is done: the journals, and the generations that nobody reads."""
    for journal in (JOURNAL, REBUILT):
        (path / journal).unlink(missing_ok=True)
    remove_generations(path, served)


def _describe(
    fingerprint: str, cuts: Sequence[Cut], encoder: Encoder, settings: CutSettings, kept: Mapping[str, Any]
) -> Manifest:
    """Return the manifest of a generation, but for its files; `kept` is the settings that its size decides."""
    making = _describe_making(encoder, settings)
    return {
        "format": FORMAT,
        "fingerprint": fingerprint,
        **making,
        "settings": {**making["settings"], **kept},
        "counts": {"articles": len(cuts), "chunks": sum(len(item.chunks) for item in cuts)},
        "articles": {item.article.id: item.article.sha256 for item in cuts},
    }


def _describe_making(encoder: Encoder, settings: CutSettings) -> Manifest:
    """Return what decides, beside the articles, what a generation holds; as its manifest says it."""
    return {
        "model": {
            "name": encoder.name, "sha256": encoder.sha256, "graph": encoder.graph, "dimension": encoder.dimension,
        },
        "settings": {"cut": asdict(settings), "fusion": fusion.SETTINGS},
        "libraries": {library: importlib.metadata.version(library) for library in LIBRARIES},
    }  # fmt: skip


class _Old:
    """The generation being served: the chunks that a build can keep of it."""

    def __init__(self, index: Index, keys: Keys, *, is_made_alike: bool) -> None:
        self.index, self._keys = index, keys
        self.is_made_alike = is_made_alike
        self._numbers = {self._content(details): number for number, details in enumerate(index.details)}

    def reuse(self, article: Article) -> Cut | None:
        """Return the old chunks of an article whose text and own title are the same, under whatever id."""
        number = self._numbers.get(self._content(article))
        if number is None:
            return None
        first, last = self.index.first_rows[number : number + 2].tolist()
        old = [self.index.chunks[row] for row in range(first, last)]
        return Cut(
            article, [Chunk.of(article, c.start, c.end) for c in old], [key.tobytes() for key in self._keys[first:last]]
        )

    def release(self) -> None:
        """Stop holding the old generation: the new one is being served."""
        if self.index.held is not None:
            self.index.held.close()

    @staticmethod
    def _content(article: Article | Details) -> tuple[str, str | None, str | None]:
        """Name what chunks and vectors are made of; a title that is only a file's name is not among it."""
        return article.sha256, article.title if article.is_titled else None, article.language


def _open_old(path: Path, encoder: Encoder, settings: CutSettings) -> _Old | None:
    """Open what is being served, if its chunks can be kept: whole, and made with this encoder."""
    try:
        index = open_index(path, encoder=encoder)
        index.check()
        prove(index)
        served = read_pointer(path)
        manifest = read_manifest(path, *served)
        keys = map_array(path / GENERATIONS / served.name / KEYS, np.uint8, KEY)
    except (UnusableIndex, ValueError):
        return None
    if len(keys) != len(index.chunks) or index.vectors.dimension != encoder.dimension:
        return None
    making = _describe_making(encoder, settings)
    found = {name: manifest[name] for name in making}
    found["settings"] = {name: value for name, value in found["settings"].items() if name in making["settings"]}
    return _Old(index, keys, is_made_alike=json.dumps(found, sort_keys=True) == json.dumps(making, sort_keys=True))


def _compare(old: Iterable[Details], articles: Sequence[Article]) -> dict[str, int]:
    before, now = {details.id: details for details in old}, {article.id: Details.of(article) for article in articles}
    return {
        "added": sum(id not in before for id in now),
        "changed": sum(id in before and before[id] != details for id, details in now.items()),
        "unchanged": sum(before.get(id) == details for id, details in now.items()),
        "removed": sum(id not in now for id in before),
    }


def make_fingerprint(articles: Iterable[Details], model_sha256: str, settings: CutSettings) -> str:
    """Name an index by what it is made of: format, model, settings, and the articles in the order of ids.

    Not by how its vectors are searched, since clusters depend on what was indexed before, too; nor by its tokens.
    """
    content = {
        "format": FORMAT,
        "model": model_sha256,
        "settings": {"cut": asdict(settings), "fusion": fusion.SETTINGS},
    }
    digest = hashlib.sha256(json.dumps(content, sort_keys=True).encode())
    for details in articles:
        digest.update(details_line(details).encode())
    return digest.hexdigest()


def _write(
    folder: Path, cuts: Sequence[Cut], sources: Sources, manifest: Manifest, old: Index | None, workers: Workers
) -> None:
    counted = count_words(cuts, workers)  # processes do it beside all that follows
    write_contents(folder, ((item.article, item.chunks) for item in cuts))
    keys = [key for item in cuts for key in item.keys]
    rows = np.frombuffer(b"".join(keys), np.uint8).reshape(-1, KEY)
    np.save(folder / KEYS, rows)
    write_vectors(folder / VECTORS, keys, sources, manifest["model"]["dimension"])
    if token_bytes := manifest["settings"]["token_bytes"]:
        write_tokens(folder, rows, sources.counts(keys), sources.tokens(keys), token_bytes)
    write_clusters(folder, manifest["settings"]["search"], manifest["model"]["dimension"], old.vectors if old else None)
    join_counted(counted, {item.article.language or ENGLISH for item in cuts}).save(folder / WORDS)
