"""A question and an evidence sentence in, its noun phrases with the signs that each is the answer, or not, out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.asked import Asked, read_asked
from assistant.evidence import Evidence
from assistant.lexical import STOP_WORDS, fold, words_of
from assistant.name_rules import CANNOT, may_answer
from assistant.noun_phrases import PREPOSITIONS, Word, find_noun_phrases, read_words
from assistant.phrases import DATES
from assistant.sorts import COUNTRIES, HEADS, NAMED_BODY, NAMED_PLACE, PEOPLE, PLACES, TITLES
from assistant.types import Span, Vectors

BREAK = 3.0  # words: what a comma or bracket between two words adds to their distance
REACH, NARROW = 8.0, 5.0  # words: a match, or a word of the question, this far from a phrase counts 1/e
LEAST_ALIKE = 0.4  # cosine of a question's verb and the word of a sentence that says it
VERB_REACH = 4.0  # words: from a phrase to the verb that it does, or that is done to it

Signs = Mapping[str, float]
"""What speaks for or against a phrase, by name; what does not hold is absent. Most are 1, some are 0 to 1."""


def read_name_signs(question: str, evidence: Evidence) -> list[tuple[Span, Signs]]:
    """Return the noun phrases of a sentence that say more than the question does, each with its signs."""
    words = read_words(evidence.text, evidence.passage.chunk.text)
    if not words:
        return []
    read = _read(question, evidence, words)
    dates = [Span(*match.span()) for match in DATES.finditer(evidence.text)]
    said = {fold(word) for word in re.findall(r"\w+", question)} | STOP_WORDS
    phrases: list[tuple[Span, Signs]] = []
    for i, j in find_noun_phrases(words, read.asked):
        span = Span(words[i].span.start, words[j].span.end)
        own = [fold(word.text) for word in words[i : j + 1] if word.cls not in ("mark", "possessive")]
        if all(word in said for word in own) or any(_is_date(span, date, evidence.text) for date in dates):
            continue
        signs = _signs(read, i, j) | {CANNOT: float(not may_answer(question, read.words, i, j, read.asked))}
        phrases.append((span, {k: v for k, v in signs.items() if v}))
    return phrases


def _is_date(span: Span, date: Span, text: str) -> bool:
    """Say whether a phrase is a date or a part of one; Theresa May and Expo 2017 only end with what may be one."""
    if span.end <= date.start or date.end <= span.start:
        return False
    return not (span.start < date.start and span.end == date.end and text[slice(*date)].isalnum())


@dataclass(frozen=True, slots=True)
class _Read:
    """What is read of a question and a sentence once, for all phrases."""

    words: Sequence[Word]
    asked: frozenset[int]
    """The words that the question says too."""
    how: Asked
    noun: str
    """What sort of thing is asked for, as words are compared, or nothing."""
    similarity: Vectors
    """A row a word of the sentence, a column a token of the question."""
    weights: Vectors
    """Of the question's tokens: 1 all together, nothing for those of stop words."""
    wh: Vectors
    sort: Vectors
    """How similar each word is to the word that asks, and to the noun after it: "city" in "which city"."""
    places: Vectors
    """Where each word stands, breaks counted; what is in brackets takes next to no room."""
    bracketed: Sequence[bool]
    verb: int
    """The word that says the question's verb, or -1."""
    passive: bool


def _read(question: str, evidence: Evidence, words: Sequence[Word]) -> _Read:
    tokens, how = evidence.question_tokens, read_asked(question)
    columns = [
        [c for c, t in enumerate(evidence.tokens) if t.start < w.span.end and w.span.start < t.end] for w in words
    ]
    similarity = np.array(
        [evidence.similarity[:, c].max(axis=1) if c else np.zeros(len(tokens)) for c in columns], np.float32
    )
    weights = np.array([bool(words_of(question[span.start : span.end])) for span in tokens], np.float32)

    def similar(part: Span | None) -> Vectors:
        rows = [i for i, span in enumerate(tokens) if part and span.start < part.end and part.start < span.end]
        return similarity[:, rows].max(axis=1) if rows else np.zeros(len(words), np.float32)

    said = set(words_of(question))
    alike = similar(how.verb) * np.array([w.is_run or w.cls == "verb" for w in words])
    verb = int(alike.argmax()) if alike.max() >= LEAST_ALIKE else -1
    depth, bracketed = 0, []
    for word in words:
        depth += (word.text in ("(", "[")) - (word.text in (")", "]"))
        bracketed.append(depth > 0 or word.text in (")", "]"))
    steps = [
        0.1 if inside else 1.0 + BREAK * (w.small in _BREAKING) for w, inside in zip(words, bracketed, strict=True)
    ]
    return _Read(
        words=words,
        asked=frozenset(i for i, w in enumerate(words) if w.is_run and said & set(words_of(w.text))),
        how=how,
        noun=next(iter(words_of(question[slice(*how.sort)])), "") if how.sort else "",
        similarity=similarity,
        weights=weights / max(float(weights.sum()), 1.0),
        wh=similar(how.wh),
        sort=similar(how.sort),
        places=np.cumsum(steps).astype(np.float32),
        bracketed=bracketed,
        verb=verb,
        passive=any(w.small in _BEING for w in words[max(verb - 3, 0) : max(verb, 0)])
        or (0 <= verb < len(words) - 1 and words[verb + 1].small == "by"),
    )


_BEING = frozenset(("is", "are", "was", "were", "be", "been", "being"))
_BREAKING = (",", ";", ":", "—", "–", "but", "while", "which", "who", "that")
_PLACING = frozenset(
    "in at on near from to into within through throughout across around outside inside along between toward towards "
    "off under behind".split()
)


def _signs(read: _Read, i: int, j: int) -> dict[str, float]:
    """Return the signs of the phrase from word i to word j."""
    words, inside = read.words, read.words[i : j + 1]
    first, last = words[i], words[j]
    before = words[i - 1] if i else None
    after = words[j + 1] if j + 1 < len(words) else None
    runs = [word for word in inside if word.is_run]
    names = sum(word.cls == "name" for word in runs)
    phrase = " ".join(word.text for word in inside)
    asked = sum(k in read.asked for k in range(i, j + 1))
    is_list = any(word.cls in ("conjunction", "mark") for word in inside)
    lead = _lead(words, i)
    signs: dict[str, float] = {
        "after part of its name": before is not None and before.cls == first.cls == "name",
        "after a determiner": before is not None and before.cls == "determiner",
        "after a conjunction": before is not None and before.cls == "conjunction",
        "after a verbal": before is not None and before.cls == "verbal",
        "before an asked word": j + 1 in read.asked,
        "before a noun": after is not None and after.cls in ("noun", "number") and j + 1 not in read.asked,
        "before a verb": after is not None and after.cls in ("verb", "auxiliary"),
        "before a verbal": after is not None and after.cls == "verbal",
        "before of": after is not None and after.small == "of",
        "before a preposition": after is not None and after.cls == "preposition" and after.small != "of",
        "before a possessive": after is not None and after.cls == "possessive",
        "before a conjunction": after is not None and after.cls == "conjunction",
        "before a mark": after is None or after.cls == "mark",
        "begins the sentence": i == 0 or (i == 1 and words[0].cls == "determiner"),
        "in brackets": read.bracketed[i],
        "is one word": len(runs) == 1,
        "has four words or more": len(inside) > 3,
        "is a name": names == len(runs),
        "is a name of several words": names == len(runs) > 1,
        "has no name": names == 0,
        "begins with a verbal": first.cls == "verbal",
        "has of": any(word.small == "of" for word in inside),
        "has a possessive": any(word.cls == "possessive" for word in inside[1:]),
        "is a list": is_list,
        "is names beside a comma": is_list and all(word.cls != "conjunction" for word in inside),
        "is of a list": _splits_list(words, i, j),
        "asked words": asked / len(runs),
        "ends with an asked word": j in read.asked,
        "ends with a noun of people": last.cls == "noun" and _is_person(last),
        "ends with a noun of places": last.cls == "noun" and bool(PLACES.search(last.small)),
        "is a country": last.small in COUNTRIES,
        "is a named place": bool(NAMED_PLACE.search(phrase)),
        "is a named body": bool(NAMED_BODY.search(phrase)),
        "after by": lead == "by",
        "after of": lead == "of",
        "after a preposition of place": lead in _PLACING,
        "after the asked title": before is not None
        and bool(read.noun)
        and read.noun in words_of(before.text)
        and last.cls == "name",
        "after the asked preposition": bool(lead) and lead == read.how.preposition,
        "beside a comma, where who it is is asked": read.how.form == "is"
        and any(w is not None and w.text == "," for w in (before, after)),
        "ends with the asked sort": bool(read.noun) and read.noun in words_of(last.text),
    }
    return {sign: float(holds) for sign, holds in signs.items()} | _verb_signs(read, i, j, lead) | _fits(read, i, j)


def _is_person(word: Word) -> bool:
    return HEADS.get(word.small) == "person" or word.small in TITLES or bool(PEOPLE.search(word.small))


def _lead(words: Sequence[Word], i: int) -> str:
    """Return the preposition that governs a phrase, a determiner and an adjective or two before it at most."""
    for word in reversed(words[max(i - 3, 0) : i]):
        if word.small in PREPOSITIONS:
            return word.small
        if word.cls not in ("determiner", "noun", "number", "adverb"):
            break
    return ""


def _splits_list(words: Sequence[Word], i: int, j: int) -> bool:
    """Say whether a phrase is one of several that are listed."""
    joins = (",", "&", "and", "or")
    follows = j + 2 < len(words) and words[j + 1].text in joins and words[j + 2].cls == words[j].cls
    return follows or (i > 1 and words[i - 1].text in joins and words[i - 2].cls == words[i].cls)


def _verb_signs(read: _Read, i: int, j: int, lead: str) -> dict[str, float]:
    """Return how near a phrase stands to the question's verb, on the side of who does it, or of whom it is done to.

    "Who visited X?" asks for what is before the verb, "who did X visit?" for what is behind it.
    """
    if read.verb < 0 or i <= read.verb <= j:
        return {}
    is_before = j < read.verb
    near = float(np.exp(-abs(read.places[read.verb] - read.places[j if is_before else i]) / VERB_REACH))
    if read.passive:
        return {"done by it": near} if lead == "by" else {}
    if read.how.form == "does":
        return {"does it" if is_before else "after what it does": near}
    return {"done to it": near} if read.how.form == "to whom" and not is_before else {}


def _fits(read: _Read, i: int, j: int) -> dict[str, float]:
    """Return how well a question matches the words around a phrase, near ones more, and what it asks for the phrase."""
    at = np.arange(len(read.words))
    distance = np.where(at < i, read.places[i] - read.places, np.maximum(read.places - read.places[j], 0.0))
    near = np.exp(-distance / REACH) * ((at < i) | (at > j))
    asked = [k for k in read.asked if not i <= k <= j]
    return {
        "fit around": float(read.weights @ (read.similarity * near[:, None]).max(axis=0)),
        "asked near": float(np.exp(-distance[asked] / NARROW).sum()) / max(len(read.asked), 1),
        "like the word that asks": float(read.wh[i : j + 1].max()),
        "like the asked sort": float(read.sort[i : j + 1].max()),
    }
