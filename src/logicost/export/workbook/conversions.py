"""The formulas that bring what people write in cells to the whole numbers of the rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from logicost.errors import InputError
from logicost.export.workbook.cells import decimal_text, literal, number
from logicost.export.workbook.lists import (
    CATEGORY,
    CATEGORY_KEYS,
    FLAGS,
    LENGTHS,
    WEIGHTS,
    Lists,
    category_key,
    literally,
)
from logicost.inputs.days import FIRST_DAY, day_number
from logicost.inputs.fields import FIELD, NOT_GIVEN, Field
from logicost.inputs.readers import RATE_GRAINS, SHARE_GRAINS, ZONES
from logicost.inputs.scalar import INPUTS, PARCEL
from logicost.market import Market
from logicost.measurement import GRAMS, HEAVIEST, LONGEST_SIDE, MILLIMETRES, to_grain
from logicost.rules.plan import Kind

LARGEST_AMOUNT = 5 * 10**8  # grains: 50,000.00 of the currency, so that every formula stays within fifteen digits
SIDES = ("length", "width", "height")
SIDE_INPUTS = ("side_1", "side_2", "side_3")
ZONE_INPUTS = ("zone_given", "zone_number", *(f"share_{zone}" for zone in ZONES))
PARCEL_SIDES = dict(zip(PARCEL, (f"parcel {side}" for side in SIDES), strict=True))
REQUIRED = (*SIDE_INPUTS, "unit_weight")
SHIP_DAY, GUESS = "ship_day", "category_assumed"
ONE = {"side_1": 1, "side_2": 1, "side_3": 1, "unit_weight": 1}  # what an empty row counts as, in units


@dataclass(frozen=True, slots=True)
class Conversion:
    """The formula of one input over cells, the bounds within which a row may stay live, and what a cell must hold."""

    formula: str
    low: int
    high: int
    must: str


class Conversions:
    """Conversions for the inputs of a market.

    Args:
        lists: the words of choices, categories and units.
        days: the first and the last ship date for which the formulas hold.
        cell: the cell of a column.
        fallback: what an empty cell of an input stands for; None where that is what the rules take for not given.
        is_empty: the formula that tells an empty row; empty where there are none.
    """

    def __init__(
        self,
        market: Market,
        lists: Lists,
        days: tuple[dt.date, dt.date],
        cell: Callable[[str], str],
        fallback: Callable[[str], str | None],
        is_empty: str = "",
    ) -> None:
        self.market = market
        self.lists = lists
        self.days = days
        self.cell = cell
        self.fallback = fallback
        self.is_empty = is_empty

    def of(self, name: str) -> Conversion | None:
        """The conversion of an input; None for one that has no column and is written as a fixed number."""
        if name in SIDE_INPUTS:
            return self._measure(name, SIDES[SIDE_INPUTS.index(name)])
        if name == "unit_weight":
            return self._measure(name, "weight")
        if name in PARCEL:
            largest, unit = largest_measure(name, self.market)
            scale = round(scale_of(unit, self.market, weight=False))
            must = f"a number above 0 to {largest / scale:,.5g} {unit}"
            return Conversion(_number(self.cell(PARCEL_SIDES[name]), "0", 1, largest, scale), 0, largest, must)
        if name in ZONE_INPUTS:
            return self._zone(name)
        if name == SHIP_DAY:
            first, last = (day_number(day) for day in self.days)
            return Conversion(day_formula(self.cell("on"), self._empty(name), first, last), first, last, self._days())
        if name not in FIELD or (not FIELD[name].is_plain and name != CATEGORY):
            return None
        return self.plain(name, self.cell(name), self._empty(name))

    def plain(self, name: str, cell: str, empty: str) -> Conversion:
        """The conversion of an input that stands in one cell; `empty`: what it is where the cell is empty."""
        field = FIELD[name]
        low, absent = min(field.absent, 0), field.absent
        if name == CATEGORY:
            found = self.lists.found(CATEGORY_KEYS, cell, 1, category_key(cell))
            high = len(self.lists.words[CATEGORY]) - 1
            return Conversion(f'IF({cell}="",{empty},{found})', NOT_GIVEN, high, "a category of the list on Lists")
        if name in self.lists.words:
            words = self.lists.words[name]
            formula = f'IF({cell}="",{empty},{self.lists.place(name, literally(f"TRIM({cell})"))}-1)'
            return Conversion(formula, low, len(words) - 1, f"one of {', '.join(words)}"[:200])
        kind = INPUTS[name].kind
        if kind is Kind.FLAG:
            formula = f'IF({cell}="",{empty},{self._flag(cell)})'
            if name == GUESS:
                category = self.cell(CATEGORY)
                guess = self.lists.found(CATEGORY_KEYS, category, 2, category_key(category))
                formula = f'MAX({formula},IF({category}="",0,{guess}))'
            return Conversion(formula, low, 1, "TRUE or FALSE")
        least, most, scale = numeric_bounds(field)
        if kind is Kind.DAY:
            formula = day_formula(cell, empty, least, most)
        elif kind is Kind.MONEY:
            formula = self._money(cell, empty, least, most, scale)
        else:
            formula = _number(cell, empty, least, most, scale)
        must = f"a{' whole' if scale == 1 else ''} number from {float(number(least, scale)):,.10g} to {float(number(most, scale)):,.10g}"
        if kind is Kind.RATE:
            must = "a percentage from 0 % to 100 %"
        return Conversion(formula, min(least, absent), most, must)

    def _empty(self, name: str) -> str:
        """What an empty cell comes to: an error where it is required, unless the whole row is empty."""
        if name in REQUIRED:
            return f"IF({self.is_empty},{stand_in(name, self.market)},NA())" if self.is_empty else "NA()"
        shared = self.fallback(name)
        return shared if shared is not None else str(FIELD[name].absent)

    def _days(self) -> str:
        first, last = self.days
        return f"a day from {first.isoformat()} to {last.isoformat()}: the cards in this file hold for these"

    def _measure(self, name: str, column: str) -> Conversion:
        weight = name == "unit_weight"
        largest, unit = largest_measure(name, self.market)
        cell, unit_cell = self.cell(column), self.cell("weight_unit" if weight else "dimension_unit")
        of_unit = self.lists.found(WEIGHTS if weight else LENGTHS, unit_cell)
        grains = f'ROUND({cell}*IF({unit_cell}="",{scale_of(unit, self.market, weight)},{of_unit}),0)'
        within = f"IF(AND({grains}>=1,{grains}<={largest}),{grains},NA())"
        formula = f'IF(ISNUMBER({cell}),{within},IF({cell}="",{self._empty(name)},NA()))'
        most = float(number(largest, Fraction(scale_of(unit, self.market, weight))))
        return Conversion(formula, 1, largest, f"a number above 0 to {most:,.5g} {unit}, and its unit one of the list")

    def _flag(self, cell: str) -> str:
        """N() tells true from false however the cell is formatted, also after another program saved the file."""
        return f"IF(ISTEXT({cell}),{self.lists.found(FLAGS, cell)},IF(OR(N({cell})=0,N({cell})=1),N({cell}),NA()))"

    def _money(self, cell: str, empty: str, low: int, high: int, scale: int) -> str:
        """A number, or text such as $24.99 or 24.99 USD; digits only, so that it reads alike in every country."""
        text = f"UPPER({cell})"
        for mark in sorted((*self.market.currency.marks, " "), key=len, reverse=True):
            text = f'SUBSTITUTE({text},"{mark.upper()}","")'
        places = f'MAX(LEN({text})-FIND(".",{text}&"."),0)'
        digits = f'SUBSTITUTE({text},".","")'
        amount = f"VALUE({digits})/10^{places}"
        figures = "{1,2,3,4,5,6,7,8,9,10}"
        plain = f'SUMPRODUCT(--ISNUMBER(FIND(MID({digits}&"0000000000",{figures},1),"0123456789")))=10'
        plain = f"AND(LEN({text})<=10,LEN({text})-LEN({digits})<=1,{plain})"
        edges = f"{decimal_text(low, scale)},{decimal_text(high, scale)}"
        least, most = edges.split(",")
        within = f"IF(AND({amount}>={least},{amount}<={most}),ROUND({amount}*{scale},0),NA())"
        return (
            f"IF(ISNUMBER({cell}),IF(AND({cell}>={least},{cell}<={most}),ROUND({cell}*{scale},0),NA()),"
            f'IF({cell}="",{empty},IF({plain},{within},NA())))'
        )

    def _zone(self, name: str) -> Conversion:
        zone, zones = self.cell("zone"), self.market.zones
        shares = f"{self.cell(share_of(zones[0]))}:{self.cell(share_of(zones[-1])).rpartition('!')[2]}"
        place, valid = zone, f"IF(ISNUMBER({zone}),AND({zone}>=1,{zone}<={len(zones)},INT({zone})={zone}),FALSE)"
        told = f"a whole number from 1 to {len(zones)}"
        if not numbered(zones):
            listed = ",".join(literal(word) for word in zones)
            place = f"MATCH({literally(zone)},{{{listed}}},0)"
            valid, told = f"ISNUMBER({place})", f"one of {', '.join(zones)}"
        must = f"{told}, or shares of zones that add up to 100 %"
        if name == "zone_given":
            return Conversion(f'IF(OR({zone}<>"",COUNT({shares})>0),1,0)', 0, 1, must)
        if name == "zone_number":
            by_share = f"IFERROR(MATCH(1,{shares},0),0)"
            return Conversion(f'IF({zone}<>"",IF({valid},{place},NA()),{by_share})', 0, len(zones), must)
        number_of_zone = int(name.removeprefix("share_"))
        share = self.cell(share_of(zones[number_of_zone - 1]))
        whole = f"ABS(SUM({shares})-1)<0.0000001"
        given = f"IF(COUNT({shares})=0,0,IF({whole},ROUND({share}*{SHARE_GRAINS},0),NA()))"
        one = f"IF({valid},IF({place}={number_of_zone},{SHARE_GRAINS},0),NA())"
        return Conversion(f'IF({zone}<>"",{one},{given})', 0, SHARE_GRAINS, must)


def share_of(zone: str) -> str:
    """The column of a zone's share."""
    return f"zone {zone} share"


def numbered(zones: tuple[str, ...]) -> bool:
    """Whether the zones are called by their places, so that a cell holds a number."""
    return zones == tuple(str(place) for place in range(1, len(zones) + 1))


def day_formula(cell: str, empty: str, low: int, high: int) -> str:
    """A date, or text such as 2026-11-22."""
    parts = ",".join(f"VALUE(MID({cell},{place},{length}))" for place, length in ((1, 4), (6, 2), (9, 2)))
    signs = f'LEN({cell})=10,MID({cell},5,1)="-",MID({cell},8,1)="-"'
    day = f"INT(IF(ISNUMBER({cell}),{cell},IF(AND({signs}),DATE({parts}),NA())))"
    return f'IF({cell}="",{empty},IF(AND({day}>={low},{day}<={high}),{day},NA()))'


def _number(cell: str, empty: str, low: int, high: int, scale: int) -> str:
    within = f"AND({cell}>={decimal_text(low, scale)},{cell}<={decimal_text(high, scale)})"
    rounded = f"ROUND({cell}*{scale},0)"
    if scale == 1:
        within = f"AND({cell}>={low},{cell}<={high},INT({cell})={cell})"
        rounded = cell
    return f'IF(ISNUMBER({cell}),IF({within},{rounded},NA()),IF({cell}="",{empty},NA()))'


def scale_of(unit: str, market: Market, weight: bool) -> int | float:
    """Grains in one unit."""
    size, grain = (GRAMS[unit], market.weight_grain) if weight else (MILLIMETRES[unit], market.length_grain)
    return number(1, grain / size)


def largest_measure(name: str, market: Market) -> tuple[int, str]:
    """The largest side or weight in grains, and the unit of a bare number."""
    if name == "unit_weight":
        return to_grain(HEAVIEST, market.weight_grain), market.weight_unit
    return to_grain(LONGEST_SIDE, market.length_grain), market.length_unit


def stand_in(name: str, market: Market) -> int:
    """What a required input of an empty row counts as, in grains; no result shows it."""
    _, unit = largest_measure(name, market)
    return round(ONE[name] * scale_of(unit, market, name == "unit_weight"))


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
