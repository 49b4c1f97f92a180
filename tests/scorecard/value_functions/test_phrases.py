from scoring_kit.scorecard.value_functions.phrases import (
    MOST,
    Axis,
    amount,
    code,
    knots_in_words,
    listed,
    minus,
    rise,
)
from tests.reading import Reading


def test_long_lists_name_the_first_and_the_last_and_count_the_rest():
    assert (
        listed([str(n) for n in range(100)], "bins") == "0, 1, 2, 3, 4, 5, 6, … 92 more bins …, 99"
    )
    assert listed([str(n) for n in range(MOST + 1)], "bins") == "0, 1, 2, 3, 4, 5, 6, 7, 8"


def test_lines_that_are_held_say_so_at_the_ends_that_can_be_passed():
    knots = [(0.0, 1.0), (9.0, 2.0)]
    said = knots_in_words(knots, Axis("<m>", 0.0, 10.0), "clamp")
    assert Reading(said).text == "1 at 0 <m>, 2 at 9 and above; straight lines between."


def test_signs_never_meet():
    assert (minus("x", -2.0), minus("x", 0.0), minus("x", 2.0)) == ("x − (−2)", "x", "x − 2")
    assert (rise(-1.0, 4.0), rise(0.0, 4.0)) == ("−1 + (4 − (−1))", "4")


def test_expressions_and_reasons_are_escaped():
    assert amount("a < b", "R&D") == (
        '<code class="code">a &lt; b</code> <span class="reason">(<bdi>R&amp;D</bdi>)</span>'
    )
    assert len(code("x" * 10_000)) < 500
