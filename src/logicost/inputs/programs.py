"""The programs as models: a name in parts, and the columns that concern each."""

from __future__ import annotations

from typing import Literal

from logicost.errors import InputError, nearest, shown, text_of
from logicost.inputs.fields import SPEEDS
from logicost.inputs.given import kept
from logicost.inputs.options import FBAOptions, FBMOptions, Flag, MCFOptions, SFPOptions
from logicost.inputs.readers import read_flag


class FBA(FBAOptions):
    """Fulfillment by Amazon, with the columns that concern it.

    Attributes:
        awd: whether the units come through Amazon Warehousing & Distribution.
    """

    awd: Flag | None = None

    @property
    def name(self) -> str:
        """``fba`` or ``fba:awd``."""
        return "fba:awd" if self.awd else "fba"

    @classmethod
    def keep(cls, name: str, value: object) -> object:
        return bool(read_flag(value, name)) if name == "awd" else kept(name, value)


class MCF(MCFOptions):
    """Multi-Channel Fulfillment, with the columns that concern it.

    Attributes:
        speed: default standard.
    """

    speed: Literal["standard", "expedited", "priority"] | None = None

    @property
    def name(self) -> str:
        """``mcf``, ``mcf:expedited`` …"""
        return f"mcf:{self.speed}" if self.speed else "mcf"

    @classmethod
    def keep(cls, name: str, value: object) -> object:
        if name != "speed":
            return kept(name, value)
        word = text_of(value)[:80].strip().lower()
        if word not in SPEEDS:
            hint = nearest(word, list(SPEEDS))
            raise InputError("unknown_choice", f"speed is {shown(value)}.{hint} Known: {', '.join(SPEEDS)}", name)
        return word


class FBM(FBMOptions):
    """Fulfilled by merchant, with the columns that concern it.

    Attributes:
        carrier: ``ups_ground``, ``flat`` …; default the market's; looked up when quoted.
    """

    carrier: str | None = None

    @property
    def name(self) -> str:
        """``fbm``, ``fbm:ups_ground`` …"""
        return f"fbm:{self.carrier}" if self.carrier else "fbm"

    @classmethod
    def keep(cls, name: str, value: object) -> object:
        return _carrier(value) if name == "carrier" else kept(name, value)


class SFP(SFPOptions):
    """Seller Fulfilled Prime, with the columns that concern it.

    Attributes:
        carrier: ``ups_ground`` …; default the market's; looked up when quoted.
    """

    carrier: str | None = None

    @property
    def name(self) -> str:
        """``sfp``, ``sfp:ups_ground`` …"""
        return f"sfp:{self.carrier}" if self.carrier else "sfp"

    @classmethod
    def keep(cls, name: str, value: object) -> object:
        return _carrier(value) if name == "carrier" else kept(name, value)


Program = FBA | MCF | FBM | SFP


def _carrier(value: object) -> str:
    return text_of(value)[:80].strip().lower().replace("-", "_").replace(" ", "_")
