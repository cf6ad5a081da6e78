"""Opening a catalog file by its ending."""

from __future__ import annotations

from logicost.catalog.block import AS_IT_IS, FileOptions, Source
from logicost.errors import CatalogError


def open_catalog_file(path: str, options: FileOptions = AS_IT_IS) -> Source:
    """Open a catalog by its ending: CSV, TSV and text as such, Parquet, JSON lines, Excel workbooks; ``-`` is text.

    Raises:
        CatalogError: the file is not there, cannot be read, or lacks a column.
    """
    ending = path.lower().rpartition(".")[2] if path != "-" else "csv"
    if ending in ("parquet", "jsonl", "ndjson", "xlsx", "xlsm", "xlsb", "xls", "ods"):
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
