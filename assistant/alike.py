"""Words in, how alike they are out. The only importer of anyascii and rapidfuzz.

Two words are one name where nothing but the way of writing differs: their skeletons are equal.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from anyascii import anyascii

_SOUNDS = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"shch|sch|sh", "s"),
        (r"tsch|tch|ch|cz|dzh|dj|zh|j(?=[aeiou])|c", "J"),  # Cəfərov, Jafarov, Dzhafarov
        (r"kh|gh|ck|q|g|x|h", "k"),  # Qarabağ, Garabagh, Karabakh; Heydar, Geidar
        (r"ph", "f"),
        (r"w", "v"),
        (r"ts|tz", "z"),
        (r"(.)\1+", r"\1"),
        (r"[aeiouyj'ʼ-]", ""),
    )
)
_SOFT = re.compile(r"(?<=i)j|j(?![aeiou])")  # a j that is heard as in "yes"


def skeleton(word: str) -> str:
    """Return the consonants of a folded word, those that are written in several ways as one."""
    return _soften(anyascii(word).casefold())


def skeletons(words: Sequence[str]) -> list[str]:
    """Return the skeleton of each word without line ends; all are read as one text, in a tenth of the time."""
    return _soften(anyascii("\n".join(words)).casefold()).split("\n") if words else []


def _soften(text: str) -> str:
    softened = _SOFT.sub("", text)
    for pattern, replacement in _SOUNDS:
        softened = pattern.sub(replacement, softened)
    return softened


def likeness(word: str, other: str) -> float:
    """Say how alike two words are written in ASCII, 0 to 100."""
    from rapidfuzz import fuzz

    return float(fuzz.ratio(anyascii(word).casefold(), anyascii(other).casefold()))


def edits(word: str, other: str) -> int:
    """Count the letters that are left out, added, wrong or swapped between two words."""
    from rapidfuzz.distance import OSA

    return int(OSA.distance(word, other))


def nearest(word: str, others: Sequence[str], least: float, most: int) -> set[str]:
    """Return those of the words that are written most like one, where any is as like it as `least` (0 to 100)."""
    from rapidfuzz import fuzz, process

    best = process.extract(word, others, scorer=fuzz.ratio, score_cutoff=least, limit=most)
    top = max((score for _, score, _ in best), default=0.0)
    return {str(candidate) for candidate, score, _ in best if score == top}
