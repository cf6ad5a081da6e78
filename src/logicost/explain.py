"""Every step behind a quote: its value, its rule in words, the card it is from and where that was read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from logicost.rules.expressions import Binary, Cell, Divide, Expression, FindRow, Not, Reference, Select
from logicost.rules.plan import Kind, Plan, ProgramPlan

if TYPE_CHECKING:
    from logicost.quote import Quote


@dataclass(frozen=True, slots=True)
class ExplainedStep:
    """One step.

    Attributes:
        name, value: the step and what it came to, with its unit.
        rule: the expression in words; `note`: the published sentence that it follows.
        edition: the card's id; `source`: an address where the card was read, where there is a public one.
    """

    name: str
    value: str
    rule: str
    note: str
    edition: str | None
    source: str | None


def explain_quote(quote: Quote) -> list[ExplainedStep]:
    """The steps that the quote's program uses, in order; inputs that they start from come first."""
    answer = quote._answer
    if answer is None:
        return []
    plan, text = answer.plan, answer.text
    program = plan.programs[quote._canonical]
    used = used_names(plan, program)
    urls = {choice.edition.id: choice.edition.url for choice in plan.editions.values() if choice.edition}
    explained = [
        ExplainedStep(name, text.value(name, answer.values), "given", "", None, None)
        for name in answer.values
        if name in used and name not in plan.steps
    ]
    explained += [
        ExplainedStep(
            name=step.name,
            value=text.value(step.name, answer.values),
            rule=text.rule(step.name),
            note=step.note,
            edition=step.edition,
            source=urls.get(step.edition) if step.edition else None,
        )
        for step in plan.steps.values()
        if step.name in used and step.kind is not Kind.ROW
    ]
    return explained


def used_names(plan: Plan, program: ProgramPlan) -> set[str]:
    """The steps and inputs on which the program's lines and totals depend."""
    wanted = [program.step(name) for name in ("total_cost", "profit", "margin", "roi", "status")]
    wanted += [name for name in (program.size_tier, program.dimensional_weight, program.shipping_weight) if name]
    used: set[str] = set()
    while wanted:
        name = wanted.pop()
        if name not in used:
            used.add(name)
            step = plan.steps.get(name)
            if step is not None:
                wanted.extend(references(step.expression))
    return used


def references(node: Expression) -> list[str]:
    """The names that an expression mentions."""
    match node:
        case Reference(name):
            return [name]
        case Binary(_, left, right):
            return references(left) + references(right)
        case Not(operand):
            return references(operand)
        case Select(condition, then, otherwise):
            return references(condition) + references(then) + references(otherwise)
        case Divide(numerator, divisor, _):
            return references(numerator) + references(divisor)
        case FindRow(_, keys, along):
            return [name for key in keys for name in references(key)] + references(along)
        case Cell(_, row, _, _):
            return references(row)
    return []
