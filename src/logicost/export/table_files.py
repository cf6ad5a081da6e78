"""A table of answers, one row for each, in any format: CSV, TSV, Parquet, JSON, JSON lines, a workbook of values, a page.

Amounts are decimals; in JSON they are text. No cell runs as a formula, and a file appears whole or not at all.
"""

from __future__ import annotations

import datetime as dt
import html
import io
import json
import sys
from base64 import b64encode
from collections.abc import Iterable, Sequence
from decimal import Decimal
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

import polars as pl

from logicost.answers.rows import begins_formula
from logicost.catalog.cells import amount_text, coarse_currency, harmless
from logicost.errors import CatalogError
from logicost.inputs.plain_numbers import as_text
from logicost.money import currency_of
from logicost.output_files import standard_output
from logicost.visible import visible
from logicost.whole_files import atomic_path

FORMS = ("csv", "tsv", "parquet", "json", "jsonl", "xlsx", "html")
_MARKS = {"csv": ",", "tsv": "\t"}
_WIDEST, _NARROWEST = 60, 8  # characters of a workbook's columns
_LONG = 30  # characters of a cell that gets a wide column in a page
_MOST_ROWS = 1_048_575  # that a sheet holds below its headings


def form_of(output: str, named: str | None) -> str:
    """The format: as named, else by the file's ending, else CSV for standard output.

    Raises:
        CatalogError: ``format_unknown``, ``document_to_stdout``.
    """
    form = (named or ("csv" if output == "-" else Path(output).suffix.removeprefix("."))).lower()
    if form not in FORMS:
        raise CatalogError(
            "format_unknown", f"cannot write '{output}': the format must be one of {', '.join(FORMS)}", "output"
        )
    if output == "-" and form in ("parquet", "xlsx", "html"):
        raise CatalogError("document_to_stdout", f"a .{form} needs a file of its own: -o plans.{form}", "output")
    return form


def write_table(
    output: str,
    form: str,
    frame: pl.DataFrame,
    notes: Sequence[str] = (),
    title: str = "",
    drawn: str = "",
    only: Sequence[str] | None = None,
) -> None:
    """Write a table to a file atomically, or to standard output for ``-``.

    Args:
        form: one of `FORMS`.
        notes: what the reader should know; a workbook and a page show them.
        drawn: pictures for a page, as HTML.
        only: the columns that are wanted, in order; the others say how these are written.

    Raises:
        CatalogError: ``file_unwritable``, ``too_many_rows``.
    """
    names = list(frame.columns if only is None else only)
    if output == "-":
        standard_output().write(_text(form, frame, names))
        sys.stdout.flush()
        return
    if form == "xlsx" and frame.height > _MOST_ROWS:
        raise CatalogError("too_many_rows", f"a sheet holds {_MOST_ROWS:,} rows, here are more: write CSV", "output")
    with atomic_path(Path(output)) as path:
        if form == "parquet":
            frame[names].write_parquet(path)
        elif form == "xlsx":
            _write_workbook(path, frame, names, notes, title)
        else:
            path.write_text(
                _page(frame, names, notes, title, drawn) if form == "html" else _text(form, frame, names),
                encoding="utf-8",
            )


def json_rows(frame: pl.DataFrame, only: Sequence[str] | None = None) -> list[dict[str, Any]]:
    """Each row as JSON has it: amounts and days as text."""
    names = frame.columns if only is None else only
    cells = [(_cells(frame, name) if _is_told(frame[name]) else frame[name]).to_list() for name in names]
    return [dict(zip(names, row, strict=True)) for row in zip(*cells, strict=True)]


def _is_told(column: pl.Series) -> bool:
    """Whether JSON has its values as text."""
    return column.dtype == pl.Decimal or column.dtype.is_temporal()


def _cells(frame: pl.DataFrame, name: str) -> pl.Series:
    """Values as text: whole minor units with the decimals of the row's currency, finer amounts with four."""
    if frame[name].dtype == pl.Decimal:
        text = amount_text(pl.lit(frame[name].cast(pl.String)), coarse_currency(frame))
        return frame.select(text.alias(name)).to_series()
    return as_text(frame[name])


def _text(form: str, frame: pl.DataFrame, names: Sequence[str]) -> str:
    if form == "json":
        return json.dumps(json_rows(frame, names), indent=2, ensure_ascii=False) + "\n"
    if form == "jsonl":
        return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in json_rows(frame, names))
    stream = io.BytesIO()
    titles = pl.DataFrame({"titles": names}, schema={"titles": pl.String}).select(
        harmless(pl.col("titles")).fill_null("")
    )
    pl.DataFrame([titles.to_series().to_list()], orient="row").write_csv(
        stream, separator=_MARKS[form], include_header=False
    )
    cells = frame.select(harmless(pl.lit(_cells(frame, name))).alias(name) for name in names)
    cells.write_csv(stream, separator=_MARKS[form], include_header=False)
    return stream.getvalue().decode()


def _write_workbook(path: Path, frame: pl.DataFrame, names: Sequence[str], notes: Sequence[str], title: str) -> None:
    from xlsxwriter import Workbook

    from logicost.export.workbook.cells import clean
    from logicost.export.workbook.formats import Formats, undated

    with Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        undated(book, title)
        formats = Formats(book)
        sheet = book.add_worksheet("Answers")
        sheet.freeze_panes(1, 1)
        money, day = formats.number(_number_format(frame)), formats.number("yyyy-mm-dd")
        for place, name in enumerate(names):
            column = frame[name]
            sheet.write_string(0, place, clean(name.replace("_", " ")), formats.head)
            longest = max((len(text) for text in _cells(frame.head(1000), name).to_list() if text), default=0)
            sheet.set_column(place, place, min(max(longest + 2, len(name) + 2, _NARROWEST), _WIDEST))
            for row, value in enumerate(column.to_list(), start=1):
                if isinstance(value, Decimal | int) and not isinstance(value, bool):
                    sheet.write_number(row, place, value, money if isinstance(value, Decimal) else None)
                elif isinstance(value, dt.date):
                    sheet.write_datetime(row, place, dt.datetime(value.year, value.month, value.day), day)  # noqa: DTZ001
                elif value is not None:
                    text = clean(str(value))
                    sheet.write_string(row, place, text, formats.quoted(None) if begins_formula(text) else None)
        if frame.height:
            sheet.autofilter(0, 0, frame.height, len(names) - 1)
        if notes or title:
            told = book.add_worksheet("Notes")
            told.set_column(0, 0, 120)
            for row, note in enumerate([title, *notes] if title else notes):
                told.write_string(row, 0, clean(note), formats.title if title and not row else formats.wrapped)


def _number_format(frame: pl.DataFrame) -> str:
    """Of amounts: by the currency where the rows have but one, else with cents."""
    codes = frame["currency"].drop_nulls().unique().to_list() if "currency" in frame.columns else []
    return currency_of(codes[0]).number_format if len(codes) == 1 else "#,##0.00##"


def _page(frame: pl.DataFrame, names: Sequence[str], notes: Sequence[str], title: str, drawn: str) -> str:
    """One page without scripts; its policy admits its own style sheet and nothing else. Columns without a value are left out."""
    style = (files("logicost.export.report") / "page.css").read_text(encoding="utf-8")
    names = [name for name in names if frame[name].null_count() < frame.height or not frame.height]
    digest = b64encode(sha256(style.encode()).digest()).decode()
    figures = [frame[name].dtype.is_numeric() for name in names]
    heads = "".join(f'<th scope="col">{_escaped(name.replace("_", " "))}</th>' for name in names)
    columns = [_cells(frame, name).to_list() for name in names]
    body = "\n".join(f"<tr>{_row(row, figures)}</tr>" for row in zip(*columns, strict=True))
    told = "".join(f"<p>{_escaped(note)}</p>\n" for note in notes)
    pictures = f'<div class="pair">\n{drawn}</div>\n' if drawn else ""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{digest}'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_escaped(title or 'logicost')}</title>\n<style>{style}</style>\n</head>\n<body>\n<main>\n"
        f'<h1>{_escaped(title)}</h1>\n{told}{pictures}<div class="scroll" tabindex="0" role="region" aria-label="Answers"><table>\n<thead><tr>{heads}</tr></thead>\n'
        f"<tbody>\n{body}\n</tbody>\n</table></div>\n</main>\n</body>\n</html>\n"
    )


def _row(cells: Iterable[str | None], figures: Sequence[bool]) -> str:
    return "".join(_cell(cell or "", figure) for cell, figure in zip(cells, figures, strict=True))


def _cell(text: str, figure: bool) -> str:
    kind = ' class="number"' if figure else ' class="why"' if len(text) > _LONG else ""
    return f"<td{kind}>{_escaped(text)}</td>"


def _escaped(text: str) -> str:
    """Text as a reader sees it: no markup, and a mark for what cannot be seen."""
    return html.escape(visible(text, lines=True))
