"""The lines of quoted rows with their reasons in words, as the text of a JSON array for each row."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from logicost.array_kinds import Places
from logicost.catalog.cells import amount_text
from logicost.catalog.results import AMOUNT, decimals
from logicost.catalog.value_texts import value_texts
from logicost.fees import FEES
from logicost.rules.program_plan import Line, ProgramPlan
from logicost.rules.text import PLACEHOLDER, TextReading
from logicost.tables.status import Status

Piece = str | pl.Series  # the same text in every row, or each row's own
_UNSOURCED = int(Status.UNSOURCED)
BETWEEN_ITEMS = "\x1f"  # the unit separator, which no note holds


def array_of(items: str) -> str:
    """Texts with `BETWEEN_ITEMS` between them as the text of a JSON array."""
    return json.dumps(items.split(BETWEEN_ITEMS), ensure_ascii=False)


def inner(text: str) -> str:
    """A text as it stands between the quotation marks of JSON."""
    return json.dumps(text, ensure_ascii=False)[1:-1]


class LineTexts:
    """Writes the lines of programs for the rows of a block.

    Args:
        columns: the values of every step that lines and their reasons mention.
    """

    def __init__(self, text: TextReading, columns: Mapping[str, NDArray[Any]]) -> None:
        self._text = text
        self._columns = columns
        self._values: dict[str, Piece] = {}

    def of(self, program: ProgramPlan, quoted: NDArray[np.bool_]) -> pl.Series:
        """A JSON array for each row; an empty one where the row is not quoted."""
        size = len(quoted)
        pieces: list[Piece] = ["["]
        for line in program.lines:
            places = np.flatnonzero(self._columns[line.shown].astype(np.bool_) & quoted)
            if len(places):
                pieces.append(_scattered([(places, self._line(line, places))], size))
        array = _joined([*pieces, "]"], size)
        return array.str.replace("[, ", "[", literal=True)  # before the first line there is no comma

    def _line(self, line: Line, places: Places) -> pl.Series:
        size = len(places)
        status = self._columns[line.status][places]
        amount = decimals(self._columns[line.amount][places].astype(np.int64), AMOUNT)
        known = pl.Series(status != _UNSOURCED)
        coarse = None if self._text.plan.market.currency.minor_digits else pl.lit(value=True)
        amounts = pl.select(
            pl.when(known)
            .then(pl.concat_str(pl.lit('"'), amount_text(pl.lit(amount.cast(pl.String)), coarse), pl.lit('"')))
            .otherwise(pl.lit("null"))
        ).to_series()
        words = [
            f', "status": "{each.word}", "edition": {json.dumps(edition, ensure_ascii=False)}, "why": "'
            for edition in line.cards
            for each in Status
        ]
        after_amount = pl.Series(words).gather(
            pl.Series(self._columns[line.card][places].astype(np.int64) * len(Status) + status)
        )
        before = f', {{"fee": "{line.fee}", "stage": "{FEES[line.fee].stage}", "amount": '
        return _joined([before, amounts, after_amount, self._why(line, places), '"}'], size)

    def _why(self, line: Line, places: Places) -> pl.Series:
        reason = self._columns[line.reason][places]
        rows = [np.flatnonzero(reason == place) for place in range(len(line.reasons))]
        parts = [
            (each, self._filled(text, places[each])) for each, text in zip(rows, line.reasons, strict=True) if len(each)
        ]
        return _scattered(parts, len(places))

    def _filled(self, template: str, places: Places) -> pl.Series:
        """A reason with the rows' values."""
        pieces: list[Piece] = []
        for number, part in enumerate(PLACEHOLDER.split(template)):
            if number % 2:  # a step's name
                value = self._value(part)
                pieces.append(value if isinstance(value, str) else _picked(value, places))
            elif part:
                pieces.append(inner(part))
        return _joined(pieces, len(places))

    def _value(self, name: str) -> Piece:
        """The texts of a step in the whole block, as several lines mention it."""
        if name not in self._values:
            column = self._columns[name]
            same = column.strides == (0,)  # one number for all rows
            texts = value_texts(self._text, name, column[:1] if same else column)
            if texts.str.contains(r'["\\\x00-\x1f]').any():
                texts = pl.Series([inner(text) for text in texts.to_list()], dtype=pl.String)
            self._values[name] = str(texts[0]) if same else texts
        return self._values[name]


def _picked(texts: pl.Series, places: Places) -> pl.Series:
    return texts if len(places) == len(texts) else texts.gather(pl.Series(places))


def _scattered(parts: Sequence[tuple[Places, pl.Series]], size: int) -> pl.Series:
    """Texts of some rows in their places, nothing elsewhere."""
    if len(parts) == 1 and len(parts[0][0]) == size:
        return parts[0][1]
    order = np.zeros(size, np.uint32)
    start = 1
    for places, texts in parts:
        order[places] = np.arange(start, start + len(texts), dtype=np.uint32)
        start += len(texts)
    return pl.concat([pl.Series([""], dtype=pl.String), *(texts for _, texts in parts)]).gather(pl.Series(order))


def _joined(pieces: Sequence[Piece], size: int) -> pl.Series:
    """Each row's pieces in one text."""
    rows = pl.int_range(size).cast(pl.String).str.head(0)  # so that there are rows where every piece is the same in all
    return pl.select(pl.concat_str(rows, *(pl.lit(piece) for piece in pieces))).to_series()
