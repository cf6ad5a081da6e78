"""`Product` and the programs as models: in a user's words, checked whenever they are made, and typed."""

from __future__ import annotations

import copy
import inspect
import json
import pickle
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, get_type_hints

import jsonschema
import numpy as np
import pandas as pd
import pint
import polars as pl
import pytest
from pydantic import TypeAdapter, ValidationError

import logicost as lc
from logicost.inputs.fields import FIELDS
from logicost.inputs.options import Options
from logicost.inputs.product import OPTIONS, PRODUCT_FIELDS
from logicost.planning.shipment import Charges
from tests.typed_options import TARGET, program_fields, source

MUG: dict[str, Any] = {
    "sku": "MUG-11",
    "dimensions": "5.1 x 4.3 x 4.2 in",
    "weight": "14.2 oz",
    "price": "18.99",
    "category": "home_and_kitchen",
    "cost": "3.10",
}
ON = "2026-11-22"
MODELS = [
    lc.Product(**MUG),
    lc.Product(
        **{**MUG, "dimensions": [5.1, "10 cm", 4], "weight": 14, "weight_unit": "oz", "market": "US", "sipp": 1}
    ),
    lc.FBA(placement="minimal", days_in_storage=45, awd=True, units_per_box=12),
    lc.FBM(carrier="ups_ground", zone=5, packaging="0.60", residential="no"),
    lc.MCF(channel="shopify", speed="expedited"),
    lc.SFP(carrier="fedex_ground", zone_mix={2: 40, 5: 60}),
]
IDS = [type(model).__name__ + str(number) for number, model in enumerate(MODELS)]


@pytest.mark.parametrize("model", MODELS, ids=IDS)
def test_models_go_round(model: Any) -> None:
    kind = type(model)
    for dumped in (model.model_dump(), model.model_dump(exclude_none=True), model.given()):
        assert kind(**dumped) == model
        assert kind.model_validate(dumped) == model
    assert kind.model_validate_json(model.model_dump_json()) == kind.model_validate(json.loads(model.model_dump_json()))
    for other in (model.model_copy(), copy.copy(model), copy.deepcopy(model), pickle.loads(pickle.dumps(model))):
        assert other == model
        assert hash(other) == hash(model)
        assert repr(other) == repr(model)
    jsonschema.validate(json.loads(model.model_dump_json()), kind.model_json_schema())


def test_a_product_is_in_the_words_that_were_given() -> None:
    mug = MODELS[0]
    assert repr(mug) == (
        "Product(sku='MUG-11', market='US', dimensions='5.1 x 4.3 x 4.2 in', weight='14.2 oz', price=Decimal('18.99'), "
        "category='home_and_kitchen', cost=Decimal('3.10'))"
    )
    assert mug.model_dump(exclude_none=True) == {
        **MUG, "market": "US", "price": Decimal("18.99"), "cost": Decimal("3.10"),
    }  # fmt: skip
    assert [side.magnitude for side in mug.dimensions] == [Decimal("5.1"), Decimal("4.3"), Decimal("4.2")]
    assert mug.weight.to("oz").magnitude == pytest.approx(Decimal("14.2"))
    assert mug.price == Decimal("18.99")
    assert mug.sipp is None


def test_the_signature_and_the_schema_are_what_is_typed() -> None:
    signature = inspect.signature(lc.Product)
    assert tuple(signature.parameters) == PRODUCT_FIELDS
    assert str(signature.parameters["dimensions"]) == "dimensions: str | Sequence | Quantity | None = None"
    assert str(signature.parameters["price"]) == "price: str | int | float | Decimal | None = None"
    assert not any("Schema" in str(inspect.signature(model)) for model in (lc.Product, lc.FBA, lc.FBM, lc.MCF, lc.SFP))
    schema = lc.Product.model_json_schema()
    assert tuple(schema["properties"]) == PRODUCT_FIELDS
    assert schema["required"] == ["weight"]
    assert schema["additionalProperties"] is False
    assert all(described["description"] for described in schema["properties"].values())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**MUG, "colour": "red"}, schema)
    jsonschema.validate(MUG, schema)


def test_copies_are_checked() -> None:
    mug = MODELS[0]
    dearer = mug.model_copy(update={"price": "20"})
    assert dearer.price == Decimal("20.00")
    assert mug.model_copy(update={"weight": "2 lb"}).mass == 2 * 16 * Fraction("28.349523125")
    with pytest.raises(lc.InputError, match="price is 'dear'"):
        mug.model_copy(update={"price": "dear"})
    with pytest.raises(Exception, match="frozen"):
        mug.price = Decimal(1)


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"price": "x"}, "not_a_number", "price"),
        ({"colour": "red"}, "unknown_option", "colour"),
        ({"weight": None}, "missing_value", "weight"),
        ({"dimensions": "5 x 4"}, "not_three_sides", "dimensions"),
        ({"length": 5}, "dimensions_given_twice", "length"),
        ({"market": "XX"}, "unknown_market", "market"),
        ({"sipp": "perhaps"}, "not_true_or_false", "sipp"),
        ({"price": "3.10 EUR"}, "currency_mismatch", "price"),
        ({"price": object()}, "value_unusable", "price"),
    ],
)
def test_what_is_wrong_is_an_input_error(given: dict[str, Any], code: str, field: str) -> None:
    values = {**MUG, **given}
    for make in (lambda: lc.Product(**values), lambda: lc.Product.model_validate(values), lambda: lc.quote(values)):
        with pytest.raises(lc.InputError) as caught:
            make()
        assert (caught.value.code, caught.value.field) == (code, field)
    with pytest.raises(ValidationError) as inside:  # as a web framework has it
        TypeAdapter(lc.Product).validate_python(values)
    assert inside.value.errors()[0]["ctx"]["code"] == code


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: lc.FBA(placemnt="minimal"), "unknown_option"),
        (lambda: lc.FBA(placement="minimum"), "unknown_choice"),
        (lambda: lc.FBA(postage="3"), "unknown_option"),
        (lambda: lc.MCF(speed="fast"), "unknown_choice"),
        (lambda: lc.FBM(packaging="-1"), "negative"),
        (lambda: lc.SFP(awd=True), "unknown_option"),
    ],
)
def test_programs_refuse_what_is_not_theirs(make: Any, code: str) -> None:
    with pytest.raises(lc.InputError) as caught:
        make()
    assert caught.value.code == code


def test_programs_have_names() -> None:
    named = {
        "fba": lc.FBA(), "fba:awd": lc.FBA(awd=True), "mcf": lc.MCF(), "mcf:priority": lc.MCF(speed="priority"),
        "fbm": lc.FBM(), "fbm:ups_ground": lc.FBM(carrier="UPS Ground"), "sfp": lc.SFP(),
        "sfp:ups_ground": lc.SFP(carrier="ups-ground"),
    }  # fmt: skip
    for name, program in named.items():
        assert program.name == name
        more = {"units_per_box": 12} if name == "fba:awd" else {}
        assert lc.quote(MUG, program, on=ON, **more) == lc.quote(MUG, name, on=ON, **more)
    with pytest.raises(lc.InputError, match="Did you mean 'fbm:ups_ground'"):
        lc.quote(MUG, lc.FBM(carrier="ups_grund"), on=ON)


def test_a_program_fills_what_is_blank() -> None:
    """Each program's own values, in that program alone; a row's own go before them."""
    asked = [lc.FBA(placement="minimal", days_in_storage=45), lc.FBM(carrier="ups_ground", zone=5, packaging="0.60")]
    fba, fbm = lc.compare(MUG, asked, on=ON).quotes
    assert fba.lines == lc.quote(MUG, "fba", on=ON, placement="minimal", days_in_storage=45).lines
    assert fbm.lines == lc.quote(MUG, "fbm:ups_ground", on=ON, zone=5, packaging="0.60").lines
    assert fba.amount("storage") > 0
    assert fbm.amount("packaging") == Decimal("0.60")
    own = lc.compare({**MUG, "packaging": "1.10"}, asked, on=ON)
    assert own["fbm:ups_ground"].amount("packaging") == Decimal("1.10")
    assert lc.quote(MUG, asked[1], on=ON).lines == fbm.lines


def test_a_mapping_is_a_product() -> None:
    row = {**MUG, "days_in_storage": 45, "on": ON, "zone": ""}
    quoted = lc.quote(row, "fba")
    assert quoted == lc.quote(lc.Product(**MUG), "fba", on=ON, days_in_storage=45)
    assert quoted.amount("storage") > 0
    assert lc.compare(row, "fba,mcf") == lc.compare(lc.Product(**MUG), "fba,mcf", on=ON, days_in_storage=45)
    for wrong in ("MUG-11", None, 3, [MUG]):
        with pytest.raises(lc.InputError) as caught:
            lc.quote(wrong, "fba")  # type: ignore[arg-type]
        assert caught.value.code == "product_unknown"


@pytest.mark.parametrize("missing", [None, pd.NA, pd.NaT, float("nan"), np.nan, np.ma.masked, "", " "], ids=repr)
def test_missing_values_of_any_library_are_blank(missing: Any) -> None:
    plain = lc.quote(MUG, "fba", on=ON)
    assert lc.quote({**MUG, "duty": missing, "zone": missing, "sipp": missing}, "fba", on=ON) == plain
    assert lc.quote(lc.Product(**MUG, duty=missing), "fba", on=ON, days_in_storage=missing) == plain


def test_numbers_of_any_library() -> None:
    expected = lc.quote({**MUG, "cost": "3.5"}, "fba", on=ON, days_in_storage=45)
    numbers: list[tuple[Any, Any]] = [
        (np.float64(3.5), np.int64(45)), (np.float32(3.5), np.array(45)), (Decimal("3.50"), 45.0), (3.5, "45"),
    ]  # fmt: skip
    for cost, days in numbers:
        assert lc.quote({**MUG, "cost": cost}, "fba", on=ON, days_in_storage=days) == expected
    units = pint.UnitRegistry()
    measured = {**MUG, "dimensions": units.Quantity([5.1, 4.3, 4.2], "inch"), "weight": units.Quantity(14.2, "oz")}
    assert lc.quote(measured, "fba", on=ON).total_cost == lc.quote(MUG, "fba", on=ON).total_cost
    dated = pd.Series({**MUG, "on": pd.Timestamp(ON)})
    assert lc.quote(dated.to_dict(), "fba") == lc.quote(MUG, "fba", on=ON)


def test_the_typed_options_are_the_fields() -> None:
    assert source() == TARGET.read_text(encoding="utf-8"), "run scripts/update-options"
    assert tuple(get_type_hints(Options, localns={"Quantity": pint.Quantity})) == OPTIONS
    assert {*OPTIONS, *PRODUCT_FIELDS, "on"} == {field.name for field in FIELDS} | {"title"}
    own = program_fields()
    for model, family, parts in ((lc.FBA, "fba", {"awd"}), (lc.MCF, "mcf", {"speed"}), (lc.FBM, "fbm", {"carrier"}),
                                 (lc.SFP, "sfp", {"carrier"})):  # fmt: skip
        assert {*model.model_fields} == {field.name for field in own[family]} | parts
        assert model.model_json_schema()["properties"]["return_rate"]["description"]
    assert "postage" not in lc.FBA.model_fields
    assert "placement" not in lc.FBM.model_fields


def test_typed_arguments_are_in_the_signatures() -> None:
    for function in (lc.quote, lc.compare, lc.clear, lc.stock_costs, lc.hybrid, lc.price_for, lc.pack, lc.sweep):
        signature = inspect.signature(function)
        assert signature.parameters["options"].annotation == "Unpack[Options]", function
        assert isinstance(signature.parameters, Mapping)
    assert tuple(Charges.__annotations__) == lc.ShipmentPrices.names()


BARE: dict[str, Any] = {
    "sku": "A", "dimensions": "20 x 10 x 5", "weight": "0.4", "price": "20", "category": "toys_and_games", "vat_registered": True,
}  # fmt: skip


@pytest.mark.parametrize(
    "said", [{"market": "DE"}, {"defaults": {"account": {"market": "DE"}}}], ids=["keyword", "account"]
)
def test_bare_numbers_of_a_row_are_in_the_units_of_its_store(said: dict[str, Any]) -> None:
    """Whoever names it: cell, keyword or the account. A row of a frame is read so too; both doors say the same."""
    own = lc.quote({**BARE, "market": "DE"}, on="2026-03-01")
    assert (own.market, own.size_tier) == ("DE", "extra_large_envelope")  # 20 x 10 x 5 cm, 400 g
    assert lc.quote(BARE, on="2026-03-01", **said).to_dict() == own.to_dict()
    assert lc.compare(BARE, ["fba"], on="2026-03-01", **said).quotes[0].total_cost == own.total_cost
    frame = lc.quote_frame(pl.DataFrame([BARE]), "fba", on="2026-03-01", **said)
    assert (frame["market"].item(), frame["total_cost"].item()) == ("DE", own.total_cost)
    assert lc.price_for(BARE, "fba", on="2026-03-01", **said).rows()[0]["market"] == "DE"
    assert lc.pack(BARE, "fba", on="2026-03-01", **said).rows()[0]["market"] == "DE"
    stock = lc.Stock(opening={30: 10}, monthly_sales=5, start="2026-03-01", months=1)
    assert lc.stock_costs(BARE, stock, **said).market == "DE"
    assert lc.clear(BARE, {30: 10}, 5, start="2026-03-01", **said).market == "DE"
    assert lc.hybrid(BARE, "amazon:9", "fba", on="2026-03-01", **said).market == "DE"


@pytest.mark.parametrize(
    "said", [{"market": "DE"}, {"defaults": {"account": {"market": "DE"}}}], ids=["keyword", "account"]
)
def test_a_product_that_names_no_store_is_read_in_the_one_that_it_is_quoted_in(said: dict[str, Any]) -> None:
    """As a row is: 20 x 10 x 5 are centimetres in Germany, and not 50.8 cm marked exact."""
    import pickle

    described = {name: value for name, value in BARE.items() if name != "vat_registered"}
    bare, options = lc.Product(**described), {"on": "2026-03-01", "vat_registered": True}
    own = lc.quote(lc.Product(**described, market="DE"), **options)
    assert (own.market, own.size_tier) == ("DE", "extra_large_envelope")
    for product in (bare, bare.model_copy(), pickle.loads(pickle.dumps(bare)), bare.model_copy(update={"title": None})):
        assert product.market == "US"
        assert lc.quote(product, **options, **said).to_dict() == own.to_dict()
    assert lc.compare(bare, ["fba"], **options, **said).quotes[0].total_cost == own.total_cost
    assert lc.price_for(bare, "fba", **options, **said).rows()[0]["market"] == "DE"
    assert (
        lc.stock_costs(bare, lc.Stock(opening={30: 10}, monthly_sales=5, start="2026-03-01", months=1), **said).market
        == "DE"
    )
    assert lc.clear(bare, {30: 10}, 5, start="2026-03-01", **said).market == "DE"
    assert lc.hybrid(bare, "amazon:9", "fba", on="2026-03-01", **said).market == "DE"
    assert (
        lc.quote(lc.Product(**{**described, "price": "$20"}), **options).currency == "USD"
    )  # the mark names its store
    assert (
        lc.quote(lc.Product(**{**described, "price": "$20"}), **options, defaults={"account": {"market": "DE"}}).market
        == "US"
    )


def test_a_product_that_names_its_store_keeps_its_measures_in_another() -> None:
    """20 x 10 x 5 inches of the US are 50.8 x 25.4 x 12.7 cm in Germany; the account's market is for rows that name none."""
    product = lc.Product(**{name: value for name, value in BARE.items() if name != "vat_registered"}, market="US")
    assert lc.quote(product, on="2026-03-01", defaults={"account": {"market": "DE"}}).market == product.market == "US"
    said = {"dimensions": "50.8 x 25.4 x 12.7 cm", "weight": "181.436948 g", "market": "DE"}
    same = lc.Product(sku="A", price="20", category="toys_and_games", **said)
    there = lc.quote(product, market="DE", on="2026-03-01")
    assert there.to_dict() == lc.quote(same, on="2026-03-01").to_dict()


@pytest.mark.parametrize(
    ("word", "told", "not_told"),
    [
        ("fmb", "Did you mean 'fbm'? Known: mcf, fba, fba:awd, mcf:standard, mcf:expedited, mcf:priority; fbm and sfp go", "dhl"),
        ("fbm:dhl", "Did you mean 'fbm:dhl_paket'? fbm goes alone, with flat, or with a carrier of the store: US usps_", "fba"),
        ("sfp:ups", "Did you mean 'sfp:ups_ground'? sfp goes alone, with flat, or with a carrier of the store: US usps_", "fba"),
    ],
)  # fmt: skip
def test_an_unknown_program_is_answered_in_one_line(word: str, told: str, not_told: str) -> None:
    """And not with forty names: the carriers of each store only for whoever names one."""
    with pytest.raises(lc.InputError) as caught:
        lc.quote(BARE, word)
    assert told in caught.value.message
    assert not_told not in caught.value.message
