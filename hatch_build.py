"""Puts the compiled fee cards into the wheel, beside the YAML files that they are made from."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledCardsHook(BuildHookInterface):
    """Configured by the package's folder of the cards, ``target``."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":  # a checkout reads the YAML files
            return
        project = Path(__file__).resolve().parent
        sys.path.insert(0, str(project / "src"))
        from logicost.tables.store import COMPILED, compile_cards

        self.folder = tempfile.TemporaryDirectory()
        compiled = Path(self.folder.name) / COMPILED
        compiled.write_bytes(compile_cards(project / "fee_tables"))
        build_data["force_include"][str(compiled)] = f"{self.config['target']}/{COMPILED}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if version != "editable":
            self.folder.cleanup()
