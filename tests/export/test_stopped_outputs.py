"""A command that is ended in the midst of its writing, in every format: the old file or the new one, whole; and the next
run clears away what is left. `scripts/outputs stops` does it for every command, a thousand times and by other ways."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / "outputs.py"


@pytest.mark.skipif(sys.platform != "linux", reason="forks and signals of POSIX, and /proc")
def test_kills_in_the_midst_of_the_writing_of_every_format() -> None:
    words = [sys.executable, str(SCRIPT), "stops", "14", "3", "price", "kill,SIGTERM"]
    done = subprocess.run(words, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "14 runs of 7 commands and formats: 0 faults" in done.stdout
    assert "kill: " in done.stdout
    assert "a leftover" in done.stdout, done.stdout
