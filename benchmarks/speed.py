"""How fast whole catalogs are quoted, as ratios measured side by side in one run.

    python benchmarks/speed.py [--rows 10000000] [--folder DIR]

Kernel: steps alone, on one core, with every FBA line present, on rows that stand on the edges of tables. End to end: Parquet to Parquet on all cores, each size in
a process of its own, with its peak of memory. Explained: JSON lines by columns beside the exact reading.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import numpy as np
import polars as pl
from rich.console import Console
from rich.table import Table as Shown

from benchmarks.polars_steps import quoted
from benchmarks.rows import BOUNDS, edge_inputs, everyday_catalog
from logicost.answers.compare import compare_row
from logicost.answers.engine import Engine
from logicost.answers.explain import output_names, used_names
from logicost.answers.request import Request
from logicost.programs import build_plan
from logicost.rules.columns.reading import BLOCK, ColumnReading
from logicost.rules.exact import compile_steps, run_steps
from logicost.tables.shelf import find_market, open_shelf

DAY = dt.date(2026, 11, 22)
PROGRAMS = "fba,fbm,mcf"
EXPLAINED_ROWS = 300_000  # a gigabyte of JSON
AMAZON = "SP-API's fee estimates: at most 10 SKUs a second (0.5 requests of 20), so 10 million take 11.6 days"
END_TO_END = """
import json, sys, time
from pathlib import Path
from logicost.catalog.comparison import open_catalog, result_blocks, selection_of
from logicost.catalog.sinks import write_blocks
begun = time.perf_counter()
job = open_catalog(sys.argv[1], sys.argv[3], "US", sys.argv[4], False, None)
form = sys.argv[2].rpartition(".")[2]
write_blocks(sys.argv[2], form, result_blocks(job, explained=form == "jsonl"), selection_of(job, form == "jsonl").schema)
(peak,) = (int(line.split()[1]) / 1024 for line in Path("/proc/self/status").read_text().split("\\n") if "VmHWM" in line)
print(json.dumps([time.perf_counter() - begun, peak]))
"""


def best(action: Callable[[], object], repeats: int = 3) -> float:
    """The shortest of several runs, in seconds."""
    times = []
    for _ in range(repeats):
        begun = time.perf_counter()
        action()
        times.append(time.perf_counter() - begun)
    return min(times)


def kernel(table: Shown, programs: tuple[str, ...]) -> None:
    """The steps alone: columns on one core, the exact reading, Polars expressions."""
    plan = build_plan(find_market("US"), DAY, open_shelf(), programs)
    wanted = list(dict.fromkeys(name for program in plan.programs.values() for name in output_names(program)))
    reading = ColumnReading(plan.steps.values(), BOUNDS, wanted)
    size = 16 * BLOCK
    inputs = edge_inputs(plan, size, seed=1)
    blocks = size / best(lambda: deque(reading.blocks(inputs, size), maxlen=0))
    columns = size / best(lambda: reading.run_blocks(inputs, size))
    few = [dict(zip(BOUNDS, map(int, row), strict=True)) for row in
           zip(*(inputs[name][:2000].tolist() for name in BOUNDS), strict=True)]  # fmt: skip
    used = used_names(plan, wanted)
    compiled = compile_steps(step for step in plan.steps.values() if step.name in used)
    exact = len(few) / best(lambda: [run_steps(compiled, row) for row in few])
    frame = pl.DataFrame({name: values for name, values in inputs.items() if name in used})
    lazy = quoted(frame.lazy(), plan, used).select(wanted)
    expressions = size / best(lambda: lazy.collect())
    name = f"{', '.join(programs)}: {reading.step_count} steps"
    count = len(programs)
    for what, rate in (
        ("block by block, one core", blocks),
        ("the same, put together to whole columns", columns),
        ("exact reading in a loop", exact),
        (f"the same steps as Polars expressions, {os.cpu_count()} cores", expressions),
    ):
        table.add_row(f"{name}: {what}", f"{rate:,.0f}", f"{rate * count:,.0f}", f"{blocks / rate:,.1f}")


def row_by_row(catalog: pl.DataFrame) -> float:
    """Products a second where pandas applies a function of our own to each row."""
    engine, request = Engine(), Request.of(PROGRAMS, on=DAY)
    frame = catalog.to_pandas()
    seconds = best(lambda: frame.apply(lambda row: compare_row(engine, row, request), axis=1), 1)
    return len(frame) / seconds


def explained_one_by_one(catalog: pl.DataFrame) -> float:
    """Products a second where each quote of the exact reading is written as JSON."""
    engine, request = Engine(), Request.of(PROGRAMS, on=DAY)

    def write() -> None:
        for row in catalog.iter_rows(named=True):
            for quote in compare_row(engine, row, request):
                json.dumps(quote.to_dict() | {"title": row["title"]}, ensure_ascii=False)

    return catalog.height / best(write, 1)


def end_to_end(folder: Path, size: int, form: str = "parquet") -> tuple[float, float, Path, Path]:
    """Seconds and megabytes to quote a catalog of that size, and its files."""
    catalog, output = folder / f"catalog_{size}.parquet", folder / f"results_{size}.{form}"
    step = 1_000_000
    parts = [everyday_catalog(min(step, size - start), start, start) for start in range(0, min(size, step), step)]
    one = parts[0]
    pl.concat([one] * max(size // one.height, 1)).write_parquet(catalog, row_group_size=131_072)
    del parts, one
    done = subprocess.run(
        [sys.executable, "-c", END_TO_END, str(catalog), str(output), PROGRAMS, DAY.isoformat()],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    seconds, megabytes = json.loads(done.stdout)
    return seconds, megabytes, catalog, output


def copied(catalog: Path, output: Path) -> float:
    """Seconds to read and write the same bytes, the physical floor."""
    copy = output.with_suffix(".copy")

    def copy_both() -> None:
        shutil.copyfile(catalog, copy)
        shutil.copyfile(output, copy)
        os.sync()

    seconds = best(copy_both, 1)
    copy.unlink()
    return seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--folder", type=Path, help="where catalogs and results are written; default a temporary one")
    given = parser.parse_args()
    console = Console(width=150)
    rates = Shown("kernel", "rows/s", "program quotes/s", "blocks are faster by", title=f"{os.cpu_count()} cores")
    kernel(rates, ("fba",))
    kernel(rates, tuple(Request.of(PROGRAMS).programs))
    console.print(rates)
    with tempfile.TemporaryDirectory(dir=given.folder) as name:
        table = Shown("Parquet to Parquet", "seconds", "rows/s", "peak MB", f"× {PROGRAMS}")
        sizes = [size for size in (10_000, 100_000, 1_000_000, 10_000_000) if size <= given.rows]
        times = []
        for size in sizes:
            seconds, megabytes, catalog, output = end_to_end(Path(name), size)
            times.append(seconds)
            table.add_row(f"{size:,} SKUs", f"{seconds:.2f}", f"{size / seconds:,.0f}", f"{megabytes:,.0f}", "")
        floor = copied(catalog, output)
        table.add_row("copying the same bytes", f"{floor:.2f}", "", "", f"{times[-1] / floor:,.1f} times as long")
        loop = row_by_row(everyday_catalog(1_000))
        table.add_row("pandas apply", "", f"{loop:,.0f}", "", f"{sizes[-1] / times[-1] / loop:,.0f} times as fast")
        size = min(EXPLAINED_ROWS, given.rows)
        seconds, megabytes, _, _ = end_to_end(Path(name), size, "jsonl")
        table.add_row(f"JSON lines, {size:,} SKUs", f"{seconds:.2f}", f"{size / seconds:,.0f}", f"{megabytes:,.0f}", "")
        one = explained_one_by_one(everyday_catalog(1_000))
        table.add_row("JSON by the exact reading", "", f"{one:,.0f}", "", f"{size / seconds / one:,.0f} times as fast")
        console.print(table)
    slope, start = np.polyfit(sizes, times, 1, w=1 / np.sqrt(sizes))
    apart = max(abs(start + slope * size - seconds) / seconds for size, seconds in zip(sizes, times, strict=True))
    console.print(f"fit: {start:.2f} s + {slope * 1e6:.2f} s for each million SKUs; furthest from it: {apart:.0%}")
    console.print(AMAZON)


if __name__ == "__main__":
    main()
