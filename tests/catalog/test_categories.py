"""Categories by the names that people and Amazon's reports use: the likeliest, said once, and never at the row's cost."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

import logicost as lc
from logicost.catalog.frames import quote_frame
from logicost.errors import InputError, TableError
from logicost.fees.vocabularies import vocabulary
from logicost.inputs.categories import slug
from logicost.tables.category_names import CATEGORY_NAMES, read_category_names
from logicost.tables.shelf import open_shelf
from logicost.tables.store import YamlFolder

SHELF = open_shelf(None)
BOOK = vocabulary(SHELF, SHELF.markets.find("US")).categories
DAY = "2026-07-01"


@pytest.mark.parametrize(
    ("word", "category"),
    [
        ("home_and_kitchen", "home_and_kitchen"), ("Home & Kitchen", "home_and_kitchen"), ("Toy", "toys_and_games"), ("Book", "media"),
        ("Pet Products", "pet_supplies"), ("Apparel", "clothing_and_accessories"), ("Shoes", "footwear"), ("Grocery & Gourmet Food", "grocery_and_gourmet"),
        ("Beauty, Health & Personal Care", "beauty_health_personal_care"), ("Office Product", "office_products"),
    ],
)  # fmt: skip
def test_other_spellings_are_the_category_itself(word: str, category: str) -> None:
    meaning = BOOK.meaning(word)
    assert (meaning.slugs, meaning.certain, BOOK.remark(word)) == ((category,), True, "")


@pytest.mark.parametrize(
    ("word", "category", "candidates"),
    [
        ("Electronics", "consumer_electronics", 3), ("Cell Phones & Accessories", "electronics_accessories", 2), ("Computers & Accessories", "electronics_accessories", 3),
        ("Video Games", "video_games_and_gaming_accessories", 2), ("Clothing, Shoes & Jewelry", "clothing_and_accessories", 6), ("Luggage", "backpacks_handbags_luggage", 1),
        ("Wireless", "electronics_accessories", 2), ("Tools", "tools_and_home_improvement", 2), ("Kitchen & Dining", "home_and_kitchen", 1), ("CE", "consumer_electronics", 2),
        ("Clothing > Tshirts", "clothing_and_accessories", 1), ("Kitchen, Kitchen > Mugs", "home_and_kitchen", 1), ("Electronics/Cables", "electronics_accessories", 1),
        ("Clothing, Shoes & Jewelry > Women > Shoes", "footwear", 1), ("Toys & Games > Books", "toys_and_games", 1), ("Health & Household", "beauty_health_personal_care", 3),
        ("Home & Garden > Kitchen & Dining", "home_and_kitchen", 1), ("Home & Kitchen › Furniture", "home_and_kitchen", 1),
    ],
)  # fmt: skip
def test_departments_paths_and_product_groups(word: str, category: str, candidates: int) -> None:
    meaning = BOOK.meaning(word)
    assert (meaning.slugs[0], len(meaning.slugs), meaning.certain) == (category, candidates, False)
    assert all(name in BOOK.remark(word) for name in meaning.slugs)


@pytest.mark.parametrize("word", ["Foo", "kitchn", "zzz", "Cell", "Pro", "-1", "=1+1", "x" * 10_000])
def test_words_that_nobody_knows(word: str) -> None:
    assert BOOK.find(word) == (-1, 1)
    assert "everything_else" in BOOK.remark(word)
    assert len(BOOK.remark(word)) < 300
    assert "Did you mean" not in BOOK.remark(word)


def test_a_hint_only_where_it_is_near() -> None:
    assert BOOK.remark("home_and_kichen").endswith("Did you mean 'home_and_kitchen'?")
    for word in ("Cell Phone Cases", "Pet Toys", "Wireles", "Appliance parts"):
        assert "Did you mean" not in BOOK.remark(word), word


MUG = {"dimensions": "5.1 x 4.3 x 4.2 in", "weight": "14.2 oz", "price": "18.99"}


@pytest.mark.parametrize(
    ("word", "referral", "may_be_apparel"),
    [
        ("Luggage", "2.85", False),
        ("Electronics", "1.52", False),
        ("Foo", "2.85", True),
        ("Clothing > Tshirts", "1.90", True),
    ],
)
def test_the_row_is_an_estimate_with_one_note(word: str, referral: str, may_be_apparel: bool) -> None:
    quoted = lc.quote(lc.Product(sku="A", category=word, **MUG), on=DAY)
    plain = lc.quote(lc.Product(sku="A", category="home_and_kitchen", **MUG), on=DAY)
    assert (quoted.status, str(quoted.amount("referral"))) == ("estimate", referral)
    for fee in ("fba_fulfillment", "fuel_surcharge"):
        line = quoted.line(fee)
        assert line is not None
        assert (line.status == "estimate") == may_be_apparel
        assert may_be_apparel or line == plain.line(fee)
    assert [note for note in quoted.notes if repr(word) in note] == [BOOK.remark(word)]
    assert not any("no category was given" in note for note in quoted.notes)
    assert plain.line("referral").status == "exact"  # type: ignore[union-attr]


def test_programs_without_a_referral_fee_say_nothing() -> None:
    mcf = lc.quote(lc.Product(sku="A", category="Foo", **MUG), "mcf", on=DAY)
    assert mcf.line("referral") is None
    assert not any("Foo" in note for note in mcf.notes)


WORDS = ["Luggage", "Foo", "home_and_kitchen", "", "Electronics", "Foo", "Toy", "--"]


@pytest.mark.parametrize("strict", [False, True])
def test_columns_say_what_a_quote_says(strict: bool) -> None:
    frame = pl.DataFrame(
        {
            "sku": [f"S{n}" for n in range(len(WORDS))],
            "category": WORDS,
            **{name: [value] * len(WORDS) for name, value in MUG.items()},
        }
    )
    out = quote_frame(frame, ["fba", "mcf"], on=DAY, strict=strict)
    for row, found in zip(
        [row for row in frame.iter_rows(named=True) for _ in range(2)], out.iter_rows(named=True), strict=True
    ):
        try:
            quoted = lc.quote(
                lc.Product(sku=row["sku"], category=row["category"], **MUG), found["program"], on=DAY, strict=strict
            )
        except lc.LogicostError as error:
            assert (found["error_code"], found["error"]) == (error.code, error.message)  # noqa: PT017 - either answer will do
            continue
        assert (found["status"], found["total_cost"]) == (quoted.status, quoted.total_cost)
        assert (found["notes"] or "") == " | ".join(quoted.notes)


def test_strict_refuses_a_guess() -> None:
    with pytest.raises(InputError) as caught:
        lc.quote(lc.Product(sku="A", category="Electronics", **MUG), on=DAY, strict=True)
    assert (caught.value.code, caught.value.field) == ("unknown_category", "category")


def test_a_guess_may_be_said() -> None:
    quoted = lc.quote(lc.Product(sku="A", category="home_and_kitchen", **MUG), on=DAY, category_assumed=True)
    assert quoted.line("referral").status == "estimate"  # type: ignore[union-attr]


@pytest.mark.parametrize("market", ["US", "UK", "DE"])
def test_no_name_means_two_things(market: str) -> None:
    book = vocabulary(SHELF, SHELF.markets.find(market)).categories
    assert len(book.read_as) > 40
    assert not set(book.names) & set(book.read_as)
    for categories in book.read_as.values():
        assert set(categories) <= set(book.slugs)
        assert len(set(categories)) == len(categories)


def test_words_of_the_german_store() -> None:
    book = vocabulary(SHELF, SHELF.markets.find("DE")).categories
    assert book.meaning("Spielzeug").slugs == ("toys_and_games",)
    assert book.meaning("Home & Kitchen").slugs[:2] == ("kitchen", "home_products")


@pytest.mark.parametrize(
    "text",
    ["same: {a: [x]}\nread_as: {}\n", "market: US\nsame: {b: [x]}\nread_as: {}\n", "market: US\nsame: {a: [x, X]}\nread_as: {}\n",
     "market: US\nsame: {a: [x]}\nread_as: {x: [a]}\n", "market: US\nsame: {}\nread_as: {}\nmore: {}\n", "market: UK\nsame: {}\nread_as: {}\n"],
)  # fmt: skip
def test_the_names_are_read_strictly(tmp_path: Path, text: str) -> None:
    (tmp_path / "us").mkdir()
    sources = "sources: [{publisher: Amazon, title: departments, url: none, covers: all}]\n"
    good = "market: US\nsame: {a: [x]}\nread_as: {}\n"
    for body in (text + sources, good):
        (tmp_path / "us" / CATEGORY_NAMES).write_text(body, encoding="utf-8")
        with pytest.raises(TableError):
            read_category_names(YamlFolder(tmp_path), "US", ("a",))
    (tmp_path / "us" / CATEGORY_NAMES).write_text(good + sources, encoding="utf-8")
    assert read_category_names(YamlFolder(tmp_path), "US", ("a",)) == ({"x": "a"}, {})


def test_slugs() -> None:
    assert slug(" Arts, Crafts & Sewing ") == "arts_crafts_and_sewing"
