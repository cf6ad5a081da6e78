"""What a catalog column is made from: headings of the file, each with the unit and currency of its figures."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """One heading of a column: `place` of the file's column, and the unit and currency that its figures are in."""

    place: int
    title: str
    unit: str | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A catalog column that is made from one or more of the file's columns.

    Attributes:
        way: ``first``: each row takes the first part that it gives; ``lower``: the lowest figure; ``same``: the parts
            must say the same.
    """

    column: str
    parts: tuple[Part, ...]
    way: str = "first"
