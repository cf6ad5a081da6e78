"""Amazon's prep and label services, withdrawn for shipments from 2026-01-01 and refused since.

By the card of the day on which Amazon received the unit: what it received before was sent before.
"""

from __future__ import annotations

from collections.abc import Callable

from logicost.fees.cards import read_card
from logicost.fees.charge import Charge, line
from logicost.fees.declared import by_word, card_of, is_said, listed, money_of, or_gap, words
from logicost.fees.known import estimate_where, unsourced_where
from logicost.rules.expressions import Expression, first_of, select
from logicost.rules.plan import Kind
from logicost.tables.cursor import Cursor

LABEL = "label"  # among the rates of a card: a service that may come on top of each other one


@card_of("prep/1")
class Prep:
    """`rates`: service to the rate of standard-size units and of others, None for a gap. A card that says `withdrawn` has
    nothing else."""

    withdrawn: bool = is_said("true")
    rates: dict[str, tuple[int | None, int | None]] = by_word(listed(or_gap(money_of), exactly=2), absent={})
    label_always: tuple[str, ...] = words(absent=())
    estimates: tuple[str, ...] = words(absent=())

    def check(self, body: Cursor) -> None:
        for name in ("rates", "label_always", "estimates"):
            if not self.withdrawn:
                body.need(name)
            elif (found := body.get(name)) is not None:
                found.fail("cannot stand beside withdrawn")
        for name in (*self.label_always, *self.estimates):
            body.need("rates").need(name)

    @property
    def services(self) -> tuple[str, ...]:
        return tuple(name for name in self.rates if name != LABEL)


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
    fee.why("{amazon_prep} {prep_service}, label {prep_label}")
