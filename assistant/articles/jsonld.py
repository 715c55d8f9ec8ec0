"""A page's JSON-LD in, the fields of the article that it describes out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

DEEPEST = 12  # levels that are looked into
LONGEST = 2 * 2**20  # characters of one script
_ARTICLE = re.compile(r"(?:Article|BlogPosting|Report|NewsStory|Recipe|Review|Book)\Z")
_PAGE = re.compile(r"(?:WebPage|CreativeWork)\Z")
_OTHERS = frozenset("itemListElement hasPart comment review mentions relatedLink citation isPartOf breadcrumb".split())


def read_json_ld(tree: Any) -> dict[str, Any]:
    """Return title, author, date, changed, publisher, url, language and body, where they are said.

    What is described as an article is believed before what is described as a page.
    """
    nodes: list[dict[str, Any]] = []
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower() and len(script.text or "") <= LONGEST:
            text = re.sub(r"\A\s*<!--|-->\s*\Z|/\*.*?\*/|<!\[CDATA\[|\]\]>", "", script.text or "", flags=re.DOTALL)
            try:
                nodes += _walk(json.loads(text, strict=False), 0)
            except (ValueError, RecursionError):
                continue
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 2}
    articles = [node for node in nodes if _is_a(node, _ARTICLE)]
    pages = [node for node in nodes if _is_a(node, _PAGE)]
    fields: dict[str, Any] = {}
    for node in [*articles[:1], *pages[:1]]:
        is_article = node in articles[:1]
        found = {
            "title": _title(node, tree) if is_article else _text(node.get("headline")),
            "author": _names(node.get("author") or node.get("creator"), by_id),
            "date": _text(node.get("datePublished")) or (_text(node.get("dateCreated")) if is_article else None),
            "changed": _text(node.get("dateModified")),
            "publisher": ", ".join(_names(node.get("publisher"), by_id)[:1]),
            "url": _url(node),
            "language": _text(node.get("inLanguage")),
            "body": _text(node.get("articleBody")),
        }
        fields = {name: fields.get(name) or value for name, value in found.items()}
    return fields


def _walk(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > DEEPEST:
        return
    if isinstance(value, list):
        for item in value:
            yield from _walk(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for name, item in value.items():
            if name not in _OTHERS and isinstance(item, (dict, list)):
                yield from _walk(item, depth + 1)


def _is_a(node: dict[str, Any], kind: re.Pattern[str]) -> bool:
    types = node.get("@type")
    return any(isinstance(name, str) and kind.search(name) for name in (types if isinstance(types, list) else [types]))


def _text(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name")
    return value if isinstance(value, str) and value.strip() else None


def _url(node: dict[str, Any]) -> str | None:
    main = node.get("mainEntityOfPage")
    if isinstance(main, dict):
        main = main.get("@id") or main.get("url")
    return next((url for url in (node.get("url"), main) if isinstance(url, str) and url.startswith("http")), None)


def _title(node: dict[str, Any], tree: Any) -> str | None:
    """Return the headline; the name where the page is called that, and not like its headline (as in a wiki)."""
    headline, name = _text(node.get("headline")), _text(node.get("name"))
    element = tree.find(".//title")
    called = element.text_content().casefold() if element is not None else ""
    if headline and name and name.casefold() in called and headline.casefold() not in called:
        return name
    return headline or name


def _names(value: Any, by_id: dict[str, dict[str, Any]]) -> list[str]:
    """Return the names of people or of an organisation, said here or elsewhere by their id."""
    names = []
    for item in value if isinstance(value, list) else [value]:
        is_node = isinstance(item, dict)
        said = item.get("name") or by_id.get(str(item.get("@id")), {}).get("name") if is_node else item
        names += [name for name in (said if isinstance(said, list) else [said]) if isinstance(name, str)]
    return names
