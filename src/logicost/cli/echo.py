"""Text on standard output, without rich: characters that would move a terminal's cursor or colour it are made visible."""

from __future__ import annotations

import contextlib
import sys

from logicost.visible import visible, visible_json


def echo(text: str, end: str = "\n") -> None:
    """Lines of text, for people or scripts."""
    _write(visible(text, lines=True) + end)


def echo_json(text: str) -> None:
    """JSON: what cannot be seen stands in it as escapes, so that nothing of it is lost."""
    _write(visible_json(text) + "\n")


def echo_error(text: str) -> None:
    """Lines on standard error, as they are but for what cannot be seen."""
    end_line()
    with heard_or_not():
        sys.stderr.write(visible(text, lines=True))


def heard_or_not() -> contextlib.AbstractContextManager[None]:
    """Around what is told on standard error: where that takes nothing (a full disk, a reader that went away), the command
    goes on, and its exit code says what it would have said."""
    return contextlib.suppress(OSError, ValueError)


def end_line() -> None:
    """End the last line of standard output, if it is open, before standard error speaks: a terminal shows both."""
    global _open
    with contextlib.suppress(OSError, ValueError):  # whoever read it went away
        if _open:
            sys.stdout.write("\n")
        sys.stdout.flush()
    _open = False


_open = False  # whether the last line that was written has no end yet


def _write(text: str) -> None:
    global _open
    sys.stdout.write(text)
    sys.stdout.flush()
    _open = bool(text) and not text.endswith("\n")
