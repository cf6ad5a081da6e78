"""The last door of the command: what nothing before it foresaw becomes one line with a code, and no traceback unless one is asked for."""

from __future__ import annotations

import io
import os
import sys
import threading
import traceback
from pathlib import Path

import logicost
from logicost.cli.echo import echo_error
from logicost.errors import CatalogError, LogicostError, shown, text_of
from logicost.whole_files import move

TRACEBACK = "LOGICOST_TRACEBACK"  # set to anything, tracebacks are shown
_STDERR = 2
_WIDEST = 4  # digits of the columns of a terminal
_HOME = Path(logicost.__file__).parent


def foreseen(error: BaseException) -> LogicostError:
    """The error that users are told in place of one that is not ours; its traceback goes to standard error on demand.

    Codes: ``system_refused`` of what the system says no to, ``out_of_memory``, ``unforeseen_error`` of the rest.
    """
    if os.environ.get(TRACEBACK):
        echo_error("".join(traceback.format_exception(error)))
    if isinstance(error, OSError):
        named = f" {error.filename}" if error.filename else ""
        return CatalogError("system_refused", f"the system refused to read or write{named}: {error.strerror or error}")
    if isinstance(error, MemoryError):
        return CatalogError("out_of_memory", "there is not enough memory for it: give the catalog in parts")
    said = f" {shown(error, 120)}" if text_of(error) else ""
    return LogicostError(
        "unforeseen_error",
        f"a fault of logicost and not of yours: {type(error).__name__}{said} at {_place(error)}; please report it to those you have "
        f"logicost from, with the command and what it shows when it is run again with {TRACEBACK}=1",
    )


def _place(error: BaseException) -> str:
    """The innermost line of ours: ``decide/price.py:120``."""
    calls = traceback.extract_tb(error.__traceback__)
    ours = [(Path(call.filename), call.lineno) for call in calls if Path(call.filename).is_relative_to(_HOME)]
    path, line = ours[-1] if ours else (Path("unknown"), 0)
    return f"{path.relative_to(_HOME).as_posix() if ours else path}:{line}"


def let_go_of_stdout() -> None:
    """Where standard output takes no more, give Python a harmless one to flush on its way out."""
    if sys.stdout.closed:
        return
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def hush() -> None:
    """What fails while something is thrown away, or in a thread beside the command, prints no traceback: its cause is told.

    Neither do extensions: Polars writes its panics past Python, to the file that has standard error's number. So messages
    keep that file under another number, and what is written to the old one goes nowhere.
    """
    if os.environ.get(TRACEBACK):
        return
    sys.unraisablehook = lambda _: None
    threading.excepthook = lambda _: None
    if isinstance(sys.stderr, io.TextIOWrapper) and sys.stderr.fileno() == _STDERR:
        told = os.fdopen(os.dup(_STDERR), "wb", buffering=0)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        sys.stderr = io.TextIOWrapper(
            told, sys.stderr.encoding, sys.stderr.errors, line_buffering=True, write_through=True
        )
        os.dup2(nowhere, _STDERR)
        move(_STDERR, told.fileno())
        os.close(nowhere)


def prepare_streams() -> None:
    """What a script reads is UTF-8 wherever it runs; a terminal keeps its own letters, and shows ``?`` for others.

    A stream that the caller has closed is nowhere, so that no file of ours takes its number. A width that no terminal has
    is none: lines are filled up to it.
    """
    if len(os.environ.get("COLUMNS", "")) > _WIDEST:
        del os.environ["COLUMNS"]
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "r" if name == "stdin" else "w", encoding="utf-8"))  # noqa: SIM115, PTH123 - for good
    if not isinstance(sys.stdout, io.TextIOWrapper):
        return
    if sys.stdout.isatty():
        sys.stdout.reconfigure(errors="replace")
    else:
        sys.stdout.reconfigure(encoding="utf-8")
