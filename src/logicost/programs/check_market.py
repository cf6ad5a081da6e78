"""What a market's file says in words that only rules and cards know: programs, carriers, fees, categories, countries, zones."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from logicost.errors import TableError, nearest
from logicost.fees import FEES
from logicost.fees.vocabularies import vocabulary
from logicost.market import Market
from logicost.programs import BY_CARRIER, fba, fbm, mcf
from logicost.tables.cursor import Cursor, File
from logicost.tables.shelf import Shelf


def check_market(shelf: Shelf, path: Path, own: bool) -> None:
    """Raises: TableError: with the line of the first word that means nothing."""
    market = shelf.markets.find(path.parent.name)
    body, words = Cursor(shelf.store(own=own).read(path), File(path)), vocabulary(shelf, market)
    fees = {*FEES, *(fee for _, fee in shelf.paths)} - {slug for slug, _ in market.carriers}
    _all_known(body, "programs", _programs(market), once=True)
    _all_known(body, "not_charged", {*fees, *(slug for slug, _ in market.carriers)})
    if carriers := body.get("carriers"):
        for slug, _ in carriers.items():
            if slug.text() in {*FEES, fbm.FLAT[0]}:
                slug.fail("is the name of a fee, or of a program, and of no carrier")
    for key in ("apparel", "apparel_open"):
        if categories := words.categories.slugs:
            _all_known(body, key, categories)
    if routes := body.get("stock_routes"):
        for route, _ in routes.items():
            _all_known(routes, route.text(), words["stock_country"])
    if zones := body.get("zones_as"):
        for zone, as_zone in zones.items():
            for each in (zone, as_zone):
                if each.text() not in market.zones:
                    each.fail("is no zone of the market")
    if not market.tax_in_prices and shelf.files(market.code).get("sales_tax"):
        body.need("tax_in_prices").fail("must be card, as the market has cards of sales_tax")


def check_zones(card: object, market: Market, path: Path) -> None:
    """Refuse prices of a carrier for zones that the market does not have.

    Raises:
        TableError: ``table_word_unknown``.
    """
    for zone in getattr(card, "zones", ()):
        if zone not in market.zones:
            known = ", ".join(market.zones)
            raise TableError(
                "table_word_unknown", f"zone {zone!r} is none of {market.code}: {known}", "zones", str(path)
            )


def _programs(market: Market) -> list[str]:
    every = (*fba.PROGRAMS, *mcf.PROGRAMS, *fbm.programs((*market.carriers, fbm.FLAT)))
    return [*BY_CARRIER, *(program.name for program in every)]


def _all_known(body: Cursor, key: str, known: Iterable[str], once: bool = False) -> None:
    words = body.get(key)
    said: set[str] = set()
    for word in words.list() if words else ():
        if word.text() not in known:
            word.fail(
                f"is {word.text()!r}, which is not known.{nearest(word.text(), sorted(known))}", "table_word_unknown"
            )
        if once and word.text() in said:
            word.fail(f"has {word.text()!r} twice")
        said.add(word.text())
