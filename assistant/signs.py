"""A question and its evidence in, signs that the best sentence answers or does not out.

A sign is a number that a reader could check: how much of what the question names stands in the
sentence and its passage, whether a date is there where it asks when, how near the next best is.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from assistant.evidence import Evidence
from assistant.lexical import fold
from assistant.question import demands_kind, expected_kind, find_counted
from assistant.short_answer import holds_kind
from assistant.statements.polarity import negators_in
from assistant.statements.spellings import read_initials, skeleton
from assistant.statements.tables import ANTONYMS, CAPITALS
from assistant.statements.terms import Term, TermKind, base_form, read_terms
from assistant.types import Passage, Span, Vectors

UNLIKE = 0.3  # cosine below which no word of a sentence is that for what a question asks the number of
SHORTEST_SKELETON = 3  # consonants; fewer are alike by accident
SHORTEST_NAME = 3  # letters
_PRICE = re.compile(
    r"\bhow\s+much\b.*\b(?:cost|pay|paid|charge|spend|spent|lend|lent|invest|owe)\b"
    r"|\bwhat\s+(?:did|does|do|will|would)\b.*\b(?:cost|pay)\b|\bwhat\s+(?:is|was)\s+the\s+(?:price|cost)\s+of\b",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"[$€£¥₽₺₼₸₾]|\b(?:USD|EUR|GBP)\b|\b(?:dollar|euro|pound|yuan|rouble|ruble|lira|manat|tenge|dram|lari|som|yen|franc"
    r"|rupee|crown|mark)s?\b|(?<!per )\bcents?\b",
    re.IGNORECASE,
)
_DOES = re.compile(r"\b(?:did|does|do|has|have|had|will|would)\s+(?:the\s+)?", re.IGNORECASE)
_ASKING = frozenset(
    "when where who whom whose what which why how many much year date day month time kind type name number percentage "
    "article say tell brief mention according long large".split()
)
"""Words that say what kind of answer is wanted; the answer need not repeat them."""
_ASKING_KEYS = frozenset(base_form(word) for word in _ASKING)
_ANTONYMS = frozenset(frozenset(base_form(word) for word in pair) for pair in ANTONYMS)
HELD = 1024  # texts of which it is kept what they have: that of a passage takes some 10 kB
REMEMBERED = 256  # texts whose terms are kept: more than one question reads; those of a passage take some 100 kB


class Signs(NamedTuple):
    """What the confidence goes by. Shares are of the question's terms, 1 where it has none of the kind."""

    match: float
    """Mean cosine of the question's tokens to the sentence's."""
    content_match: float
    """The same over the tokens of its words with content."""
    weakest: float
    """The lowest such cosine of a word, to any sentence read from the passage."""
    passage_match: float
    """Mean cosine of the words with content to the passage."""
    words_in_sentence: float
    words_in_passage: float
    names_in_sentence: float
    names_in_context: float
    """In the sentence, the one before it or the title."""
    names_in_passage: float
    names_anywhere: float
    values_in_passage: float
    kind: float
    """1 where a phrase of the kind that is asked for stands in the sentence, 0.5 where none is asked for."""
    lacking: float
    """1 where the sentence lacks what alone answers (`find_lacking`), or who is asked about (`find_absent_doer`)."""
    margin: float
    """How much better than the next sentence's the best one's score is."""
    opposed: float
    """1 where the sentence has the opposite of one of the question's words, or is negated where it is not."""
    words: float
    """The logarithm of how many words with content the question has."""


def read_signs(question: str, evidence: Sequence[Evidence], passages: Sequence[Passage]) -> Signs:
    """Read the signs; `evidence` is the sentences of the passages, best first."""
    best = evidence[0]
    asked = asked_terms(question)
    context = held_keys(f"{best.passage.title}\n{best.before}\n{best.text}")
    sentence, passage = held_keys(best.text), held_keys(read_text(best.passage))
    texts = [read_text(item) for item in (best.passage, *passages)]
    names = [term for term in asked if term.kind == "name"]
    words = [term for term in asked if term.kind in ("word", "name")]
    values = [term for term in asked if term.kind in ("date", "number")]
    own = best.similarity.max(axis=1)
    around = functools.reduce(
        np.maximum, [item.similarity.max(axis=1) for item in evidence if item.passage.chunk == best.passage.chunk]
    )
    close = [_of_term(term.span, best.question_tokens, own) for term in asked]
    close_around = [_of_term(term.span, best.question_tokens, around) for term in asked]
    rest = [item for item in evidence[1:] if item.text != best.text]
    return Signs(
        match=best.match,
        content_match=float(np.mean(close)) if close else best.match,
        weakest=min(close_around, default=best.match),
        passage_match=float(np.mean(close_around)) if close_around else best.match,
        words_in_sentence=_share(words, sentence),
        words_in_passage=_share(words, passage),
        names_in_sentence=_share(names, sentence),
        names_in_context=_share(names, context),
        names_in_passage=_share(names, passage),
        names_anywhere=sum(stands_in_any(term, texts) for term in names) / len(names) if names else 1.0,
        values_in_passage=_share(values, passage),
        kind=0.5 if expected_kind(question) is None else float(holds_kind(question, best.text)),
        lacking=float(find_lacking(question, best) is not None or find_absent_doer(question, best) is not None),
        margin=max(-0.2, min(best.score - rest[0].score, 0.2)) if rest else 0.2,
        opposed=float(_is_opposed(asked, question, best.text)),
        words=math.log(1 + len(words)),
    )


def find_lacking(question: str, best: Evidence) -> str | None:
    """Say what a sentence lacks that nothing else answers: a number, a date, a price, the number of what is counted."""
    if _PRICE.search(question) and not _MONEY.search(best.text):
        return "price"
    if demands_kind(question) and not holds_kind(question, best.text):
        return expected_kind(question)
    counted = find_counted(question)
    if counted and _of_term(counted, best.question_tokens, best.similarity.max(axis=1)) < UNLIKE:
        return f"number for “{question[slice(*counted)]}”"
    return None


def find_absent_doer(question: str, best: Evidence) -> str | None:
    """Name whom a question asks the deed of where the sentence, the one before it and its title tell of others.

    "When did Iran ratify the convention?" is not answered by when Kazakhstan did.
    """
    doer = _find_doer(question)
    if not doer:
        return None
    context = f"{best.passage.title}\n{best.before}\n{best.text}"
    keys, named = held_keys(context), [term.key for term in _read(context) if term.kind == "name"]
    if any(stands(term, keys) or any(_is_of(term.key, name) for name in named) for term in doer):
        return None
    return question[doer[0].span.start : doer[-1].span.end]


def _find_doer(question: str) -> list[Term]:
    """Return the name that stands where the doer does in a question: "did the United States recognise"."""
    names = [term for term in asked_terms(question) if term.kind == "name"]
    for match in _DOES.finditer(question):
        doer: list[Term] = []
        for term in names:
            if term.span.start == (doer[-1].span.end + 1 if doer else match.end()):
                doer.append(term)
        if doer:
            return doer
    return []


def _is_of(one: str, other: str) -> bool:
    """Say whether one of two names is of the other: Jewish and Jew, Kazakh and Kazakhstan."""
    shorter, longer = sorted((one, other), key=len)
    return longer.startswith(shorter.removesuffix("s")) and len(shorter) >= SHORTEST_NAME


def asked_terms(question: str) -> list[Term]:
    """Return a question's terms that an answer has to do with."""
    return [term for term in _read(question) if term.says and term.key not in _ASKING_KEYS]


@functools.lru_cache(maxsize=REMEMBERED)
def _read(text: str) -> tuple[Term, ...]:
    return tuple(read_terms(text))


@functools.lru_cache(maxsize=HELD)
def held_keys(text: str) -> frozenset[str]:
    """Return what a text has: base forms, names, their initials and their sounds, and values."""
    terms = _read(text)
    found = {f"{initials}." for initials in read_initials(terms)}
    for term in terms:
        if term.kind in ("date", "number"):
            found |= _values(term)
        elif term.says:
            found |= _forms(term.key, term.text, term.kind)
    return frozenset(found)


@functools.lru_cache(maxsize=2**13)
def _forms(key: str, text: str, kind: TermKind) -> frozenset[str]:
    """Return what a word or a name is found by."""
    return frozenset({key, base_form(text), fold(text)} | _sound(text, kind))


def _value(term: Term) -> str:
    if term.date:
        return f"<{term.date.year}>" if term.date.year else f"<{term.date.month}-{term.date.day}>"
    return f"<{term.number.value}>" if term.number else term.key


def _values(term: Term) -> set[str]:
    found = {_value(term)}
    if term.date and term.date.month:
        found.add(f"<{term.date.month}-{term.date.day}>")
    return found


def _sound(text: str, kind: TermKind) -> set[str]:
    sound = skeleton(text) if kind == "name" else ""
    return {f"~{sound}"} if len(sound) >= SHORTEST_SKELETON else set()


def stands(term: Term, keys: frozenset[str]) -> bool:
    """Say whether what a text has (`held_keys`) holds a term: a name also by its sound, its initials or its capital."""
    if term.kind in ("date", "number"):
        return _value(term) in keys
    if term.key in keys or base_form(term.text) in keys:
        return True
    return term.kind == "name" and (
        f"{fold(term.text)}." in keys or bool(_sound(term.text, term.kind) & keys) or bool(_meant(term.key) & keys)
    )


def read_text(passage: Passage) -> str:
    """Return what is read of a passage: its title says what it is about."""
    return f"{passage.title}\n{passage.chunk.text}"


def stands_in_any(term: Term, texts: Sequence[str]) -> bool:
    """Say whether one of the texts holds a term; they are read in their order, and no further than to it."""
    return any(stands(term, held_keys(text)) for text in texts)


_MEANT: dict[str, frozenset[str]] = {
    **CAPITALS,
    **{
        country: frozenset(capital for capital, meant in CAPITALS.items() if country in meant)
        for countries in CAPITALS.values()
        for country in countries
    },
}
for _one, _other in (("england", "uk"), ("ussr", "russia")):  # as good as one where it is asked who did something
    _MEANT[_one], _MEANT[_other] = _MEANT.get(_one, frozenset()) | {_other}, _MEANT.get(_other, frozenset()) | {_one}


def _meant(name: str) -> frozenset[str]:
    return _MEANT.get(name, frozenset())


def _share(terms: Sequence[Term], keys: frozenset[str]) -> float:
    return sum(stands(term, keys) for term in terms) / len(terms) if terms else 1.0


def _of_term(span: Span, tokens: Sequence[Span], similarity: Vectors) -> float:
    own = [float(similarity[i]) for i, token in enumerate(tokens) if token.start < span.end and span.start < token.end]
    return sum(own) / len(own) if own else 0.0


def _is_opposed(asked: Sequence[Term], question: str, sentence: str) -> bool:
    said = _read(sentence)
    keys = {term.key for term in said}
    own = {term.key for term in asked}
    for term in asked:
        if term.key in keys:
            continue
        for other in said:
            if other.key not in own and frozenset((base_form(term.text), base_form(other.text))) in _ANTONYMS:
                return True
    return bool(negators_in(_read(question))) != bool(negators_in(said))
