"""What a catalog row and the results look like, as JSON Schema (draft 2020-12): for validators, forms and code generators.

The rows' schema comes from the list of fields; that of results from the names that results have. Both are published in the
docs under ``schemas/``; a test holds those files and real outputs against these functions.
"""

from __future__ import annotations

from typing import Any

from logicost.fees import FEES, STAGES
from logicost.inputs.fields import FIELDS, TITLE_MEANING, Field
from logicost.inputs.readers import read_flag
from logicost.tables.status import ERROR, WORDS

DRAFT = "https://json-schema.org/draft/2020-12/schema"
_AMOUNT = {"type": ["string", "null"], "pattern": r"^-?\d+(\.\d+)?$"}
_TEXT, _MAYBE = {"type": "string"}, {"type": ["string", "null"]}


def row_schema() -> dict[str, Any]:
    """Of a catalog row: what JSON lines, `quote` and `quote_frame` take. Other columns pass through."""
    properties = {"title": {**_cell(None), "description": TITLE_MEANING}}
    for field in FIELDS:
        properties[field.name] = {**_cell(field), "description": field.help}
    return {
        "$schema": DRAFT,
        "title": "A row of a catalog",
        "type": "object",
        "properties": properties,
        "required": ["weight"],
        "anyOf": [{"required": ["dimensions"]}, {"required": ["length", "width", "height"]}],
    }


def _cell(field: Field | None) -> dict[str, Any]:
    """What a cell may hold: text always, as a spreadsheet has it; null for a blank."""
    if field is None or field.name in ("sku", "market", "category", "on", "dimension_unit", "weight_unit"):
        return {"type": ["string", "number", "null"]}
    if field.name in ("dimensions", "parcel"):
        sides = {"type": "array", "items": {"type": ["string", "number"]}, "minItems": 3, "maxItems": 3}
        return {"anyOf": [{"type": ["string", "null"]}, sides]}
    if field.name == "zone_mix":
        return {"type": ["string", "object", "null"]}
    if field.read is read_flag:
        return {"type": ["boolean", "string", "integer", "null"]}
    return {"type": ["string", "number", "null"], **({"examples": list(field.examples)} if field.examples else {})}


def result_schema() -> dict[str, Any]:
    """Of one result: an object of ``quote --json``, a line of ``.jsonl``, an item of ``.json``. Columns of the catalog's own
    stand beside these."""
    band = {
        "type": "object",
        "properties": {"from": _AMOUNT, "to": _AMOUNT, "amount": _AMOUNT, "why": _TEXT},
        "required": ["from", "to", "amount", "why"],
        "additionalProperties": False,
    }
    line = {
        "type": "object",
        "properties": {
            "fee": {"enum": list(FEES)},
            "stage": {"enum": list(STAGES)},
            "amount": {**_AMOUNT, "description": "cost positive, discount negative, null when unsourced"},
            "status": {"enum": [*WORDS]},
            "edition": {**_MAYBE, "description": "the card: us/fba_fulfillment/2026-10-15"},
            "why": _TEXT,
            "by_price": {"type": "array", "items": band, "description": "where no price is given"},
        },
        "required": ["fee", "stage", "amount", "status", "edition", "why"],
        "additionalProperties": False,
    }
    amounts = (
        "unit_weight", "dimensional_weight", "shipping_weight", "price", "sales_tax_included", "revenue", "total_cost", "profit",
        "margin", "roi", "monthly_profit",
    )  # fmt: skip
    texts = ("title", "channel", "on", "currency", "size_tier", "weight_unit", "delivery_promise")
    return {
        "$schema": DRAFT,
        "title": "The quote of a SKU in a program",
        "type": "object",
        "properties": {
            **dict.fromkeys(("sku", "market", "program"), _TEXT),
            **dict.fromkeys(texts, _MAYBE),
            "best": {"type": ["boolean", "null"]},
            **dict.fromkeys(amounts, _AMOUNT),
            "status": {"enum": [*WORDS]},
            "notes": {"type": "array", "items": _TEXT},
            "lines": {"type": "array", "items": line},
            **dict.fromkeys(("error_code", "error_field", "error"), _MAYBE),
        },
        "required": [
            "sku", "market", "program", "channel", "best", "on", "currency", "size_tier", *amounts[:3], "weight_unit",
            *amounts[3:10], "status", "delivery_promise", "monthly_profit", "notes", "lines",
        ],
        "if": {"properties": {"status": {"const": ERROR}}},
        "then": {"required": ["error_code", "error_field", "error"]},
    }  # fmt: skip


SCHEMAS = {"row": row_schema, "result": result_schema}
