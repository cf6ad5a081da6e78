"""Plans of several classes of days as one plan, in which the class of a row's day is an input: most of their steps are the
same, and are worked out once for all rows. Only whole columns are worked out so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from logicost.rules.expressions import FALSE, Constant, Expression, Reference, Select
from logicost.rules.joined_steps import JoinedSteps, NotAlikeError
from logicost.rules.plan import ALWAYS, Kind, Plan
from logicost.rules.program_plan import Line, Note, ProgramPlan, Refusal
from logicost.rules.text import PLACEHOLDER

T = TypeVar("T")
Told = TypeVar("Told", Note, Refusal)


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
    return _Together(plans).plan


class _Together(JoinedSteps):
    """The programs of some plans as those of one: each line, note and refusal where the row is of a class that has it."""

    def __init__(self, plans: Sequence[Plan]) -> None:
        super().__init__(plans)
        for name in plans[0].programs:
            self._program([plan.programs[name] for plan in plans])

    def _program(self, programs: Sequence[ProgramPlan]) -> None:
        first = programs[0]
        name = first.step
        made = self.plan.program(first.name, first.serves)

        def step(part: str, kind: Kind, names: Iterable[str]) -> str:
            return self._step(name(part), self.named(dict(enumerate(names))), kind)

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
        return self.plan.step(name, Select(self.among(of_class), tier, Constant(-1)), Kind.WORD, words=words).name

    def _promise(self, made: ProgramPlan, programs: Sequence[ProgramPlan]) -> None:
        promises = {place: each.promise for place, each in enumerate(programs) if each.promise is not None}
        if not promises:
            return
        if len(set(promises.values())) > 1:
            raise NotAlikeError
        made.promise = next(iter(promises.values()))
        kept = self.named({place: programs[place].promised or self.plan[ALWAYS].name for place in promises})
        if len(promises) < len(programs):
            kept = Select(self.among(promises), kept, FALSE)
        made.promised = self._step(made.step("promised_then"), kept, Kind.FLAG)

    def _line(self, name: str, lines: Mapping[int, Line]) -> Line:
        shown = self.named({place: line.shown for place, line in lines.items()})
        if len(lines) < len(self.plans):
            shown = Select(self.among(lines), shown, FALSE)
        cards, first_card = _one_after_another({place: line.cards for place, line in lines.items()})
        reasons, first_reason = _one_after_another({place: line.reasons for place, line in lines.items()})
        card = self._after(first_card, {place: line.card for place, line in lines.items()})
        reason = self._after(first_reason, {place: line.reason for place, line in lines.items()})
        amount = self.named({place: line.amount for place, line in lines.items()})
        status = self.named({place: line.status for place, line in lines.items()})
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
        begin, place = self.number(begins), self.named(names)
        return place if begin == FALSE else place + begin

    def _step(self, name: str, node: Expression, kind: Kind) -> str:
        """The step that the node is already, or a new one."""
        return node.name if isinstance(node, Reference) else self.plan.step(f"{name} (of the day)", node, kind).name

    def _told(self, name: str, lists: Sequence[Sequence[Told]]) -> list[Told]:
        """What each class has, in its order, where the row is of such a class."""
        told: list[Told] = []
        for place, (each, classes) in enumerate(_in_order(lists)):
            is_note = isinstance(each, Note)
            flag, text = (each.flag, each.text) if isinstance(each, Note) else (each.condition, each.message)
            if len(classes) < len(lists):
                flag = self._step(f"{name}_{place}", self.among(classes) & Reference(flag), Kind.FLAG)
            names = ("flag", "text") if is_note else ("condition", "message")
            told.append(replace(each, **dict(zip(names, (flag, self._text(text)), strict=True))))
        return told

    def _text(self, text: str) -> str:
        """A text with steps whose words are those of the row's class."""
        return PLACEHOLDER.sub(lambda match: f"{{{self._shown_as(match[1])}}}", text)

    def _shown_as(self, name: str) -> str:
        """The step of which the words tell that step in all classes."""
        words = {place: plan.steps[name].words for place, plan in enumerate(self.plans) if name in plan.steps}
        if len(set(words.values())) < 2:
            return name
        shown = f"{name} (of the day)"
        if shown not in self.plan.steps:
            every, begins = _one_after_another(words)
            place = Reference(name)
            node = Select(place < 0, place, place + self.number(begins))
            self.plan.step(shown, node, self.kinds[name], words=every)
        return shown


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
