"""A question and an Index in, an Answer whose every claim quotes a sentence out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from assistant.acronyms import spell_out
from assistant.confidence import THRESHOLD, say_missing, weigh
from assistant.disagreement import find_values
from assistant.event_dates import read_dates
from assistant.evidence import Evidence, find_evidence
from assistant.filters import Filters, select_rows
from assistant.followups import Understood, understand
from assistant.forms import Found, claim_disagreement, claim_sentences, claim_timeline
from assistant.listing import read_listing
from assistant.lists import answer_with_list, says_count
from assistant.parts import Part, split_parts
from assistant.promotion import promote_whole
from assistant.question import expected_kind
from assistant.quotes import choose_quotes
from assistant.ranking import best_first, is_promising, order_by_match, rank
from assistant.reread import judge, reread
from assistant.respelling import as_written
from assistant.retrieval import read_question, retrieve
from assistant.search import REORDERED
from assistant.support import check_support
from assistant.timeline import order_events
from assistant.times import TimeCondition, TimeScope, read_scope
from assistant.types import Answer, AnswerReader, Citation, Claim, Index, Mode, Passage

ANSWERER = "extractive"
PASSAGES = 5  # read for sentences; the tenth holds the answer in 3 of 100 questions, and costs as much as the first
DEEP = 30  # passages that the first or the latest of several is looked for in; those without dates are not read
DEEPER = 15  # passages looked at for what was said by a day, for another value, for a date beside a name
FURTHER = 20  # sentences of passages that are read only for other values
OTHERS = 4  # sentences of other articles that are read together with the question for another value
AS_OF_MARGIN = 0.12  # what was said by then may score this much less than what was said later
PART_CLAIMS = 2  # of each part of a question that has several


def answer(
    question: str,
    index: Index,
    *,
    history: Sequence[Mapping[str, str]] | None = None,
    answerer: str = ANSWERER,
    k: int = PASSAGES,
    mode: Mode = "hybrid",
    reordered: int = REORDERED,
    threshold: float = THRESHOLD,
    since: str | None = None,
    until: str | None = None,
    publisher: str | None = None,
    author: str | None = None,
    tags: Collection[str] | None = None,
    articles: Collection[str] | None = None,
    undated: bool = False,
) -> Answer:
    """Answer a question with sentences of the articles, or say that they do not answer.

    `history` is the earlier turns, oldest first: `{"role": "user" or "assistant", "text": ...}`.
    `threshold` is the lowest confidence (0 to 1) of an answer; lower answers more, and worse. `mode`,
    `reordered` and the filters are those of `retrieve`; a question's own words on publication ("briefs published since
    2022") narrow them. Raises `UnusableQuestion` where nothing is asked.
    """
    if answerer != ANSWERER:
        raise ValueError(f"answerer is {answerer!r}, expected {ANSWERER!r}")
    asked = understand(read_question(question), history or ())
    if asked.asks_back is not None:
        return ask_back(question, asked, index.fingerprint)
    understood = spell_out(asked.question, index.words.vocabulary)
    since, until = _narrow(read_scope(understood), since, until)
    listing = read_listing(understood)
    if listing is not None:
        rows = select_rows(index, Filters(since, until, publisher, author, tags, articles, undated))
        listed = answer_with_list(question, understood, listing, index, answerer=ANSWERER, rows=rows)
        listed = replace(listed, claims=tuple(_checked(claim) for claim in listed.claims))
        if not listing.counts or listing.of == "articles":
            return listed

    def search(wanted: str, depth: int) -> list[Passage]:
        return retrieve(
            wanted, index, k=depth, mode=mode, reordered=reordered,
            since=since, until=until, publisher=publisher, author=author, tags=tags, articles=articles, undated=undated,
        )  # fmt: skip

    parts = (
        split_parts(understood)
        if asked.question == question or len(split_parts(question)) > 1
        else (Part(understood, understood),)
    )
    answers = []
    for part in parts:
        passages = search(part.question, max(k, find_depth(part.question)))
        asked_as = as_written(part.question, passages, index)
        reply = answer_from(question, asked_as, passages, index, index.fingerprint, threshold=threshold, k=k)
        answers.append(replace(reply, understood_as=part.question))
    reply = answers[0] if len(parts) == 1 else _join(question, understood, parts, answers)
    if listing is not None and listed.answered and not says_count(reply, listing):
        return listed
    published = read_scope(understood).publication
    if len(published) == 1 and not reply.passages:
        return replace(reply, missing=_say_unpublished(understood, published[0]))
    return reply


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
    encoder: AnswerReader,
    fingerprint: str,
    *,
    threshold: float = THRESHOLD,
    k: int = PASSAGES,
) -> Answer:
    """Answer from these passages alone, best first.

    The first `k` are read; of the others only those that can hold what the first or the latest of
    several is looked for in.
    """
    scope = read_scope(understood)
    scored, note = rank_evidence(understood, passages, encoder, k=k)
    by_match = order_by_match(scored)
    quotes = choose_quotes(understood, scored)
    quoted = [item for quote in quotes[:1] for _, item in quote.scored]
    odds = judge(understood, quotes[0], encoder) if quotes else None
    sure = weigh(understood, by_match, passages[:k], quoted, odds)
    found = Found()
    if scored and sure >= threshold:
        found = _find(understood, scored, rank_all(understood, passages, encoder, scored), scope)
    cited = [
        item for item in passages[k:] if any(_is_of(citation, item) for c in found.claims for citation in c.citations)
    ]
    return Answer(
        question=question,
        understood_as=understood,
        claims=tuple(_checked(claim) for claim in found.claims),
        short_answer=found.short_answer,
        confidence=sure,
        passages=(*passages[:k], *cited),
        index=fingerprint,
        answerer=ANSWERER,
        form=found.form,
        note=" ".join(filter(None, (found.note, note))) or None if found.claims else None,
        missing=None if found.claims else say_missing(understood, by_match, passages[:k], quoted),
    )


def rank_evidence(
    understood: str, passages: Sequence[Passage], encoder: AnswerReader, *, k: int = PASSAGES
) -> tuple[list[tuple[float, Evidence]], str | None]:
    """Return the sentences that are read, with what they score, best first; and what a reader should know of them."""
    scope = read_scope(understood)
    read = [*passages[:k], *(p for p in passages[k:] if scope.as_of or is_promising(understood, p, scope))]
    scored, note = _said_by(scope, rank(understood, find_evidence(understood, read, encoder), scope))
    if not _orders_events(understood, scope):  # of several events each counts, not which sentence answers best
        scored = reread(understood, scored, encoder)
    return promote_whole(understood, scored), note


def rank_all(
    understood: str, passages: Sequence[Passage], encoder: AnswerReader, scored: Sequence[tuple[float, Evidence]]
) -> Sequence[tuple[float, Evidence]]:
    """Return ranked sentences with the best of other articles' passages that were not read, where values may differ."""
    scope = read_scope(understood)
    if expected_kind(understood) is None or scope.order or scope.as_of:
        return scored
    read, best = {item.passage.chunk for _, item in scored}, scored[0][1].passage.chunk.article_id
    rest = [p for p in passages if p.chunk not in read and p.chunk.article_id != best]
    known = {(item.passage.chunk.article_id, item.span) for _, item in scored}
    further = [e for e in find_evidence(understood, rest, encoder) if (e.passage.chunk.article_id, e.span) not in known]
    whole = best_first([*scored, *rank(understood, further[:FURTHER], scope)])
    others = [pair for pair in whole if pair[1].passage.chunk.article_id != best]
    own = [pair for pair in whole if pair[1].passage.chunk.article_id == best]
    return best_first([*own, *reread(understood, others, encoder, few=OTHERS, step=OTHERS)])


def find_depth(question: str) -> int:
    """Say how many passages a question may need."""
    scope = read_scope(question)
    kind = expected_kind(question)
    return DEEP if _orders_events(question, scope) else DEEPER if scope.as_of or kind else PASSAGES


def _orders_events(question: str, scope: TimeScope) -> bool:
    """Say whether a question asks when the first or the latest of several was."""
    return scope.order is not None and expected_kind(question) == "date"


def _checked(claim: Claim) -> Claim:
    """Say of a claim whether its quote supports it."""
    return replace(claim, support=check_support(claim.text, claim.citations[0].quote))


def _find(
    question: str,
    scored: Sequence[tuple[float, Evidence]],
    compared: Sequence[tuple[float, Evidence]],
    scope: TimeScope,
) -> Found:
    """Find what to say: a timeline, a disagreement of what is `compared`, or the best sentences."""
    if scope.order and _orders_events(question, scope):
        ordered = order_events(question, scored, scope)
        if ordered is not None:
            return claim_timeline(question, *ordered, scope.order)
    values = find_values(question, compared)
    if values and values.is_told:
        return claim_disagreement(question, [values.first, *values.others])
    return claim_sentences(question, scored, values.others if values else ())


def _narrow(scope: TimeScope, since: str | None, until: str | None) -> tuple[str | None, str | None]:
    """Narrow the filters on publication by what the question says of it."""
    for condition in scope.publication:
        since = max(filter(None, (since, condition.first)), default=None)
        until = min(filter(None, (until, condition.last)), default=None)
    return since, until


def _say_unpublished(question: str, condition: TimeCondition) -> str:
    said = question[condition.span.start : condition.span.end]
    when = said if said.split()[0].lower() in ("in", "on", "since", "before", "after", "until") else f"then ({said})"
    return f"No article that is searched was published {when}."


def _said_by(scope: TimeScope, scored: list[tuple[float, Evidence]]) -> tuple[list[tuple[float, Evidence]], str | None]:
    """Keep what was published, or tells of what was, by the day that a question is "as of"; say where nothing was."""
    if scope.as_of is None:
        return scored, None
    kept = [pair for pair in scored if _is_by(pair[1], scope.as_of)]
    if kept and kept[0][0] >= scored[0][0] - AS_OF_MARGIN:
        return kept, None
    return scored, f"No article says so as of {scope.as_of}; this was said later."


def _is_by(evidence: Evidence, day: str) -> bool:
    dates = read_dates(evidence.text)
    published = evidence.passage.date
    return bool((published and published <= day) or (dates and min(date.first for date in dates) <= day))


def _is_of(citation: Citation, passage: Passage) -> bool:
    return citation.article_id == passage.chunk.article_id and passage.chunk.start <= citation.start < passage.chunk.end


def _join(question: str, understood: str, parts: Sequence[Part], answers: Sequence[Answer]) -> Answer:
    """Join the answers to the parts of a question: each claim says its part, and what has none is missing."""
    answered = [(part, reply) for part, reply in zip(parts, answers, strict=True) if reply.claims]
    missing = [part.said for part, reply in zip(parts, answers, strict=True) if not reply.claims]
    first = [replace(reply.claims[0], part=part.said) for part, reply in answered]
    cited = {claim.citations for claim in first}
    further = [
        replace(claim, part=part.said)
        for i in range(1, PART_CLAIMS)
        for part, reply in answered
        for claim in reply.claims[i : i + 1]
        if claim.citations not in cited
    ]
    return replace(
        answers[0],
        question=question,
        understood_as=understood,
        claims=(*first, *further),
        short_answer=answered[0][1].short_answer if len(answered) == 1 else None,
        confidence=min(reply.confidence for reply in ([reply for _, reply in answered] or answers)),
        passages=tuple(dict.fromkeys(passage for reply in answers for passage in reply.passages)),
        form="sentences",
        note=" ".join(reply.note for reply in answers if reply.note) or None,
        missing=f"The articles do not say: {'; '.join(missing)}." if missing else None,
    )
