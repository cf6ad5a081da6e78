"""The pages `docs/sure/<market>.md`, "how sure are we", written from the cards: `scripts/update-figures` rewrites them.

For each fee: its cards, what their lines are, sources, how the figures were checked, what is missing.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import figures

from logicost.tables.edition import Edition, Source
from logicost.tables.shelf import open_shelf

FOLDER = figures.ROOT / "docs" / "sure"
SECOND_READINGS = Path(__file__).parent / "data" / "second_readings.csv"
WORKED_EXAMPLES = Path(__file__).parent / "data" / "worked_examples.csv"

ALWAYS_ESTIMATES = {
    "inbound_placement/1": "a point of a published range",
    "inbound_defect/1": "an average",
    "zone_mix/1": "a national mean",
}
CONFIDENCE = {
    "high": "official, or independent sources agree on every cell",
    "medium": "not every cell is confirmed",
    "low": "doubtful, or known in part",
}
HEAD = """\
# How sure are we: {market}

Written from the cards by `scripts/update-figures`. A figure is only as good as where it was read, so each card says it.

- **Confidence**: high, {high}; medium, {medium}; low, {low}.
- **Its lines**: `exact` where the figure is a sourced cell of a card in force; `estimate` where the card or the cell was worked out, or where one unofficial source
  alone has it; `unsourced`, without an amount, where no figure is on file. How long a card stays exact is told in [fee tables](../fee-tables.md).
- **Checked**: every figure is kept a second time and cannot change unseen; *second readings* are figures of another source that tests hold the card against
  (`tests/data/second_readings.csv`); *worked examples* are quotes worked out by hand (`tests/data/worked_examples.csv`).
- Sources called "public repository R026" and the like are public repositories whose names were not recorded when they were read; equal labels are the same repository.

| cards | until | confidence | its lines | cells | estimates | not on file | second readings | worked examples |
|---|---|---|---|---|---|---|---|---|
"""


@cache
def second_readings() -> tuple[dict[str, str], ...]:
    """Rows of card, cell, amount, source."""
    with SECOND_READINGS.open(encoding="utf-8", newline="") as stream:
        return tuple(csv.DictReader(stream))


@cache
def worked_examples() -> tuple[dict[str, str], ...]:
    """Rows of card, program, on, columns, fee, amount, by_hand."""
    with WORKED_EXAMPLES.open(encoding="utf-8", newline="") as stream:
        return tuple(csv.DictReader(stream))


def page(market: str) -> str:
    shelf = open_shelf()
    fees = sorted(fee for code, fee in shelf.paths if code == market.upper())
    editions = {fee: list(reversed(shelf.editions(market.upper(), fee))) for fee in fees}
    lines = [
        HEAD.format(market=market.upper(), **CONFIDENCE) + "\n".join(_row(e) for fee in fees for e in editions[fee])
    ]
    for fee in fees:
        lines += ["", f"## {fee}", ""]
        reading = shelf.ledger(market.upper()).fees.get(fee)
        if reading is not None:
            due = f"; the next card is expected after {reading.next_due}" if reading.next_due else ""
            lines.append(f"Published material was read to {reading.read_to}{due}.")
        for edition in editions[fee]:
            lines += ["", *_card(edition)]
    return "\n".join(lines) + "\n"


def _row(edition: Edition) -> str:
    cells = figures.cells(edition.path)
    counted = _counts(edition, cells)
    cells_of = (
        f"[`{edition.id}`](#{edition.fee})",
        edition.until or "",
        edition.confidence,
        _its_lines(edition, cells),
        len(figures.figures_of(cells)),
        counted["estimates"] or "",
        counted["unsourced"] or "",
        sum(row["card"] == edition.id for row in second_readings()) or "",
        sum(row["card"] == edition.id for row in worked_examples()) or "",
    )
    return f"| {' | '.join(map(str, cells_of))} |"


def _counts(edition: Edition, cells: figures.Cells) -> Counter[str]:
    found = Counter({"unsourced": sum(text == "unsourced" for text in cells.values()) if edition.has_figures else 0})
    if not edition.estimate:
        found["estimates"] = sum("origin" in words[-2:] and text != "published" for words, text in cells.items())
    return found


def _its_lines(edition: Edition, cells: figures.Cells) -> str:
    if not edition.has_figures:
        return "only its dates are known: the normal card stands in, `estimate`"
    if edition.estimate:
        return f"`estimate`: {edition.estimate}"
    if (of := ALWAYS_ESTIMATES.get(edition.structure)) is not None:
        return f"`estimate`: {of}"
    return "`exact`, the named cells `estimate`" if _counts(edition, cells)["estimates"] else "`exact`"


def _card(edition: Edition) -> Iterator[str]:
    until = f" to {edition.until}" if edition.until else ""
    name = f", {edition.name}" if edition.name else ""
    yield f"### {edition.id}{name}"
    yield ""
    cells = figures.cells(edition.path)
    yield f"In force from {edition.effective}{until}. Confidence {edition.confidence}. Its lines: {_its_lines(edition, cells)}."
    doubtful = [words for words, text in cells.items() if "origin" in words[-2:] and text != "published"]
    if doubtful and not edition.estimate:
        yield f"Estimates: {'; '.join(_grouped(words[:-1] if words[-1] == 'origin' else (*words[:-2], words[-1]) for words in doubtful))}."
    missing = [words for words, text in cells.items() if text == "unsourced"]
    if missing and edition.has_figures:
        yield f"Not on file: {'; '.join(_grouped(missing))}."
    if held := Counter(row["source"] for row in second_readings() if row["card"] == edition.id):
        yield f"Second readings: {'; '.join(f'{count} cells, {_plain(source)}' for source, count in held.items())}."
    yield ""
    yield from map(_source, edition.sources)
    if edition.notes:
        yield ""
        yield from (f"- *{_plain(note)}*" for note in edition.notes)


def _grouped(cells: Iterable[tuple[str, ...]]) -> Iterator[str]:
    groups: dict[tuple[str, ...], list[str]] = {}
    for words in cells:
        groups.setdefault(words[:-1], []).append(words[-1])
    for start, ends in groups.items():
        yield f"{_place(start)}: {', '.join(ends)}" if _place(start) else ", ".join(ends)


def _place(words: tuple[str, ...]) -> str:
    return _plain(" / ".join(word for word in words if word not in figures.STRUCTURAL))


def _source(source: Source) -> str:
    title = _plain(source.title)
    named = (
        f"[{title}]({source.url}), {_plain(source.publisher)}" if source.url else f"{title}, {_plain(source.publisher)}"
    )
    return f"- {named}: {_plain(source.covers)}{'' if source.url else ' (no public address)'}"


def _plain(text: str) -> str:
    """Text that Markdown takes as it is, on one line."""
    text = " ".join(text.split())
    for sign in "\\`*_[]<>|#":
        text = text.replace(sign, f"\\{sign}")
    return text


def rewrite() -> None:
    FOLDER.mkdir(exist_ok=True)
    for market in figures.markets():
        (FOLDER / f"{market}.md").write_text(page(market), encoding="utf-8")


if __name__ == "__main__":
    rewrite()
