"""Progress of long catalogs on standard error: rows done, rows a second and errors so far."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from logicost.catalog.comparison import CatalogJob

Following = Callable[[Iterable[Any]], Iterator[Any]]
_SHORT = 2_000  # rows that are done before a bar could be read
_ROOMY = 76  # columns from which there is room for a bar beside millions of rows
_BLINK = 0.1  # seconds between two looks


@contextlib.contextmanager
def progress(job: CatalogJob) -> Iterator[Following]:
    """Gives a function that follows the results of a job as they pass by; silent for short catalogs and pipes."""
    if not sys.stderr.isatty() or 0 < job.catalog.row_count < _SHORT:
        yield iter
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(file=sys.stderr)
    told = TextColumn("{task.fields[told]}")
    roomy = console.width >= _ROOMY
    columns = ("comparing", BarColumn(None), told, TimeRemainingColumn()) if roomy else (told,)
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=job.catalog.row_count or None, told="")
        begun = time.monotonic()

        def follow(results: Iterable[Any]) -> Iterator[Any]:
            shown = 0.0
            for result in results:
                if (now := time.monotonic()) - shown > _BLINK:
                    done, shown = job.quoted // len(job.request.seats()), now
                    bar.update(task, completed=done, told=_told(done, now - begun, job.errors, roomy))
                yield result

        yield follow


def _told(rows: int, seconds: float, errors: int, roomy: bool) -> str:
    """Ten million rows with a thousand errors fit into 40 columns where there is little room."""
    word = "error" if errors == 1 else "errors"
    rate = rows / seconds if seconds else 0
    return (
        f"{rows:,} rows, {rate:,.0f} rows/s, {errors:,} {word}"
        if roomy
        else f"{rows:,}, {rate:,.0f}/s, {errors:,} {word}"
    )
