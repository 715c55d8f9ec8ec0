"""A question that asks for all of something in; what is to be listed, and the list, out.

"Which articles mention X?" lists articles, "list the visits in 2023" lists events. Both look at
everything that there is, and a count is the number of the items that are listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.event_dates import EventDate, read_dates
from assistant.lexical import STOP_WORDS, words_of
from assistant.occurrences import Occurrences, find_name
from assistant.sentences import is_heading, split_sentences
from assistant.times import TimeScope, read_scope
from assistant.types import Passage, Span

LONGEST_LIST = 200  # items; more are counted and said, not shown

_ARTICLES = r"(?:articles?|briefs?|pieces?|texts?|documents?|essays?|posts?|papers?|notes)"
_EVENTS = (
    r"(?:agreements?|accords?|treaties|treaty|declarations?|memorand(?:a|ums?)|visits?|summits?|meetings?|talks|exercises?"
    r"|drills|elections?|wars?|truces?|ceasefires?|attacks?|explosions?|protests?|conferences?|sessions?|contracts?|deals?)"
)
_MENTION = (
    r"(?:mention|name|contain|refer|discuss|report|cover|quote|cite|talk|deal|write|speak|tell|treat|touch|describe|say"
    r"|occur|appear|come up|found|address|concern|give|note|include|use)"
    r"(?:s|es|d|ed|red|t|ing|ring|ten)?\b"
)
_OF_ARTICLES = re.compile(
    rf"\b(?P<how>how many|which|what|list|name|give|show|find|all|count)\b(?:\s(?:me|of|all|the|are|there|every|each"
    rf"|other|different|our|your|these|those))*\s{_ARTICLES}\b(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_OF_EVENTS = re.compile(
    r"(?:\A|[,;]\s*)(?:please\s|can you\s|could you\s)?"
    r"(?P<how>how many|list|enumerate|name all|give (?:me )?(?:all|a list of)|show (?:me )?all|what are all)"
    rf"\b(?P<between>(?:\s[\w’'+-]+){{0,5}}?)\s(?P<noun>{_EVENTS})\b(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_VERB = re.compile(
    rf"\A(?:\s(?:that|which|in|where|do|does|did|is|are|was|were|has|have|been|there|the|published|written|(?:in|since|before)"
    rf"\s\d{{4}}))*\s*(?P<verb>{_MENTION})?\s*(?:of|to|about|with|on|from|as)?\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"“”«]([^\"“”«»]{2,80})[\"“”»]")
_NAME_WORD = r"(?:[A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĞĠĢĤİĪĬĮŁŃŅŇŌŎŐŒŘŚŞŠŢŤŪŬŮŰŲŸŹŻŽƏА-Я][\w’'+.-]*\w|[A-ZƏ])"
_NAMES = re.compile(rf"{_NAME_WORD}(?:\s(?:(?:of|the|de|al|bin|and\sthe)\s){{0,2}}{_NAME_WORD})*")
_ASIDE = re.compile(r",\s(?:whether|in whatever|however|no matter|and if|and how|spelled|including)\b.*", re.DOTALL)
_ENDING = re.compile(
    r"\s(?:occur|appear|come up|stand|be found|mentioned|named|cited|quoted|discussed|described|referred to)\w*\b.*\Z",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Listing:
    """What a question wants all of: articles or events that hold these names, and how many or which."""

    of: Literal["articles", "events"]
    names: tuple[str, ...]
    noun: str
    counts: bool
    scope: TimeScope


@dataclass(frozen=True, slots=True)
class Item:
    """One of a list: a sentence of a passage, and for an event the date that it says."""

    passage: Passage
    span: Span
    text: str
    date: EventDate | None = None


def read_listing(question: str) -> Listing | None:
    """Read what a question wants all of, or none where it asks for something else."""
    scope = read_scope(question)
    plain = _ASIDE.sub("", _without_times(question, scope))
    if (match := _OF_ARTICLES.search(plain)) and (names := _names(match["rest"])):
        verb = _VERB.match(match["rest"])
        if (verb and verb["verb"]) or _ENDING.search(match["rest"]) or re.search(r"\babout\b", match["rest"]):
            return Listing("articles", names, "articles", match["how"].lower() in ("how many", "count"), scope)
    if match := _OF_EVENTS.search(plain):
        counts = match["how"].lower() == "how many"
        if counts and re.search(
            r"\b(?:the|a|an|of|in|was|were|did|has|had|have|signed|its|their)\b|'s", match["between"]
        ):
            return None
        names = _names(f"{match['between']} {match['rest']}", phrases=False)
        if names or scope.event:
            return Listing("events", names, match["noun"].lower(), counts, scope)
    return None


def _without_times(question: str, scope: TimeScope) -> str:
    """Blank the times that a question sets: they are no part of a name."""
    for condition in scope.conditions:
        blank = " " * (condition.span.end - condition.span.start)
        question = question[: condition.span.start] + blank + question[condition.span.end :]
    return question


def list_articles(listing: Listing, occurrences: Occurrences) -> list[Item]:
    """List the articles, each with the sentence that holds the most of the names, rare ones first."""
    sentences = [(passage, *sentence) for passage in occurrences.passages for sentence in _sentences(passage)]
    holding = [[bool(find_name(name, text)) for name in occurrences.names] for _, _, text in sentences]
    weights = [1 / max(sum(held[i] for held in holding), 1) for i in range(len(occurrences.names))]
    best: dict[str, tuple[tuple[float, int], Item]] = {}
    for (passage, span, text), held in zip(sentences, holding, strict=True):
        key = (-sum(weight for weight, holds in zip(weights, held, strict=True) if holds), span.start)
        id = passage.chunk.article_id
        if any(held) and (id not in best or key < best[id][0]):
            best[id] = (key, Item(passage, span, text))
    return [item for _, (_, item) in sorted(best.items())]


def list_events(listing: Listing, occurrences: Occurrences) -> list[Item]:
    """List the sentences that tell of such an event at the time that is asked for, by date of event."""
    stems = set(words_of(listing.noun))
    items: dict[str, Item] = {}
    for passage in occurrences.passages:
        dates = read_dates(passage.chunk.text)
        for span, text in _sentences(passage):
            start, end = span.start - passage.chunk.start, span.end - passage.chunk.start
            said = [date for date in dates if start <= date.span.start and date.span.end <= end]
            fits = [date for date in said if all(c.allows(date.first, date.last) for c in listing.scope.event)]
            held = all(find_name(name, f"{passage.title}\n{text}") for name in occurrences.names)
            if stems & set(words_of(text)) and held and (fits or not listing.scope.event):
                items.setdefault(text, Item(passage, span, text, fits[0] if fits else None))
    return sorted(
        items.values(),
        key=lambda item: (item.date.first if item.date else "9999", item.passage.chunk.article_id, item.span),
    )


def count_events(items: Sequence[Item]) -> int:
    """Count the events of a list: sentences that say the same date tell of one."""
    dates = {(item.date.first, item.date.last) for item in items if item.date}
    return len(dates) + sum(item.date is None for item in items)


def _names(text: str, *, phrases: bool = True) -> tuple[str, ...]:
    """Return the names a list is about: what is quoted, else capitalised, else the few words of content."""
    if quoted := _QUOTED.findall(text):
        return tuple(quoted)
    names = [name for name in (match.group().rstrip(".") for match in _NAMES.finditer(text)) if words_of(name)]
    if names or not phrases:
        return tuple(dict.fromkeys(names))
    verb = _VERB.match(text)
    rest = _ENDING.sub("", text[verb.end() :] if verb else text)
    words = [word for word in re.findall(r"[\w’'-]+", rest) if word.lower() not in STOP_WORDS | _FILLER]
    return tuple(dict.fromkeys(words)) if len(words) <= LONGEST_PHRASE else ()


LONGEST_PHRASE = 4  # words without a capital that are looked for; more are a description, not a name
_FILLER = frozenset("word name term phrase all any there mentioned about anything something please many much".split())


def _sentences(passage: Passage) -> Iterator[tuple[Span, str]]:
    """Yield the sentences of a passage: where each stands in its article, and its text."""
    chunk = passage.chunk
    for sentence in split_sentences(chunk.text, passage.language):
        text = chunk.text[sentence.start : sentence.end]
        if text.endswith(".") or not is_heading(text):  # "Mr Guler came to Shusha." is in title case by chance
            yield Span(chunk.start + sentence.start, chunk.start + sentence.end), text
