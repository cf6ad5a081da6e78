"""A grid of quotes kept as data: `tests/data/golden_quotes.csv` shows in a diff what a change of tables or rules does.

`scripts/update-golden` rewrites the file; read the difference before you commit it.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

import figures

import logicost as lc
from logicost.errors import LogicostError
from logicost.tables.shelf import find_market

FILE = Path(__file__).parent / "data" / "golden_quotes.csv"
MARKETS = [market.upper() for market in reversed(figures.markets())]  # all that have cards
DAYS = {"US": ("2024-06-01", "2025-11-20", "2026-03-02", "2026-07-20", "2026-11-22", "2027-06-01")}
DAYS_ELSEWHERE = ("2025-05-20", "2025-11-20", "2026-01-20", "2026-07-20", "2026-11-22", "2027-06-01")
PROGRAMS = ("fba", "mcf", "fbm")
FURTHER_CARRIERS = {"US": ("fbm:ups_ground", "fbm:fedex_ground"), "UK": ("fbm:royal_mail_2nd",)}
HEADER = (
    "market",
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

US = (
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
)  # fmt: skip
EUROPE = (
    lc.Product(sku="phone-case", dimensions="16.5 x 10 x 1.8 cm", weight="90 g", price="9.99", category="electronic_and_computer_accessories"),
    lc.Product(sku="charger", dimensions="15 x 12 x 5.5 cm", weight="210 g", price="20", category="electronic_and_computer_accessories", dangerous_goods=True),
    lc.Product(sku="mug", dimensions="13 x 11 x 10.7 cm", weight="403 g", price="18.99", category="kitchen", cost="3.10", sipp=True),
    lc.Product(sku="t-shirt", dimensions="33 x 23 x 2.5 cm", weight="153 g", price="15.00", category="clothing_and_accessories"),
    lc.Product(sku="sneakers", dimensions="33 x 21 x 12 cm", weight="1.1 kg", price="59.90", category="footwear", cost="18"),
    lc.Product(sku="coat", dimensions="40 x 30 x 7 cm", weight="1.01 kg", price="89", category="clothing_and_accessories"),
    lc.Product(sku="paperback", dimensions="20.3 x 12.7 x 2.5 cm", weight="310 g", price="10.00", category="books"),
    lc.Product(sku="dog-food", dimensions="35 x 25 x 9 cm", weight="3.9 kg", price="10.01", category="pet_clothing_and_food"),
    lc.Product(sku="gold-ring", dimensions="8 x 8 x 4 cm", weight="60 g", price="400", category="jewellery"),
    lc.Product(sku="lamp", dimensions="61 x 46 x 20 cm", weight="1.76 kg", price="49", category="home_products"),
    lc.Product(sku="desk", dimensions="119 x 60 x 15 cm", weight="22 kg", price="249", category="furniture"),
    lc.Product(sku="surfboard", dimensions="246 x 56 x 10 cm", weight="6.4 kg", price="499", category="sports_and_outdoors"),
    lc.Product(sku="safe", dimensions="60 x 50 x 45 cm", weight="31.5 kg", price="650", category="tools_and_home_improvement"),
)  # fmt: skip
OPTIONS: dict[str, dict[str, object]] = {"UK": {"seller_country": "uk"}}


def days(market: str) -> tuple[str, ...]:
    return DAYS.get(market, DAYS_ELSEWHERE)


def programs(market: str) -> tuple[str, ...]:
    return (*PROGRAMS, *FURTHER_CARRIERS.get(market, ()))


def products(market: str) -> tuple[lc.Product, ...]:
    return US if find_market(market).length_unit == "in" else EUROPE


def rows() -> list[list[str]]:
    return [
        [market, *_row(product, market, program, day)]
        for market in MARKETS
        for product in products(market)
        for program in programs(market)
        for day in days(market)
    ]


def _row(product: lc.Product, market: str, program: str, day: str) -> list[str]:
    options = {"days_in_storage": 45} if program in ("fba", "mcf") else {"packaging": "0.80"}
    if market == "US" and program.startswith("fbm"):
        options |= {"zone": 5}
    options |= {"market": market, **OPTIONS.get(market, {})}
    if find_market(market).tax_in_prices:
        options["vat_registered"] = True
    strict = "accepted"
    try:
        quote = lc.quote(product, program, on=day, strict=True, **options)
    except LogicostError as refused:
        strict = refused.code
        try:
            quote = lc.quote(product, program, on=day, **options)
        except LogicostError as error:
            return [product.sku, program, day, "error", error.code, "", "", "", "", error.message]
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
