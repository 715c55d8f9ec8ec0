"""What every response of the server carries, and which requests it refuses, so that content stays content.

Gradio's document has scripts of its own in it; each is allowed by its hash, so no other inline
script runs. Its styles are written by its scripts: `style-src` has to allow inline ones.
"""

from __future__ import annotations

import base64
import hashlib
import re
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
_SCRIPT = re.compile(rb"<script(?P<attributes>[^>]*)>(?P<body>.*?)</script>", re.DOTALL)
_HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
}


def content_policy(document: bytes = b"") -> str:
    """Return the Content-Security-Policy of a response; a document's own scripts are allowed by hash."""
    hashes = "".join(
        f" 'sha256-{base64.b64encode(hashlib.sha256(script['body']).digest()).decode()}'"
        for script in _SCRIPT.finditer(document)
        if b"src=" not in script["attributes"] and script["body"].strip()
    )
    return (
        f"default-src 'none'; script-src 'self'{hashes}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "font-src 'self' data:; connect-src 'self'; manifest-src 'self'; worker-src 'self' blob:; base-uri 'self'; "
        "form-action 'self'; frame-ancestors 'none'"
    )


class Guarded:
    """An app whose responses carry the headers, and which other sites' pages cannot write to."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif _from_elsewhere(scope):
            refusal = JSONResponse({"error": "this request comes from another site; use the page itself"}, 403)
            await refusal(scope, receive, send)
        elif scope["path"] == "/":
            await self._send_document(scope, receive, send)
        else:
            await self.app(scope, receive, _adding(send, content_policy()))

    async def _send_document(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hold the document back until it is whole: its policy names the hashes of its scripts."""
        started: list[Message] = []
        body = bytearray()

        async def collect(message: Message) -> None:
            if message["type"] == "http.response.start":
                started.append(message)
            elif message["type"] == "http.response.body":
                body.extend(message.get("body", b""))
                if not message.get("more_body"):
                    whole = _adding(send, content_policy(bytes(body)))
                    await whole(started[0])
                    await whole({"type": "http.response.body", "body": bytes(body)})

        headers = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        await self.app({**scope, "headers": headers}, receive, collect)


def _adding(send: Send, policy: str) -> Send:
    async def send_guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in {**_HEADERS, "content-security-policy": policy}.items():
                headers[name] = value
        await send(message)

    return send_guarded


def _from_elsewhere(scope: Scope) -> bool:
    """Say whether a page of another site sent a request that changes something."""
    headers = Headers(scope=scope)
    origin = headers.get("origin")
    return bool(scope["method"] not in SAFE_METHODS and origin and urlsplit(origin).netloc != headers.get("host"))
