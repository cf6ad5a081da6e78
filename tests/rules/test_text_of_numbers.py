"""Numbers and rules in words: each kind at its edges."""

from __future__ import annotations

import datetime as dt

import pytest

from logicost.programs import build_plan
from logicost.rules.expressions import DOWN, HALF_UP, UP, Expression, Reference, expression, maximum, minimum, select
from logicost.rules.plan import Kind, Plan
from logicost.rules.text import Meaning, TextReading, show, without_zeros
from logicost.tables.shelf import find_market, open_shelf


@pytest.mark.parametrize(
    ("value", "kind", "market", "text"),
    [
        (0, Kind.MONEY, "US", "$0.00"),
        (1, Kind.MONEY, "US", "$0.0001"),
        (-1, Kind.MONEY, "US", "-$0.0001"),
        (-100, Kind.MONEY, "US", "-$0.01"),
        (123_450, Kind.MONEY, "UK", "£12.345"),
        (1, Kind.MICROS, "US", "$0.000001"),
        (0, Kind.MICROS, "US", "$0.00"),
        (1, Kind.LENGTH, "US", "0.001 in"),
        (5100, Kind.LENGTH, "US", "5.1 in"),
        (11, Kind.LENGTH, "UK", "0.11 cm"),
        (10**9, Kind.VOLUME, "US", "1 in³"),  # a cubic inch, of thousandths
        (1_500_000, Kind.VOLUME, "UK", "1.5 cm³"),  # of tenths of a millimetre
        (15_999, Kind.WEIGHT, "US", "15.999 oz"),
        (16_000, Kind.WEIGHT, "US", "1 lb"),
        (9_999, Kind.WEIGHT, "UK", "999.9 g"),
        (10_000, Kind.WEIGHT, "UK", "1 kg"),
        (15_000, Kind.RATE, "US", "15 %"),
        (1, Kind.RATE, "US", "0.001 %"),
        (1, Kind.RATIO, "US", "0.01 %"),
        (1, Kind.SHARE, "US", "0.0001 %"),
        (2205, Kind.SUPPLY, "US", "22.05"),
        (377_580, Kind.MONTHS, "US", "1 months"),
        (13_485, Kind.MONTHS, "US", "0.0357 months"),
        (53_302, Kind.STORAGE_VOLUME, "US", "0.053302 cubic feet"),
        (0, Kind.FLAG, "US", "no"),
        (1, Kind.FLAG, "US", "yes"),
        (0, Kind.COUNT, "US", "0"),
        (-1, Kind.COUNT, "US", "none"),
        (1234, Kind.COUNT, "US", "1,234"),
        (0, Kind.ROW, "US", "0"),
        (4, Kind.STATUS, "US", "unsourced"),
    ],
    ids=str,
)
def test_a_number_of_each_kind(value: int, kind: Kind, market: str, text: str) -> None:
    assert show(value, kind, find_market(market)) == text


@pytest.mark.parametrize(
    ("number", "places", "text"),
    [
        ((1, 3), 4, "0.3333"), ((2, 3), 4, "0.6667"), ((5, 1), 4, "5"), ((50, 1), 0, "50"), ((-1, 2), 1, "-0.5"), ((100, 1), 6, "100"),
        ((1, 8), 2, "0.12"), ((3, 8), 2, "0.38"), ((1251, 10_000), 2, "0.13"), ((1249, 10_000), 2, "0.12"),  # ties to even
    ],
    ids=str,
)  # fmt: skip
def test_numbers_without_zeros(number: tuple[int, int], places: int, text: str) -> None:
    from fractions import Fraction

    assert without_zeros(Fraction(*number), places) == text


def _told(node: Expression, kind: Kind, words: tuple[str, ...] = ()) -> str:
    plan = Plan(find_market("US"), dt.date(2026, 7, 1), open_shelf(), frozenset({"own"}), {})
    plan.step("fee", 5000, Kind.MONEY)
    plan.step("flag", 1, Kind.FLAG)
    plan.step("tier", 1, Kind.WORD, words=("small", "large"))
    plan.step("told", node, kind, words=words)
    return TextReading(plan, lambda name: Meaning(Kind.MONEY, optional=True)).rule("told")


FEE, FLAG, TIER, OWN = (Reference(name) for name in ("fee", "flag", "tier", "own"))


@pytest.mark.parametrize(
    ("node", "kind", "text"),
    [
        (FEE + 5000, Kind.MONEY, "fee + $0.50"),
        (FEE - 5000, Kind.MONEY, "fee - $0.50"),
        (expression(5000), Kind.MONEY, "$0.50"),
        (TIER + 1, Kind.WORD, "tier + 1"),
        (FLAG & (FEE > 5000), Kind.FLAG, "flag and fee > $0.50"),
        (FLAG | expression(1), Kind.FLAG, "flag or 1"),
        (~FLAG, Kind.FLAG, "not flag"),
        (~(FLAG & (FEE <= 0)), Kind.FLAG, "not (flag and fee ≤ $0.00)"),
        (FEE >= 5000, Kind.FLAG, "fee ≥ $0.50"),
        (expression(5000) < FEE, Kind.FLAG, "$0.50 < fee"),
        (TIER.equals(1), Kind.FLAG, "tier = large"),
        (OWN.equals(-1), Kind.FLAG, "own = not given"),
        (OWN > 0, Kind.FLAG, "own > $0.00"),
        (maximum(FEE, 5000), Kind.MONEY, "the greatest of fee and $0.50"),
        (minimum(FEE, OWN, 100), Kind.MONEY, "the least of fee, own and $0.01"),
        (select(FLAG, FEE, 100), Kind.MONEY, "fee if flag; else $0.01"),
        (select(FLAG, select(FEE > 0, 100, 200), FEE), Kind.MONEY, "($0.01 if fee > $0.00; else $0.02) if flag; else fee"),
        ((FEE * 3).divided_by(7, HALF_UP), Kind.MONEY, "(fee × 3) / 7, half-up"),
        (FEE.divided_by(7, UP), Kind.MONEY, "fee / 7, rounded up"),
        (FEE.divided_by(7, DOWN), Kind.MONEY, "fee / 7, rounded down"),
        (maximum(FEE + 100, 0) > 100, Kind.FLAG, "(the greatest of (fee + $0.01) and $0.00) > $0.01"),
    ],
    ids=str,
)  # fmt: skip
def test_a_rule_in_words(node: Expression, kind: Kind, text: str) -> None:
    assert _told(node, kind) == text


def test_reasons_of_many_rows_are_those_of_each() -> None:
    plan = build_plan(find_market("US"), dt.date(2026, 7, 1), open_shelf(), ("fba",))
    reading = TextReading(plan, lambda name: Meaning(Kind.RATE, optional=True))
    rows = [(0, 0), (46_000, 1), (46_000, -1)]
    told = [
        reading.reason(
            "of {fba_fulfillment} at {loss_rate}.", dict(zip(("fba_fulfillment", "loss_rate"), row, strict=True))
        )
        for row in rows
    ]
    assert told == ["of $0.00 at 0 %.", "of $4.60 at 0.001 %.", "of $4.60 at not given."]
    assert (
        reading.reasons("of {fba_fulfillment} at {loss_rate}.", [list(column) for column in zip(*rows, strict=True)])
        == told
    )
