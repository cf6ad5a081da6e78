"""What nothing foresaw: a line with a code and no traceback; consoles of few letters, full disks, streams that are closed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import logicost
from logicost.cli import last_door, main

SOURCE = str(Path(logicost.__file__).parent.parent)
TABLES = ["tables", "show", "US", "fuel_surcharge", "--on", "2026-11-22"]


class ArrowPanicError(BaseException):
    """As the panics of extensions are: no `Exception`."""


def broken(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def fails(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("logicost.tables.shelf.open_shelf", fails)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ZeroDivisionError("division by zero"), "a fault of logicost and not of yours: ZeroDivisionError 'division by zero' at cli/tables.py:"),
        (KeyError("\x1b[31mred"), "KeyError ''\N{REPLACEMENT CHARACTER}[31mred'' at cli/tables.py:"),
        (ArrowPanicError(), "ArrowPanicError at cli/tables.py:"),
        (MemoryError(), "there is not enough memory for it: give the catalog in parts [out_of_memory]"),
        (OSError(28, "No space left on device", "x"), "the system refused to read or write x: No space left on device [system_refused]"),
    ],
    ids=lambda each: type(each).__name__ if isinstance(each, BaseException) else "",
)  # fmt: skip
def test_no_traceback_reaches_a_user(
    error: BaseException, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    broken(monkeypatch, error)
    assert main.run(TABLES) == 2
    message = capsys.readouterr().err
    assert said in message.replace("\\x1b", "\N{REPLACEMENT CHARACTER}")
    assert message.count("\n") == 1
    assert "Traceback" not in message
    assert "\x1b" not in message


def test_a_traceback_on_demand(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    broken(monkeypatch, ZeroDivisionError("\x1b[31m"))
    monkeypatch.setenv("LOGICOST_TRACEBACK", "1")
    assert main.run(TABLES) == 2
    message = capsys.readouterr().err
    assert message.startswith("Traceback (most recent call last):\n")
    assert "raise error" in message
    assert "[unforeseen_error]" in message
    assert "\x1b" not in message


def command(*arguments: str, shell: str = "", **environment: str) -> subprocess.CompletedProcess[bytes]:
    words = [sys.executable, "-m", "logicost", *arguments]
    return subprocess.run(
        ["sh", "-c", f'"$@" {shell}', "sh", *words] if shell else words,
        env={**os.environ, "PYTHONPATH": SOURCE, **environment}, capture_output=True, check=False,
    )  # fmt: skip


@pytest.fixture
def catalog(tmp_path: Path) -> str:
    path = tmp_path / "c.csv"
    path.write_text("sku,dimensions,weight,price\nMüg杯,5 x 4 x 3 in,1 lb,9\n", encoding="utf-8")
    return str(path)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="has no full device")
@pytest.mark.parametrize("arguments", [["price", "CATALOG"], ["compare", "CATALOG", "-o", "-"], TABLES], ids=" ".join)
def test_a_full_disk_behind_standard_output(arguments: list[str], catalog: str) -> None:
    done = command(*(catalog if each == "CATALOG" else each for each in arguments), shell=">/dev/full")
    assert done.returncode == 2
    assert done.stderr.decode().startswith("logicost: the system refused to read or write: No space left on device")
    assert done.stderr.endswith(b"[system_refused]\n")


@pytest.mark.parametrize("arguments", [["-o", "-"], ["-o", "-", "--format", "json"], []], ids=" ".join)
def test_pipes_get_utf_8_wherever_they_are(arguments: list[str], catalog: str) -> None:
    done = command("compare", catalog, *arguments, "--on", "2026-11-22", PYTHONIOENCODING="cp1252")
    assert done.returncode == 0, done.stderr
    assert "Müg杯" in done.stdout.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="a shell of POSIX")
def test_streams_that_the_caller_closed(tmp_path: Path, catalog: str) -> None:
    output = tmp_path / "out.csv"
    done = command("compare", catalog, "-o", str(output), shell=">&- 2>&- <&-")
    assert done.returncode == 0
    assert output.read_text(encoding="utf-8").startswith("sku,")
    assert command(*TABLES, shell=">&-").returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="has no limits of files")
@pytest.mark.parametrize(
    "arguments",
[["template", "out.xlsx"], ["price", "c.csv", "out.parquet"], ["pack", "c.csv", "out.csv"]],
    ids=" ".join,
)  # fmt: skip
def test_a_disk_that_is_full_leaves_what_was_there(arguments: list[str], tmp_path: Path, catalog: str) -> None:
    """A limit of 100 bytes a file stands in for the disk."""
    *asked, output = (str(tmp_path / each) if "." in each else each for each in arguments)
    Path(output).write_text("before", encoding="utf-8")
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100)); "
        "from logicost.cli.main import main; sys.argv[0] = 'logicost'; main()"
    )
    words = [sys.executable, "-c", code, *asked, "-o", output]
    done = subprocess.run(
        words,
        env={**os.environ, "PYTHONPATH": SOURCE, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        check=False,
    )
    said = done.stderr.decode()
    assert done.returncode == 2, said
    assert "[file_unwritable]" in said
    assert "Traceback" not in said
    assert Path(output).read_text(encoding="utf-8") == "before"
    assert sorted(each.name for each in tmp_path.iterdir()) == sorted({"c.csv", Path(output).name})


def test_causes_that_go_in_a_circle_end() -> None:
    from logicost.cli.main import _signal_behind

    first, second = OSError("no space"), OSError("no space")
    first.__cause__, second.__cause__ = second, first
    assert _signal_behind(first) is None
    second.__cause__ = KeyboardInterrupt()
    assert _signal_behind(first) == 130


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
@pytest.mark.parametrize(("words", "code"), [
    (["compare", "nowhere.csv"], 2), (["compare", "--nothing"], 2), (["compare", "c.csv", "--programs", "fba", "--on", "2026-11-22", "-o", "o.csv"], 1),
], ids=["an error", "usage", "warnings"])  # fmt: skip
def test_what_cannot_be_told_costs_neither_the_result_nor_its_exit_code(
    tmp_path: Path, words: list[str], code: int
) -> None:
    (tmp_path / "c.csv").write_text(
        "sku,dimensions,weight,price\nA,5 x 4 x 3 in,9 oz,20\nB,x,9 oz,20\n", encoding="utf-8"
    )
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "logicost", *words], cwd=tmp_path, env={**os.environ, "PYTHONPATH": SOURCE}, stderr=full, check=False
        )  # fmt: skip
    assert done.returncode == code
    assert (tmp_path / "o.csv").exists() is ("-o" in words)


def test_a_width_that_no_terminal_has_fills_no_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    for columns, stays in (("80", True), ("abc", True), ("999999999", False)):
        monkeypatch.setenv("COLUMNS", columns)
        last_door.prepare_streams()
        assert ("COLUMNS" in os.environ) is stays
