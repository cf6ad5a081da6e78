"""Many products on all cores, in processes of their own."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import logicost as lc


def best(product: lc.Product) -> lc.Quote:
    return max(lc.compare(product, "fba,fbm", on="2026-11-22").quotes, key=lambda quote: quote.profit or 0)


def main() -> None:
    mugs = [
        lc.Product(sku=f"MUG-{n}", dimensions="5 x 4 x 4 in", weight="14 oz", price=10 + n, category="Home & Kitchen")
        for n in range(12)
    ]
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        found = list(pool.map(best, mugs, chunksize=6))
    assert [quote.sku for quote in found] == [mug.sku for mug in mugs]
    assert [quote.explain()[-1].name for quote in found]
    print(f"{len(found)} quotes")


if __name__ == "__main__":
    main()
