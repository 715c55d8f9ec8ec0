"""The nouns of the system, and its errors. Imports nothing of ours.

Data flows one way: Article -> Chunk -> Passage -> Claim (with Citations) -> Answer.
Every `start` and `end` is a character offset into `Article.text`, end exclusive.
"""

from __future__ import annotations

import calendar
import hashlib
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Literal, NamedTuple, Protocol, get_args

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Progress = Callable[[int, int], None]
"""Called with (done, total) as work goes on."""
Verdict = Literal["supported", "not_supported", "cannot_tell"]
Form = Literal["sentences", "timeline", "disagreement", "list"]
Mode = Literal["hybrid", "average", "ranks", "dense", "lexical"]
MODES: tuple[Mode, ...] = get_args(Mode)
"""How passages are found; `retrieve` says what each is."""


class AssistantError(Exception):
    """A user's mistake or a broken input; the message is one sentence that says what to do."""


class UnreadableArticle(AssistantError):
    """A source that holds no article we can read; the build goes on without it."""


class UnusableIndex(AssistantError):
    """An index that is missing, damaged, or made by something else than it says."""


class UnusableModel(AssistantError):
    """An encoder that is missing, or is not the one that was expected."""


class UnusableQuestion(AssistantError):
    """A question that nothing can be searched with."""


class Span(NamedTuple):
    """A piece of a text: character offsets, end exclusive."""

    start: int
    end: int


_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?\Z", re.ASCII)
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")


def is_iso_date(value: str) -> bool:
    """Say whether `value` is a real date at year, month or day precision."""
    match = _DATE.match(value)
    if not match:
        return False
    year, month, day = (int(part) if part else None for part in match.groups())
    if not year or year < 1:
        return False
    if month is None:
        return True
    return 1 <= month <= 12 and (day is None or 1 <= day <= calendar.monthrange(year, month)[1])


def spell_date(date: str | None) -> str | None:
    """Return an ISO date as people write it, at its own precision: 2023-08 is August 2023."""
    if date is None or len(date) == 4:
        return date
    year, month, *day = date.split("-")
    return " ".join([*(str(int(part)) for part in day), calendar.month_name[int(month)], year])


def hash_text(text: str) -> str:
    """Hash a text as UTF-8 with SHA-256, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Article:
    r"""One article; `text` is canonical (NFC, `\n` line ends) and never changes after reading."""

    id: str
    title: str
    text: str
    author: str | None = None
    date: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    tags: tuple[str, ...] = ()
    pages: tuple[tuple[int, int], ...] = ()
    """(start, page): from this character on, the text stands on this page of its source, counted from 1."""
    is_titled: bool = True
    """Whether the title is its own; where it has none, `title` is made of its file's name or its id."""
    sha256: str = field(init=False)

    def __post_init__(self) -> None:
        if not self.id:
            raise ValueError("an article needs an id")
        if not self.text.strip():
            raise ValueError(f"article {self.id!r} has no text")
        if "\r" in self.text or not unicodedata.is_normalized("NFC", self.text):
            raise ValueError(f"the text of article {self.id!r} is not canonical")
        if self.date is not None and not is_iso_date(self.date):
            raise ValueError(f"article {self.id!r}: {self.date!r} is not an ISO date")
        starts = [start for start, _ in self.pages]
        if starts != sorted(set(starts)) or any(not 0 <= start < len(self.text) for start in starts):
            raise ValueError(f"article {self.id!r}: its pages do not begin one after the other in its text")
        object.__setattr__(self, "sha256", hash_text(self.text))


@dataclass(frozen=True, slots=True)
class Details:
    """All that is known of an article but its text; `sha256` is the text's."""

    id: str
    title: str
    sha256: str
    author: str | None = None
    date: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    tags: tuple[str, ...] = ()
    pages: tuple[tuple[int, int], ...] = ()
    is_titled: bool = True

    @classmethod
    def of(cls, article: Article) -> Details:
        """Take the details of an article."""
        return cls(
            article.id, article.title, article.sha256, article.author, article.date, article.publisher,
            article.url, article.language, article.tags, article.pages, article.is_titled,
        )  # fmt: skip

    def with_text(self, text: str) -> Article:
        """Make the article of its text."""
        return Article(
            self.id, self.title, text, self.author, self.date, self.publisher,
            self.url, self.language, self.tags, self.pages, self.is_titled,
        )  # fmt: skip


Described = Article | Details
"""What has a title, an author and the rest."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of an article: `text == article.text[start:end]`, always."""

    article_id: str
    start: int
    end: int
    text: str

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end or len(self.text) != self.end - self.start:
            raise ValueError(f"chunk of {self.article_id!r}: {self.start}..{self.end} is not its text")

    @classmethod
    def of(cls, article: Article, start: int, end: int) -> Chunk:
        """Take the chunk `start..end` of an article."""
        return cls(article.id, start, end, article.text[start:end])


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim quote and where it stands; made by `Passage.cite`, so the two always agree."""

    article_id: str
    article_sha256: str
    start: int
    end: int
    quote: str
    title: str
    author: str | None
    date: str | None
    publisher: str | None
    url: str | None
    page: int | None = None
    """The page of the source where the quote begins, for what has pages."""

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end or len(self.quote) != self.end - self.start:
            raise ValueError(f"citation of {self.article_id!r}: {self.start}..{self.end} is not its quote")
        if not _SHA256.match(self.article_sha256):
            raise ValueError(f"citation of {self.article_id!r}: no article hash")


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a passage was found. Each score is higher for a better match; none where its ranking lacks the passage.

    `dense` is the cosine, `lexical` BM25, `late` the late interaction (-1 to 1), `pairs` the share of
    the question's pairs of words that stand side by side (0 to 1), `in_time` whether the passage tells of
    the time that the question names, `words` those of the passage that matched.
    """

    dense: float | None
    lexical: float | None
    late: float | None
    pairs: float | None
    in_time: bool
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A retrieved chunk with all that a reader needs to cite it.

    `score`: higher is better. It is the scale of the mode that found it: `hybrid` 0 to 1, `average`
    and `ranks` 0 to 1 (before late interaction), `dense` cosine, `lexical` BM25. Scores of different
    questions are not comparable.
    """

    chunk: Chunk
    score: float
    title: str
    author: str | None
    date: str | None
    publisher: str | None
    url: str | None
    article_sha256: str
    language: str | None = None
    explanation: Explanation | None = None
    others: tuple[Citation, ...] = ()
    """The same text in other articles (reprints), where these were collapsed into this one."""
    pages: tuple[tuple[int, int], ...] = ()
    """The article's pages, as `Article.pages` has them."""
    is_titled: bool = True
    """Whether the title is the article's own, as `Article.is_titled` says."""

    @classmethod
    def of(cls, article: Article, chunk: Chunk, score: float) -> Passage:
        """Make the passage of an article's chunk."""
        return cls(
            chunk, score, article.title, article.author, article.date, article.publisher,
            article.url, article.sha256, article.language, pages=article.pages, is_titled=article.is_titled,
        )  # fmt: skip

    def cite(self, start: int, end: int) -> Citation:
        """Quote the characters `start..end` of the article; they must lie in this passage."""
        if not self.chunk.start <= start < end <= self.chunk.end:
            raise ValueError(f"{start}..{end} is outside of the passage {self.chunk.start}..{self.chunk.end}")
        quote = self.chunk.text[start - self.chunk.start : end - self.chunk.start]
        before = bisect_right(self.pages, start, key=lambda page: page[0])
        page = self.pages[before - 1][1] if before else None
        return Citation(
            self.chunk.article_id, self.article_sha256, start, end, quote,
            self.title, self.author, self.date, self.publisher, self.url, page,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Support:
    """Whether a quote supports a claim, and why: `words` are those that decided."""

    verdict: Verdict
    because: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of an answer, with at least one citation.

    `value` is the phrase of the first quote that answers (a date, a number, a name), where there is
    one; `part` is the part of the question that it answers, where the question has several;
    `support` is what the support check said, where it was asked.
    """

    text: str
    citations: tuple[Citation, ...]
    value: str | None = None
    part: str | None = None
    support: Support | None = None

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError("a claim needs a text")
        if not self.citations:
            raise ValueError(f"a claim needs a citation: {self.text!r}")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the articles say to a question; no claims means that they do not say.

    `confidence` is between 0 and 1: how sure the answerer is that the first claim answers. `form`
    says how the claims belong together: `sentences` (best first), `timeline` (of the first or the
    latest, by date of event), `disagreement` (articles that give different values), `list` (all that
    there are). `missing` is one sentence on what the articles do not say, `note` one on what a reader
    should know of the answer, `asks_back` a question to the reader where this one cannot be understood.
    """

    question: str
    understood_as: str
    claims: tuple[Claim, ...]
    short_answer: str | None
    confidence: float
    passages: tuple[Passage, ...]
    index: str
    answerer: str
    form: Form = "sentences"
    missing: str | None = None
    note: str | None = None
    asks_back: str | None = None

    def __post_init__(self) -> None:
        if self.short_answer is not None and not self.claims:
            raise ValueError("a short answer needs a claim that carries it")
        if self.asks_back is not None and self.claims:
            raise ValueError("an answer that asks back claims nothing")
        if not 0.0 <= self.confidence <= 1.0:
            raise ValueError(f"confidence {self.confidence} is not between 0 and 1")

    @property
    def answered(self) -> bool:
        """Say whether the articles answer."""
        return bool(self.claims)


class Tokens(NamedTuple):
    """A text's tokens in context: `spans` (n, 2) are characters of the text, `vectors` (n, c) are unit."""

    spans: NDArray[np.int32]
    vectors: Vectors


class Embedded(NamedTuple):
    """What an index keeps of a text: its vector (d,), and a row of bytes for each of its tokens, (n, token_bytes)."""

    vector: Vectors
    tokens: NDArray[np.uint8]


class InContext(NamedTuple):
    """A text of an article, and what it is read with: the title, and the sentence before it."""

    context: str
    text: str


class TokenEncoder(Protocol):
    """What late interaction asks for the tokens of texts: an encoder, or an index, which has those of its chunks."""

    def embed_tokens(self, text: str) -> Tokens:
        """Embed the tokens of one text in context."""


class AnswerReader(TokenEncoder, Protocol):
    """What sentences are ranked with: an encoder, or an index."""

    def score_answers(self, question: str, texts: Sequence[InContext]) -> Vectors | None:
        """Read each text together with a question; (n,) log odds that it answers, none of a model that cannot."""


class Encoder(Protocol):
    """Turns texts into unit vectors. Cosine is the dot product, higher is closer."""

    @property
    def name(self) -> str:
        """What the model is called, as `--model` takes it."""

    @property
    def sha256(self) -> str:
        """The hash of the model's weights."""

    @property
    def graph(self) -> str:
        """What is run of the model, such as `int8 graph 2`; another one's vectors are not quite the same."""

    @property
    def dimension(self) -> int:
        """Components a vector."""

    @property
    def max_tokens(self) -> int:
        """Tokens of its own that the encoder reads; what follows is cut off."""

    @property
    def token_bytes(self) -> int:
        """Bytes that a token takes where an index keeps it; 0 where this model's are not kept."""

    @property
    def graph_folder(self) -> Path | None:
        """Where its graph lies, of which another process can count tokens; none where only this object can."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Count each text's tokens, the model's special ones included."""

    def embed(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Embed articles' texts: (n, d), in the order given."""

    def embed_with_tokens(self, texts: Sequence[str], progress: Progress | None = None) -> list[Embedded]:
        """Embed articles' texts and their tokens, as `embed` and `embed_tokens` do one by one."""

    def embed_question(self, question: str) -> Vectors:
        """Embed one question: (d,)."""

    def embed_tokens(self, text: str) -> Tokens:
        """Embed the tokens of one text in context."""

    def score_answers(self, question: str, texts: Sequence[InContext]) -> Vectors | None:
        """Read each text together with a question; (n,) log odds that it answers, none of a model that cannot."""


class WithoutTokens:
    """What an encoder is whose tokens no index keeps, and which has no graph."""

    token_bytes = 0
    graph_folder = None

    def score_answers(self, question: str, texts: Sequence[InContext]) -> Vectors | None:
        """Say nothing of any text."""
        return None

    def embed_with_tokens(self, texts: Sequence[str], progress: Progress | None = None) -> list[Embedded]:
        """Refuse: nobody asks for tokens that take no bytes."""
        raise TypeError(f"the tokens of {type(self).__name__} are not kept; call embed")


class VectorStore(Protocol):
    """Vectors by row number, searchable."""

    def __len__(self) -> int: ...

    @property
    def dimension(self) -> int:
        """Components a vector."""

    def search(self, vector: Vectors, k: int, rows: NDArray[np.int64] | None = None) -> Hits:
        """Find the k nearest rows, best first; only among `rows` where these are given."""

    def vectors(self) -> Vectors:
        """Return all vectors, (n, d), without reading them."""


class TokenStore(Protocol):
    """The tokens of an index's chunks, by the text that was embedded."""

    def find(self, text: str) -> Tokens | None:
        """Return the tokens of a text, as `Encoder.embed_tokens` does; none where they are not kept."""


class Vocabulary(Protocol):
    """Every word that stands in a row, each once. Words are as `lexical.words_of` returns them."""

    def __len__(self) -> int: ...

    def __contains__(self, word: object) -> bool: ...

    def sounding_like(self, word: str) -> Sequence[str]:
        """Return the words with the skeleton of `word`, in order."""

    def near(self, word: str, least: float) -> Sequence[str]:
        """Return, in order, all words of letters whose likeness (0 to 100) to `word` may be `least`, and few others."""


class LexicalStore(Protocol):
    """Words by row number, searchable. Words are as `lexical.words_of` returns them."""

    def __len__(self) -> int: ...

    @property
    def languages(self) -> Collection[str]:
        """The languages of the rows, as codes (`en`, `tr`)."""

    @property
    def vocabulary(self) -> Vocabulary:
        """Every word that stands in a row."""

    def idf(self, word: str) -> float:
        """Say how rare a word is: its inverse document frequency, higher is rarer, never negative."""

    def search(self, words: Sequence[str], k: int, rows: NDArray[np.int64] | None = None) -> Hits:
        """Find the k best rows that hold one of the words, best first."""

    def holding(self, words: Sequence[str], rows: NDArray[np.int64] | None = None) -> NDArray[np.int64]:
        """Find all rows that hold one of the words, in their order; only among `rows` where these are given."""


class Hits(NamedTuple):
    """Rows and their scores, best first; equal scores in the order of rows."""

    rows: NDArray[np.int64]
    scores: NDArray[np.float64]

    @classmethod
    def best(cls, rows: NDArray[np.int64], scores: NDArray[np.float64], k: int) -> Hits:
        """Take the k highest scores."""
        if len(rows) > 4 * k:
            floor = np.partition(scores, len(scores) - k)[len(scores) - k]
            rows, scores = rows[scores >= floor], scores[scores >= floor]
        order = np.lexsort((rows, -scores))[:k]
        return cls(rows[order], scores[order])


def _nothing() -> None:
    return


@dataclass(frozen=True, slots=True)
class Index:
    """What `retrieve` searches. `chunks[row]` is the chunk of vector `row` and of word row `row`.

    Nothing of it is in memory before it is asked for. Its files are proven to be as they were written
    beside what else is done; whatever is asked of it first waits for that, and raises `UnusableIndex`
    where they are not.
    """

    path: Path
    fingerprint: str
    articles: Mapping[str, Article]
    details: Sequence[Details]
    """Of the articles, in the order of their ids."""
    first_rows: NDArray[np.int64]
    """The chunks of article number `i` of these are the rows `first_rows[i]` to `first_rows[i + 1]`, end exclusive."""
    chunks: Sequence[Chunk]
    vectors: VectorStore
    words: LexicalStore
    encoder: Encoder
    settings: Mapping[str, Mapping[str, Any]]
    tokens: TokenStore | None = None
    """Of the chunks; none where their encoder's are not kept, or there are too many."""
    check: Callable[[], None] = field(default=_nothing, repr=False, compare=False)
    """Wait until every file is proven; raises `UnusableIndex` where one is not as it was written."""
    held: IO[bytes] | None = field(default=None, repr=False, compare=False)
    """What keeps the files of this index from being removed while it is in use."""

    def embed_tokens(self, text: str) -> Tokens:
        """Return the tokens of a text: those that are kept of a chunk and its title, else the encoder's."""
        kept = self.tokens.find(text) if self.tokens is not None else None
        return self.encoder.embed_tokens(text) if kept is None else kept

    def score_answers(self, question: str, texts: Sequence[InContext]) -> Vectors | None:
        """Read each text together with a question, as the encoder does."""
        return self.encoder.score_answers(question, texts)
