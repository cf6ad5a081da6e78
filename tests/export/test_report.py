"""The report: what it says, that nothing in it runs or loads, and how it looks in a real browser."""

from __future__ import annotations

import html
import http.server
import json
import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import partial
from html.parser import HTMLParser
from importlib import resources
from pathlib import Path

import pytest

from logicost.answers.compare import compare_row
from logicost.answers.comparison import Comparison
from logicost.answers.engine import Engine
from logicost.answers.quote import error_quote
from logicost.answers.request import Request
from logicost.decide.pack import pack
from logicost.decide.price import price_for
from logicost.errors import CatalogError, InputError
from logicost.export.report import report_page, write_report
from logicost.export.report.view import make_report
from tests.export import chromium

pytest.importorskip("altair")
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"&'"
PROGRAMS = ("fba", "fbm:ups_ground", "mcf", "fbm:flat")


def catalog() -> list[Comparison]:
    engine, request = Engine(), Request.of(PROGRAMS, on="2026-11-22")
    base = {"dimensions": "5.1 x 4.3 x 4.2 in", "weight": "14.2 oz", "price": "18.99", "cost": "3.10"}
    changes: list[dict[str, object]] = [
        {"sku": "MUG-11", "category": "home_and_kitchen", "days_in_storage": 30, "monthly_units": 120},
        {"sku": HOSTILE},
        {"sku": "A" * 200, "postage": "1.10"},
        {"sku": "SOFA", "dimensions": "80 x 40 x 30 in", "weight": "140 lb", "price": "499", "cost": "600"},
    ]
    made = [compare_row(engine, {**base, **each}, request) for each in changes]
    error = InputError("missing_value", f"price is {HOSTILE}", "price")
    return [*made, Comparison(tuple(error_quote(error, "bad", "US", None, seat) for seat in request.seats()))]


@pytest.fixture(scope="module")
def page() -> str:
    return report_page(catalog())


def test_the_headline_counts_what_to_move_and_what_it_is_worth(page: str) -> None:
    report = make_report(catalog())
    assert [kind.title for kind in report.kinds] == ["Amazon orders", "Orders of your own shop"]
    amazon, own = report.kinds
    assert (amazon.programs, own.programs) == (
        ("fba", "fbm:ups_ground", "fbm:flat"),
        ("fbm:ups_ground", "mcf", "fbm:flat"),
    )
    first = amazon.entries[0]
    assert first.best is not None
    assert first.gain == (first.best.profit or 0) - (first.now.profit or 0)
    assert first.monthly_gain == (first.gain or 0) * Decimal(120)
    assert f"{len(amazon.moving)} of 5 products leaves more than by fba" in page
    assert "no Prime badge" in page
    heading = re.search(r"<h1>(.*?)</h1>", page, re.S)
    assert heading is not None
    assert re.findall(r"<span>(.*?)</span>", heading[1]) == list(report.headlines)
    for line, orders in zip(report.headlines, ("Amazon orders", "Orders of your own shop"), strict=True):
        assert re.fullmatch(rf"{orders}: .* for \d products?.*", line)
    for kind in report.kinds:
        assert sum(target.products for target in kind.targets) == len(kind.moving)
        lists = {each.title: [entry.sku for entry in each.entries] for each in kind.lists}
        assert lists["Not comparable"] == ["bad"]
        assert sum(map(len, lists.values())) == len(kind.entries)


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))


def row_of(page: str, start: str) -> list[str]:
    """The cells of the table's row that begins with a text."""
    for row in re.findall(r"<tr>(.*?)</tr>", page, re.S):
        cells = [text_of(cell).strip() for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)]
        if cells and cells[0].startswith(start):
            return cells
    raise AssertionError(f"no row begins with {start}")


def test_every_amount_of_a_product_stands_in_the_page(page: str) -> None:
    text = text_of(page)
    for quote in catalog()[0].quotes:
        for line in quote.lines:
            assert re.sub(r"\s+", " ", line.why) in text
            assert line.amount is None or f"${abs(line.amount):,f}" in text


def test_a_product_links_to_its_lines_and_the_contents_to_every_part(page: str) -> None:
    targets = re.findall(r'\sid="([^"]+)"', page)
    assert len(targets) == len(set(targets))
    links = re.findall(r'href="#([^"]+)"', page)
    assert set(links) <= set(targets)
    for kind in make_report(catalog()).kinds:
        assert kind.anchor in links
        assert {each.anchor for each in kind.lists} <= set(links)
        assert {entry.anchor for entry in kind.detailed} <= set(links)


def test_the_lead_over_the_next_and_why_a_figure_is_not_known() -> None:
    engine, request = Engine(), Request.of(("fba", "fbm:usps_ground_advantage"), on="2026-11-22")
    mug = {"sku": "MUG", "dimensions": "5.1 x 4.3 x 4.2 in", "weight": "14.2 oz", "price": "18.99", "cost": "3"}
    sofa = {"sku": "SOFA", "dimensions": "80 x 40 x 30 in", "weight": "140 lb", "price": "499", "cost": "100"}
    made = [compare_row(engine, row, request) for row in (mug, sofa)]
    page = report_page(made)
    lead = made[0].advantage
    assert lead is not None
    assert lead > 0
    assert f"${lead:.2f}" in row_of(page, "MUG")
    (error,) = {quote.error for quote in made[1].quotes if quote.error}
    assert error is not None
    assert error in row_of(page, "SOFA")[-1]


def test_goods_without_a_cost_are_told_of() -> None:
    row = {"sku": "MUG", "dimensions": "5.1 x 4.3 x 4.2 in", "weight": "14.2 oz", "price": "18.99"}
    request = Request.of(("fba",), on="2026-11-22")
    without, given = compare_row(Engine(), row, request), compare_row(Engine(), {**row, "cost": "0"}, request)
    assert "1 of 2 has no cost of goods" in text_of(report_page([without, given]))
    assert "no cost of goods" not in text_of(report_page([given]))


def test_stores_stand_apart_in_their_own_currency_and_side_by_side() -> None:
    engine, request = Engine(), Request.of(("fba", "fbm:flat"), on="2026-07-20")
    row = {
        "sku": "CASE",
        "dimensions": "17.5 x 10.4 x 1.5 cm",
        "weight": "60 g",
        "price": "11.99",
        "postage": "3",
        "cost": "1",
    }
    made = [compare_row(engine, {**row, "market": market}, request) for market in ("UK", "DE", "US")]
    report, page = make_report(made), report_page(made)
    assert [kind.title for kind in report.kinds] == ["UK: Amazon orders", "DE: Amazon orders", "US: Amazon orders"]
    cells = row_of(page[page.index('id="abroad"') :], "CASE")
    for place, (comparison, sign) in enumerate(zip(made, "£€$", strict=True)):
        best = comparison.decisive
        assert best is not None
        assert best.profit is not None
        assert cells[1 + 3 * place].split()[0] == f"{sign}{best.profit:.2f}"
    for kind, sign in zip(report.kinds, "£€$", strict=True):
        part = page[page.index(f'id="{kind.anchor}"') :].partition("</section>")[0]
        assert sign in part
        assert not set("£€$") - {sign} & set(text_of(part))


def test_a_long_list_is_folded_and_loses_nothing() -> None:
    one = catalog()[0]
    many = [replace(one, quotes=tuple(replace(quote, sku=f"S-{n}") for quote in one.quotes)) for n in range(1, 1002)]
    page = report_page(many)
    for kind in make_report(many).kinds:
        assert sum(len(entries) for each in kind.lists for _, entries in each.folds) == 1001
    assert page.count('<details class="fold">') == 2 * 3
    assert "501 to 900" in page
    assert "901 to 1001" in page
    rows = re.findall(r'<th scope="row" class="product">.*?(S-\d+)', page)
    assert sorted(rows) == sorted([f"S-{n}" for n in range(1, 1002)] * 2)
    assert page.count("<svg") < 40


def test_what_else_was_worked_out_has_its_sections() -> None:
    mug = {"sku": HOSTILE, "dimensions": "5.1 x 4.3 x 4.2 in", "weight": "14.2 oz", "price": "18.99", "cost": "3"}
    price = price_for(mug, margin="0.2", programs="fba", on="2026-11-22")
    page = report_page([], [price, pack(mug, programs="fba", on="2026-11-22")])
    text = text_of(page)
    assert "Which price" in text
    assert "Which package" in text
    (row,) = price.rows()
    assert f"${row['lowest_price']}" in row_of(page, "fba")
    assert not {"script", "img"} & _Parts(page).elements
    assert "Which price" in text_of(report_page(catalog()[:1], [price]))


def test_cards_dates_links_and_doubts(page: str) -> None:
    assert "us/fba_fulfillment/2026-10-15" in page
    assert re.search(r'<a href="https://[^"]+" rel="noreferrer noopener">', page)
    assert "What to keep in mind" in page
    assert "estimate" in page


class _Parts(HTMLParser):
    """The names of all elements and attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes.update(name for name, _ in attrs)


def test_text_of_users_is_escaped_everywhere(page: str) -> None:
    assert not {"script", "img", "iframe", "object", "link"} & _Parts(page).elements
    assert not [name for name in _Parts(page).attributes if name.startswith("on")]
    assert "&lt;script&gt;" in page
    assert html.escape(HOSTILE) in page or "&lt;img src=x" in page


def test_the_page_may_load_nothing(page: str) -> None:
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    assert "default-src 'none'" in html.unescape(policy[1])
    assert "unsafe" not in policy[1]
    loading = {"src", "srcset", "data", "action", "poster", "background", "style", "xlink:href"}
    assert not loading & _Parts(page).attributes
    style = re.search(r"<style>(.*?)</style>", page, re.S)
    assert style is not None
    assert not re.search(r"@import|url\(", style[1])


def test_charts_say_what_they_show(page: str) -> None:
    pictures = re.findall(r"<svg.*?</svg>", page, re.S)
    assert len(pictures) > 6
    for picture in pictures:
        assert re.search(r"<title>[^<]+</title><desc>[^<]+</desc>", picture)


def test_nothing_to_report_and_nowhere_to_write(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match="no product"):
        report_page([])
    with pytest.raises(CatalogError) as caught:
        write_report(tmp_path / "no" / "page.html", catalog()[:1])
    assert caught.value.code == "file_unwritable"


# The page in a frame of a page that measures it: widths, contrast of every text, and what its policy blocked.
HARNESS = """<!DOCTYPE html><body><script>
const widths = [360, 390, 768, 1280], found = {overflow: [], contrast: [], texts: 0};
const parse = c => (c.match(/[\\d.]+/g) || []).map(Number);
const light = ([r, g, b]) => { const f = [r, g, b].map(v => { v /= 255; return v <= .03928 ? v / 12.92
  : ((v + .055) / 1.055) ** 2.4; }); return .2126 * f[0] + .7152 * f[1] + .0722 * f[2]; };
function back(element, view) { for (let e = element; e; e = e.parentElement) { const c = parse(
  view.getComputedStyle(e).backgroundColor); if (c.length === 3 || c[3] === 1) return c; } return [255, 255, 255]; }
async function measure(width) { const frame = document.createElement('iframe'); frame.width = width; frame.height = 900;
  frame.src = 'page.html'; document.body.append(frame); await new Promise(done => frame.onload = done);
  const view = frame.contentWindow, root = frame.contentDocument.documentElement;
  if (root.scrollWidth > root.clientWidth) found.overflow.push([width, root.scrollWidth]);
  for (const e of root.querySelectorAll('body *')) { if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
    continue; if (['title', 'desc'].includes(e.tagName)) continue; const s = view.getComputedStyle(e);
    const color = parse(e.ownerSVGElement ? s.fill : s.color); found.texts++;
    const [a, b] = [light(color), light(back(e, view))].sort((x, y) => y - x), ratio = (a + .05) / (b + .05);
    if (ratio < 4.5) found.contrast.push([width, e.tagName, e.className.baseVal ?? e.className, ratio]); }
  frame.remove(); }
(async () => { for (const width of widths) await measure(width);
  const out = document.createElement('pre'); out.id = 'found'; out.textContent = JSON.stringify(found);
  document.body.append(out); })();
</script></body>"""


class _Quiet(http.server.SimpleHTTPRequestHandler):
    asked: list[str]

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the base class's name
        self.asked.append(self.path)


@pytest.fixture
def served(page: str, tmp_path: Path) -> Iterator[tuple[str, list[str]]]:
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    (tmp_path / "harness.html").write_text(HARNESS, encoding="utf-8")
    asked: list[str] = []
    handler = type("Handler", (_Quiet,), {"asked": asked})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(tmp_path))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
        server.shutdown()


@pytest.mark.chromium
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_overflow_and_enough_contrast(served: tuple[str, list[str]], scheme: str, tmp_path: Path) -> None:
    chromium.require()
    address, _ = served
    number = {"dark": 0, "light": 1}[scheme]
    done = chromium.run(
        tmp_path, f"--blink-settings=preferredColorScheme={number}", "--virtual-time-budget=20000", "--dump-dom",
        f"{address}/harness.html",
    )  # fmt: skip
    result = re.search(r'<pre id="found">(.*?)</pre>', done.stdout, re.S)
    assert result is not None, done.stderr[-2000:]
    found = json.loads(html.unescape(result[1]))
    assert found["texts"] > 400
    assert found["overflow"] == []
    assert found["contrast"] == []


# axe-core looks at a copy that lets its script in, every fold open, in a frame as wide as a phone.
AXED = """<script src="axe.js"></script><script>addEventListener('load', async () => {
  document.querySelectorAll('details').forEach(fold => fold.open = true);
  const found = await axe.run(document, {resultTypes: ['violations']});
  parent.postMessage(JSON.stringify({checks: found.passes.length, violations: found.violations.map(v =>
    [v.impact, v.id, v.nodes[0].html.slice(0, 200)])}), '*'); });</script></body>"""
PHONE = """<!DOCTYPE html><body><script>addEventListener('message', told => {
  const out = document.createElement('pre'); out.id = 'found'; out.textContent = told.data; document.body.append(out); });
const frame = document.createElement('iframe'); frame.width = 375; frame.height = 800; frame.src = 'axed.html';
document.body.append(frame);</script></body>"""


@pytest.mark.chromium
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(served: tuple[str, list[str]], page: str, scheme: str, tmp_path: Path) -> None:
    chromium.require()
    axe = resources.files("axe_core_python") / "axe.min.js"
    (tmp_path / "axe.js").write_text(axe.read_text(encoding="utf-8"), encoding="utf-8")
    free = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page).replace("</body>", AXED)
    (tmp_path / "axed.html").write_text(free, encoding="utf-8")
    (tmp_path / "phone.html").write_text(PHONE, encoding="utf-8")
    address, _ = served
    done = chromium.run(
        tmp_path, f"--blink-settings=preferredColorScheme={ {'dark': 0, 'light': 1}[scheme] }",
        "--virtual-time-budget=60000", "--dump-dom", f"{address}/phone.html",
    )  # fmt: skip
    result = re.search(r'<pre id="found">(.*?)</pre>', done.stdout, re.S)
    assert result is not None, done.stderr[-2000:]
    found = json.loads(html.unescape(result[1]))
    assert found["checks"] > 20
    assert found["violations"] == []


@pytest.mark.chromium
def test_no_console_error_and_no_request(served: tuple[str, list[str]], tmp_path: Path) -> None:
    chromium.require()
    address, asked = served
    done = chromium.run(
        tmp_path, "--enable-logging=stderr", "--log-level=0", "--window-size=390,900",
        f"--screenshot={tmp_path / 'phone.png'}", f"{address}/page.html",
    )  # fmt: skip
    assert (tmp_path / "phone.png").stat().st_size > 10_000
    assert not [line for line in done.stderr.splitlines() if "CONSOLE" in line or "Content Security Policy" in line]
    assert set(asked) <= {"/page.html", "/favicon.ico"}


@pytest.mark.chromium
def test_it_prints(served: tuple[str, list[str]], tmp_path: Path) -> None:
    chromium.require()
    address, _ = served
    chromium.run(tmp_path, f"--print-to-pdf={tmp_path / 'page.pdf'}", f"{address}/page.html")
    assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF")
