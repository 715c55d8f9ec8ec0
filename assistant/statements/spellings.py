"""Names in; whether they are one name in other letters, or its initials, out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.lexical import fold
from assistant.statements.terms import Term


def skeleton(name: str) -> str:
    """Return a name without what spellings differ in: Naxçıvan and Nakhchivan, Aliyev and Eliyev are one."""
    folded = fold(name)
    for written, sound in (("kh", "k"), ("gh", "g"), ("ch", "c"), ("sh", "s"), ("x", "k"), ("q", "k"), ("j", "c")):
        folded = folded.replace(written, sound)
    first = folded[:1] if folded[:1] not in "aeiouy" else "a"
    return first + re.sub(r"[aeiouyw]|(.)(?=\1)", "", folded[1:])


def read_initials(terms: Sequence[Term]) -> set[str]:
    """Return the initials of every run of up to six words written large, those between them left out."""
    runs: set[str] = set()
    letters = [
        fold(t.text)[:1] if t.text[:1].isupper() else ""
        for t in terms
        if t.kind in ("name", "word") or t.text[:1].isupper()
    ]
    for start in range(len(letters)):
        run = ""
        for letter in letters[start : start + 6]:
            if not letter:
                break
            run += letter
            if len(run) > 1:
                runs.add(run)
    return runs | {fold(term.text) for term in terms if term.text.isupper()}


def abbreviates(text: str, initials: set[str]) -> bool:
    """Say whether a text is the initials of one of the names that these are of."""
    text = re.sub(r"['’]s?\Z", "", text)
    return text.isupper() and len(text) > 1 and fold(text) in initials


def is_spelled_out(term: Term, claim: Sequence[Term], keys: set[str]) -> bool:
    """Say whether the quote has the initials of the name that this word is a part of."""
    at = claim.index(term)
    start, end = at, at + 1
    while start > 0 and (claim[start - 1].text[:1].isupper() or claim[start - 1].text in ("of", "the", "and", "for")):
        start -= 1
    while end < len(claim) and (claim[end].text[:1].isupper() or claim[end].text in ("of", "the", "and", "for")):
        end += 1
    large = [t for t in claim[start:end] if t.text[:1].isupper() and fold(t.text) != "the"]
    if term not in large:
        return False
    place = large.index(term)
    for first in range(place + 1):
        for last in range(max(place + 1, first + 2), len(large) + 1):
            if "".join(fold(t.text)[:1] for t in large[first:last]) in keys:
                return True
    return False
