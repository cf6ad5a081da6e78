"""Results written block by block: CSV, TSV, Parquet, JSON and JSON lines, to standard output or atomically to a file."""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path
from typing import IO, Any

import polars as pl
from polars.io.plugins import register_io_source

from logicost.catalog.cells import as_cells, harmless
from logicost.catalog.json_text import json_objects
from logicost.errors import CatalogError
from logicost.output_files import standard_output
from logicost.whole_files import atomic_path

_MARKS = {"csv": ",", "tsv": "\t"}
_BLINK = 0.2  # seconds between looks at whether the user has pressed Ctrl-C


def write_blocks(output: str, form: str, blocks: Iterable[pl.DataFrame], schema: Mapping[str, pl.DataType]) -> None:
    """Write results to a file atomically, or to standard output for ``-``.

    Args:
        form: csv, tsv or parquet; json or jsonl, whose blocks are explained.
        schema: the columns of the blocks and their kinds.

    Raises:
        CatalogError: ``file_unwritable``; ``document_to_stdout`` of Parquet for a terminal.
    """
    if output != "-":
        with atomic_path(Path(output)) as path:
            _write(path, form, blocks, schema)
    elif form != "parquet":
        _write_text(_Written(standard_output()), form, blocks, schema)
        sys.stdout.flush()
    elif sys.stdout.isatty():
        raise CatalogError("document_to_stdout", "Parquet is nothing to look at: give a file, -o results.parquet")
    else:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "results"
            _write(path, form, blocks, schema)
            with path.open("rb") as stream:
                shutil.copyfileobj(stream, sys.stdout.buffer)


def _write(path: Path, form: str, blocks: Iterable[pl.DataFrame], schema: Mapping[str, pl.DataType]) -> None:
    if form == "parquet":
        _write_parquet(path, blocks, schema)
        return
    with path.open("wb") as stream:
        _write_text(_Written(stream), form, blocks, schema)


class _Written:
    """A file that keeps what went wrong in writing to it: Polars says it otherwise, and of the last part of a
    block Polars 1.34 says nothing."""

    def __init__(self, stream: IO[Any]) -> None:
        self._stream = getattr(stream, "buffer", stream)
        self._target: Any = self._stream if isinstance(self._stream, io.TextIOBase) else self  # a screen takes text
        self._error: BaseException | None = None

    def write(self, data: bytes) -> int:
        try:
            return self._stream.write(data)
        except BaseException as error:  # Ctrl-C as well
            self._error = error
            raise

    def put(self, rows: pl.DataFrame, **how: Any) -> None:
        """Rows as text without headings."""
        try:
            rows.write_csv(self._target, include_header=False, **how)
        except BaseException as error:
            raise (self._error or error) from None
        if self._error is not None:
            raise self._error


def _write_text(stream: _Written, form: str, blocks: Iterable[pl.DataFrame], schema: Mapping[str, pl.DataType]) -> None:
    if form in _MARKS:
        _write_table(stream, _MARKS[form], blocks, schema)
    elif form == "jsonl":
        for block in blocks:
            _write_lines(stream, json_objects(block), "\n")
    else:
        before = "[\n"
        for objects in filter(len, map(json_objects, blocks)):
            _write_lines(stream, pl.Series([before]), "")
            _write_lines(stream, objects[:-1], ",\n")
            _write_lines(stream, objects[-1:], "")
            before = ",\n"
        _write_lines(stream, pl.Series(["[]\n" if before == "[\n" else "\n]\n"]), "")


def _write_lines(stream: _Written, lines: pl.Series, end: str) -> None:
    """As they are, each with the same end."""
    stream.put(lines.to_frame(), line_terminator=end, quote_style="never")


def _write_table(
    stream: _Written, mark: str, blocks: Iterable[pl.DataFrame], schema: Mapping[str, pl.DataType]
) -> None:
    titles = pl.DataFrame({"titles": list(schema)}).select(harmless(pl.col("titles")).fill_null(""))
    header = pl.DataFrame([titles.to_series().to_list()], orient="row")
    stream.put(header, separator=mark)
    for block in blocks:
        stream.put(as_cells(block), separator=mark)


def _write_parquet(path: Path, blocks: Iterable[pl.DataFrame], schema: Mapping[str, pl.DataType]) -> None:
    """Polars encodes on its own threads while the next blocks are being quoted; this thread waits for Ctrl-C.

    Where the blocks end in an error, Polars is told that they end: an error in its midst may make it print a panic.
    """
    stopped = threading.Event()
    failed: list[BaseException] = []

    def results(
        columns: list[str] | None, predicate: pl.Expr | None, rows: int | None, size: int | None
    ) -> Iterator[pl.DataFrame]:
        each = iter(blocks)
        while not stopped.is_set():
            try:
                block = next(each)
            except StopIteration:
                return
            except BaseException as error:
                failed.append(error)
                return
            yield block

    source = register_io_source(results, schema=schema)
    with ThreadPoolExecutor(1, thread_name_prefix="logicost-parquet") as pool:
        writing = pool.submit(source.sink_parquet, path)
        try:
            while not wait([writing], _BLINK).done:
                pass
        except BaseException:
            stopped.set()
            raise
        fault = writing.exception()
    if failed:
        raise failed[0]
    if isinstance(fault, pl.exceptions.PolarsError):  # the blocks were well: the disk was not
        raise OSError(f"the disk refused it ({fault})") from fault
    if fault is not None:
        raise fault
