import gc

import pytest

from scoring_kit.collection import paused_collection


def test_collection_pauses_and_goes_on():
    with paused_collection():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_collection_goes_on_after_an_error():
    with pytest.raises(KeyError, match="lost"), paused_collection():
        raise KeyError("lost")
    assert gc.isenabled()


def test_whoever_had_paused_collection_still_has_it_paused():
    with paused_collection():
        with paused_collection():
            assert not gc.isenabled()
        assert not gc.isenabled()
