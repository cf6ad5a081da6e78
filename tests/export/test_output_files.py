"""What a run leaves behind: nothing of its input is overwritten, no device replaced, no half file, no leftover."""

from __future__ import annotations

import contextlib
import io
import os
import signal
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import logicost
from logicost import whole_files
from logicost.cli.main import run
from logicost.cli.saved import refuse_cards
from logicost.errors import CatalogError
from logicost.output_files import refuse_input
from logicost.tables.shelf import built_in_tables
from logicost.whole_files import atomic_path, atomic_text

CATALOG = "sku,dimensions,weight,price\nA,5 x 4 x 3 in,9 oz,20\n"
FORMS = ("csv", "tsv", "parquet", "json", "jsonl", "xlsx", "html")
SOURCE = str(Path(logicost.__file__).parent.parent)
posix = pytest.mark.skipif(sys.platform == "win32", reason="links, pipes and limits of POSIX")


@pytest.fixture
def catalog(tmp_path: Path) -> Path:
    path = tmp_path / "c.csv"
    path.write_text(CATALOG, encoding="utf-8")
    return path


def compare(catalog: object, output: object, *more: str) -> int:
    return run(["compare", str(catalog), "--programs", "fba", "--on", "2026-11-22", "-o", str(output), *more])


@posix
@pytest.mark.parametrize(
    "way",
    [
        "itself",
        "spelled otherwise",
        "soft link",
        "hard link",
        "through a linked folder",
        "a slash at the end",
        "by a folder that is not there",
    ],
)
def test_the_input_is_never_written(
    catalog: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], way: str
) -> None:
    output: Any = tmp_path / "other.csv"
    if way == "itself":
        output = catalog
    elif way == "spelled otherwise":
        output = Path(f"{tmp_path}/./x/../c.csv")
        (tmp_path / "x").mkdir()
    elif way == "a slash at the end":
        output = f"{catalog}/"
    elif way == "by a folder that is not there":
        output = f"{tmp_path}/absent/../c.csv"
    elif way == "soft link":
        output.symlink_to(catalog)
    elif way == "hard link":
        output.hardlink_to(catalog)
    else:
        (tmp_path / "door").symlink_to(tmp_path)
        output = tmp_path / "door" / "c.csv"
    assert compare(catalog, output) == 2
    assert "[output_is_input]" in capsys.readouterr().err
    assert catalog.read_text(encoding="utf-8") == CATALOG


@posix
def test_nor_is_standard_input(catalog: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with catalog.open(encoding="utf-8") as stream:
        monkeypatch.setattr(sys, "stdin", stream)
        assert compare("-", catalog) == 2
    assert catalog.read_text(encoding="utf-8") == CATALOG


@posix
def test_nor_appended_to(catalog: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """By ``>>`` of a shell, whether results are asked for as a file, as JSON or to be looked at."""
    for command, *more in (
        ["compare", "-o", "-"], ["compare"], ["price"], ["price", "--json"], ["pack", "--plain"], ["stock"], ["clear"], ["hybrid"], ["landed", "--freight", "9"], ["explain", "--sku", "A"],
    ):  # fmt: skip
        with catalog.open("a", encoding="utf-8") as stream:
            monkeypatch.setattr(sys, "stdout", stream)
            assert run([command, str(catalog), *more]) == 2, command
            monkeypatch.undo()
        assert "standard output is the file that is read as" in capsys.readouterr().err
        assert catalog.read_text(encoding="utf-8") == CATALOG


@posix
def test_nor_are_defaults_and_cards_appended_to(
    catalog: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """By ``>>``, where the answer is to be looked at."""
    monkeypatch.chdir(catalog.parent)
    defaults, card = Path("logicost.toml"), Path("own/us/storage/2021-01-01.yaml")
    defaults.write_text("[defaults]\ncost = 4\n", encoding="utf-8")
    card.parent.mkdir(parents=True)
    card.write_bytes((built_in_tables() / "us/storage").glob("*.yaml").__next__().read_bytes())
    product = ["--dimensions", "5 x 4 x 3 in", "--weight", "9 oz", "--price", "20"]
    for command in (
        ["quote", *product], ["explain", *product], ["sheet-formula", *product], ["price", *product], ["pack", *product], ["sweep", *product, "--vary", "price=10:12:1"],
        ["compare", str(catalog)], ["stock", str(catalog)], ["clear", "c.csv"], ["hybrid", "c.csv"], ["stock", *product, *STOCK], ["landed", "c.csv", "--freight", "9"],
    ):  # fmt: skip
        for path in (defaults, card)[: 1 if command[0] == "landed" else 2]:
            before = path.read_bytes()
            with path.open("a", encoding="utf-8") as stream:
                monkeypatch.setattr(sys, "stdout", stream)
                cards = [] if command[0] == "landed" else ["--fee-tables", "own"]
                assert run([*command, *cards]) == 2, command
                monkeypatch.undo()
                monkeypatch.chdir(catalog.parent)
            assert "[output_is_input]" in capsys.readouterr().err, command
            assert path.read_bytes() == before


def test_a_shipment_is_not_written_over(tmp_path: Path) -> None:
    shipment = tmp_path / "s.csv"
    text = "sku,units,dimensions,weight,cost\nA,10,5 x 4 x 3 in,9 oz,20\n"
    shipment.write_text(text, encoding="utf-8")
    assert run(["landed", str(shipment), "--freight", "100", "-o", str(shipment)]) == 2
    assert shipment.read_text(encoding="utf-8") == text


WHOLE = ("--dimensions", "5 x 4 x 3 in", "--weight", "9 oz", "--price", "20")
STOCK = ("--opening", "60:30", "--monthly-sales", "40")


@pytest.mark.parametrize("asked", [
    ("compare", "c.csv", "--programs", "fba"), ("stock", "c.csv", *STOCK), ("landed", "c.csv", "--freight", "100"), ("price", "c.csv", "--programs", "fba"),
    ("stock", *WHOLE, *STOCK), ("clear", *WHOLE, *STOCK), ("hybrid", *WHOLE, "--orders", "amazon:9"), ("pack", *WHOLE), ("sweep", *WHOLE, "--vary", "price=10:12:1"),
], ids=lambda asked: " ".join(asked[:2]))  # fmt: skip
def test_nor_are_defaults_and_cards_that_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], asked: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("c.csv").write_text("sku,units,dimensions,weight,price,cost\nA,10,5 x 4 x 3 in,9 oz,20,4\n", encoding="utf-8")
    defaults, card = Path("logicost.toml"), Path("own/us/storage/2021-01-01.yaml")
    defaults.write_text("[defaults]\npackaging = 1\n", encoding="utf-8")
    card.parent.mkdir(parents=True)
    card.write_text("fee: storage\n", encoding="utf-8")
    monkeypatch.setenv("LOGICOST_FEE_TABLES", "own")
    for output in (defaults, card):
        before = output.read_text(encoding="utf-8")
        assert run([*asked, "-o", str(output), "--format", "csv"]) == 2
        assert "[output_is_input]" in capsys.readouterr().err
        assert output.read_text(encoding="utf-8") == before


@posix
@pytest.mark.parametrize("name", ["us/storage/2026-01-01.yaml", "us/checked.yaml", "us/market.yaml"])
@pytest.mark.parametrize(
    "asked", [("compare", "c.csv", "--programs", "fba"), ("template",)], ids=lambda asked: asked[0]
)
def test_no_file_of_the_cards_is_written_through_a_link(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    asked: tuple[str, ...],
    name: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("c.csv").write_text(CATALOG, encoding="utf-8")
    card, other = Path("own") / name, Path("own/us/storage/2021-01-01.yaml")
    other.parent.mkdir(parents=True)
    for path in (card, other):
        path.write_text("fee: storage\n", encoding="utf-8")
    Path("out.csv").symlink_to(card)
    assert run([*asked, "-o", "out.csv", "--fee-tables", "own"]) == 2
    assert "[output_is_input]" in capsys.readouterr().err
    assert card.read_text(encoding="utf-8") == "fee: storage\n"
    Path("out.csv").unlink()
    Path("out.csv").hardlink_to(card)
    assert run([*asked, "-o", "out.csv", "--fee-tables", "own"]) == 2


@posix
def test_nor_is_one_that_logicost_ships(catalog: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "out.csv"
    output.symlink_to(built_in_tables() / "us" / "market.yaml")
    with pytest.raises(
        CatalogError, match="is the file that is read"
    ):  # asked beside the writing, which must not be tried
        refuse_cards(str(output), None)


@posix
@pytest.mark.parametrize("asked", [
    ("list", "--fee-tables", "own"), ("show", "US", "storage", "--fee-tables", "own"), ("diff", "US", "storage", "2026-01-01", "--fee-tables", "own"),
    ("stale", "--fee-tables", "own"), ("check", "own"), ("confirm", "US", "2026-11-25", "storage", "--folder", "own"),
], ids=lambda asked: asked[0])  # fmt: skip
def test_a_card_to_which_a_shell_would_append_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], asked: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    card = Path("own/us/storage/2026-01-01.yaml")
    card.parent.mkdir(parents=True)
    card.write_text("fee: storage\n", encoding="utf-8")
    with card.open("a", encoding="utf-8") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        assert run(["tables", *asked]) == 2
    assert "standard output is the file that is read as" in capsys.readouterr().err
    assert card.read_text(encoding="utf-8") == "fee: storage\n"


def test_different_files_and_no_files_are_fine(catalog: Path, tmp_path: Path) -> None:
    refuse_input(str(tmp_path / "new.csv"), str(catalog))
    refuse_input(str(catalog), str(tmp_path / "not there.csv"))
    refuse_input(os.devnull, os.devnull)


@posix
def test_a_soft_link_is_followed(catalog: Path, tmp_path: Path) -> None:
    target = tmp_path / "deep" / "target.csv"
    target.parent.mkdir()
    link, dangling = tmp_path / "link.csv", tmp_path / "dangling.csv"
    link.symlink_to(target)
    dangling.symlink_to(tmp_path / "deep" / "new.csv")
    target.write_text("before")
    assert compare(catalog, link) == 0
    assert compare(catalog, dangling) == 0
    assert link.is_symlink()
    assert dangling.is_symlink()
    assert target.read_text().startswith("sku,")
    assert (tmp_path / "deep" / "new.csv").read_text().startswith("sku,")
    assert sorted(path.name for path in target.parent.iterdir()) == ["new.csv", "target.csv"]


@posix
def test_permissions_are_kept(catalog: Path, tmp_path: Path) -> None:
    private, new = tmp_path / "private.csv", tmp_path / "new.csv"
    private.write_text("before")
    private.chmod(0o600)
    mask = os.umask(0o027)
    try:
        assert compare(catalog, private) == 0
        assert compare(catalog, new) == 0
    finally:
        os.umask(mask)
    assert stat.S_IMODE(private.stat().st_mode) == 0o600
    assert stat.S_IMODE(new.stat().st_mode) == 0o640


def test_what_is_read_only_stays(
    catalog: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "kept.csv"
    output.write_text("before")
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != output)  # root may write everything
    assert compare(catalog, output) == 2
    assert "it is read-only [file_unwritable]" in capsys.readouterr().err
    assert output.read_text() == "before"


@posix
@pytest.mark.parametrize("form", FORMS)
def test_a_named_pipe_is_written_through(catalog: Path, tmp_path: Path, form: str) -> None:
    pipe = tmp_path / f"out.{form}"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    assert compare(catalog, pipe) == 0
    reader.join(30)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert compare(catalog, tmp_path / f"file.{form}") == 0
    if form == "xlsx":  # which holds the time of its making
        assert read[0][:2] == b"PK"
    else:
        assert read[0] == (tmp_path / f"file.{form}").read_bytes()


@posix
def test_devices_stay_devices(catalog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = Path(os.devnull).stat()
    assert compare(catalog, os.devnull, "--format", "csv") == 0
    assert Path(os.devnull).stat().st_rdev == before.st_rdev
    if Path("/dev/full").exists():
        assert compare(catalog, "/dev/full", "--format", "csv") == 2
        assert "/dev/full cannot be written: No space left on device [file_unwritable]" in capsys.readouterr().err


@posix
def test_another_name_of_standard_output_is_appended_to(catalog: Path, tmp_path: Path) -> None:
    log = tmp_path / "log.txt"
    log.write_text("first line\n", encoding="utf-8")
    with log.open("a", encoding="utf-8") as stream:
        subprocess.run(
            [sys.executable, "-m", "logicost", "compare", str(catalog), "-o", "/dev/stdout", "--format", "csv"],
            env={**os.environ, "PYTHONPATH": SOURCE}, stdout=stream, check=True,
        )  # fmt: skip
    assert log.read_text(encoding="utf-8").startswith("first line\nsku,market,")


@posix
def test_links_to_what_is_held_open_are_written_through(catalog: Path, tmp_path: Path) -> None:
    """Standard error too, which the command keeps under another number."""
    (tmp_path / "fds").symlink_to("/dev/fd")
    (tmp_path / "link").symlink_to("fds/2")
    log = tmp_path / "log.txt"
    log.write_text("first line\n", encoding="utf-8")
    with log.open("a", encoding="utf-8") as stream:
        subprocess.run(
            [sys.executable, "-m", "logicost", "compare", str(catalog), "-o", str(tmp_path / "link"), "--format", "csv"],
            env={**os.environ, "PYTHONPATH": SOURCE}, stderr=stream, check=True,
        )  # fmt: skip
    assert log.read_text(encoding="utf-8").startswith("first line\nsku,market,")


@posix
def test_names_of_what_is_held_open_are_told_from_other_names(tmp_path: Path) -> None:
    log = tmp_path / "log.txt"
    with log.open("w", encoding="utf-8") as stream:
        number = stream.fileno()
        names = [f"/dev/fd/{number}"] + [f"/proc/{of}/fd/{number}" for of in ("self", "thread-self", os.getpid())]
        for name in names if Path("/proc/self/fd").exists() else names[:1]:
            assert whole_files.held_open(Path(name)) == (True, number)
            with pytest.raises(CatalogError, match="is the file that is read"):
                refuse_input(name, str(log))
    assert whole_files.held_open(Path("/proc/1/fd/3")) == (True, None)
    for other in (log, Path("/proc/self/cwd/new.csv"), Path("/dev/null"), tmp_path / "fd" / "1", Path("1")):
        assert whole_files.held_open(other) == (False, None)


@posix
def test_nothing_that_moves_the_cursor_is_written_to_a_terminal_by_its_name(tmp_path: Path) -> None:
    ours, theirs = os.openpty()
    terminal, output = Path(os.ttyname(theirs)), tmp_path / "terminal"
    output.symlink_to(terminal)
    for path in (terminal, output):
        with atomic_text(path) as stream:
            stream.write("e\x1b[31mvil\u202e\tä\n")
        assert os.read(ours, 1000).decode().splitlines() == ["e\ufffd[31mvil\ufffd\tä"]
    os.close(theirs)
    os.close(ours)


@posix
def test_parquet_is_not_thrown_on_a_screen(
    catalog: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert compare(catalog, "-", "--format", "parquet") == 2
    assert "[document_to_stdout]" in capsys.readouterr().err


@posix
@pytest.mark.parametrize("form", FORMS)
def test_a_full_disk_leaves_what_was_there(catalog: Path, tmp_path: Path, form: str) -> None:
    """A limit on the size of files stands for the disk."""
    output = tmp_path / "out" / f"out.{form}"
    output.parent.mkdir()
    output.write_text("before")
    script = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); from logicost.cli.main import run; "
        "import logicost.export.workbook.build, logicost.export.report.page; "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (600, 600)); "
        f"sys.exit(run(['compare', {str(catalog)!r}, '-o', {str(output)!r}]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], env={**os.environ, "PYTHONPATH": SOURCE, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2, done.stderr
    assert "[file_unwritable]" in done.stderr
    assert "Traceback" not in done.stderr
    assert output.read_text() == "before"
    assert [path.name for path in output.parent.iterdir()] == [output.name]


def test_a_folder_is_not_written(catalog: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "d.csv"
    folder.mkdir()
    assert compare(catalog, folder) == 2
    assert "d.csv cannot be written: it is a folder [file_unwritable]" in capsys.readouterr().err
    assert compare(catalog, tmp_path / "absent" / "x.csv") == 2
    for blank in ("", " ", f"{tmp_path}/ "):
        assert compare(catalog, blank, "--format", "csv") == 2


def test_names_as_long_as_the_disk_takes(catalog: Path, tmp_path: Path) -> None:
    name = "x" * 251 + ".csv"
    assert compare(catalog, tmp_path / name) == 0
    with pytest.raises(CatalogError, match="cannot be written"), atomic_text(tmp_path / ("x" * 300)):
        pytest.fail("it was begun")


WRITER = """
import sys, time
from pathlib import Path
from logicost.whole_files import atomic_text
with atomic_text(Path(sys.argv[1])) as stream:
    stream.write("half")
    stream.flush()
    print("writing", flush=True)
    time.sleep(60)
"""


def a_writer(output: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(output)], env={**os.environ, "PYTHONPATH": SOURCE},
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "writing\n"
    return process


@posix
def test_what_a_killed_run_left_is_cleaned_and_what_another_writes_is_not(tmp_path: Path) -> None:
    output = tmp_path / "out.csv"
    killed, at_work = a_writer(output), a_writer(output)
    try:
        killed.send_signal(signal.SIGKILL)
        killed.wait()
        assert len(list(tmp_path.iterdir())) == 2
        (tmp_path / ".out.csv.notes").write_text("somebody's own")
        with atomic_text(output) as stream:
            stream.write("whole")
        (theirs,) = tmp_path.glob(".out.csv.*.logicost")
        assert theirs.read_text() == "half"
    finally:
        at_work.kill()
        at_work.wait()
        for process in (killed, at_work):
            assert process.stdout is not None
            process.stdout.close()
    assert output.read_text() == "whole"
    with atomic_text(output) as stream:
        stream.write("again")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".out.csv.notes", "out.csv"]


def test_two_writers_at_once(tmp_path: Path) -> None:
    """Each file that can be read in the meantime is one of the two, whole."""
    output, size, seen = tmp_path / "out.csv", 200_000, set()
    stop = threading.Event()

    def write(letter: str) -> None:
        while not stop.is_set():
            with atomic_text(output) as stream:
                for _ in range(20):
                    stream.write(letter * (size // 20))

    writers = [threading.Thread(target=write, args=(letter,)) for letter in "ab"]
    for writer in writers:
        writer.start()
    end = time.monotonic() + 2
    while time.monotonic() < end:
        text = output.read_text() if output.exists() else "a" * size
        assert text in ("a" * size, "b" * size)
        seen.add(text[0])
    stop.set()
    for writer in writers:
        writer.join()
    assert seen == {"a", "b"}
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]


def test_a_file_that_another_run_takes_for_a_leftover_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between its making and its locking: the other has locked it, and removes it only a moment later."""
    lock = whole_files._lock
    removers: list[threading.Timer] = []

    def late(file: Any) -> bool | None:
        if removers:
            return lock(file)
        removers.append(threading.Timer(0.1, Path(file.name).unlink))
        removers[0].start()
        return False

    monkeypatch.setattr(whole_files, "_lock", late)
    with atomic_text(tmp_path / "out.csv") as stream:
        stream.write("whole")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("out.csv", "whole")]


def test_a_reader_that_goes_away_is_no_fault_of_ours(tmp_path: Path) -> None:
    with pytest.raises(BrokenPipeError), atomic_path(tmp_path / "out.csv"):
        raise BrokenPipeError
    assert list(tmp_path.iterdir()) == []


@posix
def test_a_pipe_that_nobody_reads_any_more_is_no_row_in_error(catalog: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for words in (["price", str(catalog), "-o", "-"], ["template"], ["price", str(catalog), "--json"]):
        ours, theirs = os.pipe()
        os.close(ours)
        stream = os.fdopen(theirs, "w", encoding="utf-8")
        monkeypatch.setattr(sys, "stdout", stream)
        assert run(words) == 0
        monkeypatch.undo()
        with contextlib.suppress(BrokenPipeError):
            stream.close()


@posix
def test_wherever_the_disk_gets_full_the_old_file_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A limit on the size of files stands for the disk: in a Parquet file at every part of it, and in a ledger of cards."""
    import resource

    output, folder = tmp_path / "out.parquet", tmp_path / "cards" / "us"
    frame = pl.DataFrame({"a": list(range(50)), "b": ["x" * 30] * 50})
    (folder / "storage").mkdir(parents=True)
    for name in ("market.yaml", "checked.yaml"):
        (folder / name).write_bytes((built_in_tables() / "us" / name).read_bytes())
    ledger = (folder / "checked.yaml").read_bytes()
    output.write_text("before")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        for limit in (1, 100, 400, 700, 900):
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
            with pytest.raises(CatalogError, match="cannot be written"), atomic_path(output) as temporary:
                frame.write_parquet(temporary)
        assert run(["tables", "confirm", "US", "2026-11-25", "storage", "--folder", str(folder.parent)]) == 2
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert "[file_unwritable]" in capsys.readouterr().err
    assert (output.read_text(), (folder / "checked.yaml").read_bytes()) == ("before", ledger)
    assert sorted(path.name for path in folder.iterdir()) == ["checked.yaml", "market.yaml", "storage"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cards", "out.parquet"]


def test_catalogs_on_a_terminal_show_what_cannot_be_seen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_text("sku,dimensions,weight,price,note\n\x1b[2JA,5 x 4 x 3 in,9 oz,20,\x9b31m‮\n", encoding="utf-8")

    class Screen(io.StringIO):
        def isatty(self) -> bool:
            return True

    for form in ("csv", "tsv", "json", "jsonl"):
        screen, pipe = Screen(), io.StringIO()
        monkeypatch.setattr(sys, "stdout", screen)
        assert compare(path, "-", "--format", form) == 0
        assert not set("\x1b\x9b‮") & set(screen.getvalue())
        monkeypatch.setattr(sys, "stdout", pipe)
        assert compare(path, "-", "--format", form) == 0
        assert "\x9b31m‮" in pipe.getvalue()  # data stay as they are


def test_a_signal_before_the_first_line_is_written_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_: object) -> bool:
        raise KeyboardInterrupt

    monkeypatch.setattr("logicost.whole_files._lock", interrupted)
    with pytest.raises(KeyboardInterrupt), atomic_text(tmp_path / "out.csv"):
        pass
    assert not list(tmp_path.iterdir())


def test_a_signal_when_the_file_has_its_name_is_told_as_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def replaced(self: Path, target: Path) -> None:
        os.rename(self, target)  # noqa: PTH104
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", replaced)
    assert run(["template", "-o", str(tmp_path / "t.csv")]) == 130
    assert capsys.readouterr().err == "logicost: stopped at its end; what it has written is whole\n"
    assert [path.name for path in tmp_path.iterdir()] == ["t.csv"]
