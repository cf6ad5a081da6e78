"""A few dozen inputs at each door; `scripts/fuzz` throws as many as there is time for."""

from __future__ import annotations

import os

import pytest
from fuzz.doors import DOORS, knock
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

EXAMPLES = int(os.environ.get("LOGICOST_FUZZ", "15"))


@pytest.mark.filterwarnings("ignore")  # of other libraries about what they are given
@pytest.mark.parametrize("door", DOORS)
def test_nothing_but_answers_and_errors_comes_out(door: str) -> None:
    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def throw(data: st.DataObject) -> None:
        knock(door, data.draw(DOORS[door][0]))

    throw()
