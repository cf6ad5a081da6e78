"""The figures, refusals and reasons of quoted rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from operator import attrgetter, methodcaller
from typing import Any

import numpy as np
from numpy.typing import NDArray

from logicost.answers.engine import Compiled
from logicost.array_kinds import Flags
from logicost.catalog.doubts import inexact
from logicost.catalog.notes import Columns, Texts, told, unknown_reason
from logicost.catalog.results import ResultBlock
from logicost.errors import InputError, LogicostError, RefusedError
from logicost.fees import FEES
from logicost.inputs.fields import NOT_GIVEN
from logicost.rules.columns.reading import ColumnReading
from logicost.rules.program_plan import Line, ProgramPlan
from logicost.tables.status import ERROR, GOOD, WORDS, Status

_OF_REVENUE = ("profit", "margin")


class UnknownReasons:
    """Reasons of lines that are not known: worked out for those rows alone, which are few."""

    def __init__(self, reading: Callable[[Line], ColumnReading], inputs: Mapping[str, NDArray[Any]]) -> None:
        self._reading = reading
        self._inputs = inputs

    def texts(self, program: ProgramPlan, compiled: Compiled, columns: Columns, quoted: Flags) -> Iterator[Texts]:
        """For each line of the program that is not known somewhere, its text in those rows."""
        for line in program.lines:
            rows = columns[line.shown].astype(np.bool_) & (columns[line.status] == int(Status.UNSOURCED)) & quoted
            places = np.flatnonzero(rows)
            if not len(places):
                continue
            reading = self._reading(line)
            some = {name: self._inputs[name][places] for name in reading.needed_inputs}
            details = reading.run_blocks(some, len(places))
            part = unknown_reason(line, compiled.text, details)
            numbers = np.zeros(len(quoted), np.int64)
            numbers[places] = part.numbers
            part.numbers = numbers
            yield part


def refuse(
    program: ProgramPlan,
    compiled: Compiled,
    columns: Columns,
    failed: NDArray[np.int64],
    known: list[LogicostError | None],
    strict: bool,
    remark: Texts,
    inputs: Columns,
) -> None:
    """Put in the errors of rows that the program refuses; the first reason counts.

    Args:
        remark: what is said of categories that are guesses, which `strict` refuses.
        inputs: those that vary.
    """
    for refusal in program.refusals:
        here = columns[refusal.condition].astype(np.bool_) & (failed == 0)
        if here.any():
            texts = told(compiled.text, refusal.message, columns, here)
            failed[here] = texts.numbers[here] + len(known) - 1
            known += [RefusedError(refusal.code, message, refusal.field) for message in texts.known[1:]]
    if strict:
        here = (remark.numbers > 0) & (failed == 0)
        if here.any():
            failed[here] = remark.numbers[here] + len(known) - 1
            known += [InputError("unknown_category", message, "category") for message in remark.known[1:]]
        status = columns[program.step("status")]
        good = [WORDS.index(word) for word in GOOD]
        here = ~np.isin(status, good) & (failed == 0)
        if here.any():
            texts = inexact(program, compiled, columns, inputs, here)
            failed[here] = texts.numbers[here] + len(known) - 1
            known += [RefusedError("not_exact", message) for message in texts.known[1:]]


Seated = Sequence[tuple[ProgramPlan, Columns]]  # programs with the columns that price them


def _plain(name: str, program: ProgramPlan) -> str:
    """A step that is no program's own."""
    return name


def put_figures(block: ResultBlock, compiled: Compiled, seated: Seated, quoted: Flags, rises: Sequence[int]) -> None:
    """The figures of each program.

    Args:
        rises: how many more units each sells in a month, in `RATE_GRAINS`.
    """
    plan = compiled.plan

    def side_by_side(name: Callable[[ProgramPlan], str]) -> NDArray[Any]:
        matrix = np.empty(quoted.shape, np.int64)
        for place, (program, columns) in enumerate(seated):
            matrix[:, place] = columns[name(program)]
        return matrix

    block.where_quoted("currency", plan.market.currency.code, quoted)
    block.where_quoted("weight_unit", plan.market.weight_unit, quoted)
    tiers = np.full(quoted.shape, -1, np.int64)
    words: tuple[str, ...] = ()
    for place, (program, columns) in enumerate(seated):
        if program.size_tier is not None:
            words = plan.steps[program.size_tier].words
            tiers[:, place] = columns[program.size_tier]
    block.words("size_tier", words, np.where(quoted, tiers, -1))
    for name in ("dimensional_weight", "shipping_weight"):
        block.weights(name, side_by_side(attrgetter(name)), quoted, plan.market)
    block.weights("unit_weight", side_by_side(partial(_plain, "unit_weight")), quoted, plan.market)
    prices = side_by_side(partial(_plain, "price"))
    priced = quoted & (prices > NOT_GIVEN)
    block.amounts("price", prices, priced)
    block.amounts("revenue", side_by_side(attrgetter("revenue")), priced)
    if plan.market.tax_in_prices:
        block.amounts("sales_tax_included", side_by_side(attrgetter("sales_tax")), priced)
    block.amounts("total_cost", side_by_side(methodcaller("step", "total_cost")), quoted)
    for name in _OF_REVENUE:
        block.amounts(name, side_by_side(methodcaller("step", name)), priced)
    invested = side_by_side(methodcaller("step", "invested")) > 0
    block.amounts("roi", side_by_side(methodcaller("step", "roi")), priced & invested)
    status = side_by_side(methodcaller("step", "status"))
    block.words("status", WORDS, np.where(quoted, status, int(Status.ERROR)))
    for fee in FEES if "lines" not in block.schema else ():
        amounts = np.zeros(quoted.shape, np.int64)
        known = np.zeros(quoted.shape, np.bool_)
        for place, (program, columns) in enumerate(seated):
            for line in (line for line in program.lines if line.fee == fee):
                amounts[:, place] = columns[line.amount]
                known[:, place] = columns[line.shown].astype(np.bool_) & (columns[line.status] != int(Status.UNSOURCED))
        block.amounts(fee, amounts, known & quoted)
    units = side_by_side(partial(_plain, "monthly_units"))
    ranked = quoted & (units > NOT_GIVEN) & (status < int(Status.UNSOURCED))
    if ranked.any():
        profits = side_by_side(methodcaller("step", "profit"))
        block.of_months("monthly_profit", profits, units, rises, ranked, plan.market.currency)
    promised = np.full(quoted.shape, -1, np.int64)
    for place, (program, columns) in enumerate(seated):
        if program.promise is not None:
            made = True if program.promised is None else columns[program.promised] != 0
            promised[:, place] = np.where(made & quoted[:, place], place, -1)
    block.words("delivery_promise", [str(program.promise) for program, _ in seated], promised)


def put_best(block: ResultBlock, channels: Sequence[str], seated: Seated, quoted: Flags) -> None:
    """Whether each leaves most of those that serve the same orders; blank where it is not ranked or has no rival.

    Args:
        channels: of each program's orders.
    """
    best, known = np.zeros(quoted.shape, np.bool_), np.zeros(quoted.shape, np.bool_)
    for channel in dict.fromkeys(channels):
        places = [place for place, each in enumerate(channels) if each == channel]
        profits = np.stack([seated[place][1][seated[place][0].step("profit")] for place in places], axis=1)
        statuses = np.stack([seated[place][1][seated[place][0].step("status")] for place in places], axis=1)
        ranked = quoted[:, places] & (statuses < int(Status.UNSOURCED))
        first = np.argmax(np.where(ranked, profits, np.iinfo(np.int64).min), axis=1)  # of equals the first
        best[np.arange(len(quoted)), np.asarray(places)[first]] = True
        known[:, places] = ranked & (ranked.sum(axis=1) > 1)[:, None]
    block.flags("best", best, known)


def put_errors(block: ResultBlock, failed: NDArray[np.int64], known: list[LogicostError | None]) -> None:
    errors = [error for error in known if error is not None]
    if not errors:
        return
    numbers = failed - 1
    block.words("error_code", [error.code for error in errors], numbers)
    block.words("error_field", [error.field for error in errors], numbers)
    block.words("error", [error.message for error in errors], numbers)
    if (failed > 0).all():
        block.words("status", [ERROR], np.zeros_like(failed))
