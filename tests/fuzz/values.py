"""What users, files and other programs may supply: well formed, nearly so, and not at all."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from logicost.inputs.fields import FIELDS

COLUMNS = [field.name for field in FIELDS]
NEEDED_IN = {
    market: {"sku": "A", "market": market, "dimensions": sides, "weight": weight, "price": price}
    for market, sides, weight, price in (
        ("US", "5 x 4 x 3 in", "9 oz", "20"), ("UK", "30 x 20 x 10 cm", "350 g", "20"), ("DE", "33 x 23 x 2.5 cm", "95 g", "19.99"),
    )
}  # fmt: skip
NEEDED = st.sampled_from(list(NEEDED_IN.values()))
WORDS = sorted({word for field in FIELDS for word in field.examples})

GOOD = st.sampled_from([
    "A", "5 x 4 x 3 in", "9 oz", "20", "18.99", "home_and_kitchen", "US", "2026-11-22", "true", "10 %", "5", "2:10,5:60,8:30", "1 lb 4 oz", "0.5",
    "12.7 cm", "UK", "DE", "FR", "JP", "amazon.de", "45 x 34 x 26 cm", "11.9 kg", "90 g", "19 %", "1.234,50", "£9.99", "Spielzeug", "clothing_and_accessories", "minimal", "shopify", "$1,234.50", "fba:20", "2026-12-05:300", "30:200", "media", "", *WORDS,
])  # fmt: skip
NEARLY = st.sampled_from([
    "1,299", "1.299,00", "18,99", "NaN", "inf", "-inf", "1e400", "1e-400", "-1", "0", "-0.0", "0.00000000001", "9" * 40, "9" * 5000, "--", "N/A", "#REF!", "=1+1",
    "＝1", '="0367"', "03/04/2026", "2026-02-30", "9999-12-31", "0001-01-01", "2026-11-22T10:00:00Z", "5 x 4", "5 x 4 x", "x x x", "5 x 4 x 3 x 2 in", "5in x 4cm x 3",
    "9 stone", "oz", "1 lb -4 oz", "5'", '5 1/8"', "⁵", "５", "٣", "½", "\u202e5", "\x1b[31m5", "\x00", "\ufeff", "\ud7ff", "\U0010ffff", "a" * 10_000, "'; DROP TABLE", "<b>&amp;",
    "../../etc/passwd", "%s%n", "{0}", "[bold]x", "\r\n", "\t", ",", ";", '"', "100 %", "1000 %", "-5 %", "1:200", "2:-10,5:110", ":", "1:", "2:1e9", "true?", "TRUE ", "yes", "nein",
])  # fmt: skip
TEXTS = st.one_of(
    GOOD,
    NEARLY,
    st.text(max_size=30),
    st.from_regex(r"-?[0-9]{0,6}[.,]?[0-9]{0,6} ?(in|cm|oz|lb|kg|%|x)?", fullmatch=True),
)


class Unprintable:
    def __str__(self) -> str:
        raise ZeroDivisionError


OBJECTS: st.SearchStrategy[Any] = st.one_of(
    TEXTS,
    st.integers(),
    st.floats(),
    st.booleans(),
    st.none(),
    st.decimals(),
    st.dates(),
    st.datetimes(),
    st.binary(max_size=8),
    st.lists(st.integers(), max_size=4),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=3),
    st.sampled_from([
        10**5000, -(10**40), Decimal("sNaN"), Decimal("-Infinity"), Decimal("1e999999"), Decimal("1e999999999"), Decimal("-1e-999999999"), pd.NA, pd.NaT, np.float32(18.99), np.int8(3), np.uint64(2**64 - 1),
        np.datetime64("2026-01-01"), np.array([1, 2]), np.array(5.0), dt.timedelta(days=3), dt.time(3), (5, 4, 3), {1}, object(), int, 1j, "\ud800", Unprintable(), float("nan"),
    ]),
)  # fmt: skip
NAMES = st.one_of(
    st.sampled_from(COLUMNS),
    st.sampled_from(["Length (in)", "weight_g", "Price ($)", "COGS", "note", "SKU ", "channel fee", "*", "^.*$"]),
    TEXTS,
)
