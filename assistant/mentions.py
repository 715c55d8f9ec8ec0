"""A text of a conversation in; the names, noun phrases and dates that it mentions, out.

No tagger: a phrase is what stands between words of closed classes (determiners, prepositions,
auxiliaries, pronouns) and common verbs. It is meant for questions and for sentences of answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from assistant.sorts import BREAKS, CLOSED, DETERMINERS, HEADS, PRONOUNS, VERBS, Sort, sort_of

LONGEST_PHRASE = 7  # words; what is longer is a sentence whose verb is not known here
LONGEST_MENTION = 80  # characters
REMEMBERED = 512  # texts whose mentions are kept: a conversation sends its earlier turns again with each new one


class Mention(NamedTuple):
    """A phrase and where it stands: characters of its text, end exclusive.

    `strength` is 3 for a phrase with a name in it, 2 for one of several words, 1 for a single word.
    """

    text: str
    sort: Sort
    is_plural: bool
    strength: int
    start: int
    end: int


_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
DATE = re.compile(
    rf"\b(?:\d{{1,2}}\s+)?(?:(?:{_MONTH}|spring|summer|autumn|winter|early|late|mid)[\s-]+)(?:\d{{1,2}},\s+)?[12]\d{{3}}\b"
    rf"|\b(?:{_MONTH})\s+\d{{1,2}}\b|\b\d{{1,2}}\s+(?:{_MONTH})\b"
    r"|\b(?:the\s+)?(?:1\d|20)?\d0s\b|\b1\d{3}\s?[-–]\s?(?:19|20)?\d{2}\b|\b20\d{2}\s?[-–]\s?(?:20)?\d{2}\b"
    r"|\b(?:1\d|20)\d{2}\b|\b(?:the\s+)?\d{1,2}(?:st|nd|rd|th)\s+century\b"
)
_WORD = re.compile(r"[^\W\d_]\.(?:[^\W\d_]\.)+|[^\W_]+(?:[-'’&/.,](?=[^\W_])[^\W_]+)*['’]?")
_QUOTED = re.compile(r"[\"“]([^\"“”]{2,60})[\"”]")
_JOINS = frozenset("of the for on de la von der van bin al".split())
_ABBREVIATED = re.compile(r"(?:^|\s)(?:[^\W\d_a-z]|[DMS][rst]|Mrs|Jr)\.\s*\Z")
_BETWEEN = (" between ", " from ")
_CONTINUES = (" of ", " with ", " on ", *_BETWEEN)
_TIMES = frozenset("day year month week time date".split())
_SINGULAR_S = ("ss", "us", "is", "ics")
_POSSESSIVE = ("'s", "’s")
_PLURALS = frozenset("people troops women men children forces".split())


@lru_cache(maxsize=REMEMBERED)
def find_mentions(text: str) -> tuple[Mention, ...]:
    """Find what a text mentions, in its order.

    A phrase and its "of" are one mention ("the charter of the CSTO"), and so are two names with
    "and" between them; the names inside of these, and who owns ("Chevron's share"), follow as their own.
    """
    return tuple(_join(_find(text), text))


def is_name(word: str) -> bool:
    """Say whether a word is written as a name is."""
    return word != word.lower()


def content_words(text: str) -> list[str]:
    """Return the words of a text that are of no closed class."""
    words = (match.group() for match in _WORD.finditer(text))
    return [word for word in words if word.casefold() not in CLOSED]


def bare(phrase: str) -> str:
    """Return a phrase without its determiner."""
    first, _, rest = phrase.partition(" ")
    return rest if rest and first.casefold() in DETERMINERS else phrase


def _find(text: str) -> list[Mention]:
    dates = [Mention(m.group(), "date", False, 2, *m.span()) for m in DATE.finditer(text)]
    quoted = [Mention(m[1], "work", False, 3, *m.span(1)) for m in _QUOTED.finditer(text) if m[1][0].isupper()]
    taken = [(m.start, m.end) for m in (*dates, *quoted)]
    phrases = [m for m in _find_phrases(text) if not any(s < m.end and m.start < e for s, e in taken)]
    found = [mention for mention in (*dates, *quoted, *phrases) if len(mention.text) <= LONGEST_MENTION]
    return sorted(found, key=lambda mention: (mention.start, -mention.end))


def _join(found: Sequence[Mention], text: str) -> Iterator[Mention]:
    skip = False
    for at, mention in enumerate(found):
        following = found[at + 1] if at + 1 < len(found) else None
        between = text[mention.end : following.start] if following else ""
        if (
            following
            and between in _CONTINUES
            and mention.strength < 3
            and (between == " of " or mention.sort != "thing")
        ):
            end = following.end
            if at + 2 < len(found) and between in _BETWEEN and text[end : found[at + 2].start] in (" and ", " to "):
                end = found[at + 2].end
            strength = max(2, following.strength)
            yield Mention(text[mention.start : end], mention.sort, mention.is_plural, strength, mention.start, end)
            skip = between == " of "
            continue
        if following and between in (" and ", ", and ") and mention.strength == following.strength == 3:
            whole = text[mention.start : following.end]
            yield Mention(whole, mention.sort, True, 3, mention.start, following.end)
        if not skip or mention.strength == 3:
            yield mention
        skip = False
        owner = re.search(r"(['’]s?) ", mention.text)
        if owner and mention.strength == 3 and mention.sort != "work":
            name = mention.text[: owner.start()]
            yield _mention(name, mention.start)


def _find_phrases(text: str) -> Iterator[Mention]:
    words = list(_WORD.finditer(text))
    run: list[re.Match[str]] = []
    for at, word in enumerate(words):
        gap = text[words[at - 1].end() : word.start()] if at else ""
        lower = word.group().casefold()
        starts = at == 0 or any(c in ".?!:" for c in gap)
        if gap.strip() and not (run and is_name(run[-1].group()) and _ABBREVIATED.search(text[: word.start()][-8:])):
            yield from _close(run, text)
            run = []
        follows_name = _is_named(run)
        if follows_name and lower in _JOINS and _joins(words, at):
            run.append(word)
        elif lower in DETERMINERS or (run and is_name(word.group()) and run[-1].group().casefold() in _TIMES):
            yield from _close(run, text)
            run = [word]
        elif _ends_phrase(word.group(), run, starts) and not (run and _modifies(words, at)):
            yield from _close(run, text)
            run = []
        else:
            run.append(word)
    yield from _close(run, text)


def _is_named(run: Sequence[re.Match[str]]) -> bool:
    """Say whether a phrase so far ends in a name, or in a small word after one."""
    words = [word.group() for word in run]
    while len(words) > 1 and words[-1] in _JOINS:
        words.pop()
    return bool(words) and is_name(words[-1]) and words[-1].casefold() not in DETERMINERS


def _joins(words: Sequence[re.Match[str]], at: int) -> bool:
    """Say whether a small word stands inside of a name: Organization for Security, Ursula von der Leyen."""
    rest = [word.group() for word in words[at : at + 3]]
    while rest and rest[0] in _JOINS:
        rest.pop(0)
    return bool(rest) and is_name(rest[0])


def _modifies(words: Sequence[re.Match[str]], at: int) -> bool:
    """Say whether a form such as "training" or "allied" stands before a head that it belongs to."""
    word = words[at].group().casefold()
    return word.endswith(("ing", "ed")) and at + 1 < len(words) and words[at + 1].group().casefold() in HEADS


def _ends_phrase(word: str, run: Sequence[re.Match[str]], starts: bool) -> bool:
    lower = word.casefold().replace("’", "'")
    if lower in PRONOUNS or lower in BREAKS:
        return not (len(word) > 1 and word.isupper() and not starts) or lower == "i"
    if is_name(word) and not starts:
        return False
    if lower in VERBS:
        return True
    before = run[-1].group() if run else ""
    modifies = before.casefold() in DETERMINERS or before.endswith(_POSSESSIVE)
    if run and not modifies and is_name(before) and all(is_name(w.group()) for w in run):
        return lower not in HEADS and lower.removesuffix("s") not in HEADS  # "did Pinhead warp", but "the TAP pipeline"
    return lower.endswith(("ly", "ed", "ing")) and len(lower) > 4 and not modifies


def _close(run: Sequence[re.Match[str]], text: str) -> Iterator[Mention]:
    content = [word for word in run if word.group().casefold() not in DETERMINERS]
    if not content or len(run) > LONGEST_PHRASE or not any(c.isalpha() for c in content[-1].group()):
        return
    phrase = text[run[0].start() : run[-1].end()].rstrip("'’")
    yield _mention(phrase.removesuffix("'s").removesuffix("’s"), run[0].start())


def _mention(phrase: str, start: int) -> Mention:
    content = [word for word in phrase.split() if word.casefold() not in DETERMINERS] or [phrase]
    named = [word for word in content if is_name(word)]
    sort = sort_of(" ".join(content))
    last = content[-1]
    if sort == "name" and not is_name(last):
        sort = "thing"
    elif sort == "name" and is_personal(phrase):
        sort = "person"
    lower = last.casefold()
    is_plural = lower in _PLURALS or (lower.endswith("s") and not lower.endswith(_SINGULAR_S) and not is_name(last))
    return Mention(phrase, sort, is_plural, 3 if named else min(2, len(content)), start, start + len(phrase))


def is_personal(phrase: str) -> bool:
    """Say whether a name may be a person's full name: two to four capitalised words and no article."""
    words = phrase.split()
    plain = [word for word in words if word not in _JOINS]
    return (
        2 <= len(plain) <= 4
        and words[0] not in _JOINS
        and not re.search("['’]s? ", phrase)
        and all(w[0].isupper() and not w.isupper() for w in plain)
    )
