"""The errors that logicost raises, each with a stable code that docs/errors.md explains.

LogicostError
├── InputError        a value that a user gave cannot be used; `.field` names it
├── RefusedError      the value is fine, but the program cannot serve it, or `strict` refuses the answer
├── CatalogError      a catalog file cannot be read at all
└── TableError        a fee table is wrong or missing; `.place` names file and line
"""

from __future__ import annotations

from logicost.visible import short, visible


class LogicostError(Exception):
    """Base of all errors.

    Attributes:
        code: a stable word, such as ``weight_not_positive``.
        field: the one input that is to blame, or None.
        message: one sentence that says what is wrong and how to mend it.
    """

    def __init__(self, code: str, message: str, field: str | None = None) -> None:
        message = short(visible(message))
        super().__init__(message)
        self.code = code
        self.field = field
        self.message = message

    def __reduce__(self) -> tuple[type[LogicostError], tuple[str, str, str | None]]:
        return type(self), (self.code, self.message, self.field)


class InputError(LogicostError):
    """A value that a user gave cannot be used."""


class RefusedError(LogicostError):
    """The product is well described, but this program cannot serve it, or ``strict`` refuses the answer."""


class CatalogError(LogicostError):
    """A catalog file cannot be read or written."""


class TableError(LogicostError):
    """A fee table is malformed or missing."""

    def __init__(self, code: str, message: str, field: str | None = None, place: str | None = None) -> None:
        super().__init__(code, f"{place}: {message}" if place else message, field)
        self.place = place

    def in_card(self, card: str | None) -> TableError:
        """The same of a card, by its id, where no place is known."""
        return self if self.place else TableError(self.code, self.message, self.field, card)


for each in (LogicostError, InputError, RefusedError, CatalogError, TableError):
    each.__module__ = "logicost"  # where users have them from: tracebacks and pickles say logicost.InputError


def text_of(value: object) -> str:
    """What a value prints as; for one that cannot be printed, such as a number of ten thousand digits, its kind."""
    try:
        return str(value).encode(errors="replace").decode()
    except Exception:  # whatever a user's object does: it is not ours
        return f"<{type(value).__name__}>"


def shown(value: object, longest: int = 60) -> str:
    """A user's value for a message: quoted, without control characters, cut to `longest` characters."""
    text = text_of(value)[: longest * 4]
    text = visible(text)
    return f"'{text[: longest - 1]}…'" if len(text) > longest else f"'{text}'"


def nearest(word: str, known: list[str], cutoff: float = 0.6) -> str:
    """``" Did you mean 'x'?"`` for the known word nearest to `word`, or that contains it; nothing where none is near."""
    import difflib

    wanted = word[:80].lower()
    match = difflib.get_close_matches(wanted, known, n=1, cutoff=cutoff)
    if not match and len(wanted) > 2:
        match = sorted((each for each in known if wanted in each), key=len)
    return f" Did you mean '{match[0]}'?" if match else ""
