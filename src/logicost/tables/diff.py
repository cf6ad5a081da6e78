"""What changed between two editions of a fee: every value of the body by its way, old and new."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from logicost.tables.edition import Edition
from logicost.tables.strict_yaml import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Change:
    """One value that differs; None where one of the editions has none there."""

    way: str
    before: str | None
    after: str | None


def flatten(value: Any, way: str = "") -> Iterator[tuple[str, str]]:
    """Every scalar of a body with the way to it: ``rates / apparel / small_standard / 2 oz / 1``."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from flatten(item, f"{way} / {key}" if way else str(key))
    elif isinstance(value, Sequence):
        for number, item in enumerate(value, start=1):
            yield from flatten(item, f"{way} / {number}")
    else:
        yield way, str(value)


def body_values(edition: Edition) -> dict[str, str]:
    """The values below the header."""
    return {
        way: value
        for key, item in edition.body().value.items()
        if key not in HEADER
        for way, value in flatten(item, str(key))
    }


HEADER = (
    "fee", "market", "effective", "until", "name", "before", "after", "structure", "checked", "confidence", "origin",
    "sources", "notes",
)  # fmt: skip


def changes(before: Edition, after: Edition) -> list[Change]:
    """The values that differ, in the order of the later edition, dropped ones last."""
    old, new = body_values(before), body_values(after)
    found = [Change(way, old.get(way), value) for way, value in new.items() if old.get(way) != value]
    return found + [Change(way, value, None) for way, value in old.items() if way not in new]
