"""Files that appear whole under their names or not at all, whatever ends the run that writes them."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TextIO

from logicost.errors import CatalogError
from logicost.visible import visible

_MARK = ".logicost"  # the end of the name of a file that is being written
_LONGEST_START = 40  # characters of the destination's name in it, so that it is not too long where the other is not
_MOST_TRIES = 1000  # of making it, while others take it for a leftover: some seconds
_HELD_OPEN = re.compile(r"/dev/(?:std(in|out|err)|fd/(\d+))|/proc/(\d+)(?:/task/\d+)?/fd/(\d+)")
_STANDARD = {"in": 0, "out": 1, "err": 2}
_MOST_LINKS = 40  # one behind the other
_AT_ONCE = 1 << 20  # characters of what is shown on a terminal


_written = 0
_moved: dict[int, int] = {}  # files of the caller's that have another number in this process


def files_written() -> int:
    """How many files have appeared in this process, for who must tell a user that is in doubt whether one has."""
    return _written


def _count_written() -> None:
    global _written
    _written += 1


def move(handle: int, to: int) -> None:
    """Say that what the caller holds open as `handle` is open as `to`."""
    _moved[handle] = to


def held_open(path: Path) -> tuple[bool, int | None]:
    """Whether a path is another name for what a process holds open, such as ``/dev/fd/3`` or a link to it, and its number
    where that process is this one."""
    for _ in range(_MOST_LINKS):
        here = os.path.join(os.path.realpath(path.parent), path.name)  # noqa: PTH118 - a link at its end is not followed
        if found := _HELD_OPEN.fullmatch(here):
            standard, number, process, of_process = found.groups()
            if process is not None and int(process) != os.getpid():
                return True, None
            handle = _STANDARD[standard] if standard else int((number or of_process)[:9])
            return True, _moved.get(handle, handle)
        if not os.path.islink(here):  # noqa: PTH114 - as above
            break
        path = Path(here).parent / os.readlink(here)  # noqa: PTH115 - as above
    return False, None


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
    """A temporary file that becomes `path` when the block ends well, and is removed otherwise.

    Links are followed, and a file that is there keeps its permissions and owner. A device or a named pipe is written
    to and not replaced; where it is a terminal, what would move its cursor is made visible.

    Raises:
        CatalogError: ``file_unwritable``.
    """
    try:
        if not path.name.strip():
            raise IsADirectoryError(None, "it names no file")
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
    if library == "polars" and any(said in str(error) for said in ("os error", "transport error")):
        return OSError(f"the disk refused it ({error})")
    inner = error.args[0] if error.args and library == "xlsxwriter" else error
    return inner if isinstance(inner, OSError) else None


def _reason(error: OSError) -> str:
    return error.strerror or str(error) or type(error).__name__


def _is_written_through(path: Path) -> bool:
    """Whether it is no file of its own: a device, a pipe, or another name for what the caller holds open."""
    if held_open(path)[0]:
        return True
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return False
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(None, "it is a folder")
    return not stat.S_ISREG(mode)


def _copy_into(copy: Path, path: Path) -> None:
    ours = held_open(path)[1]
    handle = os.open(path, os.O_WRONLY | os.O_APPEND) if ours is None else os.dup(ours)
    with open(handle, "wb") as stream:  # noqa: PTH123 - of a handle
        if not stream.isatty():
            with copy.open("rb") as results:
                shutil.copyfileobj(results, stream)
            return
        with copy.open(encoding="utf-8", errors="replace", newline="") as text:
            while part := text.read(_AT_ONCE):
                stream.write(visible(part, lines=True).encode())


@contextlib.contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """A file in the folder of `path` that takes its name in the end; leftovers of runs that were killed are removed."""
    before = path.stat() if path.exists() else None
    if before is not None and not os.access(path, os.W_OK):
        raise PermissionError(None, "it is read-only")
    start = f".{path.name[:_LONGEST_START]}."
    _remove_leftovers(path.parent, start)
    temporary = path.parent / f"{start}{secrets.token_hex(8)}{_MARK}"
    begun = False
    try:  # its name is known before it is made: a signal may come at any moment
        with _made(temporary):
            yield temporary
            _take_over(temporary, before)
            begun = True
            temporary.replace(path)
            _count_written()
    except BaseException:
        try:
            temporary.unlink()
        except FileNotFoundError:  # it has its name already, or was not made yet
            if begun:
                _count_written()
        raise


def _made(temporary: Path) -> contextlib.AbstractContextManager[object]:
    """The new file, and what keeps it locked: by that another run knows that somebody is writing it."""
    lost = 0
    while True:
        try:
            file = open(temporary, "x+b", opener=_for_us_alone)  # noqa: SIM115 - the caller keeps it open
        except FileExistsError:
            if not 0 < lost < _MOST_TRIES:
                raise
            lost += 1  # whoever took it has not removed it yet
            time.sleep(0.005)
            continue
        with contextlib.ExitStack() as failing:
            failing.callback(file.close)
            ours = _lock(file)
            if ours and temporary.exists():
                return failing.pop_all()
        if ours is None:
            return contextlib.nullcontext()
        lost += 1  # another run took it for a leftover, between its making and its locking


def _for_us_alone(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)


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
