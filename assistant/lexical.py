"""Chunks' words in, BM25 scores out. The only importer of bm25s and the stemmer.

A word is compared without case, accents and English endings: Güler's, GULER and Guler are one.
"""

from __future__ import annotations

import functools
import json
import math
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from assistant.types import Hits

if TYPE_CHECKING:
    import bm25s
    import Stemmer

LANGUAGES = "languages.json"
K1 = 1.5  # how fast a repeated word stops counting: the usual value
B = 0.75  # how much a long chunk is held against it: the usual value
STOP_WORDS = frozenset(
    "a an and are as at be been but by did do does for from had has have he her his how i if in into is it its "
    "of on or our she that the their them they this to was we were what when where which who whom whose why will "
    "with would you your".split()
)

ENGLISH = "en"
_DOTLESS = ("tr", "az")  # languages in which I is the capital of ı
_STEMMERS = {
    "ar": "arabic", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish", "fi": "finnish",
    "fr": "french", "hu": "hungarian", "hy": "armenian", "it": "italian", "nl": "dutch", "no": "norwegian",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "sv": "swedish", "tr": "turkish",
}  # fmt: skip
"""Snowball's names of the languages it stems."""
_WORD = re.compile(r"\w+(?:'\w+)*")
_POSSESSIVE = re.compile(r"'s?\Z")
_LETTERS = str.maketrans({"’": "'", "ə": "a", "ı": "i", "ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe"})


class WordStore:
    """BM25 statistics of chunks, by row number."""

    def __init__(self, ranker: bm25s.BM25, rows: int, languages: Collection[str]) -> None:
        self._ranker = ranker
        self._rows = rows
        self.languages = frozenset(languages)

    def __len__(self) -> int:
        return self._rows

    @property
    def vocabulary(self) -> Collection[str]:
        """Every word that stands in a row."""
        words: Mapping[str, int] = self._ranker.vocab_dict
        return words.keys()

    def idf(self, word: str) -> float:
        """Say how rare a word is: Lucene's inverse document frequency; a word of no row is the rarest."""
        id = self._ranker.vocab_dict.get(word)
        starts = self._ranker.scores["indptr"]
        frequency = 0 if id is None else int(starts[id + 1] - starts[id])
        return math.log(1 + (self._rows - frequency + 0.5) / (frequency + 0.5))

    def search(self, words: Sequence[str], k: int, rows: NDArray[np.int64] | None = None) -> Hits:
        """Find the k best rows that hold one of the words, best first."""
        ids = self._ranker.get_tokens_ids(list(words))
        if not ids:
            return Hits(np.empty(0, np.int64), np.empty(0))
        scores = np.asarray(self._ranker.get_scores_from_ids(ids), np.float64)
        rows = np.flatnonzero(scores > 0) if rows is None else rows[scores[rows] > 0]
        return best(rows.astype(np.int64), scores[rows], k)

    def save(self, folder: Path) -> None:
        """Write the statistics into a folder, as arrays and JSON."""
        self._ranker.save(folder, show_progress=False)
        (folder / LANGUAGES).write_text(json.dumps(sorted(self.languages)) + "\n", "utf-8")


def make_word_store(texts: Iterable[str], languages: Iterable[str | None] | None = None) -> WordStore:
    """Count the words of chunks' texts, in the order of rows; `languages` are the texts', English by default."""
    import bm25s

    texts = list(texts)
    known = [language or ENGLISH for language in languages] if languages is not None else [ENGLISH] * len(texts)
    tokens = [words_of(text, language) for text, language in zip(texts, known, strict=True)]
    if not any(tokens):
        tokens[0] = ["\0"]  # bm25s needs a word; no question holds this one
    # numbered in order: bm25s would number the words of a set, which each process has in another order
    ids = {word: id for id, word in enumerate(sorted({word for words in tokens for word in words}))}
    ranker = bm25s.BM25(k1=K1, b=B)
    numbered = [[ids[word] for word in words] for words in tokens]
    ranker.index((numbered, ids), create_empty_token=False, show_progress=False)
    return WordStore(ranker, len(tokens), set(known))


def open_word_store(folder: Path, rows: int) -> WordStore:
    """Open what `WordStore.save` wrote. Raises `ValueError` where it is not about that many rows."""
    import bm25s

    ranker = bm25s.BM25.load(folder, load_corpus=False, mmap=True, allow_pickle=False, show_progress=False)
    scores, found, starts = (ranker.scores[name] for name in ("data", "indices", "indptr"))
    words = len(ranker.vocab_dict)
    is_whole = (
        ranker.scores["num_docs"] == rows
        and len(starts) > max(ranker.vocab_dict.values(), default=0) + 1
        and starts[0] == 0
        and starts[-1] == len(found) == len(scores)
        and bool((np.diff(starts) >= 0).all())
        and (not len(found) or 0 <= found.min() <= found.max() < rows)
        and all(isinstance(id, int) and id >= 0 for id in ranker.vocab_dict.values())
    )
    if not is_whole:
        raise ValueError(f"{folder.name} does not hold the words of {rows} chunks ({words} words found)")
    languages = json.loads((folder / LANGUAGES).read_text("utf-8"))
    if not isinstance(languages, list) or not all(isinstance(language, str) for language in languages):
        raise ValueError(f"{LANGUAGES} does not list languages")
    return WordStore(ranker, rows, languages)


def best(rows: NDArray[np.int64], scores: NDArray[np.float64], k: int) -> Hits:
    """Take the k highest scores, best first; equal ones in the order of rows."""
    if len(rows) > 4 * k:
        floor = np.partition(scores, len(scores) - k)[len(scores) - k]
        rows, scores = rows[scores >= floor], scores[scores >= floor]
    order = np.lexsort((rows, -scores))[:k]
    return Hits(rows[order], scores[order])


def words_of(text: str, language: str | None = None) -> list[str]:
    """Return a text's words as they are compared: folded, stemmed, without stop words; English by default.

    Stemmers of other languages know accents, so there words are stemmed first; a suffix after an
    apostrophe (Türkiye'nin) is none of the word.
    """
    code = (language or ENGLISH).split("-")[0].lower()
    if code == ENGLISH:
        words = (_POSSESSIVE.sub("", match.group()) for match in _WORD.finditer(_fold_letters(text)))
        return [stem(word) for word in words if word not in STOP_WORDS]
    lowered = text.replace("’", "'").replace("I", "ı").replace("İ", "i") if code in _DOTLESS else text.replace("’", "'")
    heads = (match.group().split("'")[0] for match in _WORD.finditer(unicodedata.normalize("NFC", lowered.casefold())))
    return [_fold_letters(stem(word, code)) for word in heads]


def words_asked(question: str, languages: Collection[str]) -> list[str]:
    """Return a question's words as texts of these languages have them, each once."""
    return list(dict.fromkeys(word for language in sorted(languages) for word in words_of(question, language)))


@functools.lru_cache(maxsize=2**16)
def fold(word: str) -> str:
    """Take case, accents and a possessive ending off a word."""
    return _POSSESSIVE.sub("", _fold_letters(word))


def _fold_letters(text: str) -> str:
    """Take case and accents off: first case, which turns some accents into letters."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


@functools.lru_cache(maxsize=2**16)
def stem(word: str, language: str = ENGLISH) -> str:
    """Take the ending off a folded word of a language: signed, signing and signs are sign."""
    stemmer = _stemmer(language)
    return str(stemmer.stemWord(word)) if stemmer else word


@functools.cache
def _stemmer(language: str) -> Stemmer.Stemmer | None:
    import Stemmer

    name = _STEMMERS.get(language)
    return Stemmer.Stemmer(name) if name else None
