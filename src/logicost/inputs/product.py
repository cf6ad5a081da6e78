"""A product as its seller describes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field as Described
from pydantic import PrivateAttr, WithJsonSchema

from logicost.currency_marks import split_amount
from logicost.errors import InputError, nearest, shown, text_of
from logicost.inputs.exchange import COSTS
from logicost.inputs.fields import FIELDS, TITLE_MEANING
from logicost.inputs.given import MEASURE, Given, Sides, kept, plain_value
from logicost.inputs.readers import is_blank, read_money, read_price
from logicost.inputs.scalar import read_sides, read_weight
from logicost.market import Market
from logicost.measurement import quantity
from logicost.money import Currency
from logicost.tables.markets import Markets
from logicost.tables.shelf import find_market, open_shelf

if TYPE_CHECKING:
    from pint import Quantity

    from logicost.inputs.options import Amount, Flag

PRODUCT_FIELDS = ("sku", "title", *(field.name for field in FIELDS if field.product and field.name != "sku"))
_MONEY = tuple(field.name for field in FIELDS if field.product and field.read in (read_money, read_price))


Weight = Annotated[Any, MEASURE, WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "number"}]})]
Side = Annotated[Any, MEASURE, WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "number"}, {"type": "null"}]})]


class Product(Given):
    """A packaged unit for sale: frozen, checked when it is made, kept in the words that were given.

    Sides and weight are text (``"5.1 x 4.3 x 4.2 in"``, ``"14.2 oz"``), numbers with a unit beside them, or pint
    quantities; a bare number is in the market's unit (inches and pounds in the US, centimetres and kilograms
    elsewhere). Amounts are in the market's currency. A product that names no market is of the one that it is quoted in.

    Attributes:
        market: by which bare numbers are read; the usual one (US) where none is named, until it is quoted in another.
        title: what it is called, shown beside the sku wherever a person reads.
        dimensions: three pint quantities, longest first, in the market's unit; `weight`: a pint quantity.
        price, cost, inbound_freight, duty, own_prep, advertising, discount: Decimals; None where not given. A cost in
            another currency stays text (``"12 USD"``): the rates of ``defaults`` convert it when it is quoted.
        category: a referral category by slug or label; checked when quoted, as the categories depend on the tables.
        apparel, dangerous_goods, sipp: None where not given.

    Raises:
        InputError: with `.code` and `.field`, for the first value that cannot be used.
    """

    if TYPE_CHECKING:
        sku: str
        title: str | None
        market: str
        price: Decimal | None
        category: str | None
        cost: Decimal | str | None
        inbound_freight: Decimal | str | None
        duty: Decimal | str | None
        own_prep: Decimal | str | None
        advertising: Decimal | str | None
        advertising_rate: Amount | None
        discount: Decimal | None
        apparel: bool | None
        dangerous_goods: bool | None
        sipp: bool | None

        def __init__(
            self,
            *,
            sku: str = "",
            title: str | None = None,
            market: str | None = None,
            dimensions: str | Sequence[Any] | Quantity[Any] | None = None,
            length: object = None,
            width: object = None,
            height: object = None,
            dimension_unit: str | None = None,
            weight: Amount | Quantity[Any],
            weight_unit: str | None = None,
            price: Amount | None = None,
            category: str | None = None,
            cost: Amount | None = None,
            inbound_freight: Amount | None = None,
            duty: Amount | None = None,
            own_prep: Amount | None = None,
            advertising: Amount | None = None,
            advertising_rate: Amount | None = None,
            discount: Amount | None = None,
            apparel: Flag | None = None,
            dangerous_goods: Flag | None = None,
            sipp: Flag | None = None,
        ) -> None: ...

    else:
        sku: str = ""
        title: Annotated[str | None, Described(description=TITLE_MEANING)] = None
        market: str | None = None
        dimensions: Sides = None
        length: Side = None
        width: Side = None
        height: Side = None
        dimension_unit: str | None = None
        weight: Weight
        weight_unit: str | None = None
        price: Decimal | str | None = None
        category: str | None = None
        cost: Decimal | str | None = None
        inbound_freight: Decimal | str | None = None
        duty: Decimal | str | None = None
        own_prep: Decimal | str | None = None
        advertising: Decimal | str | None = None
        advertising_rate: Decimal | float | str | None = None
        discount: Decimal | str | None = None
        apparel: bool | None = None
        dangerous_goods: bool | None = None
        sipp: bool | None = None

    _measured: tuple[tuple[Fraction, ...], Fraction] = PrivateAttr()

    @classmethod
    def read(cls, values: Mapping[str, object]) -> dict[str, object]:
        store = find_market(None if is_blank(values.get("market")) else values["market"])
        bare = {
            name: _in_currency(value, name, store.currency) if name in _MONEY and not is_blank(value) else value
            for name, value in values.items()
        }
        # a currency that is written names the store as well
        is_named = not is_blank(values.get("market")) or any(
            bare[name] != values[name] for name in _MONEY & bare.keys()
        )
        found = super().read({**bare, "market": store.code} if is_named else bare)
        read_sides(found, store.length_unit)
        read_weight(found, store.weight_unit)
        return found

    @classmethod
    def keep(cls, name: str, value: object) -> object:
        return (
            text_of(value)
            if name in ("sku", "title", "market", "category", "dimension_unit", "weight_unit")
            else kept(name, value)
        )

    def model_post_init(self, context: Any, /) -> None:
        store, row = find_market(self.market), self.given()
        self.__dict__["market"] = store.code  # not among the fields that were set, where it is not named
        sides = tuple(sorted(read_sides(row, store.length_unit), reverse=True))
        self._measured = sides, read_weight(row, store.weight_unit)

    @property
    def sides(self) -> tuple[Fraction, ...]:
        """In exact millimetres, longest first."""
        return self._measured[0]

    @property
    def mass(self) -> Fraction:
        """In exact grams."""
        return self._measured[1]

    def row(self) -> dict[str, Any]:
        """The product as one row of catalog columns, measures as exact millimetres and grams."""
        measures = ("market", "dimensions", "length", "width", "height", "dimension_unit", "weight", "weight_unit")
        given = {name: value for name, value in self.given().items() if name not in measures}
        return {**given, "sides": self.sides, "mass": self.mass}

    if TYPE_CHECKING:

        @property
        def dimensions(self) -> tuple[Quantity[Decimal], ...]: ...

        @property
        def weight(self) -> Quantity[Decimal]: ...


def _in_currency(value: object, name: str, currency: Currency) -> object:
    """An amount without the marks of the store's currency; a cost in another one as it is given."""
    if name in COSTS and isinstance(value, str):
        _, meant = split_amount(value, currency.marks)
        if meant and currency.code not in meant:
            return value
    return currency.bare(value, name)


def _dimensions(product: Product) -> tuple[Quantity[Decimal], ...]:
    """The three sides as pint quantities, longest first."""
    unit = find_market(product.market).length_unit
    return tuple(quantity(side, unit) for side in product.sides)


def _weight(product: Product) -> Quantity[Decimal]:
    """The weight as a pint quantity."""
    return quantity(product.mass, find_market(product.market).weight_unit)


# the model keeps what was given; whoever reads these two gets quantities
Product.dimensions, Product.weight = property(_dimensions), property(_weight)  # type: ignore[method-assign,assignment]


OPTIONS = tuple(field.name for field in FIELDS if not field.product and field.name != "on")


def row_of(
    product: Product | Mapping[str, Any],
    options: Mapping[str, Any],
    markets: Markets,
    market: object = None,
    on: object = None,
    saved: str | None = None,
) -> dict[str, Any]:
    """A product, or a row of a catalog in its place, with the options as one row of plain values.

    Args:
        market, on: go before the product's own.
        saved: the market of a row or a `Product` that names none.

    Raises:
        InputError: ``unknown_option``, with the nearest known one; ``product_unknown``, ``unknown_market``; those of `Product`.
    """
    code = None
    if isinstance(product, Product) and "market" not in product.model_fields_set:
        named = saved if market is None else market
        if not is_blank(named) and markets.find(named).code != product.market:
            product = product.said()
    if isinstance(product, Mapping):
        own = product.get("market")
        store = markets.find(market if market is not None else saved if is_blank(own) else own)
        product, code = _in_store(product, store), store.code
    described, others = as_product(product)
    row: dict[str, Any] = {}
    given = {name: value for name, value in others.items() if not is_blank(value)}
    for name, value in {**options, **given}.items():
        if name not in OPTIONS and not (name == "on" and name in others):
            hint = " It is a field of Product." if name in PRODUCT_FIELDS else nearest(str(name), list(OPTIONS))
            raise InputError("unknown_option", f"there is no option {shown(name)}.{hint}", str(name))
        row[name] = plain_value(value, name)
    row |= {**described.row(), "market": described.market}
    return row | {name: value for name, value in (("market", code or market), ("on", on)) if value is not None}


def _in_store(row: Mapping[str, Any], store: Market) -> Mapping[str, Any]:
    """A row whose bare numbers are read in the store's units; of a store out of a folder of the user's, which `Product` does
    not know, by these alone."""
    if store.code in open_shelf().markets.by_code:
        return {**row, "market": store.code}
    units = {"dimension_unit": store.length_unit, "weight_unit": store.weight_unit}
    return {**units, **{name: value for name, value in row.items() if name != "market" and not is_blank(value)}}


def as_product(given: Product | Mapping[str, Any]) -> tuple[Product, dict[str, Any]]:
    """The product, and the other columns where it was given as a row of a catalog.

    Raises:
        InputError: ``product_unknown`` for what is neither; those of `Product`.
    """
    if isinstance(given, Product):
        return given, {}
    if not isinstance(given, Mapping):
        raise InputError(
            "product_unknown",
            f"a product is a logicost.Product or a mapping of catalog columns, not a {type(given).__name__}",
            "product",
        )
    row = {str(name): value for name, value in given.items()}
    others = {name: row.pop(name) for name in list(row) if name not in PRODUCT_FIELDS}
    return Product(**row), others
