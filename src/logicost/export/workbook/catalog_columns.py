"""The Catalog sheet's columns: what people write, and the formulas that bring it to the whole numbers of the rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from logicost.errors import InputError
from logicost.export.workbook.cells import Value, decimal_text, number, same_row
from logicost.export.workbook.units import unit_of
from logicost.inputs.days import FIRST_DAY, day_number
from logicost.inputs.fields import FIELD, NOT_GIVEN, Field
from logicost.inputs.readers import RATE_GRAINS, SHARE_GRAINS, ZONES
from logicost.inputs.scalar import INPUTS
from logicost.market import Market
from logicost.measurement import HEAVIEST, LONGEST_SIDE, to_grain
from logicost.rules.plan import Kind

SHEET = "Catalog"
LARGEST_AMOUNT = 5 * 10**8  # grains: 50,000.00 of the currency, so that every formula stays within fifteen digits
SIDES = ("length", "width", "height")
PERCENT = "0.0###%"  # a cell of this format takes 8, 8% and 0.08 as spreadsheets do
ZONE_INPUTS = ("zone_given", "zone_number", *(f"share_{zone}" for zone in ZONES))


@dataclass(frozen=True, slots=True)
class CatalogColumn:
    """One column.

    Attributes:
        name, unit, meaning: its heading.
        cell: what it holds for a row of inputs; None for an empty cell.
        words: what it may hold, where it is a choice.
        smallest, largest: what it may hold, where it is a number.
        format: its number format.
    """

    name: str
    unit: str
    meaning: str
    cell: Callable[[Mapping[str, int]], Value]
    words: tuple[str, ...] = ()
    smallest: float | None = None
    largest: float | None = None
    whole: bool = False
    required: bool = False
    format: str = "General"


@dataclass(frozen=True, slots=True)
class Conversion:
    """The formula of one input over catalog columns, and the bounds within which a row may stay live."""

    formula: str
    low: int
    high: int


class CatalogColumns:
    """The columns and conversions for those inputs.

    Args:
        inputs: names of the inputs that the plan uses.
        words: the words of inputs that are choices.
    """

    def __init__(self, inputs: Iterable[str], market: Market, words: Mapping[str, tuple[str, ...]]) -> None:
        self.market = market
        self.words = words
        self.columns: list[CatalogColumn] = []
        self.place: dict[str, int] = {}
        self.inputs = list(inputs)
        for name in self.inputs:
            self._add_column(name)

    def _add(self, column: CatalogColumn) -> None:
        if column.name not in self.place:
            self.place[column.name] = len(self.columns) + 1  # the sku stands before
            self.columns.append(column)

    def _add_column(self, name: str) -> None:
        if name in ("side_1", "side_2", "side_3"):
            unit = unit_of(Kind.LENGTH, self.market)
            largest = to_grain(LONGEST_SIDE, self.market.length_grain)
            self._add(_measure(SIDES[int(name[-1]) - 1], name, "a packaged side", unit.name, unit.scale, largest))
        elif name == "unit_weight":
            unit = unit_of(Kind.WEIGHT, self.market)
            largest = to_grain(HEAVIEST, self.market.weight_grain)
            self._add(_measure("weight", name, "packaged unit weight", unit.name, unit.scale, largest))
        elif name in ZONE_INPUTS:
            self._add_zones()
        elif name in self.words:
            self._add(self._choice(name))
        elif name in FIELD and FIELD[name].read is not None:
            self._add(self._field(FIELD[name]))

    def _choice(self, name: str) -> CatalogColumn:
        words = self.words[name]
        absent = FIELD[name].absent
        return CatalogColumn(
            name, "choice", FIELD[name].meaning, lambda inputs: _word(words, inputs[name], absent), words
        )

    def _field(self, field: Field) -> CatalogColumn:
        kind = INPUTS[field.name].kind
        name, absent = field.name, field.absent
        if kind is Kind.FLAG:
            return CatalogColumn(
                name,
                "TRUE / FALSE",
                field.meaning,
                lambda inputs: None if inputs[name] == absent else bool(inputs[name]),
                ("TRUE", "FALSE"),
            )
        low, high, scale = numeric_bounds(field)
        unit = {Kind.MONEY: self.market.currency.code, Kind.RATE: "%", Kind.DAY: "date"}.get(kind, "")
        required = name == "price"
        return CatalogColumn(
            name,
            unit,
            field.meaning,
            lambda inputs: None if inputs[name] == absent and not required else number(inputs[name], scale),
            smallest=float(number(low, scale)),
            largest=float(number(high, scale)),
            whole=scale == 1,
            required=required,
            format=self._format(kind),
        )

    def _format(self, kind: Kind) -> str:
        formats = {Kind.MONEY: self.market.currency.number_format, Kind.RATE: PERCENT, Kind.DAY: "yyyy-mm-dd"}
        return formats.get(kind, "General")

    def _add_zones(self) -> None:
        zones = self.market.zones
        self._add(
            CatalogColumn(
                "zone",
                f"{zones[0]} to {zones[-1]}",
                "carrier zone; or the shares of the zones beside it",
                lambda inputs: _zone_cell(zones, inputs["zone_number"]),
                words=() if _are_numbers(zones) else zones,
                smallest=1,
                largest=len(zones),
                whole=True,
            )
        )
        for place, zone in enumerate(zones, start=1):
            self._add(
                CatalogColumn(
                    f"zone {zone} share",
                    "%",
                    "the shares of the zones add up to 100 %; empty: the national mix",
                    _share(place),
                    smallest=0,
                    largest=1,
                    format=PERCENT,
                )
            )

    def conversion(self, name: str, lists: Mapping[str, str]) -> Conversion | None:
        """The formula of an input; None for one that has no column and is written as a fixed number."""
        spec = INPUTS[name]
        if name in ("side_1", "side_2", "side_3"):
            column = SIDES[int(name[-1]) - 1]
            largest = to_grain(LONGEST_SIDE, self.market.length_grain)
            return self._number(column, 1, largest, unit_of(Kind.LENGTH, self.market).scale, None)
        if name == "unit_weight":
            largest = to_grain(HEAVIEST, self.market.weight_grain)
            return self._number("weight", 1, largest, unit_of(Kind.WEIGHT, self.market).scale, None)
        if name in ZONE_INPUTS:
            return self._zone(name)
        if name not in self.place:
            return None
        cell, absent = self._cell(name), FIELD[name].absent
        if name in self.words:
            high = len(self.words[name]) - 1
            return Conversion(f'IF({cell}="",{absent},MATCH({cell},{lists[name]},0)-1)', min(absent, 0), high)
        if spec.kind is Kind.FLAG:
            formula = f'IF({cell}="",{absent},IF(ISLOGICAL({cell}),IF({cell},1,0),NA()))'
            return Conversion(formula, min(absent, 0), 1)
        low, high, scale = numeric_bounds(FIELD[name])
        return self._number(name, low, high, scale, None if name == "price" else absent)

    def _cell(self, column: str) -> str:
        return same_row(SHEET, self.place[column])

    def _number(self, column: str, low: int, high: int, scale: int, absent: int | None) -> Conversion:
        cell = self._cell(column)
        within = f"AND({cell}>={decimal_text(low, scale)},{cell}<={decimal_text(high, scale)})"
        rounded = f"ROUND({cell}*{scale},0)"
        if scale == 1:
            within = f"AND({cell}>={low},{cell}<={high},INT({cell})={cell})"
            rounded = cell
        empty = "NA()" if absent is None else f'IF({cell}="",{absent},NA())'
        formula = f"IF(ISNUMBER({cell}),IF({within},{rounded},NA()),{empty})"
        return Conversion(formula, low if absent is None else min(low, absent), high)

    def _zone(self, name: str) -> Conversion:
        zone, zones = self._cell("zone"), self.market.zones
        shares = f"{self._cell(f'zone {zones[0]} share')}:{self._cell(f'zone {zones[-1]} share').rpartition('!')[2]}"
        valid = f"IF(ISNUMBER({zone}),AND({zone}>=1,{zone}<={len(zones)},INT({zone})={zone}),FALSE)"
        place = zone
        if not _are_numbers(zones):
            listed = ",".join(f'"{word}"' for word in zones)
            place = f"MATCH({zone},{{{listed}}},0)"
            valid = f"ISNUMBER({place})"
        if name == "zone_given":
            return Conversion(f'IF(OR({zone}<>"",COUNT({shares})>0),1,0)', 0, 1)
        if name == "zone_number":
            by_share = f"IFERROR(MATCH(1,{shares},0),0)"
            return Conversion(f'IF({zone}<>"",IF({valid},{place},NA()),{by_share})', 0, len(zones))
        number_of_zone = int(name.removeprefix("share_"))
        share = self._cell(f"zone {zones[number_of_zone - 1]} share")
        whole = f"ABS(SUM({shares})-1)<0.0000001"
        given = f"IF(COUNT({shares})=0,0,IF({whole},ROUND({share}*{SHARE_GRAINS},0),NA()))"
        one = f"IF({valid},IF({place}={number_of_zone},{SHARE_GRAINS},0),NA())"
        return Conversion(f'IF({zone}<>"",{one},{given})', 0, SHARE_GRAINS)


def numeric_bounds(field: Field) -> tuple[int, int, int]:
    """Smallest and largest number that the workbook takes, and how many make one as people write it."""
    assert field.read is not None
    kind = INPUTS[field.name].kind
    if kind is Kind.DAY:
        return day_number(FIRST_DAY), field.largest, 1
    scale = RATE_GRAINS if kind is Kind.RATE else field.read("2", field.name) // 2
    try:
        low = field.read("0", field.name)
    except InputError:
        low = 1
    cap = {Kind.MONEY: LARGEST_AMOUNT, Kind.RATE: RATE_GRAINS}.get(kind, field.largest)
    return low, min(field.largest, cap), scale


def _measure(column: str, name: str, meaning: str, unit: str, scale: int, largest: int) -> CatalogColumn:
    return CatalogColumn(
        column,
        unit,
        meaning,
        lambda inputs: number(inputs[name], scale),
        smallest=float(number(1, scale)),
        largest=float(number(largest, scale)),
        required=True,
        format="0.0###",
    )


def _word(words: tuple[str, ...], value: int, absent: int) -> str | None:
    return None if value == absent == NOT_GIVEN else words[value]


def _are_numbers(zones: tuple[str, ...]) -> bool:
    """Whether the zones are called by their places, so that a cell holds a number."""
    return zones == tuple(str(place) for place in range(1, len(zones) + 1))


def _zone_cell(zones: tuple[str, ...], number_of_zone: int) -> Value:
    if not number_of_zone:
        return None
    return number_of_zone if _are_numbers(zones) else zones[number_of_zone - 1]


def _share(zone: int) -> Callable[[Mapping[str, int]], Value]:
    def cell(inputs: Mapping[str, int]) -> Value:
        if inputs["zone_number"] or not inputs["zone_given"]:
            return None
        return number(inputs[f"share_{zone}"], SHARE_GRAINS) or None

    return cell
