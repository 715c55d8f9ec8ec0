"""Articles in; questions that a person has accepted, out. What nobody has looked at is never written as a question.

A cloze question leaves a number or a name out of a sentence; a date question asks when it happened.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from assistant.sentences import is_heading, split_sentences
from assistant.types import Article, AssistantError

SHORTEST, LONGEST = 60, 260  # characters of a sentence that says enough to be asked about, and not too much
GAP = "____"
ASKED = {"since": "Since when", "until": "Until when"}  # by what stands before a date; else "When"
KEYS = "[a]ccept, [e]dit the question, [r]eject, [q]uit: "

_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_DATE = re.compile(rf"\b(on|in|since|until)\s+((?:\d{{1,2}} )?(?:{_MONTH} )?(?:1[89]|20)\d\d)\b,?\s*", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\d.,])\d[\d.,]*\d(?:\s(?:per cent|million|billion|kilometres|tonnes|dollars))?|\b\d+\b")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)+")

Record = dict[str, Any]
Ask = Callable[[str], str]


def propose(articles: Sequence[Article], *, seed: int = 1) -> list[Record]:
    """Propose questions in the design's format, in an order drawn by the seed."""
    found = [record for article in articles for record in _propose(article)]
    random.Random(seed).shuffle(found)  # noqa: S311 - an order, no secret
    return found


def review(proposals: Sequence[Record], out: Path, *, ask: Ask = input) -> tuple[int, int]:
    """Have a person decide on proposals; return how many were accepted and how many are left.

    What is accepted is added to `out`, and every decision to `out` with `.seen` at its end: a
    proposal is shown once, also after a stop.
    """
    seen_path = out.with_name(out.name + ".seen")
    out.parent.mkdir(parents=True, exist_ok=True)
    seen = set(seen_path.read_text("utf-8").split()) if seen_path.is_file() else set()
    todo = [record for record in proposals if record["id"] not in seen]
    accepted = 0
    for number, record in enumerate(todo):
        print(f"\n{number + 1} of {len(todo)}, {record['gold_article_ids'][0]}\n  {record['gold_evidence'][0]}")
        question = _decide(record, ask)
        if question is None:
            return accepted, len(todo) - number
        with out.open("a", encoding="utf-8") as accepted_file, seen_path.open("a", encoding="utf-8") as seen_file:
            if question:
                accepted_file.write(json.dumps(record | {"question": question}, ensure_ascii=False) + "\n")
                accepted += 1
            seen_file.write(record["id"] + "\n")
    return accepted, 0


def generate_from_options(options: argparse.Namespace) -> int:
    """Run the generate command; with --json, print the proposals and ask nothing."""
    from evals.asking import read_folder

    proposals = propose(read_folder(options.articles), seed=options.seed)
    if not proposals:
        raise AssistantError("no sentence of these articles has a date, number or name to ask for")
    if options.json:
        print(json.dumps(proposals, ensure_ascii=False))
        return 0
    accepted, left = review(proposals, options.out)
    print(f"{accepted} accepted into {options.out}, {left} left; run the same command again to go on")
    return 0


def _propose(article: Article) -> Iterator[Record]:
    for span in split_sentences(article.text, article.language):
        sentence = article.text[span.start : span.end]
        if not SHORTEST <= len(sentence) <= LONGEST or is_heading(sentence) or set("\n|") & set(sentence):
            continue
        date = _DATE.search(sentence)
        if date:
            rest = " ".join((sentence[: date.start()] + sentence[date.end() :]).split()).rstrip(" .")
            asked = ASKED.get(date.group(1).lower(), "When")
            yield _record(article, sentence, f"{asked}: {rest[0].upper()}{rest[1:]}?", date.group(2), "date")
            continue
        gap = _NUMBER.search(sentence) or _NAME.search(sentence)
        if gap:
            cloze = sentence[: gap.start()] + GAP + sentence[gap.end() :]
            yield _record(article, sentence, cloze, gap.group(), "cloze")


def _record(article: Article, sentence: str, question: str, answer: str, type: str) -> Record:
    digest = hashlib.sha256(f"{article.id}\0{sentence}\0{answer}".encode()).hexdigest()
    return {
        "id": f"{type}/{digest[:12]}",
        "question": question,
        "answers": [answer],
        "gold_article_ids": [article.id],
        "gold_evidence": [sentence],
        "answerable": True,
        "type": type,
        "history": [],
    }


def _decide(record: Record, ask: Ask) -> str | None:
    """Return the question as accepted, nothing where it is rejected, none to stop."""
    question = str(record["question"])
    while True:
        print(f"  Q {question}\n  A {record['answers'][0]}")
        try:
            said = ask(KEYS).strip().lower()
        except EOFError:
            print()
            return None
        if said in {"q", "quit"}:
            return None
        if said in {"a", "accept"}:
            return question
        if said in {"r", "reject"}:
            return ""
        if said in {"e", "edit"}:
            question = ask("  question: ").strip() or question
