"""Sharing a charge between products so that the shares are whole cents and add up to it: the largest remainder."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction


def allocate(whole: int, weights: Sequence[Fraction | int]) -> list[int]:
    """`whole` shared by weights (not negative, not all zero): each part is its exact share rounded down, and what is
    left goes one by one to the greatest remainders, the first of equals first."""
    everything = Fraction(sum(weights))
    exact = [Fraction(weight) * whole / everything for weight in weights]
    parts = [share.numerator // share.denominator for share in exact]
    order = sorted(range(len(parts)), key=lambda place: (parts[place] - exact[place], place))
    for place in order[: whole - sum(parts)]:
        parts[place] += 1
    return parts
