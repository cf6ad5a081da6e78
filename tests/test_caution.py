"""MCF serves no orders of the Amazon store: where it comes out best without a named channel, the answer says so."""

from __future__ import annotations

import logicost as lc

# 15 % referral of 389.00 is what FBA pays and a direct order does not: MCF leaves more, for other orders
PENDANT = lc.Product(sku="P", dimensions="3.5 x 3 x 1.2 in", weight="2.4 oz", price="389", category="home_and_kitchen")


def test_mcf_without_a_channel_is_not_like_fba() -> None:
    compared = lc.compare(PENDANT, ["fba", "mcf"], on="2026-09-01")
    assert compared.best is compared["mcf"]
    assert "other channels only" in compared.caution
    assert compared.reason.endswith(compared.caution)


def test_programs_of_the_same_orders_need_no_caution() -> None:
    assert lc.compare(PENDANT, ["fba", "fbm:flat"], on="2026-09-01", postage=1).caution == ""
    assert lc.compare(PENDANT, ["mcf", "mcf:expedited"], on="2026-09-01").caution == ""
    assert lc.compare(PENDANT, ["fbm:flat", "mcf"], on="2026-09-01", channel="direct", postage=20).caution == ""
