"""Counts comparisons and keeps the ones that differ, so that one test can cover thousands of edges and still say which."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from second_reading import Money, Unit, Unknown
from second_reading_europe import Goods

from logicost.answers.engine import Engine
from logicost.answers.quote import make_quote
from logicost.answers.results import CostLine, Quote
from logicost.answers.seats import Seat
from logicost.errors import LogicostError

MILLIMETRES_PER_INCH = Fraction("25.4")
GRAMS_PER_POUND = Fraction("453.59237")
INCH_GRAIN, POUND_GRAIN = Fraction(1, 1000), Fraction(1, 16_000)  # 0.001 in and 0.001 oz


@dataclass
class Compared:
    """`least`: how many comparisons there must be at the end, so that an empty loop cannot pass."""

    least: int
    count: int = 0
    wrong: list[str] = field(default_factory=list)

    def same(self, expected: object, found: object, *what: object) -> None:
        self.count += 1
        if expected != found:
            self.wrong.append(f"{' | '.join(map(str, what))}: expected {expected}, found {found}")

    def line(self, expected: tuple[Money, str] | None, line: CostLine | None, *what: object) -> None:
        """A line against (amount, status), or against None where there must be none."""
        if expected is None:
            self.same(None, line and (line.amount, line.status), *what)
            return
        amount, status = expected
        wanted = (None if isinstance(amount, Unknown) else amount, status)
        self.same(wanted, line and (line.amount, line.status), *what)

    def done(self) -> None:
        assert not self.wrong, f"{len(self.wrong)} of {self.count} differ; the first: " + "\n".join(self.wrong[:12])
        assert self.count >= self.least, f"only {self.count} comparisons were made, {self.least} were expected"


def row_of(unit: Unit, **more: object) -> dict[str, Any]:
    """The unit as the row that `Product.row` makes, from exact inches and pounds."""
    return {
        "sides": tuple(side * MILLIMETRES_PER_INCH for side in unit.sides),
        "mass": unit.weight * GRAMS_PER_POUND,
        "price": str(unit.price),
        "category": unit.category,
        "apparel": unit.kind == "apparel",
        "dangerous_goods": unit.kind == "dangerous_goods",
        "sipp": unit.sipp,
        **more,
    }


def metric_row(unit: Goods, **more: object) -> dict[str, Any]:
    """The same of a European unit, from exact centimetres and grams."""
    return {
        "sides": tuple(side * 10 for side in unit.sides),
        "mass": unit.weight,
        "price": str(unit.price),
        "category": unit.category,
        "dangerous_goods": unit.dangerous,
        "sipp": unit.sipp,
        **more,
    }


def quoted(engine: Engine, row: Mapping[str, object], day: dt.date, program: str, market: str = "US") -> Quote:
    answer = engine.answer(row, market, day, (program,))
    return make_quote(answer, answer.only, Seat(program, program, "amazon"), "edge")


def quoted_or_code(
    engine: Engine, row: Mapping[str, object], day: dt.date, program: str, market: str = "US"
) -> Quote | str:
    try:
        return quoted(engine, row, day, program, market)
    except LogicostError as error:
        return error.code


def unit(
    *sides: str | Fraction, weight: str | Fraction, price: str | Decimal = "20", category: str = "home_and_kitchen",
    kind: str = "non_apparel", sipp: bool = False,
) -> Unit:  # fmt: skip
    """`weight` in pounds, or as ``"4 oz"``."""
    text = str(weight)
    pounds = Fraction(text.removesuffix(" oz")) / 16 if text.endswith(" oz") else Fraction(weight)
    longest, median, shortest = sorted((Fraction(side) for side in sides), reverse=True)
    return Unit((longest, median, shortest), pounds, Decimal(price), category, kind, sipp)
