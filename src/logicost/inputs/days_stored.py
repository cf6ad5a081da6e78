"""How long a unit is stored: given as days, or worked out from stock and sales."""

from __future__ import annotations

from decimal import ROUND_HALF_UP
from typing import Any

from logicost.errors import InputError, shown
from logicost.inputs.fields import FIELD, NOT_GIVEN
from logicost.inputs.readers import is_blank
from logicost.number import read_decimal


def read_days_in_storage(row: dict[str, Any]) -> int:
    """``days_in_storage``, or average inventory by monthly units in months of 365/12 days, to the whole day.

    Raises:
        InputError: ``missing_value`` where average_inventory stands alone, ``out_of_range``.
    """
    days = FIELD["days_in_storage"]
    if not is_blank(row.get("days_in_storage")):
        assert days.read is not None
        return days.read(row["days_in_storage"], "days_in_storage")
    units, stock = row.get("monthly_units"), row.get("average_inventory")
    if is_blank(stock):
        return NOT_GIVEN  # monthly_units alone says how many are sold, not for how long one is stored
    if is_blank(units):
        raise InputError(
            "missing_value", "monthly_units is needed: it goes together with average_inventory", "monthly_units"
        )
    sold, kept = read_decimal(units, "monthly_units"), read_decimal(stock, "average_inventory")
    if sold <= 0 or kept < 0:
        name = "monthly_units" if sold <= 0 else "average_inventory"
        raise InputError("out_of_range", f"{name} is {shown(row[name])}; it must be more than 0", name)
    stored = (kept / sold * 365 / 12).to_integral_value(ROUND_HALF_UP)
    if stored > days.largest:
        raise InputError(
            "out_of_range",
            f"a unit would be stored for {stored} days; at most {days.largest:,} are priced",
            "average_inventory",
        )
    return int(stored)
