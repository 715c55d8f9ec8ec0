"""The command that examines an index."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from assistant.progress import Bar


def run_doctor(options: argparse.Namespace) -> int:
    """Prove an index whole, or say what repairs it."""
    from assistant.doctor import examine

    with Bar("examining") as bar:
        examination = examine(options.index, progress=bar)
    if options.json:
        print(json.dumps(asdict(examination) | {"whole": not examination.problems}, ensure_ascii=False))
    else:
        for problem in examination.problems:
            print(problem)
        if not examination.problems:
            print(
                f"the index in {options.index} is whole: {examination.articles} articles, {examination.chunks} chunks, "
                f"{examination.embedded_again} of them embedded again"
            )
    return 2 if examination.problems else 0
