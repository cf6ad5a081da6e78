"""Results as the text of CSV and TSV cells, as a single quote prints them."""

from __future__ import annotations

import polars as pl

from logicost.catalog.results import AMOUNT, KINDS, WEIGHT
from logicost.export.rows import HEAD
from logicost.inputs.plain_numbers import as_text

_FORMULA = r"^[=+\-@\t\r\n＝＋－＠]"  # those of logicost.export.rows
_NUMBER = r"^-?[0-9]+(\.[0-9]+)?$"
_RATIOS = ("margin", "roi")
_SAFE = frozenset(HEAD) - {"sku", "market"}  # words of our own


def as_cells(results: pl.DataFrame) -> pl.DataFrame:
    """Every column as text: whole cents with two decimals, weights without trailing zeros, no cell a formula."""
    return results.select(_cell(results[name]) for name in results.columns)


def _cell(values: pl.Series) -> pl.Expr:
    name, kind = values.name, values.dtype
    column = pl.col(name)
    if (text := number_text(name, kind)) is not None:
        return text.alias(name)
    if kind == pl.String:
        return column if name in _SAFE else harmless(column).alias(name)
    return harmless(pl.lit(as_text(values))).alias(name)


def number_text(name: str, kind: pl.DataType) -> pl.Expr | None:
    """A result's own amount, ratio or weight as text; None for other columns."""
    column = pl.col(name).cast(pl.String)
    if name not in KINDS or kind not in (AMOUNT, WEIGHT):
        return None
    if kind == WEIGHT:
        return column.str.strip_chars_end("0").str.strip_chars_end(".")
    return column if name in _RATIOS else amount_text(column)


def amount_text(amount: pl.Expr) -> pl.Expr:
    """Of text with four decimals: whole cents with two."""
    return pl.when(amount.str.ends_with("00")).then(amount.str.head(-2)).otherwise(amount)


def harmless(text: pl.Expr) -> pl.Expr:
    """Text that no spreadsheet takes for a formula; blanks are null, so that they stay blank."""
    could_run = text.str.contains(_FORMULA) & ~text.str.contains(_NUMBER)
    return pl.when(text == "").then(None).when(could_run).then(pl.concat_str(pl.lit("'"), text)).otherwise(text)
