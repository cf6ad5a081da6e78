"""`pack`: how much smaller or lighter a package must be to cost less, and how near it stands to costing more."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from logicost.answers.engine import Engine
from logicost.answers.request import PROGRAMS, Request
from logicost.decide.cases import Group, Row, read_cases
from logicost.decide.curves import Curves
from logicost.decide.decision import ERRORS, Decision, head
from logicost.decide.rows import rows_of
from logicost.errors import InputError, shown, text_of
from logicost.inputs.fields import MONTHLY_GRAINS
from logicost.market import Market
from logicost.measurement import GRAMS, MILLIMETRES, parse_length, parse_weight
from logicost.tables.status import Status

if TYPE_CHECKING:
    from logicost.answers.defaults_file import Given as GivenDefaults
    from logicost.inputs.programs import Program

Numbers = NDArray[np.int64]
COLUMNS = (
    "sku", "market", "program", "channel", "on", "currency", "change", "from", "to", "unit", "effect", "saves", "saves_a_year",
    "costs", "costs_a_year", "status", *ERRORS,
)  # fmt: skip
SIDES = ("longest", "median", "shortest")
JUMP = 2  # minor units that a cost falls by at one step where a tier, a band or a fee ends; roundings of shares do less
_AT_ONCE = 1_024  # steps of a measure that are tried together, nearest first


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure of a case's package.

    Attributes:
        name: ``longest`` … ``weight``; varied: the input that holds it; step: grains between values that are told.
    """

    name: str
    varied: str
    step: int
    unit: str
    grains_a_unit: Fraction

    def value(self, grains: int) -> Decimal:
        number = Fraction(grains) / self.grains_a_unit
        return (Decimal(number.numerator) / Decimal(number.denominator)).quantize(Decimal("0.0001")).normalize() + 0


def pack(
    product: Any,
    programs: str | Program | Sequence[str | Program] = PROGRAMS,
    *,
    tolerance: str | None = None,
    market: str | None = None,
    on: dt.date | str | None = None,
    fee_tables: str | Path | None = None,
    defaults: GivenDefaults = None,
    **options: Any,
) -> Decision:
    """What a smaller or lighter package would save, the nearest drop of each measure.

    Args:
        product: a `Product`, a mapping of catalog columns, or a frame of any kind.
        tolerance: by how much Amazon may measure more, ``"0.1 in,0.5 oz"``: adds what that would cost.
        programs, market, on, fee_tables, defaults, options: as in `compare`.

    Returns:
        Rows of `change` (longest, median, shortest, weight, sipp; risk), `from`, `to`, `effect` and `saves` or `costs`.

    Raises:
        InputError, CatalogError, TableError: with code and field.
    """
    engine = Engine(fee_tables)
    rows, whole = rows_of(product, options, market, on)
    request = Request.of(programs, market=market, on=on, fee_tables=fee_tables, defaults=defaults)
    return decide_packs(rows, request, engine, tolerance, raising=whole)


def decide_packs(
    rows: Iterable[Row], request: Request, engine: Engine, tolerance: str | None = None, raising: bool = False
) -> Decision:
    """The answer for rows of a catalog.

    Args:
        raising: a product that cannot be read raises, instead of a row in error.
    """
    more = read_tolerance(tolerance)
    cases, groups = read_cases(rows, request, engine)
    if raising and cases and all(case.error is not None for case in cases):
        assert cases[0].error is not None
        raise cases[0].error
    found: dict[int, list[dict[str, Any]]] = {}
    for group in groups:
        for place, answers in _answers(group, more):
            found[group.cases[place].place] = answers
    told: list[dict[str, Any]] = []
    notes: dict[str, None] = {}
    for case in cases:
        answers = found.get(case.place, [])
        told += [{**head(case), **answer} for answer in answers]
        if case.error is not None:
            told.append(head(case))
        elif not answers:
            notes[f"{case.sku or 'product'}, {case.seat.shown_as}: no smaller package costs less"] = None
    return Decision("pack", COLUMNS, tuple(told), tuple(notes))


def read_tolerance(text: str | None) -> tuple[Fraction, Fraction]:
    """Millimetres and grams of a tolerance such as ``"0.1 in,0.5 oz"``; 0 for what is not named.

    Raises:
        InputError: ``tolerance_malformed``.
    """
    length = weight = Fraction(0)
    for part in re.split(r"[,;]", text_of(text)) if text is not None else ():
        unit = part.strip().lstrip("0123456789. ").lower()
        try:
            if unit in ("in", "cm", "mm", "m", "ft", '"', "inches", "inch"):
                length = parse_length(part.strip(), "tolerance")
            else:
                weight = parse_weight(part.strip(), "tolerance", "unknown")
        except (InputError, KeyError) as error:
            raise InputError(
                "tolerance_malformed", f"tolerance is {shown(text)}; write it like 0.1 in,0.5 oz", "tolerance"
            ) from error
    return length, weight


def _answers(group: Group, more: tuple[Fraction, Fraction]) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """Each case's rows: what would save, nearest first, then SIPP, then the risks."""
    lines = group.program.lines
    names = [name for line in lines for name in (line.shown, line.amount, line.status)]
    wanted = [group.program.step("total_cost"), *names, *([group.program.size_tier] if group.program.size_tier else [])]
    curves = {name: Curves(group, name, wanted) for name in ("side_1", "side_2", "side_3", "unit_weight", "sipp")}
    market, sides = group.plan.market, np.stack([group.of(f"side_{number}") for number in (1, 2, 3)])
    order = np.argsort(-sides, axis=0, kind="stable")
    for place in range(len(group.cases)):
        measures = _measures(market, [f"side_{number + 1}" for number in order[:, place].tolist()])
        drops, risks = [], []
        for measure in measures:
            now = group.values[place][measure.varied]
            tool = _Tool(group, curves[measure.varied], place, measure)
            drop = tool.drop(now)
            if drop is not None:
                drops.append((Fraction(now - drop["_at"], now), drop))
            allowance = more[1] / market.weight_grain if measure.name == "weight" else more[0] / market.length_grain
            risk = tool.risk(now, int(allowance))
            if risk is not None:
                risks.append(risk)
        answers = [drop for _, drop in sorted(drops, key=lambda each: each[0])]
        answers += _sipp(group, curves["sipp"], place)
        status = Status(group.values[place][group.program.step("status")]).word
        yield place, [{**answer, "status": status} for answer in (*answers, *risks)]


def _measures(market: Market, sides: Sequence[str]) -> list[Measure]:
    """A side's step is 0.01 in (0.1 mm), a weight's 0.01 oz (1 g)."""
    metric = market.length_unit != "in"
    weight_unit = "g" if metric else "oz"
    length, weight = MILLIMETRES[market.length_unit] / market.length_grain, GRAMS[weight_unit] / market.weight_grain
    step = MILLIMETRES["mm"] / 10 if metric else MILLIMETRES["in"] / 100
    least = int(weight) if metric else int(weight / 100)
    found = [
        Measure(name, side, max(int(step / market.length_grain), 1), market.length_unit, Fraction(length))
        for name, side in zip(SIDES, sides, strict=True)
    ]
    return [*found, Measure("weight", "unit_weight", max(least, 1), weight_unit, Fraction(weight))]


class _Tool:
    """Tries values of one measure of one case."""

    def __init__(self, group: Group, curves: Curves, place: int, measure: Measure) -> None:
        self.group, self.curves, self.place, self.measure = group, curves, place, measure
        self.cost = group.program.step("total_cost")
        self.jump = JUMP * group.plan.market.currency.minor_unit

    def _at(self, values: Numbers) -> dict[str, Numbers]:
        return self.curves.at(np.full(len(values), self.place), values)

    def drop(self, now: int) -> dict[str, Any] | None:
        """The nearest smaller value at which the cost falls at once."""
        step = self.measure.step
        top = now - 1 if now % step == 0 else now
        first = top // step * step  # the largest value of whole steps below
        upper = now
        while first >= step:
            values = np.arange(first, max(first - _AT_ONCE * step, 0), -step, dtype=np.int64)
            if not len(values):
                return None
            cost = self._at(np.concatenate([[upper], values]))[self.cost]
            falls = np.flatnonzero(cost[:-1] - cost[1:] >= self.jump)
            if len(falls):
                return self._told(now, int(values[falls[0]]), int(([upper, *values.tolist()])[falls[0]]))
            upper, first = int(values[-1]), int(values[-1]) - step
        return None

    def _told(self, now: int, to: int, before: int) -> dict[str, Any]:
        values = self._at(np.array([now, before, to], np.int64))
        saves = int(values[self.cost][0] - values[self.cost][2])
        return {
            "change": self.measure.name, "from": self.measure.value(now), "to": self.measure.value(to), "unit": self.measure.unit,
            "effect": effect(self.group, values, 1, 2), "_at": to, **_money(self.group, self.place, "saves", saves),
        }  # fmt: skip

    def risk(self, now: int, allowance: int) -> dict[str, Any] | None:
        """The nearest larger value within the tolerance at which the cost rises at once."""
        if allowance <= 0:
            return None
        values = np.arange(now, now + allowance + 1, dtype=np.int64)
        cost = self._at(values)[self.cost]
        rises = np.flatnonzero(cost[1:] - cost[:-1] >= self.jump)
        if not len(rises):
            return None
        at = int(values[rises[0] + 1])
        found = self._at(np.array([now, at - 1, at], np.int64))
        costs = int(found[self.cost][2] - found[self.cost][0])
        return {
            "change": "risk", "from": self.measure.value(now), "to": self.measure.value(at), "unit": self.measure.unit,
            "effect": f"{self.measure.name}: {effect(self.group, found, 1, 2)}", **_money(self.group, self.place, "costs", costs),
        }  # fmt: skip


def _sipp(group: Group, curves: Curves, place: int) -> list[dict[str, Any]]:
    """What certification for shipping in its own packaging would bring, where the product has none."""
    if group.values[place]["sipp"] > 0:
        return []
    values = curves.at(np.full(2, place), np.array([0, 1], np.int64))
    cost = values[group.program.step("total_cost")]
    if cost[1] >= cost[0]:
        return []
    return [{
        "change": "sipp", "effect": effect(group, values, 0, 1), **_money(group, place, "saves", int(cost[0] - cost[1])),
    }]  # fmt: skip


def _money(group: Group, place: int, name: str, grains: int) -> dict[str, Any]:
    currency, units = group.plan.market.currency, group.values[place]["monthly_units"]
    year = None if units < 0 else currency.rounded(Fraction(grains * 12 * units, MONTHLY_GRAINS))
    return {name: currency.decimal(grains), f"{name}_a_year": year}


def effect(group: Group, values: Mapping[str, Numbers], before: int, after: int) -> str:
    """What changes between two values, in words: the tier, and the fees that fall or rise."""
    told: list[str] = []
    tier = group.program.size_tier
    if tier is not None and values[tier][before] != values[tier][after]:
        words = group.plan.steps[tier].words
        told.append(f"{words[int(values[tier][before])]} to {words[int(values[tier][after])]}")
    currency = group.plan.market.currency
    for line in group.program.lines:
        had, has = (_amount(values, line, place) for place in (before, after))
        if had is None or has is None:
            if (had is None) != (has is None):
                told.append(f"{line.fee} is {'known' if had is None else 'not known'}")
        elif abs(had - has) >= currency.minor_unit:
            told.append(f"{line.fee} {currency.decimal(had):f} to {currency.decimal(has):f}")
    return ", ".join(told)


def _amount(values: Mapping[str, Numbers], line: Any, place: int) -> int | None:
    if not values[line.shown][place]:
        return 0
    return None if values[line.status][place] == Status.UNSOURCED else int(values[line.amount][place])
