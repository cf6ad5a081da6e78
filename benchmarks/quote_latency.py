"""How long a start, a cold quote, a warm quote and the plan of a day take, side by side; trust the ratios, not the milliseconds.

    python benchmarks/quote_latency.py

Each command is started several times in turn with the others, so that a busy machine slows all of them alike; the
median counts.
"""

from __future__ import annotations

import datetime as dt
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROUNDS = 9
WARM = 2_000
SOURCE = Path(__file__).parent.parent / "src"
MAIN = "import sys; from logicost.cli.main import main; sys.argv[0] = 'logicost'; main()"
GOODS = [
    "--dimensions",
    "5.1 x 4.3 x 4.2 in",
    "--weight",
    "14.2 oz",
    "--price",
    "18.99",
    "--category",
    "home_and_kitchen",
]
COMMANDS = {
    'python -c "pass"': ["-c", "pass"],
    'python -c "import typer"': ["-c", "import typer"],
    "logicost --help": ["-c", MAIN, "--help"],
    "logicost quote, cold": ["-c", MAIN, "quote", *GOODS, "--on", "2026-11-22"],
}


def started(arguments: list[str]) -> float:
    environment = {**os.environ, "PYTHONPATH": str(SOURCE)}
    begin = time.perf_counter()
    subprocess.run([sys.executable, *arguments], env=environment, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - begin


def warm() -> float:
    """Seconds for one quote once the plan of its day is built; every product is another."""
    import logicost as lc

    products = [lc.Product(sku="A", dimensions=f"5.1 x 4.3 x {4 + n / 1000:.3f} in", weight="14.2 oz", price="18.99",
                           category="home_and_kitchen") for n in range(WARM)]  # fmt: skip
    lc.quote(products[0], "fba", on="2026-11-22")
    begin = time.perf_counter()
    for product in products:
        lc.quote(product, "fba", on="2026-11-22")
    return (time.perf_counter() - begin) / WARM


def building() -> tuple[int, float]:
    """The steps of a plan of three programs, and the seconds of CPU that one is built in once its cards are read."""
    from logicost.programs import build_plan
    from logicost.tables.shelf import find_market, open_shelf

    found = []
    for _ in range(5 * ROUNDS):
        begin = time.process_time()
        plan = build_plan(find_market("US"), dt.date(2026, 11, 22), open_shelf(), ("fba", "fbm", "mcf:standard"))
        found.append(time.process_time() - begin)
    return len(plan.steps), min(found)


def main() -> None:
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(ROUNDS):
        for name, arguments in COMMANDS.items():
            times[name].append(started(arguments))
    medians = {name: statistics.median(found) for name, found in times.items()}
    sys.path.insert(0, str(SOURCE))
    medians["a warm exact quote in Python"] = statistics.median(warm() for _ in range(3))
    steps, medians["the plan of a day"] = building()
    unit = medians['python -c "import typer"']
    for name, seconds in medians.items():
        print(f"{name:32} {seconds * 1000:9.2f} ms   {seconds / unit:8.4f} x import typer")
    print(f"the plan has {steps:,} steps")


if __name__ == "__main__":
    main()
