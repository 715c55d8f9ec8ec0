"""The model that reads two texts together: the default one, with what was fitted added; traced as an ONNX graph.

With `tracing.py` the only importer of torch.
"""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.cross_encoder import SCORES
from assistant.tracing import ONE_OPERATION, OPSET, RUNTIME_DOMAIN, attend_by

if TYPE_CHECKING:
    import torch

INPUTS = ("input_ids", "token_type_ids")
ADAPTED = (
    *("attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense"),
    *("intermediate.dense", "output.dense"),
)
"""The products with weights of each layer, to which two narrow ones are added."""


def load_cross_encoder(model: Path, weights: Path) -> torch.nn.Module:
    """Load the model with what was fitted; it takes ids and types (n, tokens), and gives log odds (n,)."""
    import torch
    from safetensors.torch import load_file
    from transformers import AutoModel
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # theirs
    verbosity = logging.get_verbosity()
    logging.set_verbosity_error()  # type: ignore[no-untyped-call]  # that the model has a part which is not used
    encoder: Any = AutoModel.from_pretrained(model, local_files_only=True, add_pooling_layer=False)
    logging.set_verbosity(verbosity)
    fitted = {name: tensor.float() for name, tensor in load_file(weights).items()}
    with torch.no_grad():
        encoder.embeddings.token_type_embeddings.weight.copy_(fitted["types"])
        for number, layer in enumerate(encoder.encoder.layer):
            for part in ADAPTED:
                narrow, wide = (fitted[f"{number}.{part}.{side}"] for side in ("a", "b"))
                layer.get_submodule(part).weight += wide @ narrow
    return _with_head(encoder, fitted["head"], fitted["bias"])


def describe_tokenizer(model: Path) -> str:
    """Return a model's tokenizer as its library writes it."""
    from transformers import AutoTokenizer

    described: str = AutoTokenizer.from_pretrained(model, local_files_only=True).backend_tokenizer.to_str()
    return described


def trace_cross_encoder(model: torch.nn.Module, target: Path) -> None:
    """Write it as a graph of one input of any number of tokens."""
    import torch

    encoder: Any = model.encoder
    ids = torch.arange(1000, 1012)[None]
    before = attend_by(encoder, ONE_OPERATION)
    try:
        with warnings.catch_warnings(), torch.inference_mode():
            warnings.simplefilter("ignore")  # tracing warns of every branch on a shape; the caller's check decides
            torch.onnx.export(
                model.eval(),
                (ids, torch.ones_like(ids)),
                str(target),
                input_names=list(INPUTS),
                output_names=[SCORES],
                dynamic_axes={name: {1: "tokens"} for name in INPUTS},
                opset_version=OPSET,
                custom_opsets={RUNTIME_DOMAIN: 1},
                dynamo=False,
            )
    finally:
        encoder.set_attn_implementation(before)


def score_reference(model: torch.nn.Module, ids: list[int], types: list[int]) -> float:
    """Return the model's own log odds of one input."""
    import torch

    with torch.inference_mode():
        return float(model.eval()(torch.tensor([ids]), torch.tensor([types]))[0])


def _with_head(encoder: Any, head: Any, bias: Any) -> torch.nn.Module:
    import torch

    class WithHead(torch.nn.Module):
        """The first token's vector and the mean of all, side by side, times the head's weights."""

        def __init__(self) -> None:
            super().__init__()
            self.encoder = encoder
            self.head = torch.nn.Parameter(head)
            self.bias = torch.nn.Parameter(bias)

        def forward(self, ids: torch.Tensor, types: torch.Tensor) -> torch.Tensor:
            tokens = self.encoder(input_ids=ids, token_type_ids=types).last_hidden_state
            both = torch.cat([tokens[:, 0], tokens.mean(dim=1)], dim=1)
            scores: torch.Tensor = (both * self.head).sum(dim=1) + self.bias  # no product that is made int8
            return scores

    return WithHead()
