"""Opening a catalog file by its ending."""

from __future__ import annotations

from collections.abc import Sequence

from logicost.catalog.block import AS_IT_IS, FileOptions, Source
from logicost.errors import CatalogError

WORKBOOKS = ("xlsx", "xlsm", "xlsb", "xls", "ods")
NAMED = ("parquet", "jsonl", "ndjson")  # whose columns have names


def ending_of(path: str) -> str:
    """The ending of a catalog's name, by which it is opened; standard input is text."""
    return path.lower().rpartition(".")[2] if path != "-" else "csv"


def refuse_idle(paths: Sequence[str], options: FileOptions) -> None:
    """See to it that what is said of files is said of one of them at least.

    Raises:
        CatalogError: ``sheet_unknown``, ``header_row_missing``.
    """
    endings = {ending_of(path) for path in paths}
    told = f"{', '.join(paths)} {'is' if len(paths) == 1 else 'are'}"
    if options.sheet is not None and not endings & set(WORKBOOKS):
        raise CatalogError("sheet_unknown", f"{told} no workbook and has no sheets; leave out --sheet", "sheet")
    if options.header_row is not None and endings <= set(NAMED):
        raise CatalogError(
            "header_row_missing", f"{told} of a kind that names its columns without a row; leave out --header-row"
        )


def open_catalog_file(path: str, options: FileOptions = AS_IT_IS) -> Source:
    """Open a catalog by its ending: CSV, TSV and text as such, Parquet, JSON lines, Excel workbooks; ``-`` is text.

    Raises:
        CatalogError: the file is not there, cannot be read, or lacks a column.
    """
    refuse_idle([path], options)
    ending = ending_of(path)
    if ending in (*NAMED, *WORKBOOKS):
        from logicost.catalog import other_files

        if ending == "parquet":
            return other_files.ParquetSource(path, options)
        if ending in ("jsonl", "ndjson"):
            return other_files.JsonLinesSource(path, options)
        from logicost.catalog.workbook_file import WorkbookSource

        return WorkbookSource(path, options)
    if ending == "json":
        raise CatalogError("not_text", f"{path} is JSON; a catalog in JSON has one object a line and ends in .jsonl")
    from logicost.catalog.text_files import TextSource

    return TextSource(path, options)
