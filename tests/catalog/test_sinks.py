"""Text that cannot be written is told under every version of Polars: 1.34 says nothing of the last part of a block."""

from __future__ import annotations

import errno
from typing import IO, Any

import polars as pl
import pytest

from logicost.catalog.sinks import _Written


class Failing:
    def __init__(self, error: BaseException) -> None:
        self.error = error

    def write(self, data: bytes) -> int:
        raise self.error


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        BrokenPipeError(errno.EPIPE, "Broken pipe"),
        KeyboardInterrupt(),
    ],
    ids=["full disk", "closed pipe", "Ctrl-C"],
)
@pytest.mark.parametrize("rows", [1, 100_000], ids=["at the end", "in the midst"])
def test_what_goes_wrong_in_writing_is_told_as_it_is(error: BaseException, rows: int) -> None:
    stream: IO[Any] = Failing(error)  # type: ignore[assignment]
    with pytest.raises(type(error)) as caught:
        _Written(stream).put(pl.DataFrame({"sku": ["A"] * rows}), separator=",")
    assert caught.value is error
