"""Run questions through another library's hybrid search, as its documentation recommends.

python benchmarks/peer.py txtai TASK.json RANKINGS.json

Runs in an environment of its own (`pip install txtai llama-index-core llama-index-vector-stores-faiss
llama-index-retrievers-bm25 llama-index-embeddings-huggingface haystack-ai sentence-transformers-haystack
faiss-cpu`) and imports nothing of ours. The task has `texts`, `questions`, the folder of the `model` and
`k`; it may have a file of the texts' `vectors`, which are then not computed, and the most `seconds` to ask
for. The rankings are of positions in `texts`, with the seconds of the build and of each question.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Search = Callable[[str], list[int]]


def main() -> int:
    """Build, ask everything, and write the rankings."""
    name, task_file, out = sys.argv[1:]
    task = json.loads(Path(task_file).read_text("utf-8"))
    vectors = _read(task["vectors"]) if task.get("vectors") else None
    started = time.perf_counter()
    search = PEERS[name](task["texts"], task["model"], task["k"], vectors)
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


def make_txtai(texts: list[str], model: str, k: int, vectors: Any = None) -> Search:
    """Return txtai's hybrid search: dense and BM25, a convex combination."""
    import numpy as np
    from txtai import Embeddings

    if vectors is None:
        embeddings = Embeddings(path=model, hybrid=True, content=False)
    else:
        own = Embeddings(path=model)
        known = {text: row for row, text in enumerate(texts)}

        def transform(asked: list[str]) -> Any:
            if all(text in known for text in asked):
                return np.stack([vectors[known[text]] for text in asked])
            return np.stack(own.batchtransform(asked))

        embeddings = Embeddings(method="external", transform=transform, hybrid=True, content=False)
    embeddings.index(list(enumerate(texts)))
    return lambda question: [int(id) for id, _ in embeddings.search(question, k)]


def make_llama_index(texts: list[str], model: str, k: int, vectors: Any = None) -> Search:
    """Return LlamaIndex's fusion of FAISS and BM25 by reciprocal ranks."""
    import faiss
    from llama_index.core import Settings, StorageContext, VectorStoreIndex
    from llama_index.core.llms import MockLLM
    from llama_index.core.retrievers import QueryFusionRetriever
    from llama_index.core.schema import TextNode
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding
    from llama_index.retrievers.bm25 import BM25Retriever
    from llama_index.vector_stores.faiss import FaissVectorStore

    Settings.llm = MockLLM()
    Settings.embed_model = HuggingFaceEmbedding(model_name=model, device="cpu")
    nodes = [
        TextNode(id_=str(i), text=text, embedding=None if vectors is None else vectors[i].tolist())
        for i, text in enumerate(texts)
    ]
    store = FaissVectorStore(faiss_index=faiss.IndexFlatIP(384))
    index = VectorStoreIndex(nodes, storage_context=StorageContext.from_defaults(vector_store=store))
    retrievers = [index.as_retriever(similarity_top_k=k), BM25Retriever.from_defaults(nodes=nodes, similarity_top_k=k)]
    fusion = QueryFusionRetriever(
        retrievers, similarity_top_k=k, num_queries=1, mode="reciprocal_rerank", use_async=False
    )
    return lambda question: [int(found.node.node_id) for found in fusion.retrieve(question)]


def make_haystack(texts: list[str], model: str, k: int, vectors: Any = None) -> Search:
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
    questions.warm_up()
    if vectors is None:
        documents = SentenceTransformersDocumentEmbedder(model=model, progress_bar=False)
        documents.warm_up()
        store.write_documents(documents.run([Document(id=str(i), content=t) for i, t in enumerate(texts)])["documents"])
    else:
        store.write_documents(
            [Document(id=str(i), content=t, embedding=vectors[i].tolist()) for i, t in enumerate(texts)]
        )
    words, vectors = InMemoryBM25Retriever(store, top_k=k), InMemoryEmbeddingRetriever(store, top_k=k)
    joiner = DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=k)

    def search(question: str) -> list[int]:
        near = vectors.run(query_embedding=questions.run(question)["embedding"])["documents"]
        joined = joiner.run([words.run(query=question)["documents"], near])
        return [int(document.id) for document in joined["documents"]]

    return search


PEERS = {"txtai": make_txtai, "llama-index": make_llama_index, "haystack": make_haystack}

if __name__ == "__main__":
    sys.exit(main())
