"""What the seller's Amazon account costs in a month, whatever is sold of a single product."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from logicost.answers.engine import Engine, today
from logicost.fees.fixed_costs import FixedCost, monthly_fixed_costs
from logicost.inputs.dates import read_day
from logicost.inputs.readers import is_blank


def fixed_costs(
    plan: str | None = None,
    *,
    items_sold: int = 0,
    active_skus: int = 0,
    market: str | None = None,
    on: dt.date | str | None = None,
    fee_tables: str | Path | None = None,
) -> tuple[FixedCost, ...]:
    """The selling plan and the high-volume listing fee of the month of a day.

    Args:
        plan: ``professional``, the default, or ``individual``, which pays per item sold and nothing else.
        items_sold: on Amazon in the month, for the individual plan.
        active_skus: the highest number on any day from the 5th to the last day of the month.
        on: default today.
        fee_tables: a folder of the user's own cards.

    Returns:
        One cost each, a month, in the market's currency.

    Raises:
        InputError: ``unknown_choice``, ``not_a_number``, ``not_whole``, ``out_of_range``.
        RefusedError: ``date_before_tables`` where a card is not on file.
    """
    day = today() if on is None else read_day(on)
    shelf = Engine(fee_tables).shelf
    return monthly_fixed_costs(
        shelf,
        shelf.markets.find(shelf.markets.default if is_blank(market) else market),
        day,
        plan=plan,
        items_sold=items_sold,
        active_skus=active_skus,
    )
