"""Text that people are shown: characters that move the cursor, colour a screen or turn the order of words about are
made visible in it, whatever file, option or heading they came from."""

from __future__ import annotations

import re

# Controls of terminals (C0, C1), marks of direction, what breaks lines unseen, halves of pairs, and what has no width.
# The two joiners stay: emoji and several scripts are written with them.
_HIDDEN = (
    "\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f"
)
_IN_LINE = re.compile(f"[{_HIDDEN}]")
_IN_TEXT = re.compile(rf"(?![\n\t])[{_HIDDEN}]")
_LONGEST_WORD = 300
_LONG_WORD = re.compile(rf"\S{{{_LONGEST_WORD + 1},}}")
_IN_JSON = re.compile(rf"(?![\x00-\x1f])[{_HIDDEN}]")


def visible(text: str, *, lines: bool = False) -> str:
    """The text with a mark in place of each character that cannot be seen.

    Args:
        lines: whether line ends and tabs stay.
    """
    if text.isprintable():
        return text
    return (_IN_TEXT if lines else _IN_LINE).sub("\N{REPLACEMENT CHARACTER}", text)


def short(text: str) -> str:
    """The text with words longer than any path or address is cut in their middle: a message stays a line that is read."""
    return text if len(text) <= _LONGEST_WORD else _LONG_WORD.sub(lambda word: f"{word[0][:200]}…{word[0][-60:]}", text)


def visible_json(text: str) -> str:
    """JSON that says the same, with such characters written as escapes: those below a blank are so already."""
    return text if text.isascii() and "\x7f" not in text else _IN_JSON.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[place]:02x}{units[place + 1]:02x}" for place in range(0, len(units), 2))
