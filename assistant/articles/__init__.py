"""Files and addresses in, Articles out; what cannot be read is skipped with its reason."""

from assistant.articles.draft import Old, Skipped
from assistant.articles.duplicates import Duplicate, NearDuplicate
from assistant.articles.read import SUFFIXES, Reading, read_articles
from assistant.articles.visits import Web

__all__ = ["SUFFIXES", "Duplicate", "NearDuplicate", "Old", "Reading", "Skipped", "Web", "read_articles"]
