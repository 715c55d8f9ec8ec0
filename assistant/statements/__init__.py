"""What a sentence states, read for comparison: its words, names, values, negations and roles."""
