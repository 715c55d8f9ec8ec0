"""A sentence in, its words with the class of each, and the noun phrases that they make, out.

There is no tagger: a word is told by closed lists, by its ending, and by whether it is written small elsewhere in
its passage. A phrase is a run of words that name something, or several joined by "of" or in a list. It begins where
a run or a name in it begins, and ends where these end.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.sorts import HEADS, VERBS
from assistant.types import Span

WordClass = Literal[
    "name", "noun", "number", "verbal", "verb", "adverb", "determiner", "preposition", "conjunction", "auxiliary",
    "pronoun", "possessive", "mark",
]  # fmt: skip
"""`verbal` ends like a participle ("led", "rising"); `possessive` is the "'s"; `noun` is what no list has."""

LONGEST = 7  # words of a phrase that is no list, without those that join its parts
LONGEST_LIST = 12

_WORD = re.compile(
    r"(?:[A-Z]\.){2,}|(?:St|Mt|Ft|Dr|Mr|Mrs|Jr|Sr|Gen|Col|Rev)\.|[A-Z]\.(?=\s[A-Z])"
    r"|\d+(?:[.,:]\d+)+|[^\W_]+(?:[’'.&/–-](?!s\b)[^\W_]+)*|[’']s?\b|[^\w\s]"
)
_DETERMINERS = frozenset(
    "the a an this these those his her its their our my your such any every no another each some both all many several "
    "few most more other".split()
)
PREPOSITIONS = frozenset(
    "of in on at by to from for with without into onto upon within near between among through throughout during "
    "before after since until till under over against around about across along behind below beneath beside besides "
    "beyond inside outside off toward towards via per as than like despite regarding including except up down "
    "out".split()
)
_AUXILIARIES = frozenset(
    "is are was were be been being am do does did has have had having will would can could shall should may might must "
    "not never".split()
)
_PRONOUNS = frozenset(
    "i he she it they we you him them us who whom whose which that what where when there while because if although "
    "though so then however also only just even still yet already therefore thus himself themselves itself here well "
    "very too rather quite often later earlier today now again once always usually normally indeed following based "
    "note according afterwards meanwhile".split()
)
_CONJUNCTIONS = frozenset(("and", "or", "but", "nor"))
_PARTICIPLE = re.compile(r"\w{2}(?:ed|ing)\Z")
NATION = re.compile(r"[A-Z]\w*(?:ish|ese|ian|ean|ani|akh|bek|man|nch|tch|ic)\Z")
_RUN: frozenset[WordClass] = frozenset(("name", "noun", "number", "verbal"))


@dataclass(frozen=True, slots=True)
class Word:
    """A word or mark of a sentence: its characters, as it stands and in small letters, and its class."""

    span: Span
    text: str
    small: str
    cls: WordClass

    @property
    def is_run(self) -> bool:
        """Say whether the word may be in a run that names something."""
        return self.cls in _RUN


def read_words(text: str, around: str) -> tuple[Word, ...]:
    """Read the words and marks of a sentence; `around` is its passage."""
    words: list[Word] = []
    for match in _WORD.finditer(text):
        piece = match.group()
        begins = not words or words[-1].text in '.:;“"'
        cls = _classify(piece, words, begins, around)
        if words and words[-1].cls == "name" and (_ARABIC.match(piece) or _PARTICLE.match(text, match.start())):
            cls = "name"
        words.append(Word(Span(*match.span()), piece, piece.lower(), cls))
    return tuple(replace(word, cls="verb") if _is_verb_between(words, i) else word for i, word in enumerate(words))


def _is_verb_between(words: Sequence[Word], i: int) -> bool:
    """Say whether a noun by its looks is a verb, as "manages" is in "an architect manages the job".

    Either it or the noun before it ends like a plural, and a determiner follows.
    """
    if not 0 < i < len(words) - 1 or words[i].cls != "noun" or words[i + 1].cls != "determiner":
        return False
    ends = [bool(_ENDS_IN_S.search(word.small)) for word in words[i - 1 : i + 1]]
    return words[i - 1].cls in ("noun", "name") and ends[0] != ends[1]


_ENDS_IN_S = re.compile(r"[^s]s\Z")


_ARABIC = re.compile(r"(?:al|el|ad|as|ul)-[A-Z]")
_PARTICLE = re.compile(
    r"(?:al|el|bin|bint|ibn|de|da|di|du|del|la|le|van|von|der|den|zu|ter)\s(?:(?:la|der|den)\s)?[A-Z]"
)
"""Of a name that goes on: "Osama bin Laden", "Hassan al-Turabi"."""


def _classify(piece: str, before: Sequence[Word], begins: bool, around: str) -> WordClass:
    small = piece.lower()
    if not piece[0].isalnum():
        ends = bool(before) and before[-1].text.endswith("s")
        return "possessive" if piece[0] in "’'" and (len(piece) == 2 or ends) else "mark"
    for words, cls in _CLOSED:
        if small in words and (begins or not piece[0].isupper() or small == "the"):
            return cls
    if piece[0].isdigit():
        return "number"
    if piece[0].isupper():
        if not begins or not (_is_small(small, around) or small.endswith("ly") or _PARTICIPLE.search(small)):
            return "name"
        return "adverb" if small.endswith("ly") else "verbal" if _PARTICIPLE.search(small) else "noun"
    if small.endswith("ly"):
        return "adverb"
    if _PARTICIPLE.search(small):
        return "verbal"
    if before and before[-1].cls in ("determiner", "preposition") and before[-1].small != "to":
        return "noun"
    return "verb" if any(form in VERBS for form in (small, small.removesuffix("s"))) else "noun"


_CLOSED: tuple[tuple[frozenset[str], WordClass], ...] = (
    (_DETERMINERS, "determiner"),
    (_CONJUNCTIONS, "conjunction"),
    (PREPOSITIONS, "preposition"),
    (_AUXILIARIES, "auxiliary"),
    (_PRONOUNS, "pronoun"),
)


def _is_small(word: str, around: str) -> bool:
    return bool(re.search(rf"\b{re.escape(word)}\b", around))


def find_noun_phrases(words: Sequence[Word], asked: Collection[int] = ()) -> Iterator[tuple[int, int]]:
    """Yield the phrases, each as its first and last word; `asked`, the words that the question says, part runs."""
    starts = [i for i in range(len(words)) if _may_start(words, i, asked)]
    ends = [_may_end(words, i, asked) for i in range(len(words))]
    for i in starts:
        size, listed, joined = 0, False, False
        for j in range(i, len(words)):
            word = words[j]
            following = words[j + 1] if j + 1 < len(words) else None
            if word.cls in ("mark", "conjunction"):
                named = following is not None and (following.is_run or following.cls in ("determiner", "conjunction"))
                if word.text not in _JOINS or not named:
                    break
                listed = True
                joined = joined or word.text != ","
            elif word.cls in ("preposition", "determiner"):
                is_for = word.text == "for" and following is not None and words[j - 1].cls == following.cls == "name"
                if not (word.text == "of" or is_for or words[j - 1].text in _JOINS or _is_byname(words, j)):
                    break
            elif not word.is_run and word.cls != "possessive":
                break
            size += word.is_run
            if size > (LONGEST_LIST if listed else LONGEST):
                break
            if ends[j] and (joined or not listed or all(w.cls in ("name", "mark") for w in words[i : j + 1])):
                yield i, j


_JOINS = ("of", ",", "&", "and", "or")


def _is_byname(words: Sequence[Word], i: int) -> bool:
    """Say whether a "the" is in a name: "William the Silent"."""
    return words[i].text == "the" and i + 1 < len(words) and words[i - 1].cls == words[i + 1].cls == "name"


def _may_start(words: Sequence[Word], i: int, asked: Collection[int]) -> bool:
    if not words[i].is_run:
        return False
    if not i or not words[i - 1].is_run:
        return i < 2 or not _is_byname(words, i - 1)
    before = words[i - 1]
    if words[i].cls == "name":
        return before.cls != "name" or bool(NATION.match(before.text)) or HEADS.get(before.small) == "person"
    return i - 1 in asked or before.cls == "verbal"


def _may_end(words: Sequence[Word], j: int, asked: Collection[int]) -> bool:
    if not words[j].is_run or words[j].cls == "verbal":
        return False
    if j + 1 == len(words) or not words[j + 1].is_run:
        return j + 1 == len(words) or not _is_byname(words, j + 1)
    after = words[j + 1]
    return (words[j].cls == "name" and after.cls not in ("name", "number")) or j + 1 in asked or after.cls == "verbal"
