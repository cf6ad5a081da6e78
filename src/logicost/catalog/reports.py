"""What Amazon's reports tell beside their headings: the ages of a stock out of bands, sales of a month, a row for each SKU.

Ages are not known to the day: the units of a band are taken at its middle, and what is planned with them is an estimate.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise

import polars as pl
import polars.selectors as cs

from logicost.catalog.headings import words_of
from logicost.inputs.plain_numbers import as_text, blank, given_text

ASSUMED = "opening_is_assumed"  # a column that says that ages are the middle of a band, or not known at all
_UNREAD = "\0unread"
SNAPSHOT = "snapshot"  # the day of the report, from which its ages count
OLDEST = 10_000
_UNITS = r"^([0-9]{1,9}|[0-9]{1,3}(,[0-9]{3}){1,2})(\.0*)?$"
_BAND = re.compile(r"inv age (\d+) to (\d+) days")
_OPEN_BAND = re.compile(r"inv age (\d+) plus days")
_TIER = re.compile(r"(\d+)\s*(?:-|to)\s*(\d+)")
_OPEN_TIER = re.compile(r"(\d+)\s*\+")

Rows = pl.DataFrame


def told_by(export: str, rows: Rows) -> tuple[Rows, list[str]]:
    """The rows of a report, one for each SKU and store, with the columns that it gives in its own way; and what was done.

    Args:
        export: the report's name in ``headings.yaml``.
        rows: known columns by their plain names, the others by their headings.
    """
    tell = REPORTS.get(export)
    return tell(rows) if tell is not None else (rows, [])


def one_each(rows: Rows, added: Sequence[str] = ()) -> tuple[Rows, int]:
    """One row for each SKU and store, the first of them, and how many were joined to it.

    Args:
        added: columns whose figures are added up; the texts of ``opening`` stand one behind the other.
    """
    keys = [name for name in ("sku", "market") if name in rows.columns]
    has_name = given_text(rows["sku"]) != ""
    named, nameless = without_blanks(rows.filter(has_name)), rows.filter(~has_name)
    sums = [pl.col(name).cast(pl.Float64, strict=False).sum().alias(name) for name in added if name != "opening"]
    joined = named.group_by(keys, maintain_order=True).agg(
        *(cs.by_name(name).drop_nulls().first() for name in rows.columns if name not in keys and name not in added),
        *sums,
        *([pl.col("opening").drop_nulls().str.join(",")] if "opening" in added else []),
    )
    whole = pl.concat([joined[rows.columns].cast(rows.schema, strict=False), nameless])
    return whole, rows.height - whole.height


def without_blanks(rows: Rows) -> Rows:
    """The rows, with null where a text says that nothing is given."""
    texts = [name for name, kind in rows.schema.items() if kind == pl.String]
    nothing = pl.Series([None], dtype=pl.String)
    return rows.with_columns(rows[name].zip_with(~pl.Series(blank(rows[name])), nothing).alias(name) for name in texts)


def _planning(rows: Rows) -> tuple[Rows, list[str]]:
    """Ages, sales and the day of the snapshot; a product's conditions are added up."""
    names = {" ".join(words_of(name)): name for name in rows.columns}
    bands = {band: names[key] for key in names if (band := _band(key)) is not None}
    counts = {name: _whole(rows[name]) for name in dict.fromkeys([*bands.values(), *_of(names, _SHIPPED)])}
    unread = _unread((rows[name] for name in bands.values()), rows.height)
    rows = rows.with_columns(*(column.alias(name) for name, column in counts.items()), unread.alias(_UNREAD))
    rows, repeated = one_each(rows, list(counts))
    told = [f"{repeated} rows were joined to others of the same SKU and store"] if repeated else []
    openings = [
        _opening({band: row[name] for band, name in bands.items()})
        for row in rows.select(list(bands.values())).to_dicts()
    ]
    # a cell that cannot be read is told by whoever reads the stock, and the row is in error
    opening = rows[_UNREAD].zip_with(rows[_UNREAD].is_not_null(), pl.Series("opening", openings, dtype=pl.String))
    rows = rows.drop(_UNREAD)
    made = [opening.alias("opening"), pl.Series(ASSUMED, ["true"] * rows.height)]
    if "units shipped t90" in names:
        sales = [None if units is None else str(round_half_up(units, 3)) for units in rows[names["units shipped t90"]]]
        made.append(pl.Series("monthly_sales", sales, dtype=pl.String))
        told.append("a month's sales are a third of those of the last 90 days")
    if "snapshot date" in names:
        made.append(as_text(rows[names["snapshot date"]]).str.strip_chars().str.slice(0, 10).alias(SNAPSHOT))
    told.append("units are taken at the middle age of their band")
    return rows.with_columns(made), told


_SHIPPED = ("units shipped t7", "units shipped t30", "units shipped t60", "units shipped t90")


def _of(names: Mapping[str, str], keys: Sequence[str]) -> list[str]:
    return [names[key] for key in keys if key in names]


def _band(key: str) -> tuple[int, int] | None:
    if match := _BAND.fullmatch(key):
        return int(match[1]), int(match[2])
    match = _OPEN_BAND.fullmatch(key)
    # what is called 365-plus began at 366: 271 to 365 stands beside it
    return (int(match[1]) + (match[1] == "365"), OLDEST) if match else None


def round_half_up(units: int, parts: int) -> int:
    return (2 * units + parts) // (2 * parts)


def _whole(column: pl.Series) -> pl.Series:
    """Units; null where there is no plain number of them."""
    text = as_text(column).str.strip_chars()
    plain = text.str.contains(_UNITS).fill_null(False)
    numbers = text.str.replace_all(",", "").str.replace(r"\.0*$", "").cast(pl.Int64, strict=False)
    return numbers.zip_with(plain, pl.Series([None], dtype=pl.Int64))


def _unread(columns: Iterable[pl.Series], size: int) -> pl.Series:
    """Of each row a cell that should hold units and does not; null where there is none."""
    found = pl.Series([None], dtype=pl.String).new_from_index(0, size)
    for column in columns:
        text = given_text(column)
        found = text.zip_with((text != "") & _whole(column).is_null(), found)
    return found


def _opening(counts: Mapping[tuple[int, int], int | None]) -> str | None:
    """Units by the middle of their bands: ``45:30,225:2``; None where no band is given.

    Bands may overlap, as 181-270 and 181-330 do: the units up to an age are put together from all of them, and what lies
    between two ages next to each other is a band of its own.
    """
    given = {band: units for band, units in counts.items() if units is not None}
    if not given:
        return None
    up_to = {0: 0}  # days of age to the units that are younger
    while True:
        found = {
            (high + 1): up_to[low] + units
            for (low, high), units in given.items()
            if low in up_to and high + 1 not in up_to
        } | {
            low: up_to[high + 1] - units
            for (low, high), units in given.items()
            if high + 1 in up_to and low not in up_to
        }
        if not found:
            break
        up_to |= found
    ages: dict[int, int] = {}
    edges = sorted(up_to)
    for low, end in pairwise(edges):
        units = up_to[end] - up_to[low]
        age = low if end > OLDEST else (low + end - 1) // 2
        if units > 0:
            ages[age] = ages.get(age, 0) + units
    for (low, high), units in given.items():  # bands that hang together with no other
        if units and low not in up_to and high + 1 not in up_to:
            age = low if high == OLDEST else (low + high) // 2
            ages[age] = ages.get(age, 0) + units
    return ",".join(f"{age}:{units}" for age, units in sorted(ages.items())) or "0:0"


def _aged(rows: Rows) -> tuple[Rows, list[str]]:
    """The units of each tier at its middle age, all tiers of a SKU in one row."""
    names = {" ".join(words_of(name)): name for name in rows.columns}
    tiers, units = rows[names["surcharge age tier"]], _whole(rows[names["qty charged"]])
    openings = [_tier(tier, count) for tier, count in zip(as_text(tiers).to_list(), units.to_list(), strict=True)]
    made = [pl.Series("opening", openings, dtype=pl.String), pl.Series(ASSUMED, ["true"] * rows.height)]
    made.append(as_text(rows[names["snapshot date"]]).str.strip_chars().str.slice(0, 10).alias(SNAPSHOT))
    rows, _ = one_each(rows.with_columns(made), ["opening"])
    rows = rows.with_columns(
        pl.Series("opening", [_added(text) for text in rows["opening"].to_list()], dtype=pl.String)
    )
    return rows, ["only units that paid the surcharge are in it, taken at the middle age of their tier"]


def _tier(tier: str | None, units: int | None) -> str | None:
    if tier is None or not units:
        return None
    if match := _TIER.search(tier):
        return f"{(int(match[1]) + int(match[2])) // 2}:{units}"
    match = _OPEN_TIER.search(tier)
    return f"{match[1]}:{units}" if match else None


def _added(text: str) -> str | None:
    ages: dict[str, int] = {}
    for pair in filter(None, text.split(",")):
        age, _, units = pair.partition(":")
        ages[age] = ages.get(age, 0) + int(units)
    return ",".join(f"{age}:{units}" for age, units in sorted(ages.items(), key=lambda each: int(each[0]))) or None


def _inventory(rows: Rows) -> tuple[Rows, list[str]]:
    """Units that can be sold, of no known age."""
    names = {" ".join(words_of(name)): name for name in rows.columns}
    units = _whole(rows[names["afn fulfillable quantity"]])
    opening = [None if count is None else f"0:{count}" for count in units.to_list()]
    made = [pl.Series("opening", opening, dtype=pl.String), pl.Series(ASSUMED, ["true"] * rows.height)]
    rows, _ = one_each(rows.with_columns(made))
    return rows, ["it does not say how old the units are: they are taken as new"]


def _storage(rows: Rows) -> tuple[Rows, list[str]]:
    rows, repeated = one_each(rows)
    told = "the rows of a product's centres and months were joined: its measures are those of the first"
    return rows, [told] if repeated else []


def _economics(rows: Rows) -> tuple[Rows, list[str]]:
    """The rate of returns, of the units sold, and in the US, whose days are known to be written so, a month's sales."""
    names = {" ".join(words_of(name)): name for name in rows.columns}
    rows, told = _monthly(rows, names)
    if not {"units sold", "units returned"} <= set(names):
        return one_each(rows)[0], told
    sold, back = (_whole(rows[names[key]]) for key in ("units sold", "units returned"))
    share = [f"{count * 100 / units:.3f} %" if units and count is not None and 0 <= count <= units else None
             for units, count in zip(sold.to_list(), back.to_list(), strict=True)]  # fmt: skip
    if "return_rate" not in rows.columns:
        rows = rows.with_columns(pl.Series("return_rate", share, dtype=pl.String))
    return one_each(rows)[0], ["return_rate is units returned of units sold", *told]


def _monthly(rows: Rows, names: Mapping[str, str]) -> tuple[Rows, list[str]]:
    """``monthly_units`` from the units sold between two days, months having 365/12 of them, a calendar month its own."""
    keys = ("start date", "end date", "units sold")
    if not {*keys} <= set(names) or "monthly_units" in rows.columns or "market" not in rows.columns:
        return rows, []
    first, last, _ = (as_text(rows[names[key]]).to_list() for key in keys)
    sold, stores = _whole(rows[names["units sold"]]).to_list(), given_text(rows["market"]).str.to_uppercase().to_list()
    monthly = [
        _a_month(units, _american(start), _american(end)) if store in ("US", "AMAZON.COM") else None
        for units, start, end, store in zip(sold, first, last, stores, strict=True)
    ]
    if not any(monthly):
        return rows, []
    told = "monthly_units are the units sold, brought to a month"
    return rows.with_columns(pl.Series("monthly_units", monthly, dtype=pl.String)), [told]


def _american(text: str | None) -> dt.date | None:
    """A day as this report writes it in the US: ``06/30/2026``."""
    try:
        return dt.datetime.strptime((text or "").strip(), "%m/%d/%Y").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None


def _a_month(units: int | None, start: dt.date | None, end: dt.date | None) -> str | None:
    if units is None or start is None or end is None or end < start:
        return None
    after = end + dt.timedelta(1)
    months = 12 * (after.year - start.year) + after.month - start.month
    if start.day == after.day == 1:  # whole months
        return f"{units / months:.2f}"
    return f"{units * 365 / 12 / (after - start).days:.2f}"


def _preview(rows: Rows) -> tuple[Rows, list[str]]:
    """A fee of 0.00 is not known, never free; `fba_fulfillment_rate` is there where the user names the heading."""
    name = "fba_fulfillment_rate"
    if name in rows.columns:
        zero = as_text(rows[name]).str.replace_all(r"[^0-9.,-]", "").str.contains(r"^0+([.,]0*)?$")  # with its currency
        kept = as_text(rows[name]).zip_with(~zero.fill_null(False), pl.Series([None], dtype=pl.String))
        rows = rows.with_columns(kept.alias(name))
    rows, repeated = one_each(rows)
    return rows, [f"{repeated} rows were joined to others of the same SKU and store"] if repeated else []


REPORTS: Mapping[str, Callable[[Rows], tuple[Rows, list[str]]]] = {
    "inventory_planning": _planning,
    "aged_inventory": _aged,
    "fba_inventory": _inventory,
    "fba_storage": _storage,
    "sku_economics": _economics,
    "fee_preview": _preview,
}
