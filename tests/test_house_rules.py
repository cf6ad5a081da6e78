"""The rules of the house. Each message says what to do instead."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from modules import MODULES, NAMES, PACKAGE, imports, imports_in, name_of, nodes_of

# Imports point one way, to layers of the same or a lower number. The longest name that fits a module decides.
LAYERS = {
    "": 0, "inputs": 0, "tables": 1, "rules": 2, "inputs.scalar": 2, "inputs.columns": 2, "inputs.product": 2, "fees": 3, "programs": 4,
    "answers": 5, "planning": 6, "catalog": 7, "decide": 7, "export": 8, "cli": 9, "__main__": 9,
}  # fmt: skip


def layer(module: str) -> int | None:
    """Of ``fees.cards``; None for the package itself. Modules at the top are the nouns."""
    if not module:
        return None
    parts = module.split(".")
    return next(
        LAYERS[".".join(parts[:length])] for length in range(len(parts), -1, -1) if ".".join(parts[:length]) in LAYERS
    )


DOOR = ("answers.shown", "export.show")  # the one way up: results print themselves


def in_house(path: Path) -> list[tuple[str, int]]:
    """What a file imports of the program, but for the one door."""
    return [(module, line) for module, line in imports(path) if (name_of(path), module) != DOOR]


def for_each(paths: list[Path]) -> Callable[[Callable[[Path], None]], Callable[[], None]]:
    """One test for all of those files, whose message says which: a test a file costs more than the rule."""

    def one(rule: Callable[[Path], None]) -> Callable[[], None]:
        def test() -> None:
            for path in paths:
                rule(path)

        return test

    return one


@for_each(MODULES)
def test_imports_point_one_way(path: Path) -> None:
    own = layer(name_of(path))
    if own is None:
        return
    for module, line in in_house(path):
        other = layer(module)
        assert other is None or other <= own, (
            f"{path}:{line} imports {module}, which is of a later layer: nouns <- tables <- rules <- fees <- programs "
            "<- answers <- planning <- catalog, decide <- export <- cli. Move what is shared down, or pass it in."
        )


def test_no_circles() -> None:
    """What imports each other, however late or for types alone, is one thing in two files."""
    graph = {name_of(path): {module for module, _ in in_house(path) if module in NAMES} for path in MODULES}
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
    "source",
    [
        "from logicost.answers.quote import quote",
        "def late():\n    from logicost.answers import quote",
        "def late():\n    import logicost.answers.quote as q",
        "from ..answers import quote",
        "from ..answers.quote import quote",
        "from logicost import quote",
        "import logicost as lc\ndef late():\n    return lc.quote",
        "if TYPE_CHECKING:\n    import logicost.answers.quote",
        "def late():\n    return sys.modules['logicost.answers.quote']",
        "importlib.import_module('logicost.answers.quote')",
    ],
)
def test_whatever_imports_is_seen(source: str) -> None:
    nodes = list(ast.walk(ast.parse(source)))
    assert ("answers.quote", source.count("\n") + 1) in list(imports_in(nodes, "tables.edition"))


def test_what_imports_nothing() -> None:
    source = "from logicost import __version__\nx, y = 'quote', 'logicost.quotes'"
    assert list(imports_in(list(ast.walk(ast.parse(source))), "tables.edition")) == []


BY_NAME = {  # who may import what is not written out, and why
    "": "public names when they are first used", "fees": "every fee in the folder", "tables.shelf": "the wheel of cards, if there is one",
}  # fmt: skip


LOADERS = {"import_module", "find_spec", "resolve_name", "run_module", "__import__"}


@for_each([path for path in MODULES if name_of(path) not in BY_NAME])
def test_imports_are_written_out(path: Path) -> None:
    for node in nodes_of(path):
        match node:
            case ast.Name(word) if word in {*LOADERS, "exec", "eval"}:
                pytest.fail(f"{path}:{node.lineno}: {word}: write the import out, so that circles are seen")
            case ast.Attribute(_, word) if word in LOADERS:
                pytest.fail(f"{path}:{node.lineno}: {word}: write the import out, so that circles are seen")


@for_each([path for path in MODULES if name_of(path).split(".")[0] in ("rules", "fees", "tables")])
def test_no_float_decides_a_cent(path: Path) -> None:
    for node in nodes_of(path):
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


@for_each(MODULES)
def test_modules_are_short(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= 400, f"{path} has {lines} lines: split it by concept, one concept a file"


@for_each(MODULES)
def test_modules_and_public_classes_say_what_they_are(path: Path) -> None:
    tree = nodes_of(path)[0]
    assert isinstance(tree, ast.Module)
    assert ast.get_docstring(tree), f"{path} has no docstring: say in a sentence what the module is for"
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_") and path.parent == PACKAGE:
            assert ast.get_docstring(node), f"{path}:{node.lineno}: give {node.name} a docstring, it is public"


@for_each(MODULES)
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


@for_each(MODULES)
def test_nothing_is_echoed_past_the_door(path: Path) -> None:
    if name_of(path) == "cli.main":  # the last word of a command that failed, and its version
        return
    text = path.read_text(encoding="utf-8")
    assert "typer.echo(" not in text, f"{path}: say it by logicost.cli.echo, which lets no control character through"


GENERATED = {"inputs/words_on_file.py", "inputs/options.py"}  # out of market files and cards, for help and editors
OF_CARDS = {  # file to the names in it that stand on cards, too
    "export/template.py": {
        "home_and_kitchen",
        "clothing_and_accessories",
    },  # of its example rows, where the market has them
    "cli/options.py": {"ups_ground", "ups"},  # examples, in help and in messages
    "cli/hybrid.py": {"shopify"},
    "planning/hybrid.py": {"shopify"},
    "inputs/fields.py": {"shopify", "ebay", "large_standard"},  # what such columns are for
    "export/workbook/month_block.py": {"large"},  # the formula
    "export/workbook/products_sheet.py": {"large"},
    "catalog/headings.yaml": {"shopify"},  # exports of other programs
    "fees/carriers/prime_card.py": {"oversize"},
    "fees/carriers/sfp_delivery_speed.py": {"oversize"},  # of SFP's own size classes: a card's structure
}
INTERFACE = {  # words of the interface itself, in every market: columns, and what stands for a category that is not given
    "ebay_store", "shopify_plan", "everything_else", "new_seller", "large_standard_minimum_side",
}  # fmt: skip
HOMONYMS = {  # names that are other words as well
    "in",  # inches
    "base", "plus",  # columns of a band
    "standard",  # a speed of MCF, a kind of delivery area, the size class that every market has
    "commercial",  # an address that is no home
    "us", "ca", "mx",  # before a dollar sign
}  # fmt: skip
OWN = {
    "amazon",
    "direct",
    "buy_with_prime",
    "none",
    "other",
}  # that rules know by what they are: market.py, vocabularies.py


def names_of_markets() -> tuple[set[str], set[str]]:
    """The words of market files and cards, and the firms in them."""
    from logicost.fees.vocabularies import selected_parcel_names, size_groups, tier_names, vocabulary
    from logicost.inputs.fields import FIELDS
    from logicost.tables.shelf import open_shelf

    shelf = open_shelf()
    names: set[str] = set()
    firms: set[str] = set()
    for market in shelf.markets.by_code.values():
        slugs = {slug for slug, _ in market.carriers}
        others = {*market.channels, *market.payments}
        names |= slugs | others
        firms |= {slug.partition("_")[0] for slug in slugs} | {prefix for _, prefix in market.surcharges_of} | others
        if shelf.has_cards(market):
            words = vocabulary(shelf, market)
            names |= {*tier_names(shelf, market), *size_groups(shelf, market), *selected_parcel_names(shelf, market)}
            names |= {word for each in FIELDS if each.of_market for word in words[each.name]} | {*words["category"]}
    return names - OWN, firms - OWN - {"royal"}


def texts_of(nodes: list[ast.AST]) -> Iterator[tuple[int, str, bool]]:
    """The strings and identifiers of a module, their lines, and whether it is a string; docstrings decide nothing."""
    docs = {
        id(node.body[0].value)
        for node in nodes
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in nodes:
        match node:
            case ast.Constant(str(text)) if id(node) not in docs:
                yield node.lineno, text, True
            case ast.Constant(bytes(data)):
                yield node.lineno, data.decode("latin-1"), True
            case ast.alias(name, asname):
                yield node.lineno, f"{name} {asname}", False
            case (
                ast.Name(word)
                | ast.Attribute(_, word)
                | ast.arg(word)
                | ast.keyword(str(word))
                | ast.FunctionDef(word)
                | ast.AsyncFunctionDef(word)
                | ast.ClassDef(word)
                | ast.MatchAs(_, str(word))
            ):
                yield node.lineno, word, False


@dataclass(frozen=True)
class NamesOfMarkets:
    """Names that are more than a word, those that are one, and firms: USPS of ``usps_ground_advantage``."""

    long: frozenset[str]
    short: frozenset[str]
    firms: frozenset[str]

    def within(self, text: str, whole: bool = True) -> set[str]:
        """The names in a text, in whatever case and with whatever between their words.

        Books, watches, base and us are words: they count where a `whole` text holds nothing else.
        """
        slug = "_".join(re.findall(r"[a-z0-9]+", re.sub("|".join(INTERFACE), "", text.lower()).replace("&", " and ")))
        words = set(slug.split("_"))
        found = {name for name in self.long if f"_{name}_" in f"_{slug}_"} | words & self.firms
        return found | (words if whole and words <= self.short else set())


@pytest.fixture(scope="module")
def of_markets() -> NamesOfMarkets:
    names, firms = names_of_markets()
    assert len(names) > 180
    assert firms >= {"usps", "ups", "fedex", "dhl", "parcelforce", "shopify", "ebay", "stripe", "paypal"}
    assert names >= {"west", "smart", "individual", "enterprise", "most_categories", "de", "small_standard"}
    assert names >= {"bubble_wrap", "optimized", "six_month", "extended", "retail"}
    long = frozenset(name for name in names if "_" in name)
    return NamesOfMarkets(long - INTERFACE, frozenset(names - long - HOMONYMS), frozenset(firms))


def test_no_names_of_a_market_in_code(of_markets: NamesOfMarkets) -> None:
    """A market is a folder: code knows structures, and finds names in the vocabularies of market files and cards."""
    help_text = "ask the card or the market's vocabulary"
    for path in MODULES:
        file = path.relative_to(PACKAGE).as_posix()
        for line, text, whole in texts_of(nodes_of(path)) if file not in GENERATED else ():
            found = of_markets.within(text, whole) - OF_CARDS.get(file, set())
            assert not found, f"{path}:{line} names {', '.join(found)}: {help_text}"
    others = [path for path in PACKAGE.rglob("*") if path.suffix in (".yaml", ".txt", ".j2", ".css", ".json", ".toml")]
    assert len(others) >= 4
    for path in others:
        for line, text in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            found = of_markets.within(text, whole=False) - OF_CARDS.get(path.relative_to(PACKAGE).as_posix(), set())
            assert not found, f"{path}:{line} names {', '.join(found)}: {help_text}"


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ('card = f"{x}/usps_ground_advantage"', "usps_ground_advantage"),
        ('rate = {"UPS Ground": 1}', "ups_ground"),
        ('def f(tier="large-standard"): ...', "large_standard"),
        ('say("is Home & Kitchen")', "home_and_kitchen"),
        ('plan["is_small_standard"]', "small_standard"),
        ('word = b"bubble_wrap"', "bubble_wrap"),
        ('"Books, Music".split()', "books"),
        ("table(fedex_ground=1)", "fedex_ground"),
        ("def usps(): ...", "usps"),
        ("card.large_standard", "large_standard"),
        ("match word:\n    case 'watches': ...", "watches"),
    ],
)
def test_whatever_names_a_market_s_own_is_seen(of_markets: NamesOfMarkets, source: str, name: str) -> None:
    texts = texts_of(list(ast.walk(ast.parse(source))))
    assert any(name in of_markets.within(text, whole) for _, text, whole in texts)


UNITS = re.compile(r"\b(lb|lbs|oz|ft|ft3|in3|inch|inches|foot|feet|pounds?|ounces?)\b")
OF_UNITS = {  # file to the units in it
    "rules/units.py": {"lb", "oz"},  # where units are told
    "fees/carriers/shared_cards.py": {"feet"},  # how a card may write it
}


@for_each(
    [path for path in MODULES if name_of(path).split(".")[0] in ("rules", "fees", "programs", "answers", "planning")]
)
def test_no_units_of_a_market_in_rules(path: Path) -> None:
    """Rules count grains; which unit a person reads is in the market's folder, and of the units themselves in the nouns."""
    file = path.relative_to(PACKAGE).as_posix()
    for line, text, whole in texts_of(nodes_of(path)):
        words = re.sub("(box_)?cubic_feet|mcf_part_pounds", "", text).replace(
            "_", " "
        )  # inputs and results, in every market
        found = set(UNITS.findall(words)) if whole else set()
        found -= OF_UNITS.get(file, set())
        assert not found, f"{path}:{line} names {', '.join(found)}: ask logicost.rules.units, or the market"


def test_words_for_help_are_those_on_file() -> None:
    """The words that help and editors list are those of market files and cards, and nothing is read by them."""
    from logicost.inputs.words_on_file import WORDS_ON_FILE
    from tests.typed_options import WORDS, words_source

    assert WORDS.read_text(encoding="utf-8") == words_source(), "run scripts/update-options"
    assert len(WORDS_ON_FILE) == 15
    readers = {name_of(path) for path in MODULES if "words_on_file" in path.read_text(encoding="utf-8")}
    assert readers - {"inputs.words_on_file"} == {"inputs.fields"}, "a market's own words are in its Vocabulary"
    helps = {name_of(path) for path in MODULES if re.search(r"\w\.examples\b", path.read_text(encoding="utf-8"))}
    assert helps <= {
        "inputs.fields", "cli.options", "answers.schemas", "catalog.decimals", "export.workbook.build", "export.template",
    }, "go by a market's Vocabulary: examples are those of all markets"  # fmt: skip


TO_TABLES = {  # which of the answers' modules go to market files and cards
    "answers.engine",  # the door of all others: plans and words
    "answers.trace",  # builds a plan again for a result that travelled
    "answers.listing", "answers.defaults_file",  # what there is to ask for, before anything is asked
}  # fmt: skip


@for_each([path for path in MODULES if name_of(path).startswith("answers.")])
def test_answers_do_not_go_back_to_the_tables(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    found = re.search(r"fees\.vocabularies|open_shelf|read_card\(|shelf\.(?:choose|editions)\(", text)
    assert name_of(path) in TO_TABLES or not found, (
        f"{path}: {found and found[0]}: ask the plan, or the Engine's vocabulary"
    )


def test_words_of_statuses_are_in_one_place() -> None:
    from logicost.tables.status import NOT_RANKED, WORDS, Status, worst

    assert worst(["exact", "projected", "override"]) == "projected"
    assert (worst([]), worst(WORDS)) == ("exact", "error")
    assert [Status.of(word) for word in WORDS] == list(Status)
    assert NOT_RANKED == ("unsourced", "error")
    text = re.compile(r"Status\.\w+\.word in|max\(\(?Status\.of|== \"unsourced\"")
    for path in MODULES:
        if name_of(path) != "tables.status":
            found = text.search(path.read_text(encoding="utf-8"))
            assert not found, f"{path}: {found and found[0]}: logicost.tables.status has the words and `worst`"


ASKS_FIRST = {  # what stands in for a step that a card or a fee may make, or not
    "fees.category_decides", "fees.charge", "fees.fuel_surcharge",
}  # fmt: skip


@for_each([path for path in MODULES if name_of(path) not in ASKS_FIRST])
def test_steps_are_made_when_they_are_asked_for(path: Path) -> None:
    found = re.search(r"if not plan\.has\(", path.read_text(encoding="utf-8"))
    assert not found, f"{path}: {found and found[0]}: define the step by @defines or @once and ask for it by its name"


def test_the_build_is_pinned() -> None:
    root = Path(__file__).parent.parent
    for path in (root / "pyproject.toml", root / "cards" / "pyproject.toml"):
        for each in tomllib.loads(path.read_text(encoding="utf-8"))["build-system"]["requires"]:
            assert re.fullmatch(r"[A-Za-z]+==[0-9.]+", each), f"{path}: name the very version that builds: {each}"


SHARED_RULE = {  # lines that one rule prices, each another cost of the seller's, or the same table
    "fees.seller_costs", "fees.removal", "fees.own_returns",
}  # fmt: skip


def test_a_fee_module_says_one_fee() -> None:
    """What several fees have in common, and cards that take their reading, stand apart from the fees that go by them."""
    fees = 0
    for path in (path for path in MODULES if name_of(path).startswith("fees.")):
        lines = path.read_text(encoding="utf-8").splitlines()
        registered = sum(each.startswith("@line(") for each in lines)
        fees += registered
        if registered and name_of(path) not in SHARED_RULE:
            assert registered == 1, f"{path} holds {registered} fees: one module each"
            assert len(lines) <= 80, f"{path} says more than its fee: move what others could use, or the card's reading"
    assert fees > 35


def test_test_files_have_names_of_their_own() -> None:
    """pytest imports them by their names alone, from whichever folder."""
    files = [path.name for path in Path(__file__).parent.rglob("test_*.py")]
    twice = sorted({name for name in files if files.count(name) > 1})
    assert not twice, f"rename one of each: {', '.join(twice)}"
