"""Texts in, unit vectors out, from a graph of a sentence-transformers model.

The graph is made at the model's first use (`export.py`) and kept in a cache folder of the user's;
from then on nothing here imports the library that the model was trained with. Texts run one at a
time, each on one thread, several at once on a pool: nothing is padded, both cores are busy, and what
a text's vector is never depends on its neighbours or on the number of threads.
"""

from __future__ import annotations

import functools
import os
import sys
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.export import graph_key, is_graph, make_graph, name_graph
from assistant.graph import Description, Graph, read_description
from assistant.models import DEFAULT_MODEL, find_model, hash_model
from assistant.types import Progress, Span, Tokens, UnusableModel, Vectors

TOKEN_CACHE_BYTES = 256 * 2**20  # about 1,400 passages of 200 tokens and 384 half-precision numbers
SPAN_BYTES = 136  # of one in a tuple: it, and its two numbers


class _Kept(NamedTuple):
    """A text's tokens at half precision; a hit and a miss both return what this holds."""

    spans: tuple[Span, ...]
    vectors: NDArray[np.float16]

    def size(self, text: str) -> int:
        """Count the bytes that this takes, beside its text."""
        return sys.getsizeof(text) + SPAN_BYTES * len(self.spans) + self.vectors.nbytes


class SentenceEncoder:
    """An encoder on the CPU; the model's files are hashed before anything of them is used.

    `sha256` is of the weights for the default model, whose package is pinned; of all that the
    library reads for any other. With `download=False` a name must be in the local model cache.
    `graphs` is the folder where exported graphs are kept, `token_cache` the bytes that the vectors of
    the tokens of recent texts may take.
    """

    def __init__(
        self,
        name: str = DEFAULT_MODEL,
        *,
        download: bool = True,
        graphs: Path | None = None,
        token_cache: int = TOKEN_CACHE_BYTES,
    ) -> None:
        self.name = name
        self._folder = find_model(name, download=download)
        self.sha256 = hash_model(name, self._folder)
        self._graphs = graphs
        self._opened: Graph | None = None
        self._opening = threading.Lock()
        self._caching = threading.Lock()
        self._token_cache: OrderedDict[str, _Kept] = OrderedDict()
        self._being_embedded: dict[str, Future[_Kept]] = {}
        self._token_cache_limit = token_cache
        self.token_cache_bytes = 0
        """What the token vectors that are kept take; never more than the limit."""

    @property
    def graph(self) -> str:
        """The precision of the graph that is run, and the version of what made it."""
        return name_graph(self._description)

    @property
    def dimension(self) -> int:
        """Components a vector."""
        return self._description.dimension

    @property
    def max_tokens(self) -> int:
        """Tokens of its own that the encoder reads."""
        return self._description.max_tokens

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Count each text's tokens, the model's special ones included."""
        return self._graph.count_tokens(texts)

    def embed(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Embed articles' texts: (n, d), in the order given."""
        vectors = np.empty((len(texts), self.dimension), np.float32)
        graph, prompt = self._graph, self._prompt("document")
        longest_first = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
        with ThreadPoolExecutor(_count_cores()) as pool:
            embedded = pool.map(lambda i: graph.embed(prompt + texts[i]), longest_first)
            for done, (i, vector) in enumerate(zip(longest_first, embedded, strict=True), 1):
                vectors[i] = vector
                if progress:
                    progress(done, len(texts))
        return vectors

    def embed_question(self, question: str) -> Vectors:
        """Embed one question: (d,)."""
        return self._graph.embed(self._prompt("query") + question)

    def embed_tokens(self, text: str) -> Tokens:
        """Embed the tokens of one text in context; kept while the cache has room for them.

        Who asks for a text that is just being embedded for another waits for that: it is not done twice.
        """
        with self._caching:
            kept, pending = self._token_cache.get(text), self._being_embedded.get(text)
            if kept is not None:
                self._token_cache.move_to_end(text)
            elif pending is None:
                self._being_embedded[text] = Future()
        if kept is None:
            kept = pending.result() if pending else self._embed_tokens(text)
        return Tokens(kept.spans, kept.vectors.astype(np.float32))

    @property
    def _graph(self) -> Graph:
        with self._opening:
            if self._opened is None:
                self._opened = Graph(self.graph_folder)
            return self._opened

    @functools.cached_property
    def _description(self) -> Description:
        """What the graph's folder says of it: nothing is loaded to read it."""
        return read_description(self.graph_folder)

    @functools.cached_property
    def graph_folder(self) -> Path:
        """Where the model's graph is; it is made where there is none, or it is not as it was made."""
        key, problem = graph_key(self.sha256), OSError()
        temporary = Path(tempfile.gettempdir()) / f"assistant-{os.getuid()}"
        places = [self._graphs] if self._graphs else [_user_cache(), temporary]
        for place in places:
            folder = place / key
            try:
                if not is_graph(folder):
                    make_graph(self.name, self._folder, folder)
                return folder
            except OSError as error:  # a home that is full or cannot be written to: the next place is as good
                problem = error
        raise UnusableModel(
            f"the graph of {self.name} is made once and kept, but it cannot be written to "
            f"{' or '.join(map(str, places))} ({problem.strerror or problem}); make room there, or name another folder "
            "in XDG_CACHE_HOME"
        )

    def _prompt(self, kind: str) -> str:
        """Return what the model wants in front of a text of this kind; most want nothing."""
        return self._description.prompts.get(kind, "")

    def _embed_tokens(self, text: str) -> _Kept:
        """Embed a text for all who wait for it."""
        waited_for = self._being_embedded[text]
        try:
            spans, vectors = self._graph.embed_tokens(text)
            kept = _Kept(spans, vectors.astype(np.float16))
        except BaseException as error:
            with self._caching:
                del self._being_embedded[text]
            waited_for.set_exception(error)
            raise
        with self._caching:
            del self._being_embedded[text]
            self._token_cache[text] = kept
            self.token_cache_bytes += kept.size(text)
            while self.token_cache_bytes > self._token_cache_limit:
                oldest, dropped = self._token_cache.popitem(last=False)
                self.token_cache_bytes -= dropped.size(oldest)
        waited_for.set_result(kept)
        return kept


def _count_cores() -> int:
    """Count the cores that this process may use; a container or `taskset` may leave it fewer than there are."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _user_cache() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("assistant-articles", appauthor=False) / "graphs"
