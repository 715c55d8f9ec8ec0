"""The figures of benchmarks.speed in, lines of text out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from benchmarks.encoding import REFERENCE
from benchmarks.limits import describe_limits

Figures = dict[str, Any]


def describe_head(result: Figures) -> str:
    """Describe machine, limits, starting and encoding."""
    return "\n".join([*_head(result), *_start(result.get("start", {})), *_encode(result.get("encode", {}))])


def describe_size(size: Figures) -> str:
    """Describe all that was measured at one size."""
    parts = (_files, _build, _open, _stages, _nearest, _memory, _clients)
    repeated, drawn = (size["chunks"] - size[real] for real in ("real_chunks", "real_vectors"))
    of = (
        f", {repeated:,} of them of repeated articles, the vectors of {drawn:,} drawn around real ones" if drawn else ""
    )
    heading = f"\n{size['chunks']:,} chunks{of}; {size['articles']:,} articles; load {size['load']:.1f}"
    return "\n".join([heading, *(line for part in parts for line in part(size))])


def _head(result: Figures) -> Iterator[str]:
    machine, corpora = result["machine"], result["corpora"]
    changed = " and changes" if result["dirty"] else ""
    yield f"{machine['processor']}, {machine['cores']} cores, {machine['memory'] / 2**30:.0f} GiB"
    yield f"load {result['load']:.1f} at the beginning; more than {machine['cores']} means that others used it too"
    yield f"commit {result['commit'][:12]}{changed}; Python {machine['python']}; " + ", ".join(
        f"{library} {version}" for library, version in machine["libraries"].items()
    )
    yield f"{result['model']['name']} {result['model']['sha256'][:12]}"
    yield (
        f"corpora {corpora['sha256'][:12]}: {corpora['articles']:,} articles, {corpora['chunks']:,} chunks, "
        f"{corpora['questions']:,} questions"
    )
    yield f"\nlimits\n{describe_limits(result['limits'])}"


def _start(start: Figures) -> Iterator[str]:
    if start:
        yield "\nfrom the start of a process to its end, seconds"
        yield from (f"{what:<58}{seconds:>8.2f}" for what, seconds in start.items())


def _encode(encode: Figures) -> Iterator[str]:
    if not encode:
        return
    yield f"\nencoding {encode['texts']} chunks of {encode['tokens'] / encode['texts']:.0f} tokens, and questions"
    columns = (
        f"{'chunks/s':>9}{'10^9 op/s':>11}{'share':>8}{'weights':>9}{'processor':>11}{'question ms':>13}{'share':>8}"
    )
    yield f"{'':<24}{columns}"
    for name in ("int8", "float32", REFERENCE):
        if name in encode:
            row = encode[name]
            yield (
                f"{name:<24}{row['chunks_a_second']:>9.1f}{row['operations_a_second'] / 1e9:>11.1f}{row['share']:>8.2f}"
                f"{row['weights_share']:>9.2f}{row['processor_share']:>11.2f}{row['question_ms']:>13.1f}{row['question_share']:>8.2f}"
            )
    if REFERENCE in encode:
        ours, theirs = encode["int8"], encode[REFERENCE]
        chunks = ours["chunks_a_second"] / theirs["chunks_a_second"]
        question = theirs["question_ms"] / ours["question_ms"]
        yield f"int8 against {REFERENCE}: {chunks:.1f} times for chunks, {question:.1f} times for one question"


def _files(size: Figures) -> Iterator[str]:
    bytes_ = size["index"]["bytes"]
    yield f"index {bytes_ / 2**20:,.1f} MiB, {bytes_ / size['chunks']:,.0f} bytes a chunk"


def _build(size: Figures) -> Iterator[str]:
    build = size.get("build", {})
    if "seconds" in build:
        each = 1e6 * build["seconds"] / size["chunks"]
        yield (
            f"build but for embedding {build['seconds']:.1f} s ({each:.0f} us a chunk); "
            f"after one article has changed {build['rebuild_seconds']:.1f} s; "
            f"{build['peak_memory'] / 2**20:,.0f} MiB at most, by commit {build['commit'][:12]}"
        )


def _open(size: Figures) -> Iterator[str]:
    if found := size.get("open"):
        yield (
            f"open {found['seconds']:.2f} s, from disk {found['cold_seconds']:.2f} s "
            f"({found['share']:.2f} of the speed of reading every byte)"
        )
    if found := size.get("start"):
        yield "a process that " + ", ".join(f"{what}s: {seconds:.2f} s" for what, seconds in found.items())


def _stages(size: Figures) -> Iterator[str]:
    for what in ("retrieve", "answer"):
        if found := size.get(what):
            yield f"{what:<20}" + "".join(f"{figure:>9}" for figure in ("mean", "p50", "p95", "p99")) + "  ms"
            yield _row("whole", found)
            yield from (_row(f"  {stage}", row) for stage, row in found["stages"].items())


def _row(name: str, row: Figures) -> str:
    return f"{name:<20}" + "".join(f"{row[figure]:>9.1f}" for figure in ("mean", "p50", "p95", "p99"))


def _nearest(size: Figures) -> Iterator[str]:
    if found := size.get("nearest"):
        ours, theirs = found["store"], found["faiss"]
        what = "FAISS's clusters" if found["clusters"] else "FAISS exactly"
        yield (
            f"nearest vectors: {_quantiles(ours)}, recall@10 {found['recall@10']:.3f}; {what}, called directly: "
            f"{_quantiles(theirs)}; difference {found['overhead_us']:.0f} us"
            + ("" if found["clusters"] else f"; {found['share']:.2f} of reading them from memory")
        )


def _quantiles(row: Figures) -> str:
    return "p50, p95, p99 " + ", ".join(f"{row[f'p{q}_ms']:.2f}" for q in (50, 95, 99)) + " ms"


def _memory(size: Figures) -> Iterator[str]:
    if found := size.get("memory"):
        yield "resident MiB (of these no file's): " + ", ".join(
            f"{'opened' if n == 'opened' else f'{int(n):,} asked'} {row['resident'] / 2**20:,.0f} "
            f"({row['anonymous'] / 2**20:,.0f})"
            for n, row in found.items()
        )


def _clients(size: Figures) -> Iterator[str]:
    if found := size.get("clients"):
        yield f"server: {found['first_answer_seconds']:.1f} s from its start to its first answer; " + "; ".join(
            f"{n} clients {row['questions_a_second']:.1f} questions/s, p50 {row['p50_ms']:.0f} ms, "
            f"p95 {row['p95_ms']:.0f} ms"
            for n, row in found.items()
            if n.isdigit()
        )
