"""Which columns of the results are wanted, and in which kind their amounts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from logicost.catalog.titles import column_key
from logicost.errors import CatalogError, nearest, shown, text_of
from logicost.inputs.readers import listed

AMOUNTS = ("decimal", "float")


def read_selection(select: str | Sequence[str] | None) -> tuple[str, ...] | None:
    """Names of columns, one by one or in text with commas; None for all.

    Raises:
        CatalogError: ``select_unknown`` for none at all.
    """
    if select is None:
        return None
    words = [text_of(word) for word in listed(select)]
    names = tuple(dict.fromkeys(word.strip() for word in words if word.strip()))
    if not names:
        raise CatalogError("select_unknown", "name at least one column, such as sku,program,profit", "select")
    return names


def read_amounts(amounts: object) -> bool:
    """Whether amounts are wanted as floats.

    Raises:
        CatalogError: ``amounts_unknown``.
    """
    if not isinstance(amounts, str) or amounts not in AMOUNTS:
        raise CatalogError("amounts_unknown", f"amounts is {shown(amounts)}; give {' or '.join(AMOUNTS)}", "amounts")
    return amounts == "float"


class Selection:
    """Blocks of results with the wanted columns only.

    Args:
        schema: the results' columns and their kinds.
        select: the wanted ones, in the order wanted, in any case; None for all, the catalog's title beside the sku.
        floats: amounts, weights and ratios as floats.

    Raises:
        CatalogError: ``select_unknown``.
    """

    def __init__(
        self, schema: Mapping[str, pl.DataType], select: Sequence[str] | None = None, floats: bool = False
    ) -> None:
        by_key = {column_key(name): name for name in reversed(list(schema))}
        self.names = _title_second(schema) if select is None else [self._find(word, schema, by_key) for word in select]
        self.schema = {name: _kind(schema[name], floats) for name in self.names}
        self._whole = list(self.schema.items()) == list(schema.items())

    def __call__(self, results: pl.DataFrame) -> pl.DataFrame:
        if self._whole:
            return results
        return pl.DataFrame([results[name].cast(kind) for name, kind in self.schema.items()])

    @staticmethod
    def _find(word: str, schema: Mapping[str, pl.DataType], by_key: Mapping[str, str]) -> str:
        if word in schema:
            return word
        if (key := column_key(word)) in by_key:
            return by_key[key]
        hint = nearest(key, list(by_key))
        raise CatalogError("select_unknown", f"results have no column {shown(word)}.{hint}", "select")


def _title_second(schema: Mapping[str, pl.DataType]) -> list[str]:
    names = list(schema)
    if "title" in schema:
        names.remove("title")
        names.insert(names.index("sku") + 1, "title")
    return names


def _kind(kind: pl.DataType, floats: bool) -> pl.DataType:
    return pl.Float64() if floats and isinstance(kind, pl.Decimal) else kind
