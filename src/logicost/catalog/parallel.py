"""Blocks quoted on all cores, in order, few at a time, so that memory stays the same whatever the catalog's size."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import polars as pl

from logicost.catalog.block import Block
from logicost.catalog.pipeline import Pipeline


def quote_blocks(pipeline: Pipeline, blocks: Iterable[Block], workers: int | None = None) -> Iterator[pl.DataFrame]:
    """The results of each block, in order. NumPy and Polars let go of the interpreter, so that threads suffice."""
    count = workers or os.cpu_count() or 1
    if count == 1:
        for block in blocks:
            yield pipeline(block.rows, block.broken)
        return
    waiting: deque[Future[pl.DataFrame]] = deque()
    pool = ThreadPoolExecutor(count, thread_name_prefix="logicost")
    try:
        for block in blocks:
            waiting.append(pool.submit(pipeline, block.rows, block.broken))
            if len(waiting) > count:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
