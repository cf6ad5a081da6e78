"""The workbook's cell formats: inputs on yellow, results plain, the rules' whole numbers in grey."""

from __future__ import annotations

import datetime as dt
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

_INPUT = {"bg_color": "#FFF9DB", "border": 1, "border_color": "#E3D9A6", "locked": False}
_HEAD = {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#22333B", "font_color": "#FFFFFF"}


def undated(workbook: Workbook, title: str = "") -> None:
    """Let the file say nothing of the moment in which it was written, so that the same answers are the same bytes."""
    workbook.set_properties({"title": title, "created": dt.datetime(1980, 1, 1)})  # noqa: DTZ001 - as the parts of its archive have it


class Formats:
    """Formats by their properties, each made once.

    Attributes:
        title, head, note, text, wrapped, grain, error: for headings, explanations and the rules' numbers.
    """

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}
        self.title = self.of(bold=True, font_size=14)
        self.section = self.of(bold=True, font_size=12, top=1, top_color="#22333B")
        self.head = self.of(**_HEAD)
        self.unit = self.of(italic=True, font_color="#52616B", bottom=1)
        self.note = self.of(font_color="#52616B", text_wrap=True, valign="top", font_size=9)
        self.plain_note = self.of(font_color="#52616B")
        self.text = self.of()
        self.wrapped = self.of(text_wrap=True, valign="top")
        self.grain = self.of(num_format="#,##0", font_color="#6B7785")
        self.strong = self.of(bold=True)
        self.choice = self.of(bold=True, indent=1)
        self.input_text = self.of(**_INPUT, num_format="@")
        self.beside = self.of(indent=1)  # text that stands behind numbers
        self.doubt = self.of(bg_color="#FFE8A3")
        self.wrong = self.of(bg_color="#F8D7DA", font_color="#7A1F1F")
        self.good = self.of(bg_color="#D8F3DC", font_color="#1B4332", bold=True)
        self.negative = self.of(font_color="#B3261E")
        self.band = self.of(bold=True, font_color="#22333B", text_wrap=True, valign="bottom")
        self.fixed = self.of(font_color="#7A5C00", italic=True)

    def of(self, **properties: Any) -> Format:
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format(properties)
        return self._made[key]

    def quoted(self, cell_format: Format | None) -> Format:
        """The same with the mark by which text that could begin a formula stays text, also where its cell is edited."""
        key = next((key for key, made in self._made.items() if made is cell_format), ())
        return self.of(**{**dict(key), "quote_prefix": True})

    def input(self, number_format: str = "General", word: bool = False) -> Format:
        return self.of(**_INPUT, num_format=number_format, indent=int(word))

    def number(self, number_format: str, bold: bool = False) -> Format:
        """A number, or the word that stands in its place."""
        return self.of(num_format=number_format, bold=bold, align="right")
