"""The modules of the program as the tests of the house read them: parsed once, walked once."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import logicost

PACKAGE = Path(logicost.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))


@cache
def nodes_of(path: Path) -> list[ast.AST]:
    """Every node of a module, itself first."""
    return list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
