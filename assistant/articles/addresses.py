"""Addresses of pages: which are the same, what an article of one is called, and which may be asked for."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

_TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|mc_[ce]id|igshid|_ga|_gl|_hs\w+|mkt_tok|spm|cmp(?:id)?"
    r"|s?cid|ncid|ocid|smid|partner|source|src|ref|ref_src|referrer|feature|via|share|sharetype|at_\w+|ns_\w+|trk|xtor|wt_mc|__twitter_impression|amp)\Z",
    re.IGNORECASE,
)
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?)\Z", re.IGNORECASE)


def is_address(source: str) -> bool:
    """Say whether a source is the address of a page, not the name of a file."""
    return bool(re.match(r"https?:/", source, re.IGNORECASE))


def same_address(url: str) -> str:
    """Return what every spelling of an address has in common: no scheme, `www.`, tracking, fragment or last slash."""
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").removeprefix("www."), parts.port
    except ValueError:
        return url.strip()
    path = _INDEX.sub("", re.sub(r"/{2,}", "/", quote(unquote(parts.path), safe="/%:@!$&'()*+,;=~-._"))).rstrip("/")
    kept = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.match(k)]
    query = f"?{urlencode(sorted(kept))}" if kept else ""
    return f"{host}{f':{port}' if port not in (None, 80, 443) else ''}{path}{query}"


def name_page(url: str) -> str:
    """Return the id of a page's article: its address as all its spellings have it, without a file's suffix."""
    return re.sub(r"\.(?:html?|php|aspx?|pdf|docx|epub|md|txt)\Z", "", same_address(url)) or url


def is_private(address: str) -> bool:
    """Say whether an IP address leads anywhere but into the public network: this machine, its own network, none."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_private(str(inner))
    return not ip.is_global or ip.is_multicast or ip.is_reserved or ip.is_unspecified
