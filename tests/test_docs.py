"""The documentation says what the program does.

- every error code of the source has its section in docs/errors.md, and the other way round;
- every relative link leads to a file and, where it names one, to a heading;
- every card on file is reached from the page of its fee, and docs/sure tells what the cards say;
- every ``console`` block of the pages in `PAGES` is run, and shows what the program prints.

In a ``console`` block a line that begins with ``$ logicost`` is run in-process in a copy of the repository's examples, and
the lines up to the next ``$`` are its output, standard output and messages as they come. A line that holds nothing but
``…`` stands for any number of lines left out, and a ``…`` within a line for what is left out there: a page shows the lines
and figures that it is about, so that a new fee changes no page but its own and the list of fees. README and the story show
whole quotes, of days that lie before the cards of today, as no new card changes the past. Other commands (``$ scripts/demo``) are shown and not run, and so is a
command with a pipe. YAML blocks that begin with ``# my_tables/…`` are written to that file first.

After a change that is meant, ``scripts/update-docs`` rewrites the outputs that are shown in full.
"""

from __future__ import annotations

import ast
import contextlib
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import figures
import pytest
import sureness
from modules import MODULES, nodes_of

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "logicost"
DOCS = ROOT / "docs"
WIDTH = "100"
LEFT_OUT = "…"

PAGES = (
    "README.md",
    "docs/tutorial.md",
    "docs/quoting.md",
    "docs/comparing.md",
    "docs/explaining.md",
    "docs/fee-tables.md",
    "docs/zone-mix.md",
    "docs/planning.md",
    "docs/template.md",
    "docs/defaults.md",
    "docs/reports.md",
    "docs/price.md",
    "docs/pack.md",
    "docs/sweep.md",
    "docs/story.md",
    "docs/arithmetic.md",
    "docs/europe.md",
    "docs/tax.md",
    *(
        f"docs/fees/{name}.md"
        for name in (
            "size_tiers",
            "fba_fulfillment",
            "pan_european_oversize",
            "fuel_surcharge",
            "sipp_discount",
            "bulky_packaging",
            "overmax_handling",
            "low_inventory_level",
            "grade_and_resell",
            "new_selection",
            "referral",
            "closing",
            "storage",
            "mcf_fulfillment",
            "carrier_postage",
        )
    ),
)

# Error codes

ERRORS = {"LogicostError", "InputError", "RefusedError", "CatalogError", "TableError"}


def _code_nodes(node: ast.AST) -> list[ast.expr]:
    """Where an error's code stands in a call, or as the default of a parameter called ``code``."""
    if isinstance(node, ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        place = 0 if name in ERRORS else {"fail": 1, "refuse": 3, "refuses": 2, "Refusal": 1}.get(name)
        return node.args[place : place + 1] if place is not None else []
    if isinstance(node, ast.FunctionDef):
        given = node.args.args[len(node.args.args) - len(node.args.defaults) :]
        return [
            default for parameter, default in zip(given, node.args.defaults, strict=True) if parameter.arg == "code"
        ]
    return []


@cache
def codes_in_source() -> set[str]:
    return {
        code.value
        for path in MODULES
        for node in nodes_of(path)
        for code in _code_nodes(node)
        if isinstance(code, ast.Constant) and isinstance(code.value, str)
    }


def codes_documented() -> list[str]:
    return re.findall(r"^## ([a-z][a-z0-9_]*)$", (DOCS / "errors.md").read_text(encoding="utf-8"), re.MULTILINE)


def test_every_code_is_documented() -> None:
    missing = sorted(codes_in_source() - set(codes_documented()))
    assert not missing, f"give these codes a section in docs/errors.md: {', '.join(missing)}"


def test_every_documented_code_exists() -> None:
    gone = sorted(set(codes_documented()) - codes_in_source())
    assert not gone, f"no code of src raises these; take them out of docs/errors.md: {', '.join(gone)}"


def test_codes_are_in_order() -> None:
    codes = codes_documented()
    assert codes == sorted(set(codes)), "keep docs/errors.md alphabetical, each code once"


# Links


def _pages() -> list[Path]:
    own = [ROOT / name for name in ("README.md", "CHANGELOG.md", "fee_tables/README.md")]
    return [*own, *sorted(DOCS.rglob("*.md"))]


@cache
def _prose(page: Path) -> str:
    return re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)


@cache
def _anchors(page: Path) -> set[str]:
    """The headings as GitHub and MyST name them."""
    titles = re.findall(r"^#{1,6} (.+)$", _prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.strip().lower()).replace(" ", "-") for title in titles}


def _broken_links(page: Path) -> Iterator[str]:
    for target in re.findall(r"\]\(([^)\s]+)\)", _prose(page)):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        if not there.exists() or (anchor and there.suffix == ".md" and anchor not in _anchors(there)):
            yield target


@pytest.mark.parametrize("page", _pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_links(page: Path) -> None:
    assert not list(_broken_links(page))


def test_pages_are_in_plain_text() -> None:
    """No tabs and no trailing blanks, so that the pages and their outputs compare line by line."""
    bad = [
        f"{page.relative_to(ROOT)}:{number}"
        for page in _pages()
        for number, line in enumerate(page.read_text(encoding="utf-8").split("\n"), start=1)
        if line != line.rstrip()
    ]
    assert not bad


# How sure are we


@pytest.mark.parametrize("market", figures.markets())
def test_how_sure_we_are_is_as_the_cards_say(market: str) -> None:
    page = sureness.FOLDER / f"{market}.md"
    assert page.read_text(encoding="utf-8") == sureness.page(market), "scripts/update-figures rewrites docs/sure"


def test_every_card_is_reached_from_the_page_of_its_fee() -> None:
    linked = {
        table
        for page in sorted((DOCS / "fees").glob("*.md"))
        for table in re.findall(r"\]\(\.\./sure/us\.md#(\w+)\)", page.read_text(encoding="utf-8"))
    }
    tables = {path.parent.name for path in figures.card_files("us").values()}
    assert tables == linked, "link the section of docs/sure/us.md under 'Cards and sources' of the fee's page"


@pytest.mark.parametrize("page", sorted((DOCS / "fees").glob("*.md")), ids=lambda page: page.stem)
def test_every_page_of_a_fee_leads_to_its_cards(page: Path) -> None:
    assert "\n## Cards and sources\n" in page.read_text(encoding="utf-8")


# The list of fees


def fees_table() -> str:
    """The table of all lines, for docs/fees.md."""
    from logicost.fees import FEES

    rows = ["| line | stage | what it is |", "|---|---|---|"]
    for fee in FEES.values():
        name = f"`{fee.slug}`"
        rows.append(
            f"| {f'[{name}](fees/{fee.slug}.md)' if (DOCS / 'fees' / f'{fee.slug}.md').exists() else name} | {fee.stage} | {fee.title} |"
        )
    return "\n".join(rows) + "\n"


def test_page_lists_every_fee() -> None:
    page = (DOCS / "fees.md").read_text(encoding="utf-8")
    assert page.endswith("\n\n" + fees_table()), "scripts/update-docs rewrites the table of docs/fees.md"


def rewrite_fees_table() -> None:
    page = DOCS / "fees.md"
    page.write_text(page.read_text(encoding="utf-8").partition("| line |")[0] + fees_table(), encoding="utf-8")


# Console blocks


@dataclass(frozen=True)
class Shown:
    """A command of a page and the lines shown below it; `start` and `end` are their place in the page's lines."""

    command: str
    output: tuple[str, ...]
    start: int
    end: int

    @property
    def arguments(self) -> list[str]:
        return shlex.split(self.command)[1:]

    @property
    def is_run(self) -> bool:
        return self.command.startswith("logicost ") and not {"|", ">", "<"} & set(shlex.split(self.command))

    @property
    def is_whole(self) -> bool:
        return not any(LEFT_OUT in line for line in self.output)


def commands(page: Path) -> list[Shown]:
    """Every command of the page's console blocks; a trailing backslash continues a command on the next line."""
    lines = page.read_text(encoding="utf-8").split("\n")
    found: list[Shown] = []
    inside = False
    number = 0
    while number < len(lines):
        line = lines[number]
        number += 1
        if not inside:
            inside = line == "```console"
        elif line == "```":
            inside = False
        elif line.startswith("$ "):
            command = line.removeprefix("$ ")
            while command.endswith("\\"):
                command = command.removesuffix("\\").rstrip() + " " + lines[number].strip()
                number += 1
            start = number
            while lines[number] != "```" and not lines[number].startswith("$ "):
                number += 1
            found.append(Shown(command, tuple(lines[start:number]), start, number))
    return found


def write_files(page: Path, folder: Path) -> None:
    """The files that the page's commands need: the examples, and its YAML blocks that name a file."""
    shutil.copytree(ROOT / "examples", folder / "examples", dirs_exist_ok=True)
    for name, body in re.findall(
        r"^```yaml\n# (my_tables/\S+)\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    ):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(body, encoding="utf-8")


def run(arguments: list[str]) -> list[str]:
    """What the command prints, without blanks at the ends of lines."""
    from logicost.cli.main import run as run_command

    stream = io.StringIO()
    with contextlib.redirect_stdout(stream), contextlib.redirect_stderr(stream):
        run_command(arguments)
    return [line.rstrip() for line in stream.getvalue().rstrip("\n").split("\n")] if stream.getvalue() else []


def agrees(shown: tuple[str, ...], printed: list[str]) -> bool:
    """Whether the printed lines are the shown ones, where a line of `LEFT_OUT` stands for any number of lines, and within a
    line for any text. What is left out may decide how wide a table's columns are, so that then several blanks count as
    one."""
    if any(LEFT_OUT in line for line in shown):
        shown, printed = tuple(map(_narrowed, shown)), list(map(_narrowed, printed))
    pattern = "".join(
        r"(?:[^\n]*\n)*?" if line == LEFT_OUT else r"[^\n]*?".join(map(re.escape, line.split(LEFT_OUT))) + "\n"
        for line in shown
    )
    return re.fullmatch(pattern, "".join(line + "\n" for line in printed)) is not None


def _narrowed(line: str) -> str:
    return re.sub(" +", " ", line)


@contextlib.contextmanager
def _room(page: Path) -> Iterator[None]:
    """A folder in which the page's commands run, at the width and without the colours that the pages show."""
    before = dict(os.environ)
    with tempfile.TemporaryDirectory() as folder:
        write_files(page, Path(folder))
        os.environ.update({"COLUMNS": WIDTH, "NO_COLOR": "1", "TERM": "dumb"})
        os.environ.pop("LOGICOST_FEE_TABLES", None)
        with contextlib.chdir(folder):
            try:
                yield
            finally:
                os.environ.clear()
                os.environ.update(before)


@pytest.mark.parametrize("name", PAGES)
def test_console_blocks(name: str) -> None:
    page = ROOT / name
    with _room(page):
        for shown in commands(page):
            if shown.is_run:
                printed = run(shown.arguments)
                assert agrees(shown.output, printed), (
                    f"{name}:{shown.start}: `{shown.command}` now prints\n" + "\n".join(printed)
                )


@pytest.mark.parametrize("name", ["README.md", "docs/tutorial.md"])
def test_pages_show_commands(name: str) -> None:
    """A page whose blocks are written differently would pass unseen."""
    assert sum(shown.is_run for shown in commands(ROOT / name)) >= 2


def test_own_tables_of_the_pages_are_sound() -> None:
    page = DOCS / "fee-tables.md"
    with _room(page):
        assert len(list(Path("my_tables").rglob("*.yaml"))) >= 2
        assert run(["tables", "check", "my_tables"])[-1].endswith("files are sound")


@pytest.mark.parametrize(
    ("shown", "printed", "same"),
    [
        (("a", "b"), ["a", "b"], True),
        (("a",), ["a", "b"], False),
        (("a", LEFT_OUT), ["a", "b", "c"], True),
        ((LEFT_OUT, "c"), ["a", "b", "c"], True),
        (("a", LEFT_OUT, "c"), ["a", "c"], True),
        (("a", LEFT_OUT, "d"), ["a", "c"], False),
        (("cost  … exact",), ["cost  $7.91  exact"], True),
        (("cost  … exact",), ["cost  $7.91  estimate"], False),
        (("cost …", "profit"), ["cost", "of", "profit"], False),
        ((), [], True),
        ((), ["a"], False),
    ],
)
def test_agreement(shown: tuple[str, ...], printed: list[str], same: bool) -> None:
    assert agrees(shown, printed) is same


# Python blocks

PYTHON_PAGES = (
    "README.md",
    "docs/price.md",
    "docs/pack.md",
    "docs/sweep.md",
    "docs/quoting.md",
    "docs/comparing.md",
    "docs/explaining.md",
    "docs/tutorial.md",
)


def _with_values(block: str) -> tuple[str, list[str]]:
    """The block, with a line added that prints each ``expression   # value``, and those values. Values that hold
    `LEFT_OUT`, and comments that are no values, are passed over."""
    program, values = [block], []
    for line in block.splitlines():
        match = re.fullmatch(r"(\S.*?)\s+# (['\"\[\d].*|Decimal\(.*|True|False|None)", line)
        if match and LEFT_OUT not in match[2]:
            program.append(f"print(repr({match[1]}))")
            values.append(match[2])
    return "\n".join(program), values


@pytest.mark.parametrize("name", PYTHON_PAGES)
def test_python_blocks(name: str) -> None:
    """Every block runs on its own, prints what the ``text`` block after "prints" shows, and has the values behind ``#``."""
    text = (ROOT / name).read_text(encoding="utf-8")
    blocks = re.findall(
        r"^```python\n(.*?)^```(?:\n\nprints\n\n```text\n(.*?)^```)?", text, flags=re.MULTILINE | re.DOTALL
    )
    assert blocks
    for block, printed in blocks:
        program, values = _with_values(block)
        done = subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(SOURCE.parent), "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stderr
        lines = done.stdout.splitlines()
        assert lines[len(lines) - len(values) :] == values
        assert not printed or lines[: len(lines) - len(values)] == printed.splitlines()


def test_every_input_is_documented() -> None:
    from logicost.inputs.fields import FIELDS

    page = (DOCS / "quoting.md").read_text(encoding="utf-8")
    missing = [field.name for field in FIELDS if f"`{field.name}`" not in page]
    assert not missing, f"explain these inputs in docs/quoting.md: {', '.join(missing)}"


def rewrite(page: Path) -> int:
    """Put what the program prints now below each command whose output is shown in full; returns how many changed."""
    lines = page.read_text(encoding="utf-8").split("\n")
    changed = 0
    with _room(page):
        answers = [(shown, run(shown.arguments)) for shown in commands(page) if shown.is_run]
    for shown, printed in reversed(answers):
        if shown.is_whole and not agrees(shown.output, printed):
            lines[shown.start : shown.end] = printed
            changed += 1
    page.write_text("\n".join(lines), encoding="utf-8")
    return changed


if __name__ == "__main__":
    sys.path.insert(0, str(SOURCE.parent))
    rewrite_fees_table()
    for changed_page in PAGES:
        if (ROOT / changed_page).exists() and (count := rewrite(ROOT / changed_page)):
            sys.stdout.write(f"{changed_page}: {count} outputs rewritten\n")
