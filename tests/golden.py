"""A grid of quotes kept as data: `tests/data/golden_quotes.csv` shows in a diff what a change of tables or rules does.

`scripts/update-golden` rewrites the file; read the difference before you commit it.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

import logicost as lc
from logicost.errors import LogicostError

FILE = Path(__file__).parent / "data" / "golden_quotes.csv"
DAYS = ("2024-06-01", "2025-11-20", "2026-03-02", "2026-07-20", "2026-11-22", "2027-06-01")
PROGRAMS = ("fba", "mcf", "fbm", "fbm:ups_ground", "fbm:fedex_ground")
HEADER = (
    "product",
    "program",
    "on",
    "status",
    "strict",
    "size_tier",
    "shipping_weight",
    "total_cost",
    "profit",
    "lines",
)

PRODUCTS = {
    product.sku: product
    for product in (
        lc.Product(sku="phone-case", dimensions="6.5 x 3.9 x 0.7 in", weight="3.2 oz", price="9.99", category="electronics_accessories"),
        lc.Product(sku="mug", dimensions="5.1 x 4.3 x 4.2 in", weight="14.2 oz", price="18.99", category="home_and_kitchen", cost="3.10", sipp=True),
        lc.Product(sku="t-shirt", dimensions="13 x 9 x 0.85 in", weight="5.4 oz", price="15.00", category="clothing_and_accessories"),
        lc.Product(sku="sneakers", dimensions="33 x 21 x 12 cm", weight="1.1 kg", price="59.90", category="footwear", cost="18"),
        lc.Product(sku="paperback", dimensions="20.3 x 12.7 x 2.5 cm", weight="310 g", price="12.50", category="media"),
        lc.Product(sku="power-bank", dimensions="6 x 3 x 1 in", weight="12.5 oz", price="50.00", category="electronics_accessories", dangerous_goods=True),
        lc.Product(sku="granola", dimensions="9 x 6 x 3 in", weight="1 lb 1 oz", price="15.01", category="grocery_and_gourmet"),
        lc.Product(sku="gold-ring", dimensions="3 x 3 x 1.5 in", weight="2 oz", price="400", category="jewelry"),
        lc.Product(sku="cot", dimensions="24 x 7.5 x 6 in", weight="7.9 lb", price="60", category="baby_products"),
        lc.Product(sku="desk", dimensions="58 x 30 x 6 in", weight="48 lb", price="249", category="furniture"),
        lc.Product(sku="surfboard", dimensions="97 x 22 x 4 in", weight="14 lb", price="499", category="sports_and_outdoors"),
        lc.Product(sku="safe", dimensions="30 x 22 x 22 in", weight="180 lb", price="650", category="tools_and_home_improvement"),
    )
}  # fmt: skip


def rows() -> list[list[str]]:
    return [_row(product, program, day) for product in PRODUCTS.values() for program in PROGRAMS for day in DAYS]


def _row(product: lc.Product, program: str, day: str) -> list[str]:
    options = {"days_in_storage": 45} if program in ("fba", "mcf") else {"zone": 5, "packaging": "0.80"}
    try:
        quote = lc.quote(product, program, on=day, **options)
    except LogicostError as error:
        return [product.sku, program, day, "error", error.code, "", "", "", "", error.message]
    try:
        lc.quote(product, program, on=day, strict=True, **options)
        strict = "accepted"
    except LogicostError as error:
        strict = error.code
    result = quote.to_dict()
    lines = [f"{line['fee']} {line['amount']} {line['status']} {line['edition'] or '-'}" for line in result["lines"]]
    head = [str(result[name]) for name in ("size_tier", "shipping_weight", "total_cost", "profit")]
    return [product.sku, program, day, quote.status, strict, *head, "; ".join(lines)]


def text() -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(rows())
    return stream.getvalue()


if __name__ == "__main__":
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(text(), encoding="utf-8")
