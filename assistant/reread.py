"""A question and ranked sentences in; the best few read again together with the question, best first, out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.evidence import UNREAD, Evidence
from assistant.quotes import Quote
from assistant.ranking import DECIMALS, best_first
from assistant.types import AnswerReader, InContext

FEW = 8  # sentences that are read again at most; the right one is seldom further down
STEP = 2  # that are read at once, before it is looked whether another one can still become the best
WEIGHT = 0.02  # of a sentence's log odds in its score, of which the best few lie within .1
MOST = 4.0  # log odds that hardly a sentence has more of


def reread(
    question: str,
    scored: Sequence[tuple[float, Evidence]],
    reader: AnswerReader,
    *,
    few: int = FEW,
    step: int = STEP,
) -> list[tuple[float, Evidence]]:
    """Order sentences anew, the best few of those that were not yet read by how likely each answers, too.

    `step` are read at once; behind each step those are left out that cannot become the best any more.
    """
    again = list(scored)
    fresh = [at for at, (_, item) in enumerate(scored) if item.odds == UNREAD][:few]
    for start in range(0, len(fresh), step):
        best = max(score for score, _ in again)
        near = [at for at in fresh[start : start + step] if scored[at][0] + WEIGHT * (MOST - UNREAD) >= best]
        odds = reader.score_answers(question, [in_context(scored[at][1]) for at in near])
        if odds is None:
            break
        for at, odd in zip(near, odds.tolist(), strict=True):
            score, item = scored[at]
            again[at] = round(score + WEIGHT * (odd - UNREAD), DECIMALS), replace(item, odds=odd)
    return best_first(again)


def judge(question: str, quote: Quote, reader: AnswerReader) -> float | None:
    """Return the log odds that a quote answers, none where the encoder reads no two texts together."""
    odds = reader.score_answers(question, [in_context(quote.sentences[0], quote.text)])
    return None if odds is None else float(odds[0])


def in_context(item: Evidence, text: str = "") -> InContext:
    """Return a sentence, or the text that begins with it, with its title and the sentence before it."""
    return InContext(f"{item.passage.title}. {item.before}", text or item.text)
