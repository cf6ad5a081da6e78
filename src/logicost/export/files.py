"""Writing answers to CSV, TSV, JSON and JSON lines, to standard output or atomically to a file."""

from __future__ import annotations

import contextlib
import csv
import json
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Protocol, TextIO

from logicost.errors import CatalogError
from logicost.export.rows import columns, flat_row, harmless
from logicost.quote import Quote

Item = tuple[Quote, Sequence[str]]  # a quote, and the catalog's unknown columns beside it


class Writer(Protocol):
    def __call__(self, stream: TextIO, items: Iterable[Item], extra: Sequence[str]) -> None: ...


def _write_table(delimiter: str) -> Writer:
    def write(stream: TextIO, items: Iterable[Item], extra: Sequence[str]) -> None:
        writer = csv.writer(stream, delimiter=delimiter, lineterminator="\n")
        writer.writerow(harmless(cell) for cell in columns(extra))
        for quote, more in items:
            writer.writerow(harmless(cell) for cell in flat_row(quote, more))

    return write


def _objects(items: Iterable[Item], extra: Sequence[str]) -> Iterator[str]:
    for quote, more in items:
        result = quote.to_dict()
        for name, cell in zip(extra, more, strict=True):
            result[f"catalog {name}" if name in result else name] = cell
        yield json.dumps(result, ensure_ascii=False)


def _write_json(stream: TextIO, items: Iterable[Item], extra: Sequence[str]) -> None:
    lead = "[\n"
    for text in _objects(items, extra):
        stream.write(lead + text)
        lead = ",\n"
    stream.write("\n]\n" if lead != "[\n" else "[]\n")


def _write_json_lines(stream: TextIO, items: Iterable[Item], extra: Sequence[str]) -> None:
    for text in _objects(items, extra):
        stream.write(text + "\n")


WRITERS: dict[str, Writer] = {
    "csv": _write_table(","),
    "tsv": _write_table("\t"),
    "json": _write_json,
    "jsonl": _write_json_lines,
}


def format_of(output: str, named: str | None) -> str:
    """The format: as named, else by the file's ending, else CSV for standard output.

    Raises:
        CatalogError: ``format_unknown``.
    """
    word = (named or ("csv" if output == "-" else Path(output).suffix.removeprefix("."))).lower()
    if word not in WRITERS:
        raise CatalogError(
            "format_unknown", f"cannot write '{output}': the format must be one of {', '.join(WRITERS)}", "output"
        )
    return word


def write_results(output: str, form: str, items: Iterable[Item], extra: Sequence[str]) -> None:
    """Write to a file atomically, or to standard output for ``-``.

    Raises:
        CatalogError: ``file_unwritable``.
    """
    if output == "-":
        WRITERS[form](sys.stdout, items, extra)
        sys.stdout.flush()
        return
    with atomic_text(Path(output)) as stream:
        WRITERS[form](stream, items, extra)


@contextlib.contextmanager
def atomic_text(path: Path) -> Iterator[TextIO]:
    """A text file that appears whole under its name when the block ends well, and not at all otherwise.

    Raises:
        CatalogError: ``file_unwritable``.
    """
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise CatalogError("file_unwritable", f"{path} cannot be written: {error.strerror}", "output") from error
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            yield stream
        mask = os.umask(0)
        os.umask(mask)
        Path(temporary).chmod(0o666 & ~mask)
        Path(temporary).replace(path)
    except BaseException as error:
        Path(temporary).unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise CatalogError("file_unwritable", f"{path} cannot be written: {error.strerror}", "output") from error
        raise
