"""Plans of several classes of days as one plan, in which the class of a row's day is an input.

Most steps are the same on all days and are worked out once for all rows. Figures that are others on other days are looked
up by the class; cards' tables become one, with the card as a further key; what is put together otherwise is chosen.
Only whole columns are worked out so: a step may be anything in rows of a class that has no such step.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from graphlib import CycleError, TopologicalSorter
from typing import TypeVar

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
from logicost.rules.plan import ALWAYS, Kind, Plan
from logicost.rules.program_plan import Line, Note, ProgramPlan, Refusal
from logicost.rules.specialised import rows_only_looked_up
from logicost.rules.table import Row, Table, make_table
from logicost.rules.text import PLACEHOLDER

DAY_CLASS = "day_class"  # the input: the place of the row's class among the plans
_CLASS = Reference(DAY_CLASS)
_LISTS = ("+", "and", "or", "max", "min")  # operators of which the order of operands does not matter
T = TypeVar("T")
Told = TypeVar("Told", Note, Refusal)


class NotAlikeError(Exception):
    """The plans cannot be one: quote their days apart."""


@dataclass(frozen=True, slots=True)
class _Variant:
    """An expression, and the classes that have it."""

    node: Expression
    classes: tuple[int, ...]


def joined(plans: Sequence[Plan]) -> Plan:
    """One plan for all of them; `DAY_CLASS` is the place among them.

    Args:
        plans: of one market and the same programs.

    Raises:
        NotAlikeError: they cannot be one.
    """
    first = plans[0]
    if any(list(plan.programs) != list(first.programs) for plan in plans):
        raise NotAlikeError
    return _Joining(plans).plan


class _Joining:
    def __init__(self, plans: Sequence[Plan]) -> None:
        self._plans, first = plans, plans[0]
        self._tables: dict[tuple[int, ...], Table] = {}
        self._numbers: dict[tuple[int, ...], Expression] = {}
        self._kinds: dict[str, Kind] = {}
        names = dict.fromkeys(name for plan in plans for name in plan.steps)
        variants = {name: self._variants(name) for name in names}
        self._rows = self._row_tables(variants)
        steps = {name: self._joined(each) for name, each in variants.items()}
        self.plan = Plan(first.market, first.day, first.shelf, {*first.inputs, DAY_CLASS}, first.words)
        self._add(steps)
        for name in first.programs:
            self._program([plan.programs[name] for plan in plans])
        looked_up = rows_only_looked_up(list(self.plan.steps.values()))
        if not looked_up.issuperset(self._rows):  # a row's number would mean another row
            raise NotAlikeError

    def _variants(self, name: str) -> list[_Variant]:
        found: list[tuple[Expression, list[int]]] = []
        for place, plan in enumerate(self._plans):
            if (step := plan.steps.get(name)) is None:
                continue
            if self._kinds.setdefault(name, step.kind) is not step.kind:
                raise NotAlikeError
            for node, places in reversed(found):  # most often it is that of the class before
                if node == step.expression:
                    places.append(place)
                    break
            else:
                found.append((step.expression, [place]))
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
            return self._number({place: each.node.value for each in variants for place in each.classes
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
        which = self._number({place: cards[id(each.node.own)] for each in variants for place in each.classes})
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
        """Operands that all have stand once; of the others each counts in its classes."""
        operands: dict[tuple[Expression, int], list[int]] = {}
        for each in variants:
            seen: dict[Expression, int] = {}
            for operand in chain(operator, each.node):
                seen[operand] = seen.get(operand, 0) + 1
                operands.setdefault((operand, seen[operand]), []).extend(each.classes)
        every = sum(len(each.classes) for each in variants)
        common = [operand for (operand, _), classes in operands.items() if len(classes) == every]
        if not common:
            return variants[0].node.made_of(*self._parts(variants))
        neutral = FALSE if operator == "+" else common[0]
        result = common[0]
        for operand in common[1:]:
            result = Binary(operator, result, operand)
        for (operand, _), classes in operands.items():
            if len(classes) < every:
                result = Binary(operator, result, Select(self._among(classes), operand, neutral))
        return result

    def _chosen(self, variants: Sequence[_Variant]) -> Expression:
        *others, last = variants
        result = last.node
        for each in others:
            result = Select(self._among(each.classes), each.node, result)
        return result

    def _among(self, classes: Iterable[int]) -> Expression:
        """Whether the row's class is one of them."""
        these = set(classes)
        return self._number({place: int(place in these) for place in range(len(self._plans))})

    def _number(self, by_class: Mapping[int, int]) -> Expression:
        """A number for each class; classes without one have any."""
        some = next(iter(by_class.values()))
        numbers = tuple(by_class.get(place, some) for place in range(len(self._plans)))
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
        whole = {name: self._with_rows(node) for name, node in steps.items()}
        needs = {name: [each for each in references(node) if each in whole] for name, node in whole.items()}
        try:
            for name in TopologicalSorter(needs).static_order():
                words = next(plan.steps[name].words for plan in self._plans if name in plan.steps)
                self.plan.step(name, whole[name], self._kinds[name], words=words)
        except CycleError:
            raise NotAlikeError from None

    def _with_rows(self, node: Expression) -> Expression:
        """The same with the joined tables of the rows that are looked up."""
        if isinstance(node, Cell) and isinstance(node.row, Reference) and node.row.name in self._rows:
            table, tables = self._rows[node.row.name]
            if id(node.table) not in tables:
                raise NotAlikeError
            return replace(node, table=table)
        parts = [self._with_rows(part) for part in node.parts]
        return node if all(map(_is, parts, node.parts)) else node.made_of(*parts)

    def _program(self, programs: Sequence[ProgramPlan]) -> None:
        first = programs[0]
        name = first.step
        made = self.plan.program(first.name, first.serves)

        def step(part: str, kind: Kind, names: Iterable[str]) -> str:
            return self._step(name(part), self._named(dict(enumerate(names))), kind)

        made.dimensional_weight = step(
            "dimensional_weight", Kind.WEIGHT, (each.dimensional_weight for each in programs)
        )
        made.shipping_weight = step("shipping_weight", Kind.WEIGHT, (each.shipping_weight for each in programs))
        made.revenue = step("revenue", Kind.MONEY, (each.revenue for each in programs))
        made.sales_tax = step("sales_tax", Kind.MONEY, (each.sales_tax for each in programs))
        made.goes_by_category = step("category", Kind.FLAG, (each.goes_by_category for each in programs))
        made.size_tier = self._size_tier(name("size_tier"), [each.size_tier for each in programs])
        self._promise(made, programs)
        made.notes = self._told(name("note"), [program.notes for program in programs])
        made.refusals = self._told(name("refusal"), [program.refusals for program in programs])
        fees = _in_order([[line.fee for line in program.lines] for program in programs])
        if len({fee for fee, _ in fees}) < len(fees):
            raise NotAlikeError
        for fee, _ in fees:
            by_class = {
                place: line for place, program in enumerate(programs) for line in program.lines if line.fee == fee
            }
            made.lines.append(self._line(name(fee), by_class))

    def _size_tier(self, name: str, tiers: Sequence[str | None]) -> str | None:
        """-1, which is no word, in classes that have none."""
        of_class = {place: tier for place, tier in enumerate(tiers) if tier is not None}
        if not of_class:
            return None
        if len({self._shown_as(tier) for tier in of_class.values()}) > 1:
            raise NotAlikeError
        tier = Reference(self._shown_as(next(iter(of_class.values()))))
        if len(of_class) == len(tiers):
            return tier.name
        words = self.plan.steps[tier.name].words
        return self.plan.step(name, Select(self._among(of_class), tier, Constant(-1)), Kind.WORD, words=words).name

    def _promise(self, made: ProgramPlan, programs: Sequence[ProgramPlan]) -> None:
        promises = {place: each.promise for place, each in enumerate(programs) if each.promise is not None}
        if not promises:
            return
        if len(set(promises.values())) > 1:
            raise NotAlikeError
        made.promise = next(iter(promises.values()))
        kept = self._named({place: programs[place].promised or self.plan[ALWAYS].name for place in promises})
        if len(promises) < len(programs):
            kept = Select(self._among(promises), kept, FALSE)
        made.promised = self._step(made.step("promised_then"), kept, Kind.FLAG)

    def _line(self, name: str, lines: Mapping[int, Line]) -> Line:
        shown = self._named({place: line.shown for place, line in lines.items()})
        if len(lines) < len(self._plans):
            shown = Select(self._among(lines), shown, FALSE)
        cards, first_card = _one_after_another({place: line.cards for place, line in lines.items()})
        reasons, first_reason = _one_after_another({place: line.reasons for place, line in lines.items()})
        card = self._after(first_card, {place: line.card for place, line in lines.items()})
        reason = self._after(first_reason, {place: line.reason for place, line in lines.items()})
        amount = self._named({place: line.amount for place, line in lines.items()})
        status = self._named({place: line.status for place, line in lines.items()})
        return Line(
            fee=next(iter(lines.values())).fee,
            shown=self._step(f"{name}_shown", shown, Kind.FLAG),
            amount=self._step(f"{name}_amount", amount, Kind.MONEY),
            status=self._step(f"{name}_status", status, Kind.STATUS),
            card=self._step(f"{name}_card", card, Kind.COUNT),
            cards=cards,
            reason=self._step(f"{name}_reason", reason, Kind.COUNT),
            reasons=tuple(map(self._text, reasons)),
        )

    def _after(self, begins: Mapping[int, int], names: Mapping[int, str]) -> Expression:
        """The place that the step of each class says, behind where those of its class begin."""
        begin, place = self._number(begins), self._named(names)
        return place if begin == FALSE else place + begin

    def _step(self, name: str, node: Expression, kind: Kind) -> str:
        """The step that the node is already, or a new one."""
        return node.name if isinstance(node, Reference) else self.plan.step(f"{name} (of the day)", node, kind).name

    def _named(self, names: Mapping[int, str]) -> Expression:
        """In each class the step of that name."""
        return self._joined(_merged((Reference(name), (place,)) for place, name in names.items()))

    def _told(self, name: str, lists: Sequence[Sequence[Told]]) -> list[Told]:
        """What each class has, in its order, where the row is of such a class."""
        told: list[Told] = []
        for place, (each, classes) in enumerate(_in_order(lists)):
            is_note = isinstance(each, Note)
            flag, text = (each.flag, each.text) if isinstance(each, Note) else (each.condition, each.message)
            if len(classes) < len(lists):
                flag = self._step(f"{name}_{place}", self._among(classes) & Reference(flag), Kind.FLAG)
            names = ("flag", "text") if is_note else ("condition", "message")
            told.append(replace(each, **dict(zip(names, (flag, self._text(text)), strict=True))))
        return told

    def _text(self, text: str) -> str:
        """A text with steps whose words are those of the row's class."""
        return PLACEHOLDER.sub(lambda match: f"{{{self._shown_as(match[1])}}}", text)

    def _shown_as(self, name: str) -> str:
        """The step of which the words tell that step in all classes."""
        words = {place: plan.steps[name].words for place, plan in enumerate(self._plans) if name in plan.steps}
        if len(set(words.values())) < 2:
            return name
        shown = f"{name} (of the day)"
        if shown not in self.plan.steps:
            every, begins = _one_after_another(words)
            place = Reference(name)
            node = Select(place < 0, place, place + self._number(begins))
            self.plan.step(shown, node, self._kinds[name], words=every)
        return shown


def _is(one: object, other: object) -> bool:
    return one is other


def _merged(nodes: Iterable[tuple[Expression, tuple[int, ...]]]) -> list[_Variant]:
    found: dict[Expression, tuple[int, ...]] = {}
    for node, classes in nodes:
        found[node] = (*found.get(node, ()), *classes)
    return [_Variant(node, classes) for node, classes in found.items()]


def _in_order(lists: Sequence[Sequence[T]]) -> list[tuple[T, tuple[int, ...]]]:
    """The lists as one, in which those of each stand in its order: each thing with the lists that have it there."""
    found: list[tuple[T, tuple[int, ...]]] = []
    for number, things in enumerate(lists):
        begin = 0
        for thing in things:
            place = next((place for place in range(begin, len(found)) if found[place][0] == thing), None)
            if place is None:
                found.insert(begin, (thing, (number,)))
                begin += 1
            else:
                found[place] = thing, (*found[place][1], number)
                begin = place + 1
    return found


def _one_after_another(tuples: Mapping[int, tuple[T, ...]]) -> tuple[tuple[T, ...], dict[int, int]]:
    """The distinct ones as one, and where that of each class begins in it."""
    begins: dict[tuple[T, ...], int] = {}
    whole: list[T] = []
    for each in tuples.values():
        if each not in begins:
            begins[each] = len(whole)
            whole += each
    return tuple(whole), {place: begins[each] for place, each in tuples.items()}
