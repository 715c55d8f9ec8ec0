"""The bytes of a text file in, its characters out."""

from __future__ import annotations

from assistant.types import UnreadableArticle

BINARY_SHARE = 0.1  # of control characters in a file's first bytes; text has hardly any


def decode(content: bytes) -> str:
    """Decode a text: UTF-8, what its first bytes say, or the encoding that its words are likeliest in."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decode(content, "utf-16")
    sample = content[:4096]
    odd = sum(byte < 32 and byte not in b"\t\n\r\f\x0b\x1b" for byte in sample)
    if b"\0" in sample or odd > BINARY_SHARE * len(sample):
        raise UnreadableArticle("a binary file, not text")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _guess_encoding(content)


def _decode(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableArticle(f"not {encoding} as its first bytes say; save it as UTF-8") from error


def _guess_encoding(content: bytes) -> str:
    from charset_normalizer import from_bytes

    guess = from_bytes(content).best()
    if guess is None:
        raise UnreadableArticle("neither UTF-8 nor another known encoding; save it as UTF-8")
    return str(guess)
