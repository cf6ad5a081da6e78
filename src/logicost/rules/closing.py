"""What closes a program in a plan: its sums, what is left of the price, how sure they are, and notes on cards."""

from __future__ import annotations

from collections.abc import Sequence

from logicost.inputs.days import day_number
from logicost.rules.expressions import HALF_UP, Expression, Reference, maximum, select, some, total
from logicost.rules.plan import ALWAYS, Kind, Plan
from logicost.rules.program_plan import Note, ProgramPlan
from logicost.tables.status import Status


def finish(
    plan: Plan, program: ProgramPlan, revenue: Reference, invested: Expression, revenue_status: Expression
) -> None:
    """The program's closing steps: total cost, profit, margin, return on investment and worst status; notes on cards.

    `total_cost` is the sum of the known lines; `margin` is profit by revenue, `roi` profit by what was invested in
    the goods (0 where nothing was: then it is not shown).
    """
    shown = [(Reference(line.shown), Reference(line.amount), Reference(line.status)) for line in program.lines]
    known = (select(flag, select(status.equals(Status.UNSOURCED), 0, amount), 0) for flag, amount, status in shown)
    name = program.step
    cost = plan.step(name("total_cost"), total(*known) if shown else 0, Kind.MONEY, "the sum of the known lines")
    profit = plan.step(name("profit"), revenue - cost, Kind.MONEY, "revenue less total cost")
    # of a price of one minor unit nothing may be left beside the tax
    whole = maximum(revenue, 1) if plan.market.tax_in_prices else revenue
    plan.step(name("margin"), _ratio(profit, whole), Kind.RATIO, "profit by revenue, to 0.0001")
    put_in = plan.step(name("invested"), invested, Kind.MONEY, "cost of goods, freight, duty and own preparation")
    plan.step(
        name("roi"),
        select(put_in > 0, _ratio(profit, maximum(put_in, 1)), 0),
        Kind.RATIO,
        "profit by what was invested in the goods, to 0.0001",
    )
    worst = maximum(revenue_status, *(select(flag, status, Status.EXACT) for flag, _, status in shown))
    plan.step(name("status"), worst, Kind.STATUS, "the worst of the lines and of what is left of the price")
    _tell_cards(plan, program, [flag & status.equals(Status.PROJECTED) for flag, _, status in shown])


def _tell_cards(plan: Plan, program: ProgramPlan, projected: Sequence[Expression]) -> None:
    """Notes on what stands in for a card that is not on file, and on the day up to which cards were read."""
    tiers = plan.editions.get("size_tiers")
    if tiers is not None and tiers.stands_in:
        program.notes.append(Note(plan[ALWAYS].name, f"size_tiers: {tiers.why}"))
    program.notes += program.notes_on_cards
    if (ledger := plan.shelf.ledger(plan.market.code)).read_to is not None:
        later = plan.input("ship_day") > day_number(ledger.read_to)
        flag = plan.step(
            program.step("is_projected"),
            later & some(*projected),
            Kind.FLAG,
            "a line is projected",
        )
        program.notes.append(Note(flag.name, ledger.note))


def _ratio(part: Expression, whole: Expression) -> Expression:
    return (part * 10_000).divided_by(whole, HALF_UP)
