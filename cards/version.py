"""The version of the cards: the day of their last change."""

from pathlib import Path

__version__ = (Path(__file__).parent.parent / "fee_tables" / "VERSION").read_text().strip().replace("-", ".")
