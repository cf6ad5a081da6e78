"""`logicost landed`: what the products of a shipment cost at the door."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

import typer

from logicost.cli.options import (
    DefaultsOption,
    FileGiven,
    grouped,
)
from logicost.cli.planning import Written, show

REQUIRED = (("sku",), ("cost",))

Price = str | None


def register(app: typer.Typer) -> None:
    app.command("landed")(grouped(landed_command))


def landed_command(
    shipment: Annotated[
        str,
        typer.Argument(
            help="a catalog of sku, units, cost, dimensions and weight where they count, and duty_rate where it differs; - for standard input"
        ),
    ],
    freight: Annotated[Price, typer.Option("--freight", help="a freight price for the whole shipment")] = None,
    container: Annotated[Price, typer.Option("--container", help="the price of a container")] = None,
    containers: Annotated[Price, typer.Option("--containers", help="how many; default 1")] = None,
    per_cbm: Annotated[Price, typer.Option("--per-cbm", help="a price per cubic metre")] = None,
    per_kg: Annotated[Price, typer.Option("--per-kg", help="a price per kilogram")] = None,
    per_parcel: Annotated[Price, typer.Option("--per-parcel", help="a price per parcel, with --parcels")] = None,
    parcels: Annotated[Price, typer.Option("--parcels", help="how many parcels")] = None,
    cbm: Annotated[Price, typer.Option("--cbm", help="billed cubic metres; default those of the units")] = None,
    kg: Annotated[Price, typer.Option("--kg", help="billed kilograms; default those of the units")] = None,
    volumetric: Annotated[
        Price, typer.Option("--volumetric-kg-per-cbm", help="kilograms that a cubic metre counts for at least")
    ] = None,
    duty_rate: Annotated[
        Price, typer.Option("--duty-rate", help="percent, for products without one of their own")
    ] = None,
    duty_base: Annotated[str, typer.Option("--duty-base", help="goods, or goods_freight_insurance")] = "goods",
    customs_fees: Annotated[Price, typer.Option("--customs-fees", help="broker and entry fees of the shipment")] = None,
    insurance: Annotated[Price, typer.Option("--insurance", help="the insurance of the shipment")] = None,
    insurance_rate: Annotated[Price, typer.Option("--insurance-rate", help="percent of the goods' value")] = None,
    freight_by: Annotated[str, typer.Option("--by", help="share freight by volume, weight, value or units")] = "volume",
    fees_by: Annotated[str, typer.Option("--fees-by", help="share customs fees and insurance likewise")] = "value",
    market: Annotated[str | None, typer.Option("--market", help="whose units and currency hold")] = None,
    *,
    written: Written,
    file: FileGiven,
    defaults: DefaultsOption = None,
) -> None:
    """Share a shipment's freight, fees and duty by its products; -o writes them as catalog columns."""
    from logicost.catalog.source import open_catalog_file
    from logicost.cli.console import warn
    from logicost.cli.saved import saved_defaults
    from logicost.export.planning_text import landed_parts
    from logicost.inputs.far_times import without_far_times
    from logicost.output_files import refuse_input
    from logicost.planning.landed import landed_cost, with_landed_cost
    from logicost.planning.shipment import ShipmentPrices

    refuse_input(written.output or "-", shipment)
    rows: list[dict[str, Any]] = []
    saved = saved_defaults(defaults, output=written.output)
    wanted = tuple(names for names in REQUIRED if not any(name in saved.names for name in names))
    given = replace(file.options(), required=wanted, saved=saved.columns)
    source = open_catalog_file(shipment, given)
    for warning in source.warnings:
        warn(warning)
    for block in source.blocks():
        for error in block.broken.values():
            raise error
        rows += without_far_times(block.rows).rename(_plain_titles(block.rows.columns)).to_dicts()
    prices: dict[str, Any] = {
        "freight": freight, "container": container, "containers": containers, "per_cbm": per_cbm, "per_kg": per_kg,
        "per_parcel": per_parcel, "parcels": parcels, "cbm": cbm, "kg": kg, "volumetric_kg_per_cbm": volumetric,
        "duty_rate": duty_rate, "duty_base": duty_base, "customs_fees": customs_fees, "insurance": insurance,
        "insurance_rate": insurance_rate, "freight_by": freight_by, "fees_by": fees_by,
    }  # fmt: skip
    answer = landed_cost(rows, ShipmentPrices(**prices), market=market, defaults=saved)
    show(
        "landed", lambda width: landed_parts(answer, width), answer, rows=with_landed_cost(rows, answer), written=written,
    )  # fmt: skip


def _plain_titles(names: list[str]) -> dict[str, str]:
    """``Units`` is the column ``units``; columns that nobody knows keep their title."""
    from logicost.catalog.titles import column_key

    return {name: key for name in names if (key := column_key(name)) in ("units", "duty_rate") and key not in names}
