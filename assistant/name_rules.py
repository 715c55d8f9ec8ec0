"""A question and a phrase of a sentence in, whether the phrase may answer at all, out: what no weight should decide.

What may not keeps its share of the probability, so that what is left is not thought likelier for it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Sequence

from assistant.noun_phrases import Word
from assistant.sorts import COUNTRIES, HEADS, PEOPLE, PLACES, TITLES
from assistant.statements.tables import ALIASES

CANNOT = "cannot answer"
_WHICH = r"\b(?:which|what)\s+(?:[\w’'-]+\s+){0,2}?"
_COUNTRY = re.compile(rf"{_WHICH}(?:countr(?:y|ies)|nations?|states?)\b", re.IGNORECASE)
_NAMED_SORT = re.compile(
    rf"{_WHICH}(?:city|cities|town|capital|river|lake|sea|port|airport|bank|company|companies|firm|university|treaty"
    r"|agreement|declaration|convention|pipeline|railway|organi[sz]ation)\b",
    re.IGNORECASE,
)
_COUNTRY_WORDS = re.compile(r"(?:states|kingdom|republic|federation|emirates|union|empire)\Z")
_WHO = re.compile(r"\bwho(?:m|se)?\b", re.IGNORECASE)
_NAMES_SOMETHING = re.compile(r"\s[A-Z]")
"""A question on somebody or something by name is rarely answered by a noun."""
_BODIES = re.compile(
    r"(?:government|company|companies|party|council|committee|army|parliament|community|group|church|agency|department)\Z"
)
_WHO_IS = re.compile(r"\A[Ww]ho\s(?:is|was)\s[A-Z]\S+(?:\s[A-Z]\S+)*\s*\?")
"""Asks who somebody is, not who does something."""
_WHO_WAS = re.compile(r"\b[Ww]ho\s(?:is|was)\s(?!\w+ed\b)", re.IGNORECASE)
_WHO_HOLDS = re.compile(
    r"\A[Ww]ho\s(?:is|was|are|were)\s(?:the\s)?(?:\w+\s){0,2}(?:president|minister|chancellor|leader|chairman|governor|king|queen|emperor"
    r"|sultan|ambassador|director|head)\b"
)
_CHOICE = re.compile(r"\b(?:which|who)\b[^:?]*:.*\bor\b|\bwhich\sof\sthe\stwo\b|\bwhich\sis\s\w+er\b", re.IGNORECASE)
"""Gives what there is to choose from: the sentence has to be read."""
_SEVERAL = re.compile(
    r"\b(?:which|what)\s(?:two|three|four|(?:[\w-]+\s)?(?:countries|states|cities|companies|firms|banks|governments))\b",
    re.IGNORECASE,
)
_BESIDE = frozenset((",", "is", "was", "as"))
_WHERE = re.compile(r"\bwhere\b", re.IGNORECASE)
NEGATED = 5  # words before a phrase in which a "not" is on it: "does not pass through Armenia"


def may_answer(question: str, words: Sequence[Word], i: int, j: int, asked: Collection[int] = ()) -> bool:
    """Say whether the phrase from word i to word j may be who or what is asked for; the question says `asked`."""
    inside, before = words[i : j + 1], words[max(i - NEGATED, 0) : i]
    after = words[j + 1] if j + 1 < len(words) else None
    names = [word for word in inside if word.cls == "name"]
    if any(word.cls == "number" for word in inside[1:-1]) or all(word.cls == "number" for word in inside):
        return False
    if _is_adjective(inside[-1]) and after is not None and after.cls in ("noun", "verbal"):
        return False
    if _ends_according(before):
        return False
    if any(word.small in ("not", "never") for word in before) or (
        before and before[-1].small == "for" and _is_joined(words, i)
    ):
        return False
    if _CHOICE.search(question) or (_SEVERAL.search(question) and not _is_several(inside)):
        return False
    if _WHO_IS.search(question):
        return _is_beside(words, i, j, asked)
    if _COUNTRY.search(question):
        return any(_is_country(word) or _COUNTRY_WORDS.search(word.small) for word in inside)
    if _NAMED_SORT.search(question):
        return bool(names) and not (len(inside) == 1 and _is_country(inside[0])) and not _is_title(inside[0])
    if _WHO.search(question):
        if _WHO_HOLDS.search(question) and not _is_named_beside(words, i, j):
            return False
        if len(inside) == 1 and _is_country(inside[0]) and _WHO_WAS.search(question):
            return False
        return bool(names) or not _NAMES_SOMETHING.search(question) or _is_person(inside[-1])
    begins = i == 0 or (i == 1 and words[0].cls == "determiner")
    head = list(itertools.takewhile(lambda word: word.small != "of", inside))
    is_place = any(_is_country(word) or PLACES.search(word.small) for word in head)
    return not (_WHERE.search(question) and (_is_title(inside[0]) or (begins and not is_place)))


def _ends_according(before: Sequence[Word]) -> bool:
    said = [word.small for word in before if word.cls != "determiner"][-2:]
    return said == ["according", "to"]


def _is_several(inside: Sequence[Word]) -> bool:
    return any(word.cls == "conjunction" for word in inside) or inside[-1].small.endswith("s")


def _is_joined(words: Sequence[Word], i: int) -> bool:
    """Say whether a name goes on after its "for": "Bank for Reconstruction"."""
    return i > 1 and words[i - 2].cls == words[i].cls == "name"


def _is_beside(words: Sequence[Word], i: int, j: int, asked: Collection[int]) -> bool:
    """Say whether a phrase stands beside the name that is asked about: "X, the envoy", "X was envoy"."""
    first = i - 1 if i and words[i - 1].cls == "determiner" else i
    said = first > 1 and first - 2 in asked and words[first - 1].small in _BESIDE
    return said or (j + 2 < len(words) and j + 2 in asked and words[j + 1].small == ",")


def _is_named_beside(words: Sequence[Word], i: int, j: int) -> bool:
    """Say whether a phrase stands where the holder of an office does: behind a title, beside a comma, before "was"."""
    before, after = words[i - 1] if i else None, words[j + 1 : j + 3]
    if before is not None and (before.small == "," or _is_title(before)):
        return True
    if len(after) == 2 and after[0].small == ",":
        return after[1].cls == "determiner" or _is_title(after[1])
    return bool(after) and after[0].cls == "auxiliary"


def _is_title(word: Word) -> bool:
    small = word.small.removesuffix(".")
    return small in TITLES or HEADS.get(small) == "person"


def _is_person(word: Word) -> bool:
    return HEADS.get(word.small) == "person" or bool(PEOPLE.search(word.small) and not _BODIES.search(word.small))


def _is_adjective(word: Word) -> bool:
    return word.small in ALIASES and ALIASES[word.small] != word.small and word.small not in COUNTRIES


def _is_country(word: Word) -> bool:
    return word.small in COUNTRIES or word.small in ALIASES
