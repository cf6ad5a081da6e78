"""`logicost tables`: what is on file, what a card says, what changed, and whether files are sound."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from logicost.cli.echo import echo
from logicost.cli.options import TablesOption
from logicost.errors import TableError, nearest

if TYPE_CHECKING:
    from logicost.tables.edition import Edition
    from logicost.tables.shelf import Shelf

app = typer.Typer(help="The fee tables: list, show, diff and check.", no_args_is_help=True)

MarketArgument = Annotated[str, typer.Argument(help="the Amazon store, such as US")]
FeeArgument = Annotated[str, typer.Argument(help="a fee, such as fba_fulfillment")]


@app.command("list")
def list_command(fee_tables: TablesOption = None) -> None:
    """List every edition on file."""
    from rich.table import Table

    from logicost.cli.console import stdout
    from logicost.export.terminal import plain
    from logicost.tables.shelf import open_shelf

    shelf = open_shelf(fee_tables)
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for title in ("edition", "until", "name", "confidence", "checked", ""):
        table.add_column(title, no_wrap=title != "name")
    for market, fee in sorted(shelf.paths):
        for edition in reversed(shelf.editions(market, fee)):
            table.add_row(
                plain(edition.id), plain(edition.until or ""), plain(edition.name), plain(edition.confidence),
                plain(edition.checked), plain("yours" if edition.own else "derived" if edition.derived else ""),
            )  # fmt: skip
    stdout().print(table)


@app.command("show")
def show_command(
    market: MarketArgument,
    fee: FeeArgument,
    on: Annotated[str | None, typer.Option("--on", help="the day, 2026-11-22; default today")] = None,
    fee_tables: TablesOption = None,
) -> None:
    """Show the card in force on a day, as it is on file, with its sources and notes."""
    from logicost.answers.engine import today
    from logicost.inputs.scalar import read_day
    from logicost.tables.shelf import open_shelf

    shelf = open_shelf(fee_tables)
    _editions(shelf, market, fee)
    day = read_day(on) if on else today()
    choice = shelf.choose(_market(shelf, market), fee, day)
    if choice.edition is None:
        echo(f"# {day}: {'nothing is charged' if choice.nothing_charged else choice.why}")
        return
    echo(f"# {choice.edition.id} on {day}: {choice.status.word}{f' ({choice.why})' if choice.why else ''}")
    echo(choice.edition.path.read_text(encoding="utf-8").rstrip())


@app.command("diff")
def diff_command(
    market: MarketArgument,
    fee: FeeArgument,
    first: Annotated[str, typer.Argument(help="the earlier edition's date")],
    second: Annotated[str, typer.Argument(help="the later edition's date")],
    fee_tables: TablesOption = None,
) -> None:
    """Show what changed between two editions."""
    from logicost.tables.diff import changes
    from logicost.tables.shelf import open_shelf

    editions = _editions(open_shelf(fee_tables), market, fee)
    before, after = _edition(editions, first), _edition(editions, second)
    found = changes(before, after)
    for change in found:
        echo(f"{change.way}: {change.before or 'absent'} -> {change.after or 'absent'}")
    echo(f"{len(found)} values differ between {before.id} and {after.id}")


@app.command("check")
def check_command(
    folder: Annotated[Path | None, typer.Argument(help="a folder of tables; default the built-in ones")] = None,
) -> int:
    """Check every file of a folder: header, sources, bands, figures."""
    from logicost.programs.check import check_tables
    from logicost.tables.shelf import built_in_tables

    findings = list(check_tables(folder or built_in_tables()))
    bad = [finding for finding in findings if finding.problem is not None]
    for finding in bad:
        assert finding.problem is not None
        echo(f"{finding.problem.message} [{finding.problem.code}]")
    echo(f"{len(findings) - len(bad)} of {len(findings)} files are sound")
    return 1 if bad else 0


def _market(shelf: Shelf, code: str) -> str:
    return shelf.markets.find(code).code


def _editions(shelf: Shelf, market: str, fee: str) -> list[Edition]:
    code = _market(shelf, market)
    editions = shelf.editions(code, fee)
    if not editions:
        known = sorted(name for place, name in shelf.paths if place == code)
        hint = nearest(fee, known) or f" On file: {', '.join(known) or 'nothing'}."
        raise TableError("table_not_found", f"no table '{fee}' is on file for {code}.{hint}", "fee")
    return editions


def _edition(editions: list[Edition], day: str) -> Edition:
    for edition in editions:
        if edition.effective.isoformat() == day:
            return edition
    known = ", ".join(sorted(edition.effective.isoformat() for edition in editions))
    raise TableError("table_not_found", f"no edition begins on '{day}'. On file: {known}", "date")
