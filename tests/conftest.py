"""Shared fixtures: a quiet environment, and an engine over the built-in tables."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import settings

from logicost.answers.engine import Engine
from logicost.programs import density
from logicost.tables.shelf import open_shelf

# How long an example takes says nothing on a busy machine; where CI is set, hypothesis has a profile of its own.
if "CI" not in os.environ:
    settings.register_profile("here", deadline=None)
    settings.load_profile("here")


# What takes long: whole catalogs, files, other processes, LibreOffice, every edge of every card. `scripts/test --quick`
# leaves it out, and keeps what breaks first: golden grid, published examples, figures, house rules, rules, every market, and
# of each door and kind of answer the files of `QUICK`.
SLOW = (
    "catalog", "cli/test_compare_by_month.py", "cli/test_last_door.py", "cli/test_plans_of_catalogs.py", "cli/test_stopping.py", "decide", "export",
    "fees/test_a_stay.py", "fees/test_everything_given.py", "fees/test_new_selection.py", "fees/test_programs_together.py", "fees/test_laws_of_rules.py", "fees/test_unsourced_reasons.py", "fuzz",
    "inputs/test_exchange.py", "inputs/test_no_price.py", "inputs/test_odd_arguments.py", "planning", "rules/test_columns.py", "rules/test_edges_of_readings.py", "rules/test_joined_steps.py", "rules/test_lowering.py", "rules/test_together.py", "tables/test_store.py",
    "test_columns_of_fees.py", "test_defaults_everywhere.py", "test_docs.py", "test_edges", "test_kinds_of_orders.py",
    "test_monthly.py", "test_properties.py", "test_public_names.py", "test_results.py", "test_startup.py", "test_user_project.py",
    "test_visible.py",
)  # fmt: skip
QUICK = (
    "catalog/test_categories.py", "catalog/test_headings.py", "catalog/test_parts.py", "catalog/test_sinks.py", "decide/test_sweep.py", "export/test_decision_chart.py",
    "planning/test_landed.py", "planning/test_stock.py", "test_docs.py",
)  # fmt: skip
SLOW_TESTS = {
    "test_a_notebook_and_a_report_hold_the_pictures", "test_a_word_of_another_market", "test_bare_numbers_of_a_row_are_in_the_units_of_its_store",
    "test_months_and_status_are_those_of_single_days", "test_pictures_of_packages", "test_shares_add_up_and_are_within_a_cent",
    "test_what_it_names_ends_it", "test_which_of_a_carrier_s_prices",
    "test_console_blocks", "test_every_cent_survives", "test_every_cent_to_500_in_three_programs_is_quick", "test_hints_are_near_and_told_once", "test_names_are_only_text", "test_each_product_of_a_frame_varies", "test_frames_that_cannot_vary", "test_lists_offer_the_words_of_the_market", "test_pages_fit_every_width", "test_pictures_of_sweeps", "test_python_blocks",
    "test_amounts_are_whole_on_narrow_terminals", "test_catalogs_say_the_same", "test_colour_only_where_wanted", "test_columns_are_filled_as_rows_are",
    "test_commands_of_a_sheet_and_of_a_stock", "test_every_holiday_card_says_its_season", "test_files_appear_whole_or_not_at_all",
    "test_each_row_is_what_the_plan_of_its_day_says", "test_heavier_never_costs_less", "test_help_and_version", "test_results", "test_standard_input", "test_tables",
    "test_the_needed_options_come_first_and_the_others_in_groups", "test_the_typed_options_are_the_fields", "test_words_are_completed",
}  # fmt: skip


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--quick", action="store_true", help="leave out what takes long")


def pytest_collection_finish() -> None:
    """Plans and cards stay, and are trees: the collector walks through them as seldom as it may."""
    gc.freeze()
    gc.set_threshold(200_000, 50, 50)


@pytest.hookimpl(tryfirst=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """What is left is looked through once for what was not closed, and not, as pytest does, ten times."""
    if not config.getoption("--quick"):
        gc.collect()
    gc.freeze()


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    if not config.getoption("--quick"):
        return None
    name = collection_path.relative_to(Path(__file__).parent).as_posix()
    return True if name.startswith(SLOW) and not any(quick.startswith(name) for quick in QUICK) else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--quick"):
        slow = [item for item in items if item.name.partition("[")[0] in SLOW_TESTS]
        config.hook.pytest_deselected(items=slow)
        items[:] = [item for item in items if item not in slow]


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
    for value in (Fraction(10**4), limit):
        density.DENSEST = value
        open_shelf().kept.clear()
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
