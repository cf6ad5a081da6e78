"""A market's folder with one mistake is refused by `tables check` with a code, the file, and where a line is to blame, the line."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

import logicost as lc
from logicost.programs.check import check_tables

FOLDER = Path(__file__).parents[1] / "data" / "markets" / "xx"
DAY = "2026-01-01.yaml"
MARKET, TIERS, FULFILLMENT, STORAGE = "market.yaml", f"size_tiers/{DAY}", f"fba_fulfillment/{DAY}", f"storage/{DAY}"


def mistaken(folder: Path, file: str, pattern: str, instead: str) -> Path:
    """A copy of the market with that change."""
    shutil.copytree(FOLDER, folder / "xx")
    path = folder / "xx" / file
    text, changes = re.subn(pattern, instead, path.read_text(encoding="utf-8"), count=1, flags=re.MULTILINE)
    assert changes == 1
    path.write_text(text, encoding="utf-8")
    return folder


def problems(folder: Path) -> list[str]:
    """What is told, without the folder's name, each with its code."""
    try:
        found = [finding.problem for finding in check_tables(folder)]
    except lc.LogicostError as problem:
        found = [problem]
    return [f"{each} [{each.code}]".replace(f"{folder}/xx/", "") for each in found if each is not None]


@pytest.mark.parametrize(
    ("file", "pattern", "instead", "told"),
    [
        (MARKET, r"\[fba, fbm\]", "[fba, fmb]", "market.yaml:9: programs[1] is 'fmb', which is not known. Did you mean 'fbm'?"),
        (MARKET, r"\[fba, fbm\]", "[fba, fba]", "market.yaml:9: programs[1] has 'fba' twice"),
        (MARKET, "aged_inventory", "aged_inventry", "market.yaml:15: not_charged[1] is 'aged_inventry', which is not known."),
        (MARKET, "150000", "0", "market.yaml:8: price_search must be more than nothing"),
        (MARKET, "name: Nowhere", "name: ''", "market.yaml:2: name must not be empty"),
        (MARKET, "  wagon:", "  flat:", "market.yaml:12: carriers.flat is the name of a fee, or of a program"),
        (MARKET, "  wagon:", "  Wagon:", "market.yaml:12: carriers.Wagon must be a word in small letters, such as wagon"),
        (MARKET, r"\[near, far, island\]", "[near, island]", "2026-01-01.yaml: zone 'far' is none of XX: near, island"),
        (MARKET, "^name", "also: [GB]\nname", "market.yaml:2: also: 'GB' means the market UK already"),
        (MARKET, "^name", "also: [us]\nname", "market.yaml:2: also: 'us' means the market US already"),
        (MARKET, "XXK", "USD", "market.yaml:3: currency: USD has 2 minor_digits in US"),
        (MARKET, "^name", "apparel: [kitez]\nname", "market.yaml:2: apparel[0] is 'kitez', which is not known. Did you mean"),
        (MARKET, "^name", "stock_routes: {ship: [qq]}\nname", "market.yaml:2: stock_routes.ship[0] is 'qq', which is not"),
        (MARKET, "^name", "zones_as: {near: afar}\nname", "market.yaml:2: zones_as.near is no zone of the market"),
        (MARKET, "tax_in_prices: card", "tax_in_prices: none", "market.yaml:7: tax_in_prices must be card, as the market has"),
        (TIERS, r"(?s)^tiers:.*", "tiers: {}\n", "size_tiers/2026-01-01.yaml:10: tiers must have at least one tier"),
        (TIERS, r"greater, all: .*", "greater}", "size_tiers/2026-01-01.yaml:13: tiers.box has no limits, so that no tier"),
        (TIERS, "  crate:", "  barrel:", "fba_fulfillment/2026-01-01.yaml: a card names the size tier 'crate'."),
        (FULFILLMENT, "along: .*", "along: price", "2026-01-01.yaml: the bands are of a weight, and price is none"),
        (FULFILLMENT, "flat: .*", "flat: {100: 290}", "fba_fulfillment/2026-01-01.yaml:13: rates.box has bands of a price beside"),
        (FULFILLMENT, "size_tier", "size_teir", "fba_fulfillment/2026-01-01.yaml: a card goes by 'size_teir', which is no step"),
        (STORAGE, r"\[kites\]", "[kitez]", "storage/2026-01-01.yaml: a card names 'kitez' as category. Did you mean 'kites'?"),
    ],
)  # fmt: skip
def test_it_is_told_with_its_place(tmp_path: Path, file: str, pattern: str, instead: str, told: str) -> None:
    found = problems(mistaken(tmp_path, file, pattern, instead))
    assert any(told in each for each in found), found
    assert all(re.search(r" \[\w+\]$", each) for each in found)


def test_only_the_card_at_fault_is_told(tmp_path: Path) -> None:
    """Of a plan that fails every card is a part."""
    found = problems(mistaken(tmp_path, FULFILLMENT, "  giant:", "  giants:"))
    assert [each.partition(": ")[0] for each in found] == [FULFILLMENT]


def test_a_quote_names_the_card(tmp_path: Path) -> None:
    folder = mistaken(tmp_path, FULFILLMENT, "  giant:", "  giants:")
    with pytest.raises(lc.TableError, match=r"^xx/fba_fulfillment/2026-01-01: a card names the size tier 'giants'"):
        lc.quote(
            {"dimensions": "9 x 9 x 9 cm", "weight": 1, "price": 900}, market="XX", on="2026-07-01", fee_tables=folder
        )


def test_two_defaults_in_one_folder(tmp_path: Path) -> None:
    mistaken(tmp_path, MARKET, "^name", "default: yes\nname")
    (tmp_path / "xy").mkdir()
    text = (tmp_path / "xx" / MARKET).read_text(encoding="utf-8")
    (tmp_path / "xy" / MARKET).write_text(text.replace("market: XX", "market: XY"), encoding="utf-8")
    assert "default: XX is the default as well: only one market may be" in problems(tmp_path)[0]
