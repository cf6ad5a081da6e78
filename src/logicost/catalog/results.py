"""Results as columns: one row for each SKU and program, in the order of the catalog."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from logicost.answers.rows import EXPLAINED, HEAD, TAIL, columns
from logicost.catalog.decimal_columns import as_decimals
from logicost.fees import FEES
from logicost.inputs.fields import MONTHLY_GRAINS
from logicost.inputs.readers import RATE_GRAINS
from logicost.market import Market
from logicost.measurement import GRAMS
from logicost.money import Currency

AMOUNT = pl.Decimal(18, 4)
RATIO = pl.Decimal(18, 4)
WEIGHT = pl.Decimal(18, 7)
MONTH = pl.Decimal(28, 2)
_WEIGHT_SCALE = 10**7
DTYPES: dict[str, pl.DataType] = {
    **{name: pl.String() for name in (*HEAD, *TAIL, *EXPLAINED)},
    "best": pl.Boolean(),
    "on": pl.Date(),
    **dict.fromkeys(("unit_weight", "dimensional_weight", "shipping_weight"), WEIGHT),
    **dict.fromkeys(("price", "sales_tax_included", "revenue", "total_cost", "profit", *FEES), AMOUNT),
    **dict.fromkeys(("margin", "roi"), RATIO),
    "monthly_profit": MONTH,
}

Matrix = NDArray[Any]  # rows by programs


def result_schema(extra: Mapping[str, pl.DataType], explained: bool = False) -> dict[str, pl.DataType]:
    """Every column of the results and its kind: amounts with four decimals, weights with seven.

    Args:
        explained: instead of a column for each fee, `lines` and `notes` as the text of JSON arrays.
    """
    names = columns(list(extra), EXPLAINED) if explained else columns(list(extra))
    own = {name: DTYPES[name] for name in names[: len(names) - len(extra)]}
    return {**own, **dict(zip(names[len(own) :], extra.values(), strict=True))}


class ResultBlock:
    """Results of some rows being put together.

    Args:
        rows, programs: how many there are; of programs, one in each group counts each time.
        schema: the columns of the results and their kinds, as `result_schema` has them.
    """

    def __init__(self, rows: int, programs: int, schema: Mapping[str, pl.DataType]) -> None:
        self.rows = rows
        self.programs = programs
        self.schema = schema
        self._columns: dict[str, pl.Series | pl.Expr] = {}

    def everywhere(self, name: str, value: str | dt.date) -> None:
        """The same value in every row."""
        self._columns[name] = pl.lit(value, DTYPES[name])

    def where_quoted(self, name: str, value: str, quoted: Matrix) -> None:
        """The same value in every row that is not in error."""
        self.words(name, [value], np.where(quoted, 0, -1))

    def words(self, name: str, words: Sequence[str | None], numbers: Matrix) -> None:
        """Words by their number; -1 stands for none."""
        flat = numbers.reshape(-1)
        places = np.where(flat < 0, len(words), flat).astype(np.uint32)
        self._columns[name] = pl.Series([*words, None], dtype=pl.String).gather(pl.Series(places))

    def by_program(self, name: str, words: Iterable[str]) -> None:
        numbers = np.broadcast_to(np.arange(self.programs), (self.rows, self.programs))
        self.words(name, list(words), numbers)

    def flags(self, name: str, flags: Matrix, known: Matrix) -> None:
        """True or false; blank where it is not known."""
        self._columns[name] = _where(pl.Series(np.ascontiguousarray(flags).reshape(-1)), known)

    def amounts(self, name: str, grains: Matrix, known: Matrix) -> None:
        """Money and ratios, counts of 0.0001."""
        self._decimals(name, grains, known, AMOUNT)

    def weights(self, name: str, grains: Matrix, known: Matrix, market: Market) -> None:
        """Weights in the market's unit."""
        scale = market.weight_grain / GRAMS[market.weight_unit] * _WEIGHT_SCALE
        assert scale.denominator == 1  # the grains of all markets have at most seven decimals of their unit
        self._decimals(name, grains * scale.numerator, known, WEIGHT)

    def of_months(
        self, name: str, grains: Matrix, units: Matrix, rises: Sequence[int], known: Matrix, currency: Currency
    ) -> None:
        """Money of a month, half-up to the minor unit; 128 bits hold every product of what the inputs may be.

        Args:
            units: in `MONTHLY_GRAINS`; rises: of each program in `RATE_GRAINS`.
        """
        parts = [
            pl.lit(pl.Series(np.ascontiguousarray(np.broadcast_to(part, known.shape)).reshape(-1))).cast(pl.Int128)
            for part in (grains, units, np.array([RATE_GRAINS + rise for rise in rises]))
        ]
        whole = MONTHLY_GRAINS * RATE_GRAINS * currency.minor_unit
        exact = parts[0] * parts[1] * parts[2]
        hundredths = (exact.abs() * 2 + whole) // (2 * whole) * exact.sign() * (currency.minor_unit // 100)
        series = as_decimals(pl.select(hundredths.alias(name)).to_series(), MONTH)
        self._columns[name] = _where(series, known)

    def repeated(self, name: str, column: pl.Series) -> None:
        """A column of the catalog, beside each program's result."""
        places = np.repeat(np.arange(self.rows, dtype=np.uint32), self.programs)
        self._columns[name] = column.gather(pl.Series(places)) if self.programs > 1 else column

    def texts(self, name: str, by_program: Sequence[pl.Series]) -> None:
        """Texts of which each row has its own, for one program after the other."""
        places = np.arange(self.rows)[:, None] + self.rows * np.arange(self.programs)
        self._columns[name] = pl.concat(by_program).gather(pl.Series(places.reshape(-1)))

    def finish(self) -> pl.DataFrame:
        """All columns in their order; those that were not given are blank."""
        base = pl.select(pl.int_range(self.rows * self.programs).alias("__row"))
        return base.select(
            _column(self._columns.get(name, pl.lit(None)), kind).alias(name) for name, kind in self.schema.items()
        )

    def _decimals(self, name: str, numbers: Matrix, known: Matrix, kind: pl.Decimal) -> None:
        if not known.any():
            return
        self._columns[name] = _where(decimals(np.ascontiguousarray(numbers).reshape(-1), kind), known)


def _where(series: pl.Series, known: Matrix) -> pl.Series:
    if known.all():
        return series
    mask = pl.Series(np.ascontiguousarray(known).reshape(-1))
    return series.zip_with(mask, pl.Series([None], dtype=series.dtype))


def decimals(numbers: NDArray[np.int64], kind: pl.Decimal) -> pl.Series:
    """Counts of the kind's last place."""
    return as_decimals(pl.Series(numbers), kind)


def _column(value: pl.Series | pl.Expr, kind: pl.DataType) -> pl.Expr:
    if isinstance(value, pl.Series):
        return pl.lit(value) if value.dtype == kind else pl.lit(value).cast(kind)
    length = pl.col("__row").len()
    return pl.repeat(value, length, dtype=kind)
