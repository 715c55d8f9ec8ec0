"""A sentence-transformers model in, an ONNX graph of what it computes out. The only importer of torch.

A text runs alone, so nothing of it is padding: a model that is given the ids and no mask computes the
same, and its graph has neither the mask nor what is done with it. Its attention is written as one
operation of ONNX Runtime where the model lets another function compute it (`AttentionInterface` of
transformers). Whether a model bears this is for the caller to check.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from assistant.graph import TEXT_OUTPUT, TOKEN_OUTPUT
from assistant.types import UnusableModel

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

OPSET = 17
RUNTIME_DOMAIN = "com.microsoft"  # of ONNX Runtime's own operations
_WINDOWS = ("sliding_window", "local_attention", "attention_chunk_size")
"""Of a configuration: tokens attend to near ones only, by a mask that a short text, such as a traced one, has not."""
_OTHER = ("sliding_window", "softcap", "position_bias", "s_aux")  # given to an attention that is not plain
ONE_OPERATION = "one_operation"  # our name for it among the attentions of transformers


class Trace(NamedTuple):
    """A way to trace: with which inputs, and whether attention is one operation. One input is a text alone."""

    inputs: tuple[str, ...]
    fused: bool


def load_reference(name: str, model: Path) -> SentenceTransformer:
    """Load the model itself, as its library does."""
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # theirs
    try:
        return SentenceTransformer(str(model), device="cpu", local_files_only=True)
    except (OSError, ValueError, KeyError) as error:
        reason = " ".join(str(error).split())  # that it needs code of its own, say, which is not run
        raise UnusableModel(f"the model {name} in {model} cannot be loaded: {reason}") from error


def ways_to_trace(reference: SentenceTransformer) -> tuple[Trace, ...]:
    """Return the ways, the fastest graph first; the last is the model as it is, mask and all."""
    every = tuple(n for n in ("input_ids", "attention_mask", "token_type_ids") if n in reference.preprocess(["text"]))
    whole = Trace(every, fused=False)
    configuration = getattr(getattr(reference[0], "model", None), "config", None)
    if any(getattr(configuration, window, None) for window in _WINDOWS):
        return (whole,)
    return Trace(("input_ids",), fused=True), Trace(("input_ids",), fused=False), whole


def trace(reference: SentenceTransformer, way: Trace, target: Path) -> None:
    """Write the model as a graph of one text of any number of tokens.

    Raises what torch and transformers raise where it cannot be traced this way.
    """
    import torch

    class Traced(torch.nn.Module):
        """Takes tensors, returns tensors."""

        def __init__(self) -> None:
            super().__init__()
            self.model = reference

        def forward(self, *tensors: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
            output: Any = self.model(dict(zip(way.inputs, tensors, strict=True)))
            return output[TOKEN_OUTPUT], output[TEXT_OUTPUT]

    features: Any = reference.preprocess(["a text of some words"])
    axes = {name: {1: "tokens"} for name in (*way.inputs, TOKEN_OUTPUT)}
    transformer: Any = getattr(reference[0], "model", None) if way.fused else None
    before = attend_by(transformer, ONE_OPERATION) if way.fused else ""
    try:
        with warnings.catch_warnings(), torch.inference_mode():
            warnings.simplefilter("ignore")  # tracing warns of every branch on a shape; the caller's check decides
            torch.onnx.export(
                Traced().eval(),
                tuple(features[name] for name in way.inputs),
                str(target),
                input_names=list(way.inputs),
                output_names=[TOKEN_OUTPUT, TEXT_OUTPUT],
                dynamic_axes=axes,
                opset_version=OPSET,
                custom_opsets={RUNTIME_DOMAIN: 1} if way.fused else None,
                dynamo=False,  # the other exporter needs onnxscript, and gives the same graph
            )
    finally:
        if before:
            transformer.set_attn_implementation(before)


def attend_by(transformer: Any, attention: str) -> str:
    """Have a model of transformers attend by another function; return the name of the one before.

    Raises `ValueError` where it takes no other.
    """
    from transformers import AttentionInterface, PreTrainedModel
    from transformers.utils import logging

    if not isinstance(transformer, PreTrainedModel):
        raise ValueError("its first module is no model of transformers")
    AttentionInterface.register(ONE_OPERATION, _attention())
    before: str = transformer.config._attn_implementation
    verbosity = logging.get_verbosity()
    logging.set_verbosity_error()  # type: ignore[no-untyped-call]  # that it takes no other is told by the next line
    try:
        transformer.set_attn_implementation(attention)
    finally:
        logging.set_verbosity(verbosity)
    if transformer.config._attn_implementation != attention:
        raise ValueError("its attention cannot be computed by another function")
    return before


def _attention() -> Any:
    """Return attention over one text without a mask, which is exported as one operation of the runtime.

    It takes queries, keys and values (1, heads, n, d), and returns (1, n, heads, d).
    """
    import torch

    class OneOperation(torch.autograd.Function):
        """Takes them as (1, n, heads · d)."""

        @staticmethod
        def forward(context: Any, q: Any, k: Any, v: Any, heads: int, scale: float) -> Any:
            queries, keys, values = (x.view(1, x.shape[1], heads, -1).transpose(1, 2) for x in (q, k, v))
            attended: Any = torch.nn.functional.scaled_dot_product_attention(queries, keys, values, scale=scale)
            return attended.transpose(1, 2).reshape(q.shape)

        @staticmethod
        def symbolic(graph: Any, q: Any, k: Any, v: Any, heads: int, scale: float) -> Any:
            made = graph.op(f"{RUNTIME_DOMAIN}::MultiHeadAttention", q, k, v, num_heads_i=heads, scale_f=scale)
            return made.setType(q.type())

    def attend(module: Any, q: Any, k: Any, v: Any, mask: Any, scaling: float | None = None, **rest: Any) -> Any:
        heads, size = int(q.shape[1]), int(q.shape[3])
        other = mask is not None or getattr(module, "is_causal", False) or any(rest.get(n) is not None for n in _OTHER)
        if other or k.shape != q.shape or v.shape != q.shape:
            raise ValueError("its attention is not simply of every token to every token")
        flat = [x.transpose(1, 2).reshape(1, -1, heads * size) for x in (q, k, v)]
        attended: Any = OneOperation.apply(*flat, heads, float(scaling or size**-0.5))  # type: ignore[no-untyped-call]
        return attended.view(1, -1, heads, size), None

    return attend


def reference_vectors(reference: SentenceTransformer, texts: Sequence[str]) -> Any:
    """Return the model's own unit vectors (n, d) of texts, with no prompt in front."""
    return reference.encode(list(texts), prompt="", normalize_embeddings=True, show_progress_bar=False)
