"""The words that cells may hold and what they stand for: choices, categories, units, true and false."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from logicost.export.workbook.cells import Value, number
from logicost.inputs.categories import CategoryBook
from logicost.inputs.readers import FALSE_WORDS, TRUE_WORDS, is_blank
from logicost.market import Market
from logicost.measurement import GRAMS, LENGTH_WORDS, MILLIMETRES, WEIGHT_WORDS

CATEGORY, FLAGS, LENGTHS, WEIGHTS = "category", "true or false", "units of length", "units of weight"
CATEGORY_KEYS = "category as typed"
_DROPPED = " _-,'’./()"  # of a category's word, before it is looked up

Locate = Callable[[str, int], str]


class Lists:
    """Lists by name, each of some columns: words first, then what they stand for.

    Args:
        words: the words of inputs that are choices, in the order of their numbers.
        book: the categories of the market; `typed`: the words by which this catalog names them.
        locate: the range of a list's column, by its name and number.
    """

    def __init__(
        self,
        market: Market,
        words: Mapping[str, tuple[str, ...]],
        book: CategoryBook,
        locate: Locate,
        typed: Iterable[object] = (),
    ) -> None:
        self.words = words
        self.locate = locate
        self.columns: dict[str, list[list[Value]]] = {}
        for name, texts in words.items():
            if name != CATEGORY:
                self.columns[name] = [list(texts)]
        if CATEGORY in words:
            self.columns[CATEGORY] = [[*sorted(book.labels[each] for each in book.slugs)]]
            self.columns[CATEGORY_KEYS] = _keys(book, typed)
        flags = [(word, 1) for word in sorted(TRUE_WORDS)] + [(word, 0) for word in sorted(FALSE_WORDS)]
        self.columns[FLAGS] = [[word for word, _ in flags], [flag for _, flag in flags]]
        for name, spelled, sizes, grain in (
            (LENGTHS, LENGTH_WORDS, MILLIMETRES, market.length_grain),
            (WEIGHTS, WEIGHT_WORDS, GRAMS, market.weight_grain),
        ):
            self.columns[name] = [list(spelled), [number(1, grain / sizes[unit]) for unit in spelled.values()]]

    def found(self, name: str, cell: str, column: int = 1, key: str | None = None) -> str:
        """What the word in a cell stands for; an error for a word that is not in the list."""
        return f"INDEX({self.locate(name, column)},{self.place(name, key or literally(f'TRIM({cell})'))})"

    def place(self, name: str, key: str) -> str:
        return f"MATCH({key},{self.locate(name, 0)},0)"

    def heads(self, name: str) -> Sequence[str]:
        beside = {FLAGS: ["1 is true"], CATEGORY_KEYS: ["number", "is a guess"]}
        return [name, *beside.get(name, ["in grains"])][: len(self.columns[name])]


def literally(text: str) -> str:
    """A text to be matched as it is: spreadsheets take ``*``, ``?`` and ``~`` for wildcards."""
    for sign in "*?~":
        text = f'SUBSTITUTE({text},"{sign}","#")'
    return text


def category_key(cell: str) -> str:
    """The formula that brings a category's word to the form in which the list has it."""
    text = f'SUBSTITUTE(LOWER({literally(cell)}),"&","and")'
    for sign in _DROPPED:
        text = f'SUBSTITUTE({text},"{sign}","")'
    return text


def _key(word: str) -> str:
    """What `category_key` comes to."""
    word = word.lower().replace("&", "and")
    for sign in "*?~":
        word = word.replace(sign, "#")
    for sign in _DROPPED:
        word = word.replace(sign, "")
    return word


def _keys(book: CategoryBook, typed: Iterable[object]) -> list[list[Value]]:
    """Every word of the book and of the catalog, with the category's number and whether that is a guess."""
    known: dict[str, tuple[int, int]] = {}
    names = [*book.slugs, *book.labels.values(), *book.names, *book.read_as]
    for word in [*names, *(str(each)[:250] for each in typed if not is_blank(each))]:
        if key := _key(word):
            known.setdefault(key, book.find(word))
    return [list(known), [found for found, _ in known.values()], [guess for _, guess in known.values()]]
