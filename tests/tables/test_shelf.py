"""The choice of the card in force: windows, seasons, a user's folder, and what stands in for a missing card."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from logicost.errors import TableError
from logicost.tables.shelf import Shelf
from logicost.tables.status import Status

Write = Callable[..., Path]
BODY = "rates: {fba: 1 %}\n"


@pytest.fixture
def card(write_card: Write, tmp_path: Path) -> Callable[..., Path]:
    def write(effective: str, more: str = "", folder: str = "built_in") -> Path:
        ledger = tmp_path / folder / "us" / "checked.yaml"
        ledger.parent.mkdir(parents=True, exist_ok=True)
        ledger.write_text("market: US\nfees:\n  fuel_surcharge: {read_to: 2026-11-22}\n")
        return write_card("fuel_surcharge", effective, "fuel_surcharge/1", BODY, more=more, folder=folder)

    return write


def chosen(shelf: Shelf, day: str) -> tuple[str | None, str]:
    choice = shelf.choose("US", "fuel_surcharge", dt.date.fromisoformat(day))
    return choice.edition.effective.isoformat() if choice.edition else None, choice.status.word


def test_latest_effective_window_holds(card: Callable[..., Path], tmp_path: Path) -> None:
    card("2026-01-15")
    card("2026-10-15", "until: 2027-01-14\nseason: peak\n")
    card("2025-01-15", "until: 2026-01-14\n")
    shelf = Shelf(tmp_path / "built_in")
    assert chosen(shelf, "2026-01-14") == ("2025-01-15", "exact")
    assert chosen(shelf, "2026-01-15") == ("2026-01-15", "exact")
    assert chosen(shelf, "2026-10-14") == ("2026-01-15", "exact")
    assert chosen(shelf, "2026-10-15") == ("2026-10-15", "exact")
    assert chosen(shelf, "2026-11-22") == ("2026-10-15", "exact")
    assert chosen(shelf, "2027-01-14") == ("2026-10-15", "exact")  # a published end
    assert chosen(shelf, "2027-01-15") == ("2026-01-15", "exact")  # within 90 days
    assert chosen(shelf, "2027-02-20") == ("2026-01-15", "exact")
    assert chosen(shelf, "2027-02-21") == ("2026-01-15", "projected")
    assert chosen(shelf, "2027-10-14") == ("2026-01-15", "projected")
    assert chosen(shelf, "2027-10-15") == ("2026-01-15", "estimate")  # the days of the last peak
    assert chosen(shelf, "2025-01-14") == (None, "unsourced")


def test_the_last_card_stands_in(card: Callable[..., Path], tmp_path: Path) -> None:
    card("2024-01-01", "until: 2024-06-30\n")
    card("2025-01-01", "until: 2025-06-30\norigin: derived\n")
    shelf = Shelf(tmp_path / "built_in")
    assert chosen(shelf, "2024-07-01") == ("2024-01-01", "projected")
    assert chosen(shelf, "2025-06-30") == ("2025-01-01", "estimate")
    assert chosen(shelf, "2025-07-01") == ("2025-01-01", "estimate")
    why = shelf.choose("US", "fuel_surcharge", dt.date(2024, 7, 1)).why
    assert "2024-01-01" in why
    assert "2024-06-30" in why


def test_nothing_before_and_after(card: Callable[..., Path], tmp_path: Path) -> None:
    card("2024-01-01", "until: 2024-06-30\nbefore: nothing\nafter: nothing\n")
    card("2025-01-01")
    shelf = Shelf(tmp_path / "built_in")
    assert chosen(shelf, "2023-12-31") == (None, "exact")
    assert chosen(shelf, "2024-06-30") == ("2024-01-01", "exact")
    assert chosen(shelf, "2024-07-01") == (None, "exact")
    assert chosen(shelf, "2025-01-01") == ("2025-01-01", "exact")
    assert shelf.choose("US", "fuel_surcharge", dt.date(2024, 7, 1)).nothing_charged
    missing = shelf.choose("US", "no_such_fee", dt.date(2024, 7, 1))
    assert (missing.edition, missing.status) == (None, Status.UNSOURCED)


def test_own_cards_come_first(card: Callable[..., Path], tmp_path: Path) -> None:
    card("2026-01-15")
    card("2026-06-01")
    card("2026-02-01", "until: 2026-07-31\n", folder="own")
    card("2026-09-01", "origin: derived\n", folder="own")
    shelf = Shelf(tmp_path / "built_in", tmp_path / "own")
    assert chosen(shelf, "2026-01-31") == ("2026-01-15", "exact")
    assert chosen(shelf, "2026-02-01") == ("2026-02-01", "override")
    assert chosen(shelf, "2026-07-31") == ("2026-02-01", "override")  # though a built-in card began later
    assert chosen(shelf, "2026-08-01") == ("2026-06-01", "exact")
    assert chosen(shelf, "2030-01-01") == ("2026-09-01", "override")
    assert [edition.own for edition in shelf.editions("US", "fuel_surcharge")] == [True, False, True, False]


def test_same_first_day_the_own_card_wins(card: Callable[..., Path], tmp_path: Path) -> None:
    card("2026-01-15")
    card("2026-01-15", folder="own")
    shelf = Shelf(tmp_path / "built_in", tmp_path / "own")
    assert chosen(shelf, "2026-01-15") == ("2026-01-15", "override")


def test_badly_named_files_are_refused(card: Callable[..., Path], tmp_path: Path) -> None:
    card("2026-01-15").rename(tmp_path / "built_in" / "us" / "fuel_surcharge" / "january.yaml")
    with pytest.raises(TableError, match="must be named by its first day"):
        chosen(Shelf(tmp_path / "built_in"), "2026-01-15")


def test_the_environment_names_the_own_folder(
    card: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import logicost as lc

    card("2026-02-01", folder="own")
    goods = lc.Product(sku="A", dimensions="6 x 4 x 1 in", weight="9 oz", price="18.99", category="toys_and_games")
    monkeypatch.setenv("LOGICOST_FEE_TABLES", str(tmp_path / "own"))
    line = lc.quote(goods, on="2026-07-20").line("fuel_surcharge")
    assert line is not None
    assert (str(line.amount), line.status) == ("0.04", "override")  # 1 % of 4.20
