"""Questions of many sets in; the weights with which the encoder reads a question and a text together, out.

python -m evals.train_cross_encoder --corpora ../shared/corpora

To each product with weights of the default model two narrow ones are added (LoRA, Hu et al. 2021), and a head of one
number on top. They learn from the texts that an answer to each question would quote whether these are right
(`answer_pairs.py`; results/pairs-*.jsonl, not in the repository): the right ones and the likest wrong ones of an
answerable question, the likest of one without an answer, and right ones with a name or year of the question exchanged
for another of the same article. Beside it, where an answer stands in a text (not kept). A third of squad2-dev's
articles, and of the starter collection the questions of test.jsonl and calibration.jsonl, are not learnt from; their
figures are printed. Seed 3; some 25 minutes on two cores with bfloat16.
"""

from __future__ import annotations

import argparse
import math
import random
import re
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from safetensors.torch import save_file
from torch import nn
from transformers import AutoModel, AutoTokenizer

from assistant.cross_encoder import join_tokens
from assistant.cross_export import WEIGHTS
from assistant.cross_tracing import ADAPTED
from assistant.models import DEFAULT_MODEL, find_model
from evals.answer_pairs import HELD, Asked, Candidate, gather, load, save
from evals.asking import CACHE, build_cached, read_folder
from evals.calibration import auroc
from evals.questions import read_questions

SETS = ("squad2-dev", "xquad-en", "hotpotqa-100", "clapnq", "timeqa-human", "histstate-rdcr", "doc2dial")
STARTER = tuple(Path("evals/questions") / f"{name}.jsonl" for name in ("dev", "more"))
UNSEEN = tuple(Path("evals/questions") / f"{name}.jsonl" for name in ("test", "calibration"))
SEED = 3
EPOCHS = 1.5
BATCH = 32
RANK, SCALE = 16, 2.0  # numbers between the two narrow products, and what their result counts
RATE, HEAD_RATE = 6e-4, 1e-3  # of learning, at most: it rises for 6 of 100 steps, and falls to nothing
WARM = 0.06
SPAN_SHARE = 0.3  # of the loss of where an answer begins and ends
STARTER_TIMES = 2  # that a question of the starter collection counts
RIGHT, WRONG, NEARLY = 2, 3, 2  # texts of an answerable question, and of one without an answer
EXCHANGED = 0.5  # of the questions with a right text, how many are asked with another name too
_NAME = re.compile(r"(?<!^)\b[A-Z][a-z]+\b|\b\d{3,4}\b")


class Example(NamedTuple):
    """One input: its tokens, which are of the text, whether it answers, where the answer begins and ends (0: none)."""

    ids: list[int]
    types: list[int]
    right: float
    begins: int
    ends: int
    is_told: bool
    """Whether it is known where the answer stands, or that there is none."""


class Adapted(nn.Module):
    """A product with weights that stay as they are, and two narrow ones beside it that learn."""

    def __init__(self, whole: Any) -> None:
        super().__init__()
        self.whole = whole.requires_grad_(False)
        self.a = nn.Parameter(torch.randn(RANK, whole.in_features) / math.sqrt(whole.in_features))
        self.b = nn.Parameter(torch.zeros(whole.out_features, RANK))

    def forward(self, given: torch.Tensor) -> torch.Tensor:
        """Add what the narrow products give."""
        result: torch.Tensor = self.whole(given) + (given @ self.a.T) @ self.b.T * SCALE
        return result


class Learner(nn.Module):
    """The model that is fitted: log odds of each input, and of each token that the answer begins and ends there."""

    def __init__(self, model: Path) -> None:
        super().__init__()
        self.encoder: Any = AutoModel.from_pretrained(model, add_pooling_layer=False).requires_grad_(False)
        self.encoder.embeddings.token_type_embeddings.weight.requires_grad = True
        for layer in self.encoder.encoder.layer:
            for part in ADAPTED:
                layer.set_submodule(part, Adapted(layer.get_submodule(part)))
        width = self.encoder.config.hidden_size
        self.head, self.span, self.drop = nn.Linear(2 * width, 1), nn.Linear(width, 2), nn.Dropout(0.1)

    def forward(self, ids: torch.Tensor, types: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """Return them; where `mask` is 0 there is no token."""
        tokens = self.encoder(input_ids=ids, token_type_ids=types, attention_mask=mask).last_hidden_state
        kept = mask.unsqueeze(-1)
        mean = (tokens * kept).sum(1) / kept.sum(1)
        places = self.span(tokens).float().masked_fill(kept == 0, -1e4)
        scores = self.head(self.drop(torch.cat([tokens[:, 0], mean], 1))).squeeze(-1).float()
        return scores, places[..., 0], places[..., 1]

    def save(self, file: Path) -> None:
        """Write what was fitted, the narrow products in half precision, their scale in the second."""
        fitted = {"types": self.encoder.embeddings.token_type_embeddings.weight.detach().clone()}
        for number, layer in enumerate(self.encoder.encoder.layer):
            for part in ADAPTED:
                adapted = layer.get_submodule(part)
                fitted[f"{number}.{part}.a"] = adapted.a.detach().half()
                fitted[f"{number}.{part}.b"] = (adapted.b.detach() * SCALE).half()
        fitted |= {"head": self.head.weight.detach()[0].clone(), "bias": self.head.bias.detach().clone()}
        save_file(fitted, file)


class Reader:
    """Makes inputs of questions and texts."""

    def __init__(self, model: Path) -> None:
        self._tokenizer: Any = AutoTokenizer.from_pretrained(model)

    def read(self, question: str, candidate: Candidate, answers: Sequence[str] = ()) -> Example:
        """Return one input; `answers` are looked for in a right text."""
        asked, context = (self._tokenizer.encode(t, add_special_tokens=False) for t in (question, candidate.context))
        told = self._tokenizer(candidate.text, add_special_tokens=False, return_offsets_mapping=True)
        ids, types = join_tokens(asked, context, told["input_ids"])
        first = types.index(1)
        offsets = told["offset_mapping"][: len(ids) - first - 1]
        begins, ends = _find_span(candidate.text, answers, offsets) if candidate.right else (None, None)
        is_told = begins is not None or not candidate.right
        places = (first + begins, first + ends) if begins is not None and ends is not None else (0, 0)
        return Example(ids, types, float(candidate.right), *places, is_told)


def _find_span(
    text: str, answers: Sequence[str], offsets: Sequence[tuple[int, int]]
) -> tuple[int, int] | tuple[None, None]:
    """Return the first and the last token of the shortest answer in a text."""
    for answer in sorted(answers, key=len):
        match = re.search(rf"(?<!\w){re.escape(answer)}(?!\w)", text, re.IGNORECASE)
        at = [i for i, (start, end) in enumerate(offsets) if match and start < match.end() and end > match.start()]
        if match and at and offsets[at[-1]][1] >= match.end():
            return at[0], at[-1]
    return None, None


def draw(asked: Sequence[Asked], answers: Mapping[str, Sequence[str]], reader: Reader) -> list[Example]:
    """Draw the inputs of one epoch."""
    names: dict[tuple[str, bool], list[str]] = defaultdict(list)
    for one in asked:
        for name in _NAME.findall(one.question):
            names[one.article_id, name.isdigit()].append(name)
    return [example for one in asked for example in _draw_one(one, answers.get(one.id, ()), names, reader)]


def _draw_one(
    one: Asked, answers: Sequence[str], names: dict[tuple[str, bool], list[str]], reader: Reader
) -> Iterator[Example]:
    right = [c for c in one.candidates if c.right]
    wrong = [c for c in one.candidates if not c.right]
    if one.answerable and not right:
        return  # its first texts may answer in other words
    most = WRONG if one.answerable else NEARLY
    chosen = random.sample(right, min(RIGHT, len(right)))
    chosen += wrong[:1] + random.sample(wrong[1 : 2 * most], min(most - 1, len(wrong[1 : 2 * most])))
    yield from (reader.read(one.question, candidate, answers) for candidate in chosen)
    said = list(_NAME.finditer(one.question))
    if right and said and random.random() < EXCHANGED:  # noqa: S311 - a draw
        match = random.choice(said)  # noqa: S311
        others = [
            name
            for name in names[one.article_id, match.group().isdigit()]
            if name not in one.question and name not in right[0].text
        ]
        if others:
            other = one.question[: match.start()] + random.choice(others) + one.question[match.end() :]  # noqa: S311
            yield reader.read(other, Candidate(one.article_id, right[0].context, right[0].text, right=False))


def batches(examples: Sequence[Example]) -> list[list[Example]]:
    """Shuffle inputs into batches of about one length."""
    order, found = random.sample(range(len(examples)), len(examples)), []
    for start in range(0, len(order), BATCH * 30):
        near = sorted(order[start : start + BATCH * 30], key=lambda i: len(examples[i].ids))
        found += [[examples[i] for i in near[at : at + BATCH]] for at in range(0, len(near), BATCH)]
    random.shuffle(found)
    return found


def pad(batch: Sequence[Example]) -> tuple[torch.Tensor, ...]:
    """Return ids, types and mask, (n, the longest)."""
    longest = max(len(one.ids) for one in batch)
    ids, types, mask = (torch.zeros(len(batch), longest, dtype=torch.long) for _ in range(3))
    for row, one in enumerate(batch):
        length = len(one.ids)
        ids[row, :length], types[row, :length], mask[row, :length] = torch.tensor(one.ids), torch.tensor(one.types), 1
    return ids, types, mask


def train(learner: Learner, asked: Sequence[Asked], answers: Mapping[str, Sequence[str]], reader: Reader) -> None:
    """Fit it."""
    groups: list[dict[str, Any]] = [
        {"params": [p for p in learner.encoder.parameters() if p.requires_grad], "lr": RATE},
        {"params": [*learner.head.parameters(), *learner.span.parameters()], "lr": HEAD_RATE},
    ]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    pending = batches(draw(asked, answers, reader))
    steps = int(EPOCHS * len(pending))
    slope = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1, (step + 1) / (WARM * steps + 1)) * (1 - step / steps)
    )
    losses, started = [], time.monotonic()
    for step in range(1, steps + 1):
        if not pending:
            pending = batches(draw(asked, answers, reader))
        loss = _loss(learner, pending.pop())
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]  # theirs
        nn.utils.clip_grad_norm_(learner.parameters(), 1.0)
        optimiser.step()
        slope.step()
        losses.append(loss.item())
        if step % 100 == 0:
            print(
                f"{step} of {steps}: loss {np.mean(losses[-100:]):.3f}, {time.monotonic() - started:.0f} s", flush=True
            )


def _loss(learner: Learner, batch: Sequence[Example]) -> torch.Tensor:
    with torch.autocast("cpu", torch.bfloat16):
        scores, begins, ends = learner(*pad(batch))
    loss = nn.functional.binary_cross_entropy_with_logits(scores, torch.tensor([one.right for one in batch]))
    told = [row for row, one in enumerate(batch) if one.is_told]
    for places, wanted in ((begins, [one.begins for one in batch]), (ends, [one.ends for one in batch])):
        if told:
            loss = loss + SPAN_SHARE * nn.functional.cross_entropy(
                places[told], torch.tensor([wanted[row] for row in told])
            )
    return loss


def describe(name: str, asked: Sequence[Asked], learner: Learner, reader: Reader) -> str:
    """Return how well the odds of each question's first text tell whether it answers."""
    learner.eval()
    with torch.inference_mode():
        odds = np.array([float(learner(*pad([reader.read(one.question, one.candidates[0])]))[0]) for one in asked])
    learner.train()
    can, right = (np.array(flags) for flags in ([a.answerable for a in asked], [a.candidates[0].right for a in asked]))
    return (
        f"{name}: {len(asked)} questions; AUROC answerable against unanswerable {auroc(odds[can], odds[~can]):.3f}, "
        f"right against wrong {auroc(odds[right], odds[~right]):.3f}"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Gather, fit, print the figures, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True, metavar="DIR")
    parser.add_argument(
        "--again", action="store_true", help="gather anew: after a change of texts, questions or ranking"
    )
    parser.add_argument("--out", type=Path, default=WEIGHTS, metavar="FILE", help=f"({WEIGHTS.name})")
    options = parser.parse_args(arguments)
    random.seed(SEED)
    torch.manual_seed(SEED)
    files = {
        name: (options.corpora / name / "articles.jsonl", [options.corpora / name / "questions.jsonl"]) for name in SETS
    }
    files |= {"starter": (Path("data/articles"), [*STARTER]), "unseen": (Path("data/articles"), [*UNSEEN])}
    found = {name: _gather(name, folder, questions, again=options.again) for name, (folder, questions) in files.items()}
    answers = {q.id: q.answers for _, paths in files.values() for path in paths for q in read_questions(path)}
    names = {article.split("-", 1)[1].lower() for article in HELD}
    asked = [one for one in found[SETS[0]] if one.article_id not in HELD]
    asked += [one for one in found["xquad-en"] if not any(name in one.article_id.lower() for name in names)]
    asked += [one for name in SETS[2:] for one in found[name]] + found["starter"] * STARTER_TIMES
    model = find_model(DEFAULT_MODEL)
    learner, reader = Learner(model), Reader(model)
    train(learner, asked, answers, reader)
    learner.save(options.out)
    print(
        describe(
            "squad2-dev, articles not learnt from", [o for o in found[SETS[0]] if o.article_id in HELD], learner, reader
        )
    )
    print(describe("starter collection, questions not learnt from", found["unseen"], learner, reader))
    return 0


def _gather(name: str, folder: Path, questions: Sequence[Path], *, again: bool) -> list[Asked]:
    kept = CACHE.parent / f"pairs-{name}.jsonl"
    if again or not kept.is_file():
        index = build_cached(read_folder([folder]), CACHE)
        save(gather(name, index, [q for path in questions for q in read_questions(path)]), kept)
    return load(kept)


if __name__ == "__main__":
    sys.exit(main())
