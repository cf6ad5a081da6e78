"""Whole counts as columns of decimals, and back: exact, on every version of Polars that is supported."""

from __future__ import annotations

import polars as pl

_REINTERPRETS = int(pl.__version__.partition(".")[0]) >= 2  # older versions know no such view of decimals


def as_decimals(counts: pl.Series, kind: pl.Decimal) -> pl.Series:
    """Whole numbers as counts of the kind's last place."""
    if _REINTERPRETS:
        return counts.cast(pl.Int128).reinterpret(dtype=kind)
    whole: pl.Series = counts.cast(pl.Decimal(38, kind.scale)) / 10**kind.scale
    return whole.cast(kind)


def as_counts(decimals: pl.Series, kind: pl.Decimal) -> pl.Series:
    """Decimals of the kind as counts of its last place."""
    if _REINTERPRETS:
        return decimals.cast(kind).reinterpret(dtype=pl.Int128)
    whole: pl.Series = decimals.cast(pl.Decimal(38, kind.scale)) * 10**kind.scale
    return whole.cast(pl.Int128)
