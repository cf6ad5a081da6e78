"""Size tier, dimensional weight and shipping weight, as the market's card has them.

"Product size tiers" (US: Seller Central GG5KW835AHDJCH8W; Europe: rate card, "Size tiers"): sort the sides; tiers are
tried in the card's order. Limits are inclusive. "Dimensional weight" (G53Z9EKF8VVZVH29): length x width x height by the
divisor; for tiers with a minimum side the two smaller sides count as at least that.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction

from logicost.errors import RefusedError
from logicost.fees.cards import read_card
from logicost.fees.tiers import LENGTHS, SizeTiers
from logicost.fees.vocabularies import size_groups, tier_names
from logicost.market import Market
from logicost.measurement import GRAMS, MILLIMETRES
from logicost.rules.expressions import (
    UP,
    Expression,
    Reference,
    every,
    first_of,
    maximum,
    select,
    some,
)
from logicost.rules.plan import Kind, Plan, defines, once
from logicost.tables.edition import Edition


@defines("size_tier", "dimensional_weight", "shipping_weight", "size_group")
def size_tier(plan: Plan) -> None:
    """The tier and what goes by it.

    Raises:
        RefusedError: ``date_before_tables`` where no size tiers are on file for the day.
    """
    choice = plan.choose("size_tiers")
    if choice.edition is None:
        raise RefusedError(
            "date_before_tables",
            f"{choice.why or 'no size tiers hold on that day'}: FBA and MCF need its size tiers",
            "on",
        )
    card: SizeTiers = read_card(choice.edition)
    names, source = tier_names(plan.shelf, plan.market), choice.edition.id
    unit_weight = plan.input("unit_weight")
    tier_of_unit, by_tier = _tier(plan, choice.edition)
    cases = [(tier_of_unit.equals(names.index(name)), dimensional) for name, dimensional in by_tier.items()]
    dimensional_weight = plan.step(
        "dimensional_weight",
        first_of(*cases[:-1], otherwise=cases[-1][1]),
        Kind.WEIGHT,
        "as it counts for the tier",
        source,
    )
    by_unit = [name for name, tier in card.tiers.items() if tier.ships_by_unit_weight]
    told = ", ".join(name.replace("_", " ") for name in by_unit)
    plan.step(
        "shipping_weight",
        select(plan.is_word(tier_of_unit, *by_unit), unit_weight,
               maximum(unit_weight, dimensional_weight)),
        Kind.WEIGHT,
        f"unit weight for {told}; else the greater of unit and dimensional weight",
        source,
    )  # fmt: skip
    groups = size_groups(plan.shelf, plan.market)
    of_group = [
        (plan.is_word(tier_of_unit, *(name for name, tier in card.tiers.items() if tier.group == group)), number)
        for number, group in enumerate(groups)
        if any(tier.group == group for tier in card.tiers.values())
    ]
    plan.step(
        "size_group",
        first_of(*of_group[:-1], otherwise=of_group[-1][1]),
        Kind.WORD,
        "the size class of the tier",
        source,
        groups,
    )


@once
def tier_by(plan: Plan, day: dt.date) -> Reference:
    """The tier by the size tiers of another day, for cards that still speak of them."""
    edition = plan.shelf.choose(plan.market.code, "size_tiers", day).edition
    if edition is None or edition is plan.choose("size_tiers").edition:
        return plan["size_tier"]
    return _tier(plan, edition, f"of_{edition.effective:%Y_%m_%d}")[0]


@dataclass(frozen=True, slots=True)
class Shifted:
    """The unit as it would be with every side so many grains longer, and as many tenths of a gram heavier.

    Attributes:
        name: ``shorter`` or ``longer``, the end of its steps' names; tier: its size tier.
        measures: of `LENGTHS` and `WEIGHTS`, and its shipping weight.
    """

    name: str
    tier: Reference
    measures: dict[str, Expression]


@once
def shifted(plan: Plan, name: str, shift: int) -> Shifted:
    edition = plan.choose("size_tiers").edition
    assert edition is not None  # asked for where there are tiers
    card: SizeTiers = read_card(edition)
    measures = _measures(plan, shift)
    tier, by_tier = _tier(plan, edition, f"if_{name}", measures)
    by_unit = [each for each, of_tier in card.tiers.items() if of_tier.ships_by_unit_weight]
    weight, dimensional = measures["unit_weight"], by_tier[list(card.tiers)[-1]]
    shipping = plan.step(
        f"shipping_weight_if_{name}",
        select(plan.is_word(tier, *by_unit), weight, maximum(weight, dimensional)),
        Kind.WEIGHT,
        f"by sides 1 mm {name}, and a gram",
    )
    return Shifted(name, tier, {**measures, "shipping_weight": shipping})


def _measures(plan: Plan, shift: int) -> dict[str, Expression]:
    """Sides, volume and unit weight, with every side so many grains longer and as many tenths of a gram more."""
    lengths: dict[str, Expression] = {name: plan[name] for name in LENGTHS}
    weight: Expression = plan.input("unit_weight")
    if not shift:
        return {**lengths, "volume": plan["measured_volume"], "unit_weight": weight}
    sides: dict[str, Expression] = {name: maximum(lengths[name] + shift, 1) for name in LENGTHS[:3]}
    longest, median, shortest = sides.values()
    girth = longest + (median + shortest) * 2
    volume = longest * median * shortest
    return {**sides, LENGTHS[3]: girth, "volume": volume, "unit_weight": maximum(weight + shift, 1)}


def _tier(
    plan: Plan, edition: Edition, suffix: str = "", measured: dict[str, Expression] | None = None
) -> tuple[Reference, dict[str, Reference]]:
    """Steps of an edition's tier of the unit, and the dimensional weight that counts for each tier.

    Args:
        suffix: of the names of the steps; measured: sides, volume and weight, if not those of the unit.
    """
    card: SizeTiers = read_card(edition)
    names, source = tier_names(plan.shelf, plan.market), edition.id
    measured = measured or _measures(plan, 0)
    unit_weight, volume = measured["unit_weight"], measured["volume"]
    lengths = {name: measured[name] for name in LENGTHS}

    def named(step: str) -> str:
        return f"{step}_{suffix}" if suffix else step

    real = plan.step(
        named("dimensional_weight_of_real_sides"),
        _dimensional(volume, card.divisor, plan.market),
        Kind.WEIGHT,
        f"volume / {card.divisor}",
        source,
    )
    raised = _raised(plan, card, source, real, named("dimensional_weight_of_raised_sides"))
    by_tier: dict[str, Reference] = {}
    fits: list[tuple[Expression, int]] = []
    for name, tier in card.tiers.items():
        dimensional = raised if tier.minimum_side else real
        if tier.on_request:
            dimensional = plan.step(
                named(f"dimensional_weight_{name}"),
                select(plan.input("large_standard_minimum_side"), raised, real),
                Kind.WEIGHT,
                "real sides, unless the minimum side is asked for",
                source,
            )
        by_tier[name] = dimensional
        measures = {
            **lengths,
            "unit_weight": unit_weight,
            "dimensional_weight": dimensional,
            "greater_weight": maximum(unit_weight, dimensional),
        }
        conditions = [limit.holds(measures[limit.of]) for limit in tier.every]
        if tier.any:
            conditions.append(some(*(limit.holds(measures[limit.of]) for limit in tier.any)))
        if conditions:
            note = "one of the tier's limits is exceeded" if tier.any else "every limit of the tier holds"
            fit = plan.step(named(f"fits_{name}"), every(*conditions), Kind.FLAG, note, source)
            fits.append((fit, names.index(name)))
    tier_of_unit = plan.step(
        named("size_tier"),
        first_of(*fits, otherwise=names.index(list(card.tiers)[-1])),
        Kind.WORD,
        "the first tier whose every limit holds",
        source,
        names,
    )
    return tier_of_unit, by_tier


def _raised(plan: Plan, card: SizeTiers, source: str, real: Reference, name: str) -> Reference:
    least = max(tier.minimum_side for tier in card.tiers.values())
    if not least:
        return real
    volume = plan["longest"] * maximum(plan["median"], least) * maximum(plan["shortest"], least)
    return plan.step(
        name,
        _dimensional(volume, card.divisor, plan.market),
        Kind.WEIGHT,
        f"median and shortest side count as at least the minimum, then volume / {card.divisor}",
        source,
    )


def _dimensional(volume: Expression, divisor: int, market: Market) -> Expression:
    """Volume by divisor in the market's weight grain, rounded up to the grain so that every edge stays exact."""
    grains = dimensional_ratio(market) / divisor
    return (volume * grains.numerator).divided_by(grains.denominator, UP)


def dimensional_ratio(market: Market) -> Fraction:
    """Weight grains in one cubed length grain, before the divisor (cubic inches per pound, or cm3 per kg)."""
    length, weight = MILLIMETRES[market.length_unit], GRAMS[market.weight_unit]
    return (market.length_grain / length) ** 3 * (weight / market.weight_grain)
