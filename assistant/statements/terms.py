"""A sentence in, its terms (words, names, dates, numbers) in forms that can be compared out."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Sequence
from typing import Literal, NamedTuple

from assistant.lexical import fold, stem
from assistant.quantities import AnyCase, Date, Number, find_dates, find_numbers
from assistant.remembered import Remembered
from assistant.statements.tables import ALIASES, ANTONYMS, FUNCTION_WORDS, IRREGULAR, LONG_NAMES, OPENERS, TITLES
from assistant.types import Span

TermKind = Literal["word", "function", "name", "date", "number", "mark"]

_TOKEN = re.compile(r"\w+(?:['’]\w+)*|[^\w\s]")
_NAME_LIKE = re.compile(r"[A-Z]{2,}|[A-Za-z]+\d|\d+[A-Za-z]|[^\W\d_]*[a-z][A-Z]")
_CONTRACTED = re.compile(r"(?i)\b(\w+?)n['’]t\b")
_LONG_NAMES = AnyCase(rf"(?<!\w)(?:{'|'.join(f'({re.escape(long)})' for long, _ in LONG_NAMES)})(?!\w)")
_BEFORE_A_WORD = "\"'“‘«([ \n"
_SENTENCE_ENDS = ".!?:;•"
_NAME_GOES_ON = re.compile(r"['’]s\s|\s(?:of\s|the\s|al-|de\s)*[A-ZÇĞİÖŞÜƏ]\w")
REMEMBERED = 2**13  # words of which it is kept what can be told without their sentence, and as many: some 5 MB


class Term(NamedTuple):
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
    terms = [Term("<date>", text[d.start : d.end], Span(d.start, d.end), "date", date=d) for d in dates] + [
        Term("<number>", text[n.start : n.end], Span(n.start, n.end), "number", number=n) for n in numbers
    ]
    for match in _LONG_NAMES.finditer(text):
        start, end = match.span()
        terms.append(Term(LONG_NAMES[(match.lastindex or 1) - 1][1], text[start:end], Span(start, end), "name"))
    held = bytearray(len(text))  # 1 where a term is
    for term in terms:
        start, end = term.span
        held[start:end] = b"\1" * (end - start)
    words = _words()
    for match in _TOKEN.finditer(text):
        word, span = match[0], match.span()
        if terms and held.find(1, *span) >= 0:
            continue
        known = words[word]
        is_name = _is_name(known.folded, *span, text) if known.is_name is None else known.is_name
        if is_name or (names and known.folded in names and word[0].isupper()):
            terms.append(Term(known.as_name, word, Span._make(span), "name"))
        elif known.contracted:
            cut = span[0] + known.contracted
            terms.append(Term(known.key, word[: known.contracted], Span(span[0], cut), "function"))
            terms.append(Term("not", "not", Span(cut, span[1]), "function"))
        else:
            terms.append(Term(known.key, word, Span._make(span), known.kind))
    terms.sort(key=lambda term: (term.span, term.kind))
    return terms


def name_words(terms: Sequence[Term]) -> set[str]:
    """Return the words of the names of a text, folded: one that begins a sentence elsewhere is a name there too."""
    return {fold(term.text) for term in terms if term.kind == "name"}


def base_form(word: str) -> str:
    """Return the base of a word: took and taken are take; signed, signing and signs are sign."""
    folded = fold(word)
    return stem(IRREGULAR.get(folded, folded))


_OPPOSITES = frozenset(frozenset(base_form(word) for word in pair) for pair in ANTONYMS)


def are_opposite(one: str, other: str) -> bool:
    """Say whether two words, in any form, are each other's opposite: rejected and approves."""
    return frozenset((base_form(one), base_form(other))) in _OPPOSITES


def canonical_name(word: str) -> str:
    """Return a word of a name as it is compared: Türkiye's, Turkish and Turkey are one."""
    folded = fold(word).removesuffix(".")
    return ALIASES.get(folded, folded)


class _Word(NamedTuple):
    """What can be told of a word without its sentence: `is_name` is none where its surroundings say it."""

    key: str
    kind: TermKind
    """What it is where it is no name; and its key then."""
    folded: str
    is_name: bool | None = False
    as_name: str = ""
    contracted: int = 0
    """Characters before "n't", where it ends so."""


@functools.lru_cache(maxsize=1)
def _words() -> Remembered[_Word]:
    return Remembered(_look_at, REMEMBERED)


def _look_at(word: str) -> _Word:
    if not (word[0].isalnum() or word[0] == "_"):
        return _Word(word, "mark", "")
    if match := _CONTRACTED.fullmatch(word):
        return _Word(match[1].lower(), "function", "", contracted=len(match[1]))
    folded, is_large = fold(word), word[0].isupper()
    as_name = "usa" if word == "US" else canonical_name(word)
    is_like_name = bool(_NAME_LIKE.match(word))
    is_name: bool | None = None
    if not (is_large or is_like_name):
        is_name = False
    elif folded in ALIASES or (is_like_name and len(word) > 1):
        is_name = True
    elif folded in TITLES or word in ("A", "I"):
        is_name = False
    if folded in FUNCTION_WORDS and not (is_large and word.isupper() and len(word) > 1 and folded != "it"):
        return _Word(folded, "function", folded, is_name, as_name)
    if folded in ALIASES:
        return _Word(ALIASES[folded], "name", folded, is_name, as_name)
    return _Word(base_form(word), "word", folded, is_name, as_name)


def _is_name(folded: str, start: int, end: int, text: str) -> bool:
    """Say whether a word that is written large is a name by what stands around it."""
    while start and text[start - 1] in _BEFORE_A_WORD:
        start -= 1
    if start and text[start - 1] not in _SENTENCE_ENDS:
        return True
    return folded not in OPENERS and bool(_NAME_GOES_ON.match(text, end))


def content(terms: Sequence[Term]) -> list[Term]:
    """Return the terms that carry content."""
    return [term for term in terms if term.says]
