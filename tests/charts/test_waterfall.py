from scoring_kit.charts.waterfall import waterfall_chart


def test_bars_keep_their_order_and_say_their_amounts():
    ends = {"from": 0.0, "to": 2.0, "end": 2.0}
    records = [
        {"name": "b", "kind": "rise", **ends, "amount": 2.0, "label": "+2"},
        {"name": "score", "kind": "score", **ends, "amount": 2.0, "label": "2"},
    ]
    drawn = waterfall_chart(records, "why").to_dict()
    bars, words = drawn["layer"]
    assert bars["encoding"]["y"]["sort"] == ["b", "score"]
    assert drawn["data"]["values"] == records
    assert words["encoding"]["text"]["field"] == "label"
