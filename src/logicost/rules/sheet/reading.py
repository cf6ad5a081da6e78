"""The sheet reading: a step as the text of a spreadsheet formula over cells of the same row.

Cells hold the same whole numbers as the exact reading. Spreadsheets count in doubles and compare fifteen digits, so that
every value must stay below `LIMIT`; interval arithmetic from the bounds of the inputs says which could pass it. A division
of a large product is split so that its parts stay small, and a step that could still grow too large, or past the largest
sensible value of its kind, is guarded: beyond it the cell is #N/A, never a wrong figure.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from logicost.rules.exact import divide
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
from logicost.rules.plan import Kind, Step
from logicost.rules.sheet.formula import ATOM, PLAIN, PRODUCT, SUM, Formula, constant, factors_of, held, quotient
from logicost.rules.sheet.table import LIMIT, SearchIndex
from logicost.rules.table import Table

_COMPARISONS = ("<=", "<", ">=", ">", "=")
_MEASURES = (Kind.LENGTH, Kind.VOLUME, Kind.STORAGE_VOLUME, Kind.WEIGHT, Kind.MONTHS, Kind.SHARE, Kind.MICROS)
LARGEST = {Kind.MONEY: 10**9, Kind.VOLUME: 4 * 10**14}  # 100,000.00 of the currency; 400,000 cubic inches
LONGEST_GUARDED = 150  # characters; a longer formula is left to the guards of the steps that use it


class SheetTable(Protocol):
    """Where a table lies: references to its codes, their row numbers and its columns, and the columns' bounds."""

    @property
    def index(self) -> SearchIndex: ...

    @property
    def codes(self) -> str: ...

    @property
    def rows(self) -> str: ...

    def column(self, name: str) -> str: ...

    def bounds(self, name: str) -> tuple[int, int]: ...


@dataclass(frozen=True, slots=True)
class Guard:
    """A formula of the sheet is #N/A unless the size of this expression is below the limit."""

    expression: Expression
    limit: int


class SheetReading:
    """Formulas for steps.

    Args:
        cell: the formula of a name: a reference with bounds, or a constant.
        table: where a table lies.

    Attributes:
        guards: where the sheet holds only for smaller values than the exact reading.
    """

    def __init__(self, cell: Callable[[str], Formula], table: Callable[[Table], SheetTable]) -> None:
        self.cell = cell
        self.table = table
        self.guards: list[Guard] = []
        self._large: list[tuple[Expression, Formula]] = []

    def step(self, step: Step) -> Formula:
        """The formula of a step, guarded where it could grow too large."""
        self._large = []
        formula = self.read(step.expression)
        low = max(formula.low, 0) if step.kind in _MEASURES else formula.low
        limit = LARGEST.get(step.kind, LIMIT)
        large = self._large
        if max(-low, formula.high) >= limit and limit < LIMIT and len(formula.text) <= LONGEST_GUARDED:
            large = [part for part in large if part[0] is not step.expression]
            self.guards.append(Guard(step.expression, limit))
            checks = [f"{_size(formula)}<{limit}"]
        else:
            limit, checks = LIMIT, []
        self.guards += [Guard(part, LIMIT) for part, _ in large]
        checks += [f"{_size(part)}<1E+15" for _, part in large]
        if not checks:
            return Formula(formula.text, formula.binds, low, formula.high)
        together = checks[0] if len(checks) == 1 else f"AND({','.join(checks)})"
        text = f"IF({together},{formula.text},NA())"
        return Formula(text, ATOM, max(low, 1 - limit), min(formula.high, limit - 1))

    def read(self, node: Expression) -> Formula:
        """The formula of an expression."""
        match node:
            case Constant(value):
                return constant(value)
            case Reference(name):
                return self.cell(name)
            case Binary("+" | "-" | "*", _, _):
                return self._checked(node, self._arithmetic(node))
            case Binary("max" | "min", _, _):
                return self._greatest_or_least(node)
            case Binary() | Not():
                return Formula(f"IF({self.condition(node)},1,0)", ATOM, 0, 1)
            case Select(condition, then, otherwise):
                if (decided := self._decided(condition)) is not None:
                    return self.read(then if decided else otherwise)
                yes, no = self.read(then), self.read(otherwise)
                text = f"IF({self.condition(condition)},{yes.text},{no.text})"
                return Formula(text, ATOM, min(yes.low, no.low), max(yes.high, no.high))
            case Divide():
                return self._divide(node)
            case FindRow(table, keys, along):
                return self._find_row(table, [self.read(key) for key in keys], self.read(along))
            case Cell(table, row, column, missing):
                return self._cell(table, self.read(row), column, missing)
        raise TypeError(f"no sheet reading for {type(node).__name__}")

    def condition(self, node: Expression) -> str:
        """The formula of a flag as a spreadsheet's truth value."""
        match node:
            case Constant(value):
                return "TRUE" if value else "FALSE"
            case Not(operand):
                return f"NOT({self.condition(operand)})"
            case Binary("and" | "or" as operator, _, _):
                parts = ",".join(self.condition(part) for part in chain(operator, node))
                return f"{operator.upper()}({parts})"
            case Binary(operator, left, right) if operator in _COMPARISONS:
                return f"{self.read(left).within(SUM)}{operator}{self.read(right).within(SUM)}"
        flag = self.read(node)
        return f"{flag.within(SUM)}=1" if flag.low >= 0 and flag.high <= 1 else f"{flag.within(SUM)}<>0"

    def _decided(self, condition: Expression) -> bool | None:
        """Whether a comparison of two constants holds; None where the sheet must decide."""
        if not isinstance(condition, Binary) or condition.operator != "=":
            return None
        left, right = self.read(condition.left), self.read(condition.right)
        constants = left.low == left.high and right.low == right.high
        return left.low == right.low if constants else None

    def _arithmetic(self, node: Binary) -> Formula:
        left, right = self.read(node.left), self.read(node.right)
        match node.operator:
            case "+":
                text = f"{left.within(SUM)}+{right.within(PRODUCT)}"
                return Formula(text, SUM, left.low + right.low, left.high + right.high)
            case "-":
                text = f"{left.within(SUM)}-{right.within(PRODUCT)}"
                return Formula(text, SUM, left.low - right.high, left.high - right.low)
        corners = [a * b for a in (left.low, left.high) for b in (right.low, right.high)]
        return Formula(f"{left.within(PRODUCT)}*{right.within(PRODUCT)}", PRODUCT, min(corners), max(corners))

    def _checked(self, node: Expression, formula: Formula) -> Formula:
        """Note a part that could pass the limit; the step's guard then keeps it below."""
        if formula.size < LIMIT:
            return formula
        self._large.append((node, formula))
        return Formula(formula.text, formula.binds, max(formula.low, 1 - LIMIT), min(formula.high, LIMIT - 1))

    def _greatest_or_least(self, node: Binary) -> Formula:
        parts = [self.read(part) for part in chain(node.operator, node)]
        choose = max if node.operator == "max" else min
        text = f"{node.operator.upper()}({','.join(part.text for part in parts)})"
        return Formula(text, ATOM, choose(part.low for part in parts), choose(part.high for part in parts))

    def _divide(self, node: Divide) -> Formula:
        divisor = self.read(node.divisor)
        if divisor.low <= 0:
            raise ValueError("a divisor on a sheet must be positive")
        if isinstance(node.numerator, Binary) and node.numerator.operator == "*":
            split = self._split(node.numerator, node.divisor, divisor, node.rounding)
            if split is not None:
                return split
        return quotient(self.read(node.numerator), divisor, node.rounding)

    def _split(self, numerator: Binary, by: Expression, divisor: Formula, rounding: Rounding) -> Formula | None:
        """A product too large for one quotient, divided by a constant.

        With ``b = s*k + t`` and ``a*s = u*(d/k) + v``: ``a*b / d = u + (v*k + a*t) / d``. As u is whole, only the last
        quotient is rounded.
        """
        one, other = self.read(numerator.left), self.read(numerator.right)
        if one.size * other.size <= PLAIN or not isinstance(by, Constant) or min(one.low, other.low) < 0:
            return None
        for a, b in ((one, other), (other, one)):
            for k in factors_of(by.value):
                rest = (by.value // k - 1) * k + a.high * (k - 1)
                if a.high * (b.high // k) <= PLAIN and max(rest, b.high) <= PLAIN:
                    s = quotient(b, constant(k), Rounding.DOWN)
                    product = f"{a.within(PRODUCT)}*{s.within(ATOM)}"
                    u = quotient(Formula(product, PRODUCT, 0, a.high * s.high), constant(by.value // k), Rounding.DOWN)
                    v = f"({product}-{u.within(ATOM)}*{by.value // k})"
                    t = f"({b.within(SUM)}-{s.within(ATOM)}*{k})"
                    remainder = Formula(f"{v}*{k}+{a.within(PRODUCT)}*{t}", SUM, 0, rest)
                    text = f"{u.within(SUM)}+{quotient(remainder, divisor, rounding).within(PRODUCT)}"
                    return Formula(text, SUM, 0, divide(a.high * b.high, by.value, rounding))
        return None

    def band_start(self, node: FindRow) -> str:
        """The formula of the smallest value of the band that a row is found by."""
        place, keys = self.table(node.table), [self.read(key) for key in node.keys]
        group = self._code(node.table, keys, Formula("0", ATOM, 0, 0))
        return f"INDEX({place.codes},MATCH({self._code(node.table, keys, self.read(node.along))},{place.codes},1))-({group})"

    def _find_row(self, table: Table, keys: list[Formula], along: Formula) -> Formula:
        place, code = self.table(table), self._code(table, keys, along)
        return Formula(f"INDEX({place.rows},MATCH({code},{place.codes},1))", ATOM, -1, len(table.rows) - 1)

    def _code(self, table: Table, keys: list[Formula], along: Formula) -> str:
        """What is searched for among the codes of the table."""
        index = self.table(table).index
        terms: list[str] = []
        offset = 0
        for key, digit, weight in zip(keys, index.digits, index.weights, strict=True):
            value = held(key, digit.low, digit.high)
            if value.low == value.high:
                offset += (value.low - digit.low) * weight
            else:
                offset -= digit.low * weight
                terms.append(f"{value.within(PRODUCT)}*{weight}")
        terms.append(held(along, 0, index.top).within(SUM))
        if offset:
            terms.append(str(offset))
        return "+".join(terms).replace("+-", "-")

    def _cell(self, table: Table, row: Formula, column: str, missing: int) -> Formula:
        place = self.table(table)
        low, high = place.bounds(column)
        text = f"INDEX({place.column(column)},{row.within(SUM)}+1)"
        if row.low >= 0:
            return Formula(text, ATOM, low, high)
        return Formula(f"IF({row.within(SUM)}<0,{missing},{text})", ATOM, min(low, missing), max(high, missing))


def _size(formula: Formula) -> str:
    return formula.within(SUM) if formula.low >= 0 else f"ABS({formula.text})"
