"""Machine code against passes of numpy, which the other tests hold against values by hand."""

import threading
from dataclasses import fields

import numpy as np
import pytest

from scoring_kit.playground import compiled, kernels, workers
from scoring_kit.playground.compiled import Compiling, Kernels, compile_kernels


def test_each_loop_is_compiled():
    found = compile_kernels()
    assert found is not None
    assert {item.name for item in fields(Kernels)} == set(kernels.SIGNATURES)
    assert all(hasattr(found, name) for name in kernels.SIGNATURES)


def test_there_are_none_without_numba(monkeypatch):
    def missing(name):
        raise ImportError(name)

    monkeypatch.setattr(compiled, "import_module", missing)
    assert compile_kernels() is None


def test_they_are_made_once_beside_everything_else():
    go, made = threading.Event(), []

    def make():
        go.wait(10)
        made.append(1)

    compiling = Compiling(make)
    compiling.begin()
    compiling.begin()
    assert compiling.ready() is None
    go.set()
    compiling.wait()
    assert made == [1]


@pytest.mark.parametrize("block", [7, 65_536])
def test_threads_are_given_those_that_are_ready(monkeypatch, block):
    monkeypatch.setattr(workers, "BLOCK", block)
    found = compile_kernels()
    threads = workers.Workers(2, kernels=lambda: found)
    assert set(threads.each(20, lambda part, scratch: scratch.kernels)) == {found}
    assert np.all(threads.tallied(3) == 0)
