"""Words and a text in; which of the words the text says, out: in their stems, and of the same beginning."""

from __future__ import annotations

from collections.abc import Collection

from assistant.lexical import words_of

LONG_WORD = 5  # letters; a shorter word is too often the beginning of another


def find_said(asked: Collection[str], text: str) -> set[str]:
    """Return those of a question's words that a text says; Tajik says Tajikistan, and Turkey Türkiye."""
    held = {_ONE_NAME.get(word, word) for word in words_of(text)}
    begun: dict[str, list[str]] = {}  # by the letters that a word and its beginning have in common
    for word in held:
        if len(word) >= LONG_WORD:
            begun.setdefault(word[:LONG_WORD], []).append(word)
    return {
        word for word in asked if _ONE_NAME.get(word, word) in held or _is_begun(word, begun.get(word[:LONG_WORD], ()))
    }


_ONE_NAME = {"turkey": "turkiy", "turkish": "turkiy", "turk": "turkiy", "turkiye": "turkiy"}


def _is_begun(word: str, held: Collection[str]) -> bool:
    """Say whether a long word is the beginning of another long one, or the other way round."""
    return len(word) >= LONG_WORD and any(other.startswith(word) or word.startswith(other) for other in held)
