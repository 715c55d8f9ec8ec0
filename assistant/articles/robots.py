"""A site's robots.txt in, whether it lets an address be read, and how slowly, out. The only importer of protego."""

from __future__ import annotations

from typing import Any

LARGEST_ROBOTS = 512 * 2**10  # bytes; RFC 9309 has readers read 500 KiB


def ask_robots(content: bytes, url: str, agent: str) -> dict[str, Any]:
    """Return `is_allowed`, and `delay`: the seconds between two requests that it asks for."""
    from protego import Protego

    rules = Protego.parse(content[:LARGEST_ROBOTS].decode("utf-8", "replace"))
    return {"is_allowed": bool(rules.can_fetch(url, agent)), "delay": float(rules.crawl_delay(agent) or 0)}
