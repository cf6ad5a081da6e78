"""The countries of the world by code and name, so that a seller may say any of them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

EU = "eu:"  # before the code of a member of the EU that has no store


@lru_cache(maxsize=1)
def country_codes() -> dict[str, str]:
    """Code and every name of a country to its ISO 3166-1 code, in small letters, `EU` before it where it belongs there."""
    lines = Path(__file__).with_name("countries.txt").read_text(encoding="utf-8").splitlines()
    known = (line.split() for line in lines if not line.startswith("#"))
    return {word.removeprefix(EU): words[0] for words in known for word in words}
