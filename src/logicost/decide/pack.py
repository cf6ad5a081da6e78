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

from logicost.answers.engine import Engine
from logicost.answers.request import PROGRAMS, Request
from logicost.array_kinds import Numbers
from logicost.decide.cases import Case, CatalogRow, Group, read_cases
from logicost.decide.curves import REFUSED, SIGNATURE, STATE, Curves
from logicost.decide.decision import ERRORS, Decision, columns_with, extras, gathered, head
from logicost.decide.effects import Effects
from logicost.decide.nearest import Way, nearest
from logicost.decide.rows import rows_of
from logicost.errors import InputError, shown, text_of
from logicost.fees.sides import SIDES
from logicost.inputs.fields import MONTHLY_GRAINS
from logicost.inputs.scalar import INPUTS
from logicost.market import Market
from logicost.measurement import GRAMS, LENGTH_WORDS, MILLIMETRES, parse_length, parse_weight
from logicost.rules.units import SMALLER_WEIGHT
from logicost.tables.status import UNSOURCED, Status

if TYPE_CHECKING:
    from typing import Unpack

    from logicost.answers.defaults_file import Given as GivenDefaults
    from logicost.inputs.options import Options
    from logicost.inputs.programs import Program

COLUMNS = (
    "sku", "title", "market", "program", "channel", "on", "currency", "change", "from", "to", "unit", "effect", "saves",
    "saves_a_year", "costs", "costs_a_year", "status", *ERRORS,
)  # fmt: skip
VARIED = ("side_1", "side_2", "side_3", "unit_weight", "sipp")
JUMP = (
    2  # minor units that a cost changes by at one step where a tier, a band or a fee ends; roundings of shares do less
)
_CASES = 5_000  # that are looked at together


@dataclass(frozen=True, slots=True)
class Measure:
    """Sides or weights as they are told.

    Attributes:
        step: grains between the smaller values that are told; allowance: grains that Amazon may measure more.
    """

    step: int
    unit: str
    grains_a_unit: Fraction
    allowance: int

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
    **options: Unpack[Options],
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
    request = Request.of(programs, market=market, on=on, fee_tables=fee_tables, defaults=defaults)
    rows, whole = rows_of(product, options, engine.shelf.markets, market, on, request.defaults.market)
    return decide_packs(rows, request, engine, tolerance, raising=whole)


def decide_packs(
    rows: Iterable[CatalogRow], request: Request, engine: Engine, tolerance: str | None = None, raising: bool = False
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
        tool = PackTool(group, more)
        for part in range(0, len(group.cases), _CASES):
            for place, answer in tool.answers(np.arange(part, min(part + _CASES, len(group.cases)))):
                found.setdefault(group.cases[place].place, []).append(answer)
    told: list[dict[str, Any]] = []
    said: list[tuple[Case, str]] = []
    for case in cases:
        answers = found.get(case.place, [])
        if case.error is not None or answers:
            own, extra = head(case), extras(case, COLUMNS)
            told += [{**own, **answer, **extra} for answer in (answers or [{}])]
        if case.error is None and not any(answer["change"] != "risk" for answer in answers):
            said.append((case, "no smaller package costs less"))
    return Decision("pack", columns_with(COLUMNS, cases), tuple(told), gathered(said))


def read_tolerance(text: str | None) -> tuple[Fraction, Fraction]:
    """Millimetres and grams of a tolerance such as ``"0.1 in,0.5 oz"``; 0 for what is not named.

    Raises:
        InputError: ``tolerance_malformed``.
    """
    found: dict[str, Fraction] = {}
    for part in re.split(r"[,;]", text_of(text)) if text is not None else ():
        unit = part.strip().lstrip("0123456789. ").lower()
        kind = "length" if unit in LENGTH_WORDS else "weight"
        try:
            if kind in found:
                raise KeyError(kind)
            if kind == "length":
                found[kind] = parse_length(part.strip(), "tolerance")
            else:
                found[kind] = parse_weight(part.strip(), "tolerance", "unknown")
        except (InputError, KeyError) as error:
            raise InputError(
                "tolerance_malformed", f"tolerance is {shown(text)}; write it like 0.1 in,0.5 oz", "tolerance"
            ) from error
    return found.get("length", Fraction(0)), found.get("weight", Fraction(0))


def _measures(market: Market, more: tuple[Fraction, Fraction]) -> tuple[Measure, Measure]:
    """Sides by 0.01 in (0.1 mm), weights by 0.01 oz (1 g)."""
    weight_unit = SMALLER_WEIGHT[market.weight_unit]
    length, weight = MILLIMETRES[market.length_unit] / market.length_grain, GRAMS[weight_unit] / market.weight_grain
    least = weight if weight_unit == "g" else weight / 100
    allowed = int(more[0] / market.length_grain), int(more[1] / market.weight_grain)
    return (
        Measure(int(length / 100), market.length_unit, Fraction(length), allowed[0]),
        Measure(max(int(least), 1), weight_unit, Fraction(weight), allowed[1]),
    )


class PackTool:
    """Tries values of the measures of a group's cases."""

    def __init__(self, group: Group, more: tuple[Fraction, Fraction]) -> None:
        self.group = group
        self.cost = group.program.step("total_cost")
        self.effects = Effects(group)
        self.tried = Curves(group, VARIED, [self.cost])
        self.told = Curves(group, VARIED, [self.cost, *self.effects.wanted])
        self.jump = JUMP * group.plan.market.currency.minor_unit
        sides = np.stack([group.of(name) for name in VARIED[:3]])
        ranks = np.argsort(np.argsort(-sides, axis=0, kind="stable"), axis=0)
        self.names = {name: [SIDES[rank] for rank in row.tolist()] for name, row in zip(VARIED, ranks, strict=False)}
        self.names["unit_weight"] = ["weight"] * len(group.cases)
        self.now = {name: group.of(name) for name in VARIED}
        self.units = group.of("monthly_units")
        side, weight = _measures(group.plan.market, more)
        self.measures = {**dict.fromkeys(VARIED[:3], side), "unit_weight": weight}

    def answers(self, cases: Numbers) -> Iterator[tuple[int, dict[str, Any]]]:
        """The rows of cases, case by case: what would save, nearest first, then SIPP, then the risks, nearest first."""
        found: list[tuple[tuple[int, int, float], dict[str, Any]]] = []
        for varied in self.measures:
            for is_risk in (False, True):
                found += self._measured(varied, cases, is_risk)
        found += self._certified(cases[(self.now["sipp"][cases] <= 0)])
        dearest: dict[int, Decimal] = {}
        for (place, *_), answer in found:
            if answer["change"] == "risk":
                dearest[place] = max(dearest.get(place, Decimal(0)), answer.get("costs") or Decimal(0))
        found += self._together(cases, dearest)
        for (place, *_), answer in sorted(found, key=lambda each: each[0]):
            yield place, answer

    def _measured(
        self, varied: str, cases: Numbers, is_risk: bool
    ) -> Iterator[tuple[tuple[int, int, float], dict[str, Any]]]:
        """The nearest smaller value that costs less, or, within the tolerance, the nearest larger one that costs more."""
        measure, now = self.measures[varied], self.now[varied][cases]
        limits = INPUTS[varied].smallest, INPUTS[varied].largest
        if is_risk:
            count = np.minimum(measure.allowance, limits[1] - now)
            way = Way(now, now + 1, count, 1, *limits)
        else:
            first = (now - 1) // measure.step * measure.step  # the largest value of whole steps below
            way = Way(now, first, first // measure.step, -measure.step, *limits)

        def evaluate(places: Numbers, values: Numbers) -> tuple[Numbers, Numbers, Numbers]:
            given = self.tried.at(cases[places], {varied: values})
            return given[self.cost], given[SIGNATURE], given[STATE]

        at, before, to = nearest(evaluate, way, self.jump, is_risk)
        whose = cases[at]
        own, near, far = (self.told.at(whose, {varied: values}) for values in (now[at], before, to))
        effects = self.effects.words(near, far)
        change = far[self.cost] - own[self.cost]
        known = (far[STATE] == own[STATE]).tolist()
        status = np.maximum(self.effects.status(own), self.effects.status(far))
        for row, place in enumerate(whose.tolist()):
            name = self.names[varied][place]
            ends = int(now[at[row]]), int(to[row])
            answer = {
                "change": "risk" if is_risk else name, "from": measure.value(ends[0]), "to": measure.value(ends[1]), "unit": measure.unit,
                "effect": f"{name}: {effects[row]}" if is_risk else effects[row], "status": Status(int(status[row])).word,
            }  # fmt: skip
            if known[row]:
                answer |= self._money(place, "costs" if is_risk else "saves", abs(int(change[row])))
            elif int(far[STATE][row]) & REFUSED:
                answer["status"] = UNSOURCED
            yield (place, 2 if is_risk else 0, abs(ends[0] - ends[1]) / ends[0]), answer

    def _together(
        self, cases: Numbers, dearest: Mapping[int, Decimal]
    ) -> Iterator[tuple[tuple[int, int, float], dict[str, Any]]]:
        """What it costs where every measure is found as much bigger as the tolerance says, if that is more than any one does."""
        if sum(measure.allowance > 0 for measure in self.measures.values()) < 2:
            return
        bigger = {
            name: np.minimum(self.now[name][cases] + measure.allowance, INPUTS[name].largest)
            for name, measure in self.measures.items()
        }
        own, far = self.told.at(cases, {}), self.told.at(cases, bigger)
        costs = far[self.cost] - own[self.cost]
        effects, status = self.effects.words(own, far), np.maximum(self.effects.status(own), self.effects.status(far))
        for row in np.flatnonzero((costs >= self.jump) & (own[STATE] == far[STATE])).tolist():
            place = int(cases[row])
            money = self._money(place, "costs", int(costs[row]))
            if money["costs"] - dearest.get(place, Decimal(0)) >= self.group.plan.market.currency.decimal(self.jump):
                word = Status(int(status[row])).word
                yield (
                    (place, 3, 0),
                    {"change": "risk", "effect": f"all measures: {effects[row]}", "status": word, **money},
                )

    def _certified(self, cases: Numbers) -> Iterator[tuple[tuple[int, int, float], dict[str, Any]]]:
        """What certification for shipping in its own packaging would bring, where the product has none."""
        own, certified = (self.told.at(cases, {"sipp": np.full(len(cases), flag)}) for flag in (0, 1))
        saves = own[self.cost] - certified[self.cost]
        better = np.flatnonzero((saves > 0) & (own[STATE] == certified[STATE]))
        if not len(better):
            return
        effects = self.effects.words(own, certified)
        status = np.maximum(self.effects.status(own), self.effects.status(certified))
        for row in better.tolist():
            place = int(cases[row])
            answer = {"change": "sipp", "effect": effects[row], "status": Status(int(status[row])).word}
            yield (place, 1, 0), {**answer, **self._money(place, "saves", int(saves[row]))}

    def _money(self, place: int, name: str, grains: int) -> dict[str, Any]:
        currency, units = self.group.plan.market.currency, int(self.units[place])
        year = None if units < 0 else currency.rounded(Fraction(grains * 12 * units, MONTHLY_GRAINS))
        return {name: currency.decimal(grains), f"{name}_a_year": year}
