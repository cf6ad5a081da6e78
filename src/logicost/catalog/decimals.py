"""Decimal points or decimal commas: decided for a whole file from cells that admit one reading, and never mixed.

Only files with semicolons, or with a decimal comma somewhere, are in question. In Amazon's reports, which hold the rows
of several stores, each store's rows are decided for themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import polars as pl

from logicost.catalog.block import Block
from logicost.catalog.headings import is_money
from logicost.catalog.titles import Titles
from logicost.errors import CatalogError, InputError, LogicostError, shown
from logicost.inputs.fields import FIELD
from logicost.inputs.readers import read_flag

_NOT_NUMBERS = ("sku", "title", "market", "category", "dimension_unit", "weight_unit", "on", "received_on", "zone",
                "zone_mix", "cep", "currency")  # fmt: skip
_TOKEN = r"[0-9.,]*[0-9]"
_POINT = r"^([0-9]*\.[0-9]{1,2}|[0-9]*\.[0-9]{4,}|0*\.[0-9]+|[0-9]{4,}\.[0-9]+|0[0-9]*\.[0-9]+|[0-9]{1,3}(,[0-9]{3})+\.[0-9]+|[0-9]{1,3}(,[0-9]{3}){2,})$"
_COMMA = _POINT.replace(r"\.", "@").replace(",[0-9]{3}", r"\.[0-9]{3}").replace("@", ",")
_DOUBTFUL_POINT = r"^[1-9][0-9]{0,2}\.[0-9]{3}$"
_DOUBTFUL_COMMA = r"^[1-9][0-9]{0,2},[0-9]{3}$"
_ONE_COMMA = r"^[+\-]?[0-9]+,[0-9]+$"
_ODD = r"[.,][0-9]|[0-9][ \u00a0\u202f][0-9]{3}"
_ODD_POINTS = r"[0-9],[0-9]{3}"
_SURELY_TEXT = (
    r"^([0-9]{1,3}(,[0-9]{3})+\.[0-9]+|[0-9]{1,3}(,[0-9]{3}){2,})$"  # a point's, and no number of a cell prints so
)
_DOLLARS = r"^\s*[A-Z]{0,3}\$ ?[1-9][0-9]{0,2},[0-9]{3}\s*$"  # has one reading for its sign alone
_ANY_COMMA = r"[0-9],[0-9]|(^|[^0-9]),[0-9]"
_IN_TEXT = re.compile(_TOKEN)
_SPACED = re.compile(r"(?<=\d)[ \u00a0\u202f](?=\d{3}(?!\d))")


@dataclass(frozen=True, slots=True)
class Decimals:
    """How the numbers of a file are written.

    Attributes:
        mark: for each store the decimal mark, ``.`` or ``,``; None where the cells do not tell. The key ``""`` holds
            for all rows where they are not decided by store.
        typed: numbers may have come as numbers and been written with a point, whatever the texts have.
        told: what was decided, in words.
        apart: columns whose cells are numbers, and no texts.
    """

    mark: Mapping[str, str | None]
    typed: bool = False
    told: list[str] = field(default_factory=list)
    apart: frozenset[str] = frozenset()

    def __call__(self, block: Block, columns: Mapping[str, str], store: str | None) -> Block:
        """The block with points as decimal marks; a row whose number is not written so gets an error.

        Args:
            columns: names of the block that hold numbers, to the catalog column of each.
            store: the block's column that names the store.
        """
        broken: dict[int, LogicostError] = dict(block.broken)
        rows = block.rows
        stores = rows[store].to_list() if store is not None and "" not in self.mark else None
        changed = []
        for name, column in columns.items():
            if rows[name].dtype == pl.String and name not in self.apart:
                changed.append(self._column(rows[name], column, stores, broken))
        return Block(rows.with_columns(changed), broken)

    def _column(
        self, values: pl.Series, column: str, stores: list[str | None] | None, broken: dict[int, LogicostError]
    ) -> pl.Series:
        marks = set(self.mark.values())
        odd = values.str.contains(_ODD_POINTS if marks == {"."} else _ODD).fill_null(False)
        if marks == {","}:  # nearly all cells: one comma
            done = values.str.contains(_ONE_COMMA)
            odd &= ~done.fill_null(False)
            values = values.str.replace(",", ".", literal=True).zip_with(done.fill_null(False), values)
        places = odd.arg_true().to_list()
        if not places:
            return values
        texts = values.to_list()
        for place in places:
            mark = self.mark.get("" if stores is None else (stores[place] or "").strip())
            try:
                texts[place] = plain_number(texts[place], column, mark, self.typed)
            except InputError as error:
                broken.setdefault(place, error)
        return pl.Series(values.name, texts, pl.String)


def plain_number(text: str, column: str, mark: str | None, typed: bool = False) -> str:
    """The text with its numbers written plainly.

    Args:
        mark: the decimal mark; None where it is not known.
        typed: whether a point may be a number's own.

    Raises:
        InputError: ``ambiguous_number``.
    """
    if mark == "," and is_money(column):
        text = _SPACED.sub("", text)

    def plain(match: re.Match[str]) -> str:
        token = match[0]
        if mark == ",":
            if re.match(_COMMA, token) or re.match(_DOUBTFUL_COMMA, token):
                return token.replace(".", "").replace(",", ".")
            if re.match(_DOUBTFUL_POINT, token) and not typed:
                return token.replace(".", "")
            if re.match(_DOUBTFUL_POINT, token) or (re.match(_POINT, token) and not typed):
                whole = f"{token.replace('.', '')} or " if re.match(_DOUBTFUL_POINT, token) else ""
                raise InputError(
                    "ambiguous_number",
                    f"{column} is {shown(text)}, and decimals have a comma here; write {whole}{token.replace('.', ',')}", column,
                )  # fmt: skip
        elif mark == "." and re.match(_DOUBTFUL_COMMA, token):
            return token.replace(",", "")
        elif mark is None and (re.match(_DOUBTFUL_POINT, token) or re.match(_DOUBTFUL_COMMA, token)):
            digits = re.sub("[.,]", "", token)
            raise InputError(
                "ambiguous_number",
                f"{column} is {shown(text)}, which could mean {digits} or {token.replace(',', '.')}; no other number "
                "tells which: say --decimal , or --decimal .", column,
            )  # fmt: skip
        return token

    return _IN_TEXT.sub(plain, text)


def number_columns(titles: Titles) -> dict[str, str]:
    """The file's columns that hold numbers: their names in its blocks, and the catalog column that each is."""
    names = titles.names
    found = {name: name for name in names if _is_number(name)}
    for reading in titles.readings:
        if _is_number(reading.column):
            found.update({names[part.place]: reading.column for part in reading.parts})
    return found


def store_column(titles: Titles) -> str | None:
    """The column of a report that names the store of each row."""
    told = [name for name in titles.names if name == "market"]
    return told[0] if told and titles.by_store else None


def decide(
    name: str,
    blocks: Iterable[Block],
    titles: Titles,
    is_open: bool = False,
    typed: bool = False,
    apart: frozenset[str] = frozenset(),
    assumed_market: str | None = None,
) -> Decimals | None:
    """The marks of a file; None where nothing but points is in question.

    Args:
        is_open: whether the form of the file leaves them open, as semicolons do, even without a decimal comma.
        typed: whether its cells may be numbers, which print with a point and say nothing of its texts.
        apart: columns whose cells are numbers alone.
        assumed_market: the store of rows that name none, where nobody has named it.

    Raises:
        CatalogError: ``two_decimal_marks``, with both numbers.
    """
    columns = {column: known for column, known in number_columns(titles).items() if column not in apart}
    store = store_column(titles)
    seen: dict[str, dict[str, tuple[str, str]]] = {}
    for block in blocks:
        for column_name, column in columns.items():
            if typed and not _has_comma(block.rows[column_name]):
                continue
            for key, token, kind in _tokens(block.rows, column_name, store, _SURELY_TEXT if typed else _POINT):
                seen.setdefault(key, {}).setdefault(kind, (column, token))
    if not is_open and not any("comma" in kinds for kinds in seen.values()):
        return None
    marks: dict[str, str | None] = {}
    told = []
    for key, kinds in seen.items():
        point, comma = kinds.get("point"), kinds.get("comma")
        where = f" (rows of {key})" if key else ""
        if point and comma:
            raise CatalogError(
                "two_decimal_marks",
                f"{name}{where} has decimals with a comma ({comma[0]} {shown(comma[1])}) and with a point "
                f"({point[0]} {shown(point[1])}); write them alike, or say --decimal , or --decimal .",
            )  # fmt: skip
        marks[key] = "," if comma else "." if point else None
        if comma:
            # such a file is seldom of the store that is meant where none is named
            is_told = assumed_market is not None and "market" not in titles.names
            store_told = f"; no store is named, {assumed_market} is meant: market names another" if is_told else ""
            told.append(f"{name}{where}: decimals have a comma, as in {comma[0]} {shown(comma[1])}{store_told}")
        elif point and "doubtful" in kinds:
            told.append(f"{name}{where}: decimals have a point, as in {point[0]} {shown(point[1])}")
    return Decimals(marks or {"": None}, typed, told, apart)


def thousands_told(name: str, block: Block, titles: Titles) -> list[str]:
    """What to say of amounts such as ``$1,299``, which the dollar makes thousands, once for a file."""
    for column, known in number_columns(titles).items():
        if is_money(known) and block.rows[column].dtype == pl.String:
            found = block.rows[column].filter(block.rows[column].str.contains(_DOLLARS).fill_null(False))
            if len(found):
                digits = re.sub("[^0-9]", "", found[0])
                return [f"{name}: thousands have a comma, as in {known} {shown(found[0])}, read as {digits}"]
    return []


def decide_frame(rows: pl.DataFrame, titles: Titles, assumed_market: str | None = None) -> Decimals | None:
    """The marks of a frame that is all there; where its texts have both, each row answers for itself."""
    try:
        return decide("the frame", [Block(rows)], titles, typed=True, assumed_market=assumed_market)
    except CatalogError:
        return None


def _has_comma(column: pl.Series) -> bool:
    return column.dtype == pl.String and bool(column.str.contains(_ANY_COMMA).any())


def _tokens(rows: pl.DataFrame, name: str, store: str | None, points: str) -> list[tuple[str, str, str]]:
    """The first number of each kind of each store: (store, number, kind)."""
    column = rows[name]
    if column.dtype != pl.String:
        return []
    keys = (
        rows[store].str.strip_chars().fill_null("")
        if store is not None
        else pl.Series([""]).new_from_index(0, rows.height)
    )
    tokens = (
        pl.DataFrame({"key": keys, "token": column.str.extract_all(_TOKEN)})
        .explode("token")
        .unique(maintain_order=True)
    )
    kinds = (("point", points), ("comma", _COMMA), ("doubtful", f"{_DOUBTFUL_POINT}|{_DOUBTFUL_COMMA}"))
    found: list[tuple[str, str, str]] = []
    for kind, pattern in kinds:
        first = tokens.filter(pl.col("token").str.contains(pattern)).unique("key", keep="first", maintain_order=True)
        found += [(key, token, kind) for key, token in first.iter_rows()]
    return found


def _is_number(column: str) -> bool:
    known = FIELD.get(column)
    return known is not None and column not in _NOT_NUMBERS and not known.examples and known.read is not read_flag
