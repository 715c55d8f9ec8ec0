"""A title and a body in, a whole HTML page that asks the network for nothing out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parent / "page"
POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"


def write_page(title: str, body: str, data: Mapping[str, Any] | None = None) -> str:
    """Return a whole page; `data` is for the script, with no character that could end its element."""
    script = ""
    if data is not None:
        safe = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c").replace(">", "\\u003e")
        script = (
            f'<script type="application/json" id="data">{safe}</script>'
            f"<script>{(PAGE / 'report.js').read_text('utf-8')}</script>"
        )
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{(PAGE / 'report.css').read_text('utf-8')}</style></head>"
        f"<body><h1>{escape(title)}</h1>{body}{script}</body></html>\n"
    )
