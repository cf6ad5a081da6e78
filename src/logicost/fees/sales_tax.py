"""Tax on the sale, in markets whose prices contain it.

`price` is what the buyer pays; the tax inside it is price x rate / (1 + rate), half-up to the minor unit, and no cost:
revenue is net of it. Fees stay on the full price.
"""

from __future__ import annotations

from logicost.fees.cards import read_card
from logicost.fees.declared import card_of, key, percentages, words
from logicost.fees.known import estimate_where, given_or
from logicost.fees.revenue import SHIPPED_REVENUE
from logicost.fees.vocabularies import NONE
from logicost.inputs.fields import NOT_GIVEN
from logicost.rules.expressions import FALSE, Expression, maximum, select
from logicost.rules.plan import Kind, Plan, defines
from logicost.rules.program_plan import Note, ProgramPlan
from logicost.tables.status import Status


@card_of("sales_tax/1")
class SalesTax:
    """`standard`: the rate inside prices, None where no tax is taken to be inside without a rate of the seller's; `on_fees`:
    what Amazon adds to its fees, by the country of a seller who is not registered, none in countries that it does not name;
    `none_on_shipments_abroad`: the countries whose sellers pay none on fulfilment fees of shipments abroad, as to this store."""

    standard: int | None = key(lambda cursor, _: None if cursor.text() == "none" else cursor.rate())
    on_fees: dict[str, int] = percentages(absent={})
    none_on_shipments_abroad: tuple[str, ...] = words(absent=())


def sales_tax_card(plan: Plan) -> SalesTax:
    edition = plan.choose("sales_tax").edition
    return read_card(edition) if edition else SalesTax(None, {}, ())


@defines("sales_tax_status", "sales_tax_rate", "seller_is_registered")
def sales_tax(plan: Plan) -> None:
    """The rate of the tax inside the price, and how well it is known."""
    if not plan.market.tax_in_prices:
        plan.step("sales_tax_rate", 0, Kind.RATE)
        plan.step("seller_is_registered", 1, Kind.FLAG)
        plan.step("sales_tax_status", 0, Kind.STATUS)
        return
    choice = plan.choose("sales_tax")
    source = choice.source
    standard = sales_tax_card(plan).standard
    registered, given = plan.input("vat_registered"), plan.input("vat_rate")
    foreign = plan.step(
        "seller_is_foreign", _is_foreign(plan), Kind.FLAG, "established elsewhere than in the store's country"
    )
    is_registered = plan.step("seller_is_registered", ~registered.equals(0), Kind.FLAG, "as given; taken so if not")
    rate = plan.step(
        "sales_tax_rate",
        select(is_registered | foreign, given_or(given, standard or 0), 0),
        Kind.RATE,
        "as given, else the standard rate; none inside for a seller of the country who is not registered",
        source,
    )
    unsaid = registered.equals(NOT_GIVEN) & given.equals(NOT_GIVEN)
    assumed = plan.step("sales_tax_is_assumed", unsaid, Kind.FLAG, "neither vat_registered nor vat_rate is given")
    known = int(Status.EXACT if choice.nothing_charged else choice.status)
    local = registered.equals(0) & ~foreign
    missing = plan.step(
        "sales_tax_is_missing",
        ~assumed & ~local & given.equals(NOT_GIVEN) if standard is None else FALSE,
        Kind.FLAG,
        "no standard rate is on file for the day",
    )
    plan.step(
        "sales_tax_status",
        select(
            (given > NOT_GIVEN) | local,
            0,
            maximum(estimate_where(assumed | missing), min(known, Status.ESTIMATE)),
        ),
        Kind.STATUS,
        "an estimate until vat_registered or vat_rate is given, or where no standard rate is on file",
    )
    plan.step("sales_tax_is_collected", registered.equals(0) & foreign & (rate > 0), Kind.FLAG)


def _is_foreign(plan: Plan) -> Expression:
    """Whether the seller is established in another country than the store's."""
    return ~plan.is_word(plan.input("seller_country"), NONE, plan.market.code.lower())


def tell_sales_tax(plan: Plan, program: ProgramPlan) -> None:
    """What is left of the price, and the notes on the tax inside it, without its amount: so a catalog has one of each."""
    if program.charges_shipping:
        program.revenue, program.sales_tax = SHIPPED_REVENUE
    if not plan.market.tax_in_prices:
        return
    if sales_tax_card(plan).standard is None:
        text = "no tax is taken out of the price: give vat_rate, or vat_registered=false"
    else:
        text = "the price is taken to contain {sales_tax_rate} tax: give vat_registered or vat_rate"
    program.notes.append(Note("sales_tax_is_assumed", text))
    none = "no tax is taken out of the price, as no standard rate is on file for that day: give vat_rate"
    program.notes.append(Note("sales_tax_is_missing", none))
    collected = "Amazon collects the tax inside the price, as the seller is established abroad"
    program.notes.append(Note("sales_tax_is_collected", collected))
