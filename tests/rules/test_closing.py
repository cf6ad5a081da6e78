"""What closes a program, over made-up lines: sums, margin, return on investment, the worst status and the note on projected figures."""

from __future__ import annotations

import datetime as dt

import pytest

from logicost.fees.vocabularies import open_plan
from logicost.inputs.days import day_number
from logicost.rules.closing import finish
from logicost.rules.exact import compile_steps, run_steps
from logicost.rules.expressions import expression
from logicost.rules.plan import Kind
from logicost.rules.program_plan import NOTHING, Line
from logicost.tables.shelf import find_market, open_shelf
from logicost.tables.status import Status

SHELF = open_shelf()
READ_TO = SHELF.ledger("US").read_to
NAMES = ("total_cost", "profit", "margin", "roi", "invested", "status", "is_projected")


def closed(lines: tuple[tuple[int, int, Status], ...], price: int, invested: int, after: int = 1) -> tuple[int, ...]:
    """Of lines (whether shown, amount, status), some days after the ledger's."""
    assert READ_TO is not None
    plan = open_plan(find_market("US"), dt.date(2026, 7, 1), SHELF)
    program = plan.program("fba")
    for number, (shown, amount, status) in enumerate(lines):
        steps = {"shown": (shown, Kind.FLAG), "amount": (amount, Kind.MONEY), "status": (status, Kind.STATUS)}
        names = [plan.step(f"line_{number}_{name}", int(value), kind).name for name, (value, kind) in steps.items()]
        program.lines.append(Line(f"fee_{number}", *names, NOTHING, (None,), NOTHING, ("",)))
    finish(plan, program, plan.input("price"), plan.input("cost"), expression(Status.EXACT))
    given = {"price": price, "cost": invested, "ship_day": day_number(READ_TO) + after}
    values = run_steps(compile_steps(plan.steps.values()), given)
    return tuple(values[f"fba/{name}"] for name in NAMES)


@pytest.mark.parametrize(
    ("lines", "price", "invested", "expected"),
    [
        ((), 200_000, 50_000, (0, 200_000, 10_000, 40_000, 50_000, Status.EXACT, 0)),
        # 20 less 5 and 2.50: 12.50, of 20 are 62.5 %, of 3 are 416.67 %
        (((1, 50_000, Status.EXACT), (1, 25_000, Status.ESTIMATE)), 200_000, 30_000, (75_000, 125_000, 6250, 41_667, 30_000, Status.ESTIMATE, 0)),
        # what is not shown, and what is not known, does not count
        (((0, 50_000, Status.ESTIMATE), (1, 25_000, Status.UNSOURCED)), 200_000, 0, (0, 200_000, 10_000, 0, 0, Status.UNSOURCED, 0)),
        (((0, 50_000, Status.PROJECTED), (1, 25_000, Status.OVERRIDE)), 100_000, 1, (25_000, 75_000, 7500, 750_000_000, 1, Status.OVERRIDE, 0)),
        (((1, 50_000, Status.PROJECTED), (1, 0, Status.EXACT)), 40_000, 20_000, (50_000, -10_000, -2500, -5000, 20_000, Status.PROJECTED, 1)),
    ],
)  # fmt: skip
def test_the_closing_steps(
    lines: tuple[tuple[int, int, Status], ...], price: int, invested: int, expected: tuple[int, ...]
) -> None:
    assert closed(lines, price, invested) == expected


@pytest.mark.parametrize(("after", "is_projected"), [(-1, 0), (0, 0), (1, 1)])
def test_figures_are_projected_from_the_day_after_the_ledger(after: int, is_projected: int) -> None:
    assert closed(((1, 50_000, Status.PROJECTED),), 200_000, 0, after)[-1] == is_projected
