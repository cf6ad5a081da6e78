"""The answers of a plan for a whole catalog: one row for each SKU, in the catalog's order, with its rank by money."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from logicost.catalog.decimal_columns import as_decimals
from logicost.errors import LogicostError
from logicost.inputs.plain_numbers import as_text
from logicost.tables.status import ERROR, WORDS

MONEY = pl.Decimal(28, 4)
HEAD: dict[str, Any] = {
    "rank": pl.Int64,
    "sku": pl.String,
    "title": pl.String,
    "market": pl.String,
    "currency": pl.String,
}
TAIL: dict[str, Any] = {"status": pl.String, "error_code": pl.String, "error_field": pl.String, "error": pl.String}
_PLACE = "__place"
Schema = Mapping[str, Any]


@dataclass(frozen=True)
class PlanTable:
    """What was asked of every row.

    Attributes:
        frame: a row for each of the catalog's, in its order; `rank` 1 is where most money is at stake, by currency.
        notes: what the reader should know.
    """

    frame: pl.DataFrame
    notes: tuple[str, ...] = ()

    @property
    def errors(self) -> int:
        return self.frame.height - self.frame["error_code"].null_count()

    @property
    def ranked(self) -> pl.DataFrame:
        """The rows by rank, those in error behind."""
        return self.frame.sort("currency", "rank", nulls_last=True, maintain_order=True)


def part(schema: Schema, places: NDArray[np.intp], columns: Mapping[str, Any]) -> pl.DataFrame:
    """Some rows, in those places of the block; columns that are not given are null."""
    made = [pl.Series(_PLACE, places.astype(np.int64))]
    for name, kind in schema.items():
        value = columns.get(name)
        if isinstance(value, pl.Series):
            made.append(value.alias(name).cast(kind))
        elif value is None or isinstance(value, str):
            made.append(pl.Series(name, [value], dtype=pl.String).cast(kind).new_from_index(0, len(places)))
        else:
            made.append(pl.Series(name, value, dtype=kind))
    return pl.DataFrame(made)


def error_part(
    schema: Schema, rows: pl.DataFrame, places: Sequence[int], errors: Sequence[LogicostError], markets: object
) -> pl.DataFrame:
    """Rows that keep their place with their error.

    Args:
        rows: the whole block.
    """
    told = {
        "status": ERROR,
        "error_code": pl.Series([error.code for error in errors], dtype=pl.String),
        "error_field": pl.Series([error.field for error in errors], dtype=pl.String),
        "error": pl.Series([error.message for error in errors], dtype=pl.String),
    }
    where = np.array(places, np.intp)
    return part(schema, where, {**names_of(rows[where]), "market": markets, **told})


def moved(rows: pl.DataFrame, places: NDArray[np.intp]) -> pl.DataFrame:
    """A part whose rows were numbered among some of the block's, which stand in those places."""
    return rows.with_columns(pl.Series(_PLACE, places[rows[_PLACE].to_numpy()].astype(np.int64)))


def names_of(rows: pl.DataFrame) -> dict[str, pl.Series]:
    """Sku and title of some rows."""
    sku = as_text(rows["sku"]).str.strip_chars().fill_null("")
    return {"sku": sku, "title": as_text(rows["title"])} if "title" in rows.columns else {"sku": sku}


def together(schema: Schema, parts: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """The parts of a block in the order of its rows."""
    each = list(parts)
    if not each:
        return pl.DataFrame(schema=dict(schema))
    return pl.concat(each).sort(_PLACE).drop(_PLACE)


def ranked(blocks: Iterable[pl.DataFrame], schema: Schema, money: str) -> pl.DataFrame:
    """All blocks, ranked by a column within each currency, most first; rows without it have no rank."""
    frame = pl.concat([pl.DataFrame(schema=dict(schema)), *blocks])
    rank = pl.col(money).rank("ordinal", descending=True).over("currency").cast(pl.Int64)
    return frame.with_columns(pl.when(pl.col(money).is_not_null()).then(rank).alias("rank"))


def money_column(grains: NDArray[np.int64], known: NDArray[np.bool_] | None = None) -> pl.Series:
    """Grains as amounts; null where they are not known."""
    series = as_decimals(pl.Series(np.ascontiguousarray(grains)), MONEY)
    if known is None or known.all():
        return series
    return series.zip_with(pl.Series(np.ascontiguousarray(known)), pl.Series([None], dtype=MONEY))


def status_words(statuses: NDArray[Any]) -> pl.Series:
    words = pl.Series(WORDS)
    return words.gather(pl.Series(statuses.astype(np.uint32)))
