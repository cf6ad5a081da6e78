"""To what day the cards were read: how long `exact` lasts, what stands in after it, and the commands that keep the ledger."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

import logicost as lc
from logicost.cli.main import run
from logicost.errors import InputError, LogicostError, TableError
from logicost.tables.ledger import Reading, confirm, read_ledger
from logicost.tables.shelf import Shelf, built_in_tables, cards_version, find_market, open_shelf
from logicost.tables.store import YamlFolder

Write = Callable[..., Path]
MUG = lc.Product(
    sku="MUG", dimensions="5.1 x 4.3 x 4.2 in", weight="14.2 oz", price="18.99", category="home_and_kitchen"
)


# What the ledger says today; a release that confirms cards, all or some, or has new ones, moves these days and no test.
SHELF = Shelf(Path(__file__).parents[2] / "fee_tables")


def last_exact_day(fee: str) -> dt.date:
    """Of the fee's last card."""
    reading = SHELF.ledger("US").fees[fee]
    return max(reading.vouched_to(card.effective, card.until) for card in SHELF.editions("US", fee))


READING = SHELF.ledger("US").fees["referral"]
LAST = last_exact_day("referral")
ALL_TO = min(map(last_exact_day, ("size_tiers", "fba_fulfillment", "fuel_surcharge", "referral")))
PEAK_ENDS = dt.date(2027, 1, 14)  # as the card of FBA fulfilment says


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def after(start: dt.date, days: int) -> str:
    return str(start + dt.timedelta(days))


@pytest.mark.parametrize(
    ("read_to", "next_due", "until", "last"),
    [
        ("2026-10-12", None, None, "2027-01-10"),  # 90 days
        ("2026-11-26", "2027-01-14", None, "2027-01-14"),  # never past the next card
        ("2026-10-12", "2027-01-14", "2027-01-14", "2027-01-14"),  # a published end
        ("2026-10-12", "2026-12-20", "2027-03-31", "2026-12-20"),
        ("2027-02-01", "2027-01-14", None, "2027-05-02"),  # a due day that was read past
        ("2026-10-12", None, "2025-01-14", "2026-10-12"),
    ],
)
def test_how_long_a_card_is_exact(read_to: str, next_due: str | None, until: str | None, last: str) -> None:
    reading = Reading(day(read_to), day(next_due) if next_due else None)
    assert reading.vouched_to(day("2024-01-15"), day(until) if until else None) == day(last)


def test_the_card_that_was_expected_is_exact_when_it_is_on_file() -> None:
    reading = Reading(day("2026-11-26"), day("2027-01-14"))
    assert reading.vouched_to(day("2027-01-14"), None) == day("2027-01-14")
    assert reading.vouched_to(day("2027-01-15"), None) == day("2027-02-24")  # 90 days


def statuses(on: str, program: str = "fba") -> set[str]:
    return {line.status for line in lc.quote(MUG, program, on=on).lines}


def test_a_quote_today_is_exact() -> None:
    assert statuses("2026-11-26") == statuses("2026-12-24") == statuses(str(min(ALL_TO, PEAK_ENDS))) == {"exact"}
    lc.quote(MUG, "fba", on="2026-12-24", strict=True)
    peak = lc.quote(MUG, "fba", on=str(PEAK_ENDS))
    assert peak.line("fba_fulfillment").status == "exact"  # type: ignore[union-attr]  # its card says that it ends on that day
    assert peak.line("referral").status == ("exact" if LAST >= PEAK_ENDS else "projected")  # type: ignore[union-attr]
    assert "projected" in statuses(after(max(ALL_TO, PEAK_ENDS), 1))


def test_one_note_says_how_old_the_cards_are() -> None:
    assert not [note for note in lc.quote(MUG, "fba", on="2026-12-24").notes if "read" in note]
    for program in ("fba", "mcf"):
        notes = [
            note for note in lc.quote(MUG, program, on=after(LAST, 150)).notes if note.startswith("projected figures")
        ]
        assert len(notes) == 1
        assert str(SHELF.ledger("US").read_to) in notes[0]
        assert "pip install --upgrade logicost-cards" in notes[0]


def test_a_normal_card_in_a_known_peak_is_an_estimate() -> None:
    line = lc.quote(MUG, "mcf", on="2026-11-26").line("mcf_fulfillment")
    assert line is not None
    assert (str(line.amount), line.status, line.edition) == ("8.93", "estimate", "us/mcf_fulfillment/2026-01-15")
    (note,) = [note for note in lc.quote(MUG, "mcf", on="2026-11-26").notes if note.startswith("mcf_fulfillment")]
    assert "the peak fee is higher by an unknown amount" in note
    assert statuses("2026-10-14", "mcf") == {"exact"}
    # a peak that nobody announced yet, on the days of the last one
    fba = lc.quote(MUG, "fba", on="2027-11-20")
    line = fba.line("fba_fulfillment")
    assert line is not None
    assert line.status == "estimate"
    assert line.edition is not None
    assert line.edition != "us/fba_fulfillment/2026-10-15"
    assert any("higher by an unknown amount" in note for note in fba.notes)


def test_a_season_never_stands_in(write_card: Write, tmp_path: Path) -> None:
    for effective, more in (("2025-01-15", "until: 2026-01-14\n"), ("2025-10-15", "until: 2026-01-14\nseason: peak\n")):
        write_card("fuel_surcharge", effective, "fuel_surcharge/1", "rates: {fba: 1 %}\n", more=more, folder="built_in")
    choice = Shelf(tmp_path / "built_in").choose("US", "fuel_surcharge", day("2026-03-01"))
    assert choice.edition is not None
    assert (choice.edition.effective, choice.status.word) == (day("2025-01-15"), "projected")


@pytest.mark.parametrize("more", ["season: peak\n", "figures: unsourced\n", "season: summer\nuntil: 2026-02-01\n"])
def test_a_season_has_an_end(write_card: Write, more: str) -> None:
    from logicost.tables.edition import read_edition

    path = write_card("fuel_surcharge", "2026-01-15", "fuel_surcharge/1", "rates: {fba: 1 %}\n", more=more)
    with pytest.raises(TableError):
        read_edition(YamlFolder(path.parent), path, find_market("US"), own=True)


def test_every_holiday_card_says_its_season() -> None:
    shelf = open_shelf()
    named = [card for market, fee in shelf.paths for card in shelf.editions(market, fee) if "peak" in card.name]
    assert len(named) >= 6
    assert all(card.season == "peak" for card in named)


def test_the_ledger_names_every_fee(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = tmp_path / "us"
    (folder / "storage").mkdir(parents=True)
    (folder / "checked.yaml").write_text("market: US\nfees:\n  referral: {read_to: 2026-10-12}\n")
    assert run(["tables", "check", str(tmp_path)]) == 1
    assert "[ledger_incomplete]" in capsys.readouterr().out
    (folder / "checked.yaml").write_text("market: US\nfees:\n  storage: {read_to: 2026-10-12, until: 2027-01-01}\n")
    assert run(["tables", "check", str(tmp_path)]) == 1
    assert "[table_key_unknown]" in capsys.readouterr().out


def test_confirm(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "us"
    for fee in ("storage", "referral"):
        (folder / fee).mkdir(parents=True)
    (folder / "checked.yaml").write_text(
        "# why\n# and how\nmarket: US\nfees:\n  referral: {read_to: 2026-10-12, next_due: 2027-01-14}\n"
    )
    assert confirm(folder, "US", day("2026-11-01"), (), None) == ["referral", "storage"]
    assert confirm(folder, "US", day("2026-11-20"), ["storage"], day("2027-01-14")) == ["storage"]
    assert (folder / "checked.yaml").read_text() == (
        "# why\n# and how\nmarket: US\nfees:\n  referral: {read_to: 2026-11-01, next_due: 2027-01-14}\n"
        "  storage: {read_to: 2026-11-20, next_due: 2027-01-14}\n"
    )
    with pytest.raises(InputError) as caught:
        confirm(folder, "US", day("2026-11-10"), (), None)
    assert caught.value.code == "date_before_ledger"
    with pytest.raises(LogicostError) as unknown:
        confirm(folder, "US", day("2026-11-30"), ["storge"], None)
    assert "Did you mean 'storage'?" in unknown.value.message
    assert run(["tables", "confirm", "US", "2026-11-25", "referral", "--folder", str(tmp_path)]) == 0
    assert read_ledger(YamlFolder(folder.parent), "US").fees["referral"].read_to == day("2026-11-25")
    assert run(["tables", "confirm", "US", "2098-01-01", "--folder", str(tmp_path)]) == 2
    assert "date_before_ledger" in capsys.readouterr().err


def test_the_scheduled_check_runs_what_is_there() -> None:
    root = Path(__file__).parents[2]
    text = (root / ".github" / "workflows" / "stale-cards.yml").read_text(encoding="utf-8")
    assert re.search(r'schedule: \[\{cron: "\S+ \S+ \S+ \S+ \S+"\}\]', text)
    (script,) = re.findall(r"run: (\S+) \d+$", text, re.MULTILINE)
    assert os.access(root / script, os.X_OK)
    assert "tables stale --ahead" in (root / script).read_text(encoding="utf-8")


def test_stale(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["tables", "stale", "--on", "2026-11-26"]) == 0
    out = capsys.readouterr().out
    assert "us/mcf_fulfillment: estimate: the card holiday peak 2026 is not on file" in out
    assert "us/referral" not in out
    assert run(["tables", "stale", "--on", after(LAST, 22)]) == 0
    assert f"us/referral: projected: read to {READING.read_to}" in capsys.readouterr().out


def test_what_ends_soon_fails_a_scheduled_check(capsys: pytest.CaptureFixture[str]) -> None:
    """Referral is exact for 90 days more than it was read to."""
    assert run(["tables", "stale", "--on", "2026-11-26", "--ahead", "28"]) == 0
    assert re.fullmatch(r"0 of [0-9]+ fees stop being exact within 28 days of 2026-11-26\n", capsys.readouterr().out)
    assert run(["tables", "stale", "--on", after(LAST, -27), "--ahead", "28"]) == 1
    out = capsys.readouterr().out
    assert f"us/referral: from {after(LAST, 1)} projected: read to {READING.read_to}" in out
    assert "us/mcf_fulfillment" not in out  # is an estimate before
    assert run(["tables", "stale", "--on", "2098-12-31", "--ahead", "730"]) in (0, 1)
    assert run(["tables", "stale", "--ahead", "0"]) == 2


def test_diff_compares_with_the_normal_card_and_names_price_bands(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["tables", "diff", "US", "fba_fulfillment", "2026-10-15"]) == 0
    out = capsys.readouterr().out
    assert "rates / non_apparel / small_standard / 2 oz / 10 to 50: 3.32 -> 3.51\n" in out
    assert "between us/fba_fulfillment/2026-01-15 and us/fba_fulfillment/2026-10-15" in out
    assert run(["tables", "diff", "US", "fba_fulfillment", "2026-01-15"]) == 0
    assert "between us/fba_fulfillment/2025-01-15 and" in capsys.readouterr().out  # and not the peak of 2025
    assert run(["tables", "diff", "US", "fba_fulfillment", "2024-04-15"]) == 2
    assert "no normal card" in capsys.readouterr().err


def test_carrier_fuel_says_how_old_it_is() -> None:
    note = "UPS Ground: fuel is 26 % as of 2026-09-21, 66 days before the ship date"
    assert any(each.startswith(note) for each in lc.quote(MUG, "fbm:ups_ground", on="2026-11-26").notes)
    assert any(each.startswith(note) for each in lc.quote(MUG, "sfp:ups_ground", on="2026-11-26").notes)
    for options in ({"fuel_percent": "25"}, {"postage": "7"}):
        assert not any("fuel is" in each for each in lc.quote(MUG, "fbm:ups_ground", on="2026-11-26", **options).notes)
    assert not any("fuel is" in each for each in lc.quote(MUG, "fbm:ups_ground", on="2026-09-25").notes)
    assert any(
        "as of 2026-09-21, after the ship date" in each
        for each in lc.quote(MUG, "fbm:ups_ground", on="2026-09-20").notes
    )


def test_the_version_of_the_cards(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out.strip().endswith(f", fee cards of {cards_version(built_in_tables())}")
    assert day(cards_version(built_in_tables())) >= day("2026-11-26")
    assert cards_version(tmp_path) == ""


def test_the_later_cards_are_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside the cards inside the package, those of the package logicost-cards count where they are of a later day."""
    import logicost.tables.shelf as shelf

    package, cards = tmp_path / "site" / "logicost", tmp_path / "site" / "logicost_cards"
    for folder, version in ((package / "fee_tables", "2026-11-26"), (cards, "2027-01-15")):
        folder.mkdir(parents=True)
        (folder / "VERSION").write_text(f"{version}\n")
    monkeypatch.syspath_prepend(tmp_path / "site")
    monkeypatch.setattr(shelf, "__file__", os.fspath(package / "tables" / "shelf.py"))
    assert built_in_tables() == cards
    (cards / "VERSION").write_text("2026-10-01\n")
    assert built_in_tables() == package / "fee_tables"
