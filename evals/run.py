"""Questions and an index in; a result with every question's passages, answer and scores out."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant.answers import PASSAGES, answer_from, ask_back
from assistant.answers import answer as answer_to
from assistant.confidence import THRESHOLD
from assistant.followups import Understood, understand
from assistant.records import answer_record, passage_record
from assistant.retrieval import read_question, retrieve
from assistant.search import REORDERED
from assistant.types import AssistantError, Chunk, Index, Mode, Passage, Progress, UnusableQuestion
from assistant.verification import verify
from evals.gold import Gold, find_gold, key, place, settle
from evals.machine import describe_commit, describe_machine, peak_memory
from evals.measures import Supports, judge, score_answer, score_passages
from evals.questions import Question
from evals.results import FORMAT, Result, write_result
from evals.summary import first_claim_scores, summarise

Row = dict[str, Any]


def run_questions(
    questions: Sequence[Question],
    index: Index,
    out: Path,
    *,
    mode: Mode = "hybrid",
    k: int = 10,
    read: int = PASSAGES,
    reordered: int = REORDERED,
    threshold: float = THRESHOLD,
    supports: Supports | None = None,
    source: Mapping[str, Any] | None = None,
    progress: Progress | None = None,
) -> Result:
    """Ask every question, and write the result to `out`.

    k passages are ranked, and the answer is made from the first `read` of them; `mode` and `reordered`
    are those of `retrieve`. Rows are kept in
    `out` with `.partial` at its end as they are made; a run that was stopped goes on from there, if
    program, index and settings are the same. `supports` checks citations; without one a citation
    is supported when verification accepts it. `source` says where the questions come from.
    """
    if out.is_dir():
        raise AssistantError(f"{out} is a folder; name a file for the result")
    started = time.monotonic()
    begun = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    commit = describe_commit()
    options: dict[str, Any] = {"mode": mode, "k": k, "read": read, "reordered": reordered, "threshold": threshold}
    settings = options | dict(source or {})
    heading = {"index": index.fingerprint, "program": hash_program(), "settings": settings}
    partial = out.with_name(out.name + ".partial")
    out.parent.mkdir(parents=True, exist_ok=True)
    rows = _kept_rows(partial, heading)
    index.encoder.embed_question("load the model")  # its seconds are no question's
    loaded = time.monotonic() - started
    with partial.open("a", encoding="utf-8") as file:
        for done, question in enumerate(questions, 1):
            if question.id not in rows:
                settled = settle(question, index.articles)
                rows[question.id] = run_question(settled, index, supports=supports, **options)
                file.write(json.dumps(rows[question.id], ensure_ascii=False) + "\n")
                file.flush()
            if progress:
                progress(done, len(questions))
    ordered = [rows[question.id] for question in questions]
    asked = time.monotonic() - started
    summary = summarise(ordered)
    result: Result = {
        "format": FORMAT,
        "begun": begun,
        **commit,
        "machine": describe_machine(),
        **heading,
        "model": {"name": index.encoder.name, "sha256": index.encoder.sha256},
        "articles": len(index.articles),
        "chunks": len(index.chunks),
        "index_settings": dict(index.settings),
        "seconds": {
            "load": round(loaded, 2),
            "ask": round(asked - loaded, 2),
            "all": round(time.monotonic() - started, 2),
        },
        "peak_memory": peak_memory(),
        "summary": summary,
        "passages": _passages(ordered, index),
        "rows": ordered,
    }
    write_result(out, result)
    partial.unlink(missing_ok=True)  # another run to the same place may have been quicker
    return result


def run_question(
    question: Question,
    index: Index,
    *,
    mode: Mode = "hybrid",
    k: int = 10,
    read: int = PASSAGES,
    reordered: int = REORDERED,
    threshold: float = THRESHOLD,
    supports: Supports | None = None,
) -> Row:
    """Ask one question: retrieve k passages for the ranking's scores, and answer as a user is answered.

    The answer retrieves for itself (a list or a timeline looks further): its seconds hold both.
    """
    times = [time.perf_counter()]
    try:
        understood = understand(read_question(question.question), question.history)
        times.append(time.perf_counter())
        passages = (
            [] if understood.asks_back else retrieve(understood.question, index, k=k, mode=mode, reordered=reordered)
        )
    except UnusableQuestion:
        understood, passages = Understood(question.question), []
        times = [*times[:1], time.perf_counter()]
    times.append(time.perf_counter())
    if passages:
        answer = answer_to(
            question.question, index, history=question.history, k=read, mode=mode, reordered=reordered,
            threshold=threshold,
        )  # fmt: skip
    elif understood.asks_back is not None:
        answer = ask_back(question.question, understood, index.fingerprint)
    else:
        answer = answer_from(question.question, understood.question, [], index.encoder, index.fingerprint)
    times.append(time.perf_counter())
    record = answer_record(question.id, answer)
    found = [passage_record(passage) for passage in passages[:k]]
    gold = find_gold(question, index)
    scores = score_passages(question, gold, found, k=k)
    scores |= score_answer(question, gold, record, supports or (lambda text, citation: _stands(text, citation, index)))
    verdict = judge(question, record, scores)
    return _describe(question, gold, index) | {
        "found": [
            {"passage": key(place(item)), "score": item["score"], "relevant": _meanings(item, gold)} for item in found
        ],
        "answer": {name: value for name, value in record.items() if name not in {"id", "question", "passages"}},
        "verdict": verdict,
        "rejected": verify(record, index),
        "scores": scores | first_claim_scores(verdict),
        "seconds": {
            stage: round(end - start, 6)
            for stage, start, end in zip(("understand", "retrieve", "answer"), times, times[1:], strict=False)
        },
    }


def hash_program() -> str:
    """Hash the sources that answer and score: two runs of one program have the same."""
    root = Path(__file__).parents[1]
    files = sorted(
        file
        for package in ("assistant", "evals")
        for pattern in ("*.py", "*.safetensors")
        for file in (root / package).rglob(pattern)
    )
    digest = hashlib.sha256()
    for file in files:
        digest.update(f"{file.relative_to(root).as_posix()}\0".encode() + file.read_bytes() + b"\0")
    return digest.hexdigest()


def _describe(question: Question, gold: Gold, index: Index) -> Row:
    dates = [index.articles[id].date for id in question.articles if id in index.articles]
    return {
        "id": question.id,
        "type": question.type,
        "kind": question.kind,
        "turn": question.turn,
        "question": question.question,
        "history": [dict(turn) for turn in question.history],
        "answerable": question.answerable,
        "answers": list(question.answers),
        "gold_article_ids": list(question.articles),
        "gold_evidence": list(question.evidence),
        "gold_places": [list(quote) for quote in gold.quotes],
        "verbatim": gold.verbatim,
        "years": sorted({date[:4] for date in dates if date}),
    }


def _meanings(passage: Mapping[str, Any], gold: Gold) -> list[str]:
    ids = {key(place(passage)), passage["article_id"]}
    return [meaning for meaning, relevant in gold.relevant.items() if ids & relevant.keys()]


def _stands(text: str, citation: Mapping[str, Any], index: Index) -> bool:
    """Say whether verification accepts a claim that has this citation alone."""
    return not verify({"claims": [{"text": text, "citations": [citation]}]}, index)


def _passages(rows: Sequence[Row], index: Index) -> dict[str, Row]:
    """Return every passage that was found, once, by its key; rows name it."""
    wanted = {found["passage"] for row in rows for found in row["found"]}
    chunks: dict[str, Chunk] = {key(chunk): chunk for chunk in index.chunks}
    passages = {}
    for name in sorted(wanted):
        chunk = chunks[name]
        record = passage_record(Passage.of(index.articles[chunk.article_id], chunk, 0.0))
        passages[name] = {field: value for field, value in record.items() if field != "score"}
    return passages


def _kept_rows(partial: Path, heading: Mapping[str, Any]) -> dict[str, Row]:
    """Return the rows of a stopped run, if it was this one; what is torn or another's is removed."""
    first = json.dumps(heading)
    lines = partial.read_text("utf-8").split("\n")[:-1] if partial.is_file() else []  # what follows the last is torn
    if not lines or lines[0] != first:
        lines = [first]
    partial.write_text("".join(line + "\n" for line in lines), "utf-8")
    return {row["id"]: row for row in map(json.loads, lines[1:])}
