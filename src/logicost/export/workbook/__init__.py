"""The workbook: the named steps as live formulas, with the exact reading's values beside them.

Sheets: Summary, Catalog, Shared (inputs in grains and steps that programs share), one for each program, Tables, Lists,
Read me. Row n of Catalog, Shared and the programs' sheets is the same product.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from logicost.errors import CatalogError

if TYPE_CHECKING:
    from logicost.answers.comparison import Comparison

MOST_LIVE_ROWS = 10_000  # with more, spreadsheets take minutes to open: the values are written without formulas


def write_workbook(path: str | Path, comparisons: Sequence[Comparison], *, static: bool = False) -> bool:
    """Write the comparisons as an .xlsx file, which appears whole or not at all; returns whether it is live.

    Args:
        static: write values only, as is done for more than `MOST_LIVE_ROWS` rows and where nothing could be quoted.

    Raises:
        CatalogError: ``file_unwritable``, or ``nothing_to_write`` without comparisons.
    """
    if not comparisons:
        raise CatalogError("nothing_to_write", "there is no product to write to the workbook", "output")
    from xlsxwriter.exceptions import FileCreateError

    from logicost.export.files import atomic_path
    from logicost.export.workbook.build import build_workbook

    live = not static and len(comparisons) <= MOST_LIVE_ROWS
    with atomic_path(Path(path)) as temporary:
        try:
            build_workbook(str(temporary), comparisons, static=not live)
        except FileCreateError as error:
            raise OSError(str(error)) from error  # which it was
    return live
