"""The report: what it says, that nothing in it runs or loads, and how it looks in a real browser."""

from __future__ import annotations

import html
import http.server
import json
import re
import threading
from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from html.parser import HTMLParser
from pathlib import Path

import pytest

from logicost.answers.compare import compare_row
from logicost.answers.comparison import Comparison
from logicost.answers.engine import Engine
from logicost.answers.quote import error_quote
from logicost.answers.request import Request
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
    assert f"{len(amazon.moving)} of 5 products leave more than by fba" in page
    assert "no Prime badge" in page
    assert f"<h1>{html.escape(report.headline)}</h1>" in page
    assert re.fullmatch(
        r"Amazon orders: .* for \d products?.*; orders of your own shop: .* for \d products?.*", report.headline
    )
    for kind in report.kinds:
        assert sum(target.products for target in kind.targets) == len(kind.moving)
        assert [entry.sku for entry in kind.unknown] == ["bad"]
        assert len(kind.moving) + len(kind.staying) + len(kind.unknown) == len(kind.entries)


def test_every_amount_of_a_product_stands_in_the_page(page: str) -> None:
    text = html.unescape(re.sub(r"<[^>]+>", " ", page))
    for quote in catalog()[0].quotes:
        for line in quote.lines:
            assert line.why in text
            assert line.amount is None or f"{line.amount:,f}" in text


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
