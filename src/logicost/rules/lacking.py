"""Where a figure depends on an input that is not given: not that its rule mentions it, but that the value could be another.

What lies in the branch that is not taken, or is multiplied by nothing, does not count: a fee of the seller's own needs no
price, whatever the card says.
"""

from __future__ import annotations

from logicost.rules.expressions import (
    FALSE,
    Binary,
    Constant,
    Expression,
    FindRow,
    Reference,
    Select,
    select,
    some,
)
from logicost.rules.plan import Kind, Plan, Step, once
from logicost.rules.table import NO_LIMIT, Table


class Lacking:
    """Finds the condition under which an expression depends on an input that is missing.

    Args:
        name: the input; missing: the flag step that holds where it is not given.
    """

    def __init__(self, plan: Plan, name: str, missing: Reference) -> None:
        self._plan, self._name, self._missing = plan, name, missing
        # of each step with the step itself: one that is the same on another day goes by the same steps there
        self._known: dict[str, tuple[Step, Expression]] = {}
        self._mentioned: dict[str, tuple[Step, bool]] = {}

    def of(self, node: Expression) -> Expression:
        """FALSE, the flag itself, or an expression that holds only where the flag does."""
        if isinstance(node, Constant):
            return FALSE
        if isinstance(node, Reference):
            return self._step(node.name)
        if isinstance(node, Binary):
            return self._binary(node.operator, node.left, node.right)
        if isinstance(node, Select):
            then, otherwise = self.of(node.then), self.of(node.otherwise)
            return self.either(self.of(node.condition), self._chosen(node.condition, then, otherwise))
        if isinstance(node, FindRow):
            amount = self.of(node.along) if _is_parted(node.table) else FALSE
            return self.either(*map(self.of, node.keys), amount)
        return self.either(*map(self.of, node.parts))

    def _step(self, name: str) -> Expression:
        if name == self._name:
            return self._missing
        if not self._mentions(name):
            return FALSE
        step, plan = self._plan.steps[name], self._plan
        known = self._known.get(name)
        if known is None or known[0] is not step:
            found = self.of(step.expression)
            if found is not FALSE and not isinstance(found, Reference):
                found = plan.step(f"{name}_lacks_{self._name}", found, Kind.FLAG, f"it depends on the {self._name}")
                plan.parts.adds_beside(found.name, name)
            known = self._known[name] = step, found
        return known[1]

    def _mentions(self, name: str) -> bool:
        """Whether a step goes by the input at all, itself or by another step: most do not, which spares them the rest."""
        if name == self._name or name == self._missing.name:
            return name == self._name
        step = self._plan.steps.get(name)
        if step is None:
            return False
        known = self._mentioned.get(name)
        if known is None or known[0] is not step:
            known = self._mentioned[name] = step, self._is_mentioned_in(step.expression)
        return known[1]

    def _is_mentioned_in(self, node: Expression) -> bool:
        waiting = [node]
        while waiting:
            node = waiting.pop()
            if isinstance(node, Binary):  # as most are
                waiting += (node.right, node.left)
            elif isinstance(node, Reference):
                if self._mentions(node.name):
                    return True
            elif not isinstance(node, Constant):
                waiting += node.parts
        return False

    def _binary(self, operator: str, left: Expression, right: Expression) -> Expression:
        one, other = self.of(left), self.of(right)
        if one is FALSE and other is FALSE:
            return FALSE
        if operator not in ("*", "and", "or") or (one is not FALSE and other is not FALSE):
            return self.either(one, other)
        lacking, whole = (one, right) if other is FALSE else (other, left)
        if operator == "or":
            return self._where(~whole, lacking)
        if isinstance(whole, Constant):
            return lacking if whole.value else FALSE
        return self._where(whole if operator == "and" else ~whole.equals(0), lacking)

    def either(self, *found: Expression) -> Expression:
        """Where any of them holds."""
        lacking = [each for each in found if each is not FALSE]
        if self._missing in lacking:
            return self._missing
        return some(*dict.fromkeys(lacking)) if lacking else FALSE

    def _chosen(self, condition: Expression, then: Expression, otherwise: Expression) -> Expression:
        if then == otherwise:
            return then
        if otherwise is FALSE:
            return self._where(condition, then)
        return self._where(~condition, otherwise) if then is FALSE else select(condition, then, otherwise)

    def _where(self, condition: Expression, found: Expression) -> Expression:
        return condition & found


@once
def lacking(plan: Plan, name: str, missing: Reference) -> Lacking:
    return Lacking(plan, name, missing)


def _is_parted(table: Table) -> bool:
    """Whether some amount finds another row than others do, or none."""
    keys = [row.keys for row in table.rows]
    return len(set(keys)) < len(keys) or any(row.upper < NO_LIMIT for row in table.rows)
