"""`logicost price`: at which prices a target is met."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from logicost.cli.decide import Make, decision_command

if TYPE_CHECKING:
    from logicost.answers.engine import Engine
    from logicost.answers.request import Request
    from logicost.decide.decision import Decision


def register(app: typer.Typer) -> None:
    app.command("price")(decision_command(price_command))


def price_command(
    *,
    margin: Annotated[
        str | None, typer.Option("--margin", help='share of the revenue that is to be left: "20 %"')
    ] = None,
    roi: Annotated[str | None, typer.Option("--roi", help='profit by what was put into the goods: "50 %"')] = None,
    profit: Annotated[str | None, typer.Option("--profit", help="what one unit is to leave: 3.00")] = None,
) -> Make:
    """Find the prices that reach a margin, a return or a profit, exact over the cliffs of the fees; break-even without."""
    from logicost.decide.price import decide_prices
    from logicost.decide.targets import read_target

    def make(rows: Any, request: Request, engine: Engine, one: bool) -> Decision:
        target = read_target(engine.shelf.markets.find(request.market).currency, margin, roi, profit)
        return decide_prices(rows, request, engine, target, raising=one)

    return make
