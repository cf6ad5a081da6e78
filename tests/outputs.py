"""Every command that writes a file, in every format: stopped at random moments, on a full disk, two at a time, and in other surroundings.

scripts/outputs stops [RUNS] [SEED]     kills, signals, full disks, closed pipes, two writers: what is there is the old file or the new one, whole
scripts/outputs surroundings            the same bytes over seeds of hashes, threads, locales, time zones and days
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import logicost

SOURCE = Path(logicost.__file__).parent.parent
FORMS = ("csv", "tsv", "parquet", "json", "jsonl", "xlsx", "html")
ONE = ["--dimensions", "5 x 4 x 3 in", "--weight", "9 oz", "--price", "20", "--cost", "4"]
ON = ["--on", "2026-11-22"]
START = ["--start", "2026-11-01"]
ASKED = {
    "compare": ["compare", "c.csv", "--programs", "fba,fbm,mcf", *ON],
    "price": ["price", "c.csv", "--programs", "fba", *ON],
    "pack": ["pack", "c.csv", "--programs", "fba", *ON],
    "sweep": ["sweep", *ONE, "--vary", "price=10:14:0.5", *ON],
    "stock": ["stock", "c.csv", *START],
    "clear": ["clear", "c.csv", *START],
    "hybrid": ["hybrid", "c.csv", *ON],
    "landed": ["landed", "c.csv", "--freight", "100"],
    "stock of one": ["stock", *ONE, "--opening", "60:30", "--monthly-sales", "40", *START],
}
CASES: list[tuple[list[str], str]] = [
    *(([*words, "-o", f"out.{form}"], f"out.{form}") for words in ASKED.values() for form in FORMS),
    ([*ASKED["compare"], "--live", "-o", "out.xlsx"], "out.xlsx"),
    *((["template", "-o", f"out.{form}"], f"out.{form}") for form in ("csv", "xlsx")),
    (["tables", "confirm", "US", "2026-11-25", "storage", "--folder", "cards"], "cards/us/checked.yaml"),
]
ROWS = [
    f'S{n},{5 + n % 7} x 4 x 3 in,{9 + n} oz,{15 + n}.99,4,{40 + n},{60 + n}:{n * 30 + 30},"amazon:90,shopify:{20 + n}",{10 + n}'
    for n in range(9)
]
CATALOG = "\n".join(["sku,dimensions,weight,price,cost,monthly_sales,opening,orders,units", *ROWS]) + "\n"
HANGS = 120  # seconds
OLD = b"the result before"
STOPPED = "logicost: stopped before it was done; no file was written or changed\n"
WAYS = ("kill", "SIGINT", "SIGTERM", "full disk", "closed pipe", "two writers")


def prepared(folder: Path, output: str) -> Path:
    """A folder with what the commands read, and an older result where the new one goes."""
    (folder / "c.csv").write_text(CATALOG, encoding="utf-8")
    path = folder / output
    if output.startswith("cards"):
        (path.parent / "storage").mkdir(parents=True)
        for name in ("market.yaml", "checked.yaml"):
            shutil.copy(_cards() / "us" / name, path.parent / name)
    else:
        path.write_bytes(OLD)
        path.chmod(0o640)
    return path


def _cards() -> Path:
    from logicost.tables.shelf import built_in_tables

    return built_in_tables()


BEGIN = "import os, sys; from logicost.cli.main import main; os.write(int(sys.argv.pop(1)), b'!'); main()"


def start(
    folder: Path, words: list[str], limit: int | None = None, stdout: int | None = None
) -> subprocess.Popen[bytes]:
    """The command in a process of its own, once its modules are there; its messages go to a file beside the folder."""
    ours, theirs = os.pipe()
    with (folder.parent / f"said {len(list(folder.parent.iterdir()))}").open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-c", BEGIN, str(theirs), *words],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(SOURCE), "PYTHONDONTWRITEBYTECODE": "1"},
            stdin=subprocess.DEVNULL,
            stdout=said if stdout is None else stdout,
            stderr=said,
            pass_fds=[theirs],
            preexec_fn=None if limit is None else lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        )
    os.close(theirs)
    os.read(ours, 1)
    os.close(ours)
    process.args = said.name
    return process


def said_by(child: subprocess.Popen[bytes]) -> str:
    return Path(str(child.args)).read_text(encoding="utf-8", errors="replace")


def wait(child: subprocess.Popen[bytes]) -> int:
    """The exit code, negative for a signal that ended it; one that hangs is ended."""
    try:
        return child.wait(HANGS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
        raise Fault("it hangs") from None


class Fault(AssertionError):  # noqa: N818 - as the fuzzer calls them
    """What must not be."""


def expect(holds: bool, what: str) -> None:
    if not holds:
        raise Fault(what)


def listed(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def throw(words: list[str], output: str, way: str, whole: bytes, took: float, draw: random.Random) -> str:
    """Run a command in such a way, see what it leaves, run it again undisturbed; how it ended."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "f"
        folder.mkdir()
        path = prepared(folder, output)
        before, files = path.read_bytes(), listed(folder)
        if way == "two writers":
            children = [start(folder, words), start(folder, words)]
            codes = [wait(child) for child in children]
            said = "".join(said_by(child) for child in children)
            expect(codes == [0, 0], f"{codes}: {said}")
            expect(path.read_bytes() == whole, "two writers left neither's result")
            ended = "both done"
        elif way == "closed pipe":
            if output.startswith("cards"):
                return "none"
            ends = os.pipe()
            os.close(ends[0])
            piped = [*words[:-1], "-", *([] if words[0] == "template" else ["--format", Path(output).suffix[1:]])]
            child = start(folder, piped, stdout=ends[1])
            os.close(ends[1])
            code, said = wait(child), said_by(child)
            expect(
                code == (2 if output.endswith((".parquet", ".xlsx", ".html")) else 0)
                and "Traceback" not in said
                and said.count("\n") <= 3,
                f"{code}: {said}",
            )
            expect(path.read_bytes() == before, "the file was changed")
            ended = f"code {code}"
        else:
            limit = draw.randrange(1, len(whole) + 50) if way == "full disk" else None
            child = start(folder, words, limit)
            if limit is None:
                time.sleep(draw.uniform(0, took * 1.1))
                with contextlib.suppress(ProcessLookupError):
                    child.send_signal(getattr(signal, "SIGKILL" if way == "kill" else way))
            code, said = wait(child), said_by(child)
            found = path.read_bytes()
            expect(found in (before, whole), f"{way} left {len(found)} bytes that are neither file; {code}: {said}")
            expect("Traceback" not in said and "unforeseen" not in said, said)
            left = listed(folder) - files
            if way == "kill":
                expect(all(Path(each).name.startswith(f".{path.name[:40]}.") for each in left), f"left {left}")
            else:
                expect(not left, f"{way} left {left}; {code}: {said}")
            if way == "full disk":
                expect((code == 0) == (found == whole) and code in (0, 2), f"{code}: {said}")
                expect(code == 0 or ("cannot be written" in said and said.count("\n") == 1), said)
            elif way != "kill" and code:
                expect(code == 128 + getattr(signal, way) and said.endswith(STOPPED), f"{code}: {said}")
                expect(found == before, "it says that no file was changed")
            ended = "the new file" if found == whole else "the old one, and a leftover" if left else "the old one"
        mode = path.stat().st_mode
        child = start(folder, words)
        expect(wait(child) == 0, said_by(child))
        expect(listed(folder) == files | {output}, f"left after the next run: {listed(folder) - files}")
        expect(path.read_bytes() == whole, "the next run gave something else")
        expect(path.stat().st_mode == mode, "permissions changed")
        return ended


def reference(words: list[str], output: str) -> tuple[bytes, float]:
    """The undisturbed result, and how long it takes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "f"
        folder.mkdir()
        path = prepared(folder, output)
        begun = time.monotonic()
        child = start(folder, words)
        code = wait(child)
        expect(code == 0, f"{words}: {code}: {said_by(child)}")
        return path.read_bytes(), time.monotonic() - begun


def stops(runs: int, seed: int) -> int:
    """So many runs, of each case in turn and each way in turn."""
    draw = random.Random(seed)
    ends: Counter[tuple[str, str]] = Counter()
    faults = 0
    whole: dict[int, tuple[bytes, float]] = {}
    for number in range(runs):
        case, way = number % len(CASES), WAYS[(number // len(CASES) + number) % len(WAYS)]
        words, output = CASES[case]
        try:
            if case not in whole:
                whole[case] = reference(words, output)
            ends[way, throw(words, output, way, *whole[case], draw)] += 1
        except Fault as fault:
            faults += 1
            print(f"{way} of {' '.join(words)}: {str(fault)[:500]}", flush=True)
    for (way, ended), times in sorted(ends.items()):
        print(f"{way}: {times:,} times {ended}")
    print(f"{runs:,} runs of {len(CASES)} commands and formats: {faults} faults")
    return 1 if faults else 0


SURROUNDINGS = [
    {"PYTHONHASHSEED": seed, "POLARS_MAX_THREADS": threads, "LC_ALL": locale, "TZ": zone, "SOURCE_DATE_EPOCH": ""}
    for seed, threads, locale, zone in (
        ("1", "1", "C", "UTC"), ("99", "4", "C.UTF-8", "Pacific/Kiritimati"), ("7", "2", "de_DE.UTF-8", "America/Los_Angeles"), ("random", "3", "tr_TR.UTF-8", "Asia/Kathmandu"),
    )
]  # fmt: skip


def every_case(folder: Path) -> None:
    """All cases in this process, each into a file of its own."""
    from logicost.cli.main import run

    for number, (words, output) in enumerate(CASES):
        if output.startswith("cards"):
            shutil.rmtree("cards", ignore_errors=True)
        path = prepared(folder, output)
        assert run(words) == 0, words
        path.rename(folder / f"{number} {words[0]}{path.suffix}")


def surroundings() -> int:
    found: list[dict[str, bytes]] = []
    for each in SURROUNDINGS:
        with tempfile.TemporaryDirectory() as name:
            environment = {**os.environ, "PYTHONPATH": str(SOURCE), **each}
            subprocess.run(
                [sys.executable, __file__, "cases"], cwd=name, env=environment, check=True, stderr=subprocess.DEVNULL
            )
            found.append({path.name: path.read_bytes() for path in Path(name).glob("[0-9]* *")})
    differ = [name for name, content in found[0].items() if any(other[name] != content for other in found[1:])]
    for name in differ:
        print(f"{name} differs")
    print(
        f"{len(found[0])} files in {len(SURROUNDINGS)} surroundings ({json.dumps(SURROUNDINGS[1:])}): {len(differ)} differ"
    )
    return 1 if differ or len(found[0]) != len(CASES) else 0


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["stops", *numbers]:
            sys.exit(stops(*(int(each) for each in [*numbers, *("1000", "1")[len(numbers) :]])))
        case ["surroundings"]:
            sys.exit(surroundings())
        case ["cases"]:
            every_case(Path.cwd())
        case _:
            print(__doc__)
