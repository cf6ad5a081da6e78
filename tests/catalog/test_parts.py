"""Parts of the door and of the notes that whole catalogs seldom reach."""

from __future__ import annotations

import datetime as dt
import random

import numpy as np
import polars as pl

from logicost.answers.engine import Engine
from logicost.answers.results import NOT_INCLUDED, gathered
from logicost.answers.rows import BETWEEN_NOTES
from logicost.catalog.grouping import Faulty, Group, Grouping
from logicost.catalog.notes import Joined, Texts
from logicost.inputs.days import FIRST_DAY, LAST_DAY
from logicost.inputs.odd_values import OddReader


def test_notes_of_many_parts_are_joined_alike() -> None:
    """Forty parts of up to eight texts are more combinations than 64 bits can count."""
    dice, size = random.Random(3), 50
    joined, expected = Joined(size, "+"), [[] for _ in range(size)]  # type: tuple[Joined, list[list[str]]]
    for part in range(40):
        known = ["", *(f"{part}.{number}" for number in range(dice.randint(1, 7)))]
        numbers = np.array([dice.randrange(len(known)) for _ in range(size)])
        joined.add(Texts(numbers, known))
        for row, number in enumerate(numbers.tolist()):
            expected[row] += [known[number]] if number else []
    texts = joined.finish()
    assert [texts.known[number] for number in texts.numbers.tolist()] == ["+".join(parts) for parts in expected]


def test_a_part_of_many_texts_stands_among_the_others() -> None:
    """As each text by itself would: also where some have nothing to say, and where others are said in one."""
    dice, size = random.Random(4), 2_000
    left = [f"{name} is not included: give {name.replace(' ', '_')}" for name in ("own storage", "packaging")]
    for many in ([f"reason {number}" for number in range(150)], [f"{left[0]}{number}" for number in range(150)]):
        joined, expected = Joined(size), [[] for _ in range(size)]  # type: tuple[Joined, list[list[str]]]
        for known in (
            ["", left[0]],
            ["", "first", "other"],
            ["", *many[:70], "", *many[70:]],
            ["", left[1]],
            ["", "last"],
        ):
            numbers = np.array([dice.randrange(len(known)) for _ in range(size)])
            joined.add(Texts(numbers, known))
            for row, number in enumerate(numbers.tolist()):
                expected[row] += [known[number]] if known[number] else []
        texts = joined.finish(gathered)
        told = [texts.known[number] for number in texts.numbers.tolist()]
        assert told == [BETWEEN_NOTES.join(gathered(parts)) for parts in expected]
        assert len({text for text in told if NOT_INCLUDED in text}) > 100


def test_days_outside_the_calendar_are_errors_of_their_rows() -> None:
    first, last = FIRST_DAY.toordinal(), LAST_DAY.toordinal()
    epoch = dt.date(1970, 1, 1).toordinal()
    days = pl.Series([first - 1 - epoch, first - epoch, last - epoch, last + 1 - epoch], dtype=pl.Int32).cast(pl.Date)
    rows = pl.DataFrame({"sku": ["a", "b", "c", "d"], "on": days})
    groups = list(Grouping(Engine(), "US", dt.date(2026, 11, 22))(rows, {}))
    faulty = [group for group in groups if isinstance(group, Faulty)]
    assert [group.places.tolist() for group in faulty] == [[0, 3]]
    assert [error.code for error in faulty[0].errors] == ["not_a_date", "not_a_date"]
    assert {group.day for group in groups if isinstance(group, Group)} == {FIRST_DAY, LAST_DAY}


def test_values_that_are_equal_but_of_different_kinds_are_read_apart() -> None:
    read: list[object] = []

    def note(row: dict[str, object]) -> list[int]:
        read.append(row["x"])
        return [len(read)]

    reader = OddReader(note)
    found = [reader(pl.DataFrame({"x": [value]}))[0].tolist() for value in (1, True, 1.0, "1", 1)]
    assert found == [[[1]], [[2]], [[3]], [[4]], [[1]]]
    assert [type(value) for value in read] == [int, bool, float, str]
