"""The card of Amazon's prep and label services: rates of standard-size units and of others, or that they are withdrawn."""

from __future__ import annotations

from logicost.fees.declared import by_word, card_of, is_said, listed, money_of, or_gap, words
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
