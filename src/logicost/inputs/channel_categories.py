"""The categories of the other channels, as their cards call them: eBay's and Walmart's, in one list."""

from __future__ import annotations

CHANNEL_CATEGORIES = (
    "apparel_accessories", "appliances_compact", "appliances_major", "athletic_shoes",
    "automotive_powersports", "baby", "base_power_tools", "beauty_health_personal_care", "books",
    "books_movies_music", "bullion", "camera_photo", "coins", "collectibles", "consumer_electronics",
    "electronics_accessories", "everything_else", "furniture", "grocery", "guitars_basses", "heavy_equipment",
    "home_kitchen_decor_garden", "industrial_scientific", "jewelry", "jewelry_precious_metals",
    "luggage_travel", "most_categories", "motors_parts", "music", "musical_instruments", "nft", "office",
    "outdoor_power_tools", "outdoors_sports", "personal_computers", "pet_supplies", "plumbing_hvac",
    "shoes_bags_sunglasses", "software_video_games", "tires_wheels", "tools_home_improvement", "toys_games",
    "trading_cards_comics", "video_dvd", "video_game_consoles", "watches", "womens_bags",
)  # fmt: skip
