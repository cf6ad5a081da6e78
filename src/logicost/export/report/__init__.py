"""The report: one self-contained page, without a script and without a request, from a comparison of a catalog and what
else was worked out for it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from logicost.answers.comparison import as_comparisons
from logicost.errors import CatalogError

if TYPE_CHECKING:
    from logicost.answers.comparison import Comparison
    from logicost.export.report.sections import Result


def write_report(path: str | Path, comparisons: Sequence[Comparison] = (), results: Sequence[Result] = ()) -> None:
    """Write one self-contained HTML page, whole or not at all: it holds no script and loads nothing.

    Args:
        path: of the file, or of a device or pipe.
        comparisons: of the products, from `compare`; each market has its sections.
        results: what else was worked out, each a section of its own: what `price_for`, `pack`, `sweep`, `stock_costs`,
            `clear`, `hybrid` and `landed_cost` return.

    Raises:
        CatalogError: ``nothing_to_write``, ``file_unwritable``, or ``report_not_installed`` where the packages of the
            extra ``report`` are missing.
    """
    from logicost.output_files import as_path
    from logicost.whole_files import atomic_text

    path, page = as_path(path), report_page(comparisons, results)
    with atomic_text(path) as stream:
        stream.write(page)


def report_page(comparisons: Sequence[Comparison] = (), results: Sequence[Result] = ()) -> str:
    """The page as text. Raises as `write_report`."""
    try:
        from logicost.export.report.page import render
        from logicost.export.report.sections import as_results
    except ImportError as error:
        raise CatalogError(
            "report_not_installed",
            f"the report needs more packages ({error}): pip install 'logicost[report]'",
            "output",
        ) from error
    products, found = as_comparisons(comparisons), as_results(results)
    if not products and not found:
        raise CatalogError("nothing_to_write", "there is no product to report on", "output")
    return render(products, found)
