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
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from assistant.cross_encoder import CrossEncoder
from assistant.cross_export import cross_key, make_cross_graph
from assistant.export import graph_key, is_graph, make_graph, name_graph
from assistant.graph import Description, Graph, read_description
from assistant.models import DEFAULT_MODEL, WEIGHTS_SHA256, find_model, hash_model
from assistant.respelling import is_read
from assistant.token_codes import VERSION, Codes, expand, pack, shrink, width
from assistant.types import Embedded, InContext, Progress, Tokens, UnusableModel, Vectors

TOKEN_CACHE_BYTES = 64 * 2**20  # some 1,600 passages of 200 tokens of 384 components
MOST_TOKENS_KEPT = 1024  # texts: those of 75 questions over an index without tokens, of 800 over one with them

Result = TypeVar("Result")


class _Kept(NamedTuple):
    """A text's tokens as codes, which is what an index keeps of them too."""

    spans: NDArray[np.int32]
    codes: Codes

    def size(self, text: str) -> int:
        """Count the bytes that this takes, with its text."""
        return sys.getsizeof(text) + self.spans.nbytes + self.codes.nbytes


class SentenceEncoder:
    """An encoder on the CPU; the model's files are hashed before anything of them is used.

    `sha256` is of the weights for the default model, whose package is pinned; of all that the
    library reads for any other. With `download=False` a name must be in the local model cache.
    `graphs` is the folder where exported graphs are kept, `token_cache` the bytes that the vectors of
    the tokens of recent texts may take, `most_kept` how many texts these are at most.
    """

    def __init__(
        self,
        name: str = DEFAULT_MODEL,
        *,
        download: bool = True,
        graphs: Path | None = None,
        token_cache: int = TOKEN_CACHE_BYTES,
        most_kept: int = MOST_TOKENS_KEPT,
    ) -> None:
        self.name = name
        self._folder = find_model(name, download=download)
        self.sha256 = hash_model(name, self._folder)
        self._graphs = graphs
        self._opened: Graph | None = None
        self._crossed: CrossEncoder | None = None
        self._opening = threading.Lock()
        self._caching = threading.Lock()
        self._token_cache: OrderedDict[str, _Kept] = OrderedDict()
        self._being_embedded: dict[str, Future[_Kept]] = {}
        self._token_cache_limit, self._most_kept = token_cache, most_kept
        self.token_cache_bytes = 0
        """What the token vectors that are kept take; never more than the limit."""

    @property
    def texts_kept(self) -> int:
        """How many texts' tokens are kept."""
        return len(self._token_cache)

    @property
    def graph(self) -> str:
        """The precision of the graph that is run, and the versions of what made it and of how tokens are kept."""
        return f"{name_graph(self._description)}, tokens {VERSION}"

    @property
    def dimension(self) -> int:
        """Components a vector."""
        return self._description.dimension

    @property
    def token_bytes(self) -> int:
        """Bytes that a token takes where an index keeps it; none where the model wants words in front of a document."""
        return 0 if self._prompt("document") else width(self.dimension)

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
        for i, vector in _in_parallel(lambda text: graph.embed(prompt + text), texts, progress):
            vectors[i] = vector
        return vectors

    def embed_with_tokens(self, texts: Sequence[str], progress: Progress | None = None) -> list[Embedded]:
        """Embed articles' texts and, in the same pass, their tokens as an index keeps them."""
        found = sorted(_in_parallel(self._embed_whole, texts, progress), key=lambda pair: pair[0])
        return [embedded for _, embedded in found]

    def embed_question(self, question: str) -> Vectors:
        """Embed one question: (d,). Its tokens are embedded with it, and kept for who asks for them next."""
        prompt = self._prompt("query")
        if prompt:
            return self._graph.embed(prompt + question)
        vector, tokens = self._graph.embed_whole(question)
        with self._caching:
            self._keep(question, _Kept(tokens.spans, shrink(tokens.vectors)))
        return vector

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
        return Tokens(kept.spans, expand(kept.codes))

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

    def score_answers(self, question: str, texts: Sequence[InContext]) -> Vectors | None:
        """Read each text together with a question: (n,) log odds that it answers; none but of the default model."""
        cross = self._cross
        if cross is None or not is_read(question, self):  # it learnt from English alone
            return None
        return cross.score(question, texts)

    @property
    def _cross(self) -> CrossEncoder | None:
        """What reads two texts together: only the default model has been fitted to."""
        if self.sha256 != WEIGHTS_SHA256:
            return None
        with self._opening:
            if self._crossed is None:
                folder = self._find_graph(cross_key(), lambda folder: make_cross_graph(self._folder, folder))
                self._crossed = CrossEncoder(folder, _count_cores())
            return self._crossed

    @functools.cached_property
    def graph_folder(self) -> Path:
        """Where the model's graph is; it is made where there is none, or it is not as it was made."""
        return self._find_graph(graph_key(self.sha256), lambda folder: make_graph(self.name, self._folder, folder))

    def _find_graph(self, key: str, make: Callable[[Path], None]) -> Path:
        """Return the folder of a graph, which is made where there is none as it was made."""
        problem = OSError()
        temporary = Path(tempfile.gettempdir()) / f"assistant-{os.getuid()}"
        places = [self._graphs] if self._graphs else [_user_cache(), temporary]
        for place in places:
            folder = place / key
            try:
                if not is_graph(folder):
                    make(folder)
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
            tokens = self._graph.embed_tokens(text)
            kept = _Kept(tokens.spans, shrink(tokens.vectors))
        except BaseException as error:
            with self._caching:
                del self._being_embedded[text]
            waited_for.set_exception(error)
            raise
        with self._caching:
            del self._being_embedded[text]
            self._keep(text, kept)
        waited_for.set_result(kept)
        return kept

    def _embed_whole(self, text: str) -> Embedded:
        """Embed a text of an article, and its tokens as they are kept."""
        vector, tokens = self._graph.embed_whole(text)
        return Embedded(vector, pack(tokens.spans, shrink(tokens.vectors)))

    def _keep(self, text: str, kept: _Kept) -> None:
        """Put a text's tokens into the cache; the caller holds its lock."""
        dropped = self._token_cache.pop(text, None)
        self.token_cache_bytes += kept.size(text) - (dropped.size(text) if dropped else 0)
        self._token_cache[text] = kept
        while self.token_cache_bytes > self._token_cache_limit or len(self._token_cache) > self._most_kept:
            oldest, dropped = self._token_cache.popitem(last=False)
            self.token_cache_bytes -= dropped.size(oldest)


def _in_parallel(
    embed: Callable[[str], Result], texts: Sequence[str], progress: Progress | None
) -> Iterator[tuple[int, Result]]:
    """Yield the number of each text and what it is embedded as, the longest first, on all cores."""
    longest_first = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
    with ThreadPoolExecutor(_count_cores()) as pool:
        embedded = pool.map(lambda i: embed(texts[i]), longest_first)
        for done, pair in enumerate(zip(longest_first, embedded, strict=True), 1):
            yield pair
            if progress:
                progress(done, len(texts))


def _count_cores() -> int:
    """Count the cores that this process may use; a container or `taskset` may leave it fewer than there are."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _user_cache() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("assistant-articles", appauthor=False) / "graphs"
