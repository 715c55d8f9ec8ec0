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
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from weakref import WeakKeyDictionary

from anyascii import anyascii

from assistant.lexical import STOP_WORDS, fold, words_of
from assistant.types import LexicalStore

SHORTEST_NAME = 4  # letters; shorter words are alike by accident
SHORTEST_MISSPELT = 5  # letters; a shorter unknown word is more likely a name that no article has
LEAST_LIKENESS = 55.0  # of 100, of two names whose consonants are the same
LEAST_SURE_LIKENESS = 80.0  # where these are only one or two, or the articles have the name as it is asked for
LEAST_MISSPELT_LIKENESS = 80.0  # of 100: two letters of ten may differ, one of five
MOST_SPELLINGS = 6  # of one word; more than that are alike by accident

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_NAMES = Path(__file__).with_name("names.txt")
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


def skeleton(word: str) -> str:
    """Return the consonants of a folded word, those that are written in several ways as one."""
    letters = anyascii(word).casefold()
    softened = re.sub(r"(?<=i)j|j(?![aeiou])", "", letters)  # a j that is heard as in "yes"
    for pattern, replacement in _SOUNDS:
        softened = pattern.sub(replacement, softened)
    return softened


class Spellings:
    """Which of the articles' words are other spellings of one another."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._words = frozenset(vocabulary)

    def find(self, question: str) -> dict[str, tuple[str, ...]]:
        """Return for the question's words, as it writes them, what else is to be searched; most have nothing."""
        found = {}
        for match in _WORD.finditer(question):
            written = match.group()
            for word in words_of(written):
                others = self._others(word, is_name=written[:1].isupper())
                if others:
                    found[written] = others
        return found

    def _others(self, word: str, *, is_name: bool) -> tuple[str, ...]:
        is_known = word in self._words
        if len(word) < SHORTEST_NAME or word in STOP_WORDS or (is_known and not is_name and word not in _table()):
            return ()
        key = skeleton(word)
        least = LEAST_LIKENESS if len(key) > 2 and not is_known else LEAST_SURE_LIKENESS
        alike = {other for other in self._by_skeleton.get(key, ()) if _likeness(word, other) >= least}
        others = alike | (_table().get(word, frozenset()) & self._words)
        if not others - {word} and not is_known:
            others = self._nearest(word)
        nearest_first = sorted(others - {word}, key=lambda other: (-_likeness(word, other), other))
        return tuple(nearest_first[:MOST_SPELLINGS])

    def _nearest(self, word: str) -> set[str]:
        """Return the words that an unknown one is nearest to, if any is near."""
        if len(word) < SHORTEST_MISSPELT or any(letter.isdigit() for letter in word):
            return set()
        from rapidfuzz import fuzz, process

        best = process.extract(
            word, self._sorted, scorer=fuzz.ratio, score_cutoff=LEAST_MISSPELT_LIKENESS, limit=MOST_SPELLINGS
        )
        top = max((score for _, score, _ in best), default=0.0)
        return {str(candidate) for candidate, score, _ in best if score == top}

    @functools.cached_property
    def _sorted(self) -> list[str]:
        return sorted(word for word in self._words if len(word) >= SHORTEST_NAME and word.isalpha())

    @functools.cached_property
    def _by_skeleton(self) -> Mapping[str, frozenset[str]]:
        groups: dict[str, set[str]] = defaultdict(set)
        for word in self._words:
            if len(word) >= SHORTEST_NAME and not any(letter.isdigit() for letter in word):
                groups[skeleton(word)].add(word)
        return {key: frozenset(words) for key, words in groups.items()}


def respell(question: str, others: Mapping[str, Sequence[str]], text: str) -> str:
    """Write a question as a text would: a name that the text has in another spelling, in that one.

    `others` is what `Spellings.find` returned. The encoder reads accents, but takes a letter that
    ASCII lacks (Əliyev) for something else.
    """
    held = {word: match.group() for match in _WORD.finditer(text) for word in words_of(match.group())}
    for written in dict.fromkeys(match.group() for match in _WORD.finditer(question)):
        own = [held[word] for word in words_of(written) if word in held]
        alike = [surface for surface in own if fold(surface) == fold(written) and _bare(surface) != _bare(written)]
        found = alike or ([] if own else [held[word] for word in others.get(written, ()) if word in held])
        if found:
            question = re.sub(rf"(?<!\w){re.escape(written)}(?!\w)", found[0], question)
    return question


def _bare(word: str) -> str:
    """Return a word as the encoder reads it: without case and accents."""
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def spellings_of(words: LexicalStore) -> Spellings:
    """Return the spellings of an index's words; made once, and kept as long as the index is."""
    found = _MADE.get(words)
    if found is None:
        found = _MADE[words] = Spellings(words.vocabulary)
    return found


_MADE: WeakKeyDictionary[LexicalStore, Spellings] = WeakKeyDictionary()


def _likeness(word: str, other: str) -> float:
    """Say how alike two words are written in ASCII, 0 to 100."""
    from rapidfuzz import fuzz

    return float(fuzz.ratio(anyascii(word).casefold(), anyascii(other).casefold()))


@functools.cache
def _table() -> Mapping[str, frozenset[str]]:
    """Return the table of names as they are compared: each with its others."""
    table: dict[str, frozenset[str]] = {}
    for line in _NAMES.read_text("utf-8").splitlines():
        words = frozenset(word for name in line.partition("#")[0].split() for word in words_of(name))
        for word in words:
            table[word] = table.get(word, frozenset()) | words
    return table
