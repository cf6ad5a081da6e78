"""The referral categories of a market: slugs, Amazon's labels, and the words by which people call them.

Amazon's fee categories are not its store departments, browse nodes or product groups. A word of those is read as the
likeliest category and never costs the row: the referral fee is then an estimate, with a note that names the others.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from logicost.errors import shown, text_of
from logicost.inputs.fields import NOT_GIVEN

_NOT_WORD = re.compile(r"[^a-z0-9]+")
_PATH = re.compile(r"\s*[>›»|/:]\s*|\s+-\s+")
_LONGEST = 300  # characters of a path


def slug(text: str) -> str:
    """A category's name brought to slug form: ``Home & Kitchen`` is ``home_and_kitchen``."""
    return _NOT_WORD.sub("_", text.strip().lower().replace("&", " and ")).strip("_")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a category's word means.

    Attributes:
        slugs: the categories that it may be, the likeliest first; none where the word is not known.
        certain: whether it names the fee category itself.
    """

    slugs: tuple[str, ...]
    certain: bool


@dataclass(frozen=True, slots=True)
class CategoryBook:
    """The categories of one market, over all editions of its referral card.

    Attributes:
        market: the store's code.
        slugs: in fixed order; a category's place in it is the number that the rules use.
        labels: slug to Amazon's label.
        names: every name of a fee category, in slug form, to its slug.
        default: the one of goods that have none of their own, by the last card; nothing in a market without one.
        read_as: departments, browse nodes and product groups, in slug form, to the categories they may be.
    """

    market: str
    slugs: tuple[str, ...]
    labels: dict[str, str]
    names: dict[str, str] = field(repr=False)
    default: str = ""
    read_as: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)

    def meaning(self, text: object) -> Meaning:
        """What the word may mean: a slug, a label, a department, a product group, or a path of them."""
        words = text_of(text)[:_LONGEST]
        whole = self._known(words)
        if whole is not None:
            return whole
        found = [self._of_path(words)]
        if found[0] is None:  # several paths, parted by commas
            found = [self._of_path(path) for path in words.split(",")]
        return Meaning(tuple(dict.fromkeys(name for each in found if each is not None for name in each.slugs)), False)

    def find(self, text: object) -> tuple[int, int]:
        """The number of the category and whether that is a guess; `NOT_GIVEN` and 1 for a word that nobody knows."""
        meaning = self.meaning(text)
        if not meaning.slugs:
            return NOT_GIVEN, 1
        return self.slugs.index(meaning.slugs[0]), int(not meaning.certain)

    def remark(self, text: object) -> str:
        """What to say of a word that is not a fee category's own; nothing for one that is."""
        meaning = self.meaning(text)
        if meaning.certain:
            return ""
        if not meaning.slugs:
            near = difflib.get_close_matches(slug(text_of(text)[:80]), list(self.names), n=1, cutoff=0.85)
            hint = f" Did you mean '{near[0]}'?" if near else ""
            assumed = f", and the referral fee assumes {self.default}" if self.default else ""
            return f"category {shown(text)} is not known{assumed}.{hint}"
        first, *others = meaning.slugs
        also = f"; it may be {', '.join(others)} as well" if others else ""
        return f"category {shown(text)} is no referral category and is priced as {first}{also}"

    def _known(self, text: str) -> Meaning | None:
        name = slug(text)
        if name in self.names:
            return Meaning((self.names[name],), True)
        return Meaning(self.read_as[name], False) if name in self.read_as else None

    def _of_path(self, path: str) -> Meaning | None:
        """Of ``a > b > c`` the deepest known part that the department, its first part, does not contradict."""
        parts = [part for part in _PATH.split(path) if part]
        department = self._known(parts[0]) if parts else None
        for part in reversed(parts[1:]):
            known = self._known(part)
            if known is not None and (department is None or known.slugs[0] in department.slugs):
                return known
        return department
