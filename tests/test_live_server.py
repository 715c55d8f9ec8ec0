"""A running server answers on while its index is replaced, each time from the old one or the new."""

from __future__ import annotations

import threading
from pathlib import Path

import httpx

from assistant.embed import SentenceEncoder
from assistant.index import build_index
from assistant.types import Article
from tests.serving import serve

QUESTION = "When was the harbour treaty of Aktau signed?"


def collection(year: int) -> list[Article]:
    text = f"The harbour treaty of Aktau was signed in {year}. It regulates the fees of ships."
    return [
        Article(id="treaty", title="Harbours", text=text),
        Article(id="wheat", title="Wheat", text="Wheat was cheap."),
    ]


def test_every_answer_is_that_of_the_index_it_names_while_builds_replace_it(
    tmp_path: Path, encoder: SentenceEncoder
) -> None:
    path = tmp_path / "index"
    years = {build_index(collection(1990), path, encoder=encoder).fingerprint: "1990"}
    seen: list[tuple[str, str]] = []
    done = threading.Event()

    def ask(address: str) -> None:
        while not done.is_set():
            reply = httpx.get(f"{address}/api/ask", params={"question": QUESTION}, timeout=60)
            assert reply.status_code == 200, reply.text
            seen.append((reply.json()["index"], reply.json()["short_answer"]))

    with serve(path) as address:
        asker = threading.Thread(target=ask, args=(address,))
        asker.start()
        for year in range(1991, 1999):
            count = len(seen)
            years[build_index(collection(year), path, encoder=encoder).fingerprint] = str(year)
            while len(seen) < count + 2 and asker.is_alive():
                done.wait(0.01)
        done.set()
        asker.join()
        assert httpx.get(f"{address}/api/health").json()["index"] == list(years)[-1]
    assert len(seen) >= 16
    assert all(years[fingerprint] == answer for fingerprint, answer in seen)
    assert len({fingerprint for fingerprint, _ in seen}) >= 8
