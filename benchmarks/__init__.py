"""Measurements of speed and size, each a command that prints its machine, commit and model."""
