"""Documents for people, a workbook or a report, written from all comparisons at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from logicost.errors import CatalogError

if TYPE_CHECKING:
    from logicost.answers.comparison import Comparison


def write_document(
    output: str,
    form: str,
    comparisons: Sequence[Comparison],
    static: bool = False,
    live: bool = False,
    second_date: object = None,
) -> str:
    """Write a workbook or a report; returns what the reader of the command should know about it, if anything.

    Raises:
        CatalogError: ``document_to_stdout``, ``nothing_to_write``, ``file_unwritable`` or ``report_not_installed``.
    """
    if output == "-":
        raise CatalogError("document_to_stdout", f"a .{form} needs a file of its own: -o margins.{form}", "output")
    if form == "html":
        from logicost.export.report import write_report

        write_report(output, comparisons)
        return ""
    from logicost.export.workbook import MOST_LIVE_ROWS, write_workbook

    if write_workbook(output, comparisons, static=static, live=live, second_date=second_date) or static:
        return ""
    return (
        f"{output} holds values only: formulas for up to {MOST_LIVE_ROWS:,} products, here are more: --live writes them"
    )
