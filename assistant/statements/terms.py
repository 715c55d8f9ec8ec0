"""A sentence in, its terms (words, names, dates, numbers) in forms that can be compared out."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.lexical import fold, stem
from assistant.quantities import Date, Number, find_dates, find_numbers
from assistant.statements.tables import ALIASES, FUNCTION_WORDS, IRREGULAR, LONG_NAMES, OPENERS, TITLES
from assistant.types import Span

TermKind = Literal["word", "function", "name", "date", "number", "mark"]

_TOKEN = re.compile(r"\w+(?:['’]\w+)*|[^\w\s]")
_NAME_LIKE = re.compile(r"[A-Z]{2,}|[A-Za-z]+\d|\d+[A-Za-z]|[^\W\d_]*[a-z][A-Z]")
_CONTRACTED = re.compile(r"(?i)\b(\w+?)n['’]t\b")
_LONG_NAMES = [(re.compile(rf"(?<!\w){re.escape(long)}(?!\w)", re.IGNORECASE), short) for long, short in LONG_NAMES]


@dataclass(frozen=True, slots=True)
class Term:
    """One term: `key` is what is compared (a base form, a canonical name), `span` is in the text.

    A date or a number is one term that holds its value. A mark is punctuation, which bounds clauses.
    """

    key: str
    text: str
    span: Span
    kind: TermKind
    date: Date | None = None
    number: Number | None = None

    @property
    def says(self) -> bool:
        """Say whether the term carries content."""
        return self.kind in ("word", "name", "date", "number")


def read_terms(text: str, names: Collection[str] = ()) -> list[Term]:
    """Read the terms of a text, in its order; `names` are words that are names where a sentence begins with them."""
    dates = find_dates(text)
    numbers = find_numbers(text, [(date.start, date.end) for date in dates])
    long_names = _long_names(text)
    held = [(found[0], found[1]) for found in long_names]
    held += [*((d.start, d.end) for d in dates), *((n.start, n.end) for n in numbers)]
    terms = [Term("<date>", text[d.start : d.end], Span(d.start, d.end), "date", date=d) for d in dates] + [
        Term("<number>", text[n.start : n.end], Span(n.start, n.end), "number", number=n) for n in numbers
    ]
    for start, end, name in long_names:
        terms.append(Term(name, text[start:end], Span(start, end), "name"))
    pieces: list[re.Match[str]] = []
    for match in _TOKEN.finditer(text):
        if not any(match.start() < end and start < match.end() for start, end in held):
            pieces.append(match)
    terms += [term for match in pieces for term in _read_word(match, text, names)]
    return sorted(terms, key=lambda term: (term.span, term.kind))


def name_words(terms: Sequence[Term]) -> set[str]:
    """Return the words of the names of a text, folded: one that begins a sentence elsewhere is a name there too."""
    return {fold(term.text) for term in terms if term.kind == "name"}


def base_form(word: str) -> str:
    """Return the base of a word: took and taken are take; signed, signing and signs are sign."""
    folded = fold(word)
    return stem(IRREGULAR.get(folded, folded))


def canonical_name(word: str) -> str:
    """Return a word of a name as it is compared: Türkiye's, Turkish and Turkey are one."""
    folded = fold(word).removesuffix(".")
    return ALIASES.get(folded, folded)


def _long_names(text: str) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    for form, short in _LONG_NAMES:
        for match in form.finditer(text):
            if not any(match.start() < end and start < match.end() for start, end, _ in found):
                found.append((*match.span(), short))
    return found


def _read_word(match: re.Match[str], text: str, names: Collection[str]) -> list[Term]:
    word, span = match.group(), Span(*match.span())
    if not (word[0].isalnum() or word[0] == "_"):
        return [Term(word, word, span, "mark")]
    if contracted := _CONTRACTED.fullmatch(word) if word[-1] in "tT" else None:
        cut = span.start + len(contracted[1])
        return [
            Term(contracted[1].lower(), contracted[1], Span(span.start, cut), "function"),
            Term("not", "not", Span(cut, span.end), "function"),
        ]
    lower = fold(word)
    if _is_name(word, lower, span.start, text) or (word[0].isupper() and lower in names):
        return [Term("usa" if word == "US" else canonical_name(word), word, span, "name")]
    if lower in FUNCTION_WORDS and not (word[0].isupper() and word.isupper() and len(word) > 1 and lower != "it"):
        return [Term(lower, word, span, "function")]
    if lower in ALIASES:
        return [Term(ALIASES[lower], word, span, "name")]
    return [Term(base_form(word), word, span, "word")]


def _is_name(word: str, lower: str, start: int, text: str) -> bool:
    if not (word[0].isupper() or _NAME_LIKE.match(word)):
        return False
    if lower in ALIASES or (_NAME_LIKE.match(word) and len(word) > 1):
        return True
    if lower in TITLES or (len(word) == 1 and word in "AI"):
        return False
    before = text[:start].rstrip("\"'“‘«([ \n")
    if before and before[-1] not in ".!?:;•":
        return True
    return lower not in OPENERS and bool(
        re.match(r"['’]s\s|\s(?:of\s|the\s|al-|de\s)*[A-ZÇĞİÖŞÜƏ]\w", text[start + len(word) :])
    )


def content(terms: Sequence[Term]) -> list[Term]:
    """Return the terms that carry content."""
    return [term for term in terms if term.says]
