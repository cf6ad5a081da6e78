"""Fuzzing for so many minutes of processor time: every door in turn, how each input ended is counted (an answer, an answer
with errors, the code of a refusal), and faults are told with the smallest input seen.

scripts/fuzz [MINUTES] [DOOR …]
"""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
import time
import traceback
import warnings
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from fuzz.doors import DOORS, HEARD, knock
from hypothesis import HealthCheck, Phase, given, seed, settings

TOLD = 12  # ends, the most frequent first
KEPT = Path(__file__).parents[2] / ".hypothesis"  # is not kept by git
# bytes that a door may write to: what asks for more is a fault with its input, and not the end of the run
MEMORY = 8 * 2**30
SLOW = 10  # seconds of all processors together, for inputs that are a few kilobytes


def at(door: str, seconds: float, start: int) -> tuple[int, dict[str, tuple[int, Any]]]:
    """How many inputs were thrown, and each fault by where it arose: how often, and its shortest input."""
    count = 0
    faults: dict[str, tuple[int, Any]] = {}
    end = time.process_time() + seconds
    kept = _last(door)
    kept.parent.mkdir(exist_ok=True)

    def throw(value: Any) -> None:
        nonlocal count
        if time.process_time() > end:
            return
        count += 1
        if isinstance(value, bytes):
            kept.write_bytes(value)
        begun, noise = time.process_time(), os.fstat(2).st_size
        try:
            knock(door, value)
            took = time.process_time() - begun
            # panics of the readers of damaged Parquet and .xls: the command hushes them
            is_quiet = os.fstat(2).st_size <= noise or "parquet" in door or door == "bytes as workbook"
            assert is_quiet, "an extension wrote to standard error"
            assert took < SLOW, f"it took {took:.0f} seconds"
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # the panic of an extension is no Exception
            last = traceback.extract_tb(error.__traceback__)[-1]
            place = f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno}: {str(error)[:150]}"
            key = f"{type(error).__name__} {last.filename}:{last.lineno}"
            times, shortest = faults.get(key, (0, (place, value)))
            shorter = min(shortest, (place, value), key=lambda each: len(_shown(each[1])))
            faults[key] = (times + 1, shorter)

    while time.process_time() < end:
        start += 1
        options = settings(
            max_examples=500,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        seed(start)(options(given(DOORS[door][0])(throw)))()
    return count, faults


def _shown(value: Any) -> str:
    try:
        return repr(value)
    except Exception:  # a number of ten thousand digits
        return f"<{type(value).__name__}>"


def main(arguments: list[str]) -> int:
    minutes = float(arguments[0]) if arguments else 5
    doors = arguments[1:] or list(DOORS)
    if len(doors) == 1:
        return one(doors[0], 60 * minutes)
    total = found = 0
    for (
        door
    ) in doors:  # each in a process of its own, so that one that is killed ends neither the run nor what it has told
        command = [sys.executable, __file__, str(minutes / len(doors)), door]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
        print(done.stdout, end="", flush=True)
        if told := re.search(r"^([0-9,]+) inputs in all: ([0-9,]+) faults$", done.stdout, re.MULTILINE):
            count, faults = (int(number.replace(",", "")) for number in told.groups())
        else:
            print(f"{door}: ended with code {done.returncode}; its last file is {_last(door)}", flush=True)
            count, faults = 0, 1
        total, found = total + count, found + faults
    print(f"{total:,} inputs at {len(doors)} doors: {found:,} faults")
    return 1 if found else 0


def one(door: str, seconds: float) -> int:
    warnings.simplefilter("ignore")
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, resource.getrlimit(resource.RLIMIT_DATA)[1]))
    count, faults = at(door, seconds, int(time.time()))
    found = sum(times for times, _ in faults.values())
    ends = ", ".join(f"{times:,} {end}" for end, times in HEARD.most_common(TOLD))
    print(f"{door}: {count:,} inputs, {found:,} faults; ends: {ends}")
    for times, (place, value) in faults.values():
        print(f"  {times} x {place}\n    {_shown(value)[:600]}")
    print(f"{count:,} inputs in all: {found:,} faults")
    return 1 if found else 0


def _last(door: str) -> Path:
    """Where the last file that was thrown at a door is kept, for a door whose process did not live to tell it."""
    return KEPT / f"fuzz-{door.replace(' ', '-').replace(',', '')}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
