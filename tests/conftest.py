"""Shared fixtures: a quiet environment, and an engine over the built-in tables."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from logicost.answers.engine import Engine

# How long an example takes says nothing on a busy machine; where CI is set, hypothesis has a profile of its own.
if "CI" not in os.environ:
    settings.register_profile("here", deadline=None)
    settings.load_profile("here")


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
