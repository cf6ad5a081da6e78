"""The Tables sheet: each card as it is published, with its source, dates and status, beside the numbers of the rules."""

from __future__ import annotations

from collections.abc import Iterator

from logicost.export.workbook.cells import fixed_cell, number
from logicost.export.workbook.formats import Formats
from logicost.export.workbook.sheet_writer import SheetWriter
from logicost.export.workbook.tables_layout import HEADING_ROWS, Figure, TableBlock, TablesLayout
from logicost.export.workbook.units import sheet_unit
from logicost.rules.plan import Kind, Plan
from logicost.rules.table import NO_LIMIT
from logicost.tables.shelf import Choice
from logicost.tables.status import Status


def write_tables(
    sheet: SheetWriter, formats: Formats, layout_tables: TablesLayout, plan: Plan, title: str = "Cards used"
) -> None:
    sheet.worksheet.set_column(0, 0, 26)
    sheet.worksheet.set_column(1, 40, 13)
    hint = "" if sheet.static else ": the yellow figures may be changed, to see what would be"
    sheet.text(0, 0, f"{title}{hint}", formats.title)
    figures = list(layout_tables.figures.values())
    if figures:
        sheet.text(2, 0, "Single figures", formats.section)
        heads = ("step", "figure", "unit", "card", "note", "in grains")
        for place, head in enumerate(heads):
            sheet.text(3, place, head, formats.head)
    for figure in figures:
        _write_figure(sheet, formats, figure, plan)
    for block in layout_tables.blocks.values():
        _write_block(sheet, formats, block, plan)
    sheet.worksheet.freeze_panes(2, 1)
    sheet.worksheet.repeat_rows(0)
    sheet.worksheet.fit_to_pages(1, 0)
    sheet.paper()


def _write_figure(sheet: SheetWriter, formats: Formats, figure: Figure, plan: Plan) -> None:
    unit = sheet_unit(figure.step.kind, plan.market)
    row = figure.row
    sheet.text(row, 0, figure.step.name)
    sheet.value(row, 1, number(figure.value, unit.scale), formats.input(unit.format))
    low, high = sorted((0, number(2 * figure.value, unit.scale)))
    if not sheet.static:
        rule = {"validate": "decimal", "criteria": "between", "minimum": low, "maximum": high}
        sheet.worksheet.data_validation(row, 1, row, 1, rule)
    for place, text in enumerate((unit.name, figure.step.edition or "", figure.step.note), start=2):
        sheet.text(row, place, text, formats.plain_note)
    _write_grains(sheet, formats, row, 1, 5, figure.value, unit.scale)


def _write_grains(
    sheet: SheetWriter, formats: Formats, row: int, column: int, grains_column: int, value: int, scale: int
) -> None:
    formula = f"ROUND({fixed_cell(None, row, column)}*{scale},0)"
    sheet.formula(row, grains_column, formula, value, formats.grain)


def _write_block(sheet: SheetWriter, formats: Formats, block: TableBlock, plan: Plan) -> None:
    top = block.first_row - HEADING_ROWS
    sheet.text(top, 0, block.table.name, formats.section)
    for row, text in enumerate(_about(block, plan), start=top + 1):
        sheet.text(row, 0, text, formats.plain_note)
    _write_heads(sheet, formats, block)
    table, index = block.table, block.index
    for place in range(block.height):
        row = block.first_row + place
        if place < len(table.rows):
            _write_row(sheet, formats, block, place, row)
        if place < len(index.codes):
            sheet.value(row, block.codes_column, index.codes[place], formats.grain)
            sheet.value(row, block.codes_column + 1, index.rows[place], formats.grain)
    for place in range(len(block.kinds)):
        if block.may_change(place) and table.rows and not sheet.static:
            scale = block.unit(place).scale
            low, high = (number(edge, scale) for edge in block.bounds(table.columns[place]))
            column, last = block.figures_column + place, block.first_row + len(table.rows) - 1
            rule = {"validate": "decimal", "criteria": "between", "minimum": low, "maximum": high}
            sheet.worksheet.data_validation(block.first_row, column, last, column, rule)


def _write_heads(sheet: SheetWriter, formats: Formats, block: TableBlock) -> None:
    table, row = block.table, block.first_row - 1
    heads = [name.replace("_", " ") for name in table.key_names]
    unit = sheet_unit(block.along_kind, block.market)
    along = f"{table.along.replace('_', ' ')}{f' ({unit.name})' if unit.name else ''}"
    heads += [f"{along} over", f"{along} up to"]
    for place, name in enumerate(table.columns):
        named = block.unit(place).name
        heads.append(f"{name.replace('_', ' ')}{f' ({named})' if named else ''}")
    heads += ["", *(f"{name.replace('_', ' ')} in grains" for name in table.columns), "", "search code", "row"]
    for place, head in enumerate(heads):
        if head:
            sheet.text(row, place, head, formats.head)


def _write_row(sheet: SheetWriter, formats: Formats, block: TableBlock, place: int, row: int) -> None:
    table = block.table
    item = table.rows[place]
    for column, (key, words) in enumerate(zip(item.keys, block.key_words, strict=True)):
        sheet.value(row, column, words[key] if 0 <= key < len(words) else key)
    before = table.rows[place - 1] if place and table.rows[place - 1].keys == item.keys else None
    scale = sheet_unit(block.along_kind, block.market).scale
    edges = len(item.keys)
    sheet.value(row, edges, number(before.upper, scale) if before else None)
    sheet.value(row, edges + 1, "any" if item.upper == NO_LIMIT else number(item.upper, scale))
    for column, value in enumerate(item.values):
        unit, kind = block.unit(column), block.kinds[column]
        if kind is Kind.STATUS:
            sheet.text(row, block.figures_column + column, Status(value).word)
        else:
            style = formats.input(unit.format) if block.may_change(column) else formats.number(unit.format)
            sheet.value(row, block.figures_column + column, number(value, unit.scale), style)
    for column, value in enumerate(item.values):
        if block.may_change(column):
            scale = block.unit(column).scale
            _write_grains(
                sheet, formats, row, block.figures_column + column, block.grains_column + column, value, scale
            )
        else:
            sheet.value(row, block.grains_column + column, value, formats.grain)


def _about(block: TableBlock, plan: Plan) -> Iterator[str]:
    """State, sources and notes of the table's card, each in a row of its own."""
    choice = _choice(plan, block.edition)
    if choice is None or choice.edition is None:
        yield from ("worked out by logicost from the ship date", "", "")
        return
    edition = choice.edition
    until = f" to {edition.until.isoformat()}" if edition.until else ""
    name = f"{edition.name}, " if edition.name else ""
    why = f" ({choice.why})" if choice.why else ""
    reading = plan.shelf.ledger(edition.market).fees.get(edition.fee)
    read_to = f"published material read to {reading.read_to.isoformat()}; " if reading and not edition.own else ""
    yield (
        f"{name}in force from {edition.effective.isoformat()}{until}; {read_to}"
        f"status {choice.status.word}{why}; confidence {edition.confidence}"
    )
    yield "; ".join(f"{source.publisher}: {source.title} {source.url or ''}".strip() for source in edition.sources)
    yield "; ".join(edition.notes)


def _choice(plan: Plan, edition_id: str | None) -> Choice | None:
    for choice in plan.editions.values():
        if choice.edition is not None and choice.edition.id == edition_id:
            return choice
    return None
