"""How Sphinx builds this documentation: ``sphinx-build -W docs build/docs`` with the extra ``docs`` installed."""

from __future__ import annotations

import re
from pathlib import Path

project = "logicost"
author = "The logicost authors"
release = re.findall(
    r'^version = "(.+)"$', (Path(__file__).parent.parent / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE
)[0]

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
autodoc_typehints = "signature"
autodoc_member_order = "bysource"
myst_heading_anchors = 3  # links such as errors.md#not_exact
html_theme = "furo"
html_title = f"logicost {release}"
exclude_patterns = ["_build"]
