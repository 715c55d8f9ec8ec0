"""Build the index of articles, or bring it up to date.

python index_build.py --articles data/articles --index data/index
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.progress import Bar
from assistant.types import AssistantError

if TYPE_CHECKING:
    from assistant.articles import Reading

MOST_NAMED = 10  # articles a line of the report; --json has all
EXAMPLE = (
    "example: python index_build.py --articles data/articles reports.zip "
    "https://example.org/feed.xml --index data/index"
)


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
    parser.add_argument(
        "--articles", nargs="+", required=True, metavar="PATH",
        help="files, folders, and addresses (https://…) of pages, feeds and sitemaps",
    )  # fmt: skip
    parser.add_argument("--index", type=Path, required=True, metavar="DIR", help="the folder of the index")
    parser.add_argument("--model", metavar="NAME", help="folder or name of a sentence-transformers model")
    parser.add_argument("--chunk-size", type=int, metavar="N", help="cl100k_base tokens a chunk")
    parser.add_argument("--rebuild", action="store_true", help="use nothing of the index that is there")
    reading = parser.add_argument_group("reading")
    for name in ("author", "publisher"):
        reading.add_argument(f"--{name}", metavar="NAME", help=f"the {name} of the articles that name none themselves")
    reading.add_argument("--time-limit", type=_positive, default=60.0, metavar="SECONDS", help="a file or page (60)")
    reading.add_argument(
        "--cache",
        type=Path,
        default=Path("data/fetched"),
        metavar="DIR",
        help="where fetched pages are kept (data/fetched)",
    )
    reading.add_argument("--offline", action="store_true", help="fetch nothing; read addresses from the cache")
    reading.add_argument("--max-pages", type=int, default=200, metavar="N", help="pages of one feed or sitemap (200)")
    reading.add_argument(
        "--delay", type=float, default=1.0, metavar="SECONDS", help="between two requests to a host (1)"
    )
    reading.add_argument(
        "--allow-private", action="store_true", help="also fetch from this machine and private networks"
    )
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    return parser.parse_args(arguments)


def _positive(written: str) -> float:
    value = float(written)
    if not value > 0:
        raise argparse.ArgumentTypeError(f"expected seconds above 0, not {written}")
    return value


def _build(options: argparse.Namespace) -> int:
    from assistant.articles import Web, read_articles
    from assistant.articles.addresses import is_address
    from assistant.chunks import CutSettings
    from assistant.embed import SentenceEncoder
    from assistant.index import build_index
    from assistant.models import DEFAULT_MODEL

    started = time.monotonic()
    missing = [path for path in options.articles if not is_address(path) and not Path(path).exists()]
    if missing:
        raise AssistantError(f"no file or folder {', '.join(missing)}; check --articles")
    try:
        settings = CutSettings() if options.chunk_size is None else CutSettings(size=options.chunk_size)
    except ValueError as error:
        raise AssistantError(f"{error}; give --chunk-size a number of tokens such as 160") from error
    web = Web(options.cache, options.max_pages, options.delay, options.allow_private, options.offline)
    with Bar("reading") as bar:
        reading = read_articles(
            options.articles, bar, notice=bar.show, web=web, seconds=options.time_limit,
            author=options.author, publisher=options.publisher,
        )  # fmt: skip
    _say(reading)
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
        "duplicates_of": [asdict(duplicate) for duplicate in reading.merged],
        "near_duplicates": [asdict(pair) for pair in reading.near_duplicates],
        "undated": list(reading.undated),
        "without_author": list(reading.without_author),
        "filled": dict(reading.filled),
        "from_cache": [{"source": old.source, "reason": old.reason} for old in reading.old],
    }
    if options.json:
        print(json.dumps(report, ensure_ascii=False))
    else:
        print(_describe(report, options.index))
    return 1 if reading.skipped else 0


def _say(reading: Reading) -> None:
    """Print what did not become an article of its own, and what an article does not say."""
    lines = _name_skipped(reading)
    lines += [f"kept as fetched before, {old.source}: {old.reason}" for old in reading.old]
    lines += [f"duplicate {one.source}: {one.why}" for one in reading.merged]
    lines += [
        f"near-duplicates, both kept: {p.article} and {p.like} ({p.share:.0%} the same)"
        for p in reading.near_duplicates
    ]
    for what, count in reading.filled.items():
        lines.append(f"{count} that name no {what} were given the one of --{what}")
    for what, ids in (("date", reading.undated), ("author", reading.without_author)):
        if ids:
            more = f" and {len(ids) - MOST_NAMED} more" if len(ids) > MOST_NAMED else ""
            lines.append(f"{len(ids)} without {what}: {', '.join(ids[:MOST_NAMED])}{more}")
    print("\n".join(lines), end="\n" if lines else "", file=sys.stderr)


def _name_skipped(reading: Reading) -> list[str]:
    """Name what was skipped, and why; files of unknown formats, of which saved pages bring many, on one line."""
    lines = []
    unknown: dict[str, list[str]] = {}
    for skipped in reading.skipped:
        if skipped.reason.startswith("unknown format"):
            unknown.setdefault(skipped.reason, []).append(skipped.source)
        else:
            lines.append(f"skipped {skipped.source}: {skipped.reason}")
    if sum(map(len, unknown.values())) == 1:
        return [*lines, *(f"skipped {sources[0]}: {reason}" for reason, sources in unknown.items())]
    if unknown:
        known = next(iter(unknown)).partition("; ")[2]
        named = [
            f"{Path(sources[0]).name}" + (f" and {len(sources) - 1} more like it" if len(sources) > 1 else "")
            for sources in unknown.values()
        ]
        count = sum(map(len, unknown.values()))
        lines.append(f"skipped {count} of unknown formats: {', '.join(named)}; {known}")
    return lines


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
