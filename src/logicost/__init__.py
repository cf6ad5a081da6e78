"""What it costs, to the cent, to sell a product through Amazon's logistics, and what is left.

import logicost as lc
mug = lc.Product(sku="MUG-11", dimensions="5.1 x 4.3 x 4.2 in", weight="14.2 oz", price="18.99",
                 category="home_and_kitchen", cost="3.10")
print(lc.quote(mug, "fba", on="2026-11-22"))
print(lc.compare(mug, ["fba", "fbm:ups_ground", "mcf"], on="2026-11-22"))
out = lc.quote_frame(frame, programs=["fba", "fbm", "mcf"])   # pandas, Polars, PyArrow, DuckDB, PySpark
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from logicost.answers.compare import compare
    from logicost.answers.comparison import Comparison, Orders
    from logicost.answers.listing import FeeInfo, MarketInfo, ProgramInfo, list_fees, list_markets, list_programs
    from logicost.answers.quote import quote
    from logicost.answers.results import CostLine, ExplainedStep, PriceBand, Quote
    from logicost.catalog.frames import quote_frame
    from logicost.decide.decision import Decision
    from logicost.decide.pack import pack
    from logicost.decide.price import price_for
    from logicost.decide.sweep import sweep
    from logicost.errors import CatalogError, InputError, LogicostError, RefusedError, TableError
    from logicost.export.report import write_report
    from logicost.export.workbook import write_workbook
    from logicost.fees.fixed_costs import FixedCost
    from logicost.inputs.product import Product
    from logicost.inputs.programs import FBA, FBM, MCF, SFP
    from logicost.planning.account import fixed_costs
    from logicost.planning.clear import Clearance, clear
    from logicost.planning.hybrid import Hybrid, hybrid
    from logicost.planning.landed import LandedItem, LandedShipment, landed_cost
    from logicost.planning.shipment import ShipmentPrices
    from logicost.planning.stock import Stock
    from logicost.planning.stock_costs import stock_costs
    from logicost.planning.stock_figures import StockPlan

__version__ = "0.1.0"

_HOMES = {
    "FBA": "inputs.programs",
    "FBM": "inputs.programs",
    "MCF": "inputs.programs",
    "SFP": "inputs.programs",
    "CatalogError": "errors",
    "Clearance": "planning.clear",
    "Comparison": "answers.comparison",
    "CostLine": "answers.results",
    "Hybrid": "planning.hybrid",
    "InputError": "errors",
    "LandedShipment": "planning.landed",
    "LogicostError": "errors",
    "Orders": "answers.comparison",
    "PriceBand": "answers.results",
    "Product": "inputs.product",
    "Quote": "answers.results",
    "RefusedError": "errors",
    "Stock": "planning.stock",
    "StockPlan": "planning.stock_figures",
    "TableError": "errors",
    "clear": "planning.clear",
    "compare": "answers.compare",
    "fixed_costs": "planning.account",
    "hybrid": "planning.hybrid",
    "landed_cost": "planning.landed",
    "list_fees": "answers.listing",
    "list_markets": "answers.listing",
    "list_programs": "answers.listing",
    "Decision": "decide.decision",
    "pack": "decide.pack",
    "price_for": "decide.price",
    "sweep": "decide.sweep",
    "ExplainedStep": "answers.results",
    "FeeInfo": "answers.listing",
    "MarketInfo": "answers.listing",
    "ProgramInfo": "answers.listing",
    "FixedCost": "fees.fixed_costs",
    "LandedItem": "planning.landed",
    "ShipmentPrices": "planning.shipment",
    "quote": "answers.quote",
    "quote_frame": "catalog.frames",
    "stock_costs": "planning.stock_costs",
    "write_report": "export.report",
    "write_workbook": "export.workbook",
}

__all__ = [
    "FBA",
    "FBM",
    "MCF",
    "SFP",
    "CatalogError",
    "Clearance",
    "Comparison",
    "CostLine",
    "Decision",
    "ExplainedStep",
    "FeeInfo",
    "FixedCost",
    "Hybrid",
    "InputError",
    "LandedItem",
    "LandedShipment",
    "LogicostError",
    "MarketInfo",
    "Orders",
    "PriceBand",
    "Product",
    "ProgramInfo",
    "Quote",
    "RefusedError",
    "ShipmentPrices",
    "Stock",
    "StockPlan",
    "TableError",
    "__version__",
    "clear",
    "compare",
    "fixed_costs",
    "hybrid",
    "landed_cost",
    "list_fees",
    "list_markets",
    "list_programs",
    "pack",
    "price_for",
    "quote",
    "quote_frame",
    "stock_costs",
    "sweep",
    "write_report",
    "write_workbook",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that ``logicost --help`` stays quick."""
    if name not in _HOMES:
        raise AttributeError(f"module 'logicost' has no attribute '{name}'")
    value = getattr(import_module(f"logicost.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names; imports and homes are nobody's business."""
    return sorted({*__all__, *(name for name in globals() if name.startswith("__"))})
