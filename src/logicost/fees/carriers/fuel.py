"""A carrier's fuel surcharge: a percentage that holds for a week."""

from __future__ import annotations

from fractions import Fraction

from logicost.fees.carriers.card import CarrierCard
from logicost.fees.charge import Charge
from logicost.inputs.days import day_number
from logicost.inputs.fields import NOT_GIVEN
from logicost.inputs.readers import RATE_GRAINS
from logicost.rules.expressions import (
    FALSE,
    Expression,
    expression,
    maximum,
    select,
)
from logicost.rules.plan import Kind, Plan
from logicost.rules.text import without_zeros
from logicost.tables.shelf import Choice
from logicost.tables.status import Status

WEEK = 7  # days for which a percentage of fuel holds


def fuel_status(plan: Plan, card: CarrierCard, choice: Choice) -> Expression:
    """Fuel rates hold for a week; outside it the one on file is an estimate. The user's own is an override."""
    if card.fuel is None:
        return FALSE
    as_of, _ = plan.fact(card.fuel.near)
    age = plan.input("ship_day") - day_number(as_of)
    is_own = choice.edition is not None and choice.edition.own
    on_file = expression(0) if is_own else select((age >= 0) & (age < WEEK), int(Status.EXACT), int(Status.ESTIMATE))
    return select(plan.input("fuel_percent") > NOT_GIVEN, int(Status.OVERRIDE), on_file)


def tell_fuel(fee: Charge, carrier: str, by_card: Expression) -> None:
    """Note how old the fuel percentage on file is: not in its own week, nor where the card or the figure is the user's.

    Args:
        by_card: where the price is that of the card.
    """
    plan, card, edition = fee.plan, fee.card, fee.choice.edition
    if card.fuel is None or edition is None or edition.own:
        return
    as_of, rate = plan.fact(card.fuel.near)
    percent = without_zeros(Fraction(rate * 100, RATE_GRAINS))
    from_card = plan.input("fuel_percent").equals(NOT_GIVEN) & by_card
    age = plan.input("ship_day") - day_number(as_of)
    days = plan.step(f"{carrier}_fuel_days", maximum(age, 0), Kind.COUNT, "days before the ship date")
    for name, when, how_old in (
        ("old", age >= WEEK, f"{{{days.name}}} days before the ship date"),
        ("later", age < 0, "after the ship date"),
    ):
        of_another = "the fuel percentage on file is of another week"
        fee.note_where(
            f"{carrier}_fuel_is_{name}",
            from_card & when,
            f"{card.carrier.partition(',')[0]}: fuel is {percent} % as of {as_of}, {how_old}, "
            "and changes weekly: give fuel_percent",
            of_another,
        )
