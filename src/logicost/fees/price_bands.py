"""The price bands of a card's columns: ``[under 10, 10 to 50, over 50]``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from logicost.rules.expressions import Expression, expression
from logicost.tables.cursor import Cursor

_UNDER = re.compile(r"under (\S+)")
_TO = re.compile(r"(\S+) to (\S+)")
_OVER = re.compile(r"over (\S+)|(\S+) and over")


@dataclass(frozen=True, slots=True)
class PriceBands:
    """The card's columns: `breaks` are (price, whether the price itself belongs to the band above)."""

    labels: tuple[str, ...]
    breaks: tuple[tuple[int, bool], ...]

    def number_of(self, price: Expression) -> Expression:
        """Which column a price falls into."""
        result = expression(0)
        for limit, inclusive in self.breaks:
            result = result + ((price >= limit) if inclusive else (price > limit))
        return result


def read_price_bands(cursor: Cursor) -> PriceBands:
    """``[under 10, 10 to 50, over 50]``: 10 and 50 both belong to the middle band. Each must begin where the one before
    ends."""
    labels = [label.text() for label in cursor.list()]
    breaks: list[tuple[int, bool]] = []
    end: str | None = None
    for place, label in enumerate(cursor.list()):
        text = label.text()
        if place == 0:
            match = _UNDER.fullmatch(text)
            end, end_inside = (match[1], False) if match else (None, False)
        elif place < len(labels) - 1:
            match = _TO.fullmatch(text)
            if not match or match[1] != end or end_inside:
                label.fail("must begin where the band before ends, and be like '10 to 50'")
            breaks.append((label.with_text(match[1]).money(), True))
            end, end_inside = match[2], True
        else:
            match = _OVER.fullmatch(text)
            inclusive = bool(match and match[2])
            if not match or (match[1] or match[2]) != end or inclusive is end_inside:
                label.fail(
                    "must begin where the band before ends, without gap or overlap, and be like 'over 50' or '50 and over'"
                )
            breaks.append((label.with_text(match[1] or match[2]).money(), inclusive))
        if match is None:
            label.fail("must be like 'under 10', '10 to 50', 'over 50' or '10 and over'")
    if [limit for limit, _ in breaks] != sorted({limit for limit, _ in breaks}):
        cursor.fail("must be ascending")
    return PriceBands(tuple(labels), tuple(breaks))
