"""What `strict` refuses, and what would end it: for each line that is not exact the inputs that are not given and that its
status depends on, or the seller's own figure in its place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from logicost.answers.engine import Answer
from logicost.answers.explain import used_names
from logicost.errors import RefusedError
from logicost.fees.channels.assumptions import channels_by_input
from logicost.inputs.fields import FIELD
from logicost.rules.plan import Plan, once
from logicost.rules.program_plan import ProgramPlan
from logicost.tables.status import GOOD, Status

SALES_TAX = "sales tax"  # of a quote whose revenue is not exact, as no line is
NEWER = "needs newer cards"

_SALE = ("channel", "channel_category", "sales_tax", "shopify_plan", "payment", "seller_country", "category")
_RETURNS = ("resellable_rate", "unsellable_returns")
ENDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    # fee: what settles it, and the seller's own figure that replaces it
    "cost_of_goods": ((), ("cost",)),
    "inbound_freight": ((), ("inbound_freight",)),
    "duty": ((), ("duty",)),
    "own_prep": ((), ("own_prep",)),
    "inbound_defect": ((), ("inbound_defect_fee",)),
    "inbound_placement": ((), ("placement_rate",)),
    "awd_processing": (("received_on",), ()),
    "awd_transportation": (("received_on", "box_volume"), ()),
    "storage": (("category",), ()),
    "storage_utilization": (("inventory_age_days",), ()),
    "aged_inventory": (("inventory_age_days", "category"), ()),
    "fba_fulfillment": (("apparel", "category"), ("fba_fulfillment_rate",)),
    "pan_european_oversize": ((), ("fba_fulfillment_rate",)),
    "fuel_surcharge": (("apparel", "category"), ("fba_fulfillment_rate", "mcf_fulfillment_rate")),
    "sipp_discount": (("apparel", "category"), ("fba_fulfillment_rate",)),
    "bulky_packaging": ((), ("fba_fulfillment_rate",)),
    "overmax_handling": ((), ("fba_fulfillment_rate",)),
    "low_inventory_level": (("days_of_supply_30", "days_of_supply_90", "pan_european"), ()),
    "mcf_fulfillment": ((), ("mcf_fulfillment_rate",)),
    "carrier_postage": (("zone", "parcel", "fuel_percent", "delivery_area"), ("postage",)),
    "faster_delivery": (("one_day_up_to_zone", "two_days_up_to_zone", "zone"), ()),
    "returned_goods": (("resellable_rate",), ()),
    "referral_refund": (("category",), ("referral_rate",)),
    "refund_administration": (("category",), ("referral_rate",)),
    "channel_refund": (_SALE, ()),
    "returns_processing": (("units_shipped_month", "return_threshold"), ("returns_processing_rate",)),
    "removal": (_RETURNS, ()),
    "disposal": (_RETURNS, ()),
    "liquidation": ((*_RETURNS, "liquidation_recovery"), ()),
    "grade_and_resell": ((*_RETURNS, "resale_value"), ()),
    "lost_and_damaged": (("manufacturing_cost",), ()),
    "referral": (("category",), ("referral_rate",)),
    "channel_fee": (_SALE, ("channel_rate",)),
    "payment": (_SALE, ("payment_rate",)),
    "selling_plan": (("selling_plan",), ()),
    "digital_services": (("seller_country",), ()),
    "tax_on_fees": (("vat_registered", "seller_country"), ("fee_tax_rate",)),
    SALES_TAX: (("vat_registered",), ("vat_rate",)),
}
_READ_AS = {"zone": "zone_given", "parcel": "parcel_1"}  # a column to the input that says whether it is given
_WHERE = {
    "apparel": "apparel_is_open",
    "parcel": "packing_is_assumed",
}  # and to the step that says whether it is needed


@dataclass(frozen=True, slots=True)
class Way:
    """An input that would end a doubt.

    Attributes:
        own: it replaces the line by the seller's own figure; else it settles what is open, as far as the card does.
        where: input or step to the numbers that it has where this way is open: not taken yet, needed, of the row's channel.
    """

    name: str
    own: bool
    where: tuple[tuple[str, tuple[int, ...]], ...]


def doubted_names(plan: Plan, programs: Iterable[str]) -> list[str]:
    """The steps by which doubts of some programs, and the ways to end them, are told."""
    parts = [part for name in programs for part in parts_of(plan.program_of(name))]
    told = [name for _, shown, status, _ in parts for name in (shown, status) if name is not None]
    return [*told, *(name for name in _WHERE.values() if name in plan.steps)]


def absent(name: str) -> int:
    """What an input is where it is not given."""
    return FIELD[name].absent if name in FIELD else 0


@once
def enders(plan: Plan, fee: str, status: str, card: str | None) -> tuple[Way, ...]:
    """What may settle or replace a line, of that on which the step of its status depends. A card that is an estimate
    itself no input settles."""
    guessed = any(
        choice.edition is not None and choice.edition.id == card and choice.status is Status.ESTIMATE
        for choice in plan.editions.values()
    )
    used = used_names(plan, [status])
    ways = []
    settles, replaces = ENDS.get(fee, ((), ()))
    for own, names in enumerate((("price", *settles), replaces)):
        for name in names:
            read_as = _READ_AS.get(name, name)
            needed, words = _WHERE.get(name), channels_by_input(plan).get(name)
            channels = None if words is None else tuple(plan.words["channel"].index(word) for word in words)
            more = (("channel", channels),) if channels else ((needed, (1,)),) if needed in plan.steps else ()
            if channels == ():  # no channel of the market goes by it
                continue
            if read_as in used and (own or name == "price" or not guessed):
                ways.append(Way(name, bool(own), ((read_as, (absent(read_as),)), *more)))
    return tuple(ways)


def doubt(fee: str, status: str, ways: Iterable[Way]) -> str:
    """A line that is not exact, and what would end that."""
    settles, own = ([way.name for way in ways if way.own is is_own] for is_own in (False, True))
    projected = status == Status.PROJECTED.word
    inputs = ", or ".join(words for words in ("" if projected else " and ".join(settles), " or ".join(own)) if words)
    said = ", or ".join(words for words in (NEWER if projected else "", f"give {inputs}" if inputs else "") if words)
    return f"{fee} is {status} ({said or 'no input ends that'})"


def refuse_inexact(answer: Answer, program: ProgramPlan) -> None:
    """Raise where a program's answer is not exact or the user's own.

    Raises:
        RefusedError: ``not_exact``, naming the lines and what would end each doubt.
    """
    plan, values = answer.plan, answer.values

    if Status(values[program.step("status")]).word in GOOD:
        return
    doubts = []
    for fee, shown, status, card in parts_of(program):
        if (shown is None or values[shown]) and (word := Status(values[status]).word) not in GOOD:
            ways = [
                way
                for way in enders(plan, fee, status, card)
                if all(values[name] in numbers for name, numbers in way.where)
            ]
            doubts.append(doubt(fee, word, ways))
    raise not_exact(doubts)


def parts_of(program: ProgramPlan) -> list[tuple[str, str | None, str, str | None]]:
    """What may be in doubt: the tax inside the price and the lines, each with the steps of whether it is shown (None: it is)
    and of its status, and the card on file."""
    lines = [(line.fee, line.shown, line.status, line.cards[-1]) for line in program.lines]
    return [(SALES_TAX, None, "sales_tax_status", None), *lines]


def not_exact(doubts: Iterable[str]) -> RefusedError:
    """The refusal of `strict`, which says all at once."""
    return RefusedError("not_exact", f"strict refuses this quote: {', '.join(doubts) or 'it is not wholly known'}")
