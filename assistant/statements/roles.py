"""The terms of a claim and a quote in; where the claim turns round who did what to whom, out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.lexical import fold
from assistant.statements.tables import CONVERSES, SYMMETRIC
from assistant.statements.terms import Term, base_form

PAIRS = 3  # parties apart: a pair of names further from each other in a sentence rarely share a verb
_SYMMETRIC = frozenset(base_form(word) for word in SYMMETRIC)
_CONVERSES = frozenset(frozenset(base_form(word) for word in pair) for pair in CONVERSES)
JOINING = frozenset("and or & , as well the both its their neighbouring".split())
_BE = frozenset("is are was were be been being am get got".split())


@dataclass(frozen=True, slots=True)
class Party:
    """A name of one or more words, by its terms `start` to `end`."""

    keys: frozenset[str]
    start: int
    end: int
    text: str

    def is_of(self, other: Party) -> bool:
        """Say whether two names may be one: one has the other's words, or is its initials."""
        return (
            self.keys <= other.keys
            or other.keys <= self.keys
            or _initials(self) == fold(other.text)
            or (_initials(other) == fold(self.text))
        )


@dataclass(frozen=True, slots=True)
class Link:
    """What stands between two parties: words with content, and words of form."""

    words: frozenset[str]
    forms: tuple[str, ...]
    passive: bool
    joins: bool


@dataclass(frozen=True, slots=True)
class Turn:
    """Two parties that the claim has the other way round; `certain` unless they may stand on one level."""

    first: str
    second: str
    certain: bool


def find_turns(claim: Sequence[Term], quote: Sequence[Term]) -> list[Turn]:
    """Find pairs of parties whose roles in the claim are not those of the quote."""
    said, cited = read_parties(claim), read_parties(quote)
    turns = []
    for a, b in _pairs(said):
        if a.keys & b.keys:
            continue
        link = _link(claim, a, b)
        if link.joins:
            continue
        forward = [_link(quote, c, d) for c, d in _pairs(cited) if a.is_of(c) and b.is_of(d)]
        backward = [_link(quote, c, d) for c, d in _pairs(cited) if a.is_of(d) and b.is_of(c)]
        if any(_alike(link, other) and link.passive == other.passive for other in forward):
            continue
        if any(_alike(link, other) and link.passive != other.passive for other in backward):
            continue
        turned = [other for other in backward if _alike(link, other) and link.passive == other.passive]
        turned += [other for other in forward if _alike(link, other) and link.passive != other.passive]
        if turned and not any(_is_converse(link, other) for other in turned):
            turns.append(Turn(a.text, b.text, not _is_symmetric(link)))
    return turns


def read_parties(terms: Sequence[Term]) -> list[Party]:
    """Group the names of a text: "Ilham Aliyev" and "Bank of Georgia" are one party each."""
    parties, i = [], 0
    while i < len(terms):
        if terms[i].kind != "name":
            i += 1
            continue
        j = i + 1
        while j < len(terms) and terms[j].kind == "name":
            j += 1
        parties.append(
            Party(
                frozenset(term.key for term in terms[i:j] if term.kind == "name"), i, j,
                " ".join(term.text for term in terms[i:j]),
            )
        )  # fmt: skip
        i = j
    return parties


def _pairs(parties: Sequence[Party]) -> Iterator[tuple[Party, Party]]:
    for i, first in enumerate(parties):
        for second in parties[i + 1 : i + 1 + PAIRS]:
            yield first, second


def _initials(party: Party) -> str:
    return "".join(fold(word)[:1] for word in party.text.split()) if " " in party.text else ""


def _link(terms: Sequence[Term], a: Party, b: Party) -> Link:
    between = terms[a.end : b.start]
    forms = tuple(fold(term.text) for term in between if term.kind in ("function", "mark"))
    words = frozenset(term.key for term in between if term.kind == "word")
    passive = "by" in forms and (bool(set(forms) & _BE) or any(term.text.endswith(("ed", "en")) for term in between))
    joins = not words and all(form in JOINING for form in forms)
    return Link(words, forms, passive, joins)


def _alike(a: Link, b: Link) -> bool:
    """Say whether two links may tell of one relation: they share a word, or have none and the same form words."""
    if a.joins or b.joins:
        return False
    if a.words or b.words:
        shared = len(a.words & b.words)
        return (shared > 0 and shared >= min(len(a.words), len(b.words)) / 2) or _is_converse(a, b)
    return a.forms == b.forms


def _is_symmetric(link: Link) -> bool:
    return bool(link.words & _SYMMETRIC) and "with" in link.forms and not link.passive


def _is_converse(a: Link, b: Link) -> bool:
    return any(frozenset((x, y)) in _CONVERSES and x != y for x in a.words for y in b.words)
