"""Landed cost: a shipment's freight, insurance, customs fees and duty, per unit of each product in it.

Every charge is brought to the cent once, for the whole shipment, and shared so that the shares add up to it. There are
no published rates of Amazon Global Logistics or of forwarders: every price is the seller's own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from logicost.answers.defaults_file import Given, find_defaults
from logicost.answers.shown import Shown
from logicost.errors import InputError, shown
from logicost.fees.vocabularies import vocabulary
from logicost.inputs.defaults import NO_DEFAULTS, Defaults, fill
from logicost.inputs.exchange import with_costs_converted
from logicost.inputs.readers import RATE_GRAINS, is_blank, listed
from logicost.market import Market
from logicost.money import Currency, currency_of, exact_grains
from logicost.number import half_up
from logicost.planning.allocation import allocate
from logicost.planning.money import as_json, per_unit, six_places
from logicost.planning.shipment import ALLOCATIONS, DUTY_BASES, ShipmentItem, ShipmentPrices, read_item, whole
from logicost.tables.shelf import default_market, find_market, open_shelf

if TYPE_CHECKING:
    from typing import Unpack

    from logicost.planning.shipment import Charges

CHARGES = ("freight", "insurance", "customs_fees", "duty")


@dataclass(frozen=True, slots=True)
class LandedItem:
    """One product's part of the shipment, to the cent, for all its units.

    Attributes:
        cost: of one unit, as given.
    """

    sku: str
    units: int
    cost: Decimal
    freight: Decimal
    insurance: Decimal
    customs_fees: Decimal
    duty: Decimal
    currency: str

    @property
    def inbound_freight(self) -> Decimal:
        """The catalog column: freight, insurance and customs fees of one unit, to 0.0001."""
        return per_unit(self.freight + self.insurance + self.customs_fees, self.units)

    @property
    def duty_per_unit(self) -> Decimal:
        """The catalog column ``duty``, to 0.0001."""
        return per_unit(self.duty, self.units)

    @property
    def exact_landed_cost(self) -> Fraction:
        """One unit at the door, exactly."""
        whole = self.freight + self.insurance + self.customs_fees + self.duty
        return Fraction(self.cost) + Fraction(whole) / self.units

    @property
    def landed_cost(self) -> Decimal:
        """One unit at the door, to 0.0001."""
        return currency_of(self.currency).decimal(half_up(self.exact_landed_cost * 10_000))

    def row(self) -> dict[str, object]:
        return {
            "sku": self.sku,
            "units": self.units,
            "cost": self.cost,
            **{f"shipment_{name}": getattr(self, name) for name in CHARGES},
            "inbound_freight": self.inbound_freight,
            "duty": self.duty_per_unit,
            "landed_cost": self.landed_cost,
        }


@dataclass(frozen=True, slots=True)
class LandedShipment(Shown):
    """A shipment's products and totals; `cubic_metres` and `kilograms` are those of the units, None where one's are not
    given."""

    items: tuple[LandedItem, ...]
    currency: str
    cubic_metres: Fraction | None
    kilograms: Fraction | None

    def total(self, name: str) -> Decimal:
        """Of ``freight``, ``insurance``, ``customs_fees`` or ``duty``; `InputError` ``unknown_choice`` for others."""
        if not isinstance(name, str) or name not in CHARGES:
            raise InputError("unknown_choice", f"{shown(name)} is no charge. Known: {', '.join(CHARGES)}", "name")
        return sum((getattr(item, name) for item in self.items), currency_of(self.currency).decimal(0))

    def rows(self) -> list[dict[str, object]]:
        """One row for each product: its part of every charge, and what a unit costs at the door."""
        return [{**item.row(), "currency": self.currency} for item in self.items]

    def to_dict(self) -> dict[str, Any]:
        return {
            "currency": self.currency,
            "cubic_metres": _measured(self.cubic_metres),
            "kilograms": _measured(self.kilograms),
            **{name: as_json(self.total(name)) for name in CHARGES},
            "items": [{name: as_json(value) for name, value in item.row().items()} for item in self.items],
        }


def with_landed_cost(rows: Sequence[Mapping[str, str]], shipment: LandedShipment) -> list[dict[str, object]]:
    """The shipment's own rows with ``inbound_freight`` and ``duty`` filled in: a catalog to quote."""
    return [
        {**row, "inbound_freight": item.inbound_freight, "duty": item.duty_per_unit}
        for row, item in zip(rows, shipment.items, strict=True)
    ]


def _measured(amount: Fraction | None) -> object:
    return None if amount is None else as_json(six_places(amount))


def landed_cost(
    items: Sequence[Mapping[str, Any]],
    prices: ShipmentPrices | None = None,
    *,
    market: str | None = None,
    defaults: Given = None,
    **given: Unpack[Charges],
) -> LandedShipment:
    """What each product of a shipment costs at the door.

    Args:
        items: catalog columns ``sku``, ``cost``, ``units`` and, per product, ``duty_rate``; ``dimensions`` and ``weight`` where
            a price or a share goes by them.
        prices: the charges as `ShipmentPrices`; or give them by name: ``container=4200, duty_rate="6.5", freight_by="volume"`` …
        market: whose default units and currency hold; default that of the defaults, else the US.
        defaults: your own for blank cells, as in `compare`: those of the store and of categories; and `[exchange]` for costs in other currencies.

    Returns:
        Each product's part of every charge, in whole minor units that add up to the charge, and its landed cost per unit.

    Raises:
        InputError: with code and field; ``freight_missing``, ``shipment_empty``, ``nothing_to_share_by``, ``defaults_malformed``.
    """
    if prices is not None and not isinstance(prices, ShipmentPrices):
        raise InputError(
            "value_unusable", f"prices is {shown(prices)}; give the charges by name, such as freight=350", "prices"
        )
    saved = find_defaults(defaults)
    store = find_market((saved.market or default_market()) if is_blank(market) else market)
    return landed(read_items(items, store, saved), prices or ShipmentPrices(**given), store)


def _filled(saved: Defaults, row: Mapping[str, Any], store: Market) -> Mapping[str, Any]:
    """The row with defaults in place of what a shipment may lack; no program's and no channel's, as it has none."""
    if not saved or all(not is_blank(row.get(name)) for name in ("cost", "dimensions", "weight")):
        return row
    shelf = open_shelf()
    return fill(
        saved, row, store.code, "", "", vocabulary(shelf, store).categories if shelf.has_cards(store) else None
    ).row


def read_items(rows: Sequence[object], market: Market, saved: Defaults = NO_DEFAULTS) -> list[ShipmentItem]:
    """The products of a shipment, costs in other currencies by the seller's own rates; an error names the product."""
    items: list[ShipmentItem] = []
    for row in listed(rows):
        if not isinstance(row, Mapping):
            raise InputError(
                "product_unknown",
                f"a product of a shipment is a mapping of columns, not a {type(row).__name__}",
                "items",
            )
        try:
            row = with_costs_converted(_filled(saved, row, market), market.currency, saved)
            items.append(read_item(row, market))
        except InputError as error:
            raise InputError(error.code, f"{row.get('sku') or 'a product'}: {error.message}", error.field) from error
    if not items:
        raise InputError("shipment_empty", "the shipment holds no products", "items")
    return items


def landed(items: Sequence[ShipmentItem], prices: ShipmentPrices, market: Market) -> LandedShipment:
    """The shares of every charge, and each product's duty."""
    value = whole(items, "value")
    cubic_metres = None if any(item.cubic_metres is None for item in items) else whole(items, "volume")
    kilograms = None if any(item.kilograms is None for item in items) else whole(items, "weight")
    insured = prices.money("insurance") + value * prices.rate("insurance_rate")
    by, fees_by = prices.word("freight_by", ALLOCATIONS), prices.word("fees_by", ALLOCATIONS)
    freight = _shares(prices.freight_grains(items), items, by, "freight_by", market.currency)
    insurance = _shares(insured, items, fees_by, "fees_by", market.currency)
    fees = _shares(prices.money("customs_fees"), items, fees_by, "fees_by", market.currency)
    duty = _duty(prices, market.currency)
    return LandedShipment(
        tuple(
            LandedItem(
                item.sku,
                item.units,
                market.currency.decimal(item.value),
                a,
                b,
                c,
                duty(item, a + b),
                market.currency.code,
            )
            for item, a, b, c in zip(items, freight, insurance, fees, strict=True)
        ),
        market.currency.code,
        cubic_metres,
        kilograms,
    )


def _shares(
    grains: Fraction | int, items: Sequence[ShipmentItem], by: str, field: str, currency: Currency
) -> list[Decimal]:
    parts = half_up(Fraction(grains) / currency.minor_unit)
    weights = [item.weight_by(by) for item in items]
    if not any(weights):
        if not parts:
            return [currency.decimal(0)] * len(items)
        raise InputError("nothing_to_share_by", f"no product has a {by} to share by; choose another {field}", field)
    return [currency.decimal(part * currency.minor_unit) for part in allocate(parts, weights)]


def _duty(prices: ShipmentPrices, currency: Currency) -> Callable[[ShipmentItem, Decimal], Decimal]:
    """A product's duty, half-up to the cent: its rate of its value, with its freight and insurance where those count."""
    common, base = prices.rate("duty_rate"), prices.word("duty_base", DUTY_BASES)

    def duty(item: ShipmentItem, carriage: Decimal) -> Decimal:
        rate = common if item.duty_rate is None else Fraction(item.duty_rate, RATE_GRAINS)
        value = item.weight_by("value") + (0 if base == "goods" else exact_grains(carriage))
        return currency.rounded(value * rate)

    return duty
