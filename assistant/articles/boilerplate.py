"""The blocks of an article's text in, those that are the article out.

A block is dropped when it is, as a whole, what sites set around and between an article's paragraphs:
a heading over related articles and the teasers under it, "Read more: …", a newsletter box, a share bar,
an image credit, a cookie notice, the author's biography at the end. A sentence of the article that only
mentions such a thing stays: every pattern is of a whole line, or of how one begins, and lines are short.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

LONGEST_TAIL = 60  # characters; a line that begins what is not the article is a heading
LONGEST_LINE = 220  # characters; a longer block is a paragraph, whatever it begins with
LONGEST_BIOGRAPHY = 700  # characters
LATE = 0.5  # of the text: after it, what follows a heading such as "Related articles" is no article any more
SHORTEST_PROSE = 120  # characters
SHORTEST_SENTENCE = 40  # characters; a shorter one under such a heading is its teaser

SENTENCE_END = re.compile(r"[.!?…。][\"'”’»)\]]*(?:\s|\Z)")

_END = re.compile(
    r"(?:related (?:articles?|posts?|stories|content|reading|news|publications?|topics?|links?)"
    r"|(?:you may|you might|you['’]ll) also (?:like|enjoy|be interested in)\W*"
    r"|more (?:from|on|in|like this|stories|news)\b.*|recommended(?: (?:for you|reading|articles|stories))?"
    r"|latest (?:articles|news|posts|stories)|most (?:read|popular|viewed)|trending(?: now)?|up next"
    r"|leave a (?:reply|comment)|(?:\d+ )?(?:comments?|responses?|replies)(?: \(\d+\))?|post a comment|add a comment"
    r"|join the (?:discussion|conversation)|about the authors?|author bio(?:graphy)?"
    r"|weitere (?:artikel|beiträge|meldungen|themen)\b.*|das könnte (?:sie|dich) (?:auch )?interessieren\W*"
    r"|verwandte (?:artikel|beiträge|themen)|kommentare?(?: \(\d+\))?|über (?:den autor|die autorin)"
    r"|articles? (?:liés|similaires|connexes)|sur le même sujet|commentaires?|noticias relacionadas"
    r"|artículos relacionados"
    r"|comentarios|articoli correlati|commenti|notícias relacionadas|ilgili (?:haberler|yazılar|makaleler)"
    r"|benzer haberler"
    r"|bunları da beğenebilirsiniz|yorumlar|yazar hakkında|похожие (?:статьи|материалы|новости)|комментарии"
    r"|об авторе)"
    r"\s*[:：]?",
    re.IGNORECASE,
)
_BOX = re.compile(
    r"(?:read (?:more|next|also)|don['’]t miss|in case you missed it|share(?: this)?(?: (?:article|post|story"
    r"|page|on|via)\b.*)?"
    r"|follow us(?: on\b.*)?|subscribe\b.*|sign up\b.*|(?:our |the )?newsletters?|stay (?:informed|updated"
    r"|connected)\W*"
    r"|tags|filed under\b.*|categories|weitere informationen|mehr zum thema|schon gelesen\W*|auch interessant"
    r"|lesen sie auch"
    r"|zum newsletter anmelden|newsletter abonnieren|teilen(?: mit| auf)?|artikel teilen|à lire aussi"
    r"|lire aussi|partager"
    r"|le puede interesar|te puede interesar|lea también|compartir|leggi anche|condividi|leia também"
    r"|compartilhe|paylaş"
    r"|читайте также|по теме|поделиться)\s*[:：]?",
    re.IGNORECASE,
)
_LINE = re.compile(
    r"(?:[>»•\s]*(?:read (?:more|also|next)|also read|see also|more on this|related|watch|don['’]t miss"
    r"|you may also like|further reading"
    r"|lesen sie (?:hier|auch|dazu|mehr)|auch lesen|mehr dazu|siehe auch|lire aussi|à lire aussi|lea también"
    r"|lee también|le puede interesar|te puede interesar|leggi anche"
    r"|leia também|ayrıca (?:okuyun|bkz)|ilgili haber|читайте также)(?: \w+){0,2}\s*[:：].*"
    r"|(?:sign|signing) up (?:to|for|here)\b.*newsletter.*|(?:subscribe|sign up) (?:to"
    r"|for) .*\b(?:newsletters?|updates|alerts|podcast|channel|mailing list|bulletin|e-?mails?|digest"
    r"|briefing)\b.*|(?:subscribe|sign up)(?: here| now| today)?\W*|.*\bsign(?:ing)? up to our newsletter\b.*"
    r"|.*\bby email and never miss\b.*|get (?:the|our) .{0,60}\b(?:newsletter|in your inbox|by email)\b.*"
    r"|enter your e-?mail\b.*|your e-?mail address.*"
    r"|(?:thanks|thank you) for (?:signing up|subscribing)\W*|(?:we|this (?:site|website)) uses? cookies\b.*"
    r"|by (?:continuing|using) (?:to|this)\b.*cookies.*|accept (?:all )?cookies"
    r"|(?:please )?(?:share|like|tweet|print|e-?mail|copy link)(?: (?:this|article|story|page|on"
    r"|via)\b.{0,60})?|(?:share|tweet|pin|print|e-?mail|facebook|twitter|linkedin|whatsapp|telegram|reddit"
    r"|x)(?:[\s|,·•/]+(?:share|tweet|pin|print|e-?mail|facebook|twitter|linkedin|whatsapp|telegram|reddit|x"
    r"|copy link))+"
    r"|follow (?:us|me|@?\w+) on .*|(?:the )?(?:views|opinions) expressed (?:here|in this)\b.*|advertisement"
    r"|anzeige|publicité|publicidad|реклама|sponsored(?: content)?"
    r"|article continues (?:below|after).*|story continues (?:below|after).*|(?:©|\(c\)|copyright\b).*"
    r"|all rights reserved\W*|.{0,60}\ball rights reserved\W*"
    r"|continue reading\b.{0,80}|click here (?:to|for)\b.{0,120}|back to top|skip to (?:main )?content"
    r"|print this (?:page|article)|kategorie: .*|category: .*|posted in .*|tags?: .*|filed under.*"
    r"|(?:last )?updated (?:on )?(?:at )?.{0,40}\d{4}\W*|aktualisiert am .*|if you (?:enjoyed"
    r"|liked) (?:reading )?this (?:post|article)\b.*|loading\W*|wird geladen\W*)",
    re.IGNORECASE | re.DOTALL,
)
_CREDIT = re.compile(
    r"\W*(?:(?:image|photo|picture|cover|featured image|photograph|bild|foto|crédits? photos?|fotograf"
    r"|fotoğraf|фото|illustration)s?\s*(?:source|credits?|courtesy|by|via)?\s*[:：©]"
    r"|(?:image|photo|picture)\s+(?:source|credit|courtesy|by)\b|(?:source|quelle|kaynak|crédits?"
    r"|credits?)\s*:|©|\((?:photo|image|foto)\b)",
    re.IGNORECASE,
)  # fmt: skip


def is_prose(block: str) -> bool:
    """Say whether a block is a paragraph of sentences."""
    return len(block) >= SHORTEST_PROSE and bool(SENTENCE_END.search(block)) and not is_credit(block)


def _is_sentence(block: str) -> bool:
    """Say whether a block is a whole sentence, and no headline: what ends a box between paragraphs."""
    return len(block) >= SHORTEST_SENTENCE and bool(re.search(r"[.!?…。][\"'”’»)\]]*\Z", block))


def is_end(line: str) -> bool:
    """Say whether a line is a heading over what stands under an article: related ones, comments, its author."""
    return _is_heading(line) and bool(_END.fullmatch(line))


def is_box(line: str) -> bool:
    """Say whether a line is the heading of a box that stands between an article's paragraphs, or under them."""
    return _is_heading(line) and bool(_BOX.fullmatch(line))


def _is_heading(line: str) -> bool:
    return len(line) <= LONGEST_TAIL and not SENTENCE_END.search(line)


def is_credit(block: str) -> bool:
    """Say whether a block says whose picture it stood at, and no more."""
    is_line = len(block) <= LONGEST_LINE and "\n" not in block and not SENTENCE_END.search(block.rstrip("."))
    return is_line and bool(_CREDIT.match(block))


def is_aside(block: str) -> bool:
    """Say whether a block is a line that sites set between an article's paragraphs."""
    line = block.removeprefix("- ").strip()
    return len(line) <= LONGEST_LINE and bool(_LINE.fullmatch(line))


def drop_boilerplate(blocks: Sequence[str], *, title: str | None = None, authors: Sequence[str] = ()) -> list[str]:
    """Keep the blocks of the article; `title` and `authors` are known and dropped where they stand alone."""
    blocks = [block for block in blocks if block.strip()]
    while blocks and _is_head(blocks[0], title, authors):
        blocks = blocks[1:]
    lengths = [len(block) for block in blocks]
    whole, before = sum(lengths), 0
    kept: list[str] = []
    is_dropping = False
    for i, block in enumerate(blocks):
        heading = block.removeprefix("- ").strip()
        if i and is_end(heading) and before >= LATE * whole:
            break
        if is_aside(block):
            pass
        elif i and (is_end(heading) or is_box(heading)):
            is_dropping = True
        elif not (is_dropping and not _is_sentence(block)) and not is_credit(block):
            is_dropping = False
            kept.append(block)
        before += lengths[i]
    while kept and _is_biography(kept[-1], authors):
        kept.pop()
    return kept or list(blocks)


def _is_head(block: str, title: str | None, authors: Sequence[str]) -> bool:
    """Say whether a first block repeats the title or the authors."""
    folded = re.sub(r"\W+", "", block.casefold())
    said = [
        re.sub(r"\W+", "", text.casefold())
        for text in (title, *authors, ", ".join(authors), " and ".join(authors))
        if text
    ]
    return folded in said or folded in [f"by{text}" for text in said]


def _is_biography(block: str, authors: Sequence[str]) -> bool:
    """Say whether a last block tells who the author is: "Ada Writer is a fellow at …"."""
    if len(block) > LONGEST_BIOGRAPHY or "\n" in block:
        return False
    for author in authors:
        rest = block[len(author) :] if block.casefold().startswith(author.casefold()) else None
        if rest and re.match(
            r"(?:,[^,.]{1,60},)? (?:is|was|are|works?|worked|writes?|covers?|serves?|has (?:been|written"
            r"|worked)|ist|arbeitet|est)\b",
            rest,
        ):
            return True
    return bool(authors) and bool(re.match(r"about the authors?\s*[:–-]", block, re.IGNORECASE))
