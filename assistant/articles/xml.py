"""A stranger's XML in, a tree out: no entity is resolved, no address opened, no depth without end."""

from __future__ import annotations

from typing import Any

from assistant.types import UnreadableArticle


def parse_xml(content: bytes) -> Any:
    """Parse XML, mending what is broken; entities are left as they stand."""
    from lxml.etree import XMLParser, XMLSyntaxError, fromstring

    parser = XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)
    try:
        root = fromstring(content, parser)
    except (XMLSyntaxError, ValueError) as error:
        raise UnreadableArticle(f"not XML: {error}") from error
    if root is None:
        raise UnreadableArticle("not XML")
    return root


def name_of(element: Any) -> str:
    """Return an element's name without its namespace, in small letters; nothing for a comment."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""
