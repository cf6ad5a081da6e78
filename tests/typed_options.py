"""Writes src/logicost/inputs/options.py out of the list of fields and of what each program's rules read."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

from logicost.answers.engine import compiled_plan
from logicost.answers.explain import output_names, used_names
from logicost.errors import LogicostError
from logicost.fees.vocabularies import words_of_all
from logicost.inputs.dates import read_day_number
from logicost.inputs.fields import FIELDS, Field
from logicost.inputs.readers import read_flag
from logicost.programs import programs_of
from logicost.tables.shelf import open_shelf

WORDS = Path(__file__).parent.parent / "src" / "logicost" / "inputs" / "words_on_file.py"
TARGET = Path(__file__).parent.parent / "src" / "logicost" / "inputs" / "options.py"
DAYS = (dt.date(2024, 6, 1), dt.date(2025, 12, 1), dt.date(2026, 3, 1), dt.date(2026, 11, 22), dt.date(2027, 2, 1))
MODELS = {"fba": "FBA", "mcf": "MCF", "fbm": "FBM", "sfp": "SFP"}
TOGETHER = {  # inputs that are read out of other columns
    "zone_given": ("zone", "zone_mix"),
    "parcel_1": ("parcel",),
    "days_in_storage": ("days_in_storage", "monthly_units", "average_inventory"),
}
FEW = 12  # words that an editor may list
ALWAYS = ("on", "monthly_units", "average_inventory")
HEAD = '''"""The words and kinds of everything that may be given beside a product. Do not edit: scripts/update-options writes this
file out of `logicost.inputs.fields` and of what each program's rules read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, TypedDict

from logicost.inputs.given import Given, Sides

if TYPE_CHECKING:
    from pint import Quantity

Amount = str | int | float | Decimal
Flag = bool | str
Day = dt.date | str
'''


WORDS_HEAD = '''"""The words of choices in any store that logicost has cards of: for help, completion and editors, which know no store. Nothing
is read by them: `Vocabulary` has a store's own. Do not edit: scripts/update-options writes this file."""

from __future__ import annotations

'''


def kind_of(field: Field) -> str:
    if field.name == "zone_mix":
        return "str | Mapping[int, Amount]"
    if field.name == "parcel":
        return "str | Sequence[Any] | Quantity[Any]"
    if field.read is read_flag:
        return "Flag"
    if field.read is read_day_number:
        return "Day"
    if 0 < len(field.examples) <= FEW:
        return f"Literal[{', '.join(repr(word) for word in field.examples)}]"
    if field.examples or (field.read is None and field.name not in ("zone", "average_inventory")):
        return "str"
    return "Amount"


def _in_model(field: Field) -> str:
    """As a model has it, where pydantic must know the kind."""
    return "Sides" if field.name == "parcel" else f"{kind_of(field)} | None"


def program_fields() -> dict[str, list[Field]]:
    """The fields beside those of a product that each family of programs reads, in any market on any of some days."""
    shelf = open_shelf()
    used: dict[str, set[str]] = {family: set(ALWAYS[1:]) for family in MODELS}
    for market in sorted({market for market, _ in shelf.paths}):
        for day in DAYS:
            for name in programs_of(shelf.markets.find(market)):
                try:
                    plan = compiled_plan(shelf, market, day, (name,)).plan
                except LogicostError:
                    continue  # not offered there or then
                program = plan.program_of(name)
                wanted = [*output_names(program), *(note.flag for note in program.notes)]
                inputs = used_names(plan, wanted) & plan.inputs
                inputs -= set() if program.charges_shipping else {"shipping_charged"}  # only told to be without effect
                used[name.partition(":")[0]] |= {each for one in inputs for each in TOGETHER.get(one, (one,))}
    return {
        family: [field for field in FIELDS if not field.product and field.name in names]
        for family, names in used.items()
    }


def words_source() -> str:
    """The module of words, out of market files and cards."""
    shelf = open_shelf()
    words = {field.name: words_of_all(shelf, field.name) for field in FIELDS if field.of_market}
    return _formatted(f"{WORDS_HEAD}WORDS_ON_FILE: dict[str, tuple[str, ...]] = {words!r}\n", WORDS)


def source() -> str:
    parts = [HEAD, "\n\nclass Options(TypedDict, total=False):\n"]
    parts.append('    """Every catalog column that is no field of `Product`, as a keyword argument."""\n\n')
    parts += [f"    {f.name}: {kind_of(f)} | None\n" for f in FIELDS if not f.product and f.name != "on"]
    for family, fields in program_fields().items():
        parts.append(f"\n\nclass {MODELS[family]}Options(Given):\n")
        parts.append(f'    """The columns that concern {family}."""\n\n')
        parts += [f"    {field.name}: {_in_model(field)} = None\n" for field in fields]
    return _formatted("".join(parts), TARGET)


def _formatted(text: str, path: Path) -> str:
    ruff = ["-m", "ruff", "format", "-q", "--stdin-filename", str(path), "-"]
    done = subprocess.run([sys.executable, *ruff], input=text, capture_output=True, text=True, check=True)
    return done.stdout


if __name__ == "__main__":
    before = WORDS.read_text(encoding="utf-8")
    WORDS.write_text(words_source(), encoding="utf-8")
    if before != WORDS.read_text(encoding="utf-8"):  # the list of fields has read the old ones
        os.execv(sys.executable, [sys.executable, *sys.argv])
    TARGET.write_text(source(), encoding="utf-8")
