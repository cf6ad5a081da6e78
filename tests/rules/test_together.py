"""Plans of several classes of days as one: it says of each row what the plan of the row's day says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import numpy as np
import polars as pl
import pytest

import logicost as lc
from logicost.answers import together as answers
from logicost.answers.engine import Compiled, compiled_plan
from logicost.answers.explain import output_names
from logicost.answers.together import class_of, compiled_together
from logicost.catalog.notes import note_names, reason_names, text_names
from logicost.errors import TableError
from logicost.fees.vocabularies import open_plan
from logicost.inputs.columns import absent_bounds
from logicost.inputs.scalar import INPUTS
from logicost.rules.columns.operations import dtype_for
from logicost.rules.columns.reading import ColumnReading
from logicost.rules.expressions import HALF_UP, Cell, FindRow, Reference, expression, select, total
from logicost.rules.joined_steps import DAY_CLASS, NotAlikeError
from logicost.rules.plan import Kind, Plan
from logicost.rules.program_plan import Line, Note, Refusal
from logicost.rules.table import NO_LIMIT, Row, make_table
from logicost.rules.together import joined
from logicost.tables.shelf import find_market, open_shelf
from tests.catalog.messy import COLUMNS, messy_rows
from tests.rules.test_columns import edge_rows

DAYS = {  # card edges, peaks, before and after tables, a price band more, projected days
    "US": ("2024-08-01", "2024-12-01", "2025-01-20", "2025-10-20", "2026-01-20", "2026-05-01", "2026-10-20", "2027-03-01"),
    "DE": ("2025-06-01", "2025-11-01", "2026-02-01", "2026-12-01"),
}  # fmt: skip
PROGRAMS = {"US": ("fba", "fbm:usps_ground_advantage", "mcf:standard"), "DE": ("fba", "mcf:standard")}


@pytest.mark.parametrize("market", DAYS)
def test_each_row_is_what_the_plan_of_its_day_says(market: str) -> None:
    days = [dt.date.fromisoformat(day) for day in DAYS[market]]
    together, classes = compiled_together(open_shelf(), market, days, PROGRAMS[market])
    assert len(together.members) == len(set(classes)) > 2
    rows = [
        {**row, DAY_CLASS: place}
        for place, member in enumerate(together.members)
        for row in edge_rows(member.plan, place, 50)
    ]
    places = np.array([row[DAY_CLASS] for row in rows])
    whole = _told(together, rows)
    for place, member in enumerate(together.members):
        alone = _told(member, [rows[each] for each in np.flatnonzero(places == place)])
        assert [whole[each] for each in np.flatnonzero(places == place)] == alone


def _told(compiled: Compiled, rows: list[dict[str, int]]) -> list[list[object]]:
    """All that the programs say of each row, as the readings have it."""
    plan, size = compiled.plan, len(rows)
    programs = list(plan.programs.values())
    wanted = [name for program in programs for name in (*output_names(program), *note_names(program))]
    wanted += [name for program in programs for name in (*reason_names(program.lines), program.promised or "always")]
    bounds = {**absent_bounds(INPUTS), DAY_CLASS: (0, max(len(compiled.members) - 1, 0))}
    inputs = {name: np.array([row[name] for row in rows], dtype_for(bounds[name])) for name in bounds}
    named = [each for program in programs for each in text_names(program)]
    columns = ColumnReading(plan.steps.values(), bounds, wanted, named).run_blocks(inputs, size)
    told = []
    for number in range(size):
        row = {name: int(column[number]) for name, column in columns.items()}
        said: list[object] = []
        for program in programs:
            said += [row[program.step(name)] for name in ("total_cost", "profit", "margin", "roi", "status")]
            said += [row[name] for name in (program.revenue, program.sales_tax, program.shipping_weight)]
            said += [compiled.text.value(program.size_tier, row) if program.size_tier else "none"]
            said += [str(program.promise) if program.promise and row[program.promised or "always"] else ""]
            for line in program.lines:
                if row[line.shown]:
                    reason = compiled.text.reason(line.reasons[row[line.reason]], row)
                    said += [line.fee, row[line.amount], row[line.status], line.cards[row[line.card]], reason]
            said += [compiled.text.reason(note.text, row) for note in program.notes if row[note.flag]]
            said += [(each.code, compiled.text.reason(each.message, row)) for each in program.refusals
                     if row[each.condition]]  # fmt: skip
        told.append(said)
    return told


def _plans(*make: Callable[[Plan], object]) -> list[Plan]:
    plans = [open_plan(find_market("US"), dt.date(2026, 11, 22), open_shelf()) for _ in make]
    for plan, each in zip(plans, make, strict=True):
        each(plan)
    return plans


def _values(plan: Plan, name: str, prices: list[int], classes: int) -> list[list[int]]:
    """Of each class the step's values for those prices."""
    bounds = {**absent_bounds({"price": None}), DAY_CLASS: (0, classes - 1)}
    reading = ColumnReading(plan.steps.values(), bounds, [name])
    return [
        reading.run_blocks({"price": np.array(prices), DAY_CLASS: np.full(len(prices), place)}, len(prices))[name].tolist()
        for place in range(classes)
    ]  # fmt: skip


def test_figures_of_a_class_are_looked_up_and_tables_become_one() -> None:
    def by(rate: int, *rows: tuple[int, int]) -> Callable[[Plan], None]:
        table = make_table("t", (), "price", ("fee",), [Row((), upper, (fee,)) for upper, fee in rows])

        def add(plan: Plan) -> None:
            price = plan.input("price")
            row = plan.step("row", FindRow(table, (), price), Kind.ROW)
            plan.step("found", row > -1, Kind.FLAG)
            plan.step("cell", Cell(table, row, "fee", 7), Kind.MONEY)
            plan.step("sum", plan["cell"] + (price * rate).divided_by(10, HALF_UP) + plan["found"], Kind.MONEY)

        return add

    plan = joined(_plans(by(1, (100, 5), (200, 6)), by(3, (50, 8)), by(3, (100, 5), (200, 6), (NO_LIMIT, 9))))
    assert _values(plan, "sum", [50, 51, 150, 201], 3) == [
        [5 + 5 + 1, 5 + 5 + 1, 6 + 15 + 1, 7 + 20],
        [8 + 15 + 1, 7 + 15, 7 + 45, 7 + 60],
        [5 + 15 + 1, 5 + 15 + 1, 6 + 45 + 1, 9 + 60 + 1],
    ]
    finds = [step for step in plan.steps.values() if isinstance(step.expression, FindRow)]
    assert len(finds) == 1
    assert len(finds[0].expression.table.rows) == 6


def test_what_is_put_together_otherwise_is_chosen_by_the_class() -> None:
    def first(plan: Plan) -> None:
        plan.step("fee", total(plan.input("price"), plan.input("price"), 3), Kind.MONEY)

    def second(plan: Plan) -> None:
        plan.step("half", plan.input("price").divided_by(2, HALF_UP), Kind.MONEY)
        plan.step("fee", total(plan.input("price"), plan["half"]), Kind.MONEY)

    def third(plan: Plan) -> None:
        plan.step("fee", select(plan.input("price") > 10, 4, plan.input("price")), Kind.MONEY)

    plan = joined(_plans(first, second, third))
    assert _values(plan, "fee", [5, 20], 3) == [[13, 43], [8, 30], [5, 4]]


def test_lines_notes_and_refusals_count_in_their_classes() -> None:
    def with_lines(*fees: str, note: str, refused: bool = False) -> Callable[[Plan], None]:
        def add(plan: Plan) -> None:
            program = plan.program("fba")
            always, nothing = plan["always"].name, plan["nothing"].name
            for number, fee in enumerate(fees):
                plan.step(fee, number + len(fees), Kind.MONEY)
                program.lines.append(
                    Line(fee, always, fee, nothing, nothing, (f"card of {note}",), nothing, (f"{fee}: {note}",))
                )
            program.notes.append(Note(always, "of all"))
            program.notes.append(Note(always, note))
            if refused:
                program.refusals.append(Refusal(always, "code", "field", "no"))
            for name in ("dimensional_weight", "shipping_weight", "revenue", "sales_tax_included", "size_tier"):
                plan.steps.pop(name, None)
                plan.step(name, 1, Kind.WORD, words=(note, "b") if name == "size_tier" else ())

        return add

    plans = _plans(with_lines("a", "c", note="one"), with_lines("a", "b", "c", note="two", refused=True))
    plan = joined(plans)
    program = plan.programs["fba"]
    assert [line.fee for line in program.lines] == ["a", "b", "c"]
    shown = [_values(plan, line.shown, [1], 2) for line in program.lines]
    assert shown == [[[1], [1]], [[0], [1]], [[1], [1]]]
    assert [_values(plan, line.amount, [1], 2) for line in program.lines[::2]] == [[[2], [3]], [[3], [5]]]
    for place, note in enumerate(("one", "two")):
        for line in program.lines[:1]:
            assert line.cards[_values(plan, line.card, [1], 2)[place][0]] == f"card of {note}"
            assert line.reasons[_values(plan, line.reason, [1], 2)[place][0]] == f"a: {note}"
        told = [note.text for note in program.notes if _values(plan, note.flag, [1], 2)[place][0]]
        assert told == ["of all", note]
        tier = plan.steps[program.size_tier or ""]
        assert tier.words[_values(plan, tier.name, [1], 2)[place][0]] == "b"
    assert _values(plan, program.refusals[0].condition, [1], 2) == [[0], [1]]


def test_what_cannot_be_one_is_told() -> None:
    def chain(one: str, other: str) -> Callable[[Plan], None]:
        def add(plan: Plan) -> None:
            plan.step(one, plan.input("price"), Kind.MONEY)
            plan.step(other, Reference(one) + 1, Kind.MONEY)

        return add

    with pytest.raises(NotAlikeError):
        joined(_plans(chain("a", "b"), chain("b", "a")))
    with pytest.raises(NotAlikeError):
        joined(_plans(lambda plan: plan.step("a", 1, Kind.MONEY), lambda plan: plan.step("a", 1, Kind.COUNT)))

    def numbered(*uppers: int) -> Callable[[Plan], None]:
        table = make_table("t", (), "price", ("fee",), [Row((), upper, (1,)) for upper in uppers])

        def add(plan: Plan) -> None:
            row = plan.step("row", FindRow(table, (), plan.input("price")), Kind.ROW)
            plan.step("next", row + expression(1), Kind.COUNT)  # a row's number, which is another in the joined table

        return add

    with pytest.raises(NotAlikeError):
        joined(_plans(numbered(5), numbered(5, 6)))


FRAME = pl.DataFrame(
    {
        "sku": ["a", "b", "c", "d", "e"],
        "dimensions": ["10 x 8 x 2 in"] * 5,
        "weight": ["1 lb"] * 5,
        "price": ["20"] * 5,
        "on": ["2025-12-01", "2026-03-01", "2019-01-01", "2026-11-01", "2019-01-02"],
    }
)


@pytest.mark.parametrize("strict", [False, True])
def test_rows_of_many_days_say_what_those_of_each_day_alone_say(strict: bool) -> None:
    days = {"US": ["2025-01-20", "2026-05-01", "2026-10-20"], "UK": ["2025-06-01", "2026-12-01"], "DE": DAYS["DE"][1:3]}
    rows = messy_rows(11, 210, bad=0.1)
    for place, row in enumerate(rows):
        row["market"], row["channel"] = list(days)[place % len(days)], ""
        row["on"] = days[row["market"]][place // 3 % len(days[row["market"]])]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String)).with_columns(
        day=pl.concat_str("market", "on"), place=pl.int_range(len(rows))
    )
    whole = lc.quote_frame(frame, programs=["fba", "fbm", "mcf"], strict=strict)
    parts = [lc.quote_frame(part, programs=["fba", "fbm", "mcf"], strict=strict) for part in frame.partition_by("day")]
    assert len(parts) == sum(map(len, days.values()))
    assert pl.concat(parts).sort("place", maintain_order=True).equals(whole)
    assert whole["status"].n_unique() > (2 if strict else 4)


@pytest.mark.parametrize("strict", [False, True])
def test_days_whose_plans_cannot_be_one_are_quoted_apart(strict: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = lc.quote_frame(FRAME, programs=["fba", "mcf"], strict=strict)
    assert expected["error_code"].fill_null("").is_in(["date_before_tables"]).to_list() == [
        row in (2, 4) for row in range(5) for _ in range(2)
    ]
    tried: list[object] = []

    def refuse(plans: object) -> Plan:
        tried.append(plans)
        raise NotAlikeError

    monkeypatch.setattr(answers, "joined", refuse)
    open_shelf().kept.clear()
    assert lc.quote_frame(FRAME, programs=["fba", "mcf"], strict=strict).equals(expected)
    assert tried
    open_shelf().kept.clear()


def test_figures_that_are_too_large_only_together_are_quoted_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = lc.quote_frame(FRAME, programs=["fba", "mcf"])
    tried: list[object] = []

    def reading(steps: object, bounds: dict[str, tuple[int, int]], *names: object) -> ColumnReading:
        if bounds[DAY_CLASS] != (0, 0):
            tried.append(steps)
            raise TableError("figures_too_large", "the step a could reach much")
        return ColumnReading(steps, bounds, *names)  # type: ignore[arg-type]

    monkeypatch.setattr("logicost.catalog.bundle.ColumnReading", reading)
    for cached in ("_reading", "_reading_of_reasons"):
        getattr(__import__("logicost.catalog.bundle", fromlist=[cached]), cached).cache_clear()
    assert lc.quote_frame(FRAME, programs=["fba", "mcf"]).equals(expected)
    assert tried


def test_a_plan_is_built_once_for_the_classes_that_are_asked_for_again() -> None:
    shelf, days = open_shelf(), [dt.date(2025, 12, 1), dt.date(2026, 3, 1), dt.date(2025, 12, 2)]
    together, classes = compiled_together(shelf, "US", days, ("fba",))
    assert [together.members[place] for place in classes] == [class_of(shelf, "US", day, ("fba",)) for day in days]
    again, fewer = compiled_together(shelf, "US", days[1:], ("fba",))
    assert again is together
    assert fewer == classes[1:]
    assert compiled_together(shelf, "US", days[:1], ("fba",)) == (compiled_plan(shelf, "US", days[0], ("fba",)), [0])
