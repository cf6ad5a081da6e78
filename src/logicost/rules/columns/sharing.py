"""What several steps work out alike becomes a step of its own, so that it is worked out once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from logicost.rules.columns.arrays import lowered_parts, with_lowered_parts
from logicost.rules.expressions import Constant, Expression, Reference


def share(expressions: Mapping[str, Expression]) -> dict[str, Expression]:
    """The same steps, in order, with further ones before the first that needs them, called ``#1``, ``#2`` …"""
    expressions = _merged(expressions)
    uses = _uses(expressions.values())
    shared: dict[Expression, Reference] = {}
    steps: dict[str, Expression] = {}

    def put(node: Expression, whole: bool = False) -> Expression:
        """The node with references to what is shared; a `whole` step needs no other name."""
        if isinstance(node, Reference | Constant):
            return node
        if node in shared:
            return shared[node]
        changed = with_lowered_parts(node, tuple(put(part) for part in lowered_parts(node)))
        if whole or uses[node] < 2:
            return changed
        name = f"#{len(shared) + 1}"
        steps[name] = changed
        shared[node] = Reference(name)
        return shared[node]

    for name, node in expressions.items():
        steps[name] = put(node, whole=True)
        if not isinstance(node, Reference | Constant):
            shared.setdefault(node, Reference(name))
    return steps


def _merged(expressions: Mapping[str, Expression]) -> dict[str, Expression]:
    """Steps that are the same as an earlier one become references to it, also where others read them."""
    first: dict[Expression, Reference] = {}
    same: dict[str, Reference] = {}

    def put(node: Expression) -> Expression:
        if isinstance(node, Reference):
            return same.get(node.name, node)
        return with_lowered_parts(node, tuple(put(part) for part in lowered_parts(node)))

    merged: dict[str, Expression] = {}
    for name, node in expressions.items():
        found = put(node)
        known = found if isinstance(found, Reference) else first.setdefault(found, Reference(name))
        if known.name != name:
            same[name] = known
        merged[name] = found if known.name == name else known
    return merged


def _uses(expressions: Iterable[Expression]) -> Counter[Expression]:
    """In how many different nodes each node stands."""
    uses: Counter[Expression] = Counter()

    def count(node: Expression) -> None:
        uses[node] += 1
        if uses[node] == 1:
            for part in lowered_parts(node):
                count(part)

    for each in expressions:
        count(each)
    return uses
