"""Terms in; of each, whether it is negated and whether it is said to be so, to come, possible or wanted, out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.lexical import fold
from assistant.statements.tables import (
    CALLS,
    CONDITIONS,
    HEARSAY,
    INTENTIONS,
    MOODS,
    NEGATIVE_VERBS,
    NEGATORS,
    NO_NEGATION,
    PHRASE_NEGATORS,
    POSSIBLY,
)
from assistant.statements.terms import Term, base_form

FACT = "fact"
FARTHEST_HEAD = 7  # terms after "not" or "may" within which the word that it governs stands
WIDEST_CALL = 12  # terms that "called for" or "if" governs, where no clause ends before

_INTENTIONS, _CALLS, _HEARSAY, _NEGATIVE_VERBS = (
    frozenset(base_form(word) for word in words) for words in (INTENTIONS, CALLS, HEARSAY, NEGATIVE_VERBS)
)
_SKIPPED = frozenset(
    "be been being is are was were have has had do does did the a an to also soon then still yet only just even ever "
    "any longer that it its there all much such very so of by as it he she they".split()
)
_CLAUSE_ENDS = frozenset(",;:.!?()–—")
_JOINTS = frozenset("but while although though whereas because when which who since".split())


@dataclass(frozen=True, slots=True)
class Stance:
    """How a term stands in its sentence; `by` are the words that make it so.

    `mood` is what the verb beside it makes of it ("may sign", "plans to sign"), `frame` what the clause
    around it does ("called for a treaty", "if they sign").
    """

    negated: bool = False
    mood: str = FACT
    frame: str = FACT
    by: tuple[str, ...] = ()


def read_stances(terms: Sequence[Term]) -> list[Stance]:
    """Return the stance of each term: a word that nothing governs is a fact."""
    negations: list[list[str]] = [[] for _ in terms]
    moods: list[tuple[str, str] | None] = [None] * len(terms)
    frames: list[tuple[str, str] | None] = [None] * len(terms)
    words = [fold(term.text) if term.kind != "mark" else term.text for term in terms]
    i = 0
    while i < len(terms):
        phrase = _phrase_at(words, terms, i, NO_NEGATION)
        if phrase:
            i += phrase
            continue
        phrase = _phrase_at(words, terms, i, PHRASE_NEGATORS)
        if phrase:
            said = " ".join(words[i : i + phrase])
            for head in _heads(terms, words, i + phrase):
                negations[head].append(said)
            i += phrase
            continue
        word, key = words[i], terms[i].key
        following = words[i + 1] if i + 1 < len(words) else ""
        if word in NEGATORS or word.startswith("non-"):
            for head in _heads(terms, words, i + 1, through_or=word in ("neither", "nor", "without", "no")):
                negations[head].append(word)
        elif key in _NEGATIVE_VERBS and terms[i].kind == "word":
            if following in ("to", "from", "that") or (following.endswith("ing") and terms[i].text.endswith("ed")):
                for head in _heads(terms, words, i + 1):
                    negations[head].append(word)
        elif word in MOODS and terms[i].kind == "function":
            mood = MOODS[word]
            for head in _heads(terms, words, i + 1):
                moods[head] = moods[head] or (mood, word)
        elif key in _INTENTIONS and terms[i].kind == "word" and following == "to" and _is_verb_next(words, i + 2):
            for head in _heads(terms, words, i + 2):
                moods[head] = ("meant", word)
        elif word in ("is", "are", "was", "were", "due", "set", "about", "supposed", "going") and following == "to":
            for head in _heads(terms, words, i + 2):
                moods[head] = moods[head] or ("future", f"{word} to")
        elif word in ("has", "have", "had") and following == "to":
            for head in _heads(terms, words, i + 2):
                moods[head] = ("due", f"{word} to")
        elif (
            key in _CALLS
            and terms[i].kind == "word"
            and not word.endswith("ation")
            and (following in ("for", "that", "on") or _to_follows(words, i))
        ):
            for governed in _clause(terms, words, i + 1):
                frames[governed] = ("wanted", word)
        elif key in _HEARSAY and terms[i].kind == "word":
            for governed in _clause(terms, words, i + 1):
                frames[governed] = frames[governed] or ("hearsay", word)
        elif word in CONDITIONS:
            for governed in _clause(terms, words, i + 1):
                frames[governed] = frames[governed] or ("condition", word)
        elif word in POSSIBLY:
            for head in _heads(terms, words, i + 1):
                moods[head] = moods[head] or ("possible", word)
        i += 1
    return [
        Stance(
            len(by) % 2 == 1, mood[0] if mood else FACT, frame[0] if frame else FACT,
            (*by, *([mood[1]] if mood else []), *([frame[1]] if frame else [])),
        )
        for by, mood, frame in zip(negations, moods, frames, strict=True)
    ]  # fmt: skip


def negators_in(terms: Iterable[Term]) -> list[str]:
    """Return the words of negation among terms, with verbs such as refuse."""
    return [
        term.text
        for term in terms
        if fold(term.text) in NEGATORS or (term.key in _NEGATIVE_VERBS and term.kind == "word")
    ]


def _phrase_at(words: Sequence[str], terms: Sequence[Term], i: int, phrases: Iterable[str]) -> int:
    """Return how many terms from `i` are one of the phrases, in any form of its first word."""
    for phrase in phrases:
        parts = phrase.split()
        n = len(parts)
        if tuple(words[i + 1 : i + n]) == tuple(parts[1:]) and (
            words[i] == parts[0] or terms[i].key == base_form(parts[0])
        ):
            return n
    return 0


def _to_follows(words: Sequence[str], i: int) -> bool:
    return "to" in words[i + 1 : i + 6] and not set(words[i + 1 : i + 6]) & {",", "."}


def _is_verb_next(words: Sequence[str], i: int) -> bool:
    """Say whether what follows "to" may be a verb: "agreed to a ceasefire" has none."""
    return i < len(words) and words[i] not in ("the", "a", "an", "its", "their", "his", "her", "this", "that", "these")


def _heads(terms: Sequence[Term], words: Sequence[str], i: int, *, through_or: bool = False) -> list[int]:
    """Return the term that a word before `i` governs: the next one with content that is no adverb.

    What "or" and "nor" join to it is governed too.
    """
    found: list[int] = []
    for j in range(i, min(i + FARTHEST_HEAD + 4 * bool(found), len(terms))):
        if words[j] in _CLAUSE_ENDS and words[j] != ",":
            break
        if found:
            if words[j] in ("or", "nor", "and") and j + 1 < len(terms) and through_or:
                found += [k for k in range(j + 1, min(j + 3, len(terms))) if terms[k].says][:1]
            break
        if terms[j].kind in ("word", "name", "number") and words[j] not in _SKIPPED and not words[j].endswith("ly"):
            found.append(j)
    return found


def _clause(terms: Sequence[Term], words: Sequence[str], i: int) -> list[int]:
    """Return the terms with content up to the end of the clause that begins at `i`."""
    found: list[int] = []
    for j in range(i, min(i + WIDEST_CALL, len(terms))):
        if words[j] in _CLAUSE_ENDS or words[j] in _JOINTS:
            break
        if terms[j].says:
            found.append(j)
    return found
