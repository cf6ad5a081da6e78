"""Shared fixtures: a quiet environment, and an engine over the built-in tables."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import settings

from logicost.answers.engine import Engine, _plans, compiled_plan
from logicost.programs import density

# How long an example takes says nothing on a busy machine; where CI is set, hypothesis has a profile of its own.
if "CI" not in os.environ:
    settings.register_profile("here", deadline=None)
    settings.load_profile("here")


# Parts that take long: whole catalogs, files, LibreOffice, every edge of every card. `scripts/test --quick` leaves them out.
SLOW = (
    "catalog", "decide", "export", "fuzz", "planning", "cli/test_stopping.py", "cli/test_plans_of_catalogs.py", "rules/test_columns.py",
    "rules/test_lowering.py", "test_edges", "test_docs.py", "test_defaults_everywhere.py", "test_kinds_of_orders.py", "test_monthly.py", "test_properties.py",
    "test_user_project.py", "test_visible.py", "tables/test_store.py",
)  # fmt: skip


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--quick", action="store_true", help="leave out the parts that take long")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    if not config.getoption("--quick"):
        return None
    here = Path(__file__).parent
    return True if collection_path.relative_to(here).as_posix().startswith(SLOW) else None


HEADER = """\
fee: {fee}
market: {market}
effective: {effective}
{more}structure: {structure}
confidence: high
sources:
  - {{publisher: a test, title: made up, url: none, covers: all}}
"""


@pytest.fixture(autouse=True)
def _quiet_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No tables, colours or widths from the machine that runs the tests."""
    for name in ("LOGICOST_FEE_TABLES", "LOGICOST_DEFAULTS", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "TERM"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def engine() -> Engine:
    return Engine()


@pytest.fixture(scope="module")
def any_density() -> Iterator[None]:
    """Edges of weight are tried in boxes that nothing so heavy fits into: no unit is too dense for its box meanwhile."""
    limit = density.DENSEST
    for value in (Fraction(10**6), limit):
        density.DENSEST = value
        compiled_plan.cache_clear()
        _plans.cache_clear()
        if value != limit:
            yield


@pytest.fixture
def write_card(tmp_path: Path) -> Callable[..., Path]:
    """Write an edition with a good header: ``write_card("storage", "2026-01-01", "storage/1", body)``."""

    def write(
        fee: str, effective: str, structure: str, body: str, *, market: str = "US", more: str = "", folder: str = "own"
    ) -> Path:
        path = tmp_path / folder / market.lower() / fee / f"{effective}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        header = HEADER.format(fee=fee, market=market, effective=effective, structure=structure, more=more)
        path.write_text(header + body, encoding="utf-8")
        return path

    return write
