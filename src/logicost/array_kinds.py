"""Kinds of NumPy arrays, by what they hold."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Places = NDArray[np.intp]  # of rows
Statuses = NDArray[np.int8]
Floats = NDArray[np.float64]
