"""Texts for whole columns: notes and refusals, each distinct text put together once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from logicost.answers.results import gathered
from logicost.answers.rows import BETWEEN_NOTES
from logicost.array_kinds import Flags, Numbers, Places
from logicost.fees.charge import NEEDS_PRICE
from logicost.rules.program_plan import Line, ProgramPlan
from logicost.rules.text import PLACEHOLDER, TextReading

Columns = Mapping[str, NDArray[Any]]
_MANY = 64  # texts of a part: from so many on they are put into what stands around them
_PLACE = "\0"  # where
_FEW, _FEW_FOR_EACH = 2**16, 16  # so many codes, or so many for each row, are counted and not sorted


class Picked(Mapping[str, NDArray[Any]]):
    """Columns of some rows, picked when they are asked for."""

    def __init__(self, columns: Columns, here: Places) -> None:
        self._columns, self._here = columns, here
        self._known: dict[str, NDArray[Any]] = {}

    def __getitem__(self, name: str) -> NDArray[Any]:
        if name not in self._known:
            self._known[name] = self._columns[name][self._here]
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)


def placeholders(template: str) -> list[str]:
    """The steps whose values a text mentions."""
    return PLACEHOLDER.findall(template)


def note_names(program: ProgramPlan) -> list[str]:
    """The flags that notes need beside those that results show."""
    return [program.goes_by_category, *(note.flag for note in program.notes)]


def text_names(program: ProgramPlan) -> list[tuple[str, str]]:
    """The steps that texts of notes and refusals name, each with the flag step that says where the text is told."""
    texts = [(note.text, note.flag) for note in program.notes]
    texts += [(refusal.message, refusal.condition) for refusal in program.refusals]
    return [(name, flag) for text, flag in texts for name in placeholders(text)]


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
    if count > max(_FEW, _FEW_FOR_EACH * len(codes)):
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
        self._is_shrunk = False  # then a part holds texts that are joined already

    def add(self, part: Texts) -> None:
        """Join another part; its first text, for none, is left out."""
        if len(part.known) == 1:
            return
        if self._count * len(part.known) >= 2**62:
            self._shrink()
        self._codes = self._codes * len(part.known) + part.numbers
        self._count *= len(part.known)
        self._parts.append(part.known)

    def finish(self, told_as: Callable[[list[str]], list[str]] = list) -> Texts:
        """`told_as`: what is said in place of the texts of a row."""
        codes, numbers = distinct(self._codes, self._count)
        longest = max(range(len(self._parts)), key=lambda place: len(self._parts[place]), default=0)
        if self._parts and not self._is_shrunk and len(self._parts[longest]) > _MANY:
            known = list(self._parts[longest])
            if told_as(known[1:]) == known[1:]:
                return Texts(numbers + 1, ["", *self._around(longest, codes, told_as)])
        return Texts(numbers + 1, ["", *self._joined(codes, told_as)])

    def _joined(self, codes: Numbers, told_as: Callable[[list[str]], list[str]]) -> list[str]:
        return [self._separator.join(told_as(texts)) for texts in self._texts(codes)]

    def _around(self, place: int, codes: Numbers, told_as: Callable[[list[str]], list[str]]) -> list[str]:
        """The same where one part has most of the texts: what stands around them is the same again and again."""
        parts, known = self._parts, self._parts[place]
        after = prod(len(part) for part in parts[place + 1 :])
        number = codes // after % len(known)
        present = np.array([text != "" for text in known])[number]
        frames, which = np.unique(codes - (number - present) * after, return_inverse=True)
        self._parts = [*parts[:place], ["", _PLACE, *known[2:]], *parts[place + 1 :]]
        around = [text.partition(_PLACE) for text in self._joined(frames, told_as)]
        self._parts = parts
        return [
            around[frame][0] + known[text] + around[frame][2]
            for frame, text in zip(which.tolist(), number.tolist(), strict=True)
        ]

    def _shrink(self) -> None:
        joined = self.finish()
        self._codes, self._count, self._parts = joined.numbers, len(joined.known), [joined.known]
        self._is_shrunk = True

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
        if self._is_shrunk:
            return [self._separator.join(some).split(self._separator) if some else [] for some in texts]
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
    values = [columns[name][places] for name in names]
    some, inverse = _alike(values)
    numbers[places] = inverse + 1
    return Texts(numbers, ["", *text.reasons(template, [column[some].tolist() for column in values])])


def _alike(columns: Sequence[NDArray[Any]]) -> tuple[Places, Numbers]:
    """A row of each combination of values that occurs, and for each row the place of its own among them."""
    codes, count = np.zeros(len(columns[0]), np.int64), 1
    for column in columns:
        least = int(column.min())
        found, places = distinct(column.astype(np.int64) - least, int(column.max()) - least + 1)
        known, codes = distinct(codes * len(found) + places, count * len(found))
        count = len(known)
    rows = np.empty(count, np.intp)
    rows[codes] = np.arange(len(codes))
    return rows, codes


def notes(
    program: ProgramPlan,
    text: TextReading,
    columns: Columns,
    size: int,
    reasons: Iterable[Texts],
    separator: str = BETWEEN_NOTES,
    remark: Texts | None = None,
) -> Texts:
    """The notes of a program, in the order and the words that a single quote has them.

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
    return joined.finish(gathered)


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
