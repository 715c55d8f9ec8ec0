"""A question's words in, the other spellings of them that the articles use out.

Names reach us from a dozen alphabets and as many ways to write them in ours: Aliyev, Aliev and
Əliyev are one man. Two words are one name where nothing but the way of writing differs (their
skeletons are equal), or where a table says so (Kyiv and Kiev). A word that no article uses is also
searched as the nearest that one does: it may be misspelt. The articles' text is never changed.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path

from assistant.alike import edits, likeness, nearest, skeleton
from assistant.lexical import STOP_WORDS, fold, words_of
from assistant.types import Encoder, Vocabulary
from assistant.vocabulary import SHORTEST_NAME

SHORTEST_MISSPELT = 5  # letters; a shorter unknown word is more likely a name that no article has
LONG_MISSPELT = 8  # letters; two of a longer word may be wrong, one of a shorter
LEAST_LIKENESS = 55.0  # of 100, of two names whose consonants are the same
LEAST_SURE_LIKENESS = 80.0  # where these are only one or two, or the articles have the name as it is asked for
LEAST_MISSPELT_LIKENESS = 80.0  # of 100: two letters of ten may differ, one of five
LEAST_LIKE_SURFACE = 70.0  # of a misspelt word and the word of a text that it is read as
MOST_SPELLINGS = 6  # of one word; more than that are alike by accident

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_OWNER = re.compile(r"['’]s?\Z")
_NAMES = Path(__file__).with_name("names.txt")


def find_spellings(question: str, vocabulary: Vocabulary, encoder: Encoder | None = None) -> dict[str, tuple[str, ...]]:
    """Return for the question's words, as it writes them, what else is to be searched; most have nothing.

    `encoder` is one that knows the question's language: a word in small letters that it has a token for is spelt
    right, although no article uses it. Without one a word may be another form of what it is nearest to, not misspelt.
    """
    found = {}
    for match in _WORD.finditer(question):
        written = match.group()
        for word in words_of(written):
            is_right = (
                word not in vocabulary and written.islower() and encoder is not None and _is_token(written, encoder)
            )
            is_read = encoder is not None
            others = _others(word, vocabulary, is_name=written[:1].isupper(), is_right=is_right, is_read=is_read)
            if others:
                found[written] = others
    return found


def _others(word: str, vocabulary: Vocabulary, *, is_name: bool, is_right: bool, is_read: bool) -> tuple[str, ...]:
    is_known = word in vocabulary
    if len(word) < SHORTEST_NAME or word in STOP_WORDS or (is_known and not is_name and word not in _table()):
        return ()
    others = {other for other in _table().get(word, frozenset()) if other in vocabulary}
    if is_right:
        others |= {other for other in _near(word, vocabulary) if other.startswith(word) or word.startswith(other)}
    else:
        least = LEAST_LIKENESS if len(skeleton(word)) > 2 and not is_known else LEAST_SURE_LIKENESS
        others |= {other for other in vocabulary.sounding_like(word) if likeness(word, other) >= least}
    if not others - {word} and not is_known and not is_right:
        most = 2 if len(word) >= LONG_MISSPELT else 1
        others = {other for other in _near(word, vocabulary) if not is_read or edits(word, other) <= most}
    nearest_first = sorted(others - {word}, key=lambda other: (-likeness(word, other), other))
    return tuple(nearest_first[:MOST_SPELLINGS])


def _near(word: str, vocabulary: Vocabulary) -> set[str]:
    """Return the words that an unknown one is nearest to, if any is near."""
    if len(word) < SHORTEST_MISSPELT or any(letter.isdigit() for letter in word):
        return set()
    return nearest(word, vocabulary.near(word, LEAST_MISSPELT_LIKENESS), LEAST_MISSPELT_LIKENESS, MOST_SPELLINGS)


def _is_token(word: str, encoder: Encoder) -> bool:
    alone, nothing = encoder.count_tokens([word, ""])
    return alone == nothing + 1


def respell(question: str, others: Mapping[str, Sequence[str]], text: str) -> str:
    """Write a question as a text would: a name that the text has in another spelling, in that one.

    `others` is what `find_spellings` returned. The encoder reads accents, but takes a letter that
    ASCII lacks (Əliyev) for something else. It knows a possessive, and that Azerbaijani is of Azerbaijan. A name is
    written as a name alone: Saturn is no strain.
    """
    if not others and question.isascii() and text.isascii():
        return question
    asked = list(dict.fromkeys(_WORD.findall(question)))
    wanted = {word for written in asked for word in (*_words_in(written), *others.get(written, ()))}
    held: dict[str, dict[str, None]] = {}
    for surface in dict.fromkeys(_WORD.findall(text)):
        for word in wanted.intersection(_words_in(surface)):
            held.setdefault(word, {})[_OWNER.sub("", surface)] = None
    for written in asked:
        name = _OWNER.sub("", written)
        own = [surface for word in _words_in(written) for surface in held.get(word, ())]
        alike = [surface for surface in own if fold(surface) == fold(name) and _bare(surface) != _bare(name)]
        other = [surface for word in others.get(written, ()) for surface in held.get(word, ())] if not own else []
        is_name = name[:1].isupper() and not question.startswith(name)
        other = [s for s in other if not _is_inflected(s, name) and (s[:1].isupper() if is_name else _is_like(s, name))]
        found = alike or sorted(other, key=lambda surface: -likeness(surface, name))
        if found:
            question = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", found[0], question)
    return question


def _is_inflected(surface: str, name: str) -> bool:
    """Say whether one of two words is the other with an ending; a single letter more or less is a misspelling."""
    own, other = fold(surface), fold(name)
    longer, shorter = (own, other) if len(own) >= len(other) else (other, own)
    ending = longer.removeprefix(shorter)
    if not longer.startswith(shorter):
        return False
    return len(ending) != 1 or ending in ("si" if longer == own else "sin")


def _is_like(surface: str, word: str) -> bool:
    """Say whether a text's word is near enough to be meant by a misspelt one: "agreement", not "agreed"."""
    return likeness(surface, word) >= LEAST_LIKE_SURFACE


@functools.lru_cache(maxsize=2**14)
def _words_in(word: str) -> tuple[str, ...]:
    """Return a written word as it is compared; most words of a passage were in one before."""
    return tuple(words_of(word))


def _bare(word: str) -> str:
    """Return a word as the encoder reads it: without case and accents."""
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


@functools.cache
def _table() -> Mapping[str, frozenset[str]]:
    """Return the table of names as they are compared: each with its others."""
    table: dict[str, frozenset[str]] = {}
    for line in _NAMES.read_text("utf-8").splitlines():
        words = frozenset(word for name in line.partition("#")[0].split() for word in words_of(name))
        for word in words:
            table[word] = table.get(word, frozenset()) | words
    return table
