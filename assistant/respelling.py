"""A question and an index in, how its articles spell what is asked out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.spellings import find_spellings, respell
from assistant.types import Encoder, Index, Passage

MOST_PIECES = 2.1  # tokens a word, of a question in a language that the encoder was trained on
"""all-MiniLM-L6-v2 cuts 99 of 100 English questions into fewer (xquad-en), and one of 100 Turkish ones (xquad-tr)."""
SPECIAL_TOKENS = 2
SCRIPTS = "Два министра подписали в столице протокол о торговле. وقع الوزيران في العاصمة بروتوكولا بشأن التجارة"
SCRIPTS_PIECES = 3.0  # tokens a word of these, of an encoder of many languages: multilingual-e5 has 1.8, MiniLM 5.5


def find_others(question: str, index: Index) -> dict[str, tuple[str, ...]]:
    """Return the other spellings that an index's articles have of a question's words; see `find_spellings`."""
    encoder = index.encoder if is_read(question, index.encoder) else None
    return find_spellings(question, index.words.vocabulary, encoder)


def as_written(question: str, passages: Sequence[Passage], index: Index) -> str:
    """Return a question with the words that these passages spell otherwise as they do; see `find_others`."""
    return respell(
        question,
        find_others(question, index),
        "\n".join(f"{passage.title}\n{passage.chunk.text}" for passage in passages),
    )


def is_read(question: str, encoder: Encoder) -> bool:
    """Say whether the encoder knows the language of a question: it cuts words of another one into small pieces.

    One of many languages cuts long words of each, and knows them all.
    """
    return _has_pieces(question, encoder, MOST_PIECES) or _has_pieces(SCRIPTS, encoder, SCRIPTS_PIECES)


def _has_pieces(text: str, encoder: Encoder, most: float) -> bool:
    """Say whether an encoder cuts a text into so many tokens a word at most."""
    return encoder.count_tokens([text])[0] <= most * len(re.findall(r"\w+", text)) + SPECIAL_TOKENS
