"""What a catalog of 700 ship dates costs beside the same catalog of one: CPU seconds and peak memory of whole processes.

python benchmarks/many_days.py [ROWS]
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

SCRIPT = """
import datetime as dt, sys, time
import polars as pl
import logicost as lc
from benchmarks.rows import everyday_catalog
rows, days = int(sys.argv[1]), int(sys.argv[2])
frame = everyday_catalog(rows)
first = dt.date(2024, 12, 1)
frame = frame.with_columns(on=pl.Series([first + dt.timedelta(days=number * 700 // rows if days > 1 else 0) for number in range(rows)]))
started = time.process_time()
lc.quote_frame(frame.sample(fraction=1, shuffle=True, seed=1), programs=["fba", "fbm", "mcf"])
print(f"{days:4} days, {rows:,} rows: {time.process_time() - started:.1f} s of CPU", end="")
"""


def main() -> None:
    rows = sys.argv[1] if len(sys.argv) > 1 else "200000"
    for days in ("1", "700"):
        done = subprocess.Popen([sys.executable, "-c", SCRIPT, rows, days], cwd=Path(__file__).parent.parent)
        _, _, used = os.wait4(done.pid, 0)
        print(f", {used.ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
