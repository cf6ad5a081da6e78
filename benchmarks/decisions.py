"""How fast prices and packages of whole catalogs are decided, and a sweep over every cent: CPU-seconds, with the linear fit.

    python benchmarks/decisions.py [--rows 10000]

The products stand on the edges of tables, as in the other benchmarks; each size runs in a process of its own, with its peak of memory.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.rows import everyday_catalog

DAY = "2026-11-22"
RUN = """
import json, sys, time
from logicost.cli.main import run
code = run([sys.argv[1], sys.argv[2], "--on", sys.argv[3], "-o", sys.argv[4], *sys.argv[5:]])
assert code in (0, 1), code
(peak,) = (int(line.split()[1]) / 1024 for line in open("/proc/self/status").read().split("\\n") if "VmHWM" in line)
print(json.dumps([time.process_time(), peak]))
"""
SWEEP = """
import json, time
import logicost as lc
box = {"dimensions": "5.1 x 4.3 x 4.2 in", "weight": "14.2 oz", "category": "home_and_kitchen"}
vary = lambda last: lc.sweep(box, {"price": f"0.01:{last}:0.01"}, "fba,fbm,fbm:ups_ground", on="2026-11-22").to_frame().height
vary(1)
begun = time.process_time()
rows = vary(500)
print(json.dumps([time.process_time() - begun, rows]))
"""
ASKED = {"price": ("--margin", "20 %"), "pack": ("--tolerance", "0.1 in,0.5 oz")}


def measured(program: str, *arguments: str) -> tuple[float, float]:
    done = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=True)
    first, second = json.loads(done.stdout.splitlines()[-1])
    return first, second


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--rows", type=int, default=10_000)
    given = parser.parse_args()
    console = Console(width=120)
    table = Table("Parquet to Parquet, fba,fbm,mcf", "CPU seconds", "products/s", "peak MB")
    sizes = [size for size in (500, 2_000, 5_000, 10_000, 20_000) if size <= given.rows]
    with tempfile.TemporaryDirectory() as name:
        for command, asked in ASKED.items():
            times = []
            for size in sizes:
                catalog = Path(name) / f"{size}.parquet"
                everyday_catalog(size).write_parquet(catalog)
                seconds, megabytes = measured(
                    RUN, command, str(catalog), DAY, str(Path(name) / "answers.parquet"), *asked
                )
                times.append(seconds)
                table.add_row(f"{command}, {size:,}", f"{seconds:.1f}", f"{size / seconds:,.0f}", f"{megabytes:,.0f}")
            if len(sizes) > 1:
                slope, start = np.polyfit(sizes, times, 1, w=1 / np.sqrt(sizes))
                apart = max(abs(start + slope * size - took) / took for size, took in zip(sizes, times, strict=True))
                console.print(
                    f"{command}: {start:.1f} s + {slope * 1000:.2f} s for each thousand products; furthest: {apart:.0%}"
                )
    console.print(table)
    seconds, rows = measured(SWEEP)
    console.print(f"sweep: every cent up to 500.00 in three programs, {rows:,.0f} quotes: {seconds:.2f} CPU-seconds")


if __name__ == "__main__":
    main()
