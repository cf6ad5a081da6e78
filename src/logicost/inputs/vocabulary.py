"""The words of one market: its categories, and what its choices may say, in the order of their numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from logicost.inputs.readers import read_word

if TYPE_CHECKING:
    from logicost.inputs.categories import CategoryBook
    from logicost.inputs.fields import Field
    from logicost.market import Market


class Vocabulary(Mapping[str, tuple[str, ...]]):
    """Input to its words, each found in market file and cards when it is first asked for.

    Args:
        market: whose words they are.
        categories: finds its categories.
        words: finds the words of each input that counts one.
        meant: of inputs whose words may be said otherwise, what a word stands for.
    """

    def __init__(
        self,
        market: Market,
        categories: Callable[[], CategoryBook],
        words: Mapping[str, Callable[[], tuple[str, ...]]],
        meant: Mapping[str, Callable[[str], str]],
    ) -> None:
        self.market = market
        self._find_categories = categories
        self._sources = words
        self._meant = meant
        self._found: dict[str, tuple[str, ...]] = {}

    @cached_property
    def categories(self) -> CategoryBook:
        return self._find_categories()

    def reader(self, field: Field) -> Callable[[object, str], int]:
        """How a field is read in the market: value and field name to whole number.

        Raises:
            KeyError: for a field that is read together with others.
        """
        if field.read is not None:
            return field.read
        return read_word(self[field.name], f" in {self.market.code}", self._meant.get(field.name))

    def __getitem__(self, name: str) -> tuple[str, ...]:
        if name not in self._found:
            self._found[name] = self._sources[name]()
        return self._found[name]

    def __contains__(self, name: object) -> bool:
        return name in self._sources

    def __iter__(self) -> Iterator[str]:
        return iter(self._sources)

    def __len__(self) -> int:
        return len(self._sources)
