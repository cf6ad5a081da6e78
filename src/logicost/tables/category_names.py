"""The other names of a market's referral categories, ``<market>/category_names.yaml``: read strictly."""

from __future__ import annotations

from logicost.inputs.categories import slug
from logicost.tables.cursor import Cursor, File
from logicost.tables.edition import read_sources
from logicost.tables.store import Store

CATEGORY_NAMES = "category_names.yaml"


def read_category_names(
    store: Store, market: str, known: tuple[str, ...]
) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """Names of one category each, and words that are read as the likeliest of several; in slug form.

    Args:
        known: the market's categories.

    Raises:
        TableError: with file and line.
    """
    path = store.root / market.lower() / CATEGORY_NAMES
    same: dict[str, str] = {}
    read_as: dict[str, tuple[str, ...]] = {}
    if not known or not store.has(path):
        return same, read_as
    cursor = Cursor(store.read(path), File(path))
    cursor.need("market").choice(market)
    read_sources(cursor)
    for category, names in cursor.need("same").items():
        for name in names.list():
            if slug(name.text()) in same:
                name.fail("stands twice")
            same[slug(name.text())] = category.choice(*known)
    for word, categories in cursor.need("read_as").items():
        if slug(word.text()) in same or slug(word.text()) in read_as:
            word.fail("stands twice")
        read_as[slug(word.text())] = tuple(category.choice(*known) for category in categories.list())
    cursor.done()
    return same, read_as
