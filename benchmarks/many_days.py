"""What a catalog of 700 ship dates costs beside the same catalog of one: CPU seconds and peak memory of whole processes.

    python benchmarks/many_days.py [ROWS [REPEATS]]

One date is told for the day whose quotes cost least and for the one whose quotes cost most, as notes differ. 400 dates are
for their memory. In the mixed catalog half of the rows are of Germany. Of repeats the least time and the most memory count.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

SCRIPT = """
import datetime as dt, json, sys, time
import polars as pl
import logicost as lc
from benchmarks.rows import everyday_catalog
rows, first, days, mixed = int(sys.argv[1]), dt.date.fromisoformat(sys.argv[2]), int(sys.argv[3]), sys.argv[4] == "mixed"
frame = everyday_catalog(rows)
dates = [first + dt.timedelta(days=number * days // rows) for number in range(rows)]
frame = frame.with_columns(on=pl.Series(dates)).sample(fraction=1, shuffle=True, seed=1)
if mixed:
    market = pl.Series(["US", "DE"]).gather(pl.int_range(rows, eager=True) % 2)
    frame = frame.with_columns(market=market, dimension_unit=pl.lit("in"), weight_unit=pl.lit("lb"))
started = time.process_time()
lc.quote_frame(frame, programs=["fba", "fbm", "mcf"], strict=sys.argv[4] == "strict")
print(json.dumps(time.process_time() - started))
"""
CASES = (
    ("one date, the cheapest", "2024-12-01", 1, ""),
    ("one date, the dearest", "2026-03-01", 1, ""),
    ("700 dates", "2024-12-01", 700, ""),
    ("400 dates", "2025-06-01", 400, ""),
    ("one date, strict", "2026-03-01", 1, "strict"),
    ("700 dates, strict", "2024-12-01", 700, "strict"),
    ("US and DE, one date", "2026-03-01", 1, "mixed"),
    ("US and DE, 700 dates", "2024-12-01", 700, "mixed"),
)


def main() -> None:
    rows, repeats = (sys.argv[1:] + ["131000", "3"][len(sys.argv) - 1 :])[:2]
    for name, *case in CASES:
        measured = [_measured(rows, *map(str, case)) for _ in range(int(repeats))]
        quoting, whole, memory = (
            pick(each) for pick, each in zip((min, min, max), zip(*measured, strict=True), strict=True)
        )
        print(
            f"{name:24} {int(rows):,} rows: {quoting:5.2f} s of CPU to quote, {whole:5.2f} s in all, {memory:,.0f} MB"
        )


def _measured(rows: str, first: str, days: str, how: str) -> tuple[float, float, float]:
    """Seconds to quote and of the whole process, and its peak in MB."""
    command = [sys.executable, "-c", SCRIPT, rows, first, days, how]
    done = subprocess.Popen(command, cwd=Path(__file__).parent.parent, stdout=subprocess.PIPE, text=True)
    assert done.stdout is not None
    quoting = json.loads(done.stdout.read())
    _, _, used = os.wait4(done.pid, 0)
    return quoting, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


if __name__ == "__main__":
    main()
