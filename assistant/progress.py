"""A progress bar on stderr for work that takes more than a second. The only importer of tqdm."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tqdm import tqdm

PATIENCE = 1.0  # seconds before the bar shows
LONGEST_NAME = 48  # characters of what is being worked on


class Bar:
    """Shows (done, total) as it is called; nothing at all where the work is short."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._started = time.monotonic()
        self._bar: tqdm[Any] | None = None

    def __call__(self, done: int, total: int) -> None:
        """Show that `done` of `total` is done."""
        if self._bar is None:
            if done == total or time.monotonic() - self._started < PATIENCE:
                return
            from tqdm import tqdm

            self._bar = tqdm(total=total, desc=self._what, file=sys.stderr, mininterval=0.5, dynamic_ncols=True)
        bar = self._bar
        bar.update(done - bar.n)

    def show(self, name: str) -> None:
        """Show beside the bar what is being worked on: the end of a long name."""
        if self._bar is not None:
            self._bar.set_postfix_str(name if len(name) <= LONGEST_NAME else f"…{name[1 - LONGEST_NAME :]}")

    def __enter__(self) -> Bar:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.close()
