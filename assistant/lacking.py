"""A question and a sentence in, what the sentence lacks out: what alone would answer, or whom or where it is about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.evidence import Evidence
from assistant.held import asked_terms, is_named, meant_by, terms_of
from assistant.phrases import DATES
from assistant.quantities.numbers import find_numbers
from assistant.question import demands_kind, expected_kind, find_counted
from assistant.short_answer import find_clause, find_phrase, holds_kind
from assistant.statements.tables import ALIASES, CAPITALS
from assistant.statements.terms import Term
from assistant.types import Span, Vectors

UNLIKE = 0.3  # cosine below which no word beside a sentence's numbers is that for what a question asks the number of
BEFORE, BEHIND = 20, 28  # characters around a number in which stands what it counts
_HOW_MANY = re.compile(r"\bhow\smany\b|\bnumber\sof\b", re.IGNORECASE)
_SUMS = r"(?:tariff|fees?|fine|price|compensation|grant|budget|contribution|ransom|salary|subsidy|dues|loan)"
_PRICE = re.compile(
    r"\bhow\s+much\b(?!\s+(?:time|of)).*\b(?:cost\w*|pay\w*|paid|charg\w+|spend\w*|spent|lend\w*|lent|invest\w*|ow(?:e|ed|ing)|earn\w*)\b"
    r"|\bwhat\s+(?:did|does|do|will|would)\b.*\b(?:cost|pay)\b|\bwhat\s+(?:is|was|will\s+be)\s+the\s+(?:[\w-]+\s+){0,2}(?:price|cost)s?\s+of\b"
    r"|\b(?:value|worth)\s+of\s+the\s+(?:contract|deal|order)|\bwhat\s+(?:did|does|will)\b.*\bearn\b"
    r"|\bhow\s+much\s+(?:public\s+|state\s+)?money\b|\bwhat\s+(?:is|was|are|were)\s.*\bcosting\b",
    re.IGNORECASE,
)
_SUM = re.compile(
    rf"\bwhat\s+(?:(?:is|was|were)\s+the\s+)?(?:(?!the\b|of\b|did\b|does\b|was\b|is\b)[\w’'-]+\s+){{0,3}}?{_SUMS}\s+"
    r"(?:per|did|does|do|was|were|is|are|will|would|has|had|for(?!\?)|of|could)\b"
    rf"|\bhow\s+(?:large|big|high|much)\s+(?:is|was|were|are|of\s+a)\s.*\b{_SUMS}\b",
    re.IGNORECASE,
)
"""Asks for money, or for a share of something."""
_MONEY = re.compile(
    r"[$€£¥₽₺₼₸₾]|\b(?:m|b|tr)illion\b|\bRs\b|\b(?:USD|EUR|GBP)\b|\b(?:dollar|euro|pound|yuan|rouble|ruble|lira|manat|tenge|dram|lari|som|yen|franc"
    r"|rupee|crown|mark)s?\b|(?<!per )\bcents?\b|\b(?:is|are|was|were|for)\sfree\b|\bfree\sof\scharge\b",
    re.IGNORECASE,
)
_PART = re.compile(r"%|\b(?:per\s?cent|hal[fv]e?s?|thirds?|quarters?|fifths?|tenths?)\b", re.IGNORECASE)
_LOOSE = {
    "number": re.compile(
        r"\b(?:scores|billions|a few|several|(?:is|are|was|were|for)\sfree|free\sof\scharge)\b", re.IGNORECASE
    ),
    "date": re.compile(
        r"\byears?\sago\b|\b(?:during|after|before|until|since)\s(?:the\s)?(?:[a-z]+\s(?:of\s)?(?:the\s)?){0,2}[A-Z]"
    ),
}
"""What answers how many or when, although it is no phrase of the kind (`phrases.py`)."""
_STANDS_ALONE = re.compile(r"\s(?:were|was|are|is|had|have|has|did)\b|\s*[.;]")
"""Behind a number of what was named before: "four were returned", "these make it five"."""
_DOES = re.compile(r"\b(?:did|does|do|has|have|had|will|would)\s+(?:the\s+)?", re.IGNORECASE)
_SAME = re.compile(r"(?:it|they|both|this|that)\b")
_COUNTRIES = frozenset(ALIASES.values()) | frozenset(CAPITALS)


def find_lacking(question: str, best: Evidence) -> str | None:
    """Say what a sentence lacks that nothing else answers: a number, a date, a price, the number of what is counted."""
    wants_price = _PRICE.search(question) or (_SUM.search(question) and not _PART.search(best.text))
    if wants_price and not _MONEY.search(best.text):
        return "price"
    if demands_kind(question) and not holds_kind(question, best.text):
        kind = expected_kind(question)
        return None if kind in _LOOSE and _LOOSE[kind].search(best.text) else kind
    counted = find_counted(question)
    if counted and closeness(counted, best.question_tokens, _near_numbers(question, best).max(axis=1)) < UNLIKE:
        return f"number for “{question[slice(*counted)]}”"
    return None


def _near_numbers(question: str, best: Evidence) -> Vectors:
    """Return the columns of a sentence's tokens beside its numbers, where a question asks how many; else all of them.

    "How many seals are left?" is not answered by thirty years, wherever the seals stand.
    """
    if not _HOW_MANY.search(question) or "|" in best.text:  # what a table counts stands in its heading
        return best.similarity
    dates = [date.span() for date in DATES.finditer(best.text)]
    spans = [
        Span(number.start - BEFORE, number.end + BEHIND)
        for number in find_numbers(best.text)
        if number.unit or not any(number.start < end and start < number.end for start, end in dates)
    ]
    if any(_STANDS_ALONE.match(best.text, number.end) for number in find_numbers(best.text)):
        return best.similarity
    near = [column for column, token in enumerate(best.tokens) if any(_meet(token, span) for span in spans)]
    return best.similarity[:, near] if near else best.similarity


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def find_absent_doer(question: str, best: Evidence) -> str | None:
    """Name whom a question asks the deed of where the sentence, the one before it and its title tell of others.

    "When did Iran ratify the convention?" is not answered by when Kazakhstan did.
    """
    doer = _find_doer(question)
    if not doer:
        return None
    context = f"{best.passage.title}\n{best.before}\n{best.text}"
    if any(is_named(term, context) for term in doer):
        return None
    asked = {term.key for term in asked_terms(question)}
    if not any(term.kind == "name" and term.key not in asked for term in terms_of(best.text)):
        return None  # "it was signed in May": by whom is said elsewhere
    return question[doer[0].span.start : doer[-1].span.end]


def find_absent_country(question: str, best: Evidence) -> str | None:
    """Name a country of the question that the sentence, the one before it and its title do not, where it names another.

    "How much of the pipeline belongs to Uzbekistan?" is not answered by what Kazakhstan exports.
    """
    names = [term for term in asked_terms(question) if term.kind == "name"]
    context = f"{best.passage.title}\n{best.before}\n{best.text}"
    meant = frozenset[str]().union(*(meant_by(term.key) | {term.key} for term in names))
    said = [term.key for term in terms_of(best.text) if term.key in _COUNTRIES and term.key not in meant]
    absent = (term for term in names if term.key in _COUNTRIES and not is_named(term, context))
    return next((term.text for term in absent), None) if said else None


def find_other_clause(question: str, best: Evidence) -> str | None:
    """Name a country of the question that has no part in the clause whose date would answer, where another has.

    "Georgia joined in 2000, while Azerbaijan is still an observer" does not say when Azerbaijan joined.
    """
    if expected_kind(question) != "date":
        return None
    phrase = find_phrase(question, best)
    asked = {term.key: term for term in terms_of(question) if term.key in _COUNTRIES}
    if phrase is None or not asked:
        return None
    clause = find_clause(phrase, best.text)
    if _SAME.match(best.text, clause.end):  # what is told of "it" is of the same
        return None
    here = {term.key for term in terms_of(best.text[slice(*clause)]) if term.key in _COUNTRIES}
    beside = {term.key for term in terms_of(best.text) if term.key in _COUNTRIES} - here
    if not here or here & asked.keys() or not beside & asked.keys():
        return None
    return next(term.text for key, term in asked.items() if key in beside)


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


def closeness(span: Span, tokens: Sequence[Span], similarity: Vectors) -> float:
    """Return the mean similarity of a question's tokens within a span; `similarity` is one a token."""
    own = [float(similarity[i]) for i, token in enumerate(tokens) if token.start < span.end and span.start < token.end]
    return sum(own) / len(own) if own else 0.0
