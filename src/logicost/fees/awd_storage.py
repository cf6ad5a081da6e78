"""AWD storage: by the unit of storage volume and month, where the days in AWD are given."""

from __future__ import annotations

from logicost.fees.awd import Rates, by_awd_rate
from logicost.fees.charge import Charge, line
from logicost.fees.declared import by_word, card_of, mapping, money_of
from logicost.fees.vocabularies import ANY_REGION, OTHER
from logicost.fees.volume import MICRO
from logicost.inputs.fields import NOT_GIVEN
from logicost.rules.expressions import HALF_UP, Expression, maximum, select
from logicost.rules.plan import Kind
from logicost.tables.status import Status


@card_of("awd_storage/1")
class Storage:
    rates: dict[str, Rates] = by_word(mapping(money_of))


@line("awd_storage", "storage", "AWD storage fee", "fba:awd", by="awd_received_day")
def awd_storage(fee: Charge) -> None:
    """Where they are given."""
    plan, unit = fee.plan, fee.plan.market.storage_volume.name
    days, region = plan.input("awd_days_in_storage"), plan.input("awd_region")
    fee.note_where(
        "awd_storage_is_left_out", days.equals(NOT_GIVEN), "AWD storage is not included: give awd_days_in_storage"
    )
    if fee.is_missing(days > NOT_GIVEN):
        return
    fee.applies(days > NOT_GIVEN, "days in AWD are given")

    def rate_of(card: Storage) -> Expression:
        regions = card.rates
        rate = by_awd_rate(plan, regions.get(ANY_REGION, regions.get(OTHER, {})))
        for name, rates in regions.items():
            if name not in (ANY_REGION, OTHER):
                rate = select(plan.is_word(region, name), by_awd_rate(plan, rates), rate)
        return rate

    rate = fee.step("awd_storage_rate", fee.by_card(rate_of), Kind.MONEY, f"per {unit} and month")
    cost = plan.step(
        "awd_storage_cost_per_volume",
        (rate * (MICRO // 10_000 * 12) * maximum(days, 0)).divided_by(365, HALF_UP),
        Kind.MICROS,
        "months of 365/12 days x rate",
    )
    amount = (plan["awd_volume"] * cost).divided_by(MICRO * MICRO // 10_000, HALF_UP)
    fee.amount(amount, "to 0.0001")
    fee.status(
        Status.ESTIMATE,
        plan["awd_volume_status"],
        note="an estimate: the calendar months of the stay in AWD are not known",
    )
    fee.why(
        f"{{awd_volume}} for {{awd_days_in_storage}} days in months of 365/12, at {{awd_storage_rate}} a {unit} and month"
    )
