"""How people write measures, brought to the one grammar that `measurement` reads: fractions, labels of sides, inch marks.

Nothing is dropped that could mean something else: a label once a side, a fraction that is one, a comma between pounds
and ounces.
"""

from __future__ import annotations

import re
from fractions import Fraction

_INCHES = re.compile(r"''|’’|′′|``|´´|“|＂")
_VULGAR = {"¼": "1/4", "½": "1/2", "¾": "3/4", "⅛": "1/8", "⅜": "3/8", "⅝": "5/8", "⅞": "7/8", "⅓": "1/3", "⅔": "2/3"}
_COMPOUND = re.compile(r"([A-Za-z]\.?),\s+(?=\d)")
_FRACTION = re.compile(r"([+-]?)(?:(\d{1,4})[ -])?(\d{1,3})/(\d{1,3})", re.ASCII)
_LABEL = re.compile(r"\(?(?<![A-Za-z])(length|width|height|depth|[lwhdbt])(?![A-Za-z])[:.=]?\)?", re.IGNORECASE)
_LABELS = re.compile(r"\(?\s*\bL\s*[x×*]\s*W\s*[x×*]\s*[HD]\b\s*\)?:?", re.IGNORECASE)
_BESIDE = re.compile(r"(.*[^\s(])\s*\(([^()]*)\)", re.DOTALL)


def plain_text(text: str) -> str:
    """The text with one sign for inches, fractions as ``1/2`` and pounds and ounces without a comma between them."""
    text = _INCHES.sub('"', text.replace("\u00a0", " ").strip())
    for sign, fraction in _VULGAR.items():
        text = text.replace(sign, f" {fraction}")
    return _COMPOUND.sub(r"\1 ", text.strip())


def beside(text: str) -> tuple[str, str] | None:
    """A text with parentheses at its end: what stands before them, and in them."""
    match = _BESIDE.fullmatch(text)
    return (match[1].strip(), match[2].strip()) if match else None


def without_labels(texts: list[str]) -> list[str] | None:
    """Texts of sides without ``L``, ``W``, ``H``; None where one label stands twice."""
    seen: list[str] = []
    bare = []
    for text in texts:
        found = _LABEL.findall(text)
        if len(found) == 1:
            seen.append(found[0][0].lower())
            text = " ".join(_LABEL.sub(" ", text).split())
        bare.append(text)
    return bare if len(set(seen)) == len(seen) else None


def without_heading(text: str) -> str:
    """The text without ``(L x W x H)``."""
    return _LABELS.sub(" ", text, count=1).strip()


def fraction(text: str) -> Fraction | None:
    """``10 1/2`` or ``1/8``; None for what is no proper fraction."""
    match = _FRACTION.fullmatch(text.strip())
    if not match or not 0 < int(match[3]) < int(match[4]):
        return None
    size = int(match[2] or 0) + Fraction(int(match[3]), int(match[4]))
    return -size if match[1] == "-" else size
