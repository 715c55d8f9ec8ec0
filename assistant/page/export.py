"""Turns of a conversation in, a document with footnotes out; and the JSON that `verify` reads."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from assistant.page.conversations import Turn
from assistant.page.docx import write_docx
from assistant.page.footnotes import Style, footnote
from assistant.page.references import to_bibtex, to_ris
from assistant.page.saved import answer_from_record
from assistant.types import Answer, Citation

Format = Literal["md", "docx", "html", "bib", "ris", "json"]
MEDIA: dict[Format, str] = {
    "md": "text/markdown; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
    "bib": "application/x-bibtex; charset=utf-8",
    "ris": "application/x-research-info-systems; charset=utf-8",
    "json": "application/json; charset=utf-8",
}
_MARKDOWN = str.maketrans({character: f"\\{character}" for character in "\\`*_{}[]<>#|~$&!"})
_STYLE = (
    "body{font:17px/1.55 Georgia,serif;max-width:42em;margin:2em auto;padding:0 1em;color:#1c2530}"
    "h1,h2{line-height:1.25}.short{font-size:1.5em}.notes{font-size:.88em;border-top:1px solid #999;margin-top:2em}"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of a document: its role, its text, and the numbers of its footnotes."""

    role: Literal["title", "question", "short", "claim", "note"]
    text: str
    notes: tuple[int, ...] = ()


def export(title: str, turns: Sequence[Turn], format: Format, style: Style) -> bytes:
    """Write turns in a format; the footnotes are in a style. JSON is one answer a line."""
    answers = [answer_from_record(turn.record) for turn in turns]
    if format == "docx":
        return write_docx(*_lay_out(title, answers, style))
    if format == "json":
        return "".join(json.dumps(turn.record | {"id": turn.id}, ensure_ascii=False) + "\n" for turn in turns).encode()
    if format in ("bib", "ris"):
        citations = [c for answer in answers for claim in answer.claims for c in claim.citations]
        return (to_bibtex if format == "bib" else to_ris)(citations).encode()
    lines, notes = _lay_out(title, answers, style)
    return (_markdown if format == "md" else _html)(lines, notes).encode()


def _lay_out(title: str, answers: Sequence[Answer], style: Style) -> tuple[list[Line], list[str]]:
    """Return the paragraphs of a document and its footnotes, numbered from 1."""
    notes: list[str] = []

    def note(citation: Citation) -> int:
        notes.append(
            f"{footnote(citation, style)} Characters {citation.start}–{citation.end} of {citation.article_id}, "
            f"text SHA-256 {citation.article_sha256[:16]}…"
        )
        return len(notes)

    lines = [Line("title", title)]
    for answer in answers:
        lines.append(Line("question", answer.question))
        if answer.understood_as != answer.question:
            lines.append(Line("note", f"Understood as: {answer.understood_as}"))
        if answer.short_answer:
            lines.append(Line("short", answer.short_answer))
        if not answer.claims:
            lines.append(Line("note", answer.asks_back or "The articles do not say."))
        for claim in answer.claims:
            quoted = f"“{claim.text}”" if claim.text == claim.citations[0].quote else claim.text
            lines.append(Line("claim", quoted, tuple(note(citation) for citation in claim.citations)))
        lines += [Line("note", sentence) for sentence in (answer.missing, answer.note) if sentence]
    return lines, notes


def _markdown(lines: Sequence[Line], notes: Sequence[str]) -> str:
    marks = {"title": "# ", "question": "## ", "claim": "> "}
    blocks = []
    for line in lines:
        text = " ".join(line.text.split()).translate(_MARKDOWN)
        text = f"**{text}**" if line.role == "short" else text
        blocks.append(marks.get(line.role, "") + text + "".join(f"[^{number}]" for number in line.notes))
    blocks += [f"[^{number}]: {note.translate(_MARKDOWN)}" for number, note in enumerate(notes, 1)]
    return "\n\n".join(blocks) + "\n"


def _html(lines: Sequence[Line], notes: Sequence[str]) -> str:
    names = {"title": "h1", "question": "h2", "claim": "blockquote"}
    body = []
    for line in lines:
        name = names.get(line.role, "p")
        marks = "".join(f'<sup><a href="#note-{n}" id="ref-{n}">{n}</a></sup>' for n in line.notes)
        body.append(f'<{name} class="{line.role}" dir="auto">{escape(line.text)}{marks}</{name}>')
    listed = "".join(
        f'<li id="note-{n}" dir="auto">{escape(note)} <a href="#ref-{n}" aria-label="Back to the text">↩</a></li>'
        for n, note in enumerate(notes, 1)
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" '
        f'content="width=device-width"><title>{escape(lines[0].text)}</title><style>{_STYLE}</style></head><body>'
        f'{"".join(body)}<ol class="notes">{listed}</ol></body></html>\n'
    )
