"""What several steps work out alike becomes a step of its own, so that it is worked out once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from logicost.rules.expressions import Constant, Expression, Reference


def share(expressions: Mapping[str, Expression]) -> dict[str, Expression]:
    """The same steps, in order, with further ones before the first that needs them, called ``#1``, ``#2`` …"""
    expressions = _merged(expressions)
    uses = _uses(expressions.values())
    shared: dict[int, Reference] = {}
    steps: dict[str, Expression] = {}

    def put(node: Expression, whole: bool = False) -> Expression:
        """The node with references to what is shared; a `whole` step needs no other name."""
        if isinstance(node, Reference | Constant):
            return node
        if id(node) in shared:
            return shared[id(node)]
        changed = _with_parts(node, [put(part) for part in node.parts])
        if whole or uses[id(node)] < 2:
            return changed
        name = f"#{len(shared) + 1}"
        steps[name] = changed
        shared[id(node)] = Reference(name)
        return shared[id(node)]

    for name, node in expressions.items():
        steps[name] = put(node, whole=True)
        if not isinstance(node, Reference | Constant):
            shared.setdefault(id(node), Reference(name))
    return steps


def _merged(expressions: Mapping[str, Expression]) -> dict[str, Expression]:
    """The same steps, in which equal nodes are one object.

    Steps that are the same as an earlier one become references to it, also where others read them.
    """
    nodes: dict[tuple[object, ...], Expression] = {}
    first: dict[int, Reference] = {}
    same: dict[str, Reference] = {}

    def put(node: Expression) -> Expression:
        if isinstance(node, Reference):
            node = same.get(node.name, node)
        parts = [put(part) for part in node.parts]
        key = (type(node), node.own, *map(id, parts))
        if key not in nodes:
            nodes[key] = _with_parts(node, parts)
        return nodes[key]

    merged: dict[str, Expression] = {}
    for name, node in expressions.items():
        found = put(node)
        known = found if isinstance(found, Reference) else first.setdefault(id(found), Reference(name))
        if known.name != name:
            same[name] = known
        merged[name] = found if known.name == name else known
    return merged


def _with_parts(node: Expression, parts: list[Expression]) -> Expression:
    if all(part is old for part, old in zip(parts, node.parts, strict=True)):
        return node
    return node.made_of(*parts)


def _uses(expressions: Iterable[Expression]) -> Counter[int]:
    """In how many different nodes each node stands, by its identity."""
    uses: Counter[int] = Counter()

    def count(node: Expression) -> None:
        uses[id(node)] += 1
        if uses[id(node)] == 1:
            for part in node.parts:
                count(part)

    for each in expressions:
        count(each)
    return uses
