"""The text reading: values with their units, lines' reasons, and each step's rule in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from logicost.inputs.days import day_of
from logicost.inputs.fields import NOT_GIVEN
from logicost.market import Market
from logicost.rules.expressions import (
    Binary,
    Cell,
    Constant,
    Divide,
    Expression,
    FindRow,
    Not,
    Reference,
    Rounding,
    Select,
    chain,
)
from logicost.rules.plan import Kind, Plan
from logicost.rules.units import SMALLER_WEIGHT, Unit, unit_of, weight_unit
from logicost.tables.status import Status

MOST_KNOWN = 65_536  # texts of values that are kept, of each kind
PLACEHOLDER = re.compile(r"\{([^{}]+)\}")


def without_zeros(number: Fraction | Decimal | int, places: int = 6) -> str:
    """A number without trailing zeros, to at most so many decimals."""
    return _ratio(*number.as_integer_ratio(), places)


def _ratio(above: int, below: int, places: int) -> str:
    whole, rest = divmod(above * 10**places, below)
    whole += 2 * rest > below or (2 * rest == below and whole % 2)  # ties to even
    text = f"{Decimal(whole).scaleb(-places):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def show(value: int, kind: Kind, market: Market, words: tuple[str, ...] = ()) -> str:
    """One value as people write it."""
    match kind:
        case Kind.MONEY | Kind.MICROS:
            return _money(value, kind, market)
        case Kind.WEIGHT:
            return _weight(value, market)
        case (
            Kind.LENGTH
            | Kind.VOLUME
            | Kind.STORAGE_VOLUME
            | Kind.RATE
            | Kind.RATIO
            | Kind.SHARE
            | Kind.SUPPLY
            | Kind.MONTHS
        ):
            unit = _unit(kind, market)
            return _in_unit(value, unit) if kind is Kind.SUPPLY else f"{_in_unit(value, unit)} {unit.name}"
        case Kind.DAY:
            return day_of(value).isoformat()
        case Kind.FLAG:
            return "yes" if value else "no"
        case Kind.WORD:
            return words[value].replace("_", " ") if 0 <= value < len(words) else "none"
        case Kind.STATUS:
            return Status(value).word
        case Kind.COUNT | Kind.ROW:
            return "none" if value < 0 else f"{value:,}"


def _unit(kind: Kind, market: Market) -> Unit:
    unit = unit_of(kind, market)
    assert unit is not None
    return unit


def _money(value: int, kind: Kind, market: Market) -> str:
    number = market.currency.at_least_minor(abs(Decimal(value).scaleb(-_unit(kind, market).places)))
    return f"{'-' if value < 0 else ''}{market.currency.symbol}{number}"


def _weight(value: int, market: Market) -> str:
    """In the market's unit from one of it on, below in the smaller one."""
    unit = _unit(Kind.WEIGHT, market)
    if value < unit.grains:
        unit = weight_unit(SMALLER_WEIGHT[unit.name], market)
    return f"{_in_unit(value, unit)} {unit.name}"


def _in_unit(value: int, unit: Unit) -> str:
    above, below = unit.grains.as_integer_ratio()
    return _ratio(value * below, above, unit.places)


_SIGNS = {"<=": "≤", ">=": "≥", "<": "<", ">": ">", "=": "="}


@dataclass(frozen=True, slots=True)
class Meaning:
    """How a bare number beside some step or input is to be shown."""

    kind: Kind | None = None
    words: tuple[str, ...] = ()
    optional: bool = False


BARE = Meaning()


class TextReading:
    """Words for a plan's steps.

    Args:
        plan: whose steps are told.
        inputs: name of an input to its meaning.
    """

    def __init__(self, plan: Plan, inputs: Callable[[str], Meaning]) -> None:
        self.plan = plan
        self.inputs = inputs
        self._known: dict[Meaning, dict[int, str]] = {}

    def meaning(self, name: str) -> Meaning:
        step = self.plan.steps.get(name)
        return Meaning(step.kind, step.words) if step else self.inputs(name)

    def value(self, name: str, values: Mapping[str, int]) -> str:
        return self._number(values[name], self.meaning(name))

    def _number(self, value: int, meaning: Meaning) -> str:
        if meaning.optional and value == NOT_GIVEN:
            return "not given"
        return str(value) if meaning.kind is None else show(value, meaning.kind, self.plan.market, meaning.words)

    def reason(self, template: str, values: Mapping[str, int]) -> str:
        """A line's reason, each ``{step}`` replaced by that step's value."""
        return PLACEHOLDER.sub(lambda match: self.value(match[1], values), template)

    def reasons(self, template: str, columns: Sequence[Sequence[int]]) -> list[str]:
        """The reason for many rows.

        Args:
            columns: the values of the template's steps, in their order.
        """
        first, *pieces = PLACEHOLDER.split(template)
        texts = [self._shown(column, self.meaning(name)) for name, column in zip(pieces[::2], columns, strict=True)]
        return [
            first + "".join(part for pair in zip(row, pieces[1::2], strict=True) for part in pair)
            for row in zip(*texts, strict=True)
        ]

    def _shown(self, column: Sequence[int], meaning: Meaning) -> list[str]:
        """Values as people read them: those of a catalog stand in the notes of many programs and blocks."""
        known = self._known.get(meaning)
        if known is None or len(known) > MOST_KNOWN:
            known = self._known[meaning] = {}
        for value in set(column).difference(known):
            known[value] = self._number(value, meaning)
        return [known[value] for value in column]

    def rule(self, name: str) -> str:
        """The step's expression in words."""
        step = self.plan.steps[name]
        return self._tell(step.expression, Meaning(step.kind, step.words))

    def _meaning_of(self, node: Expression) -> Meaning:
        match node:
            case Reference(name):
                return self.meaning(name)
            case Binary("+" | "-" | "max" | "min", left, right):
                found = self._meaning_of(left)
                return found if found.kind else self._meaning_of(right)
            case Select(_, then, otherwise):
                found = self._meaning_of(then)
                return found if found.kind else self._meaning_of(otherwise)
        return BARE

    def _tell(self, node: Expression, meaning: Meaning) -> str:
        match node:
            case Constant(value):
                return self._number(value, meaning)
            case Reference(name):
                return name
            case Not(operand):
                return f"not {self._inner(operand, BARE)}"
            case Binary(operator, left, right):
                return self._binary(operator, left, right, meaning)
            case Select(condition, then, otherwise):
                yes, no = self._tell(then, meaning), self._tell(otherwise, meaning)
                if isinstance(then, Select):
                    yes = f"({yes})"
                return f"{yes} if {self._tell(condition, BARE)}; else {no}"
            case Divide(numerator, divisor, rounding):
                how = {Rounding.UP: "rounded up", Rounding.DOWN: "rounded down", Rounding.HALF_UP: "half-up"}[rounding]
                return f"{self._inner(numerator, BARE)} / {self._inner(divisor, BARE)}, {how}"
            case FindRow(table, keys, along):
                picked = [self._tell(node, BARE) for node in (*keys, along)]
                return f"row of {table.name} for {', '.join(picked)}"
            case Cell(_, row, column, _):
                return f"{column} of {self._inner(row, BARE)}"
        raise TypeError(f"no text reading for {type(node).__name__}")

    def _binary(self, operator: str, left: Expression, right: Expression, meaning: Meaning) -> str:
        if operator in ("max", "min"):
            which = "greatest" if operator == "max" else "least"
            meaning = meaning if meaning.kind else self._meaning_of(Binary(operator, left, right))
            parts = [self._inner(part, meaning) for part in chain(operator, left, right)]
            return f"the {which} of {', '.join(parts[:-1])} and {parts[-1]}"
        if operator in _SIGNS:
            shared = self._meaning_of(left)
            shared = shared if shared.kind else self._meaning_of(right)
            return f"{self._inner(left, shared)} {_SIGNS[operator]} {self._inner(right, shared)}"
        if operator in ("and", "or", "+"):
            each = meaning if operator == "+" and meaning.kind is not Kind.WORD else BARE
            return f" {operator} ".join(self._inner(part, each) for part in chain(operator, left, right))
        if operator == "*":
            return f"{self._inner(left, BARE)} × {self._inner(right, BARE)}"
        return f"{self._inner(left, meaning)} {operator} {self._inner(right, meaning)}"

    def _inner(self, node: Expression, meaning: Meaning) -> str:
        text = self._tell(node, meaning)
        return text if isinstance(node, Reference | Constant | Cell) or _is_comparison(node) else f"({text})"


def _is_comparison(node: Expression) -> bool:
    return isinstance(node, Binary) and node.operator in _SIGNS
