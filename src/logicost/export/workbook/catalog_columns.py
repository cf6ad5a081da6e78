"""The Catalog sheet's columns: what people write, those that were given first, the others by group."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from logicost.export.workbook.cells import Value, number
from logicost.export.workbook.conversions import (
    PARCEL_SIDES,
    REQUIRED,
    SHIP_DAY,
    SIDE_INPUTS,
    SIDES,
    ZONE_INPUTS,
    largest_measure,
    numbered,
    numeric_bounds,
    scale_of,
    share_of,
)
from logicost.export.workbook.lists import CATEGORY, LENGTHS, WEIGHTS
from logicost.inputs.fields import FIELD, GROUPS, NOT_GIVEN
from logicost.inputs.readers import SHARE_GRAINS
from logicost.inputs.scalar import INPUTS
from logicost.market import Market
from logicost.rules.plan import Kind

PERCENT = "0.0###%"  # a cell of this format takes 8, 8% and 0.08 as spreadsheets do
_PARCEL = {column: name for name, column in PARCEL_SIDES.items()}
DAY = "yyyy-mm-dd"
ALWAYS = (*SIDES, "dimension_unit", "weight", "weight_unit", "price", "category", "cost")
FIRST = len(("sku", "title"))  # the column of the first input
Inputs = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class CatalogColumn:
    """One column.

    Attributes:
        name, unit, meaning: its heading.
        list: the name of the list of what it may hold, where it is a choice; smallest, largest: where it is a number.
        strict: whether the list has all that it may hold.
        format: its number format.
    """

    name: str
    unit: str
    meaning: str
    list: str = ""
    strict: bool = True
    smallest: float | None = None
    largest: float | None = None
    whole: bool = False
    required: bool = False
    format: str = "General"

    @property
    def heading(self) -> str:
        return self.name.replace("_", " ") + (f" ({self.unit})" if self.unit else "")

    @property
    def bounds(self) -> str:
        if self.list:
            return "choose from the list"
        if self.smallest is None or self.largest is None:
            return ""
        if self.format == DAY:
            return "a date"
        return f"a{' whole' if self.whole else ''} number from {self.smallest:,.10g} to {self.largest:,.10g}"


@dataclass(slots=True)
class CatalogColumns:
    """The columns for those inputs.

    Args:
        inputs: names of the inputs that the plan uses.
        words: names of inputs that are choices.
        given: the columns that some row gives; None where nothing is folded.

    Attributes:
        shown: columns that stand first; folded: the others by group; place: where each stands.
    """

    market: Market
    inputs: Sequence[str]
    words: Iterable[str]
    given: Iterable[str] | None = None
    shown: list[CatalogColumn] = field(init=False)
    folded: dict[str, list[CatalogColumn]] = field(init=False)
    place: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        every = {column.name: column for name in self.inputs for column in self._of(name)}
        for name in ("dimension_unit", "weight_unit"):
            every[name] = self._unit(name)
        names = [name for name in ALWAYS if name in every]
        names += [name for name in FIELD if name in every and name not in names]
        names += [name for name in every if name not in names]
        given = set(names if self.given is None else self.given)
        given |= set(PARCEL_SIDES.values()) if "parcel" in given else set()
        given |= {share_of(zone) for zone in self.market.zones} if "zone_mix" in given else set()
        first = [name for name in names if name in ALWAYS or name in given]
        self.shown = [every[name] for name in first]
        self.folded = {}
        for name in names:
            if name not in first:
                self.folded.setdefault(_group(name), []).append(every[name])
        self.place = {}
        column = FIRST
        for each in self.shown:
            self.place[each.name] = column
            column += 1
        for columns in self.folded.values():
            column += 1  # the group's name stands before them
            for each in columns:
                self.place[each.name] = column
                column += 1

    @property
    def end(self) -> int:
        """The column behind the last."""
        return FIRST + len(self.shown) + sum(len(columns) + 1 for columns in self.folded.values())

    @property
    def all(self) -> Iterator[CatalogColumn]:
        yield from self.shown
        for columns in self.folded.values():
            yield from columns

    def _of(self, name: str) -> Iterator[CatalogColumn]:
        if name in SIDE_INPUTS or name == "unit_weight":
            yield self._measure(name)
        elif name in PARCEL_SIDES:
            largest, unit = largest_measure(name, self.market)
            scale = scale_of(unit, self.market, weight=False)
            meaning = f"a side of the packed parcel ({unit}), where all three are known"
            yield CatalogColumn(
                PARCEL_SIDES[name], "", meaning, smallest=1 / scale, largest=largest / scale, format="General"
            )
        elif name == SHIP_DAY:
            yield CatalogColumn("on", "", "the row's own ship date; empty: that of Shared", format=DAY)
        elif name in ZONE_INPUTS:
            yield from self._zones()
        elif name in self.words:
            yield CatalogColumn(name, "", FIELD[name].meaning, name, strict=name != CATEGORY)
        elif name in FIELD and FIELD[name].is_plain:
            yield self._field(name)

    def _measure(self, name: str) -> CatalogColumn:
        column = "weight" if name == "unit_weight" else SIDES[SIDE_INPUTS.index(name)]
        largest, unit = largest_measure(name, self.market)
        scale = scale_of(unit, self.market, name == "unit_weight")
        other = "" if self.given is None else ", or the row's own unit"
        return CatalogColumn(
            column, "", f"{FIELD[column].meaning.partition(',')[0]}, in {unit}{other}",
            smallest=1 / scale, largest=1000 * largest / scale, required=True,
            format="General",
        )  # fmt: skip

    def _unit(self, name: str) -> CatalogColumn:
        return CatalogColumn(name, "", FIELD[name].meaning, WEIGHTS if name == "weight_unit" else LENGTHS)

    def _field(self, name: str) -> CatalogColumn:
        meaning, kind = FIELD[name].meaning, INPUTS[name].kind
        if kind is Kind.FLAG:
            return CatalogColumn(name, "", meaning, "TRUE,FALSE")
        low, high, scale = numeric_bounds(FIELD[name])
        if kind is Kind.DAY:
            return CatalogColumn(name, "", meaning, smallest=low, largest=high, format=DAY)
        return CatalogColumn(
            name,
            {Kind.MONEY: self.market.currency.code, Kind.RATE: "%"}.get(kind, ""),
            meaning,
            smallest=float(number(low, scale)),
            largest=float(number(high, scale)),
            whole=scale == 1,
            required=name in REQUIRED,
            format={Kind.MONEY: self.market.currency.cell_format, Kind.RATE: PERCENT}.get(kind, "General"),
        )

    def _zones(self) -> Iterator[CatalogColumn]:
        zones = self.market.zones
        told = "carrier zone; or the shares of the zones beside it"
        if numbered(zones):
            yield CatalogColumn("zone", "", told, smallest=1, largest=len(zones), whole=True)
        else:
            yield CatalogColumn("zone", "", told, ",".join(zones))
        for zone in zones:
            mix = "the shares of the zones add up to 100 %; empty: the national mix"
            yield CatalogColumn(share_of(zone), "%", mix, smallest=0, largest=1, format=PERCENT)


def _group(name: str) -> str:
    """The group in which a column is folded."""
    group = GROUPS.get(name.partition(" ")[0], "other")
    return group.lower()


def cell_of(
    name: str, inputs: Inputs, words: Mapping[str, tuple[str, ...]], market: Market, said: bool = False
) -> Value:
    """What the column of an input holds for a row of inputs; None for an empty cell. Measures and days apart.

    Args:
        said: write also what is taken where nothing is given.
    """
    zones = market.zones
    if name == "zone":
        place = inputs["zone_number"]
        return (place if numbered(zones) else zones[place - 1]) if place else None
    if name.startswith("zone "):
        if inputs["zone_number"] or not inputs["zone_given"]:
            return None
        place = next(place for place, zone in enumerate(zones, start=1) if share_of(zone) == name)
        return number(inputs[f"share_{place}"], SHARE_GRAINS) or None
    if name in _PARCEL:
        scale = round(scale_of(market.length_unit, market, weight=False))
        return number(inputs[_PARCEL[name]], scale) or None
    value, absent = inputs[name], FIELD[name].absent
    if name in words:
        return None if value == absent == NOT_GIVEN else words[name][value]
    if value == absent and name not in REQUIRED and not (said and absent != NOT_GIVEN):
        return None
    if INPUTS[name].kind is Kind.FLAG:
        return bool(value)
    return number(value, numeric_bounds(FIELD[name])[2])
