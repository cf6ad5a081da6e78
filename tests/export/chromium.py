"""Headless Chromium for tests: a picture of a page, and what a page measures about itself."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

PROGRAM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_OPTIONS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
)  # fmt: skip


def require() -> None:
    """Skip the test where there is no Chromium, but fail where skipping is not allowed."""
    if PROGRAM is None:
        message = "Chromium is not installed: apt-get install chromium"
        if os.environ.get("LOGICOST_NO_SKIP") == "1":
            pytest.fail(message)
        pytest.skip(message)


def run(folder: Path, *options: str, seconds: int = 120) -> subprocess.CompletedProcess[str]:
    """Run with a fresh profile under `folder`."""
    assert PROGRAM is not None
    command = [PROGRAM, *_OPTIONS, f"--user-data-dir={folder / 'profile'}", *options]
    return subprocess.run(command, capture_output=True, text=True, timeout=seconds, check=True)
