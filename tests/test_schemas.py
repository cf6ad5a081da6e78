"""The published schemas are those of the code, and real rows and results hold to them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import logicost as lc
from logicost.answers.schemas import SCHEMAS
from logicost.cli.main import run
from logicost.inputs.fields import FIELDS
from tests.schemas import FOLDER, text_of

ON = "2026-11-22"
EXAMPLES = Path(__file__).parent.parent / "examples"
MUG: dict[str, Any] = {
    "sku": "MUG", "dimensions": "5.1 x 4.3 x 4.2 in", "weight": "14.2 oz", "price": "18.99", "category": "home_and_kitchen",
}  # fmt: skip


def check(schema: str, value: object) -> None:
    jsonschema.Draft202012Validator(SCHEMAS[schema]()).validate(value)


@pytest.mark.parametrize("name", SCHEMAS)
def test_published(name: str) -> None:
    published = (FOLDER / f"{name}.json").read_text(encoding="utf-8")
    assert published == text_of(name), "run scripts/update-docs"
    jsonschema.Draft202012Validator.check_schema(json.loads(published))


def test_rows() -> None:
    for row in (
        MUG,
        {**MUG, "price": None},
        {**MUG, "zone_mix": {"2": 40, "5": 60}, "residential": False, "parcel": [9, "8 in", 7], "return_rate": 0.05},
        {"sku": 10011, "length": 5, "width": "4 in", "height": 3, "weight": 1, "Own column": "x"},
        json.loads(lc.Product(**MUG).model_dump_json()),
    ):
        check("row", row)
    for wrong in (
        {"sku": "a", "weight": 1},
        {"dimensions": "5 x 4 x 3 in"},
        {**MUG, "dimensions": [1, 2]},
        {**MUG, "price": [1]},
        7,
    ):
        with pytest.raises(jsonschema.ValidationError):
            check("row", wrong)
    assert {"title", *(field.name for field in FIELDS)} == set(SCHEMAS["row"]()["properties"])


def test_results(tmp_path: Path) -> None:
    """Quotes of every kind, and whole catalogs in both forms of JSON; nothing stands in them that the schema does not name."""
    known = set(SCHEMAS["result"]()["properties"])
    results = [
        lc.quote(row, program, on=ON).to_dict()
        for row in (MUG, {**MUG, "price": None})
        for program in ("fba", "fbm", "mcf")
    ]
    results += [
        quote.to_dict() for quote in lc.compare({**MUG, "market": "DE"}, ["fba", "fbm"], on="2026-03-01").quotes
    ]
    catalog = tmp_path / "c.csv"
    catalog.write_text(
        "sku,title,dimensions,weight,price,monthly_units\nA,a,5 x 4 x 3 in,9 oz,20,30\nB,,5 x 4 x 3 in,9 oz,,\nC,,oops,9 oz,20,\n",
        encoding="utf-8",
    )
    for form in ("json", "jsonl"):
        out = tmp_path / f"out.{form}"
        run(["compare", str(catalog), "--on", ON, "-o", str(out)])
        text = out.read_text(encoding="utf-8")
        results += json.loads(text) if form == "json" else [json.loads(line) for line in text.splitlines()]
    for result in results:
        check("result", result)
        assert set(result) <= known
    assert {result["status"] for result in results} >= {"exact", "estimate", "unsourced", "error"}


def test_results_that_break_it() -> None:
    good = lc.quote(MUG, on=ON).to_dict()
    for wrong in (
        {**good, "profit": 11.08}, {**good, "status": "sure"}, {**good, "lines": [{"fee": "referral"}]},
        {name: value for name, value in good.items() if name != "lines"}, {**good, "status": "error"},
    ):  # fmt: skip
        with pytest.raises(jsonschema.ValidationError):
            check("result", wrong)
