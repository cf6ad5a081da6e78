"""Amazon's prep and label services, withdrawn for shipments from 2026-01-01 and refused since.

By the card of the day on which Amazon received the unit: what it received before was sent before.
"""

from __future__ import annotations

from collections.abc import Callable

from logicost.fees.cards import read_card
from logicost.fees.charge import Charge, line
from logicost.fees.known import estimate_where, unsourced_where
from logicost.fees.prep_card import LABEL, Prep
from logicost.rules.expressions import Expression, first_of, select
from logicost.rules.plan import Kind


@line("prep", "inbound", "FBA prep service", "fba", after="duty", by="received_day")
def prep(fee: Charge) -> None:
    """The services that are asked for; a refusal where Amazon no longer offers them."""
    plan = fee.plan
    wanted, label = plan.input("amazon_prep"), plan.input("amazon_label")
    asked = (wanted > 0) | label
    if fee.is_missing(asked, "; give your own as own_prep, and leave amazon_prep out"):
        return
    ended = [each.effective for each in fee.editions if read_card(each).withdrawn]
    if ended:
        fee.refuses(
            "prep_is_withdrawn",
            asked & fee.by_card(lambda card: int(card.withdrawn)),
            "prep_withdrawn",
            "amazon_prep",
            f"Amazon ended prep and labelling for shipments from {ended[0]}: prepare units before they are sent",
        )
    fee.applies(asked, "a service of Amazon's is asked for")
    standard = plan["stored_as_standard_size"]

    def rate(card: Prep, service: str) -> Expression:
        cells = card.rates.get(service, (None, None))
        return select(standard, cells[0] or 0, cells[1] or 0)

    def gap(card: Prep, service: str) -> Expression:
        cells = card.rates.get(service, (None, None))
        return select(standard, int(cells[0] is None), int(cells[1] is None))

    def labelled(card: Prep) -> Expression:
        return label | plan.is_word(wanted, *card.label_always)

    def of_service(of: Callable[[Prep, str], Expression]) -> Expression:
        """Of the service that is wanted; 0 for none."""
        services = [(plan.is_word(wanted, service), service) for service in plan.vocabulary(wanted.name)[1:]]
        return fee.by_card(
            lambda card: first_of(*((flag, of(card, service)) for flag, service in services), otherwise=0)
        )

    service_amount = fee.step("prep_service", of_service(rate), Kind.MONEY, "per unit, by size class")
    by_label = fee.by_card(lambda card: select(labelled(card), rate(card, LABEL), 0))
    label_amount = fee.step("prep_label", by_label, Kind.MONEY, "per unit, where applied")
    fee.amount(service_amount + label_amount, "service and label")
    missing = of_service(gap) | fee.by_card(lambda card: labelled(card) & gap(card, LABEL))
    fee.status(
        fee.by_card(lambda card: estimate_where(plan.is_word(wanted, *card.estimates))),
        unsourced_where(missing),
        note="the cell's own status",
    )
    fee.why_where(
        "prep_is_gap",
        missing,
        "the fee of the service for this size is not on file; give your own as own_prep, and leave amazon_prep out",
    )
    fee.why("{amazon_prep} {prep_service}, label {prep_label}")
