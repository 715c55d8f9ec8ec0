"""A question and texts in, how likely each answers out: both are read together, token by token.

An encoder embeds a question and a text apart, and what the one asks of the other is lost. Here they are one
input of the same model, with the few weights of `answering.safetensors` added to its own (low-rank adaptation,
Hu et al. 2021; `python -m evals.train_cross_encoder` fits them), and one number comes out.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock

import numpy as np

from assistant.graph import TOKENIZER, open_session
from assistant.types import InContext, Vectors

QUESTION_TOKENS, CONTEXT_TOKENS, TEXT_TOKENS = 48, 48, 110  # of each at most; of a context the first and the last
TITLE_TOKENS = 20  # of them, from the beginning of a context that is too long
MOST_KEPT = 512  # scores of a question and a text: a claim is scored where sentences are ranked, and where it is judged
DECIMALS = 2  # of a score: the last bits differ between machines
SCORES = "score"

Pair = tuple[str, str, str]


class CrossEncoder:
    """A graph that reads two texts together; `threads` of them at once."""

    def __init__(self, folder: Path, threads: int) -> None:
        from tokenizers import Tokenizer

        self._session = open_session(folder)
        self._tokenizer: Tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._pool = ThreadPoolExecutor(threads)
        self._kept: OrderedDict[Pair, float] = OrderedDict()
        self._keeping = Lock()

    @property
    def kept(self) -> int:
        """How many scores are kept."""
        return len(self._kept)

    def score(self, question: str, texts: Sequence[InContext]) -> Vectors:
        """Return the log odds (n,) that each text answers the question."""
        pairs = [(question, *text) for text in texts]
        missing = [pair for pair in dict.fromkeys(pairs) if pair not in self._kept]
        found = dict(zip(missing, self._pool.map(self._run, missing), strict=True))
        with self._keeping:
            scores = [found[pair] if pair in found else self._kept.get(pair) for pair in pairs]
            self._kept.update(found)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return np.array(
            [self._run(pair) if score is None else score for pair, score in zip(pairs, scores, strict=True)], np.float32
        )

    def join(self, question: str, text: InContext) -> tuple[list[int], list[int]]:
        """Return the tokens of a question and a text as one input, and of each whether it is of the text."""
        return join_tokens(*(self._tokenizer.encode(part, add_special_tokens=False).ids for part in (question, *text)))

    def _run(self, pair: Pair) -> float:
        ids, types = self.join(pair[0], InContext(*pair[1:]))
        (scores,) = self._session.run([SCORES], {"input_ids": np.array([ids]), "token_type_ids": np.array([types])})
        return round(float(scores[0]), DECIMALS)


def join_tokens(question: list[int], context: list[int], text: list[int]) -> tuple[list[int], list[int]]:
    """Return one input of three texts' tokens, and of each token whether it is of the text that may answer."""
    if len(context) > CONTEXT_TOKENS:
        context = context[:TITLE_TOKENS] + context[TITLE_TOKENS - CONTEXT_TOKENS :]
    asked = [CLS, *question[:QUESTION_TOKENS], SEP, *context, SEP]
    told = [*text[:TEXT_TOKENS], SEP]
    return asked + told, [0] * len(asked) + [1] * len(told)


CLS, SEP = 101, 102  # of the vocabulary of BERT, which the model has
