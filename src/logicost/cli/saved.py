"""The seller's own defaults: a file that is named, that of LOGICOST_DEFAULTS, or `logicost.toml` in the working folder."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from logicost.cli.console import warn

if TYPE_CHECKING:
    from logicost.answers.engine import Engine
    from logicost.inputs.defaults import Defaults

_SHOWN = 8  # names that are told
_READ = ("[!.]*/[!.]*.yaml", "[!.]*/[!.]*/[!.]*.yaml")  # what is read in a folder of cards


def saved_defaults(named: str | None, fee_tables: str | Path | None = None, output: str | None = None) -> Defaults:
    """The defaults that hold for a command, told once on standard error.

    Args:
        named: what ``--defaults`` says; blank for none at all.
        fee_tables: the user's own cards.
        output: what is going to be written, standard output by default: none of these files.

    Raises:
        LogicostError: as `find_defaults`; ``output_is_input``.
    """
    from logicost.answers.defaults_file import FILE_NAME, VARIABLE, find_defaults
    from logicost.inputs.defaults import NO_DEFAULTS

    path = (
        named if named is not None else os.environ.get(VARIABLE) or (FILE_NAME if Path(FILE_NAME).is_file() else None)
    )
    _refuse_what_is_read(output or "-", path or None, fee_tables)
    if not path:
        return NO_DEFAULTS
    defaults = find_defaults(path, fee_tables)
    names = defaults.names
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    told = (
        ", ".join(names[:_SHOWN]) + more
        if names
        else "the rates of exchange"
        if defaults.exchange
        else "none of its columns"
    )
    store = f"; the store is {defaults.market} where none is named" if defaults.market else ""
    warn(f"defaults of {defaults.source}: {told}{store}")
    return defaults


def _refuse_what_is_read(output: str, defaults: str | None, fee_tables: str | Path | None) -> None:
    from logicost.output_files import is_there, refuse_input
    from logicost.tables.shelf import open_shelf

    if is_there(output):
        refuse_input(output, *([defaults] if defaults else []))
        refuse_cards(output, open_shelf(fee_tables).own)


def refuse_cards(output: str, own: Path | None) -> None:
    """See to it that no file of the user's cards or of those that logicost ships is written: cards, and what lies beside them.

    Args:
        output: a path, or ``-`` for standard output.

    Raises:
        CatalogError: ``output_is_input``.
    """
    from logicost.output_files import is_there, refuse_input
    from logicost.tables.shelf import built_in_tables

    if is_there(output):
        folders = [built_in_tables(), *([own] if own is not None else [])]
        refuse_input(output, *(str(path) for folder in folders for form in _READ for path in folder.glob(form)))


def filled_row(
    engine: Engine, row: dict[str, Any], named: str | None, output: str | None = None
) -> tuple[Mapping[str, Any], str]:
    """A product of the command line with the defaults of FBA, and its store."""
    from logicost.answers.quote import with_defaults

    saved = saved_defaults(named, engine.shelf.own, output)
    market = row.get("market") or saved.market or engine.shelf.markets.default
    return with_defaults(engine, row, saved, market).row, market
