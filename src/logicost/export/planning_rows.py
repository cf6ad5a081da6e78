"""Plans as rows and objects, and their writing to CSV, TSV, JSON and JSON lines."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, TextIO

from logicost.errors import CatalogError
from logicost.export.files import atomic_text
from logicost.export.rows import harmless
from logicost.money import half_up
from logicost.planning.clear import Clearance
from logicost.planning.hybrid import Arrangement, Hybrid
from logicost.planning.landed import LandedShipment
from logicost.planning.money import Cost
from logicost.planning.stock_costs import StockMonth, StockPlan

Row = Mapping[str, object]
FORMS = ("csv", "tsv", "json", "jsonl")


def text(value: object) -> str:
    """A cell: blank for what is not known, decimals without an exponent."""
    if value is None:
        return ""
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def write_plan(output: str, named: str | None, rows: Sequence[Row], whole: object) -> None:
    """Write a plan: its rows as CSV, TSV or JSON lines, or the whole of it as JSON; atomically to a file.

    Raises:
        CatalogError: ``format_unknown``, ``file_unwritable``.
    """
    form = (named or ("csv" if output == "-" else Path(output).suffix.removeprefix("."))).lower()
    if form not in FORMS:
        known = ", ".join(FORMS)
        raise CatalogError("format_unknown", f"cannot write '{output}': the format must be one of {known}", "output")
    if output == "-":
        _write(sys.stdout, form, rows, whole)
        sys.stdout.flush()
        return
    with atomic_text(Path(output)) as stream:
        _write(stream, form, rows, whole)


def _write(stream: TextIO, form: str, rows: Sequence[Row], whole: object) -> None:
    if form == "json":
        stream.write(json.dumps(whole, indent=2, ensure_ascii=False) + "\n")
    elif form == "jsonl":
        stream.writelines(json.dumps(row, ensure_ascii=False, default=text) + "\n" for row in rows)
    else:
        writer = csv.writer(stream, delimiter="\t" if form == "tsv" else ",", lineterminator="\n")
        writer.writerow(harmless(name) for name in (rows[0] if rows else ()))
        writer.writerows([harmless(text(cell)) for cell in row.values()] for row in rows)


def _amount(cost: Cost | None) -> Decimal | None:
    return None if cost is None else cost.amount


def stock_row(plan: StockPlan, month: StockMonth) -> dict[str, object]:
    """One month as flat columns; blank where a cost is not included or not known."""
    return {
        "sku": plan.sku,
        "market": plan.market,
        "currency": plan.currency,
        "month": f"{month.first:%Y-%m}",
        "first": month.first.isoformat(),
        "last": month.last.isoformat(),
        **{name: getattr(month, name) for name in ("opening", "received", "demand", "sold", "lost", "closing")},
        "average_units": _rounded(month),
        "stockout_days": month.stockout_days,
        "days_of_supply_30": month.days_of_supply_30,
        "days_of_supply_90": month.days_of_supply_90,
        "utilization_weeks": month.utilization_weeks,
        "storage": _amount(month.storage),
        "storage_utilization": _amount(month.utilization),
        "aged_inventory": _amount(month.aged_inventory),
        "aged_units": sum(tier.units for tier in month.aged_tiers),
        "low_inventory_level": _amount(month.low_inventory_level),
        "low_inventory_units": month.low_inventory_units,
        "total": month.total.amount,
        "cost_per_unit_sold": month.cost_per_unit_sold,
        "status": month.total.status,
    }


def _rounded(month: StockMonth) -> Decimal:
    # shown to 0.0001; the exact average is the model's
    return (Decimal(month.average_units.numerator) / month.average_units.denominator).quantize(Decimal("0.0001"))


def stock_object(plan: StockPlan) -> dict[str, Any]:
    """The plan as JSON has it."""
    return {
        "sku": plan.sku,
        "market": plan.market,
        "currency": plan.currency,
        "size_tier": plan.size_tier,
        "cubic_feet": text(plan.cubic_feet),
        "months": [_month_object(plan, month) for month in plan.months],
        "sold": plan.sold,
        "lost": plan.lost,
        "stockout_days": plan.stockout_days,
        "total": plan.total.to_dict(),
        "cost_per_unit_sold": _or_null(plan.cost_per_unit_sold),
        "status": plan.status,
        "notes": list(plan.notes),
    }


def _month_object(plan: StockPlan, month: StockMonth) -> dict[str, Any]:
    row = {
        name: _or_null(value)
        for name, value in stock_row(plan, month).items()
        if name not in ("sku", "market", "currency")
    }
    costs = {
        "storage": month.storage,
        "storage_utilization": month.utilization,
        "aged_inventory": month.aged_inventory,
        "low_inventory_level": month.low_inventory_level,
    }
    return {
        **row,
        **{name: None if cost is None else cost.to_dict() for name, cost in costs.items()},
        "aged_tiers": [{"days": tier.days, "units": tier.units, **tier.cost.to_dict()} for tier in month.aged_tiers],
    }


def _or_null(value: object) -> object:
    return text(value) if isinstance(value, Decimal) else value


def clear_rows(clearance: Clearance) -> list[dict[str, object]]:
    """One row for each month and way."""
    return [
        {
            "sku": clearance.sku,
            "market": clearance.market,
            "currency": clearance.currency,
            "from": month.first.isoformat(),
            "units": month.units,
            "way": way,
            "money_from_then": month.values[way].amount,
            "total": total.amount,
            "status": total.status,
            "best": "true" if way == month.best else "false",
        }
        for month in clearance.months
        for way, total in month.totals.items()
    ]


def clear_object(clearance: Clearance) -> dict[str, Any]:
    """The clearance as JSON has it."""
    return {
        "sku": clearance.sku,
        "market": clearance.market,
        "currency": clearance.currency,
        "best_now": clearance.best_now,
        "best_day": clearance.best_day.isoformat() if clearance.best_day else None,
        "best_way": clearance.best_way,
        "best_total": clearance.best_total.to_dict() if clearance.best_total else None,
        "months": [
            {
                "from": month.first.isoformat(),
                "units": month.units,
                "money_of_the_month": month.money.to_dict(),
                "best": month.best,
                "totals": {way: net.to_dict() for way, net in month.totals.items()},
                "money_from_then": {way: net.to_dict() for way, net in month.values.items()},
            }
            for month in clearance.months
        ],
        "verdicts": [
            {
                "way": verdict.way,
                "stops": verdict.stops.isoformat() if verdict.stops else None,
                "beaten_by": verdict.beaten_by,
                "negative_from": verdict.negative_from.isoformat() if verdict.negative_from else None,
            }
            for verdict in clearance.verdicts
        ],
        "notes": list(clearance.notes),
    }


def landed_rows(shipment: LandedShipment, rows: Sequence[Mapping[str, str]]) -> list[dict[str, object]]:
    """The shipment's own columns with ``inbound_freight`` and ``duty`` filled in: a catalog to quote."""
    return [
        {**row, "inbound_freight": item.inbound_freight, "duty": item.duty_per_unit}
        for row, item in zip(rows, shipment.items, strict=True)
    ]


def landed_object(shipment: LandedShipment) -> dict[str, Any]:
    """The shipment as JSON has it."""
    charges = ("freight", "insurance", "customs_fees", "duty")
    return {
        "currency": shipment.currency,
        "cubic_metres": text(_six(shipment.cubic_metres)),
        "kilograms": text(_six(shipment.kilograms)),
        **{name: text(shipment.total(name)) for name in charges},
        "items": [
            {
                "sku": item.sku,
                "units": item.units,
                "cost": text(item.cost),
                **{f"shipment_{name}": text(getattr(item, name)) for name in charges},
                "inbound_freight": text(item.inbound_freight),
                "duty": text(item.duty_per_unit),
                "landed_cost": text(item.landed_cost),
            }
            for item in shipment.items
        ],
    }


def _six(value: Fraction) -> Decimal:
    return Decimal(half_up(value * 1_000_000)).scaleb(-6)


def hybrid_rows(hybrid: Hybrid) -> list[dict[str, object]]:
    """One row for each channel and program."""
    best = hybrid.best.options if hybrid.best else ()
    return [
        {
            "sku": hybrid.sku,
            "market": hybrid.market,
            "currency": hybrid.currency,
            "on": hybrid.on.isoformat(),
            "channel": option.channel,
            "program": option.program,
            "orders": _six(option.orders).normalize(),
            "unit_profit": option.quote.profit,
            "monthly_profit": option.profit.amount,
            "status": option.profit.status,
            "promise": option.promise,
            "best": "true" if option in best else "false",
            "error_code": option.quote.error_code,
            "error": option.quote.error,
        }
        for option in hybrid.options
    ]


def hybrid_object(hybrid: Hybrid) -> dict[str, Any]:
    """The answer as JSON has it."""
    rows = [{name: _or_null(value) for name, value in row.items()} for row in hybrid_rows(hybrid)]
    head = ("sku", "market", "currency", "on")
    return {
        **{name: rows[0][name] for name in head},
        "channels": [{name: value for name, value in row.items() if name not in head} for row in rows],
        "account": [
            {"fee": cost.fee, "amount": text(cost.amount), "status": cost.status, "edition": cost.edition}
            for cost in hybrid.account
        ],
        "best": _arrangement(hybrid.best),
        "consolidated": _arrangement(hybrid.consolidated),
        "split": _arrangement(hybrid.split),
        "consolidating_saves": _or_null(hybrid.saving),
    }


def _arrangement(arranged: Arrangement | None) -> dict[str, object] | None:
    if arranged is None:
        return None
    return {
        "programs": {option.channel: option.program for option in arranged.options},
        "profit": arranged.profit.to_dict(),
        "fixed": text(arranged.fixed),
        "total": arranged.total.to_dict(),
    }
