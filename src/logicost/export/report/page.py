"""Rendering the page: the template escapes everything; the policy admits the page's own style sheet and nothing else."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from hashlib import sha256
from importlib.resources import files

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from logicost import __version__
from logicost.answers.comparison import Comparison
from logicost.export.report import charts
from logicost.export.report.view import BIN, make_report, seated
from logicost.money import Currency, currency_of
from logicost.visible import visible


def render(comparisons: Sequence[Comparison]) -> str:
    folder = files("logicost.export.report")
    style = "\n" + (folder / "page.css").read_text(encoding="utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, finalize=_seen)
    report = make_report(comparisons)
    currency = currency_of(report.currency)
    environment.filters["money"] = partial(_money, currency)
    environment.filters["cents"] = lambda amount: f"{currency.to_minor(Decimal(amount)):,f}"
    template = environment.from_string((folder / "page.html.j2").read_text(encoding="utf-8"))
    return template.render(
        report=report,
        charts=charts,
        bin=BIN,
        seated=seated,
        style=Markup(style),
        style_hash=b64encode(sha256(style.encode()).digest()).decode(),
        version=__version__,
    ).lstrip()


def _seen(value: object) -> object:
    return visible(value, lines=True) if isinstance(value, str) and not isinstance(value, Markup) else value


def _money(currency: Currency, amount: Decimal | int, places: int | None = None) -> str:
    """With thousands parted; amounts finer than the minor unit keep their four decimals."""
    number = Decimal(amount)
    if places is None:
        places = currency.minor_digits if number == currency.to_minor(number) else 4
    return f"{number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):,f}"
