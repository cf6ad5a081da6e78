"""Cards compiled into one file say what the YAML files say, and are read one by one."""

from __future__ import annotations

import gc
import shutil
from pathlib import Path

import pytest

import logicost as lc
from logicost.cli.main import run
from logicost.errors import TableError
from logicost.tables.shelf import Shelf, built_in_tables
from logicost.tables.store import COMPILED, CompiledCards, YamlFolder, compile_cards, open_store


@pytest.fixture
def compiled(tmp_path: Path) -> Path:
    """A copy of the built-in tables with their compiled file."""
    folder = tmp_path / "tables"
    shutil.copytree(built_in_tables(), folder)
    (folder / COMPILED).write_bytes(compile_cards(folder))
    return folder


def test_every_file_says_the_same(compiled: Path) -> None:
    plain, store = YamlFolder(compiled), open_store(compiled)
    assert isinstance(store, CompiledCards)
    assert store.markets() == plain.markets()
    count = 0
    for market in plain.markets():
        assert store.files(market) == plain.files(market)
        for path in [*plain.files(market), *(compiled / market).glob("*.yaml")]:
            assert store.read(path) == plain.read(path), path
            assert store.has(path)
            count += 1
    assert count > 100
    assert store.is_whole()
    assert not store.has(compiled / "us" / "closing" / "1999-01-01.yaml")


def test_a_shelf_needs_no_yaml_file(compiled: Path) -> None:
    """A quote out of the wheel reads the compiled file alone."""
    for path in compiled.rglob("*.yaml"):
        path.unlink()
    shelf, built_in = Shelf(compiled), Shelf(built_in_tables())
    assert {key: [file[0] for file in files] for key, files in shelf.paths.items()} == {
        key: [file[0] for file in files] for key, files in built_in.paths.items()
    }
    for (market, fee), files in built_in.paths.items():
        for day, _, _ in files:
            one, other = shelf.choose(market, fee, day), built_in.choose(market, fee, day)
            assert (one.status, one.why) == (other.status, other.why)
            assert (one.edition and one.edition.id) == (other.edition and other.edition.id)


def test_files_of_every_market_are_read_without_the_list_of_their_cards(compiled: Path) -> None:
    """However many markets there are: every market's file is read at the start, and the cards of one."""
    text = (compiled / COMPILED).read_bytes().split(b"\n")
    lists = {line: line.replace(b'"de/', b'"de?') for line in text if line.startswith(b'{"de/')}
    assert len(lists) == 1
    (compiled / COMPILED).write_bytes(b"\n".join(lists.get(line, line) for line in text))
    shelf = Shelf(compiled)
    assert shelf.markets.find("DE").currency.code == "EUR"
    assert shelf.store(own=False).files("us")
    assert not shelf.store(own=False).has(compiled / "de" / "storage" / "2026-02-01.yaml")


def test_a_damaged_card_is_refused(compiled: Path) -> None:
    """One byte changed anywhere in the card that is read."""
    file = compiled / COMPILED
    data = file.read_bytes()
    place = data.index(b'"fee":"closing","market":"US"')
    file.write_bytes(data[:place] + b'"fee":"closinG"' + data[place + len(b'"fee":"closing"') :])
    store = CompiledCards(compiled)
    assert not store.is_whole()
    with pytest.raises(TableError, match="damaged"):
        store.read(next(path for path in store.files("us") if path.parent.name == "closing"))


@pytest.mark.parametrize("text", [b"", b"not json\n", b"[]\n", b'{"format":"logicost cards 0"}\n'])
def test_another_file_is_refused(tmp_path: Path, text: bytes) -> None:
    (tmp_path / COMPILED).write_bytes(text)
    with pytest.raises(TableError, match=r"compiled cards|damaged"):
        open_store(tmp_path).markets()


def test_check_compares_with_the_yaml_files(compiled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["tables", "check", str(compiled)]) == 0
    closing = next((compiled / "us" / "closing").iterdir())
    closing.write_text(closing.read_text(encoding="utf-8").replace("1.80", "1.81"), encoding="utf-8")
    assert run(["tables", "check", str(compiled)]) == 1
    assert "[table_not_compiled]" in capsys.readouterr().out


def test_plans_and_cards_of_folders_that_are_no_longer_used_are_forgotten(tmp_path: Path) -> None:
    """A service that sees one folder of cards after the other keeps a few, and not all."""
    card = built_in_tables() / "us" / "referral" / "2024-01-15.yaml"
    row = {"sku": "A", "dimensions": "10 x 8 x 4 in", "weight": "2 lb", "price": "20", "category": "toys_and_games"}
    for number in range(12):
        folder = tmp_path / str(number) / "us" / "referral"
        folder.mkdir(parents=True)
        shutil.copy(card, folder)
        lc.quote(row, "fba", market="US", on="2026-07-01", fee_tables=tmp_path / str(number))
    gc.collect()
    kept = [each for each in gc.get_objects() if isinstance(each, Shelf) and each.own and tmp_path in each.own.parents]
    assert 0 < len(kept) <= 8
