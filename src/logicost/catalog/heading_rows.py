"""Where the headings stand: below a title, in two rows, with a row of units; in text and in sheets.

The row with the most headings that are known is taken; the first of equals, and at once the first that has all that a
catalog needs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from logicost.catalog.block import FileOptions
from logicost.catalog.headings import headings, words_of
from logicost.currency_marks import currencies_of
from logicost.inputs.readers import BLANKS
from logicost.measurement import LENGTH_WORDS, WEIGHT_WORDS

MOST_ROWS = 40  # rows that are looked at
_LONGEST = 80  # characters of a heading
_NO_GROUP = re.compile(r"=|\d{4}|.{41}")  # what no name of a group holds
_DIGIT = re.compile(r"\d")
TextRow = Sequence[str]


@dataclass(frozen=True, slots=True)
class HeadingRow:
    """The headings of a table.

    Attributes:
        place: the row in which they stand, from 0; the lower one of two.
        titles: the headings, units of a second row included.
        rows: how many rows they take, from `place` on (2 with a row of units).
        known: how many of the headings are known; `whole`: whether all that is needed is there.
    """

    place: int
    titles: tuple[str, ...]
    rows: int
    known: int
    whole: bool


def find_heading(rows: Sequence[TextRow], options: FileOptions) -> HeadingRow | None:
    """The headings among the first rows of a file; None where there is no row at all."""
    best: HeadingRow | None = None
    for place, row in enumerate(rows[:MOST_ROWS]):
        if not any(cell.strip() for cell in row):
            continue
        found = heading_at(rows, place, options)
        if best is None or found.known > best.known:
            best = found
        if found.whole:
            return _or_lower(rows, found, options)
    return best


def _or_lower(rows: Sequence[TextRow], found: HeadingRow, options: FileOptions) -> HeadingRow:
    """The row below, where it is the lower of two rows of headings."""
    below = found.place + 1
    if below < len(rows) and any(rows[below]) and not any(_DIGIT.search(cell) for cell in rows[below]):
        lower = heading_at(rows, below, options)
        if lower.whole and lower.known >= found.known:
            return lower
    return found


def heading_at(rows: Sequence[TextRow], place: int, options: FileOptions, alone: bool = False) -> HeadingRow:
    """The headings that stand in that row, with a row of units below and, unless `alone`, one of groups above."""
    titles, count = list(rows[place]), 1
    if place and not alone:
        titles = _under_groups(rows[place - 1], titles)
    while titles and not titles[-1].strip():  # columns that were only formatted
        titles.pop()
    if place + 1 < len(rows) and _are_units(rows[place + 1]):
        units = [*rows[place + 1], *[""] * len(titles)]
        titles = [_with_unit(title, unit) for title, unit in zip(titles, units, strict=False)]
        count = 2
    columns = columns_of(titles, options.columns_for(titles))
    whole = all(any(name in columns for name in names) for names in options.required)
    return HeadingRow(place, tuple(titles), count, len(columns), whole)


def columns_of(titles: Sequence[str], named: Mapping[str, str]) -> set[str]:
    """The catalog columns for which there are headings, known ones or those that the user names."""
    known, columns = headings(), set()
    own = {" ".join(words_of(heading)): column for heading, column in named.items()}
    for title in titles if own else ():
        column = own.get(" ".join(words_of(title)), "")
        if column and (meant := known.find(column)) is not None:
            columns.add(meant.column)
    names = {known.split(title)[0] for title in titles if len(title) <= _LONGEST}
    for title in titles:
        if title.strip() and len(title) <= _LONGEST:
            found = known.find(title)
            if found is not None:
                columns.add(found.column)
    for column, each in known.columns.items():
        if any(name in names for name in each.otherwise) or any(set(group) <= names for group in each.together):
            columns.add(column)
    return columns


def _under_groups(above: TextRow, titles: list[str]) -> list[str]:
    """Headings below a row of groups ("Package dimensions" over "Length"): a group that says more than the heading
    belongs to it, so that the length of a master carton is not taken for the unit's."""
    filled = [cell.strip() for cell in above]
    has_gaps = not all([*filled, *[""] * (len(titles) - len(filled))])
    if not any(filled[1:]) or not has_gaps or any(_NO_GROUP.search(cell) for cell in filled):
        return titles  # a title, other headings, or a line of a program's own
    known = headings()
    short = {name for column in known.columns.values() for names in column.together for name in names}
    group, result = "", []
    for place, title in enumerate([*titles, *[""] * (len(filled) - len(titles))]):
        own = filled[place] if place < len(filled) else ""
        group = own or group
        if not title.strip():
            result.append(own)  # one cell over both rows
        elif not group or known.find(f"{group} {title}") is not None:
            result.append(f"{group} {title}".strip())
        else:
            name, unit, currency = known.split(group)
            mark = unit or currency
            marked = f"{title} ({mark})" if mark else title
            is_short = known.split(title)[:2] in [(each, None) for each in short] and currency is None
            alone = marked if mark and (known.find(marked) is not None or is_short) else title
            result.append(alone if name in known.groups else f"{group} {title}")
    return result


def _are_units(row: TextRow) -> bool:
    """Whether a row holds units and currencies only, at least two."""
    cells = [cell.strip().strip("()[]").strip() for cell in row if cell.strip() not in BLANKS]
    return len(cells) > 1 and all(_is_unit(cell) for cell in cells)


def _is_unit(cell: str) -> bool:
    word = cell.lower().rstrip(".")
    return word in LENGTH_WORDS or word in WEIGHT_WORDS or bool(currencies_of(word)) or word == "%"


def _with_unit(title: str, unit: str) -> str:
    unit = unit.strip().strip("()[]").strip()
    return f"{title} ({unit})" if unit not in BLANKS and words_of(title) else title
