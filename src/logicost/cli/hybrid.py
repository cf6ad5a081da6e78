"""`logicost hybrid`: the best program for each channel of one product."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from logicost.cli.options import (
    DefaultsOption,
    FileGiven,
    ProgramsOption,
    TablesOption,
    UpliftOption,
    with_columns,
)
from logicost.cli.planning import Written, show
from logicost.cli.plans import PRICED, CatalogsArgument, plan_catalog


def register(app: typer.Typer) -> None:
    app.command("hybrid")(with_columns(hybrid_command))


def hybrid_command(
    *,
    columns: dict[str, Any],
    catalogs: CatalogsArgument = None,
    orders: Annotated[
        str | None, typer.Option("--orders", help="orders a month by channel: amazon:300,shopify:120")
    ] = None,
    programs: ProgramsOption = "fba,fbm,mcf",
    fixed: Annotated[
        str | None, typer.Option("--fixed", help="monthly costs by program, or account: fbm:250,account:39.99")
    ] = None,
    uplift: UpliftOption = None,
    active_skus: Annotated[
        str | None, typer.Option("--active-skus", help="active SKUs of the account, for the high-volume listing fee")
    ] = None,
    written: Written,
    file: FileGiven,
    fee_tables: TablesOption = None,
    defaults: DefaultsOption = None,
) -> int:
    """Find the best program for each channel, and what one stock for all channels saves or costs a month."""
    if catalogs:
        from functools import partial

        from logicost.catalog.plans.hybrid import hybrid_table

        make = partial(hybrid_table, programs=programs, fixed=fixed, uplift=uplift, active_skus=active_skus)
        return plan_catalog(
            "hybrid", catalogs, make, required=PRICED, columns=columns, options={"orders": orders}, file=file.options(),
            start=None, months=None, fee_tables=fee_tables, defaults=defaults, written=written,
        )  # fmt: skip
    from logicost.answers.engine import Engine
    from logicost.cli.saved import saved_defaults
    from logicost.export.hybrid_text import hybrid_parts
    from logicost.planning.hybrid import hybrid_row

    engine = Engine(fee_tables)
    saved = saved_defaults(defaults, fee_tables, written.output)
    answer = hybrid_row(
        engine, columns, columns.get("sku", ""), columns.get("market") or saved.market or engine.shelf.markets.default,
        orders, programs, fixed=fixed, uplift=uplift, active_skus=active_skus, on=columns.get("on"), defaults=saved,
    )  # fmt: skip
    show(
        "hybrid", lambda width: hybrid_parts(answer), answer, written=written,
    )  # fmt: skip
    return 0
