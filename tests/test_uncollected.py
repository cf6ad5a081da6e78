"""The garbage collector rests while large structures are built, and only then."""

from __future__ import annotations

import gc

import pytest

from logicost.uncollected import uncollected


def test_the_last_one_out_turns_it_on_again() -> None:
    assert gc.isenabled()
    with uncollected():
        with uncollected():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_an_error_turns_it_on_again() -> None:
    with pytest.raises(ZeroDivisionError), uncollected():
        raise ZeroDivisionError
    assert gc.isenabled()


def test_a_collector_that_is_off_stays_off() -> None:
    gc.disable()
    try:
        with uncollected():
            assert not gc.isenabled()
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_what_others_froze_stays_frozen() -> None:
    """As in these tests: conftest freezes what stays."""
    frozen = gc.get_freeze_count()
    assert frozen
    for _ in range(2):
        with uncollected():
            pass
        assert gc.get_freeze_count() == frozen
