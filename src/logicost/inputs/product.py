"""A product as its seller describes it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict

from logicost.errors import InputError, nearest, shown
from logicost.inputs.fields import FIELDS
from logicost.inputs.readers import is_blank, read_flag
from logicost.inputs.scalar import read_sides, read_weight
from logicost.measurement import quantity
from logicost.money import to_grains
from logicost.tables.shelf import default_market, find_market

if TYPE_CHECKING:
    from pint import Quantity

PRODUCT_FIELDS = tuple(field.name for field in FIELDS if field.product)


class Product(BaseModel):
    """A packaged unit for sale: frozen, checked when it is made.

    Sides and weight are text (``"5.1 x 4.3 x 4.2 in"``, ``"14.2 oz"``), numbers with a unit beside them, or pint
    quantities; a bare number is in the market's unit (inches and pounds in the US, centimetres and kilograms
    elsewhere). Amounts are in the market's currency.

    Attributes:
        dimensions: three pint quantities, longest first; `weight`: a pint quantity.
        price, cost, inbound_freight, duty, advertising: Decimals; None where not given.
        category: a referral category by slug or label; checked when quoted, as the categories depend on the tables.

    Raises:
        InputError: with `.code` and `.field`, for the first value that cannot be used.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    sku: str
    market: str
    sides: tuple[Fraction, Fraction, Fraction]
    mass: Fraction
    price: Decimal
    category: str | None
    cost: Decimal | None
    inbound_freight: Decimal | None
    duty: Decimal | None
    advertising: Decimal | None
    apparel: bool | None
    dangerous_goods: bool
    sipp: bool

    def __init__(
        self,
        *,
        sku: str = "",
        market: str | None = None,
        dimensions: object = None,
        length: object = None,
        width: object = None,
        height: object = None,
        dimension_unit: str | None = None,
        weight: object = None,
        weight_unit: str | None = None,
        price: object = None,
        category: str | None = None,
        cost: object = None,
        inbound_freight: object = None,
        duty: object = None,
        advertising: object = None,
        apparel: object = None,
        dangerous_goods: object = None,
        sipp: object = None,
        **unknown: object,
    ) -> None:
        if unknown:
            name = next(iter(unknown))
            raise InputError(
                "unknown_option", f"Product has no field {shown(name)}.{nearest(name, list(PRODUCT_FIELDS))}", name
            )
        store = find_market(market or default_market())
        row = {
            "dimensions": dimensions, "length": length, "width": width, "height": height,
            "dimension_unit": dimension_unit, "weight": weight, "weight_unit": weight_unit,
        }  # fmt: skip
        if is_blank(price):
            raise InputError("missing_value", "price is missing", "price")
        currency = store.currency

        def amount(value: object, name: str, positive: bool = False) -> Decimal:
            return currency.decimal(to_grains(currency.bare(value, name), name, positive=positive))

        amounts = {"cost": cost, "inbound_freight": inbound_freight, "duty": duty, "advertising": advertising}
        flags = {"apparel": apparel, "dangerous_goods": dangerous_goods, "sipp": sipp}
        said = {name: None if is_blank(value) else bool(read_flag(value, name)) for name, value in flags.items()}
        super().__init__(
            sku=str(sku),
            market=store.code,
            sides=tuple(sorted(read_sides(row, store.length_unit), reverse=True)),
            mass=read_weight(row, store.weight_unit),
            price=amount(price, "price", positive=True),
            category=None if is_blank(category) else str(category),
            **{name: None if is_blank(value) else amount(value, name) for name, value in amounts.items()},
            apparel=said["apparel"],
            dangerous_goods=bool(said["dangerous_goods"]),
            sipp=bool(said["sipp"]),
        )

    @property
    def dimensions(self) -> tuple[Quantity[Decimal], ...]:
        return tuple(quantity(side, find_market(self.market).length_unit) for side in self.sides)

    @property
    def weight(self) -> Quantity[Decimal]:
        return quantity(self.mass, find_market(self.market).weight_unit)

    def row(self) -> dict[str, Any]:
        """The product as one row of catalog columns, in exact millimetres and grams."""
        given: Mapping[str, object] = {
            name: getattr(self, name)
            for name in ("sku", "price", "category", "cost", "inbound_freight", "duty", "advertising", "apparel")
        }
        return {
            **given,
            "dangerous_goods": self.dangerous_goods,
            "sipp": self.sipp,
            "sides": self.sides,
            "mass": self.mass,
        }
