"""Answers written out: terminal, CSV, TSV, JSON and JSON lines."""
