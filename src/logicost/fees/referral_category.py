"""The category by which the referral fee goes, and what is said of one that is a guess."""

from __future__ import annotations

from logicost.fees.cards import read_card
from logicost.fees.graduated import ReferralCard
from logicost.inputs.fields import NOT_GIVEN
from logicost.rules.expressions import Reference, select, some
from logicost.rules.plan import Kind, Plan, defines
from logicost.rules.program_plan import ProgramPlan
from logicost.tables.status import Status


@defines("referral_is_own", "category_is_told")
def referral_is_own(plan: Plan) -> None:
    own = plan.step("referral_is_own", plan.input("referral_rate") > NOT_GIVEN, Kind.FLAG, "your own share is given")
    plan.step("category_is_told", plan["category_is_missing"] & ~own, Kind.FLAG, "no category, and the card decides")


@defines("category_is_missing", "category_is_assumed")
def category_is_assumed(plan: Plan) -> None:
    """What is said of a category that is a guess, word by word, is said where the row was read."""
    missing, guessed = plan.input("category").equals(NOT_GIVEN), plan.input("category_assumed")
    plan.step("category_is_missing", missing & ~guessed, Kind.FLAG, "no category was given")
    plan.step("category_is_assumed", missing | guessed, Kind.FLAG, "no category was given, or its word is not certain")


@defines("referral_category")
def referral_category(plan: Plan) -> None:
    """The category whose row the card has."""
    edition, given, words = plan.choose("referral").edition, plan.input("category"), plan.vocabulary("category")
    assert edition is not None  # asked for by the rule of the fee, which has a card
    card: ReferralCard = read_card(edition)
    plan.step(
        "referral_category",
        select(given.equals(NOT_GIVEN), words.index(card.default), given),
        Kind.WORD,
        f"as given, else {card.default}",
        edition.id,
        words,
    )


def tell_category(plan: Plan, program: ProgramPlan) -> None:
    """Where the program's fee goes by the row's category: it has the line, and not by the seller's own figure."""
    lines = [(Reference(line.shown), Reference(line.status)) for line in program.lines if line.fee == "referral"]
    goes = some(*(shown & ~status.equals(Status.OVERRIDE) for shown, status in lines))
    name = program.step("goes_by_category")
    program.goes_by_category = plan.step(name, goes, Kind.FLAG, "the referral fee is that of the category").name
