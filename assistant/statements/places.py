"""The terms of a claim and of a quote in; what stands in another's place out.

A value that the quote has, but for something else; a name between the words that are another's; two
phrases turned round. Places are compared by the terms around them, or aligned word by word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from assistant.lexical import fold
from assistant.statements.roles import JOINING, Party, read_parties
from assistant.statements.terms import Term
from assistant.statements.values import Difference, states

NEAR = 6  # terms with content on each side of a value that say what it is the value of
FADE = 0.7  # how much less each further one counts
OTHER_SIDE = 0.4  # what a neighbour counts that stands on the other side
CLEARLY = 1.4  # times better another value must fit for the claim's to be its mistake
SLOT = 3  # matching terms in a row within which a differing name is a changed one
_CLAUSE = re.compile(r"[.;!?]")


def find_misplaced_values(claim: Sequence[Term], quote: Sequence[Term]) -> list[Difference]:
    """Find values that the quote has, but for something else: where another of its values fits the place better."""
    differences = []
    for kind in ("date", "number"):
        places = [j for j, term in enumerate(quote) if term.kind == kind]
        if len(places) < 2:
            continue
        for i, term in enumerate(claim):
            if term.kind != kind:
                continue
            own = [j for j in places if states(quote[j], term)]
            others = [j for j in places if not states(quote[j], term) and not states(term, quote[j])]
            if not own or not others:
                continue
            best_own = max(fit_place(claim, i, quote, j) for j in own)
            best, j = max((fit_place(claim, i, quote, j), -j) for j in others)
            at = max(own, key=lambda j: fit_place(claim, i, quote, j))
            rivals = [n for n, other in enumerate(claim) if n != i and other.kind == kind and states(quote[-j], other)]
            if rivals:  # the claim has both values: are they the wrong way round?
                best += max(fit_place(claim, n, quote, at) for n in rivals)
                best_own += max(fit_place(claim, n, quote, -j) for n in rivals)
            if best > CLEARLY * best_own + 0.1:
                differences.append(Difference(term.text, quote[-j].text))
    return differences


def find_changed_slots(claim: Sequence[Term], quote: Sequence[Term]) -> list[Difference]:
    """Find names and values that stand between the same words as another one in the quote."""
    said, cited = _mask(claim), _mask(quote)
    if _is_passive(claim) != _is_passive(quote):
        return []
    differences = []
    matcher = SequenceMatcher(None, [item[0] for item in said], [item[0] for item in cited], autojunk=False)
    for block in matcher.get_matching_blocks():
        words = sum(
            not said[block.a + n][0].startswith("<") and said[block.a + n][0].isalpha() for n in range(block.size)
        )
        if block.size < SLOT or words < 2:
            continue
        for n in range(block.size):
            mine, theirs = said[block.a + n][1], cited[block.b + n][1]
            if isinstance(mine, Party) and isinstance(theirs, Party):
                differs = not mine.is_of(theirs) and any(mine.keys <= other.keys for other in read_parties(quote))
                if differs and not _are_joined(quote, theirs, mine):
                    differences.append(Difference(mine.text, theirs.text))
            elif isinstance(mine, Term) and isinstance(theirs, Term) and not _may_state(theirs, mine):
                differences.append(Difference(mine.text, theirs.text))
    return differences


def find_substitutes(claim: Sequence[Term], quote: Sequence[Term]) -> list[Difference]:
    """Find single words of the claim that stand where the quote has another, between the same words."""
    said, cited = _mask(claim), _mask(quote)
    matcher = SequenceMatcher(None, [item[0] for item in said], [item[0] for item in cited], autojunk=False)
    found = []
    for action, a, b, c, d in matcher.get_opcodes():
        if action == "replace" and b - a == 1 and d - c == 1:
            mine, theirs = said[a][1], cited[c][1]
            if isinstance(mine, Term) and isinstance(theirs, Term | Party):
                found.append(Difference(mine.text, theirs.text))
    return found


def find_swaps(claim: Sequence[Term], quote: Sequence[Term]) -> list[Difference]:
    """Find two phrases that stand in each other's place, unless they are only joined: "the king and the parliament"."""
    said, cited = ([_value_key(term) for term in terms] for terms in (claim, quote))
    matcher = SequenceMatcher(None, said, cited, autojunk=False)
    changed = [(a, b, c, d) for action, a, b, c, d in matcher.get_opcodes() if action == "replace"]
    swaps = []
    for i, (a, b, c, d) in enumerate(changed):
        for e, f, g, h in changed[i + 1 :]:
            turned = said[a:b] == cited[g:h] and said[e:f] == cited[c:d]
            if turned and not all(term.kind != "word" and fold(term.text) in JOINING for term in claim[b:e]):
                swaps.append(Difference(_write(claim[a:b]), _write(quote[c:d])))
    return swaps


def fit_place(claim: Sequence[Term], i: int, quote: Sequence[Term], j: int) -> float:
    """Score how alike the surroundings of a term of the claim and of a term of the quote are."""
    mine, theirs = _near(claim, i), _near(quote, j)
    total = 0.0
    for (key, side), weight in mine.items():
        same, other = theirs.get((key, side), 0.0), theirs.get((key, -side), 0.0)
        total += weight * max(same, OTHER_SIDE * other)
    return total


def quoted_phrases(text: str) -> Iterator[str]:
    """Yield the phrases that a text puts in quotation marks."""
    for match in re.finditer(r"[“\"«„]([^“”\"«»„]{2,}?)[”\"»“]", text):
        yield match[1].strip(" ,.;")


def is_quoted(phrase: Sequence[Term], quote: Sequence[Term]) -> bool:
    """Say whether the terms of a phrase stand in a quote in a row, in any of their forms."""
    wanted, there = ([_value_key(term) for term in terms if term.kind != "mark"] for terms in (phrase, quote))
    return any(there[i : i + len(wanted)] == wanted for i in range(len(there) - len(wanted) + 1))


def _may_state(cited: Term, claimed: Term) -> bool:
    return states(cited, claimed) or bool(cited.date and claimed.date and cited.date.fits(claimed.date))


def _near(terms: Sequence[Term], i: int) -> dict[tuple[str, int], float]:
    """Return the neighbours of a value, by side, with what each counts: the nearer, the more."""
    weights: dict[tuple[str, int], float] = {}
    for side in (-1, 1):
        weight, seen, j = 1.0, 0, i + side
        while 0 <= j < len(terms) and seen < NEAR:
            if terms[j].kind == "mark" and _CLAUSE.match(terms[j].text):
                weight *= FADE * FADE
            if terms[j].says or (terms[j].kind == "function" and seen == 0):
                key = _value_key(terms[j])
                weights[key, side] = max(weights.get((key, side), 0.0), weight * (1.0 if terms[j].says else 0.5))
                if terms[j].says:
                    weight *= FADE
                    seen += 1
            j += side
    return weights


def _value_key(term: Term) -> str:
    if term.number:
        return f"<{term.number.value}>"
    if term.date:
        return f"<{term.date.year}-{term.date.month}-{term.date.day}>"
    return term.key


def _mask(terms: Sequence[Term]) -> list[tuple[str, Term | Party]]:
    """Return the terms as they are aligned: names and values by their kind alone."""
    items: list[tuple[str, Term | Party]] = []
    parties = {party.start: party for party in read_parties(terms)}
    i = 0
    while i < len(terms):
        if i in parties:
            items.append(("<name>", parties[i]))
            i = parties[i].end
            continue
        items.append((terms[i].key, terms[i]))
        i += 1
    return items


def _is_passive(terms: Sequence[Term]) -> bool:
    return any(fold(term.text) == "by" for term in terms)


def _are_joined(quote: Sequence[Term], a: Party, b: Party) -> bool:
    """Say whether two names are items of one list, whose order says nothing."""
    places = [party for party in read_parties(quote) if party.is_of(b)]
    for other in places:
        first, second = sorted((a, other), key=lambda party: party.start)
        between = quote[first.end : second.start]
        if all(term.kind == "name" or term.text in (",", "and", "or", "&", "the") for term in between):
            return True
    return False


def _write(terms: Sequence[Term]) -> str:
    return " ".join(term.text for term in terms)
