"""Writes the JSON Schemas that the docs publish: docs/schemas/row.json and result.json."""

from __future__ import annotations

import json
from pathlib import Path

from logicost.answers.schemas import SCHEMAS

FOLDER = Path(__file__).parent.parent / "docs" / "schemas"


def text_of(name: str) -> str:
    return json.dumps(SCHEMAS[name](), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for each in SCHEMAS:
        (FOLDER / f"{each}.json").write_text(text_of(each), encoding="utf-8")
