"""Polars' threads do not survive a fork: whoever works on in such a child waits for ever, so it is refused."""

from __future__ import annotations

import os
import re
from pathlib import Path

from logicost.errors import RefusedError

_THREADS = Path("/proc/self/task")
_OF_POLARS = re.compile(r"polars-\d+")  # the names of its working threads

_running = False  # in a child: whether they ran when it was made


def refuse_after_fork() -> None:
    """See to it that Polars can work in this process.

    Raises:
        RefusedError: ``forked_process``.
    """
    if _running:
        raise RefusedError(
            "forked_process",
            "this process was forked from one that had used Polars, whose threads do not come along; start processes with "
            'multiprocessing.get_context("spawn") or "forkserver", or use lc.quote and lc.compare here',
        )


def _look() -> None:
    global _running
    try:
        names = [(thread / "comm").read_text(encoding="utf-8").strip() for thread in _THREADS.iterdir()]
    except OSError:  # another system, or a thread that has just ended
        names = []
    _running = any(_OF_POLARS.fullmatch(name) for name in names)


def _forget() -> None:
    global _running
    _running = False


if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_look, after_in_parent=_forget)
