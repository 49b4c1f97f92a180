"""Arrays that grow, beside lists."""

from itertools import chain

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from scoring_kit.engines.growing import GrowingArray, GrowingTexts, small_kind


@given(st.lists(st.lists(st.floats(allow_nan=False), max_size=9), max_size=9))
def test_parts_stand_one_after_the_other(parts):
    array = GrowingArray(np.float64)
    for part in parts:
        array.append(part)
    assert array.whole().tolist() == list(chain.from_iterable(parts))


@given(st.lists(st.lists(st.none() | st.sampled_from("abc"), max_size=9), max_size=9))
def test_texts_keep_their_places_from_part_to_part(parts):
    texts = GrowingTexts()
    for part in parts:
        texts.append(pd.Series(part, dtype=object))
    codes, names = texts.whole()
    assert [None if code < 0 else names[code] for code in codes] == list(chain.from_iterable(parts))


def test_codes_become_wider_with_many_texts():
    texts = GrowingTexts()
    expected = [f"t{number}" for number in range(300)]
    for start in range(0, 300, 100):
        texts.append(pd.Series(expected[start : start + 100]))
    codes, names = texts.whole()
    assert (codes.dtype, [names[code] for code in codes]) == (np.int16, expected)


def test_the_smallest_kind_holds_every_place_and_none():
    for count in (0, 127, 128, 32767, 32768):
        assert np.array([-1, count], small_kind(count)).tolist() == [-1, count]
