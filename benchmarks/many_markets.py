"""What a cold quote costs with twenty markets of ten editions a fee, and `tables check` with twenty markets, beside today's cards.

    python benchmarks/many_markets.py

Copies of the US folder under made-up codes, for quotes each fee with further editions of long ago; CPU time of whole
processes, taken in turn.
"""

from __future__ import annotations

import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from logicost.tables.shelf import built_in_tables
from logicost.tables.store import COMPILED, compile_cards

MARKETS, EDITIONS, RUNS = 20, 10, 9
QUOTE = """
import sys
from pathlib import Path
import logicost.tables.shelf as shelf
folder = Path(sys.argv[1])
shelf.built_in_tables = lambda: folder
from decimal import Decimal
import logicost as lc
mug = lc.Product(sku="MUG-11", dimensions="5.1 x 4.3 x 4.2 in", weight="14.2 oz", price="18.99", category="home_and_kitchen")
assert lc.quote(mug, "fba", on="2026-11-22").total_cost == Decimal("7.91")
"""
CHECK = "import sys; from logicost.cli.main import main; sys.argv[1:] = ['tables', 'check', sys.argv[1]]; main()"


def with_more_editions(folder: Path) -> None:
    """Ten editions of each fee: copies of its oldest card, a year of long ago each."""
    for fee in [path for path in folder.iterdir() if path.is_dir()]:
        files = sorted(fee.glob("*.yaml"))
        for number in range(EDITIONS - len(files)):
            day = f"{1990 + number}-01-01"
            text = re.sub(r"(?m)^effective: .*$", f"effective: {day}", files[0].read_text(encoding="utf-8"))
            text = re.sub(r"(?m)^(until|season|before|after): .*\n", "", text)
            (fee / f"{day}.yaml").write_text(text, encoding="utf-8")


def many(folder: Path) -> None:
    for number in range(MARKETS - 1):
        code = f"x{chr(97 + number)}"
        shutil.copytree(folder / "us", folder / code)
        for path in (folder / code).rglob("*.yaml"):
            text = path.read_text(encoding="utf-8")
            text = re.sub(r"(?m)^market: US$", f"market: {code.upper()}", text)
            if path.name == "market.yaml":
                text = re.sub(r"(?m)^(default|also): .*\n", "", text)
            path.write_text(text, encoding="utf-8")


def cpu(script: str, folder: Path) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", script, str(folder)], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    with tempfile.TemporaryDirectory() as place:
        folders = {}
        for name in ("today", "today, compiled", "one of ten editions, compiled", "twenty of ten editions, compiled"):
            folder = folders[name] = Path(place) / name.replace(" ", "_")
            shutil.copytree(built_in_tables(), folder, ignore=shutil.ignore_patterns(COMPILED))
            if "ten" in name:
                with_more_editions(folder / "us")
            if "twenty" in name:
                many(folder)
            if "compiled" in name:
                (folder / COMPILED).write_bytes(compile_cards(folder))
        times: dict[str, list[float]] = {name: [] for name in folders}
        for _ in range(RUNS):
            for name, folder in folders.items():
                times[name].append(cpu(QUOTE, folder))
        for name, folder in folders.items():
            cards = sum(1 for _ in folder.glob("*/*/*.yaml"))
            print(f"cold quote, {name}: {cards:,} cards, {statistics.median(times[name]) * 1000:.0f} ms of CPU")
        alone, twenty = Path(place) / "alone", Path(place) / "twenty"
        for folder in (alone, twenty):
            shutil.copytree(built_in_tables() / "us", folder / "us")
        many(twenty)
        for name, folder in {"today": folders["today"], "the US": alone, "twenty times the US": twenty}.items():
            cards = sum(1 for _ in folder.glob("*/*/*.yaml"))
            print(f"tables check, {name}: {cards:,} cards, {cpu(CHECK, folder):.1f} s of CPU")


if __name__ == "__main__":
    main()
