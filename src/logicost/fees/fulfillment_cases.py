"""Fulfilment by one of several tables: the first of the cases that holds, else the card of the fee, and what some units pay more."""

from __future__ import annotations

from collections.abc import Sequence

from logicost.fees.banded import Case
from logicost.fees.charge import Charge
from logicost.fees.fulfillment_rates import standard_rate
from logicost.fees.own_figure import OwnFigure
from logicost.fees.sourced import sourced
from logicost.fees.steps import tell_band
from logicost.rules.expressions import Expression, first_of, maximum, select
from logicost.rules.plan import Kind
from logicost.tables.status import Status


def _tell_case(fee: Charge, case: Case) -> None:
    """The reasons of a line that is priced by another table, where it is; and that the table stands in for one."""
    choice = case.card.choice
    if case.looked is None:
        fee.why(case.lead + choice.why + case.ask, case.applies)
    else:
        tell_band(fee, case.looked, case.lead, when=case.applies, ask=case.ask)
        if choice.stands_in or choice.status == Status.ESTIMATE:
            fee.note(f"{fee.fee.slug}: {choice.why}", case.applies)
    fee.is_waived(case.applies, case.card.source)


def of_several_tables(
    fee: Charge, cases: Sequence[Case], doubt: Expression, extra: Expression | None, own: OwnFigure
) -> None:
    """One of the market's tables, and what some units pay more on each."""
    for case in cases:
        _tell_case(fee, case)
    standard = standard_rate(fee, fee.named("fba_standard"))
    surcharged = fee.step(
        fee.named("fba_fulfillment_surcharged"),
        first_of(*((case.applies, case.amount) for case in cases), otherwise=standard.amount),
        Kind.MONEY,
        "by the table of the unit; what the fuel and logistics surcharge is taken of",
    )
    by_card: Expression = surcharged if extra is None else surcharged + extra
    fee.amount(own.amount_or(by_card), "with what some units pay more; your own fee where it is given")
    by_standard = maximum(fee.choice.status, standard.status)
    dangerous = int(sourced(fee.plan, "dangerous_goods").choice.status) if extra is not None else 0
    more = select(fee.plan.input("dangerous_goods"), dangerous, 0)
    known = maximum(first_of(*((case.applies, case.status) for case in cases), otherwise=by_standard), doubt, more)
    fee.known(
        own.status_or(known),
        "as the table of the unit; an estimate where a category that is not certain picks the table",
    )
