"""Mutation testing of rules and fees: a copy of the package is changed in one place, and the tests run against it.

A mutant that no test notices is a survivor: either the tests have a hole there, or the change means nothing.

    python tests/mutation.py [HOW MANY] [SEED] [PATH UNDER src/logicost …]
"""

from __future__ import annotations

import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PLACES = ("rules", "fees")
# ordered by how soon they notice; the first that fails ends a mutant
TESTS = ("tests/test_golden.py", "tests/test_official_examples.py", "tests/fees", "tests/test_edges.py", "tests/test_edges_carriers.py",
         "tests/test_edges_storage_and_mcf.py", "tests/rules", "tests/tables", "tests/test_properties.py")  # fmt: skip
SECONDS = 900  # for the tests of one mutant
_SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.And: ast.Or, ast.Or: ast.And, ast.Is: ast.IsNot,
    ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
_NAMES = {
    "HALF_UP": "UP",
    "UP": "DOWN",
    "DOWN": "UP",
    "maximum": "minimum",
    "minimum": "maximum",
    "every": "some",
    "some": "every",
    "TRUE": "FALSE",
    "FALSE": "TRUE",
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: the file's new text, and what it is."""

    path: Path
    text: str
    told: str


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Every change of a file that this knows: operators, roundings, comparisons, whole numbers by one."""
    source = path.read_text(encoding="utf-8")
    count = sum(1 for _ in ast.walk(ast.parse(source)))
    for place in range(count):
        tree = ast.parse(source)
        node = next(each for number, each in enumerate(ast.walk(tree)) if number == place)
        told = _change(node)
        if told:
            line = getattr(node, "lineno", 0)
            yield Mutant(path, ast.unparse(ast.fix_missing_locations(tree)), f"{path.name}:{line}: {told}")


def _change(node: ast.AST) -> str:
    """Change a node in its place and say how; nothing where there is nothing to change."""
    if isinstance(node, ast.BinOp | ast.BoolOp) and type(node.op) in _SWAPS:
        before = type(node.op).__name__
        node.op = _SWAPS[type(node.op)]()  # type: ignore[assignment]
        return f"{before} to {type(node.op).__name__}"
    if isinstance(node, ast.Compare) and type(node.ops[0]) in _SWAPS:
        before = type(node.ops[0]).__name__
        node.ops[0] = _SWAPS[type(node.ops[0])]()  # type: ignore[assignment]
        return f"{before} to {type(node.ops[0]).__name__}"
    if isinstance(node, ast.Constant) and type(node.value) is int:
        node.value += 1
        return f"{node.value - 1} to {node.value}"
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in _NAMES:
        before, node.id = node.id, _NAMES[node.id]
        return f"{before} to {node.id}"
    return ""


def is_noticed(mutant: Mutant, folder: Path) -> bool:
    """Whether a test fails against a copy of the package with that change."""
    copy = folder / "src"
    shutil.copytree(ROOT / "src", copy, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "fee_tables").symlink_to(ROOT / "fee_tables")
    changed = copy / mutant.path.relative_to(ROOT / "src")
    changed.write_text(mutant.text, encoding="utf-8")
    tests = [test for test in TESTS if (ROOT / test).exists()]
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests]
    environment = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return True  # it never ends: that would be noticed
    return done.returncode != 0


def main(arguments: list[str]) -> int:
    wanted = int(arguments[0]) if arguments else 20
    seed = int(arguments[1]) if len(arguments) > 1 else 1
    package = ROOT / "src" / "logicost"
    given = [package / name for name in arguments[2:]] or [package / name for name in PLACES]
    paths = sorted(path for place in given for path in ([place] if place.is_file() else place.rglob("*.py")))
    draw = random.Random(seed)
    every = [mutant for path in paths for mutant in mutants_of(path)]
    chosen = draw.sample(every, min(wanted, len(every)))
    survivors = []
    for number, mutant in enumerate(chosen, start=1):
        with tempfile.TemporaryDirectory() as folder:
            noticed = is_noticed(mutant, Path(folder))
        print(f"{number}/{len(chosen)} {'noticed ' if noticed else 'SURVIVED'} {mutant.told}", flush=True)
        survivors += [] if noticed else [mutant]
    score = 100 * (len(chosen) - len(survivors)) / max(len(chosen), 1)
    print(
        f"{len(chosen) - len(survivors)} of {len(chosen)} changes were noticed ({score:.0f} %), out of {len(every):,} that there are"
    )
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
