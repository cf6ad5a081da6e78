"""One program compared with itself: local stock against stock abroad, one placement against another.

`compare` takes several models of one program where their columns differ. Each is compared with the others in a comparison of
its own, and its quote is called by what is other about it: ``fba (stock_country=fr)``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from logicost.answers.comparison import Comparison, with_best
from logicost.answers.request import is_model, listed_programs, name_of
from logicost.answers.results import Quote
from logicost.errors import InputError, text_of
from logicost.inputs.readers import is_blank
from logicost.programs import find_program
from logicost.tables.markets import Markets

if TYPE_CHECKING:
    from logicost.answers.request import Asked


@dataclass(frozen=True, slots=True)
class Variant:
    """One of the programs asked for: its canonical name, its place among those of that name, and what tells it from them."""

    asked: Asked
    canonical: str
    place: int
    label: str


def read_variants(programs: Asked | Sequence[Asked], markets: Markets) -> list[Variant]:
    """The programs in the order asked for; `label` is nothing where a program stands alone.

    Raises:
        InputError: ``unknown_program``; ``program_given_twice`` for two that do not differ.
    """
    asked = listed_programs(programs)
    names = [find_program(name_of(each), markets) for each in asked]
    found: list[Variant] = []
    for each, name in zip(asked, names, strict=True):
        alike = [other for other, its in zip(asked, names, strict=True) if its == name]
        if not any(is_model(other) for other in alike):  # a name given twice is asked for once
            alike = [each]
        place = sum(variant.canonical == name for variant in found)
        label = _told(each, alike) if len(alike) > 1 else ""
        if label and label in [variant.label for variant in found]:
            raise InputError(
                "program_given_twice",
                f"{label} is given twice; give columns that differ, such as stock_country",
                "programs",
            )
        found.append(Variant(each, name, place if len(alike) > 1 else 0, label))
    return found


def _told(asked: Asked, alike: Sequence[Asked]) -> str:
    """The name, with the columns in which it differs from the others."""
    each_given = [_given(other) for other in alike]
    columns = [name for name in dict.fromkeys(key for given in each_given for key in given)
               if len({given.get(name, "") for given in each_given}) > 1]  # fmt: skip
    own = _given(asked)
    told = ", ".join(f"{name}={own[name]}" for name in columns if name in own)
    return f"{name_of(asked)} ({told})" if told else name_of(asked)


def _given(asked: Asked) -> dict[str, str]:
    columns = asked.columns() if is_model(asked) else {}
    return {name: text_of(value) for name, value in columns.items() if not is_blank(value)}


def compare_variants(
    variants: Sequence[Variant], markets: Markets, compare: Callable[[list[Asked]], Comparison]
) -> Comparison:
    """The comparisons by place, each program beside the first of the others, joined in the order asked for."""
    comparisons = [
        compare(list(_beside(variants, place))) for place in range(max(variant.place for variant in variants) + 1)
    ]
    channels = list(dict.fromkeys(quote.channel for each in comparisons for quote in each.quotes))
    quotes: list[Quote] = []
    for channel in channels:
        for variant in variants:
            its = [
                quote
                for each in ([comparisons[variant.place]] if variant.label else comparisons)
                for quote in each.quotes
                if quote.channel == channel and find_program(quote.program, markets) == variant.canonical
            ]
            quotes += [replace(quote, program=variant.label or quote.program) for quote in its[:1]]
    return replace(comparisons[0], quotes=with_best([replace(quote, best=None) for quote in quotes]))


def _beside(variants: Sequence[Variant], place: int) -> Iterator[Asked]:
    """Of each program the one at that place, else the first."""
    for name in dict.fromkeys(variant.canonical for variant in variants):
        alike = [variant for variant in variants if variant.canonical == name]
        yield next((variant for variant in alike if variant.place == place), alike[0]).asked
