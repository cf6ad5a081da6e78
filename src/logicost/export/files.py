"""Writing answers to JSON and JSON lines, to standard output or atomically to a file."""

from __future__ import annotations

import contextlib
import json
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TextIO

from logicost.errors import CatalogError
from logicost.quote import Quote

if TYPE_CHECKING:
    from logicost.compare import Comparison

Item = tuple[Quote, Sequence[Any]]  # a quote, and the catalog's unknown columns beside it


class Writer(Protocol):
    def __call__(self, stream: TextIO, items: Iterable[Item], extra: Sequence[str]) -> None: ...


def _objects(items: Iterable[Item], extra: Sequence[str]) -> Iterator[str]:
    for quote, more in items:
        result = quote.to_dict()
        for name, cell in zip(extra, more, strict=True):
            result[f"catalog {name}" if name in result else name] = cell
        yield json.dumps(result, ensure_ascii=False, default=str)


def _write_json(stream: TextIO, items: Iterable[Item], extra: Sequence[str]) -> None:
    lead = "[\n"
    for text in _objects(items, extra):
        stream.write(lead + text)
        lead = ",\n"
    stream.write("\n]\n" if lead != "[\n" else "[]\n")


def _write_json_lines(stream: TextIO, items: Iterable[Item], extra: Sequence[str]) -> None:
    for text in _objects(items, extra):
        stream.write(text + "\n")


DOCUMENTS = ("xlsx", "html")  # written from all comparisons at once, see `write_document`
TABLES = ("csv", "tsv", "parquet")  # written by whole columns, see logicost.catalog.sinks
WRITERS: dict[str, Writer] = {
    "json": _write_json,
    "jsonl": _write_json_lines,
}


def format_of(output: str, named: str | None) -> str:
    """The format: as named, else by the file's ending, else CSV for standard output.

    Raises:
        CatalogError: ``format_unknown``.
    """
    word = (named or ("csv" if output == "-" else Path(output).suffix.removeprefix("."))).lower()
    known = [*WRITERS, *TABLES, *DOCUMENTS]
    if word not in known:
        raise CatalogError(
            "format_unknown", f"cannot write '{output}': the format must be one of {', '.join(known)}", "output"
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


def write_document(output: str, form: str, comparisons: Sequence[Comparison], static: bool = False) -> str:
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

    if write_workbook(output, comparisons, static=static) or static:
        return ""
    return f"{output} holds values only: formulas stay alive for up to {MOST_LIVE_ROWS:,} products, here are more"


@contextlib.contextmanager
def atomic_text(path: Path) -> Iterator[TextIO]:
    """A text file that appears whole under its name when the block ends well, and not at all otherwise.

    Raises:
        CatalogError: ``file_unwritable``.
    """
    with atomic_path(path) as temporary, temporary.open("w", encoding="utf-8", newline="") as stream:
        yield stream


@contextlib.contextmanager
def atomic_path(path: Path) -> Iterator[Path]:
    """A temporary file beside `path` that takes its name when the block ends well, and is removed otherwise.

    Raises:
        CatalogError: ``file_unwritable``.
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise CatalogError("file_unwritable", f"{path} cannot be written: {error.strerror}", "output") from error
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        mask = os.umask(0)
        os.umask(mask)
        temporary.chmod(0o666 & ~mask)
        temporary.replace(path)
    except BaseException as error:
        temporary.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise CatalogError("file_unwritable", f"{path} cannot be written: {error.strerror}", "output") from error
        raise
