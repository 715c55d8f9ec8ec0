"""Serve the page and the HTTP API.

python app.py --index data/index
"""

from __future__ import annotations

import argparse
import os
import socket
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from assistant.types import AssistantError

START_SECONDS = 120.0  # a slow laptop imports everything in less
LOOPBACK = ("127.0.0.1", "localhost", "::1")
STOP_SECONDS = 2  # an open page keeps a connection for ever; we do not wait for it


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until stopped; return the exit code: 0 stopped, 2 not started."""
    options = _parse(arguments)
    try:
        _serve(options)
    except AssistantError as error:
        print(f"app.py: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        pass
    return 0


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="app.py",
        description="Serve the page and the HTTP API.",
        epilog="example: python app.py --index data/index --port 7860",
    )
    parser.add_argument("--index", type=Path, default=Path("data/index"), metavar="DIR", help="(data/index)")
    parser.add_argument("--conversations", type=Path, metavar="FILE", help="(conversations.sqlite beside the index)")
    parser.add_argument("--allow-upload", action="store_true", help="let readers of the page add and remove articles")
    parser.add_argument("--uploads", type=Path, metavar="DIR", help="what they add (uploads beside the index)")
    parser.add_argument("--host", default="127.0.0.1", help="(127.0.0.1: this machine only)")
    parser.add_argument("--port", type=int, default=7860, help="(7860)")
    return parser.parse_args(arguments)


def _serve(options: argparse.Namespace) -> None:
    _check_port(options.host, options.port)
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # nothing leaves the machine
    from assistant.index import LiveIndex

    live = LiveIndex(options.index)
    import uvicorn

    from assistant.page.page import Adding, make_app

    adding = None
    if options.allow_upload:
        folder = options.uploads or options.index.with_name("uploads")
        adding = Adding(folder, options.index, private_links=options.host in LOOPBACK)
    live.get().encoder.embed_question("ready")  # the first question should not wait for the model
    config = uvicorn.Config(
        make_app(live, options.conversations or options.index.with_name("conversations.sqlite"), adding),
        host=options.host,
        port=options.port,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=STOP_SECONDS,
    )
    server = uvicorn.Server(config)
    threading.Thread(target=_announce, args=(options.host, options.port), daemon=True).start()
    server.run()


def _check_port(host: str, port: int) -> None:
    try:
        with socket.create_server((host, port)):
            pass
    except (OSError, OverflowError) as error:
        reason = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else error
        raise AssistantError(
            f"{host}:{port} cannot be served ({reason}); stop what uses it, or give another --port"
        ) from error


def _announce(host: str, port: int) -> None:
    """Print the address once the page answers there."""
    import httpx

    started = time.monotonic()
    address = f"http://{host}:{port}"
    while time.monotonic() - started < START_SECONDS:
        try:
            if httpx.get(address, timeout=5, trust_env=False).status_code == httpx.codes.OK:
                print(f"The page is at {address}", flush=True)
                return
        except httpx.TransportError:
            time.sleep(0.1)


if __name__ == "__main__":
    sys.exit(main())
