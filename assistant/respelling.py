"""A question and an index in, how its articles spell what is asked out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.sorts import CLOSED
from assistant.spellings import find_spellings, respell
from assistant.types import Encoder, Index, Passage

MOST_PIECES = 2.1  # tokens a word, of a question in a language that the encoder was trained on
"""all-MiniLM-L6-v2 cuts 99 of 100 English questions into fewer (xquad-en), and one of 100 Turkish ones (xquad-tr)."""
SPECIAL_TOKENS = 2
_NAME = re.compile(r"(?<=\s)[A-Z][\w’'-]+")
_WORD = re.compile(r"[^\W\d_]{2,}")
_INSIDE = re.compile(r"(?:(?<=[\w,;:’')\]–—]\s)|(?<=[-(]))([^\W\d_]{2,})")
"""A word that does not begin a sentence."""
SCRIPTS = "Два министра подписали в столице протокол о торговле. وقع الوزيران في العاصمة بروتوكولا بشأن التجارة"
SCRIPTS_PIECES = 3.0  # tokens a word of these, of an encoder of many languages: multilingual-e5 has 1.8, MiniLM 5.5


def find_others(question: str, index: Index) -> dict[str, tuple[str, ...]]:
    """Return the other spellings that an index's articles have of a question's words; see `find_spellings`."""
    encoder = index.encoder if is_read(question, index.encoder) else None
    return find_spellings(question, index.words.vocabulary, encoder)


def as_written(question: str, passages: Sequence[Passage], index: Index) -> str:
    """Return a question with the words that these passages spell otherwise as they do; see `find_others`.

    One without a capital letter has those of the names that the passages write with one.
    """
    text = "\n".join(f"{passage.title}\n{passage.chunk.text}" for passage in passages)
    return capitalise(respell(question, find_others(question, index), text), [p.chunk.text for p in passages])


def capitalise(question: str, texts: Sequence[str]) -> str:
    """Return a question typed without capital letters with those that these texts always write a word with.

    A word that begins a sentence tells nothing, nor does one of a title; "who" and "us" stay what they are.
    """
    if question != question.lower():
        return question
    written: dict[str, set[str]] = {}
    for text in texts:
        for match in _INSIDE.finditer(text):
            written.setdefault(match[1].lower(), set()).add(match[1])

    def capitalised(match: re.Match[str]) -> str:
        surfaces = set() if match.group() in CLOSED else written.get(match.group(), set())
        return next(iter(surfaces)) if len(surfaces) == 1 else match.group()

    return _WORD.sub(capitalised, question)


def is_read(question: str, encoder: Encoder) -> bool:
    """Say whether the encoder knows the language of a question: it cuts words of another one into small pieces.

    Names are cut into small pieces in any language, and do not count against it. One of many languages cuts long words
    of each, and knows them all.
    """
    plain = _NAME.sub("", question)
    return any(_has_pieces(text, encoder, MOST_PIECES) for text in (question, plain)) or _has_pieces(
        SCRIPTS, encoder, SCRIPTS_PIECES
    )


def _has_pieces(text: str, encoder: Encoder, most: float) -> bool:
    """Say whether an encoder cuts a text into so many tokens a word at most."""
    return encoder.count_tokens([text])[0] <= most * len(re.findall(r"\w+", text)) + SPECIAL_TOKENS
