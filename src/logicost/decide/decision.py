"""What the deciding commands give: rows, the notes that go with them, and the kinds of their columns."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from logicost.answers.shown import Shown
from logicost.decide.cases import Case
from logicost.decide.drawn import Drawn
from logicost.tables.status import ERROR

if TYPE_CHECKING:
    import polars as pl

ERRORS = ("error_code", "error_field", "error")
_MOST_NAMED = 3  # products in a note


@dataclass(frozen=True)
class Decision(Shown):
    """Rows of an answer.

    Attributes:
        title: of the answer; columns: their names, in order; notes: what the reader should know.
        varied: the inputs that a sweep varies; drawn: what is left over the price, for pictures.
    """

    title: str
    columns: tuple[str, ...]
    _rows: tuple[Mapping[str, Any], ...] = ()
    notes: tuple[str, ...] = ()
    varied: tuple[str, ...] = ()
    drawn: tuple[Drawn, ...] = field(default=(), repr=False)
    _frame: pl.DataFrame | None = field(default=None, repr=False, compare=False)

    def rows(self) -> list[dict[str, Any]]:
        """Amounts as Decimals, ranges as lists; None for what is not known or out of reach."""
        if self._frame is not None:
            return self._frame.to_dicts()
        return [{name: row.get(name) for name in self.columns} for row in self._rows]

    def to_dict(self) -> dict[str, Any]:
        rows = [{name: _plain(value) for name, value in row.items()} for row in self.rows()]
        return {"rows": rows, "notes": list(self.notes)}

    def to_frame(self) -> pl.DataFrame:
        """The rows as a Polars frame: amounts as decimals, lists as JSON text."""
        import polars as pl

        if self._frame is not None:
            return self._frame
        columns = []
        for name in self.columns:
            values = [row.get(name) for row in self._rows]
            if any(isinstance(value, list) for value in values):
                values = [None if value is None else json.dumps(_plain(value)) for value in values]
            kind = pl.Decimal(28, 4) if any(isinstance(value, Decimal) for value in values) else None
            columns.append(pl.Series(name, values, kind, strict=False))
        return pl.DataFrame(columns)

    @property
    def errors(self) -> int:
        """How many rows are in error."""
        if self._frame is not None:
            return self._frame.height - self._frame["error_code"].null_count()
        return sum(row.get("error_code") is not None for row in self._rows)


def head(case: Case) -> dict[str, Any]:
    """What every row begins with, and its error."""
    return {
        "sku": case.sku, "title": case.title or None, "market": case.market, "program": case.seat.shown_as,
        "channel": case.seat.channel, "on": case.on, "currency": case.currency,
        **({"status": ERROR, "error_code": case.error.code, "error_field": case.error.field,
            "error": case.error.message} if case.error else {}),
    }  # fmt: skip


def gathered(said: Iterable[tuple[Case, str]]) -> tuple[str, ...]:
    """What is said of cases as notes: the same of several products of a program once, with the first of them."""
    found: dict[tuple[str, str], list[str]] = {}
    for case, text in said:
        found.setdefault((case.seat.shown_as, text), []).append(case.sku)
    notes = []
    for (program, text), skus in found.items():
        names = list(dict.fromkeys(skus))
        who = names[0] or "product"
        if len(names) > 1:
            who = (
                f"{len(names):,} products ({', '.join(names[:_MOST_NAMED])}{', …' if len(names) > _MOST_NAMED else ''})"
            )
        notes.append(f"{who}, {program}: {text}")
    return tuple(notes)


def extras(case: Case, columns: tuple[str, ...]) -> dict[str, Any]:
    """The catalog's columns that are not known, by their own names unless one of the columns has it."""
    return {f"catalog {name}" if name in columns else name: value for name, value in case.extra.items()}


def columns_with(columns: tuple[str, ...], cases: Iterable[Case]) -> tuple[str, ...]:
    """The columns, and after them those of the catalog that are not known."""
    return (*columns, *dict.fromkeys(name for case in cases for name in extras(case, columns)))


def _plain(value: Any) -> Any:
    """As JSON has it: amounts and days as text."""
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if value is None or isinstance(value, bool | int | str):
        return value
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
