"""What `price`, `pack` and `sweep` share: a product or a catalog in, and their answer written or shown."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from logicost.cli.options import (
    DefaultsOption,
    FileGiven,
    ProgramsOption,
    SelectOption,
    TablesOption,
    grouped,
    with_columns,
)
from logicost.cli.planning import Written
from logicost.inputs.fields import SIZED

if TYPE_CHECKING:
    from logicost.answers.engine import Engine
    from logicost.answers.request import Request
    from logicost.decide.cases import CatalogRow
    from logicost.decide.decision import Decision

CatalogArgument = Annotated[
    str | None, typer.Argument(help="a catalog: every product of it; without one the options describe a product")
]


@dataclass(frozen=True, slots=True)
class DecisionWritten(Written):
    """Options: where an answer goes, and which columns of it."""

    select: SelectOption = None


Make = Callable[["Iterable[CatalogRow]", "Request", "Engine", bool], "Decision"]


def decision_command(ask: Callable[..., Make]) -> Callable[..., Any]:
    """A command about one product or a catalog.

    Args:
        ask: what the command's own options ask for: the answer for rows, the last argument of which says whether they
            are one product.
    """
    own = inspect.signature(ask, eval_str=True).parameters
    answered = grouped(decide)
    shared = inspect.signature(answered).parameters

    def command(**options: Any) -> int:
        make = ask(**{name: options.pop(name) for name in own})
        return int(answered(make=make, **options))

    parameters = [each for name, each in shared.items() if name != "make"]
    command.__signature__ = inspect.Signature([*own.values(), *parameters])  # type: ignore[attr-defined]
    command.__name__, command.__doc__ = ask.__name__, ask.__doc__
    return with_columns(command)


def decide(
    make: Make,
    *,
    given: dict[str, Any],
    catalog: CatalogArgument = None,
    programs: ProgramsOption = "fba,fbm,mcf",
    written: DecisionWritten,
    file: FileGiven,
    fee_tables: TablesOption = None,
    defaults: DefaultsOption = None,
) -> int:
    """Read, decide, write or show; returns the exit code.

    Args:
        given: catalog columns: of the product, or for blank cells.
    """
    from logicost.answers.engine import Engine
    from logicost.answers.request import Request
    from logicost.catalog.source import open_catalog_file
    from logicost.cli.console import warn
    from logicost.cli.saved import saved_defaults
    from logicost.decide.rows import block_rows
    from logicost.output_files import refuse_input

    saved = saved_defaults(defaults, fee_tables, written.output)
    request = Request.of(
        programs, market=given.get("market"), on=given.get("on"), fee_tables=fee_tables, defaults=saved
    )
    engine = Engine(fee_tables)
    if catalog is None:
        return give(make([(given, None)], request, engine, True), written)
    refuse_input(written.output or "-", catalog)
    wanted = tuple(names for names in SIZED if not any(name in given for name in names))
    source = open_catalog_file(
        catalog, replace(file.options(), required=wanted, saved=saved.columns, assumed_market=request.assumed_market)
    )
    for warning in source.warnings:
        warn(warning)
    options = {name: value for name, value in given.items() if name not in ("market", "on")}
    decision = make(block_rows(source.blocks(), options), request, engine, False)
    code = give(decision, written)
    if decision.errors:
        warn(f"{decision.errors} {'row is' if decision.errors == 1 else 'rows are'} in error")
    return code


def give(decision: Decision, written: DecisionWritten) -> int:
    """Write an answer to a file where one is named, else print it; 1 where rows are in error."""
    output, form = written.output, written.form
    if written.json or written.plain or form or (written.select is not None and output is None):
        output, form = output or "-", form or ("json" if written.json else "tsv")
    if output is None:
        from logicost.cli.console import stdout
        from logicost.export.decision_text import decision_parts

        console = stdout()
        for part in decision_parts(decision, console.width):
            console.print(part)
    else:
        from logicost.cli.console import warn
        from logicost.export.answer_files import write_decision

        write_decision(output, form, decision, written.select)
        for note in decision.notes if form != "json" else ():
            warn(note)
    return 1 if decision.errors else 0
