"""What a type checker must refuse: each marked line is an error, and nothing else is."""

from __future__ import annotations

import logicost as lc

MUG = lc.Product(sku="A", dimensions="5 x 4 x 3 in", weight="1 lb", price="20")
lc.Product(sku="A", dimensions="5 x 4 x 3 in", wieght="1 lb", price="20")  # wrong
lc.Product(sku="A", dimensions="5 x 4 x 3 in", weight="1 lb", price=[20])  # wrong
lc.quote(MUG, "fba", placemnt="minimal")  # wrong
lc.quote(MUG, "fba", placement="minimum")  # wrong
lc.compare(MUG, ["fba"], zone=object())  # wrong
lc.FBA(postage="3")  # wrong
lc.FBM(carier="ups_ground")  # wrong
lc.quote(MUG, "fba").amount("referral").lines  # wrong
lc.quote("mug", "fba")  # wrong
lc.price_for(MUG, ["fba"], placemnt="minimal")  # wrong
lc.sweep(MUG, {"price": "9:10:1"}, placement="minimum")  # wrong
lc.landed_cost([], containr=4200)  # wrong
lc.landed_cost([], freight_by="colour")  # wrong
