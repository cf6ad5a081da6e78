"""What changed between two editions of a fee: every value of the body by its way, old and new."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from logicost.tables.edition import Edition


@dataclass(frozen=True, slots=True)
class Change:
    """One value that differs; None where one of the editions has none there."""

    way: str
    before: str | None
    after: str | None


def flatten(value: Any, way: str = "", columns: tuple[tuple[str, ...], ...] = ()) -> Iterator[tuple[str, str]]:
    """Every scalar of a body with the way to it: ``rates / apparel / small_standard / 2 oz / 10 to 50``.

    Args:
        columns: lists of the card that name columns; an amount in a list of as many is named by its column.
    """
    if isinstance(value, dict):
        for key, item in value.items():
            yield from flatten(item, f"{way} / {key}" if way else str(key), columns)
    elif isinstance(value, list):
        names = next((labels for labels in columns if len(labels) == len(value)), ())
        for number, item in enumerate(value):
            yield from flatten(item, f"{way} / {names[number] if names else number + 1}", columns)
    else:
        yield way, str(value)


def body_values(edition: Edition) -> dict[str, str]:
    """The values below the header."""
    body = edition.body().value
    columns = tuple(tuple(map(str, body[key])) for key in COLUMNS if isinstance(body.get(key), list))
    return {
        way: value
        for key, item in body.items()
        if key not in HEADER
        for way, value in flatten(item, str(key), () if key in COLUMNS else columns)
    }


def predecessor(edition: Edition, editions: list[Edition]) -> Edition | None:
    """The normal card before an edition: a season's card is compared with the one that it replaces, and a normal one
    with the normal one before, not with the season between them. A fee of seasons alone has only those to compare.

    Args:
        editions: of the fee, latest first.
    """
    before = [each for each in editions if each.effective < edition.effective]
    return next((each for each in before if not each.season), before[0] if before else None)


COLUMNS = ("price_bands", "unit_columns", "zones")  # keys whose lists name the columns of the card's cells
HEADER = (
    "fee", "market", "effective", "until", "season", "figures", "name", "before", "after", "structure", "checked",
    "confidence", "origin", "sources", "notes",
)  # fmt: skip


def changes(before: Edition, after: Edition) -> list[Change]:
    """The values that differ, in the order of the later edition, dropped ones last."""
    old, new = body_values(before), body_values(after)
    found = [Change(way, old.get(way), value) for way, value in new.items() if old.get(way) != value]
    return found + [Change(way, value, None) for way, value in old.items() if way not in new]
