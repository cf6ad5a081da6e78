"""FBA New Selection: of a new parent product the first units, in its first days, are free of some fees.

A quote is for one unit: ``new_selection`` says that the product is enrolled and that this unit lies within the days of the
programme; ``new_selection_units_sold``, how many units were sold in it before this one. A waived line stays, with an amount
of zero and the limits as its reason. From 2026-07-30 the programme also caps the referral fee: `new_selection_credit`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from logicost.errors import RefusedError
from logicost.fees.cards import read_card
from logicost.fees.charge import Charge
from logicost.fees.declared import ascending, by_word, card_of, count, count_of, is_said, nested, part, rate_of, text
from logicost.fees.eras import ends_on_ship_day
from logicost.fees.selling_plan import is_individual
from logicost.fees.sourced import sourced
from logicost.inputs.days import day_number
from logicost.rules.expressions import Expression, Reference, select
from logicost.rules.plan import Kind, Plan, defines, once
from logicost.rules.program_plan import Note, ProgramPlan
from logicost.tables.cursor import Cursor
from logicost.tables.shelf import Choice
from logicost.tables.status import Status

_FEES = (
    "storage_of_standard_size", "storage_of_other_sizes", "storage_utilization", "returns_processing", "low_inventory_level",
    "inbound_placement",
)  # fmt: skip
_UNITS = "units"  # of the product; else the card says of which


@part
class Limits:
    """How far a waiver goes; None where the source sets no limit of the kind.

    Attributes:
        counted: which units count: those of the product, or ``units above the threshold``.
        uncertain: of low confidence.
    """

    units: int | None = count(absent=None)
    days: int | None = count(absent=None)
    counted: str = text(absent=_UNITS, of="of")
    uncertain: bool = is_said("low", of="confidence")

    def check(self, body: Cursor) -> None:
        if self.units is None and self.days is None:
            body.fail("must have units or days")

    @property
    def units_sold(self) -> int | None:
        """The waiver ends when so many units of the product are sold; None where it counts others, or none."""
        return self.units if self.counted == _UNITS else None

    def words(self) -> str:
        """``for the first 20 units, within 180 days of the product's first unit received``."""
        parts = []
        if self.units is not None:
            parts.append(f"for the first {self.units} {self.counted}")
        if self.days is not None:
            parts.append(f"within {self.days} days of the product's first unit received")
        return ", ".join(parts)


@card_of("new_selection/1")
class NewSelection:
    """The programme's card.

    Attributes:
        waives: fee to the limits of its waiver.
        referral_at_most: (units sold in the programme, up to and including; share of the price), ascending.
        not_included: what of the programme a quote leaves out.
    """

    waives: dict[str, Limits] = by_word(nested(Limits), *_FEES)
    referral_at_most: tuple[tuple[int, int], ...] = ascending(count_of, rate_of, absent=())
    not_included: str = text()


@dataclass(frozen=True, slots=True)
class Waiver:
    """One fee's waiver on the plan's day.

    Attributes:
        member: a flag step, whether the unit is in the programme; `status`: how well the waiver is known.
        edition: the card's id.
    """

    limits: Limits
    member: Reference
    status: Status
    edition: str

    def flag(self, plan: Plan, name: str, where: Expression) -> Reference:
        """A flag step: the unit is in the programme, within the waiver's units, and `where` holds."""
        if self.limits.units_sold is not None:
            where = where & (plan.input("new_selection_units_sold") < self.limits.units_sold)
        return self.member_where(plan, name, where)

    def member_where(self, plan: Plan, name: str, where: Expression) -> Reference:
        """A flag step: the unit is in the programme, and `where` holds."""
        return plan.step(name, self.member & where, Kind.FLAG, "FBA New Selection", self.edition, when=name)

    def why(self) -> str:
        return f"no fee: FBA New Selection waives it {self.limits.words()}"


def find_limits(choice: Choice, fee: str) -> tuple[Limits, Status] | None:
    """How far the programme's card waives a fee, and how well that is known; None where it does not."""
    limits: Limits | None = read_card(choice.edition).waives.get(fee) if choice.edition else None
    if limits is None:
        return None
    return limits, max(choice.status, Status.ESTIMATE if limits.uncertain else Status.EXACT)


def storage_fee(standard_size: bool) -> str:
    """The name of storage in the programme's card."""
    return "storage_of_standard_size" if standard_size else "storage_of_other_sizes"


@once
def find_waiver(plan: Plan, fee: str) -> Waiver | None:
    """The waiver of a fee, None where no card of the day has one."""
    choice = plan.choose("new_selection")
    found = find_limits(choice, fee)
    if choice.edition is None or found is None:
        return None
    return Waiver(found[0], plan["in_new_selection"], found[1], choice.edition.id)


def waive(
    fee: Charge, where: Callable[[Waiver], Expression], amount: Expression, known: Expression
) -> tuple[Expression, Expression]:
    """An amount and its status with the waiver of the fee taken off, where `where` holds; tells its reason."""
    waiver = find_waiver(fee.plan, fee.fee.slug)
    if waiver is None:
        return amount, known
    waived = waiver.flag(fee.plan, f"{fee.name}_is_waived", where(waiver))
    fee.is_waived(waived, waiver.edition)
    fee.why(waiver.why(), waived)
    return select(waived, 0, amount), select(waived, waiver.status, known)


@once
def waivers_by(plan: Plan, fee: str, by: str) -> list[tuple[Expression, Waiver]]:
    """The waivers of a fee that goes by another day than the plan's, which the step `by` says: each with the days on which
    its card is in force."""
    eras = plan.fact(ends_on_ship_day(plan.shelf, plan.market.code, "new_selection"))
    found = []
    for era, following in zip(eras, [*eras[1:], None], strict=True):
        limits = find_limits(era.choice, fee)
        if era.choice.edition is not None and limits is not None:
            within = plan[by] >= day_number(era.first)
            if following is not None:
                within = within & (plan[by] < day_number(following.first))
            found.append((within, Waiver(limits[0], plan["in_new_selection"], limits[1], era.choice.edition.id)))
    return found


@defines("in_new_selection")
def in_new_selection(plan: Plan) -> None:
    flag = plan.input("new_selection")
    sourced(plan, "new_selection").step("in_new_selection", flag, Kind.FLAG, "as given", when="in_new_selection")


def professional_only() -> RefusedError:
    """Why a seller with the individual plan can have none of these waivers."""
    return RefusedError(
        "professional_only",
        "FBA New Selection and the waivers of new sellers are for the professional plan: "
        "leave new_selection and new_seller out, or give selling_plan=professional",
        "selling_plan",
    )


def tell_new_selection(plan: Plan, program: ProgramPlan) -> None:
    """What a seller who names the programme should know of it, and who cannot be in it."""
    waived = plan.input("new_selection") | plan.input("new_seller")
    error = professional_only()
    plan.refuse(
        program, "waivers_need_professional", is_individual(plan) & waived, error.code, error.field or "", error.message
    )
    edition = plan.choose("new_selection").edition
    text = (
        read_card(edition).not_included
        if edition
        else "new_selection is not used: FBA New Selection is not on file for {ship_day}"
    )
    program.notes.append(Note(plan["new_selection_is_given"].name, text))


@defines("new_selection_is_given")
def new_selection_is_given(plan: Plan) -> None:
    plan.step("new_selection_is_given", plan.input("new_selection"), Kind.FLAG)
