"""How well an amount is known."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum


class Status(IntEnum):
    """From best to worst; a quote carries its lines' worst.

    ``exact``: a sourced cell of the edition in force. ``override``: the user's own figure. ``projected``: the date lies
    after the edition's last check, or the last card stands in for one that is not on file. ``estimate``: an assumption,
    or a point in a published range. ``unsourced``: no figure is on file, the amount is unknown, never zero.
    ``error``: the row could not be quoted.
    """

    EXACT = 0
    OVERRIDE = 1
    PROJECTED = 2
    ESTIMATE = 3
    UNSOURCED = 4
    ERROR = 5

    @property
    def word(self) -> str:
        return self.name.lower()

    @classmethod
    def of(cls, word: str) -> Status:
        """The status that a result calls by that word."""
        return cls[word.upper()]


# As results have them: the rules count with the numbers of `Status`, results, files and pictures have its words.
WORDS = tuple(status.word for status in Status)
GOOD = (Status.EXACT.word, Status.OVERRIDE.word)  # all that `strict` lets pass
UNSOURCED, ERROR = Status.UNSOURCED.word, Status.ERROR.word
NOT_RANKED = (UNSOURCED, ERROR)  # a cost is not known, or all of them
DOUBTFUL = tuple(word for word in WORDS if word not in (*GOOD, ERROR))  # what a reader should look at


def worst(words: Iterable[str]) -> str:
    """The worst of some results' statuses; exact of none."""
    return max(map(Status.of, words), default=Status.EXACT).word
