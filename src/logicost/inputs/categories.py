"""The referral categories of a market: slugs, Amazon's labels, and the words by which people call them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from logicost.errors import InputError, nearest, shown

_NOT_WORD = re.compile(r"[^a-z0-9]+")


def slug(text: str) -> str:
    """A category's name brought to slug form: ``Home & Kitchen`` is ``home_and_kitchen``."""
    return _NOT_WORD.sub("_", text.strip().lower().replace("&", " and ")).strip("_")


@dataclass(frozen=True, slots=True)
class CategoryBook:
    """The categories of one market, over all editions of its referral card.

    Attributes:
        market: the store's code.
        slugs: in fixed order; a category's place in it is the number that the rules use.
        labels: slug to Amazon's label.
        names: every accepted name, in slug form, to its slug.
    """

    market: str
    slugs: tuple[str, ...]
    labels: dict[str, str]
    names: dict[str, str] = field(repr=False)

    def find(self, text: object, field_name: str = "category") -> int:
        """The number of the category that `text` names, as slug or label, in any case.

        Raises:
            InputError: ``unknown_category``, with the nearest known one.
        """
        wanted = slug(str(text)[:200])
        found = self.names.get(wanted)
        if found is None:
            raise InputError(
                "unknown_category",
                f"category {shown(text)} is not known.{nearest(wanted, list(self.names))} "
                f"'logicost tables show {self.market} referral' lists them.",
                field_name,
            )
        return self.slugs.index(found)
