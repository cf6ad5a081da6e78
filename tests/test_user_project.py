"""A small project of a user's own, outside the package: it runs, and mypy and pyright check it as it stands."""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import logicost as lc

PROJECT = Path(__file__).parent / "user_project"
TYPED = ("app.py", "pool.py", "web.py")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(PROJECT, tmp_path_factory.mktemp("user") / "project"))


def run(project: Path, *command: str, expected: int = 0) -> str:
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert done.returncode == expected, done.stdout + done.stderr
    return done.stdout


def wrong_lines(project: Path) -> set[tuple[str, int]]:
    lines = (project / "wrong.py").read_text(encoding="utf-8").splitlines()
    return {("wrong.py", number) for number, line in enumerate(lines, start=1) if line.endswith("# wrong")}


def test_it_uses_every_public_name() -> None:
    tree = ast.parse((PROJECT / "app.py").read_text(encoding="utf-8"))
    used = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "lc"
    }
    assert {*lc.__all__} <= used


def test_it_runs(project: Path) -> None:
    assert run(project, sys.executable, "app.py").rstrip().endswith(lc.__version__)


def test_it_runs_in_a_process_pool(project: Path) -> None:
    assert run(project, sys.executable, "pool.py") == "12 quotes\n"


def test_mypy(project: Path) -> None:
    mypy = (sys.executable, "-m", "mypy", "--strict", "--python-executable", sys.executable, "--cache-dir=.mypy_cache")
    found = run(project, *mypy, *TYPED, "wrong.py", expected=1)
    errors = re.findall(r"^([a-z]+\.py):(\d+): error", found, re.MULTILINE)
    assert {(name, int(number)) for name, number in errors} == wrong_lines(project), found


def test_pyright(project: Path) -> None:
    pytest.importorskip("pyright", reason="needs pyright: pip install 'logicost[dev]'")
    pyright = (sys.executable, "-m", "pyright", "--pythonpath", sys.executable, "--outputjson")
    found = json.loads(run(project, *pyright, *TYPED, "wrong.py", expected=1))
    assert found["summary"]["filesAnalyzed"] >= len(TYPED)
    places = {(Path(each["file"]).name, each["range"]["start"]["line"] + 1) for each in found["generalDiagnostics"]}
    assert places == wrong_lines(project), found


def test_a_web_framework_makes_its_schema(project: Path) -> None:
    pytest.importorskip("fastapi", reason="needs FastAPI: pip install 'logicost[dev]'")
    script = """
import json
from fastapi.testclient import TestClient
from web import app
client = TestClient(app)
mug = {"sku": "MUG", "dimensions": "5 x 4 x 3 in", "weight": "14 oz", "price": "18.99", "category": "home_and_kitchen"}
good = client.post("/fba?on=2026-11-22", json={"product": mug, "program": {"days_in_storage": 45}})
bad = client.post("/fba?on=2026-11-22", json={"product": {**mug, "price": "18,99"}, "program": {}})
both = client.post("/compare?on=2026-11-22", json={"product": mug, "programs": [{"carrier": "ups_ground"}, {"speed": "expedited"}]})
print(json.dumps([app.openapi(), [good.status_code, good.json()], [bad.status_code, bad.json()], [both.status_code, both.json()]]))
"""
    schema, good, bad, both = json.loads(run(project, sys.executable, "-W", "ignore", "-c", script))
    described = schema["components"]["schemas"]["Product"]
    assert tuple(described["properties"]) == tuple(lc.Product.model_fields)
    assert described["properties"]["weight"]["description"].startswith("the packaged unit weight")
    assert good[0] == 200
    assert (
        good[1]
        == lc.quote(
            {
                "sku": "MUG",
                "dimensions": "5 x 4 x 3 in",
                "weight": "14 oz",
                "price": "18.99",
                "category": "home_and_kitchen",
            },
            lc.FBA(days_in_storage=45),
            on="2026-11-22",
        ).to_dict()
    )
    assert bad[0] == 422
    assert bad[1]["detail"][0]["msg"] == "price is '18,99'; write decimals with a point: 18.99 [decimal_comma]"
    assert both[0] == 200
    assert [each["program"] for each in both[1]] == ["fbm:ups_ground", "mcf:expedited"]
