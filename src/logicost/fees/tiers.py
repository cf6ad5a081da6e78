"""The size-tier card: limits of sides and weights, tried in its order."""

from __future__ import annotations

from dataclasses import dataclass

from logicost.fees.declared import by_word, card_of, choice, divisor, key, length, nested, part, text
from logicost.rules.expressions import (
    Expression,
)
from logicost.tables.cursor import Cursor
from logicost.tables.edition import Edition

LENGTHS = ("longest", "median", "shortest", "length_plus_girth")
WEIGHTS = ("unit_weight", "dimensional_weight", "greater_weight")


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit on one measure of `LENGTHS` or `WEIGHTS`: more than it, or at most it."""

    of: str
    more_than: bool
    value: int

    def holds(self, measure: Expression) -> Expression:
        return measure > self.value if self.more_than else measure <= self.value


def limits_of(cursor: Cursor, _: Edition) -> tuple[Limit, ...]:
    """``{longest: 33 cm, unit_weight: [over 15 kg, 23 kg]}``."""
    limits: list[Limit] = []
    for name, value in cursor.items():
        of = name.choice(*LENGTHS, *WEIGHTS)
        for edge in value.list() if value.is_list() else [value]:
            text = edge.text().removeprefix("over ")
            bare = edge.with_text(text)
            limits.append(Limit(of, text != edge.text(), bare.length() if of in LENGTHS else bare.weight()))
    return tuple(limits)


@part
class Tier:
    """One row of the card.

    Attributes:
        group: the size class in which storage, removal and others sort it.
        every: limits that all hold; `any`: limits of which one holds. Without any the tier takes what no other took.
        ships_by_unit_weight: whether its shipping weight is the unit's, not the greater of unit and dimensional weight.
        least_side: what the two smaller sides count for at least; `on_request`: the same, but only if the seller asks for it.
    """

    group: str = text()
    every: tuple[Limit, ...] = key(limits_of, (), of="all")
    any: tuple[Limit, ...] = key(limits_of, ())
    ships_by: str = choice("unit", "greater")
    least_side: int = length(absent=0, of="minimum_side")
    on_request: int = length(absent=0, of="minimum_side_on_request")

    @property
    def minimum_side(self) -> int:
        return self.least_side or self.on_request

    @property
    def ships_by_unit_weight(self) -> bool:
        return self.ships_by == "unit"


@card_of("size_tiers/2")
class SizeTiers:
    divisor: int = divisor(of="dimensional_divisor")
    tiers: dict[str, Tier] = by_word(nested(Tier))

    def check(self, body: Cursor) -> None:
        tiers = body.need("tiers")
        if not self.tiers:
            tiers.fail("must have at least one tier")
        for name, tier in list(self.tiers.items())[:-1]:
            if not (tier.every or tier.any):
                tiers.need(name).fail("has no limits, so that no tier after it is tried: it must be the last")
