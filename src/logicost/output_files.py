"""Where results are written to: standard output, or a file, which is none of those that are read."""

from __future__ import annotations

import io
import os
import stat
import sys
from pathlib import Path
from typing import Any, TextIO

from logicost.errors import CatalogError, shown, text_of
from logicost.visible import visible
from logicost.whole_files import held_open

DOCUMENTS = ("xlsx", "html")  # written from all comparisons at once, see `logicost.export.documents`
TABLES = ("csv", "tsv", "parquet")
EXPLAINED = ("json", "jsonl")  # each quote with its lines; these and tables are written by logicost.catalog.sinks


def format_of(output: str, named: str | None) -> str:
    """The format: as named, else by the file's ending, else CSV for standard output.

    Raises:
        CatalogError: ``format_unknown``.
    """
    word = (named or ("csv" if output == "-" else Path(output).suffix.removeprefix("."))).lower()
    known = [*EXPLAINED, *TABLES, *DOCUMENTS]
    if word not in known:
        raise CatalogError(
            "format_unknown", f"cannot write '{output}': the format must be one of {', '.join(known)}", "output"
        )
    return word


def standard_output() -> TextIO:
    """Standard output, which data reach as they are; where a person looks at it, none of them moves the cursor."""
    return _Terminal() if sys.stdout.isatty() else sys.stdout


class _Terminal(io.StringIO):
    def write(self, text: Any) -> int:
        given = text if isinstance(text, str) else bytes(text).decode(errors="replace")
        return sys.stdout.write(visible(given, lines=True))


def refuse_input(output: str, *inputs: str) -> None:
    """See to it that no file that is read is written, under whatever names the two go.

    Args:
        output: a path, or ``-`` for standard output.
        inputs: paths, or ``-`` for standard input.

    Raises:
        CatalogError: ``output_is_input``.
    """
    written = _identity(output, sys.stdout)
    for name in inputs:
        if written is not None and written == _identity(name, sys.stdin):
            named = "standard input" if name == "-" else name
            other = "standard output" if output == "-" else output
            raise CatalogError(
                "output_is_input", f"{other} is the file that is read as {named}; write to another one", "output"
            )


def is_there(output: str) -> bool:
    """Whether what is going to be written, ``-`` for standard output, is a file that there is already."""
    return _identity(output, sys.stdout) is not None


def _identity(name: str, standard: TextIO) -> tuple[int, int] | None:
    """Device and number of a regular file; None for what is none or not there yet.

    A path is followed as it is where it is written: without a slash at its end, ``..`` behind what is not there.
    """
    try:
        handle = standard.fileno() if name == "-" else held_open(Path(name))[1]
        found = os.stat(os.path.realpath(Path(name))) if handle is None else os.fstat(handle)  # noqa: PTH116
    except (OSError, ValueError):
        return None
    return (found.st_dev, found.st_ino) if stat.S_ISREG(found.st_mode) else None


def as_path(given: object) -> Path:
    """A file's path.

    Raises:
        CatalogError: ``file_unwritable`` for what names no file.
    """
    if isinstance(given, str | os.PathLike) and (text := text_of(given)).strip() == os.fspath(given).strip():
        return Path(text)
    raise CatalogError("file_unwritable", f"{shown(given)} is no path of a file", "output")
