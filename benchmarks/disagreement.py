"""Ask what articles disagree about, and what they do not; print how often both sides are given, and told as such.

python -m benchmarks.disagreement

The articles are pairs on one subject each (evals/disagreement), invented for this: two publishers give different
values for one thing, or values of different times, or the same in other words, or values of things that are alike. What
`assistant.sameness` goes by was fitted on those whose ids begin with "a-" to "d-"; "e-" were not looked at.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from assistant.answers import answer
from assistant.types import Index
from evals.asking import CACHE, build_cached, read_folder
from evals.gold import holds
from evals.questions import Question, read_questions

FOLDER = Path("evals/disagreement")
NEWER = ("Figures of different times", "Said at different times")


class Told(NamedTuple):
    """Of one question: whether the first claim holds an answer, each value is claimed, and it is told as what it is."""

    first: bool
    given: bool
    told: bool


def judge(question: Question, index: Index) -> Told:
    """Ask, and say whether both sides are given, and told as a disagreement or as of different times."""
    reply = answer(question.question, index)
    first = bool(reply.claims) and holds(question, reply.claims[0].text)
    given = bool(question.values) and all(
        any(
            claim.citations[0].article_id == value.article_id and value.value.lower() in claim.text.lower()
            for claim in reply.claims
        )
        for value in question.values
    )
    is_told = reply.form == "disagreement"
    if question.type == "no disagreement":
        return Told(first, given, is_told)
    is_newer = bool(reply.note) and str(reply.note).startswith(NEWER)
    return Told(first, given, is_told and given and is_newer == (question.type == "newer state"))


def main(arguments: Sequence[str] | None = None) -> None:
    """Ask the questions and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=FOLDER, metavar="DIR", help="articles/ and questions.jsonl")
    options = parser.parse_args(arguments)
    index = build_cached(read_folder([options.folder / "articles"]), CACHE)
    groups: dict[tuple[str, str, str], list[Told]] = defaultdict(list)
    for question in read_questions(options.folder / "questions.jsonl"):
        kinds = {question.kind, "all"} if question.type != "no disagreement" else {"all"}
        for kind in kinds:
            groups[question.id[:2], question.type, kind].append(judge(question, index))
    print("set  type, of what  questions  first claim holds one  all given  told as such (or falsely)")
    for (part, kind_of, kind), rows in sorted(groups.items()):
        first, given, told = (sum(column) for column in zip(*rows, strict=True))
        print(f"{part}  {kind_of}, {kind}  {len(rows)}  {first}  {given}  {told}")


if __name__ == "__main__":
    main()
