"""`logicost clear`: what to do with aged stock, month by month."""

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
from logicost.cli.plans import PRICED, CatalogsArgument, plan_catalog


def register(app: typer.Typer) -> None:
    app.command("clear")(with_columns(clear_command))


def clear_command(
    *,
    columns: dict[str, Any],
    catalogs: CatalogsArgument = None,
    opening: Annotated[str | None, typer.Option("--opening", help="units by days of age: 200:50,300:100")] = None,
    monthly_sales: Annotated[
        str | None, typer.Option("--monthly-sales", help="units a month at the present price")
    ] = None,
    seasonality: Annotated[str | None, typer.Option("--seasonality", help="12 weights, January to December")] = None,
    discount_price: Annotated[str | None, typer.Option("--discount-price", help="the price of a discount sale")] = None,
    discount_sales: Annotated[
        str | None, typer.Option("--discount-sales", help="units a month that the discount sale would sell")
    ] = None,
    removed_value: Annotated[
        str | None, typer.Option("--removed-value", help="what a removed unit is worth to you; default nothing")
    ] = None,
    start: StartOption = None,
    months: MonthsOption = None,
    written: Written,
    file: FileGiven,
    fee_tables: TablesOption = None,
    defaults: DefaultsOption = None,
) -> int:
    """Compare keeping, discounting, liquidating, removing and disposing of aged stock, month by month."""
    if catalogs:
        from logicost.catalog.plans.clear import clear_table

        return plan_catalog(
            "clear", catalogs, clear_table, required=PRICED, columns=columns,
            options={"monthly_sales": monthly_sales, "opening": opening, "seasonality": seasonality,
                     "discount_price": discount_price, "discount_sales": discount_sales, "removed_value": removed_value},
            file=file.options(), start=start, months=months, fee_tables=fee_tables, defaults=defaults, written=written,
        )  # fmt: skip
    from logicost.answers.engine import Engine
    from logicost.cli.saved import filled_row
    from logicost.export.clear_text import clear_parts
    from logicost.planning.clear import clear_row
    from logicost.planning.stock import Stock

    stock = Stock(
        opening=opening, monthly_sales=monthly_sales, seasonality=seasonality, months=months,
        start=start_of(start, columns),
    )  # fmt: skip
    engine = Engine(fee_tables)
    row, market = filled_row(engine, columns, defaults, written.output)
    clearance = clear_row(
        engine, row, columns.get("sku", ""), market, stock,
        discount_price=discount_price, discount_sales=discount_sales, removed_value=removed_value,
    )  # fmt: skip
    show(
        "clear", lambda width: clear_parts(clearance), clearance, written=written,
    )  # fmt: skip
    return 0
