"""A web service of a user's own, of which FastAPI makes the schema."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

import logicost as lc

app = FastAPI()


@app.post("/fba")
def fba(product: lc.Product, program: lc.FBA, on: str) -> dict[str, Any]:
    return lc.quote(product, program, on=on).to_dict()


@app.post("/compare")
def compare(product: lc.Product, programs: list[lc.FBM | lc.MCF], on: str) -> list[dict[str, Any]]:
    return lc.compare(product, programs, on=on).to_dicts()
