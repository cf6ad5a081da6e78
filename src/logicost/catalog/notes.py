"""Texts for whole columns: notes, refusals and the reasons of `strict`, each distinct text put together once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from logicost.answers.strict import absent, doubt, enders, not_exact, parts_of
from logicost.export.rows import BETWEEN_NOTES
from logicost.fees.charge import NEEDS_PRICE
from logicost.rules.plan import Plan
from logicost.rules.program_plan import Line, ProgramPlan
from logicost.rules.text import PLACEHOLDER, TextReading
from logicost.tables.status import GOOD, Status

Columns = Mapping[str, NDArray[Any]]
Flags = NDArray[np.bool_]
Numbers = NDArray[np.int64]
_FEW = 2**16  # codes up to here are counted, not sorted


def placeholders(template: str) -> list[str]:
    """The steps whose values a text mentions."""
    return PLACEHOLDER.findall(template)


def note_names(program: ProgramPlan) -> list[str]:
    """The steps that notes and refusals need beside those that results show."""
    templates = [note.text for note in program.notes] + [refusal.message for refusal in program.refusals]
    flags = [program.goes_by_category, *(note.flag for note in program.notes)]
    return flags + [name for text in templates for name in placeholders(text)]


def reason_names(lines: Sequence[Line]) -> list[str]:
    """The steps that the reasons of lines need, and those that say which reason is told and which card is named."""
    return [
        name
        for line in lines
        for name in (line.reason, line.card, *(name for text in line.reasons for name in placeholders(text)))
    ]


@dataclass(slots=True)
class Texts:
    """A text for each row: `numbers` points into `known`, in which the first is no text at all."""

    numbers: Numbers
    known: list[str] = field(default_factory=lambda: [""])


def distinct(codes: Numbers, count: int) -> tuple[Numbers, Numbers]:
    """The codes that occur, and for each row the place of its own among them. Codes lie from 0 to below `count`."""
    if count > _FEW:
        found, inverse = np.unique(codes, return_inverse=True)
        return found, inverse.astype(np.int64)
    occurs = np.zeros(count, np.bool_)
    occurs[codes] = True
    found = np.flatnonzero(occurs)
    places = np.zeros(count, np.int64)
    places[found] = np.arange(len(found))
    return found.astype(np.int64), places[codes]


class Joined:
    """Texts joined from parts of which each row has some."""

    def __init__(self, size: int, separator: str = BETWEEN_NOTES) -> None:
        self._separator = separator
        self._parts: list[Sequence[str]] = []
        self._codes: Numbers = np.zeros(size, np.int64)
        self._count = 1

    def add(self, part: Texts) -> None:
        """Join another part; its first text, for none, is left out."""
        if len(part.known) == 1:
            return
        if self._count * len(part.known) >= 2**62:
            self._shrink()
        self._codes = self._codes * len(part.known) + part.numbers
        self._count *= len(part.known)
        self._parts.append(part.known)

    def add_where(self, rows: Flags, text: str) -> None:
        if rows.any():
            self.add(Texts(rows.astype(np.int64), ["", text]))

    def finish(self) -> Texts:
        codes, numbers = distinct(self._codes, self._count)
        return Texts(numbers + 1, ["", *map(self._separator.join, self._texts(codes))])

    def _shrink(self) -> None:
        joined = self.finish()
        self._codes, self._count, self._parts = joined.numbers, len(joined.known), [joined.known]

    def _texts(self, codes: Numbers) -> list[list[str]]:
        """The texts of each code, in their order: of many parts most codes have few."""
        each = []
        for known in reversed(self._parts):
            codes, number = np.divmod(codes, len(known))
            each.append((known, number))
        texts: list[list[str]] = [[] for _ in codes]
        for known, number in reversed(each):
            places = np.flatnonzero(number)
            for place, text in zip(places.tolist(), number[places].tolist(), strict=True):
                if known[text]:
                    texts[place].append(known[text])
        return texts


def told(text: TextReading, template: str, columns: Columns, rows: Flags) -> Texts:
    """A template's text in the rows that it holds for."""
    names = placeholders(template)
    places = np.flatnonzero(rows)
    numbers: Numbers = np.zeros(len(rows), np.int64)
    if not len(places):
        return Texts(numbers)
    if not names:
        numbers[places] = 1
        return Texts(numbers, ["", text.reason(template, {})])
    values = np.stack([columns[name][places].astype(np.int64) for name in names], axis=1)
    found, inverse = np.unique(values, axis=0, return_inverse=True)
    numbers[places] = inverse.reshape(-1) + 1
    return Texts(numbers, ["", *text.reasons(template, found.tolist())])


def notes(
    program: ProgramPlan,
    text: TextReading,
    columns: Columns,
    size: int,
    reasons: Iterable[Texts],
    separator: str = BETWEEN_NOTES,
    remark: Texts | None = None,
) -> Texts:
    """The notes of a program, in the order that a single quote has them.

    Args:
        reasons: for each line that is not known somewhere, its text in those rows.
        remark: what is to be said of the rows' categories.
    """
    joined = Joined(size, separator)
    for note in program.notes:
        joined.add(told(text, note.text, columns, columns[note.flag].astype(np.bool_)))
    if remark is not None:
        joined.add(remark)
    for reason in reasons:
        joined.add(reason)
    return joined.finish()


def category_remarks(remark: Texts, program: ProgramPlan, columns: Columns) -> Texts:
    """The remarks of rows whose referral fee in this program depends on the category."""
    return Texts(np.where(columns[program.goes_by_category], remark.numbers, 0), remark.known)


def unknown_reason(line: Line, text: TextReading, columns: Columns) -> Texts:
    """Why the line is not known, in rows in which it is not."""
    reason = columns[line.reason]
    result = Texts(np.zeros(len(reason), np.int64))
    for place, template in enumerate(line.reasons):
        if template == NEEDS_PRICE:  # which one note says of all lines
            continue
        here = reason == place
        found = told(text, f"{line.fee} is not known: {template}", columns, here)
        result.numbers[here] = found.numbers[here] + len(result.known) - 1
        result.known += found.known[1:]
    return result


def inexact(program: ProgramPlan, plan: Plan, columns: Columns, inputs: Columns, rows: Flags) -> Texts:
    """The refusal of `strict` in those rows, naming the lines and what would end each doubt.

    Args:
        inputs: those that vary; the others are not given.
    """
    joined = Joined(len(rows), "\n")
    for fee, shown, status, card in parts_of(program):
        doubted = rows if shown is None else rows & columns[shown].astype(np.bool_)
        words, ways = columns[status], enders(plan, fee, status, card)
        open_ways = np.zeros(len(rows), np.int64)  # a bit for each of them
        for place, way in enumerate(ways):
            here = np.full(len(rows), fill_value=True)
            for name, numbers in way.where:
                values = columns[name] if name in plan.steps else inputs.get(name, np.full(len(rows), absent(name)))
                here &= np.isin(values, numbers)
            open_ways += here * np.int64(1 << place)
        part = Texts(np.zeros(len(rows), np.int64))
        for each in (each for each in Status if each.word not in GOOD):
            here = doubted & (words == int(each))
            for bits in np.unique(open_ways[here]).tolist():
                part.numbers[here & (open_ways == bits)] = len(part.known)
                open_here = [way for place, way in enumerate(ways) if bits >> place & 1]
                part.known.append(doubt(fee, each.word, open_here))
        joined.add(part)
    texts = joined.finish()
    messages = [not_exact(known.split("\n") if known else ()).message for known in texts.known[1:]]
    return Texts(np.where(rows, texts.numbers, 0), ["", *messages])
