"""Pricing one row by the exact reading, for the tests of single fees."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from logicost.fees.vocabularies import category_book
from logicost.inputs.scalar import read_inputs
from logicost.programs import build_plan, find_program
from logicost.rules.exact import Values, compile_steps, run_steps
from logicost.tables.shelf import Shelf, built_in_tables, find_market
from logicost.tables.status import Status

MUG = {"dimensions": "5.1 x 4.3 x 4.2 in", "weight": "14.2 oz", "price": "18.99", "category": "home_and_kitchen"}


@dataclass(frozen=True)
class Priced:
    """`lines`: fee to (amount, None where unsourced; word of its status); only those that apply."""

    lines: dict[str, tuple[Decimal | None, str]]
    editions: dict[str, str | None]
    notes: tuple[str, ...]
    refused: str | None
    values: Values

    def amount(self, fee: str) -> str | None:
        """The line's amount as text, None where the line is left out; 'unsourced' where it is."""
        if fee not in self.lines:
            return None
        amount, _ = self.lines[fee]
        return "unsourced" if amount is None else str(amount)

    def status(self, fee: str) -> str:
        return self.lines[fee][1]


Price = Callable[..., Priced]


@pytest.fixture(scope="session")
def price() -> Price:
    """``price("2026-03-02", program="fba", own=folder, **columns)``: a mug, unless other columns are given."""

    def run(on: str, program: str = "fba", own: Path | None = None, **columns: object) -> Priced:
        market, shelf = find_market("US"), Shelf(built_in_tables(), own)
        name = find_program(program)
        plan = build_plan(market, dt.date.fromisoformat(on), shelf, [name])
        inputs = read_inputs({**MUG, **columns}, market, category_book(shelf, market))
        values = run_steps(compile_steps(plan.steps.values()), inputs)
        priced = plan.programs[name]
        lines: dict[str, tuple[Decimal | None, str]] = {}
        for line in priced.lines:
            if line.applies is None or values[line.applies]:
                status = Status(values[line.status])
                known = None if status is Status.UNSOURCED else market.currency.decimal(values[line.amount])
                assert line.fee not in lines, f"{line.fee} stands twice"
                lines[line.fee] = (known, status.word)
                text = next(text for case, text in line.why if case is None or values[case])
                assert text.format_map({**values, **dict.fromkeys(values, "x")})
        return Priced(
            lines,
            {line.fee: line.edition for line in priced.lines},
            tuple(text for case, text in priced.notes if case is None or values[case]),
            next((refusal.code for refusal in priced.refusals if values[refusal.condition]), None),
            values,
        )

    return run
