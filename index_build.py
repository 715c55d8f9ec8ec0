"""Build the index of articles, or bring it up to date.

python index_build.py --articles data/articles --index data/index
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from assistant.progress import Bar
from assistant.types import AssistantError

EXAMPLE = "example: python index_build.py --articles data/articles my-articles.jsonl --index data/index"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code: 0 done, 1 done but something was skipped, 2 not done."""
    options = _parse(arguments)
    try:
        return _build(options)
    except AssistantError as error:
        print(f"index_build.py: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(
            "index_build.py: stopped; the index being served is untouched and what was embedded is kept: "
            "run the same command again to go on",
            file=sys.stderr,
        )
        return 2


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="index_build.py", description="Build the index of articles, or bring it up to date.", epilog=EXAMPLE
    )
    parser.add_argument("--articles", nargs="+", type=Path, required=True, metavar="PATH", help="files and folders")
    parser.add_argument("--index", type=Path, required=True, metavar="DIR", help="the folder of the index")
    parser.add_argument("--model", metavar="NAME", help="folder or name of a sentence-transformers model")
    parser.add_argument("--chunk-size", type=int, metavar="N", help="cl100k_base tokens a chunk")
    parser.add_argument("--rebuild", action="store_true", help="use nothing of the index that is there")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    return parser.parse_args(arguments)


def _build(options: argparse.Namespace) -> int:
    from assistant.articles import read_articles
    from assistant.chunks import CutSettings
    from assistant.embed import SentenceEncoder
    from assistant.index import build_index
    from assistant.models import DEFAULT_MODEL

    started = time.monotonic()
    missing = [str(path) for path in options.articles if not path.exists()]
    if missing:
        raise AssistantError(f"no file or folder {', '.join(missing)}; check --articles")
    try:
        settings = CutSettings() if options.chunk_size is None else CutSettings(size=options.chunk_size)
    except ValueError as error:
        raise AssistantError(f"{error}; give --chunk-size a number of tokens such as 160") from error
    with Bar("reading") as bar:
        reading = read_articles(options.articles, bar)
    for skipped in reading.skipped:
        print(f"skipped {skipped.source}: {skipped.reason}", file=sys.stderr)
    encoder = SentenceEncoder(options.model or DEFAULT_MODEL)
    with Bar("embedding") as bar:
        build = build_index(
            reading.articles, options.index, encoder=encoder, settings=settings, rebuild=options.rebuild, progress=bar
        )
    report = {
        "articles": build.articles,
        "chunks": build.chunks,
        "added": build.added,
        "changed": build.changed,
        "unchanged": build.unchanged,
        "removed": build.removed,
        "duplicates": reading.duplicates,
        "skipped": [{"source": skipped.source, "reason": skipped.reason} for skipped in reading.skipped],
        "embedded": build.embedded,
        "seconds": round(time.monotonic() - started, 2),
        "fingerprint": build.fingerprint,
    }
    if options.json:
        print(json.dumps(report, ensure_ascii=False))
    else:
        print(_describe(report, options.index))
    return 1 if reading.skipped else 0


def _describe(report: dict[str, object], index: Path) -> str:
    skipped = report["skipped"]
    assert isinstance(skipped, list)
    return (
        f"{report['articles']} articles in {report['chunks']} chunks are indexed in {index}: {report['added']} added, "
        f"{report['changed']} changed, {report['unchanged']} unchanged, {report['removed']} removed, "
        f"{report['duplicates']} duplicates, {len(skipped)} skipped; {report['embedded']} chunks embedded "
        f"in {report['seconds']} s"
    )


if __name__ == "__main__":
    sys.exit(main())
