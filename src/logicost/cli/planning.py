"""What the planning commands share: reading their options, and showing or writing a plan."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from logicost.cli.options import FormOption, JsonOption, OutputOption, PlainOption

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

    from logicost.answers.shown import Shown


@dataclass(frozen=True, slots=True)
class Written:
    """Options: where a plan goes."""

    output: OutputOption = None
    form: FormOption = None
    json: JsonOption = False
    plain: PlainOption = False


StartOption = Annotated[str | None, typer.Option("--start", help="the first day, 2026-12-01; default today")]
MonthsOption = Annotated[str | None, typer.Option("--months", help="how many calendar months, up to 24")]


def start_of(start: str | None, columns: dict[str, Any]) -> Any:
    """The first day: --start, or else --on, or else today."""
    from logicost.answers.engine import today

    return start or columns.get("on") or today()


def show(
    command: str,
    parts: Callable[[int], Sequence[Table | Text]],
    plan: Shown,
    *,
    rows: Sequence[dict[str, object]] | None = None,
    written: Written,
) -> None:
    """Write to a file where one is named, else print: JSON, tab-separated rows, or a table for the terminal's width.

    Args:
        command: its name.
        rows: what is written as rows; default the plan's own.
    """
    form = written.form or ("json" if written.json else "tsv" if written.plain else None)
    if written.output is not None or form is not None:
        from logicost.cli.console import warn
        from logicost.export.answer_files import write_plan

        for note in write_plan(written.output or "-", form, plan, f"logicost {command}", rows):
            warn(note)
    else:
        from logicost.cli.console import stdout

        console = stdout()
        for part in parts(console.width):
            console.print(part)
