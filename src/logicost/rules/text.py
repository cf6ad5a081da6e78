"""The text reading: values with their units, lines' reasons, and each step's rule in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction

from logicost.market import Market
from logicost.measurement import GRAMS, MILLIMETRES
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
)
from logicost.rules.plan import Kind, Plan
from logicost.tables.status import Status

_SYMBOLS = {"USD": "$", "GBP": "£", "EUR": "€"}
_PLACES = {Kind.RATE: 3, Kind.RATIO: 2, Kind.SHARE: 4, Kind.SUPPLY: 2, Kind.CUBIC_FEET: 6, Kind.MONTHS: 4}
_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")


def plain(number: Fraction | Decimal | int, places: int = 6) -> str:
    """A number without trailing zeros, to at most so many decimals."""
    fraction = Fraction(number)
    text = f"{Decimal(round(fraction * 10**places)).scaleb(-places):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def show(value: int, kind: Kind, market: Market, words: tuple[str, ...] = ()) -> str:
    """One value as people write it."""
    match kind:
        case Kind.MONEY | Kind.MICROS:
            return _money(value, 4 if kind is Kind.MONEY else 6, market)
        case Kind.LENGTH:
            return f"{plain(value * market.length_grain / MILLIMETRES[market.length_unit])} {market.length_unit}"
        case Kind.VOLUME:
            cube = MILLIMETRES[market.length_unit] ** 3
            return f"{plain(value * market.length_grain**3 / cube)} {market.length_unit}³"
        case Kind.WEIGHT:
            return _weight(value, market)
        case Kind.CUBIC_FEET:
            return f"{plain(Fraction(value, 1_000_000))} cubic feet"
        case Kind.RATE:
            return f"{plain(Fraction(value, 1000))} %"
        case Kind.RATIO:
            return f"{plain(Fraction(value, 100))} %"
        case Kind.SHARE:
            return f"{plain(Fraction(value, 10_000))} %"
        case Kind.SUPPLY:
            return plain(Fraction(value, 100))
        case Kind.MONTHS:
            return f"{plain(Fraction(value, 377_580), 4)} months"
        case Kind.FLAG:
            return "yes" if value else "no"
        case Kind.WORD:
            return words[value].replace("_", " ") if 0 <= value < len(words) else "none"
        case Kind.STATUS:
            return Status(value).word
        case Kind.COUNT | Kind.ROW:
            return "none" if value < 0 else f"{value:,}"


def _money(value: int, places: int, market: Market) -> str:
    text = f"{abs(Decimal(value).scaleb(-places)):.{places}f}"
    while text.endswith("0") and len(text.partition(".")[2]) > 2:
        text = text[:-1]
    symbol = _SYMBOLS.get(market.currency, f"{market.currency} ")
    return f"{'-' if value < 0 else ''}{symbol}{text}"


def _weight(value: int, market: Market) -> str:
    grams = value * market.weight_grain
    if market.weight_unit == "lb":
        unit = "oz" if grams < GRAMS["lb"] else "lb"
    else:
        unit = "g" if grams < GRAMS["kg"] else "kg"
    return f"{plain(grams / GRAMS[unit], 4)} {unit}"


class TextReading:
    """Words for a plan's steps.

    Args:
        plan: whose steps are told.
        input_kind: name of an input to its kind.
    """

    def __init__(self, plan: Plan, input_kind: Callable[[str], Kind]) -> None:
        self.plan = plan
        self.input_kind = input_kind

    def kind(self, name: str) -> Kind:
        step = self.plan.steps.get(name)
        return step.kind if step else self.input_kind(name)

    def value(self, name: str, values: Mapping[str, int]) -> str:
        step = self.plan.steps.get(name)
        return show(values[name], self.kind(name), self.plan.market, step.words if step else ())

    def reason(self, template: str, values: Mapping[str, int]) -> str:
        """A line's reason, each ``{step}`` replaced by that step's value."""
        return _PLACEHOLDER.sub(lambda match: self.value(match[1], values), template)

    def rule(self, name: str) -> str:
        """The step's expression in words."""
        step = self.plan.steps[name]
        return self._tell(step.expression, step.kind)

    def _kind_of(self, node: Expression) -> Kind | None:
        match node:
            case Reference(name):
                return self.kind(name)
            case Binary("+" | "-" | "max" | "min", left, right):
                return self._kind_of(left) or self._kind_of(right)
            case Select(_, then, otherwise):
                return self._kind_of(then) or self._kind_of(otherwise)
        return None

    def _tell(self, node: Expression, kind: Kind | None) -> str:
        match node:
            case Constant(value):
                return str(value) if kind is None else show(value, kind, self.plan.market)
            case Reference(name):
                return name
            case Not(operand):
                return f"not {self._inner(operand, Kind.FLAG)}"
            case Binary(operator, left, right):
                return self._binary(operator, left, right, kind)
            case Select(condition, then, otherwise):
                yes, no = self._tell(then, kind), self._tell(otherwise, kind)
                return f"if {self._tell(condition, Kind.FLAG)}: {yes}; else {no}"
            case Divide(numerator, divisor, rounding):
                how = {Rounding.UP: "rounded up", Rounding.DOWN: "rounded down", Rounding.HALF_UP: "half-up"}[rounding]
                return f"{self._inner(numerator, None)} / {self._inner(divisor, None)}, {how}"
            case FindRow(table, keys, along):
                picked = [self._tell(key, None) for key in keys]
                return f"row of {table.name} for {', '.join([*picked, self._tell(along, None)])}"
            case Cell(table, row, column, _):
                return f"{column} in {self._inner(row, None)}"
        raise TypeError(f"no text reading for {type(node).__name__}")

    def _binary(self, operator: str, left: Expression, right: Expression, kind: Kind | None) -> str:
        if operator in ("max", "min"):
            which = "the greater" if operator == "max" else "the lesser"
            return f"{which} of {self._inner(left, kind)} and {self._inner(right, kind)}"
        if operator in ("<=", "<", ">=", ">", "="):
            shared = self._kind_of(left) or self._kind_of(right)
            sign = {"<=": "≤", ">=": "≥"}.get(operator, operator)
            return f"{self._inner(left, shared)} {sign} {self._inner(right, shared)}"
        if operator in ("and", "or"):
            return f"{self._inner(left, Kind.FLAG)} {operator} {self._inner(right, Kind.FLAG)}"
        if operator == "*":
            return f"{self._inner(left, None)} × {self._inner(right, None)}"
        return f"{self._inner(left, kind)} {operator} {self._inner(right, kind)}"

    def _inner(self, node: Expression, kind: Kind | None) -> str:
        text = self._tell(node, kind)
        return text if isinstance(node, Reference | Constant | Cell | FindRow) else f"({text})"
