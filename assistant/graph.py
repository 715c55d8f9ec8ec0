"""An exported encoder in, vectors of token ids out. The only importer of tokenizers.

A graph is a folder: `graph.onnx`, `tokenizer.json`, and `graph.json`, which describes them. Each text
runs alone and on one thread, so that its vector depends neither on its neighbours in a batch nor on
the number of threads; callers run several at once. So that they have the cores, numpy's own products
(of two texts' tokens: under a millisecond) stay on one thread too: several of its threads for one
product wait for each other in a loop, which took four tenths of an answer's processor time.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.remembered import Remembered
from assistant.types import Tokens, Vectors

if TYPE_CHECKING:
    import onnxruntime
    from tokenizers import Encoding, Tokenizer

GRAPH, TOKENIZER, DESCRIPTION = "graph.onnx", "tokenizer.json", "graph.json"
TOKEN_OUTPUT, TEXT_OUTPUT = "token_embeddings", "sentence_embedding"
_MARK = r"!-/:-@\[-`{-~"
_WORD = re.compile(rf"[{_MARK}]|[^ \t\n\r{_MARK}]+")


@dataclass(frozen=True, slots=True)
class Description:
    """What a graph was made of, and how near it is to its reference.

    `inputs` are its inputs in order: `input_ids`, and what else the model cannot do without; `prompts`
    what the model wants in front of a `query` or a `document`; `precision` is `int8` or `float32`;
    `agreement` the lowest cosine to the reference's vector among the texts that it was checked with;
    `files` the SHA-256 of its two other files.
    """

    dimension: int
    max_tokens: int
    inputs: tuple[str, ...]
    prompts: Mapping[str, str]
    precision: str
    agreement: float
    files: Mapping[str, str]

    def save(self, folder: Path) -> None:
        """Write it into the graph's folder."""
        (folder / DESCRIPTION).write_text(json.dumps(asdict(self), indent=1) + "\n", "utf-8")


def read_description(folder: Path) -> Description:
    """Read what `Description.save` wrote. Raises `ValueError`, `TypeError` or `OSError` where it is something else."""
    record = json.loads((folder / DESCRIPTION).read_text("utf-8"))
    return Description(**record | {"inputs": tuple(record["inputs"])})


class TokenCounter:
    """A graph's tokenizer, for counting: nothing else of the graph is opened."""

    def __init__(self, folder: Path) -> None:
        from tokenizers import Tokenizer

        self.tokenizer: Tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()
        self._special = len(self.tokenizer.encode("").ids)
        self._counts = Remembered(lambda text: len(self.tokenizer.encode(text, add_special_tokens=False).ids))
        added = [re.escape(token.content) for token in self.tokenizer.get_added_tokens_decoder().values()]
        self._added = re.compile("|".join(added) or "(?!)")  # what the tokenizer takes for one of its own: [SEP]
        self._splits_words = _splits_words(self.tokenizer)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Count each text's tokens, the special ones included."""
        if not self._splits_words:
            return [len(encoding.ids) for encoding in self.tokenizer.encode_batch_fast(list(texts))]
        count, has_added = self._counts.__getitem__, self._added.search
        return [
            self._special + (count(text) if has_added(text) else sum(map(count, _WORD.findall(text)))) for text in texts
        ]


def open_session(folder: Path) -> onnxruntime.InferenceSession:
    """Open a graph for texts that run one by one, each on one thread."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL  # done at export
    return onnxruntime.InferenceSession(str(folder / GRAPH), options, providers=["CPUExecutionProvider"])


class Graph:
    """An encoder that runs without the library that it was trained with."""

    def __init__(self, folder: Path) -> None:
        from threadpoolctl import threadpool_limits
        from tokenizers import Tokenizer

        threadpool_limits(1, user_api="blas")
        self.description = read_description(folder)
        self._session = open_session(folder)
        self._counter = TokenCounter(folder)
        self._read: Tokenizer = Tokenizer.from_str(self._counter.tokenizer.to_str())
        self._read.enable_truncation(self.description.max_tokens)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Count each text's tokens, the special ones included."""
        return self._counter.count_tokens(texts)

    def embed(self, text: str) -> Vectors:
        """Embed one text: (d,), of length 1; what is beyond `max_tokens` is not read."""
        (vectors,) = self._run(self._read.encode(text).ids, TEXT_OUTPUT)
        return _unit(vectors[0])

    def embed_tokens(self, text: str) -> Tokens:
        """Embed the tokens of one text in context: their spans, and unit vectors (n, d)."""
        encoding = self._read.encode(text)
        (vectors,) = self._run(encoding.ids, TOKEN_OUTPUT)
        return _without_special(encoding, vectors[0])

    def embed_whole(self, text: str) -> tuple[Vectors, Tokens]:
        """Embed one text and its tokens at once, as `embed` and `embed_tokens` do."""
        encoding = self._read.encode(text)
        vectors, tokens = self._run(encoding.ids, TEXT_OUTPUT, TOKEN_OUTPUT)
        return _unit(vectors[0]), _without_special(encoding, tokens[0])

    def _run(self, tokens: Sequence[int], *outputs: str) -> list[Any]:
        ids = np.array([tokens], np.int64)
        made = {"input_ids": lambda: ids, "attention_mask": lambda: np.ones_like(ids)}
        given = {name: made.get(name, lambda: np.zeros_like(ids))() for name in self.description.inputs}
        found: list[Any] = self._session.run(outputs, given)
        return found


def _splits_words(tokenizer: Tokenizer) -> bool:
    """Say whether a tokenizer splits a text at spaces and ASCII marks before anything else, as that of BERT does.

    Then a text has as many tokens as its words and marks have, unless it holds one of the tokenizer's own.
    """
    parts = tokenizer.normalizer, tokenizer.pre_tokenizer, tokenizer.model
    is_of_bert = tuple(type(part).__name__ for part in parts) == ("BertNormalizer", "BertPreTokenizer", "WordPiece")
    added = tokenizer.get_added_tokens_decoder().values()
    return is_of_bert and not any(token.normalized for token in added)  # these would be looked for in what is read


def _without_special(encoding: Encoding, vectors: Vectors) -> Tokens:
    """Return the tokens that stand in the text."""
    kept = np.flatnonzero(np.array(encoding.special_tokens_mask) == 0)
    spans = np.array(encoding.offsets, np.int32).reshape(-1, 2)
    return Tokens(spans[kept], _unit(vectors[kept]))


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    unit: Vectors = (vectors / np.maximum(lengths, np.float32(1e-12))).astype(np.float32)
    return unit
