"""An HTML page in, a Draft of its article out. The only importer of trafilatura."""

from __future__ import annotations

from assistant.articles.draft import Draft
from assistant.types import UnreadableArticle


def read_webpage(content: str) -> Draft:
    """Read the article of an HTML page: without menus, comments and related links."""
    import trafilatura

    page = trafilatura.bare_extraction(content, with_metadata=True, include_comments=False, include_tables=True)
    if page is None or isinstance(page, dict) or not page.text:
        raise UnreadableArticle("no article found in this HTML page")
    return Draft(
        text="\n\n".join(page.text.split("\n")),
        title=page.title,
        author=page.author,
        date=page.date,
        publisher=page.sitename,
        url=page.url,
        language=page.language,
        tags=page.tags,
    )
