"""Every step behind a quote: its value, its rule in words, the card it is from and where that was read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from logicost.answers.engine import Answer
from logicost.answers.results import ExplainedStep
from logicost.inputs.fields import FIELD
from logicost.inputs.readers import ZONES
from logicost.inputs.scalar import PARCEL
from logicost.rules.plan import Kind, Plan, Step
from logicost.rules.program_plan import Line, ProgramPlan

_ZONE = ("zone", "zone_mix")
_READ_FROM = {  # inputs that are read from columns of other names
    "days_in_storage": ("days_in_storage", "average_inventory"),
    **dict.fromkeys(PARCEL, ("parcel",)),
    **dict.fromkeys(("zone_given", "zone_number", *(f"share_{zone}" for zone in ZONES)), _ZONE),
}


def explain_program(answer: Answer, name: str, everything: bool = False) -> list[ExplainedStep]:
    """The steps behind the quote of one program, in order; the inputs that they start from come first.

    Args:
        everything: also the steps of lines that do not apply to this product.
    """
    plan, text, values = answer.plan, answer.text, answer.values
    program = plan.program_of(name)
    lines = [line for line in program.lines if everything or values[line.shown]]
    closing = [program.step(name) for name in ("total_cost", "profit", "margin", "status")]
    closing += [program.step("roi")] if values[program.step("invested")] > 0 else []
    used = used_names(plan, _roots(program, lines)) | set(closing)
    cards = plan.cards
    given = [
        ExplainedStep(name, text.value(name, values), origin or "given", "", None, None)
        for name in values
        for origin in (_origin(name, answer.origins),)
        if name in used and name not in plan.steps and (everything or origin or not _is_default(name, values[name]))
    ]
    return given + [
        ExplainedStep(
            name=step.name,
            value=text.value(step.name, values),
            rule=step.note if step.name in closing else text.rule(step.name),
            note="" if step.name in closing else step.note,
            edition=edition,
            source=card.url if card else None,
            sources=card.sources if card else (),
        )
        for step in plan.steps.values()
        if step.name in used and (everything or _is_telling(step, values))
        for edition in (plan.edition_of(step, values),)
        for card in (cards.get(edition or ""),)
    ]


def _origin(name: str, origins: Mapping[str, str]) -> str:
    """From where an input came, where that is the seller's defaults."""
    columns = _READ_FROM.get(name, (name,))
    return next((f"from {origins[column]}" for column in columns if column in origins), "")


def _is_default(name: str, value: int) -> bool:
    """Whether an input was not given; sides, weights and the like have no default."""
    if name in PARCEL:
        return value == 0
    return name in FIELD and FIELD[name].is_plain and value == FIELD[name].absent


def _is_telling(step: Step, values: Mapping[str, int]) -> bool:
    return step.kind is not Kind.ROW and (step.when is None or bool(values[step.when]))


def _roots(program: ProgramPlan, lines: Iterable[Line]) -> list[str]:
    shown = [name for name in (program.size_tier, program.dimensional_weight, program.shipping_weight) if name]
    return shown + [name for line in lines for name in (line.amount, line.status)]


def output_names(program: ProgramPlan) -> list[str]:
    """The steps that results show: what a reading must evaluate, with all that they depend on."""
    closing = [program.step(name) for name in ("total_cost", "profit", "margin", "roi", "status", "invested")]
    flags = [line.shown for line in program.lines] + [refusal.condition for refusal in program.refusals]
    return [program.revenue, program.sales_tax, *closing, *flags, *_roots(program, program.lines)]


def line_names(program: ProgramPlan) -> list[tuple[str, str]]:
    """The steps of lines among them, each with the flag step that says where the line is shown: elsewhere they mean nothing."""
    return [(name, line.shown) for line in program.lines for name in (line.amount, line.status)]


def used_names(plan: Plan, wanted: Iterable[str]) -> set[str]:
    """Those steps, and all the steps and inputs on which they depend."""
    open_names = list(wanted)
    used: set[str] = set()
    while open_names:
        name = open_names.pop()
        if name not in used:
            used.add(name)
            step = plan.steps.get(name)
            if step is not None:
                open_names.extend(step.mentions)
    return used
