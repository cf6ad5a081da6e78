"""Who stands in a comparison: programs beside each other for orders of the same kind, in one group for each kind.

Amazon orders are served by `fba` and `sfp`, orders of all other channels by `mcf`, both by `fbm`: it stands in each group.
Programs of different groups are never ranked against each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from logicost.inputs.readers import as_word, is_blank
from logicost.market import AMAZON, BUY_WITH_PRIME, DIRECT
from logicost.programs import SERVES

OTHER = "other"  # orders of all channels but the store itself: beside `AMAZON` the other kind


@dataclass(frozen=True, slots=True)
class Seat:
    """One program in one group.

    Attributes:
        program: canonical name; `shown_as`: the name that results show.
        channel: where the orders of its group are placed; `kind`: ``amazon`` or ``other``.
        assumed: the row does not say the channel.
        own: values of the program itself, for cells that are blank.
        saved: seats of the same key have the same defaults of the seller, whatever the row.
    """

    program: str
    shown_as: str
    channel: str
    assumed: bool = True
    own: Mapping[str, object] = field(default_factory=dict, hash=False)
    saved: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        return kind_of(self.channel)

    @property
    def fills(self) -> dict[str, object]:
        """What fills blank cells before the row is read: the program's own values, and the group's channel where the
        program would take a row without one for another."""
        known = {name: value for name, value in self.own.items() if not is_blank(value)}
        if self.assumed and self.program.startswith("fbm") and self.kind == OTHER:
            known.setdefault("channel", self.channel)
        return known

    @property
    def fill(self) -> Fill:
        return Fill(self.fills, self.saved, self.program, self.channel)


@dataclass(frozen=True, slots=True)
class Fill:
    """What fills blank cells: values, and then the defaults of a program and channel; equal keys, equal defaults."""

    values: Mapping[str, object]
    saved: tuple[str, ...] = ()
    program: str = field(default="", compare=False)
    channel: str = field(default="", compare=False)


def kind_of(channel: str) -> str:
    return AMAZON if channel == AMAZON else OTHER


def serves(program: str, channel: str) -> bool:
    """Whether a program (canonical name) can serve orders of a channel."""
    if channel == BUY_WITH_PRIME:  # served out of the stock at Amazon
        return program.startswith("mcf")
    return kind_of(channel) in SERVES[program.partition(":")[0]]


def natural_channel(program: str) -> str:
    """The channel of a row without one, in a quote of that program alone."""
    return DIRECT if program.startswith("mcf") else AMAZON


def take_seats(
    programs: Mapping[str, str], channel: str | None = None, own: Mapping[str, Mapping[str, object]] | None = None
) -> tuple[Seat, ...]:
    """The seats of a row, group after group: Amazon orders first, then the other channels as they were named.

    Args:
        programs: canonical name to the name that results show, in the order asked for.
        channel: the row's; None where it gives none.
        own: of programs that have values of their own, by canonical name.
    """
    options = own or {}
    given = {program: options.get(program, {}).get("channel") for program in programs}
    named = {program: None if is_blank(value) else as_word(value) for program, value in given.items()}

    def seats(group: str, wanted: Sequence[str]) -> Iterator[Seat]:
        for program in wanted:
            yield Seat(program, programs[program], group, channel is None, options.get(program, {}))

    if channel is not None:
        able = [program for program in programs if serves(program, channel)]
        return tuple(seats(channel, able or list(programs)))
    other = dict.fromkeys(word for word in named.values() if word is not None and word != AMAZON)
    if not other and any(named[program] is None and not serves(program, AMAZON) for program in programs):
        other = {DIRECT: None}
    amazon = any(named[p] == AMAZON or (named[p] is None and not serves(p, DIRECT)) for p in programs)
    groups = [*((AMAZON,) if amazon or not other else ()), *other]
    return tuple(
        seat
        for group in groups
        for seat in seats(group, [p for p in programs if named[p] == group or (named[p] is None and serves(p, group))])
    )


def left_out(programs: Mapping[str, str], seats: Sequence[Seat]) -> list[str]:
    """The programs, as they are shown, that have no seat: they serve none of the row's orders."""
    seated = {seat.program for seat in seats}
    return [shown_as for program, shown_as in programs.items() if program not in seated]


def bundles(seats: Sequence[Seat]) -> list[tuple[Fill, list[int]]]:
    """Seats that are priced by the same filled row, by their places: what fills it, and who they are."""
    found: list[tuple[Fill, list[int]]] = []
    for place, seat in enumerate(seats):
        fill = seat.fill
        for known, places in found:
            if known == fill:
                places.append(place)
                break
        else:
            found.append((fill, [place]))
    return found


def filled(row: Mapping[str, Any], fills: Mapping[str, object]) -> dict[str, Any]:
    """The row with its blank cells filled."""
    return {**row, **{name: value for name, value in fills.items() if is_blank(row.get(name))}}
