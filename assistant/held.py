"""A question's terms and a text in, which of them the text has out: in all their forms and spellings."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from assistant.lexical import fold
from assistant.statements.spellings import read_initials, skeleton
from assistant.statements.tables import CAPITALS
from assistant.statements.terms import Term, TermKind, base_form, read_terms
from assistant.types import Passage

SHORTEST_SKELETON = 3  # consonants; fewer are alike by accident
SHORTEST_NAME = 3  # letters
HELD = 1024  # texts of which it is kept what they have: that of a passage takes some 10 kB
REMEMBERED = 256  # texts whose terms are kept: more than one question reads; those of a passage take some 100 kB
_ASKING = frozenset(
    "when where who whom whose what which why how many much year date day month time kind type name number percentage "
    "article say tell brief mention according long large".split()
)
"""Words that say what kind of answer is wanted; the answer need not repeat them."""
_ASKING_KEYS = frozenset(base_form(word) for word in _ASKING)


def asked_terms(question: str) -> list[Term]:
    """Return a question's terms that an answer has to do with."""
    return [term for term in terms_of(question) if term.says and term.key not in _ASKING_KEYS]


@functools.lru_cache(maxsize=REMEMBERED)
def terms_of(text: str) -> tuple[Term, ...]:
    """Return a text's terms; those of the last texts are kept."""
    return tuple(read_terms(text))


@functools.lru_cache(maxsize=HELD)
def held_keys(text: str) -> frozenset[str]:
    """Return what a text has: base forms, names, their initials and their sounds, and values."""
    terms = terms_of(text)
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
        f"{fold(term.text)}." in keys or bool(_sound(term.text, term.kind) & keys) or bool(meant_by(term.key) & keys)
    )


def read_text(passage: Passage) -> str:
    """Return what is read of a passage: its title says what it is about, and a question may name who published it."""
    known = (passage.title, passage.publisher, passage.author, passage.chunk.text)
    return "\n".join(part for part in known if part)


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


def meant_by(name: str) -> frozenset[str]:
    """Return what a capital or a country also means: Ankara Turkey, and Turkey Ankara."""
    return _MEANT.get(name, frozenset())


def _is_of(one: str, other: str) -> bool:
    """Say whether one of two names is of the other: Jewish and Jew, Kazakh and Kazakhstan."""
    shorter, longer = sorted((one, other), key=len)
    return longer.startswith(shorter.removesuffix("s")) and len(shorter) >= SHORTEST_NAME


def is_named(name: Term, text: str) -> bool:
    """Say whether a text has a name, or one that is of it or that it is of."""
    return stands(name, held_keys(text)) or any(_is_of(name.key, t.key) for t in terms_of(text) if t.kind == "name")
