"""A question and its Passages in, an Answer whose every claim quotes a sentence out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from assistant.confidence import THRESHOLD, weigh
from assistant.evidence import Evidence, find_evidence
from assistant.followups import Understood, understand
from assistant.retrieval import Mode, read_question, retrieve
from assistant.short_answer import holds_kind, short_answer
from assistant.support import check_support
from assistant.types import Answer, Claim, Encoder, Index, Passage

ANSWERER = "extractive"
PASSAGES = 5  # read for sentences; the tenth holds the answer in 3 of 100 questions, and costs as much as the first
CLAIMS = 3
CLAIM_MARGIN = 0.06  # a sentence that scores this much less than the best is not evidence beside it
KIND_BONUS = 0.03  # for a sentence that holds a date where the question asks when, and so on


def answer(
    question: str,
    index: Index,
    *,
    history: Sequence[Mapping[str, str]] | None = None,
    answerer: str = ANSWERER,
    k: int = PASSAGES,
    mode: Mode = "hybrid",
    threshold: float = THRESHOLD,
    since: str | None = None,
    until: str | None = None,
    publisher: str | None = None,
    author: str | None = None,
    articles: Collection[str] | None = None,
) -> Answer:
    """Answer a question with sentences of the articles, or say that they do not answer.

    `history` is the earlier turns, oldest first: `{"role": "user" or "assistant", "text": ...}`.
    `threshold` is the lowest confidence (0 to 1) of an answer; lower answers more, and worse. The
    filters are those of `retrieve`. Raises `UnusableQuestion` where nothing is asked.
    """
    if answerer != ANSWERER:
        raise ValueError(f"answerer is {answerer!r}, expected {ANSWERER!r}")
    understood = understand(read_question(question), history or ())
    if understood.asks_back is not None:
        return ask_back(question, understood, index.fingerprint)
    passages = retrieve(
        understood.question, index,
        k=k, mode=mode, since=since, until=until, publisher=publisher, author=author, articles=articles,
    )  # fmt: skip
    return answer_from(question, understood.question, passages, index.encoder, index.fingerprint, threshold=threshold)


def ask_back(question: str, understood: Understood, fingerprint: str) -> Answer:
    """Claim nothing, and ask the reader what a question means that cannot be understood."""
    return Answer(
        question=question,
        understood_as=understood.question,
        claims=(),
        short_answer=None,
        confidence=0.0,
        passages=(),
        index=fingerprint,
        answerer=ANSWERER,
        asks_back=understood.asks_back,
    )


def answer_from(
    question: str,
    understood: str,
    passages: Sequence[Passage],
    encoder: Encoder,
    fingerprint: str,
    *,
    threshold: float = THRESHOLD,
) -> Answer:
    """Answer from these passages alone."""
    evidence = sorted(
        find_evidence(understood, passages, encoder),
        key=lambda e: (-_rank(understood, e), e.passage.chunk.article_id, e.span),
    )
    sure = weigh(understood, evidence, passages)
    claimed = _claimed(understood, evidence) if evidence and sure.value >= threshold else []
    return Answer(
        question=question,
        understood_as=understood,
        claims=tuple(_claim(e) for e in claimed),
        short_answer=short_answer(understood, claimed[0]) if claimed else None,
        confidence=sure.value,
        passages=tuple(passages),
        index=fingerprint,
        answerer=ANSWERER,
        missing=None if claimed else sure.missing,
    )


def _claim(evidence: Evidence) -> Claim:
    cited = evidence.passage.cite(evidence.span.start, evidence.span.end)
    return Claim(evidence.text, (cited,), support=check_support(evidence.text, cited.quote))


def _rank(question: str, evidence: Evidence) -> float:
    return round(evidence.score + KIND_BONUS * holds_kind(question, evidence.text), 4)


def _claimed(question: str, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Take the sentences to claim: the best and those near it, each text once."""
    best = _rank(question, evidence[0])
    claimed: dict[str, Evidence] = {}
    for item in evidence:
        if _rank(question, item) >= best - CLAIM_MARGIN:
            claimed.setdefault(item.text, item)
    return list(claimed.values())[:CLAIMS]
