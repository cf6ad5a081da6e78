"""Writing plans to CSV, TSV, JSON and JSON lines."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TextIO

from logicost.answers.shown import Shown
from logicost.errors import CatalogError
from logicost.export.files import atomic_text, standard_output
from logicost.export.rows import harmless
from logicost.planning.landed import LandedShipment

Row = Mapping[str, object]
FORMS = ("csv", "tsv", "json", "jsonl")


def text(value: object) -> str:
    """A cell: blank for what is not known, decimals without an exponent."""
    if value is None:
        return ""
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def write_plan(output: str, named: str | None, plan: Shown, rows: Sequence[Row] | None = None) -> None:
    """Write a plan: its rows as CSV, TSV or JSON lines, or the whole of it as JSON; atomically to a file.

    Args:
        rows: what is written as rows; default the plan's own.

    Raises:
        CatalogError: ``format_unknown``, ``file_unwritable``.
    """
    form = (named or ("csv" if output == "-" else Path(output).suffix.removeprefix("."))).lower()
    if form not in FORMS:
        known = ", ".join(FORMS)
        raise CatalogError("format_unknown", f"cannot write '{output}': the format must be one of {known}", "output")
    if output == "-":
        _write(standard_output(), form, plan, rows)
        sys.stdout.flush()
        return
    with atomic_text(Path(output)) as stream:
        _write(stream, form, plan, rows)


def _write(stream: TextIO, form: str, plan: Shown, given: Sequence[Row] | None) -> None:
    if form == "json":
        stream.write(plan.to_json() + "\n")
        return
    rows = plan.rows() if given is None else given
    if form == "jsonl":
        stream.writelines(json.dumps(row, ensure_ascii=False, default=text) + "\n" for row in rows)
    else:
        writer = csv.writer(stream, delimiter="\t" if form == "tsv" else ",", lineterminator="\n")
        writer.writerow(harmless(name) for name in (rows[0] if rows else ()))
        writer.writerows([harmless(text(cell)) for cell in row.values()] for row in rows)


def landed_rows(shipment: LandedShipment, rows: Sequence[Mapping[str, str]]) -> list[dict[str, object]]:
    """The shipment's own columns with ``inbound_freight`` and ``duty`` filled in: a catalog to quote."""
    return [
        {**row, "inbound_freight": item.inbound_freight, "duty": item.duty_per_unit}
        for row, item in zip(rows, shipment.items, strict=True)
    ]
