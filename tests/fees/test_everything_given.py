"""Who says every figure himself is left no doubt, though of the day no card is on file: in every market and program no line is worse than
his own figure but what only cards say, nothing is noted but that, and nothing that is his own names a card."""

from __future__ import annotations

from functools import cache

import pytest

from logicost.answers.engine import Answer, Engine
from logicost.answers.request import Request
from logicost.programs import programs_of
from logicost.rules.program_plan import ProgramPlan
from logicost.tables.shelf import find_market
from logicost.tables.status import Status

ON = "2027-11-20"  # in a season, and past what is on file
GIVEN = {
    "dimensions": "25 x 20 x 10 cm", "weight": "900 g", "price": "30", "category": "toys_and_games", "cost": "5", "inbound_freight": "1", "duty": "0.5",
    "own_prep": "0.2", "advertising": "1", "packaging": "0.4", "handling": "0.3", "own_storage": "0.1", "postage": "4", "referral_rate": "15 %",
    "fba_fulfillment_rate": "3", "mcf_fulfillment_rate": "6", "channel_rate": "5 %", "payment_rate": "3 %", "placement_rate": "0.3",
    "vat_registered": "true", "fee_tax_rate": "0 %", "units_per_box": "10", "box_cubic_feet": "2", "awd_days_in_storage": "30",
    "sales_tax": "8 %", "days_in_storage": "30", "inventory_age_days": "20", "one_day_postage": "9", "two_days_postage": "7", "fuel_percent": "10 %",
    "delivery_area": "none", "return_rate": "0 %", "channel_category": None,
}  # fmt: skip
OF_MARKET = {
    "US": {"zone": "5", "one_day_up_to_zone": "5", "two_days_up_to_zone": "5", "seller_country": "us"},
    "UK": {"vat_rate": "20 %", "seller_country": "uk"},
    "DE": {"vat_rate": "19 %", "seller_country": "de"},
}
KNOWN_LATER = "projected figures: "  # of what only cards say
OWN_FIGURES = {  # each with the input that replaces a card
    "referral": "referral_rate", "fba_fulfillment": "fba_fulfillment_rate", "mcf_fulfillment": "mcf_fulfillment_rate", "carrier_postage": "postage",
    "channel_fee": "channel_rate", "payment": "payment_rate", "inbound_placement": "placement_rate",
}  # fmt: skip
CHARGED_ON_OTHERS = {"fuel_surcharge", "digital_services", "tax_on_fees"}


@cache
def answered(market: str, channel: str, *without: str) -> Answer:
    programs = tuple(Request.of(list(programs_of(find_market(market))), market=market, on=ON).programs)
    row = {**GIVEN, **OF_MARKET[market], "channel": channel}
    return Engine(None).answer({name: row[name] for name in row.keys() - set(without)}, market, ON, programs)


def programs_in(answer: Answer, channel: str) -> list[ProgramPlan]:
    """Those that serve such orders."""
    kind = "amazon" if channel == "amazon" else "other"
    found = [each for each in answer.programs.values() if isinstance(each, ProgramPlan) and kind in each.serves]
    assert found
    return found


def told(answer: Answer, program: ProgramPlan) -> list[str]:
    return [note.text for note in (*program.notes, *program.notes_on_cards) if answer.values[note.flag]]


@pytest.mark.parametrize("channel", ["amazon", "direct"])
@pytest.mark.parametrize("market", OF_MARKET)
def test_nothing_is_doubted(market: str, channel: str) -> None:
    answer = answered(market, channel)
    values = answer.values
    for program in programs_in(answer, channel):
        shown = [line for line in program.lines if values[line.shown]]
        doubtful = {line.fee: line.cards[values[line.card]] for line in shown if values[line.status] > Status.OVERRIDE}
        assert all(doubtful.values()), (program.name, doubtful)  # only what cards say is in doubt
        own = {line.fee for line in shown if values[line.status] == Status.OVERRIDE}
        assert own <= set(OWN_FIGURES), program.name
        assert {line.fee for line in shown if line.fee in OWN_FIGURES} == own, program.name
        for line in shown:
            if line.fee in own:
                assert line.cards[values[line.card]] is None, (program.name, line.fee)
        notes = [note for note in told(answer, program) if not note.startswith(KNOWN_LATER)]
        expected = []
        if program.family == "sfp":
            expected = (
                ["{sfp_one_day_share} of orders", "{sfp_two_days_share} of orders"]
                if market == "US"
                else ["no sfp_delivery_speed"]
            )
        assert [note.startswith(start) for note, start in zip(notes, expected, strict=True)] == [True] * len(
            expected
        ), (program.name, notes)
        by_cards = any(values[line.status] == Status.PROJECTED for line in shown)
        assert len(told(answer, program)) == len(notes) + by_cards


@pytest.mark.parametrize(("fee", "column"), OWN_FIGURES.items())
@pytest.mark.parametrize("market", OF_MARKET)
def test_without_one_of_them_that_line_alone_is_of_a_card(market: str, fee: str, column: str) -> None:
    """Or is left out, or not known; each other line comes to the same, but for what is charged on it."""
    channel = "amazon" if fee in ("referral", "fba_fulfillment", "inbound_placement") else "direct"
    whole, answer = answered(market, channel), answered(market, channel, column)
    for program in programs_in(answer, channel):
        for line in program.lines:
            before, after = (
                each.values[line.shown] and (each.values[line.amount], each.values[line.status])
                for each in (whole, answer)
            )
            if line.fee == fee and answer.values[line.shown]:
                assert answer.values[line.status] != Status.OVERRIDE, program.name
            elif line.fee not in (fee, *CHARGED_ON_OTHERS):
                assert before == after, (program.name, line.fee)
