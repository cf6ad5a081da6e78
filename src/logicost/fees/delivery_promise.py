"""How soon a program promises delivery, and whether it shows the Prime badge: documented facts beside the costs, no fee.

A program that has no promise on file has none here; nothing is assumed.
"""

from __future__ import annotations

from logicost.fees.cards import read_card
from logicost.fees.declared import by_word, card_of, count, flag, nested, part
from logicost.rules.plan import Kind, Plan
from logicost.rules.program_plan import DeliveryPromise, ProgramPlan
from logicost.tables.cursor import Cursor


@part
class Promise:
    business_days: int | None = count(absent=None)
    prime_badge: bool = flag()

    def check(self, body: Cursor) -> None:
        if self.business_days is None and body.get("prime_badge") is None:
            body.fail("must say business_days or prime_badge")


@card_of("delivery_promise/1")
class Promises:
    promises: dict[str, Promise] = by_word(nested(Promise))


def delivery_promise(plan: Plan, program: str) -> DeliveryPromise | None:
    """The promise of a program (canonical name) or else of its family; None where none is on file."""
    edition = plan.choose("delivery_promise").edition
    if edition is None:
        return None
    promises: dict[str, Promise] = read_card(edition).promises
    found = promises.get(program) or promises.get(program.partition(":")[0])
    return DeliveryPromise(found.business_days, found.prime_badge) if found else None


def add_promise(plan: Plan, program: ProgramPlan) -> None:
    """The program's promise, and for MCF the orders that it is made for."""
    program.promise = delivery_promise(plan, program.name)
    if program.promise is None or not program.name.startswith("mcf"):
        return
    # MCF's days are for the 48 states and DC; what Buy with Prime promises is not on file
    near = plan.input("mcf_outside_contiguous").equals(0)
    own = ~plan["channel_is_buy_with_prime"]
    program.promised = program.step("promised")
    plan.step(program.promised, near & own, Kind.FLAG, "whether the delivery promise on file is made for the order")
