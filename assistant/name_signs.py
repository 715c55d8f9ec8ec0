"""A question and an evidence sentence in, its noun phrases with the signs that each is the answer, or not, out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np

from assistant.evidence import Evidence
from assistant.lexical import STOP_WORDS, fold, words_of
from assistant.name_neighbours import is_person, read_neighbours
from assistant.name_reading import Reading, read_sentence
from assistant.name_rules import CANNOT, has_origin, may_answer
from assistant.noun_phrases import Word, find_noun_phrases, read_words
from assistant.phrases import DATES, WEEKDAYS
from assistant.sorts import COUNTRIES, NAMED_BODY, NAMED_PLACE, PLACES
from assistant.types import Span

REACH, NARROW = 8.0, 5.0  # words: a match, or a word of the question, this far from a phrase counts 1/e
LEAST_SAID = 0.01  # where a sentence says nothing of the question, no clause says more of it than another
VERB_REACH = 4.0  # words: from a phrase to the verb that it does, or that is done to it

_ASKS_NAME = re.compile(r"\b(?:known|called|stands?\sfor|named?|abbreviat\w*|short\sfor)\b", re.IGNORECASE)
Signs = Mapping[str, float]
"""What speaks for or against a phrase, by name; what does not hold is absent. Most are 1, some are 0 to 1."""


def read_name_signs(question: str, evidence: Evidence) -> list[tuple[Span, Signs]]:
    """Return the noun phrases of a sentence that say more than the question does, each with its signs."""
    words = read_words(evidence.text, evidence.passage.chunk.text)
    if not words:
        return []
    read = read_sentence(question, evidence, words)
    dates = [Span(*match.span()) for form in (DATES, WEEKDAYS) for match in form.finditer(evidence.text)]
    said = {fold(word) for word in re.findall(r"\w+", question)} | STOP_WORDS
    asked_letters = set() if _ASKS_NAME.search(question) else set(re.findall(r"\b[A-Z]{2,}\b", question))
    phrases: list[tuple[Span, Signs]] = []
    for i, j in find_noun_phrases(words, read.asked):
        span = Span(words[i].span.start, words[j].span.end)
        own = [fold(word.text) for word in words[i : j + 1] if word.cls not in ("mark", "possessive")]
        if all(word in said for word in own) or any(_is_date(span, date, evidence.text) for date in dates):
            continue
        if read.how.wants in ("holder", "somebody") and has_origin(words[i : j + 1]):
            continue  # the name without it is another phrase
        if _initials(words[i : j + 1]) in asked_letters:
            continue  # what the question says in short
        signs = _signs(read, i, j) | {CANNOT: float(not may_answer(read.how, read.words, i, j, read.asked))}
        phrases.append((span, {k: v for k, v in signs.items() if v}))
    return phrases


def _initials(words: Sequence[Word]) -> str:
    """Return the first letters of a phrase's names: CSTO of the Collective Security Treaty Organization."""
    return "".join(part[0] for word in words if word.cls == "name" for part in re.split(r"[-–]", word.text) if part)


def _is_date(span: Span, date: Span, text: str) -> bool:
    """Say whether a phrase is a date or a part of one; Theresa May and Expo 2017 only end with what may be one."""
    if span.end <= date.start or date.end <= span.start:
        return False
    return not (span.start < date.start and span.end == date.end and text[slice(*date)].isalnum())


def _signs(read: Reading, i: int, j: int) -> dict[str, float]:
    """Return the signs of the phrase from word i to word j."""
    return _inside(read, i, j) | read_neighbours(read, i, j) | _verb_signs(read, i, j) | _fits(read, i, j)


def _inside(read: Reading, i: int, j: int) -> dict[str, float]:
    """Return what a phrase itself says."""
    inside = read.words[i : j + 1]
    first, last = inside[0], inside[-1]
    runs = [word for word in inside if word.is_run]
    names = sum(word.cls == "name" for word in runs)
    phrase = " ".join(word.text for word in inside)
    is_list = any(word.cls in ("conjunction", "mark") for word in inside)
    asked = sum(k in read.asked for k in range(i, j + 1))
    titled = sum(bool(read.title & set(words_of(word.text))) for word in runs)
    signs: dict[str, float] = {
        "in brackets": read.bracketed[i],
        "is one word": len(runs) == 1,
        "has four words or more": len(inside) > 3,
        "is a name": names == len(runs),
        "is a name of several words": names == len(runs) > 1,
        "has no name": names == 0,
        "has no name, where the question has none": names == 0 and not read.how.has_name,
        "begins with a verbal": first.cls == "verbal",
        "has of": any(word.small == "of" for word in inside),
        "has a possessive": any(word.cls == "possessive" for word in inside[1:]),
        "is a list": is_list,
        "is names beside a comma": is_list and all(word.cls != "conjunction" for word in inside),
        "asked words": asked / len(runs),
        "ends with an asked word": j in read.asked,
        "ends with the asked sort": bool(read.noun) and read.noun in words_of(last.text),
        "ends with a noun of people": last.cls == "noun" and is_person(last),
        "ends with a noun of places": last.cls == "noun" and bool(PLACES.search(last.small)),
        "is a country": last.small in COUNTRIES,
        "is a named place": bool(NAMED_PLACE.search(phrase)),
        "is a named body": bool(NAMED_BODY.search(phrase)),
        "is of the title": titled / len(runs),
        "is what the question says": float(read.said[i : j + 1].sum()) / len(runs),
        "says it most": float(read.said[i : j + 1].max()),
    }
    return {sign: float(holds) for sign, holds in signs.items()}


def _verb_signs(read: Reading, i: int, j: int) -> dict[str, float]:
    """Return how near a phrase stands to the question's verb, on the side of who does it, or of whom it is done to.

    "Who visited X?" asks for what is before the verb, "who did X visit?" for what is behind it.
    """
    if read.verb < 0 or i <= read.verb <= j:
        return {}
    is_before = j < read.verb
    near = float(np.exp(-abs(read.places[read.verb] - read.places[j if is_before else i]) / VERB_REACH))
    if read.passive or read.how.form not in ("does", "done", "to whom"):
        return {}
    if read.how.form == "does":
        return {"does it": near} if is_before else {}
    return {} if is_before else {"done to it": near}


def _fits(read: Reading, i: int, j: int) -> dict[str, float]:
    """Return how well a question matches the words around a phrase, near ones more, and what it asks for the phrase."""
    at = np.arange(len(read.words))
    distance = np.where(at < i, read.places[i] - read.places, np.maximum(read.places - read.places[j], 0.0))
    near = np.exp(-distance / REACH) * ((at < i) | (at > j))
    asked = [k for k in read.asked if not i <= k <= j]
    clause = np.array(read.clauses) == read.clauses[i]
    return {
        "in the clause of what is asked": float(read.said[clause].sum()) / max(float(read.said.sum()), LEAST_SAID),
        "fit around": float(read.weights @ (read.similarity * near[:, None]).max(axis=0)),
        "asked near": float(np.exp(-distance[asked] / NARROW).sum()) / max(len(read.asked), 1),
        "like the word that asks": float(read.wh[i : j + 1].max()),
        "like the asked sort": float(read.sort[i : j + 1].max()),
    }
