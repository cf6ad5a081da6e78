"""Mutation testing of rules and fees: the package is changed in one place at a time, and tests that come by that place run.

A mutant that no test notices is a survivor: either the tests have a hole there, or the change means nothing.

Cheap enough for a busy machine: pytest collects once; one traced run, of which a file is kept, finds which tests come by which lines; then every mutant is a fork in which the
code of one function is exchanged and those tests run, until one fails: those of a file that is named after the module, then those of `FIRST`, those
of the module's folder, then the quickest. A fork has a limit of seconds of the processor.
What is run once at import (constants of modules, defaults of arguments) is not changed.

A survivor that means nothing stands in `tests/data/survivors.csv` with the reason, by its statement, so that it is not looked at
again; the score is that of the others.

    python tests/mutation.py [HOW MANY] [SEED] [PATH UNDER src/logicost …] [TEST under tests/ …]
"""

from __future__ import annotations

import ast
import builtins
import contextlib
import csv
import functools
import gc
import hashlib
import importlib
import json
import os
import random
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, groupby
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "logicost"
PLACES = ("rules", "fees")
TESTS = (  # the quick ones
    "tests/test_golden.py", "tests/test_official_examples.py", "tests/test_worked_examples.py", "tests/fees",
    "tests/rules", "tests/test_europe.py", "tests/test_europe_account.py", "tests/test_europe_stock.py", "tests/test_packing.py", "tests/test_strict.py",
    "tests/tables/test_editions.py", "tests/tables/test_malformed_cards.py", "tests/test_kinds_of_orders.py", "tests/test_edges_carriers.py", "tests/test_edges_storage_and_mcf.py", "tests/test_europe_edges_told.py", "tests/planning/test_stock.py",
)  # fmt: skip
# what comes by most lines, and what looks at the rules themselves
FIRST = (
    "tests/fees/test_laws_of_rules.py",
    "tests/fees/test_nothing_given.py",
    "tests/fees/test_everything_given.py",
    "tests/test_golden.py",
)
EXPLAINED = ROOT / "tests" / "data" / "survivors.csv"
REACH = ROOT / ".hypothesis" / "reach.json"  # is not kept by git
# seconds of traced tests that a mutant may cost beside those of its module and the first: the quickest that come by it. The tests
# of a mutant share what they build, and take about a third of that
BUDGET = 36
SECONDS = 60  # of the processor, over what a mutant's tests take without it
KEPT_BY = (
    "logicost.rules",
    "logicost.fees",
    "logicost.programs",
    "logicost.answers",
)  # modules with caches of what rules gave
Reach = tuple[dict[str, float], dict[str, list[int]]]  # of a function: seconds of each test, and by file the lines
_CACHED = functools._lru_cache_wrapper
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
    """The change of one node of a file: `place` is its number in a walk over the tree, `lines` those of its statement."""

    path: Path
    place: int
    lines: range
    told: str

    @property
    def statement(self) -> tuple[str, str, str]:
        """The file, the statement in one line and the change: what it is known by when lines are moved."""
        lines = self.path.read_text(encoding="utf-8").splitlines()[self.lines.start - 1 : self.lines.stop - 1]
        return str(self.path.relative_to(PACKAGE)), " ".join(map(str.strip, lines)), self.told.split(": ", 1)[1]

    def code(self) -> CodeType:
        tree = ast.parse(self.path.read_text(encoding="utf-8"))
        _change(next(node for number, node in enumerate(ast.walk(tree)) if number == self.place))
        return compile(tree, str(self.path), "exec")


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Every change within functions that this knows: operators, roundings, comparisons, whole numbers by one."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    lines = {id(node): inside for node, inside in _statements(tree.body, None)}
    times: Counter[tuple[range, str]] = Counter()
    for place, node in enumerate(ast.walk(tree)):
        if (inside := lines.get(id(node))) is not None and (told := _change(node)):
            times[inside, told] += 1
            which = (
                f" ({times[inside, told]})" if times[inside, told] > 1 else ""
            )  # the same change of a statement's other parts
            yield Mutant(path, place, inside, f"{path.relative_to(PACKAGE)}:{node.lineno}: {told}{which}")  # type: ignore[attr-defined]


def _statements(body: Iterable[ast.stmt], function: ast.stmt | None) -> Iterator[tuple[ast.AST, range]]:
    """Each node below a function with the lines of its statement; of one with statements below it, those of its head."""
    for statement in body:
        below = [each for name in ("body", "orelse", "finalbody") for each in getattr(statement, name, [])]
        below += [each for name in ("handlers", "cases") for part in getattr(statement, name, []) for each in part.body]
        if isinstance(statement, ast.FunctionDef):
            yield from _statements(below, statement)
            continue
        yield from _statements(below, function)
        if function is not None:
            last = min((each.lineno - 1 for each in below), default=statement.end_lineno or statement.lineno)
            inner = {id(node) for each in below for node in ast.walk(each)}
            if isinstance(statement, ast.AnnAssign):  # what is said of a local name is never run
                inner |= {id(node) for node in ast.walk(statement.annotation)}
            head = range(statement.lineno, max(last, statement.lineno) + 1)
            yield from ((node, head) for node in ast.walk(statement) if id(node) not in inner)


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


def exchange(path: Path, changed: CodeType) -> None:
    """Give every function of a file that is loaded the code of the same function in `changed`."""
    codes: dict[tuple[str, int, int], CodeType] = {}
    waiting = [changed]
    while waiting:
        code = waiting.pop()
        codes[_place(code)] = code
        waiting += [each for each in code.co_consts if isinstance(each, CodeType)]
    for function in gc.get_objects():
        if isinstance(function, FunctionType) and function.__code__.co_filename == str(path):
            function.__code__ = codes[_place(function.__code__)]


def _place(code: CodeType) -> tuple[str, int, int]:
    """What a function is known by: its name and line, and where several without a name may stand on a line, its column."""
    columns = [column for _, _, column, _ in code.co_positions() if column] if code.co_name == "<lambda>" else []
    return code.co_qualname, code.co_firstlineno, min(columns, default=0)


def forked(work: Callable[[], Any], seconds: float) -> Any:
    """What a function gives in a fork; None where it does not end within so many seconds of the processor."""
    with tempfile.NamedTemporaryFile("r+", encoding="utf-8") as file:
        child = os.fork()
        if child == 0:
            with contextlib.suppress(BaseException):
                resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
                nowhere = os.open(os.devnull, os.O_WRONLY)
                os.dup2(nowhere, 1)
                os.dup2(nowhere, 2)
                json.dump(work(), file)
                file.flush()
            os._exit(0)
        end = time.monotonic() + 20 * seconds
        while os.waitpid(child, os.WNOHANG) == (0, 0):
            if time.monotonic() > end:  # it waits for something: that takes no time of the processor
                os.kill(child, 9)
                os.waitpid(child, 0)
                break
            time.sleep(0.05)
        file.seek(0)
        text = file.read()
    return json.loads(text) if text else None


def marked(path: Path) -> CodeType:
    """The code of a file that notes, before each statement of its functions, that it came by there."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    bodies = {id(body): body for each in functions for node in ast.walk(each) for body in _bodies(node)}
    for body in bodies.values():
        notes = [ast.parse(f"__reached__.add(({str(path)!r}, {each.lineno}))").body[0] for each in body]
        for note, each in zip(notes, body, strict=True):
            for node in ast.walk(note):
                ast.copy_location(node, each)
        body[:] = [each for pair in zip(notes, body, strict=True) for each in pair]
    return compile(tree, str(path), "exec")


def _bodies(node: ast.AST) -> Iterator[list[ast.stmt]]:
    for name in ("body", "orelse", "finalbody"):
        if isinstance(body := getattr(node, name, None), list) and not isinstance(node, ast.ClassDef):
            yield body


def reach_of(items: list[pytest.Item]) -> dict[str, Reach]:
    """Which lines of the places each test comes by: those of a function together, as they build the same plans. What the tests of
    other functions left in caches is forgotten before."""
    reached: set[tuple[str, int]] = set()
    builtins.__reached__ = reached  # type: ignore[attr-defined]
    for path in files_of(PLACES):
        exchange(path, marked(path))
    found: dict[str, Reach] = {}
    caches: list[Any] = []
    loaded = 0
    for function, tests in groupby(items, function_of):
        if loaded != len(sys.modules):  # to look through all objects takes longer than most tests
            loaded = len(sys.modules)
            caches = [each for each in gc.get_objects() if isinstance(each, _CACHED)]
            modules = [str(each.__module__) for each in caches]
            caches = [each for each, of in zip(caches, modules, strict=True) if of.startswith(KEPT_BY) or "test_" in of]
        for cached in caches:
            cached.cache_clear()
        importlib.import_module("logicost.tables.shelf").open_shelf().kept.clear()
        reached.clear()
        seconds: dict[str, float] = {}
        for test in tests:
            start = time.process_time()
            run_one(test)
            seconds[test.nodeid] = time.process_time() - start
        lines: dict[str, list[int]] = {}
        for path, line in sorted(reached):
            lines.setdefault(str(Path(path).relative_to(PACKAGE)), []).append(line)
        found[function] = seconds, lines
    return found


def function_of(item: pytest.Item) -> str:
    return item.nodeid.partition("[")[0]


def files_of(places: Iterable[str]) -> list[Path]:
    """The files of some places of the package, each of them loaded."""
    given = [PACKAGE / place for place in places]
    paths = sorted(path for place in given for path in ([place] if place.is_file() else place.rglob("*.py")))
    for path in paths:
        name = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
        importlib.import_module(name.removesuffix(".__init__"))
    return paths


def reach_by_files(items: list[pytest.Item]) -> dict[str, Reach]:
    """The reach of all tests. What was traced before is taken from a file: a test's file is traced anew if it has changed,
    and all are if the code, the cards or what tests share has."""
    shared = _digest(
        path
        for place in ("src", "tests", "fee_tables")
        for path in (ROOT / place).rglob("*.*")
        if path.suffix in (".py", ".yaml", ".csv") and not path.name.startswith("test_") and path != EXPLAINED
    )
    states = {path: shared + _digest([path]) for path in {item.path for item in items}}
    known = json.loads(REACH.read_text(encoding="utf-8")) if REACH.exists() else {}
    changed = [item for item in items if function_of(item) not in known.get(states[item.path], {})]
    if changed:
        traced = forked(lambda: reach_of(changed), 3600)
        known = {state: dict(known.get(state, {})) for state in states.values()}
        for item in changed:
            known[states[item.path]][function_of(item)] = traced[function_of(item)]
        REACH.parent.mkdir(exist_ok=True)
        REACH.write_text(json.dumps(known), encoding="utf-8")
    return {function_of(item): known[states[item.path]][function_of(item)] for item in items}


def _digest(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def run_one(item: pytest.Item) -> None:
    item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)


class Mutation:
    """A plugin of pytest: in place of the tests, the mutants."""

    def __init__(self, chosen: list[Mutant]) -> None:
        self.chosen = chosen
        self.survivors: list[Mutant] = []
        self.unreached: list[Mutant] = []

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        gc.unfreeze()  # tests/conftest.py freezes what is loaded: then functions are not found
        reach = reach_by_files(session.items)
        spent = sum(second for seconds, _ in reach.values() for second in seconds.values())
        say(f"{len(session.items)} tests, {spent:.0f} s of the processor, traced")
        items = {item.nodeid: item for item in session.items}
        for number, mutant in enumerate(self.chosen, start=1):
            of_file = str(mutant.path.relative_to(PACKAGE))
            tests = [
                test
                for seconds, lines in reach.values()
                if not set(mutant.lines).isdisjoint(lines.get(of_file, ()))
                for test in seconds.items()
            ]
            near = f"tests/{mutant.path.relative_to(PACKAGE).parts[0]}/"
            tests.sort(
                key=lambda each: (
                    not is_named_after(mutant.path, each[0]),
                    not each[0].startswith(FIRST),
                    not each[0].startswith(near),
                    each[1],
                )
            )
            costs = accumulate(
                0 if name.startswith(FIRST) or is_named_after(mutant.path, name) else seconds for name, seconds in tests
            )
            tests = [test for test, cost in zip(tests, costs, strict=True) if cost < BUDGET]
            noticed = bool(tests) and self._notices(
                session, mutant, [items[name] for name, _ in tests], sum(seconds for _, seconds in tests)
            )
            if not noticed:
                (self.survivors if tests else self.unreached).append(mutant)
            how = "noticed " if noticed else "SURVIVED" if tests else "NOT MET "
            say(f"{number}/{len(self.chosen)} {how} {mutant.told} ({len(tests)} tests)")
        return True

    def _notices(self, session: pytest.Session, mutant: Mutant, tests: list[pytest.Item], seconds: float) -> bool:
        def fails() -> bool:
            exchange(mutant.path, mutant.code())
            for item in tests:
                run_one(item)
                if session.testsfailed:
                    return True
            return False

        answer = forked(fails, SECONDS + seconds)
        return answer is None or bool(answer)  # one that never ends would be noticed


def is_named_after(path: Path, test: str) -> bool:
    """Whether the file of a test bears a word of a module's name: it was written for it, and runs first and whatever it takes."""
    folder = "" if path.parent.name in (*PLACES, "columns") else path.parent.name
    words = {word.rstrip("s") for word in (*path.stem.split("_"), folder) if len(word) > 2 and word != "and"}
    return not words.isdisjoint(word.rstrip("s") for word in Path(test.partition("::")[0]).stem.split("_")[1:])


def say(text: str) -> None:
    os.write(2, f"{text}\n".encode())


def explained() -> dict[tuple[str, str, str], str]:
    """Changes that mean nothing, and why."""
    with EXPLAINED.open(encoding="utf-8", newline="") as stream:
        return {(row["file"], row["statement"], row["change"]): row["reason"] for row in csv.DictReader(stream)}


def main(arguments: list[str]) -> int:
    wanted = int(arguments[0]) if arguments else 20
    seed = int(arguments[1]) if len(arguments) > 1 else 1
    places = [each for each in arguments[2:] if not each.startswith("tests/")]
    tests = [each for each in arguments[2:] if each.startswith("tests/")]
    every = [mutant for path in files_of(places or PLACES) for mutant in mutants_of(path)]
    chosen = random.Random(seed).sample(every, min(wanted, len(every)))
    mutation = Mutation(chosen)
    os.chdir(ROOT)
    pytest.main(["-q", "-p", "no:cacheprovider", "--no-header", *(tests or TESTS)], plugins=[mutation])
    survivors, reasons = [*mutation.survivors, *mutation.unreached], explained()
    open_ones = [mutant for mutant in survivors if mutant.statement not in reasons]
    counted, noticed = len(chosen) - len(survivors) + len(open_ones), len(chosen) - len(survivors)
    say(
        f"{noticed} of {counted} changes were noticed ({100 * noticed / max(counted, 1):.0f} %), out of {len(every):,} that there are;"
        f" {len(chosen) - counted} more mean nothing:"
    )
    for mutant in survivors:
        if mutant not in open_ones:
            say(f"  {mutant.told}: {reasons[mutant.statement]}")
    say("not noticed:")
    for mutant in open_ones:
        say(f"  {mutant.told}")
    if not places and (gone := reasons.keys() - {mutant.statement for mutant in every}):
        say(f"reasons whose statement is no more: {', '.join(sorted(f'{file}: {text}' for file, text, _ in gone))}")
    return 1 if open_ones else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
