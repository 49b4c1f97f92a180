import copy
import pickle
import traceback

import pytest
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from scoring_kit.registry.hidden import Hidden, forget_values, hidden

WORD = "open sesame"


@pytest.mark.parametrize("show", [str, repr, "{}".format, "{!r}".format, lambda h: f"{h}", dir])
def test_what_is_hidden_is_not_shown(show):
    assert WORD not in str(show(Hidden(WORD)))
    assert Hidden(WORD).reveal() == WORD


@pytest.mark.parametrize("write", [pickle.dumps, copy.copy, copy.deepcopy])
def test_what_is_hidden_is_not_written_down(write):
    with pytest.raises(TypeError, match=r"Hidden\(\*\*\*\) is not written down"):
        write(Hidden(WORD))


def test_a_traceback_that_shows_values_does_not_show_what_is_hidden():
    def fails(kept):
        raise KeyError("age")

    with pytest.raises(KeyError, match="age") as caught:
        fails(Hidden(WORD))
    shown = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    assert WORD not in "".join(shown.format()).replace(f"WORD = '{WORD}'", "")


def test_only_texts_are_hidden():
    kept = Hidden(WORD)
    assert hidden(kept) is kept
    assert hidden(3) == 3
    assert hidden(WORD).reveal() == WORD


def test_the_values_of_drivers_are_forgotten_and_those_of_others_are_not():
    with pytest.raises(ArgumentError, match="Could not parse") as caught:
        make_url("open " + "sesame")
    forget_values(caught.value)
    shown = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    assert [frame.locals is None for frame in shown.stack] == [False, True, True]
