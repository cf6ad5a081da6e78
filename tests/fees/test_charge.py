"""A made-up fee in a plan, by each method that a fee's function may call: its line, where it stands, what it comes to and what is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import logicost.fees
from logicost.errors import TableError
from logicost.fees.cards import STRUCTURES
from logicost.fees.charge import NEEDS_PRICE, REGISTERED, STAGES, Charge, Fee, charge, cost_of, line, pay
from logicost.fees.declared import amount, card_of
from logicost.fees.vocabularies import open_plan
from logicost.inputs.days import FIRST_DAY, day_number
from logicost.inputs.fields import FIELD
from logicost.inputs.scalar import INPUTS
from logicost.rules import plan as module
from logicost.rules.exact import compile_steps, run_steps
from logicost.rules.expressions import FALSE, maximum, select
from logicost.rules.plan import Kind
from logicost.tables.shelf import find_market, open_shelf
from logicost.tables.status import Status

DAY = dt.date(2026, 7, 1)
CARDS = {"2026-01-01": ("", "rate: 0.55\n")}
FEE = "made_up_fee"
OWN = Status.OVERRIDE  # by a card of the user's own


class Made:
    """A plan with the fee, and what a program has of it.

    Args:
        price: the fee's function; cards: by first day what stands in the head and in the body; program, serves: who pays it.
    """

    def __init__(
        self, tmp_path: Path, price: Callable[[Charge], None], cards: dict[str, tuple[str, str]], program: str = "fba",
        serves: tuple[str, ...] = ("amazon",), on: dt.date = DAY, **registered: Any,
    ) -> None:  # fmt: skip
        folder = tmp_path / "us" / FEE
        folder.mkdir(parents=True, exist_ok=True)
        for effective, (head, body) in cards.items():
            (folder / f"{effective}.yaml").write_text(
                f"fee: {FEE}\nmarket: US\neffective: {effective}\nstructure: {FEE}/1\nconfidence: high\n{head}"
                f"sources: [{{publisher: us, title: ours, url: none, covers: all}}]\n{body}"
            )
        for name in (FEE, f"{FEE}_status", f"{FEE}_applies"):  # of one that was made before
            module._definers.pop(name, None)
        line(FEE, "inbound", "made up", "fba", "mcf", **registered)(price)
        self.plan = open_plan(find_market("US"), on, open_shelf(tmp_path))
        self.program = self.plan.program(program, serves)
        pay(self.plan, self.program, FEE)
        self.on = on

    def says(self, **given: int) -> dict[str, Any] | None:
        """Of a row the line's amount, status, card and reason, and the notes and refusals that hold; None without a line."""
        absent = {name: FIELD[name].absent if name in FIELD else each.smallest for name, each in INPUTS.items()}
        values = run_steps(
            compile_steps(self.plan.steps.values()),
            {**absent, "price": 300_000, "ship_day": day_number(self.on), **given},
        )
        told = {
            "notes": [each.text for each in (*self.program.notes, *self.program.notes_on_cards) if values[each.flag]],
            "refused": [each.message for each in self.program.refusals if values[each.condition]],
        }
        for each in self.program.lines:
            if values[each.shown]:
                told |= {"amount": values[each.amount], "status": values[each.status]}
                told |= {"card": each.cards[values[each.card]], "why": each.reasons[values[each.reason]]}
        return told


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Made]]:
    monkeypatch.delattr(logicost.fees, "FEES")  # as while the package is imported
    kept, fees = dict(module._definers), dict(REGISTERED)

    @card_of(f"{FEE}/1")
    class Card:
        rate: int = amount()

    yield lambda price, cards=CARDS, **more: Made(tmp_path, price, cards, **more)
    del STRUCTURES[f"{FEE}/1"]
    for registry, before in ((module._definers, kept), (REGISTERED, fees)):
        registry.clear()  # type: ignore[attr-defined]
        registry.update(before)  # type: ignore[attr-defined]


def plain(fee: Charge) -> None:
    fee.amount(fee.card.rate)


def shown(made: Made, **given: int) -> tuple[Any, ...] | None:
    told = made.says(**given)
    assert told is not None
    return tuple(told[name] for name in ("amount", "status", "card", "why")) if "amount" in told else None


CARD = f"us/{FEE}/2026-01-01"


def test_an_amount_alone_is_a_line(make: Callable[..., Made]) -> None:
    made = make(plain)
    assert shown(made) == (5500, OWN, CARD, "")
    assert f"{FEE}_applies" not in made.plan.steps
    assert made.says() == {"amount": 5500, "status": OWN, "card": CARD, "why": "", "notes": [], "refused": []}


def test_where_it_applies_and_how_well_it_is_known(make: Callable[..., Made]) -> None:
    def price(fee: Charge) -> None:
        plan = fee.plan
        fee.amount(fee.card.rate)
        fee.applies(plan.input("sipp"))
        fee.status(select(plan.input("dangerous_goods"), Status.UNSOURCED, Status.EXACT))
        flag = plan.step("flag", plan.input("residential"), Kind.FLAG)
        fee.why("to a home", flag)
        fee.why("always")
        fee.why("never told", flag)
        fee.note("a note", flag)
        fee.note_where("other", ~flag, "another note")
        for _ in range(2):  # another variant refuses the same
            fee.refuses("no", plan.input("new_seller"), "code", "field", "{program} cannot")

    made = make(price)
    assert shown(made, residential=1) is None
    assert shown(made, sipp=1, residential=1) == (5500, OWN, CARD, "to a home")
    assert shown(made, sipp=1, residential=0, dangerous_goods=1) == (5500, Status.UNSOURCED, CARD, "always")
    assert [made.says(residential=each)["notes"] for each in (0, 1)] == [["another note"], ["a note"]]  # type: ignore[index]
    assert [len(made.says(new_seller=each)["refused"]) for each in (0, 1)] == [0, 2]  # type: ignore[index]
    assert {each.message for each in made.program.refusals} == {"fba cannot"}
    assert cost_of(made.plan, FEE) == (
        select(made.plan[f"{FEE}_applies"], made.plan[FEE], 0),
        select(made.plan[f"{FEE}_applies"], made.plan[f"{FEE}_status"], 0),
    )


def test_a_figure_of_the_seller_and_a_waiver_name_other_cards(make: Callable[..., Made]) -> None:
    def price(fee: Charge) -> None:
        plan = fee.plan
        own, waived = (
            plan.step("own", plan.input("sipp"), Kind.FLAG),
            plan.step("waived", plan.input("new_seller"), Kind.FLAG),
        )
        fee.amount(select(waived, 0, select(own, 7, fee.card.rate)))
        fee.is_waived(waived, "another")
        fee.is_own(own)

    made = make(price)
    cards = [shown(made, sipp=own, new_seller=waived)[2] for own, waived in ((0, 0), (1, 0), (0, 1), (1, 1))]  # type: ignore[index]
    assert cards == [CARD, None, "another", "another"]


@pytest.mark.parametrize(
    ("program", "amazon_orders", "serves", "channel", "awd", "stands"),
    [
        ("fba", False, ("amazon",), 0, 1, True),
        ("fba:awd", False, ("amazon",), 0, 1, False),  # it is excepted where the flag holds
        ("fba:awd", False, ("amazon",), 0, 0, True),
        ("fba", True, ("amazon",), 0, 0, True),
        ("fba", True, ("amazon", "other"), 1, 0, False),  # charged on orders of Amazon only
        ("fba", True, ("amazon", "other"), 0, 0, True),
        ("fba", False, ("amazon", "other"), 1, 0, True),
        ("fba:awd", True, ("amazon", "other"), 0, 1, False),
        ("fba:awd", True, ("amazon", "other"), 1, 0, False),
    ],
)  # fmt: skip
def test_where_a_program_has_the_line(
    make: Callable[..., Made], program: str, amazon_orders: bool, serves: tuple[str, ...], channel: int, awd: int, stands: bool
) -> None:  # fmt: skip
    def price(fee: Charge) -> None:
        plain(fee)
        fee.except_in("fba:awd", fee.plan.step("replenished", fee.plan.input("awd_auto_replenished"), Kind.FLAG))

    made = make(price, program=program, serves=serves, amazon_orders=amazon_orders)
    words = made.plan.vocabulary("channel")
    number = words.index("amazon" if channel == 0 else "direct")
    assert (shown(made, channel=number, awd_auto_replenished=awd) is not None) == stands


def test_without_a_card(make: Callable[..., Made]) -> None:
    def price(fee: Charge) -> None:
        if fee.is_missing(fee.plan.input("sipp"), "; give your own"):
            return
        plain(fee)

    made = make(price, on=dt.date(2025, 12, 31))
    assert shown(made) is None
    amount, status, card, why = shown(made, sipp=1)  # type: ignore[misc]
    assert (amount, status, card) == (0, Status.UNSOURCED, None)
    assert why.endswith("; give your own")
    assert shown(make(price)) == (5500, OWN, CARD, "")


def test_without_a_card_everywhere(make: Callable[..., Made]) -> None:
    made = make(lambda fee: None if fee.is_missing() else plain(fee), on=dt.date(2025, 12, 31))
    assert shown(made)[:2] == (0, Status.UNSOURCED)  # type: ignore[index]


def test_without_a_card_a_fee_that_need_not_be_is_none(make: Callable[..., Made]) -> None:
    """And any step of it that is asked for is nothing, exactly."""
    made = make(plain, on=dt.date(2025, 12, 31), optional=True)
    assert made.program.lines == []
    assert cost_of(made.plan, FEE) == (FALSE, FALSE)
    for step in (FEE, f"{FEE}_applies", f"{FEE}_status"):
        assert run_steps(compile_steps([made.plan.steps[made.plan[step].name]]), {})[step] in (0, Status.UNSOURCED)
    assert make(plain, optional=True).program.lines


ERAS = {
    "2026-02-01": ("until: 2026-02-28\n", "rate: 0.10\n"),
    "2026-04-01": ("", "rate: 0.20\n"),
    "2026-06-01": ("", "rate: 0.30\n"),
}


@pytest.mark.parametrize(
    ("received", "amount", "status", "card", "era"),
    [
        ("2026-01-31", 0, Status.UNSOURCED, None, 0),  # before the first card
        ("2026-02-01", 1000, OWN, "us/made_up_fee/2026-02-01", 1),
        ("2026-02-28", 1000, OWN, "us/made_up_fee/2026-02-01", 1),
        ("2026-03-01", 1000, Status.PROJECTED, "us/made_up_fee/2026-02-01", 2),  # past its end it stands in
        ("2026-04-01", 2000, OWN, "us/made_up_fee/2026-04-01", 3),
        ("2026-05-31", 2000, OWN, "us/made_up_fee/2026-04-01", 3),
        ("2026-06-01", 3000, OWN, "us/made_up_fee/2026-06-01", 4),
        ("2026-07-01", 3000, OWN, "us/made_up_fee/2026-06-01", 4),
    ],
)
def test_by_the_card_of_another_day(
    make: Callable[..., Made], received: str, amount: int, status: Status, card: str | None, era: int
) -> None:
    def price(fee: Charge) -> None:
        fee.amount(fee.by_card(lambda card: card.rate))
        fee.step("rate_now", fee.by_card(lambda card: card.rate), Kind.MONEY)
        last = fee.editions[-1]
        fee.plan.step("by_the_last", fee.goes_by(last), Kind.FLAG)

    made = make(price, ERAS, by="received_day")
    assert len(charge(made.plan, FEE).editions) == 3
    told = made.says(received_on=day_number(dt.date.fromisoformat(received)))
    assert told is not None
    assert (told["amount"], told["status"], told["card"]) == (amount, status, card)
    assert bool(told["why"]) == (card is None)
    assert bool(told["notes"]) == (era == 2)


@pytest.mark.parametrize(
    ("received", "home", "stands"),
    [("2026-01-31", 1, False), ("2026-02-01", 1, True), ("2026-02-01", 0, False), ("2026-01-31", 0, False)],
)
def test_a_fee_that_need_not_be_stands_from_its_first_card(
    make: Callable[..., Made], received: str, home: int, stands: bool
) -> None:
    def price(fee: Charge) -> None:
        fee.amount(fee.by_card(lambda card: card.rate))
        fee.applies(fee.plan.input("residential"))

    made = make(price, {"2026-02-01": ("", "rate: 0.10\n")}, by="received_day", optional=True)
    told = made.says(received_on=day_number(dt.date.fromisoformat(received)), residential=home)
    assert told is not None
    assert ("amount" in told) == stands


@pytest.mark.parametrize("begins", [FIRST_DAY.isoformat(), "2026-02-01"])
def test_a_card_that_stands_in_is_noted_where_it_is_charged(make: Callable[..., Made], begins: str) -> None:
    """Of a card that ended on 2026-02-28: of units that were received after, and not where the figure is the seller's own."""

    def price(fee: Charge) -> None:
        fee.is_own(fee.plan.step("own", fee.plan.input("sipp"), Kind.FLAG))
        fee.amount(select(fee.plan["own"], 7, fee.by_card(lambda card: card.rate)))

    made = make(price, {begins: ("until: 2026-02-28\n", "rate: 0.10\n")}, by="received_day")
    noted = [
        [note.startswith(f"{FEE}: ") for note in made.says(received_on=day_number(day), sipp=own)["notes"]]  # type: ignore[index]
        for day, own in ((dt.date(2026, 2, 28), 0), (dt.date(2026, 3, 1), 0), (dt.date(2026, 3, 1), 1))
    ]
    assert noted == [[], [True], []]
    one = make(lambda fee: price(fee), {begins: ("until: 2026-02-28\n", "rate: 0.10\n")})
    assert [len(one.says(sipp=own)["notes"]) for own in (0, 1)] == [1, 0]  # type: ignore[index]


def test_a_status_says_why_it_is_no_better(make: Callable[..., Made]) -> None:
    def price(fee: Charge) -> None:
        plain(fee)
        fee.status(note="as the card")

    assert make(price).plan.steps[f"{FEE}_status"].note == "from your own fee tables"


def test_where_it_depends_on_a_price_that_is_not_given(make: Callable[..., Made]) -> None:
    def price(fee: Charge) -> None:
        asked = fee.plan.input("price") > 100
        fee.amount(select(fee.plan.input("sipp"), fee.card.rate, maximum(fee.plan.input("price"), 0)))
        fee.applies(asked | fee.plan.input("dangerous_goods"))
        fee.why("told")

    made = make(price)
    assert shown(made) == (300_000, OWN, CARD, "told")
    assert shown(made, price=50) is None
    assert shown(made, price=-1) == (0, Status.UNSOURCED, CARD, NEEDS_PRICE)  # it may apply
    assert shown(made, price=-1, sipp=1)[1] == Status.UNSOURCED  # type: ignore[index]
    assert shown(made, price=-1, sipp=1, dangerous_goods=1) == (5500, OWN, CARD, "told")
    assert shown(made, price=-1, dangerous_goods=1)[1:] == (Status.UNSOURCED, CARD, NEEDS_PRICE)  # type: ignore[index]


@pytest.mark.parametrize(
    ("programs", "without", "program", "pays"),
    [
        (("fba",), (), "fba", True),
        (("fba",), (), "fba:awd", True),
        (("fba:awd",), (), "fba", False),
        (("fba:awd",), (), "fba:awd", True),
        (("fba",), ("fba:awd",), "fba:awd", False),
        (("fba",), ("fba:awd",), "fba", True),
        (("fba:awd",), ("fba",), "fba:awd", False),
        (("mcf",), (), "fba", False),
        ((), (), "fba", False),
    ],
)
def test_who_pays_it(programs: tuple[str, ...], without: tuple[str, ...], program: str, pays: bool) -> None:
    fee = Fee(FEE, "inbound", "", programs, without, "", plain, None, False, False, None, None, None)
    assert fee.is_paid_by(program) == pays


def test_a_fee_must_be_registered_while_the_package_is_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TableError, match="imported after the registry"):
        line(FEE, "inbound", "", "fba")(plain)
    monkeypatch.delattr(logicost.fees, "FEES")
    with pytest.raises(TableError, match="is no stage: " + ", ".join(STAGES)):
        line(FEE, "nowhere", "", "fba")(plain)
    assert FEE not in REGISTERED
