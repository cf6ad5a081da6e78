"""Results as the text of CSV and TSV cells, as a single quote prints them."""

from __future__ import annotations

import polars as pl

from logicost.catalog.results import AMOUNT, WEIGHT
from logicost.export.rows import HEAD

_FORMULA = r"^[=+\-@\t\r\n]"
_NUMBER = r"^-?[0-9]+(\.[0-9]+)?$"
_RATIOS = ("margin", "roi")
_SAFE = frozenset(HEAD) - {"sku", "market"}  # words of our own


def as_cells(results: pl.DataFrame) -> pl.DataFrame:
    """Every column as text: whole cents with two decimals, weights without trailing zeros, no cell a formula."""
    return results.select(_cell(name, kind) for name, kind in results.schema.items())


def _cell(name: str, kind: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    if kind == AMOUNT and name not in _RATIOS:
        text = column.cast(pl.String)
        return pl.when(text.str.ends_with("00")).then(text.str.head(-2)).otherwise(text).alias(name)
    if kind == WEIGHT:
        return column.cast(pl.String).str.strip_chars_end("0").str.strip_chars_end(".")
    if kind == pl.String:
        return column if name in _SAFE else harmless(column).alias(name)
    if kind.is_nested():
        return pl.format("{}", column).alias(name)
    return harmless(column.cast(pl.String)).alias(name)


def harmless(text: pl.Expr) -> pl.Expr:
    """Text that no spreadsheet takes for a formula; blanks are null, so that they stay blank."""
    could_run = text.str.contains(_FORMULA) & ~text.str.contains(_NUMBER)
    return pl.when(text == "").then(None).when(could_run).then(pl.concat_str(pl.lit("'"), text)).otherwise(text)
