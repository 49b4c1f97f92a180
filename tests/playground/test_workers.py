import numpy as np
import pytest

from scoring_kit.playground import compiled, workers
from scoring_kit.playground.workers import Workers, blocks


@pytest.fixture(autouse=True)
def block(monkeypatch):
    monkeypatch.setattr(workers, "BLOCK", 7)


def test_blocks_hold_each_row_once():
    assert [(block.start, block.stop) for block in blocks(16)] == [(0, 7), (7, 14), (14, 16)]
    assert not list(blocks(0))


@pytest.mark.parametrize("count", [1, 3])
def test_results_come_in_the_order_of_the_blocks(count):
    found = Workers(count).each(1000, lambda block, scratch: block.start)
    assert found == list(range(0, 1000, 7))


@pytest.mark.parametrize(
    ("rows", "count", "sizes"),
    [
        (100, 2, {25}),  # two turns of two threads, as alike as may be
        (60, 2, {30}),
        (20, 2, {10}),
        (9, 2, {7, 2}),  # not less than a block of numpy
        (0, 2, set()),
    ],
)
def test_machine_code_takes_more_rows_at_a_time(monkeypatch, rows, count, sizes):
    monkeypatch.setattr(workers, "WIDE_BLOCK", 30)
    kernels = compiled.Kernels(*[print] * 8)
    found = Workers(count, kernels=lambda: kernels).each(rows, lambda block, _: block)
    assert {block.stop - block.start for block in found} == sizes
    assert sum(block.stop - block.start for block in found) == rows


@pytest.mark.parametrize("count", [1, 3])
def test_what_threads_tally_is_summed_once(count):
    threads = Workers(count)

    def work(block, scratch):
        scratch.tally(np.array([1, block.stop - block.start]))

    for _ in range(2):
        threads.each(100, work)
        assert threads.tallied(2).tolist() == [15, 100]
    assert threads.tallied(2).tolist() == [0, 0]


@pytest.mark.parametrize("count", [1, 3])
def test_an_error_of_any_thread_is_raised(count):
    def work(block, scratch):
        if block.start == 14:
            raise ValueError("block of 14")

    with pytest.raises(ValueError, match="block of 14"):
        Workers(count).each(100, work)


def test_scratch_is_as_long_as_a_block():
    (found,) = Workers(1).each(5, lambda block, scratch: scratch.floats(3, block).shape)
    assert found == (5,)
