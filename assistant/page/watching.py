"""An Index in, the same Index out, which tells how far an answer has come and can be stopped.

The encoder is asked for the question's vector when the search begins, and for tokens when sentences
are read: watching it shows the stages of any answerer without a word in its code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from typing import Any, Literal

from assistant.types import Index, Tokens, Vectors
from assistant.wrapped_encoder import WrappedEncoder

Stage = Literal["understanding", "searching", "reading"]
Tell = Callable[[Stage], None]

_listener: ContextVar[Tell | None] = ContextVar("listener", default=None)


class WatchedEncoder(WrappedEncoder):
    """Does what its encoder does, and tells the thread's listener which stage that is."""

    def __getattr__(self, name: str) -> Any:
        """Pass on what an encoder can do beside the protocol."""
        return getattr(self.encoder, name)

    def embed_question(self, question: str) -> Vectors:
        """Embed one question: the search begins."""
        _tell("searching")
        return super().embed_question(question)

    def embed_tokens(self, text: str) -> Tokens:
        """Embed the tokens of one text: sentences are being read."""
        _tell("reading")
        return super().embed_tokens(text)


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
