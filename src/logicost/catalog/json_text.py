"""Explained results as the text of JSON objects, letter for letter as Python's `json` writes a single quote."""

from __future__ import annotations

import json

import polars as pl

from logicost.answers.rows import BETWEEN_NOTES, ERRORS, EXPLAINED
from logicost.catalog.cells import coarse_currency, number_text
from logicost.catalog.results import DTYPES
from logicost.inputs.far_times import far_text, has_far_times

_TO_ESCAPE = r'["\\\x00-\x1f]'
_ARRAYS = ("notes", "lines")  # these are JSON already


def json_objects(results: pl.DataFrame) -> pl.Series:
    """One object for each row; `results` are explained, with the title beside the sku and unknown columns behind, or chosen columns."""
    if not results.height:
        return pl.Series([], dtype=pl.String)
    titled = results.columns[1:2] == ["title"]  # beside the sku
    names = results.columns[:1] + results.columns[2:] if titled else results.columns
    if tuple(names[: len(EXPLAINED)]) != EXPLAINED:
        return _chosen(results)
    pieces: list[pl.Expr] = [pl.lit("{")]
    for number, name in enumerate(name for name in EXPLAINED if name not in ERRORS):
        pieces += [pl.lit(f'{", " if number else ""}"{name}": '), _own(results, name)]
        if titled and not number:
            pieces += [pl.lit(', "title": '), pl.lit(_values(results["title"]))]
    told = pl.concat_str(*(part for name in ERRORS for part in (pl.lit(f', "{name}": '), _own(results, name))))
    pieces.append(pl.when(pl.col("error_code").is_null()).then(pl.lit("")).otherwise(told))
    for name in names[len(EXPLAINED) :]:
        pieces += [pl.lit(f", {_text(name)}: "), pl.lit(_values(results[name]))]
    return results.select(pl.concat_str(*pieces, pl.lit("}"))).to_series()


def _chosen(results: pl.DataFrame) -> pl.Series:
    pieces: list[pl.Expr] = []
    for name in results.columns:
        value = _own(results, name) if name in DTYPES else pl.lit(_values(results[name]))
        if name == "notes" and not results[name].str.starts_with("[").all():  # of blocks that are not explained
            told = [[note for note in (text or "").split(BETWEEN_NOTES) if note] for text in results[name].to_list()]
            value = pl.lit(pl.Series(map(_text, told), dtype=pl.String))
        pieces += [pl.lit(f"{', ' if pieces else ''}{_text(name)}: "), value]
    return results.select(pl.concat_str(pl.lit("{"), *pieces, pl.lit("}"))).to_series()


def _own(results: pl.DataFrame, name: str) -> pl.Expr:
    if name in _ARRAYS:
        return pl.col(name).fill_null("[]")
    kind = results.schema[name]
    if (number := number_text(name, kind, coarse_currency(results))) is not None:
        return _quoted(number)
    if kind == pl.Boolean:
        return pl.col(name).cast(pl.String).fill_null("null")
    return _quoted(pl.col(name).cast(pl.String)) if kind != pl.String else pl.lit(_values(results[name]))


def _quoted(text: pl.Expr) -> pl.Expr:
    return pl.concat_str(pl.lit('"'), text, pl.lit('"')).fill_null("null")


def _values(column: pl.Series) -> pl.Series:
    """Values of any kind: plain text, whole numbers and flags by the column, the others one by one."""
    if column.dtype == pl.String:
        if not column.str.contains(_TO_ESCAPE).any():
            return pl.select(_quoted(pl.lit(column))).to_series()
    elif column.dtype.is_integer() or column.dtype == pl.Boolean:
        return column.cast(pl.String).fill_null("null")
    values = far_text(column) if has_far_times(column) else column
    return pl.Series([_text(value) for value in values.to_list()], dtype=pl.String)


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
