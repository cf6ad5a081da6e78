"""Every command that writes a file, in every format: stopped at random moments, on a full disk, two at a time, and in other surroundings.

scripts/outputs stops [RUNS] [SEED] [COMMAND] [WAYS]     kills, signals, full disks, closed pipes, two writers: what is there is the old
    file or the new one, whole. Kills and signals are aimed at the writing: at a byte of it, at a change of files around it, or at a moment
scripts/outputs surroundings [quick]    the same bytes over seeds of hashes, threads, locales and time zones
"""

from __future__ import annotations

import contextlib
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before NumPy is loaded: no threads in a process that forks

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
    for n in range(3)
]
CATALOG = "\n".join(["sku,dimensions,weight,price,cost,monthly_sales,opening,orders,units", *ROWS]) + "\n"
HANGS = 120  # seconds
OLD = b"the result before"
STOPPED = "logicost: stopped before it was done; no file was written or changed\n"
STOPPED_AT_END = "logicost: stopped at its end; what it has written is whole\n"
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


BEGUN, CHANGES = b"!", b"."  # what a child tells: that its modules are there, and that it is about to change a file
_CHANGES = ("open", "os.rename", "os.chmod", "os.chown", "os.remove", "fcntl.flock")  # as Python's audit calls them
_MARK = ".logicost"  # the end of the name of a file that is being written


def begin(told: int, limit: int, kills: bool, place: int, number: int, words: list[str]) -> None:
    """A command in this process, which is about to end.

    Args:
        told: where it tells how far it is.
        limit: of the size of a file, in bytes, 0 for none; `kills`: whether that ends the process, and not only the write.
        place: of the changes to the file that is being written and its name the one before which it sends itself the
            signal `number`; 0 for none.
    """
    from logicost.cli.main import main

    seen = 0
    if limit:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL if kills else signal.SIG_IGN)

    def hear(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal seen
        if event in _CHANGES and (event == "fcntl.flock" or any(_MARK in str(each) for each in arguments)):
            seen += 1
            os.write(told, CHANGES)
            if seen == place:
                os.kill(os.getpid(), number)

    sys.addaudithook(hear)
    sys.argv[1:] = words
    os.write(told, BEGUN)
    main()


def load() -> None:
    """Load what children need, once for all of them, but nothing that starts threads: those do not come along in a fork."""
    import rich.console  # noqa: F401
    import xlsxwriter  # noqa: F401

    logicost.compare(logicost.Product(dimensions="5 x 4 x 3 in", weight="9 oz", price=20), "fba,fbm,mcf", on=ON[1])
    assert len(os.listdir("/proc/self/task")) == 1, "a thread is running"  # noqa: PTH208


class Child:
    """A command in a process of its own.

    Attributes:
        told: where it tells how far it is; `said`: the file of its messages, beside the folder.
    """

    def __init__(
        self, folder: Path, words: list[str], stdout: int | None = None, limit: int = 0, kills: bool = False,
        place: int = 0, number: int = 0,
    ) -> None:  # fmt: skip
        self.told, theirs = os.pipe()
        self.said = folder.parent / f"said {len(list(folder.parent.iterdir()))}"
        said = os.open(self.said, os.O_CREAT | os.O_RDWR)
        if limit:  # the messages are not the file that the limit is meant for
            self._messages, said = os.pipe()
        else:
            self._messages = os.open(self.said, os.O_RDONLY)
        self.number = os.fork()
        if not self.number:
            try:
                os.chdir(folder)
                os.dup2(said if stdout is None else stdout, 1)
                os.dup2(said, 2)
                os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
                sys.stdin, sys.stdout, sys.stderr = (open(n, "rw"[n > 0], encoding="utf-8") for n in range(3))  # noqa: SIM115, PTH123
                begin(theirs, limit, kills, place, number, words)
            except SystemExit as ended:
                with contextlib.suppress(OSError):
                    sys.stdout.flush()
                os._exit(int(ended.code or 0))
            except BaseException:
                os.write(said, traceback.format_exc().encode())
            finally:
                os._exit(70)
        os.close(theirs)
        os.close(said)

    def tells(self) -> bool:
        """Wait for the next that it tells; whether there is one."""
        return bool(os.read(self.told, 1))

    def wait(self) -> tuple[int, str]:
        """The exit code, negative for a signal that ended it, and its messages; one that hangs is ended."""
        try:
            patience = time.monotonic() + HANGS
            while not (ended := os.waitpid(self.number, os.WNOHANG))[0]:
                time.sleep(0.002)
                if time.monotonic() > patience:
                    os.kill(self.number, signal.SIGKILL)
                    os.waitpid(self.number, 0)
                    raise Fault("it hangs")
            return os.waitstatus_to_exitcode(ended[1]), os.read(self._messages, 10**6).decode(errors="replace")
        finally:
            os.close(self.told)
            os.close(self._messages)


class Fault(AssertionError):  # noqa: N818 - as the fuzzer calls them
    """What must not be."""


def expect(holds: bool, what: str) -> None:
    if not holds:
        raise Fault(what)


def listed(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


@dataclass
class Undisturbed:
    """The result of a command, how often it changes files on the way, and the seconds from the first to the last of them."""

    whole: bytes
    changes: int
    seconds: float


def aimed(folder: Path, words: list[str], way: str, undisturbed: Undisturbed, draw: random.Random) -> Child:
    """A child that is stopped while it writes: at a byte, before a change of files, or at a moment between the changes."""
    number = signal.SIGKILL if way == "kill" else getattr(signal, way)
    aim = draw.choice(["byte", "change", "moment"] if way == "kill" else ["change", "moment"])
    if aim == "byte":
        return Child(folder, words, limit=draw.randrange(1, len(undisturbed.whole)), kills=True)
    if aim == "change":
        return Child(folder, words, place=draw.randint(1, undisturbed.changes), number=number)
    child = Child(folder, words)
    child.tells()
    child.tells()  # the first change
    time.sleep(draw.uniform(0, undisturbed.seconds * 1.1))
    with contextlib.suppress(ProcessLookupError):
        os.kill(child.number, number)
    return child


def throw(words: list[str], output: str, way: str, undisturbed: Undisturbed, draw: random.Random) -> str:
    """Run a command in such a way, see what it leaves, run it again undisturbed; how it ended."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "f"
        folder.mkdir()
        path = prepared(folder, output)
        before, files, whole = path.read_bytes(), listed(folder), undisturbed.whole
        if way == "two writers":
            ends = [child.wait() for child in [Child(folder, words), Child(folder, words)]]
            expect([code for code, _ in ends] == [0, 0], str(ends))
            expect(path.read_bytes() == whole, "two writers left neither's result")
            ended = "both done"
        elif way == "closed pipe":
            if output.startswith("cards"):
                return "none"
            apart = (".xlsx", ".html") if words[0] == "compare" else (".xlsx", ".html", ".parquet")  # files alone
            pipe = os.pipe()
            os.close(pipe[0])
            piped = [*words[:-1], "-", *([] if words[0] == "template" else ["--format", Path(output).suffix[1:]])]
            child = Child(folder, piped, stdout=pipe[1])
            os.close(pipe[1])
            code, said = child.wait()
            expect(
                code == (2 if output.endswith(apart) else 0) and "Traceback" not in said and said.count("\n") <= 3,
                f"{code}: {said}",
            )
            expect(path.read_bytes() == before, "the file was changed")
            ended = f"code {code}"
        else:
            if way == "full disk":
                child = Child(folder, words, limit=draw.randrange(1, len(whole) + 50))
            else:
                child = aimed(folder, words, way, undisturbed, draw)
            code, said = child.wait()
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
                expect(code == 128 + getattr(signal, way), f"{code}: {said}")
                expect(said.endswith(STOPPED if found == before else STOPPED_AT_END), said)
            ended = "the new file" if found == whole else "the old one, and a leftover" if left else "the old one"
        mode = path.stat().st_mode
        code, said = Child(folder, words).wait()
        expect(code == 0, said)
        expect(listed(folder) == files | {output}, f"left after the next run: {listed(folder) - files}")
        expect(path.read_bytes() == whole, "the next run gave something else")
        expect(path.stat().st_mode == mode, "permissions changed")
        return ended


def reference(words: list[str], output: str) -> Undisturbed:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "f"
        folder.mkdir()
        path = prepared(folder, output)
        child = Child(folder, words)
        child.tells()
        moments = []
        while child.tells():
            moments.append(time.monotonic())
        code, said = child.wait()
        expect(code == 0, f"{words}: {code}: {said}")
        return Undisturbed(path.read_bytes(), len(moments), moments[-1] - moments[0])


def stops(runs: int, seed: int, command: str = "", ways: str = ",".join(WAYS)) -> int:
    """So many runs, of each case (or each of a command) in turn and each way in turn."""
    load()
    cases, asked = [each for each in CASES if command in each[0][0]], ways.split(",")
    draw = random.Random(seed)
    ends: Counter[tuple[str, str]] = Counter()
    faults = 0
    undisturbed: dict[int, Undisturbed] = {}
    for number in range(runs):
        case, way = number % len(cases), asked[(number // len(cases) + number) % len(asked)]
        words, output = cases[case]
        if number and number % 100 == 0:
            print(f"{number:,} runs, {faults} faults", flush=True)
        try:
            if case not in undisturbed:
                undisturbed[case] = reference(words, output)
            ends[way, throw(words, output, way, undisturbed[case], draw)] += 1
        except Fault as fault:
            faults += 1
            print(f"{way} of {' '.join(words)}: {str(fault)[:500]}", flush=True)
    for (way, ended), times in sorted(ends.items()):
        print(f"{way}: {times:,} times {ended}")
    print(f"{runs:,} runs of {len(cases)} commands and formats: {faults} faults")
    return 1 if faults else 0


SURROUNDINGS = [
    {"PYTHONHASHSEED": seed, "POLARS_MAX_THREADS": threads, "LC_ALL": locale, "TZ": zone, "SOURCE_DATE_EPOCH": ""}
    for seed, threads, locale, zone in (
        ("1", "1", "C", "UTC"), ("99", "4", "C.UTF-8", "Pacific/Kiritimati"), ("7", "2", "de_DE.UTF-8", "America/Los_Angeles"), ("random", "3", "tr_TR.UTF-8", "Asia/Kathmandu"),
    )
]  # fmt: skip


def every_case(folder: Path, quick: bool) -> None:
    """All cases in this process, each into a file of its own; where it should be quick, all but the live workbook."""
    from logicost.cli.main import run

    for number, (words, output) in enumerate(CASES):
        if quick and "--live" in words:
            continue
        if output.startswith("cards"):
            shutil.rmtree("cards", ignore_errors=True)
        path = prepared(folder, output)
        assert run(words) == 0, words
        path.rename(folder / f"{number} {words[0]}{path.suffix}")


def surroundings(quick: bool) -> int:
    """The cases in all surroundings, or in two of them where it should be quick."""
    found: list[dict[str, bytes]] = []
    for each in SURROUNDINGS[: 2 if quick else None]:
        with tempfile.TemporaryDirectory() as name:
            environment = {**os.environ, "PYTHONPATH": str(SOURCE), **each}
            words = [sys.executable, __file__, "cases", *(["quick"] if quick else [])]
            subprocess.run(words, cwd=name, env=environment, check=True, stderr=subprocess.DEVNULL)
            found.append({path.name: path.read_bytes() for path in Path(name).glob("[0-9]* *")})
    differ = [name for name, content in found[0].items() if any(other[name] != content for other in found[1:])]
    for name in differ:
        print(f"{name} differs")
    print(f"{len(found[0])} files in {len(found)} surroundings: {len(differ)} differ")
    return 1 if differ or len(found[0]) != len(CASES) - quick else 0


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["stops", *numbers]:
            runs, seed, *others = [*numbers, *("1000", "1")[len(numbers) :]]
            sys.exit(stops(int(runs), int(seed), *others))
        case ["surroundings", *quick]:
            sys.exit(surroundings(bool(quick)))
        case ["cases", *quick]:
            every_case(Path.cwd(), bool(quick))
        case _:
            print(__doc__)
