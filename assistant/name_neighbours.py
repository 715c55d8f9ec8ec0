"""What a sentence says of a question, and a phrase of it, in; the signs of what stands right around the phrase, out."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.lexical import words_of
from assistant.name_reading import Reading
from assistant.noun_phrases import PREPOSITIONS, Word
from assistant.sorts import HEADS, PEOPLE, TITLES

COPULA_REACH = 4  # words: behind or before an "is" the words of the question are looked for


def read_neighbours(read: Reading, i: int, j: int) -> dict[str, float]:
    """Return the signs of what stands before, behind and above the phrase from word i to word j."""
    signs = _before(read, i, j) | _behind(read, j) | _governing(read, i)
    signs |= {
        "begins the sentence": i == 0 or (i == 1 and read.words[0].cls == "determiner"),
        "is of a list": _splits_list(read.words, i, j),
        "is what is asked": _is_copula(read, i, j),
        "beside a comma, where who it is is asked": read.how.form == "is"
        and any(word.text == "," for word in (*read.words[max(i - 1, 0) : i], *read.words[j + 1 : j + 2])),
    }
    return {sign: float(holds) for sign, holds in signs.items()}


def is_person(word: Word) -> bool:
    """Say whether a word is a noun of people, or a title."""
    return HEADS.get(word.small) == "person" or word.small in TITLES or bool(PEOPLE.search(word.small))


def _before(read: Reading, i: int, j: int) -> dict[str, bool]:
    """Return the signs of the word before a phrase."""
    if not i:
        return {}
    before, is_asked = read.words[i - 1], i - 1 in read.asked
    is_titled = bool(read.noun) and read.noun in words_of(before.text) and read.words[j].cls == "name"
    return {
        "after part of its name": before.cls == read.words[i].cls == "name",
        "after a determiner": before.cls == "determiner",
        "after a conjunction": before.cls == "conjunction",
        "after a verbal": before.cls == "verbal",
        "after a noun": before.cls == "noun" and not is_asked,
        "after a noun of people": before.cls in ("noun", "name") and is_person(before),
        "after the asked title": is_titled,
        "after an asked word": is_asked,
        "after a comma after an asked word": before.text == "," and i - 2 in read.asked,
    }


def _behind(read: Reading, j: int) -> dict[str, bool]:
    """Return the signs of the word behind a phrase."""
    if j + 1 == len(read.words):
        return {"before a mark": True}
    after, is_asked = read.words[j + 1], j + 1 in read.asked
    behind = read.words[j + 2] if j + 2 < len(read.words) else None
    is_comma = after.text == "," and behind is not None
    first = j + 3 if behind is not None and behind.cls == "determiner" else j + 2
    return {
        "before an asked word": is_asked,
        "before a comma before an asked word": is_comma and (first in read.asked or j + 2 in read.asked),
        "before a noun": after.cls in ("noun", "number") and not is_asked,
        "before a verb": after.cls in ("verb", "auxiliary"),
        "before a verbal": after.cls == "verbal",
        "before of": after.small == "of",
        "before a preposition": after.cls == "preposition" and after.small != "of",
        "before a possessive": after.cls == "possessive",
        "before a conjunction": after.cls == "conjunction",
        "before a mark": after.cls == "mark",
        "before who": after.small == "who" or (is_comma and behind is not None and behind.small == "who"),
    }


def _governing(read: Reading, i: int) -> dict[str, bool]:
    """Return the signs of the preposition that governs a phrase, and of what that belongs to."""
    at = _find_preposition(read.words, i)
    if at < 0:
        return {}
    lead = read.words[at].small
    holder = read.words[at - 1] if at else None
    is_asked = at > 0 and (at - 1 in read.asked or at - 1 == read.verb)
    return {
        "after by": lead == "by",
        "after of": lead == "of",
        "after a preposition of place": lead in _PLACING,
        "after the asked preposition": lead == read.how.preposition,
        "its preposition follows an asked word": is_asked,
        "its preposition follows a name": holder is not None and holder.cls == "name",
        "its preposition follows a noun": holder is not None and holder.cls == "noun" and at - 1 not in read.asked,
    }


_PLACING = frozenset(
    "in at on near from to into within through throughout across around outside inside along between toward towards "
    "off under behind".split()
)


def _find_preposition(words: Sequence[Word], i: int) -> int:
    """Return the preposition that governs a phrase, a determiner and an adjective or two before it at most; or -1."""
    for k in range(i - 1, max(i - 4, -1), -1):
        if words[k].small in PREPOSITIONS:
            return k
        if words[k].cls not in ("determiner", "noun", "number", "adverb"):
            break
    return -1


def _splits_list(words: Sequence[Word], i: int, j: int) -> bool:
    """Say whether a phrase is one of several that are listed."""
    joins = (",", "&", "and", "or")
    follows = j + 2 < len(words) and words[j + 1].text in joins and words[j + 2].cls == words[j].cls
    return follows or (i > 1 and words[i - 1].text in joins and words[i - 2].cls == words[i].cls)


def _is_copula(read: Reading, i: int, j: int) -> bool:
    """Say whether a phrase is said to be, or to have become, something of what is asked."""
    words = read.words
    if j + 1 < len(words) and words[j + 1].small in _BE:
        return any(k in read.asked for k in range(j + 2, j + 2 + COPULA_REACH))
    first = i - 1 if i and words[i - 1].cls == "determiner" else i
    is_after = first > 1 and words[first - 1].small in _BE
    return is_after and any(k in read.asked for k in range(first - 1 - COPULA_REACH, first - 1))


_BE = frozenset(("is", "was", "are", "were", "became", "as"))
