"""The `logicost` command: assembles the commands, and turns every error into one line and an exit code."""

from __future__ import annotations

import gc
import signal
import sys
from collections.abc import Callable
from functools import cache
from typing import Any

import typer

from logicost.cli import (
    clear,
    compare,
    explain,
    hybrid,
    landed,
    pack,
    price,
    quote,
    sheet_formula,
    stock,
    sweep,
    tables,
    template,
)
from logicost.cli.echo import end_line, heard_or_not
from logicost.cli.last_door import foreseen, hush, let_go_of_stdout, prepare_streams
from logicost.cli.options import with_flag_values
from logicost.errors import LogicostError
from logicost.visible import short, visible
from logicost.whole_files import files_written

try:
    from typer import TyperException as UsageFault
except ImportError:  # older versions have click's
    from click import ClickException as UsageFault  # type: ignore[import-not-found,no-redef,unused-ignore]

app = typer.Typer(
    name="logicost",
    help="What it costs, to the cent, to sell a product through Amazon's logistics, and what is left.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
quote.register(app)
compare.register(app)
explain.register(app)
sheet_formula.register(app)
stock.register(app)
clear.register(app)
landed.register(app)
hybrid.register(app)
price.register(app)
pack.register(app)
sweep.register(app)
template.register(app)
app.add_typer(tables.app, name="tables")


@cache
def _command() -> Callable[..., Any]:
    """The commands with all their options, put together once: in one process many may run."""
    return typer.main.get_command(app)


def _version(wanted: bool) -> None:
    if wanted:
        from logicost import __version__
        from logicost.tables.shelf import built_in_tables, cards_version

        typer.echo(f"logicost {__version__}, fee cards of {cards_version(built_in_tables())}")
        raise typer.Exit


@app.callback()
def _common(
    version: bool = typer.Option(
        False, "--version", help="print the versions of the code and of the fee cards", callback=_version, is_eager=True
    ),
) -> None:
    pass


_CTRL_C = 130  # what shells say of a command that Ctrl-C ended; so does Typer, which does not pass the interrupt on


class _Ended(BaseException):
    """The command is to end because of a signal: an exception, so that what was begun is cleared away."""


def run(arguments: list[str]) -> int:
    """Run the command and return its exit code.

    0 done, 1 done with rows in error, 2 could not run; 130 after Ctrl-C and 128 with the signal's number after another.
    """
    code, before = 2, files_written()
    try:
        code = int(_command()(with_flag_values(arguments), standalone_mode=False) or 0)
    except LogicostError as error:
        _say(f"{error.message} [{error.code}]")
    except UsageFault as error:
        if error.format_message():  # without one the help was shown
            _say(f"{error.format_message()} See 'logicost --help'.")
    except typer.Exit as stop:
        return stop.exit_code
    except (KeyboardInterrupt, typer.Abort):
        code = _CTRL_C
    except _Ended as ended:
        code = 128 + int(ended.args[0])
    except BrokenPipeError:  # the reader of a pipe went away
        code = 0
    except SystemExit as stop:
        if not isinstance(stop.__context__, BrokenPipeError):
            raise
        code = 0  # Typer makes it 1, which says that rows are in error
    except GeneratorExit:
        raise
    except BaseException as error:  # the panic of an extension is no Exception
        code = _signal_behind(error) or code
        if code == 2:
            told = foreseen(error)
            _say(f"{told.message} [{told.code}]")
    if code > 128:
        is_whole = files_written() > before
        _say(
            "stopped at its end; what it has written is whole"
            if is_whole
            else "stopped before it was done; no file was written or changed"
        )
    let_go_of_stdout()
    return code


def _signal_behind(error: BaseException) -> int | None:
    """The exit code where an error is of a signal: Python 3.11 makes another of one that comes while a class is made."""
    cause, seen = error.__cause__, {error}
    while cause is not None and not isinstance(cause, KeyboardInterrupt | _Ended):
        seen.add(cause)  # causes may go in a circle: an error that was raised from one that it caused
        cause = None if cause.__cause__ in seen else cause.__cause__
    if isinstance(cause, _Ended):
        return 128 + int(cause.args[0])
    return _CTRL_C if cause is not None else None


def _say(message: str) -> None:
    end_line()
    with heard_or_not():
        print("logicost: " + short(visible(" ".join(message.split()))), file=sys.stderr)  # noqa: T201 - the command's own message


def _end(number: int, frame: object) -> None:
    raise _Ended(number)


def main() -> None:
    for name in ("SIGTERM", "SIGHUP"):  # a hang-up does not exist everywhere, and nohup has it ignored
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, _end)
    prepare_streams()
    hush()
    code = run(sys.argv[1:])
    gc.freeze()  # nothing is looked through for circles once more: the process ends
    sys.exit(code)
