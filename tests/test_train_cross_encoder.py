"""What the encoder learns to read a question and a text together from."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
import torch

from assistant.cross_encoder import CLS, SEP
from assistant.cross_tracing import load_cross_encoder, score_reference
from assistant.models import DEFAULT_MODEL, find_model
from evals.answer_pairs import Asked, Candidate, load, save
from evals.train_cross_encoder import Learner, Reader, batches, draw, pad

RIGHT = Candidate("a", "The line. It is long.", "The line to Kars was opened in May 1992.", right=True)
WRONG = Candidate("a", "The line. ", "It is long.", right=False)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(find_model(DEFAULT_MODEL))


def asked(*candidates: Candidate, answerable: bool = True, id: str = "1", question: str = "When was it?") -> Asked:
    return Asked("set", id, question, answerable, candidates)


def test_an_input_says_where_the_answer_stands(reader: Reader) -> None:
    one = reader.read("When was it opened?", RIGHT, ["in May 1992", "1992", "May 1992"])
    assert (one.ids[0], one.ids[-1], one.right, one.is_told) == (CLS, SEP, 1.0, True)
    assert one.types == sorted(one.types)
    assert one.begins == one.ends == len(one.ids) - 3  # the shortest answer: before the full stop and the end
    unknown = reader.read("When was it opened?", RIGHT, ["June"])
    assert (unknown.begins, unknown.ends, unknown.is_told) == (0, 0, False)
    none = reader.read("When was it opened?", WRONG, ["long"])
    assert (none.right, none.begins, none.ends, none.is_told) == (0.0, 0, 0, True)


def test_nothing_is_learnt_of_a_question_whose_answer_is_in_none_of_its_texts(reader: Reader) -> None:
    assert draw([asked(WRONG)], {}, reader) == []
    assert [one.right for one in draw([asked(WRONG, answerable=False)], {}, reader)] == [0.0]
    assert [one.right for one in draw([asked(RIGHT, WRONG)], {}, reader)] == [1.0, 0.0]


def test_another_name_of_the_same_article_makes_a_right_text_wrong(reader: Reader) -> None:
    random.seed(1)
    first = asked(RIGHT, question="When did Kars get a line?")
    other = asked(WRONG, answerable=False, id="2", question="When did Baku get a line?")
    drawn = [draw([first, other], {}, reader) for _ in range(20)]
    exchanged = reader.read("When did Baku get a line?", RIGHT)._replace(right=0.0, is_told=True)
    assert {len(examples) for examples in drawn} == {2, 3}
    assert all(examples[1] == exchanged for examples in drawn if len(examples) == 3)


def test_inputs_of_one_batch_are_padded_to_the_longest(reader: Reader) -> None:
    examples = [reader.read("When?", RIGHT), reader.read("When?", WRONG)]
    ids, types, mask = pad(examples)
    assert ids.shape == types.shape == mask.shape == (2, len(examples[0].ids))
    assert mask.sum(dim=1).tolist() == [len(one.ids) for one in examples]
    assert sorted(len(batch) for batch in batches(examples * 20)) == [8, 32]


@pytest.mark.slow
def test_what_is_saved_says_what_was_learnt(reader: Reader, tmp_path: Path) -> None:
    torch.manual_seed(1)
    model = find_model(DEFAULT_MODEL)
    learner = Learner(model)
    for name, parameter in learner.named_parameters():
        if name.endswith(".b"):
            torch.nn.init.normal_(parameter, std=0.02)
    learner.save(tmp_path / "w.safetensors")
    one = reader.read("When was it opened?", RIGHT)
    learner.eval()
    with torch.inference_mode():
        expected = float(learner(*pad([one]))[0])
    assert score_reference(load_cross_encoder(model, tmp_path / "w.safetensors"), one.ids, one.types) == pytest.approx(
        expected, abs=1e-2
    )


def test_pairs_are_read_as_they_were_written(tmp_path: Path) -> None:
    kept = [asked(RIGHT, WRONG), asked(WRONG, answerable=False, id="2")]
    save(kept, tmp_path / "pairs.jsonl")
    assert load(tmp_path / "pairs.jsonl") == kept
