"""Questions and an index in; the texts that an answer would quote, each with whether it answers, out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from assistant.answers import find_depth, rank_evidence
from assistant.evidence import Evidence
from assistant.followups import understand
from assistant.progress import Bar
from assistant.quotes import choose_quotes
from assistant.reread import in_context
from assistant.respelling import as_written
from assistant.retrieval import read_question, retrieve
from assistant.types import Index, UnusableQuestion, WithoutTokens
from evals.measures import holds_all
from evals.questions import Question

HELD = frozenset(
    f"squad-{title}" for title in ("1973_oil_crisis", "Construction", "Geology", "Islamism", "Scottish_Parliament")
)
"""Articles of squad2-dev whose questions are not learnt from: every third."""
SENTENCES = 8  # of the ranked ones, beside the quotes
BEST = 1  # of the right sentences further down, how many are looked at


@dataclass(frozen=True, slots=True)
class Candidate:
    """A text with its context, and whether it is of a gold article and holds an answer."""

    article_id: str
    context: str
    text: str
    right: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its candidates, best first; `article_id` is that of the first."""

    set: str
    id: str
    question: str
    answerable: bool
    candidates: tuple[Candidate, ...]

    @property
    def article_id(self) -> str:
        """The article of its first candidate."""
        return self.candidates[0].article_id


def gather(name: str, index: Index, questions: Sequence[Question]) -> list[Asked]:
    """Ask every question that stands alone, and return those with any candidate."""
    found = []
    with Bar(name) as bar:
        for done, question in enumerate(questions, 1):
            bar(done, len(questions))
            if not question.history and (asked := _gather_one(name, index, question)):
                found.append(asked)
    return found


def _gather_one(name: str, index: Index, question: Question) -> Asked | None:
    try:
        understood = understand(read_question(question.question), ()).question
    except UnusableQuestion:
        return None
    passages = retrieve(understood, index, k=find_depth(understood))
    understood = as_written(understood, passages, index)
    scored = rank_evidence(understood, passages, _Apart(index))[0]
    if not scored:
        return None
    quotes = choose_quotes(understood, scored)
    texts = [(quote.best, in_context(quote.sentences[0], quote.text)) for quote in quotes]
    texts += [(item, in_context(item)) for _, item in scored[:SENTENCES]]
    further = [item for _, item in scored[SENTENCES:] if question.answerable and _is_right(question, item.text, item)]
    texts += [(item, in_context(item)) for item in further[:BEST]]
    candidates = {
        (item.passage.chunk.article_id, text): Candidate(
            item.passage.chunk.article_id, text.context, text.text, _is_right(question, text.text, item)
        )
        for item, text in texts
    }
    return Asked(name, question.id, understood, question.answerable, tuple(candidates.values()))


class _Apart(WithoutTokens):
    """An index that reads no text together with a question: what is learnt does not choose what it learns from."""

    def __init__(self, index: Index) -> None:
        self.embed_tokens = index.embed_tokens


def _is_right(question: Question, text: str, item: Evidence) -> bool:
    is_of = item.passage.chunk.article_id in question.articles
    return question.answerable and is_of and holds_all(question, [text])


def save(asked: Sequence[Asked], file: Path) -> None:
    """Write them, one a line."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(json.dumps(asdict(one), ensure_ascii=False) + "\n" for one in asked), "utf-8")


def load(file: Path) -> list[Asked]:
    """Read what `save` wrote."""
    records = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    return [Asked(**r | {"candidates": tuple(Candidate(**c) for c in r["candidates"])}) for r in records]
