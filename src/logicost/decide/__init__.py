"""Decisions: the plan of a quote, run by the column reading over many values of one input."""
