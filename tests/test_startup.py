"""What is heavy is imported late. Not by the clock, which differs from machine to machine: by what was imported."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import logicost

SOURCE = str(Path(logicost.__file__).parent.parent)
HEAVY = (
    "numpy",
    "polars",
    "pandas",
    "pyarrow",
    "narwhals",
    "xlsxwriter",
    "altair",
    "jinja2",
    "pint",
    "pydantic",
    "yaml",
    "duckdb",
    "pyspark",
)
QUOTE = "['quote', '--dimensions', '5 x 4 x 3 in', '--weight', '9 oz', '--price', '20', '--on', '2026-11-22', '--json']"


def loaded(statement: str) -> set[str]:
    """Which heavy packages are in sys.modules after the statement."""
    script = (
        f"import sys; {statement}; print('|'.join(sorted(m for m in {HEAVY!r} if m in sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], env={"PYTHONPATH": SOURCE}, capture_output=True, text=True, check=True
    )
    return set(done.stderr.strip().splitlines()[-1].split("|")) - {""} if done.stderr.strip() else set()


@pytest.mark.parametrize(
    ("statement", "allowed"),
    [
        ("import logicost", set()),
        ("from logicost.cli.main import run; run(['--help'])", set()),
        (
            "from logicost.cli.main import run; run(['quote', '--help'])",
            {"pydantic"},
        ),  # by typer itself, to run a command
        (f"from logicost.cli.main import run; assert run({QUOTE}) == 0", {"yaml", "pydantic"}),
    ],
    ids=["import", "help", "help of quote", "one quote"],
)
def test_heavy_modules_wait(statement: str, allowed: set[str]) -> None:
    too_early = loaded(statement) - allowed
    assert not too_early, (
        f"{', '.join(sorted(too_early))} is imported too early: import it inside the function that needs it"
    )


def test_the_module_is_the_command() -> None:
    done = subprocess.run([sys.executable, "-m", "logicost", "--version"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.split()[0]) == (0, "logicost")
