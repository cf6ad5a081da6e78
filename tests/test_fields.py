"""The readers of every column, and days."""

from __future__ import annotations

import datetime as dt

import pytest

import logicost as lc
from logicost.answers.engine import Engine
from logicost.errors import InputError
from logicost.inputs.dates import read_day
from logicost.inputs.days_stored import read_days_in_storage
from logicost.inputs.fields import FIELDS
from logicost.inputs.readers import SHARE_GRAINS, read_count, read_flag, read_zone_shares
from logicost.inputs.scalar import INPUTS

GOODS = lc.Product(sku="A", dimensions="5.1 x 4.3 x 4.2 in", weight="14.2 oz", price="18.99", category="toys_and_games")


@pytest.mark.parametrize(
    ("value", "flag"),
    [("true", 1), ("Yes", 1), (" Y ", 1), ("1", 1), (1, 1), (True, 1), (1.0, 1), ("x", 1),
     ("false", 0), ("NO", 0), ("n", 0), ("0", 0), (0, 0), (False, 0), (0.0, 0)],
)  # fmt: skip
def test_flags(value: object, flag: int) -> None:
    assert read_flag(value, "sipp") == flag


@pytest.mark.parametrize("value", ["maybe", "2", "", "truthy", None])
def test_bad_flags(value: object) -> None:
    with pytest.raises(InputError) as caught:
        read_flag(value, "sipp")
    assert (caught.value.code, caught.value.field) == ("not_true_or_false", "sipp")


@pytest.mark.parametrize(
    ("value", "code"), [("1.5", "not_whole"), ("0", "out_of_range"), ("11", "out_of_range"), ("x", "not_a_number")]
)
def test_bad_counts(value: str, code: str) -> None:
    read = read_count(1, 10)
    assert read("10.0", "zone") == 10
    with pytest.raises(InputError) as caught:
        read(value, "zone")
    assert caught.value.code == code


def test_zone_shares() -> None:
    assert read_zone_shares({"zone": "5"}) == (0, 0, 0, 0, SHARE_GRAINS, 0, 0, 0, 0)
    assert read_zone_shares({"zone_mix": "2:10, 5:60,8:30"}) == (0, 100_000, 0, 0, 600_000, 0, 0, 300_000, 0)
    assert read_zone_shares({"zone_mix": {2: 0.1, 5: 0.6, 8: 0.3}}) == (0, 100_000, 0, 0, 600_000, 0, 0, 300_000, 0)
    assert read_zone_shares({"zone": "", "zone_mix": None}) is None


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"zone": "5", "zone_mix": "5:100"}, "zone_given_twice"),
        ({"zone_mix": "2:10,5:60"}, "zone_mix_not_100"),
        ({"zone_mix": "2:110,5:-10"}, "zone_mix_not_100"),
        ({"zone_mix": {}}, "zone_mix_not_100"),
        ({"zone_mix": "2:50,2:50"}, "zone_mix_malformed"),
        ({"zone_mix": "0:50,2:50"}, "zone_mix_malformed"),
        ({"zone_mix": "10:100"}, "zone_mix_malformed"),
        ({"zone_mix": "2:10;5:90"}, "zone_mix_malformed"),
        ({"zone_mix": "2:33.33333,5:66.66667"}, "zone_mix_malformed"),
        ({"zone_mix": "2:nan,5:100"}, "not_finite"),
        ({"zone": "0"}, "out_of_range"),
        ({"zone": "10"}, "out_of_range"),
    ],
)
def test_bad_zones(row: dict[str, object], code: str) -> None:
    with pytest.raises(InputError) as caught:
        read_zone_shares(row)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"average_inventory": "5"}, "missing_value"),
        ({"monthly_units": "0", "average_inventory": "5"}, "out_of_range"),
        ({"monthly_units": "1", "average_inventory": "-5"}, "out_of_range"),
        ({"monthly_units": "1", "average_inventory": "5000"}, "out_of_range"),
        ({"days_in_storage": "1096"}, "out_of_range"),
        ({"days_in_storage": "-1"}, "out_of_range"),
    ],
)
def test_bad_days_in_storage(row: dict[str, object], code: str) -> None:
    with pytest.raises(InputError) as caught:
        read_days_in_storage(row)
    assert caught.value.code == code


def test_monthly_units_alone_say_nothing_of_days() -> None:
    assert read_days_in_storage({"monthly_units": "5"}) == -1


@pytest.mark.parametrize("value", ["2026-11-22", " 2026-11-22 ", "2026-11-22T00:00:00", "2026-11-22 00:00", dt.date(2026, 11, 22),
                                   dt.datetime(2026, 11, 22, 23, 59, tzinfo=dt.UTC)])  # fmt: skip
def test_days(value: object) -> None:
    assert read_day(value) == dt.date(2026, 11, 22)


@pytest.mark.parametrize("value", ["2026-11-31", "11/12/2026", "20261122", "2026-11-22T10", "today", "", 5,
                                   "0001-01-01", "9999-12-31", dt.date(1, 1, 1), dt.date.max])  # fmt: skip
def test_bad_days(value: object) -> None:
    """Days without any calendar around them, such as year 9999, are slips as well."""
    with pytest.raises(InputError) as caught:
        read_day(value)
    assert (caught.value.code, caught.value.field) == ("not_a_date", "on")


@pytest.mark.parametrize("field", [field for field in FIELDS if field.read is not None], ids=lambda field: field.name)
def test_every_reader_refuses_nonsense(field) -> None:  # type: ignore[no-untyped-def]
    """With an error of its own field, never another exception."""
    for value in ("nonsense", "NaN", "1e999", "-1", "", "\x00", [1], {"a": 1}, object()):
        try:
            number = field.read(value, field.name)
        except InputError as error:
            assert error.field == field.name  # noqa: PT017 - a value may also be good
            assert error.code  # noqa: PT017
        else:
            assert isinstance(number, int)
            assert number <= field.largest


def test_blank_means_not_given(engine: Engine) -> None:
    row = {**GOODS.row(), **{field.name: " " for field in FIELDS if not field.product}}
    given = engine.answer(row, "US", "2026-11-22", ("fba",)).values
    plain = engine.answer(GOODS.row(), "US", "2026-11-22", ("fba",)).values
    assert given == plain
    for name, spec in INPUTS.items():
        assert spec.smallest <= given[name] <= spec.largest, f"{name} leaves its declared bounds"


def test_unknown_options_suggest_the_nearest() -> None:
    with pytest.raises(InputError, match="Did you mean 'days_in_storage'") as caught:
        lc.quote(GOODS, on="2026-11-22", days_in_storag=5)
    assert caught.value.code == "unknown_option"
    with pytest.raises(InputError, match="Did you mean 'weight'"):
        lc.Product(sku="A", dimensions="1 x 2 x 3 in", wieght="2 oz", price="5")
    guess = lc.Product(dimensions="1 x 2 x 3 in", weight="2 oz", price="5", category="home_and_kitchn")
    assert "Did you mean 'home_and_kitchen'?" in lc.quote(guess, on="2026-11-22").notes[-1]
