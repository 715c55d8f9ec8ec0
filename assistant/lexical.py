"""A text in, its words as they are compared out. The only importer of the stemmer.

A word is compared without case, accents and English endings: Güler's, GULER and Guler are one.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Collection
from typing import TYPE_CHECKING

from assistant.remembered import Remembered

if TYPE_CHECKING:
    import Stemmer

STOP_WORDS = frozenset(
    "a an and are as at be been but by did do does for from had has have he her his how i if in into is it its "
    "of on or our she that the their them they this to was we were what when where which who whom whose why will "
    "with would you your".split()
)

ENGLISH = "en"
REMEMBERED = 2**13  # words: a question and what is read for it have some 1,000; eight times as many save .03 ms of one
FORMS = 2**14  # words, and as many from before: a collection's common ones
_DOTLESS = ("tr", "az")  # languages in which I is the capital of ı
_STEMMERS = {
    "ar": "arabic", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish", "fi": "finnish",
    "fr": "french", "hu": "hungarian", "hy": "armenian", "it": "italian", "nl": "dutch", "no": "norwegian",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "sv": "swedish", "tr": "turkish",
}  # fmt: skip
"""Snowball's names of the languages it stems."""
_WORD = re.compile(r"\w+(?:'\w+)*")
_POSSESSIVE = re.compile(r"'s?\Z")
_ACCENTS = re.compile(r"[^\x00-\u02ff\u2000-\u20cf]")  # accents that combine with a letter lie there
_LETTERS = {"’": "'", "ə": "a", "ı": "i", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe"}
_LETTER = re.compile(f"[{''.join(_LETTERS)}]")


def words_of(text: str, language: str | None = None) -> list[str]:
    """Return a text's words as they are compared: folded, stemmed, without stop words; English by default.

    Stemmers of other languages know accents, so there words are stemmed first; a suffix after an
    apostrophe (Türkiye'nin) is none of the word.
    """
    code = (language or ENGLISH).split("-")[0].lower()
    if code == ENGLISH:
        return [word for word in map(_english().__getitem__, _WORD.findall(_fold_letters(text))) if word]
    lowered = text.replace("’", "'").replace("I", "ı").replace("İ", "i") if code in _DOTLESS else text.replace("’", "'")
    heads = (match.group().split("'")[0] for match in _WORD.finditer(unicodedata.normalize("NFC", lowered.casefold())))
    return [_fold_letters(stem(word, code)) for word in heads]


def words_asked(question: str, languages: Collection[str]) -> list[str]:
    """Return a question's words as texts of these languages have them, each once."""
    return list(dict.fromkeys(word for language in sorted(languages) for word in words_of(question, language)))


@functools.lru_cache(maxsize=REMEMBERED)
def fold(word: str) -> str:
    """Take case, accents and a possessive ending off a word."""
    return _POSSESSIVE.sub("", _fold_letters(word))


def _fold_letters(text: str) -> str:
    """Take case and accents off: first case, which turns some accents into letters."""
    if text.isascii():
        return text.lower()
    lettered = _LETTER.sub(lambda match: _LETTERS[match.group()], text.casefold())
    return _ACCENTS.sub(_drop_accent, unicodedata.normalize("NFKD", lettered))


def _drop_accent(match: re.Match[str]) -> str:
    return "" if unicodedata.combining(match.group()) else match.group()


@functools.lru_cache(maxsize=1)
def _english() -> Remembered[str]:
    """Return what each folded word of English is compared as; nothing of a stop word."""
    return Remembered(_form, FORMS)


def _form(word: str) -> str:
    bare = _POSSESSIVE.sub("", word)
    return "" if bare in STOP_WORDS else stem(bare)


@functools.lru_cache(maxsize=REMEMBERED)
def stem(word: str, language: str = ENGLISH) -> str:
    """Take the ending off a folded word of a language: signed, signing and signs are sign."""
    stemmer = _stemmer(language)
    return str(stemmer.stemWord(word)) if stemmer else word


@functools.lru_cache(maxsize=64)
def _stemmer(language: str) -> Stemmer.Stemmer | None:
    import Stemmer

    name = _STEMMERS.get(language)
    return Stemmer.Stemmer(name) if name else None
