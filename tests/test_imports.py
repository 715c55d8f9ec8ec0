"""Imports run one way, and heavy libraries have one importer each."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.serving import ROOT

ARROWS = {
    "__init__": {"answers", "articles", "index", "retrieval", "support", "types", "verification"},
    "__main__": {"__init__", "commands.ask", "commands.check", "commands.doctor", "types"},
    "acronyms": {"lexical"},
    "alike": set(),
    "answers": {
        "acronyms",
        "confidence",
        "disagreement",
        "event_dates",
        "evidence",
        "filters",
        "followups",
        "forms",
        "listing",
        "lists",
        "parts",
        "question",
        "ranking",
        "retrieval",
        "support",
        "timeline",
        "times",
        "types",
    },
    "arrays": set(),
    "articles.__init__": {"articles.draft", "articles.duplicates", "articles.read", "articles.visits"},
    "articles.addresses": set(),
    "articles.archive": {"types"},
    "articles.blocks": set(),
    "articles.boilerplate": set(),
    "articles.cache": set(),
    "articles.dates": {"types"},
    "articles.draft": {"articles.dates", "articles.languages", "types"},
    "articles.duplicates": {"articles.addresses", "articles.draft", "types"},
    "articles.encoding": {"types"},
    "articles.epub": {"articles.archive", "articles.blocks", "articles.draft", "articles.xml", "types"},
    "articles.feeds": {"articles.dates", "articles.xml", "types"},
    "articles.fetch": {"articles.addresses"},
    "articles.formats": {
        "articles.archive",
        "articles.dates",
        "articles.draft",
        "articles.encoding",
        "articles.epub",
        "articles.lines",
        "articles.markdown",
        "articles.paste",
        "articles.pdf",
        "articles.webpage",
        "articles.word",
        "types",
    },
    "articles.front": {"articles.boilerplate", "articles.paste"},
    "articles.jsonld": set(),
    "articles.languages": set(),
    "articles.layout": set(),
    "articles.lines": {"articles.draft", "types"},
    "articles.markdown": {"articles.blocks", "articles.draft", "types"},
    "articles.metadata": {"articles.dates", "articles.draft", "articles.jsonld"},
    "articles.paste": {"articles.boilerplate", "articles.dates", "articles.draft"},
    "articles.pdf": {"articles.draft", "articles.front", "articles.layout", "articles.metadata", "types"},
    "articles.process": {"articles.draft", "types"},
    "articles.read": {
        "articles.addresses",
        "articles.draft",
        "articles.duplicates",
        "articles.formats",
        "articles.process",
        "articles.visits",
        "articles.web",
        "types",
    },
    "articles.robots": set(),
    "articles.visits": {"articles.cache", "articles.fetch", "articles.process", "types"},
    "articles.web": {"articles.addresses", "articles.draft", "articles.process", "articles.visits", "types"},
    "articles.webpage": {"articles.blocks", "articles.boilerplate", "articles.draft", "articles.metadata", "types"},
    "articles.word": {
        "articles.archive",
        "articles.blocks",
        "articles.draft",
        "articles.front",
        "articles.metadata",
        "types",
    },
    "articles.worker": {"articles.draft", "articles.feeds", "articles.fetch", "articles.formats", "articles.robots"},
    "articles.xml": {"types"},
    "bm25": {"arrays", "lexical", "types", "vocabulary"},
    "chunks": {"sentences", "types"},
    "clusters": {"arrays", "manifest", "store", "types"},
    "commands.__init__": set(),
    "commands.ask": {
        "answers",
        "commands.reading",
        "filters",
        "index",
        "progress",
        "records",
        "rerank",
        "retrieval",
        "types",
    },
    "commands.check": {
        "commands.reading",
        "embed",
        "index",
        "progress",
        "records",
        "replaying",
        "support",
        "types",
        "verification",
    },
    "commands.doctor": {"doctor", "progress"},
    "commands.reading": {"records", "types"},
    "confidence": {"evidence", "question", "short_answer", "signs", "statements.terms", "types"},
    "contents": {"arrays", "manifest", "types"},
    "conversation": {"lexical", "mentions", "sorts"},
    "disagreement": {"event_dates", "evidence", "lexical", "question", "ranking", "short_answer"},
    "doctor": {
        "chunks",
        "fusion",
        "generations",
        "index",
        "keyed",
        "manifest",
        "opening",
        "sentences",
        "store",
        "types",
    },
    "embed": {"export", "graph", "models", "types"},
    "event_dates": {"types"},
    "evidence": {"lexical", "sentences", "types"},
    "export": {"graph", "types"},
    "filters": {"types"},
    "followups": {"conversation", "lexical", "mentions", "pronouns", "rephrasing"},
    "forms": {"disagreement", "evidence", "question", "short_answer", "timeline", "times", "types"},
    "fusion": {"types"},
    "generations": {"manifest", "types"},
    "graph": {"types"},
    "in_time": {"event_dates", "times"},
    "index": {
        "arrays",
        "bm25",
        "chunks",
        "clusters",
        "contents",
        "embed",
        "fusion",
        "generations",
        "journal",
        "keyed",
        "lexical",
        "manifest",
        "opening",
        "types",
    },
    "interaction": {"lexical", "types"},
    "journal": {"types"},
    "keyed": {"arrays", "chunks", "journal", "manifest", "types"},
    "lexical": set(),
    "listing": {"event_dates", "lexical", "occurrences", "sentences", "times", "types"},
    "lists": {"lexical", "listing", "occurrences", "types"},
    "manifest": {"types"},
    "mentions": {"sorts"},
    "models": {"types"},
    "occurrences": {"lexical", "spellings", "types"},
    "opening": {"bm25", "contents", "embed", "generations", "manifest", "store", "types"},
    "page.__init__": set(),
    "page.api": {"answers", "filters", "index", "records", "retrieval", "types"},
    "page.article": {"page.dates", "sentences", "types"},
    "page.ask_routes": {
        "answers",
        "index",
        "page.conversations",
        "page.export",
        "page.filters",
        "page.footnotes",
        "page.render",
        "page.saved",
        "page.streaming",
        "page.watching",
        "records",
        "types",
    },
    "page.collection": {"answers", "page.dates", "types"},
    "page.collection_routes": {
        "page.article",
        "page.ask_routes",
        "page.collection",
        "page.conversations",
        "page.filters",
        "page.map",
        "page.streaming",
        "page.uploads",
        "types",
    },
    "page.conversations": {"types"},
    "page.dates": set(),
    "page.docx": set(),
    "page.export": {"page.conversations", "page.docx", "page.footnotes", "page.references", "page.saved", "types"},
    "page.filters": {"types"},
    "page.footnotes": {"page.dates", "types"},
    "page.forms": {"page.dates", "types"},
    "page.map": {"page.dates", "types"},
    "page.page": {
        "index",
        "page.api",
        "page.ask_routes",
        "page.collection_routes",
        "page.conversations",
        "page.security",
        "page.uploads",
    },
    "page.references": {"page.footnotes", "types"},
    "page.render": {"page.dates", "page.forms", "page.sources", "types"},
    "page.saved": {"types"},
    "page.security": set(),
    "page.sources": {"page.dates", "page.footnotes", "types"},
    "page.streaming": {"types"},
    "page.uploads": {"articles", "index", "types"},
    "page.watching": {"types"},
    "parts": set(),
    "phrases": {"lexical", "question", "types"},
    "progress": set(),
    "pronouns": {"conversation", "mentions", "sorts"},
    "quantities.__init__": {"quantities.dates", "quantities.numbers"},
    "quantities.dates": {"quantities.numbers", "quantities.units"},
    "quantities.numbers": {"quantities.units"},
    "quantities.units": set(),
    "question": {"types"},
    "ranking": {"event_dates", "evidence", "lexical", "question", "sentences", "short_answer", "times", "types"},
    "records": {"types"},
    "rephrasing": {"mentions", "sorts"},
    "replaying": {"answers", "records", "types"},
    "reprints": {"lexical", "types"},
    "rerank": {"retrieval", "types"},
    "retrieval": {
        "acronyms",
        "filters",
        "fusion",
        "in_time",
        "interaction",
        "lexical",
        "manifest",
        "reprints",
        "spellings",
        "times",
        "types",
    },
    "sentences": {"types"},
    "short_answer": {"evidence", "lexical", "phrases", "question", "types"},
    "signs": {
        "evidence",
        "lexical",
        "question",
        "short_answer",
        "statements.polarity",
        "statements.spellings",
        "statements.tables",
        "statements.terms",
        "types",
    },
    "sorts": set(),
    "spellings": {"alike", "lexical", "types", "vocabulary"},
    "statements.__init__": set(),
    "statements.alignment": {"sentences", "statements.terms", "types"},
    "statements.places": {"lexical", "statements.roles", "statements.terms", "statements.values"},
    "statements.polarity": {"lexical", "statements.tables", "statements.terms"},
    "statements.roles": {"lexical", "statements.tables", "statements.terms"},
    "statements.spellings": {"lexical", "statements.terms"},
    "statements.tables": set(),
    "statements.terms": {"lexical", "quantities.__init__", "statements.tables", "types"},
    "statements.values": {
        "lexical",
        "statements.roles",
        "statements.spellings",
        "statements.tables",
        "statements.terms",
    },
    "store": {"arrays", "manifest", "types"},
    "support": {
        "lexical",
        "statements.alignment",
        "statements.places",
        "statements.polarity",
        "statements.roles",
        "statements.tables",
        "statements.terms",
        "statements.values",
        "types",
    },
    "timeline": {"event_dates", "evidence", "lexical", "ranking", "short_answer", "times", "types"},
    "times": {"event_dates", "types"},
    "types": set(),
    "verification": {"support", "types"},
    "vocabulary": {"alike", "arrays"},
}
"""Each module of the package, and what of the package it imports."""

IMPORTERS = {
    "anyascii": {"alike"},
    "dateparser": {"articles.dates"},
    "docx": {"articles.word"},
    "faiss": {"store"},
    "fastapi": {"page.api", "page.ask_routes", "page.collection_routes", "page.page"},
    "filelock": {"index"},
    "gradio": {"page.page"},
    "httpx": {"articles.fetch"},
    "huggingface_hub": {"models"},
    "markdown_it": {"articles.markdown"},
    "onnxruntime": {"export", "graph"},
    "platformdirs": {"embed"},
    "protego": {"articles.robots"},
    "pypdfium2": {"articles.pdf"},
    "rapidfuzz": {"alike"},
    "sentence_transformers": {"export", "rerank"},
    "sentencex": {"sentences"},
    "Stemmer": {"lexical"},
    "threadpoolctl": {"graph"},
    "tiktoken": {"chunks"},
    "tokenizers": {"graph"},
    "torch": {"export"},
    "tqdm": {"progress"},
    "trafilatura": {"articles.webpage"},
    "transformers": {"export"},
}


def imports_of(file: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: a relative import"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def all_imports() -> dict[str, set[str]]:
    package = ROOT / "assistant"
    files = sorted(package.rglob("*.py"))
    return {".".join(file.relative_to(package).with_suffix("").parts): imports_of(file) for file in files}


def test_the_arrows_are_these() -> None:
    modules = all_imports()

    def target(name: str) -> str | None:
        parts = name.removeprefix("assistant.").split(".")
        for length in (len(parts), len(parts) - 1):
            candidate = ".".join(parts[:length])
            if candidate in modules:
                return candidate
            if f"{candidate}.__init__" in modules:
                return candidate if candidate == "articles" else f"{candidate}.__init__"
        return "__init__"

    found = {
        module: {target(name) for name in names if name.split(".")[0] == "assistant"}
        for module, names in modules.items()
    }
    assert found == ARROWS


def test_heavy_libraries_have_one_importer() -> None:
    found: dict[str, set[str]] = {library: set() for library in IMPORTERS}
    for module, names in all_imports().items():
        for name in names:
            if (library := name.split(".")[0]) in found:
                found[library].add(module)
    assert found == IMPORTERS
