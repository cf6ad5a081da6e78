"""Units that headings leave to others: a column called only "Unit" beside a measure, and headings that name none at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from logicost.catalog.headings import Headings
from logicost.catalog.title_parts import Reading
from logicost.errors import shown

_SIDES = ("length", "width", "height", "dimensions")
_METRIC = ("mm", "cm", "m", "g", "kg")
_UNIT_COLUMN = {**dict.fromkeys(_SIDES, "dimension_unit"), "weight": "weight_unit"}


def units_beside(readings: Mapping[str, Reading], keys: Sequence[str], known: Headings) -> dict[int, str]:
    """Columns that hold the unit of the measure to their left, whose heading names none: place to unit column.

    Args:
        readings: what is read; keys: the words of every heading.
    """
    bare = {
        part.place: _UNIT_COLUMN[column]
        for column, reading in readings.items()
        if column in _UNIT_COLUMN
        for part in reading.parts
        if part.unit is None
    }
    found: dict[int, str] = {}
    for place, key in enumerate(keys):
        column = bare.get(place - 1)
        if column and key in known.columns[column].beside and column not in (*readings, *found.values()):
            found[place] = column
    return found


def half_metric(readings: Mapping[str, Reading]) -> str:
    """What to tell where sides or weight are metric by their heading, and the other names no unit: the store's may not be meant."""
    sides = next((name for name in _SIDES if name in readings), None)
    if sides is None or "weight" not in readings:
        return ""
    for metric, bare, unit in (("weight", sides, "cm"), (sides, "weight", "g")):
        named, open_one = readings[metric].parts[0], readings[bare].parts[0]
        if named.unit in _METRIC and open_one.unit is None and _UNIT_COLUMN[bare] not in readings:
            return (
                f"{shown(named.title)} is in {named.unit}, and {shown(open_one.title)} names no unit: bare figures are in the "
                f'store\'s, which are inches and pounds in the US. Where they are not, say so: --columns "{open_one.title}={bare} ({unit})"'
            )
    return ""
