import pytest

from scoring_kit.playground.listeners import KEPT, Event, Listeners

EVENT = Event("apply", 1, "ann")


def test_every_callback_hears_every_event_until_it_leaves():
    listeners, heard = Listeners(), []
    leave = listeners.subscribe(heard.append)
    listeners.subscribe(heard.append)
    listeners.tell(EVENT)
    leave()
    leave()
    listeners.tell(EVENT)
    assert heard == [EVENT] * 3


def test_a_callback_that_fails_is_kept_and_the_others_are_called():
    def fail(event):
        raise ZeroDivisionError("no rows")

    listeners, heard = Listeners(), []
    listeners.subscribe(fail)
    listeners.subscribe(heard.append)
    listeners.tell(EVENT)
    assert heard == [EVENT]
    text = "a callback failed at 'apply': ZeroDivisionError: no rows"
    assert [str(failure) for failure in listeners.failures] == [text]


def test_only_the_last_failures_are_kept():
    listeners = Listeners()
    for number in range(KEPT + 5):
        listeners.failed(EVENT, ValueError(number))
    assert [failure.error.args[0] for failure in listeners.failures] == list(range(5, KEPT + 5))


def test_what_cannot_be_called_is_refused():
    with pytest.raises(TypeError, match="a callback is expected, found str"):
        Listeners().subscribe("print")
