"""The report: one self-contained page, without a script and without a request, from a comparison of a catalog."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from logicost.errors import CatalogError

if TYPE_CHECKING:
    from logicost.answers.comparison import Comparison


def write_report(path: str | Path, comparisons: Sequence[Comparison]) -> None:
    """Write the page, whole or not at all.

    Raises:
        CatalogError: ``nothing_to_write``, ``file_unwritable``, or ``report_not_installed`` where the packages of the
            extra ``report`` are missing.
    """
    from logicost.export.files import atomic_text

    page = report_page(comparisons)
    with atomic_text(Path(path)) as stream:
        stream.write(page)


def report_page(comparisons: Sequence[Comparison]) -> str:
    """The page as text. Raises as `write_report`."""
    if not comparisons:
        raise CatalogError("nothing_to_write", "there is no product to report on", "output")
    try:
        from logicost.export.report.page import render
    except ImportError as error:
        raise CatalogError(
            "report_not_installed",
            f"the report needs more packages ({error}): pip install 'logicost[report]'",
            "output",
        ) from error
    return render(comparisons)
