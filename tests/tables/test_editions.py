"""The header of every edition, the bands of its body, and the built-in files themselves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from logicost.errors import LogicostError, TableError
from logicost.fees.cards import read_card
from logicost.programs.check import check_tables
from logicost.tables.edition import read_edition
from logicost.tables.shelf import built_in_tables, find_market, open_shelf
from logicost.tables.store import YamlFolder

Write = Callable[..., Path]
GOOD = """\
fee: fuel_surcharge
market: US
effective: 2026-01-15
structure: fuel_surcharge/1
confidence: high
sources:
  - {publisher: a test, title: made up, url: "https://example.org/a", covers: all}
rates: {fba: 3.5 %}
"""


def edition_file(tmp_path: Path, text: str, where: str = "us/fuel_surcharge/2026-01-15.yaml") -> Path:
    path = tmp_path / where
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def read_all(path: Path) -> None:
    read_card(read_edition(YamlFolder(path.parent), path, open_shelf().markets.of_folder(path), own=True))


def test_a_good_file(tmp_path: Path) -> None:
    edition = read_edition(YamlFolder(tmp_path), edition_file(tmp_path, GOOD), find_market("US"), own=True)
    assert (edition.id, edition.url, edition.until) == ("us/fuel_surcharge/2026-01-15", "https://example.org/a", None)
    assert read_card(edition).rates == {"fba": 3500}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("fee: fuel_surcharge\n", "", "table_key_missing"),
        ("fee: fuel_surcharge", "fee: storage", "table_value"),
        ("market: US\n", "", "table_key_missing"),
        ("market: US", "market: us", "table_value"),
        ("market: US", "market: CA", "table_value"),
        ("effective: 2026-01-15\n", "", "table_key_missing"),
        ("effective: 2026-01-15", "effective: 2026-01-16", "table_value"),
        ("effective: 2026-01-15", "effective: 15.01.2026", "table_value"),
        ("effective: 2026-01-15", "effective: 2026-02-30", "table_value"),
        ("structure: fuel_surcharge/1\n", "", "table_key_missing"),
        ("structure: fuel_surcharge/1", "structure: fuel_surcharge", "table_value"),
        ("structure: fuel_surcharge/1", "structure: fuel_surcharge/99", "table_structure_unknown"),
        ("confidence: high\n", "confidence: high\nchecked: yesterday\n", "table_value"),
        ("confidence: high\n", "", "table_key_missing"),
        ("confidence: high", "confidence: certain", "table_value"),
        (
            'sources:\n  - {publisher: a test, title: made up, url: "https://example.org/a", covers: all}\n',
            "",
            "table_key_missing",
        ),
        ('  - {publisher: a test, title: made up, url: "https://example.org/a", covers: all}', "  []", "table_value"),
        (", covers: all", "", "table_key_missing"),
        ("covers: all}", "covers: all, seen: today}", "table_key_unknown"),
        ("https://example.org/a", "javascript:alert(1)", "table_value"),
        ("https://example.org/a", "https://example.org/<script>", "table_value"),
        ("confidence: high", "confidence: high\nuntil: 2026-01-14", "table_value"),
        ("confidence: high", "confidence: high\nafter: nothing", "table_value"),
        ("confidence: high", "confidence: high\nbefore: something", "table_value"),
        ("confidence: high", "confidence: high\norigin: guessed", "table_value"),
        ("confidence: high", "confidence: high\nnotes: one text", "table_value"),
        ("confidence: high", "confidence: high\nefective: 2026-01-15", "table_key_unknown"),
        ("fba: 3.5 %", "fbm: 3.5 %", "table_value"),
        ("fba: 3.5 %", "fba: 3.5", "table_value"),
        ("fba: 3.5 %", "fba: 3,5 %", "table_value"),
        ("fba: 3.5 %", "fba: -3.5 %", "table_value"),
        ("rates: {fba: 3.5 %}", "rates: [3.5 %]", "table_value"),
        ("rates: {fba: 3.5 %}", "rats: {fba: 3.5 %}", "table_key_missing"),
    ],
)
def test_header_mistakes(tmp_path: Path, old: str, new: str, code: str) -> None:
    assert old in GOOD
    path = edition_file(tmp_path, GOOD.replace(old, new, 1))
    with pytest.raises(TableError) as caught:
        read_all(path)
    assert caught.value.code == code, caught.value.message
    assert "2026-01-15.yaml" in caught.value.message


@pytest.mark.parametrize("where", ["us/fuel_surcharge/2026-01-16.yaml", "us/storage/2026-01-15.yaml", "ca/fuel_surcharge/2026-01-15.yaml",
                                   "zz/fuel_surcharge/2026-01-15.yaml"])  # fmt: skip
def test_the_path_must_agree(tmp_path: Path, where: str) -> None:
    with pytest.raises(LogicostError):
        read_all(edition_file(tmp_path, GOOD, where))


@pytest.mark.parametrize(
    ("bands", "message"),
    [
        ("{5 lb: 1.00, 5 lb: 2.00}", "stands twice"),
        ("{5 lb: 1.00, 80 oz: 2.00}", "must lie above the band before"),
        ("{5 lb: 1.00, 4 lb: 2.00}", "must lie above the band before"),
        ("{0 lb: 1.00}", "must lie above the band before"),
        ("{5 lb: 1.00, over 6 lb: 2.00}", "must begin where the band before ends"),
        ("{5 lb: 1.00, over 5 lb: 2.00, 9 lb: 3.00}", "follows an open band"),
        ("{any weight: 1.00, 5 lb: 2.00}", "follows an open band"),
        ("{5 lb: 1.00, 6: 2.00}", "write it like 4 oz"),
        ("{5 in: 1.00}", "write it like 4 oz"),
        ("{-5 lb: 1.00}", "write it like 4 oz"),
        ("{0.00001 oz: 1.00}", "not a whole number of the market's grains"),
        ("{5 lb: 1.00001}", "write an amount as 3.32"),
        ("{5 lb: 1.0e2}", "write an amount as 3.32"),
        ("{5 lb: '1,00'}", "write an amount as 3.32"),
        ("{5 lb: NO}", "write an amount as 3.32"),
        ("{5 lb: 1:30}", "write an amount as 3.32"),
        ("{5 lb: 2026-01-15}", "write an amount as 3.32"),
        ("{5 lb: ''}", "write an amount as 3.32"),
        ("{5 lb: .nan}", "write an amount as 3.32"),
        ("{5 lb: [1.00, 2.00]}", "2 amounts for 1 columns"),
        ("{5 lb: {base: 1.00, plus: 0.10, per: 0 lb, above: 1 lb}}", "must be more than nothing"),
        ("{5 lb: {base: 1.00, plus: 0.10, per: 1 lb}}", "lacks the key 'above'"),
        ("{5 lb: {base: 1.00, plus: 0.10, per: 1 lb, above: 1 lb, max: 3}}", "is not a known key"),
        ("{5 lb: {amount: 1.00, origin: guessed}}", "must be one of published, derived, one_source"),
        ("[1.00]", "must be a mapping"),
    ],
)
def test_band_mistakes(write_card: Write, bands: str, message: str) -> None:
    path = write_card(
        "bulky_packaging",
        "2026-01-15",
        "banded/1",
        f"keys: [size_tier]\nalong: dimensional_weight\nrates: {{small_bulky: {bands}}}\n",
    )
    with pytest.raises(TableError, match=message):
        read_all(path)


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        ("[under 10, 11 to 50, over 50]", "must begin where the band before ends"),
        ("[under 10, 10 to 50, over 51]", "without gap or overlap"),
        ("[under 10, 10 to 50, 50 and over]", "without gap or overlap"),
        ("[under 10, over 10]", "without gap or overlap"),
        ("[10 to 50, over 50]", "must "),
        ("[under 10, 10 to 50]", "without gap or overlap"),
        ("[cheap, dear]", "must "),
        ("[under ten, ten and over]", "write an amount"),
    ],
)
def test_price_band_gaps_and_overlaps(write_card: Write, labels: str, said: str) -> None:
    body = f"price_bands: {labels}\nrates: {{any: {{large_standard: {{20 lb: 1.00}}}}}}\n"
    with pytest.raises(TableError, match=said):
        read_all(write_card("fba_fulfillment", "2026-01-15", "fba_fulfillment/1", body))


def test_every_built_in_file_is_sound_and_sourced() -> None:
    findings = list(check_tables(built_in_tables()))
    assert [finding.problem for finding in findings if finding.problem] == []
    assert len(findings) >= 38
    for finding in findings:
        if finding.path.name in ("market.yaml", "checked.yaml", "category_names.yaml"):
            continue
        assert finding.edition is not None
        for source in finding.edition.sources:
            assert source.publisher, f"name the publisher in {finding.path}"
            assert source.covers, f"say what the source covers in {finding.path}"


def test_misplaced_files_are_named(tmp_path: Path) -> None:
    edition_file(tmp_path, GOOD)
    edition_file(tmp_path, GOOD, "us/2026-01-15.yaml")
    edition_file(tmp_path, GOOD, "us/fuel_surcharge/2026-01-15.yml")
    codes = {finding.path.name + str(len(finding.path.parts)): finding.problem and finding.problem.code
             for finding in check_tables(tmp_path)}  # fmt: skip
    assert sorted(str(code) for code in codes.values()) == ["None", "table_misplaced", "table_misplaced"]
