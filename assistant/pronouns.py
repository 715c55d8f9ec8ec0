"""A question that points and what stands in the foreground in; the question with names for its pronouns out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from assistant.conversation import OF_LEAD, Foreground
from assistant.mentions import Mention, bare, content_words, find_mentions, is_name
from assistant.sorts import DETERMINERS, HEADS, Sort

FEW_WORDS = 3  # content words; a longer question with a pronoun says enough to be searched as it is
MOST_OPTIONS = 4  # that a reader is asked to choose between
TIE = 0.99  # of the first one's weight: a second mention of that much may be meant as well


NAMED_OTHERWISE = frozenset({"agreement", "work"})
"""Sorts of which one is called by another's word: a declaration is "the accord", a record "the album"."""


class Ambiguous(NamedTuple):
    """A pronoun that may mean several things, or nothing that was said; and what to ask back."""

    asks_back: str
    start: int
    end: int
    options: tuple[str, ...] = ()


class Pointer(NamedTuple):
    """A word that points, where it stands, and what fits it."""

    kind: str
    word: str
    start: int
    end: int


_POINTERS = re.compile(
    r"\b(?P<time>(?:in|on|at|during|by|since)?\s?\b(?:that|this|the same) (?:very )?"
    r"(?:time period|time|year|day|month|period|era))\b"
    r"|\b(?P<person>he|him|his|she|her|hers)\b|\b(?P<many>they|them|their|theirs)\b"
    r"|(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )(?P<there>\bthere\b)(?!\s+(?:is|are|was|were|any|been|be|a|an)\b)"
    r"|\b(?P<thing>its?)\b(?!\s+(?:true|possible|necessary|likely|mean|be|take|takes|took|matter)\b)"
    r"|\b(?P<that>that one|this one|that|this)\b(?=[\s]*[?.!,;:]|\s*\Z"
    r"|\s+(?:is|was|are|were|has|had|did|do|does|will|in|on|at|by|to|for|happen|done|signed)\b)",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"\b(?:the|an?|any|some|those)\s(?:[a-z-]+\s){0,2}(?!(?:about|above|after|against|at|before|behind|besides|between|beyond"
    r"|by|during|for|from|in|into|like|near|of|off|on|over|since|than|through|to|under|until|upon|with|within|without|and"
    r"|or|but|is|was|are|were|did|does|do|has|had|have)\s)[a-z-]+\s\Z",
    re.IGNORECASE,
)
"""In "the fort that was being built" the word only says which fort."""
_WHOSE_OWN = re.compile(
    r"\Awho\s+(?:had\s+|has\s+|have\s+)?(?!is|was|are|were|did|do|does|had|has|have)\w+\s+(?:\w+\s+)?their\Z", re.I
)
"""In "who put their names to it" they are those that are asked for."""
_WAY = re.compile(r"\b(?:from|to|near|around|over|through|via|into|towards?)\s+\Z", re.IGNORECASE)
"""Before "there": the place alone takes its place."""
_ANYONE = re.compile(r"\b(?:(?:some|any|every|no)\s?(?:one|body)|people|(?:a|the) person|persons)\b", re.IGNORECASE)
_VERBS_OF: tuple[tuple[re.Pattern[str], Sort], ...] = (
    (
        re.compile(
            r"\b(?:sign\w*|ratif\w*|(?:in|into) force|(?:took|take) effect|names? to|conclud\w*|abrogat\w*"
            r"|initial\w*|negotiat\w*|provide for)\b",
            re.IGNORECASE,
        ),
        "agreement",
    ),
    (
        re.compile(
            r"\b(?:cross\w*|flow\w*|climb\w*|long|kilomet\w*|capacity|carr(?:y|ies|ied)|high|buil[dt]|opened"
            r"|inaugurated)\b",
            re.IGNORECASE,
        ),
        "project",
    ),
    (re.compile(r"\b(?:written|wrote|publish\w*|album|sell|sold|copies|chart\w*|released)\b", re.IGNORECASE), "work"),
)
"""What "it" is, by what is done to it."""
_QUESTION_OF = {
    "person": "Who",
    "many": "Who or what",
    "thing": "What",
    "that": "What",
    "there": "Which place",
    "time": "Which time",
}


def name_subjects(question: str, foreground: Foreground) -> str | Ambiguous:
    """Put names in the place of pronouns and of phrases that point; the rest stays as it is."""
    own = find_mentions(question)
    pieces: list[str] = []
    at = 0
    done: set[str] = set()
    for pointer in _find_pointers(question):
        group = "thing" if pointer.kind == "that" else pointer.kind
        if group in done:
            continue
        done.add(group)
        if _has_antecedent(pointer, own) or _is_anyone(pointer, question):
            continue
        if pointer.kind == "time":
            if foreground.dates:
                pieces.append(question[at : pointer.start] + _at_time(pointer.word, foreground.dates[-1]))
                at = pointer.end
            continue
        found = _candidates(pointer, question, foreground, own)
        if not found:
            if not foreground and not any(m.strength == 3 for m in own) and len(content_words(question)) <= FEW_WORDS:
                asks = f"{_QUESTION_OF[pointer.kind]} do you mean by “{pointer.word}”?"
                return Ambiguous(asks, pointer.start, pointer.end)
            continue
        if options := _tied(found, pointer, foreground):
            return Ambiguous(_which(options), pointer.start, pointer.end, tuple(with_article(m) for m in options))
        if pointer.kind == "person":
            foreground.is_person(found[0])
        text = _insert(pointer, found[0], question)
        pieces.append(question[at : pointer.start] + text)
        at = pointer.end
    return _name_phrases("".join(pieces) + question[at:], foreground)


def ask_which(question: str, foreground: Foreground) -> Ambiguous | None:
    """Ask which one "this treaty" is, where nothing of its sort was said and the question has no name."""
    if any(mention.strength == 3 and not _THIS.match(mention.text) for mention in find_mentions(question)):
        return None
    for match in _THIS.finditer(question):
        noun = match["noun"].casefold()
        before = question[: match.start()]
        is_clause = match.group().casefold().startswith("that") and not _BEFORE_THAT.search(before)
        is_said = noun in before.casefold() or foreground.knows(noun)
        if noun in HEADS:
            is_of = partial(_is_of, HEADS[noun])
            is_said |= any(map(is_of, find_mentions(before))) or bool(foreground.ranked(is_of))
        elif noun not in _UNDERTAKINGS:
            continue
        if is_said or is_clause:
            continue
        return Ambiguous(f"Which {noun} do you mean?", *match.span())
    return None


_BEFORE_THAT = re.compile(
    r"\b(?:of|in|on|at|by|for|to|from|with|under|about|when|where|why|how|did|does|do|was|is|were|are|will|has|signed)\s\Z",
    re.IGNORECASE,
)
"""Behind any other word "that" may begin a clause: "who said that war was near?"."""
_UNDERTAKINGS = frozenset("mission programme program plan initiative strategy policy fund library language".split())
_THIS = re.compile(
    r"(?<!\A)\b(?:this\s(?:[\w-]+\s){0,2}?|that\s)(?P<noun>[a-z]+)\b(?=\s*[?.!,;:]|\s*\Z"
    r"|\s(?!(?:one|s)\b)(?:is|was|has|had|did|does|will|can|in|on|at|by|to|for|of|from|with|and|or|about|officially"
    r"|\w+ed|\w+s|sign|have|provide|operate|mean|start|end|begin|take|cost|lead|teach|cover|include|last|enter|come|go)\b)",
    re.IGNORECASE,
)


def _find_pointers(question: str) -> Iterator[Pointer]:
    for match in _POINTERS.finditer(question):
        kind = match.lastgroup or ""
        if match["that"] and match["that"].lower() == "that" and _RELATIVE.search(question[: match.start()]):
            continue
        yield Pointer(
            kind,
            match[kind].strip(),
            match.start(kind) + (len(match[kind]) - len(match[kind].lstrip())),
            match.end(kind),
        )


def _has_antecedent(pointer: Pointer, own: tuple[Mention, ...]) -> bool:
    """Say whether a name before the pronoun, in the question itself, is what it means."""
    before = [m for m in own if m.end <= pointer.start and m.strength == 3]
    if pointer.kind == "there":
        return any(m.sort == "place" for m in before)
    return pointer.kind != "time" and any(_fit(pointer)(m) for m in before)


def _is_anyone(pointer: Pointer, question: str) -> bool:
    """Say whether "they" are those that are asked for, or whoever the question itself speaks of."""
    return bool(_WHOSE_OWN.search(question[: pointer.end])) or (
        pointer.kind == "many" and bool(_ANYONE.search(question[: pointer.start]))
    )


def _fit(pointer: Pointer) -> Callable[[Mention], bool]:
    if pointer.kind == "person":
        return lambda m: m.sort in ("person", "name") and not m.is_plural and m.strength == 3 and not _is_indefinite(m)
    if pointer.kind == "many":
        return lambda m: m.sort != "date" and m.strength >= 2
    if pointer.kind == "there":
        return lambda m: m.sort in ("place", "project", "event", "name") and m.strength == 3 and not m.is_plural
    return lambda m: m.sort not in ("person", "date") and not m.is_plural and m.strength == 3


def _is_indefinite(mention: Mention) -> bool:
    return mention.text.split()[0].casefold() in ("a", "an", "no", "any", "some", "another")


def _candidates(pointer: Pointer, question: str, foreground: Foreground, own: tuple[Mention, ...]) -> list[Mention]:
    """Return what a pronoun may mean, the likeliest first."""
    found = [m for m in foreground.ranked(_fit(pointer)) if not any(m.text == o.text for o in own)]
    if pointer.kind in ("thing", "that"):
        lead = foreground.ranked(lambda m: m.sort != "date" and foreground.weight(m) >= OF_LEAD)
        found = found if any(m.strength == 3 for m in lead) else lead + found
    if pointer.kind == "person":
        found = _first(found, lambda m: m.sort == "person", foreground, share=0.3)
        return _first(found, lambda m: m.sort == "person" and m.text[:1].isupper(), foreground, share=0.3)
    if pointer.kind == "there":
        return _first(found, lambda m: m.sort == "place", foreground, share=0.3)
    if pointer.kind == "many":
        return _first(found, lambda m: m.is_plural, foreground, share=0.5)
    for verbs, sort in _VERBS_OF:
        if verbs.search(question):
            found = _first(found, partial(_is_of, sort), foreground, share=0.1)
    if found and found[0].sort == "place":
        found = _first(found, lambda m: m.sort != "place", foreground, share=0.5)
    return found


def _is_of(sort: Sort, mention: Mention) -> bool:
    return mention.sort == sort


def _first(
    found: list[Mention], fits: Callable[[Mention], bool], foreground: Foreground, *, share: float
) -> list[Mention]:
    """Put those that fit first, where the first of them has at least this share of the weight of the very first."""
    fitting = [m for m in found if fits(m)]
    if fitting and foreground.weight(fitting[0]) >= share * foreground.weight(found[0]):
        return fitting + [m for m in found if not fits(m)]
    return found


def _tied(found: list[Mention], pointer: Pointer, foreground: Foreground) -> list[Mention]:
    """Return the mentions that are meant equally well, where there are several of one known sort."""
    if pointer.kind not in ("person", "thing", "that") or found[0].sort not in ("person", "agreement"):
        return []
    least = TIE * foreground.weight(found[0])
    tied = [m for m in found if m.sort == found[0].sort and foreground.weight(m) >= least]
    pairs = foreground.ranked(lambda m: m.is_plural and sum(bare(o.text) in m.text for o in tied) > 1)
    named = [m for m in tied if pairs and bare(m.text) in pairs[0].text]
    return sorted(named, key=lambda m: m.start) if 2 <= len(named) <= MOST_OPTIONS else []


def _which(options: list[Mention]) -> str:
    sort = options[0].sort
    names = " or ".join(with_article(m) for m in options)
    return (
        f"Who do you mean: {names}?"
        if sort == "person"
        else f"Which {'one' if sort in ('name', 'thing') else sort} do you mean: {names}?"
    )


def _insert(pointer: Pointer, mention: Mention, question: str) -> str:
    """Write a mention in the place of a pronoun: as owner, with "in" for there."""
    text = with_article(mention)
    word = pointer.word.casefold()
    following = re.match(r"\s+([\w-]+)", question[pointer.end :])
    if word in ("his", "its", "their") or (word == "her" and following and content_words(following[1])):
        return text + ("'" if text.endswith("s") else "'s")
    if pointer.kind == "there" and not _WAY.search(question[: pointer.start]):
        return f"in {text}" if mention.sort == "place" else f"at {text}"
    return text


def _is_phrase(mention: Mention) -> bool:
    return mention.strength >= 2 and not mention.is_plural and " " in mention.text


def with_article(mention: Mention) -> str:
    """Return a mention as it stands within a sentence: "Its first album" is "the first album"."""
    first, _, rest = mention.text.partition(" ")
    return f"the {rest}" if rest and first.casefold() in DETERMINERS - {"both", "all"} else mention.text


def _at_time(word: str, date: str) -> str:
    preposition = word.split(maxsplit=1)[0].casefold()
    if preposition not in ("during", "by", "since"):
        preposition = "on" if re.search(r"\d{1,2} [A-Z]|[a-z] \d{1,2}(?:,|\Z)", date) else "in"
    return f"{preposition} {date}"


def _name_phrases(question: str, foreground: Foreground) -> str:
    """Name what a phrase such as "the accord" or "this album" points to, where one of its sort was named."""
    has_name = any(mention.strength == 3 for mention in find_mentions(question))
    for mention in find_mentions(question):
        words = mention.text.split()
        points = words[0].casefold() in ("this", "that") or (words[0].casefold() == "the" and not has_name)
        if mention.strength == 3 or len(words) != 2 or not points:
            continue
        head = words[1].casefold()
        if head not in HEADS:
            continue
        named = [m for m in foreground.ranked(_is_phrase) if m.sort == HEADS[head]]
        exact = [m for m in named if head in m.text.casefold().split()]
        like = [m for m in named if m.strength == 3 and m.sort in NAMED_OTHERWISE and is_name(m.text.split()[-1])]
        found = next(iter(exact or like), None)
        if (
            found is None
            or bare(found.text) in question
            or question[mention.end :].startswith((" it ", " he ", " she ", " they "))
        ):
            continue
        text = (
            f"{mention.text} {bare(found.text)}" if found.sort == "work" and found not in exact else with_article(found)
        )
        return question[: mention.start] + text + question[mention.end :]
    return question
