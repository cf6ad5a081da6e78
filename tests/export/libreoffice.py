"""LibreOffice without a window, in a profile of its own that recalculates every formula when a file is opened."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

PROGRAM = shutil.which("soffice") or shutil.which("libreoffice")
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item>
</oor:items>
"""


def require() -> None:
    """Skip the test where LibreOffice is missing, but fail where skipping is not allowed."""
    if PROGRAM is None:
        message = "LibreOffice is not installed: apt-get install libreoffice-calc-nogui"
        if os.environ.get("LOGICOST_NO_SKIP") == "1":
            pytest.fail(message)
        pytest.skip(message)


def convert(source: Path, folder: Path, form: str = "xlsx", seconds: int = 1200) -> Path:
    """Open a file, recalculate it and save it; the new file is in a folder `recalculated` under `folder`."""
    assert PROGRAM is not None
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
    out = folder / "recalculated"
    command = [PROGRAM, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", form]
    subprocess.run([*command, "--outdir", str(out), str(source)], check=True, capture_output=True, timeout=seconds)
    result = out / f"{source.stem}.{form.partition(':')[0]}"
    assert result.is_file(), f"LibreOffice did not write {result}"
    return result
