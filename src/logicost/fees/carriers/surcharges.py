"""Surcharges of a parcel: the season's increase, nonstandard fees, size and weight, residential, fuel."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from logicost.fees.carriers.card import CarrierCard, HolidayIncrease, Nonstandard, Surcharge
from logicost.fees.charge import Charge
from logicost.fees.known import estimate_where, given_or
from logicost.fees.sourced import Sourced, sourced
from logicost.fees.steps import percent_of
from logicost.inputs.days import day_number
from logicost.inputs.fields import NOT_GIVEN
from logicost.inputs.readers import RATE_GRAINS
from logicost.rules.expressions import (
    FALSE,
    Cell,
    Expression,
    Reference,
    expression,
    maximum,
    select,
    some,
    total,
)
from logicost.rules.plan import Kind, Plan
from logicost.rules.table import number_of
from logicost.rules.text import without_zeros
from logicost.tables.shelf import Choice
from logicost.tables.status import Status

WEEK = 7  # days for which a percentage of fuel holds


@dataclass(frozen=True, slots=True)
class Parcel:
    """The parcel as one carrier measures it."""

    longest: Reference
    median: Reference
    length_plus_girth: Reference
    volume: Reference
    weight: Reference
    billable: Reference


def exceeds(
    surcharge: Surcharge, longest: Reference, median: Reference, girth: Reference, volume: Reference, weight: Reference
) -> Expression:
    limits = (
        (longest, surcharge.longest_over),
        (median, surcharge.median_over),
        (girth, surcharge.length_plus_girth_over),
        (volume, surcharge.volume_over),
        (weight, surcharge.weight_over),
    )
    return some(*(value > limit for value, limit in limits if limit is not None))


@dataclass(frozen=True, slots=True)
class Extra:
    """An amount for each zone, with its status."""

    amounts: dict[str, Expression]
    statuses: dict[str, Expression]

    def __call__(self, zone: str) -> tuple[Expression, Expression]:
        return self.amounts.get(zone, expression(0)), self.statuses.get(zone, expression(0))


def surcharges_of(plan: Plan, carrier: str, kind: str) -> str | None:
    """The table of the carrier's surcharges of a kind, which the market's file names; None for carriers without."""
    prefix = dict(plan.market.surcharges_of).get(carrier)
    return f"{prefix}_{kind}" if prefix else None


def of_zones(plan: Plan, words: Iterable[str]) -> None:
    """See to it that a card's zones are the market's.

    Raises:
        TableError: ``table_word_unknown``.
    """
    for word in words:
        number_of(plan.market.zones, word, "zone")


def holiday_increase(plan: Plan, carrier: str, card: CarrierCard, parcel: Parcel) -> Extra:
    """The season's increase, added to the price by billed weight and zone group."""
    nothing = Extra({}, {})
    name = surcharges_of(plan, carrier, "holiday_increase")
    if card.holiday_inside or name is None:
        return nothing
    fee = sourced(plan, name)
    if fee.choice.nothing_charged:
        return nothing
    increase: HolidayIncrease | None = fee.card
    if increase is None and fee.choice.status is Status.ESTIMATE:
        return Extra({}, dict.fromkeys(plan.market.zones, expression(Status.ESTIMATE)))
    if increase is None or carrier not in increase.rates:
        return Extra({}, dict.fromkeys(plan.market.zones, expression(Status.UNSOURCED)))
    of_zones(plan, increase.groups)
    amounts: dict[str, Expression] = {}
    statuses: dict[str, Expression] = dict.fromkeys(plan.market.zones, expression(Status.UNSOURCED))
    for group in sorted(set(increase.groups.values())):
        name = f"{carrier}_holiday_{group}"
        find = plan.find(increase.rates[carrier], (group,), parcel.billable)
        row = fee.step(f"{name}_row", find, Kind.ROW)
        amount = fee.step(name, Cell(find.table, row, "base", 0), Kind.MONEY, "the holiday increase")
        status = fee.step(
            f"{name}_status",
            maximum(Cell(find.table, row, "status", Status.UNSOURCED), fee.choice.status),
            Kind.STATUS,
            fee.choice.why,
        )
        for zone in (zone for zone, number in increase.groups.items() if number == group):
            amounts[zone], statuses[zone] = amount, status
    return Extra(amounts, statuses)


def tell_season(fee: Charge, carrier: str, card: CarrierCard, by_card: Expression) -> None:
    """A note in a season whose increase is not on file."""
    name = surcharges_of(fee.plan, carrier, "holiday_increase")
    if card.holiday_inside or name is None:
        return
    choice = sourced(fee.plan, name).choice
    if choice.status is Status.ESTIMATE and choice.edition is None:
        told = fee.step(f"{carrier}_season_is_open", by_card, Kind.FLAG, "the season's increase is not on file")
        fee.note(f"the holiday increase of {card.carrier} is not on file: {choice.why}", told)


def nonstandard_fee(plan: Plan, carrier: str, parcel: Parcel) -> Extra:
    """Fees for nonstandard parcels: at most one for length, and one for volume on top."""
    name = surcharges_of(plan, carrier, "nonstandard")
    if name is None:
        return Extra({}, {})
    fee_card = sourced(plan, name)
    card: Nonstandard | None = fee_card.card
    choice = fee_card.choice
    if card is None:
        return Extra({}, dict.fromkeys(plan.market.zones, expression(choice.status)))
    by_length: Expression = expression(0)
    by_volume: Expression = expression(0)
    unknown: list[Expression] = []
    for kind, limit, amount in sorted(card.fees.get(carrier, ()), key=lambda fee: fee[1]):
        beyond = (parcel.longest if kind == "length" else parcel.volume) > limit
        if amount is None:
            unknown.append(beyond)
        elif kind == "length":
            by_length = select(beyond, amount, by_length)
        else:
            by_volume = select(beyond, amount, by_volume)
    fee = fee_card.step(f"{carrier}_nonstandard", by_length + by_volume, Kind.MONEY, "by length and volume")
    known = select(fee > 0, choice.status, 0)
    doubt = select(some(*unknown), Status.UNSOURCED, known) if unknown else known
    status = fee_card.step(f"{carrier}_nonstandard_status", doubt, Kind.STATUS, choice.why)
    return Extra(dict.fromkeys(plan.market.zones, fee), dict.fromkeys(plan.market.zones, status))


@dataclass(frozen=True, slots=True)
class SizeSurcharge:
    """The surcharge by size for a column of the card, and what makes it an estimate."""

    by_column: tuple[Expression, ...]
    status: Expression

    def __call__(self, column: int) -> Expression:
        return self.by_column[column] if self.by_column else FALSE


def size_surcharge(fee: Sourced, carrier: str, card: CarrierCard, parcel: Parcel) -> SizeSurcharge:
    """The greatest of the surcharges that apply; whether they add up is not published, so several are an estimate."""
    flags: list[Reference] = []
    for name, surcharge in card.surcharges.items():
        applies = exceeds(
            surcharge, parcel.longest, parcel.median, parcel.length_plus_girth, parcel.volume, parcel.weight
        )
        flags.append(fee.step(f"{carrier}_{name}_applies", applies, Kind.FLAG, "over its limits"))
    if not flags:
        return SizeSurcharge((), FALSE)
    items = card.surcharges.values()
    season = [card.demand_of(fee.plan, name) for name in card.surcharges]
    by_column = tuple(
        maximum(
            *(
                select(flag, (item.amounts[column] or 0) + demand, 0)
                for flag, item, demand in zip(flags, items, season, strict=True)
            )
        )
        for column in range(len(card.zones))
    )
    derived: list[Expression] = [flag for flag, item in zip(flags, items, strict=True) if item.derived]
    derived += [flag & (demand > 0) for flag, demand in zip(flags, season, strict=True)]
    unknown = [flag for flag, item in zip(flags, items, strict=True) if None in item.amounts]
    guess = some(total(*flags) > 1, *derived)
    known = estimate_where(guess)
    return SizeSurcharge(by_column, select(some(*unknown), Status.UNSOURCED, known) if unknown else known)


def with_surcharges(
    fee: Sourced, prefix: str, card: CarrierCard, price: Expression, size: Expression, added: Expression
) -> Expression:
    """Transportation, residential and size surcharges, those of place and season, and fuel on what the carrier takes it of.

    Args:
        added: what place and season add.
    """
    plan = fee.plan
    home = select(plan.input("residential"), card.residential, 0)
    if card.surcharges:
        size = fee.step(f"{prefix}_size_surcharge", size, Kind.MONEY, "the greatest that applies")
    if card.fuel is None:
        return price + home + size + added
    base = price + home + size + added if card.fuel.of_surcharges else price + home
    given = plan.input("fuel_percent")
    as_of, on_file = plan.fact(card.fuel.near)
    rate = given_or(given, on_file)
    fuel = fee.step(f"{prefix}_fuel", percent_of(plan, base, rate), Kind.MONEY, f"fuel, as of {as_of}")
    return price + home + size + added + fuel


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
        fee.note(
            f"{card.carrier.partition(',')[0]}: fuel is {percent} % as of {as_of}, {how_old}, "
            "and changes weekly: give fuel_percent",
            plan.step(f"{carrier}_fuel_is_{name}", from_card & when, Kind.FLAG, of_another),
        )
