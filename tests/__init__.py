"""The tests: real files, real indexes, a real server, a real browser."""
