"""The modules of the program as the tests of the house read them: parsed once, walked once."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import logicost

PACKAGE = Path(logicost.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
HOMES: dict[str, str] = logicost._HOMES  # public name to its module: `from logicost import quote` is an import of that


def name_of(path: Path) -> str:
    """``fees.cards``; nothing of the package itself."""
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix("__init__").rstrip(".")


NAMES = frozenset(map(name_of, MODULES))


@cache
def nodes_of(path: Path) -> list[ast.AST]:
    """Every node of a module, itself first."""
    return list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


@cache
def imports(path: Path) -> list[tuple[str, int]]:
    """The logicost modules that a file imports, in functions and for types too, with the line."""
    name = name_of(path)
    if name == "fees":  # the registry imports whatever stands in its folder
        return [*imports_in(nodes_of(path), name), *((each, 1) for each in NAMES if each.startswith("fees."))]
    return list(imports_in(nodes_of(path), name))


def imports_in(nodes: list[ast.AST], name: str) -> Iterator[tuple[str, int]]:
    """Of the nodes of a module of that name.

    A public name of the package counts as an import of its home, and ``logicost.x`` in a string as one of `x`.
    """
    packages = {"logicost"}
    for node in nodes:
        if isinstance(node, ast.Import):
            packages |= {alias.asname for alias in node.names if alias.name == "logicost" and alias.asname}
    for node in nodes:
        match node:
            case ast.Import(names):
                for alias in names:
                    yield from _modules(alias.name, [], node.lineno)
            case ast.ImportFrom(module, names, level):
                above = ["logicost", *name.split(".")][: -level or None] if level else []
                full = ".".join([*above, *([module] if module else [])])
                yield from _modules(full, [alias.name for alias in names], node.lineno)
            case ast.Attribute(ast.Name(package), public) if package in packages and public in HOMES:
                yield HOMES[public], node.lineno
            case ast.Constant(str(text)) if text.startswith("logicost.") and (
                named := text.partition(".")[2]
            ) in NAMES - {""}:
                yield named, node.lineno


def _modules(full: str, taken: list[str], line: int) -> Iterator[tuple[str, int]]:
    if full.split(".")[0] != "logicost":
        return
    inner = full.removeprefix("logicost").removeprefix(".")
    below = {each: f"{inner}.{each}".removeprefix(".") for each in taken}
    for each, module in below.items():  # from logicost.programs import fba
        if module in NAMES:
            yield module, line
        elif not inner and each in HOMES:
            yield HOMES[each], line
    if inner and (not taken or any(module not in NAMES for module in below.values())):
        yield inner, line
