"""An empty catalog to fill in: the columns that the wanted programs use, with lists, bounds, notes and two examples."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from logicost.answers.engine import compiled_plan
from logicost.answers.explain import output_names, used_names
from logicost.answers.request import Request
from logicost.catalog.workbook_file import BESIDE
from logicost.export.workbook.cells import Value, number
from logicost.export.workbook.conversions import numeric_bounds
from logicost.export.workbook.formats import Formats, undated
from logicost.fees.vocabularies import vocabulary
from logicost.inputs.fields import FIELD, FIELDS, Field
from logicost.inputs.readers import ZONES
from logicost.inputs.scalar import INPUTS, PARCEL
from logicost.market import Market
from logicost.measurement import GRAMS, HEAVIEST, LONGEST_SIDE, MILLIMETRES
from logicost.rules.plan import Kind
from logicost.tables.shelf import Shelf, open_shelf
from logicost.whole_files import atomic_path

ROWS = 5_000  # with lists and bounds
SHEET = "Catalog"
NOTES, LISTS = BESIDE
_SIDES = ("length", "width", "height")
_FIRST = (  # what most sellers fill in; the other columns stand folded behind
    "sku", "title", *_SIDES, "weight", "price", "category", "cost", "inbound_freight", "duty", "own_prep", "advertising",
    "monthly_units", "dangerous_goods", "apparel", "sipp", "placement", "days_in_storage", "return_rate", "zone",
    "zone_mix", "packaging", "handling", "postage", "postage_discount",
)  # fmt: skip
_ALWAYS = ("sku", "title", *_SIDES, "weight", "price", "category", "cost")
_REQUIRED = ("sku", *_SIDES, "weight", "price")
_NOT_HERE = ("dimensions", "dimension_unit", "weight_unit", "market", "on")  # said otherwise in a template
_READ_FROM = {  # inputs of the rules that are read from columns of other names
    **{f"side_{place}": name for place, name in enumerate(_SIDES, 1)},
    "unit_weight": "weight",
    **dict.fromkeys(PARCEL, "parcel"),
    **dict.fromkeys(("zone_given", "zone_number", *(f"share_{zone}" for zone in ZONES)), "zone"),
}
_EXAMPLES: Mapping[str, tuple[Value, Value]] = {  # in inches, pounds and a currency with cents
    "sku": ("EXAMPLE-1", "EXAMPLE-2"),
    "title": ("Stoneware mug (an example: write over it)", "Cotton T-shirt (an example: write over it)"),
    "length": (5.1, 12),
    "width": (4.3, 9),
    "height": (4.2, 1),
    "weight": (0.89, 0.4),
    "price": (18.99, 22),
    "cost": (3.1, 4.25),
    "inbound_freight": (0.3, 0.15),
    "monthly_units": (120, 60),
    "days_in_storage": (45, 30),
    "packaging": (0.6, 0.4),
    "handling": (1.2, 1.2),
}
_CATEGORIES = ("home_and_kitchen", "clothing_and_accessories")


@dataclass(frozen=True, slots=True)
class TemplateColumn:
    """One column.

    Attributes:
        heading: its plain name, with a unit in brackets where figures are in one.
        words: what it may hold, where it is a choice; smallest, largest: where it is a number.
        examples: what the two example rows hold.
    """

    name: str
    heading: str
    meaning: str
    words: tuple[str, ...] = ()
    smallest: float | None = None
    largest: float | None = None
    whole: bool = False
    examples: tuple[Value, Value] = (None, None)

    @property
    def bounds(self) -> str:
        if self.words:
            return "one of the list" if self.name == "category" else " / ".join(self.words)
        if self.smallest is None or self.largest is None:
            return "text"
        return f"{'whole number' if self.whole else 'number'} from {self.smallest:,.10g} to {self.largest:,.10g}"


@dataclass(frozen=True, slots=True)
class Template:
    """The columns for a store and programs, the common ones before the others."""

    market: Market
    programs: tuple[str, ...]
    columns: tuple[TemplateColumn, ...]
    more: tuple[TemplateColumn, ...]


def make_template(
    programs: str | Sequence[str], market: str | None = None, on: Any = None, fee_tables: str | None = None
) -> Template:
    """The template of those programs.

    Raises:
        LogicostError: a program, the store or the day cannot be used.
    """
    request = Request.of(programs, market=market, on=on, fee_tables=fee_tables)
    shelf = open_shelf(fee_tables)
    store = shelf.markets.find(request.market)
    plan = compiled_plan(shelf, store.code, request.day, tuple(request.programs)).plan
    used = {name for program in plan.programs.values() for name in used_names(plan, output_names(program))}
    wanted = {_READ_FROM.get(name, name) for name in INPUTS if name in used} | {*_ALWAYS, "monthly_units"}
    wanted |= {"zone_mix"} if "zone" in wanted else set()
    names = [name for name in _FIRST if name in wanted]
    others = [field.name for field in FIELDS if field.name in wanted and field.name not in (*names, *_NOT_HERE)]
    return Template(
        store,
        tuple(request.programs.values()),
        tuple(_column(shelf, store, name) for name in names),
        tuple(_column(shelf, store, name) for name in others),
    )


def _column(shelf: Shelf, market: Market, name: str) -> TemplateColumn:
    meaning = FIELD[name].meaning if name in FIELD else "the product's name, shown beside the sku"
    if name in _SIDES or name == "weight":
        return _measure(market, name, meaning)
    examples = _examples(market, name)
    if name == "category":
        book = vocabulary(shelf, market).categories
        known = [slug for slug in _CATEGORIES if slug in book.slugs] or list(book.slugs[:1])
        labels = tuple(sorted(book.labels.values()))
        first, second = (
            (book.labels[known[0]], book.labels[known[-1]]) if known else (None, None)
        )  # a store may have none
        return TemplateColumn(name, name, "Amazon's referral category", labels, examples=(first, second))
    field = FIELD.get(name)
    if field is not None and field.of_market:
        return TemplateColumn(name, name, meaning, vocabulary(shelf, market)[name], examples=examples)
    if field is None or field.read is None:
        return TemplateColumn(name, name, meaning, examples=examples)
    return _field(field, market, meaning, examples)


def _field(field: Field, market: Market, meaning: str, examples: tuple[Value, Value]) -> TemplateColumn:
    kind = INPUTS[field.name].kind
    if field.words:
        return TemplateColumn(field.name, field.name, meaning, field.words, examples=examples)
    if kind is Kind.FLAG:
        return TemplateColumn(field.name, field.name, meaning, ("TRUE", "FALSE"), examples=examples)
    if kind is Kind.DAY:
        return TemplateColumn(field.name, field.name, meaning, examples=examples)
    low, high, scale = numeric_bounds(field)
    if kind is Kind.RATE:
        return TemplateColumn(field.name, f"{field.name} (%)", meaning, (), 0, 100, examples=examples)
    return TemplateColumn(
        field.name, field.name, meaning, (), float(number(low, scale)), float(number(high, scale)), scale == 1, examples
    )


def _measure(market: Market, name: str, meaning: str) -> TemplateColumn:
    """A side or the weight, in the store's unit."""
    weight = name == "weight"
    unit = market.weight_unit if weight else market.length_unit
    size, grain = (GRAMS[unit], market.weight_grain) if weight else (MILLIMETRES[unit], market.length_grain)
    largest = (HEAVIEST if weight else LONGEST_SIDE) / size
    metric = {"cm": 2.54, "kg": 0.45}.get(unit, 1)
    examples = [round(float(str(value)) * metric, 2) for value in _EXAMPLES[name]]
    return TemplateColumn(
        name, f"{name} ({unit})", meaning.partition(",")[0], (), float(grain / size), float(largest),
        examples=(examples[0], examples[1]),
    )  # fmt: skip


def _examples(market: Market, name: str) -> tuple[Value, Value]:
    """Amounts of currencies without a minor unit are a hundredfold and whole."""
    first, second = _EXAMPLES.get(name, (None, None))
    amounts = name in FIELD and INPUTS.get(name) is not None and INPUTS[name].kind is Kind.MONEY
    if amounts and not market.currency.minor_digits:
        return tuple(None if value is None else round(float(value) * 100) for value in (first, second))  # type: ignore[return-value]
    return first, second


def csv_text(template: Template) -> str:
    """The common columns with the example rows; the others are named by `logicost template -o catalog.xlsx`."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(column.heading for column in template.columns)
    for place in (0, 1):
        writer.writerow("" if (value := column.examples[place]) is None else value for column in template.columns)
    return stream.getvalue()


def write_template(path: str, template: Template) -> None:
    """A workbook: the catalog, the lists and what each column means.

    Raises:
        CatalogError: ``file_unwritable``.
    """
    from xlsxwriter import Workbook

    with atomic_path(Path(path)) as temporary, Workbook(str(temporary), {"in_memory": True}) as book:
        undated(book)
        formats = Formats(book)
        catalog, notes, lists = (book.add_worksheet(name) for name in (SHEET, NOTES, LISTS))
        columns = [*template.columns, *template.more]
        listed = [column for column in columns if column.words]
        for place, column in enumerate(listed):
            lists.write_string(0, place, column.heading, formats.head)
            lists.set_column(place, place, 30)
            for row, word in enumerate(column.words, start=1):
                lists.write_string(row, place, word)
        _write_catalog(catalog, formats, template, {column.name: place for place, column in enumerate(listed)})
        _write_notes(notes, formats, template)


def _write_catalog(sheet: Any, formats: Formats, template: Template, lists: Mapping[str, int]) -> None:
    from xlsxwriter.utility import xl_col_to_name

    columns = [*template.columns, *template.more]
    sheet.freeze_panes(1, 1)
    sheet.set_row(0, 32)
    for place, column in enumerate(columns):
        folded = place >= len(template.columns)
        width = {"sku": 18, "title": 40, "category": 30}.get(column.name, max(11, min(len(column.heading) + 2, 26)))
        sheet.set_column(place, place, width, None, {"level": 1, "hidden": True} if folded else {})
        sheet.write_string(0, place, column.heading, formats.head)
        style = formats.input_text if column.bounds == "text" else formats.input()
        for row, value in enumerate(column.examples, start=1):
            if value is None:
                sheet.write_blank(row, place, None, style)
            else:
                sheet.write(row, place, value, style)
        rule: dict[str, Any] = {
            "input_title": column.name[:32],
            "input_message": f"{column.meaning}: {column.bounds}"[:255],
            "ignore_blank": True,
        }
        if column.words:
            name = xl_col_to_name(lists[column.name])
            source = f"={LISTS}!${name}$2:${name}${len(column.words) + 1}"
            rule |= {"validate": "list", "source": source, "error_title": column.name[:32],
                     "error_message": "choose from the list, or leave it empty",
                     # other words for a category are understood, too
                     "error_type": "information" if column.name == "category" else "stop"}  # fmt: skip
        elif column.smallest is None:
            rule |= {"validate": "any"}
        else:
            rule |= {"validate": "integer" if column.whole else "decimal", "criteria": "between",
                     "minimum": column.smallest, "maximum": column.largest, "error_title": column.name[:32],
                     "error_message": f"{column.name}: a {column.bounds}"}  # fmt: skip
        sheet.data_validation(1, place, ROWS, place, rule)
    if template.more:
        place = len(columns)
        sheet.set_column(place, place, 9, None, {"collapsed": True})


def _write_notes(sheet: Any, formats: Formats, template: Template) -> None:
    market = template.market
    told = (
        f"A catalog for {market.name}, {market.currency.code}: {', '.join(template.programs)}",
        f"One row for each product on the sheet {SHEET}; write over the two examples.",
        "Columns that you do not use may stay empty or be deleted, and columns of your own may be added.",
        "Click on a cell to see what belongs there. The rarer columns are folded at the right end: click on the + above them.",
        "Then: logicost compare catalog.xlsx -o margins.xlsx",
    )
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 80)
    sheet.set_column(2, 2, 46)
    for row, text in enumerate(told):
        sheet.write_string(row, 0, text, formats.title if not row else formats.text)
    head = len(told) + 1
    for place, text in enumerate(("column", "meaning", "what it may hold")):
        sheet.write_string(head, place, text, formats.head)
    for row, column in enumerate(_all(template), start=head + 1):
        star = " *" if column.name in _REQUIRED else ""
        for place, text in enumerate((column.heading + star, column.meaning, column.bounds)):
            sheet.write_string(row, place, text, formats.wrapped)
    sheet.write_string(head + len(template.columns) + len(template.more) + 1, 0, "* required", formats.plain_note)


def _all(template: Template) -> Iterable[TemplateColumn]:
    return (*template.columns, *template.more)
