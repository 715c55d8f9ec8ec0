"""Claims with human labels (supported by the evidence or not) in; how often the support check agrees, out.

python -m evals.attribution ../shared/corpora/attribution

The thresholds, ours and the cosine baseline's, were chosen on some claims of each set (every second of
a sample, seed 1); the figures are of the others. What cannot be told counts as not supported. BEGIN: Dziri et al. 2022,
"Evaluating Attribution in Dialogue Systems"; ExpertQA: Malaviya et al. 2024.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.progress import Bar
from assistant.types import AssistantError, Encoder

SETS = {"BEGIN": "begin.jsonl", "ExpertQA": "expertqa_claims.jsonl"}
SAMPLED = {"BEGIN": 700, "ExpertQA": 420}  # of which every second claim was looked at when thresholds were chosen
SUPPORTED = {"Fully attributable", "Complete"}
LONGEST = 1200  # characters of evidence that the cosine baseline embeds at once
_MARK = re.compile(r"\s*\[\d+\]")

Labels = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A claim, its evidence, and whether a person says that it is supported."""

    claim: str
    quote: str
    supported: bool


def read_labelled(path: Path, sampled: int) -> tuple[list[Labelled], list[Labelled]]:
    """Read the claims that have evidence and a label: those that thresholds were chosen on, and the others.

    Marks such as [2] are taken off the claim.
    """
    try:
        records = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    except (OSError, ValueError) as error:
        raise AssistantError(f"{path} cannot be read: {error}") from error
    seen = {record["id"] for record in random.Random(1).sample(records, sampled)[::2]}  # noqa: S311 - a sample
    tune: list[Labelled] = []
    held: list[Labelled] = []
    for record in records:
        evidence = record["evidence"]
        quote = "\n\n".join(evidence) if isinstance(evidence, list) else evidence
        if quote.strip() and record["label"] not in (None, "N/A"):
            claim = _MARK.sub("", record["claim"]).strip()
            (tune if record["id"] in seen else held).append(Labelled(claim, quote, record["label"] in SUPPORTED))
    return tune, held


def balanced_accuracy(said: Labels, true: Labels) -> float:
    """Return the mean of the shares of supported and of not supported ones that are said to be so."""
    return float((said[true].mean() + (~said[~true]).mean()) / 2)


def f1(said: Labels, true: Labels) -> float:
    """Return the harmonic mean of precision and recall of `supported`."""
    hits = int((said & true).sum())
    return 2 * hits / max(int(said.sum() + true.sum()), 1)


def cosines(pairs: Sequence[Labelled], encoder: Encoder) -> NDArray[np.float32]:
    """Return each claim's cosine to the nearest piece of its evidence."""
    values = []
    for pair in pairs:
        pieces = [pair.quote[i : i + LONGEST] for i in range(0, len(pair.quote), LONGEST)]
        values.append(float((encoder.embed(pieces) @ encoder.embed([pair.claim])[0]).max()))
    return np.array(values, np.float32)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures of each set."""
    from assistant.embed import SentenceEncoder
    from assistant.support import check_support

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", type=int, help="claims of each set")
    options = parser.parse_args(arguments)
    encoder = SentenceEncoder()
    for name, file in SETS.items():
        tune, held = (part[: options.limit] for part in read_labelled(options.folder / file, SAMPLED[name]))
        known, true = (np.array([pair.supported for pair in part]) for part in (tune, held))
        with Bar(name) as bar:
            verdicts = []
            for done, pair in enumerate(held, 1):
                verdicts.append(check_support(pair.claim, pair.quote, encoder=encoder).verdict)
                bar(done, len(held))
        near = cosines(tune, encoder)
        best = max(np.unique(near), key=lambda level: balanced_accuracy(near >= level, known))
        said = {
            "support check": np.array([verdict == "supported" for verdict in verdicts]),
            "cosine": cosines(held, encoder) >= best,
            "majority": np.full(len(held), known.mean() > 0.5),
        }
        print(f"{name}: {len(held)} claims, {int(true.sum())} supported")
        for way, labels in said.items():
            print(f"  {way:14} balanced accuracy {balanced_accuracy(labels, true):.3f}  F1 {f1(labels, true):.3f}")
        counts = {verdict: verdicts.count(verdict) for verdict in ("supported", "cannot_tell", "not_supported")}
        print("  " + ", ".join(f"{count} {verdict}" for verdict, count in counts.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
