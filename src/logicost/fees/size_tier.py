"""Size tier, dimensional weight and shipping weight.

"Product size tiers" (Seller Central GG5KW835AHDJCH8W): sort the sides; tiers are tried in the card's order; every limit
is inclusive. "Dimensional weight" (G53Z9EKF8VVZVH29): length x width x height by the divisor; for bulky and extra-large
tiers the two smaller sides count as at least 2 inches.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from logicost.errors import RefusedError
from logicost.fees.cards import read_card, reads
from logicost.fees.vocabularies import tier_names
from logicost.market import Market
from logicost.measurement import GRAMS, MILLIMETRES
from logicost.rules.expressions import UP, Expression, Reference, every, first_of, maximum, minimum, select
from logicost.rules.plan import Kind, Plan, defines
from logicost.tables.cursor import Cursor
from logicost.tables.edition import Edition


@dataclass(frozen=True, slots=True)
class Tier:
    """One row of the card; limits are None where the card sets none."""

    name: str
    longest: int | None
    median: int | None
    shortest: int | None
    length_plus_girth: int | None
    weight: int | None
    tier_by_unit_weight: bool
    ships_by_unit_weight: bool
    minimum_side: int


@dataclass(frozen=True, slots=True)
class SizeTiers:
    divisor: int
    tiers: tuple[Tier, ...]


@reads("size_tiers/1")
def read_size_tiers(edition: Edition, body: Cursor) -> SizeTiers:
    tiers = tuple(_read_tier(name.text(), tier) for name, tier in body.need("tiers").items())
    return SizeTiers(body.need("dimensional_divisor").divisor(), tiers)


def _read_tier(name: str, cursor: Cursor) -> Tier:
    limits = {key: cursor.get(key) for key in ("longest", "median", "shortest", "length_plus_girth")}
    weight, minimum_side = cursor.get("weight"), cursor.get("minimum_side")
    tier = Tier(
        name=name,
        **{key: limit.length() if limit else None for key, limit in limits.items()},
        weight=weight.weight() if weight else None,
        tier_by_unit_weight=cursor.need("tier_weight").choice("unit", "greater") == "unit",
        ships_by_unit_weight=cursor.need("shipping_weight").choice("unit", "greater") == "unit",
        minimum_side=minimum_side.length() if minimum_side else 0,
    )
    cursor.done()
    return tier


@defines("longest", "median", "shortest")
def sides(plan: Plan) -> None:
    a, b, c = (plan.input(f"side_{number}") for number in (1, 2, 3))
    plan.step("longest", maximum(a, b, c), Kind.LENGTH, "the longest side")
    plan.step("shortest", minimum(a, b, c), Kind.LENGTH, "the shortest side")
    plan.step("median", maximum(minimum(a, b), minimum(maximum(a, b), c)), Kind.LENGTH, "the side between")


@defines("length_plus_girth")
def length_plus_girth(plan: Plan) -> None:
    girth = (plan["median"] + plan["shortest"]) * 2
    plan.step("length_plus_girth", plan["longest"] + girth, Kind.LENGTH, "longest + 2 x (median + shortest)")


@defines("unit_volume")
def unit_volume(plan: Plan) -> None:
    volume = plan["longest"] * plan["median"] * plan["shortest"]
    plan.step("unit_volume", volume, Kind.VOLUME, "the real sides multiplied")


@defines("size_tier", "dimensional_weight", "shipping_weight")
def size_tier(plan: Plan) -> None:
    """The tier and the weights that go by it.

    Raises:
        RefusedError: ``date_before_tables`` where no size tiers are on file for the day.
    """
    choice = plan.choose("size_tiers")
    if choice.edition is None:
        raise RefusedError(
            "date_before_tables", f"no size tiers are on file for {plan.market.code} on {plan.day.isoformat()}", "on"
        )
    card: SizeTiers = read_card(choice.edition)
    names, source = tier_names(plan.shelf, plan.market), choice.edition.id
    longest, median, shortest = plan["longest"], plan["median"], plan["shortest"]
    girth, unit_weight = plan["length_plus_girth"], plan.input("unit_weight")
    real = plan.step(
        "dimensional_weight_of_real_sides",
        _dimensional(plan["unit_volume"], card.divisor, plan.market),
        Kind.WEIGHT,
        f"volume / {card.divisor}",
        source,
    )
    raised = _raised(plan, card, source, longest, median, shortest, real)
    by_tier: dict[str, Reference] = {}
    fits: list[tuple[Expression, int]] = []
    for tier in card.tiers:
        dimensional = raised if tier.minimum_side else real
        if tier.name == "large_standard" and raised is not real:
            dimensional = plan.step(
                "dimensional_weight_large_standard",
                select(plan.input("large_standard_minimum_side"), raised, real),
                Kind.WEIGHT,
                "real sides, unless the 2-inch minimum is asked for",
                source,
            )
        by_tier[tier.name] = dimensional
        weight = unit_weight if tier.tier_by_unit_weight else maximum(unit_weight, dimensional)
        limits = [
            (longest, tier.longest),
            (median, tier.median),
            (shortest, tier.shortest),
            (girth, tier.length_plus_girth),
            (weight, tier.weight),
        ]
        conditions = [value <= limit for value, limit in limits if limit is not None]
        if conditions:
            fit = plan.step(f"fits_{tier.name}", every(*conditions), Kind.FLAG, "every limit of the tier holds", source)
            fits.append((fit, names.index(tier.name)))
    tier_of_unit = plan.step(
        "size_tier",
        first_of(*fits, otherwise=names.index(card.tiers[-1].name)),
        Kind.WORD,
        "the first tier whose every limit holds",
        source,
        names,
    )
    cases = [(tier_of_unit.equals(names.index(tier.name)), by_tier[tier.name]) for tier in card.tiers]
    dimensional_weight = plan.step(
        "dimensional_weight",
        first_of(*cases[:-1], otherwise=cases[-1][1]),
        Kind.WEIGHT,
        "as it counts for the tier",
        source,
    )
    by_unit = [names.index(tier.name) for tier in card.tiers if tier.ships_by_unit_weight]
    plan.step(
        "shipping_weight",
        select(tier_of_unit.is_one_of(*by_unit), unit_weight, maximum(unit_weight, dimensional_weight)),
        Kind.WEIGHT,
        "unit weight for small standard and 150+ lb, else the greater of unit and dimensional weight",
        source,
    )


def _raised(
    plan: Plan,
    card: SizeTiers,
    source: str,
    longest: Reference,
    median: Reference,
    shortest: Reference,
    real: Reference,
) -> Reference:
    least = max(tier.minimum_side for tier in card.tiers)
    if not least:
        return real
    volume = longest * maximum(median, least) * maximum(shortest, least)
    return plan.step(
        "dimensional_weight_of_raised_sides",
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
