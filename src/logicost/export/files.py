"""Where results are written to: standard output, or a file that appears whole under its name or not at all."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, TextIO

from logicost.errors import CatalogError, shown, text_of
from logicost.visible import visible

DOCUMENTS = ("xlsx", "html")  # written from all comparisons at once, see `logicost.export.documents`
TABLES = ("csv", "tsv", "parquet")
EXPLAINED = ("json", "jsonl")  # each quote with its lines; these and tables are written by logicost.catalog.sinks

_MARK = ".logicost"  # the end of the name of a file that is being written
_LONGEST_START = 40  # characters of the destination's name in it, so that it is not too long where the other is not
_OPEN_ALREADY = ("/dev/stdout", "/dev/stderr", "/dev/fd/", "/proc/")  # names of what the caller holds open


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


def _identity(name: str, standard: TextIO) -> tuple[int, int] | None:
    """Device and number of a regular file; None for what is none or not there yet."""
    try:
        found = os.fstat(standard.fileno()) if name == "-" else os.stat(name)  # noqa: PTH116 - links are followed
    except (OSError, ValueError):
        return None
    return (found.st_dev, found.st_ino) if stat.S_ISREG(found.st_mode) else None


@contextlib.contextmanager
def atomic_text(path: Path) -> Iterator[TextIO]:
    """A text file that appears whole under its name when the block ends well, and not at all otherwise.

    Raises:
        CatalogError: ``file_unwritable``.
    """
    with atomic_path(path) as temporary, temporary.open("w", encoding="utf-8", newline="") as stream:
        yield stream


def as_path(given: object) -> Path:
    """A file's path.

    Raises:
        CatalogError: ``file_unwritable`` for what names no file.
    """
    if isinstance(given, str | os.PathLike) and (text := text_of(given)).strip() == os.fspath(given).strip():
        return Path(text)
    raise CatalogError("file_unwritable", f"{shown(given)} is no path of a file", "output")


@contextlib.contextmanager
def atomic_path(path: Path) -> Iterator[Path]:
    """A temporary file that becomes `path` when the block ends well, and is removed otherwise.

    Links are followed, and a file that is there keeps its permissions and owner. A device or a named pipe is written
    to and not replaced.

    Raises:
        CatalogError: ``file_unwritable``.
    """
    try:
        if _is_written_through(path):
            with tempfile.TemporaryDirectory(prefix="logicost-") as folder:
                copy = Path(folder) / "results"
                copy.touch()
                yield copy
                _copy_into(copy, path)
        else:
            with _beside(Path(os.path.realpath(path))) as temporary:
                yield temporary
    except BrokenPipeError:
        raise  # the reader of a named pipe went away, as one of standard output may
    except Exception as error:
        refused = _refused(error)
        if refused is None:
            raise
        raise CatalogError("file_unwritable", f"{path} cannot be written: {_reason(refused)}", "output") from error


def _refused(error: Exception) -> OSError | None:
    """What the system said, also where a library says it in words of its own."""
    library = type(error).__module__.partition(".")[0]
    if library == "polars" and "os error" in str(error):
        return OSError(f"the disk refused it ({error})")
    inner = error.args[0] if error.args and library == "xlsxwriter" else error
    return inner if isinstance(inner, OSError) else None


def _reason(error: OSError) -> str:
    return error.strerror or str(error) or type(error).__name__


def _is_written_through(path: Path) -> bool:
    """Whether it is no file of its own: a device, a pipe, or another name for what the caller holds open."""
    if os.path.abspath(path).startswith(_OPEN_ALREADY):  # noqa: PTH100 - links are not followed
        return True
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return False
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(None, "it is a folder")
    return not stat.S_ISREG(mode)


def _copy_into(copy: Path, path: Path) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_APPEND)
    with copy.open("rb") as results, open(handle, "wb") as stream:  # noqa: PTH123 - of a handle
        shutil.copyfileobj(results, stream)


@contextlib.contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """A file in the folder of `path` that takes its name in the end; leftovers of runs that were killed are removed."""
    before = path.stat() if path.exists() else None
    if before is not None and not os.access(path, os.W_OK):
        raise PermissionError(None, "it is read-only")
    start = f".{path.name[:_LONGEST_START]}."
    _remove_leftovers(path.parent, start)
    held, temporary = _make(path.parent, start)
    with held:
        try:
            yield temporary
            _take_over(temporary, before)
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


def _make(folder: Path, start: str) -> tuple[contextlib.AbstractContextManager[object], Path]:
    """A new file, and what keeps it locked: by that another run knows that somebody is writing it."""
    while True:
        handle, name = tempfile.mkstemp(dir=folder, prefix=start, suffix=_MARK)
        file, temporary = open(handle, "r+b"), Path(name)  # noqa: PTH123, SIM115 - the caller keeps it open
        ours = _lock(file)
        if ours and temporary.exists():
            return file, temporary
        file.close()
        if ours is None:
            return contextlib.nullcontext(), temporary
        # another run took it for a leftover, between its making and its locking


def _remove_leftovers(folder: Path, start: str) -> None:
    """Remove what runs left that were killed: files of such a name that nobody has locked."""
    with os.scandir(folder) as entries:
        names = [entry.name for entry in entries if entry.name.startswith(start) and entry.name.endswith(_MARK)]
    for name in names:
        with contextlib.suppress(OSError), (folder / name).open("r+b") as file:
            if _lock(file):
                (folder / name).unlink()


def _lock(file: IO[bytes]) -> bool | None:
    """Whether nobody else had it locked; None where there are no such locks, and nothing is known of others."""
    try:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except (ImportError, OSError):
        return None
    return True


def _take_over(temporary: Path, before: os.stat_result | None) -> None:
    """Give the file the permissions and the owner of the one before, or those that new files get."""
    if before is None:
        mask = os.umask(0)
        os.umask(mask)
        temporary.chmod(0o666 & ~mask)
        return
    if hasattr(os, "chown"):
        with contextlib.suppress(OSError):  # only root may give files away
            os.chown(temporary, before.st_uid, before.st_gid)
    temporary.chmod(stat.S_IMODE(before.st_mode))
