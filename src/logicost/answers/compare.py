"""One SKU, several programs side by side: which leaves most, by the unit and in a month, by how much, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from logicost.answers.engine import Answer, Engine
from logicost.answers.quote import OPTIONS, Quote, error_quote, make_quote, refuse_inexact
from logicost.answers.uplift import read_uplift
from logicost.errors import LogicostError
from logicost.inputs.fields import MONTHLY_GRAINS, NOT_GIVEN
from logicost.inputs.readers import RATE_GRAINS
from logicost.programs import find_program, find_programs
from logicost.tables.status import Status

if TYPE_CHECKING:
    from logicost.inputs.product import Product

PROGRAMS = ("fba", "fbm", "mcf")
UNLIKE = (
    "mcf serves orders of other channels only, quoted here as direct orders without a commission: "
    "name the channel to compare like with like"
)


@dataclass(frozen=True)
class Comparison:
    """The quotes of one SKU, in the order asked for; a program that cannot serve it stands as a quote in error.

    Attributes:
        quotes: one for each program.
        monthly_units: units sold a month, where the catalog says so; uplift: the percentages more that programs sell.
    """

    quotes: tuple[Quote, ...]
    monthly_units: Decimal | None = None
    uplift: Mapping[str, Decimal] = field(default_factory=dict)
    _answer: Answer | None = field(default=None, repr=False, compare=False)

    @property
    def sku(self) -> str:
        return self.quotes[0].sku

    @property
    def ranked(self) -> list[Quote]:
        """The quotes whose every cost is known, most profitable first. Unsourced ones lack a cost and cannot be ranked."""
        known = [quote for quote in self.quotes if quote.status not in (Status.UNSOURCED.word, Status.ERROR.word)]
        return sorted(known, key=lambda quote: quote.profit or Decimal(0), reverse=True)

    @property
    def best(self) -> Quote | None:
        """The most profitable quote whose every cost is known; None where there is none."""
        return next(iter(self.ranked), None)

    @property
    def ranked_by_month(self) -> list[Quote]:
        """The same by what they leave in a month, uplift included; empty where monthly_units is not given."""
        known = [quote for quote in self.ranked if quote.monthly_units is not None]
        return sorted(known, key=_by_month, reverse=True)

    @property
    def best_by_month(self) -> Quote | None:
        """The quote that leaves most in a month; None where monthly_units is not given."""
        return next(iter(self.ranked_by_month), None)

    @property
    def decisive(self) -> Quote | None:
        """The best by the month where that is known, else by the unit."""
        return self.best_by_month or self.best

    @property
    def uplift_text(self) -> str:
        """The uplifts in words: 20 % for fba and 5 % for mcf."""
        return " and ".join(f"{percent:f} % for {program}" for program, percent in self.uplift.items())

    @property
    def advantage_by_month(self) -> Decimal | None:
        """By how much a month the best leaves more than the next; None with fewer than two to compare."""
        profits = [quote.monthly_profit for quote in self.ranked_by_month if quote.monthly_profit is not None]
        return profits[0] - profits[1] if len(profits) > 1 else None

    @property
    def advantage(self) -> Decimal | None:
        """By how much per unit the best leaves more than the next; None with fewer than two to compare."""
        profits = [quote.profit for quote in self.ranked if quote.profit is not None]
        return profits[0] - profits[1] if len(profits) > 1 else None

    @property
    def reason(self) -> str:
        """Why the best is best: the stages in which it differs most from the next, and what that comes to in a month."""
        parts = (self._by_unit(), self._by_month(), self.caution)
        return ". ".join(part for part in parts if part)

    def _by_unit(self) -> str:
        ranked = self.ranked
        if not ranked:
            errors_only = all(quote.is_error for quote in self.quotes)
            return "no program can be quoted" if errors_only else "no program has every cost on file"
        best = ranked[0]
        if len(ranked) < 2:
            return f"{best.program} is the only program whose every cost is known"
        other = ranked[1]
        if not self.advantage:
            return f"{best.program} and {other.program} leave the same"
        ours, theirs = _by_stage(best), _by_stage(other)
        differences = [(theirs.get(s, Decimal(0)) - ours.get(s, Decimal(0)), s) for s in {**ours, **theirs}]
        differences.sort(key=lambda item: abs(item[0]), reverse=True)
        parts = [
            f"{stage} {abs(amount)} {'cheaper' if amount > 0 else 'dearer'}" for amount, stage in differences if amount
        ]
        return f"{best.program} leaves {self.advantage} more than {other.program}: {', '.join(parts[:4])}"

    def _by_month(self) -> str:
        if self.advantage_by_month is None:
            return ""
        best, other = self.ranked_by_month[:2]
        more = f"{best.program} leaves {self.advantage_by_month} more than {other.program}"
        same = f"{best.program} and {other.program} leave the same"
        said = f"By the month {more if self.advantage_by_month else same}{f', with an uplift of {self.uplift_text}' if self.uplift else ''}"
        return said if best is self.best else f"{said}: the month decides"

    @property
    def caution(self) -> str:
        """What to mind before moving to the best program; nothing where it serves the same orders as the others."""
        best = self.decisive
        if best is None or best._answer is None or not best._answer.values.get("channel_is_unnamed"):
            return ""
        others = [quote for quote in self.quotes if not quote._canonical.startswith(best._canonical.partition(":")[0])]
        return UNLIKE if others and best._canonical.startswith("mcf") else ""

    def __iter__(self) -> Iterator[Quote]:
        return iter(self.quotes)

    def __getitem__(self, program: str) -> Quote:
        """The quote of a program, by any of its names."""
        wanted = find_program(program)
        for quote in self.quotes:
            if find_program(quote.program) == wanted:
                return quote
        raise KeyError(program)

    def to_dicts(self) -> list[dict[str, Any]]:
        return [quote.to_dict() for quote in self.quotes]

    def to_xlsx(self, path: str | Path, *, static: bool = False) -> None:
        """Write a workbook whose formulas recalculate the comparison; `static`: values only.

        Raises:
            CatalogError: ``file_unwritable``.
        """
        from logicost.export.workbook import write_workbook

        write_workbook(path, [self], static=static)

    def _repr_html_(self) -> str:
        from logicost.export.notebook import comparison_html

        return comparison_html(self)

    def __str__(self) -> str:
        from logicost.export.terminal import comparison_text

        return comparison_text([self])


def _by_month(quote: Quote) -> Decimal:
    """Not rounded, so that what leaves the same in a month ranks by the unit."""
    return (quote.profit or Decimal(0)) * (quote.monthly_units or Decimal(0))


def _by_stage(quote: Quote) -> dict[str, Decimal]:
    """Cost by stage; delivery counts with fulfillment, as Amazon's fee covers both."""
    stages: dict[str, Decimal] = {}
    for line in quote.lines:
        stage = "fulfillment and delivery" if line.stage in ("fulfillment", "delivery") else line.stage
        stages[stage] = stages.get(stage, Decimal(0)) + (line.amount or Decimal(0))
    return stages


def compare(
    product: Product,
    programs: str | Sequence[str] = PROGRAMS,
    *,
    market: str | None = None,
    on: dt.date | str | None = None,
    strict: bool = False,
    uplift: str | Mapping[str, object] | None = None,
    fee_tables: str | Path | None = None,
    **options: object,
) -> Comparison:
    """Quote a product in several programs. Arguments as `quote`; a program that cannot serve the product becomes a
    quote in error, while a product that cannot be read at all raises.

    Args:
        uplift: how many more units a month a program sells, in percent, by program or its first word:
            ``"fba:20,mcf:5"``; it counts where ``monthly_units`` is given.

    Raises:
        InputError, TableError: with code and field.
    """
    engine = Engine(fee_tables)
    row = engine.row_of(product, options, OPTIONS)
    asked = asked_programs(programs)
    rises = read_uplift(uplift, asked)
    return compare_row(engine, row, product.sku, market or product.market, on, asked, strict, uplift=rises)


def asked_programs(programs: str | Sequence[str]) -> dict[str, str]:
    """Canonical name to the name that the user wrote, in the order asked for."""
    words = programs.split(",") if isinstance(programs, str) else list(programs)
    asked: dict[str, str] = {}
    find_programs(words)
    for word in words:
        if str(word).strip():
            asked.setdefault(find_program(word), str(word).strip())
    return asked


def compare_row(
    engine: Engine,
    row: Mapping[str, Any],
    sku: str,
    market: str,
    on: dt.date | str | None,
    programs: Mapping[str, str],
    strict: bool = False,
    raising: bool = False,
    uplift: Mapping[str, int] | None = None,
) -> Comparison:
    """The comparison of one row of catalog columns.

    Args:
        programs: canonical name to the name that results show.
        raising: raise what a program refuses, too, instead of keeping its place with the error.
        uplift: as `read_uplift` has it.

    Raises:
        LogicostError: the row cannot be read at all.
    """
    answer = engine.answer(row, market, on, tuple(programs))
    rises = uplift or {}
    quotes: list[Quote] = []
    for name, shown_as in programs.items():
        try:
            quoted = make_quote(answer, answer.programs[name], shown_as, sku, rises.get(name, 0))
            if strict:
                refuse_inexact(quoted)
        except LogicostError as error:
            if raising:
                raise
            quoted = error_quote(error, sku, answer.plan.market.code, answer.plan.day, shown_as)
        quotes.append(quoted)
    units = answer.values["monthly_units"]
    return Comparison(
        tuple(quotes),
        None if units == NOT_GIVEN else Decimal(units) / MONTHLY_GRAINS,
        {shown_as: Decimal(rises[name] * 100) / RATE_GRAINS for name, shown_as in programs.items() if name in rises},
        answer,
    )
