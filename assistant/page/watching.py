"""An Index in, the same Index out, which tells how far an answer has come and can be stopped.

The encoder is asked for the question's vector when the search begins, and for tokens when sentences
are read: watching it shows the stages of any answerer without a word in its code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from typing import Any, Literal

from assistant.types import Embedded, Encoder, Index, Progress, Tokens, Vectors

Stage = Literal["understanding", "searching", "reading"]
Tell = Callable[[Stage], None]

_listener: ContextVar[Tell | None] = ContextVar("listener", default=None)


class WatchedEncoder:
    """Does what its encoder does, and tells the thread's listener which stage that is."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.name, self.sha256 = encoder.name, encoder.sha256
        self.graph, self.dimension, self.max_tokens = encoder.graph, encoder.dimension, encoder.max_tokens
        self.token_bytes = encoder.token_bytes

    def __getattr__(self, name: str) -> Any:
        """Pass on what an encoder can do beside the protocol."""
        return getattr(self._encoder, name)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Count each text's tokens."""
        return self._encoder.count_tokens(texts)

    def embed(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Embed articles' texts."""
        return self._encoder.embed(texts, progress)

    def embed_with_tokens(self, texts: Sequence[str], progress: Progress | None = None) -> list[Embedded]:
        """Embed articles' texts and their tokens."""
        return self._encoder.embed_with_tokens(texts, progress)

    def embed_question(self, question: str) -> Vectors:
        """Embed one question: the search begins."""
        _tell("searching")
        return self._encoder.embed_question(question)

    def embed_tokens(self, text: str) -> Tokens:
        """Embed the tokens of one text: sentences are being read."""
        _tell("reading")
        return self._encoder.embed_tokens(text)


def watched(index: Index) -> Index:
    """Return the index with its encoder watched."""
    return replace(index, encoder=WatchedEncoder(index.encoder))


@contextmanager
def listening(tell: Tell) -> Iterator[None]:
    """Have this thread's stages told; what `tell` raises ends the answer."""
    token = _listener.set(tell)
    try:
        tell("understanding")
        yield
    finally:
        _listener.reset(token)


def _tell(stage: Stage) -> None:
    if (listener := _listener.get()) is not None:
        listener(stage)
