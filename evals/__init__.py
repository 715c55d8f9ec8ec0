"""Evaluation: a file of questions and an index in; how good the answers are, out."""
