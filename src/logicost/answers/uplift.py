"""Figures that a seller gives by program, as ``fba:20,mcf:5``, and the uplift among them.

An uplift is the seller's own estimate of how many more orders a program's delivery promise brings, in percent.
"""

from __future__ import annotations

from collections.abc import Mapping

from logicost.errors import InputError, nearest, shown, text_of
from logicost.inputs.readers import read_pairs, read_percent


def names_of(program: str) -> tuple[str, str]:
    """The names under which a program's figures may be given: its own, or its family's."""
    return program, program.partition(":")[0]


def by_program(value: object, name: str, asked: Mapping[str, str], *more: str) -> list[tuple[str, object]]:
    """The figures of text like ``fbm:250``, a mapping or pairs, by the word that they were given under.

    Args:
        name: the option's name, for errors.
        asked: canonical names of the programs that may be named; `more`: other words that may.

    Raises:
        InputError: ``program_figures_malformed``, ``program_not_compared``, ``program_given_twice``.
    """
    known = {key: program for program in asked for key in names_of(program)} | {word: word for word in more}
    pairs: dict[str, object] = {}
    for key, figure in read_pairs(value, InputError("program_figures_malformed", "write it like fbm:250", name)):
        word = text_of(key)[:80].strip().lower().replace("-", "_")
        if word not in known:
            hint = nearest(word, list(known))
            raise InputError(
                "program_not_compared",
                f"{name} names {shown(key)}, which is not compared.{hint} Known: {', '.join(known)}",
                name,
            )
        if word in pairs:
            raise InputError("program_given_twice", f"{name} names {word} twice; give it once", name)
        pairs[word] = figure
    return list(pairs.items())


def read_uplift(value: object, asked: Mapping[str, str]) -> dict[str, int]:
    """The uplift of each program that has one, by canonical name, in 0.00001; its own goes before its family's.

    Raises:
        InputError: those of `by_program`, ``not_a_number``, ``out_of_range``.
    """
    given = {name: read_percent(percent, "uplift") for name, percent in by_program(value, "uplift", asked)}
    found = {program: next((given[name] for name in names_of(program) if name in given), 0) for program in asked}
    return {program: rise for program, rise in found.items() if rise}
