"""Columns against the exact reading on many rows: every output of every program, on every edition's first day.

    python benchmarks/differential.py [--rows 1000000] [--seed 1]

Prints the rows compared and how many differ; the first differences in full. Exits with 1 where there are any.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.rows import BOUNDS, edge_inputs
from logicost.answers.explain import output_names
from logicost.programs import build_plan, programs_of
from logicost.rules.columns.reading import ColumnReading
from logicost.rules.exact import compile_steps, run_steps
from logicost.tables.shelf import find_market, open_shelf

SHOWN = 3
PART = 5_000  # rows of one day that are compared at a time


def days() -> list[dt.date]:
    """The first day of every edition, the day before it, and one beyond them all."""
    files = open_shelf().paths
    first = min(day for day, _, _ in files["US", "size_tiers"])
    begins = {day for (market, _), editions in files.items() if market == "US" for day, _, _ in editions}
    found = {day for begin in begins for day in (begin, begin - dt.timedelta(days=1)) if day >= first}
    return sorted(found | {dt.date(2027, 6, 1)})


def compare(day: dt.date, rows: int, seed: int) -> tuple[int, int, list[str]]:
    """Rows compared, values compared, and the differences."""
    plan = build_plan(find_market("US"), day, open_shelf(), tuple(programs_of(find_market("US"))))
    wanted = list(dict.fromkeys(name for program in plan.programs.values() for name in output_names(program)))
    inputs = edge_inputs(plan, rows, seed)
    columns = ColumnReading(plan.steps.values(), BOUNDS, wanted).run_blocks(inputs, rows)
    found = list(zip(*(columns[name].tolist() for name in wanted), strict=True))
    given = zip(*(inputs[name].tolist() for name in BOUNDS), strict=True)
    compiled = compile_steps(plan.steps.values())
    differences: list[str] = []
    for row, values in zip(given, found, strict=True):
        exact = run_steps(compiled, dict(zip(BOUNDS, map(int, row), strict=True)))
        if any(exact[name] != value for name, value in zip(wanted, values, strict=True)):
            wrong = {
                name: (value, exact[name]) for name, value in zip(wanted, values, strict=True) if exact[name] != value
            }
            differences.append(f"{day}: (columns, exact) {wrong} for {dict(zip(BOUNDS, row, strict=True))}")
    return rows, rows * len(wanted), differences


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    chosen = days()
    parts = [(chosen[part % len(chosen)], min(PART, given.rows - done))
             for part, done in enumerate(range(0, given.rows, PART))]  # fmt: skip
    begun, rows, values = time.monotonic(), 0, 0
    differences: list[str] = []
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        work = [pool.submit(compare, day, size, given.seed + place) for place, (day, size) in enumerate(parts)]
        for done in work:
            more_rows, more_values, wrong = done.result()
            rows, values, differences = rows + more_rows, values + more_values, differences + wrong
    for difference in differences[:SHOWN]:
        print(difference)
    print(
        f"rows compared: {rows:,} of {len(programs_of(find_market('US')))} programs each, on {len(chosen)} days; values compared: {values:,}; "
        f"rows that differ: {len(differences):,}; {time.monotonic() - begun:.0f} s"
    )
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
