"""The same answers are the same bytes, whatever the moment, the seed of hashes, the threads, the locale and the time zone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / "outputs.py"


@pytest.mark.skipif(sys.platform == "win32", reason="time zones of POSIX")
def test_every_command_writes_the_same_bytes_in_every_format() -> None:
    """`scripts/outputs surroundings` does it in more surroundings, and with a live workbook."""
    words = [sys.executable, str(SCRIPT), "surroundings", "quick"]
    done = subprocess.run(words, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "66 files in 2 surroundings: 0 differ" in done.stdout
