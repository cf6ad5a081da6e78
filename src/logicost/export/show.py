"""The one door from results to what a person sees: text for a terminal or print, HTML for notebooks."""

from __future__ import annotations

from collections.abc import Sequence
from functools import singledispatch

from rich.table import Table
from rich.text import Text

from logicost.answers.comparison import Comparison
from logicost.answers.results import Quote
from logicost.decide.decision import Decision
from logicost.export.clear_text import clear_parts
from logicost.export.decision_chart import decision_figures
from logicost.export.decision_text import decision_parts
from logicost.export.hybrid_text import hybrid_parts
from logicost.export.notebook import comparison_html, parts_html, quote_html
from logicost.export.planning_text import landed_parts, stock_parts
from logicost.export.terminal import comparison_text, quote_text, render
from logicost.planning.clear import Clearance
from logicost.planning.hybrid import Hybrid
from logicost.planning.landed import LandedShipment
from logicost.planning.stock_figures import StockPlan

WIDTH = 120  # of printed plans


@singledispatch
def parts(result: object) -> Sequence[Table | Text]:
    """A plan as tables and lines of text."""
    raise TypeError(f"{type(result).__name__} has no way to be shown: register one in logicost.export.show")


@parts.register
def _(result: Decision) -> Sequence[Table | Text]:
    return decision_parts(result, WIDTH)


@parts.register
def _(result: Clearance) -> Sequence[Table | Text]:
    return clear_parts(result)


@parts.register
def _(result: Hybrid) -> Sequence[Table | Text]:
    return hybrid_parts(result)


@parts.register
def _(result: LandedShipment) -> Sequence[Table | Text]:
    return landed_parts(result, WIDTH)


@parts.register
def _(result: StockPlan) -> Sequence[Table | Text]:
    return stock_parts(result, WIDTH)


@singledispatch
def text(result: object) -> str:
    """The result as uncoloured text."""
    return render(parts(result), WIDTH)


@text.register
def _(result: Quote) -> str:
    return quote_text(result)


@text.register
def _(result: Comparison) -> str:
    return comparison_text([result])


@singledispatch
def html(result: object) -> str:
    """The result as escaped HTML that inherits a notebook's own style."""
    return parts_html(parts(result))


@html.register
def _(result: Decision) -> str:
    return decision_figures(result) + parts_html(decision_parts(result, WIDTH, pictures=False))


@html.register
def _(result: Quote) -> str:
    return quote_html(result)


@html.register
def _(result: Comparison) -> str:
    return comparison_html(result)
