"""What is packaged: floors, what the source distribution holds, and that types travel."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import logicost

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def floors(*extras: str) -> dict[str, str]:
    project = PROJECT["project"]
    needs = [*project["dependencies"], *(need for extra in extras for need in project["optional-dependencies"][extra])]
    found = (re.fullmatch(r"([\w.-]+)>=([\d.]+)", need) for need in needs)
    return {match[1].lower(): match[2] for match in found if match}


def test_the_lowest_versions_are_those_that_are_allowed() -> None:
    lines = (ROOT / "constraints-lowest.txt").read_text(encoding="utf-8").splitlines()
    pinned = dict(line.lower().split("==") for line in lines if "==" in line)
    for name, version in floors("pandas", "duckdb", "report").items():
        assert pinned.get(name) == version, f"constraints-lowest.txt must pin {name} at {version}"


def test_the_source_distribution_holds_what_its_tests_read() -> None:
    included = PROJECT["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]
    for name in (
        "src",
        "tests",
        "docs",
        "scripts",
        "benchmarks",
        "examples",
        "fee_tables",
        "CHANGELOG.md",
        "README.md",
    ):
        assert name in included
        assert (ROOT / name).exists()
    missing = [name for name in included if not (ROOT / name).exists()]
    assert not missing


def test_types_travel() -> None:
    assert (Path(logicost.__file__).parent / "py.typed").is_file()
    assert "Typing :: Typed" in PROJECT["project"]["classifiers"]
