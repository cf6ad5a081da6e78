"""The public names, in whatever order they are first used."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import logicost as lc

SOURCE = Path(lc.__file__).parent.parent


@pytest.mark.parametrize(
    "lines",
    [
        "lc.compare; lc.quote",
        "lc.quote; lc.compare",
        "from logicost import quote, compare",
        "import logicost.answers.compare",
        "import logicost.cli.main; import logicost.catalog.comparison",
    ],
)
def test_quote_and_compare_are_functions(lines: str) -> None:
    script = f"import logicost as lc; {lines}; assert callable(lc.quote); assert callable(lc.compare)"
    done = subprocess.run(
        [sys.executable, "-c", script], env={"PYTHONPATH": str(SOURCE)}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def test_every_public_name_exists_and_is_documented() -> None:
    for name in lc.__all__:
        if name != "__version__":
            assert getattr(lc, name).__doc__, f"give {name} a docstring: it is public"
    with pytest.raises(AttributeError, match="no attribute 'quotes'"):
        lc.quotes  # noqa: B018


def test_every_public_name_is_in_the_reference() -> None:
    page = (SOURCE.parent / "docs" / "api.md").read_text(encoding="utf-8")
    missing = [name for name in lc.__all__ if name != "__version__" and f":: logicost.{name}\n" not in page]
    assert not missing, f"docs/api.md lacks {', '.join(missing)}"
