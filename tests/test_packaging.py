"""What is packaged: floors, what the source distribution holds, and that types travel."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

import logicost

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def floors(*extras: str) -> dict[str, str]:
    project = PROJECT["project"]
    needs = [*project["dependencies"], *(need for extra in extras for need in project["optional-dependencies"][extra])]
    found = (re.fullmatch(r"([\w.-]+)>=([\d.]+)", need) for need in needs)
    return {match[1].lower(): match[2] for match in found if match}


def pins(name: str) -> dict[str, str]:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    found = (re.match(r"([\w.-]+)==([\w.]+)", line) for line in lines)
    return {match[1]: match[2] for match in found if match}


def test_the_lowest_versions_are_those_that_are_allowed() -> None:
    pinned = pins("constraints-lowest.txt")
    for name, version in floors("pandas", "duckdb", "report").items():
        assert re.sub(r"(\.0)+$", "", pinned[name]) == re.sub(r"(\.0)+$", "", version), "run scripts/update-constraints"


def test_the_base_is_a_part_of_all_and_both_are_what_is_needed() -> None:
    base, everything = pins("constraints-base.txt"), pins("constraints.txt")
    assert base.items() <= everything.items(), "run scripts/update-constraints"
    assert floors().keys() <= base.keys()
    assert floors(*PROJECT["project"]["optional-dependencies"]).keys() <= everything.keys()
    exact = dict(need.lower().split("==") for need in PROJECT["build-system"]["requires"])
    assert exact.items() <= base.items()
    cards = tomllib.loads((ROOT / "cards" / "pyproject.toml").read_text(encoding="utf-8"))
    assert cards["build-system"] == PROJECT["build-system"]


@pytest.mark.parametrize("name", ["constraints.txt", "constraints-base.txt", "constraints-lowest.txt"])
def test_every_pinned_file_has_its_hash(name: str) -> None:
    text = re.sub(r"#.*|\\\n", "", (ROOT / name).read_text(encoding="utf-8"))
    lines = [line for line in text.splitlines() if line.strip()]
    without = [
        line for line in lines if not re.fullmatch(r"\S+==\S+( ; [^;]+?)?( +--hash=sha256:[0-9a-f]{64})+ *", line)
    ]
    assert lines
    assert not without, f"run scripts/update-constraints: {without[:3]}"


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
