"""What a row says of its stock, sales and arrivals."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP
from typing import Any

import numpy as np
from numpy.typing import NDArray

from logicost.errors import InputError, LogicostError
from logicost.inputs.readers import is_blank
from logicost.number import read_decimal
from logicost.planning.stock import Stock


def stock_of(row: Mapping[str, Any], start: dt.date, months: object) -> Stock:
    """The stock of a row: ``opening``, ``monthly_sales``, ``seasonality`` and ``replenish`` as of `Stock`.

    Without them the columns of a catalog serve: ``monthly_units``, brought to whole units, and ``average_inventory``
    at the age of ``inventory_age_days``.

    Raises:
        InputError: with code and field.
    """
    sales, opening = row.get("monthly_sales"), row.get("opening")
    if is_blank(sales) and not is_blank(row.get("monthly_units")):
        sales = _whole(row["monthly_units"], "monthly_units")
    if is_blank(opening) and not is_blank(row.get("average_inventory")):
        age = row.get("inventory_age_days")
        opening = f"{0 if is_blank(age) else _whole(age, 'inventory_age_days')}:{_whole(row['average_inventory'], 'average_inventory')}"
    return Stock(
        opening=opening,
        monthly_sales=sales,
        seasonality=row.get("seasonality"),
        months=months,
        replenishments=row.get("replenish"),
        start=start,
    )


def _whole(value: object, name: str) -> int:
    number = read_decimal(value, name)
    if number < 0:
        raise InputError("negative", f"{name} is {number}; it must be 0 or more", name)
    return int(number.to_integral_value(ROUND_HALF_UP))


def read_stocks(
    rows: list[dict[str, Any]], start: dt.date, months: object
) -> tuple[list[Stock | None], dict[int, LogicostError]]:
    """The stock of each row, or its error."""
    stocks: list[Stock | None] = []
    errors: dict[int, LogicostError] = {}
    for number, row in enumerate(rows):
        try:
            stocks.append(stock_of(row, start, months))
        except LogicostError as error:
            stocks.append(None)
            errors[number] = error
    return stocks, errors


def by_months(stocks: Sequence[Stock | None], without: Collection[int]) -> Iterator[NDArray[np.intp]]:
    """The numbers of the stocks that run for as many months, together."""
    groups: dict[int, list[int]] = defaultdict(list)
    for number, stock in enumerate(stocks):
        if stock is not None and number not in without:
            groups[len(stock.sales)].append(number)
    return (np.array(numbers, np.intp) for numbers in groups.values())
