"""A claim and the quote it cites in; whether the quote supports the claim, and the words that decide, out.

First what can be told for certain: every date, number, name and quoted phrase of the claim stands in
the quote in one of its forms, for the same thing; what is negated, to come, possible or only wanted is
so in both; and nobody's role is turned round. Then how well the words align.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from assistant.lexical import fold
from assistant.statements.alignment import align
from assistant.statements.places import (
    find_changed_slots,
    find_misplaced_values,
    find_substitutes,
    find_swaps,
    fit_place,
    is_quoted,
    quoted_phrases,
)
from assistant.statements.polarity import Stance, negators_in, read_stances
from assistant.statements.roles import find_turns
from assistant.statements.tables import MOODS, NEGATORS, PREFIXES, QUANTITIES
from assistant.statements.terms import Term, are_opposite, base_form, name_words, read_terms
from assistant.statements.values import (
    Difference,
    find_missing_dates,
    find_missing_names,
    find_missing_numbers,
    states,
)
from assistant.types import Encoder, Support

ENOUGH = 0.8
"""The mean cosine of the claim's terms to their likest in the quote that supports it (1 where the quote has it).

Chosen on one half of a sample of BEGIN (700 claims) with UNLIKE: balanced accuracy .89 there, .86 on the other
half; .85 and .75 do no better.
"""
TOO_LITTLE = 0.6  # of the same: what is less like the quote is refused, and not only doubted
UNLIKE = 0.25  # cosine of a single term: the quote has nothing like it
ALIKE = 0.62  # cosine of a term that the quote has in other words
SYNONYM = 0.62  # what a word put in another's place must have: "gas" for "oil" has .38, "purchased" for "bought" .96
AS_GOOD = 0.9  # of the best fit: a word that stands twice in a quote may be either
SHORT = 12  # terms of a claim that says one thing
WORDS = 4  # that decide, shown at most
_PREFIXES = tuple(prefix.strip("-") for prefix in PREFIXES)


@dataclass(frozen=True, slots=True)
class _Pair:
    """A claim and its quote, read."""

    claim: str
    quote: str
    said: list[Term]
    cited: list[Term]
    around: list[Term]


def check_support(claim: str, quote: str, *, context: str = "", encoder: Encoder | None = None) -> Support:
    """Say whether a quote supports a claim, and which words decide.

    `context` is what the article says around the quote; it resolves "the two countries" and the year
    of "on 14 February", and supports nothing by itself. Without an encoder words that are not the same
    cannot be told to mean the same, and more cannot be told. Raises nothing on any text.
    """
    if _plain(claim) and _plain(claim) == _plain(quote):
        return Support("supported", "the quote says it word for word")
    pair = _read(_OPENING.sub("", claim), quote, context)
    if not any(term.says for term in pair.said):
        return Support("cannot_tell", "the claim states nothing that can be checked")
    refused = next(_refusals(pair), None)
    if refused:
        return refused
    return _weigh(pair, encoder)


def _read(claim: str, quote: str, context: str) -> _Pair:
    around = read_terms(context)
    names = name_words([*read_terms(claim), *read_terms(quote), *around])
    return _Pair(claim, quote, read_terms(claim, names), read_terms(quote, names), around)


def _refusals(pair: _Pair) -> Iterator[Support]:
    """Yield what shows for certain that the quote does not say it, the plainest first."""
    cited = _plain(pair.quote)
    for phrase in quoted_phrases(pair.claim):
        if len(phrase.split()) > 1 and _plain(phrase) not in cited and not is_quoted(read_terms(phrase), pair.cited):
            yield _refuse(f"the quote does not have the words “{phrase}”", phrase)
    for kind, differences in (
        ("date", find_missing_dates(pair.said, pair.cited, pair.around)),
        ("number", find_missing_numbers(pair.said, pair.cited)),
        ("name", find_missing_names(pair.said, pair.cited, pair.around)),
    ):
        for difference in differences:
            yield _refuse_difference(f"the {kind}", difference)
    for difference in [*find_misplaced_values(pair.said, pair.cited), *find_changed_slots(pair.said, pair.cited)]:
        yield _refuse_difference("in its place", difference)
    for difference in find_substitutes(pair.said, pair.cited):
        large = difference.claimed[:1].isupper() and difference.cited[:1].isupper()
        if large or _are_opposite(*difference) or any(_differ(difference, table) for table in (QUANTITIES, MOODS)):
            yield _refuse_difference("in its place", difference)
    for swap in find_swaps(pair.said, pair.cited):
        yield _refuse(f"“{swap.claimed}” and “{swap.cited}” stand in each other's place", *swap)
    yield from _refuse_stance(pair)
    yield from _refuse_elided_negation(pair)
    for turn in find_turns(pair.said, pair.cited):
        if turn.certain:
            yield _refuse(
                f"the quote has the roles of {turn.first} and {turn.second} the other way round",
                turn.first,
                turn.second,
            )
    yield from _refuse_antonyms(pair)


def _refuse_stance(pair: _Pair) -> Iterator[Support]:
    """Yield the words that one negates and the other does not, or that are fact in one and not in the other."""
    said, cited = read_stances(pair.said), read_stances(pair.cited)
    framed: list[Support] = []
    for i, (term, stance) in enumerate(zip(pair.said, said, strict=True)):
        if not term.says:
            continue
        places = _places(pair, i)
        others = [cited[j] for j in places]
        if not others:
            continue
        if all(other.negated != stance.negated for other in others):
            by = " ".join((stance.by or others[0].by)[:1])
            where = "the claim" if stance.negated else "the quote"
            yield _refuse(f"{where} negates “{term.text}” ({by}), the other does not", by, term.text)
        elif all(other.mood != stance.mood for other in others):
            yield _refuse_mood(term, stance.mood, others[0].mood, stance, others[0])
        elif term.kind == "word" and all(other.frame != stance.frame for other in others):
            framed.append(_refuse_mood(term, stance.frame, others[0].frame, stance, others[0]))
    if len(framed) > 1 or (framed and len(pair.said) < SHORT):  # one alone may be an adverbial that was moved
        yield framed[0]


def _refuse_mood(term: Term, mine: str, theirs: str, *stances: Stance) -> Support:
    return _refuse(
        f"“{term.text}” is {_MOODS[mine]} in the claim and {_MOODS[theirs]} in the quote",
        *(word for stance in stances for word in stance.by), term.text,
    )  # fmt: skip


def _places(pair: _Pair, i: int) -> list[int]:
    """Return where the quote has a term of the claim: the place, or the places, that fit it best."""
    places = [
        j for j, there in enumerate(pair.cited) if there.kind == pair.said[i].kind and states(there, pair.said[i])
    ]
    if len(places) < 2:
        return places
    fits = [fit_place(pair.said, i, pair.cited, j) for j in places]
    return [j for j, fit in zip(places, fits, strict=True) if fit >= AS_GOOD * max(fits)]


_MOODS = {
    "fact": "a fact", "future": "to come", "possible": "possible", "due": "required", "meant": "intended",
    "wanted": "asked for", "hearsay": "hearsay", "condition": "conditional",
}  # fmt: skip


def _refuse_elided_negation(pair: _Pair) -> Iterator[Support]:
    """Yield a negation more or less in what is otherwise the same: "as they had" for "as they had not"."""
    said, cited = ([term.key for term in terms] for terms in (pair.said, pair.cited))
    for action, a, b, c, d in SequenceMatcher(None, said, cited, autojunk=False).get_opcodes():
        changed = pair.said[a:b] + pair.cited[c:d]
        by = [term.text for term in changed if fold(term.text) in NEGATORS]
        if action != "equal" and len(by) % 2 and all(not term.says or term.text in by for term in changed):
            yield _refuse(f"the claim and the quote differ by “{by[0]}”", by[0])


def _refuse_antonyms(pair: _Pair) -> Iterator[Support]:
    """Yield words of the claim that the quote does not have while it has their opposite."""
    keys = {term.key for term in pair.cited}
    own = {term.key for term in pair.said}
    for term in pair.said:
        if not _is_word(term) or term.key in keys:
            continue
        for other in pair.cited:
            if not _is_word(other) or (other.key in own and other.kind != "number"):
                continue
            if _are_opposite(term.text, other.text) or _is_prefixed(term, other):
                yield _refuse(f"the claim says “{term.text}”, the quote “{other.text}”", term.text, other.text)


def _are_opposite(first: str, second: str) -> bool:
    return are_opposite(first, second)


def _differ(difference: Difference, table: Mapping[str, object]) -> bool:
    mine, theirs = (table.get(fold(word)) for word in difference)
    return mine is not None and theirs is not None and mine != theirs


def _is_word(term: Term) -> bool:
    return term.kind in ("word", "function") or bool(term.number and term.number.ordinal)


def _is_prefixed(a: Term, b: Term) -> bool:
    short, long = sorted((fold(a.text), fold(b.text)), key=len)
    return len(short) > 4 and any(long == prefix + short for prefix in _PREFIXES)


def _weigh(pair: _Pair, encoder: Encoder | None) -> Support:
    """Decide by how well the words align, where nothing shows for certain that the quote does not say it."""
    doubt = next(_doubts(pair), None)
    met = met_terms(pair.said, pair.cited, pair.around)
    alignment = align(pair.claim, pair.said, pair.quote, met, encoder)
    apart = tuple(term.text for term, value in alignment.apart if value < ALIKE)
    worst = alignment.apart[0][1] if alignment.apart else 1.0
    put = {difference.claimed for difference in find_substitutes(pair.said, pair.cited)}
    changed = [term.text for term, value in alignment.apart if value < SYNONYM and term.text in put]
    if alignment.similarity < TOO_LITTLE or (encoder is not None and worst < UNLIKE):
        return Support("not_supported", f"the quote says little of it: not {_list(apart)}", apart[:WORDS])
    if doubt:
        return doubt
    if alignment.similarity >= ENOUGH and not changed:
        return Support(
            "supported",
            "every word of it that counts stands in the quote" if not apart else "the quote says it in other words",
            (),
        )
    return Support("cannot_tell", f"the quote may not say {_list(apart)}", apart[:WORDS])


def _doubts(pair: _Pair) -> Iterator[Support]:
    """Yield what keeps a claim from being supported without showing that it is not."""
    for turn in find_turns(pair.said, pair.cited):
        yield Support(
            "cannot_tell",
            f"{turn.first} and {turn.second} stand the other way round in the quote",
            (turn.first, turn.second),
        )
    said, cited = negators_in(pair.said), negators_in(pair.cited)
    keys = {term.key for term in pair.cited}
    if said and not cited and not {term.key for term in pair.said if term.text in said} & keys:
        yield Support("not_supported", f"the claim denies something ({said[0]}), the quote does not", (said[0],))


def _list(words: Sequence[str]) -> str:
    return ", ".join(f"“{word}”" for word in words[:WORDS]) or "its words"


def met_terms(said: Sequence[Term], cited: Sequence[Term], around: Sequence[Term] = ()) -> list[bool]:
    """Say of each term of a claim whether the quote has it in some form; values and names were checked before."""
    keys = {term.key for term in cited} | {base_form(term.text) for term in cited if term.kind in ("word", "name")}
    return [
        term.kind in ("date", "number", "name") or term.key in keys or base_form(term.text) in keys for term in said
    ]


def _refuse(because: str, *words: str) -> Support:
    return Support("not_supported", because, tuple(dict.fromkeys(word for word in words if word)))


def _refuse_difference(what: str, difference: Difference) -> Support:
    claimed, cited = difference
    because = (
        f"{what} “{claimed}” is not in the quote"
        if what != "in its place"
        else f"“{claimed}” stands for something else"
    )
    return _refuse(because + (f"; it has “{cited}”" if cited else ""), claimed, cited)


def _plain(text: str) -> str:
    """Return a text with its spaces, marks and case made one."""
    text = _NOT.sub(
        lambda match: {"wo": "will", "ca": "can", "sha": "shall"}.get(match[1].lower(), match[1]) + " not", text
    )
    return " ".join(re.findall(r"\w+|[%$€£]", fold(text.replace("’", "'"))))


_OPENING = re.compile(
    r"\A\s*(?:(?:yes|yeah|no|well|sure|right|actually|indeed|not really|of course)\s*[,.!]\s*)+", re.IGNORECASE
)
"""Words that answer a partner in conversation and state nothing; "no" before a comma negates nothing."""
_NOT = re.compile(r"\b(\w+)n['’]t\b")
