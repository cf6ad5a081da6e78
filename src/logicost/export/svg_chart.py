"""Line and bar charts as plain SVG: no script, no style sheet, the page's own text colour, and words for who sees none.

Drawn by hand, so that notebooks have them without further packages.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from logicost.visible import visible

COLORS = ("#4c78a8", "#e07b00", "#3f9142", "#b05aa0", "#d1495b", "#2a9d9d", "#9d755d", "#7f7f7f")
_DASHES = ("", "7 3", "2 3", "9 3 2 3")  # so that lines are told apart without their colours, too
_WIDTH, _HEIGHT = 440.0, 250.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 56.0, 14.0, 10.0, 38.0
_LETTER = 6.4  # the width of a letter of 12 pixels, about
_LEGEND_LINE = 18.0
_BAR = 26.0

Point = tuple[float, float | None]
Format = Callable[[float], str]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a chart.

    Attributes:
        points: from left to right; None is a gap.
        strong, weak: from and to of the parts that are drawn wide, and of those that are crossed out.
    """

    name: str
    points: Sequence[Point]
    strong: Sequence[tuple[float, float]] = ()
    weak: Sequence[tuple[float, float]] = ()


def line_chart(
    title: str, description: str, lines: Sequence[Line], x_label: str, y_label: str, x_text: Format, y_text: Format,
    x_ticks: Sequence[float] | None = None,
) -> str:  # fmt: skip
    """Lines over one axis.

    Args:
        x_text, y_text: how a number of an axis is written; x_ticks: where, default at round numbers.
    """
    xs = [x for line in lines for x, y in line.points if y is not None]
    ys = [y for line in lines for _, y in line.points if y is not None]
    if not xs:
        return ""
    low, high = min(*ys, 0.0), max(*ys, 0.0)
    y_marks = round_marks(low, high, 6)
    low, high = min(low, y_marks[0]), max(high, y_marks[-1])
    first, last = min(xs), max(xs)
    if first == last:
        first, last = first - 1, last + 1
    marks = round_marks(first, last, 6) if x_ticks is None else list(x_ticks)
    span, tall = _WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM

    def at_x(x: float) -> float:
        return _LEFT + (x - first) / (last - first) * span

    def at_y(y: float) -> float:
        return _TOP + (high - y) / ((high - low) or 1) * tall

    parts = [_rule(_LEFT, at_y(y), _WIDTH - _RIGHT, at_y(y), 0.75 if y == 0 else 0.2) for y in y_marks]
    parts += [_words(_LEFT - 6, at_y(y) + 4, y_text(y), "end") for y in y_marks]
    parts += [
        _rule(at_x(x), _HEIGHT - _BOTTOM, at_x(x), _HEIGHT - _BOTTOM + 4, 0.6) for x in marks if first <= x <= last
    ]
    parts += [_words(at_x(x), _HEIGHT - _BOTTOM + 16, x_text(x), "middle") for x in marks if first <= x <= last]
    parts.append(_words(_LEFT + span / 2, _HEIGHT - 4, x_label, "middle"))
    for number, line in enumerate(lines):
        color, dash = COLORS[number % len(COLORS)], _DASHES[number // 2 % len(_DASHES)]
        parts.append(_path(line.points, at_x, at_y, color, 1.6, dash))
        parts += [_path(_within(line.points, *part), at_x, at_y, color, 3.6, dash) for part in line.strong]
        parts += [_crossed(_within(line.points, *part), at_x, at_y) for part in line.weak]
    legend, height = _legend([line.name for line in lines], _HEIGHT + 8)
    return _svg(title, description, [*parts, *legend], height, y_label)


def axis_number(number: float) -> str:
    return f"{number:,.10g}"


def bar_chart(title: str, description: str, bars: Sequence[tuple[str, float, str]]) -> str:
    """Bars across, each with its name above it and its text behind it; all from 0."""
    if not bars:
        return ""
    most = max(max(abs(value) for _, value, _ in bars), 1e-9)
    room = max(len(text) for *_, text in bars) * _LETTER + 10
    parts: list[str] = []
    top = 4.0
    for name, value, text in bars:
        width = max(abs(value) / most * (_WIDTH - room - 8), 1)
        color = COLORS[0] if value >= 0 else COLORS[4]
        parts.append(_words(4, top + 12, name, "start"))
        parts.append(f'<rect x="4" y="{top + 17:.1f}" width="{width:.1f}" height="{_BAR - 12:.0f}" fill="{color}"/>')
        parts.append(_words(width + 9, top + 28, text, "start"))
        top += _BAR + 14
    return _svg(title, description, parts, top, "")


def _within(points: Sequence[Point], first: float, last: float) -> list[Point]:
    return [(x, y) for x, y in points if first <= x <= last]


def _path(
    points: Sequence[Point],
    at_x: Format | Callable[[float], float],
    at_y: Callable[[float], float],
    color: str,
    width: float,
    dash: str,
) -> str:
    commands, pen = [], "M"
    for x, y in points:
        if y is None:
            pen = "M"
            continue
        commands.append(f"{pen}{at_x(x):.1f} {at_y(y):.1f}")
        pen = "L"
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<path d="{"".join(commands)}" fill="none" stroke="{color}" stroke-width="{width}" stroke-linejoin="round"{dashed}/>'


def _crossed(points: Sequence[Point], at_x: Callable[[float], float], at_y: Callable[[float], float]) -> str:
    """A red band behind the points, as wide as they are."""
    known = [(at_x(x), at_y(y)) for x, y in points if y is not None]
    if not known:
        return ""
    left, right = known[0][0], known[-1][0]
    return f'<rect x="{left - 1:.1f}" y="{_TOP:.1f}" width="{max(right - left, 0) + 2:.1f}" height="{_HEIGHT - _TOP - _BOTTOM:.1f}" fill="#d1495b" fill-opacity="0.28"/>'


def _legend(names: Sequence[str], top: float) -> tuple[list[str], float]:
    parts: list[str] = []
    left = 4.0
    for number, name in enumerate(names):
        width = 30 + len(name) * _LETTER + 14
        if left + width > _WIDTH and left > 4:
            left, top = 4.0, top + _LEGEND_LINE
        dash = _DASHES[number // 2 % len(_DASHES)]
        parts.append(_path([(left, top), (left + 22, top)], float, float, COLORS[number % len(COLORS)], 3, dash))
        parts.append(_words(left + 28, top + 4, name, "start"))
        left += width
    return parts, top + 10


def round_marks(low: float, high: float, most: int) -> list[float]:
    """Round numbers from `low` to beyond `high`, at most so many and one."""
    span = high - low or 1.0
    size = 10 ** math.floor(math.log10(span / most))
    step = next(size * each for each in (1, 2, 2.5, 5, 10, 20) if span / (size * each) <= most)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(number * step, 10) for number in range(first, last + 1)]


def _rule(x1: float, y1: float, x2: float, y2: float, opacity: float) -> str:
    return (
        f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" stroke="currentColor" stroke-opacity="{opacity}" fill="none"/>'
    )


def _words(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(visible(text))}</text>'


def _svg(title: str, description: str, parts: Sequence[str], height: float, y_label: str) -> str:
    label = _words(4, 10, y_label, "start") if y_label else ""
    shift = 16.0 if y_label else 0.0
    named = f"<title>{escape(visible(title))}</title><desc>{escape(visible(description))}</desc>"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {_WIDTH:.0f} {height + shift:.0f}" width="{_WIDTH:.0f}" '
        f'height="{height + shift:.0f}" font-family="system-ui, sans-serif" font-size="12" fill="currentColor">{named}{label}'
        f'<g transform="translate(0 {shift:.0f})">{"".join(parts)}</g></svg>'
    )
