"""`logicost pack`: what a smaller or lighter package saves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from logicost.cli.decide import Make, decision_command

if TYPE_CHECKING:
    from logicost.answers.engine import Engine
    from logicost.answers.request import Request
    from logicost.decide.decision import Decision


def register(app: typer.Typer) -> None:
    app.command("pack")(decision_command(pack_command))


def pack_command(
    *,
    tolerance: Annotated[
        str | None, typer.Option("--tolerance", help='by how much Amazon may measure more: "0.1 in,0.5 oz"')
    ] = None,
) -> Make:
    """Find how much smaller or lighter a package must be to cost less, nearest first."""
    from logicost.decide.pack import decide_packs

    def make(rows: Any, request: Request, engine: Engine, one: bool) -> Decision:
        return decide_packs(rows, request, engine, tolerance, raising=one)

    return make
