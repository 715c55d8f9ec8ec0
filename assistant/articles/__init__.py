"""Files in, Articles out; what cannot be read is skipped with its reason."""

from assistant.articles.read import SUFFIXES, Reading, Skipped, read_articles

__all__ = ["SUFFIXES", "Reading", "Skipped", "read_articles"]
