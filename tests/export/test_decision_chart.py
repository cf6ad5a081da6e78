"""Pictures of decisions: what they show, that they are plain pictures, and how they look at every width."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
from export import chromium

import logicost as lc
from logicost.cli.main import run
from logicost.export.decision_chart import decision_figures
from logicost.export.svg_chart import Line, line_chart, round_marks

ON = "2025-11-22"  # of the past, so that a new fee changes nothing here
MUG: dict[str, Any] = {
    "sku": "MUG-11", "dimensions": "5.1 x 4.3 x 4.2 in", "weight": "14.2 oz", "price": "18.99", "category": "home_and_kitchen", "cost": "3.10",
}  # fmt: skip
SVG = "{http://www.w3.org/2000/svg}"


def pictures(figures: str) -> list[ET.Element]:
    return [ET.fromstring(svg) for svg in re.findall(r"<svg.*?</svg>", figures)]


def texts(svg: ET.Element) -> list[str]:
    return [each.text or "" for each in svg.iter(f"{SVG}text")]


def points_of(path: ET.Element) -> list[tuple[float, float]]:
    numbers = [float(each) for each in re.findall(r"-?[\d.]+", path.attrib["d"])]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def test_a_line_stands_where_its_figures_are() -> None:
    """From 0 to 10 across and from -5 to 5 upwards: the zero line halfway, the jump upright."""
    line = Line("a", [(0, -5.0), (5, 0.0), (5, 5.0), (10, 5.0)], strong=[(5, 10)])
    svg = ET.fromstring(line_chart("t", "d", [line], "x", "y", str, str))
    thin, wide, _legend = [path for path in svg.iter(f"{SVG}path") if path.get("stroke-linejoin")]
    (left, bottom), (middle, zero), (jump, top), (right, _) = points_of(thin)
    assert middle == jump == pytest.approx((left + right) / 2)
    assert zero == pytest.approx((bottom + top) / 2)
    assert points_of(wide) == points_of(thin)[1:]
    assert line_chart("t", "d", [Line("a", [(0, None)])], "x", "y", str, str) == ""


def test_round_marks() -> None:
    assert round_marks(0, 10, 6) == [0, 2, 4, 6, 8, 10]
    assert round_marks(-3.2, 17.5, 6) == [-5, 0, 5, 10, 15, 20]
    assert round_marks(0, 0, 6) == [0]


def test_a_picture_of_prices() -> None:
    decision = lc.price_for(MUG, "fba,fbm", on=ON, margin="20 %")
    figures = decision_figures(decision)
    (svg,) = pictures(figures)
    assert {"fba, amazon", "fbm, amazon", "price, USD", "profit a unit, USD"} <= set(texts(svg))
    description = svg.findtext(f"{SVG}desc")
    assert description is not None
    assert "fba (amazon orders): from 12.22 on, never from 10.00 to 10.84" in description
    assert svg.attrib["role"] == "img"
    assert len(list(svg.iter(f"{SVG}rect"))) == 1  # the dead zone in the picture
    assert "a margin of 20 % is met" in figures
    drawn = {each.program: dict(each.points) for each in decision.drawn}
    (below, at) = [float(drawn["fba"][price]) for price in sorted(drawn["fba"]) if 9.985 < price < 10.005]
    assert below - at == pytest.approx(0.76)  # both sides of the cliff are kept
    for price, left in decision.drawn[0].points[::20]:
        assert lc.quote({**MUG, "price": price}, "fba", on=ON).profit == left


def test_pictures_of_sweeps() -> None:
    by_price = pictures(decision_figures(lc.sweep(MUG, {"price": "5:60:0.01"}, "fba,fbm", on=ON)))
    by_day = pictures(decision_figures(lc.sweep(MUG, {"on": "2026-10-01:2026-12-01:7"}, "fba", on=ON)))
    two = pictures(decision_figures(lc.sweep(MUG, {"weight": "10:20:1 oz", "price": "9.99,10"}, "fba", on=ON)))
    words = pictures(decision_figures(lc.sweep(MUG, {"category": ["media", "jewelry"]}, "fba", on=ON)))
    assert len(by_price) == len(by_day) == len(two) == len(words) == 1
    assert {"price, USD", "fba, amazon"} <= set(texts(by_price[0]))
    assert {"ship date", "10-01"} <= set(texts(by_day[0]))
    assert {"weight, oz", "fba, amazon, 9.99"} <= set(texts(two[0])) or "fba, amazon, 9.9900" in texts(two[0])
    assert any(text.startswith("media: fba") for text in texts(words[0]))
    assert max(len(each.attrib["d"]) for each in by_price[0].iter(f"{SVG}path")) < 20_000
    assert (
        decision_figures(lc.sweep(MUG, {"market": "US,UK"}, "fba", on=ON)) == ""
    )  # two currencies have no common axis
    assert decision_figures(lc.sweep(MUG, {"price": "0,x"}, "fba", on=ON)) == ""


def test_pictures_of_packages() -> None:
    box = {"sku": "BOX", "dimensions": "18.05 x 14 x 8 in", "weight": "19.9 lb", "price": "60"}
    saves, costs = pictures(decision_figures(lc.pack(box, "fba", on="2026-11-22", tolerance="2 oz")))
    assert {"fba, amazon: longest 18.05 to 18 in", "4.66", "fba, amazon: SIPP certification"} <= set(texts(saves))
    assert any("weight 318.4 to 320.001 oz" in text for text in texts(costs))
    bars = [float(each.attrib["width"]) for each in saves.iter(f"{SVG}rect")]
    assert bars[0] == max(bars)


EVIL = "<script>alert(1)</script>\"' onload=x \x1b[31m \u202e"


def test_names_are_only_text(tmp_path: Path) -> None:
    for decision in (
        lc.price_for({**MUG, "sku": EVIL}, "fba", on=ON), lc.pack({**MUG, "sku": EVIL, "weight": "30 oz"}, "fba", on=ON),
        lc.sweep({**MUG, "sku": EVIL}, {"category": ["media"]}, "fba", on=ON),
    ):  # fmt: skip
        for page in (decision_figures(decision), decision._repr_html_()):
            assert "<script" not in page
            assert "\x1b" not in page
            assert "\u202e" not in page
        for svg in pictures(decision_figures(decision)):
            for each in svg.iter():
                assert not {name for name in each.attrib if name.startswith("on") or name in ("style", "href")}
    lc.write_report(tmp_path / "r.html", [], [lc.price_for({**MUG, "sku": EVIL}, "fba", on=ON)])
    assert "<script" not in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_a_notebook_and_a_report_hold_the_pictures(tmp_path: Path) -> None:
    decision = lc.price_for(MUG, "fba", on=ON)
    assert decision._repr_html_().count("<svg") == 1
    assert "█" not in decision._repr_html_()
    assert "█" in str(decision)
    lc.write_report(tmp_path / "r.html", [], [decision])
    assert (tmp_path / "r.html").read_text(encoding="utf-8").count("<svg") == 1


def test_strips_in_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """A letter for each quarter: loss below 8.43 (3.10 + 4.07 + 1.26), dead from 10.00 to 10.84, met from 12.22 on."""
    options = [word for name, value in MUG.items() for word in (f"--{name}", value)]
    assert run(["price", *options, "--on", ON, "--programs", "fba", "--margin", "20 %"]) == 0
    lines = capsys.readouterr().out.splitlines()
    strip = next(line for line in lines if line.startswith("fba, amazon")).split("  ")[1]
    assert strip.startswith("·" * 33 + "░" * 7 + "x" * 4 + "░" * 4 + "█")
    assert "█ a margin of 20 % is met, ░ profit below it, · loss, x a lower price leaves" in " ".join(lines)


def test_pages_fit_every_width(tmp_path: Path) -> None:
    chromium.require()
    options = [word for name, value in MUG.items() for word in (f"--{name}", value)]
    page = tmp_path / "prices.html"
    assert run(["price", *options, "--on", ON, "-o", str(page)]) == 0
    told = page.read_text(encoding="utf-8")
    assert "<script" not in told
    assert "script-src" not in told
    assert "default-src 'none'" in told
    assert told.count("<svg") == 1
    assert "from 10.00 to 10.84: 9.99 leaves up to 0.76 more" in told  # in words, not as JSON
    measured = tmp_path / "measured.html"
    measured.write_text(re.sub(r"<meta http-equiv[^>]*>", "", told) + MEASURE, encoding="utf-8")
    for width in (500, 1200):
        done = chromium.run(tmp_path, f"--window-size={width},900", "--dump-dom", measured.as_uri())
        found = re.search(r"<title>(\d+) (\d+) (\d+)</title>", done.stdout)
        assert found is not None
        page_width, inner, svg = map(int, found.groups())
        assert page_width <= inner
        assert 300 <= svg <= inner


MEASURE = (
    "<script>document.title = [document.documentElement.scrollWidth, innerWidth, "
    "Math.round(document.querySelector('svg').getBoundingClientRect().width)].join(' ')</script>"
)
