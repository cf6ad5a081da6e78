"""The rules of the house. Each message says what to do instead."""

from __future__ import annotations

import ast
import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

import logicost

PACKAGE = Path(logicost.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))

# Imports point one way, to layers of the same or a lower number. The longest name that fits a module decides.
LAYERS = {
    "": 0, "inputs": 0, "tables": 1, "rules": 2, "inputs.scalar": 2, "inputs.columns": 2, "inputs.product": 2, "fees": 3, "programs": 4,
    "answers": 5, "planning": 6, "catalog": 7, "decide": 7, "export": 7, "cli": 8, "__main__": 8,
}  # fmt: skip


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def layer(module: str) -> int | None:
    """Of ``fees.cards``; None for the package itself. Modules at the top are the nouns."""
    if not module:
        return None
    parts = module.split(".")
    return next(
        LAYERS[".".join(parts[:length])] for length in range(len(parts), -1, -1) if ".".join(parts[:length]) in LAYERS
    )


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix("__init__").rstrip(".")


DOOR = ("answers.shown", "export.show")  # the one way up: results print themselves


NAMES = frozenset(map(name_of, MODULES))


@cache
def imports(path: Path) -> list[tuple[str, int]]:
    """The logicost modules that a file imports, in functions too, with the line; not those for types only."""
    tree = tree_of(path)
    types_only: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            types_only |= {id(each) for each in ast.walk(node)}
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom | ast.Import) and id(node) not in types_only:
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
            for name in names:
                if name.split(".")[0] != "logicost":
                    continue
                inner = name.removeprefix("logicost").removeprefix(".")
                taken = [alias.name for alias in node.names] if isinstance(node, ast.ImportFrom) else []
                below = [f"{inner}.{each}".removeprefix(".") for each in taken]
                modules = [each for each in below if each in NAMES]  # from logicost.programs import fba
                found += [(each, node.lineno) for each in modules]
                if inner and (not taken or len(modules) < len(taken)):
                    found.append((inner, node.lineno))
    return [(module, line) for module, line in found if (name_of(path), module) != DOOR]


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_point_one_way(path: Path) -> None:
    own = layer(name_of(path))
    if own is None:
        return
    for module, line in imports(path):
        other = layer(module)
        assert other is None or other <= own, (
            f"{path}:{line} imports {module}, which is of a later layer: nouns <- tables <- rules <- fees <- programs "
            "<- answers <- planning <- catalog, export <- cli. Move what is shared down, or pass it in."
        )


def test_no_circles() -> None:
    """Late imports count: what imports each other, however late, is one thing in two files."""
    graph = {name_of(path): {module for module, _ in imports(path) if module in NAMES} for path in MODULES}
    done: set[str] = set()

    def visit(name: str, way: tuple[str, ...]) -> None:
        circle = " -> ".join((*way[way.index(name) :], name)) if name in way else ""
        assert not circle, f"{circle}: move what both need into a module of its own below them"
        if name not in done:
            for module in sorted(graph[name]):
                visit(module, (*way, name))
            done.add(name)

    for name in graph:
        visit(name, ())


@pytest.mark.parametrize(
    "path", [p for p in MODULES if name_of(p).split(".")[0] in ("rules", "fees", "tables")], ids=name_of
)
def test_no_float_decides_a_cent(path: Path) -> None:
    tree = tree_of(path)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            pytest.fail(
                f"{path}:{node.lineno} has the float {node.value}: write it as whole grains, Decimal or Fraction"
            )
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float":
            pytest.fail(f"{path}:{node.lineno} calls float(): use Decimal or Fraction")
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) and name_of(path).startswith("fees"):
            text = ast.get_source_segment(path.read_text(encoding="utf-8"), node) or ""
            whole = re.fullmatch(r"\d+ / \d+", text)
            assert not whole, f"{path}:{node.lineno} divides {text} into a float: use Fraction or divided_by"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_modules_are_short(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= 400, f"{path} has {lines} lines: split it by concept, one concept a file"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_modules_and_public_classes_say_what_they_are(path: Path) -> None:
    tree = tree_of(path)
    assert ast.get_docstring(tree), f"{path} has no docstring: say in a sentence what the module is for"
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_") and path.parent == PACKAGE:
            assert ast.get_docstring(node), f"{path}:{node.lineno}: give {node.name} a docstring, it is public"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_numbers_of_cards_in_code(path: Path) -> None:
    """Rates and fees live in fee_tables/, never in Python."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        code = line.split("#")[0]
        assert not re.search(r"\b(?:\w+_)?(?:rate|fee|surcharge|amount)s? = Decimal\(", code), (
            f"{path}:{number}: put the figure into a file of fee_tables/ with its source"
        )


def test_star_imports_do_not_occur() -> None:
    for path in MODULES:
        assert " import *" not in path.read_text(encoding="utf-8"), f"{path}: import names one by one"


CODE_CALL = re.compile(r'(?:InputError|RefusedError|CatalogError|TableError)\(\s*"([a-z_0-9]+)"')


def test_error_codes_are_stable_words() -> None:
    codes = {code for path in MODULES for code in CODE_CALL.findall(path.read_text(encoding="utf-8"))}
    assert len(codes) > 30
    for code in codes:
        assert re.fullmatch(r"[a-z]+(_[a-z0-9]+)*", code), f"{code}: an error's code is words joined by underscores"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_nothing_is_echoed_past_the_door(path: Path) -> None:
    if name_of(path) == "cli.main":  # the last word of a command that failed, and its version
        return
    text = path.read_text(encoding="utf-8")
    assert "typer.echo(" not in text, f"{path}: say it by logicost.cli.echo, which lets no control character through"


WORDS_OF_CARDS = {  # where a name of a card is an example, a list of one channel's, or a text
    "inputs/channel_categories.py", "export/template.py", "cli/options.py", "fees/graduated.py", "inputs/fields.py",
    "inputs/categories.py", "fees/referral.py",
}  # fmt: skip


def test_no_names_of_tiers_categories_and_carriers_in_code() -> None:
    """A market is a folder: code knows structures, and finds names in the vocabularies of the cards."""
    from logicost.fees.vocabularies import category_book, tier_names
    from logicost.tables.shelf import open_shelf

    shelf = open_shelf()
    names: set[str] = set()
    firms: set[str] = set()
    for market in shelf.markets.by_code.values():
        slugs = {slug for slug, _ in market.carriers}
        names |= slugs
        firms |= {slug.partition("_")[0] for slug in slugs} | {prefix for _, prefix in market.surcharges_of}
        if shelf.has_cards(market):
            names |= {*tier_names(shelf, market), *category_book(shelf, market).slugs}
    names -= {name for name in names if "_" not in name}  # books, media, watches are words
    firms -= {"amazon", "royal"}
    assert len(names) > 60
    assert firms >= {"usps", "ups", "fedex", "dhl", "parcelforce"}
    for path in MODULES:
        if path.relative_to(PACKAGE).as_posix() in WORDS_OF_CARDS:
            continue
        tree = tree_of(path)
        docs = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
                words = set(re.findall(r"[a-z0-9_]+", node.value))
                found = (words & names) | {word for word in words if firms & set(word.split("_"))}
                assert not found, (
                    f"{path}:{node.lineno} names {', '.join(found)}: ask the card or the market's vocabulary"
                )


def test_words_of_inputs_are_those_of_the_cards() -> None:
    """The choices that the interface names are those that cards know: a new one on a card is a new word of the input."""
    from logicost.inputs.fields import FIELD
    from logicost.tables.shelf import open_shelf

    shelf = open_shelf()
    tables = {fee for _, fee in shelf.paths}

    def cards(start: str) -> list[dict[str, object]]:
        """The bodies of all cards of the tables whose names begin so."""
        found = [shelf.editions(market, fee) for market, fee in shelf.paths if fee.startswith(start)]
        return [edition.body().mapping() for editions in found for edition in editions if edition.has_figures]

    def keys(start: str, key: str) -> set[str]:
        return {word for card in cards(start) if key in card for word in card[key]}  # type: ignore[attr-defined]

    channels = {fee.removeprefix("channel_") for fee in tables if fee.startswith("channel_")}
    assert set(FIELD["channel"].words) == channels | {"amazon", "direct"}
    assert set(FIELD["payment"].words) == keys("payment_", "rates")
    assert set(FIELD["shopify_plan"].words) == keys("channel_shopify", "plans")
    assert set(FIELD["selling_plan"].words) == keys("selling_plan", "rates")
    assert set(FIELD["seller_country"].words) >= keys("digital_services", "rates") - {"others"}
    assert set(FIELD["awd_region"].words) == keys("awd_storage", "rates") - {"any_region"}
    by_category = {
        category
        for card in cards("channel_")
        if isinstance(card.get("default"), str)
        for table in card["rates"].values()  # type: ignore[attr-defined]
        if len(table) > 1
        for category in table
    }
    assert set(FIELD["channel_category"].words) == by_category


def test_the_build_is_pinned() -> None:
    root = Path(__file__).parent.parent
    for path in (root / "pyproject.toml", root / "cards" / "pyproject.toml"):
        for each in tomllib.loads(path.read_text(encoding="utf-8"))["build-system"]["requires"]:
            assert re.fullmatch(r"[A-Za-z]+==[0-9.]+", each), f"{path}: name the very version that builds: {each}"
