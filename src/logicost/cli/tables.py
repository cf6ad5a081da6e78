"""`logicost tables`: what is on file, what a card says, what changed, whether files are sound, and how old they are."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from logicost.cli.echo import echo
from logicost.cli.options import TablesOption
from logicost.cli.saved import refuse_cards
from logicost.errors import TableError, nearest
from logicost.tables.status import Status

if TYPE_CHECKING:
    from logicost.tables.edition import Edition
    from logicost.tables.shelf import Shelf

app = typer.Typer(help="The fee tables: list, show, diff, check, confirm and stale.", no_args_is_help=True)

MarketArgument = Annotated[str, typer.Argument(help="the Amazon store, such as US")]
FeeArgument = Annotated[str, typer.Argument(help="a fee, such as fba_fulfillment")]


@app.command("list")
def list_command(fee_tables: TablesOption = None) -> None:
    """List every edition on file; one without an end is exact to the day named."""
    from logicost.export.terminal import unmarked

    shelf = _opened(fee_tables)
    rows = [("edition", "until", "exact to", "confidence", "name")]
    for market, fee in sorted(shelf.paths):
        reading = shelf.ledger(market).fees.get(fee)
        for edition in reversed(shelf.editions(market, fee)):
            published = edition.has_figures and not (edition.own or edition.estimate)
            exact_to = reading.vouched_to(edition.effective, edition.until) if published and reading else None
            if edition.until is not None and exact_to is not None and exact_to >= edition.until:
                exact_to = None
            cells = (edition.id, edition.until or "", exact_to or "", edition.confidence, _name(edition))
            rows.append(tuple(str(unmarked(cell)) for cell in cells))  # type: ignore[arg-type]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        echo("  ".join(map(str.ljust, row, widths)).rstrip())


@app.command("show")
def show_command(
    market: MarketArgument,
    fee: FeeArgument,
    on: Annotated[str | None, typer.Option("--on", help="the day, 2026-11-22; default today")] = None,
    fee_tables: TablesOption = None,
) -> None:
    """Show the card in force on a day, as it is on file, with its sources and notes."""
    from logicost.answers.engine import today
    from logicost.inputs.dates import read_day

    shelf = _opened(fee_tables)
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
    second: Annotated[
        str | None,
        typer.Argument(help="the later edition's date; without it FIRST is held against the normal card before"),
    ] = None,
    fee_tables: TablesOption = None,
) -> None:
    """Show what changed between two editions, or from the normal card before to one."""
    from logicost.tables.diff import changes, predecessor

    editions = _editions(_opened(fee_tables), market, fee)
    before, after = _edition(editions, first), _edition(editions, second or first)
    if second is None:
        earlier = predecessor(after, editions)
        if earlier is None:
            raise TableError(
                "table_not_found", f"no normal card of {fee} is on file before {first}: name two dates", "date"
            )
        before = earlier
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
    from logicost.uncollected import uncollected

    refuse_cards("-", folder)
    with uncollected():
        findings = check_tables(folder or built_in_tables())
        bad = [finding.problem for finding in findings if finding.problem is not None]
        for problem in bad:
            echo(f"{problem.message} [{problem.code}]")
        echo(f"{len(findings) - len(bad)} of {len(findings)} files are sound")
    return 1 if bad else 0


@app.command("confirm")
def confirm_command(
    market: MarketArgument,
    day: Annotated[str, typer.Argument(help="published material was read to this day: 2026-11-22")],
    fees: Annotated[list[str] | None, typer.Argument(help="the fees; default every fee of the market")] = None,
    next_due: Annotated[
        str | None, typer.Option("--next-due", help="the last day before the publisher's next card is expected")
    ] = None,
    folder: Annotated[Path | None, typer.Option("--folder", help="the tables; default the built-in ones")] = None,
) -> None:
    """Write down that the cards of a market were looked up and found not superseded: they are exact for 90 days more."""
    from logicost.answers.engine import today
    from logicost.errors import InputError
    from logicost.inputs.dates import read_day
    from logicost.tables.ledger import FILE, confirm
    from logicost.tables.shelf import built_in_tables

    code, read_to = _market(_opened(folder), market), read_day(day)
    if read_to > today():
        raise InputError("date_before_ledger", f"{read_to} has not come yet: nothing can be read to it", "date")
    place = (folder or built_in_tables()) / code.lower()
    confirmed = confirm(place, code, read_to, fees or (), read_day(next_due) if next_due else None)
    echo(f"{len(confirmed)} {'fee' if len(confirmed) == 1 else 'fees'} of {code} read to {read_to}, in {place / FILE}")


@app.command("stale")
def stale_command(
    on: Annotated[str | None, typer.Option("--on", help="the day, 2026-11-22; default today")] = None,
    ahead: Annotated[
        int | None,
        typer.Option(
            "--ahead", min=1, max=730, help="list those that end within so many days; exit code 1 where some do"
        ),
    ] = None,
    fee_tables: TablesOption = None,
) -> int:
    """List the fees whose figures on a day are not those of a published card, and why; or those that end soon."""
    from logicost.answers.engine import today
    from logicost.inputs.dates import read_day
    from logicost.tables.ledger import HOW_TO_GET_NEWER

    shelf, day = _opened(fee_tables), read_day(on) if on else today()
    found = 0
    for market, fee in sorted(shelf.paths):
        line = _not_exact(shelf, market, fee, day) if ahead is None else _ends(shelf, market, fee, day, ahead)
        if line:
            found += 1
            echo(f"{market.lower()}/{fee}: {line}")
    what = "are not exact on" if ahead is None else f"stop being exact within {ahead} days of"
    echo(f"{found} of {len(shelf.paths)} fees {what} {day}{f'; newer cards: {HOW_TO_GET_NEWER}' if found else ''}")
    return 1 if found and ahead is not None else 0


def _not_exact(shelf: Shelf, market: str, fee: str, day: dt.date) -> str:
    """What the card of a day is instead, and why; nothing where it is exact."""
    choice = shelf.choose(market, fee, day)
    return "" if choice.status in (Status.EXACT, Status.OVERRIDE) else f"{choice.status.word}: {choice.why}"


def _ends(shelf: Shelf, market: str, fee: str, day: dt.date, ahead: int) -> str:
    """From which of the next days on a card that is exact now no longer is; nothing where it stays so."""
    if not _not_exact(shelf, market, fee, day):
        for later in (day + dt.timedelta(days) for days in range(1, ahead + 1)):
            if line := _not_exact(shelf, market, fee, later):
                return f"from {later} {line}"
    return ""


def _name(edition: Edition) -> str:
    estimate = edition.origin.replace("_", " ") if edition.origin != "published" else "estimate"
    remarks = {"yours": edition.own, "no figures": not edition.has_figures, estimate: bool(edition.estimate)}
    return ", ".join([edition.name, *(word for word, holds in remarks.items() if holds)]).removeprefix(", ")


def _opened(fee_tables: str | Path | None) -> Shelf:
    """The cards; standard output, to which they are told, is none of them."""
    from logicost.tables.shelf import open_shelf

    shelf = open_shelf(fee_tables)
    refuse_cards("-", shelf.own)
    return shelf


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
