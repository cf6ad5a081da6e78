"""The card of Seller Fulfilled Prime: its own size classes, and the share of each promise that it asks for."""

from __future__ import annotations

from logicost.fees.declared import by_word, card_of, length, mapping, one, or_gap, part, rate_of, weight

CLASSES = ("standard", "oversize", "extra_large")
PROMISES = {"one_day": "one day", "two_days": "two days"}  # that the seller can say something of
SLOWEST = "five_days"


@part
class Under:
    longest: int = length()
    median: int = length()
    shortest: int = length()
    weight: int = weight()


@part
class From:
    longest: int = length()
    weight: int = weight()


@part
class Classes:
    """`standard_under`: all to stay below; `extra_large_from`: one to reach."""

    standard_under: Under = one(Under)
    extra_large_from: From = one(From)


@card_of("sfp_delivery_speed/1")
class DeliverySpeed:
    """`shares`: class to the share of each promise, None where it is not on file."""

    classes: Classes = one(Classes)
    shares: dict[str, dict[str, int | None]] = by_word(mapping(or_gap(rate_of), *PROMISES, SLOWEST), *CLASSES)
