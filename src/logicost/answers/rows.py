"""The results as flat rows: one for each SKU and program, each fee in a column of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from logicost.fees import FEES

HEAD = (
    "sku", "market", "program", "channel", "best", "on", "currency", "size_tier", "unit_weight", "dimensional_weight",
    "shipping_weight", "weight_unit", "price", "sales_tax_included", "revenue", "total_cost", "profit", "margin", "roi",
    "status",
)  # fmt: skip
BETWEEN_NOTES = " | "
ERRORS = ("error_code", "error_field", "error")
MONTH = ("delivery_promise", "monthly_profit")
TAIL = (*ERRORS, "notes", *MONTH)
EXPLAINED = (*HEAD, *MONTH, "notes", "lines", *ERRORS)  # of a JSON object; the errors only in errors

# the full-width ones count as the others in spreadsheets that are set to Chinese, Japanese or Korean
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)


def columns(extra: Sequence[str] = (), own: Sequence[str] = (*HEAD, *FEES, *TAIL)) -> list[str]:
    """The header: results, fees, errors, notes and what more is said of a program, then the catalog's own unknown columns."""
    return [*own, *(f"catalog {name}" if name in own else name for name in extra)]


def begins_formula(cell: str) -> bool:
    """Whether a spreadsheet could take the text for a formula."""
    return cell.startswith(_DANGEROUS) and not _NUMBER.fullmatch(cell)
