"""Run questions through another library's hybrid search, as its documentation recommends.

python benchmarks/peer.py txtai TASK.json RANKINGS.json

Runs in an environment of its own (`pip install torch==2.13.0`, then `pip install torch==2.13.0 txtai
llama-index-core llama-index-vector-stores-faiss llama-index-retrievers-bm25
llama-index-embeddings-huggingface haystack-ai sentence-transformers-haystack faiss-cpu`) and imports
nothing of ours. The task has `texts`, `questions`, the folder of the `model` and `k`; it may have files of
the texts' `vectors` and of the questions' `asked_vectors`, which are then not computed, and the most
`seconds` to ask for. The rankings are of positions in `texts`, with the seconds of the build and of each
question.

Each library is set up as its documentation shows its hybrid search: txtai by `hybrid=True` (scores
normalised, half and half), LlamaIndex by its fusion retriever over FAISS and its BM25 retriever, by
reciprocal ranks and without questions that a language model writes, Haystack by an in-memory BM25 and
embedding retriever joined by reciprocal ranks. Haystack's tutorial then orders the joined passages by a
cross-encoder; none has one here.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Search = Callable[[str], list[int]]


@dataclass(frozen=True)
class Given:
    """The vectors that are given: (n, d) of the texts, and (d,) of each question; what is not is computed."""

    texts: Any = None
    questions: dict[str, Any] = field(default_factory=dict)


def main() -> int:
    """Build, ask everything, and write the rankings."""
    name, task_file, out = sys.argv[1:]
    task = json.loads(Path(task_file).read_text("utf-8"))
    given = Given(
        _read(task["vectors"]) if task.get("vectors") else None,
        dict(zip(task["questions"], _read(task["asked_vectors"]), strict=True)) if task.get("asked_vectors") else {},
    )
    started = time.perf_counter()
    search = PEERS[name](task["texts"], task["model"], task["k"], given)
    built = time.perf_counter() - started
    search(task["questions"][0])  # whatever is loaded at the first question is no part of the next
    rankings: list[list[int]] = []
    seconds: list[float] = []
    for question in task["questions"]:
        if sum(seconds) > task.get("seconds", float("inf")):
            break
        started = time.perf_counter()
        rankings.append(search(question))
        seconds.append(time.perf_counter() - started)
    record = {"rankings": rankings, "seconds": seconds, "build_seconds": built}
    Path(out).write_text(json.dumps(record), "utf-8")
    return 0


def _read(file: str) -> Any:
    import numpy as np

    return np.load(file)


def make_txtai(texts: list[str], model: str, k: int, given: Given) -> Search:
    """Return txtai's hybrid search: dense and BM25, a convex combination."""
    import numpy as np
    from txtai import Embeddings

    if given.texts is None:
        embeddings = Embeddings(path=model, hybrid=True, content=False)
    else:
        own = None if given.questions else Embeddings(path=model)
        known = {**dict(zip(texts, given.texts, strict=True)), **given.questions}

        def transform(asked: list[str]) -> Any:
            if own is None or all(text in known for text in asked):
                return np.stack([known[text] for text in asked])
            return np.stack(own.batchtransform(asked))

        embeddings = Embeddings(method="external", transform=transform, hybrid=True, content=False)
    embeddings.index(list(enumerate(texts)))
    return lambda question: [int(id) for id, _ in embeddings.search(question, k)]


def make_llama_index(texts: list[str], model: str, k: int, given: Given) -> Search:
    """Return LlamaIndex's fusion of FAISS and BM25 by reciprocal ranks."""
    import faiss
    from llama_index.core import MockEmbedding, Settings, StorageContext, VectorStoreIndex
    from llama_index.core.llms import MockLLM
    from llama_index.core.retrievers import QueryFusionRetriever
    from llama_index.core.schema import TextNode
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding
    from llama_index.retrievers.bm25 import BM25Retriever
    from llama_index.vector_stores.faiss import FaissVectorStore

    class GivenQuestions(MockEmbedding):  # type: ignore[misc]  # not in our environment; asked for questions
        def _get_query_embedding(self, query: str) -> list[float]:
            vector: list[float] = given.questions[query].tolist()
            return vector

    Settings.llm = MockLLM()
    if given.questions:
        dimension = len(next(iter(given.questions.values())))
        Settings.embed_model = GivenQuestions(embed_dim=dimension)
    else:
        Settings.embed_model = HuggingFaceEmbedding(model_name=model, device="cpu")
        dimension = len(Settings.embed_model.get_query_embedding("a question"))
    nodes = [
        TextNode(id_=str(i), text=text, embedding=None if given.texts is None else given.texts[i].tolist())
        for i, text in enumerate(texts)
    ]
    store = FaissVectorStore(faiss_index=faiss.IndexFlatIP(dimension))
    index = VectorStoreIndex(nodes, storage_context=StorageContext.from_defaults(vector_store=store))
    retrievers = [index.as_retriever(similarity_top_k=k), BM25Retriever.from_defaults(nodes=nodes, similarity_top_k=k)]
    fusion = QueryFusionRetriever(
        retrievers, similarity_top_k=k, num_queries=1, mode="reciprocal_rerank", use_async=False
    )
    return lambda question: [int(found.node.node_id) for found in fusion.retrieve(question)]


def make_haystack(texts: list[str], model: str, k: int, given: Given) -> Search:
    """Return Haystack's in-memory BM25 and embeddings, joined by reciprocal ranks."""
    from haystack import Document
    from haystack.components.joiners import DocumentJoiner
    from haystack.components.retrievers.in_memory import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
    from haystack.document_stores.in_memory import InMemoryDocumentStore
    from haystack_integrations.components.embedders.sentence_transformers import (
        SentenceTransformersDocumentEmbedder,
        SentenceTransformersTextEmbedder,
    )

    store = InMemoryDocumentStore(embedding_similarity_function="cosine")
    questions = SentenceTransformersTextEmbedder(model=model, progress_bar=False)
    if not given.questions:
        questions.warm_up()
    if given.texts is None:
        embedder = SentenceTransformersDocumentEmbedder(model=model, progress_bar=False)
        embedder.warm_up()
        documents = embedder.run([Document(id=str(i), content=t) for i, t in enumerate(texts)])["documents"]
    else:
        documents = [Document(id=str(i), content=t, embedding=given.texts[i].tolist()) for i, t in enumerate(texts)]
    store.write_documents(documents)
    words, near = InMemoryBM25Retriever(store, top_k=k), InMemoryEmbeddingRetriever(store, top_k=k)
    joiner = DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=k)

    def search(question: str) -> list[int]:
        known = given.questions.get(question)
        vector = questions.run(question)["embedding"] if known is None else known.tolist()
        found = [words.run(query=question)["documents"], near.run(query_embedding=vector)["documents"]]
        return [int(document.id) for document in joiner.run(found)["documents"]]

    return search


PEERS = {"txtai": make_txtai, "llama-index": make_llama_index, "haystack": make_haystack}

if __name__ == "__main__":
    sys.exit(main())
