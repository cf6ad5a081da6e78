"""Options made from the list of fields, so that every catalog column is an option of `quote` and `explain`."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

from logicost.errors import InputError, shown
from logicost.inputs.fields import FIELD, FIELDS, GROUPS, TITLE_MEANING
from logicost.inputs.readers import read_flag

if TYPE_CHECKING:
    from logicost.catalog.block import FileOptions

FLAGS = tuple(field.name for field in FIELDS if field.read is read_flag)
NEEDED = ("dimensions", "weight", "price")
TITLE = "title"
TITLED = (
    "quote_command",
    "explain_command",
    "stock_command",
    "clear_command",
    "hybrid_command",
    "price_command",
    "pack_command",
    "sweep_command",
)  # which show one product
COLUMNS: dict[str, str] = {
    "sku": FIELD["sku"].help,
    TITLE: TITLE_MEANING,
    **{field.name: field.help for field in FIELDS},
}

ProgramOption = Annotated[
    str,
    typer.Option(
        "--program",
        help="fba, mcf, mcf:expedited, fbm, fbm:ups_ground …",
        autocompletion=lambda incomplete: complete_programs(incomplete),
    ),
]
ProgramsOption = Annotated[
    str,
    typer.Option(
        "--programs",
        "--program",
        help="programs to compare, with commas",
        autocompletion=lambda incomplete: complete_programs(incomplete),
    ),
]
UpliftOption = Annotated[str | None, typer.Option("--uplift", help="more orders in percent, by program: fba:20,mcf:5")]
TablesOption = Annotated[str | None, typer.Option("--fee-tables", help="a folder of your own cards", metavar="DIR")]
DefaultsOption = Annotated[
    str | None,
    typer.Option(
        "--defaults",
        help='your own defaults; default the logicost.toml of the working folder, "" for none',
        metavar="FILE",
    ),
]
StrictOption = Annotated[bool, typer.Option("--strict", help="refuse what is not exact or your own figure")]
ColumnsOption = Annotated[
    str | None, typer.Option("--columns", help='which heading is which column: "COGS=cost,L=length (cm)"')
]
SheetOption = Annotated[str | None, typer.Option("--sheet", help="the sheet of a workbook, by name or number")]
HeaderRowOption = Annotated[int | None, typer.Option("--header-row", help="the row in which the headings stand", min=1)]
DecimalOption = Annotated[str | None, typer.Option("--decimal", help="the decimal mark of the file: . or ,")]
SelectOption = Annotated[
    str | None, typer.Option("--select", help="the columns of the results that are wanted: sku,program,profit")
]
OutputOption = Annotated[
    str | None,
    typer.Option(
        "-o", "--output", help="a .csv, .tsv, .parquet, .json, .jsonl, .xlsx or .html file; - for standard output"
    ),
]
FormOption = Annotated[str | None, typer.Option("--format", help="csv, tsv, parquet, json, jsonl, xlsx or html")]
JsonOption = Annotated[bool, typer.Option("--json", help="write JSON")]
PlainOption = Annotated[bool, typer.Option("--plain", help="tab-separated text without colour, for scripts")]


@dataclass(frozen=True, slots=True)
class FileGiven:
    """Options: what the user says about a file of products."""

    headings: ColumnsOption = None
    sheet: SheetOption = None
    header_row: HeaderRowOption = None
    decimal: DecimalOption = None

    def options(self) -> FileOptions:
        """
        Raises:
            InputError: ``columns_malformed``, ``unknown_choice``.
        """
        return file_options(self.headings, self.sheet, self.header_row, self.decimal)


def complete_programs(incomplete: str) -> list[str]:
    """Programs that begin with what was typed, after the last comma."""
    from logicost.answers.listing import list_programs

    before, comma, last = incomplete.rpartition(",")
    names = [name for program in list_programs() for name in (program.alias, program.name) if name]
    return [f"{before}{comma}{name}" for name in names if name.startswith(last.lower())]


def _completes(name: str) -> Callable[[str], list[str]] | None:
    """The words of a choice that begin with what was typed."""
    if name == "category":
        return _categories
    words = FIELD[name].examples if name in FIELD else ()
    return (lambda incomplete: [word for word in words if word.startswith(incomplete.lower())]) if words else None


def _categories(incomplete: str) -> list[str]:
    from logicost.fees.vocabularies import vocabulary
    from logicost.tables.shelf import open_shelf

    shelf = open_shelf()
    slugs = vocabulary(shelf, shelf.markets.find(None))["category"]
    return [word for word in slugs if word.startswith(incomplete.lower())]


def grouped(function: Callable[..., Any]) -> Callable[..., Any]:
    """A command in whose signature the options of a dataclass stand in place of the one parameter that is of it."""
    parameters = inspect.signature(function, eval_str=True).parameters
    groups: dict[str, Any] = {
        name: each.annotation for name, each in parameters.items() if is_dataclass(each.annotation)
    }
    every: list[inspect.Parameter] = []
    for name, parameter in parameters.items():
        hints = get_type_hints(groups[name], include_extras=True) if name in groups else {}
        every += [
            inspect.Parameter(
                each.name, inspect.Parameter.KEYWORD_ONLY, default=each.default, annotation=hints[each.name]
            )
            for each in (fields(groups[name]) if name in groups else ())
        ] or [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)]

    def command(**options: Any) -> Any:
        made = {
            name: group(**{each.name: options.pop(each.name) for each in fields(group)})
            for name, group in groups.items()
        }
        return function(**options, **made)

    command.__signature__ = inspect.Signature(every)  # type: ignore[attr-defined]
    command.__annotations__ = {each.name: each.annotation for each in every}
    command.__name__, command.__doc__ = function.__name__, function.__doc__
    return command


def with_columns(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command every catalog column as an option, but those that it has of its own; they reach it as the dict
    ``given`` (for blank cells of a catalog) or ``columns`` (of a product: what describes it comes before all else)."""
    function = grouped(function)
    parameters = inspect.signature(function).parameters
    taken_as = "given" if "given" in parameters else "columns"
    own = [parameter for parameter in parameters.values() if parameter.name != taken_as]
    left = {parameter.name for parameter in own} | (set() if function.__name__ in TITLED else {TITLE})
    names = [name for name in COLUMNS if name not in left]
    needed = NEEDED if taken_as == "columns" else ()

    def command(**options: Any) -> Any:
        columns = {name: options.pop(name) for name in names}
        return function(**{taken_as: {name: value for name, value in columns.items() if value is not None}}, **options)

    added = {
        name: inspect.Parameter(
            name,
            inspect.Parameter.KEYWORD_ONLY,
            default=None,
            annotation=Annotated[
                str | None,
                typer.Option(
                    f"--{name.replace('_', '-')}",
                    help=COLUMNS[name],
                    rich_help_panel=None if name in needed else GROUPS["sku" if name == TITLE else name],
                    autocompletion=_completes(name),
                ),
            ],
        )
        for name in names
    }
    first = [added.pop(name) for name in needed if name in added]
    every = [*first, *(p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in own), *added.values()]
    command.__signature__ = inspect.Signature(every)  # type: ignore[attr-defined]
    command.__annotations__ = {p.name: p.annotation for p in every}
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

    def malformed(part: str) -> InputError:
        return InputError(
            "columns_malformed", f'--columns has {shown(part)}; write it like "COGS=cost,L=length (cm)"', "columns"
        )

    pairs = {}
    try:
        parts = next(csv.reader([text[:20_000]], skipinitialspace=True), []) if text else []
    except csv.Error as error:  # a line break outside quotation marks
        raise malformed(text or "") from error
    for part in parts:
        heading, sign, column = part.rpartition("=")
        if not sign or not heading.strip():
            raise malformed(part)
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
