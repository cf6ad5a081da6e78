"""The workbook: the named steps as live formulas, with the exact reading's values beside them.

Sheets: Summary (the questions and their answers), Products, Catalog (what was given), one for each program, Notes, Shared
(ship date, defaults for all products), Steps (inputs in grains, steps that programs share), Tables, Sources, Lists, Read me;
of each market a set of its own. Row n of Products, Catalog, Steps and the programs' sheets is the same product.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from logicost.answers.comparison import as_comparisons
from logicost.errors import CatalogError
from logicost.inputs.dates import read_day
from logicost.output_files import as_path

if TYPE_CHECKING:
    from logicost.answers.comparison import Comparison

MOST_LIVE_ROWS = 2_000  # with more, spreadsheets take minutes to open: values alone, unless formulas are asked for


def write_workbook(
    path: str | Path,
    comparisons: Sequence[Comparison],
    *,
    static: bool = False,
    live: bool = False,
    second_date: object = None,
) -> bool:
    """Write the comparisons as an .xlsx file, which appears whole or not at all; returns whether it is live.

    Args:
        static: write values only, as is done for more than `MOST_LIVE_ROWS` rows; live: write formulas for any number.
        second_date: on which the products are shown once more; default the first later one on which a figure changes.

    Raises:
        CatalogError: ``file_unwritable``, or ``nothing_to_write`` without comparisons.
        InputError: ``not_a_date``.
    """
    path, comparisons = as_path(path), as_comparisons(comparisons)
    if not comparisons:
        raise CatalogError("nothing_to_write", "there is no product to write to the workbook", "output")
    from xlsxwriter.exceptions import FileCreateError

    from logicost.export.workbook.build import build_workbook
    from logicost.whole_files import atomic_path

    second = None if second_date is None else read_day(second_date, "second_date")
    alive = not static and (live or len(comparisons) <= MOST_LIVE_ROWS)
    with atomic_path(Path(path)) as temporary:
        try:
            build_workbook(str(temporary), comparisons, static=not alive, second=second)
        except FileCreateError as error:
            raise OSError(str(error)) from error  # which it was
    return alive
