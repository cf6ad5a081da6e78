"""Results as the text of CSV and TSV cells, as a single quote prints them."""

from __future__ import annotations

import polars as pl

from logicost.answers.rows import HEAD
from logicost.catalog.results import AMOUNT, DTYPES, MONTH, WEIGHT
from logicost.inputs.plain_numbers import as_text
from logicost.money import currency_of

_FORMULA = r"^[=+\-@\t\r\n＝＋－＠]"  # those of logicost.answers.rows
_FURTHER_CELL = r'([;\t\r\n]"*)([=+\-@＝＋－＠])'
_NUMBER = r"^-?[0-9]+(\.[0-9]+)?$"
_RATIOS = ("margin", "roi")
_SAFE = frozenset(HEAD) - {"sku", "market"}  # words of our own


def as_cells(results: pl.DataFrame) -> pl.DataFrame:
    """Every column as text: whole cents with two decimals, weights without trailing zeros, no cell a formula."""
    coarse = coarse_currency(results)
    return results.select(_cell(results[name], coarse) for name in results.columns)


def _cell(values: pl.Series, coarse: pl.Expr | None) -> pl.Expr:
    name, kind = values.name, values.dtype
    if (text := number_text(name, kind, coarse)) is not None:
        return text.alias(name)
    if kind == pl.String:
        return (pl.lit(values) if name in _SAFE else harmless(pl.lit(values))).alias(name)
    return harmless(pl.lit(as_text(values))).alias(name)


def number_text(name: str, kind: pl.DataType, coarse: pl.Expr | None) -> pl.Expr | None:
    """A result's own amount, ratio or weight as text; None for other columns."""
    column = pl.col(name).cast(pl.String)
    if name not in DTYPES or kind not in (AMOUNT, MONTH, WEIGHT):
        return None
    if kind == MONTH:
        return column if coarse is None else pl.when(coarse).then(column.str.head(-3)).otherwise(column)
    if kind == WEIGHT:
        return column.str.strip_chars_end("0").str.strip_chars_end(".")
    return column if name in _RATIOS else amount_text(column, coarse)


def amount_text(amount: pl.Expr, coarse: pl.Expr | None = None) -> pl.Expr:
    """Of text with four decimals: whole cents with two; where `coarse`, whole amounts with none."""
    text = pl.when(amount.str.ends_with("00")).then(amount.str.head(-2)).otherwise(amount)
    return (
        text
        if coarse is None
        else pl.when(coarse & amount.str.ends_with(".0000")).then(amount.str.head(-5)).otherwise(text)
    )


def coarse_currency(results: pl.DataFrame) -> pl.Expr | None:
    """Whether a row's currency has no minor unit; None where none of the results' has not."""
    if "currency" not in results.columns:
        return None
    coarse = [code for code in results["currency"].unique().drop_nulls() if not currency_of(code).minor_digits]
    return pl.col("currency").is_in(coarse) if coarse else None


def harmless(text: pl.Expr) -> pl.Expr:
    """Text that no spreadsheet takes for a formula; blanks are null, so that they stay blank."""
    could_run = text.str.contains(_FORMULA) & ~text.str.contains(_NUMBER)
    begun = pl.when(text == "").then(None).when(could_run).then(pl.concat_str(pl.lit("'"), text)).otherwise(text)
    return begun.str.replace_all(_FURTHER_CELL, "${1}'${2}")
