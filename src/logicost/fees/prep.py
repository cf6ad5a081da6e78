"""Amazon's prep and label services, withdrawn for shipments from 2026-01-01 and refused since; and inbound defects.

"Missing prep and labels may be refused or charged as inbound defects." The fee of an inbound defect is not on file.
"""

from __future__ import annotations

from dataclasses import dataclass

from logicost.fees.cards import read_card, reads
from logicost.fees.storage import add_standard_size
from logicost.inputs.fields import FIELD, NOT_GIVEN
from logicost.inputs.readers import RATE_GRAINS
from logicost.rules.expressions import FALSE, HALF_UP, Expression, expression, maximum, select, some
from logicost.rules.plan import Kind, Line, Plan, ProgramPlan
from logicost.tables.cursor import Cursor
from logicost.tables.edition import Edition
from logicost.tables.status import Status

SERVICES = FIELD["amazon_prep"].words


@dataclass(frozen=True, slots=True)
class Prep:
    """`rates`: service to the rate of standard-size units and of others, None for a gap. Empty where withdrawn."""

    withdrawn: bool
    rates: dict[str, tuple[int | None, int | None]]
    label_always: tuple[str, ...]
    estimates: tuple[str, ...]


@reads("prep/1")
def read_prep(edition: Edition, body: Cursor) -> Prep:
    if (withdrawn := body.get("withdrawn")) is not None:
        withdrawn.choice("true")
        return Prep(True, {}, (), ())
    rates: dict[str, tuple[int | None, int | None]] = {}
    for service, cells in body.need("rates").items():
        standard, other = cells.list()
        rates[service.choice("label", *SERVICES)] = (standard.or_gap(standard.money), other.or_gap(other.money))
    always, estimates = (tuple(each.text() for each in body.need(key).list()) for key in ("label_always", "estimates"))
    return Prep(False, rates, always, estimates)


def add_prep(plan: Plan, program: ProgramPlan) -> None:
    """The line of the services that are asked for; a refusal where Amazon no longer offers them."""
    choice = plan.choose("prep")
    card: Prep = read_card(choice.edition) if choice.edition else Prep(False, {}, (), ())
    wanted, label = plan.input("amazon_prep"), plan.input("amazon_label")
    if not plan.has("prep_applies"):
        plan.step("prep_applies", (wanted > 0) | label, Kind.FLAG, "a service of Amazon's is asked for")
    if card.withdrawn:
        plan.refuse(
            program,
            "prep_is_withdrawn",
            plan["prep_applies"],
            "prep_withdrawn",
            "amazon_prep",
            "Amazon ended prep and labelling for shipments from 2026-01-01: prepare units before they are sent",
        )
        return
    source = choice.edition.id if choice.edition else None
    if not plan.has("prep"):
        _add_steps(plan, card, source)
    why = "{amazon_prep} {prep_service}, label {prep_label}" if choice.edition else choice.why
    program.lines.append(Line("prep", "inbound", "prep", "prep_status", "prep_applies", source, ((None, why),)))


def _add_steps(plan: Plan, card: Prep, source: str | None) -> None:
    wanted, standard = plan.input("amazon_prep"), add_standard_size(plan)

    def rate_and_gap(service: str) -> tuple[Expression, Expression]:
        cells = card.rates.get(service, (None, None))
        gaps = select(standard, int(cells[0] is None), int(cells[1] is None))
        return select(standard, cells[0] or 0, cells[1] or 0), gaps

    amount, gap = expression(0), expression(0)
    for number, service in enumerate(SERVICES[1:], start=1):
        rate, missing = rate_and_gap(service)
        amount, gap = select(wanted.equals(number), rate, amount), select(wanted.equals(number), missing, gap)
    forced = some(FALSE, *(wanted.equals(SERVICES.index(service)) for service in card.label_always))
    labelled = plan.input("amazon_label") | forced
    rate, missing = rate_and_gap("label")
    service_amount = plan.step("prep_service", amount, Kind.MONEY, "per unit, by size class", source)
    label_amount = plan.step("prep_label", select(labelled, rate, 0), Kind.MONEY, "per unit, where applied", source)
    plan.step("prep", service_amount + label_amount, Kind.MONEY, "service and label", source)
    guessed = some(FALSE, *(wanted.equals(SERVICES.index(service)) for service in card.estimates))
    choice = plan.choose("prep")
    plan.step(
        "prep_status",
        maximum(
            int(choice.status),
            select(guessed, int(Status.ESTIMATE), 0),
            select(gap | (labelled & missing), int(Status.UNSOURCED), 0),
        ),
        Kind.STATUS,
        choice.why or "the cell's own status",
        source,
    )


def add_inbound_defect(plan: Plan, program: ProgramPlan) -> None:
    """The expected inbound defect fee, where a share of units with defects is given; the seller's own fee, or unsourced."""
    if not plan.has("inbound_defect"):
        share, fee = plan.input("inbound_defect_rate"), plan.input("inbound_defect_fee")
        plan.step("inbound_defect_applies", share > 0, Kind.FLAG, "some units are expected to have a defect")
        amount = (maximum(fee, 0) * maximum(share, 0)).divided_by(RATE_GRAINS, HALF_UP)
        plan.step("inbound_defect", amount, Kind.MONEY, "your fee x share of units, to 0.0001")
        unknown = plan.step("inbound_defect_is_unknown", fee.equals(NOT_GIVEN), Kind.FLAG, "no figure is on file")
        plan.step(
            "inbound_defect_status",
            select(unknown, int(Status.UNSOURCED), int(Status.OVERRIDE)),
            Kind.STATUS,
            "your own",
        )
    program.lines.append(
        Line(
            "inbound_defect",
            "inbound",
            "inbound_defect",
            "inbound_defect_status",
            "inbound_defect_applies",
            None,
            (
                ("inbound_defect_is_unknown", "the inbound defect fee is not on file; give inbound_defect_fee"),
                (None, "your fee of {inbound_defect_fee} for {inbound_defect_rate} of the units"),
            ),
        )
    )
