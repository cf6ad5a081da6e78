"""The consoles: data on standard output, messages on standard error; NO_COLOR and pipes respected by rich."""

from __future__ import annotations

import sys

from rich.console import Console

from logicost.cli.echo import end_line, heard_or_not
from logicost.export.terminal import unmarked
from logicost.visible import short


def stdout() -> Console:
    return Console(file=sys.stdout, highlight=False, soft_wrap=False)


def warn(message: str) -> None:
    """A line on standard error, after standard output has ended its own."""
    end_line()
    with heard_or_not():
        Console(file=sys.stderr, highlight=False).print(unmarked(f"logicost: {short(message)}"), soft_wrap=True)
