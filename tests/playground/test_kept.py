import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from scoring_kit.playground.kept import Kept


def test_the_last_results_are_kept():
    kept, made = Kept(most=2), []
    for key in "abacab":
        kept.get(key, lambda key=key: made.append(key))
    assert made == ["a", "b", "c", "b"]  # b was asked for least lately when c came


def test_one_thread_makes_what_several_ask_for():
    kept, made, gate = Kept(most=2), [], threading.Event()

    def make():
        gate.wait(10)
        made.append(1)
        return "result"

    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(kept.get, "key", make) for _ in range(4)]
        gate.set()
        assert [each.result() for each in asked] == ["result"] * 4
    assert made == [1]


def test_an_error_is_raised_and_not_kept():
    kept = Kept(most=2)

    def fail():
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        kept.get("key", fail)
    assert kept.get("key", lambda: 5) == 5
