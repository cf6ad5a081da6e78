"""Where a figure depends on an input that is not given: not that its rule mentions it, but that the value could be another.

What lies in the branch that is not taken, or is multiplied by nothing, does not count: a fee of the seller's own needs no
price, whatever the card says.
"""

from __future__ import annotations

from logicost.rules.expressions import (
    FALSE,
    Binary,
    Cell,
    Constant,
    Divide,
    Expression,
    FindRow,
    Not,
    Reference,
    Select,
    references,
    select,
)
from logicost.rules.plan import Kind, Plan, once
from logicost.rules.table import NO_LIMIT, Table


class Lacking:
    """Finds the condition under which an expression depends on an input that is missing.

    Args:
        name: the input; missing: the flag step that holds where it is not given.
    """

    def __init__(self, plan: Plan, name: str, missing: Reference) -> None:
        self._plan, self._name, self._missing = plan, name, missing
        self._known: dict[str, Expression] = {}
        self._mentioned: dict[str, bool] = {}

    def of(self, node: Expression) -> Expression:
        """FALSE, the flag itself, or an expression that holds only where the flag does."""
        match node:
            case Reference(name):
                return self._step(name)
            case Not(operand):
                return self.of(operand)
            case Binary(operator, left, right):
                return self._binary(operator, left, right)
            case Divide(numerator, divisor, _):
                return self.either(self.of(numerator), self.of(divisor))
            case Select(condition, then, otherwise):
                return self.either(self.of(condition), self._chosen(condition, self.of(then), self.of(otherwise)))
            case FindRow(table, keys, along):
                amount = self.of(along) if _is_parted(table) else FALSE
                return self.either(*(self.of(key) for key in keys), amount)
            case Cell(_, row, _, _):
                return self.of(row)
        return FALSE

    def _step(self, name: str) -> Expression:
        if name == self._name:
            return self._missing
        if name == self._missing.name or name not in self._plan.steps:
            return FALSE
        if name not in self._known:
            found = self.of(self._plan.steps[name].expression) if self._mentions(name) else FALSE
            if found not in (FALSE, self._missing) and not isinstance(found, Reference):
                found = self._plan.step(
                    f"{name}_lacks_{self._name}", found, Kind.FLAG, f"it depends on the {self._name}"
                )
            self._known[name] = found
        return self._known[name]

    def _mentions(self, name: str) -> bool:
        """Whether a step goes by the input at all, itself or by another step: most do not, which spares the walk."""
        if name == self._name:
            return True
        if name == self._missing.name or name not in self._plan.steps:
            return False
        if name not in self._mentioned:
            names = dict.fromkeys(references(self._plan.steps[name].expression))
            self._mentioned[name] = any(self._mentions(each) for each in names)
        return self._mentioned[name]

    def _binary(self, operator: str, left: Expression, right: Expression) -> Expression:
        one, other = self.of(left), self.of(right)
        if operator not in ("*", "and", "or") or (one != FALSE and other != FALSE) or one == other:
            return self.either(one, other)
        lacking, whole = (one, right) if other == FALSE else (other, left)
        if operator == "or":
            return self._where(~whole, lacking)
        if isinstance(whole, Constant):
            return lacking if whole.value else FALSE
        return self._where(whole if operator == "and" else ~whole.equals(0), lacking)

    def either(self, *found: Expression) -> Expression:
        """Where any of them holds."""
        if self._missing in found:
            return self._missing
        some = [each for place, each in enumerate(found) if each != FALSE and each not in found[:place]]
        result = some[0] if some else FALSE
        for each in some[1:]:
            result = result | each
        return result

    def _chosen(self, condition: Expression, then: Expression, otherwise: Expression) -> Expression:
        if then == otherwise:
            return then
        if otherwise == FALSE:
            return self._where(condition, then)
        return self._where(~condition, otherwise) if then == FALSE else select(condition, then, otherwise)

    def _where(self, condition: Expression, found: Expression) -> Expression:
        return condition & found


@once
def lacking(plan: Plan, name: str, missing: Reference) -> Lacking:
    return Lacking(plan, name, missing)


def _is_parted(table: Table) -> bool:
    """Whether some amount finds another row than others do, or none."""
    keys = [row.keys for row in table.rows]
    return len(set(keys)) < len(keys) or any(row.upper < NO_LIMIT for row in table.rows)
