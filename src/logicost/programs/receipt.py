"""What is to be said of the day on which Amazon received the unit."""

from __future__ import annotations

from logicost.inputs.fields import NOT_GIVEN
from logicost.rules.expressions import maximum
from logicost.rules.plan import Kind, Plan, defines
from logicost.rules.program_plan import Note, ProgramPlan


def check_receipt(plan: Plan, program: ProgramPlan) -> None:
    """A refusal where it lies after the ship date; a note where the unit is said to be stored for longer than it was there."""
    given, day = plan.input("received_on"), plan.input("ship_day")
    plan.refuse(
        program,
        "received_after_it_ships",
        given > day,
        "received_too_late",
        "received_on",
        "received_on is {received_on}, after the ship date {ship_day}: a unit ships after it was received",
    )
    program.notes.append(
        Note(
            plan["received_within_its_stay"].name,
            "received_on is {received_on}, but a unit that ships on {ship_day} after days_in_storage of {days_in_storage} "
            "was received before",
        )
    )


@defines("received_within_its_stay")
def received_within_its_stay(plan: Plan) -> None:
    given, day, days = (plan.input(name) for name in ("received_on", "ship_day", "days_in_storage"))
    within = (given > NOT_GIVEN) & (given + maximum(days, 0) > day)
    plan.step("received_within_its_stay", within, Kind.FLAG, "stored for longer than it was there")
