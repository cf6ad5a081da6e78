"""A catalog's column titles: which are known, which pass through, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from logicost.errors import CatalogError, nearest
from logicost.inputs.fields import FIELD

KNOWN_COLUMNS = tuple(FIELD)
REQUIRED = (("sku",), ("dimensions", "length"), ("weight",), ("price",))
OF_SHIPMENTS = ("units", "duty_rate")  # columns of `logicost landed`, whose output is a catalog


@dataclass(slots=True)
class Titles:
    """The columns of a catalog.

    Attributes:
        columns: for each, its plain name and whether it is known; the others keep their title.
        extra: the names of those that are not known, in order.
        warnings: what the user should know: columns that look mistyped.
    """

    columns: list[tuple[str, bool]] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.columns]


def column_key(title: str) -> str:
    """A column's title as columns are compared: any case, blanks and hyphens as underscores."""
    return title.strip().lower().replace(" ", "_").replace("-", "_")


def match_titles(titles: Sequence[str], catalog: str, required: Sequence[tuple[str, ...]] = REQUIRED) -> Titles:
    """The columns behind the titles.

    Args:
        required: the columns that must be there, each with its alternatives.
        catalog: what the catalog is called in messages.

    Raises:
        CatalogError: ``column_missing`` or ``column_twice``.
    """
    matched = Titles()
    seen: set[str] = set()
    for number, title in enumerate(titles, start=1):
        key = column_key(title)
        known = key in KNOWN_COLUMNS
        name = key if known else title.strip() or f"column {number}"
        if name in seen:
            raise CatalogError("column_twice", f"{catalog} has the column '{name}' twice; rename one of them")
        seen.add(name)
        matched.columns.append((name, known))
        if not known:
            matched.extra.append(name)
    missing = [names for names in required if not any(name in seen for name in names)]
    if missing:
        wanted = " or ".join(missing[0])
        near = nearest(missing[0][0], [column_key(name) for name in matched.extra]).replace("Did you mean", "Is it")
        raise CatalogError("column_missing", f"{catalog} has no column {wanted}.{near}", missing[0][0])
    matched.warnings = [warning for name in matched.extra if (warning := _mistyped(name, seen))]
    return matched


def _mistyped(name: str, seen: set[str]) -> str:
    """A warning for an unknown column that looks like a known one that is absent."""
    absent = [column for column in KNOWN_COLUMNS if column not in seen]
    known = len(name) < 4 or column_key(name) in OF_SHIPMENTS
    hint = "" if known else nearest(column_key(name), absent)
    return f"the column '{name}' is not known and passes through.{hint}" if hint else ""
