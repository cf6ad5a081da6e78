"""What `stock`, `clear` and `hybrid` share where they are given a catalog: every product of it, ranked by money."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from logicost.cli.planning import Written
from logicost.inputs.fields import SIZED

if TYPE_CHECKING:
    from logicost.catalog.block import Block, FileOptions
    from logicost.catalog.plans.rows import PlanRequest
    from logicost.catalog.plans.table import PlanTable

CatalogsArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[CATALOG...]",
        help="a catalog, or several files and reports that are joined by SKU and store: every product of it, ranked by money; without one the options describe a product",
    ),
]
PRICED = (*SIZED, ("price",))


def plan_catalog(
    plan: str,
    catalogs: Sequence[str],
    make: Callable[[Iterable[Block], PlanRequest], PlanTable],
    *,
    required: Sequence[tuple[str, ...]],
    columns: dict[str, Any],
    options: dict[str, Any],
    file: FileOptions,
    start: str | None,
    months: str | None,
    fee_tables: str | None,
    defaults: str | None,
    written: Written,
) -> int:
    """Plan every product of a catalog, write or print the answers, and return the exit code.

    Args:
        plan: the command's name; make: the rows' answers.
        required: the columns that the catalog must have.
        columns, options: values for blank cells: catalog columns, and columns of plans; file: what is said of the file.
    """
    from logicost.answers.engine import Engine
    from logicost.catalog.joined import open_catalogs
    from logicost.catalog.plans.rows import PlanRequest
    from logicost.cli.console import warn
    from logicost.cli.planning import start_of
    from logicost.cli.saved import saved_defaults
    from logicost.export.table_files import form_of, write_table
    from logicost.inputs.dates import read_day
    from logicost.output_files import refuse_input

    output, form = written.output, written.form
    if written.json or written.plain:
        output, form = "-", form or ("json" if written.json else "tsv")
    written_as = form_of(output or "-", form) if output is not None or form is not None else ""
    refuse_input(output or "-", *catalogs)
    engine = Engine(fee_tables)
    given = {name: str(value) for name, value in {**columns, **options}.items() if value is not None}
    saved = saved_defaults(defaults, fee_tables, output)
    named = given.pop("market", None) or saved.market
    market = engine.shelf.markets.find(named).code
    first = read_day(start_of(start, columns), "start")
    given.pop("on", None)
    wanted = [names for names in required if not any(name in given for name in names)]
    source = open_catalogs(
        catalogs,
        replace(file, required=wanted, saved=saved.columns, assumed_market=None if named else market),
        engine.shelf,
        market,
        plans=True,
    )
    for warning in source.warnings:
        warn(warning)
    table = make(
        source.blocks(),
        PlanRequest(engine, market, first, months, given, saved, is_start_given=bool(start or columns.get("on"))),
    )
    if written_as:
        write_table(output or "-", written_as, table.frame, table.notes, f"logicost {plan}")
    else:
        from logicost.cli.console import stdout
        from logicost.export.plans_text import plan_parts

        console = stdout()
        for part in plan_parts(plan, table, console.width):
            console.print(part)
    if written_as:
        for note in table.notes:
            warn(note)
    if not table.frame.height:
        warn(f"{source.name} has no rows below its header")
    if table.errors:
        warn(f"{table.errors} of {table.frame.height} rows are in error")
    return 1 if table.errors else 0
