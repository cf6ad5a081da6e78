"""The seller's own figure in place of a card's: it is an override, and no card is named."""

from __future__ import annotations

from dataclasses import dataclass

from logicost.fees.charge import Charge
from logicost.fees.known import own_or
from logicost.rules.expressions import Expression, Reference, Value, expression, select


@dataclass(frozen=True, slots=True)
class OwnFigure:
    """`flag`: where it is given; None in a variant of the fee that has none."""

    flag: Reference | None
    figure: Value

    def amount_or(self, by_card: Value) -> Expression:
        return expression(by_card) if self.flag is None else select(self.flag, self.figure, by_card)

    def status_or(self, by_card: Value) -> Expression:
        return expression(by_card) if self.flag is None else own_or(self.flag, by_card)


def own_figure(fee: Charge, flag: Reference, figure: Value, why: str) -> OwnFigure:
    """Such a figure, and the line's reason where it is given."""
    fee.is_own(flag)
    fee.why(why, flag)
    return OwnFigure(flag, figure)


NO_FIGURE = OwnFigure(None, 0)
