"""How a question asks and a phrase of a sentence in; whether it may answer at all, out: what no weight should decide.

What may not keeps its share of the probability, so that what is left is not thought likelier for it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Sequence

from assistant.asked import Asked
from assistant.noun_phrases import NATION, Word
from assistant.sorts import COUNTRIES, HEADS, PEOPLE, PLACES, TITLES, VERBS, Sort, sort_of
from assistant.statements.tables import ALIASES, CAPITALS, LONG_NAMES

CANNOT = "cannot answer"
_DOTTED = frozenset(name for name, _ in LONG_NAMES if "." in name)
_COUNTRY_WORDS = re.compile(r"(?:states|kingdom|republic|federation|emirates|union|empire)\Z")
_BODIES = re.compile(
    r"(?:government|company|companies|party|council|committee|army|parliament|community|group|church|agency|department)\Z"
)
_CONTINENTS = frozenset(("africa", "asia", "eurasia", "europe"))
_NOBODY: tuple[Sort, ...] = ("agreement", "event", "work", "date")
"""What does nothing: "Treaty of Kars"."""
_IN_A_PLACE = frozenset(("in", "near", "at", "outside", "into", "inside"))
_NATURE = frozenset("river lake sea ocean mountain mountains valley desert bay strait island peninsula coast".split())
_OFFICE = re.compile(r"(?:leadership|command|presidency|rule|reign|chairmanship|premiership)\Z")
"""Of whom it is, is who holds it."""
_PARTS = frozenset(
    "mouth bank banks shore shores coast foot edge edges head confluence outskirts suburb suburbs".split()
)
"""Of a river, a mountain, a town: where something is more exactly."""
_MANNERS = frozenset(
    "number numbers amount amounts quantity quantities rate rates velocity speed rule control command force power"
    " charge terms way ways order manner favour favor fact general particular response return exchange case addition"
    " support secret detail principle practice theory time times conditions pressure".split()
)
_COPULA = frozenset(("is", "was", "are", "were"))
_BESIDE = frozenset((",", "is", "was", "as"))
NEGATED = 5  # words before a phrase in which a "not" is on it: "does not pass through Armenia"


def may_answer(how: Asked, words: Sequence[Word], i: int, j: int, asked: Collection[int] = ()) -> bool:
    """Say whether the phrase from word i to word j may be who or what is asked for; the question says `asked`."""
    inside, before = words[i : j + 1], words[max(i - NEGATED, 0) : i]
    after = words[j + 1] if j + 1 < len(words) else None
    if any(word.cls == "number" for word in inside[1:-1]) or all(word.cls == "number" for word in inside):
        return False
    if _is_adjective(inside[-1]) and after is not None and after.cls in ("noun", "verbal"):
        return False
    if _ends_according(before):
        return False
    if (not how.is_negated and any(word.small in ("not", "never") for word in before)) or (
        before and before[-1].small == "for" and _is_joined(words, i)
    ):
        return False
    if how.gives_choice or (how.is_several and not _is_several(inside)):
        return False
    if _is_cut_list(words, i, j) or _is_deed(inside):
        return False
    if how.is_where and (_comes_from(how, words, i) or _is_whole_of_part(words, i) or _is_no_place(inside)):
        return False
    return _is_wanted(how, words, i, j, asked)


def has_origin(inside: Sequence[Word]) -> bool:
    """Say whether a person's name goes on with where they are from: "Omar Bek of Kazakhstan", not "King of England"."""
    at = next((k for k, word in enumerate(inside) if word.small == "of"), 0)
    return at > 1 and _is_country(inside[-1]) and not any(_is_title(word) for word in inside[:at])


def _is_cut_list(words: Sequence[Word], i: int, j: int) -> bool:
    """Say whether a list goes on behind a phrase: "Besh Baliq, Almaliq", where ", and Samarqand" follows."""
    if all(word.cls not in ("mark", "conjunction") for word in words[i : j + 1]) or j + 2 >= len(words):
        return False
    behind = words[j + 1 : j + 3]
    return behind[0].cls == "conjunction" or (behind[0].small == "," and behind[1].cls == "conjunction")


def _is_deed(inside: Sequence[Word]) -> bool:
    """Say whether a phrase begins with what is done to the name in it: "led Maxwell"."""
    return len(inside) > 1 and inside[1].cls == "name" and (inside[0].cls == "verbal" or inside[0].small in VERBS)


def _comes_from(how: Asked, words: Sequence[Word], i: int) -> bool:
    """Say whether a place is where something comes from, and where it goes to is asked, or the other way round."""
    at = i - 1 - (i > 0 and words[i - 1].cls == "determiner")
    return at >= 0 and (how.preposition, words[at].small) in (("to", "from"), ("from", "to"))


def _is_whole_of_part(words: Sequence[Word], i: int) -> bool:
    """Say whether a place is what another is a part of, which says where better: "the mouth of the Volga"."""
    at = i - 1 - (i > 0 and words[i - 1].cls == "determiner")
    return at > 0 and words[at].small == "of" and words[at - 1].small in _PARTS


def _is_whole_of_place(words: Sequence[Word], i: int) -> bool:
    """Say whether a name is that of a place, which its noun says: "the exclave of Nakhchivan"."""
    return i > 1 and words[i - 1].small == "of" and HEADS.get(words[i - 2].small) == "place"


def _is_no_place(inside: Sequence[Word]) -> bool:
    """Say whether a phrase is how something is, and not where: "in large numbers", "under Iroquois rule"."""
    return inside[-1].small in _MANNERS


def _is_wanted(how: Asked, words: Sequence[Word], i: int, j: int, asked: Collection[int]) -> bool:
    """Say whether a phrase is of the sort that a question wants."""
    inside, after = words[i : j + 1], words[j + 1] if j + 1 < len(words) else None
    names = [word for word in inside if word.cls == "name"]
    if how.wants == "identity":
        return _is_beside(words, i, j, asked)
    if how.wants in ("country", "state"):
        is_within = how.wants == "state" and bool(names)
        return is_within or any(
            (_is_country(word) and word.small not in _CONTINENTS) or _COUNTRY_WORDS.search(word.small)
            for word in inside
        )
    if how.wants == "named":
        return bool(names) and not (len(inside) == 1 and _is_country(inside[0])) and not _is_title(inside[0])
    if how.wants in ("holder", "somebody"):
        if sort_of(" ".join(word.text for word in inside)) in _NOBODY or inside[-1].small in _NATURE:
            return False
        if _stands_in(words, i) not in ("", how.preposition) or _is_whole_of_place(words, i):
            return False
        if _is_thing_of(inside, how) or (len(names) == len(inside) > 2 and _is_nation(inside[0])):
            return False
        if _is_country(inside[-1]) and after is not None and after.cls == "possessive" and not how.is_whose:
            return False
        if how.wants == "holder" and (inside[-1].cls != "name" or not _is_named_beside(words, i, j)):
            return False
        if len(inside) == 1 and _is_country(inside[0]) and how.is_being:
            return after is not None and after.small in _COPULA
        return bool(names) or not how.has_name or _is_person(inside[-1])
    head = list(itertools.takewhile(lambda word: word.small != "of", inside))
    is_place = any(_is_country(word) or PLACES.search(word.small) for word in head)
    begins = i == 0 or (i == 1 and words[0].cls == "determiner")
    return how.wants != "where" or is_place or not (_is_title(inside[0]) or begins)


def _ends_according(before: Sequence[Word]) -> bool:
    said = [word.small for word in before if word.cls != "determiner"][-2:]
    return said == ["according", "to"]


def _is_several(inside: Sequence[Word]) -> bool:
    return any(word.cls == "conjunction" for word in inside) or inside[-1].small.endswith("s")


def _is_joined(words: Sequence[Word], i: int) -> bool:
    """Say whether a name goes on after its "for": "Bank for Reconstruction"."""
    return i > 1 and words[i - 2].cls == words[i].cls == "name"


def _is_beside(words: Sequence[Word], i: int, j: int, asked: Collection[int]) -> bool:
    """Say whether a phrase stands beside the name that is asked about: "X, the envoy", "X was envoy"."""
    first = i - 1 if i and words[i - 1].cls == "determiner" else i
    said = first > 1 and first - 2 in asked and words[first - 1].small in _BESIDE
    return said or (j + 2 < len(words) and j + 2 in asked and words[j + 1].small == ",")


def _is_named_beside(words: Sequence[Word], i: int, j: int) -> bool:
    """Say whether a phrase stands where the holder of an office does: behind a title, beside a comma, before "was"."""
    before, after = words[i - 1] if i else None, words[j + 1 : j + 3]
    if before is not None and (before.small == "," or _is_title(before)):
        return True
    if i > 1 and before is not None and before.small == "of" and _OFFICE.search(words[i - 2].small):
        return True
    if len(after) == 2 and after[0].small == ",":
        return after[1].cls == "determiner" or _is_title(after[1])
    return bool(after) and after[0].cls == "auxiliary"


def _is_title(word: Word) -> bool:
    small = word.small.removesuffix(".")
    return small in TITLES or HEADS.get(small) == "person"


def _is_person(word: Word) -> bool:
    return HEADS.get(word.small) == "person" or bool(PEOPLE.search(word.small) and not _BODIES.search(word.small))


def _is_adjective(word: Word) -> bool:
    return word.small in ALIASES and ALIASES[word.small] != word.small and word.small not in COUNTRIES


def _stands_in(words: Sequence[Word], i: int) -> str:
    """Return the preposition before a phrase that says where something is: nobody's name in "near Baku"."""
    at = i - 1 - (i > 0 and words[i - 1].cls == "determiner")
    return words[at].small if at >= 0 and words[at].small in _IN_A_PLACE else ""


def _is_nation(word: Word) -> bool:
    """Say whether a word is an adjective of a nation or a town: "Venetian" in "Venetian Marco Polo"."""
    return _is_adjective(word) or bool(NATION.match(word.text))


def _is_thing_of(inside: Sequence[Word], how: Asked) -> bool:
    """Say whether a phrase is a thing of somebody, and no person: "Newton's lifetime"."""
    owned = any(word.cls == "possessive" for word in inside[1:])
    return owned and not how.is_whose and inside[-1].cls == "noun" and not _is_person(inside[-1])


def _is_country(word: Word) -> bool:
    small = word.small
    return small in COUNTRIES or small in _DOTTED or (small in ALIASES and small not in CAPITALS)
