"""The words and kinds of everything that may be given beside a product. Do not edit: scripts/update-options writes this
file out of `logicost.inputs.fields` and of what each program's rules read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, TypedDict

from logicost.inputs.given import Given, Sides

if TYPE_CHECKING:
    from pint import Quantity

Amount = str | int | float | Decimal
Flag = bool | str
Day = dt.date | str


class Options(TypedDict, total=False):
    """Every catalog column that is no field of `Product`, as a keyword argument."""

    category_assumed: Flag | None
    received_on: Day | None
    placement: Literal["minimal", "partial", "optimized"] | None
    placement_point: Literal["midpoint", "low", "high"] | None
    placement_rate: Amount | None
    amazon_prep: Literal["none", "bagging", "bubble_wrap", "opaque_bagging", "taping"] | None
    amazon_label: Flag | None
    inbound_defect_rate: Amount | None
    inbound_defect_fee: Amount | None
    loss_rate: Amount | None
    manufacturing_cost: Amount | None
    new_selection: Flag | None
    new_selection_units_sold: Amount | None
    new_seller: Flag | None
    days_in_storage: Amount | None
    inventory_age_days: Amount | None
    storage_utilization_weeks: Amount | None
    units_per_box: Amount | None
    box_volume: Amount | None
    box_cubic_feet: Amount | None
    awd_days_in_storage: Amount | None
    awd_rate: Literal["base", "integrated", "smart", "amazon_managed"] | None
    awd_region: Literal["west", "other"] | None
    awd_auto_replenished: Flag | None
    monthly_units: Amount | None
    average_inventory: Amount | None
    days_of_supply_30: Amount | None
    days_of_supply_90: Amount | None
    units_shipped_7: Amount | None
    units_per_order: Amount | None
    parcel: str | Sequence[Any] | Quantity[Any] | None
    shipping_charged: Amount | None
    return_rate: Amount | None
    resellable_rate: Amount | None
    units_shipped_month: Amount | None
    return_threshold: Amount | None
    returns_processing_rate: Amount | None
    unsellable_returns: Literal["disposal", "removal", "liquidation", "grade_and_resell"] | None
    liquidation_recovery: Amount | None
    resale_value: Amount | None
    return_label: Amount | None
    return_handling: Amount | None
    zone: Amount | None
    zone_mix: str | Mapping[int, Amount] | None
    one_day_up_to_zone: Amount | None
    two_days_up_to_zone: Amount | None
    one_day_postage: Amount | None
    two_days_postage: Amount | None
    packaging: Amount | None
    handling: Amount | None
    own_storage: Amount | None
    postage: Amount | None
    carrier_rates: Literal["commercial", "retail", "online"] | None
    residential: Flag | None
    delivery_area: Literal["none", "standard", "extended", "remote"] | None
    fuel_percent: Amount | None
    postage_discount: Amount | None
    channel: Literal["amazon", "shopify", "ebay", "walmart", "etsy", "tiktok", "direct", "buy_with_prime"] | None
    channel_category: str | None
    sales_tax: Amount | None
    payment: Literal["stripe", "paypal", "paypal_card"] | None
    shopify_plan: Literal["basic", "grow", "advanced", "plus"] | None
    ebay_store: Literal["none", "starter", "basic", "premium", "anchor", "enterprise"] | None
    channel_rate: Amount | None
    payment_rate: Amount | None
    other_selling_fee: Amount | None
    other_selling_rate: Amount | None
    referral_rate: Amount | None
    fba_fulfillment_rate: Amount | None
    selling_plan: Literal["professional", "individual"] | None
    seller_country: str | None
    stock_country: str | None
    pan_european: Flag | None
    vat_registered: Flag | None
    vat_rate: Amount | None
    fee_tax_rate: Amount | None
    side_tolerance_mm: Amount | None
    cep: Flag | None
    mcf_block_amazon_logistics: Flag | None
    mcf_outside_contiguous: Flag | None
    mcf_preferred_pricing: Literal["none", "six_month", "twelve_month", "new_seller"] | None
    mcf_units_12_weeks: Amount | None
    mcf_fulfillment_rate: Amount | None
    mcf_percentages: Literal["add", "compound"] | None
    mcf_part_pounds: Literal["round_up", "prorate"] | None
    large_standard_minimum_side: Flag | None


class FBAOptions(Given):
    """The columns that concern fba."""

    category_assumed: Flag | None = None
    received_on: Day | None = None
    placement: Literal["minimal", "partial", "optimized"] | None = None
    placement_point: Literal["midpoint", "low", "high"] | None = None
    placement_rate: Amount | None = None
    amazon_prep: Literal["none", "bagging", "bubble_wrap", "opaque_bagging", "taping"] | None = None
    amazon_label: Flag | None = None
    inbound_defect_rate: Amount | None = None
    inbound_defect_fee: Amount | None = None
    loss_rate: Amount | None = None
    manufacturing_cost: Amount | None = None
    new_selection: Flag | None = None
    new_selection_units_sold: Amount | None = None
    new_seller: Flag | None = None
    days_in_storage: Amount | None = None
    inventory_age_days: Amount | None = None
    storage_utilization_weeks: Amount | None = None
    units_per_box: Amount | None = None
    box_volume: Amount | None = None
    box_cubic_feet: Amount | None = None
    awd_days_in_storage: Amount | None = None
    awd_rate: Literal["base", "integrated", "smart", "amazon_managed"] | None = None
    awd_region: Literal["west", "other"] | None = None
    awd_auto_replenished: Flag | None = None
    monthly_units: Amount | None = None
    average_inventory: Amount | None = None
    days_of_supply_30: Amount | None = None
    days_of_supply_90: Amount | None = None
    units_shipped_7: Amount | None = None
    return_rate: Amount | None = None
    resellable_rate: Amount | None = None
    units_shipped_month: Amount | None = None
    return_threshold: Amount | None = None
    returns_processing_rate: Amount | None = None
    unsellable_returns: Literal["disposal", "removal", "liquidation", "grade_and_resell"] | None = None
    liquidation_recovery: Amount | None = None
    resale_value: Amount | None = None
    channel: Literal["amazon", "shopify", "ebay", "walmart", "etsy", "tiktok", "direct", "buy_with_prime"] | None = None
    other_selling_fee: Amount | None = None
    other_selling_rate: Amount | None = None
    referral_rate: Amount | None = None
    fba_fulfillment_rate: Amount | None = None
    selling_plan: Literal["professional", "individual"] | None = None
    seller_country: str | None = None
    stock_country: str | None = None
    pan_european: Flag | None = None
    vat_registered: Flag | None = None
    vat_rate: Amount | None = None
    fee_tax_rate: Amount | None = None
    side_tolerance_mm: Amount | None = None
    cep: Flag | None = None
    large_standard_minimum_side: Flag | None = None


class MCFOptions(Given):
    """The columns that concern mcf."""

    category_assumed: Flag | None = None
    received_on: Day | None = None
    placement: Literal["minimal", "partial", "optimized"] | None = None
    placement_point: Literal["midpoint", "low", "high"] | None = None
    placement_rate: Amount | None = None
    new_selection: Flag | None = None
    new_selection_units_sold: Amount | None = None
    new_seller: Flag | None = None
    days_in_storage: Amount | None = None
    inventory_age_days: Amount | None = None
    storage_utilization_weeks: Amount | None = None
    monthly_units: Amount | None = None
    average_inventory: Amount | None = None
    units_per_order: Amount | None = None
    shipping_charged: Amount | None = None
    return_rate: Amount | None = None
    resellable_rate: Amount | None = None
    return_label: Amount | None = None
    return_handling: Amount | None = None
    channel: Literal["amazon", "shopify", "ebay", "walmart", "etsy", "tiktok", "direct", "buy_with_prime"] | None = None
    channel_category: str | None = None
    sales_tax: Amount | None = None
    payment: Literal["stripe", "paypal", "paypal_card"] | None = None
    shopify_plan: Literal["basic", "grow", "advanced", "plus"] | None = None
    ebay_store: Literal["none", "starter", "basic", "premium", "anchor", "enterprise"] | None = None
    channel_rate: Amount | None = None
    payment_rate: Amount | None = None
    other_selling_fee: Amount | None = None
    other_selling_rate: Amount | None = None
    selling_plan: Literal["professional", "individual"] | None = None
    seller_country: str | None = None
    stock_country: str | None = None
    vat_registered: Flag | None = None
    vat_rate: Amount | None = None
    fee_tax_rate: Amount | None = None
    side_tolerance_mm: Amount | None = None
    cep: Flag | None = None
    mcf_block_amazon_logistics: Flag | None = None
    mcf_outside_contiguous: Flag | None = None
    mcf_preferred_pricing: Literal["none", "six_month", "twelve_month", "new_seller"] | None = None
    mcf_units_12_weeks: Amount | None = None
    mcf_fulfillment_rate: Amount | None = None
    mcf_percentages: Literal["add", "compound"] | None = None
    mcf_part_pounds: Literal["round_up", "prorate"] | None = None
    large_standard_minimum_side: Flag | None = None


class FBMOptions(Given):
    """The columns that concern fbm."""

    category_assumed: Flag | None = None
    monthly_units: Amount | None = None
    average_inventory: Amount | None = None
    units_per_order: Amount | None = None
    parcel: Sides = None
    shipping_charged: Amount | None = None
    return_rate: Amount | None = None
    resellable_rate: Amount | None = None
    return_label: Amount | None = None
    return_handling: Amount | None = None
    zone: Amount | None = None
    zone_mix: str | Mapping[int, Amount] | None = None
    packaging: Amount | None = None
    handling: Amount | None = None
    own_storage: Amount | None = None
    postage: Amount | None = None
    carrier_rates: Literal["commercial", "retail", "online"] | None = None
    residential: Flag | None = None
    delivery_area: Literal["none", "standard", "extended", "remote"] | None = None
    fuel_percent: Amount | None = None
    postage_discount: Amount | None = None
    channel: Literal["amazon", "shopify", "ebay", "walmart", "etsy", "tiktok", "direct", "buy_with_prime"] | None = None
    channel_category: str | None = None
    sales_tax: Amount | None = None
    payment: Literal["stripe", "paypal", "paypal_card"] | None = None
    shopify_plan: Literal["basic", "grow", "advanced", "plus"] | None = None
    ebay_store: Literal["none", "starter", "basic", "premium", "anchor", "enterprise"] | None = None
    channel_rate: Amount | None = None
    payment_rate: Amount | None = None
    other_selling_fee: Amount | None = None
    other_selling_rate: Amount | None = None
    referral_rate: Amount | None = None
    selling_plan: Literal["professional", "individual"] | None = None
    seller_country: str | None = None
    vat_registered: Flag | None = None
    vat_rate: Amount | None = None
    fee_tax_rate: Amount | None = None
    side_tolerance_mm: Amount | None = None
    large_standard_minimum_side: Flag | None = None


class SFPOptions(Given):
    """The columns that concern sfp."""

    category_assumed: Flag | None = None
    monthly_units: Amount | None = None
    average_inventory: Amount | None = None
    units_per_order: Amount | None = None
    parcel: Sides = None
    return_rate: Amount | None = None
    resellable_rate: Amount | None = None
    return_label: Amount | None = None
    return_handling: Amount | None = None
    zone: Amount | None = None
    zone_mix: str | Mapping[int, Amount] | None = None
    one_day_up_to_zone: Amount | None = None
    two_days_up_to_zone: Amount | None = None
    one_day_postage: Amount | None = None
    two_days_postage: Amount | None = None
    packaging: Amount | None = None
    handling: Amount | None = None
    own_storage: Amount | None = None
    postage: Amount | None = None
    carrier_rates: Literal["commercial", "retail", "online"] | None = None
    residential: Flag | None = None
    delivery_area: Literal["none", "standard", "extended", "remote"] | None = None
    fuel_percent: Amount | None = None
    postage_discount: Amount | None = None
    channel: Literal["amazon", "shopify", "ebay", "walmart", "etsy", "tiktok", "direct", "buy_with_prime"] | None = None
    other_selling_fee: Amount | None = None
    other_selling_rate: Amount | None = None
    referral_rate: Amount | None = None
    selling_plan: Literal["professional", "individual"] | None = None
    seller_country: str | None = None
    vat_registered: Flag | None = None
    vat_rate: Amount | None = None
    fee_tax_rate: Amount | None = None
    side_tolerance_mm: Amount | None = None
    large_standard_minimum_side: Flag | None = None
