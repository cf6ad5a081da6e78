"""A fee as a plan has it: its card on the plan's day, and the steps that it comes to.

A fee's module has one function, which `line` registers: it says the amount, where the fee applies and how well it is
known. The steps are called ``<fee>``, ``<fee>_applies`` and ``<fee>_status``; any rule may ask for them, and
`cost_of` gives what the fee adds to a total.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from logicost.errors import TableError
from logicost.fees.eras import Era, ends_on_ship_day
from logicost.fees.sourced import Dated
from logicost.inputs.days import FIRST_DAY
from logicost.rules.expressions import (
    FALSE,
    Expression,
    Reference,
    Value,
    every,
    maximum,
    select,
)
from logicost.rules.lacking import lacking
from logicost.rules.plan import ALWAYS, Kind, Plan, defines, once
from logicost.rules.program_plan import NOTHING, Line, Note, ProgramPlan, Refusal
from logicost.tables.shelf import Choice
from logicost.tables.status import Status

MERCHANT, SHIPPED = (
    "merchant",
    "shipped",
)  # variants of a fee in programs whose orders the seller may charge shipping for
NEEDS_PRICE = "it depends on the price, which is not given"
AMAZON_ORDERS = "channel_is_amazon"


@dataclass(frozen=True, slots=True)
class Fee:
    """A kind of cost line.

    Attributes:
        slug, stage, title: its name, where on the goods' way it falls, and what it is in words.
        programs: who pays it: names of programs, or of families of them (``fba`` is ``fba:awd`` too); `without`: and who not.
        after: the fee that it stands behind, in quotes and columns.
        price: tells a `Charge` what the fee comes to.
        table: the folder of its cards, in which ``{variant}`` stands for the variant; None for a fee without cards.
        optional: without a card nothing is charged, even where no card says so; else the amount is unsourced.
        amazon_orders: charged on orders of the Amazon store only, whatever else a program serves.
        on: the day whose card counts, of the plan's day; without it that day itself.
        by: the step that says it where it is another for each row; it is not after the ship date.
        each: of a plan and a program, which variant of the fee it pays; each variant has steps of its own.
    """

    slug: str
    stage: str
    title: str
    programs: tuple[str, ...]
    without: tuple[str, ...]
    after: str
    price: Callable[[Charge], None]
    table: str | None
    optional: bool
    amazon_orders: bool
    on: Callable[[dt.date], dt.date] | None
    by: str | None
    each: Callable[[Plan, ProgramPlan], str] | None

    def is_paid_by(self, program: str) -> bool:
        family = program.partition(":")[0]
        return not {program, family} & set(self.without) and bool({program, family} & set(self.programs))


STAGES = ("goods", "inbound", "storage", "fulfillment", "delivery", "returns", "selling", "other")
REGISTERED: dict[str, Fee] = {}


def line(
    slug: str,
    stage: str,
    title: str,
    *programs: str,
    after: str = "",
    without: tuple[str, ...] = (),
    table: str | None = "",
    optional: bool = False,
    amazon_orders: bool = False,
    on: Callable[[dt.date], dt.date] | None = None,
    by: str | None = None,
    each: Callable[[Plan, ProgramPlan], str] | None = None,
) -> Callable[[Callable[[Charge], None]], Callable[[Charge], None]]:
    """Register the function that prices a fee; the arguments are those of `Fee`. `table` is the slug, if it is not given.

    Raises:
        TableError: ``fee_misplaced``: no program would pay it.
    """

    def register(price: Callable[[Charge], None]) -> Callable[[Charge], None]:
        if hasattr(sys.modules[__package__], "FEES"):  # the registry is whole when the package is imported
            why = f"{price.__module__} is imported after the registry of fees: put the module into src/logicost/fees"
            raise TableError("fee_misplaced", f"no program would pay {slug}: {why}")
        if stage not in STAGES:
            raise TableError(
                "fee_misplaced", f"no program would pay {slug}: {stage!r} is no stage: {', '.join(STAGES)}"
            )
        REGISTERED[slug] = Fee(
            slug, stage, title, programs, without, after, price, slug if table == "" else table, optional,
            amazon_orders, on, by, each,
        )  # fmt: skip
        if table != "{variant}":
            defines(slug, f"{slug}_status", f"{slug}_applies")(lambda plan: charge(plan, slug).complete())
        return price

    return register


@dataclass(slots=True)
class Charge(Dated):
    """One fee, or a variant of it, in a plan. The function of a fee tells it by the methods below.

    Attributes:
        variant: nothing, or the prefix of its steps' names.
        weights: the dimensional and the shipping weight that programs with the fee go by, if not those of the size tier.
        is_limited: whether the fee says where it applies; else it does everywhere.
        shown_name, status_name: the steps of where the line stands, if not where the fee applies, and of how well it is known.
        card_named, reason_told: the steps that say which of `cards` and of `reasons` it is.
    """

    fee: Fee
    variant: str
    reasons: list[tuple[str, str]] = field(default_factory=list)
    cards: list[tuple[str, str | None]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    own: Reference | None = None
    excepted: dict[str, str] = field(default_factory=dict)
    weights: tuple[Reference, Reference] | None = None
    is_limited: bool = False
    card_named: str = NOTHING
    reason_told: str = NOTHING
    shown_name: str = ""
    status_name: str = ""

    def __post_init__(self) -> None:
        self.status_name = f"{self.name}_status"

    @property
    def amount_name(self) -> str:
        """The step of the amount: the name, or ``<name>_per_unit`` where the input is called like the fee."""
        return f"{self.name}_per_unit" if self.name in self.plan.inputs else self.name

    def named(self, step: str) -> str:
        """The name of a step that each variant of the fee has of its own."""
        return f"{self.variant}_{step}" if self.variant else step

    @property
    def price(self) -> Reference:
        """What the buyer pays for the unit; of a variant that is another sale, its price."""
        own = f"{self.variant}_price"
        return self.plan[own] if self.plan.has(own) else self.plan.input("price")

    @property
    def paid(self) -> Reference:
        """What the buyer pays after a discount, on which shares are charged, with shipping where the seller charges it; of a
        variant that is another sale, its price."""
        price = self.price
        if price.name != "price":
            return price
        return self.plan["sale_with_shipping" if self.variant in (MERCHANT, SHIPPED) else "sale_price"]

    @property
    def is_charged(self) -> bool:
        """Whether there is such a fee on the plan's day."""
        return self.fee.table is None or any(self._charges(era.choice) for era in self.eras)

    def _charges(self, choice: Choice) -> bool:
        return not choice.nothing_charged and not (self.fee.optional and choice.edition is None)

    def tell_older_card(self, flag: Reference, what: str) -> None:
        """The note that belongs to such a flag."""
        self.note(
            f"{what} by the card of {{ship_day}}: give received_on, as an older card may have been in force", flag
        )

    @property
    def is_there(self) -> bool:
        """Whether it has a line, and with it steps."""
        return self.plan.has(self.amount_name)

    def amount(self, value: Value, note: str = "") -> Reference:
        """What it costs per unit sold, cost positive."""
        if isinstance(value, Reference) and value.name == self.amount_name:
            return value
        return self.step(self.amount_name, value, Kind.MONEY, note)

    def applies(self, condition: Expression, note: str = "") -> Reference:
        """Where the line stands; without this, everywhere."""
        if len({self._charges(era.choice) for era in self.eras}) > 1:
            condition = condition & self.in_force(lambda choice: int(self._charges(choice)))
        self.is_limited = True
        return self.step(f"{self.name}_applies", condition, Kind.FLAG, note)

    def status(self, *doubts: Value, note: str = "") -> Reference:
        """How well it is known: as the card, or worse."""
        return self.known(maximum(self.in_force(lambda choice: choice.status), *doubts), note)

    def known(self, status: Value, note: str = "") -> Reference:
        """How well it is known, whatever the card's status."""
        return self.step(f"{self.name}_status", status, Kind.STATUS, self.choice.why or note)

    def why(self, text: str, when: Reference | None = None) -> None:
        """The line's reason, where `when` holds and none that was told before; ``{step}`` stands for its value."""
        if not self.reasons or self.reasons[-1][0] != ALWAYS:  # else one that holds everywhere was told
            self.reasons.append((ALWAYS if when is None else when.name, text))

    def note(self, text: str, when: Reference) -> None:
        """What the reader of a program with this fee should know where `when` holds."""
        self.notes.append(Note(when.name, text))

    def why_where(self, name: str, condition: Expression, text: str, note: str = "") -> None:
        """A reason with the flag step that says where it holds."""
        self.why(text, self.plan.step(name, condition, Kind.FLAG, note))

    def note_where(self, name: str, condition: Expression, text: str, note: str = "") -> None:
        """A note with the flag step that says where it holds."""
        self.note(text, self.plan.step(name, condition, Kind.FLAG, note))

    def refuses(self, name: str, condition: Expression, code: str, field: str, message: str) -> None:
        """Programs that pay the fee cannot serve a row where `condition` holds; `name` is the step that says so.

        In the message ``{program}`` stands for the program's name, ``{step}`` for that step's value.
        """
        if not self.plan.has(name):  # another variant refuses the same
            self.plan.step(name, condition, Kind.FLAG, message)
        self.refusals.append(Refusal(name, code, field, message))

    def is_own(self, flag: Reference) -> None:
        """Where the amount is the user's own figure: no card is named."""
        self.own = flag
        self.cards.append((flag.name, None))

    def is_waived(self, flag: Reference, card: str | None) -> None:
        """Where another card waives it: that card, by its id, is named. Told before `is_own`, it counts where both hold."""
        self.cards.append((flag.name, card))

    def except_in(self, program: str, flag: Reference) -> None:
        """In that program the line is left out where the flag holds."""
        self.excepted[program] = flag.name

    def is_missing(self, asked: Expression | None = None, ask: str = "") -> bool:
        """Whether no card is on file: then the amount is unknown where the line is `asked` for, and nothing is left to say.

        Args:
            ask: what to do then, the end of the reason.
        """
        if any(era.choice.edition is not None for era in self.eras):
            return False
        if asked is not None:
            self.applies(asked)
        self.amount(0, self.choice.why)
        self.status()
        self.why(self.choice.why + ask)
        return True

    def complete(self) -> None:
        """Add what the fee's function left out: no amount where nothing is charged, the card's status, and that it applies."""
        if not self.is_there:
            self.amount(0, "nothing is charged")
        if not self.plan.has(f"{self.name}_status"):
            self.status()
        if not self.plan.has(f"{self.name}_applies"):
            self.is_limited = not self.is_charged  # then there is no line
            self.step(f"{self.name}_applies", int(self.is_charged), Kind.FLAG)

    def tell_older_cards(self) -> None:
        """Name the card of each earlier era, and say so where none was on file."""
        for place, era in enumerate(self.eras[:-1]):
            flag = self.plan.step(f"{self.name}_in_era_{place}", self.era.equals(place), Kind.FLAG, "by an older card")
            self.cards.append((flag.name, era.choice.source))
            if era.choice.edition is None:
                self.reasons.insert(0, (flag.name, era.choice.why))


def charge(plan: Plan, slug: str, variant: str = "") -> Charge:
    """The fee in the plan, with its steps."""
    return _charge(plan, slug, variant)


@once
def _charge(plan: Plan, slug: str, variant: str) -> Charge:
    fee = REGISTERED[slug]
    choice = Choice(None, Status.EXACT)
    if fee.table is not None:
        choice = plan.choose(fee.table.replace("{variant}", variant), fee.on)
    eras: tuple[Era, ...] = (Era(FIRST_DAY, choice),)
    if fee.by is not None:
        eras = plan.fact(ends_on_ship_day(plan.shelf, plan.market.code, fee.table or ""))
    made = Charge(plan, choice, f"{variant}_{slug}" if variant else slug, fee.by, eras, fee, variant)
    if made.is_charged:
        try:
            fee.price(made)
        except TableError as problem:
            raise problem.in_card(made.source) from None
    elif variant:  # other rules may ask for its steps, as for those of the fee itself
        made.complete()
    if made.is_there:
        made.tell_older_cards()
        if not plan.has(f"{made.name}_status"):
            made.status()
        _needs_price(made)
        made.card_named = plan.place_of(
            f"{made.name}_card", [flag for flag, _ in made.cards], "which card is named"
        ).name
        told = [flag for flag, _ in made.reasons if flag != ALWAYS]
        made.reason_told = plan.place_of(f"{made.name}_reason", told, "which reason is told").name
    return made


def _needs_price(made: Charge) -> None:
    """Where the line depends on a price that is not given it stands, and its amount is not known."""
    plan, missing = made.plan, made.plan["price_is_missing"]
    found, applies = lacking(plan, "price", missing), f"{made.name}_applies"
    maybe = found.of(plan[applies]) if made.is_limited else FALSE
    needs = found.either(found.of(plan[made.amount_name]), found.of(plan[made.status_name]), maybe)
    if needs is FALSE:
        return
    flag = plan.step(f"{made.name}_needs_price", needs, Kind.FLAG, "its amount depends on it")
    if maybe is not FALSE:
        made.shown_name = plan.step(f"{made.name}_may_apply", plan[applies] | maybe, Kind.FLAG, "or may").name
    status = select(flag, Status.UNSOURCED, plan[made.status_name])
    made.status_name = plan.step(
        f"{made.name}_known", status, Kind.STATUS, "not known without the price it depends on"
    ).name
    made.reasons.insert(0, (flag.name, NEEDS_PRICE))


def cost_of(plan: Plan, slug: str, variant: str = "") -> tuple[Expression, Expression]:
    """What a fee adds to a total, and its status there: nothing, and exact, where it does not apply."""
    made = charge(plan, slug, variant)
    if not made.is_there:
        return FALSE, FALSE
    amount, status = plan[made.amount_name], plan[f"{made.name}_status"]
    if not made.is_limited:
        return amount, status
    applies = plan[f"{made.name}_applies"]
    return select(applies, amount, 0), select(applies, status, 0)


def pay(plan: Plan, program: ProgramPlan, slug: str) -> None:
    """Add a fee's line to a program, with its notes and refusals."""
    fee = REGISTERED[slug]
    made = charge(plan, slug, fee.each(plan, program) if fee.each else "")
    if made.is_there:
        shown = _shown(plan, program, made)
        cards = (*(card for _, card in made.cards), made.source)
        reasons = (*(text for _, text in made.reasons), "")
        names = made.amount_name, made.status_name, made.card_named
        program.lines.append(Line(slug, shown.name, *names, cards, made.reason_told, reasons))
        for place, era in enumerate(made.eras):
            if not era.choice.stands_in or fee.table != slug:
                continue
            by_card = shown if made.own is None else shown & ~made.own
            if len(made.eras) > 1:
                by_card = by_card & made.era.equals(place)
            flag = plan.step(program.step(f"{slug}_stands_in_{place}"), by_card, Kind.FLAG, "another card stands in")
            program.notes_on_cards.append(Note(flag.name, f"{slug}: {era.choice.why}"))
    notes = made.notes
    if fee.amazon_orders and program.serves_others:  # nor is anything to be said of it on orders of other channels
        notes = [_on_amazon(plan, program, slug, note) for note in notes]
    program.notes += [note for note in notes if note not in program.notes]
    program.refusals += [
        replace(refusal, message=refusal.message.replace("{program}", program.name)) for refusal in made.refusals
    ]
    if made.weights is not None:
        program.dimensional_weight, program.shipping_weight = (weight.name for weight in made.weights)


def _on_amazon(plan: Plan, program: ProgramPlan, slug: str, note: Note) -> Note:
    flag = plan[note.flag] & plan[AMAZON_ORDERS]
    return Note(plan.step(program.step(f"{slug}_{note.flag}"), flag, Kind.FLAG).name, note.text)


def _shown(plan: Plan, program: ProgramPlan, made: Charge) -> Reference:
    """The flag step that says where the program has the line."""
    conditions: list[Expression] = [plan[made.shown_name or f"{made.name}_applies"]] if made.is_limited else []
    if made.fee.amazon_orders and program.serves_others:
        conditions.append(plan[AMAZON_ORDERS])
    if program.name in made.excepted:
        conditions.append(~plan[made.excepted[program.name]])
    if not conditions:
        return plan[ALWAYS]
    if len(conditions) == 1 and isinstance(conditions[0], Reference):
        return conditions[0]
    return plan.step(program.step(f"{made.fee.slug}_is_shown"), every(*conditions), Kind.FLAG)
