"""Ctrl-C and other signals in the middle of a catalog, and its progress: real processes, real signals, a real terminal."""

from __future__ import annotations

import os
import signal
import struct
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

import logicost
from logicost.cli import main

if sys.platform == "win32":
    pytest.skip("signals and terminals of POSIX", allow_module_level=True)

import fcntl
import pty
import termios

SOURCE = str(Path(logicost.__file__).parent.parent)
START = (
    "import os; from logicost.cli.main import main; "
    "os.write(2, b'ready\\n'); main()"
)  # fmt: skip
MANY, SOME = 1_500_000, 30_000  # rows that take several seconds by columns, and one by one
STOPPED = "logicost: stopped before it was done; no file was written or changed\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("catalogs")
    for size in (SOME, MANY):
        rows = (f"S{n},{5 + n % 7} x 4 x 3 in,{n % 90} oz,{5 + n % 300}\n" for n in range(size))
        (path / f"{size}.csv").write_text("sku,dimensions,weight,price\n" + "".join(rows), encoding="utf-8")
    return path


def start(catalog: str, output: Path, stderr: int, stdin: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": SOURCE, "TERM": "xterm", "TMPDIR": str(output.parent)}
    environment.pop("COLUMNS", None)
    return subprocess.Popen(
        [sys.executable, "-c", START, "compare", catalog, "--on", "2026-11-22", "-o", str(output)],
        env=environment, stdin=stdin, stderr=stderr, start_new_session=True,
    )  # fmt: skip


def stop(process: subprocess.Popen[bytes], output: Path, number: signal.Signals) -> str:
    """Wait until the process is at work on the output, send the signal, and return what it says then."""
    assert process.stderr is not None
    assert process.stderr.readline() == b"ready\n"
    patience = time.monotonic() + 30
    tables = output.suffix not in (".xlsx", ".html")
    while tables and not list(output.parent.glob(f".{output.name}.*")) and time.monotonic() < patience:
        time.sleep(0.02)
    time.sleep(0.7)
    assert process.poll() is None, "the catalog is too small for this machine: it was done before the signal came"
    killer = threading.Timer(60, process.kill)  # so that a signal which is not heard fails the test
    killer.start()
    process.send_signal(number)
    with process.stderr as stream:
        said = stream.read().decode()
    process.wait()
    killer.cancel()
    return said


@pytest.mark.parametrize("form", ["csv", "tsv", "parquet", "json", "jsonl", "xlsx", "html"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_leaves_no_half_file(folder: Path, tmp_path: Path, form: str, number: signal.Signals) -> None:
    output = tmp_path / f"out.{form}"
    output.write_text("the result before")
    catalog = folder / f"{SOME if form in ('xlsx', 'html') else MANY}.csv"
    process = start(str(catalog), output, subprocess.PIPE)
    assert stop(process, output, number) == STOPPED
    assert process.returncode == 128 + number
    assert output.read_text() == "the result before"
    assert [path.name for path in tmp_path.iterdir()] == [output.name]


@pytest.mark.parametrize(("interrupt", "code"), [(KeyboardInterrupt(), 130), (main._Ended(15), 143)])
def test_a_signal_while_a_module_makes_its_classes(
    interrupt: BaseException, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of which Python 3.11 makes a RuntimeError, where a field is told its name."""

    class Field:
        def __set_name__(self, owner: type, name: str) -> None:
            raise interrupt

    monkeypatch.setattr(main, "_command", lambda: lambda *_, **__: type("Card", (), {"rate": Field()}))
    assert main.run([]) == code
    assert capsys.readouterr().err == STOPPED


def test_ctrl_c_while_standard_input_is_read(folder: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.xlsx"  # which nothing is written beside before all is read
    process = start("-", output, subprocess.PIPE, subprocess.PIPE)
    assert process.stdin is not None
    with process.stdin as stream:
        stream.write(b"sku,dimensions,weight,price\nS1,5 x 4 x 3 in,9 oz,20\n")
        stream.flush()  # and it stays open
        assert stop(process, output, signal.SIGINT) == STOPPED
    assert process.returncode == 130
    assert list(tmp_path.iterdir()) == []


def in_a_terminal(catalog: str, output: Path, width: int) -> tuple[int, str]:
    """The exit code, and what stood on a terminal of that width."""
    terminal, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, width, 0, 0))
    process = start(catalog, output, theirs)
    os.close(theirs)
    seen: list[bytes] = []

    def read() -> None:
        while True:
            try:
                part = os.read(terminal, 65_536)
            except OSError:  # the other end is closed
                return
            if not part:
                return
            seen.append(part)

    reader = threading.Thread(target=read)
    reader.start()
    process.wait(120)
    reader.join(10)
    os.close(terminal)
    return process.returncode, b"".join(seen).decode()


@pytest.mark.parametrize(("width", "told"), [(100, " rows/s, "), (80, " rows/s, "), (40, "/s, ")])
def test_progress_tells_speed_and_errors_and_goes_away(folder: Path, tmp_path: Path, width: int, told: str) -> None:
    catalog = tmp_path / "some.csv"
    text = (folder / f"{MANY}.csv").read_text(encoding="utf-8")
    catalog.write_text(text[: text.index("\nS200000,") + 1], encoding="utf-8")
    code, seen = in_a_terminal(str(catalog), tmp_path / "out.csv", width)
    assert code == 1
    shown = [part for part in seen.split("\r") if told in part]
    assert any("131,072" in part for part in shown), seen
    assert all(part.split("\x1b[36m")[0].rstrip().endswith("errors") for part in shown), shown[-1]
    *_, last = seen.split("\x1b[2K")  # erased: only what the command says stays
    assert last.replace("\r\n", "\n") == "logicost: 8892 of 800000 quotes are in error\n"


def test_no_progress_in_pipes(folder: Path, tmp_path: Path) -> None:
    process = start(str(folder / f"{SOME}.csv"), tmp_path / "out.csv", subprocess.PIPE)
    _, said = process.communicate()
    assert said == b"ready\nlogicost: 1336 of 120000 quotes are in error\n"
