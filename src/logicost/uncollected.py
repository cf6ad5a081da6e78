"""Building large structures that are kept, without the garbage collector walking through them again and again."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_lock = Lock()
_inside = 0
_was_enabled = True
_others_froze = False  # to count what is frozen is to walk through it: whoever has frozen objects is asked once


@contextmanager
def uncollected() -> Iterator[None]:
    """While cards, plans and readings are built, nothing is looked through for circles: they are trees, and stay.

    Also a decorator. Threads may be inside at the same time; the last one out turns the collector on again, if it was on.
    """
    global _inside, _was_enabled
    with _lock:
        if _inside == 0:
            _was_enabled = gc.isenabled()
            gc.disable()
        _inside += 1
    try:
        yield
    finally:
        with _lock:
            _inside -= 1
            if _inside == 0 and _was_enabled:
                _keep()
                gc.enable()


def _keep() -> None:
    """What was built counts as old at once: otherwise the next looks would walk through all of it."""
    global _others_froze
    _others_froze = _others_froze or gc.get_freeze_count() > 0
    if not _others_froze:  # who has frozen objects wants them to stay so
        gc.freeze()
        gc.unfreeze()
