"""A mug, and the shelf of built-in tables, for the tests of plans."""

from __future__ import annotations

from typing import Any

import pytest

from logicost.tables.shelf import Shelf, open_shelf

MUG = {"dimensions": "5.1 x 4.3 x 4.2 in", "weight": "14.2 oz", "price": "18.99", "category": "home_and_kitchen"}


@pytest.fixture(scope="session")
def shelf() -> Shelf:
    return open_shelf()


@pytest.fixture
def mug() -> dict[str, Any]:
    return dict(MUG)
