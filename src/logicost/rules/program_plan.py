"""What belongs to one program of a plan: its lines, notes, refusals and promise, each as names of steps."""

from __future__ import annotations

from dataclasses import dataclass, field

NOTHING = "nothing"  # the step of what is 0 in every row


@dataclass(frozen=True, slots=True)
class Line:
    """One cost line of a program. What it comes to is told by steps, so that every reading only has to read.

    Attributes:
        shown: a flag step; where it is 0 the line is left out.
        amount: a step in money, cost positive; it means nothing where the status is unsourced.
        status: a step that says how well the amount is known.
        card: a step, the place in `cards` of the id that is named; None is the user's own figure.
        reason: a step, the place in `reasons`, texts in which ``{step}`` stands for that step's value.
    """

    fee: str
    shown: str
    amount: str
    status: str
    card: str
    cards: tuple[str | None, ...]
    reason: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """What a program's reader should know where `flag` (a flag step) holds; ``{step}`` stands for that step's value."""

    flag: str
    text: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """Where `condition` (a flag step) holds, the program cannot serve the row."""

    condition: str
    code: str
    field: str
    message: str


@dataclass(frozen=True, slots=True)
class DeliveryPromise:
    """`business_days`: None where none is on file; `prime_badge`: whether buyers see it."""

    business_days: int | None
    prime_badge: bool

    def __str__(self) -> str:
        days = None if self.business_days is None else f"{self.business_days} business days"
        return ", ".join(part for part in (days, "Prime badge" if self.prime_badge else None) if part)


@dataclass(slots=True)
class ProgramPlan:
    """What belongs to one program: its lines, the reasons to refuse a row, notes, and the weights that it goes by.

    Attributes:
        serves: the kinds of orders that it serves: ``amazon``, ``other``.
        notes_on_cards: those that are told after the others: which cards stand in for one that is not on file.
        revenue, sales_tax: what is left of what buyers pay, and the tax inside that.
        goes_by_category: a flag step; where it is 1 the referral fee is that of the row's category, which may be a guess.
        promise: what it promises buyers, where `promised` (a flag step; None: always) holds.
    """

    name: str
    serves: tuple[str, ...] = ("amazon",)
    lines: list[Line] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    notes_on_cards: list[Note] = field(default_factory=list)
    dimensional_weight: str = "dimensional_weight"
    shipping_weight: str = "shipping_weight"
    size_tier: str | None = "size_tier"
    promise: DeliveryPromise | None = None
    promised: str | None = None
    revenue: str = "revenue"
    sales_tax: str = "sales_tax_included"
    goes_by_category: str = NOTHING

    @property
    def family(self) -> str:
        """``fbm`` of ``fbm:ups_ground``."""
        return self.name.partition(":")[0]

    @property
    def variant(self) -> str:
        """``ups_ground`` of ``fbm:ups_ground``, nothing of ``fba``."""
        return self.name.partition(":")[2]

    @property
    def charges_shipping(self) -> bool:
        """Whether the seller may charge the buyer for shipping: not where Amazon delivers its own orders, nor with Prime."""
        return self.family in ("fbm", "mcf")

    @property
    def serves_others(self) -> bool:
        return "other" in self.serves

    def step(self, name: str) -> str:
        """The name of a step that is this program's own."""
        return f"{self.name}/{name}"
