"""Plans for a person at a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from logicost.export.terminal import money, status, unmarked
from logicost.tables.status import UNSOURCED

if TYPE_CHECKING:
    from logicost.planning.landed import LandedShipment
    from logicost.planning.money import Cost
    from logicost.planning.stock_figures import StockPlan


def table_of(columns: Sequence[tuple[str, bool]]) -> Table:
    """A bare table; the flag says whether a column holds figures."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for title, figures in columns:
        table.add_column(title, justify="right" if figures else "left", no_wrap=True)
    return table


def cost_text(cost: Cost | None, currency: str, signed: bool = False) -> Text:
    """An amount; with a part that is not known it is the least that it can be, and not included is a dash."""
    if cost is None:
        return unmarked("-", "dim")
    amount = money(cost.amount, currency, signed=signed)
    return unmarked(f"≥ {amount}", "magenta") if cost.status == UNSOURCED and cost.amount is not None else amount


def notes_of(notes: Sequence[str]) -> list[Text]:
    return [unmarked(f"note: {note}") for note in notes]


_COSTS = {
    "storage": "storage",
    "utilization": "utilization",
    "aged": "aged_inventory",
    "low stock": "low_inventory_level",
}


def _happens(stock: StockPlan, name: str) -> bool:
    costs = [getattr(month, name) for month in stock.months]
    return name == "storage" or any(cost is not None and (cost.amount or not cost.is_known) for cost in costs)


def stock_parts(stock: StockPlan, width: int) -> list[Table | Text]:
    """The months of a stock, their costs and the totals; columns in which nothing happens are left out."""
    shown = [title for title, name in _COSTS.items() if _happens(stock, name)]
    wide = width >= 83 + 11 * len(shown) + (16 if stock.lost else 0)
    columns = [("month", False), ("sold", True)] + ([("lost", True), ("days out", True)] if stock.lost else [])
    columns += [("on hand", True)] + ([("average", True), ("days 30", True), ("days 90", True)] if wide else [])
    columns += [(title, True) for title in shown] + [("cost", True), ("per unit", True), ("status", False)]
    table = table_of(columns)
    for month in stock.months:
        cells = [unmarked(f"{month.first:%Y-%m}"), unmarked(month.sold)]
        cells += [unmarked(month.lost), unmarked(month.stockout_days)] if stock.lost else []
        cells.append(unmarked(month.closing))
        if wide:
            supply = (month.days_of_supply_30, month.days_of_supply_90)
            cells += [
                unmarked(f"{float(month.average_units):.1f}"),
                *(unmarked("-" if n is None else f"{n:.0f}") for n in supply),
            ]
        costs = [getattr(month, _COSTS[title]) for title in shown]
        cells += [cost_text(cost, stock.currency) for cost in (*costs, month.total)]
        each = month.cost_per_unit_sold
        cells += [unmarked("-") if each is None else money(each, stock.currency), status(month.total.status)]
        table.add_row(*cells)
    size = f"{stock.size_tier.replace('_', ' ')}, {stock.volume}"
    parts: list[Table | Text] = [unmarked(f"{stock.called}  {stock.market}  {size}", "bold"), table]
    aged = table_of(
        [("snapshot", False), ("days of age", False), ("units", True), ("surcharge", True), ("status", False)]
    )
    for month in stock.months:
        for tier in month.aged_tiers:
            aged.add_row(
                unmarked(f"{month.first:%Y-%m}-15"), unmarked(tier.days), unmarked(tier.units),
                cost_text(tier.cost, stock.currency), status(tier.cost.status),
            )  # fmt: skip
    if aged.row_count:
        parts += [unmarked("aged inventory surcharge", "bold"), aged]
    each = stock.cost_per_unit_sold
    unit = "" if each is None else f", {money(each, stock.currency)} per unit sold"
    lost = f", {stock.lost} lost in {stock.stockout_days} days without stock" if stock.lost else ""
    parts.append(unmarked(f"total {cost_text(stock.total, stock.currency)} for {stock.sold} units sold{lost}{unit}"))
    return [*parts, *notes_of(stock.notes)]


def landed_parts(shipment: LandedShipment, width: int) -> list[Table | Text]:
    """Each product's part of every charge, where there is room for it, and what one unit costs at the door."""
    charges = {name: name.replace("_", " ") for name in ("freight", "insurance", "customs_fees", "duty")}
    charges = {name: title for name, title in charges.items() if shipment.total(name)}
    shown = charges if width >= 50 + 13 * len(charges) else {}
    titles = [*shown.values(), "inbound/unit", "duty/unit", "landed/unit"]
    table = table_of([("SKU", False), ("units", True), *((title, True) for title in titles)])
    for item in shipment.items:
        each = (*(getattr(item, name) for name in shown), item.inbound_freight, item.duty_per_unit, item.landed_cost)
        table.add_row(unmarked(item.sku), unmarked(item.units), *(money(amount, shipment.currency) for amount in each))
    totals = [f"{title} {money(shipment.total(name), shipment.currency)}" for name, title in charges.items()]
    sizes = [] if shipment.cubic_metres is None else [f"{float(shipment.cubic_metres):.3f} cubic metres"]
    sizes += [] if shipment.kilograms is None else [f"{float(shipment.kilograms):.1f} kg"]
    size = ", ".join(sizes) or f"{sum(item.units for item in shipment.items):,} units"
    return [table, unmarked(f"{size}: {', '.join(totals)}")]
