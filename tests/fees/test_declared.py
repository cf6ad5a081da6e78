"""Cards that are declared: which keys they must have and may have, and what stands under them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import logicost.fees
from logicost.errors import TableError
from logicost.fees import declared, graduated
from logicost.fees.cards import STRUCTURES, read_card
from logicost.fees.charge import REGISTERED, Charge, line
from logicost.fees.declared import (
    amount,
    banded,
    by_word,
    card_of,
    choice,
    count,
    day,
    flag,
    key,
    mapping,
    money_of,
    nested,
    or_gap,
    part,
    percentages,
    range_of,
    rate,
    rate_of,
    text,
    words,
)
from logicost.rules.table import NO_ROW, WordTable
from logicost.tables.shelf import Shelf, built_in_tables

assert logicost.fees  # the structures are registered


@pytest.fixture
def read(write_card: Callable[..., Path]) -> Iterator[Callable[[str], object]]:
    """A card with that body, as the class `Made` has it."""

    @part
    class Exempt:
        categories: tuple[str, ...] = words()
        up_to: int = count()

    @card_of("made_up/1")
    class Made:
        each: int = amount()
        share: int = rate(absent=0)
        basis: str = choice("cost", "price")
        from_: object = day(absent=None)
        label: str = text(absent="none")
        prorated: bool = flag()
        ends: tuple[int, int] = range_of(rate_of)
        average: int | None = key(or_gap(money_of))
        exempt: Exempt | None = key(nested(Exempt), absent=None)
        plans: dict[str, dict[str, int]] = by_word(mapping(money_of), "basic", "plus", every=True)
        networks: dict[str, int] = percentages("fba", "mcf", absent={})
        bands: tuple[str, ...] = words()
        rates: WordTable = banded("size_tier", along="shipping_weight", across="bands")

    def card(body: str) -> object:
        path = write_card("made_up", "2026-01-01", "made_up/1", body)
        return read_card(Shelf(built_in_tables(), path.parent.parent.parent).edition(path, own=True))

    yield card
    del STRUCTURES["made_up/1"]


GOOD = """\
each: 0.55
basis: cost
ends: [5 %, 10 %]
average: unsourced
plans: {plus: {a: 1.00}, basic: {}}
bands: [low, high]
rates:
  "small, large": {1 lb: [1.00, 2.00], over 1 lb: [3.00, unsourced]}
  huge: unsourced
"""


def test_what_is_said_and_what_is_not(read: Callable[[str], object]) -> None:
    made = read(
        GOOD + "from: 2026-02-03\nexempt: {categories: [books], up_to: 30}\nnetworks: {mcf: 3.5 %}\nprorated: yes\n"
    )
    assert (made.each, made.share, made.basis, made.label, made.prorated) == (5500, 0, "cost", "none", True)  # type: ignore[attr-defined]
    assert (str(made.from_), made.ends, made.average) == ("2026-02-03", (5000, 10_000), None)  # type: ignore[attr-defined]
    assert (made.exempt.categories, made.exempt.up_to, made.networks) == (("books",), 30, {"mcf": 3500})  # type: ignore[attr-defined]
    assert made.plans == {"plus": {"a": 10_000}, "basic": {}}  # type: ignore[attr-defined]
    table = made.rates.numbered((("size_tier", ("large", "small", "huge")), ("", ())))  # type: ignore[attr-defined]
    base = table.column("base")
    for tier in (0, 1):  # words with a comma share what stands under them
        assert table.rows[table.find((tier, 1), 16_000)].values[base] == 20_000
        assert table.rows[table.find((tier, 0), 16_001)].values[base] == 30_000
    assert table.find((2, 0), 1) == NO_ROW  # a gap stands for no row


@pytest.mark.parametrize(
    ("was", "now", "code"),
    [
        ("each: 0.55\n", "", "table_key_missing"),
        ("basis: cost", "basis: weight", "table_value"),
        ("ends: [5 %, 10 %]", "ends: [10 %, 5 %]", "table_value"),
        ("plus: {a: 1.00}, ", "", "table_key_missing"),
        ("basic: {}", "basic: {}, pro: {}", "table_value"),
        ("each: 0.55", "each: 0.55\nextra: 1", "table_key_unknown"),
        ("each: 0.55", "each: 0.55\nexempt: {categories: [], up_to: 1, until: 2}", "table_key_unknown"),
        ("[1.00, 2.00]", "[1.00]", "table_value"),
    ],
)
def test_what_is_refused(read: Callable[[str], object], was: str, now: str, code: str) -> None:
    assert was in GOOD
    with pytest.raises(TableError) as caught:
        read(GOOD.replace(was, now))
    assert caught.value.code == code


README = built_in_tables() / "README.md"
SHAPES = re.findall(
    r"^\| (\w+) \| `(rates: .*?)`.*? \| .*?`(\{.*?\})`", README.read_text(encoding="utf-8"), re.MULTILINE
)
SHARED = re.findall(r"structure: (flat/1|banded/1)", README.read_text(encoding="utf-8"))


def test_every_shape_of_the_readme_is_tried() -> None:
    assert [shape for shape, _, _ in SHAPES] == ["flat", "banded", "percentage", "graduated"]
    assert {"flat/1", "banded/1"} <= set(SHARED)


@pytest.mark.parametrize(
    ("code", "rates"), [(code, rates) for _, code, rates in SHAPES], ids=[each[0] for each in SHAPES]
)
def test_what_the_readme_shows_is_a_card(write_card: Callable[..., Path], code: str, rates: str) -> None:
    """Who copies an example of `fee_tables/README.md` has a card that is read, and refused with a key too many."""
    names = {**vars(declared), **vars(graduated)}
    made = type("Made", (), {"__annotations__": {"rates": object}, "rates": eval(code.partition(" = ")[2], names)})
    card_of("made_up_too/1")(made)
    try:
        path = write_card("made_up_too", "2026-01-01", "made_up_too/1", f"rates: {rates}\n")
        assert read_card(Shelf(built_in_tables(), path.parent.parent.parent).edition(path, own=True)).rates
        path = write_card("made_up_too", "2026-01-01", "made_up_too/1", f"rates: {rates}\nmore: 1\n")
        with pytest.raises(TableError, match="not a known key"):
            read_card(Shelf(built_in_tables(), path.parent.parent.parent).edition(path, own=True))
    finally:
        del STRUCTURES["made_up_too/1"]


def test_a_fee_that_no_program_would_pay_is_refused_where_it_is_registered(monkeypatch: pytest.MonkeyPatch) -> None:
    def price(fee: Charge) -> None: ...

    with pytest.raises(
        TableError,
        match=rf"made_up: {__name__} is imported after the registry of fees: put the module into src/logicost/fees",
    ):
        line("made_up", "inbound", "label service", "fba")(price)
    monkeypatch.delattr(logicost.fees, "FEES")  # as while the package is imported
    with pytest.raises(TableError, match="'inbond' is no stage: goods, inbound") as caught:
        line("made_up", "inbond", "label service", "fba")(price)
    assert caught.value.code == "fee_misplaced"
    assert "made_up" not in REGISTERED
