"""Writing answers to JSON and JSON lines, to standard output or atomically to a file."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from logicost.errors import CatalogError

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
