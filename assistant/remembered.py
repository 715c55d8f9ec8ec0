"""A function of words in, one that does not do the same twice out: a collection has few different words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

MOST = 2**15  # words whose results are kept, and as many from before: some 10 MB
LONGEST = 64  # characters of a word whose result is kept: what is longer comes once

Result = TypeVar("Result")


class Remembered(dict[str, Result], Generic[Result]):
    """What a function returns, by its argument; where there are too many, those of longest ago are forgotten."""

    def __init__(self, function: Callable[[str], Result], most: int = MOST) -> None:
        super().__init__()
        self._function, self._most = function, most
        self._before: dict[str, Result] = {}

    def __missing__(self, word: str) -> Result:
        before = self._before  # another thread may put another one there
        result = before[word] if word in before else self._function(word)
        if len(word) <= LONGEST:
            if len(self) >= self._most:
                self._before = dict(self)
                self.clear()
            self[word] = result
        return result
