"""Decisions written: JSON as a whole, with its notes, everything else as a table."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from logicost.decide.decision import Decision
from logicost.export.files import atomic_text
from logicost.export.table_files import form_of, write_table
from logicost.visible import visible_json


def write_decision(output: str, named: str | None, decision: Decision) -> None:
    """Write to a file atomically, or to standard output for ``-``.

    Raises:
        CatalogError: ``format_unknown``, ``document_to_stdout``, ``file_unwritable``, ``too_many_rows``.
    """
    form = form_of(output, named)
    if form not in ("json", "jsonl"):
        write_table(output, form, decision.to_frame(), decision.notes, f"logicost {decision.title}")
        return
    whole = decision.to_dict()
    if form == "json":
        text = json.dumps(whole, indent=2, ensure_ascii=False) + "\n"
    else:
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in whole["rows"])
    if output == "-":
        sys.stdout.write(visible_json(text))
        sys.stdout.flush()
        return
    with atomic_text(Path(output)) as stream:
        stream.write(text)
