"""A user's own program: every public name of logicost, as editors and type checkers see it."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import polars as pl

import logicost as lc

ON = dt.date(2026, 11, 22)
MUG = lc.Product(
    sku="MUG-11",
    dimensions="5.1 x 4.3 x 4.2 in",
    weight="14.2 oz",
    price="18.99",
    category="home_and_kitchen",
    cost="3.10",
)
ROW: Mapping[str, object] = {"sku": "LAMP-2", "dimensions": "30 x 30 x 45 cm", "weight": "2.1 kg", "price": 54.5}


def fees_of(quote: lc.Quote) -> dict[str, Decimal]:
    return {fee.name: quote.amount(fee.name) for fee in lc.list_fees() if quote.amount(fee.name)}


def main() -> None:
    dearer: lc.Product = MUG.model_copy(update={"price": "24.99"})
    price: Decimal | None = dearer.price
    ounces: Decimal = dearer.weight.to("oz").magnitude
    assert price == Decimal("24.99"), price
    assert round(ounces, 4) == Decimal("14.2"), ounces

    quote: lc.Quote = lc.quote(MUG, "fba", on=ON, days_in_storage=45, placement="minimal")
    line: lc.CostLine | None = quote.line("referral")
    bands: tuple[lc.PriceBand, ...] | None = None if line is None else line.by_price
    assert bands is None  # as a price is given
    assert line is not None
    assert sum(fees_of(quote).values()) == quote.total_cost
    print(quote)
    steps: list[lc.ExplainedStep] = quote.explain()
    assert all(step.name and step.rule for step in steps)

    programs: Sequence[str | lc.FBA | lc.FBM | lc.MCF | lc.SFP] = [
        lc.FBA(placement="minimal", days_in_storage=45),
        lc.FBM(carrier="ups_ground", zone=5, packaging="0.60"),
        lc.SFP(carrier="fedex_ground", zone=4),
    ]
    comparison: lc.Comparison = lc.compare(MUG, programs, on=ON)
    amazon: lc.Orders = comparison.orders["amazon"]
    assert amazon.best is not None
    for each in comparison.quotes:
        print(each.program, each.profit, each.status)
    print(lc.quote(ROW, lc.MCF(channel="shopify", speed="expedited"), on="2026-11-22").to_json())

    frame = pl.DataFrame([ROW, {**ROW, "sku": "LAMP-3", "price": 60.0}])
    results: pl.DataFrame = lc.quote_frame(frame, programs=["fba", "fbm"], on=ON)
    assert results.height == 4

    plan: lc.StockPlan = lc.stock_costs(MUG, lc.Stock(opening=300, monthly_sales=100, start=ON, months=2))
    clearance: lc.Clearance = lc.clear(MUG, 300, 100, start=ON, months=2)
    hybrid: lc.Hybrid = lc.hybrid(MUG, {"amazon": 300, "direct": 100}, on=ON)
    shipment: lc.LandedShipment = lc.landed_cost([{**ROW, "cost": "9.10", "units": 100}], container=4200)
    air = lc.ShipmentPrices(per_kg="4.20", volumetric_kg_per_cbm=167, duty_rate="6.5")
    item: lc.LandedItem = lc.landed_cost([{**ROW, "cost": "9.10", "units": 100}], air).items[0]
    assert item.landed_cost > item.cost
    for result in (quote, comparison, plan, clearance, hybrid, shipment):
        text: str = str(result)
        rows: list[dict[str, object]] = result.rows()
        assert text
        assert result.to_frame().height == len(rows)
    costs: tuple[lc.FixedCost, ...] = lc.fixed_costs(on=ON)
    markets: list[lc.MarketInfo] = lc.list_markets()
    programs_there: list[lc.ProgramInfo] = lc.list_programs()
    fees: list[lc.FeeInfo] = lc.list_fees()
    print([(cost.fee, cost.amount) for cost in costs], [market.code for market in markets])
    print([program.name for program in programs_there], [fee.stage for fee in fees])
    with tempfile.TemporaryDirectory() as folder:
        live: bool = lc.write_workbook(Path(folder) / "margins.xlsx", [comparison])
        lc.write_report(Path(folder) / "margins.html", [comparison])
        assert live

    decided: lc.Decision = lc.price_for(MUG, ["fba"], margin="20 %", on=ON)
    swept, packed = lc.sweep(MUG, {"price": "9.99:10.99:0.50"}, ["fba"], on=ON), lc.pack(MUG, ["fba"], on=ON)
    for decision in (decided, swept, packed):
        print(len(decision.rows()), decision.to_frame().height)

    refusals: list[lc.LogicostError] = []
    for wrong in ("18,99", "cheap"):
        try:
            lc.Product(sku="A", dimensions="5 x 4 x 3 in", weight="1 lb", price=wrong)
        except lc.InputError as error:
            code: str = error.code
            field: str | None = error.field
            assert code, field
            refusals.append(error)
    assert len(refusals) == 2
    assert issubclass(lc.RefusedError, lc.LogicostError)
    assert issubclass(lc.CatalogError, lc.LogicostError)
    assert issubclass(lc.TableError, lc.LogicostError)
    print(lc.__version__)


if __name__ == "__main__":
    main()
