"""Earlier turns in; what they are about, what stands in the foreground first, out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from assistant.lexical import words_of
from assistant.mentions import REMEMBERED, Mention, bare, content_words, find_mentions, is_name
from assistant.sorts import VERBS

TURNS = 32  # that are looked at; what was said before them is no longer what "it" means
LONGEST_TURN = 400  # characters of one turn that are looked at
LONGEST_EARLIER = 200  # characters of one before the last two: names stand at the beginning
FADING = 0.6  # of what a mention counts, from each turn to the next
OF_TITLE, OF_QUESTION, OF_ASKED, OF_ANSWER, OF_LEAD = (
    2.0,
    1.0,
    0.9,
    0.6,
    8.0,
)  # what a mention counts, by where it stands
SUBJECT = 0.2  # more for the first name of a question: it is what the question is about
SHORTEST_TERM = 4  # letters of a word that a question is said to be about


class Said(NamedTuple):
    """One earlier turn, on one line; whoever is no user is the assistant."""

    role: str
    text: str


def read_history(history: Sequence[Mapping[str, object]]) -> list[Said]:
    """Return the latest turns that say something, oldest first; what is no text is passed over."""
    said = []
    latest = history[-TURNS:]
    for at, turn in enumerate(latest):
        longest = LONGEST_TURN if at >= len(latest) - 2 else LONGEST_EARLIER
        role, text = (turn.get("role"), turn.get("text")) if isinstance(turn, Mapping) else (None, None)
        if isinstance(text, str) and (line := _one_line(text, longest)):
            said.append(Said(role if isinstance(role, str) else "assistant", line))
    return said


class Foreground:
    """What a conversation has mentioned so far; it grows turn by turn."""

    def __init__(self) -> None:
        self._weights: dict[str, float] = {}
        self._mentions: dict[str, Mention] = {}
        self._terms: dict[str, int] = {}  # stem -> turns that it stands in
        self._words: dict[str, str] = {}  # stem -> the word as it was first written
        self.dates: list[str] = []

    def __bool__(self) -> bool:
        return bool(self._terms or self.dates)

    def hear(self, text: str, weight: float) -> None:
        """Take in what a text mentions; everything before it steps back."""
        for key in self._weights:
            self._weights[key] *= FADING
        first = True
        for mention in find_mentions(text):
            if mention.sort == "date":
                self.dates.append(mention.text)
                continue
            key = self._key(mention)
            known = self._mentions.setdefault(key, mention)
            if known.sort in ("name", "thing") and mention.sort not in ("name", "thing"):
                self._mentions[key] = known._replace(sort=mention.sort)
            bonus = SUBJECT if first and mention.strength == 3 and weight == OF_QUESTION else 0.0
            first = first and mention.strength < 3
            self._weights[key] = self._weights.get(key, 0.0) + weight + bonus
        for stem, word in _terms_of(text).items():
            self._terms[stem] = self._terms.get(stem, 0) + 1
            self._words.setdefault(stem, word)

    def is_person(self, mention: Mention) -> None:
        """Note that a name is a person's: somebody was called he or she."""
        key = self._key(mention)
        if key in self._mentions:
            self._mentions[key] = self._mentions[key]._replace(sort="person")

    def ranked(self, fits: Callable[[Mention], bool]) -> list[Mention]:
        """Return the mentions that fit, those in the foreground first; equal ones as they were said."""
        keys = sorted(self._weights, key=lambda key: -round(self._weights[key], 6))
        return [self._mentions[key] for key in keys if fits(self._mentions[key])]

    def weight(self, mention: Mention) -> float:
        """Return how far a mention stands in the foreground; more is further."""
        return self._weights.get(self._key(mention), 0.0)

    def knows(self, word: str) -> bool:
        """Say whether a word was said before, in this form or another."""
        return any(stem in self._terms for stem in words_of(word))

    def terms(self) -> Iterator[str]:
        """Yield the words that stand in most turns, the most frequent first."""
        order = sorted(self._terms, key=lambda stem: -self._terms[stem])
        yield from (self._words[stem] for stem in order)

    def _key(self, mention: Mention) -> str:
        """Name a mention; a part of a name that was said in full is the same: Pauling, Linus Pauling."""
        key = bare(mention.text).casefold()
        if key in self._mentions or mention.strength < 3 or mention.is_plural or not is_name(mention.text.split()[-1]):
            return key
        parts = set(key.split())
        for other, known in self._mentions.items():
            if len(other) <= len(key):
                continue
            is_one = known.strength == 3 and not known.is_plural and known.sort in ("person", "name", mention.sort)
            if is_one and parts < set(other.split()):
                return other
        return key


@lru_cache(maxsize=REMEMBERED)
def _terms_of(text: str) -> Mapping[str, str]:
    """Return the words that may tell what a text is about, by their stems."""
    words = (word for word in content_words(text) if len(word) >= SHORTEST_TERM and word.isalpha())
    stems = ((stem, word) for word in words if word.casefold() not in VERBS for stem in words_of(word))
    terms: dict[str, str] = {}
    for stem, word in stems:
        terms.setdefault(stem, word)
    return terms


def _one_line(text: str, longest: int) -> str:
    start = text[: 4 * longest]
    line = " ".join("".join(c if c.isprintable() else " " for c in start).split())[:longest]
    return line if any(c.isalnum() for c in line) else ""
