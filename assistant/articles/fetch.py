"""One address in, what its server answers out. The only importer of httpx; runs in the reading process.

The address that a name stands for is looked up once, checked, and connected to: a name that first leads
to a public address and then to a private one leads nowhere. Redirects are not followed here; whoever
asks, asks again, and every hop is checked.
"""

from __future__ import annotations

import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from assistant.articles.addresses import is_private

LARGEST_PAGE = 32 * 2**20  # bytes, unpacked; a report with pictures has some ten
PATIENCE = 15.0  # seconds for a connection, and between two pieces of an answer; the whole has the process's time
AGENT = "assistant-reader/0.1 (reads articles for one person's index; obeys robots.txt)"
_KEPT = ("content-type", "etag", "last-modified", "location")


def fetch(url: str, headers: Mapping[str, str], to: Path, allow_private: bool) -> dict[str, Any]:
    """Ask for an address; return `status` and `headers`, its body in the file `to`; or `error`, said in words.

    `is_refused` says that it was not asked for at all: it leads to a private address.
    """
    import httpx

    try:
        target = httpx.URL(url)
    except (httpx.InvalidURL, ValueError) as error:
        return {"error": f"not an address: {error}", "is_refused": True}
    if target.scheme not in ("http", "https") or not target.host:
        return {"error": f"only http and https are followed, not {target.scheme or url!r}", "is_refused": True}
    try:
        port = target.port or {"http": 80, "https": 443}[target.scheme]
        found = socket.getaddrinfo(target.raw_host.decode("ascii").strip("[]"), port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        return {"error": f"its server is not found ({getattr(error, 'strerror', None) or error})"}
    addresses = list(dict.fromkeys(str(item[4][0]) for item in found))
    private = next((address for address in addresses if is_private(address)), None)
    if private and not allow_private:
        reason = f"it leads to {private}, a private address; give --allow-private if that is meant"
        return {"error": reason, "is_refused": True}
    host = target.netloc.decode("ascii")
    asked = {"User-Agent": AGENT, "Accept-Encoding": "gzip, deflate", **headers, "Host": host}
    name = target.host
    timeout = httpx.Timeout(PATIENCE)
    with httpx.Client(timeout=timeout, trust_env=False, follow_redirects=False) as client:
        for i, address in enumerate(addresses):
            try:
                pinned = target.copy_with(host=address.split("%")[0])
                request = client.build_request("GET", pinned, headers=asked, extensions={"sni_hostname": name})
                return _receive(client.send(request, stream=True), to)
            except httpx.ConnectError as error:
                if i == len(addresses) - 1:
                    return {"error": f"its server cannot be reached ({error})"}
            except (httpx.HTTPError, httpx.StreamError, ValueError) as error:
                return {"error": f"its server does not answer properly ({type(error).__name__}: {error})"}
    return {"error": "its server has no address"}


def _receive(response: Any, to: Path) -> dict[str, Any]:
    kept = {name: response.headers[name] for name in _KEPT if name in response.headers}
    answer = {"status": response.status_code, "headers": kept}
    length = 0
    try:
        if response.status_code == 200:
            with to.open("wb") as file:
                for piece in response.iter_bytes():
                    length += len(piece)
                    if length > LARGEST_PAGE:
                        return {"error": f"it is larger than the {LARGEST_PAGE:,} bytes that a page may have"}
                    file.write(piece)
    finally:
        response.close()
    return answer
