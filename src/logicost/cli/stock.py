"""`logicost stock`: what a stock costs, month by month."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from logicost.cli.options import (
    DefaultsOption,
    FileGiven,
    TablesOption,
    with_columns,
)
from logicost.cli.planning import MonthsOption, StartOption, Written, show, start_of
from logicost.cli.plans import CatalogsArgument, plan_catalog
from logicost.inputs.fields import SIZED


def register(app: typer.Typer) -> None:
    app.command("stock")(with_columns(stock_command))


def stock_command(
    *,
    columns: dict[str, Any],
    catalogs: CatalogsArgument = None,
    monthly_sales: Annotated[
        str | None,
        typer.Option("--monthly-sales", help="units a month: 120, or a list, one for each month: 100,120,140"),
    ] = None,
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
    written: Written,
    file: FileGiven,
    fee_tables: TablesOption = None,
    defaults: DefaultsOption = None,
) -> int:
    """Store a product month by month: units, ageing, storage, aged-inventory and low-inventory fees."""
    if catalogs:
        from logicost.catalog.plans.stock import stock_table

        replenished = ",".join(replenish) if replenish else None
        return plan_catalog(
            "stock", catalogs, stock_table, required=SIZED, columns=columns,
            options={"monthly_sales": monthly_sales, "opening": opening, "replenish": replenished, "seasonality": seasonality},
            file=file.options(), start=start, months=months, fee_tables=fee_tables, defaults=defaults, written=written,
        )  # fmt: skip
    from logicost.answers.engine import Engine
    from logicost.cli.saved import filled_row
    from logicost.export.planning_text import stock_parts
    from logicost.planning.stock import Stock
    from logicost.planning.stock_costs import stock_plan

    stock = Stock(
        opening=opening, monthly_sales=monthly_sales, seasonality=seasonality, months=months,
        replenishments=replenish, start=start_of(start, columns),
    )  # fmt: skip
    engine = Engine(fee_tables)
    row, market = filled_row(engine, columns, defaults, written.output)
    plan = stock_plan(engine.shelf, row, columns.get("sku", ""), market, stock)
    show(
        "stock", lambda width: stock_parts(plan, width), plan, written=written,
    )  # fmt: skip
    return 0
