import json

import altair
import pytest

from scoring_kit.charts.drawing import INK, MIME, WIDTH, data, finished


def one_point(title="one"):
    point = altair.Chart(data([{"x": 1}])).mark_point().encode(x="x:Q")
    return finished(point, title=title, height=50)


def contrast(one, other):
    """Return the contrast of two colours by WCAG 2.2."""

    def luminance(colour):
        shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        r, g, b = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    low, high = sorted(luminance(colour) for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


def test_a_chart_has_no_ground_of_its_own_and_one_ink():
    drawn = one_point().to_dict()
    assert drawn["config"]["background"] == "transparent"
    assert drawn["config"]["axis"]["labelColor"] == INK
    assert drawn["config"]["title"]["limit"] == WIDTH
    assert (drawn["title"], drawn["width"], drawn["height"]) == ("one", WIDTH, 50)


def test_what_is_drawn_stands_in_the_chart_itself():
    assert data([{"x": 1}]).to_dict() == {"values": [{"x": 1}]}


@pytest.mark.parametrize("ground", ["#ffffff", "#111111"])
def test_words_are_read_on_white_and_in_the_dark(ground):
    # no colour has 4.5 on both: the best that one can have is the root of 18.9
    assert contrast(INK, ground) > 4.2


@pytest.mark.parametrize("changed", [lambda chart: chart, lambda chart: chart.properties(width=9)])
def test_a_notebook_draws_a_chart_by_itself(changed):
    bundle = changed(one_point("a </script> b"))._repr_mimebundle_()
    assert set(bundle) == {MIME, "text/plain"}
    assert "vega-lite/v5" in bundle[MIME]["$schema"]
    assert json.loads(json.dumps(bundle[MIME])) == bundle[MIME]


def test_a_renderer_that_the_user_chose_is_left_to_it():
    with altair.renderers.enable("json"):
        bundle, _ = one_point()._repr_mimebundle_()
        assert "application/json" in bundle
        assert MIME not in bundle
