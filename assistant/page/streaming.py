"""Work on a thread in, what it tells out as it comes; work that nobody listens to is stopped."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool

from assistant.types import AssistantError

Event = Mapping[str, Any]
Tell = Callable[[Event], None]


class Stopped(Exception):  # it is no error: nobody wants the answer any more
    """Raised in work that tells something after its listener has left."""


async def stream(work: Callable[[Tell], None]) -> AsyncIterator[Event]:
    """Run `work` and yield what it tells; a mistake of the user's is told as `{"error": sentence}`."""
    loop = asyncio.get_running_loop()
    told: asyncio.Queue[Event | None] = asyncio.Queue()
    left = threading.Event()

    def tell(event: Event) -> None:
        if left.is_set():
            raise Stopped
        loop.call_soon_threadsafe(told.put_nowait, event)

    def run() -> None:
        try:
            work(tell)
        except AssistantError as error:
            loop.call_soon_threadsafe(told.put_nowait, {"error": str(error)})
        except Stopped:
            pass
        finally:
            loop.call_soon_threadsafe(told.put_nowait, None)

    task = asyncio.create_task(run_in_threadpool(run))  # of 40 threads: nobody waits for five others' answers
    try:
        while (event := await told.get()) is not None:
            yield event
        await task  # what was no mistake of the user's is raised here, and logged
    finally:
        left.set()
