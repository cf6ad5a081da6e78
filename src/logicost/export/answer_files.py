"""Answers written, decisions and plans of one product: JSON as a whole, with its notes, everything else as a table."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import polars as pl

from logicost.answers.rows import ERRORS
from logicost.answers.shown import Shown
from logicost.catalog.plans.table import MONEY
from logicost.catalog.selection import Selection, read_selection
from logicost.decide.decision import Decision
from logicost.export.decision_chart import decision_figures
from logicost.export.decision_text import dead_prices, price_ranges
from logicost.export.table_files import form_of, write_table
from logicost.visible import visible_json
from logicost.whole_files import atomic_text

_TEXTS = ("csv", "tsv")


def write_decision(output: str, named: str | None, decision: Decision, select: str | None = None) -> None:
    """Write to a file atomically, or to standard output for ``-``.

    Args:
        select: the columns that are wanted, with commas; default all.

    Raises:
        CatalogError: ``format_unknown``, ``document_to_stdout``, ``file_unwritable``, ``too_many_rows``, ``select_unknown``.
    """
    form = form_of(output, named)
    only = _selected(decision, select)
    if form not in ("json", "jsonl"):
        frame, drawn = decision.to_frame(), ""
        if form in _TEXTS and frame.height and decision.title != "sweep":  # whose columns are those of results
            frame = _told(decision.to_dict()["rows"])
        elif form == "html":
            frame, drawn = _in_words(frame, decision), decision_figures(decision)
        write_table(output, form, frame, decision.notes, f"logicost {decision.title}", drawn, only)
        return
    whole = decision.to_dict()
    if only is not None:
        whole["rows"] = [{name: row[name] for name in only} for row in whole["rows"]]
    if form == "json":
        text = json.dumps(whole, indent=2, ensure_ascii=False) + "\n"
    else:
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in whole["rows"])
    _write_json(output, text)


def write_plan(
    output: str, named: str | None, plan: Shown, title: str, rows: Sequence[Mapping[str, object]] | None = None
) -> Sequence[str]:
    """Write a plan to a file atomically, or to standard output for ``-``: JSON is the whole of it, all else its rows.

    Args:
        title: of a page and of a workbook.
        rows: what is written as rows; default the plan's own.

    Returns:
        The notes that the file does not hold.

    Raises:
        CatalogError: ``format_unknown``, ``document_to_stdout``, ``file_unwritable``.
    """
    form = form_of(output, named)
    notes: Sequence[str] = getattr(plan, "notes", ())
    if form == "json":
        _write_json(output, plan.to_json() + "\n")
        return ()
    write_table(output, form, _plan_frame(plan.rows() if rows is None else rows, form), notes, title)
    return () if form in ("xlsx", "html") else notes


def _plan_frame(rows: Sequence[Mapping[str, object]], form: str) -> pl.DataFrame:
    """Rows of a plan: as text each figure as it stands there, elsewhere amounts; a column without any is one of amounts."""
    if form in (*_TEXTS, "jsonl"):
        return _told(rows)
    frame = pl.DataFrame(rows, infer_schema_length=None)
    amounts = [
        name
        for name, kind in frame.schema.items()
        if (isinstance(kind, pl.Decimal) and kind.scale <= MONEY.scale) or (kind == pl.Null and name not in ERRORS)
    ]
    return frame.cast({**dict.fromkeys(amounts, MONEY), pl.Null: pl.String})


def _told(rows: Sequence[Mapping[str, object]]) -> pl.DataFrame:
    """Rows of which each figure is text, as it stands there, and each list JSON."""
    return pl.DataFrame([{name: _cell(cell) for name, cell in row.items()} for row in rows], infer_schema_length=None)


def _cell(value: object) -> object:
    return f"{value:f}" if isinstance(value, Decimal) else json.dumps(value) if isinstance(value, list) else value


def _write_json(output: str, text: str) -> None:
    if output == "-":
        sys.stdout.write(visible_json(text))
        sys.stdout.flush()
        return
    with atomic_text(Path(output)) as stream:
        stream.write(text)


def _selected(decision: Decision, select: str | None) -> list[str] | None:
    wanted = read_selection(select)
    return None if wanted is None else Selection(decision.to_frame().schema, wanted).names


def _in_words(frame: pl.DataFrame, decision: Decision) -> pl.DataFrame:
    """The frame for a reader: pieces of prices as he would write them."""
    words = {"ranges": price_ranges, "dead_zones": dead_prices}
    rows = decision.rows() if decision.title == "price" else []
    columns = [
        pl.Series(name, ["; ".join(say(row.get(name) or [])) or None for row in rows], pl.String)
        for name, say in words.items()
        if rows
    ]
    return frame.with_columns(columns)
