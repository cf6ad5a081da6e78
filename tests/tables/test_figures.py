"""No figure of a card changes unseen: all are kept a second time in tests/data/figures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import figures
import pytest

HELP = (
    "run scripts/update-figures, read what it prints beside the publisher's card, and say in the commit why it is right"
)


@pytest.mark.parametrize("market", figures.markets())
def test_every_cell_is_as_kept(market: str) -> None:
    found, now = figures.all_differences(market)
    lines = [f"{name}: {line}" for name, each in found.items() for line in each[:5]]
    assert not found, f"{len(found)} cards of {market} differ from what is kept; {HELP}\n" + "\n".join(lines[:40])
    assert len(now) > 0


@pytest.mark.parametrize("market", figures.markets())
def test_kept_text_and_digests_agree(market: str) -> None:
    """Nobody edits the kept text by hand: it reads back as it was written, and each card's digest is that of its cells."""
    kept = figures.kept_cards(market)
    assert (figures.FOLDER / f"{market}.txt").read_text(encoding="utf-8") == figures.text_of(kept), HELP
    assert figures.kept_digests(market) == {name: figures.digest(card) for name, card in kept.items()}, HELP


def scalars(value: Any) -> int:
    if isinstance(value, dict):
        return sum(scalars(item) for key, item in value.items() if not figures.is_wording(key, item))
    return sum(map(scalars, value)) if isinstance(value, list) else 1


@pytest.mark.parametrize("market", figures.markets())
def test_no_scalar_is_left_out(market: str) -> None:
    for name, path in figures.card_files(market).items():
        body = {key: value for key, value in figures.read(path).items() if key not in figures.NOT_FIGURES}
        assert len(figures.cells(path)) == scalars(body), name


def test_a_figure_under_any_word_is_kept() -> None:
    """Prep services have one that is called label, as the names of categories are."""
    card = figures.cells(figures.card_files("us")["us/prep/2022-01-18"])
    assert any("label" in words and text == "0.55" for words, text in card.items())
    assert not any("label" in words for words in figures.cells(figures.card_files("us")["us/referral/2024-01-15"]))


CARD = """\
fee: fba_fulfillment
until: 2027-01-14
price_bands: [under 10, 10 and over]
rates:
  any:
    small_standard: {4 oz: [2.91, 3.73], 8 oz: [3.01, 3.80]}
"""


@pytest.mark.parametrize(
    ("was", "now", "lines"),
    [
        ("3.73", "3.74", ["rates / any / small_standard / 4 oz / 10 and over: 3.73 -> 3.74"]),
        ("2027-01-14", "2027-01-15", ["until: 2027-01-14 -> 2027-01-15", "(the figures themselves are the same ones)"]),
        ("  any:", "  apparel:", [f"rates / any / small_standard / {band}: {amount} -> absent" for band, amount in
                                  [("4 oz / under 10", "2.91"), ("4 oz / 10 and over", "3.73"), ("8 oz / under 10", "3.01"), ("8 oz / 10 and over", "3.80")]]),
        ("rates:\n  any:", "cells:\n  any:", ["moved, the same figures: 4 cells of rates / any / … / … / … -> cells / any / … / … / …",
                                              "(the figures themselves are the same ones)"]),
        ("rates:\n  any:\n    small_standard: {4 oz: [2.91,", "cells:\n  any:\n    small_standard: {4 oz: [2.92,",
         ["rates / any / small_standard / 4 oz / under 10: 2.91 -> 2.92 (now cells / any / small_standard / 4 oz / under 10)"]),
    ],
    ids=["an amount", "a day", "a word", "a structure", "an amount under a new structure"],
)  # fmt: skip
def test_differences_name_the_cell(tmp_path: Path, was: str, now: str, lines: list[str]) -> None:
    path = tmp_path / "card.yaml"
    path.write_text(CARD, encoding="utf-8")
    before = figures.cells(path)
    path.write_text(CARD.replace(was, now), encoding="utf-8")
    after = figures.cells(path)
    found = figures.differences(before, after)
    assert set(lines) <= set(found), found
    assert figures.digest(before) != figures.digest(after)
