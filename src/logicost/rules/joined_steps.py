"""Steps of several plans as those of one plan, in which the place of a row's plan is an input.

What all have stands once. Figures that are others elsewhere are looked up by the place; cards' tables become one, with the
card as a further key; what is put together otherwise is chosen. A step may be anything in rows whose plan has no such step.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial, reduce
from graphlib import CycleError, TopologicalSorter

from logicost.rules.expressions import (
    FALSE,
    Binary,
    Cell,
    Constant,
    Expression,
    FindRow,
    Reference,
    Select,
    chain,
    references,
)
from logicost.rules.plan import Kind, Plan
from logicost.rules.specialised import rows_only_looked_up
from logicost.rules.table import Row, Table, make_table

DAY_CLASS = "day_class"  # the input: the place of the row's class of days among the plans
_CLASS = Reference(DAY_CLASS)
_LISTS = ("+", "and", "or", "max", "min")  # operators of which the order of operands does not matter


class NotAlikeError(Exception):
    """The plans cannot be one: quote their days apart."""


@dataclass(frozen=True, slots=True)
class _Variant:
    """An expression, and the classes that have it."""

    node: Expression
    classes: tuple[int, ...]


class JoinedSteps:
    """The steps of some plans as those of one.

    Attributes:
        plans: those that are joined; their places are the classes.
        plan: the one, with their steps and no programs.
        kinds: of each step.

    Raises:
        NotAlikeError: the steps cannot be one.
    """

    def __init__(self, plans: Sequence[Plan]) -> None:
        self.plans, first = plans, plans[0]
        self._tables: dict[tuple[int, ...], Table] = {}
        self._numbers: dict[tuple[int, ...], Expression] = {}
        self.kinds: dict[str, Kind] = {}
        names = dict.fromkeys(name for plan in plans for name in plan.steps)
        variants = {name: self._variants(name) for name in names}
        self._rows = self._row_tables(variants)
        steps = {name: self._joined(each) for name, each in variants.items()}
        self.plan = Plan(first.market, first.day, first.shelf, {*first.inputs, DAY_CLASS}, first.words)
        self._add(steps)

    def _variants(self, name: str) -> list[_Variant]:
        found: list[tuple[Expression, list[int]]] = []
        before, places = None, list[int]()
        for place, plan in enumerate(self.plans):
            if (step := plan.steps.get(name)) is None:
                continue
            if step is before:  # as most are, where plans are made one from the other
                places.append(place)
                continue
            before = step
            if self.kinds.setdefault(name, step.kind) is not step.kind:
                raise NotAlikeError
            for node, places in reversed(found):  # most often it is that of the class before
                first = self.plans[places[0]].steps[name]
                if first == step:
                    plan.steps[name] = first  # so that plans which stay hold what they share but once
                elif node != step.expression:
                    continue
                places.append(place)
                break
            else:
                places = [place]
                found.append((step.expression, places))
        return [_Variant(node, tuple(places)) for node, places in found]

    def _row_tables(self, variants: Mapping[str, list[_Variant]]) -> dict[str, tuple[Table, frozenset[int]]]:
        """Steps that find a row of other tables in other classes: the table that joins them, and which those are."""
        found = {}
        for name, each in variants.items():
            tables = [one.node.table for one in each if isinstance(one.node, FindRow)]
            if len(tables) == len(each) and (table := self._table(each)) is not None:
                found[name] = table, frozenset(map(id, tables))
        return found

    def _table(self, variants: Sequence[_Variant]) -> Table | None:
        """The tables of look-ups as one, whose first key says which it is; None where there is one, or they have other columns."""
        tables = [one.node.table for one in variants if isinstance(one.node, FindRow | Cell)]
        distinct = list(dict.fromkeys(tables))
        if len(tables) < len(variants) or len(distinct) == 1:
            return None
        first = distinct[0]
        if any((len(each.key_names), each.columns) != (len(first.key_names), first.columns) for each in distinct):
            return None
        key = tuple(map(id, distinct))
        if key not in self._tables:
            rows = [row._replace(keys=(place, *row.keys)) for place, each in enumerate(distinct) for row in each.rows]
            names = ("card", *first.key_names)
            self._tables[key] = make_table(first.name, names, first.along, first.columns, rows)
        return self._tables[key]

    def _joined(self, variants: Sequence[_Variant]) -> Expression:
        if len(variants) == 1:
            return variants[0].node
        nodes = [each.node for each in variants]
        first = nodes[0]
        if all(isinstance(node, Constant) for node in nodes):
            return self.number({place: each.node.value for each in variants for place in each.classes
                                 if isinstance(each.node, Constant)})  # fmt: skip
        if any(type(node) is not type(first) for node in nodes):
            return self._chosen(variants)
        if isinstance(first, FindRow):
            return self._find(first, variants)
        if isinstance(first, Cell):
            return self._cell(first, variants)
        if any(node.own != first.own or len(node.parts) != len(first.parts) for node in nodes) or not first.parts:
            return self._chosen(variants)
        if isinstance(first, Binary) and first.operator in _LISTS:
            return self._list(first.operator, variants)
        return first.made_of(*self._parts(variants))

    def _parts(self, variants: Sequence[_Variant]) -> list[Expression]:
        """The parts of nodes of the same kind, each joined."""
        count = len(variants[0].node.parts)
        return [
            self._joined(_merged((each.node.parts[place], each.classes) for each in variants)) for place in range(count)
        ]

    def _find(self, first: FindRow, variants: Sequence[_Variant]) -> Expression:
        table = self._table(variants)
        same = all(each.node.own is first.table for each in variants)
        if table is None and not same:
            return self._chosen(variants)
        *keys, along = self._parts(variants)
        if table is None:
            return FindRow(first.table, tuple(keys), along)
        cards = {id(each): place for place, each in enumerate(dict.fromkeys(one.node.own for one in variants))}
        which = self.number({place: cards[id(each.node.own)] for each in variants for place in each.classes})
        return FindRow(table, (which, *keys), along)

    def _cell(self, first: Cell, variants: Sequence[_Variant]) -> Expression:
        cells = [each.node for each in variants if isinstance(each.node, Cell)]
        if any((cell.column, cell.missing) != (first.column, first.missing) for cell in cells):
            return self._chosen(variants)
        (row,) = self._parts(variants)
        if all(cell.table is first.table for cell in cells):
            return replace(first, row=row)
        if isinstance(row, Reference) and row.name in self._rows:
            return replace(first, row=row)  # `_with_rows` gives it the joined table
        if isinstance(row, FindRow) and row.table is self._table(variants):
            return Cell(row.table, row, first.column, first.missing)
        return self._chosen(variants)

    def _list(self, operator: str, variants: Sequence[_Variant]) -> Expression:
        """Operands that are alike stand once; those that not all classes have count in theirs."""
        lists = [(chain(operator, each.node), each.classes) for each in variants]
        twice = {shape for each, _ in lists for shape, count in Counter(map(_shape, each)).items() if count > 1}
        operands: dict[object, list[tuple[Expression, tuple[int, ...]]]] = {}
        for each, classes in lists:
            seen: Counter[Expression] = Counter()
            for operand in each:
                seen[operand] += 1
                shape = _shape(operand)
                key = (operand, seen[operand]) if shape in twice else shape
                operands.setdefault(key, []).append((operand, classes))
        count = sum(len(classes) for _, classes in lists)
        common, others = [], []
        for alike in operands.values():
            node = self._joined(_merged(alike))
            here = [place for _, classes in alike for place in classes]
            if len(here) == count:
                common.append(node)
            else:
                others.append((here, node))
        if not common:
            return variants[0].node.made_of(*self._parts(variants))
        neutral = FALSE if operator == "+" else common[0]
        counted = [*common, *(Select(self.among(here), node, neutral) for here, node in others)]
        return reduce(partial(Binary, operator), counted)

    def _chosen(self, variants: Sequence[_Variant]) -> Expression:
        *others, last = variants
        result = last.node
        for each in others:
            result = Select(self.among(each.classes), each.node, result)
        return result

    def among(self, classes: Iterable[int]) -> Expression:
        """Whether the row's class is one of them."""
        these = set(classes)
        return self.number({place: int(place in these) for place in range(len(self.plans))})

    def number(self, by_class: Mapping[int, int]) -> Expression:
        """A number for each class; classes without one have any."""
        some = next(iter(by_class.values()))
        numbers = tuple(by_class.get(place, some) for place in range(len(self.plans)))
        if len(set(numbers)) == 1:
            return Constant(some)
        if numbers not in self._numbers:
            rows = [Row((), place, (number,)) for place, number in enumerate(numbers)]
            table = make_table(
                "classes of days", (), DAY_CLASS, ("number",), rows
            )  # so that a row's number is its class
            self._numbers[numbers] = Cell(table, _CLASS, "number", some)
        return self._numbers[numbers]

    def _add(self, steps: Mapping[str, Expression]) -> None:
        """The steps in an order in which each stands after those that it needs."""
        mentioned = {name: references(node) for name, node in steps.items()}
        needs = {name: [each for each in names if each in steps] for name, names in mentioned.items()}
        try:
            for name in TopologicalSorter(needs).static_order():
                words = next(plan.steps[name].words for plan in self.plans if name in plan.steps)
                node = steps[name]
                if not self._rows.keys().isdisjoint(mentioned[name]):
                    node = self._with_rows(node)
                self.plan.step(name, node, self.kinds[name], words=words)
        except CycleError:
            raise NotAlikeError from None
        rows = self._rows.keys()
        near = [
            step for step in self.plan.steps.values() if step.name in rows or not rows.isdisjoint(mentioned[step.name])
        ]
        if not rows_only_looked_up(near).issuperset(rows):  # a row's number would mean another row
            raise NotAlikeError

    def _with_rows(self, node: Expression) -> Expression:
        """The same with the joined tables of the rows that are looked up."""
        if isinstance(node, Cell) and isinstance(node.row, Reference) and node.row.name in self._rows:
            table, tables = self._rows[node.row.name]
            if id(node.table) not in tables:
                raise NotAlikeError
            return replace(node, table=table)
        parts = [self._with_rows(part) for part in node.parts]
        return node if all(map(_is, parts, node.parts)) else node.made_of(*parts)

    def named(self, names: Mapping[int, str]) -> Expression:
        """In each class the step of that name."""
        if len(set(names.values())) == 1:
            return Reference(next(iter(names.values())))
        return self._joined(_merged((Reference(name), (place,)) for place, name in names.items()))


def _shape(operand: Expression) -> object:
    """What operands of several classes have in common that are the same but for figures: that they are one, or the first of
    their parts."""
    if isinstance(operand, Constant):
        return Constant
    return (operand.own, operand.parts[0]) if isinstance(operand, Select | Binary) else operand


def _is(one: object, other: object) -> bool:
    return one is other


def _merged(nodes: Iterable[tuple[Expression, tuple[int, ...]]]) -> list[_Variant]:
    found: dict[Expression, tuple[int, ...]] = {}
    for node, classes in nodes:
        found[node] = (*found.get(node, ()), *classes)
    return [_Variant(node, classes) for node, classes in found.items()]
