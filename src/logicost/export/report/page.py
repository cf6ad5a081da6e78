"""Rendering the page: the template escapes everything; the policy admits the page's own style sheet and nothing else."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from hashlib import sha256
from importlib.resources import files

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from logicost import __version__
from logicost.answers.comparison import Comparison
from logicost.export.report import charts
from logicost.export.report.kinds import BIN
from logicost.export.report.sections import Result, make_sections
from logicost.export.report.view import make_report, seated
from logicost.money import currency_of
from logicost.visible import visible


def render(comparisons: Sequence[Comparison], results: Sequence[Result]) -> str:
    folder = files(__package__)
    style = "\n" + (folder / "page.css").read_text(encoding="utf-8")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=_seen
    )
    environment.filters |= {"exact": _exact, "cents": _cents, "percent": _percent}
    template = environment.from_string((folder / "page.html.j2").read_text(encoding="utf-8"))
    return template.render(
        report=make_report(comparisons),
        sections=make_sections(results),
        charts=charts,
        bin=BIN,
        seated=seated,
        style=Markup(style),
        style_hash=b64encode(sha256(style.encode()).digest()).decode(),
        version=__version__,
    ).lstrip()


def _seen(value: object) -> object:
    return visible(value, lines=True) if isinstance(value, str) and not isinstance(value, Markup) else value


def _exact(amount: Decimal | None, code: str) -> str:
    """With its symbol and thousands parted; amounts finer than the minor unit keep their four decimals."""
    return "–" if amount is None else currency_of(code).text(amount)


def _cents(amount: Decimal | None, code: str) -> str:
    """The same to the minor unit."""
    return "–" if amount is None else currency_of(code).text(currency_of(code).to_minor(amount))


def _percent(ratio: Decimal | None) -> str:
    return "–" if ratio is None else f"{(ratio * 100).quantize(Decimal('0.1'), ROUND_HALF_UP):,f} %"
