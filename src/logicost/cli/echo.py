"""Text on standard output, without rich: characters that would move a terminal's cursor or colour it are made visible."""

from __future__ import annotations

import sys

from logicost.visible import visible, visible_json


def echo(text: str, end: str = "\n") -> None:
    """Lines of text, for people or scripts."""
    _write(visible(text, lines=True) + end)


def echo_json(text: str) -> None:
    """JSON: what cannot be seen stands in it as escapes, so that nothing of it is lost."""
    _write(visible_json(text) + "\n")


def _write(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()
