"""Delivery area surcharges: by the class of the destination's ZIP code in the carrier's list."""

from __future__ import annotations

from logicost.fees.charge import Charge
from logicost.fees.declared import (
    by_word,
    is_said,
    money_of,
    or_gap,
    part,
)
from logicost.fees.known import estimate_where
from logicost.inputs.fields import NOT_GIVEN
from logicost.rules.expressions import Expression, expression, first_of, select, some
from logicost.rules.plan import Kind
from logicost.rules.text import show
from logicost.tables.cursor import Cursor
from logicost.tables.status import Status


@part
class Areas:
    """Delivery area surcharges by class, which both have; None where no amount is on file.

    Attributes:
        derived: the amounts are of one source, or doubtful: an estimate where one is charged.
    """

    residential: dict[str, int | None] = by_word(or_gap(money_of))
    commercial: dict[str, int | None] = by_word(or_gap(money_of))
    derived: bool = is_said("derived", "one_source", of="origin")

    def check(self, body: Cursor) -> None:
        if set(self.residential) != set(self.commercial):
            body.need("commercial").fail("must have the classes of residential")


def delivery_area_surcharge(
    fee: Charge, carrier: str, areas: Areas, by_card: Expression
) -> tuple[Expression, Expression]:
    plan = fee.plan
    given, home = plan.input("delivery_area"), plan.input("residential")
    classes = dict.fromkeys((*plan.vocabulary(given.name)[1:], *areas.residential))  # the first is none
    cells = [
        (plan.is_word(given, area) & kind, cell)
        for kind, amounts in ((home, areas.residential), (~home, areas.commercial))
        for area, cell in ((area, amounts.get(area)) for area in classes)
    ]
    charged = first_of(*((when, cell) for when, cell in cells if cell), otherwise=0)
    amount = fee.step(f"{carrier}_delivery_area", charged, Kind.MONEY, "the delivery area surcharge")
    gap = some(*(when for when, cell in cells if cell is None))
    missing = fee.step(f"{carrier}_delivery_area_is_missing", gap, Kind.FLAG, "its surcharge is not on file")
    fee.why(f"{called(fee)}: its surcharge in such a delivery area is not on file; give postage", missing)
    most = max((cell or 0 for _, cell in cells), default=0)
    how_much = f" of up to {show(most, Kind.MONEY, plan.market)}" if most else ""
    asked = fee.step(f"{carrier}_area_not_given", by_card & given.equals(NOT_GIVEN), Kind.FLAG, "not given")
    fee.note(
        f"{called(fee)}: a delivery area surcharge{how_much} may come on top, by ZIP code: give delivery_area", asked
    )
    known = estimate_where(amount > 0) if areas.derived else expression(0)
    return amount, select(missing, Status.UNSOURCED, select(given.equals(NOT_GIVEN), Status.ESTIMATE, known))


def called(fee: Charge) -> str:
    name: str = fee.card.carrier
    return name.partition(",")[0]
