"""Rows of other programs' exports: parents, pictures and virtual goods are no products, variations inherit from their
parent, and later rows of a product take its title from the first. Totals below a sheet are no products either."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from logicost.catalog.headings import Export
from logicost.catalog.titles import Titles
from logicost.errors import InputError, LogicostError, shown
from logicost.inputs.far_times import without_far_times
from logicost.inputs.plain_numbers import given_text
from logicost.inputs.readers import is_blank

_TOTALS = ("total", "totals", "total:", "grand total", "subtotal", "sum", "summe", "gesamt", "gesamtsumme")
_INHERITED = ("length", "width", "height", "dimensions", "weight", "category")


class ExportRows:
    """Makes the rows of an export plain, block after block.

    Args:
        export: the kind of export.
        titles: the columns of the file.
    """

    def __init__(self, export: Export, titles: Titles) -> None:
        self._export = export
        self._names = titles.by_key  # the block's name of each heading
        self._inherited = [name for column in _INHERITED for name in titles.sources(column)]
        self._parents: dict[str, dict[str, object]] = {}
        self._above: dict[str, str] = {}
        self._above_of = ""

    def __call__(self, rows: pl.DataFrame, broken: dict[int, LogicostError]) -> pl.DataFrame:
        """The rows with the cells that they inherit; rows that are no products get their error."""
        self._refuse(rows, broken)
        rows = self._filled_down(rows)
        return self._with_parents(rows, broken)

    def _refuse(self, rows: pl.DataFrame, broken: dict[int, LogicostError]) -> None:
        if self._export.word is not None:
            column, because = self._export.word
            for place, text in enumerate(given_text(rows[self._names[column]]).to_list()):
                words = [word.strip().lower() for word in text.split(",")]
                why = next((because[word] for word in words if word in because), None)
                if why is not None:
                    broken.setdefault(place, _no_product(text, why))
        if self._export.blank is not None:
            columns, why = self._export.blank
            empty = [given_text(rows[self._names[column]]) == "" for column in columns if column in self._names]
            for place in pl.select(pl.all_horizontal(empty)).to_series().arg_true().to_list() if empty else ():
                broken.setdefault(place, _no_product("", why))

    def _filled_down(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Blank cells from the row above that has the same key."""
        if self._export.fill_down is None:
            return rows
        by, columns = self._export.fill_down
        names = [self._names[column] for column in columns if column in self._names]
        keys = given_text(rows[self._names[by]]).to_list()
        filled = without_far_times(rows.select(names))
        cells = filled.to_dict(as_series=False)
        for place, key in enumerate(keys):
            if key != self._above_of:
                self._above_of, self._above = key, {}
            for name in names:
                if is_blank(cells[name][place]):
                    cells[name][place] = self._above.get(name, cells[name][place])
                else:
                    self._above[name] = cells[name][place]
        return rows.with_columns(pl.Series(name, values, filled[name].dtype) for name, values in cells.items())

    def _with_parents(self, rows: pl.DataFrame, broken: dict[int, LogicostError]) -> pl.DataFrame:
        """Blank measures and category from the row that the cell names as parent: above, or in the same block below."""
        if self._export.inherit is None or self._export.inherit[0] not in self._names:
            return rows
        parent, key = self._export.inherit
        parents = given_text(rows[self._names[parent]]).to_list()
        keys = given_text(rows[self._names[key]]).to_list()
        numbers = given_text(rows[self._names["id"]]).to_list() if "id" in self._names else [""] * rows.height
        own_cells = without_far_times(rows.select(self._inherited))
        cells = own_cells.to_dict(as_series=False)
        for place in sorted(broken):  # only rows that are no products are parents
            own = {name: values[place] for name, values in cells.items()}
            self._parents.update({word: own for word in (keys[place], f"id:{numbers[place]}") if word})
        for place in range(rows.height):
            named = self._parents.get(parents[place]) if parents[place] else None
            for name, values in cells.items():
                if named is not None and is_blank(values[place]):
                    values[place] = named[name]
        return rows.with_columns(pl.Series(name, values, own_cells[name].dtype) for name, values in cells.items())


def refuse_totals(rows: pl.DataFrame, titles: Sequence[str], broken: dict[int, LogicostError]) -> None:
    """A row whose sku says that it is a total, and that has neither title nor category, is no product."""
    skus = given_text(rows["sku"]).str.to_lowercase()
    for place in skus.is_in(list(_TOTALS)).arg_true().to_list():
        others = [rows[name][place] for name in titles if name in rows.columns]
        if all(is_blank(value) for value in others):
            broken.setdefault(place, _no_product(rows["sku"][place], "a total of the rows above"))


def _no_product(text: str, why: str) -> InputError:
    return InputError("not_a_product", f"{shown(text) + ' is' if text else 'this row is'} no product: {why}")
