"""A catalog compared: by whole columns for files of results, row by row where quotes are shown or stay alive."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from logicost.answers.compare import compare_row
from logicost.answers.comparison import Comparison
from logicost.answers.engine import Engine
from logicost.answers.idle import idle_columns
from logicost.answers.quote import error_quote, sku_of, title_of
from logicost.answers.request import Request
from logicost.answers.seats import left_out
from logicost.catalog.block import AS_IT_IS, BLOCK_ROWS, Block, FileOptions, Source
from logicost.catalog.joined import open_catalogs
from logicost.errors import InputError, LogicostError, TableError, text_of
from logicost.inputs.dates import read_day
from logicost.inputs.defaults import NO_DEFAULTS, Defaults
from logicost.inputs.readers import is_blank
from logicost.programs.density import UNLIKELY_WORDS
from logicost.tables.markets import Markets
from logicost.tables.shelf import open_shelf

if TYPE_CHECKING:
    import numpy as np
    import polars as pl
    from numpy.typing import NDArray

    from logicost.catalog.selection import Selection

NO_PRODUCT = "not_a_product"
IMPOSSIBLE = "density_impossible"
_ROWS_EXPLAINED = 16_384  # rows at a time where each is explained, which takes some kilobytes a quote


@dataclass(slots=True)
class CatalogJob:
    """One comparison of a catalog, and how it went so far.

    Attributes:
        given: column to the value of all rows that leave it blank.
        rows, quoted, errors: rows read, quotes given and quotes in error.
        no_products: rows that are none, such as parents and pictures; they do not count among the errors.
        too_dense: quotes of units denser than steel.
    """

    catalog: Source
    request: Request
    given: Mapping[str, str] = field(default_factory=dict)
    rows: int = 0
    quoted: int = 0
    errors: int = 0
    no_products: int = 0
    too_dense: int = 0
    _skus: list[NDArray[np.uint64]] = field(default_factory=list)
    _channels: set[str] = field(default_factory=set)
    _markets: set[str | None] = field(default_factory=set)

    def blocks(self, size: int) -> Iterator[Block]:
        """The catalog's rows in order, counted, with what was given for blank cells."""
        from logicost.catalog.filling import fill_blanks

        for block in self.catalog.blocks(size):
            self.watch(block)
            yield Block(fill_blanks(block.rows, self.given), block.broken) if self.given else block

    def watch(self, block: Block) -> None:
        """Count the block's rows, and remember their skus in their stores: by a hash of 64 bits, eight bytes a row."""
        from logicost.inputs.plain_numbers import given_text

        self.rows += block.rows.height
        self.no_products += sum(error.code == NO_PRODUCT for error in block.broken.values())
        skus = given_text(block.rows["sku"])
        keys = skus + "\0" + given_text(block.rows["market"]) if "market" in block.rows.columns else skus
        self._skus.append(keys.filter(skus.fill_null("") != "").hash().to_numpy())
        self._markets |= (
            set(given_text(block.rows["market"]).unique().to_list()) if "market" in block.rows.columns else {None}
        )
        if "channel" in block.rows.columns:
            names = [name for name in ("channel", "market") if name in block.rows.columns]
            engine = Engine(self.request.fee_tables)
            found = (
                engine.channel_of(row, self.request.market)
                for row in block.rows.select(names).unique().iter_rows(named=True)
            )
            self._channels |= {channel for channel in found if channel is not None}

    def left_out(self) -> Iterator[str]:
        """Programs that have no row where a channel's orders are not theirs, and columns that no program goes by."""
        by_program: dict[str, list[str]] = {}
        for channel in sorted(self._channels):
            for program in left_out(self.request.programs, self.request.seats(channel)):
                by_program.setdefault(program, []).append(channel)
        for program, channels in by_program.items():
            yield f"{program} does not serve orders of {', '.join(channels)}, and has no row there"
        if idle := idle_columns(self.request, self.catalog.titles.names, self._markets):
            yield idle

    def duplicates(self) -> int:
        """How many rows repeat the sku of an earlier one."""
        import numpy as np

        if not self._skus:
            return 0
        self._skus = [np.concatenate(self._skus)]
        hashes = self._skus[0]
        hashes.sort()
        return int((hashes[1:] == hashes[:-1]).sum())


def open_catalog(
    paths: str | Sequence[str],
    programs: str | Sequence[str],
    market: str | None,
    on: str | None,
    strict: bool,
    fee_tables: str | None,
    uplift: object = None,
    options: FileOptions = AS_IT_IS,
    select: str | None = None,
    given: Mapping[str, str] | None = None,
    defaults: Defaults = NO_DEFAULTS,
) -> CatalogJob:
    """Open the file, or several as one catalog, and check everything that does not depend on a row.

    Args:
        select: the columns of the results that are wanted, with commas.
        given: column to the value of all rows that leave it blank; it need not be in the file.

    Raises:
        LogicostError: the file, the market, the date or the tables cannot be used.
    """
    from logicost.catalog.selection import read_selection

    request = Request.of(
        programs, market=market, on=on, strict=strict, uplift=uplift, fee_tables=fee_tables, defaults=defaults
    )
    shelf, files = open_shelf(fee_tables), [paths] if isinstance(paths, str) else paths
    known = given or {}
    required = tuple(names for names in options.required if not any(name in known for name in names))
    catalog = open_catalogs(
        files, replace(options, required=required, assumed_market=request.assumed_market), shelf, request.market
    )
    job = CatalogJob(catalog, replace(request, select=read_selection(select)), known)
    if job.request.select is not None:
        selection_of(job, is_explained(job))
    return job


def is_explained(job: CatalogJob) -> bool:
    """Whether JSON has each line with its reason: not where a fee's own column is selected."""
    from logicost.fees import FEES

    return not any(name.strip().lower().replace("-", "_") in FEES for name in job.request.select or ())


def selection_of(job: CatalogJob, explained: bool = False) -> Selection:
    """The columns of the results that are wanted.

    Raises:
        CatalogError: ``select_unknown``.
    """
    from logicost.catalog.results import result_schema
    from logicost.catalog.selection import Selection

    return Selection(result_schema(job.catalog.extra(), explained), job.request.select)


def result_blocks(job: CatalogJob, explained: bool = False) -> Iterator[pl.DataFrame]:
    """The results in order, by whole columns, with the catalog's unknown columns, or those that are selected.

    Args:
        explained: each line with its reason instead of a column for each fee.
    """
    from logicost.catalog.parallel import quote_blocks
    from logicost.catalog.pipeline import Pipeline

    blocks = job.blocks(_ROWS_EXPLAINED if explained else BLOCK_ROWS)
    selected = selection_of(job, explained)
    for results in quote_blocks(Pipeline(job.request, job.catalog.extra(), explained), blocks):
        job.quoted += results.height
        job.errors += int((results["error_code"].fill_null(NO_PRODUCT) != NO_PRODUCT).sum())
        job.too_dense += _too_dense(results)
        yield selected(results)


def _too_dense(results: pl.DataFrame) -> int:
    unlikely = results["notes"].str.contains(UNLIKELY_WORDS, literal=True).fill_null(value=False)
    return int((unlikely | results["error_code"].eq_missing(IMPOSSIBLE)).sum())


def compare_catalog(job: CatalogJob) -> Iterator[tuple[Comparison, Sequence[Any]]]:
    """Each row's comparison by the exact reading, in order, with the cells of its unknown columns."""
    from logicost.inputs.far_times import without_far_times

    engine = Engine(job.request.fee_tables)
    for block in job.blocks(_ROWS_EXPLAINED):
        for number, row in enumerate(without_far_times(block.rows).iter_rows(named=True)):
            comparison = _compare(engine, job.request, row, block.broken.get(number))
            job.quoted += len(comparison.quotes)
            job.errors += sum(quote.error_code not in (None, NO_PRODUCT) for quote in comparison.quotes)
            job.too_dense += sum(
                quote.error_code == IMPOSSIBLE or any(UNLIKELY_WORDS in note for note in quote.notes)
                for quote in comparison.quotes
            )
            yield comparison, [row[name] for name in job.catalog.titles.extra]


def _compare(engine: Engine, request: Request, row: Mapping[str, Any], broken: LogicostError | None) -> Comparison:
    sku = sku_of(row)
    try:
        if broken is not None:
            raise broken
        if is_blank(sku):
            raise InputError("missing_value", "sku is missing", "sku")
        return compare_row(engine, row, request)
    except TableError:
        raise  # not this row's fault: no row could be quoted rightly
    except LogicostError as error:
        market = request.market if is_blank(row.get("market")) else text_of(row["market"]).strip()
        place = _place(engine.shelf.markets, market, request.day if is_blank(row.get("on")) else row["on"])
        seats = request.seats(engine.channel_of(row, request.market))
        quotes = tuple(error_quote(error, sku, *place, seat, title=title_of(row)) for seat in seats)
        return Comparison(quotes, left_out=tuple(left_out(request.programs, seats)), given=row)


def _place(markets: Markets, market: str, on: object) -> tuple[str, dt.date | None]:
    """Market and day as far as they can be read, for a row in error."""
    try:
        return markets.find(market).code, read_day(on)
    except LogicostError:
        return market, None


def common_notes(comparisons: Sequence[Comparison]) -> list[tuple[str, int]]:
    """The quotes' notes with how often each stands, the most frequent first."""
    return Counter(
        note for comparison in comparisons for quote in comparison.quotes for note in quote.notes
    ).most_common()
