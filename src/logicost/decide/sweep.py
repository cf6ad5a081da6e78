"""`sweep`: the quote of a product over values of one input, or of two."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from logicost.answers.engine import Engine
from logicost.answers.request import PROGRAMS, Request
from logicost.answers.rows import BETWEEN_NOTES
from logicost.decide.decision import Decision
from logicost.decide.rows import is_columns, store_of
from logicost.errors import InputError, nearest, shown, text_of
from logicost.inputs.dates import read_day, read_day_number
from logicost.inputs.fields import FIELD, SIZED
from logicost.inputs.given import plain_value
from logicost.inputs.product import Product, row_of
from logicost.inputs.readers import is_blank, read_money, read_price
from logicost.money import Currency
from logicost.number import read_decimal
from logicost.tables.shelf import open_shelf

if TYPE_CHECKING:
    from typing import Unpack

    import polars as pl

    from logicost.answers.defaults_file import Given as GivenDefaults
    from logicost.inputs.options import Options
    from logicost.inputs.programs import Program

MOST = 2_000_000  # combinations of values
_DAY = "\0day"  # stands for a ship date in notes
_NUMBER = re.compile(r"\s*([^\sA-Za-z%]+)\s*([^\d]*?)\s*", re.DOTALL)
Varied = Sequence[object] | str | range


def sweep(
    product: Any,
    vary: Mapping[str, Varied],
    programs: str | Program | Sequence[str | Program] = PROGRAMS,
    *,
    market: str | None = None,
    on: dt.date | str | None = None,
    strict: bool = False,
    fee_tables: str | Path | None = None,
    defaults: GivenDefaults = None,
    **options: Unpack[Options],
) -> Decision:
    """Quote a product at each value of an input, or each pair of values of two.

    Args:
        product: a `Product`, a mapping of catalog columns, or a frame of any kind, each row of which varies.
        vary: input to its values: a list, or text as ``"9.99:24.99:0.50"`` (both ends included) or ``"a,b,c"``.
        programs, market, on, strict, fee_tables, defaults, options: as in `compare`.

    Returns:
        The varied inputs, then the columns of results, in a row for each product, value, kind of order and program.

    Raises:
        InputError, CatalogError, TableError: with code and field.
    """
    import polars as pl

    from logicost.catalog.quoting import Reader

    is_one = hasattr(product, "given") or (isinstance(product, Mapping) and not is_columns(product))

    if not isinstance(vary, Mapping):
        raise InputError("vary_one_or_two", f"vary is {shown(vary)}; name inputs with their values", "vary")
    request = Request.of(programs, market=market, on=on, strict=strict, fee_tables=fee_tables, defaults=defaults)
    currency = store_of(product if is_one else {}, market, request, Engine(fee_tables)).currency
    lists = {_known(name): read_values(name, values, currency) for name, values in vary.items()}
    if not 1 <= len(lists) <= 2:
        raise InputError("vary_one_or_two", f"vary one input or two, not {len(lists)}", "vary")
    count = 1
    for each in lists.values():
        count *= len(each)
    products = pl.DataFrame([_plain(product, options, market, on, lists)]) if is_one else _rows(product, options, lists)
    if count * products.height > MOST:
        combinations = f"that are {count * products.height:,} combinations"
        raise InputError("too_many_values", f"{combinations}; at most {MOST:,} are quoted", "vary")
    values = [[text_of(each[place]) for each in itertools.product(*lists.values())] for place in range(len(lists))]
    frame = products[np.repeat(np.arange(products.height), count)].with_columns(
        pl.Series(name, each * products.height, pl.String) for name, each in zip(lists, values, strict=True)
    )
    marks = {f"varied {name}": frame[name] for name in lists}
    results = Reader(request, {**frame.schema, **{name: pl.String() for name in marks}}).whole(
        frame.with_columns(column.alias(name) for name, column in marks.items())
    )
    front = [_column(results, name) for name in lists]
    rest = [name for name in results.columns if name not in lists and name not in marks]
    rows = pl.DataFrame([*front, *(results[name] for name in rest)])
    notes = tuple(_notes(rows))
    return Decision("sweep", tuple(rows.columns), notes=notes, varied=tuple(lists), _frame=rows)


def _rows(frame: Any, options: Mapping[str, Any], lists: Mapping[str, object]) -> pl.DataFrame:
    """The rows of a frame, their blank cells filled with the options."""
    import polars as pl

    from logicost.catalog.filling import fill_blanks
    from logicost.catalog.frames import frame_blocks

    wanted = [names for names in SIZED if not {*names} & {*lists, *options}]
    known = {name: text_of(value) for name, value in options.items() if value is not None}
    blocks = [fill_blanks(block.rows, known) if known else block.rows for block in frame_blocks(frame, wanted)]
    rows = pl.concat(blocks) if blocks else pl.DataFrame(schema={names[0]: pl.String for names in SIZED})
    _no_dimensions(rows.columns, lists)
    return rows


def _no_dimensions(names: Iterable[str], lists: Mapping[str, object]) -> None:
    if {"length", "width", "height"} & set(lists) and "dimensions" in names:
        raise InputError("vary_sides", "to vary a side give length, width and height in place of dimensions", "vary")


def _column(results: Any, name: str) -> Any:
    """What varied: as the results have it where they do, and as it was given in rows that could not be quoted."""
    given = results[f"varied {name}"].alias(name)
    if name not in results.columns:
        return given
    own = results[name]
    return own.fill_null(given.cast(own.dtype, strict=False)) if own.null_count() else own


def _notes(rows: pl.DataFrame) -> list[str]:
    """What is to be known of the rows; what differs only by their ship dates is said of the first, and of how many more."""
    days: dict[str, dict[str, None]] = {}
    for text, day in rows.select("notes", "on").drop_nulls().unique(maintain_order=True).iter_rows():
        for note in text.split(BETWEEN_NOTES):
            days.setdefault(note.replace(str(day), _DAY), {})[str(day)] = None
    return [
        note.replace(_DAY, next(iter(each)))
        + (f" (and {len(each) - 1} more such days)" if _DAY in note and len(each) > 1 else "")
        for note, each in days.items()
    ]


def _known(name: str) -> str:
    key = text_of(name).strip().lower().replace("-", "_").replace(" ", "_")
    if key not in FIELD or key == "sku":
        raise InputError("unknown_option", f"there is no input {shown(name)}.{nearest(key, list(FIELD))}", "vary")
    return key


def _plain(
    product: Any, options: Mapping[str, Any], market: str | None, on: dt.date | str | None, lists: Mapping[str, object]
) -> dict[str, str]:
    """The product as cells of a catalog; what varies need not be given."""
    if isinstance(product, Product):
        product = {**product.given(), "market": product.market}
    if not isinstance(product, Mapping):
        row_of(product, options, open_shelf().markets, market, on)  # which says what is wrong
    row = {**product, **options}
    row |= {name: value for name, value in (("market", market), ("on", on)) if value is not None}
    for name in ("dimensions", "parcel"):
        if isinstance(row.get(name), list | tuple):
            row[name] = " x ".join(map(text_of, row[name]))
    _no_dimensions([name for name, value in row.items() if not is_blank(value)], lists)
    for name in row:
        if name not in FIELD and name != "title":
            raise InputError(
                "unknown_option",
                f"there is no option {shown(name)}.{nearest(text_of(name), list(FIELD))}",
                text_of(name),
            )
    plain = {name: plain_value(value, name) for name, value in row.items()}
    cells = {name: text_of(value) for name, value in plain.items() if not is_blank(value)}
    return {"sku": "product", **cells}


def read_values(name: str, values: Varied, currency: Currency) -> list[object]:
    """The values of an input: a list as it is; of text those between commas, or from, to and step with colons.

    `currency`: whose marks may stand beside amounts.

    Raises:
        InputError: ``range_malformed``, ``too_many_values``, ``currency_mismatch``.
    """
    if not isinstance(values, str):
        found = list(itertools.islice(values, MOST + 1)) if isinstance(values, Iterable) else [values]
        return found or _malformed(name, values)
    if ":" in values and name not in ("zone_mix",):
        parts = [part.strip() for part in values.split(":")]
        if len(parts) not in (2, 3) or not all(parts):
            return _malformed(name, values)
        field = FIELD[_known(name)]
        if field.read in (read_money, read_price):
            parts = [text_of(currency.bare(part, name)) for part in parts]
        return (
            _days(parts, values)
            if field.name == "on" or field.read is read_day_number
            else _numbers(name, parts, values)
        )
    found = [part.strip() for part in values.split(",") if part.strip()]
    return found or _malformed(name, values)


def _numbers(name: str, parts: list[str], values: str) -> list[object]:
    """Both ends included; a unit or a percent sign may stand behind any of the three, the same behind all that have one."""
    numbers: list[Decimal] = []
    units: set[str] = set()
    for part in parts:
        match = _NUMBER.fullmatch(part)
        if match is None:
            return _malformed(name, values)
        numbers.append(read_decimal(match[1], name))
        units |= {match[2]} - {""}
    first, last = numbers[:2]
    step = numbers[2] if len(numbers) == 3 else Decimal(1)
    if len(units) > 1 or step <= 0 or last < first:
        return _malformed(name, values)
    count = int((last - first) / step) + 1
    if count > MOST:
        raise InputError("too_many_values", f"{name} has {count:,} values; at most {MOST:,} are quoted", "vary")
    unit = f" {units.pop()}" if units else ""
    found: list[object] = [f"{first + step * place:f}{unit}" for place in range(count)]
    return found if first + step * (count - 1) == last else [*found, f"{last:f}{unit}"]


def _days(parts: list[str], values: str) -> list[object]:
    first, last = (read_day(part, "on") for part in parts[:2])
    step = int(read_decimal(parts[2], "on", "7")) if len(parts) == 3 else 1
    if step < 1 or last < first or (last - first).days // step > MOST:
        return _malformed("on", values)
    return [first + dt.timedelta(days=day) for day in range(0, (last - first).days + 1, step)]


def _malformed(name: str, values: object) -> list[object]:
    raise InputError(
        "range_malformed", f"{name} is to vary over {shown(values)}; write 9.99:24.99:0.50, or a list 5,10,20", "vary"
    )
