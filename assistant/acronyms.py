"""A question with initials in, the same question with the names that they stand for out.

"OTS" is found in articles that only ever write "Organization of Turkic States". Initials that an
article does have are left as they are.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Container, Mapping
from pathlib import Path

from assistant.lexical import words_of

_TABLE = Path(__file__).with_name("acronyms.txt")
_INITIALS = re.compile(r"\b[A-Z]{2,6}\b")


def spell_out(question: str, words: Container[str]) -> str:
    """Write initials out that no article has, where the articles have every word of the name; `words` are theirs."""

    def write(match: re.Match[str]) -> str:
        initials = match.group()
        name = _names().get(initials)
        if name is None or any(word in words for word in words_of(initials)):
            return initials
        return name if all(word in words for word in words_of(name)) else initials

    return _INITIALS.sub(write, question)


@functools.lru_cache(maxsize=1)
def _names() -> Mapping[str, str]:
    lines = (line.strip() for line in _TABLE.read_text("utf-8").splitlines() if not line.startswith("#"))
    return {initials: name for initials, _, name in (line.partition(" ") for line in lines)}
