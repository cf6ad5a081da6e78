"""One plan for all programs answers as a plan for each: shared steps stand once and mean the same."""

from __future__ import annotations

import datetime as dt

import pytest

from logicost.fees import FEES, STAGES
from logicost.fees.vocabularies import vocabulary
from logicost.inputs.scalar import read_inputs
from logicost.programs import build_plan, programs_of
from logicost.rules.exact import compile_steps, run_steps
from logicost.rules.plan import Plan
from logicost.tables.shelf import find_market, open_shelf

ROW = {
    "dimensions": "5.1 x 4.3 x 4.2 in", "weight": "14.2 oz", "price": "18.99", "category": "home_and_kitchen", "cost": "3.10",
    "placement": "minimal", "days_in_storage": 40, "inventory_age_days": 300, "storage_utilization_weeks": 30,
    "return_rate": "12 %", "resellable_rate": "60 %", "loss_rate": "2 %", "units_per_box": 24, "awd_days_in_storage": 50,
    "seller_country": "uk", "postage": "6.10", "payment": "stripe", "awd_auto_replenished": "yes", "days_of_supply_30": 5,
    "days_of_supply_90": 5, "return_label": "4.20",
}  # fmt: skip


def results(plan: Plan, name: str, row: dict[str, object], on: dt.date) -> dict[str, object]:
    market, shelf = plan.market, plan.shelf
    values = run_steps(compile_steps(plan.steps.values()), read_inputs(row, vocabulary(shelf, market), on))
    program = plan.program_of(name)
    lines = {
        line.fee: (
            values[line.amount],
            values[line.status],
            line.cards[values[line.card]],
            line.reasons[values[line.reason]],
        )
        for line in program.lines
        if values[line.shown]
    }
    refused = [refusal.code for refusal in program.refusals if values[refusal.condition]]
    notes = [note.text for note in program.notes if values[note.flag]]
    weights = values[program.shipping_weight], values[program.dimensional_weight]
    return {
        "lines": lines,
        "refused": refused,
        "notes": notes,
        "weights": weights,
        "total": values[f"{name}/total_cost"],
    }


@pytest.mark.parametrize("day", ["2024-05-20", "2026-11-22"])
@pytest.mark.parametrize("channel", [None, "ebay"])
def test_together_as_alone(day: str, channel: str | None) -> None:
    market, shelf, on = find_market("US"), open_shelf(), dt.date.fromisoformat(day)
    row = {**ROW, "channel": channel}
    together = build_plan(market, on, shelf, list(programs_of(find_market("US"))))
    for name in programs_of(find_market("US")):
        alone = build_plan(market, on, shelf, [name])
        assert results(together, name, row, on) == results(alone, name, row, on), name


def test_lines_follow_the_way_of_the_goods() -> None:
    plan = build_plan(find_market("US"), dt.date(2026, 6, 10), open_shelf(), list(programs_of(find_market("US"))))
    for program in plan.programs.values():
        stages = [STAGES.index(FEES[line.fee].stage) for line in program.lines]
        assert stages == sorted(stages), program.name
