"""The terms of a claim and of what it cites in; the dates, numbers and names that the quote does not have, out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from assistant.lexical import fold
from assistant.statements.roles import read_parties
from assistant.statements.spellings import abbreviates, is_spelled_out, read_initials, skeleton
from assistant.statements.tables import PRONOUNS, REFERENCES
from assistant.statements.terms import Term

SKELETON = 3  # letters that a name must keep without its vowels to be told from others by them


class Difference(NamedTuple):
    """What the claim says, and what the quote has in its place (nothing where it has nothing)."""

    claimed: str
    cited: str = ""


def find_missing_dates(claim: Sequence[Term], quote: Sequence[Term], context: Sequence[Term]) -> list[Difference]:
    """Find dates of the claim that no date of the quote states.

    What the quote leaves open ("on 14 February") the context may add ("2024").
    """
    cited = [term.date for term in quote if term.date]
    years = [term.number.value for term in quote if term.number]
    around = [term.date for term in context if term.date]
    missing = []
    for term in claim:
        date = term.date
        if date is None or any(other.says(date) for other in cited):
            continue
        if date.month is None and date.years == 1 and date.year in years:
            continue
        fitting = [other for other in cited if other.fits(date)]
        if any(other.says(date) or (other.year == date.year and other.month is None) for other in around) and fitting:
            continue
        missing.append(Difference(term.text, _text_of(fitting or cited, quote)))
    return missing


def find_missing_numbers(claim: Sequence[Term], quote: Sequence[Term]) -> list[Difference]:
    """Find numbers of the claim that no number of the quote states, in the same unit."""
    cited = [term.number for term in quote if term.number]
    years = {term.date.year for term in quote if term.date and term.date.month is None}
    days = {term.date.day for term in quote if term.date}
    missing = []
    for i, term in enumerate(claim):
        number = term.number
        if number is None or any(other.says(number) for other in cited):
            continue
        if number.unit is None and not number.ordinal and number.value in years | days:
            continue
        if number.weak and not _counts_the_same(claim, i, quote):
            continue
        if number.ordinal and _has_ordinal_word(term, quote):
            continue
        shown = [t.text for t in quote if t.number and t.number.ordinal == number.ordinal]
        missing.append(Difference(term.text, shown[0] if shown else ""))
    return missing


def find_missing_names(claim: Sequence[Term], quote: Sequence[Term], context: Sequence[Term]) -> list[Difference]:
    """Find names of the claim that the quote does not have, in any of their forms.

    A name that the context has is not missing where the quote points to something said before.
    """
    keys = {term.key for term in quote} | {fold(term.text) for term in quote}
    around = {term.key for term in context} | {fold(term.text) for term in context}
    skeletons = {skeleton(term.key) for term in quote if term.kind == "name"}
    initials = read_initials(quote) | read_initials(context)
    points = any(
        fold(term.text) in PRONOUNS
        or (fold(term.text) == "the" and i + 1 < len(quote) and fold(quote[i + 1].text) in REFERENCES)
        for i, term in enumerate(quote)
    )
    cited_parties, missing = read_parties(quote), []
    for party in read_parties(claim):
        absent = [
            term for term in claim[party.start : party.end]
            if term.key not in keys and fold(term.text) not in keys
            and (len(skeleton(term.key)) < SKELETON or skeleton(term.key) not in skeletons)
            and not abbreviates(term.text, initials) and not is_spelled_out(term, claim, keys)
        ]  # fmt: skip
        if not absent:
            continue
        partial = [other for other in cited_parties if other.keys & party.keys]
        known = all(term.key in around or fold(term.text) in around for term in absent)
        if known and (points or any(other.keys < party.keys for other in partial)):
            continue
        rivals = partial or [other for other in cited_parties if not other.keys & _keys_of(claim)]
        missing.append(Difference(" ".join(term.text for term in absent), rivals[0].text if rivals else ""))
    return missing


def states(cited: Term, claimed: Term) -> bool:
    """Say whether a term of the quote says what a term of the claim does."""
    if cited.date and claimed.date:
        return cited.date.says(claimed.date)
    if cited.number and claimed.number:
        return cited.number.says(claimed.number)
    return cited.key == claimed.key


def _text_of(dates: Sequence[object], quote: Sequence[Term]) -> str:
    return next((term.text for term in quote if term.date in dates), "")


def _keys_of(terms: Sequence[Term]) -> set[str]:
    return {term.key for term in terms}


def _counts_the_same(claim: Sequence[Term], i: int, quote: Sequence[Term]) -> bool:
    """Say whether the quote has another number before the word that "one" stands before."""
    following = claim[i + 1].key if i + 1 < len(claim) else ""
    return any(term.number and other.key == following for term, other in pairwise(quote))


def _has_ordinal_word(term: Term, quote: Sequence[Term]) -> bool:
    return any(fold(other.text) == fold(term.text) for other in quote)
