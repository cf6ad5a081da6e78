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
    chain,
)
from logicost.rules.plan import Kind, Plan
from logicost.tables.status import Status

SCALED: dict[Kind, tuple[Fraction, int, str]] = {  # what one of its count is, decimals at most, what stands behind it
    Kind.RATE: (Fraction(1, 1000), 6, " %"),
    Kind.RATIO: (Fraction(1, 100), 6, " %"),
    Kind.SHARE: (Fraction(1, 10_000), 6, " %"),
    Kind.SUPPLY: (Fraction(1, 100), 6, ""),
    Kind.MONTHS: (Fraction(1, 377_580), 4, " months"),
}
MONEY_PLACES = {Kind.MONEY: 4, Kind.MICROS: 6}
MOST_KNOWN = 65_536  # texts of values that are kept, of each kind
PLACEHOLDER = re.compile(r"\{([^{}]+)\}")


def scaled(kind: Kind, market: Market) -> tuple[Fraction, int, str]:
    """Of a kind in `SCALED`, or the volume that storage is charged by: what one of its count is, decimals at most, and
    what stands behind it."""
    if kind is Kind.STORAGE_VOLUME:
        return Fraction(1, 1_000_000), 6, f" {market.storage_volume.plural}"
    return SCALED[kind]


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
            return _money(value, MONEY_PLACES[kind], market)
        case Kind.LENGTH:
            return (
                f"{without_zeros(value * market.length_grain / MILLIMETRES[market.length_unit])} {market.length_unit}"
            )
        case Kind.VOLUME:
            above, below = (market.length_grain / MILLIMETRES[market.length_unit]).as_integer_ratio()
            return f"{without_zeros(Fraction(value * above**3, below**3))} {market.length_unit}³"
        case Kind.WEIGHT:
            return _weight(value, market.weight_unit, *market.weight_grain.as_integer_ratio())
        case Kind.STORAGE_VOLUME | Kind.RATE | Kind.RATIO | Kind.SHARE | Kind.SUPPLY | Kind.MONTHS:
            scale, places, unit = scaled(kind, market)
            return without_zeros(value * scale, places) + unit
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


def _money(value: int, places: int, market: Market) -> str:
    number = market.currency.at_least_minor(abs(Decimal(value).scaleb(-places)))
    return f"{'-' if value < 0 else ''}{market.currency.symbol}{number}"


def _weight(value: int, large: str, numerator: int, denominator: int) -> str:
    above, below = GRAMS[large].as_integer_ratio()
    unit = large
    if value * numerator * below < above * denominator:
        unit = {"lb": "oz", "kg": "g"}[large]
        above, below = GRAMS[unit].as_integer_ratio()
    return f"{_ratio(value * numerator * below, denominator * above, 4)} {unit}"


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
