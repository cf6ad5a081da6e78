"""Pricing one row by the exact reading, for the tests of single fees."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from logicost.answers.engine import Engine
from logicost.answers.quote import make_quote
from logicost.answers.request import Request
from logicost.answers.seats import Seat
from logicost.errors import LogicostError
from logicost.rules.exact import Values

MUG = {"dimensions": "5.1 x 4.3 x 4.2 in", "weight": "14.2 oz", "price": "18.99", "category": "home_and_kitchen"}


@dataclass(frozen=True)
class Priced:
    """`lines`: fee to (amount, None where unsourced; word of its status); only those that apply. None if refused."""

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
    """``price("2026-03-02", program="fba", own=folder, market="US", **columns)``: a mug, unless other columns are given."""

    def run(on: str, program: str = "fba", own: Path | None = None, market: str = "US", **columns: object) -> Priced:
        request = Request.of([program], market=market, on=on, fee_tables=own)
        answer = Engine(own).answer({**MUG, **columns}, market, on, tuple(request.programs))
        if isinstance(answer.only, LogicostError):
            return Priced({}, {}, (), answer.only.code, answer.values)
        quoted = make_quote(answer, answer.only, Seat(program, program, "amazon"), "MUG")
        assert len({line.fee for line in quoted.lines}) == len(quoted.lines), "a line stands twice"
        return Priced(
            {line.fee: (line.amount, line.status) for line in quoted.lines},
            {line.fee: line.edition for line in quoted.lines},
            quoted.notes,
            None,
            answer.values,
        )

    return run
