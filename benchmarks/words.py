"""Two texts in, the F1 of their words out."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter


def score_words(found: str, known: str) -> float:
    """Return the F1 of the words of two texts, each as often as it occurs; their order does not count."""
    one, other = (Counter(re.findall(r"\w+", unicodedata.normalize("NFC", text).casefold())) for text in (found, known))
    both = sum((one & other).values())
    all = sum(one.values()) + sum(other.values())
    return 2 * both / all if all else 1.0
