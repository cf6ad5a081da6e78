"""The exemption of new sellers: a Professional seller, for so many days after its first unit was received."""

from __future__ import annotations

from logicost.fees.charge import Charge
from logicost.rules.expressions import FALSE, Reference
from logicost.rules.plan import Kind


def exempt_new_seller(fee: Charge, name: str, days: int) -> Reference:
    """The flag that the fee is charged but for its being a new seller's, who is exempt for so many days."""
    exempt = fee.plan.input("new_seller") if days else FALSE
    charged = fee.plan[f"{fee.name}_applies"]
    flag = fee.step(name, charged & exempt, Kind.FLAG, "exempt, as given", when=name)
    fee.why(f"no fee for a new Professional seller, for {days} days after the first unit was received", flag)
    return flag
