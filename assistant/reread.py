"""A question and ranked sentences in; the best few read again together with the question, best first, out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.evidence import UNREAD, Evidence
from assistant.quotes import Quote
from assistant.ranking import DECIMALS, best_first
from assistant.types import AnswerReader, InContext

FEW = 8  # sentences that are read again; the right one is seldom further down, and each costs as much as a question
WEIGHT = 0.02  # of a sentence's log odds in its score, of which the best few lie within .1


def reread(
    question: str, scored: Sequence[tuple[float, Evidence]], reader: AnswerReader, *, few: int = FEW
) -> list[tuple[float, Evidence]]:
    """Order sentences anew, the best few of those that were not yet read by how likely each answers, too."""
    fresh = [at for at, (_, item) in enumerate(scored) if item.odds == UNREAD][:few]
    odds = reader.score_answers(question, [in_context(scored[at][1]) for at in fresh])
    again = list(scored)
    if not odds.any():  # of an encoder that reads no two texts together
        return again
    for at, odd in zip(fresh, odds.tolist(), strict=True):
        score, item = scored[at]
        again[at] = round(score + WEIGHT * (odd - UNREAD), DECIMALS), replace(item, odds=odd)
    return best_first(again)


def judge(question: str, quote: Quote, reader: AnswerReader) -> float:
    """Return the log odds that a quote answers, 0 where the encoder reads no two texts together."""
    return float(reader.score_answers(question, [in_context(quote.sentences[0], quote.text)])[0])


def in_context(item: Evidence, text: str = "") -> InContext:
    """Return a sentence, or the text that begins with it, with its title and the sentence before it."""
    return InContext(f"{item.passage.title}. {item.before}", text or item.text)
