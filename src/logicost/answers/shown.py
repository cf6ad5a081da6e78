"""What every result can do: print, show in notebooks, and become a dict, JSON, rows or a frame.

Text and HTML come from `logicost.export.show`, the one door upwards.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from logicost.errors import InputError, shown

if TYPE_CHECKING:
    import polars as pl

MOST_INDENT = 40


class Shown:
    """A result: it prints as text, shows as a table in notebooks, and becomes a dict, JSON, rows or a frame."""

    __slots__ = ()

    def to_dict(self) -> dict[str, Any]:
        """The result as JSON has it: amounts as decimal text."""
        raise NotImplementedError

    def rows(self) -> list[dict[str, object]]:
        """The result as flat rows: amounts are Decimals, None where they are not known."""
        raise NotImplementedError

    def to_json(self, indent: int | None = 2) -> str:
        """`to_dict` as JSON.

        Args:
            indent: spaces a level, up to 40; None: all on one line.

        Raises:
            InputError: ``out_of_range``.
        """
        if indent is not None and not (isinstance(indent, int) and 0 <= indent <= MOST_INDENT):
            raise InputError("out_of_range", f"indent is {shown(indent)}; give 0 to {MOST_INDENT}, or None", "indent")
        return json.dumps(self.to_dict(), indent=indent, ensure_ascii=False)

    def to_frame(self) -> pl.DataFrame:
        """`rows` as a Polars frame, which has ``to_pandas()`` and ``to_arrow()``."""
        import polars as pl

        return pl.DataFrame(self.rows(), infer_schema_length=None)

    def __str__(self) -> str:
        from logicost.export.show import text

        return text(self)

    def _repr_html_(self) -> str:
        from logicost.export.show import html

        return html(self)


class Titled(Shown):
    """A result of one product, which has a SKU and perhaps a title."""

    __slots__ = ()

    sku: str
    title: str

    @property
    def called(self) -> str:
        """SKU and title, for people."""
        return ", ".join(text for text in (self.sku, self.title) if text) or "product"

    def _named(self) -> dict[str, object]:
        """How its rows and dicts begin."""
        return {"sku": self.sku, **({"title": self.title} if self.title else {})}
