"""A carrier's prices at the counter or online, where `carrier_rates` asks for them."""

from __future__ import annotations

from logicost.fees.charge import Charge, charge
from logicost.rules.expressions import (
    Reference,
)
from logicost.rules.plan import ALWAYS, Kind


def other_prices(fee: Charge, carrier: str) -> list[tuple[Reference, Charge]]:
    """Where `carrier_rates` asks for the carrier's prices at the counter or online, and the charge by them, where cards of
    their own have them; a note where none has."""
    plan, words = fee.plan, fee.plan.vocabulary("carrier_rates")
    if carrier == FLAT or carrier.endswith(tuple(f"_{word}" for word in words)):
        return []
    found = []
    for word in words[1:]:
        name, asked = (
            f"{carrier}_{word}",
            plan.is_word(plan.input("carrier_rates"), word) & ~plan["postage_is_own"],
        )
        if word in dict(plan.market.prices_of).get(carrier, ()):
            continue  # the carrier's own card has just these
        if name not in plan.shelf.files(plan.market.code):
            flag = plan.step(f"{carrier}_has_no_{word}", asked, Kind.FLAG, "not on file")
            fee.note(f"carrier_rates={word} is not used: {word} prices of the carrier are not on file", flag)
            continue
        other = charge(plan, "carrier_postage", name)
        flag = plan.step(f"{carrier}_at_{word}", asked, Kind.FLAG, f"the carrier's {word} prices")
        found.append((flag, other))
        if other.source is not None:
            fee.is_waived(flag, other.source)
        for number, (when, text) in enumerate(other.reasons):
            case = flag if when == ALWAYS else plan.step(f"{carrier}_at_{word}_{number}", flag & plan[when], Kind.FLAG)
            fee.why(text, case)
        for note in other.notes:
            fee.note_where(f"{carrier}_at_{word}_{note.flag}", flag & plan[note.flag], note.text)
        for refusal in other.refusals:
            condition = flag & plan[refusal.condition]
            fee.refuses(
                f"{carrier}_at_{word}_{refusal.condition}", condition, refusal.code, refusal.field, refusal.message
            )
    return found


FLAT = "flat"
