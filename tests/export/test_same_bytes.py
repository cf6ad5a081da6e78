"""The same answers are the same bytes, whatever the moment, the seed of hashes, the threads, the locale and the time zone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import logicost

SOURCE = str(Path(logicost.__file__).parent.parent)
ROWS = [
    f'S{n},{5 + n % 7} x 4 x 3 in,{9 + n} oz,{15 + n}.99,4,{40 + n},{60 + n}:{n * 30 + 30},"amazon:90,shopify:{20 + n}"'
    for n in range(9)
]
CATALOG = "\n".join(["sku,dimensions,weight,price,cost,monthly_sales,opening,orders", *ROWS]) + "\n"
ASKED = [
    (["compare", "c.csv", "--programs", "fba,fbm"], "xlsx"), (["price", "c.csv", "--programs", "fba"], "html"), (["stock", "c.csv", "--start", "2026-11-01"], "xlsx"),
    (["template"], "xlsx"), (["clear", "c.csv", "--start", "2026-11-01"], "json"), (["hybrid", "c.csv"], "csv"),
]  # fmt: skip
SURROUNDINGS = [
    {"PYTHONHASHSEED": "1", "POLARS_MAX_THREADS": "1", "LC_ALL": "C", "TZ": "UTC"},
    {
        "PYTHONHASHSEED": "99",
        "POLARS_MAX_THREADS": "4",
        "LC_ALL": "C.UTF-8",
        "TZ": "Pacific/Kiritimati",
        "MOVED": "100000",
    },
]
SCRIPT = """
import json, sys
from logicost.cli.main import run
sys.exit(max(run([*asked, "--on", "2026-11-22", "-o", f"{number}.{form}"] if asked[0] in ("compare", "price", "hybrid") else [*asked, "-o", f"{number}.{form}"])
             for number, (asked, form) in enumerate(json.loads(sys.argv[1]))))
"""  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="time zones of POSIX")
def test_the_same_answers_are_the_same_bytes(tmp_path: Path) -> None:
    import json

    found = []
    for number, surroundings in enumerate(SURROUNDINGS):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "c.csv").write_text(CATALOG, encoding="utf-8")
        words = [sys.executable, "-c", SCRIPT, json.dumps(ASKED)]
        done = subprocess.run(
            words,
            cwd=folder,
            env={**os.environ, "PYTHONPATH": SOURCE, **surroundings},
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
        found.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert len(found[0]) == len(ASKED) + 1
    for name, content in found[0].items():
        assert found[1][name] == content, f"{name} differs"
