"""Fetched pages on the disk: each address's body, and what its server said of it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of an address; `links` are those that a feed has had so far, the newest first."""

    url: str
    final_url: str
    content_type: str
    etag: str | None
    last_modified: str | None
    sha256: str
    links: tuple[str, ...] = ()


class Cache:
    """A folder of fetched pages. Nothing in it is run or trusted: a body that is not as it was written is gone."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, url: str) -> Path:
        """Return the file of an address's body."""
        return self._folder / f"{hashlib.sha256(url.encode()).hexdigest()[:32]}.body"

    def part(self, url: str) -> Path:
        """Return the file that a body is received in."""
        self._folder.mkdir(parents=True, exist_ok=True)
        return self.path(url).with_suffix(".part")

    def find(self, url: str) -> Kept | None:
        """Return what is kept of an address; none where there is nothing, or it has been damaged."""
        try:
            record = json.loads(self.path(url).with_suffix(".json").read_text("utf-8"))
            kept = Kept(**{**record, "links": tuple(record["links"])})
            is_whole = hashlib.sha256(self.path(url).read_bytes()).hexdigest() == kept.sha256
        except (OSError, ValueError, TypeError, KeyError):
            return None
        return kept if is_whole and kept.url == url else None

    def keep(self, kept: Kept) -> Kept:
        """Keep the body that was received, and what was said of it, last."""
        part = self.part(kept.url)
        kept = replace(kept, sha256=hashlib.sha256(part.read_bytes()).hexdigest())
        part.replace(self.path(kept.url))
        self.note(kept)
        return kept

    def note(self, kept: Kept) -> None:
        """Keep what is said of a body that is there."""
        file = self.path(kept.url).with_suffix(".json")
        beside = file.with_suffix(".new")
        beside.write_text(json.dumps(asdict(kept)), "utf-8")
        beside.replace(file)

    def drop(self, url: str) -> None:
        """Forget an address."""
        self.path(url).with_suffix(".json").unlink(missing_ok=True)
        self.path(url).unlink(missing_ok=True)
