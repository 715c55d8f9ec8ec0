"""Where the time of a question goes: the product's own functions, timed from outside while a block runs."""

from __future__ import annotations

import importlib
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import Any
from unittest import mock

from assistant.types import Index

FUNCTIONS: Mapping[str, tuple[str, ...]] = {
    "late interaction": ("assistant.search.match_passages",),
    "spellings": ("assistant.search.respell",),
    "fusion": ("assistant.search.fuse",),
    "times": ("assistant.search.read_scope", "assistant.search.is_in_time"),
    "sentences": ("assistant.answers.rank_evidence",),
    "reading together": ("assistant.answers.reread", "assistant.answers.judge"),
    "confidence": ("assistant.answers.weigh", "assistant.answers.say_missing"),
    "support": ("assistant.answers.check_support",),
}
"""Stages, and the functions whose time they are; each by the module that calls it."""
STAGES = ("encode", "dense", "lexical", *FUNCTIONS, "rest")


class Stages:
    """The seconds of each stage since the last `take`; those of a stage within another are the inner one's alone."""

    def __init__(self) -> None:
        self._seconds: defaultdict[str, float] = defaultdict(float)
        self._inner: list[float] = []
        self._thread = threading.get_ident()

    def take(self) -> dict[str, float]:
        """Return the seconds by stage, and begin anew."""
        seconds, self._seconds = dict(self._seconds), defaultdict(float)
        return seconds

    def timed(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function that does what it did, and is timed; what runs beside the question's thread is not."""

        def run(*arguments: Any, **options: Any) -> Any:
            if threading.get_ident() != self._thread:
                return function(*arguments, **options)
            self._inner.append(0.0)
            started = time.perf_counter()
            try:
                return function(*arguments, **options)
            finally:
                seconds = time.perf_counter() - started
                self._seconds[stage] += seconds - self._inner.pop()
                if self._inner:
                    self._inner[-1] += seconds

        return run


class _Timed:
    """Does what a thing does, with one of its methods timed."""

    def __init__(self, thing: Any, method: str, timed: Callable[..., Any]) -> None:
        self._thing = thing
        setattr(self, method, timed)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._thing, name)

    def __len__(self) -> int:
        return len(self._thing)


@contextmanager
def timing(index: Index) -> Iterator[tuple[Index, Stages]]:
    """Give an index that is timed, and its stages."""
    stages = Stages()
    timed: dict[str, Any] = {
        field: _Timed(thing, method, stages.timed(stage, getattr(thing, method)))
        for field, thing, method, stage in (
            ("encoder", index.encoder, "embed_question", "encode"),
            ("vectors", index.vectors, "search", "dense"),
            ("words", index.words, "search", "lexical"),
        )
    }
    with ExitStack() as stack:
        for stage, names in FUNCTIONS.items():
            for name in names:
                module, _, function = name.rpartition(".")
                known = getattr(importlib.import_module(module), function)
                stack.enter_context(mock.patch(name, stages.timed(stage, known)))
        yield replace(index, **timed), stages
