"""`logicost stock`: what a stock costs, month by month."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from logicost.cli.options import JsonOption, PlainOption, TablesOption, with_columns
from logicost.cli.planning import FormOption, MonthsOption, OutputOption, StartOption, show, start_of


def register(app: typer.Typer) -> None:
    app.command("stock")(with_columns(stock_command))


def stock_command(
    *,
    columns: dict[str, Any],
    monthly_sales: Annotated[
        str, typer.Option("--monthly-sales", help="units a month: 120, or a list, one for each month: 100,120,140")
    ],
    opening: Annotated[str | None, typer.Option("--opening", help="units by days of age: 30:200,200:50")] = None,
    replenish: Annotated[
        list[str] | None, typer.Option("--replenish", help="an arrival, 2026-12-05:300; may be repeated")
    ] = None,
    seasonality: Annotated[
        str | None,
        typer.Option("--seasonality", help="12 weights, January to December, for the average --monthly-sales"),
    ] = None,
    start: StartOption = None,
    months: MonthsOption = None,
    output: OutputOption = None,
    form: FormOption = None,
    json: JsonOption = False,
    plain: PlainOption = False,
    fee_tables: TablesOption = None,
) -> None:
    """Store a product month by month: units, ageing, storage, aged-inventory and low-inventory fees."""
    from logicost.answers.engine import Engine
    from logicost.export.planning_text import stock_parts
    from logicost.planning.stock import Stock
    from logicost.planning.stock_costs import stock_plan

    stock = Stock(
        opening=opening, monthly_sales=monthly_sales, seasonality=seasonality, months=months,
        replenishments=replenish, start=start_of(start, columns),
    )  # fmt: skip
    shelf = Engine(fee_tables).shelf
    plan = stock_plan(shelf, columns, columns.get("sku", ""), columns.get("market") or shelf.markets.default, stock)
    show(
        lambda width: stock_parts(plan, width), plan,
        output=output, form=form, json=json, plain=plain,
    )  # fmt: skip
