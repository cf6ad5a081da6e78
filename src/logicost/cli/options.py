"""Options made from the list of fields, so that every catalog column is an option of `quote` and `explain`."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from logicost.errors import InputError, shown
from logicost.inputs.fields import FIELDS
from logicost.inputs.readers import read_flag

if TYPE_CHECKING:
    from logicost.catalog.block import FileOptions

FLAGS = tuple(field.name for field in FIELDS if field.read is read_flag)
COLUMNS: dict[str, str] = {field.name: field.meaning for field in FIELDS}

ProgramOption = Annotated[str, typer.Option("--program", help="fba, mcf, mcf:expedited, fbm, fbm:ups_ground …")]
ProgramsOption = Annotated[str, typer.Option("--programs", "--program", help="programs to compare, with commas")]
UpliftOption = Annotated[str | None, typer.Option("--uplift", help="more orders in percent, by program: fba:20,mcf:5")]
TablesOption = Annotated[str | None, typer.Option("--fee-tables", help="a folder of your own cards", metavar="DIR")]
StrictOption = Annotated[bool, typer.Option("--strict", help="refuse what is not exact or your own figure")]
ColumnsOption = Annotated[
    str | None, typer.Option("--columns", help='which heading is which column: "COGS=cost,L=length (cm)"')
]
SheetOption = Annotated[str | None, typer.Option("--sheet", help="the sheet of a workbook, by name or number")]
HeaderRowOption = Annotated[int | None, typer.Option("--header-row", help="the row in which the headings stand", min=1)]
DecimalOption = Annotated[str | None, typer.Option("--decimal", help="the decimal mark of the file: . or ,")]
JsonOption = Annotated[bool, typer.Option("--json", help="write JSON")]
PlainOption = Annotated[bool, typer.Option("--plain", help="tab-separated text without colour, for scripts")]


def with_columns(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command every catalog column as an option; they reach it as the dict ``columns``."""

    def command(**given: Any) -> Any:
        columns = {name: given.pop(name) for name in COLUMNS if name in given}
        return function(columns={name: value for name, value in columns.items() if value is not None}, **given)

    own = [p for p in inspect.signature(function, eval_str=True).parameters.values() if p.name != "columns"]
    added = [
        inspect.Parameter(
            name,
            inspect.Parameter.KEYWORD_ONLY,
            default=None,
            annotation=Annotated[
                str | None,
                typer.Option(f"--{name.replace('_', '-')}", help=meaning, rich_help_panel="Catalog columns"),
            ],
        )
        for name, meaning in COLUMNS.items()
    ]
    parameters = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in own] + added
    command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {p.name: p.annotation for p in parameters}
    command.__name__ = function.__name__
    command.__doc__ = function.__doc__
    return command


def file_options(columns: str | None, sheet: str | None, header_row: int | None, decimal: str | None) -> FileOptions:
    """What the user says about a file.

    Raises:
        InputError: ``columns_malformed``, ``unknown_choice``.
    """
    from logicost.catalog.block import FileOptions

    if decimal not in (None, ".", ","):
        raise InputError("unknown_choice", f"--decimal is {shown(decimal)}; give . or ,", "decimal")
    return FileOptions(read_columns(columns), sheet=sheet, header_row=header_row, decimal=decimal)


def read_columns(text: str | None) -> dict[str, str]:
    """Headings and columns out of ``"COGS=cost,Sale Price=price"``; a heading with a comma stands between quotes.

    Raises:
        InputError: ``columns_malformed``.
    """
    import csv

    pairs = {}
    for part in next(csv.reader([text[:20_000]], skipinitialspace=True), []) if text else []:
        heading, sign, column = part.rpartition("=")
        if not sign or not heading.strip():
            raise InputError(
                "columns_malformed", f'--columns has {shown(part)}; write it like "COGS=cost,L=length (cm)"', "columns"
            )
        pairs[heading.strip()] = column.strip()
    return pairs


def with_flag_values(arguments: list[str]) -> list[str]:
    """``--sipp`` alone means ``--sipp true``; a word may follow it."""
    names = {f"--{name.replace('_', '-')}" for name in FLAGS}
    result: list[str] = []
    for place, argument in enumerate(arguments):
        result.append(argument)
        following = arguments[place + 1] if place + 1 < len(arguments) else "-"
        if argument in names and following.startswith("-"):
            result.append("true")
    return result
