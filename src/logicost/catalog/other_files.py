"""Catalogs in Parquet and JSON lines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import polars as pl

from logicost.catalog.block import AS_IT_IS, BLOCK_ROWS, Block, FileOptions
from logicost.catalog.decimals import Decimals, decide
from logicost.catalog.parquet_size import refuse_damage
from logicost.catalog.shaping import shaped
from logicost.catalog.text_files import LARGEST_CELL, LONGEST_LINE, line_too_long, oversized
from logicost.catalog.titles import Titles, match_titles
from logicost.errors import CatalogError, InputError, LogicostError, shown


class ParquetSource:
    """A Parquet file, read as a stream; columns keep their kinds.

    Raises:
        CatalogError: ``file_not_found``, ``file_unreadable``, ``rows_too_large``, ``column_missing`` or ``column_twice``.
    """

    def __init__(self, path: str, options: FileOptions = AS_IT_IS) -> None:
        self.name = path
        self.blank_rows = 0
        _check_there(path)
        refuse_damage(path)
        try:
            self._scan = pl.scan_parquet(path, glob=False)
            schema = self._scan.collect_schema()
            self.row_count = int(self._scan.select(pl.len()).collect().item())
        except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
            raise self._unreadable(error) from error
        self.titles: Titles = match_titles(schema.names(), path, options.required, options.columns_for(schema.names()))
        self.warnings = list(self.titles.warnings)
        self._kinds = dict(zip(self.titles.names, schema.dtypes(), strict=True))
        self._decimals = _decimals(self, options, self._blocks(BLOCK_ROWS))

    def extra(self) -> Mapping[str, pl.DataType]:
        return {name: self._kinds[name] for name in self.titles.extra}

    def blocks(self, size: int = BLOCK_ROWS) -> Iterator[Block]:
        return shaped(self.titles, self._blocks(size), self._decimals)

    def _blocks(self, size: int) -> Iterator[Block]:
        seen = 0
        try:
            for rows in self._scan.collect_batches(chunk_size=size, maintain_order=True):
                seen += rows.height
                yield Block(rows.rename(dict(zip(rows.columns, self.titles.names, strict=True))))
        except (
            pl.exceptions.PolarsError,
            pl.exceptions.PanicException,
            OSError,
        ) as error:  # pages are read only when they are wanted
            raise self._unreadable(error) from error
        if seen != self.row_count:  # where a page is damaged, batches may end without an error
            raise self._unreadable(f"{seen:,} of its {self.row_count:,} rows could be read")

    def _unreadable(self, error: Exception | str) -> CatalogError:
        return CatalogError("file_unreadable", f"{self.name} cannot be read as Parquet: {error}")


class JsonLinesSource:
    """A file of JSON objects, one a line; numbers are taken as they are written.

    Raises:
        CatalogError: ``file_not_found``, ``file_unreadable``, ``catalog_empty``, ``catalog_malformed``,
            ``column_missing`` or ``column_twice``.
    """

    def __init__(self, path: str, options: FileOptions = AS_IT_IS) -> None:
        self.name = path
        self.blank_rows = 0
        _check_there(path)
        keys: dict[str, None] = {}
        self.row_count = 0
        for _, item in self._objects():
            self.row_count += 1
            if not isinstance(item, LogicostError):
                keys.update(dict.fromkeys(item))
        if not keys:
            raise CatalogError("catalog_empty", f"{path} has no JSON object in it; write one a line")
        self._keys = list(keys)
        self.titles: Titles = match_titles(self._keys, path, options.required, options.columns_for(self._keys))
        self.warnings = list(self.titles.warnings)
        self._decimals = _decimals(self, options, self._blocks(BLOCK_ROWS))

    def extra(self) -> Mapping[str, pl.DataType]:
        return {name: pl.String() for name in self.titles.extra}

    def blocks(self, size: int = BLOCK_ROWS) -> Iterator[Block]:
        return shaped(self.titles, self._blocks(size), self._decimals)

    def _blocks(self, size: int) -> Iterator[Block]:
        rows: list[list[str | None]] = []
        broken: dict[int, LogicostError] = {}
        for _, item in self._objects():
            if isinstance(item, LogicostError):
                broken[len(rows)] = item
                item = {}
            rows.append([_text(item.get(key)) for key in self._keys])
            if len(rows) == size:
                yield self._block(rows, broken)
                rows, broken = [], {}
        if rows:
            yield self._block(rows, broken)

    def _block(self, rows: list[list[str | None]], broken: dict[int, LogicostError]) -> Block:
        columns = zip(self.titles.names, zip(*rows, strict=True), strict=True)
        return Block(pl.DataFrame([pl.Series(name, cells, pl.String) for name, cells in columns]), broken)

    def _objects(self) -> Iterator[tuple[int, dict[str, Any] | LogicostError]]:
        try:
            with Path(self.name).open(encoding="utf-8-sig") as stream:
                lines = iter(lambda: stream.readline(LONGEST_LINE + 1), "")
                for number, line in enumerate(lines, start=1):
                    if len(line) > LONGEST_LINE:
                        raise line_too_long(self.name)
                    if line.strip():
                        yield number, _object(number, line)
        except (OSError, UnicodeDecodeError) as error:
            raise CatalogError("file_unreadable", f"{self.name} cannot be read: {error}") from error


def _decimals(
    source: ParquetSource | JsonLinesSource, options: FileOptions, blocks: Iterable[Block]
) -> Decimals | None:
    """How texts write decimals: as is said, else as the whole file does."""
    if options.decimal:
        return Decimals({"": options.decimal}, typed=True)
    decimals = decide(source.name, blocks, source.titles, typed=True, assumed_market=options.assumed_market)
    source.warnings += decimals.told if decimals is not None else []
    return decimals


def _check_there(path: str) -> None:
    if not Path(path).is_file():
        raise CatalogError("file_not_found", f"there is no file {path}")


def _object(number: int, line: str) -> dict[str, Any] | LogicostError:
    """The object of a line, its numbers as text, so that they stay exactly what was written."""
    try:
        item = json.loads(line, parse_float=str, parse_int=str, parse_constant=str, object_pairs_hook=_once)
        if "\\ud" in line.lower():
            json.dumps(item, ensure_ascii=False).encode()  # half of a pair of surrogates is no character
    except (ValueError, RecursionError) as error:
        return InputError("not_json", f"line {number} is not JSON: {error}")
    if not isinstance(item, dict):
        return InputError("not_json", f"line {number} is not a JSON object")
    if len(line) > LARGEST_CELL and any(
        isinstance(value, str) and len(value) > LARGEST_CELL for value in item.values()
    ):
        return oversized(number)
    return item


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; of two values under one name nobody knows which is meant."""
    item = dict(pairs)
    if len(item) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in item if names.count(name) > 1)
        raise ValueError(f"the name {shown(twice)} stands twice in an object")
    return item


def _text(value: object) -> str | None:
    """A JSON value as a cell has it: sides of a list with x between them, shares of an object as zone:share."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return " x ".join(_text(item) or "" for item in value)
    if isinstance(value, dict):
        return ",".join(f"{key}:{_text(item) or ''}" for key, item in value.items())
    return str(value)
