"""The registry of fees, in the order of the goods' way; and one module for each fee: how its card is read, its rule.

A module registers its fee with `logicost.fees.charge.line`, which says the stage, what it is in words, which programs pay
it and after which other fee it stands. The lines of programs, columns of every output, stages, `tables check` and the
list in the docs come from `FEES`.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Collection
from importlib import import_module

from logicost.fees.charge import REGISTERED, Fee
from logicost.fees.charge import STAGES as STAGES


def in_order(fees: Collection[Fee]) -> dict[str, Fee]:
    """The fees by slug, stage by stage, each right after the one that it names."""
    ordered: list[Fee] = []
    for stage in STAGES:
        left = sorted((fee for fee in fees if fee.stage == stage), key=lambda fee: fee.slug)
        while left:
            slugs = [fee.slug for fee in ordered]
            fee = next((fee for fee in left if not fee.after or fee.after in slugs), None)
            if fee is None:
                raise KeyError(f"{left[0].slug} stands after {left[0].after}, which is no fee of an earlier place")
            ordered.insert(slugs.index(fee.after) + 1 if fee.after else len(ordered), fee)
            left.remove(fee)
    return {fee.slug: fee for fee in ordered}


for _module in pkgutil.walk_packages(__path__, f"{__name__}."):
    import_module(_module.name)
FEES: dict[str, Fee] = in_order(REGISTERED.values())
