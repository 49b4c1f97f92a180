from scoring_kit.charts.drawing import INK, data, finished, open_altair


def test_a_chart_has_no_ground_of_its_own_and_one_ink():
    chart = open_altair().Chart(data([{"x": 1}])).mark_point().encode(x="x:Q")
    drawn = finished(chart, title="one", width=100, height=50).to_dict()
    assert drawn["config"]["background"] == "transparent"
    assert drawn["config"]["axis"]["labelColor"] == INK
    assert (drawn["title"], drawn["width"], drawn["height"]) == ("one", 100, 50)


def test_what_is_drawn_stands_in_the_chart_itself():
    assert data([{"x": 1}]).to_dict() == {"values": [{"x": 1}]}
