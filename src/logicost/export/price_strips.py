"""The prices of a product as a picture in letters, for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from rich.text import Text

from logicost.export.svg_chart import axis_number
from logicost.export.terminal import unmarked

_MET, _BELOW, _LOSS, _DEAD = "█", "░", "·", "x"


def price_strips(rows: Sequence[dict[str, Any]], width: int) -> list[Text]:
    """A strip for each program over the price, a letter for each piece of it, and what the letters mean."""
    rows = [row for row in rows if row["lowest_price"] is not None]
    if not rows:
        return []
    names = [f"{row['program']}, {row['channel']}" for row in rows]
    longest = max(map(len, names))
    told = [float(row[name] or 0) for row in rows for name in ("break_even", "lowest_price", "safe_price")]
    told += [float(last) for row in rows for _, last, *_ in row["dead_zones"] if float(last) <= 3 * max(told)]
    letters = max(min(width - longest - 2, 72), 20)
    size = _round(1.25 * max(told) / letters)
    strips = [unmarked(f"{name:<{longest}}  {''.join(_letter(row, place * size, size) for place in range(letters))}") for name, row in zip(names, rows, strict=True)]  # fmt: skip
    every = 10
    marks = "".join(f"{axis_number(place * size):<{every}}" for place in range(0, letters, every))[:letters]
    target = target_words(rows[0]["target"])
    meaning = f"{_MET} {target} is met, {_BELOW} profit below it, {_LOSS} loss, {_DEAD} a lower price leaves more"
    meaning = meaning if target != "break-even" else f"{_MET} profit, {_LOSS} loss, {_DEAD} a lower price leaves more"
    return [*strips, unmarked(f"{'price':<{longest}}  {marks.rstrip()}", "dim"), unmarked(meaning, "dim")]


_MET, _BELOW, _LOSS, _DEAD = "█", "░", "·", "x"


def _letter(row: dict[str, Any], first: float, size: float) -> str:
    """What holds for the prices of a piece: the worst that is dead in it, else what holds at its end."""
    last = first + size
    if any(float(begin) < last and float(end) >= first for begin, end, *_ in row["dead_zones"]):
        return _DEAD
    if any(float(begin) <= last and (end is None or float(end) >= last) for begin, end in row["ranges"]):
        return _MET
    return _BELOW if row["break_even"] is not None and float(row["break_even"]) <= last else _LOSS


def _round(size: float) -> float:
    """A step that is easily read: 0.1, 0.2, 0.25, 0.5, 1, 2 …"""
    power = 10.0 ** (len(str(int(size))) if size >= 1 else 0) / 100
    while True:
        for each in (1, 2, 2.5, 5):
            if power * each >= size:
                return power * each
        power *= 10


def target_words(text: str) -> str:
    kind, _, amount = text.partition(" ")
    if kind == "profit":
        return "break-even" if amount == "0" else f"a profit of {amount}"
    return f"{'a margin' if kind == 'margin' else 'a return'} of {(Decimal(amount) * 100).normalize():f} %"
