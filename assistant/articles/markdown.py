"""Markdown with front matter in, a Draft of its plain text out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.articles.blocks import join_blocks, read_blocks
from assistant.articles.draft import Draft
from assistant.types import UnreadableArticle

if TYPE_CHECKING:
    from markdown_it.token import Token

_FENCE = re.compile(r"^```[^`]*^```|^~~~[^~]*^~~~|`[^`\n]+`", re.MULTILINE)
_SHORTCODE = re.compile(r"\{\{[<%][^{}]*[>%]\}\}|\{%[^{}]*%\}|\{\{-?\s*[\w.]+(?:\s*\|[^{}\n]*)?-?\}\}")
_LINKED = re.compile(r"(\]\(\s*)(?:\{\{[^{}]*\}\}|\{%[^{}]*%\})[^\s)]*")
_INDENTED_HTML = re.compile(
    r"\s*</?(?:p|div|span|table|tbody|tr|td|th|ul|ol|li|blockquote|br|h[1-6]|a|i|b|u|em|strong|img|iframe)\b[^<>]*>",
    re.IGNORECASE,
)  # old blogs indent it, and Markdown takes what is indented for code
_NULLS = ("", "~", "null", "Null", "NULL")


def read_markdown(content: str) -> Draft:
    """Read the front matter and the text of a Markdown file; a first heading is its title if it has none."""
    fields, body = _split_front_matter(content)
    title, text = _render(drop_shortcodes(body), fields.get("title"))
    return Draft(
        text=text,
        title=title,
        author=fields.get("author", fields.get("authors")),
        date=fields.get("date"),
        publisher=fields.get("publisher", fields.get("source")),
        url=fields.get("url") or fields.get("canonical_url"),
        language=fields.get("language", fields.get("lang")),
        tags=fields.get("tags"),
    )


def drop_shortcodes(content: str) -> str:
    """Drop what Hugo and Jekyll would put something else in place of; what stands between a pair of them stays."""
    parts: list[str] = []
    done = 0
    for code in _FENCE.finditer(content):
        parts += [_SHORTCODE.sub("", _LINKED.sub(r"\1#", content[done : code.start()])), code[0]]
        done = code.end()
    return "".join([*parts, _SHORTCODE.sub("", _LINKED.sub(r"\1#", content[done:]))])


def _split_front_matter(content: str) -> tuple[dict[str, object], str]:
    """Split into the front matter's fields, each as it was written, and the rest.

    YAML's own types would lose what was written (`title: 1.10`, `author: No`), its C parser dies of
    nested brackets, and its constructors of a tag such as `!!int`: all are read as texts.
    """
    import yaml
    from frontmatter.default_handlers import YAMLHandler

    handler = YAMLHandler()
    content = content.strip()
    if not handler.detect(content) or len(handler.FM_BOUNDARY.split(content, 2)) < 3:
        return {}, content
    head, body = handler.split(content)
    try:
        fields = yaml.load(head, yaml.BaseLoader)  # noqa: S506  # makes texts, lists and dicts, nothing else
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError) as error:
        reason = " ".join(str(error).split())
        raise UnreadableArticle(
            f"its front matter is not YAML ({reason}); repair the lines between the two ---"
        ) from error
    if not isinstance(fields, dict):
        return {}, content if fields else body
    return {name: None if value in _NULLS else value for name, value in fields.items()}, body


def _render(content: str, title: object) -> tuple[object, str]:
    """Return the title and the plain text: paragraphs and headings apart, a table's row on one line."""
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(content)
    if title is None and len(tokens) > 1 and tokens[0].type == "heading_open" and tokens[0].tag == "h1":
        title, tokens = _plain(tokens[1]), tokens[3:]
    blocks: list[str] = []
    row: list[str] = []
    in_row = in_item = False
    for token in tokens:
        if token.type == "tr_open":
            row, in_row = [], True
        elif token.type == "tr_close":
            in_row = False
            blocks.append(("\n" if blocks and blocks[-1].endswith("|") else "") + "| " + " | ".join(row) + " |")
        elif token.type == "list_item_open":
            in_item = True
        elif token.type == "inline":
            text = _plain(token)
            if in_row:
                row.append(text)
            elif text.strip():
                blocks.append(("- " if in_item else "") + text)
                in_item = False
        elif token.type == "html_block" or (token.type == "code_block" and _INDENTED_HTML.match(token.content)):
            blocks.append(join_blocks(_read_html(token.content)))
        elif token.type in ("fence", "code_block"):
            blocks.append(token.content.rstrip("\n"))
    text = "\n\n".join(block for block in blocks if block.strip())
    return title, text.replace("|\n\n\n|", "|\n|")


def _plain(inline: Token) -> str:
    """Return an inline token's text: emphasis, links and images without their marks."""
    parts = []
    for token in inline.children or []:
        if token.type in ("text", "code_inline"):
            parts.append(token.content)
        elif token.type in ("softbreak", "hardbreak") or (
            token.type == "html_inline" and token.content.lower().startswith("<br")
        ):
            parts.append(" ")
    return "".join(parts).strip()


def _read_html(html: str) -> list[str]:
    from lxml.html import fromstring

    return read_blocks(fromstring(f"<div>{html}</div>"))
