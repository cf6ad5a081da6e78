"""What the rows of a card come to, cell by cell: bands, steps, gaps, origins, price bands and percentages by category."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import logicost.fees
from logicost.errors import TableError
from logicost.fees.cards import NO_STEP, STRUCTURES, band_rows, flat_table, money_bands, read_card
from logicost.fees.declared import card_of, key
from logicost.fees.graduated import _rates
from logicost.fees.price_bands import read_price_bands
from logicost.fees.ranges import range_of, rows_of_ranges
from logicost.rules.exact import compile_expression
from logicost.rules.expressions import Reference
from logicost.rules.table import NO_LIMIT
from logicost.tables.shelf import Shelf, built_in_tables
from logicost.tables.status import Status

assert logicost.fees  # the structures are registered
EXACT, ESTIMATE, UNSOURCED = Status.EXACT, Status.ESTIMATE, Status.UNSOURCED


@pytest.fixture
def read(write_card: Callable[..., Path]) -> Iterator[Callable[[str], Any]]:
    """A card with that body, as the class `Made` has it."""

    @card_of("made_up/2", "made_up")
    class Made:
        cells: Any = key(lambda cursor, _: band_rows(("small",), cursor, 2), None)
        prices: Any = key(lambda cursor, _: [upper for upper, cell in money_bands(cursor) if cell.money()], None)
        bands: Any = key(lambda cursor, _: read_price_bands(cursor), None)
        flat: Any = key(lambda cursor, edition: flat_table(("tier", "kind"), cursor, edition, gaps=True), None)
        whole: Any = key(lambda cursor, edition: flat_table(("tier",), cursor, edition), None)
        rates: Any = key(_rates, None)
        ends: Any = key(lambda cursor, _: range_of(cursor), None)
        ranges: Any = key(lambda cursor, _: list(rows_of_ranges("small", cursor)), None)

    def card(body: str) -> Any:
        path = write_card("made_up", "2026-01-01", "made_up/2", body)
        return read_card(Shelf(built_in_tables(), path.parent.parent.parent).edition(path, own=True))

    yield card
    del STRUCTURES["made_up/2"]


def rows(*cells: tuple[int, int, int, int, int, int, Status]) -> list[Any]:
    """Column, upper edge in 0.001 oz, then base, plus, per, above and the status of each row."""
    return [(("small", column), upper, (base, plus, per, above, status)) for column, upper, base, plus, per, above, status in cells]  # fmt: skip


LB = 16_000


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ("{0.001 oz: 1.00, over 0.001 oz: 2.00}",  # one amount is that of every column
         rows((0, 1, 10_000, 0, NO_STEP, 0, EXACT), (1, 1, 10_000, 0, NO_STEP, 0, EXACT),
              (0, NO_LIMIT, 20_000, 0, NO_STEP, 0, EXACT), (1, NO_LIMIT, 20_000, 0, NO_STEP, 0, EXACT))),
        ("{any weight: [1.00, unsourced]}",
         rows((0, NO_LIMIT, 10_000, 0, NO_STEP, 0, EXACT), (1, NO_LIMIT, 0, 0, NO_STEP, 0, UNSOURCED))),
        ("{1 lb: {amount: [0.00, 2.00], origin: [published, derived]}}",
         rows((0, LB, 0, 0, NO_STEP, 0, EXACT), (1, LB, 20_000, 0, NO_STEP, 0, ESTIMATE))),
        ("{1 lb: {amount: 2.00, origin: one_source}}",
         rows((0, LB, 20_000, 0, NO_STEP, 0, ESTIMATE), (1, LB, 20_000, 0, NO_STEP, 0, ESTIMATE))),
        ("{1 lb: unsourced, 2 lb: {amount: unsourced, origin: derived}}",
         rows((0, LB, 0, 0, NO_STEP, 0, UNSOURCED), (1, LB, 0, 0, NO_STEP, 0, UNSOURCED),
              (0, 2 * LB, 0, 0, NO_STEP, 0, UNSOURCED), (1, 2 * LB, 0, 0, NO_STEP, 0, UNSOURCED))),
        ("{any weight: {base: [1.00, 3.00], plus: [0.50, unsourced], per: 0.001 oz, above: 1 lb}}",
         rows((0, NO_LIMIT, 10_000, 5000, 1, LB, EXACT), (1, NO_LIMIT, 30_000, 0, 1, LB, UNSOURCED))),
        ("{any weight: {base: [unsourced, 3.00], plus: 0.50, per: 1 lb, above: 0 lb, origin: derived}}",
         rows((0, NO_LIMIT, 0, 5000, LB, 0, UNSOURCED), (1, NO_LIMIT, 30_000, 5000, LB, 0, ESTIMATE))),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)  # fmt: skip
def test_rows_of_cells(read: Callable[[str], Any], cells: str, expected: list[Any]) -> None:
    assert read(f"cells: {cells}\n").cells == expected


def test_an_amount_for_each_word_nested(read: Callable[[str], Any]) -> None:
    body = "flat: {small: {a: 1.50, b: unsourced}, large: {a: {amount: 2.00, origin: derived}, b: {amount: 0.00, origin: published}}}\n"
    found = read(body).flat
    assert [(row.keys, row.upper, row.values) for row in found.rows] == [
        (("small", "a"), NO_LIMIT, (15_000, EXACT)),
        (("small", "b"), NO_LIMIT, (0, UNSOURCED)),
        (("large", "a"), NO_LIMIT, (20_000, ESTIMATE)),
        (("large", "b"), NO_LIMIT, (0, EXACT)),
    ]
    one = read("whole: {small: {amount: 2.00, origin: [one_source]}}\n").whole  # a list of one word is one
    assert [row.values for row in one.rows] == [(20_000, ESTIMATE)]


@pytest.mark.parametrize(
    ("bands", "columns"),
    [
        # columns of 9.99, 10.00, 10.01, 49.99, 50.00, 50.01
        ("[under 10, 10 and over]", (0, 1, 1, 1, 1, 1)),
        ("[under 10, 10 to 50, over 50]", (0, 1, 1, 1, 1, 2)),
        ("[under 10, 10 to 10.01, 10.01 and over]", None),  # what is exactly 10.01 would lie in two bands
        ("[under 10, over 10]", None),  # and 10 in none
        ("[under 10, 10 to 50, 50 and over]", None),
        ("[under 10, 11 to 50, over 50]", None),
        ("[under 10, 10 to 50, over 60]", None),
        ("[under 10, 10 to 20, 20 to 50, over 50]", None),  # 20 in two
        ("[10 to 50, over 50]", None),
        ("[under 50, 50 to 10, over 10]", None),
    ],
)
def test_price_bands(read: Callable[[str], Any], bands: str, columns: tuple[int, ...] | None) -> None:
    if columns is None:
        with pytest.raises(TableError):
            read(f"bands: {bands}\n")
        return
    number_of = compile_expression(read(f"bands: {bands}\n").bands.number_of(Reference("price")))
    prices = (99_900, 100_000, 100_100, 499_900, 500_000, 500_100)
    assert tuple(number_of({"price": price}) for price in prices) == columns


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("cells: {0 lb: 1.00}", "must lie above the band before"),
        ("cells: {1 lb: 1.00, 1 lb 0 oz: 1.00}", "write"),
        ("cells: {2 lb: 1.00, 1 lb: 1.00}", "must lie above the band before"),
        ("cells: {16 oz: 1.00, 1 lb: 1.00}", "must lie above the band before"),
        ("cells: {1 lb: 1.00, over 2 lb: 1.00}", "must begin where the band before ends"),
        ("cells: {any weight: 1.00, 2 lb: 1.00}", "follows an open band"),
        ("cells: {1 lb: 1.00, over 1 lb: 1.00, 2 lb: 1.00}", "follows an open band"),
        ("cells: {1 lb: [1.00]}", "1 amounts for 2 columns"),
        ("cells: {1 lb: {amount: 1.00, origin: [published]}}", "1 words for 2 columns"),
        ("cells: {1 lb: {base: 1.00, plus: 1.00, per: 0 lb, above: 1 lb}}", "must be more than nothing"),
        ("cells: {1 lb: {base: 1.00, plus: 1.00, above: 1 lb}}", "lacks the key 'per'"),
        ("cells: {1 lb: {amount: 1.00, base: 1.00}}", "base"),
        ("whole: {small: unsourced}", "write an amount"),
        ("ends: [0.30, 0.16]", "must have the low end first"),
        ("ends: [0.30]", "must be the low and the high end of a range"),
        ("ends: [0.10, 0.20, 0.30]", "must be the low and the high end of a range"),
        ("ends: {middle: unsourced}", "write an amount"),
        ("ends: {middle: 0.30, low: 0.10}", "low"),
        ("ranges: {1 lb: {minimal: 0.10}}", "list"),
        ("ranges: {1 lb: {minimal: [0.10, 0.20]}, 2 lb: {partial: [0.10, 0.20]}}", "minimal"),
        ("ranges: {1 lb: {minimal: [0.10, 0.20]}, 2 lb: {minimal: [0.10, 0.20], partial: [0.10, 0.20]}}", "partial"),
        ("prices: {5.00: 1.00, over 4.00: 1.00}", "must begin where the band before ends"),
    ],
)
def test_what_no_rows_can_be_made_of(read: Callable[[str], Any], body: str, said: str) -> None:
    with pytest.raises(TableError, match=said):
        read(body + "\n")


def test_bands_of_prices(read: Callable[[str], Any]) -> None:
    assert read("prices: {0.01: 1.00, 5.00: 1.00, any price: 1.00}\n").prices == [100, 50_000, NO_LIMIT]


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        ("[0.16, 0.30]", (1600, 2300, 3000, ESTIMATE, ESTIMATE, ESTIMATE)),
        ("[0.16, 0.17]", (1600, 1650, 1700, ESTIMATE, ESTIMATE, ESTIMATE)),
        ("[0.16, 0.16]", (1600, 1600, 1600, ESTIMATE, ESTIMATE, ESTIMATE)),
        ("[0.00, 0.30]", (0, 1500, 3000, ESTIMATE, ESTIMATE, ESTIMATE)),
        ("{middle: 0.97}", (0, 9700, 0, UNSOURCED, ESTIMATE, UNSOURCED)),
        ("unsourced", (0, 0, 0, UNSOURCED, UNSOURCED, UNSOURCED)),
        ("[unsourced, unsourced]", (0, 0, 0, UNSOURCED, UNSOURCED, UNSOURCED)),
    ],
)
def test_ranges(read: Callable[[str], Any], ends: str, expected: tuple[int, ...]) -> None:
    """The low end, the middle and the high end, each with its status."""
    assert read(f"ends: {ends}\n").ends == expected
    (row,) = read(f"ranges: {{1 lb: {{minimal: {ends}}}}}\n").ranges
    assert (row.keys, row.upper, row.values) == (("small", "minimal"), LB, expected)


def test_a_range_with_one_end_on_file(read: Callable[[str], Any]) -> None:
    """Its middle is not known."""
    low, high = read("ends: [0.16, unsourced]\n").ends, read("ends: [unsourced, 0.30]\n").ends
    assert low == (1600, 0, 0, ESTIMATE, UNSOURCED, UNSOURCED)
    assert high == (0, 0, 3000, UNSOURCED, UNSOURCED, ESTIMATE)


def test_a_structure_serves_the_fees_it_is_declared_for(
    write_card: Callable[..., Path], read: Callable[[str], Any]
) -> None:
    assert read("whole: {small: 2.00}\n").whole
    path = write_card("other", "2026-01-01", "made_up/2", "whole: {small: 2.00}\n")
    with pytest.raises(TableError, match="other is not read by made_up/2"):
        read_card(Shelf(built_in_tables(), path.parent.parent.parent).edition(path, own=True))
    path = write_card("made_up", "2026-01-01", "made_up/3", "whole: {small: 2.00}\n")
    with pytest.raises(TableError, match="no rule reads the structure made_up/3"):
        read_card(Shelf(built_in_tables(), path.parent.parent.parent).edition(path, own=True))


TOYS = "toys: {label: Toys, rate: 15 %"


def test_a_percentage_has_rows_of_its_own_for_merchants_where_they_differ(read: Callable[[str], Any]) -> None:
    def made(body: str) -> tuple[list[Any], list[Any] | None]:
        rates = read(f"rates: {{{body}}}\n").rates
        return [
            None if table is None else [(row.keys, row.upper, row.values) for row in table.rows]
            for table in (rates.all, rates.merchant)
        ]  # type: ignore[return-value]

    plain = [(("toys",), NO_LIMIT, (0, 15_000, 0, 0))]
    assert made(f"{TOYS}}}") == [plain, None]
    assert made(f"{TOYS}, minimum: 0.30}}") == [[(("toys",), NO_LIMIT, (0, 15_000, 0, 3000))], None]
    assert made(f"{TOYS}, merchant_fulfilled: {{rate: 12 %}}}}") == [plain, [(("toys",), NO_LIMIT, (0, 12_000, 0, 0))]]
    portions = "{label: Toys, portions: {100.00: 15 %, 200.00: 10 %, any price: 5 %}}"
    assert made(f"toys: {portions}") == [
        # 15 of the first 100, and 10 of the second
        [(("toys",), 1_000_000, (0, 15_000, 0, 0)), (("toys",), 2_000_000, (150_000, 10_000, 1_000_000, 0)),
         (("toys",), NO_LIMIT, (250_000, 5000, 2_000_000, 0))], None,
    ]  # fmt: skip
    whole = "{label: Toys, whole_price: {10.00: 8 %, any price: {fixed: 1.00, rate: 15 %, above: 10.00}}}"
    assert made(f"toys: {whole}") == [
        [(("toys",), 100_000, (0, 8000, 0, 0)), (("toys",), NO_LIMIT, (10_000, 15_000, 100_000, 0))],
        None,
    ]


def test_limits_of_nonstandard_parcels_are_in_any_unit(write_card: Callable[..., Path]) -> None:
    body = "rates:\n  post:\n    length_over_127_cm: 4.00\n    volume_over_2_cubic_feet: unsourced\n    volume_over_3_cubic_inches: 1.00\n"
    path = write_card("post_nonstandard", "2026-01-01", "nonstandard/1", body)
    card = read_card(Shelf(built_in_tables(), path.parent.parent.parent).edition(path, own=True))
    inch = 1000
    limits = (("length", 50 * inch, 40_000), ("volume", 3456 * inch**3, None), ("volume", 3 * inch**3, 10_000))
    assert card.fees == {"post": limits}
