"""The results as flat rows: one for each SKU and program, each fee in a column of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from logicost.answers.quote import Quote

FEES = (
    "cost_of_goods", "inbound_freight", "duty", "prep", "inbound_defect", "inbound_placement", "awd_storage", "awd_processing",
    "awd_transportation", "storage", "storage_utilization", "aged_inventory", "lost_and_damaged", "own_storage", "fba_fulfillment",
    "mcf_fulfillment", "fuel_surcharge", "sipp_discount", "bulky_packaging", "overmax_handling", "low_inventory_level",
    "packaging", "handling", "carrier_postage", "faster_delivery", "refund", "referral_refund", "refund_administration", "returns_processing", "returned_goods",
    "removal", "disposal", "liquidation", "grade_and_resell", "return_label", "return_handling", "referral", "closing", "selling_plan", "digital_services", "channel", "payment", "advertising",
)  # fmt: skip
HEAD = (
    "sku", "market", "program", "on", "currency", "size_tier", "unit_weight", "dimensional_weight", "shipping_weight",
    "weight_unit", "revenue", "total_cost", "profit", "margin", "roi", "status",
)  # fmt: skip
BETWEEN_NOTES = " | "
ERRORS = ("error_code", "error_field", "error")
MONTH = ("delivery_promise", "monthly_profit")
TAIL = (*ERRORS, "notes", *MONTH)
EXPLAINED = (*HEAD, *MONTH, "notes", "lines", *ERRORS)  # of a JSON object; the errors only in errors

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)


def columns(extra: Sequence[str] = (), own: Sequence[str] = (*HEAD, *FEES, *TAIL)) -> list[str]:
    """The header: results, fees, errors, notes and what more is said of a program, then the catalog's own unknown columns."""
    return [*own, *(f"catalog {name}" if name in own else name for name in extra)]


def flat_row(quote: Quote, extra: Iterable[str] = ()) -> list[str]:
    """One quote as cells of text; what does not apply or is not known is blank."""
    result = quote.to_dict()
    amounts: dict[str, Decimal] = {}
    for line in quote.lines:
        if line.amount is not None:
            amounts[line.fee] = amounts.get(line.fee, Decimal(0)) + line.amount
    head = [result[name] or "" for name in HEAD]
    fees = [f"{amounts[fee]:f}" if fee in amounts else "" for fee in FEES]
    tail = [quote.error_code or "", quote.error_field or "", quote.error or "", BETWEEN_NOTES.join(quote.notes)]
    month = [result["delivery_promise"] or "", result["monthly_profit"] or ""]
    return [*head, *fees, *tail, *month, *extra]


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe stands before text that could begin one."""
    if cell.startswith(_DANGEROUS) and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell
