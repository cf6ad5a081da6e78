"""Every figure of every card, kept a second time as data: `tests/data/figures/<market>.txt`.

A card changed by mistake differs from what is kept, and a test names the cell. `scripts/update-figures` prints the
differences cell by cell and then rewrites the files: read them beside the announcement before you commit.

A cell is the words that lead to it and its text: ``rates / non_apparel / large_standard / 4 oz / under 10 = 2.91``. A list
takes its words from the list of headings of the same length that stands at the top of the card. Kept are the figures and the
days of a card, not its sources, notes, labels and the day on which it was looked up.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # libyaml where it is built in: ten times faster

ROOT = Path(__file__).parent.parent
FOLDER = Path(__file__).parent / "data" / "figures"
NOT_FIGURES = {
    "fee",
    "market",
    "effective",
    "structure",
    "checked",
    "confidence",
    "name",
    "sources",
    "notes",
    "keys",
    "along",
    "carrier",
    "not_included",
}
NOT_WORDS = {"label", "aliases", "text"}
STRUCTURAL = {"rates", "amount", "rate", "cells", "any"}  # words that say how a card is written and not what it says
NUMBER = re.compile(r"(-?\d+(?:\.\d+)?)(?: \S+)?")  # with its unit

Cells = dict[tuple[str, ...], str]


def read(path: Path) -> dict[str, Any]:
    with path.open(encoding="utf-8") as stream:
        body: dict[str, Any] = yaml.load(stream, Loader=LOADER)
    return body


def cells(path: Path) -> Cells:
    """The cells of a card."""
    body = {key: value for key, value in read(path).items() if key not in NOT_FIGURES}
    headings = [value for value in body.values() if isinstance(value, list) and all(map(_is_heading, value))]
    by_length: dict[int, list[list[str]]] = {}
    for each in headings:
        by_length.setdefault(len(each), []).append(each)
    found = list(_walk(body, (), by_length))
    card = dict(found)
    assert len(card) == len(found), f"{path}: two cells have the same words"
    return card


def is_wording(key: str, value: Any) -> bool:
    """Whether what stands under a key is words about the figures; of prep services, `label` is one with prices."""
    texts = value if isinstance(value, list) else [value]
    return key in NOT_WORDS and not any(isinstance(text, dict) or NUMBER.fullmatch(text) for text in texts)


def _is_heading(value: Any) -> bool:
    """A word or a whole number; an amount or a gap is a figure."""
    return isinstance(value, str) and value != "unsourced" and not re.fullmatch(r"\d+\.\d+", value)


def _walk(
    value: Any, words: tuple[str, ...], headings: dict[int, list[list[str]]]
) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(value, dict):
        for key, item in value.items():
            if not is_wording(key, item):
                yield from _walk(item, (*words, key), headings)
    elif isinstance(value, list):
        named = headings.get(len(value), [])
        own = any(value is each for each in named)
        names = named[0] if len(named) == 1 and not own else [f"[{number}]" for number in range(1, len(value) + 1)]
        for name, item in zip(names, value, strict=True):
            yield from _walk(item, (*words, name), headings)
    else:
        yield words, str(value)


def figures_of(card: Cells) -> list[Decimal]:
    return [Decimal(found[1]) for text in card.values() if (found := NUMBER.fullmatch(text))]


def digest(card: Cells) -> str:
    """The same for the same cells in any order."""
    lines = sorted(f"{' / '.join(sorted(words))} = {text}" for words, text in card.items())
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def card_files(market: str) -> dict[str, Path]:
    return {
        f"{market}/{path.parent.name}/{path.stem}": path
        for path in sorted((ROOT / "fee_tables" / market).glob("[!.]*/[!.]*.yaml"))
    }


def markets() -> list[str]:
    return sorted(path.name for path in (ROOT / "fee_tables").iterdir() if path.is_dir() and any(path.glob("*/*.yaml")))


# Kept text: a line for a card, below it a line for each run of cells that differ in their last word only


def text_of(cards: dict[str, Cells]) -> str:
    lines = [
        "# Every figure of every card. Rewritten by scripts/update-figures only, which prints what changed, cell by cell."
    ]
    for name, card in cards.items():
        numbers = figures_of(card)
        lines.append(f"{name}: {len(card)} cells, {len(numbers)} figures, sum {sum(numbers)}, digest {digest(card)}")
        start: tuple[str, ...] | None = None
        for words, text in card.items():
            cell = f"{words[-1]} = {text}"
            if words[:-1] == start:
                lines[-1] += f" | {cell}"
            else:
                lines.append(f"    {' / '.join(words[:-1])} :: {cell}")
                start = words[:-1]
    return "\n".join(lines) + "\n"


def kept_cards(market: str) -> dict[str, Cells]:
    path = FOLDER / f"{market}.txt"
    cards: dict[str, Cells] = {}
    card: Cells = {}
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else []:
        if line.startswith("    "):
            start, _, row = line.strip().partition(":: ")
            words = tuple(word for word in start.strip().split(" / ") if word)
            for cell in row.split(" | "):
                name, _, text = cell.partition(" = ")
                card[(*words, name)] = text
        elif not line.startswith("#"):
            card = cards.setdefault(line.partition(":")[0], {})
    return cards


def kept_digests(market: str) -> dict[str, str]:
    lines = (FOLDER / f"{market}.txt").read_text(encoding="utf-8").splitlines()
    return {line.partition(":")[0]: line.rpartition(" ")[2] for line in lines if re.match(r"[^ #].*, digest ", line)}


# Differences


def differences(old: Cells, new: Cells) -> list[str]:
    """What changed, a line a cell; cells that only moved to other words of the same meaning are counted by their move."""
    gone = {words: text for words, text in old.items() if words not in new}
    come = {words: text for words, text in new.items() if words not in old}
    lines = [
        f"{' / '.join(words)}: {old[words]} -> {new[words]}"
        for words in old
        if words in new and old[words] != new[words]
    ]
    by_meaning: dict[frozenset[str], list[tuple[str, ...]]] = {}
    for words in come:
        by_meaning.setdefault(meaning(words), []).append(words)
    moves: dict[tuple[str, str], int] = {}
    for words, text in list(gone.items()):
        same = by_meaning.get(meaning(words), [])
        if not same:
            continue
        target = same.pop(0)
        if come[target] == text:
            move = (_structure(words), _structure(target))
            moves[move] = moves.get(move, 0) + 1
        else:
            lines.append(f"{' / '.join(words)}: {text} -> {come[target]} (now {' / '.join(target)})")
        del gone[words], come[target]
    lines += [f"moved, the same figures: {count} cells of {was} -> {now}" for (was, now), count in moves.items()]
    lines += [f"{' / '.join(words)}: {text} -> absent" for words, text in gone.items()]
    lines += [f"{' / '.join(words)}: absent -> {text}" for words, text in come.items()]
    if sorted(figures_of(old)) == sorted(figures_of(new)) and lines:
        lines.append("(the figures themselves are the same ones)")
    return lines


def meaning(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word for word in words if word not in STRUCTURAL)


def _structure(words: tuple[str, ...]) -> str:
    return " / ".join(word if word in STRUCTURAL else "…" for word in words)


def all_differences(market: str) -> tuple[dict[str, list[str]], dict[str, Cells]]:
    """Card to its differences from what is kept; and the cards as they are."""
    kept, now = kept_cards(market), {name: cells(path) for name, path in card_files(market).items()}
    found: dict[str, list[str]] = {}
    for name in sorted({*kept, *now}):
        if name not in now:
            found[name] = [f"the card is gone, with {len(kept[name])} cells"]
        elif name not in kept:
            found[name] = [f"{' / '.join(words)}: {text}" for words, text in now[name].items()]
            found[name].insert(0, f"a new card of {len(now[name])} cells")
        elif lines := differences(kept[name], now[name]):
            found[name] = lines
    return found, now


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path in FOLDER.glob("*.txt"):
        if path.stem not in markets():
            path.unlink()
    for market in markets():
        found, now = all_differences(market)
        for name, lines in found.items():
            sys.stdout.write("\n    ".join([name, *lines]) + "\n")
        count = sum(map(len, now.values()))
        sys.stderr.write(f"{market}: {count} cells of {len(now)} cards; {len(found)} differ from what was kept\n")
        (FOLDER / f"{market}.txt").write_text(text_of(now), encoding="utf-8")


if __name__ == "__main__":
    main()
