"""The query language: a tolerant parser, a tree that any engine can answer, diagnostics."""
