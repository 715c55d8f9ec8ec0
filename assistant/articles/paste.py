"""Plain text as people paste it from a site in, a Draft of its article out.

Such a paste begins with lines that are not the article (the site's name, the title, the author, a
date, an image credit) and ends with lines that are not either (related articles and their teasers).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from assistant.articles.dates import parse_date
from assistant.articles.draft import Draft, canonical

LONGEST_TAIL = 60  # characters; a line that begins what is not the article is a heading
SHORTEST_PROSE = 120  # characters; the head of a paste is made of shorter blocks
LONGEST_LABEL = 160  # characters; a longer line is no title, credit or author

_AUTHOR = re.compile(r"(?:authors?|written by|by)\s*:\s*(.+)|(?:written by|by)\s+([^.!?]+)\Z", re.IGNORECASE)
_DATE_LABEL = re.compile(r"\A(?:published|posted|updated|date)(?:\s+on)?\s*:?\s*", re.IGNORECASE)
_CREDIT = re.compile(
    r"\W*(?:(?:image|photo|picture|cover|featured image|photograph)\s*(?:source|credits?|courtesy|by|via)?\s*:"
    r"|(?:image|photo|picture)\s+(?:source|credit|courtesy)\b|source\s*:|credits?\s*:|©)",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?:related (?:articles?|posts?|stories|content|reading|news|publications?)|read (?:more|next|also)"
    r"|(?:you may|you might) also (?:like|be interested in)|more (?:from|on|in|like this)\b.*|recommended(?: for you)?"
    r"|latest (?:articles|news|posts)|most (?:read|popular)|share(?: this)?(?: (?:article|post|on|via)\b.*)?"
    r"|follow us(?: on\b.*)?|subscribe\b.*|sign up\b.*|leave a (?:reply|comment)|about the authors?|tags|newsletter)"
    r"\s*:?",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"(?P<short>[A-Z][A-Z&.]{1,9})\s*[-–—|:]\s*(?P<long>.+)")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*(?:\s|\Z)")


@dataclass(slots=True)
class _Head:
    """What the lines above the article say."""

    titles: list[str] = field(default_factory=list)
    author: str | None = None
    date: str | None = None


def read_paste(content: str) -> Draft:
    """Read a pasted article: its text from the first sentence to the last, and what stood around it."""
    blocks = [block.strip() for block in re.split(r"\n\s*\n", canonical(content))]
    first = next((i for i, block in enumerate(blocks) if _is_prose(block)), 0)
    head = _read_head([line.strip() for block in blocks[:first] for line in block.split("\n")])
    body = blocks[first:]
    last = next((i for i, block in enumerate(body) if i and _is_tail(block.split("\n")[0].strip())), len(body))
    body = [block for block in body[:last] if not _is_credit(block)]
    title, publisher = _choose_title(head.titles)
    return Draft("\n\n".join(body), title=title, author=head.author, date=head.date, publisher=publisher)


def _is_prose(block: str) -> bool:
    return len(block) >= SHORTEST_PROSE and bool(_SENTENCE_END.search(block)) and not _is_credit(block)


def _is_tail(line: str) -> bool:
    return len(line) <= LONGEST_TAIL and not _SENTENCE_END.search(line) and bool(_TAIL.fullmatch(line))


def _is_credit(block: str) -> bool:
    is_line = len(block) <= LONGEST_LABEL and "\n" not in block and not _SENTENCE_END.search(block)
    return is_line and bool(_CREDIT.match(block))


def _read_head(lines: list[str]) -> _Head:
    head = _Head()
    for line in filter(None, lines):
        author = _AUTHOR.fullmatch(line) if len(line) <= LONGEST_LABEL else None
        date = parse_date(_DATE_LABEL.sub("", line))
        if author and not head.author:
            head.author = (author[1] or author[2]).strip()
        elif date:
            head.date = head.date or date
        elif not _is_credit(line):
            head.titles.append(line)
    return head


def _choose_title(lines: list[str]) -> tuple[str | None, str | None]:
    """Choose the title and the publisher among the other lines above the text.

    A line that stands twice, in whatever case, is the title; else the longest line is. What stands
    above the title is the site's name.
    """
    if not lines:
        return None, None
    folded = [line.casefold() for line in lines]
    twice = [i for i, line in enumerate(folded) if folded.count(line) > 1]
    chosen = max(twice or range(len(lines)), key=lambda i: (not twice and len(lines[i]), _capitals(lines[i])))
    above = [line for line in lines[: folded.index(folded[chosen])] if line.casefold() != folded[chosen]]
    return lines[chosen], _spell_out(above[0]) if above else None


def _capitals(line: str) -> int:
    return -1 if line.isupper() else sum(character.isupper() for character in line)


def _spell_out(site: str) -> str:
    """Return a site's name without its initials in front: "CPC - Caspian Policy Center"."""
    match = _INITIALS.fullmatch(site)
    if not match:
        return site
    initials = "".join(word[0] for word in match["long"].split() if word[0].isupper())
    return match["long"] if initials == match["short"].replace(".", "").replace("&", "") else site
