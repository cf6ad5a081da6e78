"""Steps on demand, words of tables, and the registry of fees: what a plan adds, and what it refuses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

import logicost.fees
from logicost.errors import TableError
from logicost.fees import FEES, in_order
from logicost.fees.charge import REGISTERED, Charge, Fee, charge, cost_of, line
from logicost.fees.vocabularies import open_plan
from logicost.programs import build_plan
from logicost.rules import plan as module
from logicost.rules.exact import compile_steps, run_steps
from logicost.rules.plan import Kind, Plan, defines, once
from logicost.rules.table import NO_LIMIT, WordRow, word_table
from logicost.tables.shelf import find_market, open_shelf

DAY = dt.date(2026, 11, 22)


@pytest.fixture
def plan() -> Plan:
    return open_plan(find_market("US"), DAY, open_shelf())


@pytest.fixture
def definers() -> Iterator[None]:
    """What a test registers is gone after it."""
    kept, fees = dict(module._definers), dict(REGISTERED)
    yield
    module._definers.clear()
    module._definers.update(kept)
    REGISTERED.clear()
    REGISTERED.update(fees)


def test_a_step_is_added_when_it_is_asked_for_and_once(plan: Plan, definers: None) -> None:
    added: list[str] = []

    @defines("t_outer")
    def outer(plan: Plan) -> None:
        added.append("outer")
        plan.step("t_outer", plan["t_inner"] + plan["t_inner"], Kind.COUNT)

    @defines("t_inner", "t_other")
    def inner(plan: Plan) -> None:
        added.append("inner")
        plan.step("t_inner", 2, Kind.COUNT)
        plan.step("t_other", 3, Kind.COUNT)

    assert "t_inner" not in plan.steps
    plan["t_outer"], plan["t_other"]
    assert added == ["outer", "inner"]
    assert list(plan.steps) == ["t_inner", "t_other", "t_outer"], "a step stands after those that it needs"


def test_steps_that_need_themselves_are_refused(plan: Plan, definers: None) -> None:
    @defines("t_hen")
    def hen(plan: Plan) -> None:
        plan.step("t_hen", plan["t_egg"], Kind.COUNT)

    @defines("t_egg")
    def egg(plan: Plan) -> None:
        plan.step("t_egg", plan["t_hen"], Kind.COUNT)

    with pytest.raises(KeyError, match="t_hen needs itself"):
        plan["t_hen"]
    with pytest.raises(KeyError, match="no step is called t_chick"):
        plan["t_chick"]
    with pytest.raises(KeyError, match="two rules define the step t_hen"):
        defines("t_hen")(hen)


def test_a_rule_that_does_not_add_its_step_is_named(plan: Plan, definers: None) -> None:
    @defines("t_lazy")
    def lazy(plan: Plan) -> None:
        plan.step("t_busy", 1, Kind.COUNT)

    with pytest.raises(KeyError, match="the rule of t_lazy does not add it"):
        plan["t_lazy"]


def test_a_function_of_a_plan_runs_once_for_the_same_arguments(plan: Plan) -> None:
    calls: list[str] = []

    @once
    def named(plan: Plan, name: str) -> int:
        calls.append(name)
        return len(calls)

    assert [named(plan, "a"), named(plan, "b"), named(plan, "a")] == [1, 2, 1]


def test_the_order_in_which_fees_are_asked_for_does_not_matter() -> None:
    def values(slugs: list[str]) -> dict[str, int]:
        plan = open_plan(find_market("US"), DAY, open_shelf())
        for slug in slugs:
            charge(plan, slug)
        inputs = dict.fromkeys(plan.inputs, 1) | {"side_1": 5_000, "unit_weight": 14_200, "price": 189_900}
        found = run_steps(compile_steps(plan.steps.values()), inputs)
        return {name: found[name] for name in plan.steps}

    slugs = [fee.slug for fee in FEES.values() if fee.each is None and fee.is_paid_by("fba")]
    assert len(slugs) > 15
    assert values(slugs) == values(slugs[::-1])


@pytest.mark.parametrize(
    ("by", "word", "code"), [("size_tier", "jumbo", "unknown_size_tier"), ("category", "teapots", "table_word_unknown")]
)
def test_a_word_that_nobody_knows_is_an_error_of_the_card(plan: Plan, by: str, word: str, code: str) -> None:
    key = plan.input(by) if by in plan.inputs else plan[by]
    table = word_table("t", (by,), "x", ("v",), [WordRow((word,), NO_LIMIT, (1,))])
    with pytest.raises(TableError) as caught:
        plan.find(table, (key,), plan["longest"])
    assert caught.value.code == code
    assert word in caught.value.message
    with pytest.raises(TableError):
        plan.is_word(key, word)


def test_words_are_numbered_by_the_step_that_speaks_them(plan: Plan) -> None:
    tier = plan["size_tier"]
    words = plan.vocabulary("size_tier")
    table = word_table("t", ("size_tier", "column"), "x", ("v",), [
        WordRow((words[2], 1), NO_LIMIT, (30,)), WordRow((words[0], 0), NO_LIMIT, (10,)),
    ])  # fmt: skip
    found = plan.find(table, (tier, 0), plan["longest"]).table
    assert [row.keys for row in found.rows] == [(0, 0), (2, 1)]
    assert plan.find(table, (tier, 1), plan["longest"]).table is found, "the same table for the same words"
    with pytest.raises(TableError, match="two rows"):
        word_table("t", ("a",), "x", ("v",), [WordRow(("b",), 5, (1,)), WordRow(("b",), 5, (2,))])


def test_a_fee_stands_behind_the_one_that_it_names() -> None:
    def fee(slug: str, after: str = "", stage: str = "selling") -> Fee:
        return Fee(slug, stage, "", (), (), after, lambda charge: None, None, False, False, None, None, None)

    some = [fee("b"), fee("d", after="b"), fee("a", after="b"), fee("c", stage="goods")]
    assert list(in_order(some)) == ["c", "b", "d", "a"]
    with pytest.raises(KeyError, match="e stands after nobody"):
        in_order([fee("e", after="nobody")])


def test_a_fee_that_is_not_charged_costs_nothing_and_has_no_line(plan: Plan) -> None:
    """Overmax begins in 2026: before it is no line, and a rule that asks for it gets nothing, exactly known."""
    early = open_plan(find_market("US"), dt.date(2025, 6, 1), open_shelf())
    amount, status = cost_of(early, "overmax_handling")
    assert (amount, status) == (cost_of(early, "overmax_handling"))
    early["overmax_handling"], early["overmax_handling_applies"]
    values = run_steps(compile_steps(early.steps.values()), {})
    assert (values["overmax_handling"], values["overmax_handling_applies"]) == (0, 0)
    built = build_plan(find_market("US"), dt.date(2025, 6, 1), open_shelf(), ["fba"])
    assert "overmax_handling" not in [each.fee for each in built.programs["fba"].lines]


def test_a_new_fee_is_one_function_and_its_card(
    tmp_path: Path, definers: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of 0.55 a unit: line, amount, card, reason and total of a plan, with nothing else told."""
    from logicost.fees.cards import STRUCTURES
    from logicost.fees.declared import amount, card_of

    monkeypatch.delattr(logicost.fees, "FEES")  # as while the package is imported

    @card_of("test_labels/1")
    class Labels:
        rate: int = amount()

    @line("test_labels", "inbound", "labels", "fba", after="prep")
    def labels(fee: Charge) -> None:
        fee.amount(fee.card.rate, "per unit")
        fee.why("{test_labels} for each unit")

    folder = tmp_path / "us" / "test_labels"
    folder.mkdir(parents=True)
    (folder / "2026-01-01.yaml").write_text(
        "fee: test_labels\nmarket: US\neffective: 2026-01-01\nstructure: test_labels/1\nconfidence: high\n"
        "sources: [{publisher: us, title: ours, url: none, covers: all}]\nrate: 0.55\n"
    )
    try:
        plan = open_plan(find_market("US"), DAY, open_shelf(tmp_path))
        made = charge(plan, "test_labels")
        values = run_steps(compile_steps(plan.steps.values()), {"price": 190_000})
        assert (values["test_labels"], made.source) == (5_500, "us/test_labels/2026-01-01")
        assert made.reasons == [("always", "{test_labels} for each unit")]
    finally:
        del STRUCTURES["test_labels/1"]
