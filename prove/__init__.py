"""Slow proofs. Each module has TITLE and run(), which yields lines of Markdown or raises AssertionError."""
