"""Text in, the spans of its paragraphs and sentences out. The only importer of sentencex."""

from __future__ import annotations

import re

from assistant.types import Span

DEFAULT_LANGUAGE = "en"
LONGEST_HEADING = 100  # characters; a heading is one short line without an end mark

_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_LIST_ITEM = re.compile(r"\s*(?:[-*•·‣]|\(?\d{1,3}[.)]|#{1,6}|\|)\s")
_END_MARK = re.compile(r"[.!?…。؟][\"'”’»)\]]*(?:\[\d+\])*\s*\Z")
_FINAL_MARK = re.compile(r"[.!?…:;,][\"'”’»)\]]*\Z")
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_VERB = re.compile(r"\b(?:is|are|was|were|has|had|have|will|may|can|did|does|met|won|left|led|came|went)\b")
LONGEST_SMALL_WORD = 4  # letters; "from" and "with" stay small in a heading in title case


def split_paragraphs(text: str) -> list[Span]:
    """Split a text at blank lines; spans are without surrounding white space."""
    spans, start = [], 0
    for gap in [*(match.span() for match in _BLANK_LINE.finditer(text)), (len(text), len(text))]:
        span = _strip(text, Span(start, gap[0]))
        if span.start < span.end:
            spans.append(span)
        start = gap[1]
    return spans


def split_sentences(text: str, language: str | None = None) -> list[Span]:
    """Split a text into sentences; every character but white space is in exactly one of them."""
    return [sentence for paragraph in split_paragraphs(text) for sentence in split_paragraph(text, paragraph, language)]


def split_paragraph(text: str, paragraph: Span, language: str | None = None) -> list[Span]:
    """Split one paragraph of a text into its sentences."""
    sentences = []
    for line in _join_wrapped_lines(text, paragraph):
        position = line.start
        for piece in _segment(text[line.start : line.end], language):
            sentence = _strip(text, Span(position, position + len(piece)))
            if sentence.start < sentence.end:
                sentences.append(sentence)
            position += len(piece)
    return sentences


def is_heading(paragraph: str) -> bool:
    """Say whether a paragraph is a heading by its form: one short line, unended or In Title Case."""
    if "\n" in paragraph or len(paragraph) > LONGEST_HEADING or _LIST_ITEM.match(paragraph):
        return False
    if not _FINAL_MARK.search(paragraph):
        return True
    large = [word for word in _WORD.findall(paragraph) if len(word) > LONGEST_SMALL_WORD]
    if _VERB.search(paragraph):  # "The pact is in Russian and in English."
        return False
    return len(large) > 1 and paragraph.endswith(".") and all(word[0].isupper() for word in large)


def _segment(text: str, language: str | None) -> list[str]:
    from sentencex import get_sentence_boundaries  # 40 ms; not needed for --help

    code = (language or DEFAULT_LANGUAGE).split("-")[0].lower()
    pieces = [str(boundary["text"]) for boundary in get_sentence_boundaries(code, text)]
    return pieces if "".join(pieces) == text else [text]


def _join_wrapped_lines(text: str, paragraph: Span) -> list[Span]:
    """Split a paragraph at line ends that end something: a sentence, a heading, an item of a list."""
    lines, start, line = [], paragraph.start, paragraph.start
    position = text.find("\n", paragraph.start, paragraph.end)
    while position != -1:
        is_item = _LIST_ITEM.match(text, position + 1, paragraph.end) or _LIST_ITEM.match(text, start, position)
        if is_item or _END_MARK.search(text, line, position):
            lines.append(Span(start, position))
            start = position + 1
        line = position + 1
        position = text.find("\n", position + 1, paragraph.end)
    return [*lines, Span(start, paragraph.end)]


def _strip(text: str, span: Span) -> Span:
    piece = text[span.start : span.end]
    return Span(span.start + len(piece) - len(piece.lstrip()), span.end - len(piece) + len(piece.rstrip()))
