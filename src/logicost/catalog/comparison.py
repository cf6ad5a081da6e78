"""A catalog compared row by row with the exact reading."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from logicost.catalog.text_files import CatalogRow, TextCatalog, read_text_catalog
from logicost.compare import Comparison, compare_row
from logicost.engine import Engine, today
from logicost.errors import InputError, LogicostError, TableError
from logicost.fields import is_blank
from logicost.inputs import read_day
from logicost.market import find_market
from logicost.quote import error_quote


@dataclass(slots=True)
class CatalogJob:
    """One comparison of a catalog, and how it went so far.

    Attributes:
        quoted, errors: quotes given and quotes in error; duplicates: rows that repeat an earlier sku.
    """

    catalog: TextCatalog
    programs: Mapping[str, str]
    market: str
    on: str
    strict: bool
    engine: Engine
    quoted: int = 0
    errors: int = 0
    duplicates: int = 0
    _seen: set[str] = field(default_factory=set)

    @property
    def size(self) -> int:
        """Roughly how many rows there are."""
        return self.catalog.text.count("\n")


def open_catalog(
    path: str, programs: Mapping[str, str], market: str, on: str | None, strict: bool, fee_tables: str | None
) -> CatalogJob:
    """Read the file and check everything that does not depend on a row.

    Raises:
        LogicostError: the file, the market, the date or the tables cannot be used.
    """
    day = today() if on is None else read_day(on)
    store = find_market(market)
    engine = Engine(fee_tables)
    return CatalogJob(read_text_catalog(path), programs, store.code, day.isoformat(), strict, engine)


def compare_catalog(job: CatalogJob) -> Iterator[tuple[Comparison, Sequence[str]]]:
    """Each row's comparison, in order, with the cells of its unknown columns."""
    for row in job.catalog.rows():
        comparison = _compare(job, row)
        job.quoted += len(comparison.quotes)
        job.errors += sum(quote.is_error for quote in comparison.quotes)
        yield comparison, [row.extra.get(name, "") for name in job.catalog.extra_columns]


def _compare(job: CatalogJob, row: CatalogRow) -> Comparison:
    sku = row.values.get("sku", "").strip()
    market = row.values.get("market", "").strip() or job.market
    on = row.values.get("on", "").strip() or job.on
    try:
        if row.error is not None:
            raise row.error
        if is_blank(sku):
            raise InputError("missing_value", "sku is missing", "sku")
        job.duplicates += sku in job._seen
        job._seen.add(sku)
        return compare_row(job.engine, row.values, sku, market, on, job.programs, job.strict)
    except TableError:
        raise  # not this row's fault: no row could be quoted rightly
    except LogicostError as error:
        return Comparison(
            tuple(error_quote(error, sku, *_place(market, on), shown_as) for shown_as in job.programs.values())
        )


def _place(market: str, on: str) -> tuple[str, dt.date | None]:
    """Market and day as far as they can be read, for a row in error."""
    try:
        return find_market(market).code, read_day(on)
    except LogicostError:
        return market, None


def summary(comparisons: Sequence[Comparison]) -> Iterator[str]:
    """What the comparison comes to: how often each program is best, and by how much on average."""
    best = Counter(comparison.best.program for comparison in comparisons if comparison.best)
    for program, count in best.most_common():
        gains = [c.advantage for c in comparisons if c.best and c.best.program == program and c.advantage is not None]
        mean = f", on average {sum(gains, Decimal(0)) / len(gains):.2f} more a unit than the next" if gains else ""
        yield f"{program} is best for {count} of {len(comparisons)} products{mean}"
    none = sum(comparison.best is None for comparison in comparisons)
    if none:
        yield f"{none} products have no program whose every cost is known"


def common_notes(comparisons: Sequence[Comparison]) -> list[tuple[str, int]]:
    """The quotes' notes with how often each stands, the most frequent first."""
    return Counter(
        note for comparison in comparisons for quote in comparison.quotes for note in quote.notes
    ).most_common()
