"""Several files as one catalog: joined by SKU and store, so that measures come from one and costs from another.

The first file says which products there are; the others fill what it leaves blank. A side comes with the other sides and
their unit, a weight with its unit. What two files say differently is told, and the earlier file counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from logicost.catalog.block import BLOCK_ROWS, Block, FileOptions, Source
from logicost.catalog.headings import HELPERS, is_money, words_of
from logicost.catalog.reports import ASSUMED, REPORTS, SNAPSHOT, told_by, without_blanks
from logicost.catalog.source import NAMED, WORKBOOKS, ending_of, open_catalog_file, refuse_idle
from logicost.catalog.titles import Titles
from logicost.errors import CatalogError, LogicostError, shown
from logicost.inputs.fields import FIELD
from logicost.inputs.plain_numbers import as_text, given_text
from logicost.tables.shelf import Shelf

_GROUPS = (  # columns that say one thing together, and come from one file
    ("dimensions", "length", "width", "height", "dimension_unit"),
    ("weight", "weight_unit"),
    ("zone", "zone_mix"),
    ("opening", ASSUMED, SNAPSHOT),
)
_TOGETHER = {name: names for names in _GROUPS for name in names}
_SKU, _STORE, _ROW = "\0sku", "\0store", "\0row"
_KEYS = (_SKU, _STORE)
_BARE = r"^[0-9.,\s]+$"


@dataclass(slots=True)
class _Part:
    """One of the files: its rows by plain names, with their keys."""

    source: Source
    rows: pl.DataFrame
    broken: dict[int, LogicostError]
    by_asin: bool

    @property
    def name(self) -> str:
        return self.source.name

    @property
    def has_stores(self) -> bool:
        return bool((self.rows[_STORE] != "").any())

    def asins(self) -> pl.Series | None:
        """The ASIN of each row, where it is a column of its own."""
        keys = {" ".join(words_of(name)): name for name in self.rows.columns if not name.startswith("\0")}
        return next((given_text(self.rows[keys[key]]) for key in ("asin", "asin1") if key in keys), None)


class JoinedSource:
    """Files as one catalog; also a single report of Amazon's, which may have several rows of a SKU.

    Args:
        market: the store of rows that do not name one.
        plans: whether the columns that only plans read are wanted.

    Raises:
        CatalogError: those of the files, ``column_missing`` where none has a column that is required.
    """

    def __init__(
        self, sources: Sequence[Source], options: FileOptions, shelf: Shelf, market: str, plans: bool = False
    ) -> None:
        self.name = " + ".join(source.name for source in sources)
        self.warnings: list[str] = []
        self.blank_rows = 0
        self._shelf, self._market = shelf, market
        parts = [self._part(source) for source in sources]
        first = parts[0]
        known = [name for part in parts for name in part.rows.columns if name in FIELD or name in HELPERS]
        wanted = dict.fromkeys([*known, *((ASSUMED, SNAPSHOT) if plans else ())])
        rows = first.rows.with_row_index(_ROW)
        rows = self._stores(rows, parts)
        for part in parts[1:]:
            rows = self._join(rows, part, first)
        extra = [name for name in first.source.titles.extra if name in rows.columns and name not in wanted]
        columns = [name for name in wanted if name in rows.columns]
        self._check(columns, options, parts)
        places = rows[_ROW].to_list()
        self._broken = {place: first.broken[row] for place, row in enumerate(places) if row in first.broken}
        self._rows = rows[[*columns, *extra]]
        helpers = [name for name in columns if name not in FIELD]
        self.titles = Titles(
            columns=[(name, name in FIELD) for name in [*columns, *extra]],
            extra=[*(name for name in helpers if name != "currency"), *extra],
        )
        self.row_count = self._rows.height

    def extra(self) -> Mapping[str, pl.DataType]:
        return {name: self._rows.schema[name] for name in self.titles.extra}

    def blocks(self, size: int = BLOCK_ROWS) -> Iterator[Block]:
        for begin in range(0, self._rows.height, size):
            part = self._rows[begin : begin + size]
            broken = {row - begin: error for row, error in self._broken.items() if begin <= row < begin + size}
            yield Block(part, broken)

    def _part(self, source: Source) -> _Part:
        self.warnings += source.warnings
        blocks = list(source.blocks())
        self.blank_rows += source.blank_rows
        broken: dict[int, LogicostError] = {}
        before = 0
        for block in blocks:
            broken |= {before + row: error for row, error in block.broken.items()}
            before += block.rows.height
        empty = pl.DataFrame(schema=dict.fromkeys(source.titles.names, pl.String))
        rows = pl.concat([block.rows for block in blocks]) if blocks else empty
        export = source.titles.export
        if export is not None and not broken:
            rows, told = told_by(export.name, rows)
            self.warnings.append(f"{source.name}: {'; '.join([f'read as {export.called}', *told])}")
        by_asin = words_of(source.titles.headings.get("sku", "")) == ["asin"]
        return _Part(source, self._keyed(rows), broken, by_asin)

    def _keyed(self, rows: pl.DataFrame) -> pl.DataFrame:
        sku = given_text(rows["sku"]) if "sku" in rows.columns else pl.Series([""]).new_from_index(0, rows.height)
        store = pl.Series([""]).new_from_index(0, rows.height)
        if "market" in rows.columns:
            words = given_text(rows["market"])
            codes = {word: self._code(word) for word in words.unique().to_list()}
            store = words.replace_strict(list(codes), list(codes.values()), return_dtype=pl.String)
        return rows.with_columns(sku.alias(_SKU), store.alias(_STORE))

    def _code(self, word: str) -> str:
        """A store's code; a word that names none stays as it is, and is the row's error later."""
        try:
            return self._shelf.markets.find(word).code if word else ""
        except LogicostError:
            return word

    def _stores(self, rows: pl.DataFrame, parts: Sequence[_Part]) -> pl.DataFrame:
        """A row for each store that another file names, where the first names none."""
        others = [part.rows.select(_KEYS) for part in parts[1:] if part.has_stores and not part.by_asin]
        if parts[0].has_stores or not others:
            return rows
        known = pl.concat(others).filter(pl.col(_STORE) != "").unique(maintain_order=True)
        joined = rows.drop(_STORE).join(known, on=_SKU, how="left", maintain_order="left_right")
        joined = joined.with_columns(pl.col(_STORE).fill_null(""))
        market = pl.when(pl.col(_STORE) != "").then(pl.col(_STORE)).alias("market")
        return self._own_currency(joined.with_columns(market), parts[0])

    def _join(self, rows: pl.DataFrame, part: _Part, first: _Part) -> pl.DataFrame:
        """The rows with what another file knows of their SKU, or of their SKU in their store."""
        keys = list(_KEYS) if part.has_stores and first_has_stores(rows) else [_SKU]
        known, left = part.rows, rows
        if part.by_asin and not first.by_asin:
            asins = first.asins()
            if asins is not None:  # the report names products by ASIN
                left = rows.with_columns(asins.gather(rows[_ROW]).alias(_SKU))
        known = without_blanks(known.filter(pl.col(_SKU) != ""))
        whole = known.unique(keys, keep="first", maintain_order=True)
        if whole.height < known.height:
            self._say(
                known.height - whole.height,
                "repeats the SKU of an earlier one",
                "repeat the SKU of an earlier one",
                part,
            )
        columns = [name for name in known.columns if name in FIELD or name in (*HELPERS, ASSUMED, SNAPSHOT)]
        columns = [name for name in columns if name not in ("sku", "market")]
        found = left.select(keys).join(whole.select([*keys, *columns]), on=keys, how="left", maintain_order="left")
        if not part.has_stores:
            found = self._own_currency(found.with_columns(rows[_STORE]), part)
        unknown = whole.select(keys).join(left.select(keys), on=keys, how="anti").height
        if unknown:
            self._say(
                unknown, f"is not in {first.name} and is left out", f"are not in {first.name} and are left out", part
            )
        return self._filled(rows, found.select(columns), part)

    def _filled(self, rows: pl.DataFrame, found: pl.DataFrame, part: _Part) -> pl.DataFrame:
        """Blank cells filled, columns that belong together from the same file."""
        done: set[str] = set()
        made: dict[str, pl.Series] = {}
        for name in found.columns:
            group = _TOGETHER.get(name, (name,))
            if group[0] in done:
                continue
            done.add(group[0])
            mine = self._any(rows, group)
            theirs = self._any(found, group)
            take = ~mine & theirs
            both = mine & theirs
            for each in group:
                if each in found.columns:
                    own = (
                        as_text(rows[each])
                        if each in rows.columns
                        else pl.Series([None], dtype=pl.String).new_from_index(0, rows.height)
                    )
                    made[each] = as_text(found[each]).zip_with(take, own)
                elif each in rows.columns:  # a unit of the earlier file does not go with this file's figures
                    made[each] = as_text(rows[each]).zip_with(~take, pl.Series([None], dtype=pl.String))
            if both.any() and group[0] not in ("title", "opening"):
                self._tell_conflict(
                    rows, found, [each for each in group if each in rows.columns and each in found.columns], part
                )
        return rows.with_columns(series.alias(name) for name, series in made.items())

    def _tell_conflict(self, rows: pl.DataFrame, found: pl.DataFrame, names: Sequence[str], part: _Part) -> None:
        """What an earlier file says otherwise; figures are compared as figures."""
        for name in names:
            mine, theirs = given_text(rows[name]), given_text(found[name])
            bare = [each.str.replace_all(r"[^0-9.,-]", "").cast(pl.Float64, strict=False) for each in (mine, theirs)]
            same = (mine.str.to_lowercase() == theirs.str.to_lowercase()) | (bare[0] == bare[1]).fill_null(False)
            differ = (mine != "") & (theirs != "") & ~same
            count = int(differ.sum())
            if count:
                place = differ.arg_true()[0]
                self.warnings.append(
                    f"{name} of {part.name} differs in {count} row{'s' if count > 1 else ''} from a file named before it, "
                    f"which counts: {shown(rows[_SKU][place], 40)} has {shown(mine[place], 30)}, not {shown(theirs[place], 30)}"
                )

    def _any(self, rows: pl.DataFrame, names: Sequence[str]) -> pl.Series:
        """Which rows give one of the columns; a unit alone says nothing."""
        flags = pl.Series([False]).new_from_index(0, rows.height)
        for name in names:
            if name in rows.columns and name not in ("dimension_unit", "weight_unit", ASSUMED, SNAPSHOT):
                flags = flags | (given_text(rows[name]) != "")
        return flags

    def _own_currency(self, rows: pl.DataFrame, part: _Part) -> pl.DataFrame:
        """Bare amounts of a file without stores hold for stores of the command's currency only."""
        home = self._shelf.markets.find(self._market).currency.code
        stores = rows[_STORE].unique().to_list()
        foreign = [code for code in stores if code and self._currency(code) not in (home, None)]
        money = [name for name in rows.columns if is_money(name)]
        if not foreign or not money:
            return rows
        away = rows[_STORE].is_in(foreign)
        nothing = pl.Series([None], dtype=pl.String)
        taken = 0
        for name in money:
            bare = as_text(rows[name]).str.contains(_BARE).fill_null(False) & away
            taken = max(taken, int(bare.sum()))
            rows = rows.with_columns(as_text(rows[name]).zip_with(~bare, nothing).alias(name))
        if taken:
            self.warnings.append(
                f"{part.name} names no store: its amounts are taken as {home} and left out in {taken} row"
                f"{'s' if taken > 1 else ''} of {', '.join(sorted(foreign))}; give a column market, or amounts with their currency"
            )
        return rows

    def _currency(self, code: str) -> str | None:
        try:
            return self._shelf.markets.find(code).currency.code
        except LogicostError:
            return None

    def _say(self, count: int, one: str, many: str, part: _Part) -> None:
        self.warnings.append(f"{part.name}: {count} row{f' {one}' if count == 1 else f's {many}'}")

    def _check(self, columns: Sequence[str], options: FileOptions, parts: Sequence[_Part]) -> None:
        missing = [names for names in options.required if not any(name in columns for name in names)]
        if missing:
            wanted = ", ".join(" or ".join(names) for names in missing)
            lacks = [
                f"{part.name} is {part.source.titles.export.called}: {part.source.titles.export.lacks}"
                for part in parts
                if part.source.titles.export is not None and part.source.titles.export.lacks
            ]
            told = "; ".join(
                [
                    f"{'none of ' if len(parts) > 1 else ''}{self.name} has {'' if len(parts) > 1 else 'no '}column {wanted}",
                    *lacks,
                ]
            )
            raise CatalogError("column_missing", told, missing[0][0])


def first_has_stores(rows: pl.DataFrame) -> bool:
    return bool((rows[_STORE] != "").any())


def open_catalogs(paths: Sequence[str], options: FileOptions, shelf: Shelf, market: str, plans: bool = False) -> Source:
    """A file as it is, or several files and reports of Amazon's as one catalog.

    Args:
        market: the store of rows that do not name one; plans: whether columns that only plans read are wanted.

    Raises:
        CatalogError: a file is not there, cannot be read, or lacks a column; ``standard_input_twice``.
    """
    if paths.count("-") > 1:
        raise CatalogError("standard_input_twice", "standard input can be read once; name - once")
    if len(paths) == 1:
        source = open_catalog_file(paths[0], options)
        report = source.titles.export is not None and source.titles.export.name in REPORTS
        return JoinedSource([source], options, shelf, market, plans) if report else source
    refuse_idle(paths, options)
    unused = dict.fromkeys(options.columns)
    sources = [_open(path, options, unused) for path in paths]
    for heading in unused:
        raise CatalogError("heading_unknown", f"none of {', '.join(paths)} has the heading {shown(heading)}", heading)
    return JoinedSource(sources, options, shelf, market, plans)


def _open(path: str, options: FileOptions, unused: dict[str, None]) -> Source:
    """One of several files, with those of the headings named by the user that it has."""
    columns, is_book = dict(options.columns), ending_of(path) in WORKBOOKS
    own = replace(options, sheet=options.sheet if is_book else None, required=(("sku",),))
    if ending_of(path) in NAMED:
        own = replace(own, header_row=None)
    while True:
        try:
            source = open_catalog_file(path, replace(own, columns=columns))
        except CatalogError as error:
            if error.code != "heading_unknown" or error.field not in columns:
                raise
            del columns[error.field]
        else:
            for heading in columns:
                unused.pop(heading, None)
            return source
