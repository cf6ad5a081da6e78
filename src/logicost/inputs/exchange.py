"""Costs that are given in another currency than the store's: converted by the seller's own rates, and by nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from logicost.currency_marks import plain_amount, split_amount
from logicost.errors import InputError, shown
from logicost.inputs.defaults import Defaults
from logicost.inputs.readers import is_blank
from logicost.money import GRAINS_PER_UNIT, PLACES, Currency, to_grains
from logicost.number import half_up, read_decimal

COSTS = (  # which may be in another currency
    "cost", "inbound_freight", "duty", "own_prep", "advertising", "own_storage", "packaging", "handling",
)  # fmt: skip
CONVERTED = {name: f"{name}_is_converted" for name in COSTS}  # the flag among the inputs of the rules


class Converted(Decimal):
    """An amount in the store's currency that was given in another one."""


def convert(value: object, field: str, currency: Currency, defaults: Defaults) -> object:
    """A cost in the store's currency, where it is given in another one; any other value as it is.

    Half-up to 0.0001, once.

    Raises:
        InputError: ``currency_mismatch`` without a rate, or where the mark may mean several currencies; those of `to_grains`.
    """
    if not isinstance(value, str):
        return value
    _, meant = split_amount(value, currency.marks)
    if meant is None or currency.code in meant or not meant:
        return value
    if len(meant) > 1:
        raise InputError(
            "currency_mismatch",
            f"{field} is {shown(value)}, in {' or '.join(meant)}; write it with the code of its currency: 12.50 {meant[0]}",
            field,
        )
    (code,) = meant
    rate = defaults.rate(code, currency.code)
    if rate is None:
        raise InputError(
            "currency_mismatch",
            f"{field} is {shown(value)} and this store's amounts are in {currency.code}: give {code}_{currency.code}, what "
            f"one {code} is in {currency.code}, under [exchange] in logicost.toml",
            field,
        )
    number = read_decimal(plain_amount(value, field, (code,)), field)
    to_grains(number, field)  # what is refused in the store's currency is refused in any
    here = Converted(Decimal(half_up(Fraction(number) * rate * GRAINS_PER_UNIT)).scaleb(-PLACES))
    to_grains(here, field)
    return here


def with_costs_converted(row: Mapping[str, Any], currency: Currency, defaults: Defaults) -> Mapping[str, Any]:
    """The row with its costs in the store's currency.

    Raises:
        InputError: as `convert`.
    """
    found = {
        name: convert(row[name], name, currency, defaults) for name in COSTS if name in row and not is_blank(row[name])
    }
    return {**row, **found}
