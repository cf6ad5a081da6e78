"""References, texts and numbers as cells take them."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from xlsxwriter.utility import xl_col_to_name

ROW = "\N{CURRENCY SIGN}"  # stands in a formula for the number of its own row
FIRST_ROW = 4  # rows are counted from 0, as XlsxWriter does; title, names, units and notes stand above
LONGEST_TEXT = 32_000
LONGEST_SHEET_NAME = 31
LONGEST_LITERAL = 250  # characters of a text inside a formula

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")

Value = str | int | float | bool | None


def letter(column: int) -> str:
    return str(xl_col_to_name(column))


def same_row(sheet: str | None, column: int) -> str:
    """The cell of a column in the formula's own row."""
    return f"{_prefix(sheet)}${letter(column)}{ROW}"


def fixed_cell(sheet: str | None, row: int, column: int) -> str:
    return f"{_prefix(sheet)}${letter(column)}${row + 1}"


def fixed_range(sheet: str | None, first_row: int, last_row: int, column: int) -> str:
    name = letter(column)
    return f"{_prefix(sheet)}${name}${first_row + 1}:${name}${last_row + 1}"


def fixed_row(row: int, first: int, last: int) -> str:
    """Cells beside each other on the formula's own sheet."""
    return f"${letter(first)}${row + 1}:${letter(last)}${row + 1}"


def _prefix(sheet: str | None) -> str:
    return f"'{sheet}'!" if sheet else ""


def in_row(formula: str, row: int) -> str:
    """The formula for the row with that number, counted from 0."""
    return "=" + formula.replace(ROW, str(row + 1))


def sheet_name(text: str, end: str = "") -> str:
    """What a sheet may be called: the text as far as there is room, and its end."""
    return f"{_NOT_IN_SHEET_NAME.sub(' ', text)[: LONGEST_SHEET_NAME - len(end)]}{end}"


def literal(text: str) -> str:
    """A text inside a formula."""
    return '"' + clean(text)[:LONGEST_LITERAL].replace('"', '""').replace(ROW, "") + '"'


def literal_text(text: str) -> str:
    """The same for a text of any length, in pieces that a formula takes."""
    pieces = [text[start : start + LONGEST_LITERAL] for start in range(0, len(text), LONGEST_LITERAL)]
    return "&".join(literal(piece) for piece in pieces or [""])


def clean(text: str) -> str:
    """Text that a file can hold: no characters that XML forbids, not longer than a cell takes."""
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)[:LONGEST_TEXT]


def number(value: int, scale: int | Fraction = 1) -> int | float:
    """A count of grains in human units: the double nearest to it."""
    exact = Fraction(value) / scale
    return exact.numerator if exact.denominator == 1 else float(exact)


def decimal_text(value: int, scale: int) -> str:
    """The same as plain decimal text, for a formula."""
    text = f"{Decimal(value) / Decimal(scale):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
