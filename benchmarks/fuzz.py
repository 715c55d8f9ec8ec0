"""Give the readers of text, HTML, Markdown and its front matter what atheris makes up, for some minutes.

pip install atheris && python -m benchmarks.fuzz --minutes 10 --out results/fuzz

Every input that makes a reader raise anything but `UnreadableArticle`, give a text that is no article's,
or take longer than two seconds is written to the folder, one of each kind.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from assistant.types import UnreadableArticle

SLOW = 2.0  # seconds for an input of at most some kilobytes
SEEDS = (
    b"---\ntitle: Aktau\ndate: 2018-08-12\ntags: [a, b]\n---\n# A\n\nText *b* [c](d) `e`\n\n| a | b "
    b"|\n|---|---|\n| 1 | 2 |\n",
    b"Site - Press\n\nTitle\n\nBy: Ada Writer\n\nAug 29, 2023\n\nA sentence that is long enough. "
    b"Another one.\n\nRelated Articles\n\nx",
    b"<html lang=en><head><title>T | S</title><meta property='og:title' content='T'><script type='application/ld+json'>"
    b'{"@type":"Article","headline":"T","author":{"name":"Ada"}}</script></head><body><article><h1>'
    b'T</h1><p>A sentence, '
    b"long enough to be one.</p><table><tr><td>1</td></tr></table><ul><li>x</li></ul></article></body></html>",
    b"<div>\n\n    <p>old &#8211; blog</p>\n\n{{< ref \"x\" >}} {% include y %} ~~a~~ ![b](c)\n\n<!-- d -->",
)  # fmt: skip


def main() -> int:
    """Fuzz until the time is over; return 1 if something was found."""
    parser = argparse.ArgumentParser(prog="benchmarks.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--out", type=Path, default=Path("results/fuzz"), help="where inputs are written")
    options = parser.parse_args()
    import atheris

    with atheris.instrument_imports(include=["assistant.articles", "markdown_it", "trafilatura", "htmldate", "yaml"]):
        from assistant.articles.draft import canonical, make_article
        from assistant.articles.encoding import decode
        from assistant.articles.markdown import read_markdown
        from assistant.articles.paste import read_paste
        from assistant.articles.webpage import read_webpage

    readers: list[Callable[[bytes], object]] = [
        lambda content: read_markdown(decode(content)),
        lambda content: read_markdown("---\n" + decode(content) + "\n---\nText."),
        lambda content: read_paste(decode(content)),
        read_webpage,
    ]
    options.out.mkdir(parents=True, exist_ok=True)
    corpus = options.out / "corpus"
    corpus.mkdir(exist_ok=True)
    for i, seed in enumerate(SEEDS):
        for number in range(len(readers)):
            (corpus / f"seed-{i}-{number}").write_bytes(bytes([number]) + seed)
    for reader in readers:  # what a reader imports at its first use is not counted as its time
        with contextlib.suppress(UnreadableArticle):
            reader(SEEDS[2])
    found: Counter[str] = Counter()

    def try_one(data: bytes) -> None:
        if len(data) < 2:
            return
        reader, content = readers[data[0] % len(readers)], data[1:]
        started = time.monotonic()
        try:
            draft = reader(content)
            article = make_article("a", draft, "A")  # type: ignore[arg-type]
            assert canonical(article.text) == article.text
        except UnreadableArticle as error:
            assert "\n" not in str(error)
        except Exception as error:
            last = traceback.extract_tb(error.__traceback__)[-1]
            note(f"{type(error).__name__} in {Path(last.filename).name}:{last.lineno}", data)
        if time.monotonic() - started > SLOW:
            note(f"slow, reader {data[0] % len(readers)}", data)

    def note(kind: str, data: bytes) -> None:
        found[kind] += 1
        if found[kind] == 1:
            name = "".join(c if c.isalnum() else "-" for c in kind)
            (options.out / f"{name}.input").write_bytes(data)
            print(f"found: {kind}", flush=True)

    seconds = int(options.minutes * 60)
    flags = [
        f"-max_total_time={seconds}",
        "-max_len=4096",
        "-timeout=60",
        "-verbosity=0",
        "-print_final_stats=1",
        str(corpus),
    ]
    atheris.Setup([sys.argv[0], *flags], try_one)
    atheris.Fuzz()
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
